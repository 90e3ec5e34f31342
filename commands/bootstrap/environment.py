"""The environment the product runs in: ``.venv`` in the checkout, made with the machine's own Python."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from . import children
from .failure import SetupFailed
from .places import ENVIRONMENT, PACKED_WHEELS, environment_python, inside_environment
from .progress import Step

#: Asked of the environment's interpreter: does it start, which Python is it, has it pip?
PROBE = (
    "import sys, importlib.util; "
    "print('%d.%d' % sys.version_info[:2], importlib.util.find_spec('pip') is not None)"
)
OLDEST_PYTHON = (3, 11)


def ensure() -> None:
    """Make the environment unless a usable one is there. Raises SetupFailed."""
    if inside_environment() or _usable():
        return
    with Step("建立 Python 环境", "Making the Python environment"):
        _remove_broken()
        try:
            _create()
        except children.ChildFailed as failure:
            raise SetupFailed(
                "建立 Python 环境失败。", "The Python environment could not be made.", output=failure.output
            ) from failure


def _usable() -> bool:
    answer = _probe()
    if answer is None:
        return False
    version, has_pip = answer
    return has_pip and version == _version_it_was_made_for() and _as_numbers(version) >= OLDEST_PYTHON


def _probe() -> tuple[str, bool] | None:
    try:
        answer = subprocess.run(
            [environment_python(), "-I", "-c", PROBE], capture_output=True, text=True, timeout=30, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    version, has_pip = answer.stdout.split()
    return version, has_pip == "True"


def _version_it_was_made_for() -> str | None:
    """``3.11`` from pyvenv.cfg: after the system's Python was upgraded, it looks elsewhere."""
    try:
        lines = (ENVIRONMENT / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    for line in lines:
        key, _, value = line.partition("=")
        if key.strip() in ("version", "version_info"):
            return ".".join(value.strip().split(".")[:2])
    return None


def _as_numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _remove_broken() -> None:
    if not ENVIRONMENT.exists():
        return
    if not (ENVIRONMENT / "pyvenv.cfg").exists() and any(ENVIRONMENT.iterdir()):
        raise SetupFailed(
            f"{ENVIRONMENT} 不是 Python 环境，未作改动。",
            f"{ENVIRONMENT} is not a Python environment; it was left alone.",
            advice=[("请改名或移走它。", "Rename it or move it away.")],
        )
    shutil.rmtree(ENVIRONMENT)


def _create() -> None:
    if _module_missing("venv"):
        raise _one_package_to_install()
    if not _module_missing("ensurepip"):
        children.run([sys.executable, "-m", "venv", ENVIRONMENT])
        return
    children.run([sys.executable, "-m", "venv", "--without-pip", ENVIRONMENT])
    _bring_pip()


def _module_missing(name: str) -> bool:
    """Debian cuts these two out of its Python; the import, not the folder, tells."""
    try:
        __import__(name)
    except ImportError:
        return True
    return False


def _bring_pip() -> None:
    """pip where the Python has no ensurepip: from the archive, from the system, or from apt."""
    for source in (_pip_from_packed_wheel, _pip_from_system, _pip_from_apt):
        if source():
            return
    raise _one_package_to_install()


def _pip_from_packed_wheel() -> bool:
    wheel = next(PACKED_WHEELS.glob("pip-*.whl"), None)
    if wheel is None:
        return False
    return _succeeds(
        [environment_python(), wheel / "pip", "install", "--no-index", "--find-links", PACKED_WHEELS, "pip"]
    )


def _pip_from_system() -> bool:
    return _succeeds([sys.executable, "-m", "pip", "--python", environment_python(), "install", "pip"])


def _pip_from_apt() -> bool:
    """As root on a Debian the missing piece is one package away; elsewhere the person installs it."""
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    unattended = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    package = _debian_package()
    return (
        _succeeds(["apt-get", "update"], unattended)
        and _succeeds(["apt-get", "install", "-y", "--no-install-recommends", package], unattended)
        and _succeeds([sys.executable, "-m", "venv", ENVIRONMENT])
    )


def _succeeds(command: list[str | Path], environment: dict[str, str] | None = None) -> bool:
    try:
        children.run(command, environment=environment)
    except children.ChildFailed:
        return False
    return True


def _debian_package() -> str:
    return f"python{sys.version_info.major}.{sys.version_info.minor}-venv"


def _one_package_to_install() -> SetupFailed:
    return SetupFailed(
        "这台机器的 Python 缺少建立环境所需的 venv/ensurepip。",
        "This machine's Python lacks venv/ensurepip, which the environment is made with.",
        advice=[_which_package()],
    )


def _which_package() -> tuple[str, str]:
    commands = {
        "apt-get": f"sudo apt-get install {_debian_package()}",
        "dnf": "sudo dnf install python3-pip",
        "yum": "sudo yum install python3-pip",
        "zypper": "sudo zypper install python3-pip",
    }
    for tool, command in commands.items():
        if shutil.which(tool):
            return f"只需安装一个软件包：{command}", f"Install one package: {command}"
    return "请安装一份完整的 Python（python.org）。", "Install a whole Python (python.org)."
