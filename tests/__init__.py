"""Tests come through the front door: HTTP, sockets and the browser, on the real database and store."""
