"""The studio ready in a browser beside a bare bpmn-js page with the same diagram; lint beside parsing.

The bare page is bpmn-js's own modeller, bundled by the same tool, served by the same server, with nothing
around it. Each opening is a new browser context: nothing is cached. BENCH_SIZE: openings of each (7)."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask, render_template_string
from SpiffWorkflow.bpmn.parser import BpmnParser
from waitress.server import create_server

from benchmarks.workload.long_process import long_process
from benchmarks.workload.measuring import Series, figure, print_lines, size
from benchmarks.workload.office import MONDAY, scratch_folder
from commands.serving import first_start
from commands.serving.configuration import office_place
from commands.serving.office import bring_schema_up_to_date, make_app
from commands.testing.browser import found
from models import db
from workflows.engine import compile_process
from workflows.engine.lint.checking import check_file
from workflows.first_start import DEMO_PASSWORD

ELEMENTS = 200
FRONT_END = Path(__file__).parents[1] / "webapp" / "frontend"
DIAGRAM = Path(__file__).parents[1] / "bpmn" / "supervision" / "supervision.bpmn"
BARE_PAGE = """<!doctype html><html><head><meta charset="utf-8">
<link rel="stylesheet" href="/static/bare/bare.css">
<script src="/static/bare/bare.js" type="module"></script></head>
<body><div id="canvas"></div></body></html>"""
BARE_SCRIPT = """import Modeler from "bpmn-js/lib/Modeler";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
const modeler = new Modeler({ container: "#canvas", width: 1100, height: 650 });
const answer = await fetch("/static/bare/diagram.bpmn");
await modeler.importXML(await answer.text());
modeler.get("canvas").zoom("fit-viewport");
document.body.dataset.editorReady = "yes";
"""


def run() -> Iterator[dict[str, Any]]:
    """The two ratios to reach."""
    yield from _lint()
    executable = found()
    if executable is None:
        yield figure("studio ready / bare bpmn-js page (no Chromium here)", 0, None)
        return
    with scratch_folder() as folder:
        yield from _ready(folder, str(executable))


def _lint() -> Iterator[dict[str, Any]]:
    xml = long_process(ELEMENTS)
    lint, parse, compiled = Series(), Series(), Series()
    for _turn in range(size(7) * 3):
        with lint.one():
            check_file(xml)
        with parse.one():
            parser = BpmnParser()
            parser.add_bpmn_str(xml)
            parser.get_spec("long")
        with compiled.one():
            compile_process(xml, "long")
    yield figure(
        f"lint of {ELEMENTS} elements / SpiffWorkflow's parsing of them", lint.median / parse.median, "≤ 10",
        lint=lint, parse=parse,
    )  # fmt: skip
    yield figure("the same / our own compiling", lint.median / compiled.median, None, compiled=compiled)


def _ready(folder: Path, executable: str) -> Iterator[dict[str, Any]]:
    from playwright.sync_api import sync_playwright

    with _served(folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        cookies = _log_in(browser, address)
        draft = _draft(browser, address, cookies)
        studio, bare = Series(), Series()
        for turn in range(2 + size(7)):
            if turn == 2:
                studio, bare = Series(), Series()
            _open(browser, f"{draft}/diagram/supervision.bpmn", cookies, studio)
            _open(browser, f"{address}/measured-bare-page", cookies, bare)
        browser.close()
    yield figure(
        "studio ready / bare bpmn-js page with the same diagram", studio.median / bare.median, "≤ 2",
        studio=studio, bare=bare,
    )  # fmt: skip


def _open(browser: Any, address: str, cookies: list[Any], series: Series) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    context.add_cookies(cookies)
    page = context.new_page()
    with series.one():
        page.goto(address, wait_until="commit")
        page.wait_for_selector("body[data-editor-ready=yes]", state="attached")
    context.close()


def _log_in(browser: Any, address: str) -> list[Any]:
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.goto("/login")
    page.fill("input[name=username]", "procadmin")
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_selector(".person")
    cookies = context.cookies()
    context.close()
    return cookies


def _draft(browser: Any, address: str, cookies: list[Any]) -> str:
    context = browser.new_context(base_url=address)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto("/studio/")
    page.locator("form[action$='/supervision/draft'] button").click()
    page.wait_for_url("**/drafts/*")
    context.close()
    return page.url


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """The demonstration office on a free port, with the bare page beside its own."""
    app = make_app(office_place(folder / "data", {}), CLOCK=lambda: MONDAY, DEMO=True)
    bring_schema_up_to_date(app)
    first_start.prepare(app, demo=True)
    _put_bare_page(app, folder)
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)
    with app.app_context():
        db.engine.dispose()


def _put_bare_page(app: Flask, folder: Path) -> None:
    """Bundle bpmn-js alone and serve it with the office's static files, copied."""
    static = folder / "static"
    shutil.copytree(Path(app.static_folder or ""), static)
    (static / "bare").mkdir()
    script = folder / "bare.mjs"
    script.write_text(BARE_SCRIPT, encoding="utf-8")
    shutil.copy(DIAGRAM, static / "bare" / "diagram.bpmn")
    subprocess.run(
        [
            "node", "node_modules/esbuild/bin/esbuild", str(script), "--bundle", "--minify", "--format=esm",
            f"--outfile={static / 'bare' / 'bare.js'}", "--loader:.woff=file", "--loader:.woff2=file",
            "--loader:.ttf=file", "--loader:.eot=file", "--loader:.svg=file", "--log-level=error",
        ],
        cwd=FRONT_END, check=True, env={**os.environ, "NODE_PATH": str(FRONT_END / "node_modules")},
    )  # fmt: skip
    app.static_folder = str(static)
    app.add_url_rule("/measured-bare-page", "measured_bare_page", lambda: render_template_string(BARE_PAGE))


if __name__ == "__main__":
    print_lines(run())
