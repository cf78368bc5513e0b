"""What the command line says of results, as text and as plain values for JSON."""

from __future__ import annotations

from examgen.build import Build
from examgen.errors import Problem

#: Up to so many versions and questions, a summary shows the answers themselves.
SHOWN_VERSIONS = 6
SHOWN_QUESTIONS = 50


def build_view(result: Build) -> dict[str, object]:
    """Return what ``build --json`` prints."""
    return {
        "folder": str(result.folder),
        "seed": result.seed,
        "questions": len(result.exam.questions),
        "points": str(result.exam.points),
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
        "files": list(result.delivery.files),
        "warnings": [problem_view(problem) for problem in result.warnings],
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


def summary(result: Build) -> str:
    """Return the lines that a build ends with."""
    labels = [version.label for version in result.versions]
    shown = ", ".join(labels) if len(labels) <= SHOWN_VERSIONS else f"{labels[0]} to {labels[-1]}"
    pages = sum(version.pages for version in result.versions)
    key_pages = sum(version.key_pages for version in result.versions)
    exam = result.exam
    lines = [
        f"{exam.heading.title or exam.name}: {plural(len(exam.questions), 'question')}, "
        f"{plural(len(labels), 'version')} ({shown})",
        f"  papers  {result.folder / 'exams'}  {plural(pages, 'page')}",
        f"  keys    {result.folder / 'keys'}  {plural(key_pages, 'page')}, answers.csv, answers.json",
        f"  print   {result.folder / 'print' / (exam.name + '-exams.pdf')}",
        f"  seed    {result.seed}",
    ]
    if len(labels) <= SHOWN_VERSIONS and len(exam.questions) <= SHOWN_QUESTIONS:
        lines += [
            f"  {version.label:>3} {version.fingerprint}  {' '.join(version.answers)}"
            for version in result.versions
        ]
    if result.delivery.unchanged:
        lines.append("  unchanged: every byte is as it was")
    lines += [f"  kept your {old} as {new}" for old, new in result.delivery.edited]
    if result.warnings:
        lines.append(f"  {plural(len(result.warnings), 'warning')} above")
    return "\n".join(lines)
