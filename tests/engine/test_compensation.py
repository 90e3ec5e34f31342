"""Compensation, transactions and ad-hoc subprocesses."""

from __future__ import annotations

from tests.engine.running import Running


def test_compensation_undoes_what_is_completed_the_last_first() -> None:
    run = Running.of("compensation")
    run.complete("book")
    run.complete("pay")
    run.complete("decide", more=True)
    run.complete("book")
    run.complete("pay")
    run.complete("decide", more=False)
    for expected in ("refund", "unbook", "refund", "unbook"):
        assert run.tasks() == [expected]
        run.complete(expected)
    assert run.tasks() == ["after"]


def test_nothing_completed_is_nothing_to_undo_and_an_activity_is_undone_once() -> None:
    run = Running.of("compensation_of_one")
    run.complete("book")
    run.complete("pay")
    assert run.tasks() == ["unbook"], "only the activity the throw names"
    run.complete("unbook")
    assert run.outcome == "completed"


def test_a_cancelled_transaction_stops_undoes_and_leaves_by_its_boundary_event() -> None:
    run = Running.of("transaction")
    run.complete("book", fine=False)
    assert run.tasks() == ["unbook"]
    run.complete("unbook")
    assert run.tasks() == ["tell"]


def test_a_transaction_that_succeeds_goes_on() -> None:
    run = Running.of("transaction")
    run.complete("book", fine=True)
    run.complete("pending")
    assert run.tasks() == ["done"]


def test_an_ad_hoc_subprocess_offers_everything_nothing_leads_to_and_ends_when_all_is_done() -> None:
    run = Running.of("ad_hoc")
    assert run.tasks() == ["a", "b"]
    run.complete("a")
    run.complete("b")
    assert run.tasks() == ["c"]
    run.complete("c")
    assert run.tasks() == ["after"]


def test_an_event_subprocess_undoes_what_its_scope_has_completed() -> None:
    run = Running.of("handler_undoes")
    run.complete("book")
    run.message("stop_start")
    assert run.tasks() == ["unbook"]
    run.complete("unbook")
    assert run.tasks() == ["tidy"]
