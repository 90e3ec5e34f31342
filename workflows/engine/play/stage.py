"""The play itself: what can be answered is answered, then the clock jumps ahead, until everything rests.

Order of one turn: called processes and thrown messages, events the script tells, tasks and jobs it answers,
the next timer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from workflows import engine
from workflows.engine.play.cast import Cast, Player
from workflows.engine.play.ending import Played, TraceLine, how_it_ended, still_waiting
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
MAX_LOOKS = 60_000
"""Things that wait, summed over all acts: an end for a cycle that leaves more behind each turn."""
_SHOWN = frozenset([Happened.COMPLETED, Happened.CANCELLED, Happened.FIRED, Happened.ERROR])


def play(
    xml: bytes,
    script: Script,
    now: datetime,
    process_ids: str | Sequence[str] | None = None,
    variables: Mapping[str, object] | None = None,
    max_steps: int = MAX_STEPS,
    office: Callable[[datetime], object] | None = None,
) -> Played:
    """Run a process of the file from its start, or several beside each other. `now` is the simulated clock's
    first moment (aware).

    Without an id the first executable process is played; one with only message or signal starts begins at its
    first, among several it waits to be begun by what another throws. `office` gives what expressions may
    ask of the office at a moment. Raises `NotDeployable` where it cannot run.
    """
    wanted = [process_ids] if isinstance(process_ids, str) else list(process_ids or [None])
    return Stage(Cast(xml), script, now, max_steps, office).perform(wanted, variables or {})


class Stage:
    """One performance: the clock, the players, what has been thrown and not yet caught."""

    def __init__(
        self,
        cast: Cast,
        script: Script,
        now: datetime,
        max_steps: int,
        office: Callable[[datetime], object] | None = None,
    ) -> None:
        self.cast = cast
        self.office = office
        self.script = script
        self.now = now
        self.steps_left = self.max_steps = max_steps
        self.looks = 0
        self.players: list[Player] = []
        self.begun = 1
        """How many of the players were asked for; the others were started by them."""
        self.trace: list[TraceLine] = []
        self.thrown: list[Told] = []
        self.signals_held: list[tuple[Signalled, Player | None]] | None = None
        """While several processes begin: what one throws is heard by those that begin after it."""
        self.jobs: dict[tuple[int, str], OpenedJob] = {}
        self.calls: dict[tuple[int, str], OpenedCall] = {}
        self.data: Mapping[str, Value] = {}

    def perform(self, process_ids: Sequence[str | None], variables: Mapping[str, object]) -> Played:
        definitions = [self.cast.definition(process_id) for process_id in process_ids]
        fault = None
        try:
            self._begin_all(definitions, variables)
            while self._may_go_on() and self._turn():
                self.steps_left -= 1
        except (EngineError, DomainError) as refusal:
            # The engine's own refusal to go on (a loop in which nothing waits) ends the play as an error.
            fault = str(refusal)
            first = definitions[0]
            self._say(first.process_id, first.name, Happened.ERROR.value, first.process_id, fault)
        return self._ended(fault)

    def _ended(self, fault: str | None) -> Played:
        state, waiting = how_it_ended(self.players, self.begun, fault), still_waiting(self.players)
        return Played(tuple(self.trace), state, self.data, waiting, self._stopped())

    def _may_go_on(self) -> bool:
        return self.steps_left > 0 and self.looks <= MAX_LOOKS

    def _stopped(self) -> str | None:
        if self._may_go_on() or not (self.thrown or any(player.is_open for player in self.players)):
            return None
        steps = self.max_steps - self.steps_left
        return f"走了 {steps} 步，到此为止 · stopped after {steps} steps"

    # -- acts

    def _begin_all(self, definitions: Sequence[engine.Definition], variables: Mapping[str, object]) -> None:
        self.signals_held = []
        for definition in definitions:
            start = _triggered_start(definition)
            if start is None or definition is definitions[0]:
                self._enter(definition, {**variables, **self._told_at(definition, start)}, start)
        self.begun = len(self.players)
        held, self.signals_held = self.signals_held, None
        for signal, thrower in held:
            self._publish(signal, but=thrower)

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
        return Context(self.now, self.office(self.now) if self.office else None)

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
        if self.signals_held is not None:
            self.signals_held.append((signal, but))
            return
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
        self.looks += sum(len(player.look().tokens) for player in self.players if player.is_open)
        if not self.thrown and not any(player.is_open for player in self.players):
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


def _triggered_start(definition: engine.Definition) -> str | None:
    """The first of its start events, where all of them wait for something."""
    starts = [e for e in definition.elements.values() if e.type == "startEvent" and not e.scope]
    plain = any(start.event is None for start in starts)
    return None if plain or not starts else starts[0].id
