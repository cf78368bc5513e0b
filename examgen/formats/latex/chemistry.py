r"""Formulas and reactions of mhchem's ``\ce`` as math, since papers do not load it.

Letters are upright, numbers behind them lowered, numbers before a formula are amounts, ``->`` and its like are arrows.
Source: the manual of mhchem, version 4, chapter 2, whose rules on charges, bonds, amounts and states these are; what it
has beyond them is refused, so that no sign is printed with another meaning.
"""

from __future__ import annotations

import re
from typing import Final, NoReturn

from examgen.formats.latex.quantities import NotUnderstoodError, upright
from examgen.formats.latex.units import GREEK

#: An arrow, plain and with words above and below it; None where no sign of ours can hold words.
_ARROWS: Final[dict[str, tuple[str, str | None]]] = {
    "<-->": (r"\rightleftarrows", None), "<->": (r"\leftrightarrow", r"\xleftrightarrow"),
    "<=>": (r"\rightleftharpoons", r"\xrightleftharpoons"), "->": (r"\rightarrow", r"\xrightarrow"),
    "<-": (r"\leftarrow", r"\xleftarrow"), "\u2192": (r"\rightarrow", r"\xrightarrow"),
    "\u21cc": (r"\rightleftharpoons", r"\xrightleftharpoons"), "\u2194": (r"\leftrightarrow", r"\xleftrightarrow"),
    "\u27f6": (r"\rightarrow", r"\xrightarrow"),
}  # fmt: skip
_BONDS: Final = {
    "-": "{-}", "1": "{-}", "=": "{=}", "2": "{=}", "#": r"{\equiv}", "3": r"{\equiv}", "...": r"{\cdots}",
    "->": r"{\rightarrow}", "<-": r"{\leftarrow}",
}  # fmt: skip
_SIGNS: Final = {
    "pm": r" \pm ", "cdot": r" \cdot ", "times": r" \times ", "bullet": r"\bullet ", "circ": r"\circ ",
    "infty": r"\infty ", "uparrow": r" \uparrow ", "downarrow": r" \downarrow ", "ca": r"{\sim}", "quad": r"\quad ",
    "qquad": r"\quad ", "rightarrow": r" \rightarrow ", "to": r" \rightarrow ", "longrightarrow": r" \rightarrow ",
    "leftarrow": r" \leftarrow ", "rightleftharpoons": r" \rightleftharpoons ", "equiv": r"{\equiv}", "ldots": r"\ldots ",
    "leftrightarrow": r" \leftrightarrow ", "approx": r" \approx ", "dots": r"\ldots ", "degree": r"{}^\circ ",
    **{name: rf"\{name} " for name in GREEK},
}  # fmt: skip

_NUMBER: Final = r"[0-9]+(?:[.,][0-9]+)?"
_TOKEN: Final = re.compile(
    r"""(?P<space>(?:\s|~|\\[,;:!\ ])+)
    |(?P<arrow><=>>|<<=>|<-->|<->|<=>|->|<-|[\u2192\u21cc\u2194\u27f6])
    |\\[td]?frac\{\s*(?P<over>[0-9]+|[a-z])\s*\}\{\s*(?P<under>[0-9]+)\s*\}(?P<fraction>\s*)
    |\\(?P<word>[A-Za-z]+)(?:\s+|\{\})?
    |(?P<brace>\\[{}]|\\%)
    |\$(?P<math>[^$]+)\$
    |(?P<gas>\(\^\)|(?<![^\s])\^(?![^\s])|\u2191)|(?P<solid>\(v\)|(?<![^\s])v(?![^\s])|\u2193)
    |(?P<script>[_^])
    |(?P<group>\{)
    |(?P<state>\([a-z]{1,3}\)(?=\Z|[\s,;)\]}]))
    |(?P<letters>[^\W\d_]+)
    |(?P<digits>[0-9]+)
    |(?P<prime>'+)
    |(?P<sign>.)""",
    re.VERBOSE,
)
#: An amount before a formula; a letter is one when a formula follows.
_AMOUNT: Final = re.compile(
    rf"(?P<minus>[+-](?=[0-9(]))?(?:(?P<frac>\(?(?P<over>{_NUMBER}|[a-z])/(?P<under>[0-9]+)(?P<close>\))?)(?![0-9/])|(?P<number>{_NUMBER}(?![0-9.,/]*/))(?P<times>[a-z](?=\s*[A-Z]))?"
    r"|(?P<letter>(?!p[HK]|v\s)[a-z](?=\s*[A-Z]))|(?P<math>\$[^$]+\$(?=\s*[A-Z\[])))"
)
_SCRIPT: Final = re.compile(
    r"\{(?P<braced>(?:[^{}]|\{[^{}]*\})*)\}|(?P<math>\$[^$]+\$)|(?P<bare>[+-]?[0-9]+|[A-Za-z])"
)
_CHARGE: Final = re.compile(
    r"\{(?P<braced>(?:[^{}]|\{[^{}]*\})*)\}|(?P<math>\$[^$]+\$)|(?P<bare>[0-9]*[a-z]?[+-]?(?<=[+-])|[0-9]+|[A-Za-z.*])"
)
#: What makes a minus behind a formula a charge and no bond.
_END: Final = re.compile(r"\Z|[\s_}),;\]/|]|\([a-z]{1,3}\)")
#: What needs some space before it behind a formula: neither an operator nor the arrow of a gas or a precipitate.
_OPERATORS: Final = "|".join(name for name, sign in _SIGNS.items() if sign.startswith(" "))
_NEXT: Final = re.compile(rf"(?!v(?!\S)|\^(?!\S)|\([v^]\)|\\(?:{_OPERATORS})(?![A-Za-z]))[\w(\[\\$^{{]")
_DIGITS: Final = re.compile("[0-9]+")
_DEEPEST: Final = 4


def chemistry(typed: str) -> str:
    r"""Return the math of what ``\ce`` holds.

    Raises:
        NotUnderstoodError: it has a part that is not in the manual, or that has no sign in math.
    """
    return _Reaction(typed.strip(), 0).math()


class _Reaction:
    """A walk along a reaction; a species is what stands between spaces, operators and arrows."""

    def __init__(self, typed: str, depth: int) -> None:
        self.typed, self.depth, self.at = typed, depth, 0
        self.out: list[str] = []
        self.species = ""  #: upright, made so far
        self.scripts = ""  #: which of ``_`` and ``^`` the last letters have
        self.base = ""  #: what digits, charges and bonds come behind: a letter, a bracket, or nothing

    def fail(self, at: int | None = None) -> NoReturn:
        raise NotUnderstoodError(self.typed[self.at if at is None else at :])

    def math(self) -> str:
        if self.depth > _DEEPEST:
            self.fail(0)
        while self.at < len(self.typed):
            if not self.species and self.amount():
                continue
            found = _TOKEN.match(self.typed, self.at)
            if found is None or found.lastgroup is None:
                self.fail()
            begin, self.at = self.at, found.end()
            self.step(found.lastgroup, found, begin)
        self.finish()
        return " ".join("".join(self.out).split())

    def step(self, kind: str, found: re.Match[str], begin: int) -> None:
        """Take in one token, which is gone past already."""
        typed = found[0]
        match kind:
            case "space":
                self.space()
            case "arrow":
                self.arrow(typed, begin)
            case "gas" | "solid":
                self.operator(rf" \{'up' if kind == 'gas' else 'down'}arrow ")
            case "script":
                self.script(typed, begin)
            case "letters" | "state":
                self.add(typed)
            case "digits":
                self.lowered(typed)
            case "prime":
                self.attach("^", r"\prime" * len(typed), begin)
            case "brace":
                self.add(typed)
            case "fraction":
                self.operator(rf"\tfrac{{{found['over']}}}{{{found['under']}}}\,")
            case "math":
                self.add(self.italic(found["math"], begin))
            case "group":
                self.group(begin)
            case "word":
                self.command(found["word"], begin)
            case _:
                self.sign(typed, begin)

    def finish(self) -> None:
        """End the species that is being made."""
        if self.species:
            self.out.append(upright(self.species))
        self.species = self.scripts = self.base = ""

    def add(self, words: str) -> None:
        self.species += words
        self.scripts, self.base = "", words[-1]

    def operator(self, sign: str) -> None:
        self.finish()
        self.out.append(sign)

    def space(self) -> None:
        was = bool(self.species) and self.base != ","
        self.finish()
        if was and _NEXT.match(self.typed, self.at):
            self.out.append(r"\,")

    def amount(self) -> bool:
        """Take in an amount, and return whether there was one."""
        found = _AMOUNT.match(self.typed, self.at)
        if not found or bool(found["close"]) != found[0].lstrip("+-").startswith("("):
            return False
        sign = found["minus"] or ""
        if found["frac"]:
            made = rf"\tfrac{{{found['over']}}}{{{found['under']}}}"
            made = f"({made})" if found["close"] else made
        elif found["number"]:
            made = found["number"].replace(",", "{,}") + (found["times"] or "")
        else:
            made = found["letter"] or self.italic(found["math"][1:-1], self.at, bare=True)
        self.at = found.end()
        rest = self.typed[self.at :].lstrip()
        self.at = len(self.typed) - len(rest)
        # What follows is a formula, or the amount stands for itself.
        self.out.append(sign + made + (r"\," if re.match(r"[\w(\[\\{^$\u00b0]", rest) else " "))
        return True

    def arrow(self, typed: str, begin: int) -> None:
        if typed not in _ARROWS or re.match(r"[TCM](?:\[|\{)", self.typed[self.at :]):
            self.fail(begin)
        plain, wide = _ARROWS[typed]
        labels: list[str] = []
        while len(labels) < 2 and self.typed.startswith("[", self.at):
            labels.append(_Reaction(self.bracketed().strip(), self.depth + 1).math())
        if any(labels):
            if wide is None:
                self.fail(begin)
            below = f"[{{{labels[1]}}}]" if labels[1:] and labels[1] else ""
            self.operator(rf" {wide}{below}{{{labels[0]}}} ")
        else:
            self.operator(f" {plain} ")

    def bracketed(self) -> str:
        """Return what stands in the brackets that come next, and go past them."""
        depth, start = 0, self.at + 1
        for at in range(self.at, len(self.typed)):
            depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(self.typed[at], 0)
            if not depth:
                self.at = at + 1
                return self.typed[start:at]
        raise NotUnderstoodError(self.typed[self.at :])

    def script(self, sign: str, begin: int) -> None:
        found = (_SCRIPT if sign == "_" else _CHARGE).match(self.typed, self.at)
        if not found or not found[0]:
            self.fail(begin)
        bare = found["bare"] or ""
        self.at = found.end()
        if sign == "^" and bare.endswith("-") and (self.base or bare != "-") and not self.ends():
            # The minus is a bond: ``1s^2-N``.
            bare, self.at = bare[:-1], self.at - 1
            if not bare:
                self.fail(begin)
        elif sign == "^" and bare in ("+", "-") and (digits := _DIGITS.match(self.typed, self.at)):
            # Behind a formula it could mean 2- as well as a charge and a number.
            if self.base:
                self.fail(begin)
            bare, self.at = bare + digits[0], digits.end()
        if found["math"]:
            made = self.italic(found["math"][1:-1], begin, bare=True)
        else:
            made = self.scripted(bare or found["braced"] or "", begin)
        self.attach(sign, made, begin)

    def ends(self) -> bool:
        return bool(_END.match(self.typed, self.at))

    def scripted(self, typed: str, begin: int) -> str:
        """Return what is raised or lowered: a lone small letter is a variable."""
        words = typed.strip()
        if re.fullmatch(r"[a-z]|[0-9]*[a-z][+-]", words):
            return re.sub("[a-z]", lambda found: rf"\mathnormal{{{found[0]}}}", words)
        made = ""
        for found in re.finditer(
            r"\\([A-Za-z]+)\s*|\{([^{}]*)\}|\$([^$]+)\$|([\w\s+,()/\u2212-]+)|(.)", words
        ):
            word, group, math, plain, sign = found.groups()
            if word:
                made += _SIGNS.get(word) or self.fail(begin)
            elif group is not None:
                made += self.text(group, begin)
            elif math:
                made += self.italic(math, begin)
            elif plain:
                made += re.sub(r"\s+", r"\\,", plain)
            else:
                made += {".": r"\bullet ", "*": "*", "'": r"\prime ", "\u2022": r"\bullet "}.get(
                    sign
                ) or self.fail(begin)
        return made

    def attach(self, sign: str, made: str, begin: int) -> None:
        """Raise or lower something at what stands before it."""
        if sign in self.scripts or not self.species:
            self.species += "{}"
            self.scripts = ""
        if not made:
            self.fail(begin)
        self.species += f"{sign}{{{made}}}"
        self.scripts += sign
        # Behind the numbers of an isotope comes the element, behind a charge or a number a bond can stand.
        self.base = self.base and "}"

    def lowered(self, digits: str) -> None:
        if self.base and (self.base.isalpha() or self.base in ")]}"):
            self.attach("_", digits, self.at)
        else:
            self.add(digits)

    def group(self, begin: int) -> None:
        r"""Take in braces: words as they are, or math."""
        self.at = begin
        inner = self.bracketed()
        if not inner:
            self.scripts = ""
            self.species += "{}"
            return
        if re.fullmatch(r"\$[^$]+\$", inner):
            self.add(self.italic(inner[1:-1], begin))
        else:
            self.add(self.text(inner, begin))

    def text(self, words: str, begin: int) -> str:
        if re.search(r"[\\${}^_~#%&]", words):
            self.fail(begin)
        return rf"\text{{{words}}}"

    def italic(self, math: str, begin: int, *, bare: bool = False) -> str:
        if r"\ce" in math or r"\bond" in math:
            self.fail(begin)
        if bare or not re.search("[A-Za-z]", re.sub(r"\\[A-Za-z]+", "", math)):
            return f"{math} " if re.search(r"\\[A-Za-z]+\Z", math) else math
        return rf"\mathnormal{{{math}}}"

    def command(self, word: str, begin: int) -> None:
        if word == "bond":
            found = re.compile(r"\{([^{}]*)\}").match(self.typed, self.at)
            if not found or found[1] not in _BONDS:
                self.fail(begin)
            self.at = found.end()
            self.add(_BONDS[found[1]])
            self.base = ""
        elif word in ("text", "mathrm", "textrm", "mbox", "rm") and self.typed.startswith("{", self.at):
            self.add(self.text(self.bracketed(), begin))
        elif (sign := _SIGNS.get(word)) is None:
            self.fail(begin)
        elif sign.startswith(" "):
            self.operator(sign)
        else:
            self.add(sign.strip() + " ")
            self.base = "a"

    def sign(self, sign: str, begin: int) -> None:
        alone = (begin == 0 or self.typed[begin - 1].isspace()) and re.match(r"\s|\Z", self.typed[self.at :])
        rest = self.typed[self.at :]
        if sign in "+-=" and alone:
            self.operator(f" {sign} ")
        elif sign in "*\u00b7\u2022" or (sign == "." and re.match(r"\s*[0-9(A-Z]|\s*[a-z]\s*[A-Z]", rest)):
            self.operator(r" \cdot ")
            self.at = len(self.typed) - len(rest.lstrip())
        elif sign == "+" or (sign in "-\u2212" and self.base and self.ends()):
            self.charge(sign.replace("\u2212", "-"), begin)
        elif sign in "-=#\u2212\u2261":
            self.add(_BONDS[{"\u2212": "-", "\u2261": "#"}.get(sign, sign)])
            self.base = ""
        elif sign == "\u00b0":
            self.add(r"{}^\circ ")
        elif sign in "()[]/|@?":
            self.add(sign)
        elif sign in ",;:":
            self.add(sign + (r"\ " if rest[:1].isspace() else ""))
            self.base = ","
        elif sign == "." and self.base.islower() and re.match(r"\Z|[\s)\]]", rest):
            self.add(".")
        else:
            self.fail(begin)

    def charge(self, sign: str, begin: int) -> None:
        if not self.base:
            self.add(f"{{{sign}}}")
            self.base = ""
        elif _DIGITS.match(self.typed, self.at):
            self.fail(begin)
        elif self.species.endswith(("^{+}", "^{-}")):
            self.species = self.species[:-1] + sign + "}"
        else:
            self.attach("^", sign, begin)
