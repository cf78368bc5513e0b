"""Keys that were corrected after the exam, which a build into their folder would drop."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path

from examgen import publish
from examgen.corrections import from_json, in_force
from examgen.errors import DeliveryError
from examgen.record import SUFFIX, Record

_HISTORY = "keys/corrections.json"


def check_not_corrected(former: Mapping[str, object], folder: Path) -> None:
    """Make sure that a build drops no corrections; ``former`` is the manifest of the folder.

    Raises:
        DeliveryError: keys in the folder were corrected; how to build elsewhere with the same orders.
    """
    if "revision" not in former:
        return
    revision = former["revision"]
    count, seed = former.get("versions"), former.get("seed")
    same = f"--seed {shlex.quote(str(seed))} " if seed is not None else ""
    same += f"--versions {len(count)} " if isinstance(count, list) else ""
    elsewhere = f"for the same orders build into another folder: {same}--out FOLDER"
    if _undone(folder):
        raise DeliveryError(
            f"{folder} holds revision {revision} of its keys: all corrections were taken back, and a build would "
            "begin at revision 1 again",
            hint=f"{elsewhere}; when nobody has these keys, remove this folder first",
        )
    raise DeliveryError(
        f"{folder} holds keys that were corrected after the exam (revision {revision}), and a build would drop the "
        "corrections",
        hint=f"{elsewhere}; the corrections must be made again there (examgen rekey {shlex.quote(str(folder))} lists "
        "them)",
    )


def _undone(folder: Path) -> bool:
    """Return whether no correction is in force; False also where that cannot be told."""
    try:
        return not in_force(from_json((folder / _HISTORY).read_bytes()))
    except (OSError, DeliveryError):
        return False


def keys_as_printed(record: Record, *, as_printed: bool) -> str:
    """Return what is to be said of keys that are printed from a record.

    Raises:
        DeliveryError: they were corrected since, and are not asked for as they were printed.
    """
    folder = record.path.parent
    manifest = publish.read_manifest(folder) or {}
    if manifest.get("exam") != record.exam or record.path.name != f"{record.exam}{SUFFIX}":
        return "keys are as printed: a record alone knows of no later correction"
    if "revision" not in manifest:
        return ""
    if not as_printed:
        raise DeliveryError(
            f"the keys of '{record.exam}' were corrected since they were printed (revision {manifest['revision']})",
            hint=f"the current keys are in '{folder / 'keys'}'; for the former ones add --as-printed",
        )
    return f"keys are as printed, without the corrections since: revision {manifest['revision']} is in {folder / 'keys'}"
