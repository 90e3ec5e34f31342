"""Reading the official document: the city's own, a county's in the same form, and what must be refused."""

from __future__ import annotations

import io
import re
from datetime import date

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.rules.duty_list_parsing import DutyListUnreadable, ParsedDutyList, parse_duty_list
from workflows.shipped import SHIPPED

SOURCE = (SHIPPED / "duty_lists" / "duty_list_2022_3.txt").read_text("utf-8")

COUNTY = """集贤县人民政府关于印发
县政府领导安全生产职责清单的通知
集政发[２０２３]１２号
各乡（镇）人民政府，县政府各直属单位：
　　现将《县政府领导安全生产职责清单》印发给你们，请遵照执行。各乡（镇）要制定本级
领导安全生产职责清单，每半年进行1次检查考核。
集贤县人民政府
二○二三年三月一日
县政府领导安全生产职责清单
为落实安全生产责任制，制定本清单。
一、县长
㈠认真贯彻落实上级决策部署。
(二）领导县安全生产委员会工作，
- 1 -
统筹协调安全生产工作。
二、县委常委、常务副县长职责：
（一）分管行业安全生产工作。
三、县委常委、副县长（分管安全生产）职责
（一）负责县安全生产委员会日常工作。
四、副县长职责
（一）分管领域安全生产工作。
五、县政府办公室主任职责
（一）负责督办。
（此件公开发布）
抄送：县委办公室，县人大常委会办公室。
集贤县人民政府办公室  2023年3月1日印发
"""


def read(text: str) -> ParsedDutyList:
    return parse_duty_list(text.encode())


def refusal(text: str) -> DutyListUnreadable:
    with pytest.raises(DutyListUnreadable) as raised:
        read(text)
    return raised.value


def texts(parsed: ParsedDutyList) -> dict[str, str]:
    return {clause.code: clause.text for clause in parsed.clauses}


def test_the_citys_list_has_five_parts_39_clauses_and_the_notices_own_duty() -> None:
    parsed = read(SOURCE)
    assert [(role.letter, role.holder, len(role.clauses)) for role in parsed.roles] == [
        ("M", "市长", 11),
        ("E", "负责市政府常务工作的副市长", 8),
        ("S", "负责政府有关工作的市委常委", 8),
        ("V", "副市长", 8),
        ("G", "市政府秘书长", 4),
    ]
    assert len(parsed.clauses) == 40
    assert parsed.clauses[-1].code == "N-01"


def test_the_citys_list_says_its_number_body_date_and_title() -> None:
    parsed = read(SOURCE)
    assert (parsed.document_no, parsed.issuing_body) == ("双政发〔2022〕3号", "双鸭山市人民政府")
    assert parsed.issued_on == date(2022, 2, 7)
    assert parsed.title == "市政府领导安全生产职责清单"
    assert parsed.preamble.startswith("为深入贯彻落实") and parsed.preamble.endswith("制定本职责清单。")


def test_clauses_stay_verbatim_slips_of_the_pen_and_half_width_marks_included() -> None:
    parsed = texts(read(SOURCE))
    assert "对公共区城内的安全风险" in parsed["S-04"]
    assert "决策部署,安全生产方针政策、法律法规,结合" in parsed["E-01"]
    assert parsed["N-01"].startswith(
        "各县（区）要组织制定本级政府领导安全生产职责清单，每半年进行1次检查考核"
    )


def test_every_clause_is_a_passage_of_the_document() -> None:
    whole = "".join(SOURCE.split())
    assert all("".join(text.split()) in whole for text in texts(read(SOURCE)).values())


def test_the_secretary_generals_opening_words_are_kept_apart_from_his_clauses() -> None:
    part = read(SOURCE).roles[-1]
    assert part.chapeau.startswith("把领导干部落实安全生产责任情况") and part.chapeau.endswith(
        "主要包括以下事项："
    )


def test_a_countys_list_in_the_same_form_is_coded_by_the_same_rule() -> None:
    parsed = read(COUNTY)
    assert [role.letter for role in parsed.roles] == ["M", "E", "S", "V", "G"]
    assert [role.holder for role in parsed.roles][:2] == ["县长", "县委常委、常务副县长"]
    assert (parsed.document_no, parsed.issued_on) == ("集政发〔2023〕12号", date(2023, 3, 1))
    assert parsed.issuing_body == "集贤县人民政府"


def test_a_clause_broken_by_a_page_is_put_together_and_enclosed_numbers_are_read() -> None:
    parsed = texts(read(COUNTY))
    assert parsed["M-01"] == "认真贯彻落实上级决策部署。"
    assert parsed["M-02"] == "领导县安全生产委员会工作，统筹协调安全生产工作。"
    assert parsed["G-01"] == "负责督办。"
    assert parsed["N-01"] == "各乡（镇）要制定本级领导安全生产职责清单，每半年进行1次检查考核。"


@pytest.mark.parametrize(
    "heading", ["一、区 长 职 责", "一、区长安全生产职责", "一．区长", "一、区长的职责："]
)
def test_a_heading_is_read_with_or_without_its_word_for_duty(heading: str) -> None:
    parsed = read(COUNTY.replace("一、县长", heading))
    assert (parsed.roles[0].letter, parsed.roles[0].holder) == ("M", "区长")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encoding_and_line_ends_make_no_difference(encoding: str, line_end: str) -> None:
    parsed = parse_duty_list(SOURCE.replace("\n", line_end).encode(encoding))
    assert texts(parsed) == texts(read(SOURCE))


def test_a_word_document_says_the_same() -> None:
    document = docx.Document()
    for line in SOURCE.splitlines():
        document.add_paragraph(line)
    stored = io.BytesIO()
    document.save(stored)
    assert texts(parse_duty_list(stored.getvalue())) == texts(read(SOURCE))


def numbered_document(source: str) -> bytes:
    """The document as typed in Word with automatic numbers: 一、 on the first level, （一） on the second."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, text in enumerate(("%1、", "（%2）"))
    )
    abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'
    numbering.append(parse_xml(abstract))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for line in source.splitlines():
        heading = re.match(r"[一二三四五]、", line)
        clause = re.match(r"（[一二三四五六七八九十]+）", line)
        found = heading or clause
        paragraph = document.add_paragraph(line[found.end() :] if found else line)
        if found:
            depth = f'<w:ilvl w:val="{0 if heading else 1}"/>'
            place = f'<w:numPr {nsdecls("w")}>{depth}<w:numId w:val="77"/></w:numPr>'
            paragraph._p.get_or_add_pPr().append(parse_xml(place))
    stored = io.BytesIO()
    document.save(stored)
    return stored.getvalue()


NUMBERED = numbered_document(SOURCE)


def test_numbers_that_word_writes_by_itself_are_read() -> None:
    assert texts(parse_duty_list(NUMBERED)) == texts(read(SOURCE))


@settings(max_examples=30)
@given(st.data())
def test_a_word_document_damaged_anywhere_is_read_or_refused_never_worse(data: st.DataObject) -> None:
    whole = bytearray(NUMBERED)
    position = data.draw(st.integers(4, len(whole) - 1))
    whole[position] = data.draw(st.integers(0, 255))
    length = data.draw(st.sampled_from([len(whole), position]))
    try:
        parse_duty_list(bytes(whole[:length]))
    except DutyListUnreadable as refusal:
        assert refusal.sentence.zh


def test_clauses_in_a_table_of_a_word_document_are_read() -> None:
    document = docx.Document()
    lines = COUNTY.splitlines()
    for line in lines[:10]:
        document.add_paragraph(line)
    table = document.add_table(rows=0, cols=1)
    for line in lines[10:]:
        table.add_row().cells[0].text = line
    stored = io.BytesIO()
    document.save(stored)
    assert texts(parse_duty_list(stored.getvalue())) == texts(read(COUNTY))


@given(st.integers(min_value=8, max_value=60))
def test_a_list_broken_at_any_line_length_says_the_same(width: int) -> None:
    """Lines of a converted document end anywhere, even within a word."""
    folded = "\n".join(piece for line in SOURCE.splitlines() for piece in fold(line, width))
    assert texts(read(folded)) == texts(read(SOURCE))


def fold(line: str, width: int) -> list[str]:
    """Break clause lines only: titles and signatures of real documents stay on lines of their own."""
    if not re.match(r"（[一二三四五六七八九十]+）", line):
        return [line]
    pieces = [line[start : start + width] for start in range(0, len(line), width)]
    return pieces if all(not piece.startswith(("（", "(")) for piece in pieces[1:]) else [line]


DISTRICT = """尖山区人民政府文件
尖 政 发 〔 2022 〕 5 号
关于印发《尖山区政府领导安全生产职责清单》的通知
各街道办事处，区政府各部门：
现将《尖山区政府领导安全生产职责清单》印发给你们，请认真贯彻执行。
附件：尖山区政府领导安全生产职责清单
尖山区人民政府  2022年3月10日
附件
尖山区政府领导安全生产职责清单
一、 区 长
（ 一 ） 领导全区安全生产工作；
（ 二 ） 组织制定年度清单
尖山区人民政府办公室 2022年3月10日印发
"""


def test_a_red_headed_document_with_its_list_as_an_enclosure_is_read() -> None:
    parsed = read(DISTRICT)
    assert (parsed.title, parsed.document_no) == ("尖山区政府领导安全生产职责清单", "尖政发〔2022〕5号")
    assert (parsed.issuing_body, parsed.issued_on) == ("尖山区人民政府", date(2022, 3, 10))
    assert texts(parsed) == {"M-01": "领导全区安全生产工作；", "M-02": "组织制定年度清单"}


def test_a_list_without_a_covering_notice_is_read_from_its_signature_at_the_end() -> None:
    parts = COUNTY[COUNTY.index("一、县长") : COUNTY.index("（此件")]
    parsed = read(f"县政府领导安全生产职责清单\n集政发〔2023〕12号\n{parts}集贤县人民政府\n2023年3月1日\n")
    assert (parsed.issuing_body, parsed.issued_on) == ("集贤县人民政府", date(2023, 3, 1))
    assert len(parsed.clauses) == 6 and parsed.notice_duties == ()


@pytest.mark.parametrize(("gone", "words"), [("集贤县人民政府", "发文机关"), ("清单", "标题")])
def test_a_document_that_names_no_issuer_or_no_title_is_refused(gone: str, words: str) -> None:
    assert words in refusal(COUNTY.replace(gone, "")).sentence.zh


def test_a_second_part_of_the_same_kind_gets_codes_of_its_own() -> None:
    parsed = read(COUNTY.replace("县委常委、副县长（分管安全生产）", "分管安全生产的副县长"))
    assert [role.letter for role in parsed.roles] == ["M", "E", "V", "V2", "G"]
    assert len(texts(parsed)) == len(parsed.clauses)


def test_without_role_headings_the_first_numbered_line_is_named() -> None:
    error = refusal(re.sub(r"(?m)^[一二三四五]、.*$", "", COUNTY))
    assert error.line == COUNTY.splitlines().index("㈠认真贯彻落实上级决策部署。") + 1
    assert "没有职务标题" in error.sentence.zh and "no heading" in error.sentence.en


def test_a_numbering_gap_is_refused_with_its_line() -> None:
    broken = SOURCE.replace("（七）加强安全生产基础建设", "（八）加强安全生产基础建设")
    error = refusal(broken)
    assert error.line is not None and broken.splitlines()[error.line - 1].startswith("（八）加强")
    assert "应为“（七）”" in error.sentence.zh


def test_two_clauses_with_one_number_are_refused_with_the_second_ones_line() -> None:
    broken = SOURCE.replace("（四）组织制定市政府领导干部", "（三）组织制定市政府领导干部")
    error = refusal(broken)
    assert error.line is not None and broken.splitlines()[error.line - 1].startswith("（三）组织制定")
    assert "出现两次" in error.sentence.zh and "twice" in error.sentence.en


def test_a_missing_part_is_refused() -> None:
    error = refusal(SOURCE.replace("三、负责政府有关工作的市委常委职责", ""))
    assert error.line is not None


def test_parts_out_of_turn_are_refused() -> None:
    assert "应为“三、”" in refusal(SOURCE.replace("三、负责政府", "四、负责政府")).sentence.zh


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("（一）负责督办。", "（一）", "没有内容"),
        ("（一）负责督办。\n", "", "没有条款"),
        ("集政发[２０２３]１２号\n", "", "发文字号"),
        ("集政发[２０２３]１２号\n", "集政发〔2023〕12号\n集政发〔2023〕13号\n", "两个发文字号"),
        ("三月一日", "二月三十日", "不存在"),
        ("四、副县长职责", "四、总体要求", "没有写明"),
        ("（此件公开发布）", "（此件公开发布）\n（二）另一条。", "结束之后"),
        ("（此件公开发布）", "集贤县人民政府\n另行规定的事项。", "结束之后"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(old: str, new: str, words: str) -> None:
    assert old in COUNTY
    error = refusal(COUNTY.replace(old, new))
    assert words in error.sentence.zh
    assert error.sentence.en != error.sentence.zh


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"  \n\n",
        b"%PDF-1.7",
        b"\xd0\xcf\x11\xe0rest",
        b"PK\x03\x04broken",
        bytes(range(256)) * 4,
        b"\xff" * 99,
    ],
)
def test_a_file_that_is_no_document_is_refused(data: bytes) -> None:
    with pytest.raises(DutyListUnreadable):
        parse_duty_list(data)


@given(st.text(alphabet="一二三、（）()。县长职责〔〕2023号\n 　各要：", max_size=300))
def test_any_text_is_read_or_refused_never_worse(text: str) -> None:
    try:
        parsed = read(text)
    except DutyListUnreadable:
        return
    assert all(role.clauses for role in parsed.roles)


@given(st.data())
def test_leaving_out_any_numbered_line_is_noticed(data: st.DataObject) -> None:
    """No clause disappears in silence: the numbers have a gap then, unless it was its part's last."""
    lines = SOURCE.splitlines()
    numbered = [index for index, line in enumerate(lines) if re.match(r"（[一二三四五六七八九十]+）", line)]
    index = data.draw(st.sampled_from(numbered))
    rest = "\n".join(lines[:index] + lines[index + 1 :])
    try:
        parsed = read(rest)
    except DutyListUnreadable:
        return
    assert len(parsed.clauses) == 39
