"""The promise itself: a fresh clone, one command, a page; the same from an archive, without any network."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest

from tests.run.serving import page, started

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not os.environ.get("BPM_SLOW_TESTS"), reason="takes minutes and the network: BPM_SLOW_TESTS=1"
    ),
]

FIRST_START_SECONDS = 180.0
SECOND_START_SECONDS = 3.0
NOWHERE = "http://127.0.0.1:9/"  # the discard port: whoever asks there is refused at once


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    subprocess.run(["git", "clone", "--quiet", ROOT, tmp_path / "clone"], check=True)
    return tmp_path / "clone"


def bare_environment(home: Path, **more: str) -> dict[str, str]:
    """No Node.js, no settings of the person's own but how this machine reaches the package index."""
    programs = home / "bin"
    programs.mkdir(exist_ok=True)
    for name in ("sh", "env", "git"):
        (programs / name).unlink(missing_ok=True)
        (programs / name).symlink_to(f"/usr/bin/{name}")
    reach = ("PIP_CERT", "PIP_INDEX_URL", "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "HTTPS_PROXY", "NO_PROXY")
    kept = {name: os.environ[name] for name in reach if name in os.environ}
    if "PIP_CERT" in kept:
        kept.setdefault("NODE_EXTRA_CA_CERTS", kept["PIP_CERT"])
    return {**kept, "PATH": str(programs), "HOME": str(home), **more}


def serve_once(folder: Path, environment: dict[str, str]) -> float:
    """Start, open the first page, stop. How many seconds until it served."""
    python = sys._base_executable  # type: ignore[attr-defined]
    with started("--port", "0", folder=folder, python=python, environment=environment) as serving:
        address = serving.wait_until_it_serves(FIRST_START_SECONDS)
        status, text = page(address)
        assert (status, "<html" in text) == (200, True)
        assert serving.stop() == 0
    return serving.seconds_to_serve


def test_a_fresh_clone_serves_after_one_command_and_at_once_the_second_time(
    clone: Path, tmp_path: Path
) -> None:
    environment = bare_environment(tmp_path)
    first = serve_once(clone, environment)
    second = min(serve_once(clone, environment) for _ in range(3))  # the machine may be busy with other tests
    print(f"first start {first:.1f} s, second {second:.1f} s")
    assert first < FIRST_START_SECONDS
    assert second < SECOND_START_SECONDS


def test_an_archive_starts_without_any_network(clone: Path, tmp_path: Path) -> None:
    archive = tmp_path / "archive.tar.gz"
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    subprocess.run(
        [sys._base_executable, "run.py", "pack", "--python", version, "--output", archive],  # type: ignore[attr-defined]
        cwd=clone,
        env=bare_environment(tmp_path),
        check=True,
    )
    with tarfile.open(archive) as tar:
        tar.extractall(tmp_path / "there", filter="data")
    cut_off = bare_environment(
        tmp_path, PIP_INDEX_URL=NOWHERE, npm_config_registry=NOWHERE, HTTPS_PROXY=NOWHERE
    )
    started_at = time.monotonic()
    serve_once(tmp_path / "there" / "duty-list", cut_off)
    print(f"from the archive {time.monotonic() - started_at:.1f} s")
