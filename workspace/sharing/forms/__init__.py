"""What is entered on the pages about agreements and consents."""
