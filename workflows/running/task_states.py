"""A task that is no longer open: who did it, or that the process took it back; in words."""

from __future__ import annotations

from models import Task, TaskState
from workflows.rules.deadline_words import due_words
from workflows.words import DomainError, Sentence


class TaskAlreadyDone(DomainError):
    """Somebody was first: the sentence names who, in which post and when."""

    def __init__(self, task: Task) -> None:
        self.task = task
        who, who_en = _doer(task)
        when = due_words(task.closed_at) if task.closed_at else Sentence("此前", "an earlier time")
        super().__init__(
            Sentence(f"{who}已于{when.zh}办理了这项任务", f"{who_en} did this task at {when.en}")
        )


class TaskWithdrawn(DomainError):
    """The process took the task back (an event interrupted it)."""

    def __init__(self, task: Task) -> None:
        self.task = task
        super().__init__(Sentence("流程已收回这项任务，不需要再办理", "The process has withdrawn this task"))


def check_open(task: Task) -> None:
    """Raises TaskAlreadyDone or TaskWithdrawn unless the task is open."""
    if task.state is TaskState.DONE:
        raise TaskAlreadyDone(task)
    if task.state is TaskState.CANCELLED:
        raise TaskWithdrawn(task)


def _doer(task: Task) -> tuple[str, str]:
    """Who did it, in which post: 市应急管理局负责人（张三）."""
    person = task.done_by.display_name if task.done_by else ""
    post = task.on_behalf_of or task.acted_as
    if post is None:
        return person or "他人", person or "someone"
    if person == post.name:
        return post.name, post.name_en
    return f"{post.name}（{person}）", f"{post.name_en} ({person})"
