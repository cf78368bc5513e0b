"""Which fonts the texts of an exam need, and where those stand that this machine has no font for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from examgen.errors import Place, Problem, Severity, TexMissingError, not_built
from examgen.markup import name_of, prose_latex
from examgen.model import Heading, Question, Text
from examgen.scripts.choice import Choice, choose, foreign_characters
from examgen.scripts.plan import FontPlan, plan_of
from examgen.scripts.survey import ENGINE_PACKAGE

#: Characters that a message names.
_NAMED = 3


def fonts_for(texts: Iterable[str]) -> FontPlan | None:
    """Return how LuaTeX is set up for the Markdown texts of an exam; None where pdfTeX has all it takes.

    Raises:
        TexMissingError: this machine has no font for some characters.
    """
    characters = frozenset[str]().union(*map(foreign_in, texts))
    return fonts_with(characters) if characters else None


def fonts_with(characters: frozenset[str]) -> FontPlan:
    """Return how LuaTeX is set up for an exam that has these characters beside those of pdfTeX's fonts.

    Raises:
        TexMissingError: this machine has no font for some of them.
    """
    choice = choose(characters)
    if choice.missing or not all(choice.latin.values()):
        raise TexMissingError(_message(choice), hint=hint_of(choice))
    return plan_of(choice)


def font_problems(
    questions: Iterable[Question], heading: Heading, places: Mapping[str, Place], severity: Severity
) -> list[Problem]:
    """Return a problem for each text and id, and each field of a heading, for which this machine has no font.

    Args:
        questions: all that are printed.
        heading: of the exam.
        places: where fields of the heading stand, by name.
        severity: of the problems.
    """
    needed = list(_needed(questions, heading, places))
    if not needed:
        return []
    choice = choose(frozenset().union(*(found for _, _, found in needed)))
    hint = hint_of(choice)
    problems = []
    for what, where, found in needed:
        if lacking := found & choice.missing:
            place = where.place(_first(where.source, lacking)) if isinstance(where, Text) else where
            problems.append(Problem("no-font", f"{what}{_lacks(lacking)}", place, hint, severity))
    return problems


def _needed(
    questions: Iterable[Question], heading: Heading, places: Mapping[str, Place]
) -> Iterator[tuple[str, Text | Place | None, frozenset[str]]]:
    """Give what has characters that pdfTeX's fonts have not: how a message names it, where it is, and these characters."""
    for name in Heading.__slots__:
        if found := foreign_in(getattr(heading, name)):
            yield f"the {name} of the exam: ", places.get(name), found
    for question in questions:
        # Keys show the ids.
        for id, place in ((question.id, question.place), *((c.id, c.place) for c in question.choices)):
            if found := foreign_in(id):
                yield f"the id '{id}': ", place, found
        for text in question.texts:
            if found := foreign_in(text.source):
                yield "", text, found


def _first(source: str, characters: Iterable[str]) -> int:
    """Return the 0-based offset of the first of these characters; some of them may come of how the text is written."""
    return max(min(map(source.find, characters)), 0)


def fonts_error(problems: Sequence[Problem]) -> TexMissingError:
    """Return the error of an exam with problems of fonts: all of them, and what to do once."""
    hint = next((problem.hint for problem in problems if problem.hint), "")
    said = [replace(problem, hint="") for problem in sorted(problems, key=lambda each: each.sort_key)]
    return TexMissingError(not_built(len(said)), hint=hint, problems=said)


@lru_cache(maxsize=1 << 16)
def foreign_in(text: str) -> frozenset[str]:
    """Return the characters of a Markdown text that pdfTeX's fonts do not have."""
    return frozenset() if text.isascii() else foreign_characters(prose_latex(text))


def hint_of(choice: Choice) -> str:
    """Return what to do about fonts that are missing."""
    packages = " ".join((ENGINE_PACKAGE, *choice.packages))
    return (
        f"install fonts that have them (on Debian: apt-get install {packages}), or put them in as a picture"
    )


def _message(choice: Choice) -> str:
    if choice.missing:
        return _lacks(choice.missing)
    return "the fonts that papers are set in are not there as OpenType, which other scripts need"


def _lacks(characters: Iterable[str]) -> str:
    return f"no font on this machine has {_names(characters)}"


def _names(characters: Iterable[str]) -> str:
    ordered = sorted(characters)
    more = len(ordered) - _NAMED
    return ", ".join(map(name_of, ordered[:_NAMED])) + (f" and {more} more characters" if more > 0 else "")
