"""What changes a room: opening and closing it, and who takes part in it."""
