"""Attacks: each is refused with a place and a remedy, or comes out as harmless text."""

from __future__ import annotations

import csv
import json
import os
import random
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from attacks import (
    ADDRESSES,
    CANARY,
    MATH,
    SCRAPS,
    TEMPLATES,
    TEXT,
    YAML,
    Attack,
    pdf_of,
    picture_files,
    slow_texts,
)
from papers import pages_of, words

from examgen import ExamgenError, Options, build_exam
from examgen.errors import BankError, Place, Problem, Severity, TemplateError, printable
from examgen.formats import read_banks
from examgen.inspection import inspect
from examgen.markup import bare
from examgen.markup.pictures import Picture, find_picture
from examgen.report import bank_text, json_text
from examgen.templates import Templates, built_in
from examgen.typeset import TexJob, find_tex, run

_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def ids_of(attacks: list[Attack]) -> list[str]:
    return [re.sub(r"[^ -~]", "?", attack.name)[:60] for attack in attacks]


@pytest.fixture(scope="module")
def trap(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bank's folder with a secret beside it, and links, a pipe and files of all names that lead there."""
    folder = tmp_path_factory.mktemp("trap") / "bank"
    folder.mkdir()
    for name in ("canary.tex", "canary", "canary.map", "canary.mps"):
        (folder.parent / name).write_text(CANARY)
        (folder / name).write_text(CANARY)
    (folder / "link-out.png").symlink_to("/etc/passwd")
    (folder / "folder-out").symlink_to(folder.parent)
    os.mkfifo(folder / "fifo.png")
    (folder / "bank.md").write_text("1. Q\n")
    return folder


def told(problems: tuple[Problem, ...], code: str) -> Problem:
    """Return the problem with a code: an error with a place and a remedy."""
    found = [problem for problem in problems if problem.code == code]
    assert found, [str(problem) for problem in problems]
    assert found[0].severity is Severity.ERROR
    assert found[0].hint or code == "unreadable-picture"
    assert found[0].place is not None
    return found[0]


# ---------------------------------------------------------------- formulas

FORMS = {
    "stem": "1. Q ${}$\n - (a) x\n - (b) y\n\nCorrect Answer: (a)\n",
    "display": "1. Q\n\n$$\n{}\n$$\n\n - (a) x\n - (b) y\n\nCorrect Answer: (a)\n",
    "choice": "1. Q\n - (a) ${}$\n - (b) y\n\nCorrect Answer: (a)\n",
    "rationale": "1. Q\n - (a) x\n - (b) y\n\nCorrect Answer: (a)\n\nRationale: > \\({}\\)\n",
    "inner text": "1. Q $\\text{{a ${}$}}$\n - (a) x\n - (b) y\n\nCorrect Answer: (a)\n",
    "title": "---\ntitle: '${}$'\n---\n1. Q\n - (a) x\n - (b) y\n\nCorrect Answer: (a)\n",
}


@pytest.mark.parametrize("attack", MATH, ids=ids_of(MATH))
def test_a_formula_is_refused_wherever_it_stands(attack: Attack, trap: Path) -> None:
    for name, form in FORMS.items():
        source = form.format(attack.source.replace("'", "''") if name == "title" else attack.source)
        bank = trap / f"{name}.md"
        bank.write_text(source)
        with pytest.raises(BankError) as caught:
            build_exam(bank, trap.parent / "out")
        codes = {problem.code for problem in caught.value.problems}
        if name in ("stem", "display", "choice"):
            line = next(i for i, each in enumerate(source.split("\n"), 1) if attack.source in each)
            problem = told(caught.value.problems, attack.code)
            assert problem.place is not None
            assert problem.place.line == line
        assert codes & {attack.code, "unclosed-math", "math-in-text", "unbalanced-math", "bad-front-matter"}
        assert CANARY not in str(caught.value)
    assert not (trap.parent / "out").exists()


@pytest.mark.tex
@pytest.mark.parametrize("word", ["pdfobj stream file {canary.tex}", "pdffiledump length 9 {canary.tex}"])
def test_a_primitive_that_reads_past_the_lock_is_gone_inside_a_piece(word: str) -> None:
    source = rf"""\documentclass{{article}}\usepackage{{examgen}}\begin{{document}}
\begin{{egpiece}}{{x}}{{stem}}\{word}\end{{egpiece}}\egproof{{x}}\end{{document}}"""
    files = {"canary.tex": CANARY.encode(), "examgen.sty": (built_in() / "examgen.sty").read_bytes()}
    outcome = run(TexJob("attack", source, files), find_tex())
    assert "A piece of a bank reads no file" in outcome.log
    assert not outcome.pdf or CANARY not in _unpacked(outcome.pdf)


# ---------------------------------------------------------------- text


@pytest.mark.tex
def test_text_comes_out_as_text_and_letters_stay(trap: Path) -> None:
    """One build holds every line of hostile text in a stem, a choice, a rationale, a tag, the head and code."""
    parts = ["---\ntitle: '{{ 7*7 }} \\VAR{exam}'\ncourse: '\\BLOCK{if x} \\input{canary}'\n---\n"]
    for number, line in enumerate(TEXT, 1):
        parts.append(
            f"{number}. {{#q{number} tags=a}} Stem{number}x {line}\n\n   ```latex\n   {line}\n   ```\n\n"
            f" - (a) right{number} {line}\n - (b) wrong{number}\n\nCorrect Answer: (a)\n\nRationale: {line}\n"
        )
    bank = trap / "text.md"
    bank.write_text("\n".join(parts))
    before = {path.name for path in trap.iterdir()}
    out = trap.parent / "text-out"
    result = build_exam(bank, out, Options(versions=2, seed="1"))
    assert {path.name for path in trap.iterdir()} == before
    paper = "".join(pages_of(out / "exams" / "text-A.pdf"))
    for line in TEXT:
        plain = line.replace("`", "").replace("\\#", "#")
        for word in re.findall("[A-Za-z0-9]{2,}", plain):
            assert word in paper, line
    assert "49" not in re.sub(r"\d{3,}", "", paper.split("Name")[0])
    for version in result.versions:
        text = words("".join(pages_of(out / "keys" / f"text-{version.label}-key.pdf")))
        assert all(words(f"right{number}") in text for number in range(1, len(TEXT) + 1))
    for path in out.rglob("*"):
        if path.is_file():
            assert CANARY.encode() not in path.read_bytes()
        if path.suffix == ".pdf":
            assert CANARY not in "".join(pages_of(path)) + _unpacked(path.read_bytes())
    for row in csv.DictReader((out / "keys" / "answers.csv").read_text(encoding="utf-8").splitlines()):
        assert row["choices"].split()["AB".index(row["answer"])] == "a"


def _unpacked(data: bytes) -> str:
    """Return all that the objects of a PDF hold, as text."""
    with pikepdf.open(BytesIO(data)) as pdf:
        parts = [repr(pdf.docinfo), repr(pdf.Root.keys())]
        for each in pdf.objects:
            parts.append(each.unparse(resolved=False).decode("latin-1"))
            if isinstance(each, pikepdf.Stream):
                try:
                    parts.append(each.read_bytes().decode("latin-1"))
                except pikepdf.PdfError:
                    parts.append(each.read_raw_bytes().decode("latin-1"))
    return "".join(parts)


# ---------------------------------------------------------------- YAML


@pytest.mark.parametrize("attack", YAML, ids=ids_of(YAML))
def test_yaml(attack: Attack, tmp_path: Path) -> None:
    bank = tmp_path / "bank.yaml"
    bank.write_text(attack.source, encoding="utf-8")
    problems = inspect([bank]).problems
    if attack.code:
        told(problems, attack.code)
    assert all(not _CONTROLS.search(str(problem)) for problem in problems)


# ---------------------------------------------------------------- pictures


@pytest.mark.parametrize("attack", ADDRESSES, ids=ids_of(ADDRESSES))
def test_an_address_of_a_picture(attack: Attack, trap: Path) -> None:
    bank = trap / "picture.md"
    bank.write_text(f"1. Q ![x]({attack.source})\n - (a) x\n - (b) y\n\nCorrect Answer: (a)\n")
    problem = told(inspect([bank]).problems, attack.code)
    assert problem.place == Place(str(bank), 1, 6)


PICTURES = list(picture_files())


@pytest.mark.parametrize(("name", "data", "code"), PICTURES, ids=[name for name, _, _ in PICTURES])
def test_a_file_of_a_picture(name: str, data: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    found = find_picture(name, tmp_path, Place("bank.md", 1, 1))
    if code:
        assert isinstance(found, Problem)
        told((found,), code)
        return
    assert isinstance(found, Picture)
    printed = bare(found)
    assert CANARY.encode() not in printed
    if found.name.endswith(".pdf"):
        text = _unpacked(printed)
        assert "0 0 m 40 40 l S" in text
        assert not [word for word in (CANARY, "JavaScript", "Launch", "Annots", "Metadata") if word in text]
    else:
        assert CANARY.encode() in data


def test_a_file_that_is_no_pdf_inside_never_ends_in_a_traceback(tmp_path: Path) -> None:
    draw, whole = random.Random(7), bytearray(pdf_of())
    for _ in range(60):
        broken = bytearray(whole)
        for _ in range(draw.randint(1, 9)):
            broken[draw.randrange(9, len(broken))] = draw.randrange(256)
        (tmp_path / "a.pdf").write_bytes(broken)
        found = find_picture("a.pdf", tmp_path, Place("bank.md", 1, 1))
        assert isinstance(found, Picture) or found.code == "bad-picture"


# ---------------------------------------------------------------- templates


@pytest.mark.parametrize("expression", TEMPLATES)
def test_a_template_ends_in_its_error(expression: str, tmp_path: Path) -> None:
    from test_templates import exam_values

    (tmp_path / "exam.tex").write_text(rf"\VAR{{{expression}}}")
    with pytest.raises(TemplateError) as caught:
        Templates(tmp_path).render("exam.tex", exam_values())
    assert caught.value.problems[0].place is not None


@pytest.mark.parametrize(
    "statement",
    [
        'include "../../etc/passwd"',
        'include "/etc/passwd"',
        'import "../x" as x',
        'extends "../x"',
        'include "link.tex"',
    ],
)
def test_a_template_reads_nothing_outside_its_folder(statement: str, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "canary.tex").write_text(CANARY)
    (tmp_path / "mine" / "link.tex").symlink_to(tmp_path / "canary.tex")
    (tmp_path / "mine" / "exam.tex").write_text(rf"\BLOCK{{{statement}}}")
    with pytest.raises(TemplateError):
        Templates(tmp_path / "mine").render("exam.tex", {})


def test_a_link_beside_templates_is_not_handed_to_tex(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "logo.png").symlink_to("/etc/passwd")
    with pytest.raises(TemplateError, match="leads out of the folder"):
        Templates(tmp_path / "mine").beside()


def test_a_macro_that_calls_itself_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "exam.tex").write_text(r"\BLOCK{macro m()}\VAR{m()}\BLOCK{endmacro}\VAR{m()}")
    with pytest.raises(TemplateError, match="recursion"):
        Templates(tmp_path).render("exam.tex", {})


# ---------------------------------------------------------------- what a person sees

OBEYED = "\x1b]0;x\x07\x1b[2J\r\b\x7f\x9b2J\u202ea\u2066\ud800"


def test_nothing_that_a_terminal_obeys_is_said() -> None:
    problem = Problem("x", f"quiz {OBEYED}", Place(f"b{OBEYED}\n.md", 1, 2), OBEYED)
    error = ExamgenError(OBEYED, hint=OBEYED, problems=[problem])
    for text in (str(problem), str(problem.place), str(error), error.message, error.hint, printable(OBEYED)):
        assert not _CONTROLS.search(text)
        assert text.encode()
    assert printable("Übung\t∑ 中 \u200d\n") == "Übung\t∑ 中 \u200d\n"
    assert printable("\x1b[2J") == r"\x1b[2J"


def test_json_is_exact_and_holds_nothing_that_a_terminal_obeys() -> None:
    text = json_text({"a": OBEYED})
    assert not _CONTROLS.search(text)
    assert json.loads(text) == {"a": OBEYED}


def test_a_bank_is_shown_without_what_a_terminal_obeys(tmp_path: Path) -> None:
    bank = tmp_path / "b\x1b[2J.md"
    bank.write_text(
        '---\ntitle: "x\\x1b[2J"\n---\n1. {#a tags=\u202eb} Q\u202e\n'
        "   ```\n   \u202ecode\n   ```\n - (a) x\n - (b) y\n\nCorrect Answer: (a)\n"
    )
    assert not _CONTROLS.search(bank_text(read_banks([bank]).bank))


# ---------------------------------------------------------------- time

_LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (40, 40))
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
sys.path[:0] = [{tests!r}, {root!r}]
from attacks import slow_texts
from examgen.inspection import inspect
part, of = {part}, 2
for index, (name, source) in enumerate(slow_texts({size})):
    if index % of == part:
        print(name.encode("ascii", "backslashreplace").decode(), flush=True)
        open("bank.md", "w", encoding="utf-8").write(source)
        inspect(["bank.md"])
print("done")
"""


@pytest.mark.parametrize("part", [0, 1])
def test_no_text_takes_long_to_read(part: int, tmp_path: Path) -> None:
    """A text whose time grew with the square of its length would take more than the processor time that all have."""
    tests = Path(__file__).parent
    program = _LIMITED.format(tests=str(tests), root=str(tests.parent), part=part, size=24_000)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    lines = done.stdout.splitlines()
    assert lines[-1:] == ["done"], (lines[-1:], done.stderr[-500:])
    assert len(lines) > len(list(slow_texts(100))) // 2


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    bank = tmp_path / "bank.md"
    with bank.open("wb") as file:
        file.truncate(100_000_000)
    told(inspect([bank]).problems, "file-too-large")


# ---------------------------------------------------------------- random banks


def hostile_bank(draw: random.Random) -> str:
    """Return a quiz text or its like made of dangerous scraps."""
    body = "".join(draw.choices(SCRAPS, k=draw.randint(5, 120)))
    if draw.random() < 0.5:
        body = f"1. Q {body}\n - (a) {draw.choice(SCRAPS)}x\n - (b) y\n\nCorrect Answer: (a)\n"
    return body


def check_random(count: int, seed: int, folder: Path) -> None:
    (folder / "canary.tex").write_text(CANARY)
    (folder / "bank").mkdir()
    draw = random.Random(seed)
    for index in range(count):
        bank = folder / "bank" / draw.choice(("b.md", "b.yaml", "b.txt"))
        source = hostile_bank(draw)
        bank.write_bytes(source.encode())
        checked = inspect([bank])
        said = "\n".join(str(problem) for problem in checked.problems) + bank_text(checked.bank)
        assert CANARY not in said, (seed, index)
        assert not _CONTROLS.search(said.replace("\t", "")), (seed, index, source)


def test_random_hostile_banks_end_in_problems_or_in_a_bank(tmp_path: Path) -> None:
    check_random(300, 3, tmp_path)


if __name__ == "__main__":
    # A longer run: how many banks, and from which seed.
    import tempfile

    with tempfile.TemporaryDirectory() as room:
        check_random(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1, Path(room))
