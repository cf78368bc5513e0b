"""Letters inside text: what is resolved, pinned or kept in order, and that nothing else changes."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examgen.errors import Place, Severity
from examgen.model import Choice, Question, Text
from examgen.references import Done, Resolution, resolve

FILE = "bank.md"
PLAIN = ("one", "two", "three")


def text(source: str, line: int = 1) -> Text:
    return Text(source, tuple(Place(FILE, line + i, 4) for i in range(source.count("\n") + 1)))


def question(
    stem: str,
    *choices: str,
    rationale: str | None = None,
    feedback: str | None = None,
    ids: str | list[str] = "abcdefghijklmnop",
    keep_order: bool = False,
) -> Question:
    return Question(
        "q",
        text(stem),
        Place(FILE, 1, 1),
        tuple(
            Choice(
                ids[i],
                text(c, 10 + i),
                Place(FILE, 10 + i, 1),
                feedback=text(feedback, 40) if feedback else None,
            )
            for i, c in enumerate(choices)
        ),
        frozenset(ids[0]),
        text(rationale, 20) if rationale else None,
        keep_order=keep_order,
    )


def last_choice(source: str, *, before: tuple[str, ...] = PLAIN, stem: str = "Which holds?") -> Resolution:
    return resolve(question(stem, *before, source))


def in_rationale(source: str, stem: str = "Which holds?") -> Resolution:
    return resolve(question(stem, *PLAIN, "four", rationale=source))


def rationale_of(resolution: Resolution) -> str:
    assert resolution.question.rationale is not None
    return resolution.question.rationale.source


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Both (a) and (b)", "Both ([[a]]) and ([[b]])"),
        ("Both A and B", "Both [[a]] and [[b]]"),
        ("A and B", "[[a]] and [[b]]"),
        ("(a) and (c) only", "([[a]]) and ([[c]]) only"),
        ("A and C only.", "[[a]] and [[c]] only."),
        ("Neither (a) nor (b)", "Neither ([[a]]) nor ([[b]])"),
        ("Only (a) and (b)", "Only ([[a]]) and ([[b]])"),
        ("a & b", "[[a]] & [[b]]"),
        ("Either A or B", "Either [[a]] or [[b]]"),
        ("(a), (b) and (c)", "([[a]]), ([[b]]) and ([[c]])"),
        ("A, B, and C", "[[a]], [[b]], and [[c]]"),
        ("options B and C", "options [[b]] and [[c]]"),
        ("**Both a and b are true**", "**Both [[a]] and [[b]] are true**"),
        ("A or C, but not both", "[[a]] or [[c]], but not both"),
        ("All of the above except (b)", "All of the above except ([[b]])"),
        ("Both a) and b)", "Both [[a]]) and [[b]])"),
        ("b only", "[[b]] only"),
        ("Both [[a]] and (b)", "Both [[a]] and ([[b]])"),
        ("(a,c)", "([[a]],[[c]])"),
        ("(a & c)", "([[a]] & [[c]])"),
        ("A as well as C", "[[a]] as well as [[c]]"),
        ("A and also C", "[[a]] and also [[c]]"),
        ("A is correct but not C", "[[a]] is correct but not [[c]]"),
        ("The same as A", "The same as [[a]]"),
    ],
)
def test_a_combination_of_letters_is_resolved_and_pinned(source: str, expected: str) -> None:
    resolution = last_choice(source)
    choice = resolution.question.choices[-1]
    assert choice.text.source == expected
    assert choice.pin
    assert not resolution.question.keep_order
    assert not resolution.problems


@pytest.mark.parametrize(
    "source",
    [
        "all of the above",
        "All of the above.",
        "**None of the above**",
        "NONE OF THE ABOVE",
        "none of these",
        "All the above",
        "all of the above are correct",
        "None of the above statements is true",
        "none of the other choices",
        "all of the other answers",
        "More than one of the above",
        "Neither of the above",
        "Everything above",
        "All are correct",
        "All of them",
        "None of them",
        "The others are all wrong",
        "Cannot be determined from the above",
        "Alle oben genannten",
        "Alle der oben genannten Antworten",
        "Keine der genannten",
        "Toutes les réponses",
        "Aucune des réponses ci-dessus",
        "Todas las anteriores",
        "Ninguna de las anteriores",
        "Tutte le precedenti",
        "Nessuna delle precedenti",
    ],
)
def test_what_speaks_of_all_choices_is_pinned_last(source: str) -> None:
    resolution = last_choice(source)
    assert [choice.pin for choice in resolution.question.choices] == [False, False, False, True]
    assert resolution.question.choices[-1].text.source == source
    assert not resolution.problems
    assert [(note.found, note.done) for note in resolution.notes] == [(source, Done.PINNED)]


def test_both_and_neither_of_the_above_at_the_end_keep_the_two_above_them() -> None:
    changed = resolve(question("Which?", "one", "two", "both of the above", "neither of the above")).question
    assert [choice.pin for choice in changed.choices] == [False, False, True, True]
    assert not changed.keep_order


@pytest.mark.parametrize(
    "choices",
    [
        ("one", "all of the above", "three", "four"),
        ("one", "two", "three", "both of the above"),
        ("none of the above", "two", "three"),
        ("one", "all of the following", "three"),
        ("one", "cannot be determined from the above", "three"),
    ],
)
def test_above_that_would_change_its_meaning_keeps_the_order(choices: tuple[str, ...]) -> None:
    resolution = resolve(question("Which?", *choices))
    assert resolution.question.keep_order
    (problem,) = resolution.problems
    at = next(i for i, choice in enumerate(choices) if " the " in choice)
    assert problem.place == Place(FILE, 10 + at, 4)
    assert problem.severity is Severity.WARNING


@pytest.mark.parametrize(
    "source", ["`Both a and b`", "`Only A and C`", "``None of the above``", "`all of the above`."]
)
def test_what_speaks_of_others_in_code_keeps_the_order(source: str) -> None:
    before = question("Which is a keyword?", "`for`", "`fro`", "`off`", source)
    resolution = resolve(before)
    assert resolution.question == replace(before, keep_order=True)
    (problem,) = resolution.problems
    assert (problem.place, problem.severity) == (Place(FILE, 13, 4), Severity.WARNING)


@pytest.mark.parametrize("source", ["`a and b`", "`all(x)`", "`only`", "`both = a and x`", "`Both X and Y`"])
def test_code_that_is_a_program_changes_nothing(source: str) -> None:
    before = question("Which runs?", "`for`", "`fro`", "`off`", source)
    assert resolve(before).question == before


def test_none_of_these_that_does_not_stand_last_is_shuffled_with_the_others() -> None:
    changed = resolve(question("Which?", "none of these", *PLAIN)).question
    assert not any(choice.pin for choice in changed.choices)
    assert not changed.keep_order


@pytest.mark.parametrize(
    "source",
    [
        "I and II",
        "X and Y",
        "b",
        "Carbon (C)",
        "N/A",
        "vitamin A or C",
        "1 and 7",
        "3",
        "1, 3",
        "the first",
        "Cannot be determined from the table",
        "`A and B`",
        "$A$ and $B$",
        "f(a)",
        "type B-tree",
        "both sides",
    ],
)
def test_letters_of_something_else_stay(source: str) -> None:
    before = question("Which holds?", *PLAIN, source)
    assert resolve(before).question == before


@pytest.mark.parametrize(
    ("stem", "choices"),
    [
        ("Let A and B be events.", (*PLAIN, "A and B")),
        ("Let $A$ and $B$ be events.", (*PLAIN, "Both A and B")),
        ("Consider:\nA. one thing\nB. another", (*PLAIN, "Both A and B")),
        ("Consider (a) this; (b) that.", (*PLAIN, "Both (a) and (b)")),
        ("Which are independent?", ("A and B", "A and C", "B and C")),
        ("Which?", (*PLAIN, "A and E")),
        ("Which?", (*PLAIN, "(a) to (c)")),
        ("Which?", (*PLAIN, "A-C")),
        ("Which?", (*PLAIN, "A/B")),
        ("Which?", (*PLAIN, "the first two")),
        ("Which?", (*PLAIN, "Both the first and third")),
        ("Which?", (*PLAIN, "The first and the third")),
        ("Which?", (*PLAIN, "Both 1 and 3")),
        ("Which?", (*PLAIN, "Options 1 and 3")),
        ("Which?", (*PLAIN, "1 and 3")),
        ("Which holds?\n1. this\n2. that\n3. those", (*PLAIN, "1 and 3")),
        ("Which?", (*PLAIN, "A + C")),
        ("Which?", (*PLAIN, "A und C")),
        ("Which?", (*PLAIN, "a + b")),
        ("Which?", (*PLAIN, "Both statements A and B")),
        ("Which?", (*PLAIN, "Both A and B for large samples")),
        ("Option A pays 5 and option B pays 10.", PLAIN),
        ("The slope (b) is", PLAIN),
    ],
)
def test_an_unsure_letter_keeps_the_order_and_the_text(stem: str, choices: tuple[str, ...]) -> None:
    resolution = resolve(question(stem, *choices))
    assert resolution.question == replace(question(stem, *choices), keep_order=True)
    assert {problem.code for problem in resolution.problems} == {"stale-letter"}
    assert {problem.severity for problem in resolution.problems} == {Severity.WARNING}


@pytest.mark.parametrize(
    ("stem", "choices"),
    [
        ("What is the sum of $a$ and $b$?", ("a + b", "a - b", "ab")),
        ("What is it?", ("a + b", "2 a + b", "ab")),
    ],
)
def test_algebra_is_no_combination(stem: str, choices: tuple[str, ...]) -> None:
    before = question(stem, *choices)
    assert resolve(before).question == before


def test_roman_numerals_of_statements_are_no_letters_of_choices() -> None:
    changed = resolve(question("Which?", "i only", "ii only", "i and ii", "Both (a) and (b)")).question
    assert changed.choices[3].text.source == "Both ([[a]]) and ([[b]])"
    assert changed.choices[3].pin
    assert not changed.keep_order


def test_an_article_in_the_stem_is_no_symbol() -> None:
    assert last_choice("A and B", stem="A researcher asks: is a mean enough?").question.choices[-1].pin


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("(a) would be a statement about spread.", "([[a]]) would be a statement about spread."),
        ("By contrast, see (b).", "By contrast, see ([[b]])."),
        ("Because (b) and (c) are about spread.", "Because ([[b]]) and ([[c]]) are about spread."),
        ("This is\n(b) is", "This is\n([[b]]) is"),
        ("f(a) is small, and option B large", "f(a) is small, and option [[b]] large"),
        ("Choices b and d are wrong", "Choices [[b]] and [[d]] are wrong"),
        ("Option A is bad.", "Option [[a]] is bad."),
        ("alternatives (b) and (c), distractor C", "alternatives ([[b]]) and ([[c]]), distractor [[c]]"),
        (
            "C is wrong. A is wrong because B is right.",
            "[[c]] is wrong. [[a]] is wrong because [[b]] is right.",
        ),
        ("C would do.", "[[c]] would do."),
        ("(a) is wrong; (b) is right", "([[a]]) is wrong; ([[b]]) is right"),
        ("- (a) True: x\n- (b) False: y", "- ([[a]]) True: x\n- ([[b]]) False: y"),
        ("The correct answer is B.", "The correct answer is [[b]]."),
        ("a) is wrong, c) is right", "[[a]]) is wrong, [[c]]) is right"),
        ("**(b)** is right", "**([[b]])** is right"),
        ("Both A and B are correct.", "Both [[a]] and [[b]] are correct."),
        ("[[A]] it is", "[[a]] it is"),
        ("- a: ignores x", "- [[a]]: ignores x"),
        ("- b: is right", "- [[b]]: is right"),
        ("- (c): is silly", "- ([[c]]): is silly"),
        ("b: right because.", "[[b]]: right because."),
        ("a - wrong, b - right", "[[a]] - wrong, [[b]] - right"),
        ("a, c: wrong", "[[a]], [[c]]: wrong"),
        ("a. Wrong since x.", "[[a]]. Wrong since x."),
        ("A: wrong", "[[a]]: wrong"),
        ("Wrong B: wrong", "Wrong [[b]]: wrong"),
        ("**Incorrect B**: too small", "**Incorrect [[b]]**: too small"),
        ("_B_ is right", "_[[b]]_ is right"),
        ('"B" is right', '"[[b]]" is right'),
        ("B (the mouth) is right.", "[[b]] (the mouth) is right."),
        ("Thus the answer must be B.", "Thus the answer must be [[b]]."),
    ],
)
def test_sure_letters_in_a_rationale_are_resolved(source: str, expected: str) -> None:
    resolution = in_rationale(source)
    assert rationale_of(resolution) == expected
    assert not resolution.problems
    assert not resolution.question.keep_order


def test_feedback_is_read_as_a_rationale_is() -> None:
    changed = resolve(question("Which?", *PLAIN, feedback="No, see (b).")).question
    assert {choice.feedback.source for choice in changed.choices if choice.feedback} == {"No, see ([[b]])."}


@pytest.mark.parametrize(
    ("source", "column", "quote"),
    [
        ("The slope (b) is used", 15, "slope (b) is"),
        ("Steps: (a) first thing, (b) second thing", 12, "Steps: (a) first"),
        ("A would do", 4, "A would"),
        ("because C fails", 12, "because C fails"),
        ("the last choice is silly", 8, "the last choice is"),
        ("Option 2 is silly", 4, "Option 2 is"),
        ("choice (f) is silly", 12, "choice (f) is"),
        ("choices A-C are silly", 12, "choices A-C are"),
        ("see b", 8, "see b"),
        ("- b: do this", 6, "- b: do"),
        ("- b: is the slope", 6, "- b: is"),
        ("**b** is right.", 6, "b** is"),
        ("So, B.", 8, "So, B."),
        ("This gives B.", 15, "gives B."),
        ("For b, compute.", 8, "For b,"),
        ("For a, compute.", 8, "For a,"),
        ("A's sign is wrong.", 4, "A's sign"),
        ("A causes it.", 4, "A causes"),
        ("b's sign is wrong.", 4, "b's sign"),
        ("A+C wrong", 4, "A+C wrong"),
        ("(a/c)", 5, "(a/c)"),
        ("(a & c)", 5, "(a & c)"),
        ("all except b", 15, "except b"),
        ("both a and c", 9, "both a and c"),
        ("#2 is right.", 4, "#2 is"),
        ("Option two is right.", 4, "Option two is"),
        ("the second is right", 4, "the second is right"),
        ("The first two are wrong.", 4, "The first two are wrong."),
        ("the first and the third are wrong", 4, "the first and the third are wrong"),
        ("Feedback on C: silly", 16, "on C: silly"),
        ("(a)–(c)", 5, "(a)–(c)"),
        ("(a)-(c) are wrong", 5, "(a)-(c) are"),
        ("(a) to (c)", 5, "(a) to (c)"),
        ("(a) through (c)", 5, "(a) through (c)"),
        ("[[a]]–(c)", 11, "(c)"),
        ("a–c are silly", 4, "a–c are"),
        ("a-c are silly", 4, "a-c are"),
        ("Statement B (97%) holds", 14, "Statement B (97%)"),
        ("    (a) is indented", 9, "(a) is"),
        ("![see (a)](x.png)", 11, "(a)"),
    ],
)
def test_an_unsure_letter_in_a_rationale_is_quoted_with_its_place(
    source: str, column: int, quote: str
) -> None:
    resolution = in_rationale(source)
    assert rationale_of(resolution) == source
    assert resolution.question.keep_order
    problem = resolution.problems[0]
    assert (problem.code, problem.severity) == ("stale-letter", Severity.WARNING)
    assert problem.place == Place(FILE, 20, column)
    assert quote in problem.message
    assert problem.message.startswith("question 'q' is printed with its choices in the author's order: ")


@pytest.mark.parametrize(
    "source",
    [
        "`(a)` and `` (b) ` ``",
        "$x (a)$ and $$ (a) $$",
        r"\((a)\) and \[ (b) \]",
        "```\nsee (a)\n```",
        "~~~ python\noption B\n\noption C\n~~~",
        "```\nnever closed, see (a)",
        "Vitamin C is good",
        "The answer is a matrix",
        "which option a user takes",
        "In C++ or C# and a B-tree",
        "(c) 2024 the authors",
        "option e.g. this",
        "carbon (C)",
        "Costs $5 and $10.",
        "the response I gave",
        "NOT A PROBLEM",
        "the former is larger than the latter",
        "It is N/A, as the Q&A says",
        "E. coli and B. subtilis grow",
        "by John C. Calhoun himself",
        "5 C of charge at 25 °C and 30 km/h",
        "l'avis d'un autre",
        "let b = 3",
        'a *second* one, and a "third"',
        "the first term is larger",
        "plan B is used",
        "- A matrix: square",
        "A process, a class and a bias",
        "A series or a lens",
    ],
)
def test_what_is_no_letter_of_a_choice_changes_nothing(source: str) -> None:
    before = question("Which holds?", *PLAIN, "four", "five", rationale=source)
    assert resolve(before) == Resolution(before)


@pytest.mark.parametrize(
    ("stem", "first"),
    [
        ("Which vitamin C holds?", "one"),
        ("Which?", "vitamin A or C"),
        ("Let $C$ be.", "one"),
        ("`C` is?", "one"),
        ("<b>Which</b> of C and D?", "one"),
    ],
)
def test_a_symbol_of_stem_or_choices_may_be_the_letter_of_a_choice_elsewhere(stem: str, first: str) -> None:
    before = question(stem, first, "two", "three", rationale="This gives C.")
    resolution = resolve(before)
    assert resolution.question == replace(before, keep_order=True)
    assert [problem.code for problem in resolution.problems] == ["stale-letter"]


def test_a_letter_within_a_word_is_no_symbol() -> None:
    assert in_rationale("So, B.", stem="What is a B-tree in C++?").question.keep_order


def test_a_choice_that_judges_the_first_speaks_of_statements() -> None:
    before = question("Two statements?", "the first is true", "none is", rationale="The first is true.")
    assert not resolve(before).question.keep_order


def test_dollars_that_are_no_math_do_not_hide_a_letter() -> None:
    assert rationale_of(in_rationale("It costs $5, so (a) is wrong, as $10 is more.")) == (
        "It costs $5, so ([[a]]) is wrong, as $10 is more."
    )


def test_an_unknown_reference_is_an_error_at_its_place() -> None:
    (problem,) = in_rationale("see\nthe [[e]] there").problems
    assert str(problem) == (
        "bank.md:21:8: question 'q': [[e]] names no choice of this question\n"
        "  hint: the choices are [[a]], [[b]], [[c]], [[d]]"
    )


@pytest.mark.parametrize("source", ["see question 3", "as in the previous question", "Question 12 says"])
def test_the_number_of_a_question_is_a_warning_and_changes_nothing(source: str) -> None:
    before = question("Which?", *PLAIN, rationale=source)
    resolution = resolve(before)
    assert resolution.question == before
    assert [(p.code, p.severity) for p in resolution.problems] == [("stale-number", Severity.WARNING)]


def test_a_letter_means_the_place_of_a_choice_with_a_name() -> None:
    named = question(
        "Which?", "one", "two", "both (a) and (b)", ids=["gap", "b", "c"], rationale="[[a]], so (a) is right"
    )
    changed = resolve(named).question
    assert changed.choices[2].text.source == "both ([[gap]]) and ([[b]])"
    assert changed.rationale is not None
    assert changed.rationale.source == "[[gap]], so ([[gap]]) is right"


def test_letters_that_are_not_those_of_the_places_are_never_left_to_the_order() -> None:
    resolution = resolve(question("Which?", *PLAIN, ids="bcd", rationale="The slope (b) is used; see (c)."))
    (problem,) = resolution.problems
    assert problem.severity is Severity.ERROR
    assert problem.place == Place(FILE, 20, 15)
    assert problem.hint == "write [[b]] where a choice is named; if none is, reword it"


def test_the_author_who_keeps_the_order_gets_no_warning() -> None:
    resolution = resolve(question("Which?", *PLAIN, rationale="The slope (b) is", keep_order=True))
    assert not resolution.problems
    assert [note.done for note in resolution.notes] == [Done.KEPT_ORDER]


def test_notes_say_what_was_done_in_which_place() -> None:
    notes = resolve(question("Which?", *PLAIN, "Both (a) and (c)", rationale="so (b) is wrong")).notes
    assert [(str(note.place), note.found, note.done) for note in notes] == [
        ("bank.md:13:10", "Both (a) and", "resolved"),
        ("bank.md:13:18", "and (c)", "resolved"),
        ("bank.md:13:4", "Both (a) and (c)", "pinned"),
        ("bank.md:20:8", "so (b) is", "resolved"),
    ]


WORDS = [
    "option",
    "choices",
    "answer",
    "both",
    "neither",
    "nor",
    "and",
    "or",
    "only",
    "is",
    "wrong",
    "would",
    "see",
    "the",
    "slope",
    "above",
    "all",
    "of",
    "none",
    "these",
    "last",
    "question",
    "3",
    "except",
    "to",
    "-",
    "–",
    ",",
    ".",
    ";",
    ":",
    "&",
    "/",
    "$",
    "`",
    "```",
    "*",
    "**",
    "(",
    ")",
    "[",
    "]",
    "\\(",
    "\\)",
    "!",
    "I",
    "_",
    "+",
    "'s",
    "#2",
    "1 and 3",
    "first",
    "second",
    "N/A",
    "same as",
]
LETTER = st.sampled_from("abcdABCDe")
FRAGMENT = st.one_of(
    LETTER,
    LETTER.map("({})".format),
    LETTER.map("{})".format),
    LETTER.map("[[{}]]".format),
    LETTER.map("${}$".format),
    LETTER.map("`({})`".format),
    st.sampled_from(WORDS),
    st.sampled_from(
        ["\n", "\n\n", "\n    ", "all of the above", "both of the above", "A and B", "$5", "\\$"]
    ),
)
PROSE = st.lists(FRAGMENT, max_size=12).flatmap(
    lambda parts: st.sampled_from(["", " "]).map(lambda joint: joint.join(parts))
)
QUESTIONS = st.builds(
    lambda stem, choices, rationale, feedback, keep: question(
        stem, *choices, rationale=rationale, feedback=feedback, keep_order=keep
    ),
    PROSE,
    st.lists(PROSE, min_size=0, max_size=5),
    st.none() | PROSE,
    st.none() | PROSE,
    st.booleans(),
)


def all_texts(of: Question) -> list[Text]:
    texts = [of.stem, of.rationale]
    for choice in of.choices:
        texts += [choice.text, choice.feedback]
    return [t for t in texts if t is not None]


@given(QUESTIONS)
def test_resolving_twice_is_resolving_once(before: Question) -> None:
    once = resolve(before).question
    assert resolve(once).question == once


@given(QUESTIONS)
def test_the_letters_put_back_give_the_text_of_the_author(before: Question) -> None:
    after = resolve(before).question
    for old, new in zip(all_texts(before), all_texts(after), strict=True):
        assert len(new.places) == len(old.places) == new.source.count("\n") + 1
        assert fold(new.source) == fold(old.source)


def fold(source: str) -> str:
    return re.sub(r"\[\[([a-zA-Z])\]\]", r"\1", source).lower()


@given(QUESTIONS)
def test_an_order_is_kept_only_with_a_reason_and_never_given_up(before: Question) -> None:
    resolution = resolve(before)
    after = resolution.question
    assert after.keep_order >= before.keep_order
    if after.keep_order and not before.keep_order:
        assert any(problem.code == "stale-letter" for problem in resolution.problems)
    assert (after.id, after.answer, after.place) == (before.id, before.answer, before.place)


@given(
    st.text(alphabet="acdxABCD ()[].,*\n", max_size=30),
    st.sampled_from(["$x {} y$", "`{}`", "``` \n{}\n```", r"\({}\)"]),
)
def test_math_and_code_never_change(inside: str, frame: str) -> None:
    inside = re.sub(r"\n\s*", "\n", inside.strip()) or "(a)"
    if frame.startswith("`{") and "\n\n" in inside:
        return
    opaque = frame.replace("{}", inside)
    changed = in_rationale(f"So (a) is wrong:\n\n{opaque}")
    assert rationale_of(changed) == f"So ([[a]]) is wrong:\n\n{opaque}"


@given(st.lists(st.sampled_from(["the", "mean", "of", "each", "group", "was", "larger"]), min_size=1))
def test_text_without_letters_is_the_same_object(written: list[str]) -> None:
    before = question(" ".join(written), *PLAIN, rationale=" ".join(reversed(written)))
    assert resolve(before).question is before
