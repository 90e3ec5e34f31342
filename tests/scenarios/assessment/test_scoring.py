"""One leader's sheet: proposed from the record, scored by two, averaged, vetoed, objected to, reviewed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Confidentiality, MatterState, ProcessInstance, Task, User
from tests.scenarios.assessment.assessments_at_work import Office, Sheet
from tests.scenarios.filling_forms import judged
from workflows.acts import ActRefused
from workflows.people.appointments import appoint
from workflows.people.posts import post_by_code
from workflows.permissions import NotVisible, NotYours, Recused, instance_for
from workflows.rules.assessment import rounded


def row(sheet: Sheet, clause: str, name: str = "scored_rows") -> dict:
    known = sheet.variables
    rows = known["sheet"]["rows"] if name == "proposed" else known[name]
    [found] = [one for one in rows if one["clause"] == clause]
    return found


def test_the_record_proposes_the_points_and_names_the_matters_behind_every_deduction(
    examined: Office,
) -> None:
    held, missing = examined.sheet("vm_city"), examined.sheet("vm_ind")
    assert row(held, "V-04", "proposed")["score"] == 20
    proposed = row(missing, "V-04", "proposed")
    assert proposed["score"] == 10
    assert "季度未听取汇报1，扣10分" in proposed["found"]
    [hearing] = [id_ for id_ in examined.matters_of("quarterly_hearing") if id_ < missing.id][1:2]
    assert proposed["records"] == [f"matter:{hearing}"]
    for clause, measure in (("V-01", "督办事项逾期1，扣1分"), ("V-02", "清单事项逾期1，扣1分")):
        less = row(missing, clause, "proposed")
        assert (less["score"], less["found"].split("；")[0]) == (less["full"] - 1, measure)
        assert len(less["records"]) == 1
    supervised = row(examined.sheet("sg"), "G-03", "proposed")
    assert supervised["score"] == 20  # 25 × all on time × quality 4 of 5
    assert supervised["found"] == "办结1件，按期1件，平均质量4"
    assert supervised["records"] == [f"matter:{examined.matters_of('supervision')[0]}"]
    assert row(examined.sheet("sg"), "G-01", "proposed")["score"] == 25  # no data is not zero


def test_the_mean_of_the_scorers_counts_and_can_be_recomputed_from_what_they_wrote(examined: Office) -> None:
    sheet = examined.sheet("vm_city")
    sheet.scored({"fgw": {"V_05": Decimal("12.5")}, "sfj": {"V_05": 10}}, bonus=1, bonus_reason="获省级表彰")
    counted = row(sheet, "V-05")
    assert (counted["score"], counted["deducted"]) == (Decimal("11.25"), Decimal("3.75"))
    assert counted["records"] == ["site:1"]
    assert counted["record_words"].startswith("现场核查（某在建工地）")
    known = sheet.variables
    written = [task.answers for task in sheet.tasks(element="HA-08")]
    assert len(written) == 2
    again = sum((one["score"] for one in known["scored_rows"]), Decimal(0)) + 1 - known["sheet"]["late"]
    assert known["scored_total"] == rounded(again) == Decimal("97.25")
    assert all(one["records"] for one in known["scored_rows"] if one["deducted"])


REFUSED = [
    ({"score": Decimal("15.5")}, "score", "不能超过满分"),
    ({"score": 100, "full": 1000}, "score", "不能超过满分"),  # the form's own 满分 counts, not what is sent
    ({"score": -1}, "score", "不能小于0"),
    ({"score": None}, "score", "请填写“得分”"),
    ({"score": 10, "records": ["site:1"]}, "reason", "请填写“扣分理由”"),
    ({"score": 10, "reason": "台账不全"}, "records", "请选择“所依据的记录”"),
    ({"score": 10, "reason": "台账不全", "records": ["matter:999"]}, "records", "请从列出的选项中选择"),
]


def test_scores_are_refused_by_field(examined: Office) -> None:
    sheet = examined.sheet("vm_city")
    position = [one["clause"] for one in sheet.variables["sheet"]["rows"]].index("V-05")
    task_id = sheet.task_for("HA-08", {"scorer": "fgw"}).id

    def errors(**answers: object) -> dict[str, str]:
        with examined.sessions() as session:
            found = judged(session, session.get_one(Task, task_id), answers, examined.now).errors
        return {name: sentence.zh for name, sentence in found.items()}

    for answer, field, words in REFUSED:
        rows = sheet.rows()
        rows[position] = {key: value for key, value in answer.items() if value is not None}
        assert words in errors(rows=rows, bonus=0)[f"rows[{position}].{field}"], answer
    assert "超过加分上限" in errors(rows=sheet.rows(), bonus=4)["bonus"]
    assert "请填写“加分理由”" in errors(rows=sheet.rows(), bonus=1)["bonus_reason"]


def test_a_sheet_is_a_matter_of_its_own_that_only_those_concerned_may_see(examined: Office) -> None:
    sheet = examined.sheet("vm_city")
    assert sheet.instance.confidentiality is Confidentiality.INTERNAL

    def sees(username: str) -> bool:
        with examined.sessions() as session:
            user = session.scalars(select(User).filter_by(username=username)).one()
            try:
                return instance_for(session, user, sheet.id, examined.now).id == sheet.id
            except NotVisible:
                return False

    assert {name: sees(name) for name in ("vm_city", "fgw_head", "clerk1", "vm_ind", "jyj_head", "evm")} == {
        "vm_city": True, "fgw_head": True, "clerk1": True, "vm_ind": False, "jyj_head": False, "evm": False
    }  # fmt: skip


def test_nobody_scores_his_own_sheet_whatever_other_post_he_holds(examined: Office) -> None:
    sheet = examined.sheet("vm_city")
    with pytest.raises(Recused):
        sheet.do_for("HA-08", {"scorer": "fgw"}, "vm_city", rows=sheet.rows(), bonus=0)
    with pytest.raises(NotYours):
        sheet.do_for("HA-08", {"scorer": "fgw"}, "zjj_head", rows=sheet.rows(), bonus=0)


def test_one_person_in_two_posts_does_not_score_twice(examined: Office) -> None:
    def second_post(session: Session) -> None:
        user = session.scalars(select(User).filter_by(username="fgw_head")).one()
        appoint(session, user, post_by_code(session, "sfj-sec"), examined.now.date(), None, examined.now)

    examined.do(second_post)
    sheet = examined.sheet("vm_city")
    sheet.do_for("HA-08", {"scorer": "fgw"}, "fgw_head", rows=sheet.rows(), bonus=0)
    with pytest.raises(ActRefused, match="同一人不能代表两个单位评分"):
        sheet.do_for("HA-08", {"scorer": "sfj"}, "fgw_head", rows=sheet.rows(), bonus=0)
    assert sheet.open() == ["HA-08"]


@pytest.mark.parametrize(
    ("vetoes", "setting", "grade", "commendable"),
    [
        ([], False, "excellent", True),
        (["V1"], False, "qualified", False),
        (["V2"], True, "unqualified", False),
        (["V4"], False, "good", False),
        (["V3", "V4"], False, "unqualified", False),
    ],
)
def test_a_veto_caps_the_grade_and_v4_lowers_it(
    examined: Office, vetoes: list[str], setting: bool, grade: str, commendable: bool
) -> None:
    examined.setting("assessment.veto_unqualified", setting)
    sheet = examined.sheet("vm_city").scored()
    if vetoes:
        assert "请填写“认定依据（文号）”" in sheet.sentences("HA-09", vetoes=vetoes)["veto_basis"]
    sheet.checked(*vetoes)
    assert sheet.variables["graded"] == {"grade": grade, "commendable": commendable}


def test_silence_means_no_objection_after_five_working_days(examined: Office) -> None:
    sheet = examined.sheet("vm_city").scored().checked()
    examined.at(2027, 1, 11, 16, 59)
    assert sheet.open() == ["HA-10"]
    examined.at(2027, 1, 11, 17, 0)
    assert sheet.state is MatterState.ARCHIVED
    assert sheet.variables["result"]["objected"] is False


@pytest.fixture
def objected(examined: Office) -> Sheet:
    sheet = examined.sheet("vm_ind").scored().checked()
    assert "请填写“异议理由”" in sheet.sentences("HA-10", outcome="object")["objection"]
    sheet.do("HA-10", "vm_ind", outcome="object", objection="已听取汇报，纪要正在签发")
    return sheet


def test_an_objection_is_reviewed_by_others_and_the_sum_is_counted_anew(objected: Sheet) -> None:
    assert objected.offered_to("HA-11") == ["jyj-head", "rsj-head"]
    for concerned in ("vm_ind", "fgw_head", "yjj_head"):
        with pytest.raises((Recused, NotYours)):
            objected.do("HA-11", concerned, outcome="uphold", review_finding="复核未发现新的情况。")
    before = objected.variables["scored_total"]
    rows = [{"new_score": one["score"]} for one in objected.variables["scored_rows"]]
    position = [one["clause"] for one in objected.variables["scored_rows"]].index("V-04")
    rows[position] = {"new_score": 25, "review_reason": "纪要已补签"}
    finding = "经查，12月已召开会议，纪要未按时签发。"
    errors = objected.sentences("HA-11", outcome="change", review_finding=finding, review_rows=rows)
    assert "不能超过满分" in errors[f"review_rows[{position}].new_score"]
    rows[position] = {"new_score": 15, "review_reason": "酌情核减5分"}
    objected.do("HA-11", "rsj_head", outcome="change", review_finding=finding, review_rows=rows)
    result = objected.variables["result"]
    assert result["total"] == before + 5
    assert row(objected, "V-04")["reasons"].endswith("复核：酌情核减5分")
    assert (result["objected"], result["reviewed"], result["grade"]) == (True, True, "excellent")
    assert objected.state is MatterState.ARCHIVED


def test_a_review_may_uphold_the_result(objected: Sheet) -> None:
    before = objected.variables["scored_total"]
    objected.do("HA-11", "jyj_head", outcome="uphold", review_finding="季度内没有听取汇报，维持原评分。")
    assert objected.variables["result"]["total"] == before
    score = objected.read(lambda session, instance: session.get_one(ProcessInstance, instance.id).score)
    assert score == int(before)
