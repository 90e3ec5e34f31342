"""A decision table while it is edited: what is wrong with it, where it has gaps, what a row gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from workflows.decisions import Decisions, Finding, FiredRule, NotJudged, read_decisions
from workflows.engine.xml_source import read_xml
from workflows.feel import FeelSyntaxError, compile_expression, evaluate, feel_text
from workflows.words import DomainError, Sentence

LONGEST_SHOWN = 12  #: gaps and overlaps of one table; the first ones show where to look


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said of a table: wrong (it cannot be published), a gap, an overlap, or not judged."""

    kind: str  #: fault, gap, overlap, not_judged
    decision: str
    words: Sentence
    rules: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A decision one may try: its table's columns as variables to fill in."""

    id: str
    name: str
    inputs: tuple[tuple[str, str], ...]
    """Variable and the column's words."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What a row of inputs gives."""

    value: str
    fired: tuple[FiredRule, ...]
    warnings: tuple[Sentence, ...]


def check_table(content: bytes) -> list[Said]:
    """Faults of the file, then gaps and overlaps of each table that can be judged."""
    try:
        decisions = read_decisions(content)
    except DomainError as fault:
        return [Said("fault", "", fault.sentence)]
    faults = [Said("fault", fault.element, fault.sentence) for fault in decisions.faults]
    return [*faults, *(said for name in decisions.names for said in _soundness(decisions, name))]


def _soundness(decisions: Decisions, name: str) -> Iterator[Said]:
    try:
        for finding in decisions.findings(name)[:LONGEST_SHOWN]:
            yield Said(finding.kind, name, _in_words(finding), finding.rules)
    except NotJudged:
        yield Said(
            "not_judged",
            name,
            Sentence("单元格之间有牵连，不能逐格判断遗漏和重叠", "its cells depend on each other"),
        )
    except DomainError:
        return  # said among the faults already


def _in_words(finding: Finding) -> Sentence:
    where = "，".join(f"{label} {region}" for label, region in finding.region.items())
    if finding.kind == "gap":
        return Sentence(f"没有规则管到：{where}", f"no rule answers: {where}")
    numbers = "、".join(str(number) for number in finding.rules)
    return Sentence(f"规则{numbers}重叠：{where}", f"rules {numbers} overlap: {where}")


def asked_of(content: bytes) -> list[Asked]:
    """The decisions with a table, in the file's order. Raises `NotDeployable` for what is no XML of ours."""
    return [
        Asked(decision.get("id", ""), decision.get("name", ""), tuple(_columns(decision)))
        for decision in read_xml(content).iter("{*}decision")
        if decision.find("{*}decisionTable") is not None
    ]


def _columns(decision: etree._Element) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for column in decision.iterfind("{*}decisionTable/{*}input"):
        text = (column.findtext("{*}inputExpression/{*}text") or "").strip()
        for name in _names_in(text):
            if name not in seen:
                seen.add(name)
                yield name, column.get("label") or name


def _names_in(text: str) -> list[str]:
    try:
        return list(dict.fromkeys(mention.name for mention in compile_expression(text).reads))
    except FeelSyntaxError:
        return []


def try_table(content: bytes, decision: str, typed: Mapping[str, str], host: object | None) -> Tried:
    """Ask a decision with what was typed. Raises DomainError where it cannot answer."""
    given = {name: value_typed(text) for name, text in typed.items() if text.strip()}
    answer = read_decisions(content).evaluate(decision, given, host)
    return Tried(feel_text(answer.value), answer.rules_fired, answer.warnings)


def value_typed(text: str) -> Any:
    """A FEEL value where it is one (`3`, `"x"`, `date("2026-01-01")`), otherwise the words themselves."""
    try:
        expression = compile_expression(text)
    except FeelSyntaxError:
        return text.strip()
    return text.strip() if list(expression.reads) else evaluate(text, {}).value
