"""State at rest: in the person's terms, without loss, as small on the last day as on the first."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.running import DIAGRAMS, MONDAY, Running, definition_of
from workflows import engine
from workflows.engine import codec
from workflows.engine.definition import dump_definition
from workflows.engine.step import Context
from workflows.engine.values import NotStorable, context_from_rest, context_to_rest, from_rest, to_rest
from workflows.feel import Range, YearsMonthsDuration

ZONES = st.sampled_from([None, UTC, timezone(timedelta(hours=8)), ZoneInfo("Asia/Shanghai")])
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.text(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.integers().map(Decimal),
    st.dates(),
    st.times(timezones=st.sampled_from([UTC, timezone(timedelta(hours=8))])).map(
        lambda value: value.replace(fold=0)  # a time of no particular day has no second fold
    ),
    st.datetimes(timezones=ZONES),
    st.timedeltas(),
    st.integers(-10_000, 10_000).map(YearsMonthsDuration),
)
KEYS = st.one_of(
    st.text(max_size=5), st.sampled_from(["$number", "$date", "typename", "$", "$$x", "\ud800", "$pairs"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_every_value_under_every_key_comes_back_as_it_was(variables: dict) -> None:
    stored = orjson.loads(orjson.dumps(context_to_rest(variables)))
    back = context_from_rest(stored)
    assert back == variables
    assert [repr(item) for item in back.values()] == [repr(item) for item in variables.values()]


@pytest.mark.parametrize(
    "value",
    [
        Decimal("1.50"),
        Decimal("-0"),
        Decimal("1E+30"),
        2**60 * Decimal(1),
        Range(Decimal(1), None, True, False),
        Range(None, Decimal(10), False, False, "<"),
        datetime(2026, 11, 1, 1, 30, tzinfo=ZoneInfo("America/New_York"), fold=1),
        time(8, 0, tzinfo=UTC),
        date(2026, 11, 23),
        "\ud83d",
    ],
)
def test_awkward_values_come_back_digit_for_digit(value: object) -> None:
    back = from_rest(orjson.loads(orjson.dumps(to_rest(value))))
    assert (back, repr(back)) == (value, repr(value))


def test_what_is_no_feel_value_is_refused_before_anything_happens() -> None:
    with pytest.raises(NotStorable):
        Running.of("links", thing=object())


def at_many_places() -> list[Running]:
    matter = Running.of(
        "matter", lead_unit="yjj", co_units=["jtj", "zjj"], due=MONDAY + timedelta(days=5), opinion=None
    )
    matter.complete("register")
    matter.finish("number_it", number="督2026-1")
    matter.message("ext_start")
    matter.after(days=9)
    loop = Running.of("multi_instance_sequential", units=["a", "b", "c"])
    loop.complete("opinion", opinion="x")
    return [
        matter,
        loop,
        Running.of("faults", nobody=None, missing=None),
        Running.of("event_gateway"),
        Running.of("conditions_as_events", level=4),
        Running.of("subprocess_terminate"),
        Running.of("loops", done=False, total=0),
    ]


def test_state_to_tree_to_state_changes_nothing() -> None:
    for run in at_many_places():
        assert codec.dump(codec.load(run.definition, run.state)) == run.state


def test_the_state_speaks_the_persons_language() -> None:
    run = at_many_places()[0]
    stored = orjson.loads(run.state)
    tokens = {token["at"]: token for token in stored["scope"]["tokens"]}
    assert set(tokens) == {"lead", "co"}
    assert [item["index"] for item in tokens["co"]["items"]] == [0, 1]
    inside = {token["at"] for token in tokens["lead"]["scope"]["tokens"]}
    assert {"handle", "ladder", "extension", "changed", "feedback_timer"} <= inside
    assert b"node:" not in run.state, "no name of SpiffWorkflow's own stands in it"


def fingerprint(definition: engine.Definition) -> str:
    return hashlib.sha256(dump_definition(definition)).hexdigest()


def test_running_never_changes_the_shared_specs() -> None:
    definition = definition_of("matter")
    before = fingerprint(definition)
    for _ in range(2):
        run = Running(definition, lead_unit="yjj", co_units=["jtj"], due=MONDAY, opinion=None)
        run.complete("register")
        run.finish("number_it", number="1")
        run.message("ext_start")
        run.after(days=30)
        run.cancel()
    assert fingerprint(definition) == before


def test_a_compiled_definition_loads_to_the_same_definition() -> None:
    for path in sorted(DIAGRAMS.glob("*.bpmn")):
        compiled = engine.compile_process(path.read_bytes())
        assert dump_definition(engine.load_definition(compiled)) == compiled


def test_one_definition_serves_many_threads() -> None:
    definition = definition_of("a_long_loop")

    def turns(_: int) -> list[str]:
        run = Running(definition)
        for _ in range(10):
            run.complete("register")
            run.complete("review")
        return run.completed()

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(turns, range(32)))
    assert all(result == results[0] for result in results)


def test_ten_thousand_completions_cost_no_bytes_and_meet_no_limit_of_depth() -> None:
    definition, context = definition_of("a_long_loop"), Context(MONDAY)
    result = engine.start(definition, {}, context)
    sizes = []
    for _ in range(10_000):
        [task] = result.step.opened
        result = engine.complete(definition, result.state, task.key, {}, context)
        sizes.append(len(result.state))
    assert max(sizes[-10:]) - max(sizes[10:20]) <= 12, "only keys and counters grow, by a digit"


def test_a_task_left_open_for_ever_holds_nothing_of_the_past() -> None:
    run = Running.of("a_long_loop")
    run.after(days=8)
    sizes = []
    for _ in range(100):
        run.complete("register")
        run.complete("review")
        sizes.append(len(run.state))
    assert "urging" in run.tasks()
    assert sizes[-1] - sizes[4] <= 12
