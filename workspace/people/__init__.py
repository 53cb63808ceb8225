"""Organisations, the people who work for them, and the duties they hold. No pages of its own."""
