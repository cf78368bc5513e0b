"""Ids for questions to which the author gave none, made from the words of their stems.

An id decides the order in which a question's choices are printed, so a made id must not depend on where the
question stands in the file. It depends on the stems alone, but for stems that are equal, which are counted.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b

_WORDS = 5
_LENGTH = 60
_FALLBACK = "q"

_APOSTROPHES = re.compile("['\u2018\u2019\u02bc]")

#: What says little about the matter of a question, in order. Each pattern runs in linear time on any text.
_DROPPED = (
    re.compile(r"```.*?(?:```|\Z)", re.DOTALL),
    re.compile(r"~~~.*?(?:~~~|\Z)", re.DOTALL),
    re.compile(r"``[^`]*``"),
    re.compile(r"`[^`]*`"),
    re.compile(r"\$\$[^$]*\$\$"),
    re.compile(r"(?<!\\)\$(?! )[^$\n]*(?<![\\ ])\$(?!\d)"),
    re.compile(r"\\\((?:(?!\\[()]).)*\\\)", re.DOTALL),
    re.compile(r"\\\[(?:(?!\\[\[\]]).)*\\\]", re.DOTALL),
    re.compile(r"\[\[[^\[\]\n]*\]\]"),
    re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*\)(?:\{[^{}\n]*\})?"),
    re.compile(r"(?<=\])\([^()\n]*\)"),
    re.compile(r"</?[A-Za-z][^<>\n]*>"),
    re.compile(r"&#?[A-Za-z0-9]{1,32};"),
    re.compile(r"\\[A-Za-z]+"),
)

#: A sign that each of these has; most stems have none.
_MARKED = re.compile(r"[`~$\\\[\]<&]")

_STOP_WORDS = """
a about above after all also an and any are as at be been before being below best but by can choose
consider could describe described describes did do does doing during each either every find following for
from give given had has have having he her his how i if in into is it its let may might more most must no
nor not of on one only or other our over own question s same select shall she should so some statement
statements such suppose t than that the their them then there these they this those through to true under
up us was we were what when where which while who whom whose why will with would you your
"""

_STOPS = frozenset(_STOP_WORDS.split())


def name_questions(stems: Sequence[str], given: Sequence[str | None]) -> list[str]:
    """Return one id for each question: the given one, or one made from the stem.

    ``stems`` and ``given`` have equal lengths; None in ``given`` asks for an id. Made ids are unique among
    themselves and differ from every given one; given ids are returned as they are, even when they are equal.

    A made id is the slug of the stem. Where slugs are equal, or equal to a given id, every such one carries
    eight hexadecimal digits of its stem's hash, so that none of them owes its name to its place. Equal stems
    are counted.

    Raises:
        ValueError: the lengths differ.
    """
    slugs = [slug(stem) if id is None else None for stem, id in zip(stems, given, strict=True)]
    uses = Counter([id for id in given if id is not None] + [name for name in slugs if name is not None])
    taken = set(uses)
    names: list[str] = []
    counts: dict[str, int] = {}
    for stem, id, name in zip(stems, given, slugs, strict=True):
        if name is None:
            names.append(id or "")
        else:
            names.append(name if uses[name] == 1 else _free(f"{name}-{_digits(stem)}", taken, counts))
    return names


def slug(stem: str) -> str:
    """Return a stem's first content words in lower-case ASCII, joined by hyphens; ``q`` when it has none.

    Math, code, pictures and markup say little in a name and are left out, as are words like "which" and
    "following", unless the stem has no others.
    """
    if _MARKED.search(stem):
        for pattern in _DROPPED:
            stem = pattern.sub(" ", stem)
    plain = _APOSTROPHES.sub("", stem).casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    words = re.findall("[a-z0-9]+", plain)
    content = [word for word in words if word not in _STOPS] or words
    return "-".join(content[:_WORDS])[:_LENGTH].strip("-") or _FALLBACK


def _digits(stem: str) -> str:
    """Return eight hexadecimal digits that depend on the whole stem, not on its case or spacing."""
    normal = " ".join(unicodedata.normalize("NFKC", stem).casefold().split())
    return blake2b(normal.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def _free(name: str, taken: set[str], counts: dict[str, int]) -> str:
    """Return the name, counted on from 2 when it is taken, and take it; ``counts`` says where counting goes on."""
    result, count = name, counts.get(name, 2)
    while result in taken:
        result = f"{name}-{count}"
        count += 1
    counts[name] = count
    taken.add(result)
    return result
