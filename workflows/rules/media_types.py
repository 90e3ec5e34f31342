"""What a file is, by its content: only kinds the office works with are taken, whatever the name pretends."""

from __future__ import annotations

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
)
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OPEN_XML = "application/vnd.openxmlformats-officedocument."

#: Archives by the name's ending; without one of these it is a plain zip.
_IN_ZIP = {
    "docx": f"{_OPEN_XML}wordprocessingml.document",
    "xlsx": f"{_OPEN_XML}spreadsheetml.sheet",
    "pptx": f"{_OPEN_XML}presentationml.presentation",
    "ofd": "application/ofd",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "zip": "application/zip",
}
_IN_OLD_OFFICE = {
    "doc": "application/msword",
    "wps": "application/vnd.ms-works",
    "xls": "application/vnd.ms-excel",
    "et": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "dps": "application/vnd.ms-powerpoint",
}
_TEXT = {"txt": "text/plain", "csv": "text/csv", "md": "text/plain", "eml": "message/rfc822"}


def accepted_type(name: str, head: bytes) -> str | None:
    """The media type of a file that begins with `head`; None for kinds the office does not take.

    The content decides; the name's ending only tells apart what looks alike inside (archives, texts). A page,
    a script or a program is not taken under any name.
    """
    ending = name.rpartition(".")[2].lower()
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature):
            return media_type
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return _of_container(head[8:12])
    if head.startswith(_ZIP):
        return _IN_ZIP.get(ending)
    if head.startswith(_OLD_OFFICE):
        return _IN_OLD_OFFICE.get(ending)
    if ending in _TEXT and _is_text(head):
        return _TEXT[ending]
    return None


def _of_container(brand: bytes) -> str | None:
    """Photos and films of phones."""
    if brand in (b"heic", b"heix", b"mif1", b"heim"):
        return "image/heic"
    return "video/mp4" if brand in (b"isom", b"mp41", b"mp42", b"avc1", b"qt  ") else None


def _is_text(head: bytes) -> bool:
    """Text in UTF-8 or GB 18030 without control characters; cut at the end, where a character may be
    split."""
    if b"\x00" in head:
        return False
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):
            try:
                text = head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return all(char.isprintable() or char in "\r\n\t\ufeff" for char in text)
    return False
