"""Live events, between real processes and real sockets."""
