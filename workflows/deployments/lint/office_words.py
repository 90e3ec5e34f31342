"""Posts, units, rules and settings that a diagram names in so many words."""

from __future__ import annotations

from collections.abc import Iterator

from models import AccessRole
from workflows.deployments.lint.folder import Folder
from workflows.deployments.lint.surroundings import Surroundings
from workflows.engine.findings import Finding, refusal
from workflows.feel import syntax
from workflows.feel.reading import calls_in
from workflows.permissions import CALLED

_UNITS_OF = ("head_of", "liaison_of", "section_of", "leader_of")
_POSTS_OF = ("superior_of", "substitute_of")
_RULE_AT = {"deadline": 0, "rung_at": 1, "ladder": 2, "next_feedback": 1}
_CODE_PROPERTIES = ("action_for", "party", "holder")
_STARTERS = frozenset([CALLED, *AccessRole])
"""Kinds of posts that may start a process by hand, or nobody but other processes."""


def candidates_exist(folder: Folder, around: Surroundings) -> Iterator[tuple[str, Finding]]:
    """Literal codes of posts and units to whom tasks and buttons are given."""
    if not around.posts:
        return
    for diagram in folder.diagrams:
        for element in diagram.elements():
            for code in _literal_codes(element.assignment.get("candidateGroups", "")):
                if code not in around.people:
                    yield diagram.path, _unknown_person(element.id, code)
            for name in _CODE_PROPERTIES:
                for code in _literal_codes(element.properties.get(name, "")):
                    if code not in around.people:
                        yield diagram.path, _unknown_person(element.id, code)
            for code in _literal_codes(element.properties.get("starters", "")):
                if code not in around.people | _STARTERS:
                    yield diagram.path, _unknown_person(element.id, code)


def office_functions_name_what_exists(folder: Folder, around: Surroundings) -> Iterator[tuple[str, Finding]]:
    """deadline("SV-09"), head_of("yjj"), setting("x"): a literal argument is a rule, a unit, a setting."""
    for diagram in folder.diagrams:
        for said, expression in diagram.said:
            for call in calls_in(expression.tree):
                yield from (
                    (diagram.path, finding) for finding in _dangling(said.owner.get("id"), call, around)
                )


def _dangling(owner: str | None, call: syntax.Call, around: Surroundings) -> Iterator[Finding]:
    name = call.function.name if isinstance(call.function, syntax.Name) else ""
    if name in _RULE_AT:
        code = _argument(call, _RULE_AT[name], "rule")
        if code is not None and code not in around.rules:
            yield refusal(
                "rule",
                owner,
                f"{name}(…) 里的时限规则“{code}”不在规则簿里",
                f"{name}(…) names “{code}”, which the rule book does not have",
            )
    if name in (*_UNITS_OF, *_POSTS_OF) and around.posts:
        code = _argument(call, 0, "unit")
        if code is not None and code not in around.people:
            yield _unknown_person(owner, code)
    if name == "setting":
        key = _argument(call, 0, "key")
        if key is not None and key not in around.settings:
            yield refusal("setting", owner, f"没有名为“{key}”的设置", f"there is no setting “{key}”")


def _argument(call: syntax.Call, place: int, name: str) -> str | None:
    """A literal text given at a place or by its name; None where it is anything else."""
    if call.names is not None:
        place = call.names.index(name) if name in call.names else len(call.arguments)
    given = call.arguments[place] if place < len(call.arguments) else None
    return given.value if isinstance(given, syntax.Literal) and isinstance(given.value, str) else None


def _literal_codes(text: str) -> tuple[str, ...]:
    return () if text.strip().startswith("=") else tuple(text.replace(",", " ").split())


def _unknown_person(owner: str | None, code: str) -> Finding:
    return refusal(
        "candidate",
        owner,
        f"没有代码为“{code}”的岗位或单位；请改正代码，或先在“机构人员”中建立",
        f"no post or unit has the code “{code}”; correct it, or enter the post or unit first",
    )


RULES = (candidates_exist, office_functions_name_what_exists)
