"""The pages about agreements and consents."""
