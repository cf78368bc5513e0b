r"""Right answers that stand in comments only, as ``\choice At its mouth % correct`` and ``% Answer: B``.

A comment may be older than the choices, or belong to another question: it is read where no choice is marked, and only
from the lines of the question itself; and it is said that it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from examgen.errors import Problem, Severity
from examgen.formats.latex.file import LatexFile
from examgen.formats.latex.lex import Token
from examgen.formats.latex.said import named, settle
from examgen.formats.quiz.marking import words
from examgen.formats.textdraft import Draft

_CHOICES: Final = frozenset((r"\choice", r"\Choice", r"\wrongchoice"))
_COMMENT: Final = re.compile(r"(?<!\\)(?:\\\\){0,9}%+([^\n]*)")
#: What a comment behind a choice says of it.
_RIGHT: Final = re.compile(
    r"[\s<>*=-]{0,9}(?:(?:this is )?(?:the )?(?:correct|right)(?: (?:answer|choice|option|one))?|answer|"
    r"richtig|richtige antwort|bonne r\u00e9ponse|vrai|correcta|correto|correta|certa|\u2713|\u2714)[\s.!<*-]{0,9}",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(
    rf"\s*(?:the\s+)?(?:{words.pattern(words.ANSWER, words.EITHER)})\s*(?:is\b\s*:?|[:=])", re.I
)
#: A question, or a part of one, that the author has taken out.
_TAKEN_OUT: Final = re.compile(
    r"\\(?:question|choice|Choice|CorrectChoice|correctchoice|part|item|begin|end)(?![A-Za-z])"
)
#: The line below a question, where nothing but it can be meant: more lines are blank, or there are none.
_BELOW: Final = re.compile(
    r"[^\n%\\]*\n[ \t]*%+([^\n]*)(?=\n[ \t]*\r?\n|\n?[ \t]*\Z|\n[ \t]*\\end\{questions\})"
)


def settle_with_comments(
    file: LatexFile, draft: Draft, written: Sequence[str], tokens: Sequence[Token], name: str
) -> Problem | None:
    """Set what is right in a question by all that says it, comments last.

    ``tokens`` are those of the question up to the end of its choices. Return a problem when what says it does not agree,
    or a warning when a comment alone says it.
    """
    problem = settle(draft, written, name)
    if problem or any(choice.right for choice in draft.choices):
        return problem
    said = _said(file.source, draft, tokens)
    if not said:
        return None
    answers = {positions for _, positions in said}
    comment = said[0][0].strip()
    hint = r"mark the right choice by '\CorrectChoice'"
    if len(answers) > 1 or max(max(positions) for positions in answers) >= len(draft.choices):
        message = f"question {name!r}: its comments do not name the same choices, as {comment[:60]!r}"
        return Problem("unclear-answers", message, draft.place, hint)
    for position in answers.pop():
        draft.choices[position].right = True
    message = f"question {name!r}: what is right stands in a comment only: {comment[:60]!r}"
    return Problem("commented-answer", message, draft.place, hint, Severity.WARNING)


def settle_items(file: LatexFile, draft: Draft, starts: Sequence[int], end: int, name: str) -> None:
    """Set what is right in a list of choices by comments behind them, and say so; ``end`` is where the list ends.

    ``starts`` are the offsets of its items.
    """
    source = file.source
    comments = [(found.start(), found[1]) for found in _COMMENT.finditer(source, starts[0], end)]
    marked = frozenset(_marked(source, starts, comments))
    if not marked or any(_TAKEN_OUT.search(comment) for _, comment in comments):
        return
    for position in marked:
        draft.choices[position].right = True
    message = f"question {name!r}: what is right stands in a comment only"
    hint = "look at it with 'examgen show', and write a line 'Answer: b' below the choices"
    file.problems.append(Problem("commented-answer", message, draft.place, hint, Severity.WARNING))


def _said(source: str, draft: Draft, tokens: Sequence[Token]) -> list[tuple[str, frozenset[int]]]:
    """Return the comments that say what is right, and the positions of the choices that each names."""
    choices = [n for n, token in enumerate(tokens) if token.kind == "command" and token.text in _CHOICES]
    if len(choices) != len(draft.choices) or any(token.kind == "code" for token in tokens):
        return []
    starts = [tokens[index].at for index in choices]
    start = min(token.at for token in tokens if token.kind not in ("space", "par"))
    end = next((token.at for token in tokens[choices[-1] :] if token.kind == "end"), starts[-1])
    line_end = source.find("\n", end)
    line_end = len(source) if line_end < 0 else line_end
    comments = [(found.start(), found[1]) for found in _COMMENT.finditer(source, start, line_end)]
    if below := _BELOW.match(source, line_end):
        comments.append((below.start(1), below[1]))
    if any(_TAKEN_OUT.search(comment) for _, comment in comments):
        return []
    marked = frozenset(_marked(source, starts, comments))
    texts = [choice.text.source for choice in draft.choices]
    out = [
        (comment, found.positions)
        for _, comment in comments
        if _LABEL.match(comment) and (found := named(comment, texts)) and found.alone
    ]
    if marked:
        out.append((next(comment for _, comment in comments if _RIGHT.fullmatch(comment)), marked))
    return out


def _marked(source: str, starts: Sequence[int], comments: Sequence[tuple[int, str]]) -> Iterator[int]:
    """Yield the positions of choices with a comment behind their words, on the same line, that says they are right."""
    for at, comment in comments:
        line = source.rfind("\n", 0, at) + 1
        before = [position for position, start in enumerate(starts) if line <= start < at]
        if len(before) == 1 and _RIGHT.fullmatch(comment):
            yield before[0]
