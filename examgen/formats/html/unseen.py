"""Parts of HTML that browsers do not show: a solution kept hidden, the other language of a text, a preview of math."""

from __future__ import annotations

import copy
from typing import Final

from lxml import etree

from examgen.formats.xmlnames import local_name

#: An element with one of these may be what shows the formula elsewhere.
_MATH: Final = frozenset(("math", "script", "annotation", "img", "image"))


def is_unseen(element: etree._Element) -> bool:
    """Tell whether an element is not shown, by an attribute of its own."""
    if not element.attrib:
        return False
    style = element.get("style")
    return element.get("hidden") is not None or (
        style is not None and "display:none" in "".join(style.lower().split())
    )


def without_unseen(root: etree._Element) -> tuple[etree._Element, list[tuple[str, etree._Element]]]:
    """Return a tree without what is not shown inside it, and the words of each part that had some, with the part.

    The tree itself stays as it is: where something goes, a copy is returned.
    """
    if not any(_goes(element) for element in root.iterdescendants()):
        return root, []
    seen = copy.deepcopy(root)
    left = []
    for element in [each for each in seen.iterdescendants() if _goes(each)]:
        if any(is_unseen(outer) for outer in element.iterancestors()):
            continue  # it has gone with what it stood in, or stays for the sake of a formula
        if words := " ".join("".join(element.itertext()).split()):
            left.append((words, element))
        _remove(element)
    return seen, left


def _goes(element: etree._Element) -> bool:
    return is_unseen(element) and not any(
        local_name(each).lower() in _MATH for each in (element, *element.iterdescendants())
    )


def _remove(element: etree._Element) -> None:
    """Take an element out of its tree, and leave the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    element.tail = None
    parent.remove(element)
