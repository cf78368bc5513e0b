"""XML from strangers: parsed with the line of each element, or refused with a place.

Entities are not expanded, nothing is loaded from a disk or the network, and what would take all memory or never end is
refused before it is parsed.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from lxml import etree

from examgen.errors import Place, Problem

#: Characters of an XML file: a bank of ten thousand questions is a tenth of this, pictures take the rest.
MAX_CHARS: Final = 100_000_000
#: Tags, both those that open and those that close; the memory of a tree grows with them.
MAX_TAGS: Final = 2_000_000
#: Attributes of one tag. Each is compared with all others.
MAX_ATTRIBUTES: Final = 500
_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
#: What stands before the root element. A document type may declare entities there.
_PROLOG: Final = re.compile(r"(?:\s+|<!--(?:[^-]|-(?!->))*-->|<\?(?:[^?]|\?(?!>))*\?>)*")
_DOCTYPE: Final = re.compile(r"<!DOCTYPE[^>\[]*(?P<inside>\[)?", re.IGNORECASE)
_ENTITY: Final = "<!ENTITY"
_FULL_TAG: Final = re.compile(
    rf"<[^\s<>/!?]++(?:\s*+[^\s<>=/\"']++\s*+=\s*+(?:\"[^\"<]*+\"|'[^'<]*+')){{{MAX_ATTRIBUTES + 1}}}"
)
_POSITION: Final = re.compile(r",? line \d+, column \d+(?: \(.*\))?$")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def parse_xml(name: str, source: str) -> etree._Element | Problem:
    """Return the root element of an XML text; ``name`` is the file's name in places.

    ``element.sourceline`` is the 1-based line of each element, from line 65,535 on that of what is in it. Comments and
    processing instructions are left out, and texts in CDATA are as other texts.
    """
    if len(source) > MAX_CHARS or source.count("<") > MAX_TAGS:
        hint = "export it in several files, and name them all"
        return Problem("xml-too-large", "the XML file is too large", Place(name), hint)
    declaration = _DECLARATION.match(source)
    # What the declaration says of the encoding was of the bytes; its lines stay counted.
    above = declaration[0] if declaration else ""
    body = "\n" * above.count("\n") + source[len(above) :]
    if (found := _entities(body)) is not None:
        message = "the file declares entities of its own, which are not expanded"
        return Problem(
            "xml-entities", message, _place(name, body, found), "remove the part in brackets of <!DOCTYPE"
        )
    # Most files have fewer signs of equality than one such tag.
    if body.count("=") > MAX_ATTRIBUTES and (full := _FULL_TAG.search(body)) is not None:
        message = f"a tag has more than {MAX_ATTRIBUTES} attributes"
        return Problem("xml-too-large", message, _place(name, body, full.start()), "export the file anew")
    return _parsed(name, body)


@cache
def _parser() -> etree.XMLParser:
    """Return the parser of all files: to make one takes as long as to parse an item."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )


def _parsed(name: str, body: str) -> etree._Element | Problem:
    try:
        root = etree.fromstring(body.encode(), _parser())
    except (etree.XMLSyntaxError, UnicodeEncodeError) as error:
        return _problem(name, body, error)
    for entity in root.iter(etree.Entity):
        line = getattr(entity.getparent(), "sourceline", 0) or 0
        message = f"the entity {entity.text} is not declared"
        return Problem("xml-syntax", message, Place(name, line), "write the character itself")
    return root


_HINT: Final = "export it anew; for text that holds & or <, write &amp; and &lt;"


def _problem(name: str, body: str, error: etree.XMLSyntaxError | UnicodeEncodeError) -> Problem:
    control = _CONTROL.search(body)
    if control is not None or isinstance(error, UnicodeEncodeError):
        at = control.start() if control else 0
        message = f"the character U+{ord(body[at]):04X} cannot stand in XML"
        hint = "delete it, or export the file anew"
        return Problem("xml-syntax", message, _place(name, body, at), hint)
    line, column = error.position if error.position else (0, 0)
    place = Place(name, max(line or 0, 0), max(column or 0, 0))
    message = _POSITION.sub("", str(error.msg or error))
    if "Excessive depth" in message:
        return Problem("xml-depth", "elements are too deep inside each other", place, "take some of them out")
    if "huge" in message.lower() or "too long" in message.lower():
        hint = "save pictures as files beside the bank"
        return Problem("xml-too-large", "a text in the file is too long", place, hint)
    return Problem("xml-syntax", f"the file is not XML: {message}", place, _HINT)


def _entities(body: str) -> int | None:
    """Return the 0-based offset of a document type that declares entities, None when there is none."""
    prolog = _PROLOG.match(body)
    found = _DOCTYPE.match(body, prolog.end() if prolog else 0)
    # Elements and attributes may be declared: QTI extends its own document type so. Entities alone do harm.
    return found.start() if found and found["inside"] and _ENTITY in body else None


def _place(name: str, source: str, offset: int) -> Place:
    line = source.count("\n", 0, offset) + 1
    return Place(name, line, offset - source.rfind("\n", 0, offset))
