"""The demonstration: the Ashdown-Reyes family, its agencies and its real documents."""
