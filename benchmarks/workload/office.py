"""A real office in an SQLite file with the measured process deployed, and people who do its tasks.

One completion is what a page's button does: the person's standing is looked up, the task handed in, the
holders of what comes next are told through the outbox; one transaction, one durable commit."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, bindparam, create_engine, func, select
from sqlalchemy.orm import Session, sessionmaker

from models import Post, Task, TaskCandidate, TaskState, Unit, User, db
from models.prepared import Prepared
from workflows import instances, tasks
from workflows.acts import run_act
from workflows.deployments import publishing
from workflows.first_start import prepare_office
from workflows.permissions import standing_of
from workflows.telling import notices
from workflows.words import Sentence

DIAGRAMS = Path(__file__).parents[1] / "diagrams"
PROCESS = "bench_duty"
MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai

#: The six completions of one matter: element, who does it, with what answers.
SIX: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("REGISTER", "clerk1", {}),
    ("HANDLE", "yjj_head", {}),
    ("REVIEW", "clerk1", {"decision": "rework"}),
    ("HANDLE", "yjj_head", {}),
    ("REVIEW", "clerk1", {"decision": "accept"}),
    ("CLOSE", "clerk1", {}),
)
REWORK = (SIX[1], SIX[2])
"""One more turn of a matter that stands at HANDLE."""

_CODES = Prepared(
    select(func.coalesce(Post.code, Unit.code))
    .select_from(TaskCandidate)
    .outerjoin(Post, Post.id == TaskCandidate.post_id)
    .outerjoin(Unit, Unit.id == TaskCandidate.unit_id)
    .where(TaskCandidate.task_id == bindparam("task"))
)

Answer = TypeVar("Answer")


@dataclass
class BenchOffice:
    """One office file and the acts the measurements do in it."""

    file: Path
    now: datetime = MONDAY
    engine: Engine = field(init=False)
    sessions: Callable[[], Session] = field(init=False)

    def __post_init__(self) -> None:
        self.engine = create_engine(f"sqlite:///{self.file.as_posix()}")
        self.sessions = sessionmaker(self.engine, expire_on_commit=False)

    @cached_property
    def users(self) -> dict[str, int]:
        """Who is who, as their sign-ins say it."""
        with self.sessions() as session:
            return dict(session.execute(select(User.username, User.id)).all())

    def do(self, work: Callable[[Session], Answer]) -> Answer:
        """One act, committed."""
        return run_act(self.sessions, work)

    def start(self) -> int:
        """Begin a matter; its id."""

        def work(session: Session) -> int:
            clerk = session.scalars(select(User).filter_by(username="clerk1")).one()
            actor = standing_of(session, clerk, self.now).actors[0]
            return instances.start(session, PROCESS, {"title": "隐患整改"}, actor, self.now).id

        return self.do(work)

    def open_task(self, instance_id: int, element_id: str) -> int:
        """The id of the step's open task."""
        with self.sessions() as session:
            of_step = (Task.instance_id == instance_id, Task.element_id == element_id)
            return session.scalars(select(Task.id).where(*of_step, Task.state == TaskState.OPEN)).one()

    def complete(self, task_id: int, username: str, answers: dict[str, Any]) -> None:
        """The measured act: what the page's button does for the person who is signed in."""
        user_id = self.users[username]

        def work(session: Session) -> None:
            task, actor = tasks.taken_up(session, task_id, user_id, self.now)
            for opened in tasks.complete(session, task, actor, answers, self.now):
                self._tell(session, opened)

        self.do(work)

    def step(self, instance_id: int, step: tuple[str, str, dict[str, Any]]) -> None:
        """Complete the open task of a step."""
        element_id, username, answers = step
        self.complete(self.open_task(instance_id, element_id), username, answers)

    def _tell(self, session: Session, task: Task) -> None:
        said = notices.NoticeWords(
            Sentence(f"新任务：{task.name}", f"New task: {task.name}"),
            Sentence("请按期办理。", "Please see to it in time."),
        )
        codes = [code for [code] in _CODES.rows(session, task=task.id)]
        notices.tell(session, task.instance, codes, "task", said, self.now, once=task.key)

    def close(self) -> None:
        """Fold the write-ahead log into the file and let go of it."""
        self.engine.dispose()


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder for the measurement's files, removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def make_office(file: Path) -> BenchOffice:
    """The demonstration's people, calendar and rules in a new file, and the measured process."""
    office = BenchOffice(file)
    db.metadata.create_all(office.engine)
    office.do(lambda session: prepare_office(session, True, MONDAY))
    files = {
        "duty.bpmn": (DIAGRAMS / "duty.bpmn").read_bytes(),
        "forms/REVIEW.json": (DIAGRAMS / "REVIEW.json").read_bytes(),
    }
    office.do(lambda session: publishing.deploy(session, "bench", files, None, MONDAY).id)
    return office


def copy_office(office: BenchOffice, file: Path) -> BenchOffice:
    """The same office once more, to the byte."""
    office.close()
    shutil.copy(office.file, file)
    return BenchOffice(file, office.now)
