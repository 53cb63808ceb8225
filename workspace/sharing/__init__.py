"""Agreements, consents and releases: on what ground something is shared."""
