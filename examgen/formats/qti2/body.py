"""The body of a QTI 2 item made fit to be read as XHTML: what is no text of the question is taken out of it.

The tree is changed in place. Nothing with words in it is left out: feedback and rubrics are handed over, and what
paper cannot show is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from examgen.formats.qti2.names import INTERACTIONS, TEMPLATES, attribute, kind, words

#: Of one body: taking elements out of longer ones takes long, and no paper has room for them.
MAX_ELEMENTS: Final = 20_000
MAX_CHARS: Final = 300_000
#: Buttons ask nothing.
_BUTTONS: Final = ("endattemptinteraction",)
_PICTURE_FILE: Final = re.compile(r"\.(?:png|jpe?g|gif|svg|pdf|bmp|tiff?|webp)(?:[?#].*)?$", re.IGNORECASE)
_PAGE_FILE: Final = re.compile(r"\.x?html?$", re.IGNORECASE)
_PAGE_TYPES: Final = ("text/html", "application/xhtml+xml")
_MEDIA: Final = ("audio", "video", "iframe", "embed", "applet")
#: What is for screens and for readers of screens, and repeats what is there.
_UNPRINTED: Final = ("cataloginfo", "companionmaterialsinfo", "stylesheet", "apipaccessibility")
_FEEDBACK: Final = ("feedbackinline", "feedbackblock")
_BLOCKS: Final = ("choiceinteraction", "prompt", "rubricblock", "infocontrol", "contentbody")
#: What is not simply text.
_TAKEN: Final = frozenset(
    (*TEMPLATES, "include", "object", *_MEDIA, *_BUTTONS, *_UNPRINTED, *_FEEDBACK, *_BLOCKS)
)
#: Views of a rubric that students have.
_STUDENT: Final = "candidate"


#: What gives the tree of the page at an address; None when it cannot be had.
Pages = Callable[[str], etree._Element | None]


class UnprintableError(ValueError):
    """An item that is no choice question on paper; the argument says what it is, with its article."""

    def __init__(self, what: str, element: etree._Element) -> None:
        super().__init__(what)
        self.what = what
        self.line = element.sourceline or 0


@dataclass(slots=True)
class Body:
    """What was found in a body."""

    interaction: etree._Element  #: the only one, a choice
    feedback: list[etree._Element] = field(default_factory=list)  #: outside choices, in the order of the file
    rubrics: list[etree._Element] = field(default_factory=list)  #: that only graders see


def take_apart(body: etree._Element, pages: Pages) -> Body:
    """Return the parts of an item's body; what remains in it outside the interaction is the text of the stem.

    Raises:
        UnprintableError: it has another interaction than one choice, or something that no paper can show.
    """
    elements = list(body.iterdescendants())
    if len(elements) > MAX_ELEMENTS:
        raise UnprintableError(f"a question with more than {MAX_ELEMENTS:,} elements", body)
    if sum(map(len, map(str, body.itertext()))) > MAX_CHARS:
        raise UnprintableError(f"a question of more than {MAX_CHARS:,} characters", body)
    kinds = [kind(each) for each in elements]
    found = [
        each
        for each, name in zip(elements, kinds, strict=True)
        if name in INTERACTIONS and name not in _BUTTONS
    ]
    others = [each for each in found if kind(each) != "choiceinteraction"]
    if len(found) > 1:
        different = {INTERACTIONS[kind(each)] for each in found}
        sorts = "" if len(different) == 1 else " of several kinds"
        raise UnprintableError(f"a question with {len(found)} parts{sorts}, each with an answer", found[1])
    if others:
        raise UnprintableError(INTERACTIONS[kind(others[0])], others[0])
    if not found:
        raise UnprintableError("a text without a question", body)
    parts = Body(found[0])
    for element, name in zip(elements, kinds, strict=True):
        if name in _TAKEN:
            _take(element, name, body, parts, pages)
    return parts


def _take(element: etree._Element, name: str, body: etree._Element, parts: Body, pages: Pages) -> None:
    if name in TEMPLATES:
        raise UnprintableError("a question with values that differ from student to student", element)
    if name == "include":
        raise UnprintableError("a question with a part in another file", element)
    if name in _MEDIA:
        raise UnprintableError("a question that plays a sound, a film or a program", element)
    if name == "object":
        _unpack(element, pages)
    elif name in _BUTTONS or name in _UNPRINTED:
        remove(element)
    elif name in _FEEDBACK:
        if not _in_choice(element, body):
            parts.feedback.append(element)
            remove(element)
    elif name == "rubricblock" and not for_students(element):
        parts.rubrics.append(element)
        remove(element)
    elif name in _BLOCKS:
        element.tag = "div"


def for_students(rubric: etree._Element) -> bool:
    """Tell whether students see a rubric before they answer."""
    views = attribute(rubric, "view").lower().split()
    return not views or _STUDENT in views


def remove(element: etree._Element) -> None:
    """Take an element out of its parent; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if tail := element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    element.tail = None
    parent.remove(element)


def unpack(root: etree._Element, pages: Pages) -> None:
    """Make the objects in a text what they show: pictures, or pages of the same package.

    Raises:
        UnprintableError: one of them is none.
    """
    for element in list(root.iterdescendants()):
        if kind(element) in _MEDIA:
            raise UnprintableError("a question that plays a sound, a film or a program", element)
        if kind(element) == "object":
            _unpack(element, pages)


def _in_choice(element: etree._Element, body: etree._Element) -> bool:
    for above in element.iterancestors():
        if kind(above) == "simplechoice":
            return True
        if above is body:
            break
    return False


def _unpack(element: etree._Element, pages: Pages) -> None:
    """Make an object what it shows; what stands in it is for programs that cannot show that."""
    type, data = attribute(element, "type").lower(), attribute(element, "data")
    if not data and not words(element) and not type:
        remove(element)
        return
    is_picture = type.startswith("image/") or type == "application/pdf" or data.startswith("data:image/")
    if is_picture or (not type and _PICTURE_FILE.search(data)):
        _make_picture(element, data)
        return
    is_page = type in _PAGE_TYPES or (not type and _PAGE_FILE.search(data))
    page = pages(data) if is_page else None
    if page is None:
        shown = data if len(data) <= 60 else f"{data[:57]}..."
        raise UnprintableError(f"a question that shows the file '{shown}'", element)
    _empty(element)
    element.tag = "div"
    element.append(page)


def _make_picture(element: etree._Element, data: str) -> None:
    alt, width = words(element), attribute(element, "width")
    _empty(element)
    element.tag = "img"
    element.set("src", data)
    element.set("alt", alt)
    if width:
        element.set("width", width)


def _empty(element: etree._Element) -> None:
    """Take away all that is in an element, but not the text behind it."""
    for inner in list(element):
        element.remove(inner)
    element.text = None
    element.attrib.clear()
