"""What people do to a matter as a whole: press an armed action (申请延期), end it with a reason."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from models import ProcessInstance, User, db
from workflows import instances, messages
from workflows.messages import Action
from workflows.permissions import instance_for

from ..clock import now
from ..i18n import say
from ..transactions import act
from .actor import present_actor
from .blueprint import blueprint


@blueprint.get("/<int:instance_id>/actions/<int:subscription_id>")
def ask_action(instance_id: int, subscription_id: int) -> str:
    """Ask once before an action that cannot be taken back."""
    instance = instance_for(db.session, current_user.user, instance_id, now())
    action = _action(db.session, instance, current_user.user, subscription_id)
    return render_template("matters/ask_action.html", instance=instance, action=action)


@blueprint.post("/<int:instance_id>/actions/<int:subscription_id>")
def press(instance_id: int, subscription_id: int) -> Response:
    """Press an action; goes on to the task it opened for this person, else back to the matter."""
    moment = now()

    def work(session: Session) -> tuple[str, int | None]:
        user = session.get_one(User, current_user.id)
        instance = instance_for(session, user, instance_id, moment)
        action = _action(session, instance, user, subscription_id)
        task = messages.trigger_action(session, instance, subscription_id, action.actor, moment)
        return say(action.words), task.id if task else None

    words, task_id = act(work)
    if task_id is not None:
        return redirect(url_for("tasks.show", task_id=task_id), 303)
    flash(_("已办理：%(words)s。", words=words), "done")
    return redirect(url_for("matters.show", instance_id=instance_id), 303)


@blueprint.route("/<int:instance_id>/cancel", methods=["GET", "POST"])
def cancel(instance_id: int) -> Response | str | tuple[str, int]:
    """End a matter by an administrator's act; 422 without a reason."""
    if request.method == "GET":
        return _cancel_page(instance_id)
    reason = request.form.get("reason", "").strip()
    if not reason:
        return _cancel_page(instance_id, {"reason": _("请写明终止的理由，它会记入办理轨迹。")}), 422
    moment = now()

    def work(session: Session) -> None:
        actor = present_actor(session)
        instances.cancel(
            session, instance_for(session, actor.user, instance_id, moment), actor, reason, moment
        )

    act(work)
    flash(_("事项已终止，理由已记入办理轨迹。"), "done")
    return redirect(url_for("matters.show", instance_id=instance_id), 303)


def _action(session: Session, instance: ProcessInstance, user: User, subscription_id: int) -> Action:
    armed = messages.actions_for(session, instance, user, now())
    found = next((one for one in armed if one.subscription_id == subscription_id), None)
    if found is None:
        abort(404)
    return found


def _cancel_page(instance_id: int, errors: dict[str, str] | None = None) -> str:
    instance = instance_for(db.session, current_user.user, instance_id, now())
    return render_template("matters/cancel.html", instance=instance, errors=errors or {}, typed=request.form)
