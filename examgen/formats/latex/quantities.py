r"""Numbers, units and angles of siunitx as math, since papers do not load it.

Numbers keep the digits and the decimal sign as they are typed; units below a line stand behind one slash, in
parentheses when there are several, which is siunitx' ``per-mode = symbol``. Source: the manual of siunitx, version 3,
sections 4 and 5.
"""

from __future__ import annotations

import re
from typing import Final

from examgen.formats.latex.units import ALONE, GREEK, INSIDE, PREFIXES, UNITS


class NotUnderstoodError(Exception):
    """There is a part that cannot be read; ``str(error)`` is that part, as it is typed."""


_SIGN: Final = r"\\pm|\\mp|\+-|-\+|[-+\u2212\u00b1]"
_PLAIN: Final = r"(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)"
_REAL: Final = re.compile(
    rf"(?P<than><=|>=|<<|>>|[<>=]|\\(?:leq?|geq?|ll|gg|approx|sim)(?![A-Za-z]))?(?P<sign>{_SIGN})?"
    rf"(?P<digits>{_PLAIN})?(?:\((?P<last>[0-9]+(?:[.,][0-9]+)?)\)|(?:\+-|\\pm|\u00b1)(?P<spread>{_PLAIN}))?"
    r"(?:[eEdD](?P<power>[-+\u2212]?[0-9]+))?"
)
_IMAGINARY: Final = re.compile(
    rf"(?P<real>.*?)(?P<sign>[-+])(?:(?P<digits>{_PLAIN})[ij]|[ij](?P<behind>{_PLAIN}))"
)
_TIMES: Final = re.compile(r"\\times(?![A-Za-z])|(?<![A-Za-z])x|\u00d7")
_SIGNS: Final = {
    "+-": r"\pm ", r"\pm": r"\pm ", "\u00b1": r"\pm ", "-+": r"\mp ", r"\mp": r"\mp ", "\u2212": "-", "<=": r"\le ",
    ">=": r"\ge ", "<<": r"\ll ", ">>": r"\gg ",
}  # fmt: skip


def number(typed: str) -> str:
    r"""Return the math of what ``\num`` holds.

    Raises:
        NotUnderstoodError: it is no number.
    """
    words = re.sub(r"\s+|~|\\[,;: ]|\{\}", "", typed.replace("{,}", ","))
    if not words:
        raise NotUnderstoodError(typed)
    return _joined(words, typed)


def _joined(words: str, typed: str) -> str:
    if len(parts := _TIMES.split(words)) > 1:
        return r" \times ".join(_joined(part, typed) for part in parts)
    if "/" in words:
        return "/".join(_joined(part, typed) for part in words.split("/"))
    if found := _IMAGINARY.fullmatch(words):
        real = _real(found["real"], typed) if found["real"] else ""
        sign = "" if not real and found["sign"] == "+" else found["sign"]
        return f"{real}{sign}{_digits(found['digits'] or found['behind'])}\\mathrm{{i}}"
    return _real(words, typed)


def _real(words: str, typed: str) -> str:
    found = _REAL.fullmatch(words)
    if not found or not (found["digits"] or found["power"]) or (found["spread"] and not found["digits"]):
        raise NotUnderstoodError(typed)
    than = found["than"] or ""
    before = _SIGNS.get(than, than + " " * than.startswith("\\"))
    sign = found["sign"] or ""
    made = _SIGNS.get(sign, sign) + _digits(found["digits"] or "")
    if found["last"]:
        made += f"({_digits(found['last'])})"
    if found["spread"]:
        made += rf" \pm {_digits(found['spread'])}"
        made = f"({made})" if found["power"] else made
    if found["power"]:
        power = found["power"].replace("\u2212", "-").removeprefix("+")
        made += rf" \times 10^{{{power}}}" if found["digits"] else f"10^{{{power}}}"
    return before + made


def _digits(typed: str) -> str:
    whole = "0" + typed if typed[:1] in (".", ",") else typed.rstrip(".,")
    return whole.replace(",", "{,}")


def angle(typed: str) -> str:
    r"""Return the math of what ``\ang`` holds: degrees, or degrees, minutes and seconds.

    Raises:
        NotUnderstoodError: it is no angle.
    """
    parts = [part.strip() for part in typed.split(";")]
    if len(parts) > 3 or not any(parts):
        raise NotUnderstoodError(typed)
    signs = (r"^{\circ}", r"{}'", r"{}''")
    return "".join(number(part) + sign for part, sign in zip(parts, signs, strict=False) if part)


def quantity(numbers: str, unit_of_it: str) -> str:
    """Return the math of a number, made by :func:`number`, and a unit, made by :func:`unit`."""
    made = f"({numbers})" if r" \pm " in numbers and not numbers.startswith("(") else numbers
    if not unit_of_it:
        return numbers
    return made + (unit_of_it if unit_of_it in ALONE else rf"\,{unit_of_it}")


_FACTORS: Final = re.compile(
    r"""\s*(?:\\(?P<taker>tothe|raiseto|of)(?![A-Za-z])\s*(?:\{\s*(?P<argument>[\w\s,.+/-]+?)\s*\}|(?P<digit>[0-9]))
    |\\(?P<word>[A-Za-z]+)|\{(?P<group>[^{}]*)\}|\^\s*(?:\{\s*(?P<raised>[-+0-9./]+)\s*\}|(?P<once>[0-9]))
    |[.~]|\\[,;:!\ ])\s*""",
    re.VERBOSE,
)
_BEHIND: Final = {"squared": "2", "cubed": "3"}
_BEFORE: Final = {"square": "2", "cubic": "3"}
_FILLERS: Final = frozenset(["relax", "highlight", "protect"])


def unit(typed: str) -> str:
    r"""Return the math of what ``\unit`` holds, empty when it is empty.

    Raises:
        NotUnderstoodError: a part of it is no unit that is known.
    """
    words = typed.strip()
    made = _factors(words) if re.match(r"\\(?!mu|%|text|math)[A-Za-z]|\{", words) else None
    if made is None:
        made = _literal(words)
    if re.search(r"([_^])\{[^{}]*\}\1", made):
        raise NotUnderstoodError(typed)
    return made if made in ALONE or not made else upright(made)


_LETTER: Final = rf"\\(?:{'|'.join(GREEK)})(?![A-Za-z])\s*"
_GREEK: Final = re.compile(_LETTER)
_RUN: Final = re.compile(
    rf"(?P<greek>{_LETTER})(?P<scripts>(?:[_^]\{{(?:[^{{}}]|\{{[^{{}}]*\}})*\}})*)|(?P<braced>\{{(?:[^{{}}]|\{{(?:[^{{}}]|\{{[^{{}}]*\}})*\}})*\}})|\\?."
)


def upright(made: str) -> str:
    r"""Return letters and their scripts in ``\mathrm``, Greek ones outside of it, whose type has none."""
    parts: list[str] = []
    plain = ""
    for found in _RUN.finditer(made):
        if not found["greek"]:
            plain += _GREEK.sub(lambda letter: rf"\mathnormal{{{letter[0].strip()}}}", found[0])
            continue
        scripts = re.sub(r"([_^])\{((?:[^{}]|\{[^{}]*\})*)\}", r"\1{\\mathrm{\2}}", found["scripts"])
        parts += [rf"\mathrm{{{plain}}}", found["greek"].strip() + scripts]
        plain = ""
    parts.append(rf"\mathrm{{{plain}}}")
    return " ".join(part for part in parts if part != r"\mathrm{}")


def _factors(typed: str) -> str | None:
    """Return the letters of a unit made of macros; None when it holds other things, too."""
    above: list[str] = []
    below: list[str] = []
    last, per, prefix, power, at = above, False, "", "", 0
    while at < len(typed):
        found = _FACTORS.match(typed, at)
        if not found:
            return None
        at = found.end()
        word, group, taker = found["word"], found["group"], found["taker"]
        argument = found["argument"] or found["digit"]
        behind = (
            found["raised"]
            or found["once"]
            or _BEHIND.get(word or "")
            or (argument if taker == "tothe" else None)
        )
        if behind or taker == "of":
            if not last or prefix or power or per:
                raise NotUnderstoodError(typed)
            last[-1] = _bracketed(last[-1]) + (f"^{{{behind}}}" if behind else rf"_{{{argument}}}")
        elif word == "per" and not prefix:
            per = True
        elif word in PREFIXES:
            prefix += PREFIXES[word]
        elif taker or word in _BEFORE:
            power = argument or _BEFORE[word]
        elif group is not None or word in UNITS:
            last = below if per else above
            symbol = prefix + (UNITS[word] if group is None else _group(group))
            last.append((_bracketed(symbol) if per or power else symbol) + (f"^{{{power}}}" if power else ""))
            per, prefix, power = False, "", ""
        elif word and word not in _FILLERS:
            raise NotUnderstoodError(f"\\{word}")
    if prefix:
        last.append(prefix)
    if power or per:
        raise NotUnderstoodError(typed)
    return _line(above, below)


def _group(typed: str) -> str:
    return (_factors(typed) if "\\" in typed else None) or _literal(typed)


def _bracketed(factor: str) -> str:
    """Return a factor in parentheses when it is several units, as one that a file declares can be."""
    return f"({factor})" if re.search(r"\\,|/", factor) and not factor.startswith("(") else factor


def _line(above: list[str], below: list[str]) -> str:
    if not above:
        return r"\,".join(_inverse(factor) for factor in below)
    if len(above) + len(below) > 1:
        above = [_bracketed(factor) if "/" in factor else factor for factor in above]
    over, under = (r"\,".join(factors) for factors in (above, below))
    if not below:
        return over
    return f"{over}/({under})" if len(below) > 1 else f"{over}/{under}"


def _inverse(factor: str) -> str:
    """Return a factor below the line where nothing stands above it."""
    found = re.fullmatch(r"(.*)\^\{([0-9]+)\}", factor)
    return f"{found[1]}^{{-{found[2]}}}" if found else f"{factor}^{{-1}}"


_LITERAL: Final = re.compile(
    r"""(?P<space>(?:[\s~.\u00b7*]|\\[,;:!\ ]|\\(?:cdot|thinspace)(?![A-Za-z]))+)
    |(?P<degree>(?:\{\})?\^\s*(?:\\circ(?![A-Za-z])|\{\s*\\circ\s*\})\s*)
    |(?P<script>[_^]\s*(?:\{\s*(?P<braced>(?:[^\W_]|[\s,.+\u2212/-])+?)\s*\}|(?P<bare>[-+]?[^\W_])))|\\(?P<word>[A-Za-z]+)\s*
    |(?P<letters>[^\W\d_]+|[0-9]+|\\[%$&]|[/()=<>|-])|(?P<sign>[%'"\u00b0\u2032\u2033])|\$(?P<math>[^$]*)\$|[{}]""",
    re.VERBOSE,
)
_SHOWN: Final = {
    "%": r"\%", "\u00b0": r"{}^\circ ", "\u2032": "{}'", "\u2033": "{}''", "'": "{}'", '"': "{}''",
}  # fmt: skip
_TYPES: Final = frozenset(["mathrm", "text", "textrm", "mbox", "rm", "ensuremath", "relax"])


def _literal(typed: str) -> str:
    """Return the letters of a unit that is written in letters, in their order."""
    made, at = "", 0
    glue = True  #: whether a unit that comes next needs no space before it
    while at < len(typed):
        found = _LITERAL.match(typed, at)
        if not found:
            raise NotUnderstoodError(typed[at:])
        at = found.end()
        word = found["word"]
        if found["space"]:
            made += r"\," if made and at < len(typed) else ""
            glue = True
        elif found["script"]:
            made += f"{found['script'][0]}{{{found['braced'] or found['bare']}}}"
            glue = False
        elif word == "per":
            made, glue = made + "/", True
        elif word in PREFIXES:
            made, glue = made + (PREFIXES[word] if glue else rf"\,{PREFIXES[word]}"), True
        elif word in _BEHIND:
            made += f"^{{{_BEHIND[word]}}}"
        elif word in UNITS:
            made, glue = (
                made + (UNITS[word] if glue or word in INSIDE else rf"\,{UNITS[word]}"),
                word in INSIDE,
            )
        elif word and word not in _TYPES:
            raise NotUnderstoodError(f"\\{word}")
        elif found["math"] is not None:
            made += _literal(found["math"])
        elif letters := found["letters"] or _SHOWN.get(found["sign"] or "") or found["degree"]:
            made, glue = made + (r"{}^\circ " if found["degree"] else letters), letters[-1] in "/(="
    return made
