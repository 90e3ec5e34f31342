"""Short diagrams for the rules: a file around what a test draws, and what is said of it."""

from __future__ import annotations

from workflows.engine.lint.checking import Checked, check_file

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ZEEBE = ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
FORMAL = 'xsi:type="tFormalExpression"'


def file(inner: str, roots: str = "", process: str = 'isExecutable="true"', zeebe: bool = True) -> bytes:
    """A file whose one process holds `inner`, with `roots` beside it."""
    return (
        f'<definitions xmlns="{BPMN}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f'{ZEEBE if zeebe else ""} xmlns:t="urn:t" id="d" targetNamespace="urn:t">'
        f'{roots}<process id="p" {process}>{inner}</process></definitions>'
    ).encode()


def flow(own: str, source: str, target: str, condition: str | None = None) -> str:
    """A sequence flow."""
    body = "" if condition is None else f"<conditionExpression {FORMAL}>{condition}</conditionExpression>"
    return f'<sequenceFlow id="{own}" sourceRef="{source}" targetRef="{target}">{body}</sequenceFlow>'


def line(*nodes: str) -> str:
    """Flows from a start event `s` through the nodes to an end event `e`."""
    ids = ["s", *nodes, "e"]
    flows = "".join(flow(f"f{n}", *pair) for n, pair in enumerate(zip(ids, ids[1:], strict=False)))
    return f'<startEvent id="s"/><endEvent id="e"/>{flows}'


def said_of(xml: bytes) -> list[tuple[str, str | None]]:
    """Rule and element of every finding."""
    return [(finding.rule, finding.element) for finding in checked(xml).findings]


def checked(xml: bytes) -> Checked:
    """What is said of a file; every finding says it in both languages."""
    answer = check_file(xml)
    for finding in answer.findings:
        assert finding.message.zh and finding.message.en
    return answer
