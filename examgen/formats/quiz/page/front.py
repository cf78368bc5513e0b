"""What a quiz text says before its first question: front matter, title, course line, instructions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

import yaml

from examgen.errors import Place, Problem, Severity
from examgen.formats.bounds import Problems
from examgen.formats.quiz.marking.fields import Field
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.marks import HeadingMark, Marks
from examgen.formats.quiz.marking.pointseach import words_on_each
from examgen.model import Heading

KEYS = ("title", "course", "date", "duration", "instructions")

_FIRST_KEY = re.compile(rf"(?:{'|'.join(KEYS)}|(?!quiz\b)[a-z][a-z0-9_-]*)\s*:(?:\s|$)", re.IGNORECASE)
_QUIZ = re.compile(r"quiz\b.{0,40}?:", re.IGNORECASE)
#: Tags of layout above the first question.
_FRAMED = re.compile(r"</?(?:p|div|center|img|h[1-6]|b|strong|br|a|span|font)\b[^<>]*>", re.IGNORECASE)
_TAGS = re.compile(r"</?(?:p|div|center|img|h[1-6]|b|strong|br|a|span|font|i|em)\b[^<>]*>", re.IGNORECASE)
_TITLE_TAG = re.compile(r"<h([1-6])\b", re.IGNORECASE)
_UNDERLINE = re.compile(r"=+\s*$")
#: Short labels, each with a line behind it to write on.
_FORM = re.compile(
    r"(?:[\s*|>#]*+(?![a-zß-ÿ])[^\W\d_][^\W_]{0,20}(?:[ ./'#-]{1,2}[^\W_]{1,20}){0,3}"
    r"\W{0,4}(?:\\?_\s?){3,}[ /\d]*)+[\s*|.]*"
)
_INSTRUCTIONS = re.compile(r"(?:\W*)(?:\w+\s+)?(?:instructions|directions)\s*:?\s*$", re.IGNORECASE)
#: The word before the instructions, on their line, which is no part of them.
_BEFORE_INSTRUCTIONS = re.compile(
    r"\s*(?P<open>\*\*|__|\*|_)?(?:(?:general|exam|quiz|test)\s+)?(?:instructions?|directions|anweisungen|hinweise|consignes|"
    r"instrucciones|istruzioni|instru\u00e7\u00f5es)\s*(?(open)(?:(?P=open)\s*[:\uff1a]|[:\uff1a]\s*(?P=open))|[:\uff1a])\s*",
    re.IGNORECASE,
)
#: A word of four letters or more that begins small: lines with terms and names have none.
_SMALL_WORD = re.compile(r"(?<!\w)[a-z\u00df-\u00ff][^\W\d_]{3,}")
#: A longer line is a sentence, not a title or a course.
_LINE_LENGTH = 100


@dataclass(slots=True)
class Front:
    """What is known of the exam as a whole, by name, with places."""

    values: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=Problems)
    end: int = 0  #: number of lines that the front matter takes

    def put(self, key: str, value: str, place: Place) -> None:
        """Keep a value; an empty one says nothing."""
        if value:
            self.values[key], self.places[key] = value, place

    @property
    def heading(self) -> Heading:
        """The values as a heading."""
        return Heading(**self.values)


def read_front_matter(file: str, raws: Sequence[str]) -> Front:
    """Return what stands between ``---`` and ``---`` at the top of the file; empty when nothing does."""
    front = Front()
    end = _front_end(raws)
    if end is None:
        return front
    front.end = end + 1
    try:
        root = yaml.compose("\n".join(raws[1:end]), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        front.problems.append(_yaml_problem(file, error, raws))
        return front
    if isinstance(root, yaml.MappingNode):
        for key, value in root.value:
            _take(file, key, value, front)
    elif root is not None:
        hint = "write lines such as 'title: ...' between the lines '---'"
        front.problems.append(
            Problem("bad-front-matter", "the front matter has no keys", Place(file, 1), hint)
        )
    return front


def _front_end(raws: Sequence[str]) -> int | None:
    """Return the row of the line that closes the front matter, or None when there is none."""
    if not raws or raws[0].rstrip() != "---":
        return None
    first = next((raw for raw in raws[1:] if raw.strip() and not raw.startswith("#")), "")
    if not (_FIRST_KEY.match(first) or raws[1:2] == ["---"]):
        return None
    return next((row for row in range(1, len(raws)) if raws[row].rstrip() in ("---", "...")), None)


def _yaml_problem(file: str, error: Exception, raws: Sequence[str]) -> Problem:
    if isinstance(error, yaml.reader.ReaderError):
        before = "\n".join(raws[1:])[: error.position]
        place = Place(file, before.count("\n") + 2, len(before) - before.rfind("\n"))
        message = f"the character U+{error.character:04X} cannot stand in the front matter"
        return Problem("bad-front-matter", message, place, "take it out: it prints nothing")
    mark = getattr(error, "problem_mark", None)
    place = Place(file, mark.line + 2, mark.column + 1) if mark else Place(file, 1)
    reason = getattr(error, "problem", None) or "it is not YAML"
    hint = "put a value that holds a colon or begins with a sign into quotes"
    return Problem("bad-front-matter", f"the front matter cannot be read: {reason}", place, hint)


def _take(file: str, key: yaml.Node, value: yaml.Node, front: Front) -> None:
    place = Place(file, key.start_mark.line + 2, key.start_mark.column + 1)
    name = str(key.value).strip().lower() if isinstance(key, yaml.ScalarNode) else ""
    known = f"known keys are {', '.join(KEYS)}"
    if name not in KEYS:
        shown = repr(str(key.value)) if isinstance(key, yaml.ScalarNode) else "that is no text"
        message = f"unknown key {shown} in the front matter"
        near = get_close_matches(name, KEYS, n=1)
        hint = f"did you mean {near[0]!r}? {known}" if near else known
        front.problems.append(Problem("unknown-key", message, place, hint, Severity.WARNING))
    elif name in front.values:
        message = f"the front matter has two keys {name!r}"
        front.problems.append(Problem("two-keys", message, place, "keep one of them"))
    elif not isinstance(value, yaml.ScalarNode):
        message = f"the value of {name!r} in the front matter is not text"
        hint = f"write it on one line: '{name}: ...'"
        front.problems.append(Problem("bad-front-matter", message, place, hint))
    else:
        text = unicodedata.normalize("NFC", value.value).strip()
        at = Place(file, value.start_mark.line + 2, value.start_mark.column + 1)
        front.put(name, text if name == "instructions" else " ".join(text.split()), at)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading in the bank."""

    level: int
    text: str
    place: Place


def read_preamble(file: str, rows: Sequence[tuple[Line, Marks]], front: Front) -> list[Section]:
    """Add what the lines before the first question say to ``front``; return the sections left open.

    The title is a line ``Quiz: ...`` or ``# ...``, or a short line of its own without a full stop; the course line is
    the next one, if it is short, too. The rest is instructions, but for the headings over the first question.
    """
    shown = [_without_tags(file, row, front) for row in rows if not _is_form(file, row[0], front)]
    left = _take_title(file, shown, front)
    if "course" not in front.values:
        left = _take_course(file, left, front)
    sections, left = _open_sections(file, left)
    text = Field(0, 0)
    begun = _first(left, 0)
    label = _BEFORE_INSTRUCTIONS.match(left[begun][0].text) if begun is not None else None
    if label and begun is not None:
        text.begin(left[begun][0], label.end())
        left = left[begun + 1 :]
    for line, _ in left:
        text.add(line)
    found = text.text(file, Place(file))
    if found:
        given = front.values.get("instructions", "")
        place = front.places.get("instructions", found.place())
        front.put("instructions", f"{given}\n\n{found.source}".strip(), place)
    return sections


def _is_form(file: str, line: Line, front: Front) -> bool:
    """Tell whether a line is for students to fill in, as ``Name: ____ Date: ____``, and warn that it is left out."""
    if line.code or not _FORM.fullmatch(line.text):
        return False
    message = f"'{' '.join(line.text.split())[:60]}' is left out: papers have lines for name and number"
    hint = "nothing need be done; other lines are added by templates"
    front.problems.append(
        Problem("stray-text", message, line.place(file, line.start), hint, Severity.WARNING)
    )
    return True


def _without_tags(file: str, row: tuple[Line, Marks], front: Front) -> tuple[Line, Marks]:
    """Return a line that begins with a tag of layout without its tags; ``<h1>`` makes it a heading."""
    line = row[0]
    if line.code or line.text[line.start : line.start + 1] != "<" or not _FRAMED.match(line.text, line.start):
        return row
    if "<img" in line.text.lower():
        message = "a picture above the first question is not printed"
        hint = "nothing need be done; to print it, put it into a question: ![](picture.png)"
        front.problems.append(
            Problem("stray-text", message, line.place(file, line.start), hint, Severity.WARNING)
        )
    text = " ".join(_TAGS.sub(" ", line.text).split())
    level = _TITLE_TAG.match(line.text, line.start)
    heading = HeadingMark(int(level[1]), text) if level and text else None
    return Line(line.number, text, line.skipped + line.start), Marks(heading=heading)


def _take_title(file: str, rows: list[tuple[Line, Marks]], front: Front) -> list[tuple[Line, Marks]]:
    index = _first(rows, 0)
    if index is None:
        return rows
    line, marks = rows[index]
    # Behind three blanks it is a heading of Markdown, too.
    text = marks.heading.text if marks.heading else line.text.strip().removeprefix("# ")
    named = bool(_QUIZ.match(text)) or (marks.heading is not None and marks.heading.level == 1)
    if not named and (marks.heading or "title" in front.values or not _is_title(rows, index)):
        return rows
    place = line.place(file, line.text.find(text))
    known = front.values.get("title")
    if known is None:
        front.put("title", text, place)
    elif known != text:
        message = f"the file has two titles: {known!r} and {text!r}"
        hint = "keep one of them; the one in the front matter is printed"
        front.problems.append(Problem("two-titles", message, place, hint, Severity.WARNING))
    rest = rows[index + 1 :]
    return rest[1:] if rest and _UNDERLINE.match(rest[0][0].text) else rest


def _take_course(file: str, rows: list[tuple[Line, Marks]], front: Front) -> list[tuple[Line, Marks]]:
    index = _first(rows, 0)
    if index is None or "title" not in front.values or rows[index][1].heading:
        return rows
    line = rows[index][0]
    if _BEFORE_INSTRUCTIONS.match(line.text) or (index and not _is_short_line(rows, index)):
        return rows
    if words_on_each(line.text):
        return rows  # instructions, whose points the questions have
    front.put("course", line.text.strip(), line.place(file, line.start))
    return rows[:index] + rows[index + 1 :]


def _first(rows: Sequence[tuple[Line, Marks]], start: int) -> int | None:
    return next((index for index in range(start, len(rows)) if not rows[index][0].blank), None)


def _is_title(rows: Sequence[tuple[Line, Marks]], index: int) -> bool:
    """Tell whether a line without a mark is a title: a paragraph of its own, or with a line of course and term below."""
    if _is_short_line(rows, index):
        return True
    below = index + 1
    if below >= len(rows) or not (_is_short(rows[index]) and _is_short(rows[below])):
        return False
    ends = below + 1 >= len(rows) or rows[below + 1][0].blank
    ends = ends or _BEFORE_INSTRUCTIONS.match(rows[below + 1][0].text) is not None
    return ends and not _SMALL_WORD.search(rows[below][0].text)


def _is_short_line(rows: Sequence[tuple[Line, Marks]], index: int) -> bool:
    """Tell whether the line is a paragraph of its own, and no sentence."""
    below = rows[index + 1] if index + 1 < len(rows) else None
    alone = (
        below is None
        or below[0].blank
        or below[1].heading is not None
        or bool(_UNDERLINE.match(below[0].text) or _BEFORE_INSTRUCTIONS.match(below[0].text))
    )
    return alone and _is_short(rows[index])


def _is_short(row: tuple[Line, Marks]) -> bool:
    """Tell whether a line is short, plain and no sentence."""
    line, marks = row
    text = line.text.strip()
    plain = not (
        line.blank
        or marks.heading
        or _BEFORE_INSTRUCTIONS.match(text)
        or marks.label
        or marks.choice
        or marks.number
        or line.code
        or text.startswith(("|", "!", "`", "~", "$$", ">"))
    )
    return plain and len(text) <= _LINE_LENGTH and not text.endswith((".", "!", "?", ":", ";", ","))


def _open_sections(
    file: str, rows: list[tuple[Line, Marks]]
) -> tuple[list[Section], list[tuple[Line, Marks]]]:
    """Return the sections that are open at the end, and the rows without their headings.

    A heading over instructions only adds nothing when it says just that.
    """
    stack: list[tuple[int, Section]] = []
    dropped = set()
    for index, (line, marks) in enumerate(rows):
        if not marks.heading:
            continue
        while stack and stack[-1][1].level >= marks.heading.level:
            stack.pop()
        if _INSTRUCTIONS.match(marks.heading.text):
            dropped.add(index)
        else:
            place = line.place(file, line.start)
            stack.append((index, Section(marks.heading.level, marks.heading.text, place)))
    dropped |= {index for index, _ in stack}
    return [section for _, section in stack], [row for index, row in enumerate(rows) if index not in dropped]
