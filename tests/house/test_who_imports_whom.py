"""The directions of import that hold the house up (README, “Who may import whom”)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
OURS = {"commands", "webapp", "workflows", "models", "benchmarks"}
PURE_ROOMS = tuple(
    f"workflows/{room}" for room in ("engine", "feel", "decisions", "differences", "rules", "words.py")
)
ONLY_IN_ENGINE = {"SpiffWorkflow"}
FLASKS = {"flask", "flask_login", "flask_wtf", "flask_babel", "flask_limiter"}
WEB_LIBRARIES = FLASKS | {"werkzeug", "jinja2", "waitress"}


def python_files(*places: str) -> list[Path]:
    found: list[Path] = []
    for place in places:
        path = HOUSE / place
        found += [path] if path.is_file() else sorted(path.rglob("*.py"))
    return [path for path in found if "node_modules" not in path.parts]


def imported_modules(path: Path) -> set[str]:
    """Absolute names of everything a file imports; relative imports are resolved against its package."""
    package = list(path.relative_to(HOUSE).with_suffix("").parts[:-1])
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            source = base + ([node.module] if node.module else [])
            names.add(".".join(source))
            names |= {".".join([*source, alias.name]) for alias in node.names}
    return names


def offences(files: list[Path], forbidden: set[str]) -> list[str]:
    return [
        f"{path.relative_to(HOUSE)} imports {name}"
        for path in files
        for name in sorted(imported_modules(path))
        if any(name == word or name.startswith(f"{word}.") for word in forbidden)
    ]


def test_tables_import_nothing_of_ours() -> None:
    files = [path for path in python_files("models") if "migrations" not in path.parts]
    assert files
    assert offences(files, (OURS - {"models"}) | (WEB_LIBRARIES - {"flask"})) == []


def test_use_cases_know_neither_the_web_nor_the_shell() -> None:
    assert offences(python_files("workflows"), WEB_LIBRARIES | {"webapp", "commands", "benchmarks"}) == []


@pytest.mark.parametrize("room", PURE_ROOMS)
def test_pure_rooms_know_no_tables(room: str) -> None:
    files = python_files(room)
    assert files
    assert offences(files, {"models", "sqlalchemy", "flask_sqlalchemy"}) == []


def test_the_language_and_the_decisions_know_no_engine() -> None:
    assert offences(python_files("workflows/feel"), {"workflows.engine", "workflows.decisions"}) == []
    assert offences(python_files("workflows/decisions"), {"workflows.engine"}) == []


def test_only_the_engine_room_knows_spiffworkflow() -> None:
    elsewhere = [
        path
        for path in python_files("run.py", "commands", "webapp", "workflows", "models")
        if (HOUSE / "workflows/engine") not in path.parents
    ]
    assert offences(elsewhere, ONLY_IN_ENGINE) == []


def test_the_web_is_imported_by_the_shell_only() -> None:
    assert offences(python_files("webapp"), {"commands", "benchmarks"}) == []


def test_nothing_is_evaluated_but_feel() -> None:
    calls = [
        f"{path.relative_to(HOUSE)}:{node.lineno}"
        for path in python_files("commands", "webapp", "workflows", "models")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"eval", "exec"}
    ]
    assert calls == []
