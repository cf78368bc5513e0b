"""Jinja inside LaTeX, and the templates that come with examgen."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from banks_for_tests import copy_of, exam, question, source_of
from pylatex import NoEscape

from examgen.corrections import CorrectionRow
from examgen.errors import DeliveryError, TemplateError
from examgen.exam import Layout
from examgen.model import Heading
from examgen.pieces import Piece
from examgen.render import Front, GridBlock, GridRow
from examgen.runs import RunKind
from examgen.sheets import KeyRow, KeySheet, LetteredPiece, QuestionRow, Sheet
from examgen.templates import NAMES, Templates, built_in, copy

README = (built_in() / "README.md").read_text(encoding="utf-8")
STY = (built_in() / "examgen.sty").read_text(encoding="utf-8")
TEX = {name: (built_in() / name).read_text(encoding="utf-8") for name in NAMES if name.endswith(".tex")}


def rendered(tmp_path: Path, source: str, **values: object) -> str:
    (tmp_path / "exam.tex").write_text(source, encoding="utf-8")
    return Templates(tmp_path).render("exam.tex", values)


# ---------------------------------------------------------------- what is printed


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (r"50% & \input{x}_$", r"50\% \& \textbackslash{}input\{x\}\_\$"),
        (NoEscape(r"50\% \emph{x}"), r"50\% \emph{x}"),
        (7, "7"),
        ("", ""),
        (NoEscape(""), ""),
    ],
)
def test_text_is_escaped_and_latex_is_not(tmp_path: Path, value: object, printed: str) -> None:
    assert rendered(tmp_path, r"<\VAR{x}>", x=value) == f"<{printed}>"


def test_text_that_a_template_made_of_latex_is_escaped_again(tmp_path: Path) -> None:
    assert rendered(tmp_path, r"\VAR{x|upper}", x=NoEscape(r"\emph{x}")).startswith(r"\textbackslash{}EMPH")


def test_delimiters_leave_latex_alone(tmp_path: Path) -> None:
    latex = "{{ a }} {% b %} {# c #} % d\n\\def\\x#1{#1} \\#1 \\{x\\} \\VARx{a}\n"
    assert rendered(tmp_path, latex) == latex


def test_statements_and_comments_take_no_line(tmp_path: Path) -> None:
    source = "a\n  \\BLOCK{for x in xs}\n\\VAR{x}\n  \\BLOCK{endfor}\n\\#{ said nothing }\nb\n"
    assert rendered(tmp_path, source, xs=["1", "2"]) == "a\n1\n2\nb\n"


@pytest.mark.parametrize("value", [None, 1.5, ["x"], object])
def test_what_is_neither_text_nor_a_whole_number_is_an_error(tmp_path: Path, value: object) -> None:
    with pytest.raises(TemplateError, match="a template prints text and whole numbers, not "):
        rendered(tmp_path, r"\VAR{x}", x=value)


# ---------------------------------------------------------------- errors in templates


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        ("a\nb\n\\VAR{exm.title}\n", 3, "'exm' is undefined"),
        ("a\n\\VAR{exam.titel}\n", 2, "has no attribute 'titel'"),
        ("a\n\n\n\\BLOCK{for x in nothing}\n\\BLOCK{endfor}\n", 4, "'nothing' is undefined"),
        ("a\n\\BLOCK{if missing}x\\BLOCK{endif}\n", 2, "'missing' is undefined"),
        ("a\n\\BLOCK{for x in y}\n", 2, "Unexpected end of template"),
        ("\\VAR{1 +}\n", 1, "unexpected 'end of print statement'"),
        ("a\n\\VAR{x\n", 2, "unexpected"),
        ("a\n\\VAR{'x'|nosuch}\n", 2, "No filter named 'nosuch'"),
        ("a\n\\VAR{1 // 0}\n", 2, "division"),
        ("a\n\\BLOCK{include 'nosuch.tex'}\n", 2, "there is no template 'nosuch.tex'"),
        ("a\n\\BLOCK{include '../secret.tex'}\n", 2, "there is no template '../secret.tex'"),
        ("a\n\\BLOCK{include '/etc/passwd'}\n", 2, "there is no template '/etc/passwd'"),
        ('a\n\\VAR{"".__class__.__mro__}\n', 2, "access to attribute '__class__' of 'str' object is unsafe"),
        ("a\n\\VAR{exam.__class__}\n", 2, "access to attribute '__class__'"),
        ("a\n\\VAR{xs.append(1)}\n", 2, "access to attribute 'append' of 'list' object is unsafe"),
    ],
)
def test_an_error_has_the_file_and_the_line(tmp_path: Path, source: str, line: int, message: str) -> None:
    (tmp_path.parent / "secret.tex").write_text("secret")
    front = exam_values()["exam"]
    with pytest.raises(TemplateError) as caught:
        rendered(tmp_path, source, exam=front, xs=[])
    (problem,) = caught.value.problems
    assert message in problem.message
    assert (problem.place and (problem.place.file, problem.place.line)) == (str(tmp_path / "exam.tex"), line)
    assert "templates/README.md" in problem.hint
    assert str(caught.value).startswith(f"{tmp_path / 'exam.tex'}:{line}: ")
    assert caught.value.exit_code == 4


def test_an_error_in_an_included_template_is_at_its_own_line(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "head.tex").write_text("fine\n\\VAR{nosuch}\n")
    with pytest.raises(TemplateError) as caught:
        rendered(tmp_path, "\n\n\n\\BLOCK{include 'parts/head.tex'}\n")
    (problem,) = caught.value.problems
    assert str(problem.place) == f"{tmp_path / 'parts' / 'head.tex'}:2"


def test_an_error_of_python_below_a_template_is_at_the_templates_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when the folder of templates is one that the program lies in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "exam.tex").write_text("\n\\VAR{x|join}\n")
    with pytest.raises(TemplateError) as caught:
        Templates(Path("/")).render(str(tmp_path / "exam.tex").lstrip("/"), {"x": [1, Unprintable()]})
    (problem,) = caught.value.problems
    assert (str(problem.place), problem.message) == ("exam.tex:2", "I print nothing")


class Unprintable:
    def __str__(self) -> str:
        raise ValueError("I print nothing")


def test_a_template_that_is_not_utf_8_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "exam.tex").write_bytes(b"\\VAR{x}\xff")
    with pytest.raises(TemplateError, match=re.escape(str(tmp_path / "exam.tex"))):
        Templates(tmp_path).render("exam.tex", {"x": ""})


# ---------------------------------------------------------------- which file is used


def test_a_folder_replaces_templates_by_name(tmp_path: Path) -> None:
    (tmp_path / "preamble.tex").write_text("% mine\n")
    templates = Templates(tmp_path)
    assert templates.path("preamble.tex") == tmp_path / "preamble.tex"
    assert templates.path("key.tex") == built_in() / "key.tex"
    mine = source_of(copy_of(exam([question("q")]), folder=tmp_path))
    theirs = source_of(copy_of(exam([question("q")])))
    assert mine.startswith("% mine\n")
    assert mine.partition("\\renewcommand")[2] == theirs.partition("\\renewcommand")[2]


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="does not exist") as caught:
        Templates(tmp_path / "none")
    assert caught.value.hint == f"make one with: examgen templates copy {tmp_path / 'none'}"


def test_a_template_of_another_name_is_an_error() -> None:
    with pytest.raises(TemplateError, match=r"there is no template letter\.tex"):
        Templates().path("letter.tex")
    with pytest.raises(TemplateError, match=r"letter\.tex"):
        Templates().render("letter.tex", {})


def test_a_copy_has_every_template(tmp_path: Path) -> None:
    made = copy(tmp_path / "a" / "b")
    assert sorted(made) == sorted((tmp_path / "a" / "b").iterdir())
    assert {path.name for path in made} == {path.name for path in built_in().iterdir()}
    for path in made:
        assert path.read_bytes() == (built_in() / path.name).read_bytes()


def test_a_copy_prints_what_the_originals_print(tmp_path: Path) -> None:
    copy(tmp_path / "mine")
    questions = exam([question("q")])
    for kind in RunKind:
        assert source_of(copy_of(questions, folder=tmp_path / "mine"), kind) == source_of(
            copy_of(questions), kind
        )


def test_a_copy_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "key.tex").write_text("mine")
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(TemplateError, match=r"already holds key\.tex") as caught:
        copy(tmp_path)
    assert "name another folder" in caught.value.hint
    assert sorted(path.name for path in tmp_path.iterdir()) == ["key.tex", "notes.txt"]
    assert (tmp_path / "key.tex").read_text() == "mine"


def test_a_copy_to_where_nothing_can_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DeliveryError, match="cannot be copied"):
        copy(tmp_path / "file" / "below")


# ---------------------------------------------------------------- templates/README.md


def table(heading: str) -> list[list[str]]:
    """Return the rows of the table below a heading of the README, cell by cell."""
    part = README.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    rows = [line.strip("|").split(" | ") for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row] for row in rows[2:]] if rows else []


def macros_in(text: str) -> set[str]:
    """Return the names of examgen's macros and environments that a text has."""
    return set(re.findall(r"\\(eg[A-Za-z]+)", text)) | set(re.findall(r"\\begin\{(eg[a-z]+)\}", text))


def defined() -> set[str]:
    """Return the public names that the LaTeX package defines."""
    return set(
        re.findall(
            r"\\(?:newcommand|renewcommand|providecommand|def|gdef|edef|let|newdimen|newcount|newskip"
            r"|mathchardef|eg@keepfont)\s*\{?\\(eg[A-Za-z]+)(?![A-Za-z@])",
            STY,
        )
    ) | set(re.findall(r"\\newenvironment\{(eg[a-z]+)\}", STY))


def test_every_macro_of_the_readme_is_defined() -> None:
    named = macros_in(README.partition("## Macros")[2])
    named |= set(re.findall(r"`(eg[a-z]+)`", README))
    assert len(named) > 50
    assert named - defined() == set()


def test_every_macro_that_templates_use_is_in_the_readme() -> None:
    used = set().union(*(macros_in(source) for source in TEX.values()))
    assert len(used) > 30
    assert used - macros_in(README.partition("## Macros")[2]) == set()


def exam_values() -> dict[str, object]:
    """Return what a template can name, by the names of the README, with a type for each."""
    front = Front(
        *(NoEscape(name) for name in ("title", "course", "date", "duration", "instructions")),
        questions=1,
        points="1",
        several=False,
        packages=frozenset(),
    )
    return {"exam": front, "layout": Layout(), "packages": [], "pieces": [], "sheets": []}


def test_the_readme_names_every_variable() -> None:
    rows = {tuple(re.findall(r"`([^`]+)`", row[0])): (row[1], row[2]) for row in table("Variables")}
    named = {name: where for names, (where, _) in rows.items() for name in names}
    told = {name: text for names, (_, text) in rows.items() for name in names}

    def fields(kind: type, *without: str) -> set[str]:
        return {field.name for field in dataclasses.fields(kind)} - set(without)  # type: ignore[arg-type]

    def words(text: str) -> set[str]:
        return set(re.findall(r"`([^`]+)`", text))

    assert {name.removeprefix("exam.") for name in named if name.startswith("exam.")} == fields(
        Front, "packages"
    )
    assert {name.removeprefix("layout.") for name in named if name.startswith("layout.")} == fields(Layout)
    assert {name for name in named if "." not in name} == {
        *("fonts", "packages", "pieces", "sheets", "blocks", "versions", "revision", "corrections", "legend")
    }
    assert words(told["corrections"]) == fields(CorrectionRow)
    assert words(told["pieces"]) == fields(Piece)
    assert words(told["sheets"]) == fields(Sheet) == fields(KeySheet, "revision", "corrections")
    assert words(told["blocks"]) == fields(GridBlock) | fields(GridRow)
    in_paper, in_key = [words(row[2]) for row in table("Variables") if row[0] == "`sheet.questions`"]
    assert in_paper == fields(QuestionRow) | fields(LetteredPiece)
    assert in_key == fields(KeyRow) | {"answer"} | fields(LetteredPiece)


NAMED = {
    "exam.tex": r"\VAR{exam.title}|\VAR{exam.course}|\VAR{exam.date}|\VAR{exam.duration}|\VAR{exam.instructions}|"
    r"\VAR{exam.questions}|\VAR{exam.points}|\VAR{exam.several}|"
    r"\VAR{layout.paper}|\VAR{layout.size}|\VAR{layout.columns}|\VAR{layout.duplex}|"
    r"\VAR{packages|length}|\VAR{pieces[0].kind}|\VAR{sheets[0].label}|\VAR{sheets[0].questions[0].number}",
    "key.tex": r"\VAR{sheets[0].questions[0].id}|\VAR{sheets[0].questions[0].answer}|"
    r"\VAR{sheets[0].questions[0].bank_answer}|\VAR{sheets[0].questions[0].row.points}",
    "grid.tex": r"\VAR{versions}|\VAR{blocks[0].numbers[0][0]}|\VAR{blocks[0].rows[0].label}|"
    r"\VAR{blocks[0].rows[0].groups[0][0]}|\VAR{exam.title}",
}


def test_the_variables_have_their_values(tmp_path: Path) -> None:
    for name, source in NAMED.items():
        (tmp_path / name).write_text(source)
    asked = question("q", ["yes", "no"], ["b"], points=2, keep_order=True)
    heading = Heading("T & T", "C", "D", "1 h", "*Do* it.")
    made = copy_of(dataclasses.replace(exam([asked]), heading=heading), 3, folder=tmp_path)
    papers, keys, grid = (source_of(made, kind) for kind in (RunKind.PAPERS, RunKind.KEYS, RunKind.GRID))
    kind = papers.split("|")[13]
    assert kind in ("stem", "choice")
    assert papers == rf"T \& T|C|D|1 h|\emph{{Do}} it.|1|2|False|letter|11|1|True|0|{kind}|A|1"
    assert keys == "q|B|b|2"
    assert grid == r"3|1|A|B|T \& T"
