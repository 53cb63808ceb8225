"""The demonstration: its files, its records, and who sees what."""
