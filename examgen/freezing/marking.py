"""A delivered build marked as printed, and the mark taken away again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from examgen import publish
from examgen.errors import DeliveryError, Problem
from examgen.record import SUFFIX, Record, builds_near

#: So many files are named one by one.
_NAMED = 20
_NAME_IT = "name the folder that examgen build made: out/quiz"


@dataclass(frozen=True, slots=True)
class Marked:
    """What marking a folder did."""

    folder: Path
    exam: str
    record: Path  #: the file of the record in the folder
    versions: int
    frozen: str | None  #: the date of the mark; None: there is none now
    changed: bool  #: False: it was so already
    edited: tuple[tuple[str, str], ...] = ()  #: (name, new name) of files that were no longer as delivered


_CORRECTIONS = "keys/corrections.json"


def freeze(folder: Path | str, date: str) -> Marked:
    """Mark a delivered build as printed on a date (ISO): later builds into the folder leave its papers as they are.

    Nothing is done when it is marked already.

    Raises:
        DeliveryError: the folder holds no build, or its files are not as delivered; or it cannot be written.
    """
    folder = Path(folder)
    delivered_manifest(folder)
    with publish.stage(folder, publish.COPY) as stage:
        # Again, now that nobody else writes here.
        manifest = delivered_manifest(folder)
        _check_intact(folder, stage, manifest)
        record = Record.read(folder)
        if manifest.get("frozen"):
            return _marked(folder, record, str(manifest["frozen"]), changed=False)
        name = f"{record.exam}{SUFFIX}"
        for path in manifest["files"]:
            if path != name:
                stage.keep(path)
        # Its digests stay those of the build: of keys that were corrected since, they are those as printed.
        stage.write(name, record.with_facts(frozen=date))
        stage.deliver({**_facts(manifest), "frozen": date})
    return _marked(folder, record, date, changed=True)


def unfreeze(folder: Path | str) -> Marked:
    """Take the mark away: the next build may change everything. Files that are not as delivered do not hinder.

    Raises:
        DeliveryError: the folder holds no build, or cannot be written.
    """
    folder = Path(folder)
    delivered_manifest(folder)
    with publish.stage(folder, publish.COPY) as stage:
        manifest = delivered_manifest(folder)
        name = f"{manifest['exam']}{SUFFIX}"
        record = Record.read(folder) if stage.is_intact(name) else None
        marked = Marked(
            folder, manifest["exam"], folder / name, len(manifest["versions"]), None, changed=False
        )
        if not manifest.get("frozen"):
            return marked
        if _CORRECTIONS in manifest["files"] and not stage.is_intact(_CORRECTIONS):
            raise DeliveryError(
                f"'{_CORRECTIONS}' in '{folder}' is not as it was delivered",
                hint="it holds the corrections made so far: put it back as it was",
            )
        for path in manifest["files"]:
            if path != name and stage.is_intact(path):
                stage.keep(path)
        if record is not None:
            stage.write(name, record.with_facts(frozen=None))
        facts = {key: value for key, value in _facts(manifest).items() if key != "frozen"}
        delivery = stage.deliver(facts)
    return Marked(
        folder, marked.exam, marked.record, marked.versions, None, changed=True, edited=delivery.edited
    )


def delivered_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a build in a folder.

    Raises:
        DeliveryError: the folder holds none; the builds in folders inside it are named.
    """
    manifest = publish.read_manifest(folder)
    if manifest is None or "exam" not in manifest:
        what = (
            "holds no build" if folder.is_dir() else "is no folder" if folder.exists() else "does not exist"
        )
        raise DeliveryError(f"'{folder}' {what}", hint=builds_near(folder) or _NAME_IT)
    return manifest


def _facts(manifest: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in manifest.items() if name != "files"}


def _check_intact(folder: Path, stage: publish.Stage, manifest: Mapping[str, Any]) -> None:
    problems = []
    for path in sorted(manifest["files"]):
        if not stage.is_intact(path):
            what = "was changed since it was delivered" if (folder / path).exists() else "is gone"
            problems.append(Problem("not-as-delivered", f"{folder / path} {what}"))
    if problems:
        more = len(problems) - _NAMED
        raise DeliveryError(
            f"'{folder}' is not as it was delivered" + (f": {more} more files" if more > 0 else ""),
            hint="put these files back, or build again and print that",
            problems=problems[:_NAMED],
        )


def _marked(folder: Path, record: Record, date: str, *, changed: bool) -> Marked:
    return Marked(folder, record.exam, folder / f"{record.exam}{SUFFIX}", len(record.versions), date, changed)
