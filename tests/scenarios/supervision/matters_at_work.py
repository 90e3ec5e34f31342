"""A supervision matter as its people live it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.scenarios import matters_at_work
from tests.scenarios.matters_at_work import SHANGHAI, shanghai

__all__ = ["PROPOSED", "REGISTERED", "SCAN", "SHANGHAI", "Matter", "Office", "shanghai"]

REGISTERED = {
    "title": "落实冬季供暖安全检查",
    "category": "3",
    "kind": "instruction",
    "source_doc_no": "双政办〔2026〕88号",
    "instruction_text": "请应急局牵头检查供暖安全，限期报告。",
    "leader": "scm",
    "received_on": date(2026, 11, 23),
    "urgency": "normal",
    "confidentiality": "public",
}
PROPOSED = {
    "open_decision": "open",
    "lead": "yjj",
    "co": [],
    "task_text": "检查全市供暖企业并整改隐患",
    "feedback": "once",
    "due_on": None,
    "accountability": False,
    "matters": [],
}
SCAN = [{"document": "1", "name": "报告.pdf"}]


class Office(matters_at_work.Office):
    """The office whose matters are supervision matters unless another process is named."""

    def begin(self, by: str = "clerk1", process: str = "supervision", **variables: Any) -> Matter:
        return Matter(self, self.started(by, process, variables))


class Matter(matters_at_work.Matter):
    """One supervision matter, with the walk most scenarios share, act by act."""

    def registered(self, **differently: Any) -> Matter:
        self.do("SV-01", "clerk1", **{**REGISTERED, **differently})
        return self

    def opened(self, registered: Mapping[str, Any] | None = None, **proposed: Any) -> Matter:
        """Registered, proposed and approved: at the dispatch."""
        self.registered(**(registered or {}))
        self.do("SV-02", "clerk1", **{**PROPOSED, **proposed})
        self.do("SV-03", "sg", outcome="approve", opinion="同意")
        return self

    def dispatched(self, registered: Mapping[str, Any] | None = None, **proposed: Any) -> Matter:
        self.opened(registered, **proposed)
        self.dispatch()
        return self

    def dispatch(self, by: str = "clerk1", **differently: Any) -> None:
        now = self.variables
        kept = {name: now.get(name) for name in ("title", "task_text", "lead", "co", "due_on")}
        self.do("SV-04", by, **{**kept, **differently})

    def signed_in(self, registered: Mapping[str, Any] | None = None, **proposed: Any) -> Matter:
        """Dispatched, signed in and assigned: the result is owed."""
        self.dispatched(registered, **proposed)
        self.sign_in()
        return self

    def sign_in(self, unit: str = "yjj") -> None:
        self.do("SV-05", f"{unit}_liaison", outcome="accept")
        self.do("SV-06", f"{unit}_head", section="危化科", person="科长", plan="先排查，后整改")

    def hand_in(self, unit: str = "yjj") -> None:
        self.do(
            "SV-09",
            f"{unit}_head",
            conclusion="done",
            result_text="已检查供暖企业12家，隐患全部整改。",
            attachments=SCAN,
        )

    def passed(self, quality: int = 4) -> None:
        self.do("SV-10", "clerk2", outcome="pass", quality=quality, site_check=False)

    def read_and_agreed(self, by: str = "scm") -> None:
        self.do("SV-11", by, outcome="agree")

    def closed(self, quality: int = 4) -> None:
        self.do("SV-12", "clerk2", closing_type="completed", closing_text="已全部完成。", quality=quality)

    def finished(self, **proposed: Any) -> Matter:
        """From the first act to the close-out without a hitch."""
        self.signed_in(**proposed)
        self.hand_in()
        self.passed()
        self.read_and_agreed()
        self.closed()
        return self
