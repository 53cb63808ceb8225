"""The rules, asked in every way there is, and the database's copy of them."""
