"""Small decision models as text: what a modeller would draw, without the pictures."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from workflows.decisions import Decisions, read_decisions

VERSIONS = {
    "1.1": "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "1.2": "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "1.3": "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "1.4": "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "1.5": "https://www.omg.org/spec/DMN/20230324/MODEL/",
}


def model(*elements: str, version: str = "1.3") -> Decisions:
    """A model of these elements."""
    return read_decisions(file(*elements, version=version))


def file(*elements: str, version: str = "1.3") -> bytes:
    inner = "\n".join(elements)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><definitions xmlns="{VERSIONS[version]}" '
        'xmlns:feel="http://www.omg.org/spec/FEEL/20140401" name="test" namespace="urn:test">'
        f"{inner}</definitions>"
    ).encode()


def decision(name: str, logic: str, *requires: str, type: str = "", id: str = "") -> str:
    typed = f" typeRef={quoteattr(type)}" if type else ""
    needs = "".join(_requirement(each) for each in requires)
    return (
        f"<decision id={quoteattr(id or name)} name={quoteattr(name)}>"
        f"<variable name={quoteattr(name)}{typed}/>{needs}{logic}</decision>"
    )


def _requirement(reference: str) -> str:
    """``input:x``, ``decision:x`` or ``knowledge:x``."""
    kind, _, target = reference.partition(":")
    tags = {
        "input": ("informationRequirement", "requiredInput"),
        "decision": ("informationRequirement", "requiredDecision"),
        "knowledge": ("knowledgeRequirement", "requiredKnowledge"),
    }
    outer, inner = tags[kind]
    return f"<{outer}><{inner} href={quoteattr('#' + target)}/></{outer}>"


def input_data(name: str, type: str = "") -> str:
    typed = f" typeRef={quoteattr(type)}" if type else ""
    variable = f"<variable name={quoteattr(name)}{typed}/>"
    return f"<inputData id={quoteattr(name)} name={quoteattr(name)}>{variable}</inputData>"


def literal(text: str, type: str = "") -> str:
    typed = f" typeRef={quoteattr(type)}" if type else ""
    return f"<literalExpression{typed}><text>{escape(text)}</text></literalExpression>"


def table(
    inputs: list[str], outputs: list[str], rules: list[list[str]], policy: str = "", aggregation: str = ""
) -> str:
    """A table; an output is ``name``, or ``name|allowed values``, or ``name|allowed values|default``."""
    attributes = (f' hitPolicy="{policy}"' if policy else "") + (
        f' aggregation="{aggregation}"' if aggregation else ""
    )
    columns = "".join(
        f"<input><inputExpression><text>{escape(text)}</text></inputExpression></input>" for text in inputs
    )
    columns += "".join(_output(text) for text in outputs)
    rows = "".join(_rule(cells, len(inputs)) for cells in rules)
    return f"<decisionTable{attributes}>{columns}{rows}</decisionTable>"


def _output(text: str) -> str:
    name, allowed, default = (text.split("|") + ["", ""])[:3]
    values = f"<outputValues><text>{escape(allowed)}</text></outputValues>" if allowed else ""
    otherwise = f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>" if default else ""
    return f"<output name={quoteattr(name)}>{values}{otherwise}</output>"


def _rule(cells: list[str], inputs: int) -> str:
    tests = "".join(f"<inputEntry><text>{escape(cell)}</text></inputEntry>" for cell in cells[:inputs])
    answers = "".join(f"<outputEntry><text>{escape(cell)}</text></outputEntry>" for cell in cells[inputs:])
    return f"<rule>{tests}{answers}</rule>"
