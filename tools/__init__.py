"""Programs for those who work on Workspace; nothing that runs needs them."""
