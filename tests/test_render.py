"""Sheets, pieces and the LaTeX made of them; and letters read back from the pages of a real run."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from banks_for_tests import copy_of, exam, question, source_of, text, typeset
from conftest import tries
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import pages_of, questions_of, words

from examgen.arrange import arrange
from examgen.errors import BankError
from examgen.exam import Exam, Layout, Paper
from examgen.model import Heading, Question
from examgen.pieces import PieceKind, PieceTable
from examgen.render import fives, front_of
from examgen.runs import CHUNK, Copy, Run, RunKind, runs_for
from examgen.sheets import folders_of, key_sheets, paper_sheets, points_text
from examgen.texproblems import problems_of

SECRETS = exam(
    [
        replace(
            question(
                f"secretid{number}",
                [f"choice {number} {name}" for name in ("red", "blue", "green", "grey")],
                ["b"],
                stem=f"Question number {number}?",
                rationale=f"Hush {number}: it is [[b]].",
                tags=["secrettag"],
            ),
            difficulty="secretdifficulty",
            section="secretsection",
        )
        for number in range(6)
    ]
)


def table_for(asked: Exam) -> PieceTable:
    return PieceTable(folders_of(asked))


def letters_in(latex: str) -> list[str]:
    return re.findall(r"\\egletter\{([A-Z])\}", latex)


# ---------------------------------------------------------------- what a paper tells


def test_nothing_of_a_key_is_in_the_source_of_papers() -> None:
    source = source_of(copy_of(SECRETS, 3))
    for secret in ("Hush", "secret", "bank.md", "\\egright", "\\egrationale", "\\egstrip"):
        assert secret not in source
    # And they would be seen, if they were there.
    key = source_of(copy_of(SECRETS, 3), RunKind.KEYS)
    for told in ("Hush", "secretid3", "\\egright", "\\egrationale", "\\egstrip"):
        assert told in key


@st.composite
def exams_with_other_answers(draw: st.DrawFn) -> tuple[Exam, Exam]:
    """Return two exams that differ in nothing but which choices are right; as many are right in both."""
    first, second = [], []
    for number in range(draw(st.integers(1, 4))):
        ids = "abcdef"[: draw(st.integers(2, 6))]
        right = draw(st.integers(1, len(ids)))
        subsets = st.permutations(ids).map(lambda order, right=right: order[:right])
        asked = question(f"q{number}", [f"choice {number} {id}" for id in ids], draw(subsets))
        first.append(asked)
        second.append(replace(asked, answer=frozenset(draw(subsets))))
    return exam(first), exam(second)


@settings(max_examples=tries(50), deadline=None)
@given(exams_with_other_answers(), st.integers(0, 9))
def test_papers_do_not_depend_on_which_choices_are_right(exams: tuple[Exam, Exam], seed: int) -> None:
    one, other = (copy_of(each, 2, seed=str(seed)) for each in exams)
    assert source_of(one) == source_of(other)
    if exams[0] != exams[1]:
        assert source_of(one, RunKind.KEYS) != source_of(other, RunKind.KEYS)


def test_pieces_stand_in_the_order_of_their_names_and_not_of_the_bank() -> None:
    for asked in (SECRETS, replace(SECRETS, questions=SECRETS.questions[::-1])):
        source = source_of(copy_of(asked))
        names = re.findall(r"^\\begin\{egpiece\}\{([0-9a-f]{12})\}", source, re.MULTILINE)
        assert len(names) == 6 * 5
        assert names == sorted(names)
    assert re.findall(r"Question number (\d)", source) != list("012345")
    assert re.findall(r"Question number (\d)", source) != list("543210")


# ---------------------------------------------------------------- pieces


def test_equal_content_is_typeset_once() -> None:
    asked = exam([question("p", ["yes", "no"]), question("q", ["no", "yes"], ["b"])])
    copy = copy_of(asked, 5)
    choices = [p.latex for p in copy.paper_pieces.sorted() if p.kind is PieceKind.CHOICE]
    assert sorted(choices) == ["no", "yes"]
    origins = next(copy.paper_pieces.origins[p.name] for p in copy.paper_pieces.sorted() if p.latex == "yes")
    assert {origin.label for origin in origins} == {"question 'p', choice (a)", "question 'q', choice (b)"}


def test_equal_content_of_another_kind_is_another_piece() -> None:
    copy = copy_of(exam([question("p", ["Why?", "no"], stem="Why?")]))
    assert sorted(str(p.kind) for p in copy.paper_pieces.sorted() if p.latex == "Why?") == ["choice", "stem"]


def test_a_question_with_several_answers_says_so_below_its_stem() -> None:
    text_only, code = "Which?", "Which?\n\n```\nx = 1\n```"
    for stem in (text_only, code):
        for answer in (["a"], ["a", "c"]):
            copy = copy_of(exam([question("q", answer=answer, stem=stem)]))
            made = next(p.latex for p in copy.paper_pieces.sorted() if p.kind is PieceKind.STEM)
            assert made.endswith("\\egseveral") == (len(answer) > 1)
            # After running text it stands on the last line, after a block on a line of its own.
            assert ("\\par\n\\egseveral" in made) == (len(answer) > 1 and stem == code)


def referring(reference: str = "[[b]]") -> Question:
    asked = question(
        "q",
        ["one", "two", f"not {reference}"],
        ["a"],
        stem=f"What of {reference}?",
        rationale=f"{reference} is wrong.",
    )
    first = replace(asked.choices[0], feedback=text(f"{reference} is close."))
    return replace(asked, choices=(first, *asked.choices[1:]))


@pytest.mark.parametrize("reference", ["[[b]]", "[[B]]"])
def test_references_print_the_letter_of_their_version_everywhere(reference: str) -> None:
    asked = exam([referring(reference)])
    versions = arrange(asked, "1", 12)
    table = table_for(asked)
    sheets = key_sheets(asked, versions, table)
    seen = set()
    for version, sheet in zip(versions, sheets, strict=True):
        letter = "ABC"[version.choices[0].index(1)]
        seen.add(letter)
        (key,) = sheet.questions
        third = key.row.choices[version.choices[0].index(2)]
        assert key.rationale is not None
        for name in (key.row.stem, key.rationale, third.piece, key.feedback[0].piece):
            assert letters_in(table.pieces[name].latex) == [letter]
    assert seen == set("ABC")


@pytest.mark.parametrize("reference", ["[[mean]]", "[[Mean]]", "[[MEAN]]"])
def test_references_by_name_are_found_in_any_case(reference: str) -> None:
    named = referring(reference)
    choices = [replace(c, id=id) for c, id in zip(named.choices, ("mode", "Mean", "rest"), strict=True)]
    asked = exam([replace(named, choices=tuple(choices), answer=frozenset({"mode"}))])
    versions = arrange(asked, "1", 12)
    table = table_for(asked)
    for version, sheet in zip(versions, paper_sheets(asked, versions, table), strict=True):
        letter = "ABC"[version.choices[0].index(1)]
        assert letters_in(table.pieces[sheet.questions[0].stem].latex) == [letter]


def test_pieces_with_references_are_typeset_once_for_each_letter() -> None:
    asked = exam([referring()])
    table = table_for(asked)
    paper_sheets(asked, arrange(asked, "1", 50), table)
    # A stem and a choice with three letters each, and two choices without any.
    assert len(table.pieces) == 3 + 3 + 2


# ---------------------------------------------------------------- sheets


def test_rows_are_numbered_and_lettered_in_the_order_printed() -> None:
    versions = arrange(SECRETS, "7", 4)
    table = table_for(SECRETS)
    for version, sheet in zip(versions, paper_sheets(SECRETS, versions, table), strict=True):
        assert sheet.label == version.label
        assert [row.number for row in sheet.questions] == [1, 2, 3, 4, 5, 6]
        for row, index, order in zip(sheet.questions, version.questions, version.choices, strict=True):
            asked = SECRETS.questions[index]
            assert table.pieces[row.stem].latex == asked.stem.source
            assert "".join(choice.letter for choice in row.choices) == "ABCD"
            assert [table.pieces[choice.piece].latex for choice in row.choices] == [
                asked.choices[choice].text.source for choice in order
            ]


def test_a_key_has_the_rows_of_its_paper() -> None:
    versions = arrange(SECRETS, "7", 4)
    papers = paper_sheets(SECRETS, versions, table_for(SECRETS))
    keys = key_sheets(SECRETS, versions, table_for(SECRETS))
    for version, paper, key in zip(versions, papers, keys, strict=True):
        assert (key.label, key.fingerprint) == (paper.label, paper.fingerprint)
        assert tuple(row.row for row in key.questions) == paper.questions
        for row, index, order in zip(key.questions, version.questions, version.choices, strict=True):
            assert row.id == f"secretid{index}"
            assert row.answer == "ABCD"[order.index(1)]
            assert [i for i, right in enumerate(row.right) if right] == [order.index(1)]
            assert row.bank_answer == "b"


@pytest.mark.parametrize(
    ("points", "shown"),
    [
        ("1", "1"),
        ("0", "0"),
        ("10", "10"),
        ("100", "100"),
        ("1/2", "0.5"),
        ("5/4", "1.25"),
        ("1/16", "0.0625"),
        ("1/3", "1/3"),
        ("1/100000", "1/100000"),
        ("20001/20000", "20001/20000"),
    ],
)
def test_points_are_written_as_people_do(points: str, shown: str) -> None:
    assert points_text(Fraction(points)) == shown


def test_groups_of_five() -> None:
    assert fives("abcdefg") == (tuple("abcde"), tuple("fg"))
    assert fives("") == ()


# ---------------------------------------------------------------- head


def head(**fields: str) -> Exam:
    return replace(SECRETS, heading=Heading(**fields))


def test_a_date_is_no_list() -> None:
    front = front_of(
        head(title="# 1 & 2", date="1. Dezember 2026", duration="- 90 min", course="3) *Rivers*")
    )
    assert front.title == r"\# 1 \& 2"
    assert front.date == "1. Dezember 2026"
    assert front.duration == "- 90 min"
    assert front.course == r"3) \emph{Rivers}"


def test_a_name_in_place_of_a_title_is_plain_text() -> None:
    front = front_of(replace(head(), name=r"1. my_quiz (2) *final*"))
    assert front.title == r"1. my\_quiz (2) {*}final{*}"


def test_instructions_follow_the_answers() -> None:
    one, two = question("p"), question("q", answer=["a", "b"])
    assert front_of(exam([one])).instructions.startswith("Select the one best choice for each question.")
    assert "or every right choice where the question says so" in front_of(exam([one, two])).instructions
    assert front_of(exam([two])).instructions.startswith("Select every choice that is right.")
    assert front_of(head(instructions="Think *twice*.\n\nThen once.")).instructions == (
        "Think \\emph{twice}.\\par\nThen once."
    )


def test_packages_that_the_head_needs_are_loaded() -> None:
    assert r"\usepackage{cancel}" in source_of(copy_of(head(title=r"On $\cancel{x}$")))
    assert r"\usepackage{cancel}" in source_of(copy_of(head(title=r"On $\cancel{x}$")), RunKind.GRID)
    assert r"\usepackage{cancel}" not in source_of(copy_of(head(title=r"On $x$")))


def test_all_that_cannot_be_printed_in_the_head_is_said_at_once() -> None:
    with pytest.raises(BankError) as caught:
        front_of(
            head(title=r"On $\input{/etc/passwd}$", course="See [[a]]", instructions="![x](none.png) \ue000")
        )
    found = [problem.message for problem in caught.value.problems]
    assert found[0] == r"the title of the exam: the command \input is not allowed in math"
    assert found[1].startswith("the course of the exam: '[[a]]' stands for the letter of a choice")
    assert all(message.startswith("the instructions of the exam: ") for message in found[2:])
    assert any("none.png" in message for message in found)
    assert any("U+E000" in message for message in found)


def test_a_picture_that_is_there_cannot_stand_in_the_head(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dot.png").write_bytes(
        bytes.fromhex(
            "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
            "0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
        )
    )
    with pytest.raises(BankError) as caught:
        front_of(head(instructions="![x](dot.png)"))
    assert [p.message for p in caught.value.problems] == [
        "the instructions of the exam: a picture cannot stand here"
    ]


# ---------------------------------------------------------------- runs


@pytest.mark.parametrize("versions", [1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_runs_cover_every_version_once(versions: int) -> None:
    runs = runs_for(versions)
    for kind in (RunKind.PAPERS, RunKind.KEYS):
        covered = [v for run in runs if run.kind is kind for v in range(run.first, run.last)]
        assert covered == list(range(versions))
        assert all(run.last - run.first <= CHUNK for run in runs if run.kind is kind)
    assert [run for run in runs if run.kind is RunKind.GRID] == [Run(RunKind.GRID, 0, versions)]


def test_a_run_has_its_own_versions_and_the_pieces_of_all() -> None:
    copy = copy_of(SECRETS, 5)
    source = copy.job(Run(RunKind.PAPERS, 1, 3), 60).source
    assert re.findall(r"\\begin\{egversion\}\{(\w+)\}", source) == ["B", "C"]
    assert source.count("\\begin{egpiece}") == len(copy.paper_pieces.pieces) + 1


def test_the_grid_has_twenty_five_questions_and_ten_versions_in_a_block() -> None:
    many = exam([question(f"q{number}") for number in range(30)])
    source = source_of(copy_of(many, 12), RunKind.GRID)
    blocks = source.split("\\begin{egblock}")[1:]
    numbers = [re.findall(r"\\eggridnumber\{(\d+)\}", block) for block in blocks]
    labels = [re.findall(r"\\eggridrow\{(\w+)\}", block) for block in blocks]
    first, second = [str(n) for n in range(1, 26)], [str(n) for n in range(26, 31)]
    assert numbers == [first, second, first, second]
    assert labels == [list("ABCDEFGHIJ")] * 2 + [list("KL")] * 2
    assert [block.count("\\eggridanswer") for block in blocks] == [250, 50, 50, 10]


@pytest.mark.tex
def test_documents_have_paths_and_titles() -> None:
    copy = copy_of(replace(SECRETS, heading=Heading(title="Sets {1} {}"), name="sets {0}"), 2)
    paths = []
    for run in runs_for(2):
        outcome = typeset(copy, run.kind)
        paths += [(path, part.label) for path, part in copy.parts(run, outcome)]
    assert sorted(paths) == [
        ("exams/sets {0}-A.pdf", "A"),
        ("exams/sets {0}-B.pdf", "B"),
        ("keys/sets {0}-A-key.pdf", "A"),
        ("keys/sets {0}-B-key.pdf", "B"),
        ("keys/sets {0}-keys.pdf", "all"),
    ]


# ---------------------------------------------------------------- letters read back from the pages

#: Words with no other one inside them, that a hyphen does not part at the end of a line.
WORDS = (
    *("ant", "bee", "cod", "doe", "eel", "fox", "gnu", "hen", "ibis", "jay", "kid", "lark", "mole", "newt"),
    *("owl", "pig", "quail", "rat", "seal", "toad", "wren", "yak"),
)


def random_exam(seed: int) -> Exam:
    """Return questions of all shapes: 2 to 12 choices of one word or of some lines, one or several right ones."""
    chance = random.Random(seed)
    questions = []
    for number in range(12):
        count = chance.choice([2, 3, 4, 4, 5, 5, 6, 8, 12])
        length = chance.choice([1, 1, 3, 12, 30])
        choices = []
        while len(choices) < count:
            choice = " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, length)))
            if not any(other.startswith(choice) or choice.startswith(other) for other in choices):
                choices.append(choice)
        answer = chance.sample("abcdefghijkl"[:count], chance.choice([1, 1, 1, 2]))
        stem = f"Stem of {WORDS[number]}: " + " ".join(
            chance.choice(WORDS) for _ in range(chance.randint(0, 40))
        )
        questions.append(
            question(WORDS[number], choices, answer, stem=stem, keep_order=chance.random() < 0.1)
        )
    return exam(questions)


def documents(copy: Copy, kind: RunKind, folder: Path) -> list[Path]:
    """Typeset papers or keys and return the PDF of each version."""
    outcome = typeset(copy, kind)
    table = copy.paper_pieces if kind is RunKind.PAPERS else copy.key_pieces
    assert problems_of(outcome, table) == []
    made = []
    for _, part in copy.parts(Run(kind, 0, len(copy.papers)), outcome):
        path = folder / f"{kind}-{part.label}.pdf"
        path.write_bytes(part.data)
        assert len(pages_of(path)) == part.pages
        made.append(path)
    return made


@pytest.mark.tex
@pytest.mark.parametrize(
    ("seed", "layout"),
    [
        (1, Layout()),
        (2, Layout(columns=2)),
        (3, Layout(paper=Paper.A4, size=14)),
        (4, Layout(paper=Paper.A4, size=10, columns=2)),
    ],
)
def test_letters_read_from_papers_and_keys_are_the_orders(seed: int, layout: Layout, tmp_path: Path) -> None:
    asked = random_exam(seed)
    versions = arrange(asked, str(seed), 3)
    copy = copy_of(asked, 3, seed=str(seed), layout=layout)
    papers = documents(copy, RunKind.PAPERS, tmp_path)
    keys = documents(copy, RunKind.KEYS, tmp_path)
    for version, paper, key in zip(versions, papers, keys, strict=True):
        seen, marked = questions_of(paper), questions_of(key)
        assert [q.number for q in seen] == list(range(1, 13))
        for row, answer, index, order in zip(seen, marked, version.questions, version.choices, strict=True):
            printed = asked.questions[index]
            assert words(row.stem).startswith(words(printed.stem.source))
            texts = [printed.choices[choice].text.source for choice in order]
            assert list(row.choices) == list("ABCDEFGHIJKL"[: len(order)])
            for letter, expected in zip(row.choices, texts, strict=True):
                assert words(row.choices[letter]).startswith(words(expected))
            right = {"ABCDEFGHIJKL"[order.index("abcdefghijkl".index(id))] for id in printed.answer}
            assert set(answer.marked) == right
