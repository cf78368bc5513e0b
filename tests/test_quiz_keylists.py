"""Lists of answers at the end of a quiz text: no line of them is lost, and what is unclear is quoted."""

from __future__ import annotations

import pytest

from examgen.formats.quiz.marking.nearness import near_answer, near_label
from examgen.formats.quiz.reader import read

THREE = (
    "1. Which river is longer?\na) Elbe\nb) Oder\n\n2. Which lake is deeper?\na) Como\nb) Maggiore\n\n"
    "3. Which peak is higher?\na) Rigi\nb) Pilatus\n\n"
)


def answers(text: str) -> list[str]:
    """Return the letters of each question of a text without problems."""
    reading = read("bank.md", text)
    assert reading.problems == ()
    return ["".join(sorted(question.answer)) for question in reading.bank.questions]


def told(text: str) -> list[tuple[int, str, str]]:
    """Return line, message and hint of each problem."""
    return [
        (problem.place.line if problem.place else 0, problem.message, problem.hint)
        for problem in read("bank.md", text).problems
    ]


def test_a_letter_set_off_by_two_blanks_is_an_answer_with_its_reason() -> None:
    text = f"{THREE}Answer key:\n1. A  It reaches the sea later\n2. B - by soundings\n3. B   Maps say so\n"
    questions = read("bank.md", text).bank.questions
    assert answers(text) == ["a", "b", "b"]
    reasons = [question.rationale.source for question in questions if question.rationale]
    assert reasons == ["It reaches the sea later", "by soundings", "Maps say so"]


def test_an_answer_set_off_by_two_blanks_is_held_against_the_sign_in_the_question() -> None:
    text = f"{THREE}Answers:\n1. A\n2. B - by soundings\n3. B  Maps say so\n".replace("a) Rigi", "*a) Rigi")
    assert [line for line, message, _ in told(text) if "and the answer line names" in message] == [10]


@pytest.mark.parametrize(
    "line",
    [
        "3. B Maps say so",
        "3) A Single map",
        "**3.** B Maps say so",
        "3 B Maps say so",
        "7. B Nothing",
        "3 - B Maps say so",
        "3.B Maps say so",
        "(3) B Maps say so",
        "3 -> B Maps say so",
        "| 3 | B Maps say so |",
    ],
)
def test_a_line_of_a_list_whose_answer_is_unclear_is_quoted(line: str) -> None:
    ((number, message, hint),) = told(f"{THREE}Answers:\n1. A\n2. B - by soundings\n{line}\n")
    assert (number, f"'{line}'" in message) == (16, True)
    assert "a dash" in hint


def test_the_next_number_without_a_letter_is_quoted_unless_it_goes_on_with_a_list_of_reasons() -> None:
    reasons = "1. A - two facts:\n1. length\n2. depth\n3. width\n2. B - by soundings\n"
    ((line, message, hint),) = told(f"{THREE}Answers:\n{reasons}3. Maps say so\n")
    assert (line, "'3. Maps say so'" in message, "indent" in hint) == (19, True, True)
    assert answers(f"{THREE}Answers:\n{reasons}3. B\n") == ["a", "b", "b"]


def test_a_reason_that_wraps_before_a_number_stays_a_reason() -> None:
    assert answers(f"{THREE}Answers:\n1. A\n2. B - as it is deeper than\n3 others\n3. A\n") == ["a", "b", "a"]


@pytest.mark.parametrize(
    "key",
    [
        "Answers: (1) a; (2) b; (3) a",
        "Answers\n(1) a\n(2) b\n(3) a",
        "--- ANSWERS ---\n1. a\n2. b\n3. a",
        "=====Answer key=====\n1a 2b 3a",
        "*** Answers ***\n1. A 2. B 3. A",
    ],
)
def test_numbers_in_brackets_and_ruled_headings(key: str) -> None:
    assert answers(f"{THREE}{key}\n") == ["a", "b", "a"]


def test_numbers_in_brackets_without_a_heading_are_no_list_of_answers() -> None:
    assert not any(q.answer for q in read("bank.md", f"{THREE}(1) a\n(2) b\n(3) a\n").bank.questions)


@pytest.mark.parametrize("key", ["Answers: a, b, a", "Answers: ABA", "Answers: aba", "Answers\nABA"])
def test_letters_without_numbers_are_an_error_that_says_how_to_write_them(key: str) -> None:
    assert any("1. B" in hint or "1. A" in hint for _, _, hint in told(f"{THREE}{key}\n"))


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Answr: B", "Answer:"),
        ("Corect answer: B", "Correct answer:"),
        ("**Answwer**: (b)", "Answer:"),
        ("Explantion: as maps say", "Explanation:"),
        ("Answer: B", ""),
        ("Mountain: B", ""),
    ],
)
def test_a_label_that_is_nearly_ours_is_named(line: str, label: str) -> None:
    assert near_label(line) == label


@pytest.mark.parametrize("gap", ["", "\n"])
def test_a_misspelt_answer_line_is_no_text_of_the_last_choice(gap: str) -> None:
    ((line, _, hint),) = told(f"1. Which river is longer?\na) Elbe\nb) Oder\n{gap}Answr: B\n")
    assert (line, hint.startswith("did you mean 'Answer:'?")) == (4 + len(gap), True)
    assert not near_answer("Answr: nobody knows")


def test_an_unknown_key_of_the_front_matter_is_told_with_the_nearest() -> None:
    hints = [hint for _, message, hint in told(f"---\ntitel: Waters\n---\n{THREE}") if "'titel'" in message]
    assert [hint[:23] for hint in hints] == ["did you mean 'title'? k"]
