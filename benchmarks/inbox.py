"""The my-tasks page's questions at very many open tasks, beside 1,000; a person with three posts.

A tenth of all open tasks is offered to his posts, so that he has 100 in the small office. Both offices take
turns. BENCH_SIZE: open tasks in the large one (1000000, some 2 GB of disk)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.workload.crowd import fill
from benchmarks.workload.measuring import Series, figure, print_lines, size
from benchmarks.workload.office import MONDAY, BenchOffice, copy_office, make_office, scratch_folder
from models import Post, User
from workflows.people.appointments import appoint
from workflows.permissions import standing_of
from workflows.queries.inbox import counters, my_tasks
from workflows.rules.calendars import local_day

FEW = 1_000
ASKED = 40
POSTS = ("yjj-head", "fgw-head", "czj-head")
SHARES = (34, 33, 33)  #: of each thousand tasks


def run() -> Iterator[dict[str, Any]]:
    """The page's questions, and its counters alone, large ÷ small."""
    many = size(1_000_000)
    with scratch_folder() as folder:
        small = make_office(folder / "small.db")
        posts = small.do(_give_three_posts)
        template = small.start()  # at REGISTER: offered to the supervision office
        large = copy_office(small, folder / "large.db")
        offers = dict(zip(posts, SHARES, strict=True))
        fill(small.file, template, FEW, offers)
        fill(large.file, template, many, offers)
        pages, counts = (Series(), Series()), (Series(), Series())
        for _ in range(ASKED):
            for office, page, count in zip((small, large), pages, counts, strict=True):
                _ask(office, page, count)
        small.close()
        large.close()
    for name, (few, lots) in (("my-tasks page", pages), ("its four counters alone", counts)):
        yield figure(
            f"{name} at {many} / at {FEW} open tasks", lots.median / few.median,
            "≤ 2" if few is pages[0] else None, many=lots, few=few,
        )  # fmt: skip


def _give_three_posts(session: Session) -> list[int]:
    user = _user(session)
    posts = [session.scalars(select(Post).filter_by(code=code)).one() for code in POSTS]
    for post in posts[1:]:
        appoint(session, user, post, local_day(MONDAY), None, MONDAY)
    return [post.id for post in posts]


def _user(session: Session) -> User:
    return session.scalars(select(User).filter_by(username="yjj_head")).one()


def _ask(office: BenchOffice, page: Series, count: Series) -> None:
    with office.sessions() as session:
        user = _user(session)
        with page.one():
            found = my_tasks(session, user, office.now)
        if len(found.lines) != 30 or len(found.posts) != len(POSTS):
            raise RuntimeError(f"a full page for three posts was expected: {len(found.lines)}")
    with office.sessions() as session:
        standing = standing_of(session, _user(session), office.now)
        with count.one():
            counters(session, standing, office.now)


if __name__ == "__main__":
    print_lines(run())
