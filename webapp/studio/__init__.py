"""The studio (流程设计): processes, their drafts and the editors, play, change requests and publication."""

from . import (
    changes,
    contents,
    diagrams,
    drafts,
    files,
    forms,
    handbook,
    moves,
    plays,
    processes,
    tables,
    versions,
    words,
)
from .blueprint import blueprint

words.init_blueprint(blueprint)

__all__ = [
    "blueprint",
    "changes",
    "contents",
    "diagrams",
    "drafts",
    "files",
    "forms",
    "handbook",
    "moves",
    "plays",
    "processes",
    "tables",
    "versions",
]
