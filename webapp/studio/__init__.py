"""The studio (流程设计): processes, their drafts and the editors, play, change requests and publication."""

from . import contents, diagrams, drafts, forms, plays, processes, tables, words
from .blueprint import blueprint

words.init_blueprint(blueprint)

__all__ = ["blueprint", "contents", "diagrams", "drafts", "forms", "plays", "processes", "tables"]
