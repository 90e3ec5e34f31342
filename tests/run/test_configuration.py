"""Options, their environment variables, and whom an office with demo accounts lets in."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from commands.bootstrap.failure import Refused
from commands.serving.configuration import (
    add_serving_options,
    behind_a_proxy,
    office_place,
    only_this_machine,
    refuse_demo_accounts_on_network,
    with_our_driver,
)

VARIABLES = (
    "BPM_PORT",
    "BPM_HOST",
    "BPM_EMPTY",
    "BPM_DATA",
    "BPM_SHORT_DEMO",
    "BPM_DEMO_ON_NETWORK",
    "DATABASE_URL",
)


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)


def parsed(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_serving_options(parser)
    return parser.parse_args(words)


def test_an_office_told_nothing_serves_this_machine_only() -> None:
    told = parsed()
    assert (told.host, told.port, told.empty, told.demo_on_network) == ("127.0.0.1", 5000, False, False)
    assert told.data.name == "data"


def test_options_and_environment_variables_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["--port", "81", "--host", "::1", "--empty", "--data", "there", "--short-demo"]
    by_options = parsed(*words, "--demo-on-network")
    for variable, word in zip(VARIABLES, ["81", "::1", "yes", "there", "1", "on"], strict=False):
        monkeypatch.setenv(variable, word)
    assert parsed() == by_options


def test_an_option_beats_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BPM_PORT", "81")
    assert parsed("--port", "82").port == 82


def test_a_switch_that_says_neither_yes_nor_no_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BPM_EMPTY", "maybe")
    with pytest.raises(Refused, match="BPM_EMPTY"):
        parsed()


@pytest.mark.parametrize("word", ["65536", "-1", "http"])
def test_an_impossible_port_is_refused(
    word: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BPM_PORT", word)
    with pytest.raises(SystemExit):
        parsed()
    assert "--port" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost", "LOCALHOST"])
def test_these_addresses_are_this_machine_only(host: str) -> None:
    assert only_this_machine(host)
    refuse_demo_accounts_on_network(host, demo_accounts=True, allowed=False)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "10.0.0.8", "office.example", "localhost.example"])
def test_demo_accounts_are_refused_on_any_other_address_unless_wanted(host: str) -> None:
    assert not only_this_machine(host)
    with pytest.raises(Refused, match="demo accounts"):
        refuse_demo_accounts_on_network(host, demo_accounts=True, allowed=False)
    refuse_demo_accounts_on_network(host, demo_accounts=True, allowed=True)
    refuse_demo_accounts_on_network(host, demo_accounts=False, allowed=False)


def test_the_database_lies_in_the_data_folder_unless_a_server_is_named(tmp_path: Path) -> None:
    assert office_place(tmp_path, {}).sqlite_file == tmp_path / "office.db"
    named = office_place(tmp_path, {"DATABASE_URL": "postgres://office@db/office"})
    assert named.database_url == "postgresql+psycopg://office@db/office"
    assert named.sqlite_file is None


@pytest.mark.parametrize("url", ["sqlite:////var/office.db", "postgresql+psycopg://db/office"])
def test_an_address_that_names_its_driver_stays(url: str) -> None:
    assert with_our_driver(url) == url


def test_a_proxy_in_front_is_trusted_only_when_it_is_named() -> None:
    assert behind_a_proxy({}) == {"BEHIND_HTTPS": False, "TRUSTED_PROXIES": 0}
    named = {"BPM_BEHIND_HTTPS": "1", "BPM_TRUSTED_PROXIES": "2"}
    assert behind_a_proxy(named) == {"BEHIND_HTTPS": True, "TRUSTED_PROXIES": 2}
    with pytest.raises(Refused, match="BPM_TRUSTED_PROXIES"):
        behind_a_proxy({"BPM_TRUSTED_PROXIES": "nginx"})
