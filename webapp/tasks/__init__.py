"""One task: its page, its form, drafts and attachments."""

from . import attachments
from .routes import blueprint

__all__ = ["attachments", "blueprint"]
