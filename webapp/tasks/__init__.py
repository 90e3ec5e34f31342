"""One task: its page, its form, drafts and attachments."""

from . import attachments, words_of_templates
from .routes import blueprint

blueprint.record_once(words_of_templates.lend)

__all__ = ["attachments", "blueprint"]
