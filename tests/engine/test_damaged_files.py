"""Diagrams damaged at random: each is refused with findings or runs, none ends in a traceback."""

from __future__ import annotations

from copy import deepcopy
from random import Random

import pytest
from lxml import etree

from tests.engine.running import DIAGRAMS, MONDAY
from workflows import engine
from workflows.engine.findings import NotDeployable
from workflows.engine.step import Context, EngineError
from workflows.engine.stepping import run

FILES = sorted(DIAGRAMS.glob("*.bpmn"))
TEXTS = ["", "x", "-1", "true", "false", "=1", "=(", "=null", "99999999999", "P1D", "R/PT0S", "garbage"]
PER_BLOCK = 40


def damaged(random: Random) -> bytes:
    """A diagram with one to four things removed, changed, copied elsewhere or renamed."""
    root = etree.fromstring(random.choice(FILES).read_bytes())
    for _ in range(random.randint(1, 4)):
        elements = list(root.iter(etree.Element))
        damage(random, random.choice(elements), elements)
    return etree.tostring(root)


def damage(random: Random, element: etree._Element, elements: list[etree._Element]) -> None:
    other = random.choice(elements)
    match random.randrange(5):
        case 0 if element.getparent() is not None:
            element.getparent().remove(element)
        case 1 if element.attrib:
            name = random.choice(list(element.attrib))
            element.set(name, random.choice([*TEXTS, other.get("id") or "q"]))
        case 2 if element.attrib:
            del element.attrib[random.choice(list(element.attrib))]
        case 3 if element not in other.iterancestors() and other not in element.iterancestors():
            other.append(deepcopy(element))
        case 4:
            element.tag = other.tag
            element.text = random.choice(TEXTS)


def walk(definition: engine.Definition) -> None:
    context = Context(MONDAY)
    result = engine.start(definition, {"a": 1, "b": 2, "units": ["x"], "due": MONDAY}, context)
    for _ in range(4):
        tasks = engine.describe(definition, result.state).of_kind("task")
        if result.step.outcome is not None or not tasks:
            return
        result = engine.complete(definition, result.state, tasks[0].key, {"q": 1}, context)


@pytest.mark.parametrize("block", range(5))
def test_a_damaged_diagram_is_refused_or_runs(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "MAX_STEPS", 2000)
    for seed in range(block * PER_BLOCK, (block + 1) * PER_BLOCK):
        xml = damaged(Random(seed))
        try:
            walk(engine.load_definition(engine.compile_process(xml)))
        except NotDeployable as refusal:
            assert refusal.findings
        except EngineError:
            continue  # it says so in the room's own words: no start without a trigger, a loop without rest
