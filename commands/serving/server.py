"""Listens on an address and serves the pages with waitress, with the background work in the same process."""

from __future__ import annotations

import signal
import sys
from typing import Any

from flask import Flask
from waitress.server import create_server

from commands.bootstrap.failure import Refused
from webapp import background
from workflows.first_start import demo_accounts

from . import demonstration

THREADS = 8
EVERY_ADDRESS = {"0.0.0.0", "::"}


def listen(app: Flask, host: str, port: int) -> Any:
    """Take the address before anything long is done. Raises Refused where it cannot be had."""
    try:
        return create_server(
            app,
            host=host,
            port=port,
            threads=THREADS,
            ident=None,
            # Behind a proxy of ours the application itself reads what the proxy says (TRUSTED_PROXIES).
            clear_untrusted_proxy_headers=not app.config.get("TRUSTED_PROXIES"),
        )
    except (OSError, ValueError) as error:
        raise Refused(
            f"无法监听 {host}:{port}。",
            f"Cannot listen on {host}:{port}.",
            output=str(error),
            advice=[
                (
                    f"端口可能已被占用，请换一个：python3 run.py --port {port + 1 if port < 65535 else 5000}",
                    "The port may be taken: choose another with --port.",
                )
            ],
        ) from error


def serve(app: Flask, listening: Any, *, demo: bool) -> int:
    """Serve until Ctrl-C or SIGTERM; then let the background work end in order."""
    signal.signal(signal.SIGTERM, _stop)
    background.start(app)
    if demo:
        demonstration.make_in_background(app)
    _say_ready(listening, demo=demo)
    try:
        listening.run()
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        listening.close()
        background.stop()
    print("已停止 · stopped", file=sys.stderr, flush=True)
    return 0


def _stop(*_: object) -> None:
    raise SystemExit(0)


def _say_ready(listening: Any, *, demo: bool) -> None:
    lines = ["", *(f"  打开 · open  {address}" for address in addresses(listening)), ""]
    if demo:
        lines += ["  演示账号 · demo accounts（用户名 / 密码 · user / password）"]
        lines += [f"    {user} / {word}  {title}" for user, word, title in demo_accounts()]
    else:
        lines += ["  还没有管理员？· No administrator yet?  python3 run.py create-admin"]
    lines += ["", "  按 Ctrl-C 停止 · Ctrl-C stops", ""]
    print("\n".join(lines), flush=True)


def addresses(listening: Any) -> list[str]:
    """The addresses to open in a browser, as the server listens on them."""
    pairs = getattr(listening, "effective_listen", None)
    if pairs is None:
        pairs = [(listening.effective_host, listening.effective_port)]
    return [f"http://{_in_address(host)}:{port}/" for host, port in pairs]


def _in_address(host: str) -> str:
    if host in EVERY_ADDRESS:
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
