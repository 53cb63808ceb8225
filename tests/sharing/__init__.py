"""Tests of what releases rest on."""
