"""What the command line says of results, as text and as plain values for JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from examgen.audit import Audit
from examgen.build import Build
from examgen.errors import Problem, printable
from examgen.exam import Exam
from examgen.formats import skips_of
from examgen.model import Bank, Question, Text
from examgen.scripts import ENGINE
from examgen.sheets import points_text
from examgen.typeset import DEFAULT_ENGINE

#: Up to so many versions and questions, a summary shows the answers themselves.
SHOWN_VERSIONS = 6
SHOWN_QUESTIONS = 50
#: So many questions are named in one line.
SHOWN_NAMES = 10


#: What JSON may hold as it is, and a terminal obeys.
_OBEYED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")


def json_text(value: object, encoding: str = "utf-8") -> str:
    """Return a value as JSON for people and programs: exact, with escapes for what a terminal would obey.

    Everything but ASCII is escaped where it would hold what an encoding does not have.
    """
    text = json.dumps(value, indent=1, ensure_ascii=False)
    try:
        text.encode(encoding, "surrogatepass")
    except (LookupError, UnicodeEncodeError):
        text = json.dumps(value, indent=1)
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def build_view(result: Build) -> dict[str, object]:
    """Return what ``build --json`` prints."""
    return {
        "folder": str(result.folder),
        "seed": result.seed,
        "questions": len(result.exam.questions),
        "points": str(result.exam.points),
        "several_right": _several_ids(result.exam),
        "versions": [
            {
                "version": version.label,
                "fingerprint": version.fingerprint,
                "pages": version.pages,
                "key_pages": version.key_pages,
                "answers": list(version.answers),
            }
            for version in result.versions
        ],
        "engine": ENGINE if result.scripts else DEFAULT_ENGINE,
        "scripts": list(result.scripts),
        "audit": audit_view(result.audit) if result.audit else None,
        "files": list(result.delivery.files),
        "warnings": [problem_view(problem) for problem in result.warnings],
    }


def audit_view(audit: Audit) -> dict[str, object]:
    """Return what ``audit --json`` prints."""
    return {
        "passed": audit.passed,
        "versions": audit.versions,
        "questions": audit.questions,
        "letters": audit.letters,
        "templates": audit.templates,
        "faults": audit.faults,
        "undecided": audit.undecided,
    }


def problem_view(problem: Problem) -> dict[str, object]:
    """Return a problem as ``check --json`` prints it; what it does not say is None."""
    place = problem.place
    return {
        "severity": str(problem.severity),
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
        "file": place.file if place else None,
        "line": place.line or None if place else None,
        "column": place.column or None if place else None,
    }


def plural(count: int, thing: str) -> str:
    """Return a count and a thing: ``1 page``, ``2 pages``."""
    return f"{count} {thing}{'' if count == 1 else 's'}"


def questions_text(count: int, problems: Iterable[Problem]) -> str:
    """Return how many questions there are, and how many were left out: ``12 questions, 3 skipped``."""
    skipped = skips_of(problems)
    return plural(count, "question") + (f", {skipped} skipped" if skipped else "")


def summary(result: Build) -> str:
    """Return the lines that a build ends with."""
    labels = [version.label for version in result.versions]
    pages = sum(version.pages for version in result.versions)
    key_pages = sum(version.key_pages for version in result.versions)
    exam = result.exam
    lines = [
        f"{exam.heading.title or exam.name}: {questions_text(len(exam.questions), result.warnings)}, "
        f"{plural(len(labels), 'version')} ({_span(labels)})",
        f"  papers  {result.folder / 'exams'}  {plural(pages, 'page')}",
        f"  keys    {result.folder / 'keys'}  {plural(key_pages, 'page')}, answers.csv, answers.json",
        f"  print   {result.folder / 'print' / (exam.name + '-exams.pdf')}",
        f"  seed    {result.seed}",
    ]
    if several := _several_ids(exam):
        lines.append(f"  {several_right_text(several)}")
    if result.scripts:
        lines.append(f"  engine  {ENGINE} ({', '.join(result.scripts)})")
    if len(labels) <= SHOWN_VERSIONS and len(exam.questions) <= SHOWN_QUESTIONS:
        lines += [
            f"  {version.label:>3} {version.fingerprint}  {' '.join(version.answers)}"
            for version in result.versions
        ]
    lines.append(f"  {result.audit}" if result.audit else "  audit: not made, as asked with --no-audit")
    if result.printed:
        new = [label for label in labels if label not in result.printed]
        old = [label for label in labels if label in result.printed]
        lines.append(f"  printed {_span(old)} left as printed" + (f"; {_span(new)} new" if new else ""))
    if result.delivery.unchanged:
        lines.append("  unchanged: every byte is as it was")
    lines += [f"  kept your {old} as {new}" for old, new in result.delivery.edited]
    if result.warnings:
        lines.append(f"  {plural(len(result.warnings), 'warning')} above")
    return printable("\n".join(lines))


def several_right(questions: Sequence[Question]) -> list[int]:
    """Return the numbers (1-based) of the questions with several right answers; none where most have several."""
    found = [number for number, question in enumerate(questions, start=1) if len(question.answer) > 1]
    return found if 2 * len(found) <= len(questions) else []


def several_right_text(names: Sequence[object]) -> str:
    """Return the line that names the questions with several right answers: two stars may be one too many."""
    shown = ", ".join(str(name) for name in names[:SHOWN_NAMES])
    more = f" and {len(names) - SHOWN_NAMES} more" if len(names) > SHOWN_NAMES else ""
    verb = "has" if len(names) == 1 else "have"
    return printable(f"{plural(len(names), 'question')} {verb} several right answers: {shown}{more}")


def _several_ids(exam: Exam) -> list[str]:
    return [exam.questions[number - 1].id for number in several_right(exam.questions)]


def _span(labels: list[str]) -> str:
    return ", ".join(labels) if len(labels) <= SHOWN_VERSIONS else f"{labels[0]} to {labels[-1]}"


def bank_text(bank: Bank) -> str:
    """Return a bank as a person reads it: every text as written, right choices with a star."""
    heading = bank.heading
    lines = [" - ".join(part for part in (heading.title or bank.name, heading.course) if part)]
    for name in ("date", "duration", "instructions"):
        if said := getattr(heading, name):
            lines.append(f"{name}: " + said.replace("\n", "\n" + " " * (len(name) + 2)))
    return printable(
        "\n\n".join(
            ["\n".join(lines), *(_question_text(n, q) for n, q in enumerate(bank.questions, start=1))]
        )
    )


def _question_text(number: int, question: Question) -> str:
    facts = [question.id, f"{points_text(question.points)} p", str(question.place)]
    facts += [] if question.answer else ["no correct answer"]
    facts += [f"tags {', '.join(question.tags)}"] if question.tags else []
    facts += ["pinned"] if question.pin else []
    facts += ["choices keep their order"] if question.keep_order else []
    lines = [_indented(f"{number}. ", question.stem), f"   [{'; '.join(facts)}]"]
    for choice in question.choices:
        mark = "*" if choice.id in question.answer else " "
        lines.append(_indented(f" {mark} ({choice.id}) ", choice.text) + (" {pin}" if choice.pin else ""))
        if choice.feedback:
            lines.append(_indented("       feedback: ", choice.feedback))
    if question.rationale:
        lines.append(_indented("   rationale: ", question.rationale))
    return "\n".join(lines)


def _indented(head: str, text: Text) -> str:
    """Return a text with something before its first line, and the others below its first character."""
    return head + text.source.replace("\n", "\n" + " " * len(head))
