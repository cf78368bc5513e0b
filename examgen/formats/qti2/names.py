"""Names of QTI 2.0 to 3.0: ``simpleChoice`` and ``qti-simple-choice`` are one, in any namespace.

A *kind* is the name of an element in lower case without prefix, ``qti-`` and hyphens; so are names of attributes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from lxml import etree

from examgen.errors import Place

#: What students do in an interaction that is no choice of lines, with its article.
INTERACTIONS: Final = {
    "associateinteraction": "a question that pairs things",
    "choiceinteraction": "a question with choices",
    "custominteraction": "a custom interaction",
    "portablecustominteraction": "a custom interaction",
    "drawinginteraction": "a drawing",
    "endattemptinteraction": "a button",
    "extendedtextinteraction": "an essay",
    "gapmatchinteraction": "a drag-and-drop question",
    "graphicassociateinteraction": "a question that joins places in a picture",
    "graphicgapmatchinteraction": "a drag-and-drop question",
    "graphicorderinteraction": "an ordering question",
    "hotspotinteraction": "a hotspot question",
    "hottextinteraction": "a question that marks words in a text",
    "inlinechoiceinteraction": "a question with a drop-down list",
    "matchinteraction": "a matching question",
    "mediainteraction": "a sound or a film",
    "orderinteraction": "an ordering question",
    "positionobjectinteraction": "a question that places a picture",
    "selectpointinteraction": "a hotspot question",
    "sliderinteraction": "a question with a slider",
    "textentryinteraction": "a fill-in-the-blank question",
    "uploadinteraction": "a file-upload question",
}
#: What has values of its own for each student.
TEMPLATES: Final = frozenset(
    ["templatedeclaration", "templateprocessing", "printedvariable", "templateblock", "templateinline"]
)
#: Attributes that QTI 2 writes with capitals.
_WRITTEN: Final = {
    name.lower(): name
    for name in (
        "responseIdentifier", "outcomeIdentifier", "templateIdentifier", "sectionIdentifier", "baseType", "showHide",
        "toolName", "toolVersion", "normalMaximum", "normalMinimum", "maxChoices", "minChoices", "timeDependent",
        "mapKey", "mappedValue", "defaultValue", "lowerBound", "upperBound", "caseSensitive", "keepTogether",
    )
}  # fmt: skip
ITEM, TEST, SECTION, STIMULUS = "assessmentitem", "assessmenttest", "assessmentsection", "assessmentstimulus"


def kind(element: etree._Element) -> str:
    """Return the kind of an element; "" for comments and their like."""
    tag = element.tag
    return _kind(tag) if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """Return an attribute by its name in lower case, "" when it is not there."""
    # Most are written as QTI 2 has them, and one by one they are found later than by their name.
    if (found := element.get(_WRITTEN.get(name, name))) is not None:
        return str(found).strip()
    for key in element.keys():  # noqa: SIM118 -- an element has its children for items
        if _kind(key) == name:
            return str(element.get(key)).strip()
    return ""


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """Return the children of a kind."""
    # Items have very many elements: what kind() does is written out here and below.
    return [each for each in element if isinstance(tag := each.tag, str) and _kind(tag) == name]


def child(element: etree._Element, name: str) -> etree._Element | None:
    """Return the first child of a kind, None when there is none."""
    return next(iter(children(element, name)), None)


def inside(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Yield all elements of these kinds inside an element, in the order of the file."""
    return (
        each for each in element.iterdescendants() if isinstance(tag := each.tag, str) and _kind(tag) in names
    )


def words(element: etree._Element) -> str:
    """Return the text inside an element on one line."""
    text = "".join(element.itertext()) if len(element) else element.text or ""
    return " ".join(text.split())


def place(file: str, element: etree._Element) -> Place:
    """Return where an element stands."""
    return Place(file, element.sourceline or 0)


@lru_cache(maxsize=2048)
def _kind(name: str) -> str:
    """Return the kind that a name with its namespace is; files have few names and use each a thousand times."""
    return name.rpartition("}")[2].rpartition(":")[2].lower().removeprefix("qti-").replace("-", "")
