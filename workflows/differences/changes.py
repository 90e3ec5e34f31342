"""One change, and how two sets of facts become changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from workflows.words import Sentence


class Kind(StrEnum):
    """What happened to an element."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    """Only its place in the drawing."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs. `of` says which property, None where the whole element came or went."""

    element: str | None
    """The element's id; None for the file as a whole."""
    name: str
    type: str
    kind: Kind
    of: Sentence | None = None
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Described:
    """An element as facts: what it is called, what it is, and each property as text."""

    id: str
    name: str
    type: str
    facts: Mapping[str, str]
    place: str = ""
    """Where it is drawn."""


def compare(
    before: Mapping[str, Described], after: Mapping[str, Described], label: Mapping[str, Sentence]
) -> Iterator[Change]:
    """The changes from one set of elements to another, in the order of the new file, removals last."""
    for element_id, new in after.items():
        old = before.get(element_id)
        if old is None:
            yield Change(element_id, new.name, new.type, Kind.ADDED)
        else:
            yield from _changes_of(old, new, label)
    for element_id, old in before.items():
        if element_id not in after:
            yield Change(element_id, old.name, old.type, Kind.REMOVED)


def _changes_of(old: Described, new: Described, label: Mapping[str, Sentence]) -> Iterator[Change]:
    told = False
    for path in dict.fromkeys([*new.facts, *old.facts]):
        was, now = old.facts.get(path), new.facts.get(path)
        if was != now:
            told = True
            yield Change(
                new.id, new.name or old.name, new.type, Kind.CHANGED, words_of(path, label), was, now
            )
    if old.type != new.type:
        told = True
        yield Change(new.id, new.name, new.type, Kind.CHANGED, label["type"], old.type, new.type)
    if not told and old.place != new.place:
        yield Change(new.id, new.name, new.type, Kind.MOVED)


def words_of(path: str, label: Mapping[str, Sentence]) -> Sentence:
    """A property's path in words: its own label, that of its last part, or the path as it stands."""
    if path in label:
        return label[path]
    last = path.rsplit("/", 1)[-1]
    return label.get(last, Sentence(path, path))
