"""Names of XML and HTML elements, whatever their prefix or namespace."""

from __future__ import annotations

from functools import lru_cache

from lxml import etree


def local_name(element: etree._Element) -> str:
    """Return the name of an element without prefix and namespace; "" for comments and their like."""
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=4096)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2]


def value_of(element: etree._Element, name: str = "val") -> str | None:
    """Return the value of an attribute, whatever its prefix or namespace; None without it."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2].rpartition(":")[2] == name:
            return str(value)
    return None


def names(words: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(words.split())
