"""Equations of Word (OMML, ISO/IEC 29500-1 part 22) as LaTeX, by way of MathML.

Each structure of OMML has a counterpart in MathML, which :mod:`examgen.formats.html.mathml` writes as LaTeX. What has none
is an error that names it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

from lxml import etree

from examgen.formats.html.mathml import MathmlError, latex_of
from examgen.formats.xmlnames import local_name, names, value_of

__all__ = ["MathmlError", "latex_of_word"]

_TOKENS: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[^\W\d_]|\s+|.", re.DOTALL)
_SCRIPTS: Final = {
    "double-struck": "double-struck",
    "script": "script",
    "fraktur": "fraktur",
    "sans-serif": "sans-serif",
    "monospace": "monospace",
}
_STYLES: Final = {"p": "normal", "b": "bold", "bi": "bold-italic"}
#: Letters of Unicode that are letters in a typeface, by the words of their names.
_TYPEFACES: Final = (
    ("DOUBLE-STRUCK", "double-struck"),
    ("FRAKTUR", "fraktur"),
    ("SCRIPT", "script"),
    ("MONOSPACE", "monospace"),
    ("SANS-SERIF", "sans-serif"),
    ("BOLD ITALIC", "bold-italic"),
    ("BOLD", "bold"),
    ("ITALIC", ""),
)
_FUNCTION: Final = re.compile(r"[A-Za-z]{2,}")
_LIMITED: Final = frozenset("∑∏∐⋂⋃⋁⋀⨁⨂")
#: What Word puts into a formula and what prints nothing.
_SILENT: Final = names(
    "rPr ctrlPr bookmarkStart bookmarkEnd proofErr permStart permEnd del moveFrom commentRangeStart commentRangeEnd "
    "fPr radPr naryPr dPr mPr accPr barPr funcPr limLowPr limUppPr groupChrPr borderBoxPr boxPr eqArrPr phantPr sSupPr "
    "sSubPr sSubSupPr sPrePr argPr oMathParaPr lastRenderedPageBreak commentReference annotationRef"
)


def latex_of_word(math: etree._Element) -> str:
    """Return the LaTeX, without dollars, of an ``m:oMath`` element.

    Raises:
        MathmlError: it has an element that has no counterpart, or is too deep.
    """
    root = etree.Element("math")
    _fill(math, root, 0)
    return latex_of(root)


def _fill(source: etree._Element, target: etree._Element, depth: int) -> None:
    """Add the MathML of all that is in an element of OMML."""
    if depth > 40:
        raise MathmlError("more than 40 elements inside each other")
    for child in source:
        name = local_name(child)
        if not name or name in _SILENT:
            continue
        make = _MAKERS.get(name)
        if make is None:
            raise MathmlError(f"<{name}>")
        make(child, target, depth + 1)


def _row(element: etree._Element | None, target: etree._Element, depth: int) -> etree._Element:
    row = etree.SubElement(target, "mrow")
    if element is not None:
        _fill(element, row, depth)
    return row


def _part(element: etree._Element, name: str) -> etree._Element | None:
    return next((child for child in element if local_name(child) == name), None)


def _property(element: etree._Element, name: str) -> str | None:
    """Return a property of a structure, as ``m:chr`` in ``m:naryPr``; "" when it has no value, None without it."""
    properties = _part(element, f"{local_name(element)}Pr")
    found = None if properties is None else _part(properties, name)
    return None if found is None else value_of(found) or ""


def _is_on(element: etree._Element, name: str) -> bool:
    return _property(element, name) not in (None, "0", "off", "false")


def _leaf(target: etree._Element, name: str, text: str, **attributes: str) -> None:
    etree.SubElement(target, name, attributes).text = text


# ---- texts


def _run(run: etree._Element, target: etree._Element, depth: int) -> None:  # noqa: ARG001 -- called as its kin are
    properties = _part(run, "rPr")
    said = {local_name(each): value_of(each) for each in properties} if properties is not None else {}
    text = ""
    for child in run:
        name = local_name(child)
        if name == "t":
            text += child.text or ""
        elif name in ("tab", "br"):
            text += " "
        elif name == "sym":
            raise MathmlError("<sym>")
        elif name and name not in _SILENT:
            raise MathmlError(f"<{name}>")
    if "nor" in said and said["nor"] not in ("0", "off", "false"):
        _leaf(target, "mtext", text)
        return
    variant = _SCRIPTS.get(said.get("scr") or "") or _STYLES.get(said.get("sty") or "", "")
    if variant == "normal" and _FUNCTION.fullmatch(text.strip()):
        _leaf(target, "mi", text.strip())
        return
    _tokens(text, target, variant)


def _tokens(text: str, target: etree._Element, variant: str) -> None:
    """Add letters, numbers and signs; a space counts between words only."""
    tokens = _TOKENS.findall(text)
    for index, token in enumerate(tokens):
        if token.isspace():
            around = tokens[index - 1 : index] + tokens[index + 1 : index + 2]
            if len(around) == 2 and all(each.isalnum() for each in around):
                _leaf(target, "mtext", " ")
            continue
        letter, face = _bare_letter(token)
        if letter[0].isdigit():
            _leaf(target, "mn", letter, **_variant(face or ("bold" if "bold" in variant else "")))
        elif letter.isalpha():
            _leaf(target, "mi", letter, **_variant(face or variant))
        else:
            _leaf(target, "mo", letter)


def _variant(name: str) -> dict[str, str]:
    return {"mathvariant": name} if name else {}


def _bare_letter(token: str) -> tuple[str, str]:
    """Return a letter without its typeface, and the typeface: ``𝐱`` is x in bold."""
    if len(token) != 1 or not 0x1D400 <= ord(token) <= 0x1D7FF:
        return token, ""
    name = unicodedata.name(token, "")
    face = next((face for word, face in _TYPEFACES if word in name), "")
    return unicodedata.normalize("NFKC", token), face


# ---- structures


def _fraction(element: etree._Element, target: etree._Element, depth: int) -> None:
    kind = _property(element, "type")
    if kind in ("lin", "skw"):
        _row(_part(element, "num"), target, depth)
        _leaf(target, "mo", "/")
        _row(_part(element, "den"), target, depth)
        return
    made = etree.SubElement(target, "mfrac", {"linethickness": "0"} if kind == "noBar" else {})
    _row(_part(element, "num"), made, depth)
    _row(_part(element, "den"), made, depth)


def _parts(tag: str, *names: str) -> Callable[[etree._Element, etree._Element, int], None]:
    """Return the maker of an element of MathML whose parts have these names in OMML."""

    def make(element: etree._Element, target: etree._Element, depth: int) -> None:
        made = etree.SubElement(target, tag)
        for name in names:
            _row(_part(element, name), made, depth)

    return make


def _root(element: etree._Element, target: etree._Element, depth: int) -> None:
    degree = _part(element, "deg")
    plain = _is_on(element, "degHide") or degree is None or not "".join(degree.itertext()).strip()
    made = etree.SubElement(target, "msqrt" if plain else "mroot")
    _row(_part(element, "e"), made, depth)
    if not plain:
        _row(degree, made, depth)


def _nary(element: etree._Element, target: etree._Element, depth: int) -> None:
    sign = _property(element, "chr")
    sign = "∫" if sign is None else sign
    limits = [(side, _part(element, side)) for side in ("sub", "sup") if not _is_on(element, f"{side}Hide")]
    kept = [(side, part) for side, part in limits if part is not None and "".join(part.itertext()).strip()]
    sides = "".join(side for side, _ in kept)
    tags = {"sub": "msub", "sup": "msup", "subsup": "msubsup"}
    if sign in _LIMITED:
        tags = {"sub": "munder", "sup": "mover", "subsup": "munderover"}
    made = etree.SubElement(target, tags[sides]) if kept else target
    _leaf(made, "mo", sign)
    for _, part in kept:
        _row(part, made, depth)
    _row(_part(element, "e"), target, depth)


def _delimited(element: etree._Element, target: etree._Element, depth: int) -> None:
    signs = [(name, _property(element, name)) for name in ("begChr", "sepChr", "endChr")]
    given = {name: sign for name, sign in signs if sign is not None}
    made = etree.SubElement(target, "mfenced")
    made.set("open", given.get("begChr", "("))
    made.set("close", given.get("endChr", ")"))
    made.set("separators", given.get("sepChr", "|"))
    for child in element:
        if local_name(child) == "e":
            _row(child, made, depth)


def _matrix(element: etree._Element, target: etree._Element, depth: int) -> None:
    table = etree.SubElement(target, "mtable")
    for child in element:
        if local_name(child) == "mr":
            row = etree.SubElement(table, "mtr")
            for cell in child:
                if local_name(cell) == "e":
                    _fill(cell, etree.SubElement(row, "mtd"), depth)


def _equations(element: etree._Element, target: etree._Element, depth: int) -> None:
    """Add equations below each other; what stands before ``&`` is a column."""
    table = etree.SubElement(target, "mtable")
    for child in element:
        if local_name(child) != "e":
            continue
        row = etree.SubElement(table, "mtr")
        whole = etree.Element("mrow")
        _fill(child, whole, depth)
        cell = etree.SubElement(row, "mtd")
        for each in list(whole):
            if local_name(each) == "mo" and each.text == "&":
                cell = etree.SubElement(row, "mtd")
            else:
                cell.append(each)


def _accent(element: etree._Element, target: etree._Element, depth: int) -> None:
    made = etree.SubElement(target, "mover")
    _row(_part(element, "e"), made, depth)
    _leaf(made, "mo", _property(element, "chr") or "\u0302")


def _bar(element: etree._Element, target: etree._Element, depth: int) -> None:
    above = _property(element, "pos") == "top"
    made = etree.SubElement(target, "mover" if above else "munder")
    _row(_part(element, "e"), made, depth)
    _leaf(made, "mo", "\u00af" if above else "\u0332")


def _grouped(element: etree._Element, target: etree._Element, depth: int) -> None:
    above = _property(element, "pos") == "top"
    made = etree.SubElement(target, "mover" if above else "munder")
    _row(_part(element, "e"), made, depth)
    _leaf(made, "mo", _property(element, "chr") or "\u23df")


def _limit(tag: str) -> Callable[[etree._Element, etree._Element, int], None]:
    def make(element: etree._Element, target: etree._Element, depth: int) -> None:
        made = etree.SubElement(target, tag)
        base = _part(element, "e")
        text = "" if base is None else "".join(base.itertext()).strip()
        if base is not None and _FUNCTION.fullmatch(text):
            _leaf(made, "mi", text)
        else:
            _row(base, made, depth)
        _row(_part(element, "lim"), made, depth)

    return make


def _function(element: etree._Element, target: etree._Element, depth: int) -> None:
    name = _part(element, "fName")
    text = "" if name is None else "".join(name.itertext()).strip()
    if (
        name is not None
        and _FUNCTION.fullmatch(text)
        and all(local_name(each) in ("r", "ctrlPr") for each in name)
    ):
        _leaf(target, "mi", text)
    else:
        _row(name, target, depth)
    _row(_part(element, "e"), target, depth)


def _before(element: etree._Element, target: etree._Element, depth: int) -> None:
    made = etree.SubElement(target, "mmultiscripts")
    _row(_part(element, "e"), made, depth)
    etree.SubElement(made, "mprescripts")
    _row(_part(element, "sub"), made, depth)
    _row(_part(element, "sup"), made, depth)


def _boxed(element: etree._Element, target: etree._Element, depth: int) -> None:
    hidden = all(_is_on(element, f"hide{side}") for side in ("Top", "Bot", "Left", "Right"))
    strikes = {"strikeBLTR": "updiagonalstrike", "strikeTLBR": "downdiagonalstrike"}
    notations = [sign for name, sign in strikes.items() if _is_on(element, name)]
    if not hidden:
        notations.append("box")
    made = etree.SubElement(target, "menclose", {"notation": " ".join(notations)})
    _row(_part(element, "e"), made, depth)


_MAKERS: Final[dict[str, Callable[[etree._Element, etree._Element, int], None]]] = {
    "oMath": _fill,
    "oMathPara": _fill,
    "r": _run,
    "ins": _fill,
    "moveTo": _fill,
    "smartTag": _fill,
    "hyperlink": _fill,
    "sdt": _fill,
    "sdtContent": _fill,
    "sdtPr": lambda element, target, depth: None,  # noqa: ARG005 -- called as its kin are
    "sdtEndPr": lambda element, target, depth: None,  # noqa: ARG005 -- called as its kin are
    "f": _fraction,
    "sSup": _parts("msup", "e", "sup"),
    "sSub": _parts("msub", "e", "sub"),
    "sSubSup": _parts("msubsup", "e", "sub", "sup"),
    "sPre": _before,
    "rad": _root,
    "nary": _nary,
    "d": _delimited,
    "m": _matrix,
    "eqArr": _equations,
    "acc": _accent,
    "bar": _bar,
    "groupChr": _grouped,
    "limLow": _limit("munder"),
    "limUpp": _limit("mover"),
    "func": _function,
    "box": _parts("mrow", "e"),
    "borderBox": _boxed,
    "phant": lambda element, target, depth: (
        _parts("mrow", "e")
        if _property(element, "show") not in ("0", "off", "false")
        else _parts("mphantom", "e")
    )(element, target, depth),
}
