r"""Exercises of R/exams in Sweave: LaTeX with chunks of R (``<<>>= ... @``) and ``\Sexpr``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from examgen.errors import Problem
from examgen.formats.latex.cursor import Cursor, levels
from examgen.formats.latex.file import LatexFile
from examgen.formats.latex.lex import Token
from examgen.formats.latex.prose import UnprintableError
from examgen.formats.rexams.parts import Exercise, Meta, only_sets_up
from examgen.formats.textdraft import shown
from examgen.model import Text

_CHUNK: Final = re.compile(r"^<<([^\n]{0,500})>>=[ \t]*\r?\n", re.MULTILINE)
_CHUNK_END: Final = re.compile(r"^@[^\n]*$", re.MULTILINE)
_COMMENT: Final = re.compile(r"(?<!\\)%")
_META: Final = re.compile(
    r"\\ex([a-z]+)(?:\[[^\]\n]{0,100}\])?\{([^{}\n]{0,1000}(?:\{[^{}\n]{0,300}\}[^{}\n]{0,300}){0,5})\}"
)


def exercises(name: str, source: str, problems: list[Problem]) -> Iterator[Exercise]:
    """Yield the exercises of a file."""
    without, dynamic = _without_chunks(source)
    file = LatexFile(name, without, problems)
    metas = list(_META.finditer(source))
    starts = [n for n, token in enumerate(file.tokens) if token.kind == "begin" and token.text == "question"]
    for number, (start, after) in enumerate(pairwise([*starts, len(file.tokens)])):
        begin = file.tokens[start].at
        end = file.tokens[after].at if after < len(file.tokens) else len(source)
        own = [found for found in metas if (begin if number else 0) <= found.start() < end]
        # What R computes above a question is printed in it by a call in the question, or not at all.
        reason = next((why for at, why in dynamic if begin <= at < end), "")
        yield _exercise(file, file.tokens[start:after], _meta(file, own), reason)


def _without_chunks(source: str) -> tuple[str, list[tuple[int, str]]]:
    r"""Return a file with its chunks of R blank, and where and why R would have to be run."""
    parts: list[str] = []
    dynamic: list[tuple[int, str]] = []
    at = 0
    while found := _CHUNK.search(source, at):
        end = _CHUNK_END.search(source, found.end())
        stop = end.end() if end else len(source)
        if not only_sets_up(found[1], source[found.end() : end.start() if end else stop]):
            dynamic.append((found.start(), "one made by R code, which is not run"))
        parts += [source[at : found.start()], re.sub(r"[^\r\n]", " ", source[found.start() : stop])]
        at = stop
    parts.append(source[at:])
    text = "".join(parts)
    dynamic += [
        (each.start(), "one with R code in its text, which is not run")
        for each in re.finditer(r"\\Sexpr\s*\{", text)
        if not _is_remark(text, each.start())
    ]
    # A comment sign keeps the lines of a chunk from being empty ones, which end paragraphs.
    return text, sorted(dynamic)


def _is_remark(text: str, at: int) -> bool:
    """Return whether a place stands in a comment that holds no meta-information, which exercises write in comments."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    comment = _COMMENT.search(line)
    return comment is not None and r"\ex" not in line[comment.start() :]


def _meta(file: LatexFile, found: list[re.Match[str]]) -> Meta:
    meta = Meta()
    for each in found:
        meta.values.setdefault(each[1], each[2].replace("\\", "") if each[1] != "name" else each[2])
        meta.places.setdefault(each[1], file.places(each.start()))
    return meta


def _exercise(file: LatexFile, tokens: list[Token], meta: Meta, reason: str) -> Exercise:
    """Return the exercise that begins with these tokens."""
    at = tokens[0].at
    place = file.places(at)
    blank = Text("", (place,))
    exercise = Exercise(blank, place, meta, made_by_r=reason)
    if reason:
        return exercise
    cursor = Cursor(tokens[1:])
    question = cursor.inside("question")
    if question is None:
        hint = r"write '\end{question}' behind it"
        file.report("latex-unclosed", "the environment 'question' does not end", at, hint)
        exercise.made_by_r = "one that does not end"
        return exercise
    file.prose.of = f"question {shown(meta.value('name'), file.plain(question))!r}"
    try:
        stem, choices = _list(question)
        exercise.stem = file.prose.text(stem, at)
        exercise.choices = [file.prose.text(item, item[0].at if item else at) for item in choices]
        while cursor:
            token = cursor.next()
            if (
                token.kind == "begin"
                and token.text == "solution"
                and (inner := cursor.inside("solution")) is not None
            ):
                words, answers = _list(inner)
                exercise.rationale = file.prose.text(words, token.at) or None
                exercise.feedback = [file.prose.text(item, token.at) for item in answers]
    except UnprintableError as drawn:
        exercise.made_by_r = str(drawn)
    return exercise


def _list(tokens: list[Token]) -> tuple[list[Token], list[list[Token]]]:
    """Return tokens without their ``answerlist``, and its items."""
    kept: list[Token] = []
    items: list[list[Token]] = []
    cursor = Cursor(tokens)
    while cursor:
        token = cursor.next()
        if (
            token.kind == "begin"
            and token.text == "answerlist"
            and (inner := cursor.inside("answerlist")) is not None
        ):
            starts = [n for n, each, top in levels(inner) if top and each.text == r"\item"]
            items += [inner[start + 1 : end] for start, end in pairwise([*starts, len(inner)])]
        else:
            kept.append(token)
    return kept, items
