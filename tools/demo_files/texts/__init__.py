"""What the thirteen documents say, one module for each."""
