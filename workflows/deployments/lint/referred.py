"""What an element names must exist: its form, its table, the process it calls, its job, its due rule."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.deployments.lint.folder import Folder
from workflows.deployments.lint.surroundings import Surroundings
from workflows.engine.findings import Finding, refusal
from workflows.jobs import registry


def forms_exist(folder: Folder, around: Surroundings) -> Iterator[tuple[str, Finding]]:
    for diagram in folder.diagrams:
        for element in diagram.elements():
            if element.form_id and folder.form_path(element.form_id) not in folder.files:
                path = folder.form_path(element.form_id)
                yield (
                    diagram.path,
                    refusal(
                        "form",
                        element.id,
                        f"表单“{element.form_id}”不在文件夹里；请加上 {path} 或改正表单名",
                        f"the form “{element.form_id}” is missing; add {path} or correct the form's id",
                    ),
                )


def tables_exist(folder: Folder, around: Surroundings) -> Iterator[tuple[str, Finding]]:
    for diagram in folder.diagrams:
        for element in diagram.elements():
            decision = element.decision_id
            if _literal(decision) and not any(decision in table for table in folder.tables):
                yield (
                    diagram.path,
                    refusal(
                        "decision",
                        element.id,
                        f"文件夹里没有判定表“{decision}”；请加上 .dmn 文件或改正判定标识",
                        f"no table has the decision “{decision}”; add the .dmn or correct the id",
                    ),
                )


def called_processes_exist(folder: Folder, around: Surroundings) -> Iterator[tuple[str, Finding]]:
    known = folder.process_ids | around.processes
    for diagram in folder.diagrams:
        for element in diagram.elements():
            called = element.called_process
            if _literal(called) and called not in known:
                yield (
                    diagram.path,
                    refusal(
                        "called-process",
                        element.id,
                        f"没有名为“{called}”的流程；请先发布被调用的流程或改正标识",
                        f"there is no process “{called}”; publish the called process first or correct the id",
                    ),
                )


def jobs_have_handlers(folder: Folder, around: Surroundings) -> Iterator[tuple[str, Finding]]:
    known = registry.known_types()
    for diagram in folder.diagrams:
        for element in diagram.elements():
            if _literal(element.job_type) and element.job_type not in known:
                sentence = registry.UnknownJobType(element.job_type).sentence
                yield diagram.path, refusal("job", element.id, sentence.zh, sentence.en)


def due_rules_are_in_the_rule_book(folder: Folder, around: Surroundings) -> Iterator[tuple[str, Finding]]:
    for diagram in folder.diagrams:
        for element in diagram.elements():
            rule = element.properties.get("due_rule", "")
            if _literal(rule) and rule not in around.rules:
                yield (
                    diagram.path,
                    refusal(
                        "rule",
                        element.id,
                        f"时限规则“{rule}”不在规则簿里；请先在“时限规则”中加上或改正代码",
                        f"the rule book has no “{rule}”; enter the rule first or correct its code",
                    ),
                )


def _literal(text: str | None) -> bool:
    return bool(text) and not text.startswith("=")


RULES = (
    forms_exist,
    tables_exist,
    called_processes_exist,
    jobs_have_handlers,
    due_rules_are_in_the_rule_book,
)
