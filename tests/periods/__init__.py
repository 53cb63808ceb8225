"""Periods: made of days, ended, and said."""
