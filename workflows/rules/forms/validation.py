"""A form's own rules about one typed value: required, length, range, pattern. Each failure is one
sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from workflows.rules.forms.schema import TEXTS, Component
from workflows.rules.forms.setting import FormSetting
from workflows.words import Sentence

#: Where the schema sets no length: nobody types more, and rows and trails must stay readable.
LONGEST = {"textfield": 500, "textarea": 20_000}
LONGEST_MATCHED = 2000  #: characters a pattern is tried on; a hostile text must not keep the pattern busy

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}\.[^@\s.]{2,60}")
_PHONE = re.compile(r"\+?[\d\s()-]{5,25}")


def missing(component: Component) -> Sentence:
    """The sentence for a required field without an answer."""
    zh, en = component.label.zh, component.label.en
    if component.type == "checkbox":
        return Sentence(f"请勾选“{zh}”。", f"Tick “{en}”.")
    if component.type == "filepicker":
        return Sentence(f"请上传“{zh}”。", f"Upload a file for “{en}”.")
    if component.type in {"radio", "select", "checklist", "taglist"}:
        return Sentence(f"请选择“{zh}”。", f"Choose “{en}”.")
    return Sentence(f"请填写“{zh}”。", f"Fill in “{en}”.")


def unfit(component: Component, reason: Sentence) -> Sentence:
    """A reason said of a field by its name."""
    zh, en = component.label.zh, component.label.en
    return Sentence(
        f"“{zh}”：{reason.zh}。" if zh else f"{reason.zh}。",
        f"“{en}”: {reason.en}." if en else f"{reason.en}.",
    )


def broken_rule(
    component: Component, value: Any, setting: FormSetting, answers: Mapping[str, Any]
) -> Sentence | None:
    """The first rule of the schema the value breaks, as a reason; None where it breaks none."""
    if component.type in TEXTS:
        return _text(component, value, lambda name: _limit(component, name, setting, answers))
    if component.type == "number":
        return _number(value, lambda name: _limit(component, name, setting, answers))
    if component.type == "datetime" and component.no_past:
        return _not_past(value, setting.today)
    return None


def _limit(
    component: Component, name: str, setting: FormSetting, answers: Mapping[str, Any]
) -> Decimal | None:
    """A limit of the schema: a number, a text with one, or FEEL; None where there is none."""
    value = setting.resolved(component.validate.get(name), answers)
    if isinstance(value, str):
        value = Decimal(value) if re.fullmatch(r"-?\d{1,15}(\.\d{1,10})?", value.strip()) else None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    return Decimal(str(value))


def _text(component: Component, value: str, limit: Callable[[str], Decimal | None]) -> Sentence | None:
    longest = limit("maxLength") or LONGEST[component.type]
    if len(value) > longest:
        return Sentence(
            f"最多{longest}个字，现在有{len(value)}个字",
            f"At most {longest} characters; there are {len(value)}",
        )
    shortest = limit("minLength")
    if shortest and len(value) < shortest:
        return Sentence(f"至少{shortest}个字", f"At least {shortest} characters")
    return _pattern(component.validate, value)


def _pattern(rules: Mapping[str, Any], value: str) -> Sentence | None:
    kind, pattern = rules.get("validationType"), rules.get("pattern")
    if kind == "email":
        return (
            None if _EMAIL.fullmatch(value) else Sentence("邮箱地址的格式不对", "That is no e-mail address")
        )
    if kind == "phone":
        return (
            None if _PHONE.fullmatch(value) else Sentence("电话号码的格式不对", "That is no telephone number")
        )
    if pattern and (len(value) > LONGEST_MATCHED or not re.search(str(pattern), value)):
        wanted = rules.get("patternErrorMessage")
        return (
            Sentence(str(wanted), str(wanted)) if wanted else Sentence("格式不对", "The format is not right")
        )
    return None


def _number(value: Decimal, limit: Callable[[str], Decimal | None]) -> Sentence | None:
    least, most = limit("min"), limit("max")
    if least is not None and value < least:
        return Sentence(f"不能小于{least}", f"Not less than {least}")
    if most is not None and value > most:
        return Sentence(f"不能大于{most}", f"Not more than {most}")
    return None


def _not_past(value: Any, today: date) -> Sentence | None:
    of = value.date() if isinstance(value, datetime) else value
    if isinstance(of, date) and of < today:
        return Sentence("不能早于今天", "Not before today")
    return None
