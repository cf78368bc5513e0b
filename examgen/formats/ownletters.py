"""Letters that authors type before choices, in formats that put letters there themselves.

    =A. At its source
    ~B. At its mouth

On paper choices have their own letters, and stand in another order in each version: ``(a) B. At its mouth`` would
mislead. Where the choices of a question are lettered from A on, these letters are no part of their texts. They may stand
in another order, as programs leave them that shuffle; each choice then keeps its letter as its id, so that a rationale
that names it still does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from examgen.errors import Problem, Severity
from examgen.formats.textdraft import Draft, choice_id
from examgen.model import Text

#: So many choices have each letter once by no chance.
_FEWEST_SHUFFLED: Final = 3
_LABEL: Final = re.compile(
    r"(?P<mark>\*\*|)(?P<open>\\?\(|)(?P<letter>[A-Za-z])(?P<close>\\?[.):]|-\\?>)(?P=mark)[ \t\u00a0]+(?=\S)"
)


def without_letters(drafts: Iterable[Draft]) -> list[Problem]:
    """Take typed letters from before the choices of all questions that have them; return what is said of it, once."""
    found = [draft for draft in drafts if _strip(draft)]
    if not found:
        return []
    count = "a question" if len(found) == 1 else f"{len(found)} questions"
    message = f"the letters that are typed before the choices of {count} (A., B., ...) are left out"
    hint = "papers put letters of their own there; if these are words of a choice, write them out"
    return [Problem("typed-letters", message, found[0].place, hint, Severity.WARNING)]


def _may_be_name(label: re.Match[str]) -> bool:
    """Tell whether a letter may be the first of a name: ``C. elegans``."""
    return label["letter"].isupper() and label["close"] == "." and label.string[label.end()].islower()


def _strip(draft: Draft) -> bool:
    """Take the letters from the choices of a question if all have them, each once and in one style."""
    labels = [_LABEL.match(choice.text.source) for choice in draft.choices]
    matched = [label for label in labels if label is not None]
    if len(matched) < len(labels) or len(matched) < 2:
        return False
    if (
        len({(label["mark"], label["open"], label["close"], label["letter"].isupper()) for label in matched})
        > 1
    ):
        return False
    letters = [label["letter"].lower() for label in matched]
    wanted = [choice_id(position) for position in range(len(letters))]
    shuffled = letters != wanted
    if shuffled and (
        len(letters) < _FEWEST_SHUFFLED
        or sorted(letters) != wanted
        or any(each.id for each in draft.choices)
        or all(map(_may_be_name, matched))
    ):
        return False
    for choice, label, letter in zip(draft.choices, matched, letters, strict=True):
        choice.id = letter if shuffled else choice.id
        choice.text = Text(choice.text.source[label.end() :], choice.text.places)
    return True
