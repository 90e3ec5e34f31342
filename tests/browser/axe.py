"""What axe (WCAG 2 A and AA) finds on a page in our own markup."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "webapp/frontend/node_modules/axe-core/axe.min.js"
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],  # every node that passed would be described at several times the cost
}
THIRD_PARTY_CANVASES = [
    ".djs-container",
    ".bjs-powered-by",
    ".bio-properties-panel",
    ".dmn-decision-table-container",
    ".dmn-drd-container",
]
"""Drawn by bpmn-js, its properties panel and dmn-js; the outline beside the picture is the way for those who
cannot see it."""


def violations(page: Page) -> list[str]:
    """What axe finds on the page, one line an element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(
        "async ([canvases, rules]) =>"
        " (await axe.run({exclude: canvases.map(one => [one])}, rules)).violations",
        [THIRD_PARTY_CANVASES, RULES],
    )
    return [
        f"{page.url} {violation['id']}: {node['target']} {node['failureSummary'][:200]}"
        for violation in found
        for node in violation["nodes"]
    ]
