"""What managers and administrators change. None of it opens a room, a document or an annotation."""
