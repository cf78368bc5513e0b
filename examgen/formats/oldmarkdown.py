r"""Our Markdown for programs whose Markdown is an older one, and back: that of Moodle, and that of text2qti.

There a backslash escapes fewer signs and ends no line, ``<b>`` is a tag, ``#include`` a heading, ``__init__`` strong,
``2*3*4`` has an emphasis in it, ``- 5`` is a list even where it is all, and a list or a table right below words belongs to
their paragraph. So ``\<`` becomes ``&#60;``, ``<b>``
``&lt;b>``, a backslash at the end of a line ``<br>``, a sign that must not act there its number, and a list gets a blank
line above it. Code and formulas stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal

from examgen.markup.signs import IDENTIFIER
from examgen.markup.syntax import INLINE_MATH, joins_names

#: The signs that a backslash escapes in the Markdown of Moodle, which is PHP Markdown Extra.
EXTRA: Final = "\\`*_{}[]()>#+-.!:|"

Kind = Literal["text", "code", "math"]

_OPENER: Final = re.compile(
    r"(?<=\n\n)(?: {4}[^\n]*(?:\n|\Z))+|\\[(\[]|\\.|\$\$?|`+|(?<![^\n> ])~{3,}", re.DOTALL
)
_MATH: Final = dict(INLINE_MATH)
_BEGINS_TAG: Final = r"(?=[A-Za-z/!?])(?!https?://|mailto:|[\w.+-]{1,64}@)"
_SIGN: Final = re.compile(
    rf"\\\n|\\([!-/:-@\[-`{{-~])|<{_BEGINS_TAG}|(?<![^\n])(?:#(?=#{{0,5}}[^\s#])|:(?=[ \t]))"
)
#: What begins a list, a heading, a quote or a rule, but not in a text of one line.
_FIRST: Final = re.compile(
    r"[0-9]{1,9}(?=\.(?:\s|\Z))|(?=[-+*](?:\s|\Z)|#{1,6}(?:\s|\Z)|>|[-*_](?:[ \t]*[-*_]){2,}[ \t]*\Z)"
)
_NAME: Final = re.compile(rf"(?<!\w){IDENTIFIER.pattern}")
_STARS: Final = re.compile(r"(?<![*\\])\*{1,9}(?!\*)")
#: A colon that would define what stands above it.
_COLON: Final = "&#x3a;"
_OLD: Final = re.compile(rf"<br>\n|{_COLON}|&#([0-9]{{2,3}});|&lt;{_BEGINS_TAG}")
_PUNCTUATION: Final = re.compile(r"[!-/:-@\[-`{-~]")
_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")
_ITEM: Final = re.compile(r" {0,3}(?:[-*+]|1\.)[ \t]+\S")
_ANY_ITEM: Final = re.compile(r"^ {0,3}(?:[-*+]|[0-9]{1,9}[.)])[ \t]", re.MULTILINE)
_RULE: Final = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?\Z")


def parts(source: str) -> Iterator[tuple[Kind, str]]:
    """Yield a text in parts, in their order, each with its kind."""
    done = at = 0
    unclosed: set[str] = set()
    item = _ANY_ITEM.search(source)
    first_item = item.start() if item else len(source)
    while (found := _OPENER.search(source, at)) is not None:
        start, at = found.span()
        if found[0][0] == " ":
            # Below an item of a list, indented lines go on with it.
            kind, end = "code", found.end() if start < first_item else -1
        else:
            kind, end = _opened(source, found, unclosed)
        if end < 0:
            continue
        if done < start:
            yield "text", source[done:start]
        yield ("math" if kind == "math" else "code"), source[start:end]
        done = at = end
    if done < len(source):
        yield "text", source[done:]


def _opened(source: str, found: re.Match[str], unclosed: set[str]) -> tuple[str, int]:
    """Return what a sign opens and where that ends, -1 when it opens nothing."""
    opener = found[0]
    if opener in unclosed:
        return "", -1
    if opener[0] in "`~":
        sign = opener[0]
        closer = re.compile(rf"(?<!{sign}){opener}(?!{sign})").search(source, found.end())
        if closer:
            return "code", closer.end()
        unclosed.add(opener)
        return "code", len(source) if _FENCE.match(source, source.rfind("\n", 0, found.start()) + 1) else -1
    pattern = _MATH.get(opener)
    formula = pattern.match(source, found.start()) if pattern else None
    if pattern and not formula and opener[0] == "\\":
        unclosed.add(opener)
    return "math", formula.end() if formula and not joins_names(formula) else -1


def to_old(text: str, escapes: str) -> str:
    r"""Return text without code and math in the older dialect; ``escapes`` are the signs a backslash escapes there."""

    def sign(found: re.Match[str]) -> str:
        if found[0] == "\\\n":
            return "<br>\n"
        if found[0] in "<:":
            return "&lt;" if found[0] == "<" else _COLON
        if not found[1]:
            return number(found[0])
        return found[0] if found[1] in escapes else number(found[1])

    plain = _SIGN.sub(sign, text)
    if "__" in plain:
        plain = _NAME.sub(_as_numbers, plain)
    return _with_stars(plain) if "*" in plain else plain


def _with_stars(text: str) -> str:
    """Return text whose stars that are none of emphasis in ours, as in ``2*3*4``, are none there either."""
    opened = False

    def stars(found: re.Match[str]) -> str:
        nonlocal opened
        before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        touches = after.strip() != ""
        number_beside = before.isdigit() or after.isdigit()
        if number_beside and before.isalnum() and after.isalnum() and not _may_open(found):
            return number("*") * len(found[0])
        if _may_open(found) and touches:
            opened = True
        elif opened or not (touches and before.strip()):
            opened = False
        else:
            return number("*") * len(found[0])
        return found[0]

    return _STARS.sub(stars, text)


def _may_open(found: re.Match[str]) -> bool:
    """Return whether stars open an emphasis in our Markdown, where none opens behind a word."""
    before = found.string[found.start() - 1 : found.start()] or " "
    # Letters without case are of scripts that put no spaces between words.
    in_word = before.isdigit() or before.islower() or before.isupper() or before == "_"
    return not in_word and not (len(found[0]) == 1 and before in ")]}")


def _as_numbers(found: re.Match[str]) -> str:
    return re.sub(r"[*_]+\Z|\A[*_]+", lambda signs: "".join(map(number, signs[0])), found[0])


def from_old(text: str, escapes: str) -> str:
    """Return what :func:`to_old` has made as it was."""

    def sign(found: re.Match[str]) -> str:
        if found[0] == "<br>\n":
            return "\\\n"
        if not found[1]:
            return ":" if found[0] == _COLON else "<"
        written = chr(int(found[1]))
        if written in escapes:
            return written
        return f"\\{written}" if _PUNCTUATION.fullmatch(written) else found[0]

    return _OLD.sub(sign, text)


def number(sign: str) -> str:
    """Return a sign as an entity, which means nothing to any Markdown."""
    return f"&#{ord(sign)};"


def lead(source: str) -> str:
    """Return a text of one line so that its first sign begins nothing."""
    found = _FIRST.match(source) if "\n" not in source else None
    if not found or found.end() == len(source):
        return source
    return f"{found[0]}{number(source[found.end()])}{source[found.end() + 1 :]}"


def to_extra(source: str) -> str:
    """Return a text of our Markdown for Moodle's, math left as it is."""
    whole = spaced(lead(source))
    if not _SIGN.search(whole) and "*" not in whole and "__" not in whole:
        return whole
    return "".join(to_old(part, EXTRA) if kind == "text" else part for kind, part in parts(whole))


def from_extra(source: str) -> str:
    """Return what :func:`to_extra` has made as it was, but for blank lines above lists and tables."""
    if not _OLD.search(source):
        return source
    return "".join(from_old(part, EXTRA) if kind == "text" else part for kind, part in parts(source))


def spaced(source: str) -> str:
    """Return a text with a blank line above each list and table, which means the same to our Markdown."""
    if "\n" not in source:
        return source
    lines = source.split("\n")
    out: list[str] = []
    fence, in_list = "", False
    for number, line in enumerate(lines):
        above = out[-1] if out else ""
        if found := _FENCE.match(line):
            fence = "" if fence and found[1].startswith(fence) else fence or found[1]
        elif not fence:
            item = _ITEM.match(line)
            table = "|" in line and number + 1 < len(lines) and _RULE.match(lines[number + 1].strip())
            if above.strip() and not in_list and (item or (table and "|" not in above)):
                out.append("")
            goes_on = line.startswith(" ") or not line.strip() or above.strip()
            in_list = bool(_ANY_ITEM.match(line)) or (in_list and bool(goes_on))
        out.append(line)
    return "\n".join(out)
