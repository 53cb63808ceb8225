"""The pages of documents: reading, adding, and deciding who else can see them."""
