"""Columns by their names, answers by the rule of the whole table, texts of cells."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from examgen.errors import Place
from examgen.formats.bounds import TooManyError
from examgen.formats.reading import Reading
from examgen.formats.sheets.bank import read_sheets
from examgen.formats.sheets.cells import Cell, Sheet, text_of
from examgen.formats.sheets.heads import Role, head_of
from examgen.formats.sheets.lists import divided, items_of


def table(*rows: Sequence[str]) -> Reading:
    cells = [[Cell(text, Place("t", y, x)) for x, text in enumerate(row, 1)] for y, row in enumerate(rows, 1)]
    return read_sheets("t", [Sheet(cells)], [])


def right(reading: Reading) -> list[str]:
    return ["".join(sorted(question.answer)) for question in reading.bank.questions]


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


@pytest.mark.parametrize(
    ("name", "role", "label"),
    [
        ("Question - max 120 characters", Role.QUESTION, ""),
        ("questionText", Role.QUESTION, ""),
        ("HTML of the Question", Role.QUESTION, ""),
        ("Fragetext", Role.QUESTION, ""),
        ("Énoncé", Role.QUESTION, ""),
        ("题目", Role.QUESTION, ""),
        ("Answer 3\n(Optional)", Role.CHOICE, "3"),
        ("option_a", Role.CHOICE, "a"),
        ("optionB", Role.CHOICE, "b"),
        ("opd", Role.CHOICE, "d"),
        ("C", Role.CHOICE, "c"),
        ("Antwort 2", Role.CHOICE, "2"),
        ("Correct answer(s) - choose at least one", Role.ANSWER, ""),
        ("Correct Answer(s)\n(Only include Answer #)", Role.ANSWER, ""),
        ("correct_option_index", Role.ANSWER, ""),
        ("Respuesta correcta", Role.ANSWER, ""),
        ("Incorrect Answer 2 (Optional)", Role.WRONG, "2"),
        ("distractor3", Role.WRONG, "3"),
        ("Time limit (sec) – 5, 10, 20", Role.UNUSED, ""),
        ("Answer explanation", Role.RATIONALE, ""),
        ("feedback_a", Role.FEEDBACK, "a"),
        ("Option B explanation", Role.FEEDBACK, "b"),
        ("Question Type", Role.TYPE, ""),
        ("Question #", Role.UNUSED, ""),
    ],
)
def test_names_of_columns(name: str, role: Role, label: str) -> None:
    head = head_of(name)
    assert head is not None
    assert (head.role, head.label) == (role, label)


HEAD = ("question", "a", "b", "c", "answer")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("B", "b"), ("b)", "b"), ("A, C", "ac"), ("AC", "ac"), ("two", "b"), ("TWO.", "b"), ("B) two", "b"),
     ("one; three", "ac"), ('["one", "two"]', "ab"), ("Option C", "c"), ("a and c", "ac"), ("(b)", "b")],
)  # fmt: skip
def test_one_answer_in_many_ways(answer: str, expected: str) -> None:
    reading = table(HEAD, ("Which?", "one", "two", "three", answer))
    assert right(reading) == [expected]
    assert codes(reading) == []


def test_numbers_count_as_the_whole_table_says() -> None:
    head = ("question", "options", "answer")
    zero = table(head, ("p", '["x", "y", "z"]', "0"), ("q", '["x", "y", "z"]', "1"))
    one = table(head, ("p", '["x", "y", "z"]', "3"), ("q", '["x", "y", "z"]', "1"))
    assert (right(zero), right(one)) == (["a", "b"], ["c", "a"])
    assert codes(zero) == codes(one) == []


def test_numbers_that_could_count_from_either_are_an_error_with_a_remedy() -> None:
    rows = (("p", '["x", "y", "z"]', "1"), ("q", '["x", "y", "z"]', "2"))
    unclear = table(("question", "options", "answer"), *rows)
    assert codes(unclear) == ["unclear-answers"]
    assert right(unclear) == ["", ""]
    assert "0-based" in unclear.problems[0].hint
    assert right(table(("question", "options", "answer (0-based)"), *rows)) == ["b", "c"]
    assert right(table(("question", "options", "answer (1-based)"), *rows)) == ["a", "b"]
    numbered = table(("question", "option 1", "option 2", "option 3", "answer"), ("p", "x", "y", "z", "2"))
    assert right(numbered) == ["b"]


def test_a_table_that_counts_both_ways_is_an_error() -> None:
    reading = table(("question", "options", "answer"), ("p", '["x", "y"]', "0"), ("q", '["x", "y"]', "2"))
    assert codes(reading) == ["unclear-answers"]


def test_words_that_are_numbers_win_where_nothing_speaks_against_them() -> None:
    reading = table(("question", "options", "answer"), ("1+2", "[3, 4, 5]", "3"), ("2+2", "[3, 4, 5]", "4"))
    assert right(reading) == ["a", "b"]
    assert codes(reading) == []


def test_words_and_places_that_contradict_are_never_guessed() -> None:
    head = ("question", "option 1", "option 2", "option 3", "answer")
    places = table(head, ("p", "x", "y", "z", "3"), ("1+1", "3", "2", "4", "2"), ("1+2", "2", "1", "3", "2"))
    assert right(places) == ["c", "b", "b"]
    assert codes(places) == ["assumed-answer"]
    mixed = table(head, ("p", "x", "y", "z", "3"), ("q", "x", "y", "z", "y"), ("1+2", "2", "1", "3", "2"))
    assert codes(mixed) == ["unclear-answers"]
    assert right(mixed) == ["c", "b", ""]


def test_letters_and_blood_groups() -> None:
    reading = table(HEAD, ("p", "x", "y", "z", "C"), ("Blood?", "A", "AB", "O", "AB"))
    assert right(reading) == ["c", "b"]


def test_letters_that_are_choices_and_places_alike_are_never_guessed() -> None:
    reading = table(HEAD, ("Vitamin?", "B", "C", "A", "C"), ("Grade?", "C", "A", "B", "A"))
    assert (right(reading), codes(reading)) == (["", ""], ["unclear-answers", "unclear-answers"])


def test_a_letter_with_the_words_of_another_choice() -> None:
    assert codes(table(HEAD, ("p", "one", "two", "three", "B) three"))) == ["answer-mismatch"]


def test_an_answer_that_names_no_choice() -> None:
    reading = table(HEAD, ("p", "one", "two", "three", "E"))
    assert codes(reading) == ["unknown-answer"]
    assert reading.problems[0].place == Place("t", 2, 5)


def test_a_hole_in_the_choices_moves_no_letter() -> None:
    assert right(table(HEAD, ("p", "one", "", "three", "C"))) == ["b"]


def test_two_columns_for_the_answer_must_agree() -> None:
    head = (*HEAD, "correct answer")
    assert right(table(head, ("p", "one", "two", "three", "B", "two"))) == ["b"]
    assert codes(table(head, ("p", "one", "two", "three", "B", "one"))) == ["answer-mismatch"]


def test_moodles_columns_with_letters_for_choices_and_numbers_for_answers() -> None:
    names = ("questionname", "questiontext", "A", "B", "C", "Answer 1", "Answer 2", "defaultmark")
    reading = table(
        names,
        ("q1", "Where?", "here", "there", "nowhere", "B", "", "1"),
        ("q2", "Which?", "x", "y", "z", "A", "C", "2"),
    )
    assert right(reading) == ["b", "ac"]
    assert [question.points for question in reading.bank.questions] == [1, 2]
    assert [len(question.choices) for question in reading.bank.questions] == [3, 3]


def test_numbered_answers_without_letters_are_choices() -> None:
    reading = table(("question", "Answer 1", "Answer 2", "correct"), ("Where?", "here", "there", "2"))
    assert [str(choice.text) for choice in reading.bank.questions[0].choices] == ["here", "there"]


def test_truth_and_kinds() -> None:
    head = ("question", "type", "option 1", "option 2", "answer")
    reading = table(
        head,
        ("Rain is wet", "True/False", "", "", "TRUE"),
        ("Write", "Essay", "", "", ""),
        ("Sky?", "Multiple choice", "blue", "red", "1"),
        ("Name it", "Short answer", "", "", "blue"),
    )
    assert right(reading) == ["a", "a"]
    assert reading.bank.questions[0].keep_order
    assert codes(reading) == ["skipped", "skipped"]


def test_everything_else_of_a_question() -> None:
    head = ("ID", "Topic", "Subtopic", "Question", "A", "B", "feedback b", "Answer", "Explanation", "Points", "Tags",
            "Level", "Image", "Time limit", "Remark")  # fmt: skip
    row = (
        "q-7",
        "Water",
        "Rivers",
        "2*3?",
        "5",
        "6",
        "Yes",
        "B",
        "It is",
        "1/2",
        "x; y",
        "easy",
        "a b.png",
        "20",
        "?",
    )
    reading = table(head, row)
    question = reading.bank.questions[0]
    assert (question.id, question.section, question.tags) == ("q-7", "Water", ("x", "y", "Rivers"))
    assert question.stem.source == "2\\*3?\n\n![](<a b.png>)"
    assert str(question.choices[1].feedback) == "Yes"
    assert (str(question.rationale), str(question.points), question.difficulty) == ("It is", "1/2", "easy")
    assert codes(reading) == ["unread-column"]


def test_right_and_wrong_answers_apart() -> None:
    head = ("question", "correct_answer", "incorrect_answers")
    reading = table(head, ("p", "yes", '["no", "never"]'))
    assert [str(choice.text) for choice in reading.bank.questions[0].choices] == ["yes", "no", "never"]
    assert right(reading) == ["a"]


def test_a_table_without_the_columns_names_those_found() -> None:
    reading = table(("Name", "Marks"), ("Ann", "3"))
    assert codes(reading) == ["unknown-columns"]
    assert "'Name', 'Marks'" in reading.problems[0].message
    assert "option 1" in reading.problems[0].hint


def test_a_table_without_a_column_of_answers_says_that() -> None:
    (problem,) = table(("Question", "Option A", "Option B"), ("p", "one", "two")).problems
    assert problem.code == "unknown-columns"
    assert "no column that says which choice is right" in problem.message
    assert "'answer'" in problem.hint


def test_a_cell_beyond_the_columns_is_an_error() -> None:
    assert codes(table(HEAD, ("p, and so on", "one", "two", "three", "B", "x"))) == ["table-row"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("a_b * c # <x>", "a_b \\* c # \\<x>"),
        ("costs $5 or $10", "costs \\$5 or \\$10"),
        ("solve $x^2=4$ now", "solve \\(x^2=4\\) now"),
        ("\\(x\\) stays", "\\(x\\) stays"),
        ("H<sub>2</sub>O", "H₂O"),
        ("one\ntwo", "one\\\ntwo"),
    ],
)
def test_texts_are_plain_but_for_math_and_html(typed: str, expected: str) -> None:
    assert text_of(Cell(typed, Place("t", 1, 1)), []).source == expected


def test_tags_that_a_question_is_about_stay() -> None:
    reading = table(HEAD, ("Which HTML tag is bold?", "<b>x</b>", "<br>", "<i>x</i>", "A"))
    assert "br" in str(reading.bank.questions[0].choices[1].text)
    assert "<b" in str(reading.bank.questions[0].choices[0].text)


def test_a_column_may_say_that_it_is_markdown() -> None:
    reading = table(("question (markdown)", "a", "b", "answer"), ("*What*?", "x", "y", "A"))
    assert reading.bank.questions[0].stem.source == "*What*?"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('["a", "b"]', ["a", "b"]),
        ("['it\\'s', \"b\"]", ["it's", "b"]),
        ("['a' 'b'\n 'c']", ["a", "b", "c"]),
        ("{'text': ['x', 'y'], 'label': ['A', 'B']}", ["x", "y"]),
        ('{"A": "x", "B": 2}', ["x", "2"]),
        ('[{"text": "x", "isCorrect": true}, {"text": "y", "isCorrect": false}]', ["x", "y"]),
        ("[" * 3000, []),
        ("plain", []),
    ],
)
def test_lists_in_a_cell(cell: str, expected: list[str]) -> None:
    assert [item.text for item in items_of(cell)] == expected


def test_choices_that_people_divide() -> None:
    assert divided("A) x B) y C) z") == ["x", "y", "z"]
    assert divided("a-> x || b->y || c-> z") == ["x", "y", "z"]
    assert divided("x|y|z") == ["x", "y", "z"]
    assert divided("x\ny") == ["x", "y"]
    assert divided("x, y") == ["x, y"]


def test_a_name_that_only_holds_the_word_question_counts_where_no_other_is_there() -> None:
    row = ("Rivers", "Where?", "x", "y", "A")
    both = table(("Question group", "Question", "A", "B", "Answer"), row)
    assert both.bank.questions[0].stem.source == "Where?"
    assert codes(both) == ["unread-column"]
    alone = table(("The main question here", "A", "B", "Answer"), row[1:])
    assert alone.bank.questions[0].stem.source == "Where?"


def test_a_column_of_comments_is_said_to_be_the_rationale() -> None:
    reading = table(("question", "a", "b", "answer", "Comment"), ("Q?", "x", "y", "a", "too easy"))
    rationale = reading.bank.questions[0].rationale
    assert (str(rationale), codes(reading)) == ("too easy", ["comment-column"])
    assert codes(table(("question", "a", "b", "answer", "Comment"), ("Q?", "x", "y", "a", ""))) == []


def test_a_cell_of_hundreds_of_choices_is_an_error() -> None:
    few, many = ("; ".join(f"tool {at}" for at in range(count)) for count in (26, 201))
    heads = ("question", "options", "answer")
    reading = table(heads, ("Which cuts?", few, "tool 3"), ("Which drives?", many, "tool 4"))
    assert codes(reading) == ["too-many-choices"]
    assert reading.problems[0].message == "question 'Which drives?': the cell holds 201 choices"
    assert str(reading.problems[0].place) == "t:3:2"


def test_a_table_has_not_more_rows_than_can_be_read() -> None:
    rows = [("Which cuts?", "saw", "pan", "a")] * 50_001
    with pytest.raises(TooManyError, match="more than 50,000 questions"):
        table(("question", "a", "b", "answer"), *rows)


def test_an_index_may_count_from_either_whatever_the_columns_are_called() -> None:
    head = ("question", "option 1", "option 2", "option 3", "correct_index")
    unclear = table(head, ("p", "x", "y", "z", "1"), ("q", "x", "y", "z", "2"))
    assert (codes(unclear), right(unclear)) == (["unclear-answers"], ["", ""])
    assert right(table(head, ("p", "x", "y", "z", "0"), ("q", "x", "y", "z", "2"))) == ["a", "c"]
    assert right(table(head, ("p", "x", "y", "z", "3"), ("q", "x", "y", "z", "2"))) == ["c", "b"]


@pytest.mark.parametrize("answer", ["A\u3001C", "A\uff0cC", "A\uff1bC", "one\u3001three", "one\uff0cthree"])
def test_signs_between_answers_in_chinese_and_japanese(answer: str) -> None:
    reading = table(
        ("\u9898\u76ee", "\u9009\u9879A", "\u9009\u9879B", "\u9009\u9879C", "\u7b54\u6848"),
        ("?", "one", "two", "three", answer),
    )
    assert (right(reading), codes(reading)) == (["ac"], [])


def test_letters_with_a_blank_before_the_colon_are_no_part_of_choices() -> None:
    reading = table(("question", "choices", "correct"), ("Which?", "a : a saw | b : a nail", "b"))
    assert [choice.text.source for choice in reading.bank.questions[0].choices] == ["a saw", "a nail"]
    assert right(reading) == ["b"]


def test_names_of_columns_of_the_north() -> None:
    for names in (
        ("fr\u00e5ga", "alternativ", "r\u00e4tt_svar"),
        ("sp\u00f8rsm\u00e5l", "svaralternativer", "riktig svar"),
    ):
        assert right(table(names, ("Which?", '["a saw", "a nail"]', "a nail"))) == ["b"]


def test_heads_of_an_item_template() -> None:
    heads = (
        "Q Type",
        "Question Text",
        "M/C Ans Choice A",
        "M/C Ans Choice B",
        "C",
        "Answer Key",
        "Randomize Choices",
    )
    reading = table(
        heads,
        ("MC", "Which?", "a nail", "a saw", "a file", "B", "No"),
        ("MC", "Is it?", "x", "y", "", "A", "Yes"),
    )
    assert (right(reading), codes(reading)) == (["b", "a"], [])
    assert [question.keep_order for question in reading.bank.questions] == [True, False]
