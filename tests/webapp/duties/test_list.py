"""The responsibility list: its own words, who may read it, what runs for each clause."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from models import Clause, DutyList, db
from tests.webapp.matters.at_work import OfficeBehindPages

LogIn = Callable[[str], FlaskClient]


def test_every_clause_stands_there_word_for_word(app: Flask, logged_in: LogIn) -> None:
    page = logged_in("jyj_head").get("/duties/").text
    with app.app_context():
        clauses = db.session.scalars(select(Clause)).all()
    assert len(clauses) == 40
    for clause in clauses:
        assert clause.text in page, clause.code


def test_a_slip_of_the_pen_stays_and_its_correction_stands_beside_it(logged_in: LogIn) -> None:
    card = _card(logged_in("clerk1").get("/duties/").text, "S-04")
    assert "公共区城" in card
    assert "公共区域" in card
    assert "文中疑有笔误" in card


def test_a_clause_counts_what_runs_for_it_and_links_it(at_work: OfficeBehindPages, logged_in: LogIn) -> None:
    running = at_work.begin().signed_in({"title": "正在督办的事项"})
    at_work.begin().finished()
    card = _card(logged_in("clerk1").get("/duties/").text, "G-03")
    assert "在办1件" in card
    assert "已办结1件" in card
    assert f'href="/matters/{running.id}"' in card
    assert "在办" not in _card(logged_in("clerk1").get("/duties/").text, "M-05").replace("没有在办事项", "")


def test_what_somebody_may_not_see_is_not_counted(at_work: OfficeBehindPages, logged_in: LogIn) -> None:
    at_work.begin().signed_in()
    assert "在办1件" not in _card(logged_in("jyj_head").get("/duties/").text, "G-03")


def test_an_unknown_version_or_unit_is_not_found(logged_in: LogIn) -> None:
    client = logged_in("clerk1")
    assert client.get("/duties/city?version=1").status_code == 200
    assert client.get("/duties/city?version=9").status_code == 404
    assert client.get("/duties/nowhere").status_code == 404


def test_the_document_itself_can_be_read(app: Flask, logged_in: LogIn) -> None:
    page = logged_in("clerk1").get("/duties/city/source").text
    with app.app_context():
        source = db.session.scalars(select(DutyList)).one().source_text
    assert source[:60].split("\n")[0] in page


def _card(page: str, code: str) -> str:
    return re.split(r"</article>", page.split(f'id="{code}"', 1)[1], maxsplit=1)[0]


def test_the_ledger_leads_from_a_cell_to_the_act(at_work: OfficeBehindPages, logged_in: LogIn) -> None:
    matter = at_work.begin().registered(title="落实批示")
    client = logged_in("clerk1")
    page = client.get("/duties/ledger").text
    [link] = re.findall(r'href="(/duties/ledger/[^"]+/G-03/sg)"', page)
    acts = client.get(link).text
    assert "落实批示" in acts
    assert f'href="/matters/{matter.id}"' in acts
    assert client.get("/duties/ledger?half_year=2026").status_code == 404
    assert client.get(link.replace("/sg", "/mayor")).status_code == 404
    assert logged_in("jyj_head").get("/duties/ledger").status_code == 403
