"""The command that makes more versions of an exam that was printed, from its record."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from examgen import publish
from examgen.letters import version_label
from examgen.model import Heading
from examgen.record import Record

#: Where the commands unpack a record.
_UNPACKED = "printed"
#: So many versions after the last are known by their labels.
_FORESEEN = 100
_DEFAULTS = {"paper": "letter", "size": 11, "columns": 1}


def more_versions(record: Record, folder: Path, total: int, *, templates: bool = False) -> str:
    """Return the commands that make ``total`` versions in ``folder`` with the texts and options that were printed.

    With ``templates``, also with the templates in the record.
    """
    options: list[str] = ["--out", str(folder), "--seed", record.seed, "--versions", str(total)]
    asked, layout = record.facts["options"], record.facts["layout"]
    if Path(record.facts["banks"][0]).stem != record.exam:
        options += ["--name", record.exam]
    if asked.get("count"):
        options += ["--pick", str(asked["count"])]
    for named in asked.get("only", ()):
        options += ["--only", named]
    for tag in asked.get("tags", ()):
        options += ["--tag", tag]
    if asked.get("keep_question_order"):
        options.append("--keep-question-order")
    given = asked.get("heading", {})
    for name in Heading.__slots__:
        if given.get(name):
            options += [f"--{name}", given[name]]
    for name, usual in _DEFAULTS.items():
        if layout[name] != usual:
            options += [f"--{name}", str(layout[name])]
    if not layout["duplex"]:
        options.append("--simplex")
    if templates:
        options += ["--templates", f"{_UNPACKED}/templates"]
    banks = [f"{_UNPACKED}/{name}" for name in record.facts["banks"]]
    unzip = shlex.join(["unzip", "-o", "-q", str(record.path), "-d", _UNPACKED])
    return f"{unzip} && {shlex.join(['examgen', 'build', *banks, *options])}"


def new_version_hint(record: Record, labels: Sequence[str]) -> str:
    """Return how versions with these labels are made, to follow another hint; "" when they are no next ones."""
    known = len(record.versions)
    later = [version_label(index) for index in range(known, known + _FORESEEN)]
    if not all(label in later for label in labels):
        return ""
    beside = record.path.parent
    # The folder of the build remembers its papers and leaves them as they are.
    folder = (
        beside
        if (publish.read_manifest(beside) or {}).get("exam") == record.exam
        else Path("out") / record.exam
    )
    total = known + 1 + max(later.index(label) for label in labels)
    return f"; a build makes new ones: {more_versions(record, folder, total)}"
