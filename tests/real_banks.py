"""One exam of up to 1,000 questions that other people wrote, in all formats there are, and what its papers lost of them.

    python tests/real_banks.py [--questions 1000] [--keep FOLDER] [SAMPLES]

Questions are read by examgen, joined into one bank and built, three versions with the audit. Then the papers are read by
another program (pdftotext of poppler), the files by other readers (``real_banks_sources``), and compared: which words of a
question are not on the page, and whether the letters in answers.csv stand at the choices that the file says are right.
Ends with 1 if anything is wrong.
"""

from __future__ import annotations

import argparse
import csv
import html
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import count
from pathlib import Path

from real_banks_pages import Printed, questions_of
from real_banks_sources import Said, key, plain, said_by

from examgen import Options, build_exam, embedded
from examgen.check import check
from examgen.errors import AuditError, TexMissingError, errors_of
from examgen.formats import read_data, recognise
from examgen.formats.yaml.write import write
from examgen.model import Bank, Question, Text
from examgen.scripts.need import fonts_for

SAMPLES = Path(__file__).resolve().parent.parent.parent / "shared" / "samples"
_EMBEDDED = re.compile(r"embedded:(?P<name>[\w.-]+)")
_REFERENCE = re.compile(r"\[\[[^\[\]]*\]\]")
_CODE = re.compile(r"^(`{3,}|~{3,})[^\n]*$", re.MULTILINE)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Taken:
    """A question of the joined bank, and where it came from."""

    question: Question
    format: str
    path: Path


@dataclass(slots=True)
class Row:
    """What was compared of one format; words and letters in all versions."""

    files: set[Path] = field(default_factory=set)
    questions: int = 0
    words: int = 0
    lost: int = 0
    letters: int = 0
    wrong: int = 0
    apart: int = 0  #: questions on which the other reader says nothing that can be compared


@cache
def has_font(char: str) -> bool:
    """Return whether a font of this machine has a character."""
    try:
        fonts_for([char])
    except TexMissingError:
        return False
    return True


def good_questions(path: Path) -> Iterator[Taken]:
    """Yield the questions of a file that have an answer and no error."""
    data = path.read_bytes()
    format = recognise(path.name, data)
    if format is None:
        return
    reading = read_data(str(path), data)
    questions = reading.bank.questions
    lines = [question.place.line for question in questions]
    faulty = [problem.place.line for problem in errors_of(reading.problems) if problem.place]
    for question, line, end in zip(questions, lines, [*lines[1:], sys.maxsize], strict=False):
        one = check(Bank((question,), files=reading.bank.files))
        if errors_of(one.problems) or any(line <= fault < end for fault in faulty):
            continue
        rare = sorted({char for text in question.texts for char in text.source if char > "\uffff"})
        if all(map(has_font, rare)):
            yield Taken(question, format.name, path)


def chosen(taken: Iterable[Taken], limit: int) -> list[Taken]:
    """Return at most so many questions, each once: all of the rare formats, and evenly spread ones of the others."""
    groups: defaultdict[str, list[Taken]] = defaultdict(list)
    once: set[tuple[str, ...]] = set()
    for each in taken:
        texts = (each.question.stem, *(choice.text for choice in each.question.choices))
        words = tuple(sorted(key(text.source) for text in texts))
        if words not in once:
            groups[each.format].append(each)
        once.add(words)
    found: list[Taken] = []
    for left, name in zip(
        count(len(groups), -1), sorted(groups, key=lambda name: len(groups[name])), strict=False
    ):
        group = groups[name]
        share = min(len(group), (limit - len(found)) // left)
        found += [group[index * len(group) // share] for index in range(share)]
    return found


def joined(taken: Sequence[Taken], folder: Path) -> dict[str, Taken]:
    """Write the questions as one YAML bank with its pictures; returns them by their new ids."""
    named = {f"q{number}": each for number, each in enumerate(taken, 1)}

    def text(each: Text) -> Text:
        for found in _EMBEDDED.finditer(each.source):
            data = embedded.bytes_of(found[0])
            if data is not None:
                (folder / found["name"]).write_bytes(data)
        return Text(_EMBEDDED.sub(lambda found: found["name"], each.source), each.places)

    def question(id: str, each: Question) -> Question:
        choices = tuple(
            replace(choice, text=text(choice.text), feedback=choice.feedback and text(choice.feedback))
            for choice in each.choices
        )
        rationale = each.rationale and text(each.rationale)
        return replace(each, id=id, given_id=True, stem=text(each.stem), choices=choices, rationale=rationale)

    bank = Bank(tuple(question(id, each.question) for id, each in named.items()))
    (folder / "real.yaml").write_text(write(bank), encoding="utf-8")
    return named


def words_of(text: Text | None) -> list[str]:
    """Return the words of a text of the bank, without formulas, addresses and letters that are printed anew."""
    source = html.unescape(text.source) if text else ""
    source = plain(_CODE.sub(" ", _REFERENCE.sub(" ", source)).replace("<", " < "))
    return [key(word) for word in _WORD.findall(re.sub(r"[*_`]", "", source))]


def missing(words: Iterable[str], page: str) -> list[str]:
    """Return the words that are not on a page, each after the one before it where that can be."""
    at, lost = 0, []
    for word in words:
        found = page.find(word, at)
        if found < 0 and word not in page:
            lost.append(word)
        at = found + len(word) if found >= 0 else at
    return lost


class Comparison:
    """The papers and keys of a build beside the files that its questions came from."""

    def __init__(self, named: dict[str, Taken], folder: Path) -> None:
        self.rows: defaultdict[str, Row] = defaultdict(Row)
        self.faults: list[str] = []
        self._named = named
        self._said = {
            path: said_by(path, format)
            for path, format in sorted({(each.path, each.format) for each in named.values()})
        }
        for each in named.values():
            row = self.rows[each.format]
            row.files.add(each.path)
            row.questions += 1
        with (folder / "keys" / "answers.csv").open(encoding="utf-8", newline="") as lines:
            keyed = list(csv.DictReader(lines))
        for label in sorted({row["version"] for row in keyed}):
            self._version(label, [row for row in keyed if row["version"] == label], folder)

    def _version(self, label: str, keyed: Sequence[dict[str, str]], folder: Path) -> None:
        papers = questions_of(next((folder / "exams").glob(f"*-{label}.pdf")))
        keys = questions_of(next((folder / "keys").glob(f"*-{label}-key.pdf")))
        if (len(papers), len(keys)) != (len(keyed), len(keyed)):
            self.faults.append(
                f"version {label}: {len(papers)} questions on the paper, {len(keys)} on the key"
            )
            return
        for row, paper, sheet in zip(keyed, papers, keys, strict=True):
            taken = self._named[row["question"]]
            question = taken.question
            feedback = [choice.feedback for choice in question.choices]
            self._words(taken, label, paper, [question.stem, *(choice.text for choice in question.choices)])
            self._words(taken, label, sheet, [question.stem, question.rationale, *feedback])
            self._letters(taken, label, paper, row["answer"])

    def _words(self, taken: Taken, label: str, printed: Printed, texts: Sequence[Text | None]) -> None:
        row, page = self.rows[taken.format], key(printed.text)
        for text in texts:
            words = words_of(text)
            lost = missing(words, page)
            row.words += len(words)
            row.lost += len(lost)
            if lost:
                self.faults.append(
                    f"{label} {printed.number}: lost {lost[:6]} of {_shown(text)} ({taken.path.name})"
                )

    def _letters(self, taken: Taken, label: str, printed: Printed, answer: str) -> None:
        row = self.rows[taken.format]
        shown = {letter: key(text) for letter, text in printed.choices.items()}
        for said in self._candidates(taken, printed, shown):
            right = {
                letter for letter, text in shown.items() if text in {said.choices[i] for i in said.right}
            }
            row.letters += len(shown)
            row.wrong += len(right ^ set(answer))
            if right != set(answer):
                self.faults.append(
                    f"{label} {printed.number}: {answer} in the key, {''.join(sorted(right))} in {taken.path.name}"
                )
            return
        row.apart += 1

    def _candidates(self, taken: Taken, printed: Printed, shown: dict[str, str]) -> Iterator[Said]:
        """Yield what the file says of the question on a page; it is told by its choices and the words of its stem."""
        stem = key(printed.stem)
        same = [said for said in self._said[taken.path] if Counter(said.choices) == Counter(shown.values())]
        distinct = len(set(shown.values())) == len(shown)
        matching = [
            said for said in same if distinct and said.stem and (said.stem in stem or stem in said.stem)
        ]
        answers = {frozenset(said.choices[i] for i in said.right) for said in (matching or same)}
        if distinct and len(answers) == 1:
            yield (matching or same)[0]


def _shown(text: Text | None) -> str:
    return repr(text.source[:60]) if text else "''"


def table(rows: dict[str, Row]) -> Iterator[str]:
    """Yield the lines of a table."""
    heads = ("format", "files", "questions", "words", "lost", "letters", "wrong", "not compared")
    yield "{:<14}{:>6}{:>11}{:>9}{:>7}{:>9}{:>7}{:>14}".format(*heads)
    for name, row in sorted(rows.items()):
        numbers = (len(row.files), row.questions, row.words, row.lost, row.letters, row.wrong, row.apart)
        yield "{:<14}{:>6}{:>11}{:>9}{:>7}{:>9}{:>7}{:>14}".format(name, *numbers)


def main() -> int:
    """Build and compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("samples", nargs="?", type=Path, default=SAMPLES)
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--versions", type=int, default=3)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--keep", type=Path, help="a folder for the bank and its build")
    asked = parser.parse_args()
    paths = sorted(
        path for path in asked.samples.rglob("*") if path.is_file() and path.parent.name != "truth"
    )
    taken = chosen(
        (each for path in paths if path.name != "INDEX.md" for each in good_questions(path)), asked.questions
    )
    if not taken:
        sys.stdout.write(f"no questions in {asked.samples}\n")
        return 0
    with tempfile.TemporaryDirectory(prefix="real banks ") as temporary:
        folder = asked.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        named = joined(taken, folder)
        options = Options(versions=asked.versions, seed=asked.seed, time_limit=900)
        said: list[str] = []
        try:
            build = build_exam(folder / "real.yaml", folder / "out", options)
        except AuditError as error:
            said = [str(error), *map(str, error.problems)]
            build = build_exam(folder / "real.yaml", folder / "out", replace(options, audit=False))
        found = Comparison(named, build.folder)
        found.faults[:0] = said
    sys.stdout.write("\n".join((*table(found.rows), *found.faults[:60], "")))
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
