"""Signs before the letter of the right choice that only one author uses: ``$A.``, ``#B)``, ``@C.``.

They count when each question of a file has the same sign at one of its choices, and at no more than one.
"""

from __future__ import annotations

import re
from dataclasses import replace

from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.marks import marks_of

_SIGNED = re.compile(r"\s{0,3}(?P<sign>[$#@])\s?(?=[A-Za-z][.)]\s)")
_CHOICE = re.compile(r"\s{0,3}[$#@]?\s?(?P<letter>[A-Za-z])[.)]\s+\S")
#: In one question a sign may be a slip.
_FEWEST = 2


#: Codes of emoji beside choices and labels, as wikis write them.
_EMOJI = re.compile(
    r"(?P<tick>:(?:white_check_mark|heavy_check_mark|ballot_box_with_check):)|^(?P<lead>\s*(?:[-*+]\s+)?):[a-z0-9_+-]{2,30}:(?=\s+\*\*)"
)

#: Classes and the like below a list or a paragraph, as kramdown has them.
_ATTRIBUTES = re.compile(
    r"\s*\{:\s*(?:[.#][\w:-]+|[\w-]+=(?:\"[^\"{}]*\"|'[^'{}]*'|[^\s\"'{}]+))(?:\s[^{}]*)?\}\s*$"
)


def without_codes(lines: list[Line]) -> list[Line]:
    """Return the lines of a file with a tick in place of ``:white_check_mark:``, and none of other codes before labels.

    Spaces keep all else at its place.
    """
    return [
        replace(line, text=_EMOJI.sub(_sign, line.text))
        if line.text.count(":") > 1 and not line.code and _EMOJI.search(line.text)
        else line
        for line in lines
    ]


def without_attributes(lines: list[Line]) -> list[Line]:
    """Return the lines of a file with blank ones in place of ``{: .choices }``, which says how a page looks."""
    return [
        replace(line, text="")
        if line.text[line.start : line.start + 2] == "{:" and not line.code and _ATTRIBUTES.match(line.text)
        else line
        for line in lines
    ]


def without_commas(lines: list[Line]) -> list[Line]:
    """Return the lines of a file with a blank for the comma before a label or a number: the first sign of a copied page."""
    out = list(lines)
    for row, line in enumerate(lines):
        if line.text[:1] == "," and not line.code:
            bare = replace(line, text=line.text[1:], skipped=line.skipped + 1)
            marks = marks_of(bare)
            if (
                marks.label
                or (marks.number and not marks.number.tight)
                or (marks.choice and not marks.choice.tight)
            ):
                out[row] = bare
    return out


def _sign(found: re.Match[str]) -> str:
    lead, sign = ("", "\u2705") if found["tick"] else (found["lead"], "\u25aa")
    return f"{lead}{sign}".ljust(len(found[0]))


def starred(lines: list[Line]) -> list[Line]:
    """Return the lines of a file with a star, which marks right choices, in place of such signs."""
    found = {
        row: match
        for row, line in enumerate(lines)
        if line.text.lstrip()[:1] in ("$", "#", "@") and not line.code and (match := _SIGNED.match(line.text))
    }
    if len({match["sign"] for match in found.values()}) != 1:
        return lines
    runs = _runs(lines)
    if len(runs) < _FEWEST or any(sum(row in found for row in run) != 1 for run in runs):
        return lines
    if len(found) != len(runs):
        return lines
    out = list(lines)
    for row, match in found.items():
        text, at = lines[row].text, match.start("sign")
        out[row] = replace(lines[row], text=f"{text[:at]}*{text[at + 1 :]}")
    return out


def _runs(lines: list[Line]) -> list[list[int]]:
    """Return the rows of the choices of each question: letters from a on, one after the other."""
    runs: list[list[int]] = []
    expected = ""
    for row, line in enumerate(lines):
        choice = None if line.code else _CHOICE.match(line.text)
        letter = choice["letter"].lower() if choice else ""
        if letter == "a":
            runs.append([row])
        elif letter and letter == expected:
            runs[-1].append(row)
        elif letter:
            return []
        expected = chr(ord(letter) + 1) if letter else expected
    return runs
