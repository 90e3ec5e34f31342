"""Duty lists as rows: once, beside each other, under whose they are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Clause, ClauseSetting, DutyList, DutyRole
from tests.demonstration import OFFICE_NOW
from tests.rules.test_duty_list_parsing import COUNTY, SOURCE
from workflows.duty_lists import (
    DutyListUnreadable,
    NoSuchClause,
    WhoseList,
    clause,
    clause_setting,
    import_list,
    list_in_force,
    versions_of,
)
from workflows.people.posts import unit_by_code

LATER = OFFICE_NOW + timedelta(days=1)


def bring(session: Session, text: str, unit: str | None = None, encoding: str = "utf-8") -> DutyList:
    owner = unit_by_code(session, unit) if unit else None
    return import_list(session, text.encode(encoding), "list.txt", owner, None, LATER)


def rows(session: Session) -> list[int]:
    return [
        session.scalar(select(func.count()).select_from(table)) or 0 for table in (DutyList, DutyRole, Clause)
    ]


@pytest.mark.both_databases
def test_the_citys_list_is_in_force_with_its_roles_clauses_and_settings(office: Session) -> None:
    duty_list = list_in_force(office)
    assert duty_list is not None and duty_list.document_no == "双政发〔2022〕3号"
    assert [len(role.clauses) for role in duty_list.roles] == [11, 8, 8, 8, 4]
    assert len(duty_list.clauses) == 40
    assert duty_list.clauses[-1].role is None
    assert office.scalar(select(func.count()).select_from(ClauseSetting)) == 40


def test_every_shipped_setting_belongs_to_a_clause_of_the_list(office: Session) -> None:
    codes = set(office.scalars(select(Clause.code)))
    assert set(office.scalars(select(ClauseSetting.clause_code))) == codes


def test_the_same_document_changes_nothing_whatever_its_encoding_or_line_length(office: Session) -> None:
    before, known = rows(office), list_in_force(office)
    assert bring(office, SOURCE) is known
    assert bring(office, SOURCE, encoding="gb18030") is known
    assert bring(office, SOURCE.replace("安全生产方针", "安全生\r\n产方针")) is known
    assert rows(office) == before


def test_a_newer_document_becomes_a_version_beside_the_old_one(office: Session) -> None:
    old = list_in_force(office)
    newer = SOURCE.replace("双政发〔2022〕3号", "双政发〔2026〕8号").replace("2022年2月7日", "2026年5月6日")
    new = bring(office, newer)
    assert (new.version, list_in_force(office)) == (2, new)
    assert versions_of(office, new.unit) == [new, old]
    assert clause(office, "M-01").duty_list is new


def test_an_older_document_imported_later_does_not_come_into_force(office: Session) -> None:
    present = list_in_force(office)
    older = SOURCE.replace("双政发〔2022〕3号", "双政发〔2019〕1号").replace("2022年2月7日", "2019年5月6日")
    assert bring(office, older).version == 2
    assert list_in_force(office) is present


def test_a_countys_list_goes_to_the_county_that_issued_it(office: Session) -> None:
    present = list_in_force(office)
    county = bring(office, COUNTY)
    assert county.unit.code == "jxx"
    assert list_in_force(office, county.unit) is county
    assert list_in_force(office) is present
    assert clause(office, "G-01", county.unit).text == "负责督办。"


@pytest.mark.parametrize("body", ["集贤县人民政府办公室", "双鸭山市集贤县人民政府"])
def test_a_county_is_known_by_its_office_and_by_its_full_name(office: Session, body: str) -> None:
    assert bring(office, COUNTY.replace("\n集贤县人民政府\n", f"\n{body}\n")).unit.code == "jxx"


def test_a_list_of_nobody_known_needs_its_unit_named(office: Session) -> None:
    stranger = COUNTY.replace("集贤县", "甲乙县")
    with pytest.raises(WhoseList):
        bring(office, stranger)
    assert bring(office, stranger, unit="yyx").unit.code == "yyx"


def test_the_first_list_of_an_office_without_units_is_its_own_governments(session: Session) -> None:
    duty_list = bring(session, SOURCE)
    assert (duty_list.unit.code, duty_list.unit.name) == ("city", "双鸭山市人民政府")
    assert list_in_force(session) is duty_list


def test_nothing_of_a_broken_document_is_stored(office: Session) -> None:
    before = rows(office)
    with pytest.raises(DutyListUnreadable):
        bring(office, SOURCE.replace("（五）在市政府有关工作部门", "（六）在市政府有关工作部门"))
    assert rows(office) == before


def test_a_known_slip_of_the_pen_is_kept_and_its_correction_shown_beside_it(office: Session) -> None:
    setting = clause_setting(office, "S-04")
    assert "公共区城" in clause(office, "S-04").text
    assert setting is not None and "公共区域" in (setting.corrected_text or "")


def test_a_clause_nobody_has_heard_of_is_named(office: Session) -> None:
    with pytest.raises(NoSuchClause, match="Z-99"):
        clause(office, "Z-99")
