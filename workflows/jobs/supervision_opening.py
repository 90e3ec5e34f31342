"""Before a matter is dispatched: a classified stub, not opened, merged into another one."""

from __future__ import annotations

from collections.abc import Mapping

from models import EventKind, InstanceState, LinkKind, MatterState, PartyRelation
from workflows import journal, matters, numbering
from workflows.jobs.matter import matter_words, refused, text
from workflows.jobs.registry import JobCall, Value, job
from workflows.jobs.telling import tell
from workflows.rules.calendars import SHANGHAI
from workflows.words import Sentence

STUB_SERIES = "双政督（线下）"  #: numbers of papers that are handled offline
_KEPT_OF_A_STUB = frozenset({"matter_key", "confidentiality"})


@job("supervision.register_stub", gives=("number",))
def register_stub(call: JobCall) -> Mapping[str, Value]:
    """涉密: the matter keeps a non-secret number and nothing else (《保守国家秘密法》 Art. 31)."""
    year = call.now.astimezone(SHANGHAI).year
    matters.give_number(
        call.session, call.instance, numbering.document_number(call.session, STUB_SERIES, year)
    )
    matters.make_stub(call.session, call.instance, call.now)
    forgotten = {name: None for name in call.variables if name not in _KEPT_OF_A_STUB}
    return {**forgotten, "number": call.instance.number}


@job("supervision.not_opened", gives=())
def not_opened(call: JobCall) -> Mapping[str, Value]:
    """The paper was for information: it is on record and nothing is asked of anybody."""
    matters.set_state(call.session, call.instance, MatterState.NOT_OPENED, call.now, by=call.by)
    return {}


@job("supervision.merge", gives=())
def merge(call: JobCall) -> Mapping[str, Value]:
    """The same is asked for already: link the two and tell those who handle the other one.

    Refuses a number that names no matter, this matter itself, or one that has ended.
    """
    number = text(call, "merge_into")
    try:
        other = matters.by_number(call.session, number)
    except matters.NoSuchMatter as missing:
        raise refused(missing.sentence.zh, missing.sentence.en, "merge_into") from None
    if other.id == call.instance.id or other.state is not InstanceState.RUNNING:
        raise refused(
            f"“{number}”已经办结或就是本件，不能并入",
            f"“{number}” has ended or is this very matter",
            "merge_into",
        )
    matters.link(call.session, call.instance, other, LinkKind.MERGED_INTO)
    matters.set_state(call.session, call.instance, MatterState.MERGED, call.now, by=call.by, reason=number)
    source = text(call, "source_doc_no") or call.instance.title
    journal.record(
        call.session,
        other,
        EventKind.NOTICE,
        call.now,
        by=call.by,
        element_id=call.element_id,
        data={"what": "merged", "title": call.instance.title, "source": source},
    )
    here = matter_words(call)
    tell(
        call,
        matters.parties(call.session, other, PartyRelation.LEAD),
        "merged",
        Sentence(f"有来文并入{other.number}", f"A paper was merged into {other.number}"),
        Sentence(
            f"“{here.zh}”与贵单位承办的{other.number}内容相同，已并案办理。",
            f"“{here.en}” asks for the same as {other.number} and was merged into it.",
        ),
    )
    return {}
