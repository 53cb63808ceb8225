"""What people fill in about documents."""
