"""What differs between two exams, told by question and by version. Nothing is typeset."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import records_for_tests
from click.testing import CliRunner
from records_for_tests import BANK, PNG, record_of

from examgen import Layout
from examgen.cli import cli
from examgen.cli.comparing import difference_text
from examgen.corrections import Correction, Rule
from examgen.difference import Difference, Part, Setting, compare, word_diff
from examgen.errors import DeliveryError, UsageError
from examgen.model import Heading
from examgen.record import Record, templates_in_use


@pytest.fixture
def old(tmp_path: Path) -> Record:
    return record_of(tmp_path / "old")


def against(old: Record, tmp_path: Path, text: str = BANK, **options: object) -> Difference:
    return compare(old, record_of(tmp_path / "new", text, **options))  # type: ignore[arg-type]


def changed(text: str, new: str) -> str:
    assert BANK.count(text) == 1
    return BANK.replace(text, new)


def test_an_exam_does_not_differ_from_itself(old: Record, tmp_path: Path) -> None:
    difference = against(old, tmp_path)
    assert not difference
    assert difference_text(difference) == "no difference: the same questions, texts, orders and answers"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            changed("Where does it end?", "Where does a river end?"),
            ["question 'mouth'", "  stem: Where does it end? -> Where does a river end?"],
        ),
        (changed("In a spring", "In a well"), ["question 'mouth'", "  choice (a): In a spring -> In a well"]),
        (changed("points=2", "points=3"), ["question 'mouth'", "  points: 2 -> 3"]),
        (
            changed("Rationale: [[a]] is where", "Rationale: Now [[a]] is the place where"),
            ["question 'source'", "  rationale: {+Now +}[[a]] is {+the place +}where it begins."],
        ),
        (
            changed("Correct Answer: (b)\n", "Correct Answer: (b)\n\nRationale: It is wide.\n"),
            ["question 'mouth'", "  rationale: added: It is wide."],
        ),
        (
            changed("[[a]] is where it begins", "[[a]] is where it\n   begins"),
            ["question 'source'", "  rationale: only white space differs"],
        ),
    ],
)
def test_a_text_that_differs_is_shown(text: str, lines: list[str], old: Record, tmp_path: Path) -> None:
    assert difference_text(against(old, tmp_path, text)).splitlines() == lines


def test_another_right_answer_is_told_with_the_letters_of_each_version(old: Record, tmp_path: Path) -> None:
    difference = against(old, tmp_path, changed("Correct Answer: (b)", "Correct Answer: (c)"))
    lines = difference_text(difference).splitlines()
    assert lines[:2] == ["question 'mouth'", "  answer: b -> c"]
    expected = []
    for version in old.facts["versions"]:
        ids = [q["question"] for q in version["questions"]]
        order = version["questions"][ids.index("mouth")]["choices"].split()
        letters = ["ABC"[order.index(id)] for id in ("b", "c")]
        number = ids.index("mouth") + 1
        expected.append(
            f"version {version['version']}: question {number} 'mouth': answer {letters[0]} -> {letters[1]}"
        )
    assert lines[2:] == expected


def test_several_answers_are_said_apart_because_papers_ask_otherwise(old: Record, tmp_path: Path) -> None:
    difference = against(old, tmp_path, changed("Correct Answer: (b)", "Correct Answer: (b), (c)"))
    assert [change.part for change in difference.changes] == [Part.SEVERAL, Part.ANSWER]


def test_questions_come_and_go_and_the_others_keep_their_orders(old: Record, tmp_path: Path) -> None:
    fourth = BANK + "\n4. {#new} What is a delta?\n - (a) Mud\n - (b) Rock\n\nCorrect Answer: (a)\n"
    difference = against(old, tmp_path, fourth)
    assert (difference.added, difference.removed) == (("new",), ())
    assert all(c.old is None or c.new is None or c.old.choices == c.new.choices for c in difference.papers)
    back = compare(Record.read(tmp_path / "new" / "rivers.examgen"), old)
    assert (back.added, back.removed) == ((), ("new",))
    assert "question 'new': removed" in difference_text(back)


def test_a_question_whose_id_changed_is_still_the_same_one(old: Record, tmp_path: Path) -> None:
    difference = against(
        old, tmp_path, changed("{#mouth points=2} Where does it end?", "{#end} Where does it stop?")
    )
    lines = difference_text(difference).splitlines()
    assert lines[0] == (
        "question 'mouth' is 'end' now: same wording but for: Where does it [-end-]{+stop+}? In a spring At ...; its id "
        "changed, and so did its orders"
    )
    assert "  points: 2 -> 1" in lines
    assert not [line for line in lines if "removed" in line or "added" in line]


def test_a_bank_in_place_of_a_build(old: Record, tmp_path: Path) -> None:
    (tmp_path / "quiz.md").write_text(BANK, encoding="utf-8")
    for pair in ([tmp_path / "quiz.md", old.path], [old.path, tmp_path / "quiz.md"]):
        error = CliRunner().invoke(cli, ["diff", *map(str, pair)]).exception
        assert isinstance(error, UsageError)
        assert "quiz.md' is a bank" in str(error)
        assert "out/quiz" in error.hint


def test_another_seed_moves_what_the_orders_say(old: Record, tmp_path: Path) -> None:
    difference = against(old, tmp_path, seed="2")
    assert [(s.name, s.old, s.new) for s in difference.settings] == [("seed", "1", "2")]
    assert difference_text(difference).splitlines()[0] == "other seed: every order is drawn anew"
    new = Record.read(tmp_path / "new" / "rivers.examgen")
    moved = set()
    for label, version in old.versions.items():
        for number, question in enumerate(version["questions"]):
            there = new.versions[label]["questions"]
            if there[number] != question:
                moved.add((label, question["question"]))
    assert moved
    assert {(c.version, c.question) for c in difference.papers if c.moves} == moved


def test_heading_layout_and_versions(old: Record, tmp_path: Path) -> None:
    difference = against(
        old, tmp_path, heading=Heading(title="Streams"), layout=Layout(columns=2), versions=4
    )
    assert difference_text(difference).splitlines() == [
        "title: Rivers -> Streams",
        "columns: 1 -> 2",
        "versions added: D",
    ]


def test_a_picture_that_is_another_one_under_its_name(
    old: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records_for_tests, "PNG", PNG + b"\0")
    difference = against(old, tmp_path)
    assert [(c.question, c.part) for c in difference.changes] == [("source", Part.STEM)]


def test_a_terminal_is_not_told_what_to_do_by_a_record(old: Record) -> None:
    heading = {**old.facts["heading"], "course": "STA\x1b[2J\x9b1"}
    old.path.write_bytes(old.with_facts(heading=heading))
    with pytest.raises(DeliveryError, match="orders or texts") as caught:
        compare(old, Record.read(old.path))
    assert "\x1b" not in str(caught.value)
    assert difference_text(Difference((Setting("course", "", "STA\x1b[2J\x9b1"),), *[()] * 9)) == (
        "course: none -> STA\ufffd[2J\ufffd1"
    )


def test_a_template_that_is_another_one(old: Record, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "exam.tex").write_text("other", encoding="utf-8")
    assert difference_text(against(old, tmp_path, templates=folder)) == "template exam.tex: changed"


def test_a_template_that_nothing_is_made_with(old: Record, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "unused.tex").write_text("other", encoding="utf-8")
    assert not against(old, tmp_path, templates=folder)


@pytest.mark.parametrize(
    ("exam", "used"),
    [
        (r'\BLOCK{include "a.tex"}', {"a.tex", "b.tex"}),
        (r"\BLOCK{- extends 'b.tex' -}", {"b.tex"}),
        (r'\BLOCK{include "b.tex" ignore missing}', {"b.tex"}),
        (r'\BLOCK{from "b.tex" import x}', {"b.tex"}),
        (r'\BLOCK{include "b" + ".tex"}', {"a.tex", "b.tex", "c.tex"}),
        (r"\BLOCK{include name}", {"a.tex", "b.tex", "c.tex"}),
        (r'\BLOCK{include ["b.tex", "none.tex"]}', {"a.tex", "b.tex", "c.tex"}),
        ("no statement", set()),
    ],
)
def test_templates_are_in_use_as_far_as_their_names_are_written(exam: str, used: set[str]) -> None:
    files = {
        "exam.tex": exam.encode(),
        "a.tex": b'\\BLOCK{include "b.tex"}',
        "b.tex": b"",
        "c.tex": b'\\BLOCK{include "a.tex"}',
        "logo.png": b"",
    }
    assert templates_in_use(files, ["exam.tex"]) == used | {"exam.tex", "logo.png"}


def test_corrections_of_keys(old: Record) -> None:
    correction = Correction(2, "2026-11-22", "mouth", Rule.ACCEPT, (frozenset("b"), frozenset("c")))
    lines = difference_text(compare(old, old, (), [correction])).splitlines()
    expected = ["correction of 'mouth': none -> b or c gets the points"]
    for label, version in old.versions.items():
        number, order = next(
            (n, q["choices"].split())
            for n, q in enumerate(version["questions"], start=1)
            if q["question"] == "mouth"
        )
        b, c = ("ABC"[order.index(id)] for id in "bc")
        expected.append(f"  version {label}: question {number}: {b} -> {' or '.join(sorted((b, c)))}")
    assert lines == expected
    assert not compare(old, old, [correction], [correction])


def test_the_same_correction_under_another_number_is_no_difference(old: Record) -> None:
    """It may follow another one that was taken back, and name its choices in another order."""
    one = Correction(2, "2026-11-22", "mouth", Rule.ACCEPT, (frozenset("b"), frozenset("c")), "a misprint")
    other = Correction(4, "2026-11-23", "mouth", Rule.ACCEPT, (frozenset("c"), frozenset("b")))
    former = [Correction(2, "2026-11-22", "both", Rule.VOID), Correction(3, "2026-11-22", "both", Rule.BANK)]
    assert not compare(old, old, [one], [*former, other])
    void = Correction(2, "2026-11-22", "mouth", Rule.VOID)
    lines = difference_text(compare(old, old, [one], [void])).splitlines()
    assert lines[0] == "correction of 'mouth': b or c gets the points -> counts for nobody"


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("a b c", "a x c", "a [-b-]{+x+} c"),
        ("a b", "a b c", "a b{+ c+}"),
        ("", "new", "{+new+}"),
        ("1 2 3 4 5 6 7 8 9 x", "1 2 3 4 5 6 7 8 9 y", "...5 6 7 8 9 [-x-]{+y+}"),
    ],
)
def test_two_texts_in_one(old: str, new: str, shown: str) -> None:
    assert word_diff(old, new) == shown


def test_the_command(old: Record, tmp_path: Path) -> None:
    runner = CliRunner()
    same = runner.invoke(cli, ["diff", str(old.path), str(old.path)])
    assert (same.exit_code, same.output) == (
        0,
        "no difference: the same questions, texts, orders and answers\n",
    )
    record_of(tmp_path / "new", changed("points=2", "points=3"))
    result = runner.invoke(cli, ["diff", str(old.path), str(tmp_path / "new"), "--json"])
    assert result.exit_code == 1
    view = json.loads(result.output)
    assert view["different"] is True
    assert view["changes"] == [
        {"question": "mouth", "part": "points", "choice": None, "old": "2", "new": "3"}
    ]


def test_records_of_a_later_order_scheme_can_be_compared(old: Record, tmp_path: Path) -> None:
    """What a record states is enough for that: nothing is drawn."""
    old.path.write_bytes(old.with_facts(scheme="examgen-9"))
    difference = against(Record.read(old.path), tmp_path)
    assert [(s.name, s.old, s.new) for s in difference.settings] == [("scheme", "examgen-9", "examgen-1")]
