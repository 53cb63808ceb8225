"""Annotations, through HTTP."""
