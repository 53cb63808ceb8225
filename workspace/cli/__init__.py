"""The `workspace` command."""
