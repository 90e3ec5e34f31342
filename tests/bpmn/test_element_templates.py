"""The modeller's element templates: the office's kinds of steps, in its own words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.bpmn.shipped_files import SHIPPED
from workflows.jobs.registry import known_types

TEMPLATES = sorted((SHIPPED / "element_templates").glob("*.json"))
each_template = pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
BINDINGS = {
    "zeebe:userTask", "zeebe:assignmentDefinition", "zeebe:formDefinition", "zeebe:property",
    "zeebe:taskDefinition", "zeebe:taskHeader", "bpmn:TimerEventDefinition#property",
}  # fmt: skip


def read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text("utf-8"))


def test_there_is_a_template_for_each_kind_of_step() -> None:
    assert [path.stem for path in TEMPLATES] == [
        "escalation_timer",
        "job",
        "task_for_a_post",
        "task_for_a_unit",
    ]
    assert len({read(path)["id"] for path in TEMPLATES}) == len(TEMPLATES)


@each_template
def test_every_field_has_a_chinese_label_a_known_binding_and_a_group_that_exists(path: Path) -> None:
    template = read(path)
    groups = {group["id"] for group in template["groups"]}
    for entry in template["properties"]:
        assert entry["binding"]["type"] in BINDINGS
        if entry["type"] != "Hidden":
            assert entry["label"] and not entry["label"].isascii()
            assert entry["group"] in groups


def test_the_job_template_offers_exactly_the_jobs_there_are() -> None:
    [job] = [
        entry
        for entry in read(SHIPPED / "element_templates" / "job.json")["properties"]
        if "choices" in entry
    ]
    offered = {choice["value"] for choice in job["choices"]}
    ours = {type_ for type_ in known_types() if "." in type_ and not type_.startswith("test.")}
    assert offered == ours
