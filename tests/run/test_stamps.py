"""A stamp holds as long as what the step was made from stays the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands.bootstrap import stamps


@pytest.fixture
def sources(tmp_path: Path) -> list[Path]:
    files = [tmp_path / "b.js", tmp_path / "a.js"]
    for file in files:
        file.write_text(file.name, "utf-8")
    return files


def test_a_stamp_holds_for_what_it_was_written_for(tmp_path: Path, sources: list[Path]) -> None:
    stamp = tmp_path / "deep" / "stamp"
    digest = stamps.digest_of(sources, tmp_path)
    assert not stamps.is_current(stamp, digest)
    stamps.write(stamp, digest)
    assert stamps.is_current(stamp, stamps.digest_of(reversed(sources), tmp_path))


def test_a_changed_renamed_added_or_missing_source_breaks_it(tmp_path: Path, sources: list[Path]) -> None:
    before = stamps.digest_of(sources, tmp_path)
    seen = {before, stamps.digest_of([*sources, tmp_path / "c.js"], tmp_path)}
    sources[0].write_text("changed", "utf-8")
    seen.add(stamps.digest_of(sources, tmp_path))
    sources[0].rename(tmp_path / "d.js")
    seen.add(stamps.digest_of([tmp_path / "d.js", sources[1]], tmp_path))
    seen.add(stamps.digest_of(sources, tmp_path))
    assert len(seen) == 5


def test_a_broken_stamp_counts_as_none(tmp_path: Path) -> None:
    stamp = tmp_path / "stamp"
    stamp.write_bytes(b"\xff\xfe")
    assert not stamps.is_current(stamp, "abc")
