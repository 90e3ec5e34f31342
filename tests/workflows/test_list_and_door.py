"""Lists and doors follow one rule, for every person of the office and every label."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Confidentiality, PartyRelation, ProcessInstance, ReadEvent, User
from tests.workflows.running import Running
from workflows import matters, permissions
from workflows.numbering import next_number
from workflows.permissions import NotVisible
from workflows.queries.board import BoardFilters, board
from workflows.queries.matter import matter_page


@pytest.fixture
def labelled(running: Running) -> dict[Confidentiality, list[int]]:
    """For each label two matters: one of the emergency bureau, one of the finance bureau, led by evm."""
    running.deploy("urging")
    made: dict[Confidentiality, list[int]] = {}
    for label in Confidentiality:
        for unit in ("yjj", "czj"):
            matter = running.start("urging", lead=unit, title=f"{label}-{unit}")
            running.do(
                lambda session, id_=matter, unit=unit, label=label: _arrange(session, id_, unit, label)
            )
            made.setdefault(label, []).append(matter)
    return made


def _arrange(session: Session, matter: int, unit: str, label: Confidentiality) -> None:
    instance = session.get_one(ProcessInstance, matter)
    matters.set_party(session, instance, PartyRelation.LEAD, [unit])
    matters.set_party(session, instance, PartyRelation.LEADER, ["evm"])
    instance.confidentiality = label


def visible_to(running: Running, session: Session, user: User) -> set[int]:
    page = board(session, user, running.now, BoardFilters(state=None), size=100)
    return {line.instance_id for line in page.lines}


@pytest.mark.both_databases
def test_the_list_shows_exactly_what_the_door_opens(
    running: Running, labelled: dict[Confidentiality, list[int]]
) -> None:
    every = {matter for ids in labelled.values() for matter in ids}
    with running.sessions() as session:
        seen_by = {}
        for user in session.scalars(select(User)):
            listed = visible_to(running, session, user)
            opened = set()
            for matter in every:
                try:
                    permissions.instance_for(session, user, matter, running.now)
                    opened.add(matter)
                except NotVisible:
                    pass
            assert listed == opened, user.username
            seen_by[user.username] = listed
    public, internal = labelled[Confidentiality.PUBLIC], labelled[Confidentiality.INTERNAL]
    assert seen_by["clerk1"] == seen_by["sg"] == seen_by["mayor"] == every
    assert seen_by["evm"] == {*public, *internal}, "the leader concerned; no stubs"
    assert seen_by["scm"] == {*public, internal[0]}, "the yjj is in his portfolio, the czj is not"
    assert seen_by["vm_agri"] == set()
    assert seen_by["yjj_sec"] == {public[0], internal[0]}
    assert seen_by["procadmin"] == seen_by["sysadmin"] == seen_by["auditor"] == set()


def test_a_closed_account_sees_nothing(running: Running, labelled: dict[Confidentiality, list[int]]) -> None:
    def close(session: Session) -> None:
        running.user(session, "clerk1").active = False

    running.do(close)
    with running.sessions() as session:
        assert visible_to(running, session, running.user(session, "clerk1")) == set()


def test_every_look_at_an_internal_matter_is_on_record_and_at_a_public_one_is_not(
    running: Running, labelled: dict[Confidentiality, list[int]]
) -> None:
    public, internal = labelled[Confidentiality.PUBLIC][0], labelled[Confidentiality.INTERNAL][0]
    for matter in (public, internal):
        running.do(
            lambda session, id_=matter: (
                matter_page(session, running.user(session, "clerk1"), id_, running.now).due
            )
        )
    reads = running.ask(lambda session: session.scalars(select(ReadEvent.instance_id)).all())
    assert reads == [internal]


@pytest.mark.both_databases
def test_numbers_taken_at_once_have_no_gap_and_no_double(running: Running) -> None:
    with ThreadPoolExecutor(8) as pool:
        taken = pool.map(
            lambda _: running.do(lambda session: next_number(session, "双政督", 2026)), range(24)
        )
        assert sorted(taken) == list(range(1, 25))
