"""The deadlines of a matter with their arithmetic: rule, anchor, pauses, extensions, rungs that fired."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from models import (
    Deadline,
    DeadlineExtension,
    DeadlineState,
    LadderRung,
    PartyRelation,
    ProcessInstance,
)
from workflows.office.snapshots import office_of
from workflows.queries.dues import due_of_deadline, standstills_of
from workflows.queries.holding import holders_by_code
from workflows.queries.shown import Due, Holder
from workflows.rules.calendars import local_day
from workflows.rules.deadline_words import due_words
from workflows.rules.lights import Light
from workflows.words import Sentence


@dataclass(frozen=True, slots=True)
class Change:
    """A pause, extension, refusal or ruling of a deadline."""

    kind: str  #: granted, refused, ruling, pause
    at: datetime
    words: Sentence
    reason: str
    who: str | None
    old_due_at: datetime | None = None
    new_due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DeadlineShown:
    """A party's deadline and how it was counted."""

    deadline_id: int
    rule_code: str
    party: Holder | None
    round: int
    state: str
    due: Due
    anchor: Sentence
    anchor_at: datetime
    arithmetic: Sentence  #: 自交办之日起10个工作日内（…），2026年11月23日 09:00起算
    set_by: Holder | None
    changes: tuple[Change, ...]
    rungs: tuple[tuple[str, datetime], ...]  #: (ES-03, fired at) for the present due date


_WORDS = {
    "granted": Sentence("批准延期", "Extension granted"),
    "refused": Sentence("不同意延期", "Extension refused"),
    "ruling": Sentence("裁定新的时限", "New date ruled"),
}


def deadlines_shown(session: Session, instance: ProcessInstance, now: datetime) -> tuple[DeadlineShown, ...]:
    """All deadlines of the matter: live ones first, then the newest."""
    rows = session.scalars(
        select(Deadline)
        .where(Deadline.instance_id == instance.id)
        .options(
            joinedload(Deadline.set_by_post),
            selectinload(Deadline.pauses),
            selectinload(Deadline.extensions).joinedload(DeadlineExtension.decided_by),
        )
        .order_by(Deadline.id.desc())
    ).all()
    codes = [row.party for row in rows if row.party] + [
        row.set_by_post.code for row in rows if row.set_by_post
    ]
    holders = holders_by_code(session, codes, local_day(now))
    stops = standstills_of(session, [row.id for row in rows], now)
    rungs = _rungs(session, [row.id for row in rows])
    office = office_of(session)
    shown = [
        DeadlineShown(
            deadline_id=row.id,
            rule_code=row.rule_code,
            party=holders.get(row.party),
            round=row.round,
            state=row.state.value,
            due=(due := due_of_deadline(row, office, now, stops)),
            anchor=_anchor(office.rules.get(row.rule_code), row),
            anchor_at=row.anchor_at,
            arithmetic=_arithmetic(row, due),
            set_by=holders.get(row.set_by_post.code) if row.set_by_post else None,
            changes=_changes(row),
            rungs=tuple(rungs[row.id]),
        )
        for row in rows
    ]
    return tuple(sorted(shown, key=lambda line: line.state in (DeadlineState.DONE, DeadlineState.WITHDRAWN)))


def _anchor(rule: object, row: Deadline) -> Sentence:
    words = getattr(rule, "anchor_words", None)
    return words if words is not None else Sentence(row.anchor_name, row.anchor_name)


def _arithmetic(row: Deadline, due: Due) -> Sentence:
    since, end = due_words(row.anchor_at), due_words(row.due_at)
    basis = due.basis or Sentence("", "")
    return Sentence(f"{basis.zh}：{since.zh}起算，{end.zh}到期", f"{basis.en}: from {since.en} to {end.en}")


def _rungs(session: Session, ids: list[int]) -> dict[int, list[tuple[str, datetime]]]:
    found: dict[int, list[tuple[str, datetime]]] = defaultdict(list)
    rows = session.execute(
        select(LadderRung.deadline_id, LadderRung.rung, LadderRung.fired_at)
        .where(LadderRung.deadline_id.in_(ids), LadderRung.withdrawn_at.is_(None))
        .order_by(LadderRung.id)
    )
    for deadline_id, rung, fired_at in rows:
        found[deadline_id].append((rung, fired_at))
    return found


def _changes(row: Deadline) -> tuple[Change, ...]:
    changes = [
        Change(
            kind=extension.kind.value,
            at=extension.decided_at,
            words=_WORDS[extension.kind.value],
            reason=extension.reason,
            who=extension.decided_by.display_name if extension.decided_by else None,
            old_due_at=extension.old_due_at,
            new_due_at=extension.new_due_at,
        )
        for extension in row.extensions
    ]
    changes += [
        Change(
            kind="pause",
            at=pause.from_at,
            words=Sentence(f"中止计算（{pause.basis}）", f"Clock stopped ({pause.basis})"),
            reason=pause.reason,
            who=None,
            old_due_at=pause.from_at,
            new_due_at=pause.to_at,
        )
        for pause in row.pauses
    ]
    return tuple(sorted(changes, key=lambda change: change.at))


def main_due(instance: ProcessInstance, shown: tuple[DeadlineShown, ...]) -> Due:
    """The light on top of the matter: closed is blue; otherwise the lead's own deadline, else the most urgent
    one.

    A late co-organiser does not turn the lead's light red unseen: each party keeps its own.
    """
    if instance.closed_at is not None or instance.ended_at is not None:
        return Due(Light.BLUE.value, None, None)
    lead = {party.code for party in instance.parties if party.relation is PartyRelation.LEAD}
    live = [line for line in shown if line.state in (DeadlineState.RUNNING, DeadlineState.UNDER_REVIEW)]
    of_lead = [line for line in live if line.party is not None and line.party.code in lead]
    candidates = of_lead or live
    if not candidates:
        return Due(Light.GREEN.value, None, None)
    return min(candidates, key=lambda line: (Light(line.due.light).urgency, line.due.due_at)).due
