r"""What commands of LaTeX print that are more than words in a type: pictures, notes, references, links and gaps."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from examgen.errors import Severity
from examgen.formats.latex import math as latexmath
from examgen.formats.latex.cursor import Cursor, source_of
from examgen.formats.latex.lex import Token
from examgen.formats.latex.prose import BLANK, COMMANDS, Prose

_REFERENCES: Final = frozenset(["ref", "eqref", "pageref", "autoref", "cref", "Cref", "nameref", "vref"])
_CITES: Final = frozenset(
    ["cite", "citep", "citet", "citeauthor", "citeyear", "parencite", "textcite", "footcite"]
)


def _picture(prose: Prose, _token: Token, cursor: Cursor) -> str:
    cursor.star()
    options = source_of(cursor.option() or [])
    address = prose.folder.address(source_of(cursor.argument()).strip().strip('"'))
    found = re.search(r"(?<![a-z])width\s*=\s*([0-9]*\.?[0-9]*)\s*(\\[a-z]*width|cm|mm|in|pt|px)", options)
    size = ""
    if found and found[2].startswith("\\"):
        size = f'width="{min(round(float((found[1].strip(".") and found[1]) or 1) * 100), 100)}%"'
    elif found and found[1].strip("."):
        points = {"cm": 28.35, "mm": 2.835, "in": 72.27, "pt": 1.0, "px": 0.75}[found[2]]
        size = f'width="{max(round(float(found[1]) * points / 0.75), 1)}"'
    return f'<img src="{escape(address)}" {size}>' if address else ""


def _note(prose: Prose, token: Token, cursor: Cursor) -> str:
    cursor.option()
    message = f"{prose.of}: the footnote is printed in parentheses, where it is called"
    prose.report("latex-footnote", message, token.at, "put it where it is to be read", Severity.WARNING)
    return f" ({prose.html(cursor.argument()).strip()})"


def _reference(prose: Prose, token: Token, cursor: Cursor) -> str:
    cursor.star()
    options = [prose.html(taken) for taken in (cursor.option(), cursor.option()) if taken]
    label = escape(source_of(cursor.argument()))
    message = (
        f"{prose.of}: '{token.text}{{{label}}}' is printed as [{label}], since papers have no such numbers"
    )
    prose.report("latex-reference", message, token.at, "write what is meant in words", Severity.WARNING)
    return f"[{', '.join([label, *options])}]"


def _input(prose: Prose, token: Token, cursor: Cursor) -> str:
    file = source_of(cursor.argument())
    message = f"{prose.of}: the file {file!r} is not read along with this one"
    prose.report("include", message, token.at, "put its text here")
    return ""


def _fillin(_prose: Prose, _token: Token, cursor: Cursor) -> str:
    cursor.layout("*[[")
    return BLANK


def _rule(_prose: Prose, _token: Token, cursor: Cursor) -> str:
    cursor.option()
    width = source_of(cursor.argument()).strip()
    cursor.layout("{")
    return "" if re.match(r"0*\.?0*(?:pt|cm|mm|in|em|ex)?\Z", width) else BLANK


def _break(_prose: Prose, _token: Token, cursor: Cursor) -> str:
    cursor.star()
    cursor.option()
    return "<br>"


def _space(_prose: Prose, _token: Token, cursor: Cursor) -> str:
    cursor.layout("*{")
    return " "


def _link(prose: Prose, _token: Token, cursor: Cursor) -> str:
    cursor.option()
    address = source_of(cursor.argument()).replace(r"\%", "%").replace(r"\#", "#").replace(r"\_", "_")
    return f'<a href="{escape(address)}">{prose.html(cursor.argument())}</a>'


def _address(_prose: Prose, _token: Token, cursor: Cursor) -> str:
    return escape(
        source_of(cursor.argument()).replace(r"\%", "%").replace(r"\_", "_").replace(r"\#", "#"), quote=False
    )


def _inline(prose: Prose, _token: Token, cursor: Cursor) -> str:
    return latexmath.inline(cursor.argument(), prose.science)


def _opened(prose: Prose, token: Token, cursor: Cursor) -> str:
    return prose.formula(token, cursor, r"\)" if token.text == r"\(" else r"\]")


def _heading(prose: Prose, _token: Token, cursor: Cursor) -> str:
    cursor.layout("*[")
    return f"<p><b>{prose.html(cursor.argument())}</b><p>"


def _caption(prose: Prose, _token: Token, cursor: Cursor) -> str:
    cursor.layout("*[")
    return f"<p>{prose.html(cursor.argument())}<p>"


def _scoring(prose: Prose, token: Token, cursor: Cursor) -> str:
    scoring = source_of(cursor.argument()).strip()
    message = f"{prose.of}: the scoring {{{scoring[:60]}}} of a part of it is not used"
    hint = "papers count the question's points for the right answer"
    prose.report("scoring", message, token.at, hint, Severity.WARNING)
    return ""


def _nothing(_prose: Prose, _token: Token, _cursor: Cursor) -> str:
    return ""


def _paragraph(_prose: Prose, _token: Token, _cursor: Cursor) -> str:
    return "<p>"


COMMANDS.update({
    "includegraphics": _picture, "footnote": _note, "footnotetext": _note, "thanks": _note, "input": _input,
    "include": _input, "fillin": _fillin, "rule": _rule, "\\": _break, "newline": _break, "tabularnewline": _break,
    "hspace": _space, "href": _link, "url": _address, "nolinkurl": _address, "ensuremath": _inline, "(": _opened,
    "[": _opened, "caption": _caption, "footnotemark": _nothing, "item": _paragraph,
    "scoring": _scoring, "bareme": _scoring,
    **dict.fromkeys(_REFERENCES | _CITES, _reference),
    **dict.fromkeys(("section", "subsection", "subsubsection", "paragraph", "subparagraph"), _heading),
})  # fmt: skip
