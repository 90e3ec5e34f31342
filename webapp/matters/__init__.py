"""Matters (事项): find one, follow it, begin one, hand it to somebody else."""

from . import acting, following, reassigning, starting, words
from .blueprint import blueprint

words.init_blueprint(blueprint)

__all__ = ["acting", "blueprint", "following", "reassigning", "starting"]
