"""What pages show of rooms."""
