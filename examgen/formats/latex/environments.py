r"""Questions that are environments with choices in braces, as ex_test and examdesign have them.

\begin{ex}                              \begin{question}
  Where does a river end?                 Where does a river end?
  \choice{\True At its mouth}             \choice[!]{At its mouth}
  {At its source}                         \choice{At its source}
  \loigiai{By definition.}              \end{question}
\end{ex}
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from examgen.errors import Severity
from examgen.formats.bounds import Questions, count_questions
from examgen.formats.latex.cursor import Cursor, levels, source_of
from examgen.formats.latex.file import LatexFile, joined, without
from examgen.formats.latex.lex import Token
from examgen.formats.latex.prose import UnprintableError
from examgen.formats.textdraft import Draft, DraftChoice, skipped, true_false

_QUESTIONS: Final = frozenset(("ex", "question"))
_SOLUTIONS: Final = frozenset(("solution", "answer"))
_EXPLAIN: Final = frozenset((r"\loigiai",))
#: With the second one for those that have a mark in brackets.
_CHOICES: Final = frozenset((r"\choice", r"\CorrectChoice"))
_RIGHT: Final = r"\True"
_KINDS: Final = {r"\shortans": "a short-answer question", r"\SA": "a short-answer question"}


def find_marked(file: LatexFile) -> list[Draft]:
    """Return the questions of a file; what cannot be printed, and what stands outside of them, is said."""
    drafts: list[Draft] = Questions()
    section: str | None = None
    outside: list[Token] = []
    count_questions(sum(token.kind == "begin" and token.text in _QUESTIONS for token in file.tokens))
    cursor = Cursor(file.tokens)
    for token in cursor:
        if token.kind != "begin" or token.text not in _QUESTIONS:
            if token.kind == "begin":
                cursor.layout("[")
            outside.append(token)
            continue
        section, outside = file.between(outside, section), []
        inner = cursor.inside(token.text)
        if inner is None:
            hint = f"write '\\end{{{token.text}}}' behind the question"
            file.report("latex-unclosed", f"the environment {token.text!r} does not end", token.at, hint)
        elif draft := _take(file, inner, token.at):
            draft.section = section
            drafts.append(draft)
    file.between(outside, section)
    return drafts


def _take(file: LatexFile, inner: list[Token], at: int) -> Draft | None:
    """Return a question, None when it is not one with choices, which is then said."""
    cursor = Cursor(inner)
    note = cursor.option()
    tokens = cursor.tokens[cursor.at :]
    if note and (words := file.plain(note)):
        message = f"the note {words[:60]!r} behind the begin of a question is not printed"
        hint = "put it into the question if students need it"
        file.report("latex-note", message, at, hint, Severity.WARNING)
    ends = (
        n
        for n, token in enumerate(tokens)
        if token.text in _KINDS or token.text.startswith((r"\choice", r"\Correct"))
    )
    name = file.shown("", tokens[: next(ends, len(tokens))])
    file.prose.of = f"question {name!r}"
    if file.too_long(tokens, name):
        return None
    try:
        return _draft(file, tokens, name, at)
    except UnprintableError as reason:
        file.problems.append(skipped(name, str(reason), file.places(at)))
        return None


def _draft(file: LatexFile, tokens: list[Token], name: str, at: int) -> Draft:
    """Return a question.

    Raises:
        UnprintableError: it is not one with choices.
    """
    for token in tokens:
        if token.kind == "command" and token.text.startswith(r"\choiceTF"):
            raise UnprintableError("one with several statements, each true or false")
        if token.kind == "command" and token.text in _KINDS:
            raise UnprintableError(_KINDS[token.text])
    tokens, explained = without(tokens, _SOLUTIONS, _EXPLAIN)
    stem, groups, behind = _divided(_flat(tokens))
    said = None if groups else _truth(file, stem)
    if not groups and said is None:
        raise UnprintableError("an open question")
    draft = Draft(file.prose.text([*stem, *behind], at), file.places(at))
    if re.search(r"\w", file.plain(behind)):
        message = f"question {name!r}: the text behind its choices is printed above them"
        hint = "put it before the choices, or leave it out"
        file.report("late-text", message, behind[0].at, hint, Severity.WARNING)
    if said is not None:
        draft.choices = true_false(said, draft.place)
        draft.keep_order = True
    if explained:
        draft.rationale = file.prose.text(joined(explained), at) or None
    for right, group in groups:
        start = group[0].at if group else at
        draft.choices.append(DraftChoice(file.prose.text(group, start), file.places(start), right))
    return draft


def _truth(file: LatexFile, tokens: list[Token]) -> bool | None:
    r"""Take ``\answer{True}`` of a statement in examdesign away, and return what it says; None when there is none."""
    at = next((n for n, token in enumerate(tokens) if token.text == r"\answer"), None)
    if at is None:
        return None
    cursor = Cursor(tokens[at + 1 :])
    said = {"true": True, "false": False}.get(file.plain(cursor.argument()).strip().lower())
    if said is not None:
        tokens[at:] = cursor.tokens[cursor.at :]
    return said


def _flat(tokens: list[Token]) -> list[Token]:
    r"""Return tokens with the picture that ``\immini{words}{picture}`` sets beside words above the choices."""
    out: list[Token] = []
    cursor = Cursor(tokens)
    for token in cursor:
        if token.kind != "command" or token.text not in (r"\immini", r"\imminiL"):
            out.append(token)
            continue
        cursor.layout("*[")
        words, picture = cursor.argument(), cursor.argument()
        cut = next((n for n, each in enumerate(words) if each.text == r"\choice"), len(words))
        between = Token("par", " ", token.at)
        out += [*words[:cut], between, *picture, between, *words[cut:]]
    return out


def _divided(
    tokens: Sequence[Token],
) -> tuple[list[Token], list[tuple[bool, list[Token]]], list[Token]]:
    """Return what stands before the choices, each choice and whether it is right, and what stands behind them.

    Raises:
        UnprintableError: it cannot be told which texts are the choices.
    """
    if any(token.text in _CHOICES and not top for _, token, top in levels(tokens)):
        raise UnprintableError("one with choices inside of another command")
    before: list[Token] = []
    behind: list[Token] = []
    lists: list[list[tuple[bool, list[Token]]]] = []
    cursor = Cursor(tokens)
    for token in cursor:
        if token.kind != "command" or token.text not in _CHOICES:
            (behind if lists else before).append(token)
            continue
        marked = token.text != r"\choice" or "!" in source_of(cursor.option() or [])
        found = []
        while cursor.has_group():
            group = cursor.argument()
            right = marked or any(each.text == _RIGHT for each in group)
            found.append((right, [each for each in group if each.text != _RIGHT]))
        if not found:
            raise UnprintableError("one with a choice without braces")
        lists.append(found)
    if len(lists) > 1 and any(len(found) > 1 for found in lists):
        raise UnprintableError("one with several lists of choices")
    return before, [choice for found in lists for choice in found], behind
