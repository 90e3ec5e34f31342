"""回避: nobody reviews, reads or closes what he drafted or what is his own."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models import CandidateVia, ProcessInstance, TaskState
from tests.scenarios.supervision.matters_at_work import PROPOSED, REGISTERED, SCAN, Matter, Office
from workflows.permissions import Recused


def via(matter: Matter, element: str) -> dict[str, CandidateVia]:
    def question(session, instance):
        [task] = [one for one in matter.tasks(TaskState.OPEN, element)]
        task = session.get_one(type(task), task.id)
        return {(row.post or row.unit).code: row.via for row in task.candidates}

    return matter.read(question)


def test_the_drafter_can_neither_check_nor_close(at_work: Office) -> None:
    matter = at_work.begin().signed_in()
    matter.hand_in()
    with pytest.raises(Recused):
        matter.do("SV-10", "clerk1", outcome="pass", quality=5)
    matter.passed()
    matter.read_and_agreed()
    with pytest.raises(Recused):
        matter.do("SV-12", "clerk1", closing_type="completed", closing_text="完成", quality=5)
    matter.closed()


def test_where_the_whole_office_drafted_the_check_goes_to_the_post_above_and_says_so(at_work: Office) -> None:
    matter = at_work.begin()
    matter.do("SV-01", "clerk2", **REGISTERED)
    matter.do("SV-02", "dch", **PROPOSED)
    matter.do("SV-03", "sg", outcome="approve")
    matter.dispatch("clerk1")
    matter.sign_in()
    matter.hand_in()
    assert via(matter, "SV-10")["sg"] is CandidateVia.SUPERIOR
    [task] = matter.tasks(TaskState.OPEN, "SV-10")
    assert "回避" in task.recusal_note and "秘书长" in task.recusal_note
    matter.do("SV-10", "sg", outcome="pass", quality=4)
    assert matter.open() == ["SV-11"]


def test_a_leader_does_not_read_the_result_of_his_own_matter_his_substitute_does(at_work: Office) -> None:
    matter = at_work.begin().dispatched({"leader": "vm_city"}, lead="vm_city")
    matter.do("SV-05", "vm_city", outcome="accept")
    matter.do("SV-06", "vm_city", section="城建口", person="秘书", plan="按时办结")
    matter.do("SV-09", "vm_city", conclusion="done", result_text="本人分管事项已落实到位", attachments=SCAN)
    matter.passed()
    assert via(matter, "SV-11")["vm_ind"] is CandidateVia.SUBSTITUTE
    with pytest.raises(Recused):
        matter.do("SV-11", "vm_city", outcome="agree")
    matter.do("SV-11", "vm_ind", outcome="agree")
    assert matter.open() == ["SV-12"]


def test_the_drafter_of_a_paper_cannot_check_a_matter_that_was_split_off_it(at_work: Office) -> None:
    further = {"title": "整治燃气安全", "lead": "zjj", "co": [], "task_text": "排查燃气管网", "due_on": None}
    first = at_work.begin().opened(matters=[further])  # clerk1 registers and drafts the paper
    first.dispatch()
    with at_work.sessions() as session:
        newest = session.scalars(select(ProcessInstance.id).order_by(ProcessInstance.id.desc())).first()
    gas = Matter(at_work, newest)
    gas.dispatch("clerk2")
    gas.sign_in("zjj")
    gas.hand_in("zjj")
    for drafted_or_sent in ("clerk1", "clerk2"):
        with pytest.raises(Recused):
            gas.do("SV-10", drafted_or_sent, outcome="pass", quality=5)
    gas.do("SV-10", "dch", outcome="pass", quality=5)
