"""A hearing as its people live it: arranged, reported to, held, its minutes drafted and signed."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Notice, Post, ProcessInstance
from tests.scenarios import matters_at_work
from tests.scenarios.matters_at_work import shanghai

SCAN = [{"document": "1", "name": "签到表.pdf"}]
ARRANGED = {
    "meeting_at": shanghai(2026, 12, 10, 9, 0),
    "place": "市政府第一会议室",
    "topics": "冬季施工和燃气安全",
    "departments": ["zjj", "jtj"],
}
REPORT = {
    "situation": "本季度开展检查四十次，形势总体平稳。",
    "accidents": 0,
    "major_hazards": 1,
    "problems": "老旧小区燃气管网更新缓慢",
    "attachments": SCAN,
}
HELD = {"held_on": date(2026, 12, 10), "hearing_form": "meeting", "attended": ["zjj", "jtj"]}
MINUTES = {
    "situation_analysis": "形势总体平稳，燃气领域风险仍然突出。",
    "decisions": [
        {"what": "完成老旧燃气管网更新", "lead": "zjj", "follow": "supervision", "due": date(2027, 3, 20)}
    ],
}


class Office(matters_at_work.Office):
    """The office whose matters are hearings."""

    def begin(self, by: str = "vm_city") -> Hearing:
        """A leader begins a hearing himself, in the fourth quarter of 2026."""
        return Hearing(self, self.started(by, "quarterly_hearing", {}))

    def hearing(self, key: str) -> Hearing:
        """The one that was started under this key: 2027-Q1:vm_city:quarter-begins."""
        with self.sessions() as session:
            [id_] = session.scalars(select(ProcessInstance.id).where(ProcessInstance.start_key == key))
        return Hearing(self, id_)

    def keys(self) -> list[str]:
        """What hearings and reports were started by themselves."""
        query = select(ProcessInstance.start_key).where(
            ProcessInstance.id.in_(self.matters_of("quarterly_hearing")),
            ProcessInstance.start_key.is_not(None),
        )
        with self.sessions() as session:
            return sorted(session.scalars(query.order_by(ProcessInstance.id)))


class Hearing(matters_at_work.Matter):
    """One hearing, with the walk most scenarios share, act by act."""

    def arranged(self, by: str = "vm_city", **differently: Any) -> Hearing:
        self.do("QH-02", by, **{**ARRANGED, **differently})
        return self

    def reported(self, unit: str, **differently: Any) -> None:
        self.do("QH-04", f"{unit}_liaison", party=unit, **{**REPORT, **differently})

    def held(self, by: str = "vm_city", **differently: Any) -> Hearing:
        self.do("QH-05", by, **{**HELD, **differently})
        return self

    def drafted(self, **differently: Any) -> Hearing:
        self.do("QH-06", "clerk1", **{**MINUTES, **differently})
        return self

    def signed(self, by: str = "vm_city") -> Hearing:
        self.do("QH-07", by, outcome="sign")
        return self

    def notices(self, kind: str, post: str) -> int:
        """How many notices of a kind a post has about this hearing."""
        query = (
            select(func.count(Notice.id))
            .join(Post, Post.id == Notice.post_id)
            .where(Notice.instance_id == self.id, Notice.kind == kind, Post.code == post)
        )

        def question(session: Session, _instance: ProcessInstance) -> int:
            return session.scalar(query) or 0

        return self.read(question)
