"""Quiz texts of people who never saw our format: code in fences, lists written twice, odd numbers."""

from __future__ import annotations

import pytest
from quiztexts import codes, questions, right

from examgen.errors import Severity
from examgen.formats.quiz.reader import read
from examgen.formats.recognition import is_text2qti

# ---- lists of answers beside answers


def test_reasons_in_a_key_are_kept_when_the_question_has_its_answer() -> None:
    source = "1. Where?\na) here\nb) there\n\n**Answer: b**\n\n## Answer key\n1. b - It was seen there."
    (question,) = questions(source)
    assert question.answer == {"b"}
    assert question.rationale is not None
    assert (question.rationale.source, question.rationale.places[0].line) == ("It was seen there.", 8)


def test_words_of_another_choice_in_a_key_are_an_error() -> None:
    source = "1. Where?\na) here\nb) there\n\n**Answer: b**\n\n## Answer key\n1. b - here"
    assert codes(source) == [("answer-mismatch", 8)]


def test_a_key_that_says_false_of_what_is_true_is_an_error() -> None:
    source = "1. Rain is wet.\na) True\nb) False\nAnswer: True\n\n## Answer key\n1. False"
    assert codes(source) == [("two-answers", 7)]


def test_an_answer_said_again_below_the_first_explains_it() -> None:
    source = "1. Where?\na) here\nb) there\n\n**Answer: b**\n\n> Answer: b. Look at the map."
    (question,) = questions(source)
    assert question.rationale is not None
    assert question.rationale.source == "Look at the map."
    assert codes(source.replace("> Answer: b", "> Answer: a")) == [("two-answers", 7)]
    assert codes(source.replace("> Answer", "Why not?\n\n> Answer")) == [("two-answers", 9)]


def test_open_questions_with_the_same_numbers_are_not_what_letters_answer() -> None:
    quiz = "1. Where?\na) here\nb) there\n\n2. When?\na) now\nb) then\n\n"
    home = "## Homework\n1. Draw a map.\n2. Colour it.\n\n"
    key = "## Answer key\n1. b\n2. a"
    assert right(quiz + home + key) == [("Where?", "there"), ("When?", "now")]
    assert right(f"# River\n\n## Homework\n{home[12:]}## Quiz\n{quiz}{key}") == [
        ("Where?", "there"),
        ("When?", "now"),
    ]


def test_statements_with_the_same_numbers_make_a_key_unclear() -> None:
    quiz = "1. Where?\na) here\nb) there\n\n2. When?\na) now\nb) then\n\n"
    truth = "## True or false\n1. Rain is wet.\n2. Snow is warm.\n\n"
    assert ("unknown-number", 14) in codes(f"{quiz}{truth}## Answer key\n1. b\n2. a")


# ---- questions without numbers


def test_code_that_explains_an_answer_stays_above_the_next_question() -> None:
    source = (
        "**Where?**\n\n- [x] here\n- [ ] there\n\n**Feedback**\n```diff\n- there: no\n+ here: yes\n```\n\n"
        "**When?**\n\n- [ ] now\n- [x] then"
    )
    assert right(source) == [("**Where?**", "here"), ("**When?**", "then")]


def test_reasons_of_two_paragraphs_leave_the_next_question_in_doubt() -> None:
    """Any of the paragraphs could begin it."""
    source = "Where?\n\na) here\nb) there\n\nAnswer: a\n\nWhy: so.\n\nMore.\n\nWhen?\n\na) now\nb) then\n\nAnswer: b"
    assert not read("b.md", source).bank.questions
    assert right(source.replace("More.\n\n", "")) == [("Where?", "here"), ("When?", "then")]


def test_bare_numbers_that_begin_again() -> None:
    one = "1 Where?\na. here\nb. there\nAnswer: a\n2 When?\na. now\nb. then\nAnswer: b\n"
    assert [stem for stem, _ in right(one + one)] == ["Where?", "When?"] * 2
    assert [stem for stem, _ in right(one.replace("2 When", "9 lives: when"))] == [
        "1 Where?",
        "9 lives: when?",
    ]


def test_numbers_with_that_of_a_chapter_tell_where_questions_begin() -> None:
    source = (
        "# Notes\n\n- a list\n- of words\n\nQuiz:\n\n2.1 Where?\n\na. here \\\nb. there\n\nAns: b\n\n"
        "2.2 When?\n\na. now \\\nb. then\n\nAns: a"
    )
    reading = read("b.md", source)
    assert [question.stem.source for question in reading.bank.questions] == ["Where?", "When?"]
    assert "of words" in reading.bank.heading.instructions


def test_the_first_question_below_a_title_when_the_others_show_how_they_are_written() -> None:
    first = "Rivers\n\nPart A [3 points]: choices\n\nWhere?\na. here\nb. there\n\nAnswer: a\n\n"
    others = "When?\na. now\nb. then\n\nAnswer: b\n\nWho?\na. she\nb. he\n\nAnswer: a\n"
    assert right(first + others) == [("Where?", "here"), ("When?", "then"), ("Who?", "she")]
    assert not read("b.md", first + others.replace("When?\n", "When?\n\n")).bank.questions


def test_a_part_below_an_answer_explains_nothing() -> None:
    source = "Where?\na. here\nb. there\n\nAnswer: a\n\nPart B [2 points]: texts\n\nDraw a map.\n"
    reading = read("b.md", source)
    assert reading.bank.questions[0].rationale is None
    assert [problem.code for problem in reading.problems] == ["empty-section", "stray-text"]


@pytest.mark.parametrize("word", ["Question", "Pregunta", "题目"])
def test_headings_that_only_name_the_parts(word: str) -> None:
    source = f"# Rivers\n\n## {word}\nWhere?\n\n## Options\n- A. here\n- B. there\n\n## Answer\nB\n\n## Explanation\nSo."
    (question,) = questions(source)
    assert (question.stem.source, question.answer) == ("Where?", {"b"})
    assert question.rationale is not None
    assert question.rationale.source == "So."


# ---- written twice


TWICE = "- [ ] {0}here\n- [ ] {1}there\n\n{label}\n\n- [ ] {0}here\n- [x] {1}there\n\nIt was seen there."


@pytest.mark.parametrize("letters", [("", ""), ("a) ", "b) "), ("A. ", "B. ")])
@pytest.mark.parametrize("label", ["Answer:", "**Answer**", "<details><summary>Answer</summary>"])
@pytest.mark.parametrize("number", ["1. ", "## Question 1\n", "## Question\n"])
def test_choices_written_again_with_a_mark(letters: tuple[str, str], label: str, number: str) -> None:
    (question,) = questions(f"{number}Where?\n\n{TWICE.format(*letters, label=label)}")
    assert question.stem.source == "Where?"
    assert [choice.text.source for choice in question.choices] == ["here", "there"]
    assert question.answer == {"b"}
    assert question.rationale is not None
    assert question.rationale.source == "It was seen there."


def test_choices_that_are_not_the_same_again_are_no_answer() -> None:
    source = "1. Where?\n\n- [ ] a) here\n- [ ] b) there\n\nAnswer:\n\n- [x] a) there\n- [ ] b) here"
    assert not read("b.md", source).bank.questions[0].answer
    assert any(severity is Severity.ERROR for severity in (p.severity for p in read("b.md", source).problems))


@pytest.mark.parametrize("head", ["# Answers", "## Answer key", "**Solutions**"])
@pytest.mark.parametrize("mark", ["- [x] {}", "- **{}** ✅", "- {} (correct)"])
def test_questions_written_again_with_marks(head: str, mark: str) -> None:
    sign = "- [ ] {}" if "[x]" in mark else "- {}"
    lists = ["A) here", "B) there"]

    def quiz(*signs: str) -> str:
        return "".join(
            f"{number}. {stem}?\n"
            + "".join(f"   {each.format(text)}\n" for each, text in zip(row, lists, strict=True))
            + "\n"
            for number, (stem, row) in enumerate((("Where", signs[:2]), ("Whence", signs[2:])), 1)
        )

    source = f"# Rivers\n\n{quiz(sign, sign, sign, sign)}{head}\n\n{quiz(mark, sign, sign, mark)}"
    assert right(source) == [("Where?", "here"), ("Whence?", "there")]
    assert len(read("b.md", source).bank.questions) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Unit 1 - Things", "Unit 2 - Others"),
        ("## Unit 1", "## Unit 2"),
        ("## Part A", "## Part B (with key)"),
        ("## Europe", "## Asia"),
    ],
)
def test_the_same_question_of_another_unit_is_another_one(first: str, second: str) -> None:
    asked = "1. Where?\na) here\nb) there\n"
    source = f"# Rivers\n\n{first}\n\n{asked}\n{second}\n\n{asked}Answer: b\n"
    assert [sorted(question.answer) for question in questions(source)] == [[], ["b"]]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("## Unit 1 - Things", "## Answers to Unit 1"),
        ("## Questions", "## Answers and explanations"),
        ("## Unit 1", "## Lösungen"),
        ("## Unit 1", "## Teacher's version: unit 1"),
    ],
)
def test_a_unit_may_be_written_again_with_answers(first: str, second: str) -> None:
    asked = "1. Where?\na) here\nb) there\n"
    source = f"# Rivers\n\n{first}\n\n{asked}\n{second}\n\n{asked}Answer: b\n"
    assert [sorted(question.answer) for question in questions(source)] == [["b"]]


def test_a_question_written_again_in_other_words_is_another_one() -> None:
    source = "1. Where?\na) here\nb) there\n\n# Answers\n\n1. Whence?\na) here (correct)\nb) there"
    assert len(read("b.md", source).bank.questions) == 2
    assert ("bad-answer", 5) not in codes(source)


def test_bold_type_around_what_is_ticked_is_not_printed() -> None:
    (question,) = questions("1. Where?\n- **A) here** ✅\n- B) there")
    assert [choice.text.source for choice in question.choices] == ["here", "there"]


# ---- blocks of code


def test_choices_in_code_below_a_heading() -> None:
    source = "#### 1. Which?\n\n```\nx = 1\n```\n```\nA. one\nB. two\n```\n\nAns: B"
    (question,) = questions(source)
    assert question.stem.source == "Which?\n\n```\nx = 1\n```"
    assert [choice.text.source for choice in question.choices] == ["`one`", "`two`"]


def test_choices_in_code_that_name_others_are_text() -> None:
    (question,) = questions(
        "1. Which?\n```js\na) let\nb) *x\nc) Both a and b\nd) All of the above\n```\nAnswer: a"
    )
    assert [choice.text.source for choice in question.choices][2:] == ["Both a and b", "All of the above"]


@pytest.mark.parametrize("info", ["", "text", "markdown"])
def test_a_quiz_in_blocks_of_code(info: str) -> None:
    block = f"```{info}\n{{}}. Where?\nA. here\nB. there\nAnswer: B\n```\n\n"
    source = f"# Rivers\n\n{block.format(1)}{block.format(2)}## More\n\nRead on."
    assert right(source) == [("Where?", "there")] * 2
    assert codes(source)[:2] == [("stray-text", 3), ("stray-text", 10)]


def test_an_example_in_code_beside_questions_is_no_question() -> None:
    source = "Write like this:\n\n```\n1. Where?\na) here\nb) there\nAnswer: a\n```\n\n1. When?\na) now\nb) then\nAnswer: b"
    assert right(source) == [("When?", "then")]


@pytest.mark.parametrize("gap", ["", "\n"])
def test_the_indentation_of_code_below_a_choice(gap: str) -> None:
    source = f"1. Which?\n\n- [ ] A. \n{gap}```python\nif x:\n    y\n```\n\n- [x] B. z"
    assert questions(source)[0].choices[0].text.source == "```python\nif x:\n    y\n```"


def test_code_on_the_line_that_begins_its_block_is_not_lost_in_silence() -> None:
    source = "1. Which?\n```sql SELECT max(x)\nFROM t\n```\na) one\nb) two\nAnswer: a"
    assert codes(source) == [("stray-text", 2)]
    assert codes(source.replace(" SELECT max(x)", ' title="x"')) == []


def test_a_link_below_ticked_boxes_with_letters_explains_them() -> None:
    (question,) = questions(
        "#### Q1. Where?\n\n- [x] A. here\n\n- [ ] B. there\n\n[map](https://example.org)"
    )
    assert question.rationale is not None
    assert question.rationale.source == "[map](https://example.org)"


def test_backslashes_that_break_lines_are_no_part_of_choices() -> None:
    source = "1. Where?\n\na. here \\\nb. there \\\nc. nowhere\n\nAnswer: c"
    assert [choice.text.source for choice in questions(source)[0].choices] == ["here", "there", "nowhere"]
    paths = "1. Where?\n\na. C:\\\nb. D:\\\nc. nowhere\n\nAnswer: c"
    assert [choice.text.source for choice in read("b.md", paths).bank.questions[0].choices][:2] == [
        "C:\\",
        "D:\\",
    ]


# ---- numbers and heads


def test_a_chapter_in_chinese_is_no_question() -> None:
    source = (
        "# 第 3 章：河\n\n## 第 1 题 🟢\n\n**类型：** 单选题  \n**标签：** 水\n\n"
        "### 题目\n\n哪里？\n\n**选项：**\n- A. 这里\n- B. 那里\n\n答案：B"
    )
    (question,) = questions(source)
    assert (question.stem.source, question.tags, question.answer) == ("哪里？", ("水",), {"b"})
    assert read("b.md", source).bank.heading.title == "第 3 章：河"


def test_a_bold_line_that_asks_behind_a_bare_number() -> None:
    source = (
        "**3 Where is it? **\na) here\nb) there\n\nAnswer: a\n\n**4. When? **\na) now\nb) then\n\nAnswer: b"
    )
    assert right(source) == [("Where is it?", "here"), ("When?", "then")]


def test_a_bold_roman_number_begins_a_part() -> None:
    source = "Rivers\n\n**I. Choices**\n\n1. Where?\na) here\nb) there\n\nAnswer: a\n\n**II. Texts**\n\n1. Draw a map."
    reading = read("b.md", source)
    assert [question.rationale for question in reading.bank.questions] == [None]
    assert [problem.code for problem in reading.problems] == ["skipped"]


@pytest.mark.parametrize("label", ["**Solution :-**", "Por que:", "**Step-by-step solution:**"])
def test_more_labels_of_reasons(label: str) -> None:
    (question,) = questions(f"1. Where?\na) here\nb) there\n\nAnswer: a\n\n{label} It was seen.")
    assert question.rationale is not None
    assert question.rationale.source == "It was seen."


def test_an_empty_solution_above_the_explanation() -> None:
    (question,) = questions("1. Where?\na) here\nb) there\n\n## Solution\nAnswer: a\n\n## Explanation\nSo.")
    assert question.rationale is not None
    assert question.rationale.source == "So."


def test_the_kind_of_a_question_below_its_stem_is_not_printed() -> None:
    source = "Question 1: Where?\nType: multiple_choice\nOptions: A) here B) there\nCorrect Answer: A"
    assert right(source) == [("Where?", "here")]


def test_answer_lines_tell_a_quiz_text_from_text2qti() -> None:
    text = "1. Where?\nA) here\n*B) there\n"
    assert is_text2qti(text)
    assert not is_text2qti(f"{text}Answer: B\n")
    assert is_text2qti(f"Quiz title: Rivers\n\n{text}Answer: B\n")
    assert is_text2qti(f"{text}... It is a river.\nAnswer: B\n")


BLOCKS = "1. Where?\n a) here\n b) there\n"


def test_what_a_question_written_again_says_more_is_kept() -> None:
    (question,) = questions(f"{BLOCKS}\n## Answers\n{BLOCKS.replace('Where?', 'Where? (2 points)')}Answer: a")
    assert (question.answer, question.points) == ({"a"}, 2)


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (f"{BLOCKS}\nRationale: It was seen.\n", f"{BLOCKS}Answer: a\nRationale: It rains there.\n"),
        (BLOCKS.replace("?", "? (1 point)"), f"{BLOCKS.replace('?', '? (2 points)')}Answer: a\n"),
    ],
)
def test_questions_that_say_different_things_are_not_one(first: str, again: str) -> None:
    assert len(read("b.md", f"{first}\n## Answers\n{again}").bank.questions) == 2


def test_code_that_looks_like_names_of_choices_stays_code() -> None:
    (question,) = questions(
        "1. Which swaps?\n```\nA. a, b = b, a\nB. int choice = b;\nC. both a and b\n```\nAnswer: A"
    )
    assert [str(choice.text) for choice in question.choices] == [
        "`a, b = b, a`",
        "`int choice = b;`",
        "both a and b",
    ]


def test_settings_behind_the_language_of_a_block_are_no_code() -> None:
    fence = '```js {1,3} title="my (x).js" nums\nlet x\n```\n```js x = 1\n```\n```js showLines wrap\n```\n'
    reading = read("b.md", f"1. Where?\n{fence}\na) here\nb) there\n\nAnswer: a")
    assert [
        (problem.severity.name, problem.place and problem.place.line) for problem in reading.problems
    ] == [
        ("ERROR", 5),
        ("WARNING", 7),
    ]


def asked(*stems: str) -> str:
    return "\n\n".join(f"{stem}\na) here\nb) there\n\nAnswer: a" for stem in stems)


def test_numbers_of_things_are_no_numbers_of_questions() -> None:
    stems = ("1 Litre is much. Where?", "1 Mile is far. Where?", "1 Ton is heavy. Where?")
    assert [stem for stem, _ in right(asked(*stems))] == [*stems]
    stems = ("3 rivers rose. Where?", "4 rivers fell. Where?", "5 rivers rose. Where?")
    assert [stem for stem, _ in right(asked(*stems))] == [*stems]
    assert [stem for stem, _ in right(asked("1 Where?", "2 When?", "1 Who?"))] == ["Where?", "When?", "Who?"]


def test_sentences_above_the_first_question_are_told_of() -> None:
    assert codes(f"It rained.\n\nNear the sea.\n\n{asked('Where?', 'When?', 'Who?')}") == [("stray-text", 5)]
    assert codes(f"Rivers\n\nPart A [3 points]\n\n{asked('Where?', 'When?', 'Who?')}") == []


def test_text_above_a_block_is_no_part_of_its_question() -> None:
    source = "# Lesson\n\nHere is one:\n\n```\nWhere?\n\na) here\nb) there\n\nAnswer: a\n```\n"
    assert right(source) == [("Where?", "here")]
