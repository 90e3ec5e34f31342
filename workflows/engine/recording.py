"""What one act brings about, collected while it runs and handed out as one `Step`."""

from __future__ import annotations

from datetime import datetime

from workflows.engine.step import (
    FiredTimer,
    Happened,
    HistoryLine,
    Incident,
    OpenedCall,
    OpenedJob,
    OpenedTask,
    Step,
    Subscription,
    ThrownEscalation,
    ThrownMessage,
    ThrownSignal,
)
from workflows.engine.tree import Token, scope_path


class Recording:
    """The act's record. What is opened and withdrawn again within one act was never there for the outside."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.tasks: dict[str, OpenedTask] = {}
        self.closed: list[str] = []
        self.cancelled: list[str] = []
        self.jobs: dict[str, OpenedJob] = {}
        self.calls: dict[str, OpenedCall] = {}
        self.withdrawn_jobs: list[str] = []
        self.subscriptions: dict[str, Subscription] = {}
        self.closed_subscriptions: list[str] = []
        self.messages: list[ThrownMessage] = []
        self.signals: list[ThrownSignal] = []
        self.escalations: list[ThrownEscalation] = []
        self.fired_timers: list[FiredTimer] = []
        self.incidents: dict[str, Incident] = {}
        self.resolved: list[str] = []
        self.history: list[HistoryLine] = []
        self.error_code: str | None = None

    def line(self, token: Token, what: Happened) -> None:
        """A history line about a token's element; synthetic nodes leave no trace."""
        if not token.task_spec.node.synthetic:
            self._append(token, token.element_id, token.task_spec.node.name, what)

    def flow_taken(self, token: Token, flow_id: str) -> None:
        """A history line about a sequence flow."""
        self._append(token, flow_id, "", Happened.TAKEN)

    def element_line(self, token: Token, element_id: str, name: str, what: Happened) -> None:
        """A history line about an element other than the token's own (the start event of a handler)."""
        self._append(token, element_id, name, what)

    def _append(self, token: Token, element_id: str, name: str, what: Happened) -> None:
        self.history.append(
            HistoryLine(
                element_id=element_id,
                name=name,
                what=what,
                at=self.now,
                scope=scope_path(token),
                key=token.key,
                body=token.marks.body is not None,
            )
        )

    def task_withdrawn(self, key: str) -> None:
        """A user task ended without being completed."""
        if self.tasks.pop(key, None) is None:
            self.cancelled.append(key)

    def job_withdrawn(self, key: str) -> None:
        """A job or call is no longer wanted."""
        if self.jobs.pop(key, None) is None and self.calls.pop(key, None) is None:
            self.withdrawn_jobs.append(key)

    def subscription_closed(self, key: str) -> None:
        """A message is no longer waited for."""
        if self.subscriptions.pop(key, None) is None:
            self.closed_subscriptions.append(key)

    def incident_resolved(self, key: str) -> None:
        """An incident is mended or no longer matters."""
        if self.incidents.pop(key, None) is None:
            self.resolved.append(key)

    def step(self, **at_rest: object) -> Step:
        """The finished record; `at_rest` are the facts of the instance after the act."""
        return Step(
            opened=tuple(self.tasks.values()),
            closed=tuple(self.closed),
            cancelled=tuple(self.cancelled),
            jobs=tuple(self.jobs.values()),
            calls=tuple(self.calls.values()),
            withdrawn_jobs=tuple(self.withdrawn_jobs),
            subscriptions=tuple(self.subscriptions.values()),
            closed_subscriptions=tuple(self.closed_subscriptions),
            messages=tuple(self.messages),
            signals=tuple(self.signals),
            escalations=tuple(self.escalations),
            fired_timers=tuple(self.fired_timers),
            incidents=tuple(self.incidents.values()),
            resolved_incidents=tuple(self.resolved),
            history=tuple(self.history),
            error_code=self.error_code,
            **at_rest,
        )
