"""Annotations: remarks beside a passage, seen by whom their author chose."""
