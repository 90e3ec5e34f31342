"""Whole processes from the first act to the last."""
