"""Every example, form and field on the page about banks, and every code on that about problems, against the program."""

from __future__ import annotations

import csv
import json
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import docx
import jsonschema
import openpyxl
import pytest
import yaml
from codes_for_tests import severities_in_source
from conftest import ROOT
from pydantic import BaseModel

from examgen import Options, Question, build_exam
from examgen.check import check
from examgen.errors import Place, Problem, Severity
from examgen.formats import FORMATS, read_bank, recognise, writer_for
from examgen.formats.attributes import CHOICE_WORDS, QUESTION_WORDS, read_words, split_words
from examgen.formats.naming import slug
from examgen.formats.quiz import reader as quiztext
from examgen.markup import parse
from examgen.markup.mathtext import faults_of
from examgen.model import Bank, Text
from examgen.references import Done, resolve
from examgen.schema import BankFile, ChoiceEntry, QuestionEntry

PAGE = (ROOT / "docs" / "banks.md").read_text(encoding="utf-8")
PROBLEMS = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
_MARK = re.compile(r"<!-- example: (?P<kind>[\w-]+)(?P<args>[^>]*?) -->\n")
_FENCE = re.compile(r"(?P<fence>`{3,})(?P<language>\w*)\n(?P<body>.*?)^(?P=fence)$", re.DOTALL | re.MULTILINE)
_TABLE = re.compile(r"(?:\|.*\|\n)+")
_CODE = re.compile(r"(?<!`)`(?!`)([^`]+)`(?!`)")


@dataclass(frozen=True)
class Example:
    """One marked block of the page: a fenced one, or a table."""

    kind: str
    args: tuple[str, ...]
    language: str  #: of a fenced block; empty for a table
    body: str
    line: int  #: of the page, 1-based

    def __str__(self) -> str:
        return f"line {self.line}"


def examples_of(page: str) -> list[Example]:
    found = []
    for mark in _MARK.finditer(page):
        block = _FENCE.match(page, mark.end()) or _TABLE.match(page, mark.end())
        assert block, f"nothing stands below {mark[0]}"
        fenced = block.groupdict()
        line = page.count("\n", 0, block.start()) + 1
        body = fenced.get("body") or block[0]
        found.append(
            Example(mark["kind"], tuple(mark["args"].split()), fenced.get("language") or "", body, line)
        )
    return found


EXAMPLES = examples_of(PAGE)


def of_kind(kind: str) -> list[Example]:
    found = [example for example in EXAMPLES if example.kind == kind]
    assert found, f"the page has no example of the kind {kind}"
    return found


def rows_of(table: str) -> list[list[str]]:
    """Return the cells of a table's rows, without head and line of dashes."""
    lines = table.strip().splitlines()[2:]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def codes_in(cell: str) -> list[str]:
    return _CODE.findall(cell)


def problems_of(path: Path) -> list[Problem]:
    reading = read_bank(path)
    return [*reading.problems, *check(reading.bank).problems]


def ids(example: Example) -> str:
    return "-".join([example.kind, *example.args, str(example.line)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with all the banks of the page, and the picture that one of its texts shows."""
    shutil.copy(ROOT / "docs" / "paper.png", tmp_path)
    for example in of_kind("bank"):
        (tmp_path / example.args[0]).write_text(example.body, encoding="utf-8")
    return tmp_path


def test_every_block_is_marked() -> None:
    blocks = [PAGE.count("\n", 0, found.start()) + 1 for found in _FENCE.finditer(PAGE)]
    assert blocks == [example.line for example in EXAMPLES if example.language]
    kinds = {example.kind for example in EXAMPLES}
    assert kinds == {
        *(
            "attributes",
            "bad",
            "bad-text",
            "bank",
            "fields",
            "formats",
            "forms",
            "letters",
            "lines",
            "refused",
        ),
        *("run", "text", "word"),
    }


def test_links_inside_the_page_lead_to_headings() -> None:
    titles = re.findall(r"(?m)^#{2,} (.+)$", _FENCE.sub("", PAGE))
    anchors = {title.lower().replace(" ", "-") for title in titles}
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) <= anchors
    assert set(re.findall(r"\]\(banks\.md#([^)]+)\)", PROBLEMS)) <= anchors


# ---- banks and texts


@pytest.mark.parametrize("example", of_kind("bank"), ids=ids)
def test_banks_have_no_problems(example: Example, folder: Path) -> None:
    path = folder / example.args[0]
    assert read_bank(path).bank.questions
    assert problems_of(path) == []


@pytest.mark.parametrize("example", of_kind("lines"), ids=ids)
def test_banks_in_formats_without_rationales_lack_only_these(example: Example, tmp_path: Path) -> None:
    path = tmp_path / example.args[0]
    path.write_text(example.body, encoding="utf-8")
    assert read_bank(path).bank.questions
    assert {problem.code for problem in problems_of(path)} <= {"no-rationale"}


def test_each_format_has_an_example(tmp_path: Path) -> None:
    found = set()
    for example in (*of_kind("bank"), *of_kind("lines")):
        format = recognise(example.args[0], example.body.encode())
        assert format, example
        found.add(format.name)
    write_word(of_kind("word")[0], tmp_path / "a.docx")
    write_workbook(
        next(each for each in of_kind("bank") if each.args[0].endswith(".csv")), tmp_path / "a.xlsx"
    )
    for path in tmp_path.iterdir():
        format = recognise(path.name, path.read_bytes())
        assert format, path
        assert len(read_bank(path).bank.questions) >= 1
        assert problems_of(path) == []
        found.add(format.name)
    assert found | {"JSON"} == {format.name for format in FORMATS}


def write_word(example: Example, path: Path) -> None:
    """Write each line as a paragraph; what stands between stars is bold."""
    document = docx.Document()
    for line in example.body.splitlines():
        paragraph = document.add_paragraph()
        for number, part in enumerate(line.split("**")):
            paragraph.add_run(part).bold = True if number % 2 else None
    document.save(str(path))


def write_workbook(example: Example, path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in csv.reader(example.body.splitlines()):
        sheet.append(row)
    workbook.save(path)


def test_the_table_of_formats_is_the_programs() -> None:
    table = {row[0]: row[1:] for row in rows_of(of_kind("formats")[0].body)}
    assert set(table) == {format.name for format in FORMATS}
    for format in FORMATS:
        option, suffixes, carries, written, cannot = table[format.name]
        assert codes_in(option) == [format.option]
        assert tuple(codes_in(suffixes)) == format.suffixes
        assert carries
        assert written == ("yes" if format.write else "")
        assert cannot.replace("`", "") == format.cannot
        assert ("pictures" in carries or carries == "all") or not format.embeds


@pytest.mark.parametrize("example", [*of_kind("bank"), *of_kind("lines")], ids=ids)
def test_what_a_format_is_said_to_carry_it_carries(example: Example, tmp_path: Path) -> None:
    path = tmp_path / example.args[0]
    path.write_text(example.body, encoding="utf-8")
    format = recognise(path.name, path.read_bytes())
    assert format
    carries = next(row[3] for row in rows_of(of_kind("formats")[0].body) if row[0] == format.name)
    bank = read_bank(path).bank
    shown = {
        "points": any(question.points != 1 for question in bank.questions),
        "feedback": any(choice.feedback for question in bank.questions for choice in question.choices),
        "rationale": any(question.rationale for question in bank.questions),
        "tags": any(question.tags for question in bank.questions),
        "sections": any(question.section for question in bank.questions),
        "keep-order": any(question.keep_order for question in bank.questions if len(question.choices) > 2),
        "head": bool(bank.heading.title),
    }
    assert carries == "all" or {name for name, is_there in shown.items() if is_there} <= {
        *carries.split(", ")
    }


@pytest.mark.parametrize("example", of_kind("bad"), ids=ids)
def test_bad_banks_have_the_problems_named_on_their_lines(example: Example, tmp_path: Path) -> None:
    path = tmp_path / ("bad.yaml" if example.language == "yaml" else "bad.md")
    path.write_text(example.body, encoding="utf-8")
    named = [
        (number, code)
        for number, line in enumerate(example.body.splitlines(), start=1)
        if (comment := re.search(r"(?:<!--|(?<=\s)#) ([a-z, -]+?)(?: -->)?$", line))
        for code in comment[1].split(", ")
    ]
    assert named
    found = sorted((p.place.line if p.place else 0, p.code) for p in problems_of(path))
    assert found == sorted(named)


def as_text(source: str) -> Text:
    return Text(source, tuple(Place("page.md", n + 1, 1) for n in range(source.count("\n") + 1)))


@pytest.mark.parametrize("example", of_kind("text"), ids=ids)
def test_texts_have_no_problems(example: Example, folder: Path) -> None:
    document = parse(as_text(example.body.rstrip()), folder)
    assert document.problems == ()
    assert len(document.pictures) == example.body.count("![")


@pytest.mark.parametrize("example", of_kind("bad-text"), ids=ids)
def test_each_word_of_a_bad_text_is_refused(example: Example, tmp_path: Path) -> None:
    for word in example.body.strip().split(", "):
        codes = {problem.code for problem in parse(as_text(word), tmp_path).problems}
        assert codes == set(example.args), word


def test_prices_are_text_and_math_is_math() -> None:
    example = next(example for example in of_kind("text") if "$5" in example.body)
    plain = parse(as_text(example.body), Path()).plain
    assert "costs $5 and a guide $10. Both $x" in plain
    assert r"and $y = \frac{1}{2}$ are math, and $ is" in plain


def test_the_first_bank_says_what_the_page_says_of_it(folder: Path) -> None:
    bank = read_bank(folder / "rivers.md").bank
    heading = bank.heading
    assert (heading.title, heading.course) == ("Rivers", "GEO101 - Winter 2026")
    assert (heading.date, heading.duration) == ("12 March 2026", "50 minutes")
    assert heading.instructions == "Choose the best answer. No maps."
    assert [question.section for question in bank.questions] == ["Part A: Basics"] * 2 + ["Part B: Maps"]
    assert [sorted(question.answer) for question in bank.questions] == [["b"], ["b"], ["a", "c"]]
    mouth = bank.questions[0]
    assert [bool(choice.feedback) for choice in mouth.choices] == [True, False, True, False]
    assert mouth.rationale is not None
    assert "\n\nText below the answer belongs to the" in mouth.rationale.source
    head = read_bank(folder / "head.md").bank.heading
    assert (head.title, head.course) == (heading.title, heading.course)
    assert head.instructions == heading.instructions


def test_numbers_need_not_be_in_order(folder: Path) -> None:
    path = folder / "rivers.md"
    source = path.read_text(encoding="utf-8").replace("\n2. {", "\n9. {").replace("\n3. {", "\n2. {")
    path.write_text(source, encoding="utf-8")
    assert [question.id for question in read_bank(path).bank.questions] == ["mouth", "flow", "islands"]
    assert problems_of(path) == []


# ---- tables


def quiz(number: str, choices: list[str], answer: str, rationale: str) -> Question:
    lines = [f"{number} Is it?", *choices, "", answer, "", f"{rationale} Because."]
    reading = quiztext.read("quiz.md", "\n".join(lines))
    assert reading.problems == (), lines
    (question,) = reading.bank.questions
    return question


def labelled(form: str) -> list[str]:
    """Return choices one, two and three, labelled in the form in which the first one is given."""
    later = [form.replace("a", low).replace("A", low.upper()) for low in "abc"]
    return [f"{label} {word}" for label, word in zip(later, ("one", "two", "three"), strict=True)]


def test_forms_are_read() -> None:
    forms = {part: codes_in(ways) for part, ways in rows_of(of_kind("forms")[0].body)}
    assert list(forms) == ["number", "choice", "answer", "several right answers", "rationale"]
    usual = {"number": "1.", "choice": "- (a)", "answer": "Answer: b", "rationale": "Rationale:"}
    for part, ways in forms.items():
        assert len(ways) >= 5, part
        for way in ways:
            given = usual | {"answer" if part == "several right answers" else part: way}
            question = quiz(given["number"], labelled(given["choice"]), given["answer"], given["rationale"])
            assert question.stem.source == "Is it?", way
            assert [choice.text.source for choice in question.choices] == ["one", "two", "three"], way
            assert question.answer == ({"a", "c"} if part == "several right answers" else {"b"}), way
            assert question.rationale is not None
            assert question.rationale.source == "Because.", way


@pytest.mark.parametrize(
    ("number", "owner", "known"), [(0, "question", QUESTION_WORDS), (1, "choice", CHOICE_WORDS)]
)
def test_attributes_are_all_there_and_read(number: int, owner: str, known: tuple[str, ...]) -> None:
    written = [codes_in(row[0])[0] for row in rows_of(of_kind("attributes")[number].body)]
    words = split_words(" ".join(written), Place("x.md", 1, 1), known)
    assert words is not None
    attributes, problems = read_words(words, known, owner)
    assert problems == []
    names = ["#" if word.startswith("#") else word for word in known]
    assert sorted(word.name for word in words) == sorted(names)
    assert attributes.pin


@pytest.mark.parametrize(
    "stem",
    [
        "Which is in {1, 2}",
        "Which is in {1, 2}\n   {3, 4}",
        "What is a dict {x=1}",
        r"What prints \{points=2}",
        "What prints `{points=2}`",
        "What prints:\n\n   ```\n   {points=2}\n   ```",
    ],
)
def test_braces_that_are_text(stem: str) -> None:
    source = f"1. {stem}\n - (a) \\{{pin}}\n - (b) b, {{pin}}, b\n\nAnswer: a"
    reading = quiztext.read("quiz.md", source)
    assert reading.problems == ()
    (question,) = reading.bank.questions
    assert question.stem.source == stem.replace("\n   ", "\n")
    assert question.points == 1
    assert not any(choice.pin for choice in question.choices)


def test_fields_are_those_of_a_yaml_bank() -> None:
    models: tuple[type[BaseModel], ...] = (BankFile, QuestionEntry, ChoiceEntry)
    for table, model in zip(of_kind("fields"), models, strict=True):
        named = [name for row in rows_of(table.body) for name in codes_in(row[0])]
        assert sorted(named) == sorted(model.model_fields)


def test_refused_commands_are_refused() -> None:
    words = [word for row in rows_of(of_kind("refused")[0].body) for word in codes_in(row[0])]
    assert len(words) > 20
    for word in words:
        assert "forbidden-command" in {fault.code for fault in faults_of(f"{word} x", display=True)}, word


_SAYS: dict[str, tuple[set[Done], list[str]]] = {
    "letters resolved": ({Done.RESOLVED}, []),
    "letters resolved, choice pinned": ({Done.RESOLVED, Done.PINNED}, []),
    "choice pinned": ({Done.PINNED}, []),
    "your order, warning": ({Done.KEPT_ORDER}, ["stale-letter"]),
    "left as it is": (set(), []),
    "left as it is, warning": ({Done.WARNED}, ["stale-number"]),
}


@pytest.mark.parametrize("row", rows_of(of_kind("letters")[0].body), ids="-".join)
def test_letters_in_text_are_treated_as_the_page_says(row: list[str]) -> None:
    where, written, happens = row
    last = written if where == "choice" else "A lake"
    question = quiz("1.", [*labelled("- (a)"), f"- (d) {last}"], "Answer: b", "Why:")
    place = question.stem.places[0]
    given = {"stem": question.stem, "rationale": question.rationale, where: Text(written, (place,))}
    stem, rationale = given["stem"], given["rationale"]
    assert stem is not None
    resolution = resolve(Question("q", stem, place, question.choices, question.answer, rationale=rationale))
    done, codes = _SAYS[happens]
    assert {note.done for note in resolution.notes} == done
    assert [problem.code for problem in resolution.problems] == codes
    assert all(problem.severity is Severity.WARNING for problem in resolution.problems)
    assert resolution.question.keep_order == (Done.KEPT_ORDER in done)
    assert resolution.question.choices[3].pin == (Done.PINNED in done)
    now = {"stem": resolution.question.stem, "rationale": resolution.question.rationale}
    text = resolution.question.choices[3].text if where == "choice" else now[where]
    assert text is not None
    assert ("[[" in text.source) == (Done.RESOLVED in done)


def test_a_made_id_is_the_one_on_the_page() -> None:
    stem, id = re.findall(r"\"([^\"]+?)\"\s+becomes\s+`([^`]+)`", PAGE)[0]
    assert slug(" ".join(stem.split())) == id


# ---- codes


def test_every_code_of_the_program_is_on_its_page() -> None:
    rows = [row for table in _TABLE.findall(PROBLEMS) for row in rows_of(table)]
    documented = {codes_in(row[0])[0]: set(row[1].split(" or ")) for row in rows}
    assert len(documented) == len(rows), "a code is on the page twice"
    outputs = (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")
    table = _TABLE.search(outputs, outputs.index("\nCodes that `check` does not have"))
    assert table
    rows += rows_of(table[0])
    of_builds = {codes_in(row[0])[0]: set(row[1].split(" or ")) for row in rows_of(table[0])}
    assert not set(of_builds) & set(documented)
    source = severities_in_source()
    assert len(source) > 90
    assert documented | of_builds == source
    assert all(meaning and remedy for _, _, meaning, remedy in rows)
    named = set(re.findall(r"\(`([a-z]+(?:-[a-z]+)+)`(?:, `[a-z-]+`)?\)", PAGE))
    assert named <= set(source)


# ---- commands, editors and TeX


@pytest.mark.parametrize("example", of_kind("run"), ids=ids)
def test_commands_run(example: Example, folder: Path) -> None:
    for line in example.body.splitlines():
        command, _, target = line.partition(" > ")
        before = {path: read_bank(path).bank for path in folder.glob("*.md")}
        done = subprocess.run(
            [sys.executable, "-m", *shlex.split(command)],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, ""), line
        if target:
            assert done.stdout == (ROOT / "docs" / target).read_text(encoding="utf-8")
        for path, bank in before.items():
            questions = read_bank(path).bank.questions
            assert [question.id for question in questions] == [question.id for question in bank.questions]
            if command == f"examgen ids {path.name}":
                assert not any(question.given_id for question in bank.questions)
                assert all(question.given_id for question in questions)


def test_the_yaml_bank_is_valid_for_an_editor() -> None:
    (example,) = (example for example in of_kind("bank") if example.language == "yaml")
    named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", example.body)
    assert named
    schema = json.loads((ROOT / "docs" / named[1]).read_text(encoding="utf-8"))
    jsonschema.validate(yaml.safe_load(example.body), schema)
    used = re.findall(r"(?m)^[ -]*(\w+):", example.body)
    assert set(used) == {*BankFile.model_fields, *QuestionEntry.model_fields, *ChoiceEntry.model_fields}


@pytest.mark.tex
@pytest.mark.parametrize("bank", ["head.md", "all.yaml"])
def test_banks_are_built(bank: str, folder: Path) -> None:
    (folder / "all.yaml").write_text(all_questions(folder), encoding="utf-8")
    build = build_exam(folder / bank, folder / "out", Options(versions=2, seed="1", audit=False))
    assert build.warnings == ()
    assert (build.folder / "keys" / f"{Path(bank).stem}-B-key.pdf").exists()


def bare(text: Text) -> str:
    """Return the words of a text, without marks."""
    return " ".join(re.findall(r"\w+", text.source))


def all_questions(folder: Path) -> str:
    """Return the questions of all banks as one, those with equal texts once: they are printed alike."""
    names = [example.args[0] for example in of_kind("bank")]
    assert len(names) > 20
    found: dict[tuple[str, frozenset[str]], Question] = {}
    for name in names:
        for question in read_bank(folder / name).bank.questions:
            texts = (bare(question.stem), frozenset(bare(choice.text) for choice in question.choices))
            id = f"{name.replace('.', '-')}-{question.id}"
            found.setdefault(texts, replace(question, id=id, given_id=True))
    assert len(found) > len(names) / 2
    written = writer_for("all.yaml").write
    assert written
    text = written(Bank(tuple(found.values())))
    assert isinstance(text, str)
    return text


@pytest.mark.tex
def test_texts_are_printed(folder: Path) -> None:
    questions = [
        f"{number}. "
        + example.body.strip().replace("\n", "\n   ")
        + "\n - (a) yes\n - (b) no\n\nAnswer: (a)\nWhy: so\n"
        for number, example in enumerate(of_kind("text"), start=1)
    ]
    (folder / "texts.md").write_text("# Texts\n\n" + "\n".join(questions), encoding="utf-8")
    build = build_exam(folder / "texts.md", folder / "out", Options(versions=1, seed="1"))
    assert build.warnings == ()
    assert len(build.exam.questions) == len(questions)
