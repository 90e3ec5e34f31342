"""Scripts and styles as the front end's build left them: names with a digest, kept by browsers for a year."""

from __future__ import annotations

import gzip
import json
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for

KEPT_FOR_A_YEAR = "public, max-age=31536000, immutable"
COMPRESSED = frozenset({"text/css", "text/javascript", "application/javascript", "image/svg+xml"})


class FrontEndNotBuilt(RuntimeError):
    """The build has not run, or a page asks for an entry that has no source."""


def asset(entry: str) -> str:
    """The address of a built entry such as ``app.css``.

    Raises FrontEndNotBuilt where the manifest lacks it, rather than serving a page without its styles.
    """
    try:
        built = _manifest(Path(current_app.static_folder or ""))[entry]
    except KeyError:
        raise FrontEndNotBuilt(
            f"{entry} is not in webapp/static/dist/manifest.json: build the front end"
        ) from None
    return url_for("static", filename=f"dist/{built}")


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(asset=asset)
    app.after_request(_keep_built_files)


_read: dict[Path, tuple[float, dict[str, str]]] = {}


def _manifest(static: Path) -> dict[str, str]:
    """The manifest, read again only when a build has written a newer one."""
    path = static / "dist" / "manifest.json"
    try:
        written = path.stat().st_mtime
    except FileNotFoundError:
        return {}
    if path not in _read or _read[path][0] != written:
        _read[path] = (written, json.loads(path.read_text(encoding="utf-8")))
    return _read[path][1]


def _keep_built_files(response: Response) -> Response:
    if request.path.startswith("/static/dist/") and response.status_code == 200:
        response.headers["Cache-Control"] = KEPT_FOR_A_YEAR
        _compress(response)
    return response


def _compress(response: Response) -> None:
    """Send text small: the styles shrink to an eighth. Only built files, which hold nobody's secrets."""
    if "gzip" not in request.accept_encodings or response.mimetype not in COMPRESSED:
        return
    path = Path(current_app.static_folder or "") / request.path.removeprefix("/static/")
    whole = response.response
    response.direct_passthrough = False
    response.set_data(_gzipped(path))
    whole.close()  # type: ignore[union-attr]
    response.headers["Content-Encoding"] = "gzip"
    response.headers.add("Vary", "Accept-Encoding")


@lru_cache(maxsize=64)
def _gzipped(path: Path) -> bytes:
    """A built file compressed; its name changes with its content, so that it is done once."""
    return gzip.compress(path.read_bytes(), compresslevel=6, mtime=0)
