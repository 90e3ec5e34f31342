"""A machine with a Python and nothing else: run.py makes what it needs, once, and goes on after a failure."""

from __future__ import annotations

import ensurepip
import shutil
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.run.checkouts import make_checkout, put_wheel, start

# Debian keeps the wheels that Python brings along in a folder of its own.
PIP_WHEELS = [Path(ensurepip.__file__).parent / "_bundled"]
PIP_WHEELS += [Path(place) for place in [sysconfig.get_config_var("WHEEL_PKG_DIR")] if place]


def new_checkout(folder: Path) -> Path:
    checkout = make_checkout(folder, "tiny_one==1.0", 'tiny_foreign==1.0; sys_platform == "nowhere"')
    put_wheel(checkout, "tiny_one")
    return checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout where nothing was ever started."""
    return new_checkout(tmp_path)


@pytest.fixture(scope="module")
def started_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    checkout = new_checkout(tmp_path_factory.mktemp("started"))
    assert start(checkout, "where").returncode == 0
    return checkout


@pytest.fixture
def set_up(tmp_path: Path, started_once: Path) -> Path:
    """A checkout that was started before: a copy, because making an environment takes seconds."""
    return shutil.copytree(started_once, tmp_path / "set-up", symlinks=True)


def require(checkout: Path, pinned: str) -> None:
    with (checkout / "requirements.txt").open("a", encoding="utf-8") as requirements:
        requirements.write(f"\n{pinned}\n")


def test_the_first_start_sets_up_and_the_second_says_nothing_about_it(checkout: Path) -> None:
    first = start(checkout, "where")
    assert first.returncode == 0, first.stderr
    assert first.stdout.split() == [str(checkout / ".venv"), "tiny_one"]
    assert "Making the Python environment" in first.stderr
    assert "Installing the packages" in first.stderr
    second = start(checkout, "where")
    assert (second.stdout, second.stderr) == (first.stdout, "")


def test_a_failed_step_says_so_and_the_next_start_goes_on_from_there(set_up: Path) -> None:
    require(set_up, "tiny_two==2.0")
    failed = start(set_up, "where")
    assert failed.returncode == 1
    assert failed.stdout == ""
    for words in ("tiny_two==2.0", "goes on from this step", "未完成"):
        assert words in failed.stderr
    assert "Traceback" not in failed.stderr
    put_wheel(set_up, "tiny_two", "2.0")
    again = start(set_up, "where")
    assert again.stdout.split()[1:] == ["tiny_one", "tiny_two"]
    assert "Making the Python environment" not in again.stderr


def test_an_environment_broken_off_while_it_was_made_is_made_again(set_up: Path) -> None:
    shutil.rmtree(set_up / ".venv" / "bin")
    again = start(set_up, "where")
    assert again.stdout.split() == [str(set_up / ".venv"), "tiny_one"], again.stderr


def test_an_environment_of_another_python_is_made_again(set_up: Path) -> None:
    settings = set_up / ".venv" / "pyvenv.cfg"
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    settings.write_text(
        settings.read_text("utf-8").replace(f"version = {version}", "version = 3.99"), "utf-8"
    )
    again = start(set_up, "where")
    assert "Making the Python environment" in again.stderr
    assert again.stdout.split()[1:] == ["tiny_one"]


def test_a_folder_that_is_no_environment_is_left_alone(checkout: Path) -> None:
    (checkout / ".venv").mkdir()
    (checkout / ".venv" / "diary.txt").write_text("mine", "utf-8")
    refused = start(checkout, "where")
    assert refused.returncode == 1
    assert "is not a Python environment" in refused.stderr
    assert (checkout / ".venv" / "diary.txt").read_text("utf-8") == "mine"


def without(folder: Path, *modules: str) -> dict[str, str]:
    """Variables under which the machine's Python has no such modules, as Debian cuts them out."""
    folder.mkdir()
    for module in modules:
        (folder / f"{module}.py").write_text(f"raise ImportError('no {module}')\n", "utf-8")
    return {"PYTHONPATH": str(folder)}


def test_a_python_without_ensurepip_takes_pip_from_the_packed_wheels(checkout: Path, tmp_path: Path) -> None:
    bundled = next(pip for place in PIP_WHEELS for pip in place.glob("pip-*.whl"))
    shutil.copy(bundled, checkout / "wheels")
    answer = start(checkout, "where", **without(tmp_path / "cut", "ensurepip"))
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.split()[1:] == ["tiny_one"]


def test_a_python_without_ensurepip_and_pip_is_told_what_to_install(checkout: Path, tmp_path: Path) -> None:
    answer = start(checkout, "where", **without(tmp_path / "cut", "ensurepip", "pip"), PATH=str(tmp_path))
    assert answer.returncode == 1
    assert "venv/ensurepip" in answer.stderr
    assert "python.org" in answer.stderr


def test_help_needs_no_environment(checkout: Path) -> None:
    shutil.copy(checkout / "commands" / "where.py", checkout / "commands" / "serve.py")
    answer = start(checkout, "--help")
    assert "where  says where it runs" in answer.stdout
    assert not (checkout / ".venv").exists()


def test_settings_that_send_packages_elsewhere_are_overruled(set_up: Path, tmp_path: Path) -> None:
    require(set_up, "tiny_three==1.0")
    put_wheel(set_up, "tiny_three")
    answer = start(set_up, "where", PIP_USER="1", PIP_TARGET=str(tmp_path / "elsewhere"))
    assert answer.stdout.split()[1:] == ["tiny_one", "tiny_three"], answer.stderr
    assert not (tmp_path / "elsewhere").exists()


def test_a_misspelt_command_sets_nothing_up(checkout: Path) -> None:
    shutil.copy(checkout / "commands" / "where.py", checkout / "commands" / "serve.py")
    answer = start(checkout, "wher")
    assert answer.returncode == 2
    assert not (checkout / ".venv").exists()
