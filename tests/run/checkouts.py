"""Small checkouts that set themselves up for real, from wheels of our own making: no index, no network."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

#: A subcommand that says which interpreter it runs on and what it finds there.
WHERE = '''
"""Says where it runs."""

import importlib.metadata
import sys

HELP = "says where it runs"


def add_arguments(parser):
    pass


def run(arguments):
    found = sorted(d.metadata["Name"] for d in importlib.metadata.distributions())
    print(sys.prefix, *(name for name in found if name.startswith("tiny")))
'''


def make_checkout(folder: Path, *pinned: str) -> Path:
    """The real run.py and bootstrap in a folder of their own, with these few packages to install."""
    shutil.copy(ROOT / "run.py", folder)
    shutil.copytree(ROOT / "commands" / "bootstrap", folder / "commands" / "bootstrap")
    (folder / "commands" / "__init__.py").touch()
    (folder / "commands" / "where.py").write_text(WHERE, "utf-8")
    (folder / "workflows").mkdir()
    shutil.copy(ROOT / "workflows" / "words.py", folder / "workflows")
    (folder / "wheels").mkdir()
    (folder / "requirements.txt").write_text("# pinned\n" + "\n".join(pinned), "utf-8")
    return folder


def put_wheel(checkout: Path, name: str, version: str = "1.0") -> None:
    """A package with one empty module, as the wheel that pip would have fetched."""
    information = f"{name}-{version}.dist-info"
    members = {
        f"{name}.py": "",
        f"{information}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{information}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},sha256={_digest(text)},{len(text)}\n" for path, text in members.items())
    members[f"{information}/RECORD"] = f"{record}{information}/RECORD,,\n"
    with zipfile.ZipFile(checkout / "wheels" / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
        for path, text in members.items():
            wheel.writestr(path, text)


def _digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def start(checkout: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """`python3 run.py …` on the machine's own Python, with no index to fall back on."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PIP_")}
    environment |= {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PYTHONIOENCODING": "utf-8", **variables}
    # The test runs inside an environment itself; the machine's Python is the one that made it.
    python = sys._base_executable  # type: ignore[attr-defined]
    return subprocess.run(
        [python, "run.py", *words],
        cwd=checkout,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
