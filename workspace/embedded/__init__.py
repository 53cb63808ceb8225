"""Real PostgreSQL and a real S3 server, started for whoever configured neither."""
