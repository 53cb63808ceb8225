"""What the worker clears away, and what it leaves."""
