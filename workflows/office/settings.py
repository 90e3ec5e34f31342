"""The office's settings: every number nobody's law fixes, with the label of its source.

A setting is shipped in `bpmn/settings.json` with its words, basis, mark and what kind of value it takes; the
office's own value is a row. A key that is not shipped does not exist: a misspelt one must not pass for a
new one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import OfficeSetting, SecurityEvent
from workflows.office import revision as office_revision  # noqa: F401  (a changed setting must change the office's stamp)
from workflows.shipped import shipped_json
from workflows.words import DomainError, Sentence

if TYPE_CHECKING:
    from workflows.people.substitution import Actor


@dataclass(frozen=True, slots=True)
class SettingKind:
    """What a setting is, as shipped: its words, where its value comes from, and what values it takes."""

    key: str
    default: Any
    words: Sentence
    basis: Sentence
    mark: str  #: 法 文 证 忆 议
    type: str  #: text, number, flag, time
    least: int | None = None
    most: int | None = None


class NoSuchSetting(DomainError):
    """There is no setting with this key."""


class SettingRefused(DomainError):
    """The value does not fit the setting."""


@cache
def setting_kinds() -> Mapping[str, SettingKind]:
    """All settings by key, in the order in which they are shown."""
    return {
        raw["key"]: SettingKind(
            raw["key"],
            raw["value"],
            Sentence(raw["words"], raw["words_en"]),
            Sentence(raw["basis"], raw["basis_en"]),
            raw["mark"],
            raw["type"],
            raw.get("least"),
            raw.get("most"),
        )
        for raw in shipped_json("settings.json")
    }


def setting_kind(key: str) -> SettingKind:
    """The setting with this key. Raises NoSuchSetting."""
    if key not in setting_kinds():
        raise NoSuchSetting(Sentence(f"没有设置项“{key}”。", f"There is no setting {key}."))
    return setting_kinds()[key]


def get_setting(session: Session, key: str) -> Any:
    """The office's value, or the shipped one where the office has none. Raises NoSuchSetting."""
    kind = setting_kind(key)
    row = session.get(OfficeSetting, key)
    return row.value["value"] if row else kind.default


def all_settings(session: Session) -> dict[str, Any]:
    """Every setting's value by key."""
    rows = {row.key: row.value["value"] for row in session.scalars(select(OfficeSetting))}
    return {key: rows.get(key, kind.default) for key, kind in setting_kinds().items()}


def put_setting(session: Session, key: str, value: Any, by: Actor | None, now: datetime) -> OfficeSetting:
    """Give a setting the office's own value, on record.

    Raises NoSuchSetting, and SettingRefused when the value does not fit.
    """
    kind = setting_kind(key)
    _check(kind, value)
    row = session.get(OfficeSetting, key)
    if row is None:
        row = OfficeSetting(key=key, words=kind.words.zh, basis=kind.basis.zh, mark=kind.mark)
        session.add(row)
    old = row.value["value"] if row.value else kind.default
    row.value = {"value": value}
    who = by.user.username if by else ""
    session.add(
        SecurityEvent(at=now, kind="setting changed", username=who, words=f"{key}: {old!r} → {value!r}")
    )
    session.flush()
    return row


def _check(kind: SettingKind, value: Any) -> None:
    fits = {
        "text": isinstance(value, str) and len(value) <= 200,
        "flag": isinstance(value, bool),
        "number": isinstance(value, int) and not isinstance(value, bool),
        "time": isinstance(value, str) and _is_time(value),
    }
    if not fits[kind.type] or not _within(kind, value):
        raise SettingRefused(
            Sentence(
                f"“{kind.words.zh}”不能设为{value!r}。", f"“{kind.words.en}” cannot be set to {value!r}."
            ),
            field="value",
        )


def _within(kind: SettingKind, value: Any) -> bool:
    least, most = kind.least, kind.most
    return (least is None or value >= least) and (most is None or value <= most)


def _is_time(value: str) -> bool:
    try:
        return time.fromisoformat(value).tzinfo is None
    except ValueError:
        return False


def enter_shipped_settings(session: Session) -> None:
    """Rows for the settings the office has none of yet, so that they can be seen and changed."""
    known = set(session.scalars(select(OfficeSetting.key)))
    for key, kind in setting_kinds().items():
        if key not in known:
            words, basis = kind.words.zh, kind.basis.zh
            session.add(
                OfficeSetting(
                    key=key, value={"value": kind.default}, words=words, basis=basis, mark=kind.mark
                )
            )
    session.flush()
