"""The styles hold what some page can have of Tabler's, and leave out the rest."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

WEBAPP = Path(__file__).parents[2] / "webapp"
TABLER = WEBAPP / "frontend" / "node_modules" / "@tabler" / "core" / "dist" / "css" / "tabler.css"
BUILT = WEBAPP / "static" / "dist"

PAGE = '<p class="btn nav-{{ kind }}"></p>'
STYLES = """@charset "UTF-8";
/*! licence of x.y */
:root { --gap: 1px }
/* a remark; { .btn } */
.btn, .gone > .btn { content: ".gone{;"; background: url(data:a;b{.gone}) }
.gone { color: red }
.gone.btn:hover { color: red }
.btn:not(.gone), .btn:is(.gone, .nav) { color: blue }
.nav-tabs { color: green }
.w-1\\/2 { width: 50% }
@media print { .gone { color: red } .btn { color: black } }
@media screen { .gone { color: red } }
@keyframes turn { from { top: 0 } }
"""
KEPT = (
    '@charset "UTF-8";:root{--gap: 1px}.btn{content: ".gone{;"; background: url(data:a;b{.gone})}'
    ".btn:not(.gone),.btn:is(.gone, .nav){color: blue}.nav-tabs{color: green}"
    "@media print{.btn{color: black}}@keyframes turn{ from { top: 0 } }"
)


@pytest.mark.skipif(shutil.which("node") is None, reason="Node.js is not on this machine's path")
def test_a_rule_goes_only_where_no_page_can_meet_it() -> None:
    plugin = (WEBAPP / "frontend" / "used_styles.mjs").as_uri()
    script = (
        f"import {{ keepUsed, namesIn }} from {json.dumps(plugin)};"
        f"console.log(keepUsed({json.dumps(STYLES)}, namesIn({json.dumps(PAGE)})));"
    )
    run = ["node", "--input-type=module", "--eval", script]
    said = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    licence, kept = said.split("*/", 1)
    assert licence == "/*! licence of x.y "
    assert re.sub(r"\s*([{}])\s*", r"\1", kept.strip()) == re.sub(r"\s*([{}])\s*", r"\1", KEPT)


def test_every_class_a_template_writes_out_is_styled_as_tabler_styles_it() -> None:
    manifest = json.loads((BUILT / "manifest.json").read_text(encoding="utf-8"))
    built = _classes((BUILT / manifest["app.css"]).read_text(encoding="utf-8"))
    written = {
        name
        for template in (WEBAPP / "templates").rglob("*.html")
        for value in re.findall(r'class="([^"]*)"', template.read_text(encoding="utf-8"))
        for name in value.split()
    }
    of_tabler = written & _classes(TABLER.read_text(encoding="utf-8"))
    assert {"btn", "form-control"} <= of_tabler
    assert not of_tabler - built, "python3 run.py builds the styles anew when a template changes"


def _classes(css: str) -> set[str]:
    without_remarks = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return set(re.findall(r"\.([A-Za-z][\w-]*)", without_remarks))
