"""What a document carries besides its text: page numbers, number, signature, distribution."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from workflows.rules.chinese_numbers import date_in

_SPACES = re.compile(r"\s+")
_DASH = "-－—–‐‑―─ー－_"
_COUNT = "0-9０-９一二三四五六七八九十"
_PAGE = re.compile(rf"(?=.*[0-9０-９])[{_DASH}0-9０-９]{{1,20}}|第[{_COUNT}]+页(共[{_COUNT}]+页)?")
_NUMBER = re.compile(
    r"((发文字号|发文文号|文号|文件编号)[:：])?"
    r"(?P<words>[\u4e00-\u9fff]{1,12})"
    r"[〔\[［【(（﹝](?P<year>[0-9０-９]{4})[〕\]］】)）﹞]"
    r"(?P<ordinal>第?)(?P<count>[0-9０-９]{1,5})号(签发人[:：].*)?"
)
_BODIES = "人民政府|政府|办公室|办公厅|委员会|管委会"
_BODY_WORDS = rf"[\u4e00-\u9fff][\u4e00-\u9fff（）()·]{{1,30}}?(?:{_BODIES})(?:办公室)?"
_BODY = re.compile(_BODY_WORDS)
_BANNER = re.compile(rf"{_BODY_WORDS}文件|附件[{_COUNT}]*[:：]?")
_FREE_TEXT = re.compile(r"(抄送|主送|报送|分送|抄报)[:：]|附件[0-9０-９一二三]*[:：]")
_ISSUED = re.compile(r"(.{2,30}?)([0-9０-９〇○零一二三四五六七八九]{4}年.{2,8}日)印发")
_REMARK = re.compile(r"[（(](此件|联系人).*[）)]")
_SIGNED = re.compile(
    rf"[（(]?(?P<body>{_BODY_WORDS})?(?P<date>[^年]{{4}}年[^月]{{1,3}}月[^日]{{1,3}}日)[）)]?"
)
_FULL_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


def squeezed(line: str) -> str:
    """A line without any spaces, narrow or wide."""
    return _SPACES.sub("", line)


def is_page_number(line: str) -> bool:
    """－２－, - 3 -, 第2页共8页."""
    return bool(_PAGE.fullmatch(squeezed(line)))


def document_number(line: str) -> str | None:
    """双政发〔2022〕3号 in its standard form, where a line is a document number and nothing else."""
    found = _NUMBER.fullmatch(squeezed(line))
    if found is None:
        return None
    year, count = found["year"].translate(_FULL_DIGITS), found["count"].translate(_FULL_DIGITS)
    return f"{found['words']}〔{year}〕{found['ordinal']}{int(count)}号"


def is_banner(line: str) -> bool:
    """The red head 尖山区人民政府文件, or the word 附件 above an enclosure."""
    return bool(_BANNER.fullmatch(squeezed(line)))


def is_issuing_body(line: str) -> bool:
    """A line that only names a government or an office of one."""
    return bool(_BODY.fullmatch(squeezed(line)))


def opens_free_text(line: str) -> bool:
    """抄送：…, 附件：…, …印发: the document's last lines, which may be continued freely."""
    return bool(_FREE_TEXT.match(squeezed(line))) or printing_line(line) is not None


def is_remark(line: str) -> bool:
    """（此件公开发布）"""
    return bool(_REMARK.fullmatch(squeezed(line)))


def printing_line(line: str) -> tuple[str, str] | None:
    """双鸭山市人民政府办公室 2022年2月7日印发 → the body and the date as written."""
    found = _ISSUED.fullmatch(squeezed(line))
    return (found[1], found[2]) if found else None


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """2022年2月7日, or 集贤县人民政府 2022年2月7日; `day` is None where no calendar has the date."""

    body: str | None
    day: date | None


def signature_line(line: str) -> SignatureLine | None:
    """A line that holds a date and at most the body that signs before it."""
    found = _SIGNED.fullmatch(squeezed(line))
    if found is None:
        return None
    day, there_is_one = date_in(found["date"])
    return SignatureLine(found["body"], day) if there_is_one else None
