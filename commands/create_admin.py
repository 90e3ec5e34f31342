"""`run.py create-admin`: the first account of an office that was started with --empty."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from datetime import UTC, datetime

from commands.bootstrap.failure import Refused
from commands.serving.configuration import add_data_option

HELP = "新建系统管理员账号 · create a system administrator"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_data_option(parser)
    parser.add_argument("--username", help="用户名；不写则询问 · the user name, asked for if missing")
    parser.add_argument(
        "--password-stdin",
        action="store_true",
        help="从标准输入读密码，供脚本使用 · read the password from standard input",
    )


def run(arguments: argparse.Namespace) -> int:
    """Ask for what is missing, create the account, say its name."""
    from commands.serving.office import opened_office
    from workflows.people import accounts

    username = arguments.username or _asked("用户名 · user name: ")
    password = _password(from_stdin=arguments.password_stdin)
    with opened_office(arguments.data) as session:
        accounts.create_admin(session, username, password, datetime.now(UTC))
    print(f"已建立管理员 · administrator created: {username}")
    return 0


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if (given := os.environ.get("BPM_ADMIN_PASSWORD")) is not None:
        return given
    _require_terminal()
    password = getpass.getpass("密码 · password: ")
    if password != getpass.getpass("再输一次 · once more: "):
        raise Refused("两次输入的密码不同。", "The two passwords differ.")
    return password


def _asked(question: str) -> str:
    _require_terminal()
    return input(question).strip()


def _require_terminal() -> None:
    if not sys.stdin.isatty():
        raise Refused(
            "没有终端可以询问。",
            "There is no terminal to ask at.",
            advice=[
                (
                    "请用 --username 和 --password-stdin（或 BPM_ADMIN_PASSWORD）。",
                    "Use --username and --password-stdin (or BPM_ADMIN_PASSWORD).",
                )
            ],
        )
