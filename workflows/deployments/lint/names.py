"""Names that an expression reads and nothing sets: a slip of the pen that would be null for ever."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.deployments.lint.folder import Diagram, Folder
from workflows.deployments.lint.surroundings import Surroundings
from workflows.engine.findings import Finding, warning
from workflows.engine.lint.said import Said
from workflows.engine.lint.variables import names_set
from workflows.engine.vocabulary import kind_of
from workflows.feel.builtins import BUILTINS
from workflows.feel.host import HOST_FUNCTIONS
from workflows.jobs import registry

BRINGS = "brings"
"""Of an event or the process: names that its message, its caller or whoever starts it brings along."""
GIVEN_BY_THE_SYSTEM = frozenset(
    ["matter_key", "begun_by", "proposed_by", "period", "period_from", "period_to", "holder"]
)


def names_are_set(folder: Folder, around: Surroundings) -> Iterator[tuple[str, Finding]]:
    """Nothing is said of a folder with a job that does not declare what it answers."""
    jobs = {e.job_type for diagram in folder.diagrams for e in diagram.elements() if e.job_type}
    if any(kind.startswith("=") or registry.given_by(kind) is None for kind in jobs):
        return
    known = frozenset(_names_set(folder, jobs))
    for diagram in folder.diagrams:
        for said, expression in diagram.said:
            if _is_read_elsewhere(said):
                continue
            unset = dict.fromkeys(
                mention.name
                for mention in expression.reads
                if not mention.within_filter and mention.name not in known
            )
            for name in unset:
                yield diagram.path, _unset(said.owner.get("id"), said.place, name)


def _is_read_elsewhere(said: Said) -> bool:
    """A message's key is read in the scope of whoever throws it, a call's outputs in the process called."""
    called = kind_of(said.owner) == "callActivity" and said.place == "output source"
    return called or kind_of(said.owner) == "message"


def _names_set(folder: Folder, jobs: set[str]) -> Iterator[str]:
    yield from GIVEN_BY_THE_SYSTEM
    yield from BUILTINS
    yield from HOST_FUNCTIONS
    for kind in jobs:
        yield from registry.given_by(kind) or ()
    for form in folder.forms.values():
        for component in form.all():
            yield component.key.split(".")[0]
    for diagram in folder.diagrams:
        yield from names_set(diagram.drawing)
        yield from _brought(diagram)


def _brought(diagram: Diagram) -> Iterator[str]:
    for process in diagram.processes:
        yield from _listed(process.properties.get(BRINGS, ""))
    for element in diagram.elements():
        yield from _listed(element.properties.get(BRINGS, ""))


def _listed(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _unset(owner: str | None, place: str, name: str) -> Finding:
    return warning(
        "name-not-set",
        owner,
        f"{place} 里的“{name}”没有任何表单、自动环节或映射给出，会一直是空值；"
        f"如由消息或调用方带来，请写进事件或流程的属性 {BRINGS}",
        f"nothing sets “{name}”, which {place} reads: no form, job or mapping; "
        f"if a message or a caller brings it, list it in the property {BRINGS} of the event or the process",
    )


RULES = (names_are_set,)
