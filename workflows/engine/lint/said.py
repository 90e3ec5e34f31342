"""Every text of a diagram that is, or may be, FEEL: where it stands and whether it must be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from workflows.engine.lint.drawing import Drawing
from workflows.engine.vocabulary import ZEEBE, kind_of

_ALWAYS = frozenset(
    [
        "conditionExpression",
        "condition",
        "loopCondition",
        "loopCardinality",
        "completionCondition",
        "activationCondition",
    ]
)
"""Elements of BPMN whose text is FEEL with or without the modellers' leading `=`."""
_SOMETIMES = frozenset(["timeDate", "timeDuration", "timeCycle"])
_ALWAYS_ZEEBE = {
    ("script", "expression"),
    ("loopCharacteristics", "inputCollection"),
    ("loopCharacteristics", "outputElement"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One text: the flow node or flow it belongs to, what it is, and the FEEL in it."""

    owner: etree._Element
    place: str
    text: str
    """As written, without the leading `=`."""


def expressions(drawing: Drawing) -> Iterator[Said]:
    """The FEEL texts of the processes that may run, in the file's order."""
    for element in drawing.root.iter(etree.Element):
        kind = kind_of(element)
        text = (element.text or "").strip()
        if kind in _ALWAYS and text or kind in _SOMETIMES and text.startswith("="):
            owner = _owner(element)
            if owner is not None and drawing.may_run(owner):
                yield Said(owner, kind, text.removeprefix("=").strip())
        elif isinstance(element.tag, str) and element.tag.startswith(f"{{{ZEEBE}}}"):
            owner = _owner(element)
            if owner is not None and (kind_of(owner) == "message" or drawing.may_run(owner)):
                yield from _in_extension(owner, element)


def _in_extension(owner: etree._Element, element: etree._Element) -> Iterator[Said]:
    name = etree.QName(element).localname
    for key, value in element.attrib.items():
        said = value.strip()
        if (name, key) in _ALWAYS_ZEEBE and said or said.startswith("="):
            yield Said(owner, f"{name} {key}", said.removeprefix("=").strip())


def _owner(element: etree._Element) -> etree._Element | None:
    """The nearest element around it that has an id and is something drawn or declared."""
    here: etree._Element | None = element.getparent()
    while here is not None:
        kind = kind_of(here)
        if here.get("id") and kind and not kind.endswith(("EventDefinition", "Characteristics")):
            return here
        here = here.getparent()
    return None
