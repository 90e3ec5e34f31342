"""Everything that must be seen to decide on a change: what differs, what it binds, what stands against it,
how its scenarios run, and where the matters under way would go on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from models import ChangeRequest, ChangeState, Deployment, ProcessDefinition
from workflows import engine
from workflows.deployments.checks import check_folder, surroundings_of
from workflows.deployments.definitions import definitions_in
from workflows.deployments.publishing import NoSuchProcess, latest_definition
from workflows.differences import FileChanges, changes_between
from workflows.engine import Definition
from workflows.engine.findings import Finding, NotDeployable, Severity
from workflows.engine.play.script import NotAScript
from workflows.moving.dry_run import DryRun, dry_run_to
from workflows.studio.clauses import BindingChanges, binding_changes
from workflows.studio.drafts import files_of
from workflows.studio.play_office import office_for_play
from workflows.studio.scenarios import (
    NoDiagram,
    Outcome,
    Scenario,
    ScenarioUnreadable,
    run_scenario,
    scenarios_in,
)
from workflows.words import Sentence

FoundIn = tuple[str, Finding]


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """A scenario run on the changed files; `outcome` is None where it could not run at all."""

    title: str
    outcome: Outcome | None
    failure: Sentence | None = None

    @property
    def as_expected(self) -> bool:
        return self.outcome is not None and self.outcome.as_expected


@dataclass(frozen=True, slots=True)
class Review:
    """One change request on one page."""

    change: ChangeRequest
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    files: tuple[FileChanges, ...]
    clauses: BindingChanges
    refusals: tuple[FoundIn, ...]
    warnings: tuple[FoundIn, ...]
    scenarios: tuple[ScenarioResult, ...]
    outlooks: tuple[DryRun, ...]
    """Of each process with matters under way; empty once the change is decided."""
    base_moved: bool
    names: Mapping[str, str]
    """What the elements of both versions are called, by id."""

    @property
    def stands_against(self) -> bool:
        """Whether something forbids publishing it."""
        failed = any(not result.as_expected for result in self.scenarios)
        return bool(self.refusals or self.clauses.unbound or failed or self.base_moved)


def review(session: Session, change: ChangeRequest, newest: Deployment | None) -> Review:
    """What is to be seen of a change request. `newest` is the version in use of its folder."""
    before = files_of(change.base) if change.base is not None else {}
    after = files_of(change)
    checked = check_folder(after, surroundings_of(session, change.name))
    new = {process.process_id: engine.load_definition(process.compiled) for process in checked.compiled}
    old = definitions_in(session, change.base)
    is_open = change.state is ChangeState.OPEN
    return Review(
        change=change,
        before=before,
        after=after,
        files=tuple(changes_between(before, after)),
        clauses=binding_changes(session, old, new) if new else BindingChanges((), (), ()),
        refusals=_of_severity(checked.findings, Severity.REFUSE),
        warnings=_of_severity(checked.findings, Severity.WARN),
        scenarios=tuple(_scenario_results(session, after)),
        outlooks=tuple(_outlooks(session, new)) if is_open else (),
        base_moved=is_open and (newest.id if newest is not None else None) != change.base_id,
        names=_names(old, new),
    )


def _names(old: Mapping[str, Definition], new: Mapping[str, Definition]) -> dict[str, str]:
    definitions = (*old.values(), *new.values())
    return {element.id: element.name for one in definitions for element in one.elements.values()}


def _of_severity(findings: Iterable[FoundIn], severity: Severity) -> tuple[FoundIn, ...]:
    return tuple((path, finding) for path, finding in findings if finding.severity is severity)


def _scenario_results(session: Session, files: Mapping[str, bytes]) -> list[ScenarioResult]:
    try:
        scenarios = scenarios_in(files)
    except ScenarioUnreadable as unreadable:
        return [ScenarioResult("", None, unreadable.sentence)]
    return [_run(session, files, scenario) for scenario in scenarios]


def _run(session: Session, files: Mapping[str, bytes], scenario: Scenario) -> ScenarioResult:
    try:
        return ScenarioResult(scenario.title, run_scenario(files, scenario, office_for_play(session, files)))
    except (NotDeployable, NotAScript, NoDiagram) as failure:
        return ScenarioResult(scenario.title, None, failure.sentence)


def _outlooks(session: Session, new: Mapping[str, Definition]) -> list[DryRun]:
    found = []
    for process_id, definition in new.items():
        target = _in_use(session, process_id)
        if target is not None:
            outlook = dry_run_to(session, target, definition)
            if outlook.count:
                found.append(outlook)
    return found


def _in_use(session: Session, process_id: str) -> ProcessDefinition | None:
    try:
        return latest_definition(session, process_id)
    except NoSuchProcess:
        return None
