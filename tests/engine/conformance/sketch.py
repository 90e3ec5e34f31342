"""Diagrams in a few words: a sketch of lines becomes a BPMN file, so that a construct fits on one screen.

    start s                         a node: kind and id, then what it waits for or throws, then attributes
    catch c signal:S                `signal:` `message:` `error:` `escalation:` `timer:` `when:` `link:`
    sub p                           what is indented stands inside
        task a
    boundary b on:p error:E
    s > p > e                       sequence flows; `>[x > 1]` with a condition, `>*` the default one
    b ~ undo                        an association

A process of its own begins with `process id`; without one all belongs to the process `main`.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

KINDS = {
    "process": "process", "start": "startEvent", "end": "endEvent", "catch": "intermediateCatchEvent",
    "throw": "intermediateThrowEvent", "boundary": "boundaryEvent", "task": "task", "user": "userTask",
    "script": "scriptTask", "service": "serviceTask", "send": "sendTask", "receive": "receiveTask",
    "call": "callActivity", "sub": "subProcess", "handler": "subProcess", "transaction": "transaction",
    "adhoc": "adHocSubProcess", "xor": "exclusiveGateway", "and": "parallelGateway", "or": "inclusiveGateway",
    "complex": "complexGateway", "race": "eventBasedGateway", "globalTask": "globalTask",
    "globalScript": "globalScriptTask", "globalUser": "globalUserTask", "manual": "manualTask",
}  # fmt: skip
_TIMES = {"timer": "timeDuration", "cycle": "timeCycle", "date": "timeDate"}
_NAMED = ("signal", "message", "error", "escalation")
_BARE = ("terminate", "cancel", "compensate")
_FLOW = re.compile(r"\s>(\*|\[[^]]*\])?\s")


@dataclass
class Drawn:
    """One node of a sketch with what stands inside it."""

    kind: str
    id: str
    words: list[str] = field(default_factory=list)
    inside: list[Drawn] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    """Flows and associations drawn at this level."""


def file_of(sketch: str) -> bytes:
    """The BPMN file a sketch stands for."""
    top = _read(sketch)
    processes = [drawn for drawn in top.inside if drawn.kind == "process"]
    if not processes:
        loose = [drawn for drawn in top.inside if not drawn.kind.startswith("global")]
        processes = [Drawn("process", "main", [], loose, top.lines)]
    shared = [drawn for drawn in top.inside if drawn.kind.startswith("global")]
    body = "".join(_node(drawn, {}) for drawn in [*shared, *processes])
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="sketch" targetNamespace="urn:sketch">'
        f"{''.join(_roots(top))}{body}</definitions>"
    ).encode()


def _read(sketch: str) -> Drawn:
    top = Drawn("file", "file")
    around = [(-1, top)]
    for line in sketch.splitlines():
        said = line.split(" # ")[0].rstrip()
        if not said.strip():
            continue
        indent = len(said) - len(said.lstrip())
        while around[-1][0] >= indent:
            around.pop()
        scope = around[-1][1]
        if said.split()[0] not in KINDS:
            scope.lines.append(said.strip())
            continue
        kind, own, *words = shlex.split(said.strip())
        drawn = Drawn(kind, own, words)
        scope.inside.append(drawn)
        around.append((indent, drawn))
    return top


def _all(drawn: Drawn) -> list[Drawn]:
    return [drawn, *(below for inner in drawn.inside for below in _all(inner))]


def _roots(top: Drawn) -> list[str]:
    """The messages, signals, errors and escalations the sketch names."""
    names = {word for drawn in _all(top) for word in drawn.words}
    roots = []
    for kind in _NAMED:
        for name in sorted({word.partition(":")[2] for word in names if word.startswith(f"{kind}:")} - {""}):
            code = f' {kind}Code="{name}"' if kind in ("error", "escalation") else ""
            roots.append(f'<{kind} id="{kind}-{name}" name="{name}"{code}/>')
    return roots


def _node(drawn: Drawn, default: dict[str, str]) -> str:
    tag = KINDS[drawn.kind]
    attributes = {"id": drawn.id}
    if drawn.kind == "process":
        attributes["isExecutable"] = "true"
    if drawn.kind == "handler":
        attributes["triggeredByEvent"] = "true"
    if drawn.id in default:
        attributes["default"] = default[drawn.id]
    parts = [part for word in drawn.words if (part := _part(drawn, word, attributes))]
    parts.sort(key=lambda part: not part.startswith("<extensionElements"))
    inner_default: dict[str, str] = {}
    flows = "".join(flow for line in drawn.lines for flow in _flows(line, inner_default))
    inside = "".join(_node(below, inner_default) for below in drawn.inside)
    said = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    # The standard's order: a completion condition comes after what is inside.
    last = "".join(part for part in parts if part.startswith("<completion"))
    first = "".join(part for part in parts if not part.startswith("<completion"))
    return f"<{tag}{said}>{first}{inside}{flows}{last}</{tag}>"


def _part(drawn: Drawn, word: str, attributes: dict[str, str]) -> str:
    """What a word adds to a node: an element inside it, or an attribute."""
    name, _, value = word.partition(":")
    if name in _TIMES:
        time = f"<{_TIMES[name]}>{escape(value)}</{_TIMES[name]}>"
        return f"<timerEventDefinition>{time}</timerEventDefinition>"
    if name in _NAMED and drawn.kind in ("send", "receive"):
        attributes[f"{name}Ref"] = f"{name}-{value}"
        return ""
    if name in _NAMED:
        reference = f' {name}Ref="{name}-{value}"' if value else ""
        return f"<{name}EventDefinition{reference}/>"
    if name in _BARE:
        reference = f' activityRef="{value}"' if value else ""
        return f"<{name}EventDefinition{reference}/>"
    match name:
        case "link":
            return f'<linkEventDefinition name="{value}"/>'
        case "when":
            condition = f"<condition>{escape(value)}</condition>"
            return f"<conditionalEventDefinition>{condition}</conditionalEventDefinition>"
        case "set":
            variable, _, expression = value.partition("=")
            said = quoteattr(f"={expression}")
            return _extended(f'<zeebe:script expression={said} resultVariable="{variable}"/>')
        case "in":
            variable, _, expression = value.partition("=")
            line = f'<zeebe:input source={quoteattr(f"={expression}")} target="{variable}"/>'
            return _extended(f"<zeebe:ioMapping>{line}</zeebe:ioMapping>")
        case "propagates":
            process, _, said = value.partition("/")
            how = {
                "": "",
                "in": ' propagateAllParentVariables="true"',
                "not out": ' propagateAllChildVariables="false"',
            }[said]
            return _extended(f'<zeebe:calledElement processId="{process}"{how}/>')
        case "job":
            return _extended(f'<zeebe:taskDefinition type="{value}"/>')
        case "completion" | "activation":
            return f"<{name}Condition>{escape(value)}</{name}Condition>"
        case "loop" | "many":
            return _repeated(name, value)
    attributes[{"on": "attachedToRef", "calls": "calledElement"}.get(name, name)] = value
    return ""


def _extended(inner: str) -> str:
    return f"<extensionElements>{inner}</extensionElements>"


def _repeated(name: str, value: str) -> str:
    first, _, second = value.partition("/")
    if name == "many":
        sequential = str(second == "sequential").lower()
        count = f"<loopCardinality>{first}</loopCardinality>"
        tag = "multiInstanceLoopCharacteristics"
        return f'<{tag} isSequential="{sequential}">{count}</{tag}>'
    most = f' loopMaximum="{second}"' if second else ""
    before = ' testBefore="true"' if first.startswith("before ") else ""
    said = escape(first.removeprefix("before "))
    inner = f"<loopCondition>{said}</loopCondition>" if said else ""
    return f"<standardLoopCharacteristics{most}{before}>{inner}</standardLoopCharacteristics>"


def _flows(line: str, default: dict[str, str]) -> list[str]:
    if " ~ " in line:
        source, target = line.split(" ~ ")
        ends = f'sourceRef="{source}" targetRef="{target}" associationDirection="One"'
        return [f'<association id="{source}-{target}" {ends}/>']
    found = []
    pieces = _FLOW.split(f" {line} ")
    nodes, marks = [piece.strip() for piece in pieces[::2]], pieces[1::2]
    for source, mark, target in zip(nodes, marks, nodes[1:], strict=False):
        own = f"{source}-{target}"
        condition = ""
        if mark == "*":
            default[source] = own
        elif mark:
            text = escape(mark[1:-1])
            condition = f'<conditionExpression xsi:type="tFormalExpression">{text}</conditionExpression>'
        ends = f'sourceRef="{source}" targetRef="{target}"'
        found.append(f'<sequenceFlow id="{own}" {ends}>{condition}</sequenceFlow>')
    return found
