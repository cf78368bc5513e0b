"""The many ways in which people write a quiz read as one bank, and what is ambiguous is an error."""

from __future__ import annotations

import json
import re
from fractions import Fraction

import pytest
from conftest import ROOT, tries
from hypothesis import given, settings
from hypothesis import strategies as st

from examgen.errors import Place, Severity
from examgen.formats import read_bank
from examgen.formats.quiz.reader import read
from examgen.model import Question

SAMPLES = ROOT.parent / "shared" / "samples" / "quiz-text"

TWO = "1. Which?\na) one\nb) two\n\n2. What?\na) x\nb) y\n\n"


def questions(source: str) -> tuple[Question, ...]:
    """Return the questions of a text that must have no problems."""
    reading = read("bank.md", source)
    assert reading.problems == ()
    return reading.bank.questions


def only(source: str) -> Question:
    """Return the one question of a text that must have no problems."""
    (question,) = questions(source)
    return question


def told(source: str) -> list[tuple[str, int]]:
    """Return code and line of each problem of a text; each must have a remedy."""
    problems = read("bank.md", source).problems
    assert all(problem.hint for problem in problems)
    return [(problem.code, problem.place.line if problem.place else 0) for problem in problems]


# ---- the right choice marked in place


@pytest.mark.parametrize(
    "choices",
    [
        "a) one\n*b) two\nc) three",
        "a. one\n*b. two\nc. three",
        "(a) one\n*(b) two\n(c) three",
        "a) one\nb)* two\nc) three",
        "a) one\nb*) two\nc) three",
        "a) one\nb) two *\nc) three",
        "a) one\nb) two*\nc) three",
        "a) one\n*b) two*\nc) three",
        "a) one\n**b) two**\nc) three",
        "a) one\nb) **two**\nc) three",
        "A. one\n__B. two__\nC. three",
        "- [ ] one\n- [x] two\n- [ ] three",
        "* [ ] one\n* [X] two\n* [] three",
        "- [ ] A. one\n- [x] B. two\n- [ ] C. three",
        "[ ] a) one\n[x] b) two\n[ ] c) three",
        "( ) one\n(x) two\n( ) three",
        "\u2610 one\n\u2611 two\n\u2610 three",
        "a) one\nb) two (correct)\nc) three",
        "a) one\nb) two **(Correct Answer)**\nc) three",
        "a) one\nb) (correct) two\nc) three",
        "a) one (wrong)\nb) two (right)\nc) three (wrong)",
        "a) one\nb) two (X)\nc) three",
        "a) one\nb) two  X\nc) three",
        "a) one\nb) two <-- correct\nc) three",
        "a) one\nb) two \u2190 correct answer\nc) three",
        "a) one\nb) two \u2713\nc) three",
        "a) one\nb) two \u2705\nc) three",
        "a) one\n\u2705 b) two\nc) three",
        "- a) one\n- \u2714\ufe0f b) two\n- c) three",
        "a) \u274c one\nb) \u2705 two\nc) \u274c three",
    ],
)
def test_the_right_choice_is_marked(choices: str) -> None:
    question = only(f"1. Which?\n{choices}\n")
    assert [choice.text.source for choice in question.choices] == ["one", "two", "three"]
    assert question.answer == {"b"}
    assert only(f"1. Which?\n{choices}\n\nAnswer: b\n").answer == {"b"}


@pytest.mark.parametrize(
    ("choices", "texts"),
    [
        ("a) **one**\nb) **two**", ["**one**", "**two**"]),
        ("a) one \u2713\nb) two \u2713", ["one \u2713", "two \u2713"]),
        ("a) \u2713\nb) two", ["\u2713", "two"]),
        ("a) 3*x*\nb) two", ["3*x*", "two"]),
    ],
)
def test_signs_that_are_text(choices: str, texts: list[str]) -> None:
    question = only(f"1. Which?\n{choices}\n\nAnswer: a\n")
    assert [choice.text.source for choice in question.choices] == texts


def test_a_star_that_is_text_is_told_of() -> None:
    reading = read("bank.md", "1. Which?\na) git add *\nb) git add .\n\nAnswer: b\n")
    (problem,) = reading.problems
    assert (problem.code, problem.severity) == ("answer-mismatch", Severity.WARNING)
    assert reading.bank.questions[0].choices[0].text.source == "git add *"
    assert only("1. Which?\na) git add \\*\nb) git add .\n\nAnswer: b\n").answer == {"b"}


@pytest.mark.parametrize(
    "choice", ["*b) two", "b) two (correct)", "b) **two**", "**b) two**", "b) <mark>two</mark>"]
)
def test_a_sign_against_the_answer_line_is_an_error(choice: str) -> None:
    assert told(f"1. Which?\na) one\n{choice}\n\nAnswer: a\n") == [("answer-mismatch", 3)]


def test_a_choice_without_the_sign_of_the_others_is_named() -> None:
    (problem,) = read("bank.md", "1. Which?\n*a) one\nb) two\nc) six\n\nAnswer: a, c\n").problems
    assert problem.message == "question 1: a sign marks (a), and the answer line names (a), (c)"
    assert problem.place == Place("bank.md", 4, 1)


def test_several_signs() -> None:
    assert only("1. Which?\n*a) one\n*b) two\nc) three\n").answer == {"a", "b"}
    assert only("1. Which?\n- [x] one\n- [x] two\n").answer == {"a", "b"}


# ---- labels of choices and numbers


@pytest.mark.parametrize(
    "choices",
    [
        "- A: one\n- B: two\n- C: three",
        "A: one\nB: two\nC: three",
        "A - one\nB - two\nC - three",
        "[A] one\n[B] two\n[C] three",
        "\uff08A\uff09one\n\uff08B\uff09two\n\uff08C\uff09three",
        "A\u3001one\nB\u3001two\nC\u3001three",
        "\u2022 a) one\n\u2022 b) two\n\u2022 c) three",
        "> a) one\n> b) two\n> c) three",
        "\U0001f539 A) one\n\U0001f539 B) two\n\U0001f539 C) three",
        "a) one  b) two  c) three",
        "(A) one (B) two (C) three",
        "a. one\tb. two\tc. three",
        "a) one b) two\nc) three",
        "Options:\na) one\nb) two\nc) three",
        "**Answer choices**\n\na) one\nb) two\nc) three",
    ],
)
def test_labels_of_choices(choices: str) -> None:
    question = only(f"1. Which?\n{choices}\nAns: b\n")
    assert question.stem.source == "Which?"
    assert [choice.text.source for choice in question.choices] == ["one", "two", "three"]
    assert question.answer == {"b"}


def test_a_reference_on_a_line_of_choices_is_text() -> None:
    texts = [c.text.source for c in only("1. x\na) as b) says\nb) two\nc) both a) and b)\nAnswer: b").choices]
    assert texts == ["as b) says", "two", "both a) and b)"]


@pytest.mark.parametrize(
    "number",
    [
        "#{} ",
        "Q{} ",
        "Q{}. ",
        "Q{} - ",
        "{}: ",
        "[{}] ",
        "({}) ",
        "{} - ",
        "\U0001f4dd {}. ",
        "### \u2753 Question {}:\n",
        "**Question {}**\n",
        "Question {} of 9\n",
        "Frage {}: ",
        "Aufgabe {}\n",
        "Pregunta {}. ",
        "Domanda {}: ",
        "Quest\u00e3o {}) ",
        "\u554f\u984c{}: ",
        "\u7b2c{}\u984c ",
        "Question {}/20: ",
        "Problem {}. ",
        "MCQ {}: ",
        "{}\ufe0f\u20e3 ",
    ],
)
def test_numbers(number: str) -> None:
    source = "".join(f"{number.format(n)}Stem {n}\na) one\nb) two\nAnswer: b\n\n" for n in (1, 2))
    assert [q.stem.source for q in questions(source)] == ["Stem 1", "Stem 2"]


def test_questions_without_numbers() -> None:
    source = "#### Q. One?\n\n* [ ] x\n* [x] y\n\n#### Q. Two?\n\n* [x] x\n* [ ] y\n"
    assert [(q.stem.source, set(q.answer)) for q in questions(source)] == [("One?", {"b"}), ("Two?", {"a"})]


@pytest.mark.parametrize(
    "head",
    [
        "1. Which? (2 points)",
        "Question 1: Which? [2 pts]",
        "1. [2 marks] Which?",
        "Frage 1 (2 Punkte)\nWhich?",
    ],
)
def test_points(head: str) -> None:
    question = only(f"{head}\na) one\nb) two\nAnswer: b")
    assert (question.stem.source, question.points) == ("Which?", Fraction(2))


def test_numbers_that_begin_again_and_numbers_twice() -> None:
    source = (
        "## A\n1. x\na) p\nb) q\nAnswer: b\n1. y\na) p\nb) q\nAnswer: a\n## B\n1. z\na) p\nb) q\nAnswer: b\n"
    )
    assert [(q.section, q.stem.source, set(q.answer)) for q in questions(source)] == [
        ("A", "x", {"b"}),
        ("A", "y", {"a"}),
        ("B", "z", {"b"}),
    ]


# ---- answers and reasons


@pytest.mark.parametrize(
    "answer",
    [
        "Ans: b",
        "Ans. b",
        "Ans - b",
        "Answer b",
        "Answer (B)",
        "answer = B",
        "The answer is B.",
        "The correct answer is (b).",
        "Correct answer is option B",
        "[Answer: B]",
        "(Answer: b)",
        "> **Answer:** B",
        "- **Answer:** B",
        "Right answer: B",
        "Correct option: (b)",
        "\u2705 **Correct Answer: B**",
        "### \u2705 Correct Answer\n\n**B. two**",
        "**Answer**\n\nB",
        "#### Answer: B",
        "Solution: B",
        "Answer: B) two",
        "Answer: b. **two**.",
        "Key: B",
        "Antwort: b",
        "Richtige Antwort: b",
        "L\u00f6sung: b",
        "R\u00e9ponse : b",
        "Bonne r\u00e9ponse : B",
        "Respuesta correcta: b",
        "Risposta: b",
        "Resposta correta: b",
        "Gabarito: B",
        "\u7b54\u6848\uff1aB",
        "\u89e3\u7b54: B) two",
        "<details><summary>Answer</summary>B</details>",
        "<details>\n<summary>Show answer</summary>\n\n**B**\n\n</details>",
        "<details><summary>Answer: B</summary></details>",
        "<details markdown=1><summary><b>\u7b54\u6848</b></summary>\n<p>\n\n#### \u7b54\u6848\uff1aB\n\n</p>\n</details>",
        "Answer: B is correct",
        "Answers: b",
    ],
)
def test_answers(answer: str) -> None:
    question = only(f"1. Which?\na) one\nb) two\n\n{answer}\n")
    assert question.answer == {"b"}
    assert question.rationale is None
    assert [choice.text.source for choice in question.choices] == ["one", "two"]


@pytest.mark.parametrize("answer", ["A, B are TRUE", "All (A, B) are correct", "A and B", "A & B", "AB"])
def test_several_answers(answer: str) -> None:
    assert only(f"1. Which?\na) one\nb) two\nc) three\n\nCorrect answers: {answer}\n").answer == {"a", "b"}


@pytest.mark.parametrize(
    "answer",
    [
        "Correct answer: B - it is so",
        "Answer: B. it is so",
        "Answer: b because it is so",
        "The answer is B because it is so",
        "Answer: B - two. it is so",
        "**Answer: B \u2014 two.** it is so",
        "Answer: B (it is so)",
        "Answer: B\n\nit is so",
        "**Answer: B**\n**Explanation:** it is so",
        "Answer: b\nReason: it is so",
        "Answer: b\nNote: it is so",
        "Answer: b\nJustification: it is so",
        "Antwort: b\nBegr\u00fcndung: it is so",
        "R\u00e9ponse : b\nExplication : it is so",
        "Respuesta: b\nExplicaci\u00f3n: it is so",
        "Risposta: b\nSpiegazione: it is so",
        "Resposta: b\nJustificativa: it is so",
        "\u6b63\u89e3: B\n\u89e3\u8aac: it is so",
        "Answer: b\n\n\U0001f4a1 Explanation: it is so",
        "Answer: b\n\n**Explanation**\n\nit is so",
        "### Answer\nB\n### Explanation\nit is so",
        "Answer: B\n<details><summary>Explanation</summary>it is so</details>",
        "<details>\n<summary>Answer: B</summary>\n\nit is so\n</details>",
        "Answer: B\nSolution: it is so",
    ],
)
def test_reasons(answer: str) -> None:
    question = only(f"1. Which?\na) one\nb) two\n\n{answer}\n")
    assert question.answer == {"b"}
    assert question.rationale is not None
    assert re.sub(r"\W+", " ", question.rationale.source).strip().removeprefix("because ") == "it is so"


def test_headings_below_the_heading_of_a_question_belong_to_it() -> None:
    source = "## Question 1\nWhich?\n\nA. one\n\nB. two\n\n### Answer\n\n**B. two**\n\n"
    source += "### Why others are wrong\n\n**A. one**\n\n* No.\n"
    question = only(source)
    assert question.rationale is not None
    assert question.rationale.source == "### Why others are wrong\n\n**A. one**\n\n* No."


def test_verdicts_below_choices_are_feedback() -> None:
    question = only("1. x\na) one\n   - Incorrect. Not this\nb) two\n   - Correct! It is\n")
    assert [choice.text.source for choice in question.choices] == ["one", "two"]
    assert [c.feedback.source if c.feedback else "" for c in question.choices] == [
        "Incorrect. Not this",
        "Correct! It is",
    ]
    assert question.answer == {"b"}


# ---- True and False, lists without letters


@pytest.mark.parametrize(
    ("source", "words", "right"),
    [
        ("1. True or False: The sky is blue.\nAnswer: True", ["True", "False"], "a"),
        ("1. The sky is green.\nAnswer: False", ["True", "False"], "b"),
        ("1. The sky is green. (T/F)\nAnswer: F", ["True", "False"], "b"),
        ("1. Wahr oder falsch: Der Himmel ist blau.\nAntwort: wahr", ["Wahr", "Falsch"], "a"),
        ("1. Le ciel est bleu.\nR\u00e9ponse : vrai", ["Vrai", "Faux"], "a"),
        ("1. The sky is blue.\na) True\nb) False\nAnswer: True", ["True", "False"], "a"),
        ("1. The sky is blue.\na) True\nb) False\nAnswer: T", ["True", "False"], "a"),
        ("1. The sky is blue.\nTrue\nFalse\nAnswer: True", ["True", "False"], "a"),
        ("1. The sky is blue.\n- True\n- False\n\nAnswer: True", ["True", "False"], "a"),
    ],
)
def test_true_and_false(source: str, words: list[str], right: str) -> None:
    question = only(source + "\n")
    assert [choice.text.source for choice in question.choices] == words
    assert question.answer == {right}
    listed = re.search(r"^\W*(?:\w\) )?True$", source, re.MULTILINE) is not None
    assert question.keep_order != listed


def test_reasons_behind_true_and_false() -> None:
    question = only("1. The sky is green.\n\nAnswer: False. It is blue.\n")
    assert question.rationale is not None
    assert (question.answer, question.rationale.source) == ({"b"}, "It is blue.")


@pytest.mark.parametrize(
    "source",
    [
        "1. Which?\n- one\n- two\n- three\n\nAnswer: two\n",
        "1. Which?\n- one\n- two\n- three\n\nAnswer: B\n",
        "1. Which?\n* one\n* two \u2713\n* three\n",
        "Q1. Which?\n1) one\n2) two\n3) three\n\nAnswer: 2\n",
        "1. Which? a) one b) two c) three\nAnswer: b\n",
    ],
)
def test_choices_without_labels(source: str) -> None:
    question = only(source)
    assert question.stem.source == "Which?"
    assert [choice.text.source for choice in question.choices] == ["one", "two", "three"]
    assert question.answer == {"b"}


def test_open_questions_are_skipped_with_a_warning() -> None:
    source = "1. Why?\n\nBecause of what?\n\n2. Which?\na) one\nb) two\nAnswer: a\n\n3. Explain.\nAnswer: It is so.\n"
    reading = read("bank.md", source)
    assert [q.stem.source for q in reading.bank.questions] == ["Which?"]
    assert [(p.code, p.severity) for p in reading.problems] == [("skipped", Severity.WARNING)] * 2
    assert [p.place.line for p in reading.problems if p.place] == [1, 10]
    assert "(lines 1 to 3)" in reading.problems[0].message


def test_a_file_of_open_questions_has_no_question() -> None:
    assert told("1. Why?\n\n2. How?\n") == [("no-questions", 0), ("skipped", 1), ("skipped", 3)]


# ---- answers in a list of their own


@pytest.mark.parametrize(
    "key",
    [
        "Answer key: 1. B 2. A",
        "Answers: 1B, 2A",
        "Answers: 1-B; 2-A",
        "## Answers\n\n1. B\n2. A",
        "**Answer Key**\n\n1) b\n2) a",
        "# Answer Key\n\n1-B\n2-A",
        "KEY\n\n1. (b)\n2. (a)",
        "Answers\n-------\n1: B\n2: A",
        "---\n1. B\n2. A",
        "1. B 2. A",
        "## \U0001f511 Answer Key\n\n- 1: **B**\n- 2: **A**",
        "## Answers\n\n| Question | Answer |\n|---|---|\n| 1 | B |\n| 2 | A |",
        "## Key\n\n| 1 | 2 |\n|---|---|\n| B | A |",
        "Answers\n\n```\n1. B     2. A\n```",
        "L\u00f6sungen\n\n1. B\n2. A",
        "Corrig\u00e9 : 1. B 2. A",
        "## Respuestas\n\n1. b\n2. a",
        "<details>\n<summary>Answers</summary>\n\n1. B\n2. A\n\n</details>",
        "## Answer Key\n\n<details>\n<summary>Click to reveal answers</summary>\n\n1. B\n2. A\n\n</details>",
        "Answers:\nQ1: B\nQ2: A",
        "## Answers\n\nQuestion 1: B\nQuestion 2: A",
        "## Answers\n\n1. b) two\n2. a) x",
        "## Answers\n### Question 1\n**Answer: B**\n\n### Question 2\n**Answer: A**",
        "Answers (in order)\n1. B\n2. A",
    ],
)
def test_lists_of_answers(key: str) -> None:
    first, second = questions(f"{TWO}{key}\n")
    assert (first.answer, second.answer) == ({"b"}, {"a"})
    assert (first.rationale, second.rationale) == (None, None)


@pytest.mark.parametrize(
    "key",
    [
        "## Answers and Explanations\n\n1. B - it is so\n2. A - or so",
        "## Key\n\n**1. Answer: B** - it is so\n\n**2. Answer: A** - or so",
        "## Key\n\n| # | Answer | Why |\n|---|---|---|\n| 1 | B | it is so |\n| 2 | A | or so |",
        "## Answers\n\n1. **B**\n   it is so\n2. **A**\n   or so",
        "## Answers\n\n### Question 1\nAnswer: B\nExplanation: it is so\n\n### Question 2\nAnswer: A\nExplanation: or so",
        "**1. Answer: B** - two  \n*Explanation:* it is so\n\n**2. Answer: A** - x  \n*Explanation:* or so",
    ],
)
def test_lists_of_answers_with_reasons(key: str) -> None:
    head = "" if key.startswith("#") else "# Answer Key\n\n"
    found = questions(f"{TWO}{head}{key}\n")
    assert [set(q.answer) for q in found] == [{"b"}, {"a"}]
    assert [q.rationale and q.rationale.source for q in found] == ["it is so", "or so"]


SECTIONS = "## A\n1. Which?\na) one\nb) two\n\n## B\n1. What?\na) x\nb) y\n\n"


@pytest.mark.parametrize("key", ["## Answers\n### A\n1. B\n### B\n1. A\n", "## Answers\n1. B\n\n1. A\n"])
def test_lists_of_answers_by_section(key: str) -> None:
    assert [(q.section, set(q.answer)) for q in questions(SECTIONS + key)] == [("A", {"b"}), ("B", {"a"})]


def test_a_list_of_answers_below_each_section() -> None:
    source = SECTIONS.replace("\n\n## B", "\n\nAnswers: 1. B\n\n## B") + "Answers: 1. A\n"
    assert [(q.section, set(q.answer)) for q in questions(source)] == [("A", {"b"}), ("B", {"a"})]


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        (TWO + "Answers: 1. B 2. A 7. A\n", ("unknown-number", 9)),
        (SECTIONS + "## Answers\n1. B\n", ("unknown-number", 12)),
        (TWO + "Answers: B, A\n", ("bad-answer", 9)),
        (TWO + "Answers: 1. B 2. C\n", ("unknown-answer", 9)),
        (TWO.replace("two\n", "two\nAnswer: a\n") + "Answers: 1. B 2. A\n", ("two-answers", 10)),
        (TWO + "Answers: 1. B 2. A\n\nDrink water.\n", ("stray-text", 11)),
        ("1. x\na) one\nb) two\nc) three\n\nAnswer: b) three\n", ("answer-mismatch", 6)),
        ("1. x\na) one\nb) two\n\nAnswer: a or b\n", ("answer-mismatch", 5)),
    ],
)
def test_what_is_ambiguous_is_an_error(source: str, problem: tuple[str, int] | None) -> None:
    assert told(source) == ([problem] if problem else [])


# ---- nothing is lost

WORD = st.sampled_from(["mean", "of", "an", "unbiased", "$x_1$", "`n`", "larger", "spread", "(so)", "50%"])


@st.composite
def long_text(draw: st.DrawFn, name: str) -> str:
    """A text of one to three paragraphs with code, tables and pictures; each word in it occurs once in the bank."""
    kinds = [
        "{}",
        "{}",
        "```\n{}\n1. a) b)\n```",
        "| p | q |\n|---|---|\n| {} | r |",
        "![{}](p.png)",
        "$$\n{}\n$$",
        "> {}",
    ]
    parts = [f"{name}w {draw(WORD)}"]
    parts += [
        kind.format(f"{name}w{index}")
        for index, kind in enumerate(draw(st.lists(st.sampled_from(kinds), max_size=2)))
    ]
    return "\n\n".join(parts)


@st.composite
def written(draw: st.DrawFn) -> tuple[str, int]:
    """A bank in one way of writing, and how many questions it has."""
    number = draw(
        st.sampled_from(
            [
                "{}. ",
                "{}) ",
                "Q{}. ",
                "**{}.** ",
                "### Question {}\n\n",
                "**Question {}**\n\n",
                "\U0001f4dd {}. ",
            ]
        )
    )
    label = draw(st.sampled_from(["({})", "{})", "- {})", "- {}:", "**{})**", "- ({})", "\U0001f539 {})"]))
    way = draw(st.sampled_from(["line", "sign", "key", "fold", "table", "because"]))
    why = draw(
        st.sampled_from(
            ["Explanation: ", "Rationale: ", "**Why:** ", "Begr\u00fcndung: ", "\U0001f4a1 **Reason:** "]
        )
    )
    rule = draw(st.sampled_from(["", "---\n\n"]))
    parts, key, count = [], [], draw(st.integers(1, 4))
    for index in range(1, count + 1):
        right = draw(st.integers(0, 2))
        parts.append(number.format(index) + draw(long_text(f"stem{index}")) + "\n\n")
        for position, letter in enumerate("abc"):
            sign = " \u2713" if way == "sign" and position == right else ""
            parts.append(f"{label.format(letter)} choice{index}{letter}w{sign}\n")
        reason = draw(long_text(f"why{index}"))
        answer = {
            "line": f"\nAnswer: {'abc'[right]}\n\n{why}{reason}\n\n",
            "sign": f"\n{why}{reason}\n\n",
            "fold": "\n<details>\n<summary>Show answer</summary>\n\n"
            f"**Answer: {'ABC'[right]}**\n\n{reason}\n\n</details>\n\n",
            "because": f"\nCorrect answer: {'ABC'[right]} - {reason}\n\n",
        }
        parts.append(answer.get(way, "\n") + rule)
        row = (
            f"| {index} | {'ABC'[right]} | why{index}w |"
            if way == "table"
            else f"{index}. {'ABC'[right]} - why{index}w"
        )
        key.append(row)
    if way in ("key", "table"):
        parts.append(
            "## Answer Key\n\n"
            + ("| # | Answer | Why |\n|---|---|---|\n" if way == "table" else "")
            + "\n".join(key)
            + "\n"
        )
    return "".join(parts), count


@given(written())
@settings(max_examples=tries(300), deadline=None)
def test_every_word_of_a_question_is_in_the_bank(bank: tuple[str, int]) -> None:
    source, count = bank
    found = questions(source)
    assert len(found) == count
    for index, question in enumerate(found, 1):
        why = question.rationale.source if question.rationale else ""
        parts = {
            "stem": question.stem.source,
            "why": why,
            "choice": " ".join(c.text.source for c in question.choices),
        }
        for name, text in parts.items():
            words = set(re.findall(rf"{name}{index}\w*w\d*", source))
            assert words <= set(re.findall(r"\w+", text)), (words, text)
        assert len(question.choices) == 3
        assert len(question.answer) == 1
        assert not any("\u2713" in choice.text.source for choice in question.choices)


# ---- real files


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not here")
@pytest.mark.parametrize("truth", sorted(SAMPLES.glob("truth/*.json")), ids=lambda path: path.name[:40])
def test_samples(truth: object) -> None:
    said = json.loads(truth.read_text(encoding="utf-8"))  # type: ignore[attr-defined]
    reading = read_bank(SAMPLES / said["file"])
    whole = [q for q in reading.bank.questions if len(q.choices) >= 2 and q.answer]
    # The script behind these numbers sees some answers that the files do not have, and a few questions less.
    assert len(reading.bank.questions) >= said["questions"]
    assert len(whole) >= said["with_answer"]
    assert all(problem.place and problem.hint for problem in reading.problems)


@pytest.mark.parametrize("number", ["1.", "###### 1."])
def test_no_blank_stands_before_chinese(number: str) -> None:
    source = f"{number}输出什么？\n- A: 一\n- B: 二\n\n答案：B\n"
    (question,) = read("x.md", source).bank.questions
    assert (question.stem.source, question.answer) == ("输出什么？", {"b"})
