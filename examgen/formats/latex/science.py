r"""Commands of siunitx and mhchem, with their arguments, as math.

What is not understood is said with its place, and stands as it is typed: a number with a warning, since authors write
formulas there, all else with an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from examgen.errors import Severity
from examgen.formats.latex.chemistry import chemistry
from examgen.formats.latex.cursor import Cursor, source_of
from examgen.formats.latex.lex import Token
from examgen.formats.latex.quantities import NotUnderstoodError, angle, number, quantity, unit

#: What is called for what is doubtful: message, offset in the file, hint, severity.
Say = Callable[[str, int, str, Severity], None]

#: The arguments of each command: ``n`` a number, ``a`` an angle, ``u`` a unit, ``l`` numbers between semicolons, ``c``
#: chemistry, ``[`` an option that is printed before the number.
_ARGUMENTS: Final = {
    "num": "n", "tablenum": "n", "complexnum": "n", "ang": "a", "si": "u", "unit": "u", "SI": "n[u", "qty": "nu",
    "complexqty": "nu", "numlist": "l", "numproduct": "n", "numrange": "nn", "SIlist": "lu", "qtylist": "lu",
    "qtyproduct": "nu", "SIrange": "nnu", "qtyrange": "nnu", "ce": "c", "cf": "c", "cee": "c",
}  # fmt: skip
#: The commands that are understood.
SCIENCE: Final = frozenset(f"\\{name}" for name in _ARGUMENTS)

_LONGEST: Final = 1000  #: characters of an argument
#: Of babel's languages, the words of siunitx for lists and ranges.
_JOINTS: Final = {
    "german": ("und", "bis"), "french": ("et", "\u00e0"), "spanish": ("y", "a"), "italian": ("e", "a"),
    "portuguese": ("e", "a"), "brazil": ("e", "a"), "dutch": ("en", "tot"), "catalan": ("i", "a"),
}  # fmt: skip
_LANGUAGE: Final = re.compile(
    rf"\\(?:usepackage|documentclass)\[[^\]]{{0,300}}?({'|'.join(_JOINTS)})[^\]]{{0,300}}\]"
)


def joints_of(source: str) -> tuple[str, str]:
    """Return what stands between the last parts of a list, and of a range, in the language that a file asks for."""
    found = _LANGUAGE.search(source)
    return _JOINTS[found[1]] if found else ("and", "to")


class Science:
    """Makes math of the commands of siunitx and mhchem."""

    def __init__(self, say: Say, joints: tuple[str, str]) -> None:
        self.say, self.joints = say, joints

    def math(self, token: Token, cursor: Cursor) -> str:
        """Return the math of a command, and go past its arguments."""
        name = token.text[1:]
        cursor.star()
        options = source_of(cursor.option() or [])
        given: list[tuple[str, str]] = []
        before = ""
        for kind in _ARGUMENTS[name]:
            if kind == "[":
                before = source_of(cursor.option() or []).strip()
            elif cursor.has_group() or (kind == "u" and (after := cursor.peek()) and after.kind == "command"):
                given.append((kind, source_of(cursor.argument()).strip()))
            else:
                return self.refused(token, "an argument in braces is lacking", [words for _, words in given])
        try:
            made = self.made(token, given, typed="parse-numbers=false" in options.replace(" ", ""))
            return (rf"{unit(before)}\," if before else "") + made
        except NotUnderstoodError as error:
            part = str(error) if len(str(error)) <= 40 else f"{str(error)[:40]}\u2026"
            return self.refused(token, f"'{part}' is not understood", [words for _, words in given])

    def refused(self, token: Token, why: str, given: list[str]) -> str:
        typed = token.text + "".join(f"{{{words}}}" for words in given)
        shown = typed if len(typed) <= 60 else f"{typed[:60]}\u2026"
        hint = r"write it as a formula, as in $5\,\mathrm{kg}$ or $\mathrm{SO_4^{2-}}$"
        self.say(f"'{shown}': {why}", token.at, hint, Severity.ERROR)
        words = re.sub(r"[^\w\s+=<>()-]", "", typed)
        return rf"\text{{{words}}}"

    def made(self, token: Token, given: list[tuple[str, str]], *, typed: bool) -> str:
        """Return the math of arguments, each with its kind."""
        numbers: list[str] = []
        unit_of_it = ""
        for kind, words in given:
            if len(words) > _LONGEST:
                raise NotUnderstoodError(words)
            match kind:
                case "c":
                    return chemistry(words)
                case "a":
                    return angle(words)
                case "u":
                    unit_of_it = unit(words)
                case "l":
                    numbers += [self.number(part, token, typed=typed) for part in words.split(";")]
                case _:
                    numbers.append(self.number(words, token, typed=typed) if words else "")
        if not any(numbers):
            return unit_of_it
        joint = rf"\text{{ {self.joints['nn' in _ARGUMENTS[token.text[1:]]]} }}"
        quantities = [quantity(one, unit_of_it) for one in numbers]
        return joint.join(part for part in (r",\ ".join(quantities[:-1]), quantities[-1]) if part)

    def number(self, words: str, token: Token, *, typed: bool) -> str:
        """Return the math of a number, as it is typed where it is none."""
        try:
            return words if typed else number(words)
        except NotUnderstoodError:
            message = f"'{words[:40]}' in '{token.text}' is no number; it is printed as a formula"
            self.say(message, token.at, "look at it in print", Severity.WARNING)
            return words
