"""`run.py` from the first start to the last Ctrl-C, as processes of their own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from tests.run.offices import rows
from tests.run.serving import page, started
from workflows.first_start import DEMO_PASSWORD
from workflows.people.accounts import authenticate

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True, scope="module")
def nothing_set() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as environment:
        for variable in [name for name in os.environ if name.startswith("BPM_")] + ["DATABASE_URL"]:
            environment.delenv(variable, raising=False)
        yield


@dataclass(frozen=True)
class FirstStart:
    """An office that was started once and stopped: its folder, what was said, its page, how it ended."""

    data: Path
    said: str
    page: tuple[int, str]
    exit_code: int

    def copied_to(self, folder: Path) -> Path:
        """The folder as it was left, for one test to go on with."""
        return shutil.copytree(self.data, folder / "data")


def first_start(data: Path, *words: str) -> FirstStart:
    with started("--data", str(data), "--port", "0", *words, folder=ROOT) as serving:
        shown = page(serving.wait_until_it_serves())
        exit_code = serving.stop()
    return FirstStart(data, "".join(serving.said), shown, exit_code)


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory, nothing_set: None) -> FirstStart:
    return first_start(tmp_path_factory.mktemp("demonstration") / "data")


@pytest.fixture(scope="module")
def empty_office(tmp_path_factory: pytest.TempPathFactory, nothing_set: None) -> FirstStart:
    return first_start(tmp_path_factory.mktemp("empty") / "data", "--host", "0.0.0.0", "--empty")


def run_py(*words: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "run.py", *words],
        cwd=ROOT,
        input=given,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def test_it_serves_a_page_names_the_accounts_and_stops_in_order(demonstration: FirstStart) -> None:
    status, text = demonstration.page
    assert (status, "<html" in text) == (200, True)
    assert f"clerk1 / {DEMO_PASSWORD}" in demonstration.said
    assert "Traceback" not in demonstration.said
    assert demonstration.exit_code == 0
    assert (demonstration.data / "secret_key").stat().st_mode & 0o777 == 0o600


def test_an_office_with_demo_accounts_stays_on_this_machine_whatever_later_starts_say(
    demonstration: FirstStart, tmp_path: Path
) -> None:
    data = str(demonstration.copied_to(tmp_path))
    for words in (["--host", "0.0.0.0"], ["--host", "0.0.0.0", "--empty"]):
        refused = run_py("--data", data, "--port", "0", *words)
        assert refused.returncode == 1
        assert "demo accounts" in refused.stderr
    with started(
        "--data", data, "--port", "0", "--host", "0.0.0.0", "--demo-on-network", folder=ROOT
    ) as serving:
        assert page(serving.wait_until_it_serves())[0] == 200
        serving.stop()


def test_an_empty_office_has_no_accounts_until_one_is_made(empty_office: FirstStart, tmp_path: Path) -> None:
    data = empty_office.copied_to(tmp_path)
    assert rows(data / "office.db", "SELECT count(*) FROM user_account") == [(0,)]
    words = ("create-admin", "--data", str(data), "--username", "chief")
    made = run_py(*words, "--password-stdin", given="a long enough word 7\n")
    assert made.returncode == 0, made.stderr
    engine = create_engine(f"sqlite:///{data / 'office.db'}")
    with Session(engine) as session:
        assert authenticate(session, "chief", "a long enough word 7") is not None
    engine.dispose()
    again = run_py(*words, "--password-stdin", given="a long enough word 7\n")
    assert again.returncode == 1
    assert "Traceback" not in again.stderr


def test_without_a_terminal_or_a_password_nobody_is_made(tmp_path: Path) -> None:
    refused = run_py("create-admin", "--data", str(tmp_path / "data"), "--username", "chief")
    assert refused.returncode == 1
    assert "--password-stdin" in refused.stderr


def test_a_port_in_use_is_refused_in_words(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = run_py("--data", str(tmp_path / "data"), "--port", str(port))
    assert refused.returncode == 1
    assert f"Cannot listen on 127.0.0.1:{port}" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_database_that_is_none_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "office.db").write_bytes(b"this is no database" * 1000)
    refused = run_py("--data", str(tmp_path), "--port", "0")
    assert refused.returncode == 1
    assert "cannot be opened" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_the_office_walks_into_a_backup_and_back_through_the_commands(
    empty_office: FirstStart, tmp_path: Path
) -> None:
    data, elsewhere = str(empty_office.copied_to(tmp_path)), str(tmp_path / "elsewhere")
    with started("--data", data, "--port", "0", folder=ROOT) as serving:
        serving.wait_until_it_serves()
        assert run_py("backup", str(tmp_path / "b.tar.gz"), "--data", data).returncode == 0
        serving.stop()
    assert run_py("restore", str(tmp_path / "b.tar.gz"), "--data", data).returncode == 1
    assert run_py("restore", str(tmp_path / "b.tar.gz"), "--data", elsewhere).returncode == 0
    with started("--data", elsewhere, "--port", "0", folder=ROOT) as serving:
        assert page(serving.wait_until_it_serves())[0] == 200
        serving.stop()


def test_the_background_work_runs_alone_and_stops_in_order(tmp_path: Path) -> None:
    with started("worker", "--data", str(tmp_path / "data"), folder=ROOT) as working:
        working.wait_until_it_says("background work runs")
        assert working.stop() == 0
    assert "Traceback" not in "".join(working.said)
