"""Processes published as immutable versions, checked first, and read back for running."""
