"""Running organisations and the platform, without reading any content."""
