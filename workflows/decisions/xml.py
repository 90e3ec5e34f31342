"""DMN's XML as elements without namespaces: versions 1.1 to 1.5 differ in little else that matters here."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from workflows.decisions.errors import DecisionModelError

MAX_BYTES = 5_000_000


def parsed_definitions(xml: bytes) -> etree._Element:
    """The ``definitions`` element; raises DecisionModelError where there is none. No entity is ever
    resolved.
    """
    if len(xml) > MAX_BYTES:
        raise DecisionModelError("", "文件过大", "the file is too large")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DecisionModelError(
            "", f"文件不是合法的XML（{error}）", f"the file is no XML ({error})"
        ) from None
    if root.getroottree().docinfo.doctype:
        raise DecisionModelError("", "文件不得带有DTD", "the file must not have a DTD")
    # Some editors declare DMN's namespace and then write the elements in the model's own.
    if kind(root) != "definitions" or not any("/DMN/" in uri for uri in root.nsmap.values()):
        raise DecisionModelError("", "文件不是DMN决策模型", "the file is no DMN decision model")
    return root


def kind(element: etree._Element) -> str:
    """The element's name without its namespace; empty for what is no element."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def namespace(element: etree._Element) -> str | None:
    return etree.QName(element).namespace


def children(element: etree._Element, *kinds: str) -> Iterator[etree._Element]:
    """Child elements of these kinds, of the model's own namespace; extensions are passed over."""
    own = namespace(element)
    for child in element:
        if kind(child) and namespace(child) == own and (not kinds or kind(child) in kinds):
            yield child


def child(element: etree._Element, *kinds: str) -> etree._Element | None:
    return next(children(element, *kinds), None)


def text_of(element: etree._Element | None) -> str:
    """The text of an element's ``text`` child, or its own where files of DMN 1.1 have none; stripped."""
    if element is None:
        return ""
    inner = child(element, "text")
    return "".join((inner if inner is not None else element).itertext()).strip()


def label(element: etree._Element) -> str:
    """How an element is called in a sentence: its name, else its id, else its kind."""
    return element.get("name") or element.get("id") or kind(element)
