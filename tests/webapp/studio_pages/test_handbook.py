"""The handbook says of each step who does it, until when, by which clause, and what is to be filled in."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask.testing import FlaskClient

LogIn = Callable[[str], FlaskClient]


def test_each_step_with_who_until_when_by_which_clause_and_which_fields(logged_in: LogIn) -> None:
    clerk = logged_in("clerk1")
    versions = clerk.get("/studio/versions/supervision").text
    address = re.search(r'"(/studio/deployments/\d+/handbook)"', versions)[1]
    page = clerk.get(address).text
    step = page[page.index("办理结果反馈") : page.index("进展反馈")]
    assert "的负责人" in step and "SV-09" not in step
    assert "G-01" in step and "《政府督查工作条例》第十六条" in step and "办理情况报告" in step
    assert "supervision.bpmn" in page and "督办流程手册" in page
    assert clerk.get("/studio/deployments/999/handbook").status_code == 404
