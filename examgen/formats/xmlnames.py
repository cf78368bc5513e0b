"""Names of XML and HTML elements, whatever their prefix or namespace."""

from __future__ import annotations

from lxml import etree


def local_name(element: etree._Element) -> str:
    """Return the name of an element without prefix and namespace; "" for comments and their like."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    return tag.rpartition("}")[2].rpartition(":")[2]
