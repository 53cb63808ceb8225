"""Decision order, steps 4 to 6: who may see and use documents, and what hangs on them."""
