"""Whole builds with the real TeX: the promises that only finished PDFs can show."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from conftest import ROOT, more
from papers import boxes_of, pages_of, questions_of, strip_of, words

from examgen import Build, Layout, Options, Paper, build_exam, load_bank
from examgen.errors import BankError, SelectionError, TypesetError

pytestmark = pytest.mark.tex

BANKS = ("vae.md", "python-basics.md", "sampling.yaml")

PROSE = """# Rivers

1. {#rv-source tags=start points=2} Where does a river begin?
 - (a) At its source, high in the hills
 - (b) At its mouth beside the sea
 - (c) Under the oldest bridge
 - (d) Behind the nearest mill

Correct Answer: (a)

Rationale: A source lies high; [[b]] names the other end.

2. {#rv-mouth tags=end} Where does a river end?
 - (a) In a spring of cold water
 - (b) At its mouth, in a lake or the sea
 - (c) On top of a glacier

Correct Answer: (b)

Rationale: Water runs down until it meets still water.

3. {#rv-delta tags=end} What builds a delta?
 - (a) Sand and mud that settle
 - (b) Wind from the north
 - (c) Ships that turn around
 - (d) None of the above

Correct Answer: (a)

Rationale: Slow water drops what it carried.

4. {#rv-several} Which of these are rivers?
 - (a) Danube
 - (b) Sahara
 - (c) Mekong
 - (d) Everest

Correct Answer: (a), (c)

Rationale: One is a desert and one a mountain.
"""


def tree(folder: Path) -> dict[str, str]:
    """Return the digest of each file below a folder."""
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def rows_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "keys" / "answers.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_answers(source: str) -> dict[str, tuple[str, set[str]]]:
    """Read stems and right choices of a simple quiz text by hand: words of the stem -> words of its right choices."""
    found = {}
    for block in re.split(r"^\d+\. ", source, flags=re.MULTILINE)[1:]:
        stem, _, rest = block.partition("\n")
        choices = dict(re.findall(r"^\s*- \((.)\) (.*)$", rest, re.MULTILINE))
        answers = re.findall(r"\((.)\)", re.findall(r"^Correct Answer: (.*)$", rest, re.MULTILINE)[0])
        stem = re.sub(r"[$\\{}]", "", re.sub(r"^\{.*?\} ", "", stem))
        found[words(stem)] = (stem, {words(re.sub(r"[$\\{}]", "", choices[answer])) for answer in answers})
    return found


def check_letters(source: str, folder: Path, name: str, versions: list[str]) -> int:
    """Compare the keys of a build with its papers, both read back from the PDFs; return how many letters were seen."""
    bank = read_answers(source)
    rows = rows_of(folder)
    letters = 0
    for version in versions:
        paper = questions_of(folder / "exams" / f"{name}-{version}.pdf")
        key_pdf = folder / "keys" / f"{name}-{version}-key.pdf"
        key = questions_of(key_pdf)
        strip = strip_of(key_pdf, len(paper))
        assert [q.number for q in paper] == [q.number for q in key] == list(range(1, len(bank) + 1))
        for seen, marked, in_strip in zip(paper, key, strip, strict=True):
            stem = next(known for known in bank if words(seen.stem).startswith(known[:40]))
            right = {
                letter
                for letter, text in seen.choices.items()
                if any(words(text).startswith(answer[:40]) for answer in bank[stem][1])
            }
            row = next(r for r in rows if r["version"] == version and int(r["number"]) == seen.number)
            assert right, f"no right choice is seen in question {seen.number} of {version}"
            assert set(marked.marked) == set(in_strip) == set(row["answer"]) == right
            letters += len(seen.choices)
    return letters


@pytest.fixture(scope="module")
def rivers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Build]:
    folder = tmp_path_factory.mktemp("rivers")
    bank = folder / "rivers.md"
    bank.write_text(PROSE, encoding="utf-8")
    return bank, build_exam(bank, folder / "out", Options(versions=5, seed="7"))


def test_every_letter_of_the_keys_fits_the_papers(rivers: tuple[Path, Build]) -> None:
    _, build = rivers
    assert check_letters(PROSE, build.folder, "rivers", list("ABCDE")) == 5 * 15


def test_the_seed_quiz_builds_as_it_stands(seed_quiz: Path, tmp_path: Path) -> None:
    bank = load_bank(seed_quiz)
    assert [sorted(question.answer) for question in bank.questions] == [["c"], ["b"], ["d"], ["b"], ["b"]]
    assert (bank.heading.title, bank.heading.course) == (
        "Quiz: Variational Autoencoders",
        "STA414/2104 - Winter 2026",
    )
    build = build_exam(seed_quiz, tmp_path / "out", Options(seed="2026"))
    assert check_letters(seed_quiz.read_text(encoding="utf-8"), build.folder, "quiz-vae", list("ABCD")) == 80


LAYOUTS = (
    Layout(),
    Layout(Paper.A4, 14, 1, True),
    Layout(Paper.LETTER, 10, 2, False),
    Layout(Paper.A4, 12, 2, True),
    Layout(Paper.A4, 13, 1, False),
)
#: Each layout with one of the banks, then with the others.
PRINTED = [
    (BANKS[(shift + number) % 3], layout) for shift in range(3) for number, layout in enumerate(LAYOUTS)
]


@pytest.mark.parametrize(("name", "layout"), [*PRINTED[:5], *more(*PRINTED[5:])], ids=str)
def test_the_banks_build_in_every_layout(name: str, layout: Layout, tmp_path: Path) -> None:
    build = build_exam(ROOT / "banks" / name, tmp_path / "out", Options(versions=2, seed="1", layout=layout))
    stem = Path(name).stem
    size = (612, 792) if layout.paper is Paper.LETTER else (595.276, 841.89)
    for version in build.versions:
        with pikepdf.open(build.folder / "exams" / f"{stem}-{version.label}.pdf") as paper:
            assert len(paper.pages) == version.pages
            assert [float(x) for x in paper.pages[0].mediabox[2:]] == pytest.approx(size, abs=0.1)
        if layout.duplex:
            assert version.pages % 2 == 0


def test_every_page_says_version_fingerprint_and_number(rivers: tuple[Path, Build]) -> None:
    _, build = rivers
    for version in build.versions:
        for name, count in (
            (f"exams/rivers-{version.label}.pdf", version.pages),
            (f"keys/rivers-{version.label}-key.pdf", version.key_pages),
        ):
            pages = pages_of(build.folder / name)
            assert len(pages) == count
            for number, page in enumerate(pages, start=1):
                assert f"Page {number} of {count}" in page
                assert version.fingerprint in page
                assert re.search(rf"Version\s+{version.label}\b", page)
                assert ("KEY" in page) == name.startswith("keys/")
            last = pages[-2] if "This page is left blank" in pages[-1] else pages[-1]
            assert ("End of key" if name.startswith("keys/") else "End of exam") in last


def test_rationales_name_the_letters_of_their_version(rivers: tuple[Path, Build]) -> None:
    _, build = rivers
    for version in build.versions:
        paper = questions_of(build.folder / "exams" / f"rivers-{version.label}.pdf")
        source = next(q for q in paper if "begin" in q.stem)
        letter = next(letter for letter, text in source.choices.items() if "mouth" in text)
        key = "\n".join(pages_of(build.folder / "keys" / f"rivers-{version.label}-key.pdf"))
        assert f"A source lies high; {letter} names the other end" in key.replace("\n", " ")


def test_none_of_the_above_stays_last(rivers: tuple[Path, Build]) -> None:
    _, build = rivers
    for version in build.versions:
        paper = questions_of(build.folder / "exams" / f"rivers-{version.label}.pdf")
        delta = next(q for q in paper if "delta" in q.stem)
        assert "None of the above" in delta.choices["D"]


def test_the_grid_and_the_json_agree_with_the_csv(rivers: tuple[Path, Build]) -> None:
    _, build = rivers
    grid = "\n".join(pages_of(build.folder / "keys" / "rivers-keys.pdf"))
    whole = json.loads((build.folder / "keys" / "answers.json").read_text(encoding="utf-8"))
    rows = rows_of(build.folder)
    assert list(rows[0])[:6] == ["version", "number", "question", "answer", "points", "fingerprint"]
    for version in whole["versions"]:
        mine = [row for row in rows if row["version"] == version["version"]]
        assert [row["answer"] for row in mine] == ["".join(q["answer"]) for q in version["questions"]]
        assert [row["question"] for row in mine] == [q["question"] for q in version["questions"]]
        answers = " ".join(row["answer"] for row in mine)
        assert f"{version['version']} {version['fingerprint']} {answers}" in grid


def test_the_print_file_is_all_papers_one_after_the_other(rivers: tuple[Path, Build]) -> None:
    _, build = rivers
    papers = [pages_of(build.folder / "exams" / f"rivers-{v.label}.pdf") for v in build.versions]
    assert pages_of(build.folder / "print" / "rivers-exams.pdf") == [
        page for paper in papers for page in paper
    ]
    assert all(len(paper) % 2 == 0 for paper in papers)


def test_the_same_input_gives_the_same_bytes(rivers: tuple[Path, Build], tmp_path: Path) -> None:
    bank, build = rivers
    again = build_exam(bank, tmp_path / "elsewhere", Options(versions=5, seed="7"))
    assert tree(again.folder) == tree(build.folder)
    once_more = build_exam(bank, tmp_path / "elsewhere", Options(versions=5, seed="7"))
    assert once_more.delivery.unchanged


def test_without_a_seed_a_rebuild_uses_the_recorded_one(
    write_bank: Callable[[str], Path], tmp_path: Path
) -> None:
    bank = write_bank(PROSE)
    first = build_exam(bank, tmp_path / "out", Options(versions=2))
    before = tree(first.folder)
    second = build_exam(bank, tmp_path / "out", Options(versions=2))
    assert first.seed == second.seed
    assert tree(second.folder) == before
    assert build_exam(bank, tmp_path / "other", Options(versions=1)).seed != first.seed


def test_version_d_changes_no_other_paper(write_bank: Callable[[str], Path], tmp_path: Path) -> None:
    bank = write_bank(PROSE)
    three = build_exam(bank, tmp_path / "three", Options(versions=3, seed="1"))
    four = build_exam(bank, tmp_path / "four", Options(versions=4, seed="1"))
    assert three.versions == four.versions[:3]
    for label in "ABC":
        name = f"exams/quiz-{label}.pdf"
        assert pages_of(three.folder / name) == pages_of(four.folder / name)


def secrets_in(pdf: Path) -> str:
    """Return everything in a PDF that is not a picture or a font, decompressed, as one text."""
    parts = []
    with pikepdf.open(pdf) as document:
        for item in document.objects:
            if isinstance(item, pikepdf.Stream):
                parts.append(repr({key: str(value) for key, value in item.items()}))
                if item.get("/Subtype") == "/Form" or "/Type" not in item:
                    parts.append(item.read_bytes().decode("latin-1"))
            else:
                parts.append(
                    str(item) if not isinstance(item, pikepdf.Dictionary) else repr(dict(item.items()))
                )
    return "\n".join(parts)


def test_a_paper_tells_nothing_but_what_is_printed(rivers: tuple[Path, Build]) -> None:
    bank, build = rivers
    for version in build.versions:
        pdf = build.folder / "exams" / f"rivers-{version.label}.pdf"
        with pikepdf.open(pdf) as document:
            assert set(document.docinfo.keys()) == {"/Title"}
            assert "/Metadata" not in document.Root
            assert "/Names" not in document.Root
            assert not list(document.attachments)
            names = {str(name) for page in document.pages for name in page.resources.get("/XObject", {})}
            assert all(re.fullmatch(r"/Fm\d+", name) for name in names)
        inside = secrets_in(pdf)
        for secret in (
            "rivers.md",
            str(bank.parent),
            "examgen",
            "pdfTeX",
            "LaTeX",
            "rationale",
            "rv-",
            "tags",
        ):
            assert secret not in inside
        text = words("".join(pages_of(pdf)))
        for rationale in ("still water", "Slow water drops", "One is a desert", "A source lies high"):
            assert words(rationale) not in text


def test_the_bytes_of_papers_do_not_depend_on_the_key(
    write_bank: Callable[..., Path], tmp_path: Path
) -> None:
    """Another right answer, another rationale, other tags, other order in the bank: the very same file."""
    parts = re.split(r"^(?=\d+\. )", PROSE, flags=re.MULTILINE)
    head, questions = parts[0], parts[1:]
    turned = "".join(re.sub(r"^\d+", str(i + 1), question) for i, question in enumerate(reversed(questions)))
    other = (
        (head + turned)
        .replace("Correct Answer: (b)", "Correct Answer: (c)")
        .replace("Correct Answer: (a), (c)", "Correct Answer: (b), (d)")
        .replace("Slow water drops what it carried.", "Something else entirely.")
        .replace("tags=end", "tags=finish,more")
    )
    assert other != PROSE
    one = build_exam(write_bank(PROSE, "a.md"), tmp_path / "one", Options(seed="5"))
    two = build_exam(write_bank(other, "b.md"), tmp_path / "two", Options(seed="5"))
    for label in "ABCD":
        first = (one.folder / f"exams/a-{label}.pdf").read_bytes()
        second = (two.folder / f"exams/b-{label}.pdf").read_bytes()
        assert first == second


def test_pick_and_tags(write_bank: Callable[[str], Path], tmp_path: Path) -> None:
    bank = write_bank(PROSE)
    build = build_exam(bank, tmp_path / "out", Options(seed="1", count=3))
    assert len(build.exam.questions) == 3
    tagged = build_exam(bank, tmp_path / "tagged", Options(seed="1", tags=("end",)))
    assert [question.id for question in tagged.exam.questions] == ["rv-mouth", "rv-delta"]
    with pytest.raises(SelectionError, match="5 questions are asked for, and the bank has 4"):
        build_exam(bank, tmp_path / "none", Options(count=5))
    assert not (tmp_path / "none").exists()


def test_tex_errors_are_all_told_with_their_places(write_bank: Callable[[str], Path], tmp_path: Path) -> None:
    source = PROSE.replace("Behind the nearest mill", r"Behind $near^m^i$").replace(
        "On top of a glacier", r"On $glac_i_e$"
    )
    bank = write_bank(source)
    with pytest.raises(TypesetError) as caught:
        build_exam(bank, tmp_path / "out", Options(seed="1"))
    lines = source.splitlines()
    place = {word: 1 + next(i for i, line in enumerate(lines) if word in line) for word in ("$near", "$glac")}
    text = str(caught.value)
    assert f"{bank}:{place['$near']}" in text
    assert "question 'rv-source', choice (d): double superscript" in text
    assert f"{bank}:{place['$glac']}" in text
    assert "question 'rv-mouth', choice (c): double subscript" in text
    assert not (tmp_path / "out").exists()


def test_a_line_that_runs_into_the_margin_is_a_warning(
    write_bank: Callable[[str], Path], tmp_path: Path
) -> None:
    bank = write_bank(
        PROSE.replace("Wind from the north", r"$\underbrace{" + "abcdefghij" * 8 + "abcd" + "}_{n}$")
    )
    place = 1 + PROSE.splitlines().index(" - (b) Wind from the north")
    build = build_exam(bank, tmp_path / "out", Options(seed="1"))
    assert [problem.code for problem in build.warnings] == ["overfull"]
    assert "question 'rv-delta', choice (b)" in build.warnings[0].message
    assert "runs into the margin" in build.warnings[0].message
    assert build.warnings[0].place is not None
    assert build.warnings[0].place.line == place


def test_a_line_that_would_be_cut_off_is_an_error(write_bank: Callable[[str], Path], tmp_path: Path) -> None:
    bank = write_bank(PROSE.replace("Wind from the north", r"$\underbrace{" + "abcdefghij" * 14 + "}_{n}$"))
    with pytest.raises(
        TypesetError, match=r"question 'rv-delta', choice \(b\): a line is \d+ pt too wide and is cut off"
    ):
        build_exam(bank, tmp_path / "out", Options(seed="1"))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("name", "layout"), [PRINTED[7], *PRINTED[2:4], *more(*PRINTED)], ids=str)
def test_every_glyph_stands_inside_the_page(name: str, layout: Layout, tmp_path: Path) -> None:
    """Nothing touches the paper's edge, and nothing but the foot stands where the foot is."""
    build = build_exam(
        ROOT / "banks" / name, tmp_path, Options(versions=2, seed="4", layout=layout, audit=False)
    )
    for file in (file for file in build.delivery.files if file.endswith(("A.pdf", "A-key.pdf", "keys.pdf"))):
        for page in boxes_of(tmp_path / file):
            left, bottom, right, top = np.array(page.boxes).T
            assert left.min() > 25, file
            assert right.max() < page.width - 25, file
            assert top.max() < page.height - 20, file
            foot = bottom < bottom.min() + 4
            assert bottom[~foot].min() > top[foot].max() + 1, file


def test_a_question_taller_than_a_page_is_an_error(write_bank: Callable[[str], Path], tmp_path: Path) -> None:
    code = "```\n" + "\n".join(f"line {i}" for i in range(80)) + "\n```"
    source = PROSE.replace("What builds a delta?", "What builds a delta?\n\n" + code)
    with pytest.raises(TypesetError, match="question 'rv-delta': it does not fit on one page"):
        build_exam(write_bank(source), tmp_path / "out", Options(seed="1"))


def test_all_problems_of_a_bank_are_told_at_once(write_bank: Callable[[str], Path], tmp_path: Path) -> None:
    source = PROSE.replace("Correct Answer: (a)\n", "", 1).replace(" - (c) Ships that turn around\n", "")
    with pytest.raises(BankError) as caught:
        build_exam(write_bank(source), tmp_path / "out")
    codes = {problem.code for problem in caught.value.problems}
    assert "no-answer" in codes
    assert len(caught.value.problems) >= 2
    assert not (tmp_path / "out").exists()
