"""Jobs: work the process does by itself, done outside the engine and reported back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine.marks import Phase
from workflows.engine.specs.activity import Activity
from workflows.engine.specs.base import NodeSpec
from workflows.engine.step import OpenedJob
from workflows.engine.tree import Token, scope_path
from workflows.words import Sentence

if TYPE_CHECKING:
    from workflows.engine.act import Act

DEFAULT_RETRIES = 3


class WithJob(NodeSpec):
    """A node at which the token may wait for a job (`zeebe:taskDefinition`)."""

    @property
    def is_job(self) -> bool:
        """Whether what waits here is a job."""
        return True

    def wait_for_job(self, act: Act, token: Token) -> bool:
        """Report the job; without a job type there is nothing to wait for. True where the token goes on."""
        if self.job_type(act, token) is None:
            return True
        self.report(act, token)
        token.marks.phase = Phase.ACTIVE
        return False

    def report(self, act: Act, token: Token) -> None:
        """Put the job into the act's record; also when it is to be tried again."""
        act.record.jobs[token.key] = OpenedJob(
            key=token.key,
            element_id=self.node.id,
            type=self.job_type(act, token) or "",
            headers=self.job_headers(),
            retries=self._retries(act, token),
            scope=scope_path(token),
            variables=dict(act.variables(token)),
        )

    def job_type(self, act: Act, token: Token) -> str | None:
        """The registered kind of work. Raises `Fault` of kind `job`."""
        if not self.node.job_type:
            return None
        value = act.literal_or_feel(self.node.job_type, token, "job")
        if isinstance(value, str) and value:
            return value
        wanted = Sentence("作业类型（文字）", "a job type (a string)")
        raise act.wrong_type(token, "job", self.node.job_type, value, wanted)

    def job_headers(self) -> dict[str, str]:
        """What the diagram tells the handler."""
        return dict(self.node.headers)

    def withdrawn(self, act: Act, token: Token) -> None:
        """The job is no longer wanted."""
        if token.marks.phase is Phase.ACTIVE and token.marks.body is None:
            act.record.job_withdrawn(token.key)

    def _retries(self, act: Act, token: Token) -> int:
        text = self.node.job_retries
        if not text:
            return DEFAULT_RETRIES
        value = act.literal_or_feel(text, token, "job")
        try:
            return int(value)
        except (TypeError, ValueError):
            wanted = Sentence("重试次数（整数）", "a number of retries")
            raise act.wrong_type(token, "job", text, value, wanted) from None


class JobTask(WithJob, Activity):
    """A service task: the token waits for `finish_job` or `fail_job`."""

    def begin(self, act: Act, token: Token) -> bool:
        """The work is the job."""
        return self.wait_for_job(act, token)
