"""Side-by-side measurements of what is promised about speed, for `make bench`."""
