"""The board: who sees it, what its filters show, and that every number is its list's length."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from models import ProcessInstance
from tests import standing
from tests.scenarios.supervision.matters_at_work import Office
from tests.webapp.conftest import MONDAY_MORNING, StandingClock
from tests.webapp.matters.at_work import OfficeBehindPages, behind_pages

LogIn = Callable[[str], FlaskClient]


@pytest.fixture(scope="module")
def busy_office(office_with_processes: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Five matters, overdue to closed; and on the first of the month the circular began by itself."""
    file = standing.put(tmp_path_factory.mktemp("busy") / "office.db", office_with_processes)
    office = Office(standing.engine_on(file), MONDAY_MORNING)
    office.authorise()
    office.begin().signed_in({"title": "已经逾期的事项", "leader": "mayor"})
    office.begin().finished()
    office.at(2026, 12, 4, 9, 30)
    office.begin().signed_in({"title": "中间交办的事项", "urgency": "urgent"})
    office.at(2026, 12, 8, 10, 0)
    office.begin().dispatched({"title": "刚刚交办的事项", "leader": "mayor"}, lead="mkj")
    office.begin()
    office.engine.dispose()  # the last connection folds the write-ahead log into the file
    return office


@pytest.fixture
def busy(app: Flask, clock: StandingClock, busy_office: Office) -> OfficeBehindPages:
    """A copy of the busy office behind the pages, at the moment it had come to."""
    shutil.copy(busy_office.engine.url.database, app.config["DATA"] / "office.db")
    clock.now = busy_office.now
    return behind_pages(app, clock)


def matters_of(office: OfficeBehindPages) -> int:
    """How many there are, with those that processes began by themselves meanwhile."""
    with office.sessions() as session:
        return session.scalar(select(func.count(ProcessInstance.id)))


def test_secretariat_and_leaders_see_the_board_and_nobody_else(
    busy: OfficeBehindPages, logged_in: LogIn
) -> None:
    for name, status in {
        "clerk1": 200,
        "sg": 200,
        "mayor": 200,
        "yjj_head": 403,
        "sysadmin": 403,
        "auditor": 403,
    }.items():
        client = logged_in(name)
        assert client.get("/board/").status_code == status, name
        assert client.get("/board/stamp").status_code == status, name


def test_every_counter_is_the_length_of_the_list_it_opens(busy: OfficeBehindPages, logged_in: LogIn) -> None:
    client = logged_in("clerk1")
    counters = re.findall(
        r'class="counter counter-\w+" href="([^"]+)"[^>]*>\s*<b>(\d+)', client.get("/board/").text
    )
    assert len(counters) == 5
    assert sum(int(number) for _, number in counters) == matters_of(busy)
    for address, number in counters:
        assert len(_titles(client, address)) == int(number), address


def test_every_number_by_leader_is_the_length_of_the_list_it_opens(
    busy: OfficeBehindPages, logged_in: LogIn
) -> None:
    client = logged_in("clerk1")
    numbers = re.findall(
        r'<a class="number-\w+" href="([^"]*leader=[^"]+)">(\d+)</a>', client.get("/board/").text
    )
    assert numbers
    for address, number in numbers:
        assert len(_titles(client, address)) == int(number), address


def test_every_number_by_unit_is_the_length_of_the_units_own_list(
    at_work: OfficeBehindPages, logged_in: LogIn
) -> None:
    at_work.begin().signed_in({"title": "协办已逾期、主办未到期的事项"}, co=["zjj", "gaj"])
    at_work.begin().signed_in({"title": "只有主办的事项"})
    at_work.at(2026, 11, 30, 10, 0)
    client = logged_in("clerk1")
    assert "协办已逾期、主办未到期的事项" not in _titles(client, "/board/?light=red")
    assert _titles(client, "/board/units/zjj?light=red") == ["协办已逾期、主办未到期的事项"]
    numbers = re.findall(r'href="(/board/units/[^"]+light=[^"]+)">(\d+)</a>', client.get("/board/").text)
    assert len(numbers) == 3
    for address, number in numbers:
        assert len(_titles(client, address)) == int(number), address


def test_a_light_in_the_address_shows_only_that_light(busy: OfficeBehindPages, logged_in: LogIn) -> None:
    client = logged_in("clerk1")
    assert "已经逾期的事项" in _titles(client, "/board/?light=red")
    assert "刚刚交办的事项" not in _titles(client, "/board/?light=red")
    assert "刚刚交办的事项" in _titles(client, "/board/?light=green")


def test_unit_leader_state_and_words_narrow_the_list(busy: OfficeBehindPages, logged_in: LogIn) -> None:
    client = logged_in("clerk1")
    assert _titles(client, "/board/?unit=mkj") == ["刚刚交办的事项"]
    assert set(_titles(client, "/board/?leader=mayor")) == {"已经逾期的事项", "刚刚交办的事项"}
    assert _titles(client, "/board/?state=closed") == ["落实冬季供暖安全检查"]
    assert _titles(client, "/board/?q=逾期的") == ["已经逾期的事项"]
    assert len(_titles(client, "/board/?state=all")) == matters_of(busy)


def test_category_and_urgency_narrow_the_list(at_work: OfficeBehindPages, logged_in: LogIn) -> None:
    at_work.begin().signed_in({"title": "特急的批示件", "urgency": "special", "category": "3"})
    at_work.begin().signed_in({"title": "一般的部署件", "urgency": "normal", "category": "1"})
    client = logged_in("clerk1")
    assert _titles(client, "/board/?urgency=special") == ["特急的批示件"]
    assert _titles(client, "/board/?category=1") == ["一般的部署件"]
    assert _titles(client, "/board/?category=1&urgency=special") == []


@pytest.mark.parametrize(
    "address",
    ["light=purple", "state=nothing", "after=%00", "q=%27%20OR%201%3D1--", "unit=" + "x" * 500, "after=zz.9"],
)
def test_a_wrong_address_is_no_error(busy: OfficeBehindPages, logged_in: LogIn, address: str) -> None:
    assert logged_in("clerk1").get(f"/board/?{address}").status_code == 200


def test_an_empty_list_says_why_and_how_to_go_on(busy: OfficeBehindPages, logged_in: LogIn) -> None:
    page = logged_in("clerk1").get("/board/?q=没有这样的事项").text
    assert "没有符合条件的事项" in page
    assert "清除条件" in page


def test_the_ladder_is_named_by_what_it_does(busy: OfficeBehindPages, logged_in: LogIn) -> None:
    assert "催办单" in _row(logged_in("clerk1").get("/board/").text, "已经逾期的事项")


def test_a_long_list_is_paged_without_losing_or_doubling_a_line(
    at_work: OfficeBehindPages, logged_in: LogIn
) -> None:
    begun = {at_work.begin().id for _ in range(53)}
    client, address, seen = logged_in("clerk1"), "/board/", []
    while address:
        page = client.get(address).text
        seen += [int(number) for number in re.findall(r'class="line-link" href="/matters/(\d+)"', page)]
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = following.group(1).replace("&amp;", "&") if following else ""
    assert len(seen) == len(set(seen))
    assert set(seen) == begun


def test_the_stamp_changes_when_somebody_acts(busy: OfficeBehindPages, logged_in: LogIn) -> None:
    client = logged_in("clerk1")
    before = client.get("/board/stamp").text
    assert client.get("/board/stamp").text == before
    busy.begin()
    assert client.get("/board/stamp").text != before


def _titles(client: FlaskClient, address: str) -> list[str]:
    page = client.get(address.replace("&amp;", "&")).text
    return re.findall(r'class="line-link"[^>]*>([^<]*)</a>', page)


def _row(page: str, title: str) -> str:
    return next(row for row in page.split("<tr") if f">{title}</a>" in row)
