"""Quiz texts in ways that were found in files of other authors, in words of our own."""

from __future__ import annotations

import pytest
from quiztexts import codes, questions, right

from examgen.formats.quiz.reader import read
from examgen.model import MAX_CHOICES

#: Two choices, of which the second is right.
PAIR = "a) fire\nb) ice\n"


# ---- labels


@pytest.mark.parametrize(
    "label",
    ["Suggested Answer", "Most voted answer", "本题参考答案", "答", "Sol."],
)
def test_labels_of_answers(label: str) -> None:
    assert right(f"1. What is cold?\n{PAIR}{label}: b\n") == [("What is cold?", "ice")]


@pytest.mark.parametrize(
    "label", ["Comentários", "Commentaires", "Exp", "答案解析", "Kommentar", "Discussion"]
)
def test_labels_of_reasons(label: str) -> None:
    (question,) = questions(f"1. What is cold?\n{PAIR}Answer: b\n{label}: It is frozen water.\n")
    assert question.rationale
    assert question.rationale.source == "It is frozen water."


def test_a_list_of_answers_under_a_russian_heading() -> None:
    assert right("1. Что?\nа) раз\nб) два\n\nКлючи:\n1 - б\n") == [("Что?", "два")]


def test_an_answer_in_brackets_at_the_end_of_the_reasons() -> None:
    source = f"1. What is cold?\n{PAIR}Comments:\nIt is frozen water. (Answer: B)\n"
    (question,) = questions(source)
    assert question.answer == {"b"}
    assert question.rationale
    assert question.rationale.source == "It is frozen water."


def test_words_before_the_label_of_an_answer_are_no_part_of_a_choice() -> None:
    """What is said before the label belongs to it, so the line is text: the question has no answer."""
    (question,) = read("b.md", f"1. What is cold?\n{PAIR}   Our teacher's answer: b\n").bank.questions
    assert not question.answer


def test_an_unknown_label_that_names_the_right_choice_is_not_printed() -> None:
    source = f"1. What is cold?\nCommunity answer: B\n\n{PAIR}Answer: b\n"
    assert codes(source) == [("answer-in-text", 2)]
    assert codes(source.replace("answer: B", "answer: A")) == []


def test_a_part_in_bold_type_below_a_heading() -> None:
    source = (
        f"## Sheet\n\n**Section A: Choose**\n1. What is cold?\n{PAIR}Answer: b\n\n**Section B: Choose again**\n"
        f"2. What is warm?\n{PAIR}Answer: a\n"
    )
    assert [question.section for question in questions(source)] == [
        "Sheet / Section A: Choose",
        "Sheet / Section B: Choose again",
    ]


# ---- answers


@pytest.mark.parametrize(
    "answer",
    ["Answer: B- ice", "Answer: B is correct. Heat melts it.", "Answer: B is correct because heat melts it."],
)
def test_answers_with_words(answer: str) -> None:
    assert right(f"1. What is cold?\nA- fire\nB- ice\n{answer}\n") == [("What is cold?", "ice")]


def test_several_answers_that_are_correct_and_why() -> None:
    (question,) = questions(
        "1. Which?\nA. one\nB. two\nC. three\nAnswer: A and C are correct. They are odd.\n"
    )
    assert question.answer == {"a", "c"}
    assert question.rationale
    assert question.rationale.source == "They are odd."


def test_answer_and_reasons_in_chinese_brackets() -> None:
    source = "1.This is ____.\nA.one B.two C.four\n【答案】C【解析】four is even\n"
    (question,) = questions(source)
    assert [choice.text.source for choice in question.choices] == ["one", "two", "four"]
    assert question.answer == {"c"}
    assert question.rationale
    assert question.rationale.source == "four is even"


def test_labels_without_white_space_count_on_a_line_only_behind_another_like_them() -> None:
    (question,) = questions("1. Which degree?\nA. B.Sc in art\nB. M.Sc in law\nAnswer: b\n")
    assert [choice.text.source for choice in question.choices] == ["B.Sc in art", "M.Sc in law"]


def test_a_question_without_white_space_is_not_lost_in_the_reasons_above() -> None:
    source = f"1. What is cold?\n{PAIR}Answer: b\nIce is.\n2.And which is warm?A.one B.two\n"
    assert codes(source) == [("unclear-number", 6)]


def test_choices_on_one_line_above_an_answer_that_repeats_one() -> None:
    source = "1. What is cold?\n(a) fire (b) ice\n\nAnswer:\n\n(b) ice\n"
    assert right(source) == [("What is cold?", "ice")]


def test_an_answer_below_its_question_with_the_number_again() -> None:
    choices = "A. fire\nB. ice\n\n"
    source = f"1. What is cold?\n{choices}1. B. It is frozen.\n\n2. What is warm?\n{choices}2. A. It burns.\n"
    assert right(source) == [("What is cold?", "ice"), ("What is warm?", "fire")]
    assert codes(source.replace("2. A. It", "2. E. It"))


def test_answers_behind_ordinals() -> None:
    source = f"1. What is cold?\n{PAIR}\n2. What is warm?\n{PAIR}\nAnswers\nFirst: B\nSecond: A\n"
    assert right(source) == [("What is cold?", "ice"), ("What is warm?", "fire")]


def test_an_ordinal_below_a_number_is_no_reason_for_the_answer_above() -> None:
    source = f"1. What is cold?\n{PAIR}\n2. What is warm?\n{PAIR}\nAnswers\n1. B\nSecond: A\n"
    assert right(source) == [("What is cold?", "ice"), ("What is warm?", "fire")]


def test_numbers_as_choices_without_white_space() -> None:
    (question,) = questions("1. How many?\nA.2\nB.-4\nC.60\nAnswer: B\n")
    assert [choice.text.source for choice in question.choices] == ["2", "-4", "60"]


# ---- pages

PAGES = """\
Physics Midterm

1 What is cold?
A. fire
B. ice
Page 1 of 3
Physics Midterm
2 What is warm?
A. fire
Page 2 of 3
B. ice

3 What is wet?
A. sand
B. rain
Page 3 of 3

Answers
1. B
2. A
3. B
"""


def test_numbers_of_pages_and_running_heads_are_no_part_of_questions() -> None:
    assert right(PAGES) == [("What is cold?", "ice"), ("What is warm?", "fire"), ("What is wet?", "rain")]
    choices = [[choice.text.source for choice in question.choices] for question in questions(PAGES)]
    assert choices == [["fire", "ice"], ["fire", "ice"], ["sand", "rain"]]


def test_one_line_that_names_a_page_is_text() -> None:
    (question,) = questions(f"1. What does this line count?\nPage 3 of 9\n{PAIR}Answer: b\n")
    assert question.stem.source == "What does this line count?\nPage 3 of 9"


def test_an_answer_beside_the_number_of_a_page_stays() -> None:
    source = "".join(
        f"{number}. What is cold, at {number}?\n{PAIR}Answer: b\nPage {number}\n\n" for number in (1, 2, 3)
    )
    assert [answer for _, answer in right(source)] == ["ice"] * 3


def test_numbers_without_a_sign_need_answers() -> None:
    assert "no-questions" in [code for code, _ in codes(PAGES[: PAGES.index("Answers")])]


# ---- columns, brackets before numbers, titles


@pytest.mark.parametrize(
    ("lines", "choices"),
    [
        ("A. one C. three\nB. two D. four", ["one", "two", "three", "four"]),
        ("a) one    d) four\nb) two    e) five\nc) three", ["one", "two", "three", "four", "five"]),
        ("(a) 1  (c) 3  (e) 5\n(b) 2  (d) 4", ["1", "2", "3", "4", "5"]),
        ("A. one B. two\nC. three D. four", ["one", "two", "three", "four"]),
        ("A. Smith and C. Jones\nB. Miller and D. Brown", ["Smith and C. Jones", "Miller and D. Brown"]),
        ("A. a note of C. Jones\nB. no note", ["a note of C. Jones", "no note"]),
    ],
)
def test_choices_in_columns(lines: str, choices: list[str]) -> None:
    (question,) = questions(f"1. Which?\n{lines}\nAnswer: b\n")
    assert [choice.text.source for choice in question.choices] == choices
    assert question.answer == {"b"}


def test_places_of_choices_in_columns() -> None:
    (question,) = questions("1. Which?\nA. one C. three\nB. two D. four\nAnswer: b\n")
    places = [choice.text.places[0] for choice in question.choices]
    assert [(place.line, place.column) for place in places] == [(2, 4), (3, 4), (2, 11), (3, 11)]


def test_brackets_before_numbers() -> None:
    source = "( B )1. 谁？\nA. 猫\nB. 鹰\n（ A ）2、谁？\nA. 猫\nB. 鹰\n(   )3. 谁？\nA. 猫\nB. 鹰\n答案：B\n"
    assert right(source) == [("谁？", "鹰"), ("谁？", "猫"), ("谁？", "鹰")]


def test_boxes_before_numbers_are_choices() -> None:
    assert right("1. Which number?\n( ) 1. one\n(x) 2. two\n") == [("Which number?", "2. two")]


def test_answers_by_ranges_of_numbers() -> None:
    source = "".join(f"{number}. What is cold?\nA. fire\nB. ice\n" for number in range(1, 7))
    assert [answer for _, answer in right(f"{source}\nAnswers\n1-3 ABA 4-6: BBA\n")] == [
        "fire",
        "ice",
        "fire",
        "ice",
        "ice",
        "fire",
    ]


@pytest.mark.parametrize("wrong", ["1-3 AB", "1-2 AB", "1-3 ABAB"])
def test_ranges_with_other_numbers_of_letters_are_no_answers(wrong: str) -> None:
    source = "".join(f"{number}. What is cold?\nA. fire\nB. ice\n" for number in range(1, 4))
    reading = read("b.md", f"{source}\nAnswers\n{wrong}\n")
    assert not any(question.answer for question in reading.bank.questions)
    assert reading.problems


def test_a_title_beside_the_number_and_the_question_below() -> None:
    source = f"1. Cold things\nQuestion: What is cold?\n{PAIR}Answer: b\n"
    source += f"2. Warm things\nQuestion: And warm?\n{PAIR}Answer: a\n"
    assert right(source) == [("Cold things\nWhat is cold?", "ice"), ("Warm things\nAnd warm?", "fire")]


# ---- codes, captions, lines across the page


def test_codes_before_all_questions_are_tags() -> None:
    source = f"1. **[D1]** What is cold?\n{PAIR}Answer: b\n\n2. **[D2]** What is warm?\n{PAIR}Answer: a\n"
    first, second = questions(source)
    assert (first.stem.source, first.tags) == ("What is cold?", ("D1",))
    assert (second.stem.source, second.tags) == ("What is warm?", ("D2",))


@pytest.mark.parametrize("words", ["**[C4]** is what?", "**[Choose 2]** What is cold?"])
def test_a_code_before_one_question_is_text(words: str) -> None:
    second = "**[Choose 2]** What is warm?"
    first, _ = questions(f"1. {words}\n{PAIR}Answer: b\n\n2. {second}\n{PAIR}Answer: a\n")
    assert first.stem.source == words


def test_the_caption_of_a_callout_on_the_line_of_its_answer() -> None:
    source = (
        f"1. What is cold?\n\n{PAIR}\n> [!success]- Answer **Correct Answer: B) ice**\n>\n> It is frozen.\n"
    )
    (question,) = questions(source)
    assert question.answer == {"b"}
    assert question.rationale
    assert question.rationale.source == "It is frozen."


def test_a_list_of_things_to_do_below_the_questions_is_a_warning() -> None:
    source = f"# Quiz\n\n1. What is cold?\n{PAIR}Answer: b\n\n## To do\n\n- [ ] read\n- [ ] write\n"
    assert right(source) == [("What is cold?", "ice")]
    assert right(source.replace("[ ] read", "[x] read"), errors=1)


def test_dots_across_the_page() -> None:
    (question,) = questions(f"1. What is cold?\n{PAIR}Answer: b\n....................\n")
    assert question.rationale is None


def test_the_caption_of_the_choices_in_french() -> None:
    (question,) = questions(f"1. What is cold?\n\n**Alternatives** :\n{PAIR}Answer: b\n")
    assert question.stem.source == "What is cold?"


# ---- several letters, codes of emoji, labels inside lines


@pytest.mark.parametrize("answer", ["A) C)", "(a) (c)", "**A)** **C)**"])
def test_letters_with_brackets_and_nothing_between(answer: str) -> None:
    assert right(f"1. Which?\nA) one\nB) two\nC) three\nAnswer: {answer}\n") == [("Which?", "one + three")]


def test_letters_with_full_stops() -> None:
    source = "1. Which?\nA. one\nB. two\nC. three\nAnswer: A. B. C.\n"
    assert right(source) == [("Which?", "one + two + three")]
    assert codes(source.replace("A. B. C.", "A. C.")) == [("bad-answer", 5)]


def test_codes_of_emoji() -> None:
    source = "1. Which?\n   a) one\n   b) two\n   :white_check_mark: **Answer**: b\n   :bulb: **Explanation**: More.\n"
    (question,) = questions(source)
    assert [choice.text.source for choice in question.choices] == ["one", "two"]
    assert question.answer == {"b"}
    assert question.rationale
    assert question.rationale.source == "More."
    assert right("1. Which?\n- a) one\n- b) two :white_check_mark:\n") == [("Which?", "two")]


def test_the_next_label_in_a_line_below_several_choices_is_an_error() -> None:
    source = "1. Which?\nA. the first of them B. the second\nof them C. the third\nAnswer: B\n"
    assert codes(source) == [("label-style", 3)]


# ---- what looks like a page number, like points or like a label, and is words


def test_pages_that_are_asked_about_are_no_page_numbers() -> None:
    (question,) = questions("1. Where is the index?\n- Page 12\n- Page 14\n- Page 15\n\nAnswer: Page 14\n")
    assert [choice.text.source for choice in question.choices] == ["Page 12", "Page 14", "Page 15"]
    (question,) = questions(f"1. What stands on these?\n\n   Page 12\n\n   Page 14\n\n{PAIR}Answer: b\n")
    assert question.stem.source == "What stands on these?\n\nPage 12\n\nPage 14"


@pytest.mark.parametrize("stem", ["Complete: 1/2 = __/4", "Complete: 1/2 = (__/4)", "Complete: 1/2 is __/4"])
def test_a_fraction_to_complete_is_no_blank_for_points(stem: str) -> None:
    (question,) = questions(f"1. {stem}\n{PAIR}Answer: b\n")
    assert (question.stem.source, question.points) == (stem, 1)


def test_a_blank_for_points_behind_all_stems() -> None:
    found = questions("".join(f"{n}. Which of these? __/{n}\n{PAIR}Answer: b\n\n" for n in (1, 2, 3)))
    assert [(question.stem.source, question.points) for question in found] == [
        ("Which of these?", 1), ("Which of these?", 2), ("Which of these?", 3),
    ]  # fmt: skip


def test_a_shortened_word_below_a_choice_is_no_label() -> None:
    assert right("1. Which?\na. a thing,\n   b.c. none\nb. two\nAnswer: b\n") == [("Which?", "two")]
    assert codes("1. Which?\na. x = 0\nb.x = 1\nb. x = 2\nAnswer: b\n") == [("label-style", 3)]


@pytest.mark.parametrize(
    "answer",
    [
        "B is correct; A and C are correct, too",
        "A is right. B is right. C is not.",
        "A is right, and so is B.",
        "A. B",
    ],
)
def test_more_right_answers_behind_the_first_are_an_error(answer: str) -> None:
    ((code, line),) = codes(f"1. Which?\nA. one\nB. two\nC. three\nAnswer: {answer}\n")
    assert (code in ("bad-answer", "answer-mismatch"), line) == (True, 5)


def test_reasons_behind_a_right_answer() -> None:
    source = "1. Which?\nA. one\nB. two\nC. three\nAnswer: B is correct, as A is not.\n"
    (question,) = questions(source)
    assert question.answer == {"b"}
    assert question.rationale
    assert question.rationale.source == "as A is not."


def test_a_wrapped_item_is_the_first_of_its_list() -> None:
    source = "What is it?\n\n- red and\n  more\n- blue ✓\n- green\n\nWhat else?\n\n- red\n- blue and\n  more ✓\n- green\n"
    assert right(source) == [("What is it?", "blue"), ("What else?", "blue and\nmore")]


def test_many_code_spans_in_bold_and_many_boxes_on_a_line_are_read_at_once() -> None:
    source = f"1. Which?\na) **{'`a` ' * 2000}\nb) **two**\n"
    assert right(source) == [("Which?", "two")]
    (question,) = questions(f"1. Which?\n[x] one{' [ ] two' * 2000}\n")
    assert MAX_CHOICES < len(question.choices) < 2000  # an error of every check
    assert question.choices[-1].text.source.endswith(" [ ] two")
    many = read("bank.md", "1. Which?\na) one\nb) two\nAnswer: b\n\n" + "(x) three\n\n" * 5000)
    assert len(many.bank.questions) == 1


def test_a_formula_with_which_a_sentence_begins_is_no_tag() -> None:
    found = questions("".join(f"{n}. **[H{n}]** is what?\n{PAIR}Answer: b\n\n" for n in (1, 2)))
    assert [(each.stem.source, each.tags) for each in found] == [
        ("**[H1]** is what?", ()),
        ("**[H2]** is what?", ()),
    ]
