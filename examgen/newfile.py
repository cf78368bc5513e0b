"""A new file written as a whole or not at all, and never over another one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from examgen.errors import DeliveryError
from examgen.publish.refusals import os_errors


def check_free(path: Path, data: bytes) -> None:
    """Make sure that a file can be put here: nothing is, or the same bytes are.

    Raises:
        DeliveryError: another file is.
    """
    with os_errors(path):
        taken = os.path.lexists(path) and (not path.is_file() or path.read_bytes() != data)
    if taken:
        raise DeliveryError(
            f"'{path}' is there already, and is another file", hint="name another place, or move it away"
        )


def put(path: Path, data: bytes) -> None:
    """Write a new file; its folder is made when it is missing. The same bytes are left as they are.

    Raises:
        DeliveryError: it cannot be written, or another file is there.
    """
    check_free(path, data)
    with os_errors(path):
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            Path(name).chmod(0o666 & ~_umask())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
