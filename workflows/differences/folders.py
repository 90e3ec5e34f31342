"""Two versions of a process folder, file by file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePosixPath

from workflows.differences import diagrams, forms, tables
from workflows.differences.changes import Change, Kind, compare
from workflows.differences.diagram_words import DIAGRAM_WORDS
from workflows.words import DomainError


@dataclass(frozen=True, slots=True)
class FileChanges:
    """What changed in one file; `kind` is set where the whole file came or went."""

    path: str
    changes: tuple[Change, ...]
    kind: Kind = Kind.CHANGED


def changes_between(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[FileChanges]:
    """The files that differ between two versions of a folder, diagrams first, each with its changes.

    A file that cannot be read is told as changed, without details.
    """
    return sorted(_differing(before, after), key=lambda file: (_rank(file.path), file.path))


def _differing(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[FileChanges]:
    for path in before.keys() | after.keys():
        if path not in before:
            yield FileChanges(path, (), Kind.ADDED)
        elif path not in after:
            yield FileChanges(path, (), Kind.REMOVED)
        elif before[path] != after[path]:
            yield FileChanges(path, tuple(_changes(path, before[path], after[path])))


def _changes(path: str, before: bytes, after: bytes) -> list[Change]:
    try:
        match PurePosixPath(path).suffix:
            case ".bpmn":
                return list(compare(diagrams.described(before), diagrams.described(after), DIAGRAM_WORDS))
            case ".dmn":
                return _table_changes(before, after)
            case ".json":
                return list(compare(forms.described(before), forms.described(after), forms.FORM_WORDS))
    except (DomainError, ValueError, AttributeError):
        return []
    return []


def _table_changes(before: bytes, after: bytes) -> list[Change]:
    old, new = tables.described(before), tables.described(after)
    paths = chain.from_iterable(one.facts for one in [*old.values(), *new.values()])
    return list(compare(old, new, tables.words_of_columns(paths)))


def _rank(path: str) -> int:
    order = {".bpmn": 0, ".dmn": 1, ".json": 2}
    return order.get(PurePosixPath(path).suffix, 3)
