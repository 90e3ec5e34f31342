"""A machine with a Python and nothing else: run.py makes what it needs, once, and goes on after a failure."""

from __future__ import annotations

import ensurepip
import shutil
import sys
from pathlib import Path

import pytest

from tests.run.checkouts import make_checkout, put_wheel, start


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    checkout = make_checkout(tmp_path, "tiny_one==1.0", 'tiny_foreign==1.0; sys_platform == "nowhere"')
    put_wheel(checkout, "tiny_one")
    return checkout


def test_the_first_start_sets_up_and_the_second_says_nothing_about_it(checkout: Path) -> None:
    first = start(checkout, "where")
    assert first.returncode == 0, first.stderr
    assert first.stdout.split() == [str(checkout / ".venv"), "tiny_one"]
    assert "Making the Python environment" in first.stderr
    assert "Installing the packages" in first.stderr
    second = start(checkout, "where")
    assert (second.stdout, second.stderr) == (first.stdout, "")


def test_a_failed_step_says_so_and_the_next_start_goes_on_from_there(checkout: Path) -> None:
    with (checkout / "requirements.txt").open("a", encoding="utf-8") as requirements:
        requirements.write("\ntiny_two==2.0\n")
    failed = start(checkout, "where")
    assert failed.returncode == 1
    assert failed.stdout == ""
    for words in ("tiny_two==2.0", "goes on from this step", "未完成"):
        assert words in failed.stderr
    assert "Traceback" not in failed.stderr
    put_wheel(checkout, "tiny_two", "2.0")
    again = start(checkout, "where")
    assert again.stdout.split()[1:] == ["tiny_one", "tiny_two"]
    assert "Making the Python environment" not in again.stderr


def test_changed_requirements_are_installed_at_the_next_start(checkout: Path) -> None:
    start(checkout, "where")
    put_wheel(checkout, "tiny_three")
    with (checkout / "requirements.txt").open("a", encoding="utf-8") as requirements:
        requirements.write("\ntiny_three==1.0\n")
    assert start(checkout, "where").stdout.split()[1:] == ["tiny_one", "tiny_three"]


def test_an_environment_broken_off_while_it_was_made_is_made_again(checkout: Path) -> None:
    start(checkout, "where")
    shutil.rmtree(checkout / ".venv" / "bin")
    again = start(checkout, "where")
    assert again.stdout.split() == [str(checkout / ".venv"), "tiny_one"], again.stderr


def test_an_environment_of_another_python_is_made_again(checkout: Path) -> None:
    start(checkout, "where")
    settings = checkout / ".venv" / "pyvenv.cfg"
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    settings.write_text(
        settings.read_text("utf-8").replace(f"version = {version}", "version = 3.99"), "utf-8"
    )
    again = start(checkout, "where")
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
    bundled = next((Path(ensurepip.__file__).parent / "_bundled").glob("pip-*.whl"))
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


def test_settings_that_send_packages_elsewhere_are_overruled(checkout: Path, tmp_path: Path) -> None:
    answer = start(checkout, "where", PIP_USER="1", PIP_TARGET=str(tmp_path / "elsewhere"))
    assert answer.stdout.split()[1:] == ["tiny_one"], answer.stderr


def test_a_misspelt_command_sets_nothing_up(checkout: Path) -> None:
    shutil.copy(checkout / "commands" / "where.py", checkout / "commands" / "serve.py")
    answer = start(checkout, "wher")
    assert answer.returncode == 2
    assert not (checkout / ".venv").exists()
