"""Changing documents: adding them and their versions, releasing them and withdrawing releases."""
