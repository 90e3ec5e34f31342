"""One task: its page, its form, drafts and attachments."""

from .routes import blueprint

__all__ = ["blueprint"]
