"""Running matters moved to the version in use: tried dry, mapped, chosen, followed, taken back."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import InstanceMoveRun, MoveState, ProcessInstance, User, db
from workflows.deployments.publishing import latest_definition
from workflows.moving import runs
from workflows.moving.dry_run import DryRun, dry_run
from workflows.permissions import may_move, standing_of
from workflows.visibility import visible_matters

from ..admin.refusals import tried, typed_text
from ..clock import now
from ..matters.actor import present_actor
from .blueprint import blueprint, for_secretariat, for_the_office

MAPPED = "map:"
SHOWN = 200  #: matters listed one by one; beyond, they are chosen by place or all together


@blueprint.get("/moves/<process_id>")
@for_the_office
def plan_move(process_id: str) -> str:
    """The dry run: what moving would do, with the mapping the address gives."""
    return _plan_page(process_id)


@blueprint.post("/moves/<process_id>")
@for_secretariat
def begin_move(process_id: str) -> Response | tuple[str, int]:
    """Move all, those at some places, or those ticked; done in the background."""
    reason, which, moment = typed_text("reason"), request.form.get("which", ""), now()

    def work(session: Session) -> int:
        target = latest_definition(session, process_id)
        found = dry_run(session, target, _mapping())
        chosen = _chosen(found, which)
        return runs.begin_run(
            session, target, chosen, found.mapping, reason, present_actor(session), moment
        ).id

    run_id, errors = tried(work, "which")
    if errors:
        return _plan_page(process_id, errors), 422
    return redirect(url_for("studio.move_run", run_id=run_id), 303)


@blueprint.get("/moves/runs/<int:run_id>")
@for_the_office
def move_run(run_id: int) -> str:
    """How far a run has come; what stayed behind, and why; what can be taken back."""
    return _run_page(run_id)


@blueprint.get("/moves/runs/<int:run_id>/stamp")
@for_the_office
def move_stamp(run_id: int) -> Response:
    """A short text that differs when the run's page would: an open page asks for it."""
    progress = runs.progress_of(db.session, runs.run_for(db.session, run_id))
    return Response(_stamp_of(progress), mimetype="text/plain")


@blueprint.post("/moves/runs/<int:run_id>/undo")
@for_secretariat
def undo_move(run_id: int) -> Response | tuple[str, int]:
    """Take back the ticked matters, or all of them; what was worked on since stays and is told."""
    ticked = _numbers(request.form.getlist("matter"))
    wanted = None if request.form.get("which") == "all" else ticked
    moment = now()
    count, errors = tried(
        lambda session: runs.ask_undo(session, run_id, wanted, present_actor(session), moment), "which"
    )
    if errors:
        return _run_page(run_id, errors), 422
    flash(_("正在撤回%(count)s件。", count=count), "done")
    return redirect(url_for("studio.move_run", run_id=run_id), 303)


def _chosen(found: DryRun, which: str) -> Iterable[int]:
    """Of the movable matters: all, those at the ticked places, or those ticked themselves."""
    match which:
        case "all":
            return found.movable
        case "places":
            return found.standing_at(request.form.getlist("place"))
        case "some":
            return set(_numbers(request.form.getlist("matter"))) & set(found.movable)
    return ()


def _numbers(texts: Iterable[str]) -> list[int]:
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19]


def _mapping() -> dict[str, str]:
    """What the person mapped: `map:OLD=NEW`, in the address or in the form."""
    return {
        name.removeprefix(MAPPED): value
        for name, value in request.values.items()
        if name.startswith(MAPPED) and value
    }


def _plan_page(process_id: str, errors: dict[str, str] | None = None) -> str:
    target = latest_definition(db.session, process_id)
    found = dry_run(db.session, target, _mapping())
    return render_template(
        "studio/plan_move.html",
        target=target,
        found=found,
        matters=_matters(found.movable[:SHOWN]),
        may_move=may_move(standing_of(db.session, _visitor(), now())),
        mapped=MAPPED,
        earlier=_runs_to(target.process_id),
        errors=errors or {},
        typed=request.form,
    )


def _run_page(run_id: int, errors: dict[str, str] | None = None) -> str:
    run = runs.run_for(db.session, run_id)
    progress = runs.progress_of(db.session, run)
    lines = {
        state: runs.lines_of(db.session, run, [state], SHOWN)
        for state in (MoveState.MOVED, MoveState.REFUSED, MoveState.TOUCHED, MoveState.UNDONE)
    }
    shown = [line.instance_id for held in lines.values() for line in held]
    return render_template(
        "studio/move_run.html",
        run=run,
        progress=progress,
        stamp=_stamp_of(progress),
        lines=lines,
        matters={matter.id: matter for matter in _matters(shown)},
        may_move=may_move(standing_of(db.session, _visitor(), now())),
        shown=SHOWN,
        errors=errors or {},
    )


def _matters(instance_ids: Iterable[int]) -> list[ProcessInstance]:
    """The matters among these that this person may see, by number."""
    visible = visible_matters(standing_of(db.session, _visitor(), now()))
    query = select(ProcessInstance).where(ProcessInstance.id.in_(list(instance_ids)), visible)
    return list(db.session.scalars(query.order_by(ProcessInstance.id)))


def _visitor() -> User:
    return present_actor(db.session).user


def _runs_to(process_id: str) -> list[tuple[InstanceMoveRun, runs.Progress]]:
    recent = [run for run in runs.recent_runs(db.session) if run.target.process_id == process_id]
    return [(run, runs.progress_of(db.session, run)) for run in recent]


def _stamp_of(progress: runs.Progress) -> str:
    return "-".join(f"{state.value}{count}" for state, count in sorted(progress.counts.items())) or "none"
