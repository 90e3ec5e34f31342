"""The page of one task and what one does there."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from models import TaskState, db
from workflows.permissions import NotYours
from workflows.queries.asked import TaskAsked
from workflows.queries.task import TaskPage
from workflows.rules.forms import RawAnswers, check, read_raw
from workflows.running.acting import InstanceEnded
from workflows.tasks import TaskAlreadyDone, TaskWithdrawn
from workflows.words import DomainError, Sentence

from ..clock import now
from ..dates import clock_time
from ..errors import answer_for
from ..i18n import say
from ..transactions import act
from . import drafts, handing_in, uploads
from .changes import changed
from .summary import summary_of
from .task_form import TaskForm, open_page, open_task, said_the_same, why_closed

blueprint = Blueprint("tasks", __name__, url_prefix="/tasks")


@blueprint.get("/<int:task_id>")
def show(task_id: int) -> str:
    """The matter on one page with its form; 404 for a task this person may not see."""
    return _page(_open_page(task_id))


@blueprint.post("/<int:task_id>")
def hand_in(task_id: int) -> Response | str | tuple[str, int]:
    """Hand the form in. 422 with the same form where something needs another look; 409 where somebody was
    first."""
    opened = _open(task_id)
    sent = read_raw(opened.form, request.form.lists())
    if (closed := why_closed(opened.page)) is not None:
        same = said_the_same(opened, sent, current_user.id)
        return _on(opened, None) if same else _too_late(opened.holding(sent), closed)
    refused = uploads.keep_all(task_id, opened.form, request.files)
    after_button = _pressed(task_id, sent)
    if after_button is not None:
        drafts.keep(task_id, after_button)
        return _page(_open_page(task_id).holding(after_button))
    if "_draft" in request.form:
        drafts.keep(task_id, sent)
        flash(_("草稿已保存，可以以后接着办。"), "done")
        return redirect(url_for("tasks.show", task_id=task_id), 303)
    if uploads.are_sent(request.files):
        opened = _open(task_id)  # with the files that were kept just now
    return _judge(opened.holding(sent), refused)


@blueprint.post("/<int:task_id>/draft")
def save_draft(task_id: int) -> dict[str, str]:
    """Keep what is typed, as it is being typed; answers when."""
    opened = _open(task_id)
    if (closed := why_closed(opened.page)) is not None:
        raise closed
    saved_at = drafts.keep(task_id, read_raw(opened.form, request.form.lists()))
    return {"saved": _("已自动保存 %(time)s", time=clock_time(saved_at))}


@blueprint.post("/<int:task_id>/draft/discard")
def discard_draft(task_id: int) -> Response:
    """Begin again from the matter's own values."""
    drafts.discard(task_id)
    return redirect(url_for("tasks.show", task_id=task_id), 303)


@blueprint.post("/<int:task_id>/hidden")
def hidden_parts(task_id: int) -> dict[str, list[str]]:
    """Which parts of the form the conditions hide for the answers so far."""
    opened = _open(task_id)
    shown = opened.holding(read_raw(opened.form, request.form.lists())).shown
    return {"hidden": sorted(shown.hidden)}


def _open(task_id: int) -> TaskForm[TaskAsked]:
    return open_task(db.session, current_user.user, task_id, now())


def _open_page(task_id: int) -> TaskForm[TaskPage]:
    return open_page(db.session, current_user.user, task_id, now())


def _pressed(task_id: int, sent: RawAnswers) -> RawAnswers | None:
    """The answers after a button inside the form; None where the form itself was handed in."""
    if "_withdraw" in request.form:
        uploads.withdraw(task_id, request.form["_withdraw"])
        return sent
    return changed(sent, request.form)


def _judge(opened: TaskForm[TaskAsked], refused: dict[str, Sentence]) -> Response | str | tuple[str, int]:
    answered = check(opened.form, opened.raw, opened.setting)
    errors = {**answered.errors, **refused}
    if errors:
        return _again(opened, errors)
    if opened.page.irreversible and "_confirmed" not in request.form:
        return render_template("tasks/confirm.html", **_shown(opened), summary=summary_of(opened.shown))
    task_id, user_id, moment = opened.page.task.id, current_user.id, now()
    try:
        following = act(
            lambda session: handing_in.complete(session, task_id, user_id, answered.values, moment)
        )
    except (TaskAlreadyDone, TaskWithdrawn, InstanceEnded, NotYours) as late:
        return _too_late(opened, late)
    except DomainError as refusal:
        return _again(opened, {refusal.field or "": refusal.sentence})
    return _on(opened, following)


def _on(opened: TaskForm[TaskAsked], following: int | None) -> Response:
    """To the matter's next step where it is this person's too, otherwise back to what else waits."""
    if following is None:
        flash(_("已办理：%(task)s", task=say(opened.page.name)), "done")
        return redirect(url_for("inbox.open_tasks"), 303)
    flash(_("已办理：%(task)s。下一步也由您办理，如下。", task=say(opened.page.name)), "done")
    return redirect(url_for("tasks.show", task_id=following), 303)


def _again(opened: TaskForm[TaskAsked], errors: dict[str, Sentence]) -> tuple[str, int]:
    """The same form with everything typed still in it; kept as a draft as well, should the browser be
    closed."""
    drafts.keep(opened.page.task.id, opened.raw)
    return _page(_open_page(opened.page.task.id).holding(opened.raw), errors), 422


def _too_late(opened: TaskForm[TaskAsked], error: DomainError) -> tuple[str, int]:
    """Nothing of this was written; what was typed stands there for copying."""
    db.session.rollback()
    page = render_template(
        "tasks/too_late.html",
        sentence=error.sentence,
        instance_id=opened.page.task.instance_id,
        summary=summary_of(opened.shown),
    )
    return page, answer_for(error).status


def _page(opened: TaskForm[TaskPage], errors: dict[str, Sentence] | None = None) -> str:
    general = [sentence for name, sentence in (errors or {}).items() if not name]
    by_field = {name: sentence for name, sentence in (errors or {}).items() if name}
    return render_template(
        "tasks/task.html",
        **_shown(opened, by_field),
        errors=by_field,
        general=general,
        draft=opened.page.draft,
        answered=summary_of(opened.shown) if opened.page.task.state is TaskState.DONE else None,
    )


def _shown(opened: TaskForm[TaskAsked], errors: dict[str, Sentence] | None = None) -> dict[str, object]:
    return {"page": opened.page, "task": opened.page.task, "shown": opened.show(errors), "raw": opened.raw}
