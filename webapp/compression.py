"""Answers sent small: a page of a hundred kilobytes is a tenth of that on the way to a phone.

Pages hold what others must not guess (the token of every form) beside what an address may put into them, and
the size of what is compressed tells of its content; so each answer is given a random length.
"""

from __future__ import annotations

import gzip
import secrets
from io import BytesIO

from flask import Flask, Response, request

COMPRESSED = frozenset({"text/html", "application/xml", "application/json"})
WORTH_IT = 1400  #: bytes; what is smaller fits into one packet as it is
LONGEST_PADDING = 100
LEVEL = 5  #: one millisecond for a hundred kilobytes; more would not make them noticeably smaller


def init_app(app: Flask) -> None:
    app.after_request(_small)


def _small(response: Response) -> Response:
    if response.mimetype not in COMPRESSED or response.is_streamed or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip") > 0 and "Content-Encoding" not in response.headers:
        whole = response.get_data()
        if len(whole) >= WORTH_IT:
            response.set_data(_gzipped(whole))
            response.headers["Content-Encoding"] = "gzip"
            _weaken_tag(response)
    return response


def _gzipped(whole: bytes) -> bytes:
    """Compressed, with a file name of random length in its head, which nobody reads."""
    packed, name = BytesIO(), "x" * (1 + secrets.randbelow(LONGEST_PADDING))
    with gzip.GzipFile(name, "wb", compresslevel=LEVEL, fileobj=packed, mtime=0) as file:
        file.write(whole)
    return packed.getvalue()


def _weaken_tag(response: Response) -> None:
    """The tag stands for the content and no longer for its bytes."""
    tag, _ = response.get_etag()
    if tag is not None:
        response.set_etag(tag, weak=True)
