"""Built files: found by their entry's name, kept by browsers, small on the way."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from webapp.assets import FrontEndNotBuilt, asset

STYLES = b".light { color: green }\n" * 1000


@pytest.fixture
def built(app: Flask) -> Flask:
    (Path(app.static_folder or "") / "dist" / "app-1234.css").write_bytes(STYLES)
    return app


def test_a_page_without_its_build_says_so_instead_of_going_out_bare(app: Flask) -> None:
    with app.test_request_context():
        assert asset("app.css").startswith("/static/dist/app")
        with pytest.raises(FrontEndNotBuilt, match="no-such.css"):
            asset("no-such.css")


def test_a_built_file_is_kept_for_a_year_and_sent_small(built: Flask, client: FlaskClient) -> None:
    plain = client.get("/static/dist/app-1234.css", buffered=True)
    small = client.get("/static/dist/app-1234.css", headers={"Accept-Encoding": "gzip"}, buffered=True)
    assert plain.data == STYLES and gzip.decompress(small.data) == STYLES
    assert small.headers["Content-Encoding"] == "gzip" and int(small.headers["Content-Length"]) < 1000
    assert "immutable" in small.headers["Cache-Control"]
    plain.close()
    small.close()


def test_what_is_not_there_is_not_found(client: FlaskClient) -> None:
    assert client.get("/static/dist/../../config.py").status_code == 404
    assert client.get("/static/dist/none.css", headers={"Accept-Encoding": "gzip"}).status_code == 404
