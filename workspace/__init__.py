"""Case rooms where agencies work on one family's documents together, each seeing only what it may."""
