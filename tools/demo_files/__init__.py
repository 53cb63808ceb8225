"""Makes the demonstration family's documents, every version of all thirteen."""
