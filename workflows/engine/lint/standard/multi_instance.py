"""Multi-instances and loops: complete and only one of them."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.engine.findings import Finding, refusal, warning
from workflows.engine.lint.drawing import Drawing
from workflows.engine.parsing import extensions as zeebe
from workflows.engine.vocabulary import ACTIVITIES, bpmn


def activities_repeat_in_one_way(drawing: Drawing) -> Iterator[Finding]:
    """An activity is a multi-instance or a loop, once."""
    for activity in drawing.nodes(*sorted(ACTIVITIES)):
        several = activity.findall(bpmn("multiInstanceLoopCharacteristics"))
        loops = activity.findall(bpmn("standardLoopCharacteristics"))
        if len(several) + len(loops) > 1:
            yield refusal(
                "repeated-twice",
                activity.get("id"),
                "一个活动只能有一种重复方式（多实例或循环）",
                "an activity repeats in one way only, as a multi-instance or as a loop",
            )


def outputs_are_complete(drawing: Drawing) -> Iterator[Finding]:
    """An output collection needs an output element, and the other way round."""
    for multiple in drawing.of_kind["multiInstanceLoopCharacteristics"]:
        said = zeebe.extension(multiple, "loopCharacteristics")
        if said is not None and bool(said.get("outputCollection")) != bool(said.get("outputElement")):
            yield refusal(
                "multi-instance-output",
                multiple.getparent().get("id"),
                "outputCollection 与 outputElement 须同时填写",
                "outputCollection and outputElement go together; fill in both",
            )


def cardinalities_are_counts(drawing: Drawing) -> Iterator[Finding]:
    """A written number of instances is a whole number, 0 or more."""
    for cardinality in drawing.of_kind["loopCardinality"]:
        said = (cardinality.text or "").strip()
        number = said.removeprefix("=").strip()
        if number.lstrip("-").replace(".", "", 1).isdigit() and not number.isdigit():
            yield refusal(
                "multi-instance-number",
                cardinality.getparent().getparent().get("id"),
                f"实例个数须为非负整数，实际为 {said}",
                f"the number of instances is a whole number, 0 or more, not {said}",
            )


def collections_are_inputs_of_the_task(drawing: Drawing) -> Iterator[Finding]:
    """Where a task has a data interface, the collection it repeats over is one of its inputs."""
    for reference in drawing.of_kind["loopDataInputRef"]:
        activity = reference.getparent().getparent()
        interface = activity.find(bpmn("ioSpecification"))
        inputs = (
            [] if interface is None else [item.get("id") for item in interface.findall(bpmn("dataInput"))]
        )
        if interface is not None and (reference.text or "").strip().rsplit(":", 1)[-1] not in inputs:
            yield refusal(
                "multi-instance-input",
                activity.get("id"),
                "loopDataInputRef 应引用本任务 ioSpecification 里的 dataInput",
                "loopDataInputRef refers to a dataInput of the task's own ioSpecification",
            )
        elif interface is None and drawing.may_run(activity) and drawing.find(reference.text) is None:
            yield warning(
                "multi-instance-input-unknown",
                activity.get("id"),
                f"“{(reference.text or '').strip()}”不是文件中的数据元素，将按变量名读取",
                f"{(reference.text or '').strip()!r} is no data element of the file; it is read as a name",
            )


RULES = (
    activities_repeat_in_one_way,
    outputs_are_complete,
    cardinalities_are_counts,
    collections_are_inputs_of_the_task,
)
