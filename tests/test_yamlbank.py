"""YAML banks: what is read, and where it stands."""

from __future__ import annotations

import json
from fractions import Fraction
from textwrap import dedent
from typing import Any

import jsonschema
import pytest
import yaml
from conftest import tries
from hypothesis import example, given, settings
from hypothesis import strategies as st

from examgen.errors import Place
from examgen.formats.reading import Reading
from examgen.formats.yaml import nodes as yamlnodes
from examgen.formats.yaml import reader as yamlbank
from examgen.model import Bank, Question, Text
from examgen.schema import schema_text
from examgen.show import view


@pytest.fixture(params=["c", "python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML has a parser in C and one in Python; not every installation has the first."""
    loader = yaml.SafeLoader if request.param == "python" else getattr(yaml, "CSafeLoader", None)
    if loader is None:
        pytest.skip("PyYAML was built without libyaml")
    monkeypatch.setattr(yamlnodes, "_LOADER", loader)


def read(source: str) -> Reading:
    return yamlbank.read("b.yaml", source)


def bank(source: str) -> Bank:
    reading = read(dedent(source))
    assert [str(problem) for problem in reading.problems] == []
    return reading.bank


def question(source: str) -> Question:
    return bank("questions:\n" + dedent(source)).questions[0]


def where(text: Text | None) -> list[tuple[int, int]]:
    assert text is not None
    return [(place.line, place.column) for place in text.places]


FULL = """\
title: Sampling
course: STA101 - Winter 2026
date: 2026-03-14
duration: 50 minutes
instructions: |
  Choose the best answer.

  No calculators.
questions:
  - id: bias
    stem: When is an estimator unbiased?
    choices:
      - when its variance is zero
      - id: mean
        text: when its expectation is the parameter
        weight: 1/2
        feedback: That is the definition.
      - text: all of the above
        pin: yes
        weight: -0.25
    answer: mean
    rationale: |
      By definition $E[\\hat\\theta] = \\theta$.
    points: 1/2
    tags: bias, estimators , bias
    difficulty: easy
    section: Estimators
    pin: True
    keep_order: false
  - question: Which values are odd?
    choices: [1, 2, 3]
    answer: [a, C]
    points: 2
    tags: [numbers]
  - stem: Is it so?
    choices:
      - {text: no, correct: true}
      - {text: 012, correct: No}
      - text: null
"""


@pytest.mark.usefixtures("parser")
def test_all_that_a_bank_can_say() -> None:
    result = bank(FULL)
    heading = result.heading
    assert (heading.title, heading.course) == ("Sampling", "STA101 - Winter 2026")
    assert (heading.date, heading.duration) == ("2026-03-14", "50 minutes")
    assert heading.instructions == "Choose the best answer.\n\nNo calculators."
    assert result.places["course"] == Place("b.yaml", 2, 9)
    assert (result.name, [str(file) for file in result.files]) == ("b", ["b.yaml"])
    first, second, third = result.questions
    assert (first.id, first.given_id, first.place) == ("bias", True, Place("b.yaml", 10, 5))
    assert [(c.id, str(c.text), c.pin, c.weight) for c in first.choices] == [
        ("a", "when its variance is zero", False, None),
        ("mean", "when its expectation is the parameter", False, Fraction(1, 2)),
        ("c", "all of the above", True, Fraction(-1, 4)),
    ]
    assert str(first.choices[1].feedback) == "That is the definition."
    assert first.answer == {"mean"}
    assert str(first.rationale) == r"By definition $E[\hat\theta] = \theta$."
    assert (first.points, first.tags, first.difficulty) == (Fraction(1, 2), ("bias", "estimators"), "easy")
    assert (first.section, first.pin, first.keep_order) == ("Estimators", True, False)
    assert (second.id, second.given_id) == ("values-odd", False)
    assert [str(choice.text) for choice in second.choices] == ["1", "2", "3"]
    assert (second.answer, second.points, second.tags) == ({"a", "c"}, 2, ("numbers",))
    assert [str(choice.text) for choice in third.choices] == ["no", "012", "null"]
    assert (third.answer, third.points, third.rationale) == ({"a"}, 1, None)


WAYS = ["a, c", "A C", "(a), (c)", "a; c.", "[a, c]", "[A, 'c)']", "\n  - a\n  - c"]


@pytest.mark.parametrize("answer", WAYS)
def test_ways_to_name_the_answer(answer: str) -> None:
    assert question(f"- stem: x\n  choices: [p, q, r]\n  answer: {answer}").answer == {"a", "c"}


def test_an_id_may_be_what_a_choice_says() -> None:
    asked = question("- stem: x\n  choices: [{id: Yes, text: y}, {id: B, text: n}]\n  answer: yes")
    assert ([choice.id for choice in asked.choices], asked.answer) == (["Yes", "b"], {"Yes"})


def test_answer_and_marks_may_agree() -> None:
    asked = question("- stem: x\n  choices: [{text: y, correct: true}, {text: n, correct: no}]\n  answer: a")
    assert asked.answer == {"a"}


def test_what_check_finds_is_left_to_it() -> None:
    asked = question("- stem: x\n  choices:\n  answer:\n  rationale: ''\n")
    assert (asked.choices, asked.answer, asked.rationale is not None) == ((), frozenset(), True)
    assert bank("questions: []").questions == ()


def test_what_is_printed_in_one_line_is_one_line() -> None:
    result = bank(
        "title: |\n  Sampling\n   and more\nquestions:\n- stem: x\n  section: |\n    One\n    two\n"
    )
    assert (result.heading.title, result.questions[0].section) == ("Sampling and more", "One two")


def test_choices_past_z_have_numbers() -> None:
    asked = question(f"- stem: x\n  choices: {list(range(28))}")
    assert [choice.id for choice in asked.choices[24:]] == ["y", "z", "27", "28"]


def test_merge_keys_and_aliases() -> None:
    first, second, third = bank("""
        questions:
          - &base
            stem: First
            points: 2
            choices: &two [yes, no]
          - <<: *base
            stem: Second
          - <<: [{stem: Third, choices: *two}, *base]
            points: 3
        """).questions
    assert [str(q.stem) for q in (first, second, third)] == ["First", "Second", "Third"]
    assert [q.points for q in (first, second, third)] == [2, 2, 3]
    assert [str(choice.text) for choice in third.choices] == ["yes", "no"]
    assert where(second.choices[0].text) == [(6, 20)]


PLACES = """\
questions:
  - stem: |2

        code

      text $x$
    rationale: >-
      folded
      on
      lines

      and one more
    choices:
      - &a |
        one
      - 'it''s
         two

         lines'
      - "a \\\\ b\\n\\nc"
      -   "plain quotes"
      - plain
        on two
"""


@pytest.mark.usefixtures("parser")
def test_places_of_lines() -> None:
    asked = bank(PLACES).questions[0]
    assert str(asked.stem) == "  code\n\ntext $x$"
    assert where(asked.stem) == [(4, 7), (5, 1), (6, 7)]
    assert asked.stem.place(asked.stem.source.index("$")) == Place("b.yaml", 6, 12)
    assert where(asked.rationale) == [(8, 0), (12, 7)]
    texts = [choice.text for choice in asked.choices]
    assert [str(text) for text in texts] == [
        "one",
        "it's two\nlines",
        "a \\ b\n\nc",
        "plain quotes",
        "plain on two",
    ]
    assert [where(text) for text in texts] == [
        [(15, 9)],
        [(16, 0), (19, 10)],
        [(20, 10), (20, 0), (20, 0)],
        [(21, 12)],
        [(22, 0)],
    ]


def test_a_windows_file_and_odd_breaks() -> None:
    asked = bank("\ufefftitle: a\u2028b\r\nquestions:\r\n- stem: |\r\n    one\r\n    two\r\n").questions[0]
    assert (str(asked.stem), where(asked.stem)) == ("one\ntwo", [(4, 5), (5, 5)])


def test_a_faulty_question_does_not_hide_the_others() -> None:
    reading = read("questions:\n- stem: x\n  answer: q\n- stem: y\n  points: many\n- stem: z\n")
    assert [str(question.stem) for question in reading.bank.questions] == ["y", "z"]
    assert reading.bank.questions[0].points == 1
    assert len(reading.problems) == 2


def test_an_alias_bomb_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    (problem,) = read("\n".join(lines)).problems
    # 123 463 values stand above the aliases of the sixth line, each of which repeats 111 111.
    assert (problem.code, problem.place) == ("yaml-size", Place("b.yaml", 6, 45))


def test_a_long_text_repeated_by_aliases_is_refused() -> None:
    source = f"title: &t {'x' * 100_000}\nquestions: [{', '.join(['*t'] * 2000)}]"
    assert [problem.code for problem in read(source).problems] == ["yaml-size"]


def test_a_binary_file_has_few_messages() -> None:
    assert len(read("\x00" * 100_000).problems) == 20


class _EditorLoader(yaml.SafeLoader):
    """Types scalars as an editor does before it applies the schema; the schemas of YAML 1.2 have no dates."""


_EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith("timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def is_valid(source: str) -> bool:
    schema = json.loads(schema_text("bank"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema).is_valid(yaml.load(source, Loader=_EditorLoader))


def test_the_example_of_the_module_is_a_bank() -> None:
    text = yamlbank.__doc__ or ""
    example_text = dedent(text[text.index("    title:") : text.index("A choice is")])
    assert bank(example_text).questions[0].answer == {"b"}
    assert is_valid(example_text)


@pytest.mark.parametrize("source", [FULL, PLACES, "questions: []"])
def test_good_banks_are_valid_in_an_editor(source: str) -> None:
    assert is_valid(source)


FRAGMENTS = [
    *(
        "questions:",
        "\n",
        "\n  ",
        "- ",
        "stem: ",
        "choices:",
        "answer: b",
        "*a",
        "&a ",
        "'",
        '"',
        "[",
        "]",
        "{",
    ),
    *("}", "|", ">", "\\", "x", ": ", "<<: ", "!!", "\t", "#", "---", "%", "\r", "\ufeff", "\x85", "\u2028"),
]


@given(st.text() | st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join))
@example("questions:\n- stem: >\n\n\n")
@example("questions:\n- stem: |")
@example("questions:\n- stem: ! '\ud800'")
@settings(max_examples=tries(500), deadline=None)
def test_any_text_ends_in_a_reading(source: str) -> None:
    reading = read(source)
    count = len(source.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    for problem in reading.problems:
        assert problem.place is not None
        assert problem.place.line <= count
        assert problem.hint
    for asked in reading.bank.questions:
        for text in [asked.stem, *(choice.text for choice in asked.choices)]:
            assert len(text.places) == text.source.count("\n") + 1
            assert all(1 <= place.line <= count for place in text.places)


LETTERS = "aB0 ':#-[]{}$|>&*!%@`\\\n\té日\","
TEXTS = st.text(alphabet=LETTERS, min_size=1, max_size=120).filter(str.strip)


def trimmed(text: str) -> str:
    lines = text.rstrip().split("\n")
    while not lines[0].strip():
        del lines[0]
    return "\n".join(lines)


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    texts = draw(st.lists(TEXTS, min_size=2, max_size=4))
    entry: dict[str, Any] = {"stem": draw(TEXTS), "choices": list(texts), "points": draw(st.integers(0, 9))}
    entry["answer"] = draw(st.lists(st.sampled_from("abcd"[: len(texts)]), min_size=1, unique=True))
    entry |= draw(st.fixed_dictionaries({}, optional={"rationale": TEXTS, "pin": st.booleans()}))
    if draw(st.booleans()):
        entry["choices"][0] = {"text": texts[0], "pin": True, "weight": 0.5}
    return entry


SPACE_FIRST = {"stem": " 0\n0", "choices": ["0", "0"], "points": 0, "answer": ["a"]}
STYLES = st.sampled_from([None, "|", ">", "'", '"'])


@given(st.lists(questions(), max_size=3), STYLES, st.booleans(), st.sampled_from([20, 80, 1000]))
@example([SPACE_FIRST], None, True, 20)
@settings(max_examples=tries(300), deadline=None)
def test_a_dumped_bank_reads_equal(
    entries: list[dict[str, Any]], style: str | None, unicode: bool, width: int
) -> None:
    source = yaml.dump(
        {"questions": entries},
        Dumper=yaml.SafeDumper,
        default_style=style,
        allow_unicode=unicode,
        width=width,
    )
    source = source.replace("!!int ", "").replace("!!bool ", "").replace("!!float ", "")
    reading = read(source)
    assert reading.problems == ()
    lines = source.split("\n")
    for asked, entry in zip(view(reading.bank)["questions"], entries, strict=True):
        texts = [choice if isinstance(choice, str) else choice["text"] for choice in entry["choices"]]
        assert asked["stem"] == trimmed(entry["stem"])
        assert [choice["text"] for choice in asked["choices"]] == [trimmed(text) for text in texts]
        assert asked["answer"] == sorted(entry["answer"])
        assert asked["points"] == entry["points"]
        assert asked["pin"] == entry.get("pin", False)
        assert asked["rationale"] == (trimmed(entry["rationale"]) if "rationale" in entry else None)
    for question in reading.bank.questions:
        for text in (question.stem, *(choice.text for choice in question.choices)):
            for line, place in zip(text.source.split("\n"), text.places, strict=True):
                if place.column and line[:1] in ("a", "B", "0"):
                    assert lines[place.line - 1][place.column - 1] == line[0]
