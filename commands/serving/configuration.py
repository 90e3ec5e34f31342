"""What a start may be told: options on the command line, or the same as environment variables."""

from __future__ import annotations

import argparse
import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from commands.bootstrap.failure import Refused
from commands.bootstrap.places import ROOT

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 5000
YES = {"1", "true", "yes", "on"}
NO = {"", "0", "false", "no", "off"}


@dataclass(frozen=True)
class OfficePlace:
    """Where one office's things lie."""

    data: Path  #: attachments, the queue, the secret key and, unless told otherwise, the database
    database_url: str  #: as SQLAlchemy reads it

    @property
    def sqlite_file(self) -> Path | None:
        """The database's file, or None where the database is a PostgreSQL server."""
        prefix = "sqlite:///"
        return Path(self.database_url[len(prefix) :]) if self.database_url.startswith(prefix) else None


def add_data_option(parser: argparse.ArgumentParser) -> None:
    """``--data``, for every subcommand that opens the office."""
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        default=Path(os.environ.get("BPM_DATA") or ROOT / "data"),
        help="数据目录（BPM_DATA）；数据库另由 DATABASE_URL 指定时仍放附件 · the data folder",
    )


def add_serving_options(parser: argparse.ArgumentParser) -> None:
    add_data_option(parser)
    parser.add_argument(
        "--port",
        type=_port,
        default=os.environ.get("BPM_PORT") or str(DEFAULT_PORT),
        help="端口（BPM_PORT），默认 5000 · the port",
    )
    parser.add_argument(
        "--host",
        default=os.environ.get("BPM_HOST") or DEFAULT_HOST,
        help="监听地址（BPM_HOST），默认只限本机 · the address to listen on; this machine only by default",
    )
    parser.add_argument(
        "--empty",
        action="store_true",
        default=switched_on("BPM_EMPTY", os.environ),
        help="新数据目录不放演示机构（BPM_EMPTY），之后用 create-admin 建管理员 · no demonstration office",
    )
    parser.add_argument(
        "--short-demo",
        action="store_true",
        default=switched_on("BPM_SHORT_DEMO", os.environ),
        help="演示机构不做过去十二个月的往来（BPM_SHORT_DEMO） · a demonstration without its past",
    )
    parser.add_argument(
        "--demo-on-network",
        action="store_true",
        default=switched_on("BPM_DEMO_ON_NETWORK", os.environ),
        help="允许带演示账号对网络开放（BPM_DEMO_ON_NETWORK） · let others reach demo accounts",
    )


def switched_on(variable: str, environment: Mapping[str, str]) -> bool:
    """Whether a variable says yes. Raises Refused for a word that is neither yes nor no."""
    word = environment.get(variable, "").strip().lower()
    if word not in YES | NO:
        raise Refused(
            f"环境变量 {variable} 的值“{word}”既不是 1 也不是 0。",
            f"The environment variable {variable} is “{word}”, which is neither 1 nor 0.",
        )
    return word in YES


def behind_a_proxy(environment: Mapping[str, str]) -> dict[str, object]:
    """For an operator's own web server in front: ``BPM_BEHIND_HTTPS``, ``BPM_TRUSTED_PROXIES``.

    Raises Refused for a value that means nothing.
    """
    proxies = environment.get("BPM_TRUSTED_PROXIES", "").strip() or "0"
    if not proxies.isdecimal():
        raise Refused(
            f"环境变量 BPM_TRUSTED_PROXIES 应为代理的个数，而不是“{proxies}”。",
            f"BPM_TRUSTED_PROXIES is how many proxies stand in front, not “{proxies}”.",
        )
    return {
        "BEHIND_HTTPS": switched_on("BPM_BEHIND_HTTPS", environment),
        "TRUSTED_PROXIES": int(proxies),
    }


def office_place(data: Path, environment: Mapping[str, str] = os.environ) -> OfficePlace:
    """The office in a data folder; ``DATABASE_URL`` moves its database to a server."""
    data = data.expanduser().resolve()
    url = environment.get("DATABASE_URL") or f"sqlite:///{(data / 'office.db').as_posix()}"
    return OfficePlace(data, with_our_driver(url))


def with_our_driver(url: str) -> str:
    """A PostgreSQL address as people write it, with the driver that requirements.txt pins."""
    scheme, separator, rest = url.partition("://")
    if scheme in ("postgres", "postgresql"):
        scheme = "postgresql+psycopg"
    return f"{scheme}{separator}{rest}"


def only_this_machine(host: str) -> bool:
    """Whether nobody but this machine reaches an address that is listened on."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def refuse_demo_accounts_on_network(host: str, *, demo_accounts: bool, allowed: bool) -> None:
    """Everybody knows the demo accounts' password: only this machine may reach them unless that is wanted.

    Raises Refused.
    """
    if demo_accounts and not allowed and not only_this_machine(host):
        raise Refused(
            f"这个数据目录里有演示账号，密码人人皆知，所以不对网络（{host}）开放。",
            f"This data folder has demo accounts whose password everybody knows: not served on {host}.",
            advice=[
                (
                    "正式使用：换一个数据目录并加 --empty；确要演示：加 --demo-on-network。",
                    "For real work take another data folder with --empty; to show it, add --demo-on-network.",
                )
            ],
        )


def _port(word: str) -> int:
    number = int(word)
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError("0–65535")
    return number
