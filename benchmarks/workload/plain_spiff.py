"""Plain SpiffWorkflow as its documentation shows it: one JSON text an instance, read whole, stepped, written
whole; the same minimum rows beside it, one durable commit."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer

from benchmarks.workload.mirror import Statement
from benchmarks.workload.office import DIAGRAMS, PROCESS


class PlainSpiff:
    """Instances of the measured process in a table of their own, in a copy of the office's file."""

    def __init__(self, copy: Path) -> None:
        self.connection = sqlite3.connect(copy, isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            self.connection.execute(f"PRAGMA {pragma}")
        self.connection.execute("CREATE TABLE plain_workflow (id INTEGER PRIMARY KEY, state TEXT NOT NULL)")
        parser = BpmnParser()
        parser.add_bpmn_file(str(DIAGRAMS / "duty_plain.bpmn"))
        self.spec = parser.get_spec(PROCESS)
        self.subprocesses = parser.get_subprocess_specs(PROCESS)
        self.serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())

    def start(self, instance_id: int, statements: list[Statement]) -> None:
        """Begin an instance under the id that ours has."""
        workflow = BpmnWorkflow(self.spec, self.subprocesses)
        workflow.do_engine_steps()
        self._write("INSERT INTO plain_workflow (state, id) VALUES (?, ?)", workflow, instance_id, statements)

    def complete(
        self, instance_id: int, element_id: str, answers: dict[str, Any], statements: list[Statement]
    ) -> None:
        """The measured act."""
        [state] = self.connection.execute(
            "SELECT state FROM plain_workflow WHERE id = ?", (instance_id,)
        ).fetchone()
        workflow = self.serializer.deserialize_json(state)
        task = workflow.get_next_task(state=TaskState.READY, spec_name=element_id)
        task.data.update(answers)
        task.run()
        workflow.do_engine_steps()
        workflow.refresh_waiting_tasks()
        workflow.do_engine_steps()
        self._write("UPDATE plain_workflow SET state = ? WHERE id = ?", workflow, instance_id, statements)

    def _write(self, sql: str, workflow: BpmnWorkflow, instance_id: int, statements: list[Statement]) -> None:
        execute = self.connection.execute
        state = self.serializer.serialize_json(workflow)
        execute("BEGIN IMMEDIATE")
        execute(sql, (state, instance_id))
        for each, values in statements:
            execute(each, values)
        execute("COMMIT")

    def close(self) -> None:
        self.connection.close()
