"""The dry run: for every running matter of another version what a move would do, in counts and in words.

Matters that stand alike share one forecast, so that ten thousand are told in seconds; nothing is changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from models import InstanceState, ProcessDefinition, ProcessInstance
from workflows.deployments.definitions import definition_of
from workflows.deployments.names import named
from workflows.engine import Definition
from workflows.engine.migration import Forecast, Place, choices_for, forecast, posture
from workflows.words import Sentence

_AT_A_TIME = 500

#: What only holds others, said through what stands in it.
_HOLDERS = frozenset({"subProcess", "transaction", "adHocSubProcess"})


@dataclass(frozen=True, slots=True)
class Outlook:
    """Matters of one version that stand alike, and what a move would do to each of them."""

    definition_id: int
    version: int
    forecast: Forecast
    instance_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """An element of the new version a place may be mapped to."""

    element_id: str
    name: Sentence


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One place where matters stand: how many, where they would go on, or why they cannot."""

    element_id: str
    name: Sentence
    versions: tuple[int, ...]
    count: int
    to: str | None
    to_name: Sentence | None
    obstacle: Sentence | None
    choices: tuple[Choice, ...] = ()

    @property
    def is_mapped(self) -> bool:
        """Whether it goes on at an element of another id."""
        return self.obstacle is None and self.to != self.element_id

    @property
    def words(self) -> Sentence:
        """What would happen to the matters that stand here."""
        if self.obstacle is not None:
            return self.obstacle
        if self.to_name is not None and self.is_mapped:
            return Sentence(f"移到“{self.to_name.zh}”", f"moves to “{self.to_name.en}”")
        return Sentence("移到同一环节", "moves to the same step")


@dataclass(frozen=True, slots=True)
class DryRun:
    """What moving every running matter of the other versions to this one would do."""

    target: ProcessDefinition
    outlooks: tuple[Outlook, ...]
    mapping: Mapping[str, str] = field(default_factory=dict)
    places: tuple[PlaceLine, ...] = ()

    @property
    def movable(self) -> tuple[int, ...]:
        """Ids of the matters nothing stands in the way of."""
        return tuple(sorted(_ids(one for one in self.outlooks if one.forecast.can_move)))

    @property
    def blocked(self) -> tuple[int, ...]:
        """Ids of those that would stay where they are."""
        return tuple(sorted(_ids(one for one in self.outlooks if not one.forecast.can_move)))

    @property
    def count(self) -> int:
        """How many matters there are."""
        return sum(len(one.instance_ids) for one in self.outlooks)

    def standing_at(self, element_ids: Iterable[str]) -> tuple[int, ...]:
        """Ids of the movable matters that stand at one of these elements."""
        wanted = set(element_ids)
        here = (
            one
            for one in self.outlooks
            if one.forecast.can_move and any(place.element_id in wanted for place in one.forecast.places)
        )
        return tuple(sorted(_ids(here)))


def _ids(outlooks: Iterable[Outlook]) -> Iterator[int]:
    for one in outlooks:
        yield from one.instance_ids


def dry_run(session: Session, target: ProcessDefinition, mapping: Mapping[str, str] | None = None) -> DryRun:
    """What a move to `target` would do to each running matter of the process's other versions.

    `mapping` leads ids of older versions to ids of the target where a person said so."""
    return dry_run_to(session, target, definition_of(session, target.id), mapping)


def dry_run_to(
    session: Session, target: ProcessDefinition, new: Definition, mapping: Mapping[str, str] | None = None
) -> DryRun:
    """The same for a version that is not published yet: `target` is the one in use, `new` what is asked for;
    its own matters are told too where `new` is another diagram."""
    mapping = dict(mapping or {})
    is_published = new is definition_of(session, target.id)
    groups: dict[tuple[int, int, bytes], list[int]] = defaultdict(list)
    forecasts: dict[tuple[int, int, bytes], Forecast] = {}
    for row in _running(session, target, without_its_own=is_published):
        key = (row.definition_id, row.version, posture(row.engine_state))
        groups[key].append(row.id)
        if key not in forecasts:
            old = definition_of(session, row.definition_id)
            forecasts[key] = forecast(old, new, row.engine_state, mapping)
    outlooks = tuple(
        Outlook(key[0], key[1], forecasts[key], tuple(instance_ids)) for key, instance_ids in groups.items()
    )
    return DryRun(target, outlooks, mapping, tuple(_places(session, outlooks, new, mapping)))


def _running(session: Session, target: ProcessDefinition, *, without_its_own: bool) -> Iterator[Row]:
    query = (
        select(
            ProcessInstance.id,
            ProcessInstance.definition_id,
            ProcessDefinition.version,
            ProcessInstance.engine_state,
        )
        .join(ProcessDefinition, ProcessDefinition.id == ProcessInstance.definition_id)
        .where(
            ProcessDefinition.process_id == target.process_id,
            ProcessInstance.state == InstanceState.RUNNING,
        )
        .order_by(ProcessInstance.id)
        .execution_options(yield_per=_AT_A_TIME)
    )
    if without_its_own:
        query = query.where(ProcessInstance.definition_id != target.id)
    yield from session.execute(query)


def _places(
    session: Session, outlooks: Iterable[Outlook], new: Definition, mapping: Mapping[str, str]
) -> Iterator[PlaceLine]:
    """The places by count, those that need a person's word first."""
    found: dict[tuple[str, str | None, Sentence | None], list[Outlook]] = defaultdict(list)
    for outlook in outlooks:
        for place in {(p.element_id, p.to, p.obstacle): p for p in outlook.forecast.places}.values():
            if _is_told(session, outlook, place):
                found[place.element_id, place.to, place.obstacle].append(outlook)
    lines = [_line(session, key, here, new, mapping) for key, here in found.items()]
    yield from sorted(lines, key=lambda line: (line.obstacle is None, -line.count, line.element_id))


def _is_told(session: Session, outlook: Outlook, place: Place) -> bool:
    element = definition_of(session, outlook.definition_id).elements.get(place.element_id)
    return place.obstacle is not None or element is None or element.type not in _HOLDERS


def _line(
    session: Session,
    key: tuple[str, str | None, Sentence | None],
    here: list[Outlook],
    new: Definition,
    mapping: Mapping[str, str],
) -> PlaceLine:
    element_id, to, obstacle = key
    old = definition_of(session, here[-1].definition_id)
    return PlaceLine(
        element_id=element_id,
        name=_name(old, element_id),
        versions=tuple(sorted({outlook.version for outlook in here})),
        count=sum(len(outlook.instance_ids) for outlook in here),
        to=to,
        to_name=_name(new, to) if to is not None else None,
        obstacle=obstacle,
        choices=_choices(old, new, element_id, mapping)
        if obstacle is not None or element_id in mapping
        else (),
    )


def _choices(
    old: Definition, new: Definition, element_id: str, mapping: Mapping[str, str]
) -> tuple[Choice, ...]:
    return tuple(
        Choice(other_id, _name(new, other_id)) for other_id in choices_for(old, new, element_id, mapping)
    )


def _name(definition: Definition, element_id: str) -> Sentence:
    """What an element is called; a place without one is the process as a whole."""
    element = definition.elements.get(element_id)
    if element is None:
        return named(definition.name, definition.properties)
    return named(element.name or element.id, element.properties)


def running_by_version(session: Session) -> dict[int, int]:
    """How many matters run on each version of each process: definition id to count."""
    rows = session.execute(
        select(ProcessInstance.definition_id, func.count())
        .where(ProcessInstance.state == InstanceState.RUNNING)
        .group_by(ProcessInstance.definition_id)
    )
    return {definition_id: count for definition_id, count in rows}
