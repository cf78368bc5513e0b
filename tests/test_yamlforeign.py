"""Quizzes in JSON and YAML with keys of other people's choosing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from conftest import tries
from hypothesis import given, settings
from hypothesis import strategies as st

from examgen.errors import Severity
from examgen.formats.bounds import Questions, TooManyError
from examgen.formats.reading import Reading
from examgen.formats.table import format_of
from examgen.formats.yaml import json as jsonbank
from examgen.formats.yaml import reader as yamlbank

SAW = {"question": "Which tool cuts wood?", "options": ["A saw", "A hammer", "A file; flat"], "answer": 0}
NAIL = {"question": "Which tool drives nails?", "options": ["A saw", "A hammer", "A file; flat"], "answer": 1}


def read(data: Any) -> Reading:
    return jsonbank.read("b.json", data if isinstance(data, str) else json.dumps(data, ensure_ascii=False))


def right(reading: Reading) -> list[set[str]]:
    """Return the texts of the right choices of each question."""
    assert [str(each) for each in reading.problems if each.severity is Severity.ERROR] == []
    return [
        {choice.text.source for choice in question.choices if choice.id in question.answer}
        for question in reading.bank.questions
    ]


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


def test_numbers_that_count_from_0_or_from_1() -> None:
    assert right(read([SAW, NAIL])) == [{"A saw"}, {"A hammer"}]
    from_1 = [{**SAW, "answer": 1}, {**NAIL, "answer": 2}, {**NAIL, "question": "Flat?", "answer": 3}]
    assert right(read(from_1)) == [{"A saw"}, {"A hammer"}, {"A file; flat"}]
    assert right(read([{**NAIL, "answer (0-based)": 1, "answer": None}])) == [{"A hammer"}]


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (NAIL, "unclear-answers"),
        ({**NAIL, "answer": 7}, "unclear-answers"),
        ({**NAIL, "answer": "A spade"}, "unknown-answer"),
        ({**NAIL, "options": ["x", "y"], "answer": [0, 1]}, "wrong-type"),
        ({**NAIL, "answer": [1, 1]}, "wrong-type"),
        ({**NAIL, "options": "A saw or a hammer"}, "wrong-type"),
        ({**NAIL, "options": {"saw": "cuts", "hammer": "drives"}}, "wrong-type"),
        (
            {"question": "Nails?", "answers": [{"text": "saw", "correct": True}, {"text": "hammer"}], "answer": "B"},
            "answer-mismatch",
        ),
        ({"question": "Nails?", "answers": [{"text": "saw", "correct": "maybe"}, {"text": "file"}]}, "wrong-type"),
    ],
)  # fmt: skip
def test_what_is_not_sure_is_no_answer(question: dict[str, Any], code: str) -> None:
    reading = read([question])
    assert code in codes(reading)
    assert all(problem.place and problem.hint for problem in reading.problems)


def test_a_number_that_is_place_and_words() -> None:
    zero = {"question": "0+1?", "options": ["2", "1", "0"], "answer": 0}
    reading = read([zero, {"question": "1+1?", "options": ["1", "2", "3"], "answer": 2}])
    assert codes(reading) == ["unclear-answers", "unclear-answers"]
    assert not any(question.answer for question in reading.bank.questions)


def test_words_letters_lists_and_marks() -> None:
    told = [
        {**NAIL, "answer": "A hammer"},
        {**NAIL, "question": "Flat?", "answer": "C"},
        {**NAIL, "question": "Metal?", "answer": ["B", "C"]},
        {**NAIL, "question": "Teeth?", "answer": [True, False, False]},
        {"q": "Nails?", "o": ["saw", "hammer"], "a": "hammer"},
        {"question": "Wood?", "correct_answer": "saw", "incorrect_answers": ["hammer; heavy", "file"]},
        {"mcq": "Nails?", "options": {"a": "saw", "b": "hammer"}, "correct": "b"},
        {"text": "Teeth?", "options": [{"id": "opt1", "text": "saw"}, {"id": "opt2", "text": "hammer"}],
         "correctOptionId": "opt1"},
        {"question": {"stem": "Nails?", "choices": [{"text": "saw", "label": "A"}, {"text": "hammer", "label": "B"}]},
         "answerKey": "B"},
        {"question": "Wood?", "answers": {"answer_a": "saw", "answer_b": "hammer", "answer_c": None},
         "correct_answers": {"answer_a_correct": "true", "answer_b_correct": "false"}},
        {"question": "A saw has teeth.", "type": "boolean", "answer": True},
    ]  # fmt: skip
    assert right(read(told)) == [
        {"A hammer"}, {"A file; flat"}, {"A hammer", "A file; flat"}, {"A saw"}, {"hammer"}, {"saw"}, {"hammer"},
        {"saw"}, {"hammer"}, {"saw"}, {"True"},
    ]  # fmt: skip
    assert [len(question.choices) for question in read(told).bank.questions][5] == 3


def test_where_questions_stand() -> None:
    lone = {"quiz": {"title": "Tools", "questions": [SAW, NAIL]}}
    assert read(lone).bank.heading.title == "Tools"
    groups = read({"Sharp": [SAW], "Blunt": [NAIL], "version": "3"})
    assert [question.section for question in groups.bank.questions] == ["Sharp", "Blunt"]
    assert [problem.message for problem in groups.problems] == ["the key 'version' is not read"]
    by_name = read(
        {"quiz": {"Sharp": {"q1": {**SAW, "answer": "A saw"}}, "Blunt": {"q1": {**NAIL, "answer": "B"}}}}
    )
    assert [question.section for question in by_name.bank.questions] == ["Sharp", "Blunt"]
    game = {
        "question": "Nails?",
        "points": True,
        "choices": [{"answer": "saw"}, {"answer": "file", "correct": True}],
    }
    kahoot = read({"questions": [game]})
    assert right(kahoot) == [{"file"}]
    assert [problem.message for problem in kahoot.problems] == ["the key 'points' is not read"]
    numbered = read({"1": SAW, "2": NAIL})
    assert right(numbered) == [{"A saw"}, {"A hammer"}]
    passage = read([{"passage": "Tom has tools.", "questions": [SAW, NAIL]}])
    assert passage.bank.questions[1].stem.source == "Tom has tools.\n\nWhich tool drives nails?"


def test_what_else_a_question_has() -> None:
    extra = {
        "id": "n1", "explanation": "It is heavy.", "points": 2, "tags": ["a, b", "c"], "difficulty": "easy",
        "hint": "heavy", "category": "Tools &amp; more",
    }  # fmt: skip
    reading = read([{**NAIL, **extra}, SAW])
    question = reading.bank.questions[0]
    assert (question.id, question.points, question.tags) == ("n1", 2, ("a, b", "c"))
    assert (question.difficulty, question.section) == ("easy", "Tools & more")
    assert question.rationale is not None
    assert question.rationale.source == "It is heavy."
    assert [problem.message for problem in reading.problems] == ["the key 'hint' is not read"]
    reasons = read([{**NAIL, "explanations": ["No.", "Yes.", "No!"]}, SAW]).bank.questions[0]
    assert [choice.feedback.source for choice in reasons.choices if choice.feedback] == ["No.", "Yes.", "No!"]


def test_questions_without_choices_are_skipped() -> None:
    reading = read([SAW, NAIL, {"question": "Describe a saw.", "type": "essay"}, {"note": "the end"}])
    assert len(reading.bank.questions) == 2
    assert codes(reading) == ["skipped", "skipped"]
    assert "'Describe a saw.' is of the type 'essay'" in reading.problems[0].message


def test_one_on_each_line() -> None:
    lines = "\n".join(map(json.dumps, [SAW, NAIL])) + "\n"
    reading = read(lines)
    assert right(reading) == [{"A saw"}, {"A hammer"}]
    assert reading.bank.questions[1].place.line == 2
    found = format_of("quiz.jsonl", lines)
    assert found is not None
    assert found.name == "JSON"


def test_told_by_its_text() -> None:
    found = format_of("quiz.txt", json.dumps([SAW]))
    assert found is not None
    assert found.name == "JSON"


def test_yaml() -> None:
    reading = yamlbank.read("b.yaml", "- question: Nails?\n  options: [saw, hammer]\n  answer: hammer\n")
    assert right(reading) == [{"hammer"}]


def test_a_bank_of_ours_with_a_mistake_is_still_ours() -> None:
    ours = {"questions": [{"stem": "Nails?", "choices": ["saw", "hammer"], "answer": "b", "anwser": "b"}]}
    assert codes(read(ours)) == ["unknown-key"]
    assert codes(read({"name": "x", "dependencies": {"a": "1"}}))[0] == "missing-key"


QUESTION_KEYS = [
    "question",
    "text",
    "q",
    "a",
    "options",
    "answers",
    "answer",
    "correct",
    "correct_answers",
    "incorrect",
]
OTHER_KEYS = [
    "label",
    "answer_a",
    "a_correct",
    "feedback b",
    "feedback 1",
    "explanation",
    "tags",
    "type",
    "image",
    "id",
]
KEYS = st.sampled_from([*QUESTION_KEYS, *OTHER_KEYS])
LEAVES = st.sampled_from(["saw", "A", "b", "", "1", "A) x", "a, b", 0, 1, 2.5, True, False, None, "boolean"])
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=20,
)


@settings(max_examples=tries(150), deadline=None)
@given(st.lists(st.dictionaries(KEYS, TREES, max_size=7), max_size=4))
def test_any_tree_gives_a_bank_or_problems(data: list[Any]) -> None:
    reading = read(data)
    assert all(problem.place for problem in reading.problems)


def test_hundreds_of_choices_are_refused_and_not_read() -> None:
    reading = read([{**SAW, "options": [f"tool {at}" for at in range(201)]}])
    assert (codes(reading)[0], reading.problems[0].message[-18:]) == ("wrong-type", "it has 201 choices")
    assert reading.bank.questions == ()


def test_choices_as_two_lists_of_texts_and_labels() -> None:
    saw = {
        "question": SAW["question"],
        "choices": {"text": ["A saw", "A hammer"], "label": ["A", "B"]},
        "answerKey": "A",
    }
    nail = {
        "question": "Nails?",
        "choices": {"label": ["1", "2"], "text": ["A saw", "A hammer"]},
        "answerKey": "2",
    }
    assert right(read([saw, nail])) == [{"A saw"}, {"A hammer"}]
    short = {**saw, "choices": {"text": ["A saw", "A hammer"], "label": ["A"]}}
    assert codes(read([short])) == ["wrong-type"]


def test_a_line_at_the_end_that_begins_nothing() -> None:
    source = "- question: Nails?\n  options: [A saw, A hammer]\n  answer: A hammer\n---\n"
    assert right(yamlbank.read("b.yaml", source)) == [{"A hammer"}]
    assert codes(yamlbank.read("b.yaml", source + "- question: more\n")) == ["yaml-documents"]


def test_a_list_that_is_far_too_long_is_no_list_of_choices() -> None:
    reading = read([{**SAW, "options": ["A saw"] * 20_001}])
    assert codes(reading) == ["too-many-choices"]
    assert "20,001" in reading.problems[0].message


def test_far_too_many_objects_are_told_before_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Questions, "most", 1)
    with pytest.raises(TooManyError, match="more than 1 question"):
        read({"data": [SAW, NAIL]})


def test_a_right_choice_among_texts() -> None:
    asked = {"q": "Which tool cuts wood?", "a": ["a nail", {"correct": "a saw"}, "a file"]}
    assert right(read([asked])) == [{"a saw"}]
    for doubtful in (2, "b", True, None, ["a saw"]):
        reading = read([{**asked, "a": ["a nail", {"correct": doubtful}, "a file"]}])
        assert "wrong-type" in codes(reading)


def test_more_names_for_the_text_of_a_choice() -> None:
    options = [{"txt": "a nail"}, {"txt": "a saw", "correct": True}]
    assert right(read([{"question": "Which?", "choices": options}])) == [{"a saw"}]
    keyed = [{"optionKey": "A", "optionValue": "a nail"}, {"optionKey": "B", "optionValue": "a saw"}]
    assert right(read([{"question": "Which?", "options": keyed, "answer": ["B"]}])) == [{"a saw"}]
    marked = [{"marker": "Б", "text_content": "a nail"}, {"marker": "А", "text_content": "a saw"}]
    assert right(read([{"question": "Which?", "choices": marked, "correct_answers": ["А"]}])) == [{"a saw"}]


def test_a_key_beside_the_answer_names_the_question() -> None:
    reading = read([{**SAW, "answer": "A saw", "key": "2023_tools_1"}])
    assert (right(reading), codes(reading)) == ([{"A saw"}], ["unread-column"])
    assert right(read([{"question": "Which?", "options": ["a nail", "a saw"], "key": "B"}])) == [{"a saw"}]
