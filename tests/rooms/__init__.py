"""Rooms: who opens them, who is in them, and what that opens."""
