"""A person's notices: reminders, urging notes, circulars."""

from .routes import blueprint

__all__ = ["blueprint"]
