"""Choices that list others, as "both (a) and (c)" does: the letters in such a list are printed in their order.

The order of a list means nothing only where it surely does not: the letters are joined by "and", "or" and commas, and the
author has them in order, too, in this choice and in each other one of the question that is such a list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

from examgen.model import Question
from examgen.references.mask import REFERENCE, mask
from examgen.references.special import bare, list_of_letters

#: A stem that asks for an order, of which a choice may be a part.
_ASKS_FOR_ORDER = re.compile(
    r"\b(?:order|orders|ordered|sequences?|rank\w*|arrang\w*|chronolog\w*|respectively|successi\w+|Reihenfolge|ordre"
    r"|orden|ordem|ordine|volgorde)\b",
    re.IGNORECASE,
)


def in_their_order(question: Question, index: int, letters: Mapping[str, str]) -> Mapping[str, str]:
    """Return the letters (by the choices' ids) that the references of a choice print, ascending where it is a list.

    ``index`` is 0-based, in the author's order; the letters are those of one version.
    """
    source = question.choices[index].text.source
    if "[[" not in source or not (named := _listed(source)) or _ASKS_FOR_ORDER.search(question.stem.source):
        return letters
    places = {choice.id.casefold(): place for place, choice in enumerate(question.choices)}
    lists = [_listed(choice.text.source) for choice in question.choices if "[[" in choice.text.source]
    orders = [[places[id] for id in each] for each in lists if each]
    if any(one >= other for order in orders for one, other in pairwise(order)):
        return letters
    ids = [question.choices[places[id]].id for id in named]
    return {**letters, **dict(zip(ids, sorted(letters[id] for id in ids), strict=True))}


@lru_cache(maxsize=1024)
def _listed(source: str) -> tuple[str, ...]:
    """Return the ids, in lower case, that a text names as a list and says nothing else of; none for another text."""
    masked = mask(source)
    # One character for each reference, however long its id is.
    prose = re.sub(f"{REFERENCE}+", REFERENCE, masked.prose)
    if not list_of_letters(bare(prose)):
        return ()
    return tuple(reference.id.casefold() for reference in masked.references)
