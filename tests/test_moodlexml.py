"""Moodle XML: what is read of questions, what is skipped, and what is said of the rest."""

from __future__ import annotations

from fractions import Fraction

import pytest

from examgen.errors import Problem, Severity
from examgen.formats.moodle import reader as moodlexml
from examgen.formats.reading import Reading
from examgen.model import Question


def read(inside: str) -> Reading:
    """Read a quiz with these elements in it, which begin on line 2."""
    return moodlexml.read("b.xml", f'<?xml version="1.0" encoding="UTF-8"?><quiz>\n{inside}</quiz>\n')


def multichoice(*answers: str, more: str = "", stem: str = "Which?", name: str = "") -> str:
    return (
        f'<question type="multichoice"><name><text>{name}</text></name>\n'
        f'<questiontext format="html"><text>{stem}</text></questiontext>{more}\n{"".join(answers)}</question>'
    )


def answer(fraction: str, text: str, feedback: str = "") -> str:
    said = f"<feedback><text>{feedback}</text></feedback>" if feedback else ""
    return f'<answer fraction="{fraction}"><text>{text}</text>{said}</answer>\n'


RIGHT, WRONG = answer("100", "yes"), answer("0", "no")


def question(inside: str) -> Question:
    reading = read(inside)
    assert reading.problems == ()
    (found,) = reading.bank.questions
    return found


def choices(found: Question) -> list[str]:
    """Return the choices' texts, a star before each right one."""
    return [f"{'*' * (choice.id in found.answer)}{choice.text.source}" for choice in found.choices]


def weights(*fractions: str, more: str = "<single>false</single>") -> list[Fraction | None]:
    answers = [answer(fraction, f"choice {index}") for index, fraction in enumerate(fractions)]
    return [choice.weight for choice in question(multichoice(*answers, more=more)).choices]


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.code for problem in problems]


def test_a_question_with_all_that_it_can_have() -> None:
    more = (
        "<generalfeedback><text>By &lt;b&gt;definition&lt;/b&gt;.</text></generalfeedback>"
        "<defaultgrade>2.5000000</defaultgrade><penalty>0.3333333</penalty><hidden>0</hidden>"
        "<idnumber>mouth-1</idnumber><single>true</single><shuffleanswers>0</shuffleanswers>"
        "<answernumbering>ABCD</answernumbering><tags><tag><text>water</text></tag>"
        "<tag><text> rivers and  lakes </text></tag></tags>"
    )
    found = question(
        multichoice(answer("0", "At its source", "There it begins."), RIGHT, more=more, name="The mouth")
    )
    assert (found.id, found.given_id) == ("mouth-1", True)
    assert choices(found) == ["At its source", "*yes"]
    assert [choice.id for choice in found.choices] == ["a", "b"]
    assert found.choices[0].feedback is not None
    assert found.choices[0].feedback.source == "There it begins."
    assert found.choices[1].feedback is None
    assert found.rationale is not None
    assert found.rationale.source == "By **definition**."
    assert found.points == Fraction(5, 2)
    assert found.tags == ("water", "rivers and lakes")
    assert found.keep_order


def test_texts_know_their_lines() -> None:
    found = question(multichoice(RIGHT, WRONG, stem="<![CDATA[\n\n<p>One</p>\n<p>Two</p>]]>"))
    assert found.place.line == 2
    assert found.stem.source == "One\n\nTwo"
    assert found.stem.places[0].line == 5
    assert [choice.text.places[0].line for choice in found.choices] == [7, 8]


@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("$course$/top/Rivers", "Rivers"),
        ("$course$/top/Rivers/Long ones", "Rivers / Long ones"),
        ("$course$/Default for X/TCP//IP", "Default for X / TCP/IP"),
        ("$module$/top/A", "A"),
        ("$cat1$/top/A", "A"),
        ("$course$/top", None),
        ("$course$/topology", "topology"),
        ("top/A", "A"),
        ("A", "A"),
        ("", None),
    ],
)
def test_a_category_is_a_section(path: str, section: str | None) -> None:
    category = f'<question type="category"><category><text>{path}</text></category></question>'
    assert question(f"{category}{multichoice(RIGHT, WRONG)}").section == section


def test_a_category_whose_path_is_its_name() -> None:
    category = '<question type="category"><name><text>Rivers/Long ones</text></name></question>'
    assert question(f"{category}{multichoice(RIGHT, WRONG)}").section == "Rivers / Long ones"


def test_a_name_is_an_id_when_it_can_be_one() -> None:
    assert question(multichoice(RIGHT, WRONG, name="rivers-1")).id == "rivers-1"
    made = question(multichoice(RIGHT, WRONG, name="Rivers, one", stem="Where does it end?"))
    assert (made.id, made.given_id) == ("end", False)


def test_an_id_number_of_two_questions_is_none() -> None:
    more = "<idnumber>7</idnumber>"
    one, two = (multichoice(RIGHT, WRONG, more=more, stem=stem) for stem in ("First river", "Second lake"))
    reading = read(one + two)
    assert [found.id for found in reading.bank.questions] == ["first-river", "second-lake"]


@pytest.mark.parametrize("said", ["0", "false", " False\n", ""])
def test_answers_that_are_not_shuffled_keep_their_order(said: str) -> None:
    assert question(multichoice(RIGHT, WRONG, more=f"<shuffleanswers>{said}</shuffleanswers>")).keep_order


@pytest.mark.parametrize(
    "more", ["", "<shuffleanswers>true</shuffleanswers>", "<shuffleanswers> 1 </shuffleanswers>"]
)
def test_other_answers_do_not(more: str) -> None:
    assert not question(multichoice(RIGHT, WRONG, more=more)).keep_order


def test_several_right_answers_with_equal_shares_need_no_weights() -> None:
    found = question(
        multichoice(
            answer("33.33333", "a"), answer("33.33333", "b"), WRONG, answer("33.33333", "c"),
            more="<single>false</single>",
        )
    )  # fmt: skip
    assert choices(found) == ["*a", "*b", "no", "*c"]
    assert {choice.weight for choice in found.choices} == {None}


@pytest.mark.parametrize(
    ("fractions", "expected"),
    [
        (("50", "50", "-50"), [Fraction(1, 2), Fraction(1, 2), Fraction(-1, 2)]),
        (("66.66667", "33.33333", "0"), [Fraction(2, 3), Fraction(1, 3), None]),
        (("14.28571", "-33.33333", "85.7"), [Fraction(1, 7), Fraction(-1, 3), Fraction(6, 7)]),
        (("33", "67", "0"), [Fraction(33, 100), Fraction(67, 100), None]),
        (("83,33333", "16,66667", "0"), [Fraction(5, 6), Fraction(1, 6), None]),
        (("100", "0", "0"), [None, None, None]),
        (("5", "95.000", "0"), [Fraction(1, 20), Fraction(19, 20), None]),
    ],
)
def test_shares_of_the_points(fractions: tuple[str, ...], expected: list[Fraction | None]) -> None:
    assert weights(*fractions) == expected


def test_of_a_single_choice_only_the_whole_is_right() -> None:
    found = question(multichoice(answer("50", "nearly"), RIGHT, WRONG, more="<single>true</single>"))
    assert choices(found) == ["nearly", "*yes", "no"]
    assert [choice.weight for choice in found.choices] == [Fraction(1, 2), None, None]


def test_two_whole_answers_of_a_single_choice_are_both_right() -> None:
    reading = read(multichoice(RIGHT, answer("100", "also"), WRONG))
    assert choices(*reading.bank.questions) == ["*yes", "*also", "no"]
    assert codes(reading.problems) == ["either-right"]


@pytest.mark.parametrize(
    ("best", "right"), [(("90", "0"), ["*0", "1"]), (("50", "50", "0"), ["*0", "*1", "2"])]
)
def test_a_single_choice_without_a_whole_one_is_said(best: tuple[str, ...], right: list[str]) -> None:
    answers = [answer(fraction, str(index)) for index, fraction in enumerate(best)]
    reading = read(multichoice(*answers))
    assert [(p.code, p.severity) for p in reading.problems] == [("bad-fraction", Severity.WARNING)]
    (found,) = reading.bank.questions
    assert choices(found) == right
    assert {choice.weight for choice in found.choices} == {None}


def test_a_single_choice_with_several_halves_is_an_error() -> None:
    reading = read(multichoice(answer("90", "a"), answer("60", "b"), WRONG))
    assert [(p.code, p.severity) for p in reading.problems] == [("bad-fraction", Severity.ERROR)]


@pytest.mark.parametrize("fraction", ["ten", "101", "-200", "1e2", "1/3"])
def test_a_fraction_that_is_none_is_an_error(fraction: str) -> None:
    reading = read(multichoice(answer(fraction, "a"), RIGHT))
    (problem,) = reading.problems
    assert (problem.code, problem.severity) == ("bad-fraction", Severity.ERROR)
    assert fraction in problem.message
    assert problem.place is not None
    assert problem.place.line == 4


@pytest.mark.parametrize("kind", ["multichoiceset", "oumultiresponse"])
def test_all_or_nothing(kind: str) -> None:
    source = multichoice(RIGHT, answer("100", "also"), WRONG).replace("multichoice", kind)
    found = question(source)
    assert choices(found) == ["*yes", "*also", "no"]
    assert {choice.weight for choice in found.choices} == {None}


def test_fields_that_were_not_filled_in_are_no_choices() -> None:
    assert choices(question(multichoice(RIGHT, answer("0", " "), WRONG, answer("0", "")))) == ["*yes", "no"]
    assert choices(question(multichoice(answer("100", ""), WRONG))) == ["*", "no"]


def true_false(first: str, second: str, *fractions: str) -> str:
    answers = [answer(f, w, f"on {w}") for f, w in zip(fractions, (first, second), strict=True)]
    return multichoice(*answers).replace("multichoice", "truefalse")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (true_false("true", "false", "100", "0"), ["*True", "False"]),
        (true_false("true", "false", "0", "100"), ["True", "*False"]),
        (true_false("false", "true", "0", "100"), ["*True", "False"]),
        (true_false("True", "False", "0", "100"), ["True", "*False"]),
        (true_false("true", "false", "100", "-25"), ["*True", "False"]),
        (true_false("Verdadero", "Falso", "0", "100"), ["Verdadero", "*Falso"]),
    ],
)
def test_true_false(source: str, expected: list[str]) -> None:
    found = question(source)
    assert choices(found) == expected
    assert found.keep_order
    assert {choice.weight for choice in found.choices} == {None}
    for choice in found.choices:
        assert choice.feedback is not None
        assert choice.feedback.source.lower() == f"on {choice.text.source.lower()}"


def test_one_half_of_true_false_says_the_other() -> None:
    half = multichoice(answer("0", "true")).replace("multichoice", "truefalse")
    assert choices(question(half)) == ["True", "*False"]


@pytest.mark.parametrize("fractions", [("100", "100"), ("0", "0"), ("0", "-100")])
def test_true_false_that_does_not_say_which(fractions: tuple[str, str]) -> None:
    assert codes(read(true_false("true", "false", *fractions)).problems) == ["bad-answer"]


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("description", "a description"),
        ("essay", "an essay"),
        ("shortanswer", "a short-answer question"),
        ("numerical", "a numerical question"),
        ("matching", "a matching question"),
        ("cloze", "a question with gaps (cloze)"),
        ("multianswer", "a question with gaps (cloze)"),
        ("calculated", "a calculated question"),
        ("calculatedmulti", "a calculated question"),
        ("calculatedsimple", "a calculated question"),
        ("ddwtos", "a drag-and-drop question"),
        ("ddimageortext", "a drag-and-drop question"),
        ("ddmarker", "a drag-and-drop question"),
        ("gapselect", "a question with gaps"),
        ("ordering", "an ordering question"),
        ("randomsamatch", "a random matching question"),
        ("kprime", "a question with an answer for each statement"),
        ("mtf", "a question with an answer for each statement"),
        ("crossword", "of the type 'crossword'"),
        ("", "of no type"),
    ],
)
def test_what_has_no_choices_is_skipped(kind: str, what: str) -> None:
    other = multichoice(RIGHT, WRONG, name="Capital").replace("multichoice", kind)
    reading = read(f"{multichoice(RIGHT, WRONG)}\n{other}")
    assert len(reading.bank.questions) == 1
    (problem,) = reading.problems
    assert (problem.code, problem.severity) == ("skipped", Severity.WARNING)
    assert problem.message.startswith(f"question 'Capital' is {what}")
    assert str(problem.place) == "b.xml:7"


def test_questions_inside_a_question_are_its_own() -> None:
    inner = multichoice(RIGHT, WRONG)
    source = f'<question type="combined"><name><text>All</text></name><subquestions>{inner}</subquestions></question>'
    reading = read(source)
    assert (reading.bank.questions, codes(reading.problems)) == ((), ["skipped"])


def test_what_all_questions_have_is_left_out_with_one_line() -> None:
    more = "".join(
        f"<{part}feedback><text>That is {part}.</text></{part}feedback>"
        for part in ("correct", "partiallycorrect", "incorrect")
    )
    reading = read(multichoice(RIGHT, WRONG, more=more) * 3)
    (problem,) = reading.problems
    assert (problem.code, problem.severity) == ("left-out", Severity.WARNING)
    assert "feedback on partly right answers" in problem.message
    assert problem.message.endswith("left out of 3 questions")


def test_what_moodle_says_by_itself_is_left_out_with_one_line() -> None:
    more = (
        "<correctfeedback><text>&lt;p&gt;Your answer is correct.&lt;/p&gt;</text></correctfeedback>"
        "<incorrectfeedback><text>Your answer is incorrect.</text></incorrectfeedback>"
    )
    (problem,) = read(multichoice(RIGHT, WRONG, more=more)).problems
    assert problem.message.endswith("are left out of 1 question")


def test_what_one_question_has_is_left_out_with_its_words() -> None:
    more = "<hint format='html'><text>Think of the sea.</text></hint><shownumcorrect/><usecase>0</usecase>"
    (problem,) = read(multichoice(RIGHT, WRONG, more=more)).problems
    assert problem.code == "left-out"
    assert "'Think of the sea.'" in problem.message


def test_words_in_an_element_that_moodle_does_not_have_are_said() -> None:
    more = "<remark>Ask about the sea.</remark><plugin>sea</plugin>"
    (problem,) = read(multichoice(RIGHT, WRONG, more=more)).problems
    assert problem.code == "left-out"
    assert "<remark> left out: 'Ask about the sea.'" in problem.message


def test_what_stands_between_questions_is_said() -> None:
    reading = read(f"<category><text>Rivers</text></category>{multichoice(RIGHT, WRONG)}")
    assert codes(reading.problems) == ["left-out"]
    assert len(reading.bank.questions) == 1


def test_groups_of_questions_that_moodle_does_not_know() -> None:
    reading = read(f"<questions>{multichoice(RIGHT, WRONG) * 2}</questions>")
    assert (len(reading.bank.questions), reading.problems) == (2, ())


def test_hidden_questions_are_read_and_said() -> None:
    reading = read(multichoice(RIGHT, WRONG, more="<hidden>1</hidden>"))
    assert codes(reading.problems) == ["hidden-question"]
    assert len(reading.bank.questions) == 1


def test_points_that_are_none_are_an_error() -> None:
    assert codes(read(multichoice(RIGHT, WRONG, more="<defaultgrade>-1</defaultgrade>")).problems) == [
        "bad-attribute"
    ]
    assert question(multichoice(RIGHT, WRONG, more="<defaultgrade/>")).points == 1


def test_too_many_choices() -> None:
    assert codes(read(multichoice(RIGHT, WRONG * 501)).problems) == ["too-many-choices"]
