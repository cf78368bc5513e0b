"""Python's search for unreachable cycles, paused while very many values are made that have none.

The search looks at all values again and again as they become more: a sixth of the time of reading a large bank.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """Pause the search; it goes on afterwards unless it was off before."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            # All that was made goes to the oldest values, unsearched: it is wanted still.
            gc.freeze()
            gc.unfreeze()
        if was_on:
            gc.enable()
