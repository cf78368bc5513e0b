"""What QTI 1.2 files say of a quiz as a whole: its title, its instructions, its time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

from examgen.errors import Place, Problem, Severity
from examgen.formats.qti12.material import Materials
from examgen.formats.qti12.package import Source
from examgen.formats.xmlnames import local_name
from examgen.model import Heading

_MINUTES: Final = re.compile(r"[1-9][0-9]{0,4}")
#: A time as in ISO 8601: ``PT1H30M``.
_ISO: Final = re.compile(r"P(?:0D)?T(?:([0-9]{1,3})H)?(?:([0-9]{1,5})M)?(?:0{1,2}S)?", re.IGNORECASE)
#: Metadata with the title of a bank of items, by the programs that write it.
_TITLES: Final = ("bank_title", "title")
_TIMES: Final = ("qmd_timelimit", "time_limit")


@dataclass(frozen=True, slots=True)
class Head:
    """What is said of an assessment or a bank of items."""

    file: str  #: the name of the file in places
    title: str
    line: int  #: where the title stands, 1-based
    minutes: str  #: "" when no time is said; otherwise as it stands in the file
    instructions: tuple[etree._Element, ...]  #: elements with text, not empty

    def heading(self, materials: Materials) -> tuple[Heading, dict[str, Place]]:
        """Return the heading of an exam of this one quiz, and where its fields stand."""
        place = Place(self.file, self.line)
        text = materials.text(self.instructions, place, "the instructions")
        minutes = _minutes(self.minutes)
        duration = f"{minutes} minutes" if minutes else ""
        if self.minutes.strip("0") and not minutes:
            message = f"the time limit {self.minutes[:40]!r} is no number of minutes, and is not printed"
            hint = "write it into the exam file: 'duration: 50 minutes'"
            materials.problems.append(Problem("time-limit", message, place, hint, Severity.WARNING))
        heading = Heading(title=self.title, duration=duration, instructions=text.source)
        said = {"title": place, "duration": place, "instructions": text.place()}
        return heading, {name: at for name, at in said.items() if getattr(heading, name)}


def head_of(source: Source, group: etree._Element) -> Head:
    """Return what a file, or Canvas's file about a quiz, says of it."""
    metadata = dict(_metadata(group))
    title = _words(group.get("title")) if local_name(group) != "item" else ""
    title = title or next((metadata[key] for key in _TITLES if metadata.get(key)), "") or _words(source.title)
    minutes = next((metadata[key] for key in _TIMES if metadata.get(key)), "")
    instructions = []
    if local_name(group) in ("assessment", "objectbank"):
        names = ("presentation_material", "rubric")
        instructions = [child for child in group if local_name(child) in names and _says(child)]
    if source.meta is not None:
        for child in source.meta:
            match local_name(child):
                case "title":
                    title = _words(child.text) or title
                case "time_limit":
                    minutes = (child.text or "").strip() or minutes
                case "description" if _says(child):
                    instructions.insert(0, _as_material(child))
    minutes = minutes or _enforced(group) or _duration(group)
    return Head(source.file, title, group.sourceline or 0, minutes, tuple(instructions))


def _minutes(said: str) -> str:
    """Return a time limit in minutes, "" where it is none."""
    if _MINUTES.fullmatch(said):
        return said
    found = _ISO.fullmatch(said)
    minutes = int(found[1] or 0) * 60 + int(found[2] or 0) if found else 0
    return str(minutes) if minutes else ""


def _enforced(group: etree._Element) -> str:
    """Return the time limit of Brightspace, which its files have even where it does not count."""
    told = {
        local_name(element): (element.text or "").strip()
        for child in group
        if local_name(child) == "assess_procextension"
        for element in child
    }
    return (
        told.get("time_limit", "")
        if told.get("enforce_time_limit", "").lower() in ("yes", "true", "1")
        else ""
    )


def _duration(group: etree._Element) -> str:
    """Return the time that an assessment takes, where it is said in minutes or more."""
    said = next((_words(child.text) for child in group if local_name(child) == "duration"), "")
    return said if _minutes(said) else ""


def _as_material(description: etree._Element) -> etree._Element:
    """Return a description, which is HTML, as an element of QTI."""
    made = etree.Element("mattext", texttype="text/html")
    made.text = description.text
    return made


def _metadata(group: etree._Element) -> list[tuple[str, str]]:
    found = []
    for child in group:
        if local_name(child) != "qtimetadata":
            continue
        for field in child:
            parts = {local_name(part): _words(part.text) for part in field}
            found.append((parts.get("fieldlabel", "").lower(), parts.get("fieldentry", "")))
    return found


def _says(element: etree._Element) -> bool:
    return any(str(text).strip() for text in element.itertext())


def _words(text: str | None) -> str:
    return " ".join((text or "").split())
