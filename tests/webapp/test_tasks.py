"""One task on one page: what it shows, what it takes, and that nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models import Task, TaskDraft, TaskState, db
from tests.webapp.walking import PROPOSAL, REGISTRATION, begin, do, hand_in, registered, waiting

LogIn = Callable[[str], FlaskClient]


def test_a_task_shows_what_is_asked_by_whom_until_when_and_the_clauses_own_words(logged_in: LogIn) -> None:
    clerk = logged_in("clerk1")
    registered(clerk)
    page = clerk.get(f"/tasks/{waiting(clerk)['拟办']}").text
    assert "市长的批示要求" in page and REGISTRATION["instruction_text"] in page
    assert "双安委发〔2026〕8号" in page
    assert "党中央、国务院和省委、省政府领导同志" in page  # clause G-03, verbatim
    assert "2026年11月" in page and "还剩" in page and "拟办" in page
    assert "您以督查室科员（一）的职务办理" in page


def test_a_task_handed_in_goes_on_to_the_next_hand(logged_in: LogIn) -> None:
    clerk = logged_in("clerk1")
    registered(clerk)
    do(clerk, "拟办", PROPOSAL)
    assert list(waiting(logged_in("sg"))) == ["立项审批"]
    assert waiting(clerk) == {}
    assert "拟办" in clerk.get("/done").text


def test_who_may_not_see_a_task_is_told_nothing_of_it(logged_in: LogIn) -> None:
    task_id = begin(logged_in("clerk1"))
    for outsider in ("gaj_head", "procadmin"):
        answer = logged_in(outsider).get(f"/tasks/{task_id}")
        assert answer.status_code == 404 and REGISTRATION["title"] not in answer.text
        assert hand_in(logged_in(outsider), task_id, REGISTRATION).status_code == 404
    assert logged_in("clerk1").get("/tasks/999999").status_code == 404


def test_who_may_see_but_not_do_it_reads_who_holds_it(logged_in: LogIn) -> None:
    clerk = logged_in("clerk1")
    registered(clerk)
    do(clerk, "拟办", PROPOSAL)
    task_id = waiting(logged_in("sg"))["立项审批"]
    page = clerk.get(f"/tasks/{task_id}").text
    assert "现在不由您办理" in page and "市政府秘书长" in page and 'id="task-form"' not in page
    assert hand_in(clerk, task_id, {"outcome": "approve"}).status_code == 403


def test_preset_opinions_speak_the_visitors_language(logged_in: LogIn) -> None:
    clerk, leader = logged_in("clerk1"), logged_in("sg")
    registered(clerk)
    do(clerk, "拟办", PROPOSAL)
    page = f"/tasks/{waiting(leader)['立项审批']}"
    assert 'value="opinion=同意"' in leader.get(page).text
    leader.post("/language", data={"language": "en", "next": "/"})
    assert 'value="opinion=Agreed"' in leader.get(page).text


def test_a_mistake_brings_the_same_form_back_with_everything_typed(app: Flask, logged_in: LogIn) -> None:
    clerk = logged_in("clerk1")
    task_id = begin(clerk)
    typed = {
        **REGISTRATION,
        "received_on": "昨天",
        "category": "9",
        "instruction_text": "很长的<批示>\n第二行",
    }
    answer = hand_in(clerk, task_id, typed)
    assert answer.status_code == 422
    assert 'href="#field-received_on"' in answer.text and 'href="#field-category"' in answer.text
    assert 'value="昨天"' in answer.text and "很长的&lt;批示&gt;\n第二行" in answer.text
    # The browser may be closed now: it is all there the next time.
    assert "很长的&lt;批示&gt;" in logged_in("clerk1").get(f"/tasks/{task_id}").text
    with app.app_context():
        assert db.session.get(Task, task_id).state is TaskState.OPEN


def test_a_draft_is_saved_while_typing_and_can_be_thrown_away(app: Flask, logged_in: LogIn) -> None:
    clerk = logged_in("clerk1")
    task_id = begin(clerk)
    saved = clerk.post(f"/tasks/{task_id}/draft", data={"instruction_text": "还没写完", "evil": "x"})
    assert saved.json == {"saved": "已自动保存 09:00"}
    page = clerk.get(f"/tasks/{task_id}").text
    assert "还没写完" in page and "这是您11月23日 09:00保存的草稿" in page
    with app.app_context():
        assert "evil" not in db.session.query(TaskDraft).one().answers
    clerk.post(f"/tasks/{task_id}/draft/discard")
    assert "还没写完" not in clerk.get(f"/tasks/{task_id}").text


def test_a_draft_belongs_to_the_person_not_to_the_post(logged_in: LogIn) -> None:
    task_id = begin(logged_in("clerk1"))
    logged_in("clerk1").post(f"/tasks/{task_id}/draft", data={"instruction_text": "科员一的草稿"})
    assert "科员一的草稿" not in logged_in("clerk2").get(f"/tasks/{task_id}").text


def test_the_second_of_two_is_told_who_was_first_and_can_copy_what_he_typed(logged_in: LogIn) -> None:
    first, second = logged_in("clerk1"), logged_in("clerk2")
    task_id = begin(first)
    assert second.get(f"/tasks/{task_id}").status_code == 200
    hand_in(first, task_id, REGISTRATION)
    late = hand_in(second, task_id, {**REGISTRATION, "instruction_text": "第二个人写的话"})
    assert late.status_code == 409
    assert "督查室科员（一）" in late.text and "2026年11月23日 09:00" in late.text
    assert "第二个人写的话" in late.text and "批示或交办原文" in late.text
    assert second.post(f"/tasks/{task_id}/draft", data={"instruction_text": "x"}).status_code == 409


def test_a_form_sent_after_the_session_ended_is_shown_for_copying(
    logged_in: LogIn, client: FlaskClient
) -> None:
    task_id = begin(logged_in("clerk1"))
    answer = hand_in(client, task_id, {"instruction_text": "写了一上午"})
    assert answer.status_code == 401
    assert "写了一上午" in answer.text and "请先登录" in answer.text


def test_conditions_are_answered_for_the_script_and_kept_without_it(logged_in: LogIn) -> None:
    clerk = logged_in("clerk1")
    registered(clerk)
    address = f"/tasks/{waiting(clerk)['拟办']}"
    hidden = clerk.post(f"{address}/hidden", data={"open_decision": "merge"}).json["hidden"]
    assert "lead" in hidden and "merge_into" not in hidden
    page = clerk.post(address, data={"open_decision": "merge", "_refresh": "1"}).text
    assert re.search(r'data-part="merge_into"\s*>', page) and re.search(r'data-part="lead"\s+hidden', page)


def test_rows_are_added_and_removed_without_a_script(logged_in: LogIn) -> None:
    clerk = logged_in("clerk1")
    registered(clerk)
    address = f"/tasks/{waiting(clerk)['拟办']}"
    once = clerk.post(address, data={**PROPOSAL, "_add": "matters"}).text
    assert 'name="matters[0].title"' in once
    sent = {**PROPOSAL, "matters[0].title": "第一项内容", "matters[1].title": "第二项内容"}
    left = clerk.post(address, data={**sent, "_remove": "matters[0]"}).text
    assert "第二项内容" in left and "第一项内容" not in left and 'name="matters[1].title"' not in left


def test_a_preset_opinion_works_without_a_script_and_keeps_what_was_typed(logged_in: LogIn) -> None:
    clerk = logged_in("clerk1")
    task_id = begin(clerk)
    page = clerk.post(f"/tasks/{task_id}", data={"opinion": "请抓紧。", "_preset": "opinion=同意"}).text
    assert "请抓紧。\n同意</textarea>" in page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_is_whole_in_both_languages(logged_in: LogIn, language: str) -> None:
    clerk = logged_in("clerk1")
    clerk.post("/language", data={"language": language})
    task_id = begin(clerk)
    page = clerk.get(f"/tasks/{task_id}").text
    assert ("Save draft" in page) is (language == "en") and ("存草稿" in page) is (language == "zh")


def test_what_was_decided_once_is_not_ready_again_for_the_next_decision(logged_in: LogIn) -> None:
    clerk, sg = logged_in("clerk1"), logged_in("sg")
    registered(clerk)
    do(clerk, "拟办", PROPOSAL)
    do(sg, "立项审批", {"outcome": "return", "opinion": "请写明时限"})
    do(clerk, "拟办", PROPOSAL)
    page = sg.get(f"/tasks/{waiting(sg)['立项审批']}").text
    assert 'name="outcome"' in page and "checked" not in page and "请写明时限</textarea>" not in page


def test_an_act_that_cannot_be_taken_back_shows_what_will_be_written_and_asks_once(
    app: Flask, logged_in: LogIn
) -> None:
    clerk = logged_in("clerk1")
    task_id = begin(clerk)
    with app.app_context():
        task = db.session.get(Task, task_id)
        task.properties = {**task.properties, "irreversible": "true"}
        db.session.commit()
    asked = hand_in(clerk, task_id, REGISTRATION)
    assert asked.status_code == 200 and "提交后不能撤回" in asked.text
    for words in ("2026年11月23日", "三类：领导批示交办", "市长", REGISTRATION["instruction_text"]):
        assert words in asked.text
    assert waiting(clerk) == {"来源登记": task_id}
    back = clerk.post(f"/tasks/{task_id}", data={**REGISTRATION, "_draft": "1"}, follow_redirects=True)
    assert REGISTRATION["instruction_text"] in back.text
    assert hand_in(clerk, task_id, REGISTRATION, _confirmed="1").status_code == 303
    assert list(waiting(clerk)) == ["拟办"]


def test_a_task_that_is_done_shows_who_did_it_and_what_was_answered(logged_in: LogIn) -> None:
    clerk = logged_in("clerk1")
    task_id = begin(clerk)
    hand_in(clerk, task_id, REGISTRATION)
    page = clerk.get(f"/tasks/{task_id}").text
    assert "办理结果" in page and "督查室科员（一）" in page and 'id="task-form"' not in page
    assert "三类：领导批示交办" in page and "2026年11月23日" in page


def test_a_double_click_is_not_a_conflict(logged_in: LogIn) -> None:
    clerk = logged_in("clerk1")
    task_id = begin(clerk)
    assert hand_in(clerk, task_id, REGISTRATION).status_code == 303
    again = hand_in(clerk, task_id, REGISTRATION)
    assert again.status_code == 303 and again.headers["Location"] == "/"
    other_words = hand_in(clerk, task_id, {**REGISTRATION, "instruction_text": "另一个窗口里写的"})
    assert other_words.status_code == 409 and "另一个窗口里写的" in other_words.text


def test_the_next_step_opens_at_once_where_it_is_ones_own(logged_in: LogIn) -> None:
    clerk = logged_in("clerk1")
    to_the_proposal = hand_in(clerk, begin(clerk), REGISTRATION).headers["Location"]
    assert "下一步也由您办理" in clerk.get(to_the_proposal).text
    assert to_the_proposal == f"/tasks/{waiting(clerk)['拟办']}"
    assert hand_in(clerk, waiting(clerk)["拟办"], PROPOSAL).headers["Location"] == "/"
