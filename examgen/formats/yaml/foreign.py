"""Reads quizzes in JSON and YAML as other people and programs write them, with keys of their own.

    [{"question": "Where does a river end?", "options": ["At its source", "At its mouth"], "answer": 1}]

A key holds what a column of that name holds in a table, and which choices are right is told as in tables: from what
all questions together say of numbers that count from 0 or from 1, and never by a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from examgen.errors import Place, Problem, Severity
from examgen.formats.bounds import Questions
from examgen.formats.reading import Reading
from examgen.formats.sheets.answers import Asked, resolve
from examgen.formats.sheets.cells import Cell
from examgen.formats.sheets.heads import Head, Role, head_of
from examgen.formats.sheets.rows import Entry, Table, entry_of, finish_entry
from examgen.formats.textdraft import Draft, finish, shown, skipped
from examgen.formats.yaml.foreignchoices import ShapeError, is_null, unread
from examgen.formats.yaml.foreignrow import ForeignRow, heads_of, row_of
from examgen.formats.yaml.nodes import Items, Mapping, Node, Scalar
from examgen.model import Heading
from examgen.schema import QuestionEntry

_OWN: Final = frozenset((*QuestionEntry.model_fields, "question"))
_TELLING: Final = (Role.QUESTION, Role.CHOICE, Role.CHOICES, Role.ANSWER, Role.WRONG, Role.FLAG)
#: Keys of lists that name no section.
_GENERAL: Final = re.compile(
    r"(?:quiz|quizz?es|questions?|data|items?|results?|exams?|tests?|mcqs?|list|entries|content|questionlist|q(?:uestion)?[\W_]*\d+|\W*\d*\W*)",
    re.IGNORECASE,
)
_LETTERS: Final = re.compile(r"[(\[]?[A-Za-z][)\].:]?(?:[\s,;]+[(\[]?[A-Za-z][)\].:]?)*")


@dataclass(frozen=True, slots=True)
class _Found:
    """A mapping that asks something."""

    entry: Mapping
    known: list[tuple[str, Head, Node]]
    section: str | None
    contexts: tuple[tuple[Head, Cell], ...]  #: what stands above several questions


@dataclass(slots=True)
class _Search:
    """What is found in a tree, and what in it is not read."""

    found: list[_Found] = field(default_factory=list)
    others: dict[str, Problem] = field(default_factory=dict)

    def say(self, key: str, place: Place) -> None:
        """Keep the first place of a key that is not read."""
        self.others.setdefault(key, unread(repr(key), place))


def is_foreign(root: Node | None) -> bool:
    """Return whether a tree is a quiz, and not in the shape of our own banks."""
    if not isinstance(root, Items | Mapping):
        return False
    questions = root.get("questions") if isinstance(root, Mapping) else None
    if isinstance(questions, Items):
        entries = [node for node in questions.nodes[:200] if isinstance(node, Mapping)]
        return bool(entries) and sum(map(_is_other, entries)) * 2 > len(entries)
    return bool(_search(root).found)


def read_foreign(name: str, root: Node, problems: list[Problem]) -> Reading:
    """Return the bank in a tree for which :func:`is_foreign` holds; ``name`` is its name in places."""
    while isinstance(root, Mapping) and len(root.entries) == 1 and not heads_of(root):
        root = next(node for _, node in root.entries.values())
    search = _search(root)
    entries: list[tuple[Entry, ForeignRow, list[Asked]]] = Questions()
    for found in search.found:
        if made := _entry(found, search, problems):
            entries.append(made)
    problems += search.others.values()
    resolved = iter(resolve([each for _, _, asked in entries for each in asked], problems))
    drafts = []
    for entry, row, asked in entries:
        right = [next(resolved) for _ in asked]
        drafts.append(_finished(entry, row, right, problems))
    heading, places = _heading(root)
    return finish(name, drafts, problems, heading, places)


def _is_other(entry: Mapping) -> bool:
    """Return whether a question has keys, or an answer, that are not those of our own banks."""
    known = heads_of(entry)
    ours = entry.get("stem") is not None and entry.get("choices") is not None
    if not ours and any(key not in _OWN and head.role in _TELLING for key, head, _ in known):
        return True
    answer, choices = entry.get("answer"), entry.get("choices")
    if isinstance(choices, Items) and not ours and any(map(_is_others_choice, choices.nodes)):
        return True
    if not known or not isinstance(answer, Scalar) or not isinstance(choices, Items):
        return False
    if any(isinstance(node, Mapping) for node in choices.nodes) or _LETTERS.fullmatch(answer.value.strip()):
        return False
    texts = [node.value.strip() for node in choices.nodes if isinstance(node, Scalar)]
    return answer.value.strip() in texts or answer.value.isdigit()


def _is_others_choice(node: Node) -> bool:
    return (
        isinstance(node, Mapping)
        and "text" not in node.entries
        and bool({"answer", "option"} & set(node.entries))
    )


def _search(root: Node) -> _Search:
    search = _Search()
    _walk(root, None, (), search, top=True)
    return search


def _walk(
    node: Node,
    section: str | None,
    contexts: tuple[tuple[Head, Cell], ...],
    search: _Search,
    *,
    top: bool = False,
) -> bool:
    """Gather the questions in a node, and return whether there were any."""
    if isinstance(node, Scalar):
        return False
    before = len(search.found)
    if isinstance(node, Items):
        idle = [each for each in node.nodes if not _walk(each, section, contexts, search)]
        if len(search.found) > before:
            search.others.update({str(each.place): _idle(each) for each in idle})
        return len(search.found) > before
    if known := heads_of(node):
        search.found.append(_Found(node, known, section, contexts))
        return True
    titles = [value.value for _, value in _scalars(node, Role.TITLE, Role.SECTION)]
    if titles and not top:
        section = " ".join(titles[0].split())
    above = (
        *contexts,
        *((head, Cell(value.value, value.place)) for head, value in _scalars(node, Role.CONTEXT)),
    )
    idle_keys = []
    for key, (place, value) in node.entries.items():
        inner = section if _GENERAL.fullmatch(key) or titles else key
        if not _walk(value, inner, above, search) and not is_null(value):
            idle_keys.append((key, place))
    if len(search.found) > before:
        read = (Role.TITLE, Role.SECTION, Role.CONTEXT, Role.UNUSED, Role.ID)
        for key, place in idle_keys:
            head = head_of(key)
            if head is None or head.role not in read:
                search.say(key, place)
    return len(search.found) > before


def _idle(node: Node) -> Problem:
    """Return what is said of an item of a list of questions that has no choices."""
    asks = next((value for _, value in _scalars(node, Role.QUESTION)), None)
    kind = next((value.value for _, value in _scalars(node, Role.TYPE)), "")
    if asks:
        return skipped(
            shown("", asks.value), f"of the type {kind!r}" if kind else "without choices", node.place
        )
    message = "an item of the list of questions asks nothing that is known"
    hint = "a question has keys such as 'question', 'options' and 'answer'"
    return Problem("skipped", message, node.place, hint, Severity.WARNING)


def _scalars(node: Node, *roles: Role) -> Iterator[tuple[Head, Scalar]]:
    if not isinstance(node, Mapping):
        return
    for key, (_, value) in node.entries.items():
        head = head_of(key)
        if head and head.role in roles and isinstance(value, Scalar) and not is_null(value):
            yield head, value


def _heading(root: Node) -> tuple[Heading, dict[str, Place]]:
    titles = list(_scalars(root, Role.TITLE, Role.SECTION))
    if not titles or (isinstance(root, Mapping) and heads_of(root)):
        return Heading(), {}
    return Heading(title=" ".join(titles[0][1].value.split())), {"title": titles[0][1].place}


def _entry(
    found: _Found, search: _Search, problems: list[Problem]
) -> tuple[Entry, ForeignRow, list[Asked]] | None:
    """Return a question with what is asked of its answer; None when it cannot be printed, which is then said."""
    names = {key for key, _, _ in found.known}
    for key, (place, node) in found.entry.entries.items():
        inner = head_of(key)
        spliced = isinstance(node, Mapping) and inner is not None and inner.role is Role.QUESTION
        if key not in names and not is_null(node) and not spliced:
            search.say(key, place)
    try:
        row = row_of(found.entry, found.known, problems)
    except ShapeError:
        return None
    heads = [*(head for head, _ in found.contexts), *row.heads, *(head for head, _ in row.answers)]
    cells = [*(cell for _, cell in found.contexts), *row.cells, *(cell for _, cell in row.answers)]
    table = Table(dict(enumerate(heads)), [cells], found.entry.place, len(cells))
    entry = entry_of(table, cells, problems)
    if entry is None:
        return None
    section = entry.draft.section or found.section
    entry.draft.section = unescape(section) if section else None
    return entry, row, entry.asked or _claims(entry, row)


def _claims(entry: Entry, row: ForeignRow) -> list[Asked]:
    """Return the answers of a question whose choices say themselves which are right."""
    texts = tuple(option.cell.text for option in entry.options)
    columns = tuple(option.column for option in entry.options)
    labels = tuple(option.label for option in entry.options)
    return [Asked(entry.name, cell, head, texts, columns, labels) for head, cell in row.answers if texts]


def _finished(
    entry: Entry, row: ForeignRow, right: Sequence[frozenset[int]], problems: list[Problem]
) -> Draft:
    """Return the question with its choices, less its answer where that may be read in two ways."""
    for (_, cell), places, doubt in zip(row.answers, right, row.doubts, strict=False):
        if doubt is not None and places and doubt not in places:
            message = (
                f"question {entry.name!r}: the answer {cell.text} is the words of one choice and the place of "
                "another"
            )
            hint = "write the letter of the right choice"
            problems.append(Problem("unclear-answers", message, cell.place, hint))
            right = [frozenset() for _ in right]
    if not entry.asked and right:
        marked = {at for at, option in enumerate(entry.options) if option.right}
        if all(right) and frozenset().union(*right) != marked:
            message = f"question {entry.name!r}: its answer and the marks of its choices disagree"
            hint = "make them agree, or remove one of them"
            problems.append(Problem("answer-mismatch", message, entry.draft.place, hint))
        right = []
    return finish_entry(entry, right, problems)
