"""The play itself: what can be answered is answered, then the clock jumps ahead, until everything rests.

Order of one turn: called processes and thrown messages, events the script tells, tasks and jobs it answers,
the next timer.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from workflows import engine
from workflows.engine.play.cast import Cast, Player, waits_of_its_own
from workflows.engine.play.script import Script, Signalled, Told
from workflows.engine.step import (
    Context,
    EngineError,
    Happened,
    OpenedCall,
    OpenedJob,
    Outcome,
    Result,
    Step,
    UnknownKey,
    Value,
)
from workflows.words import DomainError

MAX_STEPS = 1000
"""Acts of one play: enough for any person's answers, an end for a cycle that has none."""

_SHOWN = frozenset([Happened.COMPLETED, Happened.CANCELLED, Happened.FIRED, Happened.ERROR])
_STATES = {
    Outcome.COMPLETED: "completed",
    Outcome.TERMINATED: "terminated",
    Outcome.CANCELLED: "terminated",
    Outcome.FAILED: "error",
}


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One thing that happened: to which element, what, when (aware UTC); `body` as in `HistoryLine`."""

    element: str
    name: str
    what: str
    when: datetime
    process: str
    body: bool = False
    message: str | None = None
    """Of an incident: what went wrong, in Chinese and English."""


@dataclass(frozen=True, slots=True)
class Played:
    """How it ended: `completed`, `terminated`, `waiting`, `stuck` or `error`; ids of what still waits."""

    trace: tuple[TraceLine, ...]
    state: str
    data: Mapping[str, Value]
    waiting: tuple[str, ...]


def play(
    xml: bytes,
    script: Script,
    now: datetime,
    process_id: str | None = None,
    variables: Mapping[str, object] | None = None,
    max_steps: int = MAX_STEPS,
) -> Played:
    """Run a process of the file from its start. `now` is the simulated clock's first moment (aware).

    Without an id the first executable process is played; one with only message or signal starts begins at its
    first. Raises `NotDeployable` where it cannot run.
    """
    stage = _Stage(Cast(xml), script, now, max_steps)
    return stage.perform(process_id, variables or {})


class _Stage:
    """One performance: the clock, the players, what has been thrown and not yet caught."""

    def __init__(self, cast: Cast, script: Script, now: datetime, max_steps: int) -> None:
        self.cast = cast
        self.script = script
        self.now = now
        self.steps_left = max_steps
        self.players: list[Player] = []
        self.trace: list[TraceLine] = []
        self.thrown: list[Told] = []
        self.jobs: dict[tuple[int, str], OpenedJob] = {}
        self.calls: dict[tuple[int, str], OpenedCall] = {}
        self.fault: str | None = None
        self.data: Mapping[str, Value] = {}

    def perform(self, process_id: str | None, variables: Mapping[str, object]) -> Played:
        definition = self.cast.definition(process_id)
        try:
            self._begin(definition, variables)
            while self.steps_left > 0 and self._turn():
                self.steps_left -= 1
        except (EngineError, DomainError) as fault:
            # The engine's own refusal to go on (a loop in which nothing waits) ends the play as an error.
            self.fault = str(fault)
            self._say(
                definition.process_id,
                definition.name,
                Happened.ERROR.value,
                definition.process_id,
                str(fault),
            )
        return self._ended()

    # -- acts

    def _begin(self, definition: engine.Definition, variables: Mapping[str, object]) -> None:
        starts = [e for e in definition.elements.values() if e.type == "startEvent" and not e.scope]
        triggered = [start.id for start in starts if start.event is not None]
        only_triggered = bool(starts) and len(triggered) == len(starts)
        start = triggered[0] if only_triggered else None
        self._enter(definition, {**variables, **self._told_at(definition, start)}, start)

    def _told_at(self, definition: engine.Definition, start: str | None) -> Mapping[str, object]:
        """What the script says came with the event the process begins by."""
        if start is None:
            return {}
        if self.script.has(start):
            return self.script.take_once(start)
        name = definition.elements[start].message
        for told in self.script.messages:
            if told.name == name:
                self.script.messages.remove(told)
                return told.variables
        signal = self._told_signal(name)
        return {} if signal is None else signal.variables

    def _enter(
        self,
        definition: engine.Definition,
        variables: Mapping[str, object],
        start_element: str | None = None,
        parent: Player | None = None,
        call_key: str | None = None,
    ) -> None:
        player = Player(len(self.players), definition, b"", parent, call_key)
        self.players.append(player)
        self._take(player, engine.start(definition, variables, self._context, start_element))

    @property
    def _context(self) -> Context:
        return Context(self.now)

    def _take(self, player: Player, result: Result) -> None:
        """Keep an act's state and remember what it asks of the outside."""
        player.state = result.state
        step = result.step
        self._record(player, step)
        if player.number == 0:
            self.data = step.variables
        self.jobs.update({(player.number, job.key): job for job in step.jobs})
        self.calls.update({(player.number, call.key): call for call in step.calls})
        self.thrown += [Told(m.name, m.correlation_key, m.variables) for m in step.messages]
        for key in step.withdrawn_jobs:
            self._withdraw(player, key)
        for signal in step.signals:
            self._publish(Signalled(signal.name, signal.variables), but=player)
        has_ended = step.outcome is not None and player.is_open
        player.is_open = player.is_open and not has_ended
        for escalation in step.escalations:
            self._escalate(player, escalation.code)
        if has_ended:
            self._report_to_parent(player, step.outcome, step.error_code, step.variables)

    def _record(self, player: Player, step: Step) -> None:
        """The act's lines; those of faults say what went wrong."""
        words = {i.element_id: f"{i.message_zh} · {i.message_en}" for i in step.incidents}
        process = player.definition.process_id
        for line in step.history:
            if line.what in _SHOWN:
                said = words.pop(line.element_id, None) if line.what is Happened.ERROR else None
                self.trace.append(
                    TraceLine(line.element_id, line.name, line.what.value, line.at, process, line.body, said)
                )
        for element_id, said in words.items():
            element = player.definition.elements.get(element_id)
            self._say(element_id, element.name if element else "", Happened.ERROR.value, process, said)

    def _say(self, element: str, name: str, what: str, process: str, message: str) -> None:
        self.trace.append(TraceLine(element, name, what, self.now, process, message=message))

    def _withdraw(self, player: Player, key: str) -> None:
        self.jobs.pop((player.number, key), None)
        self.calls.pop((player.number, key), None)
        for child in self.players:
            if child.parent is player and child.call_key == key and child.is_open:
                child.parent = None
                self._take(child, engine.cancel(child.definition, child.state, self._context))

    def _escalate(self, player: Player, code: str | None) -> None:
        """What nobody in a called instance caught goes to its call activity, if that still waits."""
        parent, key = player.parent, player.call_key
        if parent is not None and key is not None and parent.is_open:
            with suppress(UnknownKey):  # an escalation before this one has interrupted the call
                self._take(parent, engine.escalate(parent.definition, parent.state, key, code, self._context))

    def _report_to_parent(
        self, player: Player, outcome: Outcome, code: str | None, variables: Mapping[str, Value]
    ) -> None:
        parent, key = player.parent, player.call_key
        if parent is None or key is None or not parent.is_open:
            return
        with suppress(UnknownKey):  # what came out of the called process has interrupted the call
            if outcome is Outcome.FAILED:
                words = f"called process {player.definition.process_id} failed"
                result = engine.fail_job(parent.definition, parent.state, key, words, self._context, code)
            else:
                result = engine.finish_job(parent.definition, parent.state, key, variables, self._context)
            self._take(parent, result)

    def _publish(self, signal: Signalled, but: Player | None = None) -> None:
        """A signal reaches every other instance, and starts the processes that wait for it."""
        for player in list(self.players):
            if player is not but and player.is_open:
                self._take(
                    player,
                    engine.deliver_signal(
                        player.definition, player.state, signal.name, signal.variables, self._context
                    ),
                )
        for definition, start in list(self.cast.started_by("signal", signal.name)):
            self._enter(definition, signal.variables, start.id)

    # -- turns

    def _turn(self) -> bool:
        """Do the next thing; False where nothing is left to do."""
        if self.players and not self.players[0].is_open and not self.thrown:
            others_act = any(player.is_open for player in self.players)
            if not others_act:
                return False
        return (
            self._open_call()
            or self._deliver_thrown()
            or self._tell_event()
            or self._answer_task()
            or self._do_job()
            or self._jump()
        )

    def _open_call(self) -> bool:
        for (number, key), call in self.calls.items():
            parent = self.players[number]
            del self.calls[number, key]
            if self.script.has(call.element_id) or not self.cast.knows(call.process_id):
                answer = self.script.take(call.element_id) if self.script.has(call.element_id) else {}
                self._finish(parent, key, answer)
            else:
                self._enter(self.cast.definition(call.process_id), call.variables, None, parent, key)
            return True
        return False

    def _deliver_thrown(self) -> bool:
        """The oldest message somebody waits for, thrown in the file or told by the script."""
        for waiting in (self.thrown, self.script.messages):
            for told in waiting:
                if self._deliver(told):
                    waiting.remove(told)
                    return True
        return False

    def _deliver(self, told: Told) -> bool:
        for player in self.players:
            if not player.is_open:
                continue
            for token in player.look().of_kind("message"):
                same_key = told.correlation_key is None or token.correlation_key in (
                    None,
                    told.correlation_key,
                )
                if token.name == told.name and same_key:
                    self._take(
                        player,
                        engine.deliver_message(
                            player.definition, player.state, token.key, told.variables, self._context
                        ),
                    )
                    return True
        for definition, start in self.cast.started_by("message", told.name):
            self._enter(definition, told.variables, start.id)
            return True
        return False

    def _tell_event(self) -> bool:
        """An event the script answers by its element's id, or a signal it publishes."""
        for player in self.players:
            for token in player.look().tokens if player.is_open else ():
                if token.kind == "message" and self.script.has(token.element_id):
                    variables = self.script.take_once(token.element_id)
                    result = engine.deliver_message(
                        player.definition, player.state, token.key, variables, self._context
                    )
                    self._take(player, result)
                    return True
                if token.kind == "signal" and self.script.has(token.element_id):
                    self._publish(Signalled(token.name or "", self.script.take_once(token.element_id)))
                    return True
                if token.kind == "signal" and (signal := self._told_signal(token.name)) is not None:
                    self._publish(signal)
                    return True
        return False

    def _told_signal(self, name: str | None) -> Signalled | None:
        for signal in self.script.signals:
            if signal.name == name:
                self.script.signals.remove(signal)
                return signal
        return None

    def _answer_task(self) -> bool:
        for player in self.players:
            for token in player.look().of_kind("task") if player.is_open else ():
                if self.script.has(token.element_id):
                    answer = self.script.take(token.element_id)
                    result = engine.complete(
                        player.definition, player.state, token.key, answer, self._context
                    )
                    self._take(player, result)
                    return True
        return False

    def _do_job(self) -> bool:
        for (number, key), job in self.jobs.items():
            del self.jobs[number, key]
            player = self.players[number]
            if self.script.has(job.element_id):
                self._finish(player, key, self.script.take(job.element_id))
            elif job.type == "decision" and self.script.decide is not None:
                self._decide(player, job)
            else:
                self._finish(player, key, {})
            return True
        return False

    def _finish(self, player: Player, key: str, answer: Mapping[str, object]) -> None:
        """End a job with its results, or with the BPMN error the script gives it."""
        error = answer.get("error")
        if len(answer) == 1 and isinstance(error, dict) and isinstance(error.get("code"), str):
            known, state, code = player.definition, player.state, error["code"]
            self._take(player, engine.fail_job(known, state, key, code, self._context, code))
        else:
            self._take(player, engine.finish_job(player.definition, player.state, key, answer, self._context))

    def _decide(self, player: Player, job: OpenedJob) -> None:
        decision, variable = job.headers.get("decisionId", ""), job.headers.get("resultVariable") or ""
        try:
            value = self.script.decide(decision, job.variables)
        except KeyError:
            words = f"找不到决策“{decision}” · there is no decision {decision!r}"
        except DomainError as fault:
            words = f"{fault.sentence.zh} · {fault.sentence.en}"
        else:
            self._finish(player, job.key, {variable: value} if variable else {})
            return
        result = engine.fail_job(player.definition, player.state, job.key, words, self._context)
        self._take(player, result)

    def _jump(self) -> bool:
        """Move the clock to the earliest due time and wake whoever it is due for."""
        due = [
            (when, player.number)
            for player in self.players
            if player.is_open and (when := player.look().next_due_at) is not None
        ]
        if not due:
            return False
        when, number = min(due)
        self.now = max(self.now, when)
        player = self.players[number]
        self._take(player, engine.wake(player.definition, player.state, self._context))
        return True

    # -- the end

    def _ended(self) -> Played:
        if not self.players or not self.players[0].state:
            return Played(tuple(self.trace), "error", self.data, ())
        snapshot = self.players[0].look()
        waiting = [
            token.element_id
            for player in self.players
            if player.is_open
            for token in player.look().tokens
            if waits_of_its_own(player.definition, token)
        ]
        return Played(tuple(self.trace), self._state(snapshot), self.data, tuple(dict.fromkeys(waiting)))

    def _state(self, snapshot: engine.snapshot.Snapshot) -> str:
        if snapshot.outcome is not None:
            return _STATES[snapshot.outcome]
        if self.fault is not None:
            return "error"
        incidents = {
            incident.kind for player in self.players if player.is_open for incident in player.look().incidents
        }
        if incidents - {"join"}:
            return "error"
        kinds = {token.kind for player in self.players if player.is_open for token in player.look().tokens}
        if "join" in incidents or not kinds - {"join", "scope", "body", "incident"}:
            return "stuck"
        return "waiting"
