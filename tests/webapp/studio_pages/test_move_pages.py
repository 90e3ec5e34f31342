"""The move's pages: tried dry, chosen, followed, one taken back."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from tests.webapp.studio_pages.publishing import carried_on, published
from tests.webapp.walking import begin, registered

LogIn = Callable[[str], FlaskClient]


def test_the_secretariat_tries_dry_moves_two_and_takes_one_back(app: Flask, logged_in: LogIn) -> None:
    clerk = logged_in("clerk1")
    registered(clerk)
    begin(clerk, "另一件")
    published(app, logged_in("procadmin"), logged_in("sg"))
    assert "2件，看移到现行版本会怎样" in clerk.get("/studio/versions").text
    page = clerk.get("/studio/moves/supervision").text
    assert "能移2件" in page and "移到同一环节" in page
    wrong = clerk.post("/studio/moves/supervision", data={"which": "all", "reason": ""})
    assert wrong.status_code == 422 and "说明为什么" not in wrong.text and "请写明为什么迁移" in wrong.text
    answer = clerk.post("/studio/moves/supervision", data={"which": "all", "reason": "按新版本办理"})
    assert answer.status_code == 303, answer.text
    run = answer.headers["Location"]
    before = clerk.get(f"{run}/stamp").text
    assert "正在进行" in clerk.get(run).text
    carried_on(app)
    page = clerk.get(run).text
    assert "已全部处理" in page and clerk.get(f"{run}/stamp").text != before
    one, other = re.findall(r'name="matter" value="(\d+)"', page)
    assert clerk.post(f"{run}/undo", data={"which": "some", "matter": one}).status_code == 303
    carried_on(app)
    page = clerk.get(run).text
    assert "已撤回，回到原来的版本" in page and f'name="matter" value="{other}"' in page
    assert "撤回迁移" in clerk.get(f"/matters/{one}").text
    assert "从流程第1版移到第2版办理" in clerk.get(f"/matters/{other}").text


def test_only_some_places_are_moved_and_only_by_the_secretariat(app: Flask, logged_in: LogIn) -> None:
    clerk, drawer = logged_in("clerk1"), logged_in("procadmin")
    registered(clerk)
    begin(clerk, "另一件")
    published(app, drawer, logged_in("sg"))
    page = drawer.get("/studio/moves/supervision").text
    assert "能移2件" in page and "迁移由督查室决定" in page and "另一件" not in page
    assert drawer.post("/studio/moves/supervision", data={"which": "all", "reason": "x"}).status_code == 403
    nothing = clerk.post("/studio/moves/supervision", data={"which": "some", "reason": "试"})
    assert nothing.status_code == 422 and "没有选中可以迁移的事项" in nothing.text
    answer = clerk.post(
        "/studio/moves/supervision", data={"which": "places", "place": "SV-02", "reason": "只移拟办的"}
    )
    carried_on(app)
    assert "1 / 1 件" in clerk.get(answer.headers["Location"]).text
    assert "按旧版本在办1件" in clerk.get("/studio/moves/supervision").text
    assert clerk.get("/studio/moves/nothing").status_code == 404
