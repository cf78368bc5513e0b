r"""Reads exams in plain LaTeX: questions as items of a list, and their choices as items of a list inside.

    \begin{enumerate}
    \item Where does a river end?
      \begin{enumerate} \item At its source \item At its mouth \end{enumerate}
      \textbf{Answer:} b
    \end{enumerate}

The right choice is named below the choices, or marked in the same way in all questions that have no such line: bold,
with a star or a tick. A mark is taken away, since a paper would show it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from examgen.errors import Problem, Severity
from examgen.formats.bounds import Questions
from examgen.formats.latex.commented import settle_items
from examgen.formats.latex.cursor import Cursor, end_of
from examgen.formats.latex.file import LatexFile, joined, without
from examgen.formats.latex.headed import find_headed
from examgen.formats.latex.lex import Token
from examgen.formats.latex.prose import UnprintableError
from examgen.formats.latex.said import named
from examgen.formats.textdraft import Draft, DraftChoice, skipped
from examgen.model import Text

LISTS: Final = frozenset(("enumerate", "itemize", "compactenum", "inparaenum", "enumerate*", "tasks"))
_ITEMS: Final = frozenset((r"\item", r"\task"))
_SOLUTIONS: Final = frozenset(("solution", "answer", "explanation", "proof", "soln", "sol"))
_ANSWER: Final = re.compile(
    r"[*_\s]{0,9}(?:the\s)?(?:(?:correct|right)\s)?(?:answer|ans|choice|option|solution|key)\.?(?:\sis)?[*_\s]{0,9}"
    r"(?:[:=.]|(?<=\sis)|(?=\())[*_\s]{0,9}(?=\S)",
    re.IGNORECASE,
)
#: Text below the choices that says what is right or why.
_SAYS: Final = re.compile(
    r"\W{0,9}(?:the\s)?(?:(?:correct|right)\s)?(?:answer|ans|choice|option|solution|key|explanation|rationale|reason)\b",
    re.I,
)
#: A further letter behind the first one.
_FURTHER: Final = re.compile(
    r"\s*(?:and|or|&|,|;|/)\s*\(?[A-Za-z]\)?(?=\W|\Z)|\s*(?:\([A-Za-z]\)|[A-Za-z](?=[.,;:)]|\s+(?:and|or)\b|\W*\Z))"
)
_LETTERS: Final = re.compile(
    r"(?:\(([A-Za-z])\)|\[([A-Za-z])\]|([A-Za-z])(?=[).,;:*]|\s*\Z|\n))[).,;:*]{0,4}(?=\s|\Z)"
)
_STAR: Final = re.compile(r"\\\*\s*\Z|\A\\\*\s*")
_TICK: Final = re.compile(
    r"\s*(?:\\\(\\checkmark\\\)|\u2713|\u2714|\((?:correct|right)(?:\sanswer)?\)|\u2190\s?correct)\s*", re.I
)
_BOLD: Final = re.compile(r"\*\*((?:[^*\\]|\\.|\*(?!\*))+)\*\*\.?")


@dataclass(slots=True)
class _Listed:
    """A question as it stands in a list."""

    draft: Draft
    name: str
    named: frozenset[int] = frozenset()  #: what a line below the choices says, 0-based
    bare: list[dict[str, str]] = field(
        default_factory=list
    )  #: for each choice, its text less a mark of each kind
    starts: list[int] = field(default_factory=list)  #: offsets of the items that are its choices
    end: int = 0  #: offset of the end of their list


def find_questions(file: LatexFile) -> list[Draft] | None:
    """Return the questions of a file that has none of exam.cls; None when no list has lists of choices in it."""
    found: list[_Listed] = Questions()
    at, section, any_list = 0, None, False
    for start, end in _outer(file.tokens):
        items = _items(file.tokens[start + 1 : end])
        if not any(_inner(item) for _, item in items):
            continue
        any_list = True
        section = file.between(file.tokens[at:start], section)
        at = end + 1
        for where, item in items:
            listed = _question(file, item, where)
            if listed:
                listed.draft.section = section
                found.append(listed)
    if not any_list:
        return _headed_questions(file)
    file.between(file.tokens[at:], section)
    _mark(found)
    _mark_by_comments(file, found)
    return [each.draft for each in found]


def _headed_questions(file: LatexFile) -> list[Draft] | None:
    """Return questions that begin with their numbers; None where no list of any of them is said to be one of choices."""
    segments = find_headed(file, file.tokens)
    if not segments:
        return None
    problems = len(file.problems)
    first = next(index for index, token in enumerate(file.tokens) if token.at >= segments[0].at)
    section = file.between(file.tokens[:first], None)
    found: list[_Listed] = Questions()
    for each in segments:
        if listed := _question(file, each.body, each.at):
            listed.draft.section = section
            listed.draft.points = listed.draft.points if each.points is None else each.points
            found.append(listed)
        section = file.between(each.behind, section)
    _mark(found)
    _mark_by_comments(file, found)
    if not any(choice.right for listed in found for choice in listed.draft.choices):
        del file.problems[problems:]
        return None
    return [listed.draft for listed in found]


def _outer(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Return where lists begin and end that stand in no other list, 0-based."""
    out: list[tuple[int, int]] = []
    for index, token in enumerate(tokens):
        if token.kind == "begin" and token.text in LISTS and (not out or index > out[-1][1]):
            end = end_of(tokens, index + 1, token.text)
            if end is not None:
                out.append((index, end))
    return out


def _items(tokens: Sequence[Token]) -> list[tuple[int, list[Token]]]:
    """Return the items of a list with their offsets, those of lists inside left where they are."""
    starts, depth = [], 0
    for index, token in enumerate(tokens):
        if token.text in LISTS and token.kind in ("begin", "end"):
            depth += 1 if token.kind == "begin" else -1
        elif depth == 0 and token.kind == "command" and token.text in _ITEMS:
            starts.append(index)
    out = []
    for start, after in pairwise([*starts, len(tokens)]):
        cursor = Cursor(tokens[start + 1 : after])
        cursor.option()
        out.append((tokens[start].at, cursor.tokens[cursor.at :]))
    return out


def _in_order(file: LatexFile, tokens: Sequence[Token]) -> bool:
    r"""Return whether letters that the author typed, as in ``\item[(b)]``, are those of the places."""
    labels = []
    for index, token in enumerate(tokens):
        if token.kind == "command" and token.text in _ITEMS:
            option = Cursor(tokens[index + 1 : index + 30]).option()
            labels.append(file.plain(option or []).strip("()[]{}.,: ").lower())
    return not any(labels) or labels == [chr(ord("a") + at) for at in range(len(labels))]


def _inner(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    return [pair for pair in _outer(tokens) if len(_items(tokens[pair[0] + 1 : pair[1]])) > 1]


def _question(file: LatexFile, item: list[Token], at: int) -> _Listed | None:
    """Return an item as a question; None when it has no choices or cannot be printed, which is said."""
    name, place = file.shown("", item), file.places(at)
    file.prose.of = f"question {name!r}"
    item, solutions = without(item, _SOLUTIONS)
    lists = _inner(item)
    if len(lists) != 1:
        kind = "one with several lists" if lists else "an open question"
        file.problems.append(skipped(name, kind, place))
        return None
    start, end = lists[0]
    try:
        listed = _Listed(Draft(file.prose.text(item[:start], at), place), name)
        if not _in_order(file, item[start + 1 : end]):
            file.problems.append(skipped(name, "one whose choices have letters out of order", place))
            return None
        for where, words in _items(item[start + 1 : end]):
            text = file.prose.text(words, where)
            listed.draft.choices.append(DraftChoice(text, file.places(where)))
            listed.bare.append(_unmarked(text.source))
            listed.starts.append(where)
        listed.end = item[end].at
        behind = item[end + 1 :]
        if re.search(r"\w", file.plain(behind)) and not _SAYS.match(file.plain(behind)):
            _put_before(file, listed, item[:start], behind)
            behind = []
        behind = joined([part for part in (behind, *solutions) if re.search(r"\w", file.plain(part))])
        if behind:
            _take_answer(file, listed, file.prose.text(behind, behind[0].at))
    except UnprintableError as reason:
        file.problems.append(skipped(name, str(reason), place))
        return None
    return listed


def _put_before(file: LatexFile, listed: _Listed, stem: list[Token], behind: list[Token]) -> None:
    """Take words behind the choices, which say nothing of the answer, into the stem, and say so."""
    words = file.plain(behind).strip()
    message = f"question {listed.name!r}: the text behind its choices is printed above them: {words[:60]!r}"
    hint = "put it before the choices, or leave it out"
    file.report("late-text", message, behind[0].at, hint, Severity.WARNING)
    listed.draft.stem = file.prose.text(joined([stem, behind]), behind[0].at)


def _unmarked(source: str) -> dict[str, str]:
    """Return the text of a choice without its mark, by the kinds of marks that it has."""
    out = {}
    if found := _BOLD.fullmatch(source.strip()):
        out["bold"] = found[1].strip()
    if _STAR.search(source):
        out["star"] = _STAR.sub("", source).strip()
    if _TICK.search(source):
        out["tick"] = _TICK.sub(" ", source).strip()
    return {kind: text for kind, text in out.items() if text}


def _take_answer(file: LatexFile, listed: _Listed, behind: Text) -> None:
    """Take the answer from the text below the choices; what follows it is the rationale."""
    draft, source = listed.draft, behind.source
    label = _ANSWER.match(source)
    texts = [choice.text.source for choice in draft.choices]
    found = named(source, texts) if label is None else None
    if found and (found.alone or source.strip() in texts) and max(found.positions) < len(texts):
        listed.named = found.positions
        return
    rest = source[label.end() :] if label else source
    letter = _LETTERS.match(rest) if label else None
    place = behind.places[0]
    if label and letter is None:
        said = rest.split("\n")[0].strip(" .*").casefold()
        same = [
            at for at, choice in enumerate(draft.choices) if choice.text.source.strip(" .").casefold() == said
        ]
        if len(same) == 1:
            listed.named, rest = frozenset(same), "\n".join(rest.split("\n")[1:])
        else:
            rest = source
    elif letter:
        position = ord(next(each for each in letter.groups() if each).upper()) - ord("A")
        rest = rest[letter.end() :]
        if position >= len(draft.choices):
            message = f"question {listed.name!r}: the answer {letter[0]!r} is none of its {len(draft.choices)} choices"
            file.problems.append(Problem("unknown-answer", message, place, "write the letter of one of them"))
        elif further := _FURTHER.match(rest):
            message = f"question {listed.name!r}: its answer has several letters: {(letter[0] + further[0]).strip()!r}"
            hint = r"mark the right choices, as in '\item a saw *', in all questions"
            file.problems.append(Problem("unclear-answers", message, place, hint))
        elif (other := _other_words(listed, rest, position)) is not None:
            said = letter[0].strip()
            message = (
                f"question {listed.name!r}: the answer {said!r} has the words of another choice: {other!r}"
            )
            file.problems.append(Problem("answer-mismatch", message, place, "make letter and words agree"))
        else:
            listed.named = frozenset((position,))
    rest = rest.strip().removeprefix("**").strip() if rest.count("**") % 2 else rest.strip()
    lines = rest.count("\n") + 1
    draft.rationale = Text(rest, (*behind.places[-lines:],)) if rest else None


def _other_words(listed: _Listed, rest: str, position: int) -> str | None:
    """Return the text of another choice where it stands behind the letter of the right one."""
    said = rest.split("\n")[0].strip(" .*").casefold()
    texts = [choice.text.source.strip(" .*").casefold() for choice in listed.draft.choices]
    return said if said in texts and texts[position] != said else None


def _mark(found: Sequence[_Listed]) -> None:
    """Set which choices are right, and take marks away that say it."""
    open_ones = [listed for listed in found if not listed.named]
    kinds = [
        kind
        for kind in ("tick", "star", "bold")
        if open_ones and all(0 < _count(listed, kind) < len(listed.bare) for listed in open_ones)
    ]
    # One bold choice in a whole file may be a word that the author stresses.
    if kinds == ["bold"] and len(open_ones) < 2:
        kinds = []
    for listed in found:
        right = listed.named or (_marked(listed, kinds[0]) if len(kinds) == 1 else frozenset())
        # What is marked along with a right choice, and never at a wrong one, says the same.
        idle = [kind for kind in ("tick", "star", "bold") if right and _marked(listed, kind) <= right]
        for position in right:
            choice = listed.draft.choices[position]
            choice.right = True
            if kind := next((kind for kind in idle if kind in listed.bare[position]), None):
                choice.text = Text(listed.bare[position][kind], choice.text.places)


def _mark_by_comments(file: LatexFile, found: Sequence[_Listed]) -> None:
    r"""Set what comments alone say, as ``\item At its mouth % correct``, where nothing else says anything."""
    if not any(choice.right for listed in found for choice in listed.draft.choices):
        for listed in found:
            settle_items(file, listed.draft, listed.starts, listed.end, listed.name)


def _marked(listed: _Listed, kind: str) -> frozenset[int]:
    return frozenset(at for at, texts in enumerate(listed.bare) if kind in texts)


def _count(listed: _Listed, kind: str) -> int:
    return len(_marked(listed, kind))
