"""What kinds of questions QTI 1.2 files name, in the words of the programs that write them."""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = re.compile(r"[^a-z0-9]+")
#: Names of question types that are choices, letters and digits only.
ONE: Final = frozenset(
    (
        "multiplechoice",
        "singlechoice",
        "truefalse",
        "eitheror",
        "ccmultiplechoicev0p1",
        "cctruefalsev0p1",
        "multiplechoicesingleresponse",
    )
)
SEVERAL: Final = frozenset(
    (
        "multipleanswers",
        "multipleanswer",
        "multipleresponse",
        "multipleselect",
        "multiselect",
        "multiplecorrectanswer",
        "ccmultipleresponsev0p1",
        "multiplechoicemultipleanswer",
    )
)
TRUE_FALSE: Final = frozenset(("truefalse", "cctruefalsev0p1"))
#: A word in the name of a type, and what a question of it is; the first that is found counts.
_OTHERS: Final = (
    ("essay", "an essay"),
    ("longanswer", "an essay"),
    ("shortresponse", "a short-response question"),
    ("shortanswer", "a short-answer question"),
    ("patternmatch", "a short-answer question"),
    ("formula", "a calculated question"),
    ("calculated", "a calculated question"),
    ("arithmetic", "a calculated question"),
    ("significant", "a calculated question"),
    ("numeric", "a numerical question"),
    ("dropdown", "a question with several drop-down lists"),
    ("multipleblanks", "a fill-in-the-blanks question"),
    ("blanks", "a fill-in-the-blanks question"),
    ("fib", "a fill-in-the-blank question"),
    ("blank", "a fill-in-the-blank question"),
    ("cloze", "a fill-in-the-blanks question"),
    ("matching", "a matching question"),
    ("matrix", "a matrix question"),
    ("ordering", "an ordering question"),
    ("categorization", "a categorization question"),
    ("hotspot", "a hot-spot question"),
    ("hottext", "a hot-text question"),
    ("imagemap", "a hot-spot question"),
    ("fileupload", "a file-upload question"),
    ("audio", "a question with a recording"),
    ("textonly", "a text without a question"),
    ("stimulus", "a text without a question"),
    ("opinion", "an opinion question"),
    ("likert", "an opinion question"),
    ("survey", "an opinion question"),
    ("jumbled", "a jumbled sentence"),
    ("quizbowl", "a quiz-bowl question"),
    ("kprim", "a table of true and false statements"),
    ("emi", "an extended matching question"),
)


def plain_name(type: str) -> str:
    """Return the name of a type in lower case, letters and digits only, without ``question`` at its end."""
    return _WORDS.sub("", type.lower()).removesuffix("question")


def other_kind(type: str) -> str:
    """Return what a question of this type is, with its article; "" for choices and for what is not known."""
    name = plain_name(type)
    if name in ONE or name in SEVERAL:
        return ""
    return next((kind for word, kind in _OTHERS if word in name), "")
