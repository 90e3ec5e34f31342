"""Following a matter: what its page says, who may open it, what an open page asks for."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from flask import Flask
from flask.testing import FlaskClient
from lxml import etree
from sqlalchemy import func, select

from models import ReadEvent, db
from tests.webapp.matters.at_work import OfficeBehindPages
from workflows.engine.xml_source import read_xml

LogIn = Callable[[str], FlaskClient]


def test_the_page_says_who_is_waited_for_on_what_basis_and_how_much_is_left(
    at_work: OfficeBehindPages, logged_in: LogIn
) -> None:
    matter = at_work.begin().signed_in({"title": "检查供暖安全"})
    page = logged_in("clerk1").get(f"/matters/{matter.id}").text
    assert "检查供暖安全" in page
    assert "市应急管理局（市安委办）负责人办理“办理结果反馈”" in page
    assert "自交办之日起10个工作日内" in page
    assert "还剩10个工作日" in page


def test_the_outline_says_of_every_step_what_the_picture_paints(
    at_work: OfficeBehindPages, logged_in: LogIn
) -> None:
    matter = at_work.begin().signed_in()
    page = logged_in("clerk1").get(f"/matters/{matter.id}").text
    assert _state_of(page, "SV-01") == "done"
    assert _state_of(page, "SV-09") == "active"
    assert _state_of(page, "SV-12") == "coming"


def test_a_step_stands_after_the_subprocess_it_is_part_of(
    at_work: OfficeBehindPages, logged_in: LogIn
) -> None:
    matter = at_work.begin().signed_in(co=["zjj"])
    page = logged_in("clerk1").get(f"/matters/{matter.id}").text
    places = [
        page.index(f'data-element="{step}"') for step in ("lead-handling", "SV-05", "co-handling", "SV-06C")
    ]
    assert places == sorted(places)


def test_a_step_shows_its_answers_in_the_words_of_its_form(
    at_work: OfficeBehindPages, logged_in: LogIn
) -> None:
    matter = at_work.begin().dispatched()
    page = logged_in("clerk1").get(f"/matters/{matter.id}/steps/SV-02").text
    assert "市应急管理局（市安委办）" in page
    assert ">yjj<" not in page
    assert "立项" in page
    assert "否" in page


def test_further_matters_of_one_paper_are_shown_row_by_row_under_their_labels(
    at_work: OfficeBehindPages, logged_in: LogIn
) -> None:
    further = {"title": "另一件事", "lead": "zjj", "task_text": "另行核查", "co": [], "due_on": None}
    matter = at_work.begin().opened(matters=[further])
    page = logged_in("clerk1").get(f"/matters/{matter.id}/steps/SV-02").text
    assert "另一件事" in page
    assert "市住房和城乡建设局" in page
    assert page.count("<dt>主办单位</dt>") == 1


def test_a_step_the_diagram_does_not_have_is_not_found(at_work: OfficeBehindPages, logged_in: LogIn) -> None:
    matter = at_work.begin()
    assert logged_in("clerk1").get(f"/matters/{matter.id}/steps/SV-99").status_code == 404


def test_a_department_that_is_no_party_is_told_the_matter_does_not_exist(
    at_work: OfficeBehindPages, logged_in: LogIn
) -> None:
    matter = at_work.begin().signed_in()
    other, party = logged_in("jyj_head"), logged_in("yjj_head")
    for path in ("", "/print", "/stamp", "/diagram.bpmn", "/steps/SV-09"):
        assert other.get(f"/matters/{matter.id}{path}").status_code == 404, path
        assert party.get(f"/matters/{matter.id}{path}").status_code == 200, path
    assert f"/matters/{matter.id}" not in other.get("/matters/?state=all").text
    assert f"/matters/{matter.id}" in party.get("/matters/?state=all").text


def test_the_diagram_is_the_one_the_matter_runs_on_and_is_sent_once(
    at_work: OfficeBehindPages, logged_in: LogIn
) -> None:
    client = logged_in("clerk1")
    path = f"/matters/{at_work.begin().id}/diagram.bpmn"
    first = client.get(path)
    assert first.mimetype == "application/xml"
    assert b'id="SV-09"' in first.data
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_the_diagram_speaks_the_visitors_language(at_work: OfficeBehindPages, logged_in: LogIn) -> None:
    client = logged_in("clerk1")
    path = f"/matters/{at_work.begin().id}/diagram.bpmn"
    chinese = client.get(path)
    assert 'name="办理结果反馈"' in chinese.text and 'name="督查室"' in chinese.text
    client.post("/language", data={"language": "en", "next": "/"})
    english = client.get(path, headers={"If-None-Match": chinese.headers["ETag"]})
    assert english.status_code == 200
    drawn = set(re.findall(r'bpmnElement="([^"]+)"', english.text))
    names = {node.get("id"): node.get("name", "") for node in read_xml(english.data).iter(etree.Element)}
    left = [names[id_] for id_ in drawn if re.search(r"[\u4e00-\u9fff]", names[id_])]
    assert left == [], "no drawn word is left in Chinese"


def test_the_stamp_differs_once_somebody_has_acted(at_work: OfficeBehindPages, logged_in: LogIn) -> None:
    matter, client = at_work.begin(), logged_in("clerk1")
    before = client.get(f"/matters/{matter.id}/stamp").text
    assert client.get(f"/matters/{matter.id}/stamp").text == before
    matter.registered()
    assert client.get(f"/matters/{matter.id}/stamp").text != before


def test_a_moved_date_shows_its_arithmetic_with_the_old_one(
    at_work: OfficeBehindPages, logged_in: LogIn
) -> None:
    matter = at_work.begin().signed_in()
    matter.press("申请延期", "yjj_head")
    asked = {
        "extension_reason": "检测设备故障，需更换后复测",
        "extension_progress": "已完成六成",
    }
    matter.do("SV-08", "yjj_head", outcome="ask", new_due=date(2026, 12, 14), **asked)
    matter.do("SV-08A", "sg", outcome="grant", opinion="同意")
    page = logged_in("clerk1").get(f"/matters/{matter.id}").text
    assert "2026年12月7日 17:00 → 2026年12月14日 17:00" in page
    assert "检测设备故障" in page


def test_looking_at_an_internal_matter_is_put_on_record(
    app: Flask, at_work: OfficeBehindPages, logged_in: LogIn
) -> None:
    matter = at_work.begin().signed_in({"confidentiality": "internal"})
    public = at_work.begin().signed_in()
    client = logged_in("clerk1")
    client.get(f"/matters/{matter.id}")
    client.get(f"/matters/{public.id}")
    with app.app_context():
        rows = db.session.execute(
            select(ReadEvent.instance_id, func.count()).group_by(ReadEvent.instance_id)
        ).all()
    assert rows == [(matter.id, 1)]


def test_the_sheet_for_paper_says_the_same(at_work: OfficeBehindPages, logged_in: LogIn) -> None:
    matter = at_work.begin().finished()
    page = logged_in("clerk1").get(f"/matters/{matter.id}/print").text
    assert "督办事项办理情况" in page
    assert "双政督〔2026〕1号" in page
    assert "已办结" in page


def test_everything_is_there_in_english(at_work: OfficeBehindPages, logged_in: LogIn) -> None:
    matter, client = at_work.begin().signed_in(), logged_in("clerk1")
    client.post("/language", data={"language": "en"})
    page = client.get(f"/matters/{matter.id}").text
    for words in ("Steps", "Time limits", "What it is about", "Waiting for", "working days left"):
        assert words in page, words


def _state_of(page: str, element: str) -> str:
    entry = page.split(f'data-element="{element}"', 1)[1].split(">", 1)[0]
    return entry.split('data-state="', 1)[1].split('"', 1)[0]
