"""The list of subcommands, and what a command line means."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from commands.bootstrap.command_line import COMMANDS, UnknownCommand, all_commands, listing, split

ROOT = Path(__file__).resolve().parents[2]
PROMISED = {"serve", "test", "bench", "pack", "backup", "restore", "create-admin", "worker"}


def run_py(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "run.py", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_help_lists_every_command_with_a_line_of_its_own() -> None:
    answer = run_py("--help")
    lines = [line.split(maxsplit=1) for line in answer.stdout.splitlines() if line.startswith("  ")]
    listed = {name: words for name, words in lines}
    files = {
        file.stem.replace("_", "-") for file in COMMANDS.glob("*.py") if "HELP = " in file.read_text("utf-8")
    }
    assert answer.returncode == 0
    assert set(listed) == files >= PROMISED
    assert all(words.strip() for words in listed.values())


@pytest.mark.parametrize("name", sorted(command.name for command in all_commands()))
def test_every_command_explains_its_own_options(name: str) -> None:
    answer = run_py(name, "--help")
    assert answer.returncode == 0, answer.stderr
    assert f"run.py {name}" in answer.stdout


@pytest.mark.parametrize("words", [[], ["--port", "8000"], ["--empty"]])
def test_without_a_name_it_serves(words: list[str]) -> None:
    command, options = split(words)
    assert (command.name, options) == ("serve", words)


def test_a_name_takes_the_words_after_it() -> None:
    command, options = split(["create-admin", "--username", "serve"])
    assert command.module == "commands.create_admin"
    assert options == ["--username", "serve"]


def test_a_misspelt_name_is_answered_with_the_one_meant() -> None:
    with pytest.raises(UnknownCommand) as refused:
        split(["restor"])
    assert refused.value.alike[0] == "restore"
    answer = run_py("restor")
    assert answer.returncode == 2
    assert "restore" in answer.stderr


def test_a_new_file_is_a_new_command_and_is_listed_without_being_imported(tmp_path: Path) -> None:
    (tmp_path / "serve.py").write_text('HELP = "serves"\n', "utf-8")
    (tmp_path / "count_sheep.py").write_text('HELP = "counts"\nimport a_package_nobody_has\n', "utf-8")
    (tmp_path / "not_a_command.py").write_text("SHEEP = 1\n", "utf-8")
    assert [command.name for command in all_commands(tmp_path)] == ["serve", "count-sheep"]
    assert "count-sheep  counts" in listing(tmp_path)


def test_what_only_pytest_understands_reaches_pytest(tmp_path: Path) -> None:
    # A folder of its own: pytest closes its usual one to others, where PostgreSQL runs as another user.
    asked = ["--basetemp", str(tmp_path / "inner"), "--collect-only", "-q"]
    answer = run_py("test", *asked, "tests/run/test_stamps.py", "-k", "broken")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "test_a_broken_stamp_counts_as_none" in answer.stdout
    assert "test_a_stamp_holds" not in answer.stdout


def test_an_option_nobody_knows_is_refused() -> None:
    answer = run_py("worker", "--prot", "5000")
    assert answer.returncode == 2
    assert "--prot 5000" in answer.stderr


def test_a_measurement_that_does_not_exist_is_answered_with_those_that_do() -> None:
    answer = run_py("bench", "no-such-thing")
    assert answer.returncode == 1
    assert all(file.stem in answer.stderr for file in (ROOT / "benchmarks").glob("[!_]*.py"))
