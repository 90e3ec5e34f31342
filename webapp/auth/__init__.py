"""Logging in and out, under which post a person acts, and what the person prefers."""

from .routes import blueprint

__all__ = ["blueprint"]
