"""The archive's table of contents: what lies in it, each member with its size and SHA-256."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from commands.bootstrap.failure import Refused

NAME = "manifest.json"
FORMAT = 1
CHUNK = 1 << 20


@dataclass(frozen=True)
class Member:
    size: int  #: bytes
    sha256: str


@dataclass(frozen=True)
class Manifest:
    made_at: str  #: aware UTC, ISO 8601
    database: str  #: ``sqlite`` or ``postgresql``
    schema: list[str]  #: the schema's revisions, as Alembic names them
    members: dict[str, Member]
    #: digests of attachments whose bytes were already lost or damaged
    missing_files: list[str] = field(default_factory=list)
    format: int = FORMAT

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=2).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Manifest:
        """Raises Refused for what is no manifest of a format this release knows."""
        try:
            read = json.loads(content)
            if read["format"] != FORMAT:
                raise Refused(
                    f"备份格式 {read['format']} 不是本版本认识的格式 {FORMAT}。",
                    f"The backup's format is {read['format']}; this release reads {FORMAT}.",
                )
            members = {name: Member(**about) for name, about in read.pop("members").items()}
            return cls(members=members, **read)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Refused(
                "备份的目录文件已损坏。", "The backup's manifest is broken.", output=str(error)
            ) from error


def member_of(file: Path) -> Member:
    """Size and digest of a file, read in pieces."""
    digest = hashlib.sha256()
    with file.open("rb") as content:
        while piece := content.read(CHUNK):
            digest.update(piece)
    return Member(file.stat().st_size, digest.hexdigest())
