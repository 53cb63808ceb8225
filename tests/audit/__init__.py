"""Reading the audit: who may, what they find, and that refusals are in it."""
