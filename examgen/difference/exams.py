"""What differs between the exams of two records."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from examgen.corrections import Correction
from examgen.difference.keys import CorrectionChange, correction_changes
from examgen.difference.papers import PaperChange, common_versions, paper_changes
from examgen.difference.questions import Change, Part, question_changes
from examgen.difference.renamed import Renamed, renamed
from examgen.exam import Layout
from examgen.model import Heading
from examgen.record import Record, Restored, templates_in_use
from examgen.templates import NAMES

#: Where a record keeps them.
_TEMPLATES = "templates/"


@dataclass(frozen=True, slots=True)
class Setting:
    """Something of the exam as a whole that differs."""

    name: str  #: as people call it: ``title``, ``seed``, ``columns``
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs between two exams; false when nothing does."""

    settings: tuple[Setting, ...]
    templates: tuple[str, ...]  #: names of those that differ
    corrections: tuple[CorrectionChange, ...]  #: of keys since the build
    renamed: tuple[
        Renamed, ...
    ]  #: questions that both have under different ids; removed and added name them, too
    removed: tuple[str, ...]  #: ids of questions that only the old exam has
    added: tuple[str, ...]  #: ids of questions that only the new exam has
    changes: tuple[Change, ...]  #: in questions that both have; the wording of renamed ones is in ``renamed``
    versions_removed: tuple[str, ...]  #: labels
    versions_added: tuple[str, ...]
    papers: tuple[PaperChange, ...]  #: in versions that both have

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))


def compare(
    old: Record,
    new: Record,
    old_corrections: Sequence[Correction] = (),
    new_corrections: Sequence[Correction] = (),
) -> Difference:
    """Return what differs between the exams of two records; corrections are those made to their keys since.

    Raises:
        DeliveryError: one of them cannot be read.
    """
    with Restored.of(old) as one, Restored.of(new) as other:
        before = {question.id: question for question in one.exam.questions}
        after = {question.id: question for question in other.exam.questions}
        labels = [version.label for version in one.versions], [version.label for version in other.versions]
        both = common_versions(one.versions, other.versions)
        same_questions = tuple(renamed(one.exam.questions, other.exam.questions))
        return Difference(
            settings=tuple(_settings(one, other)),
            templates=tuple(template_changes(old.entries, new.entries)),
            corrections=tuple(
                correction_changes((one.exam, old_corrections), (other.exam, new_corrections), both)
            ),
            renamed=same_questions,
            removed=tuple(id for id in before if id not in after),
            added=tuple(id for id in after if id not in before),
            changes=tuple(
                change
                for id, question in before.items()
                if id in after
                for change in question_changes(question, after[id])
            )
            + tuple(
                change
                for each in same_questions
                for change in question_changes(each.old, each.new)
                if change.part not in (Part.STEM, Part.CHOICE)
            ),
            versions_removed=tuple(label for label in labels[0] if label not in labels[1]),
            versions_added=tuple(label for label in labels[1] if label not in labels[0]),
            papers=tuple(
                change
                for version, same in both
                for change in paper_changes(one.exam, version, other.exam, same)
            ),
        )


def heading_changes(old: Heading, new: Heading) -> list[Setting]:
    """Return which fields of a heading differ."""
    pairs = [(field.name, getattr(old, field.name), getattr(new, field.name)) for field in fields(Heading)]
    return [Setting(name, one, other) for name, one, other in pairs if one != other]


def layout_changes(old: Layout, new: Layout) -> list[Setting]:
    """Return which parts of a layout differ."""
    one, other = _layout_words(old), _layout_words(new)
    return [Setting(name, one[name], other[name]) for name in one if one[name] != other[name]]


def template_changes(
    old: Mapping[str, bytes], new: Mapping[str, bytes], roots: Collection[str] = NAMES
) -> list[str]:
    """Return the names of the templates that differ, of those that ``roots`` are made with in either exam.

    Both are given by their names in a record. README.md prints nothing.
    """
    one, other = (
        {name.removeprefix(_TEMPLATES): data for name, data in files.items() if name.startswith(_TEMPLATES)}
        for files in (old, new)
    )
    used = (templates_in_use(one, roots) | templates_in_use(other, roots)) - {"README.md"}
    return sorted(name for name in used if one.get(name) != other.get(name))


def _layout_words(layout: Layout) -> dict[str, str]:
    return {
        "paper": str(layout.paper),
        "size": str(layout.size),
        "columns": str(layout.columns),
        "sides": "both" if layout.duplex else "one",
    }


def _settings(old: Restored, new: Restored) -> Iterator[Setting]:
    for name in ("exam", "seed", "scheme"):
        one, other = getattr(old.record, name), getattr(new.record, name)
        if one != other:
            yield Setting(name, one, other)
    yield from heading_changes(old.exam.heading, new.exam.heading)
    yield from layout_changes(old.layout, new.layout)
