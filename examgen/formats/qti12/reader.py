"""Reads QTI 1.2: XML files, and packages of Canvas, Blackboard, D2L, Respondus and their like.

A file holds assessments or banks of items, in sections; a package several such files. The parts of an item are in
``qti12item``, its scoring in ``qti12score``. Kinds of questions that are no choices are skipped with a word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from lxml import etree

from examgen.errors import Place, Problem, Severity
from examgen.formats.bounds import Problems, Questions
from examgen.formats.ownletters import without_letters
from examgen.formats.qti12.head import Head, head_of
from examgen.formats.qti12.item import draft_of
from examgen.formats.qti12.material import Materials, words_of
from examgen.formats.qti12.package import TYPE, Source, fault_of, sources_of
from examgen.formats.qti12.score import number
from examgen.formats.qtipackage import is_package_of, open_package
from examgen.formats.reading import Reading
from examgen.formats.recognition import is_qti12
from examgen.formats.safexml import parse_xml
from examgen.formats.source import decode
from examgen.formats.textdraft import Draft, finish, shown, skipped
from examgen.formats.xmlnames import local_name
from examgen.model import Bank, Heading

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|@X@")
#: What programs write before the path of a file of a package.
_BASE: Final = re.compile(r"\$IMS[-_]CC[-_]FILE_?BASE\$/?", re.IGNORECASE)
#: Titles that programs give to the one section that all have.
_NO_SECTION: Final = frozenset(
    ("", "main", "root", "root section", "root_section", "section", "container_section", "default")
)
_GROUPS: Final = ("assessment", "objectbank", "section")


def sniff_bytes(data: bytes) -> bool:
    """Return whether a file is a package of QTI 1."""
    return is_package_of(data, lambda text: bool(TYPE.search(text) or is_qti12(text)))


def read(name: str, source: str) -> Reading:
    """Return the bank in ``source``, the text of an XML file; ``name`` is its name in places."""
    root = parse_xml(name, source.removeprefix("\ufeff"))
    if isinstance(root, Problem):
        return _nothing(name, root)
    if local_name(root) != "questestinterop":
        message = f"the file is no QTI 1.2: its first element is <{local_name(root)}>"
        hint = "it begins with <questestinterop>; name another format with --from"
        return _nothing(name, Problem("no-questions", message, Place(name, root.sourceline or 0), hint))
    return _read(name, [Source(name, root, _beside)], [])


def read_bytes(name: str, data: bytes) -> Reading:
    """Return the bank in a package; ``name`` is its name in places."""
    if not data.startswith(b"PK"):
        text = decode(name, data)
        if isinstance(text, Problem):
            return _nothing(name, text)
        reading = read(name, text.text)
        return Reading(reading.bank, (*text.problems, *reading.problems))
    package = open_package(name, data)
    if isinstance(package, Problem):
        return _nothing(name, package)
    problems: list[Problem] = Problems()
    sources: list[Source] = []
    for found in sources_of(package):
        if isinstance(found, Problem):
            problems.append(found)
        else:
            sources.append(found)
    if not sources and not problems:
        message = "the package has no file with questions of QTI 1.2"
        none = Problem("bad-package", message, Place(name), "export the quiz anew, as QTI")
        problems.append(fault_of(package) or none)
    problems += package.warnings
    return _read(name, sources, problems)


def _read(name: str, sources: Sequence[Source], problems: list[Problem]) -> Reading:
    # Each assessment or bank of items is a group of its own; items may stand without one.
    groups = [(source, group) for source in sources for group in _top(source.root)]
    heads = [head_of(source, group) for source, group in groups]
    known = frozenset(ident for _, group in groups for ident in _idents(group))
    repeated = _repeated_titles(group for _, group in groups)
    several = sum(1 for _, group in groups if _has_items(group)) > 1
    drafts: list[Draft] = Questions()
    heading, places = Heading(), dict[str, Place]()
    for (source, group), head in zip(groups, heads, strict=True):
        materials = Materials(source.file, source.pictures, problems, repeated=repeated)
        walk = _Walk(materials, head, several, known, drafts)
        if several:
            _say_unprinted(head, problems)
        elif _has_items(group):
            heading, places = head.heading(walk.materials)
        walk.group(group, "")
    counts = Counter(draft.id.casefold() for draft in drafts if draft.id)
    for draft in drafts:
        if draft.id and counts[draft.id.casefold()] > 1:
            # Banks repeat idents from file to file, where they mean nothing beyond their own.
            draft.id = None
    said = [*dict.fromkeys(problems), *without_letters(drafts)]
    return finish(name, drafts, said, heading, places)


@dataclass(slots=True)
class _Walk:
    """Goes through the sections of a group."""

    materials: Materials
    head: Head
    several: bool  #: whether the file has other groups
    known: frozenset[str]  #: idents and labels of all items
    drafts: list[Draft] = field(default_factory=Questions)
    each: Fraction | None = None  #: points that the group around gives to each of its items

    def group(self, element: etree._Element, section: str) -> None:
        """Take the items of an assessment, a bank or a section, and those of the sections in it."""
        if local_name(element) == "item":
            self.item(element, section)
            return
        outer, self.each = self.each, _points_each(element) or self.each
        for child in element:
            match local_name(child):
                case "item":
                    self.item(child, section)
                case "section" | "objectbank" | "assessment":
                    title = " ".join((child.get("title") or "").split())
                    named = title.lower() not in _NO_SECTION and title != self.head.title
                    self.group(child, title if named else section)
                case "itemref":
                    self.reference(child)
                case "selection_ordering":
                    self.selection(child, element)
                case "presentation_material" | "rubric" if local_name(element) == "section":
                    self.unprinted(child, "text")
                case "sectionfeedback" | "assessfeedback":
                    self.unprinted(child, "feedback")
        self.each = outer

    def item(self, element: etree._Element, section: str) -> None:
        name = section
        if self.several and self.head.title:
            name = f"{self.head.title}: {section}" if section else self.head.title
        draft = draft_of(element, self.materials, name or None)
        if draft is not None:
            draft.points = draft.points if self.each is None else self.each
            self.drafts.append(draft)

    def reference(self, element: etree._Element) -> None:
        """Report a question that is only named here, and stands in no file that is read."""
        ident = (element.get("linkrefid") or "").strip()
        if ident not in self.known:
            place = Place(self.materials.file, element.sourceline or 0)
            kind = "a question of another file"
            self.materials.problems.append(skipped(shown("", ident), kind, place))

    def selection(self, element: etree._Element, section: etree._Element) -> None:
        """Report questions that are drawn, from a bank elsewhere or from those of a section."""
        drawn = next((_number(each) for each in element.iter("{*}selection_number")), None)
        items = sum(local_name(child) == "item" for child in section)
        if drawn is not None and drawn < items:
            title = shown(section.get("title") or "", "")
            message = f"section {title!r} draws {drawn} of its {items} questions; all are read"
            place = Place(self.materials.file, element.sourceline or 0)
            hint = "draw them with --pick when you build"
            self.materials.problems.append(Problem("test-rules", message, place, hint, Severity.WARNING))
        if next(element.iter("{*}sourcebank_ref"), None) is not None and not _has_items(section):
            title = shown(section.get("title") or "", "")
            place = Place(self.materials.file, section.sourceline or 0)
            kind = "a group that draws from a question bank elsewhere"
            self.materials.problems.append(skipped(title, kind, place))

    def unprinted(self, element: etree._Element, what: str) -> None:
        words = shown("", words_of([element]))
        if words:
            place = Place(self.materials.file, element.sourceline or 0)
            self.materials.problems.append(_stray(f"the {what} {words!r} of a section is not printed", place))


def _say_unprinted(head: Head, problems: list[Problem]) -> None:
    if words := shown("", words_of(head.instructions)):
        place = Place(head.file, head.instructions[0].sourceline or 0)
        problems.append(_stray(f"the instructions {words!r} of {head.title!r} are not printed", place))


def _stray(message: str, place: Place) -> Problem:
    hint = "put it into the stems of the questions that need it"
    return Problem("stray-text", message, place, hint, Severity.WARNING)


def _top(root: etree._Element) -> list[etree._Element]:
    """Return assessments, banks, sections and items that stand in no other."""
    groups = [child for child in root if local_name(child) in ("assessment", "objectbank")]
    loose = [child for child in root if local_name(child) in ("section", "item")]
    return groups if not loose else [*groups, root] if not groups else [*groups, *loose]


def _has_items(element: etree._Element) -> bool:
    return next(element.iter("{*}item"), None) is not None


def _idents(element: etree._Element) -> list[str]:
    return [
        name.strip()
        for each in element.iter("{*}item")
        for name in (each.get("ident", ""), each.get("label", ""))
    ]


def _points_each(section: etree._Element) -> Fraction | None:
    """Return the points that Canvas's groups give to each question in the place of its own."""
    orderings = [child for child in section if local_name(child) == "selection_ordering"]
    each = (found for ordering in orderings for found in ordering.iter("{*}points_per_item"))
    return next((points for found in each if (points := _number(found)) is not None), None)


def _number(element: etree._Element) -> Fraction | None:
    points = number((element.text or "").strip())
    return points if points is not None and points >= 0 else None


def _repeated_titles(groups: Iterable[etree._Element]) -> frozenset[str]:
    """Return the titles, in lower case, that several items have, so that these are called by their words."""
    items = (each for group in groups for each in group.iter("{*}item"))
    titles = Counter(" ".join((each.get("title") or "").lower().split()) for each in items)
    return frozenset(title for title, count in titles.items() if count > 1)


def _beside(address: str) -> str:
    """Return the address of a picture beside a file that is no package."""
    if _SCHEME.match(address):
        return address
    return _BASE.sub("", unquote(address), count=1)


def _nothing(name: str, problem: Problem) -> Reading:
    return Reading(Bank((), files=(Path(name),), name=Path(name).stem or "exam"), (problem,))
