"""What this process has done to output folders, for a message at its end, wherever it was stopped.

An interrupt may come between a delivery and the line that returns what was delivered: only this knows of it then.
"""

from __future__ import annotations

from pathlib import Path

_DELIVERED: list[Path] = []
_BEGUN: list[bool] = []


def note_begun() -> None:
    """Remember that a delivery is being made."""
    _BEGUN.append(True)


def note_delivered(place: Path) -> None:
    """Remember that a folder, or a file outside all folders of builds, is in place."""
    _DELIVERED.append(place)


def ending_text() -> str:
    """Return what a program that is stopped now says of what it did."""
    if _DELIVERED:
        return f"'{_DELIVERED[-1]}' was delivered before, and is whole"
    return "nothing was changed" if _BEGUN else "nothing was delivered"


def delivered_text() -> str:
    """Return what is said of deliveries when the result cannot be printed; "" when there was none."""
    return f"'{_DELIVERED[-1]}' is delivered, and is whole: only this report is missing" if _DELIVERED else ""
