"""Tests of documents: adding, reading, sharing them, and saying who sees them."""
