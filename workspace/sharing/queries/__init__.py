"""What pages and services find out about agreements and consents."""
