"""What authors say of a question beside its number or above its stem: ``(MCQ, 2 points)``, ``**Difficulty:** Easy``.

The kind of a question says nothing on paper. Points and difficulty become attributes, topics tags.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from examgen.errors import Problem
from examgen.formats.attributes import Attributes
from examgen.formats.quiz.marking.draft import DraftQuestion
from examgen.formats.quiz.marking.fields import Row
from examgen.formats.quiz.marking.words import POINTS, QUESTION, pattern, phrases

KIND = {
    "en": "mcq, mcqs, msq, mrq, scq, mca, multiple choice, multiple-choice, multiple choice question, single choice, "
    "single-choice, single answer, single correct, multiple answer, multiple answers, multiple correct, "
    "multiple select, multiple-select, multiple response, one correct answer",
    "de": "Einfachauswahl, Mehrfachauswahl",
    "fr": "qcm, choix multiple, choix unique",
    "es": "opción múltiple, selección múltiple, opción única, selección única",
    "pt": "múltipla escolha, escolha única",
    "zh": "单选题, 多选题, 单选, 多选, 单项选择题, 多项选择题",
}
_DIFFICULTY = frozenset((
    "easy", "medium", "moderate", "intermediate", "hard", "difficult", "basic", "advanced", "beginner", "leicht", "mittel",
    "schwer", "facile", "moyen", "difficile", "f\u00e1cil", "media", "medio", "dif\u00edcil",
    "\u7b80\u5355", "\u4e2d\u7b49", "\u56f0\u96be",
))  # fmt: skip
_KINDS = frozenset(phrases(KIND))
_BRACKET = re.compile(
    r"(?P<mark>\*\*|__|[*_])?(?P<open>[\[(])(?P<items>[^()\[\]]{2,60})[)\]][.:]?(?(mark)(?P=mark))"
    r"\s*[:\u2013\u2014-]?(?=\s|\*\*|__|$)\s*"
)
_PARTS = re.compile(r"\s*[,;|/\u00b7]\s*|\s+[-\u2013\u2014]\s+")
_POINTS = re.compile(rf"(?P<value>[0-9]{{1,4}}(?:\.[0-9]{{1,4}})?)\s*{pattern(POINTS)}\.?$", re.IGNORECASE)
_DETAIL = re.compile(
    r"(?:[-*+]\s+)?(?:\*\*|__)?(?P<key>[A-Za-z][A-Za-z ]{2,20}|[\u4e00-\u9fff]{2,4})(?:\*\*|__)?"
    r"\s*[:\uff1a](?:\*\*|__)?\s*(?P<value>\S.{0,80})$"
)
_DETAILS = re.compile(r"\s+[|\u00b7\u2022]\s+")
_KEYS: Mapping[str, str] = {
    "difficulty": "difficulty", "difficulty level": "difficulty", "level": "difficulty",
    "points": "points", "marks": "points", "point value": "points",
    "topic": "tag", "topics": "tag", "category": "tag", "tag": "tag", "tags": "tag", "domain": "tag",
    "type": "kind", "question type": "kind", "format": "kind",
    "\u9898\u578b": "kind", "\u7c7b\u578b": "kind", "\u96be\u5ea6": "difficulty",
    "\u6807\u7b7e": "tag", "\u77e5\u8bc6\u70b9": "tag",
}  # fmt: skip
#: What stands only beside one of these: alone it may be what is asked about, as the subject of a letter.
_BESIDE: Mapping[str, str] = dict.fromkeys((
    "concept", "concepts", "skill", "skills", "subject", "unit", "chapter", "module", "lesson", "section", "objective",
    "learning objective", "subtopic", "area", "bloom", "bloom level", "cognitive level",
), "tag")  # fmt: skip
_TRUTH_KINDS = frozenset(("true/false", "true / false", "true or false"))
#: Heads of columns that say such things beside the answers.
DETAIL_CELLS = frozenset((*_KEYS, *_BESIDE, "bloom\u2019s level", "bloom's level", "score", "weight"))
#: A number that sites of exams print beside that of the question.
_TOPIC = re.compile(r"topic\s[0-9]{1,3}")
_STEM = re.compile(
    rf"(?:\*\*|__)?(?:stem|prompt|question text|question stem|{pattern(QUESTION)})(?:\*\*|__)?\s*:(?:\*\*|__)?\s*(?=\S)",
    re.IGNORECASE,
)
#: A heading over the stem, below that of the question.
_STEM_HEAD = re.compile(rf"\#{{2,6}}\s+(?:{pattern(QUESTION)})\W*$", re.IGNORECASE)
_LEVEL = re.compile(r"level\s?[0-9]{1,2}")
_VALUE = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4})?$")


#: What stands between stem and choices, and is said by their labels.
_CAPTION = re.compile(
    r"\W{0,8}(?:(?:answer\s+)?(?:options|choices)|possible\s+answers|r\u00e9ponses\s+possibles|alternatives|propositions|respuestas\s+posibles|"
    r"antwortm\u00f6glichkeiten|options\s+de\s+r\u00e9ponse|opciones|"
    r"opzioni|op\u00e7\u00f5es|alternativas|\u9009\u9879|\u9078\u9805|\u9078\u629e\u80a2|\ubcf4\uae30)\W{0,8}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a bracket behind a number says."""

    end: int  #: offset behind it
    points: str | None
    difficulty: str | None


def kind_at(text: str, offset: int, explicit: bool) -> Said | None:
    """Return what ``(MCQ, 2 points)`` at an offset says, or None when it says anything else.

    ``explicit`` tells that a word stands before the number: ``1. (Hard) ...`` may begin a sentence.
    """
    found = _BRACKET.match(text, offset) if text[offset : offset + 1] in ("(", "[", "*", "_") else None
    if not found:
        return None
    points = difficulty = None
    for item in _PARTS.split(found["items"].strip()):
        word, value = item.casefold(), _POINTS.match(item)
        if value:
            points = value["value"]
        elif word in _DIFFICULTY and (explicit or found["open"] == "["):
            difficulty = word
        elif word not in _KINDS and not (_LEVEL.fullmatch(word) and "," in found["items"]):
            return None
    return Said(found.end(), points, difficulty)


def is_kind(text: str) -> bool:
    """Tell whether a text is nothing but the kind of a question."""
    bare = text.strip(" *_:()[]").casefold()
    return bare in _KINDS or bool(_TOPIC.fullmatch(bare))


def difficulty_of(text: str) -> str | None:
    """Return the difficulty when a text is nothing else."""
    bare = text.strip(" *_:()[]").casefold()
    return bare if bare in _DIFFICULTY else None


def is_caption(text: str) -> bool:
    """Tell whether a line is a caption of the choices, as ``**Options:**``."""
    return bool(_CAPTION.match(text))


def names_kind(text: str) -> bool:
    """Tell whether a line says nothing but the kind of a question, as ``Type: multiple_choice``."""
    found = _DETAIL.match(text.strip())
    if found is None or _KEYS.get(found["key"].strip().casefold()) != "kind":
        return False
    return is_kind(found["value"].replace("_", " "))


def only_details(draft: DraftQuestion) -> bool:
    """Tell whether the stem so far has nothing but lines such as ``**Type:** Multiple choice``."""
    rows = [row for row in draft.stem.rows if row.text.strip()]
    return all(not row.line.code and _with_details(draft.words, row.text.strip()) for row in rows)


def take_details(draft: DraftQuestion) -> None:
    """Take lines such as ``**Difficulty:** Easy`` away from above the stem of ``Question 3``."""
    rows = [row for row in draft.stem.rows if row.text.strip()]
    taken, words = [], draft.words
    for row in rows:
        text = row.text.strip()
        read = None if row.line.code else words if _STEM_HEAD.match(text) else _with_details(words, text)
        if read is None:
            break
        taken.append(row)
        words = read
    if taken and len(taken) < len(rows):
        draft.stem.drop(taken)
        draft.words = words
    first = next((row for row in draft.stem.rows if row.text.strip()), None)
    label = _STEM.match(first.line.text, first.line.start) if first and first.offset is None else None
    if first and label and not first.line.code:
        draft.stem.rows[draft.stem.rows.index(first)] = Row(first.line, label.end())


def says_points(text: str) -> bool:
    """Tell whether a line says how many points a question gives, and nothing else."""
    found = _DETAIL.match(text.strip())
    if found is None or _KEYS.get(found["key"].strip().casefold()) != "points":
        return False
    return bool(_VALUE.match(found["value"].strip(" *_")))


def take_points_below(file: str, draft: DraftQuestion) -> list[Problem]:
    """Take lines such as ``Points: 2`` away from what stands below the choices; return a problem for other points.

    Topics stay: ``Domain: all numbers but 0`` may be why the answer is right.
    """
    problems: list[Problem] = []
    rows = [*draft.details, *(draft.rationale.rows if draft.rationale else ())]
    for row in rows:
        text, before = row.text.strip(), draft.words
        if row.offset is not None or row.line.code or ":" not in text:
            continue
        read = _with_details(replace(before, points=None), text)
        if (
            read is None
            or read.tags != before.tags
            or (read.points, read.difficulty) == (None, before.difficulty)
        ):
            continue
        if before.points is not None and read.points not in (None, before.points):
            message = f"{draft.name} is worth {before.points} points at its number and {read.points} here"
            place = row.line.place(file, row.line.start)
            problems.append(Problem("two-attributes", message, place, "keep one of them"))
        draft.words = replace(read, points=read.points if before.points is None else before.points)
        if draft.rationale and row not in draft.details:
            draft.rationale.drop([row])
    return problems


def _with_details(words: Attributes, text: str) -> Attributes | None:
    """Return the attributes with those of a line; None when it holds anything else, or says them again."""
    known = False
    for part in _DETAILS.split(text):
        found = _DETAIL.match(part)
        name = found["key"].strip().casefold() if found else ""
        key = _KEYS.get(name) or (_BESIDE.get(name) if known else None)
        known = known or key is not None
        value = found["value"].strip(" *_") if found else ""
        if key == "difficulty" and words.difficulty is None and value.casefold() in _DIFFICULTY:
            words = replace(words, difficulty=value.casefold())
        elif key == "points" and words.points is None and _VALUE.match(value):
            words = replace(words, points=Fraction(value))
        elif key == "tag":
            words = replace(
                words, tags=(*words.tags, *(tag.strip() for tag in value.split(",") if tag.strip()))
            )
        elif key != "kind" or not (
            is_kind(value) or value.casefold() in _TRUTH_KINDS or value.endswith("\u9898")
        ):
            return None
    return words
