"""What happened, told at once to exactly those who may know."""
