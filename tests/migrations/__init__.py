"""Migrations: from empty to the newest, one step back, and no difference from the models."""
