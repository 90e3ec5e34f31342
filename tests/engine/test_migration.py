"""Moving instances at rest to an edited diagram: forecast and move, over random edits of random processes."""

from __future__ import annotations

from random import Random

import pytest

from tests.engine.migration.editing import Editor
from tests.engine.migration.wandering import WAITS, Wanderer
from tests.engine.oracle.model import Drawing, Scope, to_xml
from workflows import engine
from workflows.engine.faults import RunawayProcess
from workflows.engine.findings import NotDeployable
from workflows.engine.migration import CannotMove, forecast, move_to
from workflows.engine.migration.atlas import nodes_of
from workflows.engine.migration.completing import TooManyWays, can_always_complete

RUNS = 120
ACTS_AFTER = 60


def compiled(process: Scope) -> engine.Definition:
    return engine.load_definition(engine.compile_process(to_xml(process)))


def a_move(seed: int) -> tuple[Wanderer, engine.Definition, Editor] | None:
    """An instance somewhere on its way and an edited version of its process; None where one cannot be had."""
    process = Drawing(seed).process
    editor = Editor(process, seed)
    editor.edit()
    try:
        wanderer = Wanderer(compiled(process), seed)
        wanderer.wander(Random(seed).randint(0, 8))
        return None if wanderer.has_ended else (wanderer, compiled(editor.process), editor)
    except (RunawayProcess, NotDeployable):
        return None


def test_a_moved_instance_keeps_all_its_work_and_still_comes_to_its_end() -> None:
    moved = refused = ended = 0
    for seed in range(RUNS):
        made = a_move(seed)
        if made is None:
            continue
        wanderer, edited, editor = made
        story = f"seed {seed}: {editor.said}"
        before = wanderer.snapshot
        ahead = forecast(wanderer.definition, edited, wanderer.state, editor.mapping)
        if not ahead.can_move:
            refused += 1
            with pytest.raises(CannotMove):
                move_to(wanderer.definition, edited, wanderer.state, wanderer.context, editor.mapping)
            continue
        moved += 1
        drawn_well = never_stuck(wanderer.definition)
        wanderer.take(move_to(wanderer.definition, edited, wanderer.state, wanderer.context, editor.mapping))
        wanderer.definition = edited
        check_nothing_is_lost(before, wanderer, editor, story)
        if drawn_well:
            ended += 1
            check_it_can_end(wanderer, story)
    assert moved > RUNS / 3 and refused > RUNS / 40 and ended > RUNS / 4, (moved, refused, ended)


def never_stuck(definition: engine.Definition) -> bool:
    """Whether the process as drawn can always complete; some random ones cannot, moved or not."""
    try:
        return all(
            can_always_complete(definition, scope_id, [("at", element_id)])
            for scope_id in definition.specs
            for element_id, spec in nodes_of(definition, scope_id).items()
            if spec.node.type == "startEvent"
        )
    except TooManyWays:
        return False


def check_nothing_is_lost(before, wanderer: Wanderer, editor: Editor, story: str) -> None:
    after = {token.key: token for token in wanderer.snapshot.tokens}
    for token in before.tokens:
        if token.kind in ("task", "job", "call", "join", "scope", "body", "incident"):
            assert token.key in after, f"{story}: {token.element_id} is lost"
            moved = after[token.key]
            assert moved.element_id == editor.mapping.get(token.element_id, token.element_id), story
            assert (moved.variables, moved.since, moved.kind) == (token.variables, token.since, token.kind), (
                story
            )
        elif token.key in after and token.due_at is not None:
            assert after[token.key].due_at == token.due_at, f"{story}: {token.element_id} has another time"
    assert wanderer.snapshot.variables == before.variables, story


def check_it_can_end(wanderer: Wanderer, story: str) -> None:
    """Whatever happens next, it never waits for what cannot come."""
    try:
        for _ in range(ACTS_AFTER):
            snapshot = wanderer.snapshot
            kinds = {incident.kind for incident in snapshot.incidents}
            assert "join" not in kinds, f"{story}: a join waits for ever"
            if snapshot.outcome is not None:
                return
            assert wanderer.live(*WAITS) or kinds, f"{story}: nothing is live and nothing has ended"
            if not wanderer.live(*WAITS):
                return
            wanderer.act()
    except RunawayProcess:
        return


def test_moving_there_and_back_gives_the_same_state_where_only_names_differ() -> None:
    seen = 0
    for seed in range(60):
        process = Drawing(seed).process
        editor = Editor(process, seed)
        editor.rename(editor.process)
        if not editor.mapping:
            continue
        try:
            wanderer = Wanderer(compiled(process), seed)
        except RunawayProcess:
            continue
        if wanderer.has_ended:
            continue
        edited = compiled(editor.process)
        there = move_to(wanderer.definition, edited, wanderer.state, wanderer.context, editor.mapping)
        back_mapping = {new: old for old, new in editor.mapping.items()}
        back = move_to(edited, wanderer.definition, there.state, wanderer.context, back_mapping)
        assert back.state == wanderer.state, f"seed {seed}"
        seen += 1
    assert seen > 5
