"""A DMN file as facts: decisions, inputs, outputs and rules, each cell a property."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from workflows.differences.changes import Described
from workflows.engine.xml_source import read_xml
from workflows.words import Sentence

TABLE_WORDS: dict[str, Sentence] = {
    "type": Sentence("类型", "type"),
    "name": Sentence("名称", "name"),
    "hitPolicy": Sentence("命中方式", "hit policy"),
    "aggregation": Sentence("汇总方式", "aggregation"),
    "expression": Sentence("表达式", "expression"),
    "annotation": Sentence("依据或说明", "annotation"),
}


def described(xml: bytes) -> dict[str, Described]:
    """Decisions and rules by id (a rule without one by its place). Raises `NotDeployable` for broken XML."""
    found: dict[str, Described] = {}
    for decision in read_xml(xml).iter("{*}decision"):
        name = decision.get("name", "")
        decision_id = decision.get("id") or name
        found[decision_id] = Described(decision_id, name, "decision", dict(_decision_facts(decision)))
        for table in decision.iter("{*}decisionTable"):
            found |= _rules(decision_id, name, table)
    return found


def _decision_facts(decision: etree._Element) -> Iterator[tuple[str, str]]:
    yield "name", decision.get("name", "")
    for table in decision.iterfind("{*}decisionTable"):
        yield "hitPolicy", table.get("hitPolicy", "UNIQUE")
        yield "aggregation", table.get("aggregation", "")
        for kind, clause in _clauses(table):
            yield f"{kind}:{_label(clause)}", _text_of(clause)
    for expression in decision.iterfind("{*}literalExpression"):
        yield "expression", _text_of(expression)


def _clauses(table: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    for kind in ("input", "output"):
        for clause in table.iterfind(f"{{*}}{kind}"):
            yield kind, clause


def _rules(decision_id: str, name: str, table: etree._Element) -> dict[str, Described]:
    columns = [f"{kind}:{_label(clause)}" for kind, clause in _clauses(table)]
    rules = {}
    for number, rule in enumerate(table.iterfind("{*}rule"), 1):
        cells = [*rule.iterfind("{*}inputEntry"), *rule.iterfind("{*}outputEntry")]
        facts = {column: _text_of(cell) for column, cell in zip(columns, cells, strict=False)}
        notes = [_text_of(note) for note in rule.iterfind("{*}annotationEntry")]
        notes += [note.text or "" for note in rule.iterfind("{*}description")]
        facts["annotation"] = " ".join(filter(None, notes))
        rule_id = rule.get("id") or f"{decision_id} {number}"
        rules[rule_id] = Described(rule_id, f"{name} {number}", "rule", facts)
    return rules


def _label(clause: etree._Element) -> str:
    return clause.get("label") or clause.get("name") or _text_of(clause)


def _text_of(element: etree._Element) -> str:
    return " ".join(" ".join(text.itertext()).strip() for text in element.iter("{*}text")).strip()


def words_of_columns(facts: Iterator[str]) -> dict[str, Sentence]:
    """Columns are called what the table calls them."""
    called = dict(TABLE_WORDS)
    for path in facts:
        kind, _, label = path.partition(":")
        if kind == "input":
            called[path] = Sentence(f"条件列“{label}”", f"input “{label}”")
        elif kind == "output":
            called[path] = Sentence(f"结果列“{label}”", f"output “{label}”")
    return called
