"""Quiz texts as people of many lands and programs write them: what is plain to a reader is read, the rest is an error."""

from __future__ import annotations

import pytest

from examgen.formats.quiz.reader import read
from examgen.model import Question


def questions(source: str) -> tuple[Question, ...]:
    """Return the questions of a text without problems."""
    reading = read("bank.md", source)
    assert reading.problems == ()
    return reading.bank.questions


def right(source: str) -> list[str]:
    """Return the words of the right choices of each question of a text without problems."""
    return [
        " + ".join(choice.text.source for choice in question.choices if choice.id in question.answer)
        for question in questions(source)
    ]


def codes(source: str) -> list[tuple[str, int]]:
    """Return code and line of each problem."""
    return [
        (problem.code, problem.place.line if problem.place else 0)
        for problem in read("b.md", source).problems
    ]


# ---- other alphabets


@pytest.mark.parametrize(
    ("source", "answers"),
    [
        ("1. Что это?\nа) дом\nб) лес в горах\nв) река\nОтвет: б", ["лес в горах"]),
        ("1. Что это?\nА. дом\nБ. лес\nВ. река\n**Правильный ответ: В) река**", ["река"]),
        ("Вопрос 1. Какие?\nа) Дон\nб) Альпы\nв) Волга\nОтвет: а и в", ["Дон + Волга"]),
        ("1. Где? а) там б) тут в) нигде\nОтвет: б", ["тут"]),
        ("1. Τι;\nα) ένα\nβ) δύο\nΑπάντηση: β", ["δύο"]),
        ("문제 1: 무엇?\n가. 강\n나. 산\n다. 바다\n정답: 다", ["바다"]),
        ("### 問1\nどれ?\nア. 川\nイ. 山\n正解: イ", ["山"]),
        ("السؤال 1: أين؟\nأ) هنا\nب) هناك\nالإجابة الصحيحة: ب", ["هناك"]),
        ("1. Что?\nа) раз\nб) два\n\n2. Где?\nа) тут\nб) там\n\n## Ответы\n1. б\n2. а", ["два", "тут"]),
    ],
)
def test_labels_of_other_alphabets(source: str, answers: list[str]) -> None:
    assert right(source) == answers


def test_a_latin_letter_does_not_answer_choices_of_another_alphabet() -> None:
    """A Latin B looks like the third letter of Russian lists and is the second of English ones."""
    source = "1. Что?\nА) раз\nБ) два\nВ) три\nОтвет: B"
    assert codes(source) == [("foreign-letter", 5)]
    assert not read("b.md", source).bank.questions[0].answer
    assert codes("1. What?\nA) one\nB) two\nC) three\nAnswer: В") == [("foreign-letter", 5)]


def test_the_first_letter_is_the_same_in_both() -> None:
    assert right("1. Что?\na) раз\nб) два\nОтвет: а") == ["раз"]


def test_a_letter_of_another_alphabet_in_a_text_is_an_error() -> None:
    assert codes("1. Что?\nа) раз\nб) два\nв) А и Б\nОтвет: б") == [("foreign-letter", 4)]
    assert codes("1. Что?\nа) раз\nб) два\nОтвет: б\n\nПояснение: вариант А неверен.") == [
        ("foreign-letter", 6)
    ]


# ---- answers


@pytest.mark.parametrize(
    "line",
    [
        "Respuestas correctas: A, B y C.",
        "**Respuestas correctas: A, B y C.** D es falsa.",
        "Risposte: A, B e C",
        "Odpowiedź: A, B i C",
        "Svar: A, B och C",
        "Antwoord: A, B en C",
        "Đáp án: A, B và C",
    ],
)
def test_the_word_for_and_before_the_last_letter(line: str) -> None:
    """Reading A and B alone would be a wrong answer."""
    (question,) = questions(f"1. Which?\nA. one\nB. two\nC. three\nD. four\n\n{line}")
    assert question.answer == {"a", "b", "c"}


def test_an_unknown_word_before_one_more_letter_is_no_answer() -> None:
    assert [code for code, _ in codes("1. Which?\nA. x\nB. y\nC. z\n\nAnswers: A, B eta C and more")] == [
        "bad-answer"
    ]


def test_words_behind_bold_type_are_reasons() -> None:
    source = (
        "1. What is printed?\n- **A.** `None`\n- **B.** `0`\n- **C.** The first value\n\n"
        "**Answer: B.** the value is found first."
    )
    (question,) = questions(source)
    assert question.answer == {"b"}
    assert question.rationale is not None
    assert "the value is found first." in question.rationale.source


def test_bold_type_does_not_hide_the_words_of_another_choice() -> None:
    source = "1. Which?\nA. the Nile\nB. the Rhine\n\n**Answer: B.** The Nile"
    assert codes(source) == [("answer-mismatch", 5)]


def test_a_remark_behind_a_tick_is_not_printed() -> None:
    source = "1. Which?\n* A. one\n* B. two ✅ (your answer)\n* C. three\n\nAnswer: B"
    assert questions(source)[0].choices[1].text.source == "two"


def test_short_answers_are_no_list_of_answers() -> None:
    source = (
        "Q1: Which?\nA) x\nB) y\nAnswer: B\n\n### Short Answer\n\n**Q2:** Why?\n\n"
        "**Answer:** Because it flows."
    )
    reading = read("b.md", source)
    assert [(p.code, p.place.line) for p in reading.problems if p.place] == [("skipped", 8)]
    assert reading.bank.questions[0].answer == {"b"}


@pytest.mark.parametrize(
    "source",
    [
        "Câu 1: Sông nào?\nA. Hồng\nB. Đà\nĐáp án: B\nGiải thích: vì thế.",
        "### Soal 1\nYang mana?\n- A. Musi\n- B. Barito\n*Kunci Jawaban: B. Barito*\n\n**Pembahasan:** karena itu.",
        "Soru 1: Hangisi?\na) Dicle\nb) Fırat\nDoğru cevap: b\nAçıklama: öyle.",
        "Питання 1. Яка?\nа) Дніпро\nб) Десна\nВідповідь: б\nПояснення: так.",
        "问题1：哪一个？\nA) 长江\nB) 黄河\n正确答案：B\n解析：如此。",
        "**№1** Which?\n\n- [ ] one\n- [x] two\n\nReasoning: so.",
    ],
)
def test_words_of_more_languages(source: str) -> None:
    (question,) = questions(source)
    assert question.answer == {"b"}
    assert question.rationale is not None


# ---- blanks, verdicts, parts


def test_blanks_before_numbers() -> None:
    assert right("____ 1. Which?\na. x\nb. y\nAnswer: a\n\n__B__ 2. What?\na. v\nb. w") == ["x", "w"]


def test_statements_with_their_verdict_behind_them() -> None:
    source = (
        "State whether TRUE or FALSE.\n\n1. Water is wet. (True)\n2. Fire is cold. FALSE\n"
        "3. Ice floats. T\n4. Sand burns. **(F)**"
    )
    assert right(source) == ["True", "False", "True", "False"]
    assert [question.stem.source for question in questions(source)][1:3] == ["Fire is cold.", "Ice floats."]


def test_a_letter_behind_a_text_is_no_verdict_where_none_is_asked() -> None:
    reading = read("b.md", "Temperatures\n\n1. It boils at 212 (F)\n2. Which?\na) x\nb) y\nAnswer: a")
    assert [problem.code for problem in reading.problems] == ["skipped"]
    assert len(reading.bank.questions) == 1


def test_judged_statements_before_questions_with_a_word() -> None:
    source = (
        "### Verdadero o falso\n\n**18. El Nilo es corto.**\nRespuesta: **FALSO** - mide 6650 km.\n"
        "\n### Elección\n\n**PREGUNTA 1**\n¿Cuál?\na) uno\nb) dos\n**Respuesta correcta: b**"
    )
    assert right(source) == ["Falso", "dos"]


def test_lines_that_begin_a_part_are_sections() -> None:
    source = (
        "Part A. True or False\n\n1. Water is wet. (True)\n\nPart B: Choices\n\n2. Which?\na. x\n"
        "b. y\nAnswer: b\n\nPART C\n\n3. What?\na. v\nb. w\nAnswer: a"
    )
    found = questions(source)
    assert [question.section for question in found] == ["Part A. True or False", "Part B: Choices", "PART C"]
    assert found[0].stem.source == "Water is wet."


# ---- questions without numbers, callouts


def test_headings_that_ask() -> None:
    source = (
        "## Quiz\n\n### Which is a river?\n\n- [x] Nile\n- [ ] Alps\n\n"
        "> **Explanation:** It flows.\n\n### Which is not?\n\n- [ ] Nile\n- [x] Alps"
    )
    assert right(source) == ["Nile", "Alps"]
    assert questions(source)[0].rationale is not None


def test_codes_as_headings() -> None:
    source = (
        "### EX-2020-037\nWhich one?\n\nA. x\nB. y\n\n**Answer: B**\n\n### EX-2020-038\n"
        "Which two?\n\nA. v\nB. w\n\n**Answer: A**"
    )
    assert right(source) == ["y", "v"]
    assert [question.stem.source for question in questions(source)] == ["Which one?", "Which two?"]


def test_bold_questions_over_ticked_bullets() -> None:
    assert right("**How many?**\n\n- 3\n- 4 ✓\n- 5\n\n**Where?**\n\n- Rome ✅\n- Bonn") == ["4", "Rome"]


def test_the_beginning_of_a_question_without_number_must_be_beyond_doubt() -> None:
    source = "Which?\n\nA. x\nB. y\n\nAnswer: B\n\nIt is so.\n\nWhat is next?\n\nA. v\nB. w\n\nAnswer: A"
    reading = read("b.md", source)
    assert not reading.bank.questions
    assert "no-questions" in [problem.code for problem in reading.problems]


def test_callouts_of_note_programs() -> None:
    source = (
        "> [!question] Frage 1: Flüsse\n> Welcher?\n> - [ ] A) Zugspitze\n> - [ ] B) Elbe\n\n"
        "> [!success]- Antwort anzeigen\n> **Richtige Antwort: B**\n>\n> *Erklärung*:\n"
        "> Sie fließt."
    )
    (question,) = questions(source)
    assert question.answer == {"b"}
    assert [choice.text.source for choice in question.choices] == ["Zugspitze", "Elbe"]
    assert question.rationale is not None
    assert question.rationale.source == "Sie fließt."


def test_places_in_callouts_are_those_of_the_file() -> None:
    problems = read("b.md", "> [!question] Question 1\n> Which?\n> a) x\n> b) y\n> Answer: d").problems
    assert [(p.code, p.place.line, p.place.column) for p in problems if p.place] == [
        ("unknown-answer", 5, 11)
    ]


def test_a_second_word_for_question_is_dropped() -> None:
    source = "### **Q1.**\n\n**Question :** Which?\n\n* A. x\n* B. y\n\n**Bonne réponse : B**"
    (question,) = questions(source)
    assert question.stem.source == "Which?"


def test_a_paragraph_below_ticked_boxes_explains_them() -> None:
    source = (
        "1. Which?\n\n- [x] one\n- [ ] two\n\n[Reference](https://example.org)\n\n2. What?\n\n"
        "- [ ] x\n- [x] y"
    )
    assert right(source) == ["one", "y"]
    assert questions(source)[0].rationale is not None


# ---- numbers and labels as they are typed


@pytest.mark.parametrize(
    "number",
    [
        "Qn. {}: ",
        "QUESTION NO: {}\n",
        "Question No. {}: ",
        "{}- ",
        "{}.- ",
        "{}.) ",
        "{} ) ",
        "{}\\. ",
        "Q{}- ",
        "Q-{}: ",
        "Pregunta {}.- ",
        "- {}. ",
        "* **{}.** ",
        "- **Question {}:** ",
        "### {} . ",
    ],
)
def test_more_numbers(number: str) -> None:
    lines = "Which flows?\na) x\nb) y\nAnswer: {}\n\n"
    source = "".join(number.format(n) + lines.format(letter) for n, letter in ((1, "b"), (2, "a")))
    found = questions(source)
    assert [question.stem.source for question in found] == ["Which flows?", "Which flows?"]
    assert [question.answer for question in found] == [{"b"}, {"a"}]


@pytest.mark.parametrize("open_close", ["*{}*", "_{}_", "__{}__"])
def test_emphasis_around_number_and_stem(open_close: str) -> None:
    source = open_close.format("1. Which flows?") + "\na) x\nb) y\nAnswer: b"
    assert questions(source)[0].stem.source == "Which flows?"


def test_a_starred_choice_with_a_number_is_no_question() -> None:
    assert right("1. Which?\na) x\n*b) y*\n\n2. What?\n*a) v\nb) w") == ["y", "v"]


def test_bullets_that_tell_of_questions_are_no_questions() -> None:
    source = "# Quiz\n\n- Question 1: rivers\n- Question 2: lakes\n\n1. Which?\na) x\nb) y\nAnswer: a"
    assert len(questions(source)) == 1


@pytest.mark.parametrize(
    "label",
    [
        "{}.) ",
        "{}.",
        "{}- ",
        "{}.- ",
        "{} ) ",
        "( {} ) ",
        "({}.) ",
        "{} . ",
        "{}\\) ",
        "{}\\. ",
        "-{}) ",
        "-{}. ",
        "Option {}: ",
        "Option {}) ",
        "Alternativa {}) ",
        "**{}** ",
        "**{}**. ",
        "- **{}** - ",
        "{}：",
    ],
)
def test_more_labels_of_choices(label: str) -> None:
    rows = "\n".join(
        label.format(letter) + text for letter, text in zip("ABC", ("one", "two", "three"), strict=True)
    )
    (question,) = questions(f"1. Which?\n{rows}\n\nAnswer: B")
    assert [choice.text.source for choice in question.choices] == ["one", "two", "three"]
    assert question.answer == {"b"}


def test_lines_of_a_program_are_no_choices() -> None:
    (question,) = questions("1. Given\na.push(1)\nb.push(2)\nwhich?\na) one\nb) two\n\nAnswer: b")
    assert question.stem.source == "Given\na.push(1)\nb.push(2)\nwhich?"


# ---- answers at the ends of lines, by words, by "option"


@pytest.mark.parametrize(
    "source",
    [
        "1. Which? Answer: B\nA. one\nB. two",
        "1. Which? [Ans: (b) two]\n(a) one\n(b) two",
        "1. Which?\nA. one\nB. two  Ans: B",
        "1. Which?\nA. one\nB. two (Answer: B)",
        "1. Which? A. one B. two Answer: B",
        "1. Which? (a) one (b) two — **Ans: (b)**",
        "1. Which?\na) one\nb) two\nA: b",
        "- Q. Which?\n  - a) one\n  - b) two\n  - A. b",
        "1. Which?\nA) one\nB) two\nAnswer: Option B",
        "1. Which?\na) one\nb) two\nRespuesta correcta: opción b",
        "1. Which?\na) one\nb) two\nAns-b",
        "1. Which?\na) one\nb) two\nAns:- b",
        "1. Which?\na) one\nb) two\nAnswer → b",
        "1. Which?\na) one\nb) two\nAnswer: Two.",
        "1. Which?\na) one\nb) <b>two</b>",
        "1. Which?\na) one\nb) two (ans)",
        "1. Which?\na) one\nb) two <--",
        "1. Which?\na) one\nb) two # correct",
        "1. Which?\na) one | b) two",
    ],
)
def test_answers_in_more_places(source: str) -> None:
    (question,) = questions(source)
    assert question.stem.source == "Which?"
    assert [choice.text.source for choice in question.choices] == ["one", "two"]
    assert question.answer == ({"b"} if " | " not in source else set())


def test_a_letter_behind_every_stem() -> None:
    both = "1. Which? (b)\na) one\nb) two\n\n2. What? [A]\na) v\nb) w\n"
    assert right(both) == ["two", "v"]
    found = questions(both + "\n3. Who (x)?\na) r\nb) s\n")
    assert [question.stem.source for question in found] == ["Which? (b)", "What? [A]", "Who (x)?"]
    assert not any(question.answer for question in found)


def test_words_that_speak_of_answers_are_no_answer() -> None:
    sources = (
        "1. Which is the correct answer: A or B?\na) one\nb) two",
        "1. Which?\na) it has an answer\nb) its answer: not a",
        "1. Which?\na) one\nb) one\n\nAnswer: one",
        "1. Which holds?\na) the key: A\nb) the key: B",
        "1. Which holds?\na) Answer: A\nb) No Answer: B",
    )
    for source in sources:
        assert not read("b.md", source).bank.questions[0].answer


def test_words_of_another_choice_are_no_answer() -> None:
    assert codes("1. Which?\na) the Nile\nb) the Rhine\nAnswer: the Thames") == [("bad-answer", 4)]


@pytest.mark.parametrize("sign", [" |", " ·", ";", ",", " /", " &nbsp;"])
def test_what_parts_choices_on_a_line_is_not_printed(sign: str) -> None:
    (question,) = questions(f"1. Which?\nA) one{sign} B) two{sign} **C) three**\nAnswer: C")
    assert [choice.text.source for choice in question.choices] == ["one", "two", "three"]


def test_signs_that_are_no_parting_stay() -> None:
    (question,) = questions("1. Which?\nA) i = 1; B) i = 2; C) i = 3;\nAnswer: C")
    assert [choice.text.source for choice in question.choices] == ["i = 1;", "i = 2;", "i = 3;"]
    (question,) = questions("1. Which?\nA) 1, 2 B) 3, 4 C) 5, 6\nAnswer: C")
    assert [choice.text.source for choice in question.choices] == ["1, 2", "3, 4", "5, 6"]


# ---- kinds and details


@pytest.mark.parametrize(
    "head",
    [
        "1. (MCQ) Which?",
        "1. [Multiple choice] Which?",
        "**1. (Single choice)** Which?",
        "### Question 1 (MCQ)\nWhich?",
        "### Question 1: Multiple Choice\nWhich?",
        "### Question 1 (MCQ)\n**Type:** MCQ\n\nWhich?",
    ],
)
def test_the_kind_of_a_question_is_not_printed(head: str) -> None:
    assert questions(f"{head}\na) x\nb) y\nAnswer: b")[0].stem.source == "Which?"


def test_details_become_attributes() -> None:
    source = (
        "Question 1 (MCQ, 2 points)\n**Difficulty:** Easy | **Topic:** rivers, maps\n\nWhich?\na) x\nb) y\nAnswer: b\n\n"
        "2. (Hard) rock is which?\na) x\nb) y\nAnswer: b"
    )
    first, second = questions(source)
    assert (first.points, first.difficulty, first.tags) == (2, "easy", ("rivers", "maps"))
    assert first.stem.source == "Which?"
    assert (second.stem.source, second.difficulty) == ("(Hard) rock is which?", None)


def test_ids_are_read_where_they_are_written_behind_a_kind() -> None:
    (question,) = questions("### Question 1: Multiple Choice {#x}\nWhich?\na) x\nb) y\nAnswer: b")
    assert (question.id, question.stem.source) == ("x", "Which?")


# ---- blocks in pages, tags, fences


def test_quizzes_in_the_pages_of_a_course() -> None:
    source = (
        "# Water\n\nA lesson.\n\n<quiz>\nWhich is a river?\n- [ ] Alps\n- [x] Nile\n\nIt flows.\n</quiz>\n\n"
        "More of the lesson.\n\n    <quiz>\n    Is it wet?\n    - [x] Yes\n    - [ ] No\n    </quiz>\n\nThe end.\n"
    )
    reading = read("b.md", source)
    assert [(p.code, p.severity.name, p.place and p.place.line) for p in reading.problems] == [
        ("stray-text", "WARNING", 3)
    ]
    first, second = reading.bank.questions
    assert (first.stem.source, first.answer, first.rationale and first.rationale.source) == (
        "Which is a river?",
        {"b"},
        "It flows.",
    )
    assert (second.stem.source, second.answer, second.rationale) == ("Is it wet?", {"a"}, None)
    assert reading.bank.heading.title == "Water"
    assert reading.bank.heading.instructions == ""


def test_a_block_that_does_not_end_is_an_error() -> None:
    assert codes("<quiz>\nWhich?\n- [x] one\n- [ ] two\n") == [("stray-text", 1)]


def test_tags_around_answers_in_folds() -> None:
    source = (
        "1. Which?\na) x\nb) y\n<details><summary>Show answer</summary><p>B. It flows.</p></details>\n\n"
        "2. What?\na) v\nb) w\n<details>\n<summary>Reveal</summary>\n<strong>Correct option: A</strong><br>\n"
        "So it is.\n</details>\n\n3. Who?\na) r\nb) s\n\n<b>Answer:</b> b"
    )
    assert right(source) == ["y", "v", "s"]
    assert [q.rationale and q.rationale.source for q in questions(source)] == ["It flows.", "So it is.", None]


def test_tags_that_are_asked_for_stay() -> None:
    (question,) = questions("1. Which is bold?\na) <b>\nb) <i>x</i>\nc) <b>x</b> and <p>\nAnswer: a")
    assert [choice.text.source for choice in question.choices] == ["<b>", "<i>x</i>", "<b>x</b> and <p>"]


def test_tags_above_the_first_question() -> None:
    source = (
        '<p align="center">\n  <img src="logo.png">\n</p>\n<h1 align="center">Rivers</h1>\n\n'
        "1. Which?\na) x\nb) y\nAnswer: a"
    )
    reading = read("b.md", source)
    assert reading.bank.heading.title == "Rivers"
    assert reading.bank.heading.instructions == ""
    assert [(p.code, p.severity.name, p.place and p.place.line) for p in reading.problems] == [
        ("stray-text", "WARNING", 2)
    ]


def test_choices_in_a_block_of_code() -> None:
    (question,) = questions("1. Which?\n\n```\nA. x*y\nB. a `b`\nC. z\n```\n\n**Answer:** B")
    assert question.stem.source == "Which?"
    assert [choice.text.source for choice in question.choices] == ["`x*y`", "`` a `b` ``", "`z`"]
    assert question.answer == {"b"}


def test_code_that_has_more_than_choices_stays_in_the_stem() -> None:
    source = "1. Which?\n\n```\nx = 1\na) x\nb) y\n```\n\nAnswer: b"
    assert codes(source) == [("unknown-answer", 9)]


@pytest.mark.parametrize("info", ["", "markdown", "text"])
def test_a_file_that_is_one_block_of_code(info: str) -> None:
    assert right(f"```{info}\n# Rivers\n\n1. Which?\na) x\nb) y\nAnswer: b\n```\n") == ["y"]


@pytest.mark.parametrize("rows", ["A  x\nB  y\nC  z", "- A x\n- B y\n- C z"])
def test_letters_without_a_sign(rows: str) -> None:
    (question,) = questions(f"1. Which?\n\n{rows}\n\nAnswer: B")
    assert question.stem.source == "Which?"
    assert [choice.text.source for choice in question.choices] == ["x", "y", "z"]
    assert question.answer == {"b"}


# ---- lists of answers, questions without numbers


TWO = "1. Which?\na) x\nb) y\n\n2. What?\na) v\nb) w\n\n"


@pytest.mark.parametrize(
    "key",
    [
        "Answers:\n1b\n2a",
        "Answers: 1b 2a",
        "## PART 2 — Answer Key\n\n| Question | Answer |\n|---|---|\n| 1 | b |\n| 2 | a |",
        "| # | Correct answer |\n|---|---|\n| 1 | b |\n| 2 | a |",
        "## Lösungen\n\n### Frage 1 — Lösung\n\n**Richtige Antwort: b**\n\n### Frage 2 — Lösung\n\n**Richtige Antwort: a**",
    ],
)
def test_more_lists_of_answers(key: str) -> None:
    assert right(TWO + key) == ["y", "v"]


def test_prose_below_a_list_of_answers_explains_none() -> None:
    reading = read("b.md", TWO + "## Answers\n1. b\n2. a\n\nThanks for all.")
    assert [(p.code, p.severity.name, p.place and p.place.line) for p in reading.problems] == [
        ("stray-text", "WARNING", 13)
    ]
    assert [question.rationale for question in reading.bank.questions] == [None, None]
    found = questions(TWO + "## Answers\n1. b\n\nIt flows.\n\n2. a\n\nIt is so.")
    assert [question.rationale and question.rationale.source for question in found] == [
        "It flows.",
        "It is so.",
    ]


def test_a_question_above_the_first_number_is_not_taken_for_instructions() -> None:
    source = "Which?\n- [ ] one\n- [x] two\n\n1. What?\na) x\nb) y\nAnswer: b"
    assert codes(source) == [("stray-text", 2)]
    reading = read("b.md", "Rules:\na) no maps\nb) no phones\n\n1. What?\na) x\nb) y\nAnswer: b")
    assert [(p.code, p.severity.name) for p in reading.problems] == [("stray-text", "WARNING")]


@pytest.mark.parametrize("number", ["Quiz {}: ", "[Q{}] ", "{} / 10: ", "> **{}.** ", "`{}.` "])
def test_odd_numbers_in_order_are_not_printed(number: str) -> None:
    source = "".join(f"{number.format(n)}Which?\na) x\nb) y\nAnswer: b\n\n" for n in (1, 2, 3))
    assert [question.stem.source for question in questions(source)] == ["Which?"] * 3


def test_words_with_a_number_are_words() -> None:
    source = "".join(
        f"{words}\na) x\nb) y\nAnswer: b\n\n" for words in ("Figure 1: is it?", "Figure 2: is it?")
    )
    assert [question.stem.source for question in questions(source)] == [
        "Figure 1: is it?",
        "Figure 2: is it?",
    ]


def test_round_boxes_of_questions_without_numbers() -> None:
    source = "Which?\n\n- ( ) one\n- (x) two\n\nIt is so.\n---\nWhat?\n\n- ( ) x\n- (x) y\n\nSo it is.\n"
    assert right(source) == ["two", "y"]


# ---- boxes of documentation programs, sites of exams


@pytest.mark.parametrize(
    "box",
    [
        '??? success "Answer"\n    **b)** It flows.',
        '???+ note "Show answer"\n    Answer: b. It flows.',
        '!!! tip "Solution"\n    b. It flows.',
        "::: details Answer\n**b** – It flows.\n:::",
        ":::{dropdown} Show answer\nb. It flows.\n:::",
        '::: {.callout-tip collapse="true" title="Answer"}\nb. It flows.\n:::',
    ],
)
def test_answers_in_boxes(box: str) -> None:
    (question,) = questions(f"1. Which?\na) x\nb) y\n\n{box}\n")
    assert [choice.text.source for choice in question.choices] == ["x", "y"]
    assert question.answer == {"b"}
    assert question.rationale is not None
    assert question.rationale.source == "It flows."


def test_questions_in_boxes() -> None:
    source = ":::{admonition} Question 1\nWhich?\na) x\nb) y\n:::\n\n:::{dropdown} Answer\nb\n:::\n"
    (question,) = questions(source)
    assert (question.stem.source, question.answer) == ("Which?", {"b"})
    assert question.choices[1].text.source == "y"


def test_boxes_of_other_kinds_stay() -> None:
    (question,) = questions("1. Look.\n\n::: aside\nIt flows.\n:::\n\nWhich?\na) x\nb) y\nAnswer: b")
    assert question.stem.source == "Look.\n\n::: aside\nIt flows.\n:::\n\nWhich?"


def test_questions_above_bullets_of_which_one_is_marked() -> None:
    assert right("Q: Which?\n- Nile (correct)\n- Alps\n\nQ: What?\n- Rome\n- Bonn ✅\n") == ["Nile", "Bonn"]


def test_what_sites_of_exams_print_beside_number_and_answer() -> None:
    source = "Question #1 Topic 1\nA firm needs this.\nA. x\nB. y\nCorrect Answer: B 🗳\ufe0f"
    (question,) = questions(source)
    assert (question.stem.source, question.answer) == ("A firm needs this.", {"b"})


def test_a_word_for_the_stem_is_dropped() -> None:
    (question,) = questions("**Question 1**\n\n**Stem:** Which?\n\n**Options:**\nA. x\nB. y\n\n**Answer:** B")
    assert question.stem.source == "Which?"


# ---- choices with numbers, lists of choices behind a word, other writing systems


def test_choices_numbered_in_another_way_than_the_questions() -> None:
    source = "1. Which?\n1) Alps\n2) Nile\n3) Rome\nAnswer: 2\n\n2. What?\n1) Bonn\n2) Elbe\nAnswer: 1\n"
    assert right(source) == ["Nile", "Bonn"]
    assert [question.stem.source for question in questions(source)] == ["Which?", "What?"]


def test_questions_numbered_in_two_ways() -> None:
    source = "1. Which?\na) x\nb) y\nAnswer: a\n\n2) What?\na) v\nb) w\nAnswer: b\n\n3. Who?\na) r\nb) s\nAnswer: a"
    assert right(source) == ["x", "w", "r"]


def test_choices_behind_a_word_on_one_line() -> None:
    source = "Question: A book is for?\nChoices: A) eating, B) reading, C) sleep\nCorrect Answer: B"
    (question,) = questions(source)
    assert question.stem.source == "A book is for?"
    assert [choice.text.source for choice in question.choices] == ["eating", "reading", "sleep"]
    assert question.answer == {"b"}


def test_chinese_signs() -> None:
    source = "1、哪一个是河？\nA、山  B、长江  C、湖\n【答案】B\n【解析】如此。\n\n2、哪一个是山？\nA.泰山 B.江\n答案：A"
    assert right(source) == ["长江", "泰山"]
    first = questions(source)[0]
    assert first.rationale is not None
    assert first.rationale.source == "如此。"
    assert right("1. 河是（ B ）\nA. 山\nB. 长江\n\n2. 山是（A）\nA. 泰山\nB. 江") == ["长江", "泰山"]


def test_a_list_below_a_question_above_the_first_number_is_told_of() -> None:
    source = "### Which?\n\n- Nile\n- Alps\n\n1. What?\na) x\nb) y\nAnswer: a"
    reading = read("b.md", source)
    assert [(p.code, p.severity.name, p.place and p.place.line) for p in reading.problems] == [
        ("stray-text", "WARNING", 1)
    ]


def test_a_count_of_questions_in_other_languages() -> None:
    (question,) = questions("**Frage 1 von 2:** Was?\nA) eins\nB) zwei ✓")
    assert (question.stem.source, question.answer) == ("Was?", {"b"})


@pytest.mark.parametrize(
    ("statements", "choices"),
    [
        ("A. It rains.\nB. It snows.", "a) A only\nb) B only"),
        ("Option A: pay now\nOption B: pay later", "a) A\nb) B"),
        ("**A** It rains.\n**B** It snows.", "(a) A only\n(b) B only"),
    ],
)
def test_statements_with_letters_above_the_choices_are_not_taken_for_them(
    statements: str, choices: str
) -> None:
    """Which list the answer names would be a guess."""
    assert codes(f"1. Consider:\n{statements}\nWhich?\n{choices}\nAnswer: b") == [("label-order", 5)]
