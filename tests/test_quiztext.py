"""The quiz text: what people write reads as they meant it, and nothing is lost in silence."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import tries
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from examgen.errors import Place, Problem, Severity
from examgen.formats import read_bank
from examgen.formats.ids import write_ids
from examgen.formats.quiz.reader import read
from examgen.formats.reading import Reading
from examgen.model import Question

HERE = Path(__file__).parent
SEED = Path(__file__).parents[2] / "shared" / "seed" / "quiz-vae.txt"
PINNED = re.compile(r"<!-- (error|warning)(?:@(\d+))?: (\S+) (.*?) -->")

SMALL = " - (a) one\n - (b) two\n\nCorrect Answer: (b)\n"


def questions(source: str) -> tuple[Question, ...]:
    """Return the questions of a text that must have no problems."""
    reading = read("bank.md", source)
    assert reading.problems == ()
    return reading.bank.questions


def only(source: str) -> Question:
    """Return the one question of a text that must have no problems."""
    (question,) = questions(source)
    return question


def problem(source: str) -> Problem:
    """Return the one problem of a text."""
    (found,) = read("bank.md", source).problems
    return found


# ---- the first user's quiz


@pytest.mark.skipif(not SEED.exists(), reason="the seed quiz is not here")
def test_seed_quiz() -> None:
    reading = read_bank(SEED)
    bank = reading.bank
    assert reading.problems == ()
    assert bank.heading.title == "Quiz: Variational Autoencoders"
    assert bank.heading.course == "STA414/2104 - Winter 2026"
    assert bank.heading.instructions == ""
    assert [sorted(q.answer) for q in bank.questions] == [["c"], ["b"], ["d"], ["b"], ["b"]]
    assert [[c.id for c in q.choices] for q in bank.questions] == [list("abcd")] * 5
    starts = [
        "In deterministic",
        "In VAEs,",
        "The VAE maximization",
        "Samples generated",
        "The VAE objective",
    ]
    rationales = [q.rationale.source if q.rationale else "" for q in bank.questions]
    assert all(text.startswith(start) for text, start in zip(rationales, starts, strict=True))
    lines = SEED.read_text(encoding="utf-8").splitlines()
    for question in bank.questions:
        assert question.stem.source in lines[question.stem.place().line - 1]
        assert all(lines[c.text.place().line - 1].endswith(c.text.source) for c in question.choices)


# ---- pinned messages


@pytest.mark.parametrize("path", sorted((HERE / "badbanks").glob("*.md")), ids=lambda path: path.stem)
def test_messages_at_the_lines_of_bad_banks(path: Path) -> None:
    expected, above = set(), 0
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        above = above if line.startswith("<!--") else number
        for severity, at, code, message in PINNED.findall(line):
            expected.add((int(at) if at else above, severity, code, message))
    found = read_bank(path).problems
    assert expected
    assert {(p.place.line if p.place else -1, str(p.severity), p.code, p.message) for p in found} == expected
    assert all(p.hint for p in found)
    assert all(p.place and p.place.file == str(path) for p in found)


def test_a_number_that_is_not_read_is_named_in_the_hint() -> None:
    for number in ("1a.", "2.1", "1000000000000."):
        found = problem(f"1. One\n{SMALL}\nWhy: 3.14 is\n\n{number} Two\n{SMALL}")
        assert (found.code, found.place and found.place.line) == ("two-answers", 13)
        assert f"line 9 begins with {number!r}" in found.hint


@pytest.mark.parametrize(
    ("head", "points"),
    [
        ("1. (2 points) Which?", 2),
        ("1. [3 pts] Which?", 3),
        ("1. (2 points)\n   Which?", 2),
        ("**1. (2 points)** Which?", 2),
        ("**1.** **(1/2 mark):** Which?", Fraction(1, 2)),
        ("Question 1 (3 points)\nWhich?", 3),
        ("Question 3 (2 points): Which?", 2),
        ("**Question 3 (2.5 Points):** Which?", Fraction(5, 2)),
        ("### Question 1 (1 point)\n\nWhich?", 1),
        ("### 1 (3 marks)\n\nWhich?", 3),
        ("1. {#x} (2 pts.) Which?", 2),
        ("1. (2 points) {tags=x} Which?", 2),
        ("1. (2 points) {points=2} Which?", 2),
    ],
)
def test_points_behind_the_number(head: str, points: Fraction) -> None:
    question = only(f"{head}\n{SMALL}")
    assert (question.stem.source, question.points) == ("Which?", points)


@pytest.mark.parametrize("head", ["1. (2 points) Which river?", "**Question 1 (2 points):**\n\nWhich river?"])
def test_ids_are_written_behind_the_points(head: str, tmp_path: Path) -> None:
    path = tmp_path / "bank.md"
    path.write_text(f"{head}\n{SMALL}", encoding="utf-8")
    text, count = write_ids(path)
    assert (count, text.count("{#river}")) == (1, 1)
    assert only(text).points == 2


def test_other_brackets_behind_the_number_are_text() -> None:
    assert only(f"1. (2 points on a line) Which?\n{SMALL}").stem.source == "(2 points on a line) Which?"


@pytest.mark.parametrize(
    ("source", "code", "line", "column"),
    [
        ("1. x\n - (a) one\n - (b) two\n\nCorrect Answer: (a), (d)\n", "unknown-answer", 5, 23),
        ("1. x\n - (a) one\n - (b) two\n\nANSWER: ABX\n", "unknown-answer", 5, 9),
        ("1. {#a pont=2} x\n" + SMALL, "unknown-attribute", 1, 8),
        ("1. x\n - (a) one {wieght=1}\n - (b) two\n\nAnswer: a", "unknown-attribute", 2, 13),
        ("1. {points=x} x\n" + SMALL, "bad-attribute", 1, 5),
        ("1. {points=3} (2 points) x\n" + SMALL, "two-attributes", 1, 15),
        ("1. (1/0 points) x\n" + SMALL, "bad-attribute", 1, 4),
        ("1. x\n - (a) one\n\t- (c) two\n- (c) x\n\nAnswer: a", "label-order", 4, 4),
        ("1. x\n" + SMALL + "\n<!-- begun", "open-comment", 7, 1),
        ("1. x\n" + SMALL + "\n  ~~~\nx", "open-fence", 7, 3),
        ("1. x\x07y\n" + SMALL, "control-character", 1, 5),
        ("---\ntitle: 'x\n---\n1. x\n" + SMALL, "bad-front-matter", 2, None),
        ("\ufeff1. x\n - (a) one\n - (b) two\n\nAnswer: q", "unknown-answer", 5, 9),
    ],
)
def test_places_of_problems(source: str, code: str, line: int, column: int | None) -> None:
    found = problem(source)
    assert (found.code, found.place and found.place.line) == (code, line)
    assert column is None or found.place == Place("bank.md", line, column)


def test_unknown_answer_lists_the_labels() -> None:
    source = "1. x\n - (a) one\n - (b) two\n - (c) three\n\nCorrect Answer: e"
    assert problem(source).hint == "the choices are (a), (b) and (c)"


def test_no_question_shows_the_smallest_one() -> None:
    hint = problem("only words").hint
    assert only(hint[hint.index("1.") :]).answer == {"b"}


# ---- spellings

NUMBERS = [
    "{}. ",
    "{}) ",
    "Q{}. ",
    "Q{}) ",
    "Question {}: ",
    "Question {}. ",
    "**{}.** ",
    "### {}\n",
    "### {}. ",
]
NUMBERS += [
    "## Question {}\n\n",
    "**Question {}:** ",
    "**Q{}**\n",
    "q{}: ",
    "{}.\n   ",
    "Question {}\n",
    "# {}\n",
]
BULLETS = [" - ", "* ", "+ ", "", "   ", "\t", "-\t"]
LABELS = ["({}) ", "{}) ", "{}. ", "**{})** ", "**({})** ", "**{}.** ", "__{}.__ "]
ANSWERS = ["Correct Answer: {}", "Answer: {}", "Answers: {}", "Correct: {}", "ANSWER: {}", "Key: {}"]
ANSWERS += [
    "**Correct Answer:** {}",
    "**Correct Answer**: {}",
    "**Answer: {}**",
    "*Answer:* {}",
    "answer : {}",
]
ANSWERS += ["Correct Answers: {}", "### Answer\n\n{}", "Answer:\n{}"]
LETTERS = ["{}", "({})", "{})", "{}.", "**{}**", "({})."]
RATIONALES = [
    "Rationale: {}",
    "Explanation: {}",
    "Solution: {}",
    "Feedback: {}",
    "Why: {}",
    "**Rationale:** {}",
]
RATIONALES += ["**Explanation**: {}", "RATIONALE: {}", "### Explanation\n\n{}", "{}", "Rationale:\n\n{}"]

#: Words that are never a mark.
WORDS = st.lists(
    st.sampled_from(["mean", "spread", "of", "an", "unbiased", "$x_1$", "is", "`n`", "larger"]), min_size=2
)


@st.composite
def spelled(draw: st.DrawFn) -> tuple[str, list[dict[str, object]]]:
    """A bank in one spelling of everything, and what it says."""
    number, answer = draw(st.sampled_from(NUMBERS)), draw(st.sampled_from(ANSWERS))
    bullet, label = draw(st.sampled_from(BULLETS)), draw(st.sampled_from(LABELS))
    letter, rationale = draw(st.sampled_from(LETTERS)), draw(st.sampled_from(RATIONALES))
    between, capital = draw(st.sampled_from(["\n", "\n\n"])), draw(st.booleans())
    parts, said = ["Quiz: Words\n\n"], []
    for index in range(draw(st.integers(1, 3))):
        stem, why = " ".join(draw(WORDS)), " ".join(draw(WORDS))
        texts = [" ".join(draw(WORDS)) for _ in range(draw(st.integers(2, 5)))]
        labels = "ABCDE" if capital else "abcde"
        right = draw(st.sets(st.integers(0, len(texts) - 1), min_size=1, max_size=2))
        marks = draw(st.sampled_from([", ", " and ", "; "])).join(
            letter.format(labels[i]) for i in sorted(right)
        )
        choices = [bullet + label.format(labels[i]) + text + between for i, text in enumerate(texts)]
        parts += [number.format(index + 1), stem, "\n\n", *choices, "\n", answer.format(marks), "\n\n"]
        parts += [rationale.format(why), "\n\n"]
        said.append({"stem": stem, "choices": texts, "answer": {"abcde"[i] for i in right}, "rationale": why})
    source = "".join(parts)
    return source.replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r"]))), said


@given(spelled())
@settings(max_examples=tries(400), deadline=None)
def test_all_spellings_read_equal(bank: tuple[str, list[dict[str, object]]]) -> None:
    source, said = bank
    reading = read("bank.md", source)
    assert reading.problems == ()
    assert reading.bank.heading.title == "Quiz: Words"
    assert [
        {
            "stem": q.stem.source,
            "choices": [c.text.source for c in q.choices],
            "answer": set(q.answer),
            "rationale": q.rationale and q.rationale.source,
        }
        for q in reading.bank.questions
    ] == said


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("bullet", BULLETS)
@pytest.mark.parametrize("label", LABELS)
def test_each_number_with_each_label(number: str, bullet: str, label: str) -> None:
    choices = "".join(f"{bullet}{label.format(letter)}text {letter}\n" for letter in "abc")
    source = "\n".join(f"{number.format(i)}Stem {i}\n{choices}\nAnswer: b\n" for i in (1, 2))
    found = questions(source)
    assert [q.stem.source for q in found] == ["Stem 1", "Stem 2"]
    assert [[c.text.source for c in q.choices] for q in found] == [["text a", "text b", "text c"]] * 2


@pytest.mark.parametrize("label", ANSWERS)
@pytest.mark.parametrize("letter", LETTERS)
def test_each_answer_label_with_each_letter(label: str, letter: str) -> None:
    source = "1. Stem\n - (a) one\n - (b) two\n\n" + label.format(letter.format("b"))
    assert only(source).answer == {"b"}
    assert only(source.replace("(a)", "A.").replace("(b)", "B.")).answer == {"b"}


@pytest.mark.parametrize("label", RATIONALES)
def test_each_rationale_label(label: str) -> None:
    rationale = only("1. Stem\n" + SMALL + "\n" + label.format("so it is")).rationale
    assert rationale is not None
    assert rationale.source == "so it is"


@pytest.mark.parametrize(
    ("answer", "ids"),
    [
        ("a, c", "ac"),
        ("a and c", "ac"),
        ("a, b, and c", "abc"),
        ("(a), (c)", "ac"),
        ("(a) and (c).", "ac"),
        ("AC", "ac"),
        ("a; b", "ab"),
        ("B & C", "bc"),
        ("(b) Two words.", "b"),
        ("b) two  words", "b"),
        ("B. **Two** words", "b"),
        ("b - two words", "b"),
        ("b: two words", "b"),
        ("b two words", "b"),
        ("two words", "b"),
        ("(b) two\nwords", "b"),
    ],
)
def test_answers(answer: str, ids: str) -> None:
    question = only(f"1. Stem\n - (a) one\n - (b) two words\n - (c) three\n\nAnswer: {answer}\n")
    assert question.answer == set(ids)
    assert question.rationale is None


@pytest.mark.parametrize("answer", ["ac dc", "a or c", "because", "(b) three", "two word", "NO"])
def test_answers_that_are_not_understood_are_problems(answer: str) -> None:
    found = problem(f"1. Stem\n - (a) one\n - (b) two words\n - (c) three\n\nAnswer: {answer}\n")
    assert found.place
    assert found.place.line == 6
    assert found.hint


# ---- what stands before the questions


def test_heading_lines() -> None:
    source = (
        "# Midterm 1\nSTA101 - Fall 2026\n\nNo phones.\n\nChoose *one*:\n\n1. keep calm\n2. be fair\n\n1. x\n"
        + SMALL
    )
    reading = read("folder/mid.md", source)
    heading = reading.bank.heading
    assert reading.problems == ()
    assert (heading.title, heading.course) == ("Midterm 1", "STA101 - Fall 2026")
    assert heading.instructions == "No phones.\n\nChoose *one*:\n\n1. keep calm\n2. be fair"
    assert reading.bank.name == "mid"
    assert reading.bank.files == (Path("folder/mid.md"),)
    assert reading.bank.places["title"] == Place("folder/mid.md", 1, 3)
    assert reading.bank.places["course"] == Place("folder/mid.md", 2, 1)
    assert reading.bank.places["instructions"] == Place("folder/mid.md", 4, 1)


def test_a_sentence_is_no_course_line() -> None:
    heading = read("x.md", "Quiz: X\n\nAnswer all questions.\n\n1. x\n" + SMALL).bank.heading
    assert (heading.course, heading.instructions) == ("", "Answer all questions.")


def test_front_matter_values_stay_text() -> None:
    source = (
        "---\ntitle: no\ncourse: 012\ndate: 2026-03-14\nduration: 1:30\n"
        "instructions: |\n  One.\n\n  Two.\n---\n\n1. x\n" + SMALL
    )
    reading = read("x.md", source)
    heading = reading.bank.heading
    assert reading.problems == ()
    assert (heading.title, heading.course) == ("no", "012")
    assert (heading.date, heading.duration) == ("2026-03-14", "1:30")
    assert heading.instructions == "One.\n\nTwo."
    assert reading.bank.places["date"] == Place("x.md", 4, 7)


def test_unknown_front_matter_key_lists_the_known_ones() -> None:
    found = problem("---\nlayout: exam\n---\n1. x\n" + SMALL)
    assert found.severity is Severity.WARNING
    assert "title, course, date, duration, instructions" in found.hint


def test_a_line_across_the_page_at_the_top_is_no_front_matter() -> None:
    assert only("---\n\nQuiz: X\n\n---\n\n1. x\n" + SMALL).stem.source == "x"


def test_sections_are_paths_of_headings() -> None:
    source = "# T\n\n## A\n\n1. x\n" + SMALL + "\n### Deep\n\n2. y\n" + SMALL + "\n## B\n\n1. z\n" + SMALL
    assert [q.section for q in questions(source)] == ["A", "A / Deep", "B"]


# ---- attributes


def test_question_attributes() -> None:
    source = '1. {#bias-1 points=1/2 tags=bias,mean difficulty="very hard" pin keep-order} Stem\n' + SMALL
    question = only(source)
    assert (question.id, question.given_id) == ("bias-1", True)
    assert question.points == Fraction(1, 2)
    assert question.tags == ("bias", "mean")
    assert question.difficulty == "very hard"
    assert question.pin
    assert question.keep_order
    assert question.stem.source == "Stem"
    assert question.stem.place() == Place("bank.md", 1, source.index("Stem") + 1)


@pytest.mark.parametrize("number", [n.rstrip() + " " for n in NUMBERS])
def test_attributes_alone_with_the_stem_below(number: str) -> None:
    question = only(f"{number.format(1)}{{#one points=0}}\n   Stem\n{SMALL}")
    assert (question.id, question.points, question.stem.source) == ("one", 0, "Stem")


def test_choice_attributes() -> None:
    source = "1. x\n - (a) {#mean} one {2}\n - (b) two {pin weight=-0.5}\n - (c) {weight=1/3 pin}\n   three\n\nAnswer: a, b"
    question = only(source)
    assert [c.id for c in question.choices] == ["mean", "b", "c"]
    assert [c.text.source for c in question.choices] == ["one {2}", "two", "three"]
    assert [c.weight for c in question.choices] == [None, Fraction(-1, 2), Fraction(1, 3)]
    assert [c.pin for c in question.choices] == [False, True, True]
    assert question.answer == {"mean", "b"}


@pytest.mark.parametrize(
    "text",
    ["{x}", "{1, 2}", "the set {2}", "$a_{i=1}$", "`{x=1}`", "\\{x=1}", "{a, b}", "f{pin}", "{}", "{pin} it"],
)
def test_braces_that_are_text(text: str) -> None:
    choice = only(f"1. x\n - (a) so {text}\n - (b) two\n\nAnswer: a").choices[0]
    assert (choice.text.source, choice.pin) == (f"so {text}", False)


def test_braces_in_a_stem_are_text() -> None:
    assert (
        only("1. {1, 2} is a set; {#x} too {pin}\n" + SMALL).stem.source == "{1, 2} is a set; {#x} too {pin}"
    )


# ---- texts of several lines

LONG = """\
1. A stem
   of two lines:

   1. mix
   2. heat

   | a | b |
   |---|---|
   | 1 | 2 |

   ```python
   def f():
       # 2. not a question
   @return "(a)"

   Answer: b
   ```

   $$
   (a) + (b)
   $$
 - (a) one
   goes on

   in a paragraph
   - nested
     a. deeper
     b. deeper still
lazily
 - (b) two

   Feedback: no,
   not two
 - (c) three

Correct Answer: (a)

Rationale: Because:

1. first
1. second

---

~~~
2. code
~~~
Feedback (c): three?

  never

2. Next
 - (a) x
 - (b) y
""".replace("@", "\t")


def test_long_texts() -> None:
    first, second = questions(LONG)
    assert first.stem.source == (
        "A stem\nof two lines:\n\n1. mix\n2. heat\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
        '```python\ndef f():\n    # 2. not a question\n    return "(a)"\n\nAnswer: b\n```\n\n$$\n(a) + (b)\n$$'
    )
    assert [c.text.source for c in first.choices] == [
        "one\ngoes on\n\nin a paragraph\n- nested\n  a. deeper\n  b. deeper still\nlazily",
        "two",
        "three",
    ]
    feedback = [c.feedback.source if c.feedback else None for c in first.choices]
    assert feedback == [None, "no,\nnot two", "three?\n\nnever"]
    assert first.rationale is not None
    assert first.rationale.source == "Because:\n\n1. first\n1. second\n\n---\n\n~~~\n2. code\n~~~"
    assert first.stem.places[11] == Place("bank.md", 12, 4)
    assert first.stem.place(first.stem.source.index("heat")) == Place("bank.md", 5, 7)
    assert second.stem.source == "Next"


@pytest.mark.parametrize(
    ("below", "source"),
    [
        ("    code", "    code"),
        ("  - item\n  - item", "- item\n- item"),
        ("- item\n  more", "- item\n  more"),
    ],
)
def test_indentation_that_means_something_stays(below: str, source: str) -> None:
    rationale = only(f"1. x\n{SMALL}\nRationale: see\n\n{below}\n").rationale
    assert rationale is not None
    assert rationale.source == f"see\n\n{source}"


def test_indented_code_under_an_unindented_stem_stays() -> None:
    source = "Question 1: What does it print?\n\n    print(1)\n\n" + SMALL
    assert only(source).stem.source == "What does it print?\n\n    print(1)"


def test_unseen_characters_and_comments_are_dropped() -> None:
    source = (
        "\ufeff\u200b1.\u00a0The\u00a0e\u0301te\u0301 <!-- draft -->is\u2028\u200bhot\n<!-- 2. not\n - (a) this\n-->"
        " - (a) one<!-- wrong -->\n<!-- x -->\n - (b) \u200ftwo `<!-- code -->`\n\n\u00a0Answer:\u00a0b"
    )
    question = only(source)
    assert question.stem.source == "The \u00e9t\u00e9 is hot"
    assert [c.text.source for c in question.choices] == ["one", "two `<!-- code -->`"]
    assert question.answer == {"b"}


def test_joiners_stay_where_they_shape_letters() -> None:
    stem = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \U0001f469\u200d\U0001f52c"
    assert only(f"1. {stem} a\u200cb\n{SMALL}").stem.source == f"{stem} ab"


def test_dollars_in_choices_are_no_display_math() -> None:
    choices = only("1. Cheap?\n - (a) $$\n - (b) $$\n - (c) $$$\n\nAnswer: a").choices
    assert [c.text.source for c in choices] == ["$$", "$$", "$$$"]


def test_lines_across_the_page_and_folds_are_dropped() -> None:
    fold = "<details>\n<summary>Show</summary>\n\nAnswer: a\n\n</details>\n"
    source = f"1. x\n - (a) one\n - (b) two\n\n{fold}\n---\n\n2. y\n{SMALL}"
    first, second = questions(source)
    assert first.rationale is None
    assert (first.answer, second.answer) == ({"a"}, {"b"})


# ---- list or question


@pytest.mark.parametrize(
    ("source", "numbers"),
    [
        ("1. x\n{s}\nRationale: see\n\n   1. one\n   2. two\n\n2. y\n{s}", 2),
        ("3. w\n{s}\n4. x:\n\n1. mix\n2. heat\n3. cool\n\n{s}\n5. y\n{s}", 3),
        ("Question 1: x:\n\n1. mix\n2. heat\n\n{s}\nQuestion 2: y\n{s}", 2),
        ("1. x\n{s}\n1. y\n{s}\n1. z\n{s}", 3),
        ("1. x was found in\n2013. Which?\n{s}", 1),
        ("## A\n\n1. x\n{s}\n## B\n\n1. y\n{s}", 2),
        ("1. x\n{s}\n3. a gap\n{s}", 2),
        ("1. x by\nA. Turing?\n{s}\n2. y\n{s}", 2),
        ("1. x:\ni. one\nii. two\n{s}", 1),
        ("## 1. Sampling\n\n1. x\n{s}", 1),
    ],
)
def test_lists_and_questions(source: str, numbers: int) -> None:
    found = questions(source.replace("{s}", SMALL))
    assert len(found) == numbers
    assert all(len(q.choices) == 2 for q in found)


def test_references_to_choices_in_a_rationale_are_text() -> None:
    rationale = only(f"1. x\n{SMALL}\nRationale: see\n\n(a) is wrong\n(b) is right\n").rationale
    assert rationale is not None
    assert rationale.source == "see\n\n(a) is wrong\n(b) is right"


@pytest.mark.parametrize("label", ["({})", "{})", "- ({})"])
def test_labels_without_a_space(label: str) -> None:
    choices = "".join(f"{label.format(letter)}Text {letter}\n" for letter in "abc")
    assert [c.text.source for c in only(f"1. x\n{choices}\nAnswer: c").choices] == [
        "Text a",
        "Text b",
        "Text c",
    ]
    assert len(only(f"1. x\n{choices.replace(')T', ') T', 2)}\nAnswer: c").choices) == 3
    assert len(only("1. x\nA.One\nB. Two\nC.Three\n\nAnswer: C").choices) == 3
    assert only(f"1. x\n(a)symmetric\n{SMALL}").stem.source == "x\n(a)symmetric"


def test_choices_to_z() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    choices = "".join(f"({letter}) text {letter}\n" for letter in letters)
    assert [c.id for c in only(f"1. x\n{choices}\nAnswer: z").choices] == list(letters)
    assert problem(f"1. x\n{choices}(a) more\n\nAnswer: z").code == "label-order"


# ---- ids


def test_made_ids_do_not_depend_on_the_place() -> None:
    stems = ["Which prior is proper?", "Which prior is improper?", "What is a posterior?"]
    forward = questions("\n".join(f"{i}. {stem}\n{SMALL}" for i, stem in enumerate(stems, 1)))
    backward = questions("\n".join(f"{i}. {stem}\n{SMALL}" for i, stem in enumerate(reversed(stems), 1)))
    ids = {q.stem.source: q.id for q in forward}
    assert ids == {q.stem.source: q.id for q in backward}
    assert len(set(ids.values())) == 3
    assert not any(q.given_id for q in forward)


# ---- promises

FRAGMENTS = [
    "Quiz: {}", "# {}", "## {}", "### {}", "1. {}", "2. {}", "3. {}", "1. {{points=2}} {}", "Question 4: {}",
    "- (a) {}", "- (b) {}", "(c) {}", "a. {}", "B) {}", "    (a) {}", "   {}", "{}", "  - {}", "> {}", "| {} |",
    "Correct Answer: a", "Answer: {}", "Answer: (a) {}", "Rationale: {}", "Feedback: {}", "   Feedback: {}",
    "Feedback (a): {}", "```", "~~~", "$$", "---", "<!-- note -->", "1. {} {{pin}}", "- (b) {} {{pin}}", "",
    "12. {}", "    1. {}", "**3.** {}", "<details>", "Key: {}", "Why: {}", "Answer:", "2013. {}", "title: {}",
    "- [x] {}", "- [ ] {}", "*c) {}", "B) {} (correct)", "## Answers", "Answers:",
    "1. B", "2. A - {}", "| 1 | B | {} |",
    "Answer key: 1. B 2. A", "1. B 2. A", "<summary>{}</summary>", "</details>",
    "<details><summary>Answer</summary>{}</details>",
    "Answer: True", "Answer: False. {}", "Solution: {}", "Solution: B",
    "   - Incorrect. {}", "Options:", "### Explanation",
    "True or False: {}",
    "The answer is B because {}", "- A: {}", "- {}", "a) {0} b) {0}x", "#1 {}", "Q: {}", "**{}**", "**A)** {}",
]  # fmt: skip


def texts_of(reading: Reading) -> str:
    """Return all text of a bank."""
    bank = reading.bank
    heading = bank.heading
    parts = [heading.title, heading.course, heading.date, heading.duration, heading.instructions]
    for question in bank.questions:
        parts += [question.stem.source, question.section or ""]
        parts.append(question.rationale.source if question.rationale else "")
        for choice in question.choices:
            parts += [choice.text.source, choice.feedback.source if choice.feedback else ""]
    return "\n".join(parts)


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25))
@settings(max_examples=tries(1500), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(["1. {}", "- (a) {}", "- (b) {}", "", "{}", "{}"])
@example(["## {}", "### {}", "1. {}", "## {}", "{}"])
@example(["1. B", "Correct Answer: a", "Answer: {}", "", "Key: {}"])
def test_no_line_is_lost(fragments: list[str]) -> None:
    lines = [fragment.format(f"word{index}") for index, fragment in enumerate(fragments)]
    reading = read("bank.md", "\n".join(lines))
    text = set(re.findall(r"word\d+", texts_of(reading)))
    reported = {p.place.line for p in reading.problems if p.place}
    skips = [
        re.search(r"\(lines? (\d+)(?: to (\d+))?\)", p.message)
        for p in reading.problems
        if p.code == "skipped"
    ]
    skipped = {row for found in skips if found for row in range(int(found[1]), int(found[2] or found[1]) + 1)}
    reported |= skipped
    if any(p.code == "bad-front-matter" for p in reading.problems):
        reported |= set(range(lines.index("---", 1) + 1))
    end = lines.index("---", 1) if lines[:1] == ["---"] and "---" in lines[1:] else 0
    for index, line in enumerate(lines):
        if index < end and line.startswith("#"):
            continue  # a comment in front matter
        if skipped and line.startswith("#"):
            continue  # the heading of questions that are skipped
        if index + 1 in skipped:
            continue
        paragraph = index
        while paragraph and lines[paragraph - 1].strip() and paragraph + 1 not in reported:
            paragraph -= 1
        # A blank line inside a code block does not end what a problem speaks of.
        fenced = [row for row in range(index) if lines[row] in ("```", "~~~")]
        in_block = bool(fenced) and min(reported, default=index + 2) <= fenced[-1] + 1
        if f"word{index}" in line:
            assert f"word{index}" in text or paragraph + 1 in reported or in_block, lines


@given(
    st.text() | st.lists(st.sampled_from([*FRAGMENTS, "\t", "\0", "{", "`", "<!--", "\u200b"])).map("\n".join)
)
@settings(max_examples=tries(600), deadline=None)
@example("---\na: " + "[" * 5000 + "\n---\n")
@example("---\n&a : *a\n---\n")
@example("1. \ud800")
def test_any_text_ends_in_a_reading(source: str) -> None:
    reading = read("bank.md", source)
    assert isinstance(reading, Reading)
    assert reading.bank.questions or any(p.code == "no-questions" for p in reading.problems)
    height = len(re.split("\r\n|\r|\n", source))
    for question in reading.bank.questions:
        for text in (question.stem, *(choice.text for choice in question.choices)):
            assert len(text.places) == text.source.count("\n") + 1
            assert all(1 <= place.line <= height for place in text.places)


def test_awkward_texts_are_read() -> None:
    count = 20_000
    for source in (
        "1. x\n" + "(a) x\n" * count,
        "<!--" * count,
        "```py\n" * count,
        "# " + " " * count + "x",
        "<p>" + " " * count + "x",
        "Answer: " + "*" * count + "x",
        "1. x\n" + " " * count + "y",
        "1. {" + "a " * count + "}",
        "`" * count + "<!--",
    ):
        read("bank.md", source)


def test_ten_thousand_questions() -> None:
    source = "\n".join(f"{i}. Number {i}?\n{SMALL}\nRationale: {i}.\n" for i in range(1, 10_001))
    assert len(questions(source)) == 10_000
