"""Reads banks in YAML.

    title: Sampling                       # these five are optional
    course: STA101 - Winter 2026
    date: 14 March 2026
    duration: 50 minutes
    instructions: Choose the best answer.

    questions:
      - id: bias                          # optional: made from the words of the stem
        stem: When is an estimator unbiased?
        choices:
          - when its variance is zero
          - when its expectation is the parameter
          - text: all of the above
            pin: true
        answer: b                         # by letter or id; several: 'a, c' or [a, c]
        rationale: |
          By definition $E[\\hat\\theta] = \\theta$.
        points: 1/2                       # 2, 0.5, 1/2; without it 1
        tags: bias, estimators            # or a list
        difficulty: easy
        section: Estimators
        pin: false                        # true: keeps its place among the questions
        keep_order: false                 # true: choices in the author's order

A choice is a text, or a mapping of ``text`` with ``id``, ``correct``, ``pin``, ``weight`` (-1 to 1) and
``feedback``. The right choices are named by ``answer`` or marked ``correct: true``; where both are given
they must agree. A choice without an id has the letter of its place. ``question`` is another word for
``stem``. A key with an empty value, ``null`` or ``~`` counts as not given; every other scalar is text as
it stands, so that ``no`` and ``012`` may be choices.

The shape is checked by the models of :mod:`examgen.schema`, whose messages get their places here. What a
bank must mean (an answer for each question, two choices at least) is not checked here. A question with a
fault that could change its answer is left out of the bank that is returned; the others are there, so
that all can be checked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from examgen.errors import Place, Problem
from examgen.formats.bounds import Problems, Questions, count_questions
from examgen.formats.naming import name_questions
from examgen.formats.reading import Reading
from examgen.formats.yaml.foreign import is_foreign, read_foreign
from examgen.formats.yaml.messages import choice_name, explain
from examgen.formats.yaml.nodes import Items, Mapping, Node, Scalar, compose, text_of
from examgen.letters import letter
from examgen.model import MAX_CHOICES, Bank, Choice, Heading, Question, Text
from examgen.schema import BankFile, ChoiceEntry, QuestionEntry

_HEADINGS = ("title", "course", "date", "duration", "instructions")
#: Keys whose value can be wrong without a doubt about the question's answer.
_SIDE_KEYS = frozenset({"id", "rationale", "points", "tags", "difficulty", "section", "pin", "keep_order"})
_OPTIONAL_KEYS = {*BankFile.model_fields, *QuestionEntry.model_fields, *ChoiceEntry.model_fields} - {"text"}
_LETTER = re.compile("[A-Za-z]")
_BETWEEN_ANSWERS = re.compile(r"[,;\s]+")

_Model = TypeVar("_Model", bound=BaseModel)


def read(path: str, source: str) -> Reading:
    """Return the bank in ``source``, the text of a YAML file; ``path`` is its name in places."""
    tree = compose(path, source)
    problems = Problems(tree.problems)
    if tree.root is not None and is_foreign(tree.root):
        return read_foreign(path, tree.root, problems)
    if not isinstance(tree.root, Mapping):
        if not problems:
            problems.append(_root_problem(path, tree.root))
        return Reading(_bank(path, [], Heading(), {}), tuple(problems))
    data = _data(tree.root)
    items = data.get("questions")
    entries = items if isinstance(items, list) else []
    count_questions(len(entries))
    shape = {**data, "questions": []} if isinstance(items, list) else data
    problems += _validate(BankFile, shape, frozenset(), tree.root, "the bank")[1]
    nodes = tree.root.get("questions")
    drafts: list[_Draft] = Questions()
    for index, entry in enumerate(entries):
        node = nodes.nodes[index] if isinstance(nodes, Items) else tree.root
        draft, found = _question(entry, node, index)
        problems += found
        if draft:
            drafts.append(draft)
    ids = name_questions([d.stem.source for d in drafts], [d.entry.id for d in drafts])
    questions = [draft.question(id) for draft, id in zip(drafts, ids, strict=True)]
    places = {key: value.place for key in _HEADINGS if isinstance(value := tree.root.get(key), Scalar)}
    problems.sort(key=lambda problem: problem.sort_key)
    return Reading(_bank(path, questions, _heading(data), places), tuple(problems))


def _bank(path: str, questions: Sequence[Question], heading: Heading, places: dict[str, Place]) -> Bank:
    return Bank(tuple(questions), heading, (Path(path),), Path(path).stem or "exam", places)


def _heading(data: dict[str, Any]) -> Heading:
    """Return what can be read of the exam as a whole; all but the instructions in one line."""
    given = {key: text for key in _HEADINGS if isinstance(text := data.get(key), str)}
    return Heading(
        **{key: text.strip() if key == "instructions" else _one_line(text) for key, text in given.items()}
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _root_problem(path: str, root: Node | None) -> Problem:
    hint = "begin with a line 'questions:', and indent the list of questions below it"
    if root is None or (isinstance(root, Scalar) and not root.value):
        return Problem("missing-key", "the file is empty", Place(path), hint)
    kind = "a list" if isinstance(root, Items) else "text"
    return Problem("wrong-type", f"the bank must be a mapping with 'questions', not {kind}", root.place, hint)


def _data(node: Node) -> Any:
    """Return a tree as dicts, lists and strings; a known key without a value is left out."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Items):
        return [_data(item) for item in node.nodes]
    return {
        key: _data(value)
        for key, (_, value) in node.entries.items()
        if key not in _OPTIONAL_KEYS or not (isinstance(value, Scalar) and value.is_null)
    }


def _validate(
    model: type[_Model], data: Any, side: Set[str], node: Node, name: str
) -> tuple[_Model | None, list[Problem]]:
    """Return the model of ``data`` and what is wrong with it.

    Where only keys of ``side`` are wrong, the model is made without them; otherwise it is None.
    """
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        faults = error.errors(include_url=False)
    problems = [
        problem
        for fault in faults
        if (problem := explain(fault["type"], fault["msg"], fault["loc"], node, model, name))
    ]
    wrong = {fault["loc"][0] if fault["loc"] else "" for fault in faults}
    if not wrong <= side:
        return None, problems
    return model.model_validate({key: value for key, value in data.items() if key not in wrong}), problems


@dataclass(frozen=True, slots=True)
class _Draft:
    """A question that lacks but its id."""

    entry: QuestionEntry
    stem: Text
    place: Place
    choices: tuple[Choice, ...]
    answer: frozenset[str]
    rationale: Text | None

    def question(self, id: str) -> Question:
        entry = self.entry
        return Question(
            id=id,
            stem=self.stem,
            place=self.place,
            choices=self.choices,
            answer=self.answer,
            rationale=self.rationale,
            points=Fraction(1) if entry.points is None else entry.points,
            tags=tuple(entry.tags),
            difficulty=_one_line(entry.difficulty) if entry.difficulty else None,
            section=_one_line(entry.section) if entry.section else None,
            pin=entry.pin,
            keep_order=entry.keep_order,
            given_id=entry.id is not None,
        )


def _question(data: Any, node: Node, index: int) -> tuple[_Draft | None, list[Problem]]:
    """Return the question at a 0-based index, None when its stem, choices or answer cannot be told."""
    id = data.get("id") if isinstance(data, dict) else None
    name = f"question {id!r}" if isinstance(id, str) else f"question {index + 1}"
    entry, problems = _validate(QuestionEntry, data, _SIDE_KEYS, node, name)
    if not isinstance(node, Mapping):
        return None, problems
    stem, found = _stem(node, name)
    problems += found
    if entry is None:
        return None, problems
    choices, found = _choices(entry, node, name)
    problems += found
    answer, wrong = _answer(entry, choices, node, name)
    problems += wrong
    if stem is None or found or wrong:
        return None, problems
    rationale = _text(node, "rationale") if entry.rationale is not None else None
    return _Draft(entry, stem, node.place, choices, answer, rationale), problems


def _stem(node: Mapping, name: str) -> tuple[Text | None, list[Problem]]:
    """Return the stem, and what is wrong with it but its type."""
    stem, question = _text(node, "stem"), _text(node, "question")
    if stem and question:
        place = max(node.entries["stem"][0], node.entries["question"][0])
        message = f"{name} has both 'stem' and 'question', which mean the same"
        return None, [Problem("two-stems", message, place, "keep one of them")]
    if stem or question:
        return stem or question, []
    if any(isinstance(node.get(key), Items | Mapping) for key in ("stem", "question")):
        return None, []
    return None, [Problem("missing-key", f"{name} has no stem", node.place, "add a line 'stem: ...'")]


def _choices(entry: QuestionEntry, node: Mapping, name: str) -> tuple[tuple[Choice, ...], list[Problem]]:
    """Return the choices, and what is wrong with their texts."""
    nodes = node.get("choices")
    choices, problems = [], []
    for position, choice in enumerate(entry.choices):
        at = nodes.nodes[position] if isinstance(nodes, Items) else node
        text = text_of(at) if isinstance(at, Scalar) else _text(at, "text")
        if text:
            choices.append(_choice(choice, at, text, position))
        else:
            message = f"{choice_name(position, name)} has no text"
            problems.append(Problem("missing-key", message, at.place, "write its text, or remove it"))
    return tuple(choices), problems


def _choice(entry: ChoiceEntry, node: Node, text: Text, position: int) -> Choice:
    id = entry.id
    if id is None:
        id = letter(position).lower() if position < MAX_CHOICES else str(position + 1)
    return Choice(
        id=id.lower() if _LETTER.fullmatch(id) else id,
        text=text,
        place=node.place,
        weight=entry.weight,
        feedback=_text(node, "feedback") if entry.feedback is not None else None,
        pin=entry.pin,
    )


def _text(node: Node, key: str) -> Text | None:
    """Return the text under a key; None when there is none."""
    value = node.get(key) if isinstance(node, Mapping) else None
    if not isinstance(value, Scalar) or (value.is_null and key != "text"):
        return None
    return text_of(value)


def _answer(
    entry: QuestionEntry, choices: Sequence[Choice], node: Mapping, name: str
) -> tuple[frozenset[str], list[Problem]]:
    """Return the ids of the right choices, and what is wrong with the way they are named."""
    if len(choices) != len(entry.choices):
        return frozenset(), []
    marks = {choice.id: mark.correct for choice, mark in zip(choices, entry.choices, strict=True)}
    marked = frozenset(id for id, mark in marks.items() if mark)
    value = node.get("answer")
    if entry.answer is None or value is None:
        return marked, []
    ids = {id.casefold(): id for id in marks}
    named: set[str] = set()
    problems: list[Problem] = []
    for item, at in zip(entry.answer, value.nodes if isinstance(value, Items) else [value], strict=True):
        found, unknown = _resolve(item, ids)
        named |= found
        if unknown:
            message = f"{name} has the answer {', '.join(map(repr, unknown))}, which is none of its choices"
            hint = (
                f"the choices are {', '.join(marks)}"
                if marks
                else "add a line 'choices:' and a list below it"
            )
            problems.append(Problem("unknown-answer", message, at.place, hint))
    if not problems and named:
        denied = {id for id, mark in marks.items() if mark is False}
        if (marked and marked != named) or denied & named:
            problems.append(_mismatch(name, named, marks, value.place))
    return frozenset(named), problems


def _resolve(item: str, ids: dict[str, str]) -> tuple[set[str], list[str]]:
    """Return the choices that one item of an answer names, and what in it names none.

    ``ids`` has the choices' ids by their case-folded forms.
    """
    whole = item.strip().casefold()
    if whole in ids:
        return {ids[whole]}, []
    parts = [part for part in _BETWEEN_ANSWERS.split(item) if part]
    found = {part: ids.get(part.strip("().").casefold()) for part in parts}
    known = {id for id in found.values() if id is not None}
    if not known and parts:
        return set(), [item.strip()]
    return known, [part for part, id in found.items() if id is None]


def _mismatch(name: str, named: set[str], marks: dict[str, bool | None], place: Place) -> Problem:
    answer = ", ".join(id for id in marks if id in named)
    marked = ", ".join(id for id, mark in marks.items() if mark)
    denied = ", ".join(id for id, mark in marks.items() if mark is False and id in named)
    other = f"'correct: true' stands at {marked!r}" if marked else f"'correct: false' stands at {denied!r}"
    message = f"{name} has the answer {answer!r}, but {other}"
    return Problem("answer-mismatch", message, place, "make them agree, or remove one of them")
