"""What stands at the head of an exam, read as text and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from examgen.errors import Place, Problem, errors_of
from examgen.markup import Document, parse
from examgen.model import Heading, Text

#: What would make a line of text a list or another block of Markdown.
_BLOCK = re.compile(r"^(\d{0,9})([-+*#>.)](?=\s|$))")


def heading_documents(heading: Heading) -> dict[str, Document]:
    """Return each text of a heading, by the name of its field; all but the instructions are one line."""
    return {
        "title": _document(_one_line(heading.title)),
        "course": _document(_one_line(heading.course)),
        "date": _document(_one_line(heading.date)),
        "duration": _document(_one_line(heading.duration)),
        "instructions": _document(heading.instructions),
    }


def heading_problems(heading: Heading, places: Mapping[str, Place]) -> list[Problem]:
    """Return what keeps a heading from being printed; ``places`` tells where its fields stand, by name."""
    return [
        replace(problem, message=f"the {name} of the exam: {problem.message}", place=places.get(name))
        for name, document in heading_documents(heading).items()
        for problem in _problems(document)
    ]


def _document(markdown: str) -> Document:
    return parse(Text(markdown, tuple(Place("") for _ in markdown.split("\n"))), Path())


def _one_line(markdown: str) -> str:
    """Return Markdown that is read as a line of text: "1. December" is a date, not the first item of a list."""
    return _BLOCK.sub(r"\1\\\2", " ".join(markdown.split()))


def _problems(document: Document) -> list[Problem]:
    problems = [
        # The usual remedy is a picture, and none can stand here.
        replace(problem, hint="take it out, or write it in another way")
        if problem.code == "unprintable-character"
        else problem
        for problem in errors_of(document.problems)
    ]
    for id in sorted(document.references):
        message = f"'[[{id}]]' stands for the letter of a choice, and there are no choices here"
        problems.append(Problem("unknown-reference", message, hint="write the letter, or take it out"))
    for _ in document.pictures:
        hint = "put the picture into the stem of a question"
        problems.append(Problem("picture-in-head", "a picture cannot stand here", hint=hint))
    return problems
