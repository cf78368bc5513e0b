"""Math in HTML: pictures of formulas that carry their LaTeX, raised and lowered text, MathML in attributes."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote, urlsplit

from lxml import etree

from examgen.formats.html.inline import Item, Kind
from examgen.formats.html.mathml import MathmlError, latex_of
from examgen.formats.xmlnames import local_name

__all__ = ["MathmlError", "latex_of", "mathml_of_picture", "of_element", "of_picture", "parsed", "raised"]

_DELIMITED: Final = re.compile(r"\s*(?:\\\((.*)\\\)|\\\[(.*)\\\]|\$\$(.*)\$\$|\$(.*)\$)\s*", re.DOTALL)
_PREFIX: Final = re.compile(r"\s*(?:LaTeX|TeX)\s*:", re.IGNORECASE)
_MAKERS: Final = (
    "latex.codecogs.com",
    "equation_images",
    "filter/tex",
    "mathtex.cgi",
    "mimetex.cgi",
    "chart.apis.google",
)
_LOWERED: Final = str.maketrans("0123456789+-=()\u2212", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎₋")
_RAISED: Final = str.maketrans("0123456789+-=()\u2212n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾⁻ⁿ")
_WIRIS: Final = str.maketrans({"«": "<", "»": ">", "¨": '"', "§": "&", "`": "'"})
_TEXT_SIGNS: Final = {
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    **{sign: f"\\{sign}" for sign in "{}$%&#_"},
}


def bare(latex: str) -> str:
    """Return LaTeX without the dollars or brackets around it, on one line."""
    found = _DELIMITED.fullmatch(latex)
    inner = next((part for part in found.groups() if part is not None), "") if found else latex
    return " ".join(inner.split())


def of_picture(element: etree._Element) -> str:
    """Return the LaTeX of a picture that shows a formula, or "" for other pictures."""
    classes = str(element.get("class") or "").split()
    alt, source = str(element.get("alt") or ""), str(element.get("src") or "")
    for name in ("data-equation-content", "data-latex", "data-tex", "data-math"):
        if written := str(element.get(name) or "").strip():
            return bare(written)
    if _PREFIX.match(alt):
        return bare(_PREFIX.sub("", alt, count=1))
    if {"equation_image", "texrender", "latex", "tex", "math-tex"} & set(classes) and alt.strip():
        return bare(alt)
    if any(maker in source for maker in _MAKERS):
        return _of_address(source) or bare(alt)
    return ""


def _of_address(source: str) -> str:
    """Return the LaTeX in the address of a service that draws formulas."""
    try:
        parts = urlsplit(source)
    except ValueError:
        return ""
    if "equation_images" in parts.path:
        return bare(unquote(unquote(parts.path.rpartition("/")[2])))
    if "pix.php" in parts.path:
        return ""
    query = parts.query.partition("chl=")[2] or parts.query
    return bare(
        re.sub(
            r"^(?:\\(?:dpi\{\d+\}|bg_\w+|fn_\w+|inline|large|small|huge)\s*)+",
            "",
            unquote(query).replace("&space;", " "),
        )
    )


def of_element(element: etree._Element) -> str:
    """Return the LaTeX that an element, as of KaTeX, Canvas or ILIAS, carries, or ""."""
    if "latex" in str(element.get("class") or "").split() and not len(element):
        return bare(element.text or "")
    for name in ("data-equation-content", "data-latex", "data-tex"):
        if written := str(element.get(name) or "").strip():
            return bare(written)
    return ""


def mathml_of_picture(element: etree._Element) -> etree._Element | None:
    """Return the formula that a picture of WIRIS carries, None when it carries none."""
    written = str(element.get("data-mathml") or "")
    if not written and "Wirisformula" in str(element.get("class") or ""):
        written = str(element.get("alt") or "")
    return parsed(written.translate(_WIRIS)) if "math" in written else None


def parsed(source: str) -> etree._Element | None:
    """Return the ``<math>`` element in a text, None when there is none."""
    parser = etree.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(f"<div>{source}</div>", parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return (
        next((each for each in root.iter() if local_name(each) == "math"), None) if root is not None else None
    )


def raised(element: etree._Element, name: str) -> Item | None:
    """Return the item for ``<sub>`` or ``<sup>``; None when there is more than plain text in it.

    Digits and signs are characters, as in H₂O: they need no math. Letters are math.
    """
    if any(
        local_name(child).lower() not in ("", "i", "em", "b", "strong", "span", "font", "small", "var")
        for child in element.iterdescendants()
    ):
        return None
    italic = any(local_name(child).lower() in ("i", "em", "var") for child in element.iterdescendants())
    text = " ".join("".join(element.itertext()).split())
    if not text:
        return Item(Kind.TEXT, "")
    shifted = text.translate(_LOWERED if name == "sub" else _RAISED)
    if not any(before == after for before, after in zip(text, shifted, strict=True)):
        return Item(Kind.TEXT, shifted)
    if "\\(" in text or "$" in text:
        return None
    mark = "_" if name == "sub" else "^"
    variable = (len(text) == 1 and text.isascii() and text.isalpha()) or (
        italic and text.isascii() and text.isalnum()
    )
    words = text if variable else r"\text{" + "".join(_TEXT_SIGNS.get(char, char) for char in text) + "}"
    return Item(Kind.MATH, f"{{}}{mark}{{{words}}}")
