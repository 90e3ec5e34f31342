"""Which part of a duty list a heading opens: the letter its clauses are coded with."""

from __future__ import annotations

import re

_OFFICES = "省市县区州旗盟镇乡"

_RULES = (
    ("G", re.compile(r"秘书长|办公室主任|政府办主任")),
    ("E", re.compile(rf"常务.*副[{_OFFICES}]长|常务副主席")),
    ("S", re.compile(r"常委(?!会)")),
    ("V", re.compile(rf"副[{_OFFICES}]长|副主席")),
    ("M", re.compile(rf"[{_OFFICES}]长|主席")),
)
_DUTY_ENDING = re.compile(r"的?(安全生产)?(工作)?职责(清单)?[:：]?$")


def role_letter(holder: str) -> str | None:
    """The letter of a part by its holder; None for anybody the form does not know.

    M head of government, E his executive deputy, S the standing-committee member, V the other deputies,
    G the secretary-general (in counties the head of the government's office).

    常务 goes before 常委: 县委常委、常务副县长 is the executive deputy.
    """
    return next((letter for letter, rule in _RULES if rule.search(holder)), None)


def role_holder(heading: str) -> str:
    """市长职责 → 市长; a heading without 职责 is the holder itself."""
    return _DUTY_ENDING.sub("", heading)
