"""Finding documents and what is to be shown of them."""
