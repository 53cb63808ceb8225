"""The application as a whole: addresses, hosts, headers."""
