"""Which fonts the texts of an exam need, and where those stand that this machine has no font for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from examgen.errors import Place, Problem, Severity, TexMissingError, not_built
from examgen.markup import name_of, prose_latex
from examgen.model import Heading, Text
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
    texts: Iterable[Text], heading: Heading, places: Mapping[str, Place], severity: Severity
) -> list[Problem]:
    """Return a problem for each text, and each field of a heading, for which this machine has no font.

    Args:
        texts: of questions.
        heading: of the exam.
        places: where fields of the heading stand, by name.
        severity: of the problems.
    """
    fields = {name: getattr(heading, name) for name in Heading.__slots__}
    heads = [(name, found) for name, value in fields.items() if (found := foreign_in(value))]
    needed = [(text, found) for text in texts if (found := foreign_in(text.source))]
    if not needed and not heads:
        return []
    choice = choose(frozenset().union(*(found for _, found in (*heads, *needed))))
    hint = hint_of(choice)
    problems = []
    for name, found in heads:
        if lacking := found & choice.missing:
            message = f"the {name} of the exam: {_lacks(lacking)}"
            problems.append(Problem("no-font", message, places.get(name), hint, severity))
    for text, found in needed:
        if lacking := found & choice.missing:
            offset = min(map(text.source.find, lacking))
            problems.append(Problem("no-font", _lacks(lacking), text.place(max(offset, 0)), hint, severity))
    return problems


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
