"""Documents and their versions: adding, showing, downloading and releasing them."""
