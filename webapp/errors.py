"""What went wrong, as a page: what happened, that nothing was lost, what to do. The one table of statuses."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_limiter.errors import RateLimitExceeded
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from models import db
from workflows.acts import ActRefused, Overtaken
from workflows.deployments.publishing import NoSuchProcess
from workflows.documents import FileRefused
from workflows.duty_lists import NoSuchClause
from workflows.matters import NoSuchMatter
from workflows.messages import ActionGone
from workflows.moving.runs import NoSuchRun
from workflows.office.rule_book import NoSuchRule
from workflows.office.settings import NoSuchSetting
from workflows.people.accounts import AccountRefused
from workflows.people.posts import NoSuchCode
from workflows.permissions import NotVisible, NotYours
from workflows.rules.forms import FormNotUnderstood
from workflows.running.acting import InstanceEnded
from workflows.studio.changes import NoSuchChange
from workflows.studio.drafts import DraftRefused, NoSuchDraft, NotYourDraft
from workflows.tasks import TaskAlreadyDone, TaskWithdrawn
from workflows.words import DomainError

from .access import PUBLIC_ROUTES
from .i18n import say


@dataclass(frozen=True)
class Answer:
    """How one kind of failure is answered."""

    status: int
    title: object  #: lazy, in the visitor's language
    what_to_do: object


NOT_ALLOWED_NOW = Answer(409, _l("现在不能这样做"), _l("请返回上一页，核对后再办理。"))
NOT_FOUND = Answer(404, _l("没有找到"), _l("可能地址有误，或者事项已不对您开放。可以从待办重新进入。"))
NOT_YOURS = Answer(403, _l("不由您办理"), _l("如工作需要，请联系督查室。"))
TOO_LATE = Answer(409, _l("已经有结果了"), _l("请打开事项查看进展。"))
REFUSED = Answer(422, _l("没有收下"), _l("请返回上一页，按提示修改后再提交。"))
BADLY_DRAWN = Answer(500, _l("流程设计有误"), _l("请把下面的话告诉流程管理员。"))
BUSY = Answer(503, _l("同时办理的人太多"), _l("请返回上一页，稍等片刻再提交一次。"))

#: Domain errors by class; the nearest class in the error's ancestry decides. Anything else of ours is a 409.
DOMAIN: dict[type[DomainError], Answer] = {
    DomainError: NOT_ALLOWED_NOW,
    NotVisible: NOT_FOUND,
    NoSuchCode: NOT_FOUND,
    NoSuchProcess: NOT_FOUND,
    NoSuchMatter: NOT_FOUND,
    NoSuchClause: NOT_FOUND,
    NoSuchRule: NOT_FOUND,
    NoSuchSetting: NOT_FOUND,
    NoSuchDraft: NOT_FOUND,
    NoSuchChange: NOT_FOUND,
    NoSuchRun: NOT_FOUND,
    NotYours: NOT_YOURS,
    NotYourDraft: NOT_YOURS,
    TaskAlreadyDone: TOO_LATE,
    TaskWithdrawn: TOO_LATE,
    InstanceEnded: TOO_LATE,
    ActionGone: TOO_LATE,
    FileRefused: REFUSED,
    ActRefused: REFUSED,
    AccountRefused: REFUSED,
    DraftRefused: REFUSED,
    FormNotUnderstood: BADLY_DRAWN,
}

#: What HTTP itself refuses.
HTTP: dict[int, Answer] = {
    400: Answer(400, _l("没有看懂这次请求"), _l("请返回上一页，刷新后重试。")),
    401: Answer(401, _l("请先登录"), _l("登录后会回到原来的页面。")),
    403: Answer(403, _l("您没有查看此页的权限"), _l("如工作需要，请联系督查室或系统管理员。")),
    404: Answer(404, _l("没有找到这个页面"), _l("可能地址有误，或者事项已不对您开放。可以从待办重新进入。")),
    405: Answer(405, _l("这个地址不能这样打开"), _l("请从页面上的按钮进入。")),
    413: Answer(413, _l("内容太大，没有收下"), _l("单个附件不超过50 MB，请压缩或分开上传。")),
    429: Answer(429, _l("操作太频繁"), _l("请稍等几分钟再试。")),
    500: Answer(500, _l("系统出错了"), _l("错误已记录。请稍后再试；如仍不行，请告诉系统管理员下面的时间。")),
    503: Answer(503, _l("系统正在准备"), _l("请稍等一会儿再刷新。")),
}


def answer_for(error: DomainError) -> Answer:
    """The table's line for a domain error: its own class's, or its nearest ancestor's."""
    return next(DOMAIN[kind] for kind in type(error).__mro__ if kind in DOMAIN)


def init_app(app: Flask) -> None:
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(Overtaken, _overtaken)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(RateLimitExceeded, _http_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unforeseen)


def page(answer: Answer, what_happened: str = "", lost_nothing: bool | None = None) -> tuple[str, int]:
    """The error page. A refused form shows what was typed, so that it can be copied."""
    db.session.rollback()
    return (
        render_template(
            "errors/error.html",
            answer=answer,
            what_happened=what_happened,
            lost_nothing=request.method == "POST" if lost_nothing is None else lost_nothing,
            typed=typed_by_the_visitor(),
        ),
        answer.status,
    )


#: The hidden field by which a form names those of its fields whose values are options.
TICKED_FIELDS = "_ticked"


def typed_by_the_visitor() -> list[str]:
    """The texts a refused form held, without passwords, tokens and options.

    An option is quickly ticked again, and its code means nothing to people."""
    if request.method != "POST" or request.content_length is None:
        return []
    try:
        form = request.form
    except HTTPException:  # the very body that was refused cannot be read a second time
        return []
    silent = {"csrf_token", "next", *form.getlist(TICKED_FIELDS)}
    return [
        value
        for name, value in form.items(multi=True)
        if value.strip() and name not in silent and "password" not in name and not name.startswith("_")
    ]


def _domain_error(error: DomainError) -> tuple[str, int]:
    return page(answer_for(error), say(error.sentence))


def _overtaken(_error: Overtaken) -> tuple[str, int]:
    return page(BUSY)


def _csrf_error(_error: CSRFError) -> tuple[str, int]:
    # The token goes with the session: whoever was logged out meanwhile must log in, refreshing will not help.
    if not current_user.is_authenticated and request.endpoint not in PUBLIC_ROUTES:
        return page(HTTP[401])
    answer = Answer(400, _("页面已过期"), _("请刷新原来的页面再提交一次。"))
    return page(answer, _("为了防止冒用，系统没有接受这次提交。"))


def _http_error(error: HTTPException) -> tuple[str, int] | HTTPException:
    status = error.code or 500
    if status < 400:  # a redirect raised as an exception is an answer, not an error
        return error
    return page(HTTP.get(status, HTTP[400 if status < 500 else 500]))


def _unforeseen(error: Exception) -> tuple[str, int]:
    """The boundary of the house: whatever nobody foresaw is logged whole and answered with a page."""
    if current_app.testing or current_app.debug:
        raise error
    current_app.logger.exception("%s %s failed", request.method, request.path)
    return page(HTTP[500], lost_nothing=False)
