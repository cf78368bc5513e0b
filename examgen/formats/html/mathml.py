r"""MathML as LaTeX: what teachers' editors write, and an error that names the element for the rest.

A formula that brings its LaTeX along (``<annotation encoding="application/x-tex">``) is taken by that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from lxml import etree

from examgen.formats.xmlnames import local_name

#: Elements inside each other in a formula.
MAX_DEPTH: Final = 40


class MathmlError(ValueError):
    """A formula that cannot be written as LaTeX; the argument says which element of it."""


_SIGNS: Final = {
    "\\": r"\backslash ",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "^": r"\hat{\ }",
    "~": r"\sim ",
    "\u2212": "-",
    "\u2062": "",
    "\u2061": "",
    "\u2063": "",
    "\u2064": "",
    "\u200b": "",
    "\u00a0": r"\ ",
    "\u2032": "'",
    "\u2033": "''",
    "\u22c5": r"\cdot ",
    "\u2026": r"\ldots ",
    "\u22ef": r"\cdots ",
    "\u2223": r"\mid ",
    "\u2225": r"\parallel ",
    "\u2016": r"\Vert ",
}
_TEXT_SIGNS: Final = _SIGNS | {
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "\u00a0": " ",
    "\u2212": "\u2212",
    "\u2032": "'",
    "\u2033": "''",
    "\u22c5": r"$\cdot$",
    "\u2026": r"\ldots{}",
    "\u22ef": r"$\cdots$",
    "\u2223": r"\textbar{}",
    "\u2225": r"$\parallel$",
    "\u2016": r"$\Vert$",
}


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_FUNCTIONS: Final = _names(
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd inf ker lg lim ln log max min Pr sec sin sinh "
    "sup tan tanh"
)
_VARIANTS: Final = {
    "bold": "mathbf",
    "bold-italic": "boldsymbol",
    "double-struck": "mathbb",
    "script": "mathcal",
    "fraktur": "mathfrak",
    "sans-serif": "mathsf",
    "monospace": "mathtt",
    "normal": "mathrm",
}
_OVER: Final = {
    "\u00af": "overline",
    "\u0304": "bar",
    "\u203e": "overline",
    "_": "overline",
    "-": "bar",
    "^": "hat",
    "\u02c6": "hat",
    "\u0302": "hat",
    "~": "tilde",
    "\u02dc": "tilde",
    "\u0303": "tilde",
    "\u2192": "vec",
    "\u20d7": "vec",
    "\u02d9": "dot",
    "\u0307": "dot",
    ".": "dot",
    "\u00a8": "ddot",
    "\u0308": "ddot",
    "\u02c7": "check",
    "\u23de": "overbrace",
    "\ufe37": "overbrace",
}
_UNDER: Final = {"\u0332": "underline", "_": "underline", "\u23df": "underbrace", "\ufe38": "underbrace"}
#: What has its limits below and above it.
_LIMITS: Final = frozenset("∑∏∐⋂⋃⋁⋀⨁⨂") | _names("lim limsup liminf max min sup inf")
_FENCES: Final = {
    "": ".",
    "{": r"\{",
    "}": r"\}",
    "⟨": r"\langle ",
    "⟩": r"\rangle ",
    "〈": r"\langle ",
    "〉": r"\rangle ",
    "⌊": r"\lfloor ",
    "⌋": r"\rfloor ",
    "⌈": r"\lceil ",
    "⌉": r"\rceil ",
    "‖": r"\Vert ",
    "∥": r"\Vert ",
    **{sign: sign for sign in "()[]/|"},
}
_BLANK: Final = re.compile(r"\s+")
_WORD_END: Final = re.compile(r"\\[A-Za-z]+$")


def latex_of(math: etree._Element) -> str:
    """Return the LaTeX, without dollars, of a ``<math>`` element.

    Raises:
        MathmlError: it has an element that has no counterpart, or is too deep.
    """
    for annotation in math.iter():
        is_tex = "tex" in str(annotation.get("encoding", "")).lower()
        source = " ".join("".join(annotation.itertext()).split())
        if local_name(annotation) == "annotation" and is_tex and source:
            return source
    return _joined(_row(math, 0)).strip()


def _row(element: etree._Element, depth: int) -> list[str]:
    return [_of(child, depth + 1) for child in _children(element)]


def _children(element: etree._Element) -> list[etree._Element]:
    return [child for child in element if isinstance(child.tag, str)]


def _joined(parts: Sequence[str]) -> str:
    """Return parts of a formula one after another; a word keeps its end before a letter."""
    out: list[str] = []
    for part in parts:
        if part[:1].isalpha() and out and _WORD_END.search(out[-1]):
            out.append(" ")
        if part:
            out.append(part)
    return "".join(out)


def _of(element: etree._Element, depth: int) -> str:
    name = local_name(element)
    if depth > MAX_DEPTH:
        raise MathmlError(f"more than {MAX_DEPTH} elements inside each other")
    made = _MAKERS.get(name)
    if made is None:
        raise MathmlError(f"<{name}>")
    return made(element, depth)


def _text_of(element: etree._Element) -> str:
    return _BLANK.sub(" ", "".join(element.itertext())).strip(" \t\n")


def _escaped(text: str, signs: dict[str, str]) -> str:
    return "".join(signs.get(char, char) for char in text)


def _identifier(element: etree._Element, depth: int) -> str:  # noqa: ARG001 -- called as its kin are
    text = _text_of(element)
    variant = _VARIANTS.get(str(element.get("mathvariant", "")))
    if text in _FUNCTIONS:
        return rf"\{text} "
    escaped = _escaped(text, _SIGNS)
    if variant and text.isalnum():
        return rf"\{variant}{{{escaped}}}"
    return rf"\mathrm{{{escaped}}}" if len(text) > 1 and text.isascii() and text.isalpha() else escaped


def _operator(element: etree._Element, depth: int) -> str:
    text = _text_of(element)
    if len(text) > 1 and text.isascii() and text.isalpha():
        return _identifier(element, depth) if text in _FUNCTIONS else rf"\operatorname{{{text}}}"
    return _escaped(text, _SIGNS)


def _words(element: etree._Element, depth: int) -> str:  # noqa: ARG001 -- called as its kin are
    text = _BLANK.sub(" ", "".join(element.itertext()))
    return rf"\text{{{_escaped(text, _TEXT_SIGNS)}}}" if text.strip() else (r"\ " if text else "")


def _space(element: etree._Element, depth: int) -> str:  # noqa: ARG001 -- called as its kin are
    return r"\ " if str(element.get("linebreak", "")) != "newline" else r"\quad "


def _group(element: etree._Element, depth: int) -> str:
    return _joined(_row(element, depth))


def _braced(element: etree._Element, depth: int) -> str:
    return f"{{{_group(element, depth)}}}"


def _nothing(element: etree._Element, depth: int) -> str:  # noqa: ARG001 -- called as its kin are
    return ""


def _arguments(element: etree._Element, depth: int, count: int) -> list[str]:
    parts = _row(element, depth)
    if len(parts) != count:
        raise MathmlError(f"<{local_name(element)}> with {len(parts)} parts")
    return [part.strip() for part in parts]


def _fraction(element: etree._Element, depth: int) -> str:
    top, bottom = _arguments(element, depth, 2)
    if str(element.get("linethickness", "1")) in ("0", "0px", "0pt", "0em"):
        return rf"{{{top} \atop {bottom}}}"
    return rf"\frac{{{top}}}{{{bottom}}}"


def _root(element: etree._Element, depth: int) -> str:
    inside, degree = _arguments(element, depth, 2)
    return rf"\sqrt[{{{degree}}}]{{{inside}}}"


def _based(part: str) -> str:
    """Return a base that what stands raised or lowered behind it belongs to as a whole."""
    simple = len(part) == 1 or re.fullmatch(r"\\[A-Za-z]+|\\[A-Za-z]+\{[^{}]*\}|[0-9]+|\|", part)
    return part if part and simple else f"{{{part}}}"


def _scripts(element: etree._Element, depth: int, marks: str) -> str:
    base, *scripts = _arguments(element, depth, 1 + len(marks))
    written = [_script(mark, each) for mark, each in zip(marks, scripts, strict=True) if each]
    return _based(base) + "".join(written)


def _script(mark: str, script: str) -> str:
    primes = mark == "^" and script and not script.strip("'")
    return script if primes else f"{mark}{{{script}}}"


def _around(element: etree._Element, depth: int, marks: str) -> str:
    """Return what has signs above or below it: limits of a sum, an accent, a brace."""
    parts = _children(element)
    base, *scripts = _arguments(element, depth, 1 + len(marks))
    if parts and _text_of(parts[0]) in _LIMITS:
        return _based(base) + "".join(f"{m}{{{s}}}" for m, s in zip(marks, scripts, strict=True) if s)
    latex = base
    for mark, script, part in zip(marks, scripts, parts[1:], strict=True):
        accent = (_UNDER if mark == "_" else _OVER).get(_text_of(part))
        if accent:
            wide = accent in ("hat", "tilde") and len(_text_of(parts[0])) > 1
            latex = rf"\{'wide' if wide else ''}{accent}{{{latex}}}"
        elif script:
            latex = rf"\{'underset' if mark == '_' else 'overset'}{{{script}}}{{{latex}}}"
    return latex


def _fenced(element: etree._Element, depth: int) -> str:
    opening, closing = (
        _fence(str(element.get(side, sign))) for side, sign in (("open", "("), ("close", ")"))
    )
    separators = "".join(str(element.get("separators", ",")).split())
    parts = _row(element, depth)
    inside = ""
    for index, part in enumerate(parts):
        sign = separators[min(index, len(separators)) - 1] if index and separators else ""
        inside += _escaped(sign, _SIGNS) + part
    return rf"\left{opening}{inside}\right{closing}"


def _fence(sign: str) -> str:
    if sign.strip() not in _FENCES:
        raise MathmlError(f"<mfenced> with {sign!r}")
    return _FENCES[sign.strip()]


def _table(element: etree._Element, depth: int) -> str:
    rows = []
    for row in _children(element):
        if local_name(row) not in ("mtr", "mlabeledtr"):
            raise MathmlError(f"<{local_name(row)}> in <mtable>")
        rows.append(" & ".join(_group(cell, depth + 2).strip() for cell in _children(row)))
    return r"\begin{matrix}" + r" \\ ".join(rows) + r"\end{matrix}"


def _enclosed(element: etree._Element, depth: int) -> str:
    inside = _group(element, depth)
    notations = str(element.get("notation", "longdiv")).split()
    known = {"box": "boxed", "roundedbox": "boxed", "top": "overline", "bottom": "underline"}
    known |= {"updiagonalstrike": "cancel", "downdiagonalstrike": "bcancel"}
    for notation in notations:
        if notation == "radical":
            inside = rf"\sqrt{{{inside}}}"
        elif notation in known:
            inside = rf"\{known[notation]}{{{inside}}}"
        else:
            raise MathmlError(f"<menclose> with {notation!r}")
    return inside


def _multiscripts(element: etree._Element, depth: int) -> str:
    parts = _children(element)
    if not parts:
        raise MathmlError("<mmultiscripts> with nothing in it")
    before: list[str] = []
    after: list[str] = []
    side = after
    for child in parts[1:]:
        if local_name(child) == "mprescripts":
            side = before
        else:
            side.append(_of(child, depth + 1).strip())
    if len(before) % 2 or len(after) % 2:
        raise MathmlError("<mmultiscripts> with an odd number of scripts")
    base = _based(_of(parts[0], depth + 1).strip())
    return ("{}" + _pairs(before) if before else "") + base + _pairs(after)


def _pairs(scripts: Sequence[str]) -> str:
    marked = zip("_^" * (len(scripts) // 2), scripts, strict=True)
    return "".join(f"{mark}{{{script}}}" for mark, script in marked if script)


def _semantics(element: etree._Element, depth: int) -> str:
    shown = [child for child in _children(element) if not local_name(child).startswith("annotation")]
    return _joined([_of(child, depth + 1) for child in shown])


_MAKERS: Final[dict[str, Callable[[etree._Element, int], str]]] = {
    "math": _group,
    "mi": _identifier,
    "mn": _identifier,
    "mo": _operator,
    "mtext": _words,
    "ms": _words,
    "mspace": _space,
    "mrow": _group,
    "mstyle": _group,
    "mpadded": _group,
    "mphantom": lambda element, depth: rf"\phantom{_braced(element, depth)}",
    "msqrt": lambda element, depth: rf"\sqrt{_braced(element, depth)}",
    "mroot": _root,
    "mfrac": _fraction,
    "msub": lambda element, depth: _scripts(element, depth, "_"),
    "msup": lambda element, depth: _scripts(element, depth, "^"),
    "msubsup": lambda element, depth: _scripts(element, depth, "_^"),
    "munder": lambda element, depth: _around(element, depth, "_"),
    "mover": lambda element, depth: _around(element, depth, "^"),
    "munderover": lambda element, depth: _around(element, depth, "_^"),
    "mmultiscripts": _multiscripts,
    "mfenced": _fenced,
    "mtable": _table,
    "menclose": _enclosed,
    "semantics": _semantics,
    "none": _nothing,
    "maligngroup": _nothing,
    "malignmark": _nothing,
}
