"""What ends a command before its time: said in both languages, with what to do about it."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import TextIO

#: What a tool's output says, and what a person can do about it (Chinese, English).
KNOWN_CAUSES: tuple[tuple[str, tuple[str, str]], ...] = (
    (
        r"No space left on device|ENOSPC|Errno 28",
        ("磁盘已满，请腾出空间后重试。", "The disk is full: free some space and start again."),
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT|unable to get local issuer",
        (
            "网络出口换了证书：请用 PIP_CERT（pip）和 npm config set cafile（npm）指明单位的根证书。",
            "The network replaces certificates: name your organisation's root certificate with PIP_CERT "
            "(pip) and `npm config set cafile` (npm).",
        ),
    ),
    (
        r"NameResolutionError|name resolution|getaddrinfo|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET"
        r"|ETIMEDOUT|NewConnectionError|Connection refused|timed out|ProxyError|Network is unreachable"
        r"|from versions: none",
        (
            "连不上软件源。可设置镜像或代理后重试：PIP_INDEX_URL=镜像地址、npm config set registry 镜像地址、"
            "HTTPS_PROXY=代理地址。完全没有外网时，请在能上网的机器上运行 python3 run.py pack，把归档拷来。",
            "The package index cannot be reached. Set a mirror or a proxy and start again: "
            "PIP_INDEX_URL=<mirror>, `npm config set registry <mirror>`, HTTPS_PROXY=<proxy>. "
            "With no way out at all, run `python3 run.py pack` on a connected machine and bring its archive.",
        ),
    ),
    (
        r"not a supported wheel|from versions: (?!none)",
        (
            "软件源里没有适合这台机器（系统、处理器、Python 版本）的安装包；Python 3.11 至 3.13 最稳妥。",
            "The index has no package for this machine (system, processor, Python version); "
            "Python 3.11 to 3.13 is the safest choice.",
        ),
    ),
    (
        r"Permission denied|EACCES|Errno 13",
        (
            "没有写权限：请用拥有本目录的用户运行。",
            "Permission denied: run this as the user who owns this folder.",
        ),
    ),
)


class Refused(Exception):
    """The command will not do what was asked: what the matter is, and what can be done instead."""

    last_words: tuple[str, str] | None = None

    def __init__(self, zh: str, en: str, *, advice: Sequence[tuple[str, str]] = (), output: str = "") -> None:
        super().__init__(f"{zh} · {en}")
        self.zh = zh
        self.en = en
        self.output = output  #: the end of what a failing tool said
        self.advice = tuple(advice) or advice_for(output)


class SetupFailed(Refused):
    """A step of the set-up could not be finished; what was finished before it stays finished."""

    last_words = (
        "再次运行同一命令，将从这一步继续。",
        "Run the same command again: it goes on from this step.",
    )


def advice_for(output: str) -> tuple[tuple[str, str], ...]:
    """What can be done about the causes that a tool's output names."""
    return tuple(words for pattern, words in KNOWN_CAUSES if re.search(pattern, output))


def report(failure: Refused, *, stream: TextIO | None = None) -> None:
    """Say it to the person at the terminal, the tool's own last lines included."""
    lines = ["", f"✗ {failure.zh}", f"  {failure.en}"]
    if failure.output.strip():
        lines += ["", *(f"  | {line}" for line in failure.output.strip().splitlines()[-15:])]
    for zh, en in failure.advice:
        lines += ["", f"→ {zh}", f"  {en}"]
    if failure.last_words:
        lines += ["", *failure.last_words]
    print("\n".join(lines), file=stream or sys.stderr, flush=True)
