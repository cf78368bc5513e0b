"""A person's file rewritten as a whole, or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from examgen.errors import DeliveryError


def rewrite(path: Path, data: bytes) -> None:
    """Replace the contents of a file in one step, keeping its permissions; a link's target is what is rewritten.

    Raises:
        DeliveryError: it cannot be written; the file is as it was.
    """
    target = path.resolve()
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            shutil.copymode(target, name)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise DeliveryError(f"{path} cannot be written: {error.strerror or error}") from error
