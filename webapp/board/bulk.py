"""What the secretariat does to several matters at once: urge those who hold them (催办)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from models import AccessRole, Post, ProcessInstance, Task, TaskState, db
from workflows.permissions import instance_for
from workflows.telling import notices
from workflows.telling.notices import NoticeWords
from workflows.words import Sentence

from ..access import only_for
from ..addresses import safe_next
from ..clock import now
from ..matters.actor import present_actor
from ..transactions import act
from .blueprint import blueprint

MOST_AT_ONCE = 100
LONGEST_WORDS = 500


@blueprint.route("/urge", methods=["GET", "POST"])
@only_for(AccessRole.SECRETARIAT)
def urge() -> Response | str | tuple[str, int]:
    """Ask what to say, then tell everybody who holds a task of the ticked matters; 422 without words."""
    matters = _asked_for()
    if request.method == "GET":
        return _page(matters)
    words = request.form.get("words", "").strip()[:LONGEST_WORDS]
    if not words:
        return _page(matters, {"words": _("请写明催办的话。")}), 422
    moment = now()

    def work(session: Session) -> int:
        actor = present_actor(session)
        told: set[int] = set()
        for matter_id in matters:
            instance = instance_for(session, actor.user, matter_id, moment)
            told |= {post.id for post in _tell(session, instance, actor.post, words, moment)}
        return len(told)

    count = act(work)
    flash(_("已催办%(matters)s件事项，通知了%(posts)s个职务。", matters=len(matters), posts=count), "done")
    return redirect(safe_next(request.form.get("next") or url_for("board.index")), 303)


def _tell(
    session: Session, instance: ProcessInstance, by: Post, words: str, moment: datetime
) -> Sequence[Post]:
    """One notice for everybody who holds an open task of the matter; nobody where none is open."""
    tasks = session.scalars(select(Task).where(Task.instance_id == instance.id, Task.state == TaskState.OPEN))
    codes = [(row.post or row.unit).code for task in tasks for row in task.candidates if row.open]
    if not codes:
        return ()
    said = NoticeWords(
        Sentence(f"催办：{instance.title}", f"Please act: {instance.title}"),
        Sentence(f"{by.name}：{words}", f"{by.name_en}: {words}"),
    )
    return notices.tell(session, instance, codes, "urge", said, moment, once=moment.isoformat())


def _asked_for() -> list[int]:
    asked = sorted(
        {int(value) for value in request.values.getlist("matter") if value.isascii() and value.isdigit()}
    )
    if not asked or len(asked) > MOST_AT_ONCE:
        abort(400)
    return asked


def _page(matters: Sequence[int], errors: dict[str, str] | None = None) -> str:
    moment = now()
    rows = [instance_for(db.session, current_user.user, matter_id, moment) for matter_id in matters]
    return render_template(
        "board/urge.html",
        matters=rows,
        errors=errors or {},
        typed=request.form,
        next=request.values.get("next", ""),
    )
