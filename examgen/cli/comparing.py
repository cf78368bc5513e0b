"""What the command line says of two exams compared, and of papers marked as printed or printed again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from examgen.difference import NOW, Change, CorrectionChange, Difference, PaperChange, Renamed, word_diff
from examgen.errors import UsageError
from examgen.freezing import Marked
from examgen.report import plural
from examgen.reprint import Likeness, Reprints

#: A text that is longer, or has several lines, is shown with its differences marked.
_SHORT = 30
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def difference_text(difference: Difference) -> str:
    """Return what ``diff`` prints."""
    if not difference:
        return "no difference: the same questions, texts, orders and answers"
    # A record may come from anywhere, and a terminal obeys some characters.
    return "\n".join(_CONTROL.sub("\ufffd", line) for line in _lines(difference))


def _lines(difference: Difference) -> Iterator[str]:
    if any(setting.name == "seed" for setting in difference.settings):
        yield "other seed: every order is drawn anew"
    for setting in difference.settings:
        yield f"{setting.name}: {setting.old or 'none'} -> {setting.new or 'none'}"
    yield from (f"template {name}: changed" for name in difference.templates)
    yield from (_renamed_text(same) for same in difference.renamed)
    paired = {id for same in difference.renamed for id in (same.old.id, same.new.id)}
    yield from (f"question '{id}': removed" for id in difference.removed if id not in paired)
    yield from (f"question '{id}': added" for id in difference.added if id not in paired)
    for id, changes in groupby(difference.changes, key=lambda change: change.question):
        yield f"question '{id}'"
        yield from (f"  {change.name}: {_change_text(change)}" for change in changes)
    for correction in difference.corrections:
        yield f"correction of '{correction.question}': {correction.old or 'none'} -> {correction.new or 'none'}"
        yield from (
            f"  version {each.version}: question {each.number}: {each.old} -> {each.new}"
            for each in correction.letters
        )
    if difference.versions_removed:
        yield f"versions removed: {', '.join(difference.versions_removed)}"
    if difference.versions_added:
        yield f"versions added: {', '.join(difference.versions_added)}"
    for change in difference.papers:
        if change.question not in paired:
            yield from change.lines(NOW)


def _renamed_text(same: Renamed) -> str:
    text = f"same wording but for: {same.wording}" if same.wording else "same wording"
    why = ", made of the stem's words," if same.by_words else ""
    return (
        f"question '{same.old.id}' is '{same.new.id}' now: {text}; its id{why} changed, and so did its orders"
    )


def _change_text(change: Change) -> str:
    old, new = change.old, change.new
    if old is None or new is None:
        return f"added: {new}" if old is None else f"removed: {old}"
    if old.split() == new.split():
        return "only white space differs"
    return (
        f"{old} -> {new}"
        if max(len(old), len(new)) <= _SHORT and "\n" not in old + new
        else word_diff(old, new)
    )


def difference_view(difference: Difference) -> dict[str, object]:
    """Return what ``diff --json`` prints."""
    return {
        "different": bool(difference),
        "settings": [{"name": s.name, "old": s.old, "new": s.new} for s in difference.settings],
        "templates": list(difference.templates),
        "corrections": [_correction_view(change) for change in difference.corrections],
        "questions_renamed": [
            {"old": same.old.id, "new": same.new.id, "wording": same.wording or None}
            for same in difference.renamed
        ],
        "questions_removed": list(difference.removed),
        "questions_added": list(difference.added),
        "changes": [
            {
                "question": c.question,
                "part": str(c.part),
                "choice": c.choice or None,
                "old": c.old,
                "new": c.new,
            }
            for c in difference.changes
        ],
        "versions_removed": list(difference.versions_removed),
        "versions_added": list(difference.versions_added),
        "papers": [_paper_view(change) for change in difference.papers],
    }


def _correction_view(change: CorrectionChange) -> dict[str, object]:
    versions = [
        {"version": each.version, "number": each.number, "old": each.old, "new": each.new}
        for each in change.letters
    ]
    return {"question": change.question, "old": change.old, "new": change.new, "versions": versions}


def _paper_view(change: PaperChange) -> dict[str, object]:
    sides = {
        name: None
        if standing is None
        else {
            "number": standing.number,
            "choices": " ".join(standing.choices),
            "answer": list(standing.answer),
        }
        for name, standing in (("old", change.old), ("new", change.new))
    }
    return {"version": change.version, "question": change.question, **sides}


def marked_text(marked: Marked) -> str:
    """Return what ``freeze`` prints."""
    name = f"{marked.exam} in {marked.folder}"
    if marked.frozen is None:
        text = (
            f"{name}: no longer marked as printed" if marked.changed else f"{name}: was not marked as printed"
        )
        kept = [f"  kept your {old} as {new}" for old, new in marked.edited]
        return "\n".join([text, *kept])
    mark = f"marked as printed on {marked.frozen}"
    head = f"{name}: {plural(marked.versions, 'version')}, {mark if marked.changed else f'{mark} before'}"
    return f"{head}\n  record  {marked.record}"


def reprint_text(reprints: Reprints) -> str:
    """Return a line for each file that was printed again."""
    why = f" (bytes differ: {reprints.tools or 'other fonts or packages'})"
    lines = [
        f"{file.path}: {file.likeness}{'' if file.likeness is Likeness.BYTES else why}"
        for file in reprints.files
    ]
    return "\n".join([*lines, *([f"  {reprints.keys}"] if reprints.keys else [])])


def reprint_view(reprints: Reprints) -> list[dict[str, object]]:
    """Return what ``reprint --json`` prints."""
    return [
        {
            "file": file.path,
            "same_bytes": file.likeness is Likeness.BYTES,
            "same_breaks": file.likeness is not Likeness.LETTERS,
        }
        for file in reprints.files
    ]


def labels_of(labels: Sequence[str]) -> list[str]:
    """Return labels as people write them, several in one option: ``A,c`` is A and C.

    Raises:
        UsageError: one of these options names none.
    """
    for each in labels:
        if not each.strip(" ,"):
            raise UsageError(
                f"--version '{each}' names no version",
                hint="name some, as --version A,C, or leave it away for all",
            )
    return [label.strip().upper() for each in labels for label in each.split(",") if label.strip()]
