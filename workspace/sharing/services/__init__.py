"""Changing agreements and consents."""
