"""My tasks: what waits for me, and what I have done."""

from .routes import blueprint

__all__ = ["blueprint"]
