"""Changed versions of the supervision process, as a person draws them, and the office that moves matters."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

from models import InstanceMove, MoveState
from tests.moving.rows import Rows, rows_of
from tests.scenarios.supervision import matters_at_work
from tests.scenarios.supervision.matters_at_work import Matter
from workflows.deployments.publishing import deploy, latest_definition, newest_deployment
from workflows.moving.dry_run import DryRun, dry_run
from workflows.moving.runs import ask_undo, begin_run, carry_on, progress_of, run_for

DIAGRAM = "supervision.bpmn"
CHECK_STEP = """<bpmn:userTask id="SV-09K" name="科室核对">
        <bpmn:extensionElements>
          <zeebe:userTask /><zeebe:formDefinition formId="SV-09" />
          <zeebe:assignmentDefinition candidateGroups="=head_of(lead)" />
          <zeebe:properties><zeebe:property name="clauses" value="G-01" /></zeebe:properties>
        </bpmn:extensionElements>
        <bpmn:incoming>to-SV-09-hand-in-from-SV-09</bpmn:incoming>
        <bpmn:outgoing>to-SV-09-hand-in-from-SV-09K</bpmn:outgoing>
      </bpmn:userTask>
      <bpmn:sequenceFlow id="to-SV-09-hand-in-from-SV-09K" sourceRef="SV-09K" targetRef="SV-09-hand-in" />
      <bpmn:sequenceFlow id="to-SV-09-hand-in-from-SV-09" sourceRef="SV-09" targetRef="SV-09K" />"""


def with_check_step(xml: str) -> str:
    """One more step between the result and its handing-in."""
    flow = (
        '<bpmn:sequenceFlow id="to-SV-09-hand-in-from-SV-09" sourceRef="SV-09" targetRef="SV-09-hand-in" />'
    )
    incoming = "<bpmn:incoming>to-SV-09-hand-in-from-SV-09</bpmn:incoming>"
    assert flow in xml and xml.count(incoming) == 1
    xml = xml.replace(incoming, "<bpmn:incoming>to-SV-09-hand-in-from-SV-09K</bpmn:incoming>")
    return xml.replace(flow, CHECK_STEP)


def renamed(xml: str, old: str, new: str) -> str:
    """An element under another id, everywhere the diagram points at it."""
    for attribute in ("id", "sourceRef", "targetRef", "attachedToRef", "bpmnElement"):
        xml = xml.replace(f' {attribute}="{old}"', f' {attribute}="{new}"')
    return xml.replace(f">{old}</bpmn:flowNodeRef>", f">{new}</bpmn:flowNodeRef>")


class Office(matters_at_work.Office):
    """The office that publishes a changed version and moves running matters to it."""

    @property
    def with_co(self) -> Matter:
        return self.matter(0)

    @property
    def signed_in(self) -> Matter:
        return self.matter(1)

    @property
    def registered(self) -> Matter:
        return self.matter(2)

    @property
    def dispatched(self) -> Matter:
        return self.matter(3)

    def matter(self, number: int) -> Matter:
        return Matter(self, self.matters_of("supervision")[number])

    def publish(self, edit: Callable[[str], str]) -> int:
        """Publish the newest diagram as `edit` leaves it; the new definition's id."""

        def work(session: Session) -> int:
            base = newest_deployment(session, "supervision")
            files = {file.path: file.content for file in base.files}
            files[DIAGRAM] = edit(files[DIAGRAM].decode()).encode()
            deploy(session, "supervision", files, None, self.now)
            return latest_definition(session, "supervision").id

        return self.do(work)

    def dry(self, mapping: Mapping[str, str] | None = None) -> DryRun:
        with self.sessions() as session:
            return dry_run(session, latest_definition(session, "supervision"), mapping)

    def move(self, *matters: Matter, mapping: Mapping[str, str] | None = None) -> int:
        """Move these matters to the version in use; the run's id."""

        def work(session: Session) -> int:
            target = latest_definition(session, "supervision")
            ids = [matter.id for matter in matters]
            by = self.actor(session, "clerk1")
            return begin_run(session, target, ids, mapping or {}, "按新版本办理", by, self.now).id

        run_id = self.do(work)
        self.carry_on()
        return run_id

    def carry_on(self) -> None:
        while carry_on(self.sessions, self.now):
            pass

    def undo(self, run_id: int, *matters: Matter) -> None:
        ids = [matter.id for matter in matters] or None
        self.do(lambda session: ask_undo(session, run_id, ids, self.actor(session, "clerk2"), self.now))
        self.carry_on()

    def states(self, run_id: int) -> dict[MoveState, int]:
        with self.sessions() as session:
            return dict(progress_of(session, run_for(session, run_id)).counts)

    def reasons(self, run_id: int) -> list[str]:
        with self.sessions() as session:
            lines = session.query(InstanceMove).filter_by(run_id=run_id).order_by(InstanceMove.id)
            return [line.reason for line in lines]

    def rows(self, matter: Matter) -> Rows:
        with self.sessions() as session:
            return rows_of(session, matter.id)
