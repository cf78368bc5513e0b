"""Which fonts the texts of an exam need, and where those stand that this machine has no font for."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from examgen.errors import Problem, Severity, TexMissingError
from examgen.markup import name_of, prose_latex
from examgen.model import Text
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


def font_problems(texts: Iterable[Text]) -> list[Problem]:
    """Return a warning for each text that has characters for which this machine has no font."""
    needed = [(text, found) for text in texts if (found := foreign_in(text.source))]
    if not needed:
        return []
    choice = choose(frozenset().union(*(found for _, found in needed)))
    problems = []
    for text, found in needed:
        if lacking := found & choice.missing:
            offset = min(map(text.source.find, lacking))
            message = f"no font on this machine has {_names(lacking)}"
            place = text.place(max(offset, 0))
            problems.append(Problem("no-font", message, place, hint_of(choice), Severity.WARNING))
    return problems


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
        return f"no font on this machine has {_names(choice.missing)}"
    return "the fonts that papers are set in are not there as OpenType, which other scripts need"


def _names(characters: Iterable[str]) -> str:
    ordered = sorted(characters)
    more = len(ordered) - _NAMED
    return ", ".join(map(name_of, ordered[:_NAMED])) + (f" and {more} more characters" if more > 0 else "")
