"""The picture of a process for who reads English: the same file, its elements under their English names."""

from __future__ import annotations

from lxml import etree

from workflows.engine.xml_source import read_xml

_PROPERTY = "{http://camunda.org/schema/zeebe/1.0}property"
ENGLISH_NAME = "name_en"


def in_english(xml: bytes) -> bytes:
    """The diagram with every name that has an English one replaced by it; only for looking at.

    Raises NotDeployable where the file cannot be read."""
    root = read_xml(xml)
    for said in root.iter(_PROPERTY):
        if said.get("name") == ENGLISH_NAME and said.get("value"):
            properties = said.getparent()
            extensions = properties.getparent() if properties is not None else None
            owner = extensions.getparent() if extensions is not None else None
            if owner is not None:
                owner.set("name", said.get("value", ""))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
