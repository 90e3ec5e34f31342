"""Forms: readable, their expressions FEEL, their fields not hiding a function of the office."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.deployments.lint.folder import Folder
from workflows.deployments.lint.surroundings import Surroundings
from workflows.engine.findings import Finding, refusal
from workflows.feel import FeelSyntaxError, compile_expression
from workflows.feel.host import HOST_FUNCTIONS
from workflows.rules.forms.schema import Component, Form


def forms_can_be_read(folder: Folder, around: Surroundings) -> Iterator[tuple[str, Finding]]:
    for path, fault in folder.form_faults.items():
        yield path, refusal("form-unreadable", None, fault.sentence.zh, fault.sentence.en)


def form_expressions_are_feel(folder: Folder, around: Surroundings) -> Iterator[tuple[str, Finding]]:
    for form_id, form in folder.forms.items():
        for component, text in expressions_of(form):
            try:
                compile_expression(text)
            except FeelSyntaxError as fault:
                yield (
                    folder.form_path(form_id),
                    refusal(
                        "form-expression",
                        None,
                        f"字段“{_named(component)}”的“{text[:80]}”不合 FEEL 语法：{fault.sentence.zh}",
                        f"field {_named(component)}: {text[:80]!r} is not FEEL: {fault.sentence.en}",
                    ),
                )


def fields_hide_no_function(folder: Folder, around: Surroundings) -> Iterator[tuple[str, Finding]]:
    """An answer called `units` would hide the function `units()` from the form's own options."""
    for form_id, form in folder.forms.items():
        for component in form.inputs():
            if component.key in HOST_FUNCTIONS:
                yield (
                    folder.form_path(form_id),
                    refusal(
                        "form-field-name",
                        None,
                        f"字段名“{component.key}”与函数同名；请换一个名称",
                        f"the field {component.key} has the name of a function; choose another",
                    ),
                )


def expressions_of(form: Form) -> Iterator[tuple[Component, str]]:
    """Every FEEL text of a form, without the leading `=`, with the component it belongs to."""
    for component in form.all():
        texts = [
            component.hide,
            component.values_expression,
            component.expression,
            component.readonly,
            component.validate.get("min"),
            component.validate.get("max"),
            *(value for name, value in component.properties.items() if _is_condition(name)),
        ]
        for text in texts:
            if isinstance(text, str) and text.strip().startswith("="):
                yield component, text.strip()[1:]


def _is_condition(name: str) -> bool:
    return name == "must" or (name.startswith("must_") and name[5:].isdecimal())


def _named(component: Component) -> str:
    return component.key or component.label.zh or component.type


RULES = (forms_can_be_read, form_expressions_are_feel, fields_hide_no_function)
