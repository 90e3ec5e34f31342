"""A process folder as the rules of ring 2 read it: diagrams, forms and tables, each read once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from workflows.decisions import Decisions
from workflows.engine import Definition
from workflows.engine.definition import Element
from workflows.engine.lint.drawing import Drawing
from workflows.engine.lint.said import Said, expressions
from workflows.feel import FeelSyntaxError, compile_expression
from workflows.feel.expression import Expression
from workflows.rules.forms.schema import Form, FormNotUnderstood, read_form

FORMS = "forms"


@dataclass(frozen=True)
class Diagram:
    """One BPMN file with the processes of it that run."""

    path: str
    drawing: Drawing
    processes: tuple[Definition, ...]

    def elements(self) -> Iterator[Element]:
        """The flow nodes of all its processes, as the engine compiled them."""
        for process in self.processes:
            yield from process.elements.values()

    @cached_property
    def said(self) -> tuple[tuple[Said, Expression], ...]:
        """Every FEEL text of the file that can be read; the others are ring 1's."""
        return tuple(self._readable())

    def _readable(self) -> Iterator[tuple[Said, Expression]]:
        for said in expressions(self.drawing):
            try:
                yield said, compile_expression(said.text)
            except FeelSyntaxError:
                continue


@dataclass(frozen=True)
class Folder:
    """What is to be published together."""

    files: Mapping[str, bytes]
    diagrams: tuple[Diagram, ...]
    tables: tuple[Decisions, ...]

    @cached_property
    def forms(self) -> Mapping[str, Form]:
        """The forms that can be read, by the id elements name them by."""
        return {form_id: form for form_id, (_, form) in self._read_forms.items() if isinstance(form, Form)}

    @cached_property
    def form_faults(self) -> Mapping[str, FormNotUnderstood]:
        """What is wrong with the others, by their paths."""
        return {path: form for path, form in self._read_forms.values() if not isinstance(form, Form)}

    def form_path(self, form_id: str) -> str:
        return f"{FORMS}/{form_id}.json"

    @property
    def process_ids(self) -> frozenset[str]:
        return frozenset(process.process_id for diagram in self.diagrams for process in diagram.processes)

    @cached_property
    def _read_forms(self) -> Mapping[str, tuple[str, Form | FormNotUnderstood]]:
        read: dict[str, tuple[str, Form | FormNotUnderstood]] = {}
        for path, content in sorted(self.files.items()):
            where = PurePosixPath(path)
            if where.suffix == ".json" and where.parts[:1] == (FORMS,):
                read[where.stem] = (path, _form(content))
        return read


def _form(content: bytes) -> Form | FormNotUnderstood:
    try:
        return read_form(json.loads(content))
    except FormNotUnderstood as fault:
        return fault
    except ValueError:
        return Form("", ())  # no JSON: said of the file already
