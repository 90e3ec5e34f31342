"""The lists and pages: what each person sees, in which light, and what he does not."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import PartyRelation, Post, ProcessInstance, Task
from tests.workflows.running import Running
from workflows import matters, messages
from workflows.people.substitution import register_absence
from workflows.permissions import NotVisible, instance_for
from workflows.queries.board import BoardFilters, board, by_leader, by_unit, lights, needs_me, weeks
from workflows.queries.duplicates import possible_duplicates
from workflows.queries.inbox import InboxFilters, InboxPage, done_tasks, my_tasks
from workflows.queries.matter import StepState, matter_page, trail
from workflows.queries.resting import Rest
from workflows.queries.task import task_page


def inbox(running: Running, who: str, **filters: str) -> InboxPage:
    return running.ask(
        lambda session: my_tasks(session, running.user(session, who), running.now, InboxFilters(**filters))
    )


def make_parties(running: Running, matter: int, **parties: str) -> None:
    """Parties as the dispatch makes them: relation=code."""

    def work(session: Session) -> None:
        instance = session.get_one(ProcessInstance, matter)
        for relation, code in parties.items():
            matters.set_party(session, instance, PartyRelation(relation), [code])

    running.do(work)


@pytest.mark.both_databases
def test_a_task_is_in_the_inbox_of_everybody_it_is_offered_to_and_of_nobody_else(running: Running) -> None:
    running.deploy("review")
    running.start("review", reviewers="supervision-office", title="隐患整改")
    assert [line.title for line in inbox(running, "clerk1").lines] == ["隐患整改"]
    assert [line.title for line in inbox(running, "clerk2").lines] == ["隐患整改"]
    for other in ("yjj_head", "mayor", "sysadmin"):
        assert inbox(running, other).lines == ()


@pytest.mark.both_databases
def test_the_inbox_counts_by_light_and_filters_by_it(running: Running) -> None:
    running.deploy("review")
    late = running.start("review", reviewers="supervision-office", title="早先的")
    running.pass_time(days=3)
    running.start("review", reviewers="supervision-office", title="今天的")
    page = inbox(running, "clerk1")
    assert [line.title for line in page.lines] == ["早先的", "今天的"]
    assert (page.counters.open.number, page.counters.red.number) == (2, 1)
    assert page.lines[0].due.light == "red"
    assert str(page.lines[0].due.left) == "已逾期2天"
    assert [line.instance_id for line in inbox(running, "clerk1", light="red").lines] == [late]
    assert [line.title for line in inbox(running, "clerk1", text="今天").lines] == ["今天的"]
    assert inbox(running, "clerk1", process="countersign").lines == ()


@pytest.mark.both_databases
def test_pages_of_the_inbox_follow_each_other_without_gap_or_double(running: Running) -> None:
    running.deploy("review")
    for number in range(7):
        running.start("review", reviewers="supervision-office", title=f"第{number}件")
    seen, after = [], None
    while True:
        page = running.ask(
            lambda session, after=after: my_tasks(
                session, running.user(session, "clerk1"), running.now, after=after, size=3
            )
        )
        seen += [line.title for line in page.lines]
        if page.next is None:
            break
        after = page.next
    assert sorted(seen) == [f"第{number}件" for number in range(7)]


def test_what_one_has_done_is_in_the_done_list(running: Running) -> None:
    running.deploy("review")
    matter = running.start("review", reviewers="supervision-office", title="隐患整改")
    running.do_step(matter, "DRAFT", "clerk1")
    done = running.ask(lambda session: done_tasks(session, running.user(session, "clerk1"), running.now))
    assert [(line.title, line.element_id) for line in done.lines] == [("隐患整改", "DRAFT")]
    review = inbox(running, "clerk2").lines[0]
    assert str(review.from_whom) == "督查室科员（一） · 起草"
    assert inbox(running, "clerk1").lines == (), "recused from reviewing what he drafted"


def test_the_substitute_sees_and_acts_in_the_absent_holders_name(running: Running) -> None:
    running.deploy("review")
    matter = running.start("review", reviewers="mayor", title="请市长阅")
    running.do_step(matter, "DRAFT", "clerk1")
    assert inbox(running, "evm").lines == ()

    def away(session: Session) -> None:
        mayor = session.scalars(select(Post).filter_by(code="mayor")).one()
        register_absence(session, mayor, date(2026, 11, 23), date(2026, 11, 30), "出差", None, running.now)

    running.do(away)
    [line] = inbox(running, "evm").lines
    assert str(line.on_behalf_of) == "市长"
    running.do_step(matter, "REVIEW", "evm", decision="approve")
    task = running.ask(lambda session: session.scalars(select(Task).filter_by(element_id="REVIEW")).one())
    assert task.acted_as_id != task.on_behalf_of_id is not None


def test_a_department_sees_its_own_matters_only_and_an_internal_one_is_hidden_from_leaders_not_concerned(
    running: Running,
) -> None:
    running.deploy("urging")
    matter = running.start("urging", lead="yjj", title="煤矿隐患")
    make_parties(running, matter, lead="yjj")

    def may_open(who: str) -> bool:
        def look(session: Session) -> bool:
            try:
                instance_for(session, running.user(session, who), matter, running.now)
            except NotVisible:
                return False
            return True

        return running.ask(look)

    assert [
        who
        for who in (
            "yjj_liaison",
            "fgw_head",
            "scm",
            "vm_agri",
            "evm",
            "mayor",
            "sg",
            "clerk2",
            "procadmin",
            "sysadmin",
            "auditor",
        )
        if may_open(who)
    ] == ["yjj_liaison", "scm", "evm", "mayor", "sg", "clerk2"]

    def make_internal(session: Session) -> None:
        session.get_one(ProcessInstance, matter).confidentiality = "internal"

    running.do(make_internal)
    assert [
        who
        for who in ("yjj_liaison", "fgw_head", "scm", "vm_agri", "evm", "mayor", "sg", "clerk2")
        if may_open(who)
    ] == ["yjj_liaison", "scm", "mayor", "sg", "clerk2"]


@pytest.mark.both_databases
def test_the_board_shows_each_matter_with_its_light_and_where_it_waits(running: Running) -> None:
    running.deploy("urging")
    late = running.start("urging", lead="yjj", title="逾期事项")
    make_parties(running, late, lead="yjj", leader="scm")
    running.pass_time(days=30)
    fresh = running.start("urging", lead="fgw", title="新事项")
    make_parties(running, fresh, lead="fgw", leader="evm")

    def look(session: Session) -> tuple:
        clerk = running.user(session, "clerk1")
        now = running.now
        return (
            board(session, clerk, now),
            board(session, clerk, now, BoardFilters(light="red")),
            board(session, clerk, now, BoardFilters(unit="fgw")),
            lights(session, clerk, now),
            by_unit(session, clerk, now),
            by_leader(session, clerk, now),
            weeks(session, clerk, now),
            needs_me(session, clerk, now),
        )

    page, red, of_fgw, counted, units, leaders, trend, needing = running.ask(look)
    assert [line.instance_id for line in page.lines] == [late, fresh]
    assert [line.due.light for line in page.lines] == ["red", "green"]
    assert page.lines[0].waits[0].holders[0].code == "yjj-head"
    assert [line.instance_id for line in red.lines] == [late]
    assert [line.instance_id for line in of_fgw.lines] == [fresh]
    assert (counted.red.number, counted.green.number, counted.blue.number) == (1, 1, 0)
    assert [(row.holder.code, row.red, row.green) for row in units] == [("yjj", 1, 0), ("fgw", 0, 1)]
    assert [(row.holder.code, row.red) for row in leaders] == [("scm", 1), ("evm", 0)]
    assert sum(week.opened for week in trend) == 2
    assert needing == ()


@pytest.mark.parametrize("name", ["scm", "vm_city"])
def test_a_leader_who_sees_only_what_concerns_him_has_the_board_too(running: Running, name: str) -> None:
    running.deploy("urging")
    matter = running.start("urging", lead="yjj", title="事项")
    make_parties(running, matter, lead="yjj", leader=name)
    leaders = running.ask(lambda session: by_leader(session, running.user(session, name), running.now))
    assert [(row.holder.code, row.green) for row in leaders] == [(name, 1)]


def test_the_matter_says_whom_it_waits_for_on_what_basis_and_how_long(running: Running) -> None:
    running.deploy("urging")
    matter = running.start("urging", lead="yjj", title="煤矿隐患")
    make_parties(running, matter, lead="yjj")
    page = running.ask(
        lambda session: matter_page(session, running.user(session, "clerk1"), matter, running.now)
    )
    assert str(page.waiting).startswith("现在在等市应急管理局（市安委办）负责人办理“办理”，依据：自")
    assert str(page.waiting).endswith("还剩10个工作日。")
    states = {element.element_id: element.state for element in page.elements}
    assert states["WORK"] is StepState.ACTIVE
    assert states["due"] is StepState.ACTIVE
    assert states["start"] is StepState.DONE
    assert states["FIRE"] is StepState.COMING
    [deadline] = page.deadlines
    assert deadline.party is not None and deadline.party.code == "yjj"


def test_the_task_page_says_in_which_post_one_would_act_or_why_one_may_not(running: Running) -> None:
    running.deploy("review")
    matter = running.start("review", reviewers="supervision-office", instruction_text="请督查室跟踪")
    running.do_step(matter, "DRAFT", "clerk1")
    [task_id] = running.open_tasks(matter)
    drafter, other = (
        running.ask(
            lambda session, who=who: task_page(session, running.user(session, who), task_id, running.now)
        )
        for who in ("clerk1", "clerk2")
    )
    assert drafter.actor is None and "回避" in str(drafter.why_not)
    assert other.actor is not None and other.actor.post.code == "clerk2"
    assert other.asked == "请督查室跟踪"
    assert other.due.rule is not None


def test_matters_with_the_same_document_or_much_the_same_title_are_named_as_possible_duplicates(
    running: Running,
) -> None:
    running.deploy("review")
    start = lambda **variables: running.start("review", reviewers="supervision-office", **variables)  # noqa: E731
    same_document = start(title="别的说法", source_doc_no="双政办〔2026〕3号")
    same_title = start(title="煤矿安全隐患整改情况督办")
    start(title="道路交通")
    matter = start(title="煤矿安全隐患整改督办", source_doc_no="双政办〔2026〕3号 ")
    found = running.ask(
        lambda session: possible_duplicates(
            session, running.user(session, "clerk1"), session.get_one(ProcessInstance, matter), running.now
        )
    )
    assert [duplicate.instance_id for duplicate in found] == [same_document, same_title]


def test_the_trail_tells_who_did_what_in_words_and_names_no_ids(running: Running) -> None:
    running.deploy("between")
    matter = running.start("asker", question_key="Q-1")
    running.do(
        lambda session: messages.send(session, "answer", "Q-1", {}, None, running.now, message_id="m-1")
    )

    def told(session: Session) -> list[tuple[str, str | None]]:
        lines = trail(session, session.get_one(ProcessInstance, matter))
        return [(str(line.words), str(line.who) if line.who else None) for line in lines]

    assert running.ask(told) == [("发起事项", "督查室科员（一）"), ("等答复", None)]


def test_the_board_says_what_a_matter_waits_for_that_nobody_has_a_task_in(running: Running) -> None:
    running.deploy("between")
    caller = running.start("caller", topic="分项一")
    lines = running.ask(lambda session: board(session, running.user(session, "clerk1"), running.now).lines)
    [line] = [line for line in lines if line.instance_id == caller]
    assert not line.waits and line.rest == Rest(called=1, goes_on_at=None)
    [called] = [line for line in lines if line.title == "分项一" and line.instance_id != caller]
    assert called.waits and called.rest is None
