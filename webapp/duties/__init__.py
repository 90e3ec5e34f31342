"""The responsibility list (清单), clause by clause, with what runs for each."""

from .routes import blueprint

__all__ = ["blueprint"]
