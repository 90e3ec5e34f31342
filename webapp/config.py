"""What a running office may be told from outside, and what it assumes when it is not."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

DEFAULTS: dict[str, Any] = {
    "DATA": Path("data"),  #: folder of the database, the attachments, the queue and the secret key
    "DATABASE_URL": None,  #: None: SQLite in DATA; otherwise e.g. postgresql+psycopg://…
    "DEMO": False,  #: the demonstration office: its accounts are named on the login page
    "SWEEP_SECONDS": 20,  #: how often the worker looks for what is due
    "UPLOAD_LIMIT_BYTES": 50 * 1024 * 1024,  #: one attachment, decimal file sizes are shown as MB
    "BEHIND_HTTPS": False,  #: cookies only over TLS, and HSTS said
    "TRUSTED_PROXIES": 0,  #: how many proxies in front of us may say who the client is
    "CLOCK": lambda: datetime.now(UTC),  #: aware UTC; tests put their own clock here
    # Flask and its extensions
    "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
    "MAX_FORM_PARTS": 2000,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
    "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a form left open over lunch must still be accepted
    "WTF_CSRF_SSL_STRICT": False,  # the offices' browsers and gateways strip the Referer
    "RATELIMIT_STORAGE_URI": "memory://",
    "RATELIMIT_HEADERS_ENABLED": False,
    "LOGIN_ATTEMPTS_BY_NAME": "8 per 5 minutes; 40 per day",
    "LOGIN_ATTEMPTS_BY_ADDRESS": "60 per 5 minutes",  # an office shares one address
    "BABEL_DEFAULT_LOCALE": "zh_Hans_CN",
    "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
    "TEMPLATES_AUTO_RELOAD": False,
}


def settings(given: Mapping[str, Any]) -> dict[str, Any]:
    """The defaults with what was given laid over them, and what follows from both.

    Makes the data folder and, on the first start, the secret key in it (readable by its owner only).
    """
    chosen = {**DEFAULTS, **given}
    data = Path(chosen["DATA"]).resolve()
    data.mkdir(parents=True, exist_ok=True)
    chosen["DATA"] = data
    chosen.setdefault("SQLALCHEMY_DATABASE_URI", chosen["DATABASE_URL"] or f"sqlite:///{data / 'office.db'}")
    chosen["SECRET_KEY"] = chosen.get("SECRET_KEY") or _kept_secret(data / "secret_key")
    # One attachment and the text around it; anything longer is refused before it is read.
    chosen.setdefault("MAX_CONTENT_LENGTH", 4 * chosen["UPLOAD_LIMIT_BYTES"] + chosen["MAX_FORM_MEMORY_SIZE"])
    chosen["SESSION_COOKIE_SECURE"] = bool(chosen["BEHIND_HTTPS"])
    return chosen


def _kept_secret(path: Path) -> str:
    """The key that signs sessions; made once, so that a restart logs nobody out."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    return path.read_text(encoding="ascii").strip()
