"""What is wrong with a diagram: one finding a fault, in both languages, at an element as drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from workflows.words import DomainError, Sentence


class Severity(StrEnum):
    """Whether a finding stops a deployment."""

    REFUSE = "refuse"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: the rule that found it, the element's id (None: the file as a whole), what to do."""

    rule: str
    element: str | None
    severity: Severity
    message: Sentence


def refusal(rule: str, element: str | None, zh: str, en: str) -> Finding:
    """A finding that stops the deployment."""
    return Finding(rule, element, Severity.REFUSE, Sentence(zh, en))


def warning(rule: str, element: str | None, zh: str, en: str) -> Finding:
    """A finding that lets the deployment pass."""
    return Finding(rule, element, Severity.WARN, Sentence(zh, en))


class NotDeployable(DomainError):
    """The diagram cannot run here; `findings` say where and why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        zh = "；".join(f"{f.element or '文件'}：{f.message.zh}" for f in self.findings)
        en = "; ".join(f"{f.element or 'file'}: {f.message.en}" for f in self.findings)
        super().__init__(Sentence(f"流程图不能部署：{zh}", f"The diagram cannot be deployed: {en}"))
