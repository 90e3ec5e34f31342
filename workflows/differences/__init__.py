"""What changed between two versions of a process folder, told element by element and property by property."""

from workflows.differences.changes import Change, Kind
from workflows.differences.folders import FileChanges, changes_between

__all__ = ["Change", "FileChanges", "Kind", "changes_between"]
