"""Channels render replies; they never import each other."""
