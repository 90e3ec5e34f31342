"""Start events: where a scope begins; what triggered it comes with the token."""

from __future__ import annotations

from workflows.engine.specs.base import NodeSpec


class StartEvent(NodeSpec):
    """A start event of a process, subprocess or event subprocess."""
