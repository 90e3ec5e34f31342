"""XML from outside, read so that it can do no harm: no document type, no entities, no network, a size cap."""

from __future__ import annotations

import re

from lxml import etree

from workflows.engine.findings import NotDeployable, refusal

MAX_BYTES = 5_000_000
"""A diagram of several thousand elements with its drawing stays below one megabyte."""

_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)


def read_xml(xml: bytes) -> etree._Element:
    """The root element. Raises `NotDeployable` for all but plain, well-formed XML of a usual size."""
    if len(xml) > MAX_BYTES:
        raise NotDeployable(
            [
                refusal(
                    "xml-too-large",
                    None,
                    f"文件超过 {MAX_BYTES // 1_000_000} MB",
                    f"the file is larger than {MAX_BYTES // 1_000_000} MB",
                )
            ]
        )
    # Searched in the bytes too, before any parser sees them: UTF-16 hides the word from this search,
    # libxml2 then reports it in docinfo below.
    if _DOCTYPE.search(xml):
        raise _doctype_refused()
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise NotDeployable(
            [
                refusal(
                    "xml-not-well-formed",
                    None,
                    f"不是格式正确的 XML：{fault}",
                    f"not well-formed XML: {fault}",
                )
            ]
        ) from fault
    if root.getroottree().docinfo.doctype:
        raise _doctype_refused()
    return root


def _doctype_refused() -> NotDeployable:
    return NotDeployable(
        [
            refusal(
                "xml-doctype",
                None,
                "文件含有 DOCTYPE 声明，不予接受；请去掉该行",
                "the file carries a DOCTYPE, which is not accepted; remove that line",
            )
        ]
    )
