r"""Lists, tables and quotes of LaTeX as HTML.

Lists numbered otherwise than 1, 2, 3 keep their labels as text, since choices speak of statements I and II.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from examgen.formats.latex.cursor import Cursor, levels, source_of
from examgen.formats.latex.lex import Token
from examgen.formats.latex.prose import BLOCKS, Prose

_RULES: Final = frozenset((r"\hline", r"\midrule", r"\toprule", r"\bottomrule", r"\cline", r"\cmidrule"))
_COUNTER: Final = re.compile(r"\\(arabic|alph|Alph|roman|Roman)\*?\s*(?:\{[^{}]*\})?")
_SHORT: Final = re.compile(r"[^\w\s]{0,2}([1aAiI])[^\w\s]{0,2}\Z")
_STYLES: Final = {"1": "arabic", "a": "alph", "A": "Alph", "i": "roman", "I": "Roman"}
#: What LaTeX itself writes before the items of lists inside each other.
_NESTED: Final = ("", r"(\alph*)", r"\roman*.", r"\Alph*.")


def _items(tokens: Sequence[Token]) -> list[tuple[list[Token] | None, list[Token]]]:
    r"""Return the items of a list: the label in brackets, None without one, and the tokens."""
    starts = [index for index, token, top in levels(tokens) if top and token.text == r"\item"]
    items = []
    for start, end in pairwise([*starts, len(tokens)]):
        cursor = Cursor(tokens[start + 1 : end])
        label = cursor.option()
        items.append((label, list(cursor.tokens[cursor.at :])))
    return items


def _before(prose: Prose, tokens: Sequence[Token]) -> str:
    """Return what stands before the first item: words, or commands of layout."""
    first = next(
        (index for index, token, top in levels(tokens) if top and token.text == r"\item"), len(tokens)
    )
    return prose.html(tokens[:first])


def _bullets(prose: Prose, _name: str, inner: list[Token]) -> str:
    _, inner = _options(inner)
    parts = []
    for label, tokens in _items(inner):
        words = prose.html(tokens)
        parts.append(f"<li>{prose.html(label)} {words}</li>" if label else f"<li>{words}</li>")
    return f"<p>{_before(prose, inner)}<ul>{''.join(parts)}</ul><p>"


def _options(inner: list[Token]) -> tuple[str, list[Token]]:
    cursor = Cursor(inner)
    options = source_of(cursor.option() or [])
    return options, cursor.tokens[cursor.at :]


def _numbered(prose: Prose, _name: str, inner: list[Token]) -> str:
    options, inner = _options(inner)
    prose.lists += 1
    outermost = prose.lists == 1
    pattern = _pattern(options if options or not outermost else prose.numbering)
    pattern = pattern or _NESTED[min(prose.lists, 4) - 1]
    start = re.search(r"start\s*=\s*([0-9]{1,4})", options)
    number = int(start[1]) - 1 if start else 0
    parts, literal = [], bool(pattern) or any(label is not None for label, _ in _items(inner))
    for label, tokens in _items(inner):
        number += label is None
        shown = (
            prose.html(label) if label is not None else _COUNTER.sub(_Count(number), pattern) or f"{number}."
        )
        words = prose.html(tokens)
        parts.append(f"<p>{shown} {words.removeprefix('<p>')}" if literal else f"<li>{words}</li>")
    prose.lists -= 1
    body = "".join(parts)
    if literal:
        return f"<p>{_before(prose, inner)}{body}<p>"
    return f'<p>{_before(prose, inner)}<ol start="{int(start[1]) if start else 1}">{body}</ol><p>'


def _pattern(options: str) -> str:
    r"""Return the label that the options of a list ask for, ``(\roman*)``; empty for 1, 2, 3."""
    label = re.search(r"label\s*=\s*(\{(?:[^{}]|\{[^{}]*\})*\}|[^,]*)", options)
    words = (label[1] if label else options if "=" not in options else "").strip()
    words = words[1:-1] if words.startswith("{") else words
    words = re.sub(r"\{enum[iv]+\}", "*", words)
    words = re.sub(r"\\(?:textbf|textit|emph|bfseries|itshape|upshape|protect|normalfont)\b|[{}]", "", words)
    if not _COUNTER.search(words):
        short = _SHORT.match(words.strip())
        if short is None:
            return ""
        words = words.replace(short[1], rf"\{_STYLES[short[1]]}*")
    return "" if re.fullmatch(r"\\arabic\*?\.?", words.strip()) else words.strip()


class _Count:
    """The number of an item in the style that a label asks for."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __call__(self, found: re.Match[str]) -> str:
        style = found[1]
        if style == "arabic" or self.number > 26:
            return str(self.number)
        if style.lower() == "alph":
            letter = chr(ord("a") + self.number - 1)
        else:
            tens, ones = divmod(self.number, 10)
            letter = "x" * tens + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ones]
        return letter.upper() if style[0].isupper() else letter


def _described(prose: Prose, _name: str, inner: list[Token]) -> str:
    _, inner = _options(inner)
    parts = [
        f"<p><b>{prose.html(label)}</b> {prose.html(tokens)}" if label else f"<p>{prose.html(tokens)}"
        for label, tokens in _items(inner)
    ]
    return f"<p>{_before(prose, inner)}{''.join(parts)}<p>"


def _quote(prose: Prose, _name: str, inner: list[Token]) -> str:
    return f"<p><blockquote>{prose.html(inner)}</blockquote><p>"


def _table(prose: Prose, name: str, inner: list[Token]) -> str:
    cursor = Cursor(inner)
    cursor.layout({"tabularx": "{[{", "tabular*": "{[{", "tabulary": "{[{", "tabu": "{"}.get(name, "[{"))
    rows, ruled = _rows(cursor.tokens[cursor.at :])
    if not rows:
        return ""
    if all(len(row) == 1 for row in rows):
        return "<br>".join(prose.html(row[0]) for row in rows)
    lines = []
    for index, row in enumerate(rows):
        tag = "th" if index == 0 and ruled else "td"
        lines.append("<tr>" + "".join(_cell(prose, cell, tag) for cell in row) + "</tr>")
    return f"<p><table>{''.join(lines)}</table><p>"


def _rows(tokens: Sequence[Token]) -> tuple[list[list[list[Token]]], bool]:
    """Return the cells of each row, and whether a line is drawn right below the first row, which makes it the head."""
    rows: list[list[list[Token]]] = [[[]]]
    lines: list[int] = []
    skip = 0
    for index, token, top in levels(tokens):
        if index < skip:
            continue
        if top and token.kind == "cell":
            rows[-1].append([])
        elif top and token.text in (r"\\", r"\tabularnewline", r"\cr"):
            rows.append([[]])
            cursor = Cursor(tokens[index + 1 : index + 20])
            cursor.star()
            skip = index + 1 + cursor.at if cursor.option() is not None else 0
            skip = index + 1 + cursor.at if skip else 0
        elif top and token.text in _RULES:
            lines.append(len(rows))
            cursor = Cursor(tokens[index + 1 : index + 20])
            cursor.layout({r"\cline": "{", r"\cmidrule": "({"}.get(token.text, ""))
            skip = index + 1 + cursor.at
        else:
            rows[-1][-1].append(token)
    kept = [row for row in rows if any(source_of(cell).strip() for cell in row)]
    return kept, 2 in lines


def _cell(prose: Prose, tokens: list[Token], tag: str) -> str:
    cursor = Cursor(tokens)
    cursor.skip_space()
    token = cursor.peek()
    if token is None or token.text != r"\multicolumn":
        return f"<{tag}>{prose.html(tokens)}</{tag}>"
    cursor.next()
    count = source_of(cursor.argument()).strip()
    cursor.argument()
    words = prose.html(cursor.argument()) + prose.html(cursor.tokens[cursor.at :])
    return f'<{tag} colspan="{count if count.isdecimal() else 1}">{words}</{tag}>'


BLOCKS.update(
    {
        "itemize": _bullets, "itemize*": _bullets, "compactitem": _bullets, "enumerate": _numbered,
        "enumerate*": _numbered, "compactenum": _numbered, "inparaenum": _numbered, "description": _described,
        "list": _described, "trivlist": _described, "quote": _quote, "quotation": _quote, "verse": _quote,
        "displayquote": _quote, "tabular": _table, "tabular*": _table, "tabularx": _table, "tabulary": _table,
        "longtable": _table, "supertabular": _table, "tabu": _table,
    }
)  # fmt: skip
