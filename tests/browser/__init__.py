"""A real browser against the real web process, with the demonstration family in it."""
