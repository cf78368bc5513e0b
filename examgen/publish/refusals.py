"""What a delivery refuses to replace, and what to say when the system refuses: errors with a remedy."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from examgen.errors import DeliveryError
from examgen.publish import manifestfile
from examgen.publish.folders import is_folder, is_there, printable


def check_replaceable(out: Path, folder: Path) -> None:
    """Raise a DeliveryError for what cannot, or must not, change places with a new folder."""
    inside = out / "exam"
    if not is_there(folder):
        return
    if not folder.is_dir():
        raise DeliveryError(f"'{out}' is a file, not a folder", hint="choose another folder with --out")
    here = Path(os.path.realpath(Path.cwd()))
    if folder in (here, *here.parents):
        raise DeliveryError(
            f"'{out}' is the folder you are in, or holds it, and would be taken away under you",
            hint=f"choose a folder inside it: --out '{inside}'"
            if manifestfile.read(folder) is None
            else f"go to '{folder.parent}' first, and name the folder '{folder.name}' from there",
        )
    # Path.expanduser raises where nobody is at home.
    home = Path(os.path.realpath(os.path.expanduser("~")))  # noqa: PTH111
    if folder in (home, *home.parents) or os.path.ismount(folder):
        raise DeliveryError(
            f"'{out}' is a home folder or a whole disk, which must not be replaced",
            hint=f"choose a folder inside it: --out '{inside}'",
        )
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        number = errno.EROFS if _is_read_only(folder) else errno.EACCES
        raise OSError(number, os.strerror(number), str(out))


def _is_read_only(folder: Path) -> bool:
    return hasattr(os, "statvfs") and bool(os.statvfs(folder).f_flag & os.ST_RDONLY)


def check_free(out: Path, folder: Path, paths: Iterable[str]) -> None:
    """Raise a DeliveryError when the folder is a person's and holds something where one of ours would go."""
    if not is_there(folder) or manifestfile.read(folder) is not None:
        return
    paths = list(paths)
    parents = {str(parent) for path in paths for parent in PurePosixPath(path).parents}
    taken = [path for path in paths if is_there(folder / path)]
    taken += [path for path in parents if is_there(folder / path) and not is_folder(folder / path)]
    if taken:
        first = ", ".join(f"'{path}'" for path in sorted(taken)[:3])
        more = f" and {len(taken) - 3} more" if len(taken) > 3 else ""
        raise DeliveryError(
            f"'{out}' was not made by examgen and already holds {first}{more}",
            hint="choose another folder with --out, or move these files away",
        )


_ANOTHER = "choose another folder with --out"
#: What to say, by kind of error: (what is wrong, what to do).
_REASONS = {
    errno.ENOSPC: ("the disk is full", f"free some space on it, or {_ANOTHER}"),
    errno.EDQUOT: ("your disk quota is used up", f"delete files you no longer need, or {_ANOTHER}"),
    errno.EACCES: ("permission denied", f"make it writable for you, or {_ANOTHER}"),
    errno.EPERM: ("permission denied", f"make it writable for you, or {_ANOTHER}"),
    errno.EROFS: ("the disk is read-only", _ANOTHER),
    errno.ENOTDIR: ("a part of the path is a file, not a folder", _ANOTHER),
    errno.ENAMETOOLONG: ("the name is too long", "choose a shorter name with --out"),
    errno.EBUSY: ("this folder cannot be replaced as a whole", "choose a folder inside it with --out"),
    errno.EXDEV: ("this folder cannot be replaced as a whole", "choose a folder inside it with --out"),
}


@contextlib.contextmanager
def os_errors(out: Path) -> Iterator[None]:
    """Make a DeliveryError of each error of the operating system, with what to do about it."""
    try:
        yield
    except OSError as error:
        text, hint = _REASONS.get(error.errno or 0, (error.strerror or str(error), _ANOTHER))
        file = error.filename
        at = (
            f" (at '{printable(os.fsdecode(file))}')"
            if isinstance(file, str | bytes) and file != str(out)
            else ""
        )
        raise DeliveryError(f"cannot write '{out}': {text}{at}", hint=hint) from error
