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


#: The other way out for a command that has --out, and for one that changes the folder it is given.
ELSEWHERE = "choose another folder with --out"
COPY = "copy the folder to another place and work on the copy"
_NO_SWAP = "this folder cannot be replaced as a whole"
#: What to say, by kind of error: (what is wrong, what to do; "" when only another place helps).
_REASONS = {
    errno.ENOSPC: ("the disk is full", "free some space on it"),
    errno.EDQUOT: ("your disk quota is used up", "delete files you no longer need"),
    errno.EACCES: ("permission denied", "make it writable for you"),
    errno.EPERM: ("permission denied", "make it writable for you"),
    errno.EROFS: ("the disk is read-only", ""),
    errno.ENOTDIR: ("a part of the path is a file, not a folder", ""),
    errno.ENAMETOOLONG: ("the name is too long", "choose a shorter name"),
    errno.EBUSY: (_NO_SWAP, "choose a folder inside it"),
    errno.EXDEV: (_NO_SWAP, "choose a folder inside it"),
}


@contextlib.contextmanager
def os_errors(out: Path, elsewhere: str = ELSEWHERE) -> Iterator[None]:
    """Make a DeliveryError of each error of the operating system, with what to do about it.

    ``elsewhere`` is how the command that runs can be given another place.
    """
    try:
        yield
    except OSError as error:
        text, remedy = _REASONS.get(error.errno or 0, (error.strerror or str(error), ""))
        hint = f"{remedy}, or {elsewhere}" if remedy else elsewhere
        file = error.filename
        at = (
            f" (at '{printable(os.fsdecode(file))}')"
            if isinstance(file, str | bytes) and file != str(out)
            else ""
        )
        raise DeliveryError(f"cannot write '{out}': {text}{at}", hint=hint) from error
