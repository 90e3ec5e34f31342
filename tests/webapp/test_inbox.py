"""待办: what waits for whom, found again by filters in the address, and words where there is nothing."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from tests.webapp.walking import begin, registered, waiting

LogIn = Callable[[str], FlaskClient]


def test_a_task_stands_on_the_page_of_everybody_it_is_offered_to_and_of_nobody_else(logged_in: LogIn) -> None:
    begin(logged_in("clerk1"))
    assert list(waiting(logged_in("clerk2"))) == ["来源登记"]
    assert waiting(logged_in("sg")) == {} and waiting(logged_in("yjj_head")) == {}


def test_a_line_says_how_long_is_left_and_which_clause(logged_in: LogIn) -> None:
    clerk = logged_in("clerk1")
    begin(clerk, "重大隐患整改")
    page = clerk.get("/").text
    assert "重大隐患整改" in page and "还剩8小时" in page and "11月23日 17:00" in page
    assert 'class="clause-code"' in page and "G-01" in page


def test_the_lights_count_and_filter(logged_in: LogIn, clock) -> None:
    clerk = logged_in("clerk1")
    begin(clerk, "早的事项")
    clock.forward(days=2)
    begin(clerk, "新的事项")
    late, on_time = clerk.get("/?light=red").text, clerk.get("/?light=green").text
    assert "早的事项" in late and "新的事项" not in late and "已逾期" in late
    assert "新的事项" in on_time and "早的事项" not in on_time
    everything = clerk.get("/").text
    assert everything.index("早的事项") < everything.index("新的事项")


def test_search_finds_by_title_and_says_when_it_finds_nothing(logged_in: LogIn) -> None:
    clerk = logged_in("clerk1")
    begin(clerk, "煤矿透水隐患")
    begin(clerk, "燃气管网排查")
    found = clerk.get("/?q=透水").text
    assert "煤矿透水隐患" in found and "燃气管网排查" not in found
    assert "没有符合条件的任务" in clerk.get("/?q=不存在的词").text


def test_hostile_filters_do_no_harm(logged_in: LogIn) -> None:
    clerk = logged_in("clerk1")
    begin(clerk, "煤矿透水隐患")
    for address in (
        "/?light=purple",
        "/?q=%00",
        "/?q=%25_%5C",
        "/?after=nonsense",
        "/?process=" + "x" * 5000,
        "/?post=%27",
    ):
        assert clerk.get(address).status_code == 200
    page = clerk.get('/?q="><script>alert(1)</script>').text
    assert "<script>alert" not in page


def test_empty_pages_say_why(logged_in: LogIn) -> None:
    assert "都办完了" in logged_in("mayor").get("/").text
    assert "还没有办过任务" in logged_in("mayor").get("/done").text


def test_done_tasks_stay_to_look_up(logged_in: LogIn) -> None:
    clerk = logged_in("clerk1")
    registered(clerk)
    page = clerk.get("/done").text
    assert "来源登记" in page and "11月23日 09:00" in page


def test_thousands_of_characters_in_a_title_do_not_break_the_line(logged_in: LogIn) -> None:
    clerk = logged_in("clerk1")
    begin(clerk, "长" * 200)
    assert "长" * 200 in clerk.get("/").text
