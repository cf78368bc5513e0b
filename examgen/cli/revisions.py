"""What the command line says of corrections, as text and as JSON."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

from examgen.corrections import Correction, Rule, accepted_by, ids_text
from examgen.model import Question
from examgen.rekey import CorrectedVersion, Rekeyed
from examgen.sheets import points_text

#: Characters of a choice's text that a summary shows.
_SHOWN = 60
#: Versions whose letters it shows: each is compared with its paper.
_VERSIONS = 26
_REFERENCE = re.compile(r"\[\[[ \t]*([A-Za-z][\w.-]*)[ \t]*\]\]")


def rekey_summary(result: Rekeyed) -> str:
    """Return the lines that a correction ends with: what changed, and what to compare with the papers."""
    correction, question = result.correction, result.question
    lines = [f"{question.id}: was {_effect(question, result.former)}; now {_effect(question, correction)}"]
    right = {id for accepted in accepted_by(question, correction) for id in accepted}
    lines += [
        f"  ({choice.id}) {_first_words(choice.text.source)}"
        for choice in question.choices
        if choice.id in right
    ]
    if dropped := _dropped(result):
        lines.append(dropped)
    lines += [_version_line(version, result) for version in result.versions[:_VERSIONS]]
    if (more := len(result.versions) - _VERSIONS) > 0:
        lines.append(f"  and {more} more: see {shlex.quote(str(result.folder / 'keys' / 'answers.csv'))}")
    if result.points != result.points_before:
        lines.append(
            f"  total   {points_text(result.points_before)} points before, {points_text(result.points)} now"
        )
    keys = result.folder / "keys"
    lines.append(f"  keys    {keys}  revision {correction.revision}, answers.csv, answers.json")
    lines.append(f"  former  {keys / f'revision-{correction.revision - 1}'}")
    lines += [f"  kept your {old} as {new}" for old, new in result.delivery.edited]
    return "\n".join(lines)


def _dropped(result: Rekeyed) -> str:
    """Return what is said of answers that counted until now; "" when all still do."""
    question, correction = result.question, result.correction
    if correction.rule is not Rule.ACCEPT:
        return ""
    now = accepted_by(question, correction)
    lost = [ids for ids in accepted_by(question, result.former) if ids not in now]
    if not lost:
        return ""
    both = sorted({*lost, *now}, key=lambda ids: [choice.id not in ids for choice in question.choices])
    words = [ids_text(question, [ids]) for ids in both]
    if len(question.answer) == 1 and len(both) == len(question.choices):
        option = "--full"
    elif all(len(ids) == 1 for ids in both) and len(question.answer) > 1:
        # With a comma it could mean that they are right together.
        option = " ".join(f"--accept {word}" for word in words)
    else:
        option = f"--accept {','.join(words)}"
    gone = " and ".join(f"({ids_text(question, [ids])})" for ids in lost)
    verb, them = ("counts", "it") if len(lost) == 1 else ("count", "them")
    command = f"examgen rekey {shlex.quote(str(result.folder))} {shlex.quote(question.id)} {option}"
    return f"  {gone} no longer {verb}; to keep {them}, too: {command}"


def _effect(question: Question, correction: Correction | None) -> str:
    if correction is not None and correction.rule is Rule.VOID:
        return "void"
    if correction is not None and correction.rule is Rule.FULL:
        return "full points for everyone"
    return ids_text(question, accepted_by(question, correction))


def _first_words(source: str) -> str:
    text = " ".join(_REFERENCE.sub(r"\1", source).split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."


def _version_line(version: CorrectedVersion, result: Rekeyed) -> str:
    # Without letters it is void, or full for all.
    was = " or ".join(version.was) or _effect(result.question, result.former)
    now = " or ".join(version.now) or _effect(result.question, result.correction)
    return f"  {version.label:>3}  question {version.number}: {now} (was {was})"


def rekey_view(result: Rekeyed) -> dict[str, object]:
    """Return what ``rekey --json`` prints."""
    return {
        "folder": str(result.folder),
        **_view(result.correction),
        "points": points_text(result.points),
        "versions": [
            {
                "version": version.label,
                "number": version.number,
                "was": [list(letters) for letters in version.was],
                "now": [list(letters) for letters in version.now],
            }
            for version in result.versions
        ],
        "files": list(result.delivery.files),
    }


def _view(correction: Correction) -> dict[str, object]:
    return {
        "revision": correction.revision,
        "date": correction.date,
        "question": correction.question,
        "rule": str(correction.rule),
        "accepted": [sorted(ids) for ids in correction.accepted],
        "reason": correction.reason,
    }


def history_view(history: Sequence[Correction]) -> list[dict[str, object]]:
    """Return what ``rekey --list --json`` prints."""
    return [_view(correction) for correction in history]


def history_text(history: Sequence[Correction], question: str | None = None) -> str:
    """Return the corrections made so far, or those to one question, one a line, oldest first."""
    if not history and question is not None:
        return f"no corrections of a question '{question}'"
    if not history:
        return "no corrections: the keys are as they were built"
    width = max(len(correction.question) for correction in history)
    return "\n".join(
        f"{each.revision:>3}  {each.date}  {each.question:<{width}}  {_what(each)}"
        + (f"  ({each.reason})" if each.reason else "")
        for each in history
    )


def _what(correction: Correction) -> str:
    if correction.rule is Rule.ACCEPT:
        return f"accept {' or '.join('+'.join(sorted(ids)) for ids in correction.accepted)}"
    return {Rule.VOID: "void", Rule.FULL: "full"}.get(correction.rule, "taken back")
