"""Texts made of the lines of a file, as Markdown: typed plainly, as Markdown or as HTML, each line with its place.

The reader of HTML, and lxml with it, is loaded for HTML only: every text is asked whether it is a table of questions, and
tables are made of these.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import partial
from html.entities import html5
from itertools import pairwise

from examgen.errors import Place, Problem
from examgen.formats.dollars import with_math
from examgen.formats.plaintext import escape_markdown
from examgen.model import Text

#: A line of a text, and the place of its first character.
Row = tuple[str, Place]

_LINE_END = re.compile("\r\n|\r|\n")
_UNSEEN = re.compile("[\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACES = str.maketrans(dict.fromkeys("\xa0\u202f\u2007\x0b\x0c\x85\u2028\u2029", " "))
#: What makes a text HTML rather than one that speaks of tags: one that ends an element, or needs no end.
_HTML = re.compile(
    r"</(?:a|abbr|b|big|blockquote|center|cite|code|dd|del|div|dl|dt|em|figure|font|h[1-6]|i|ins|kbd|li|math|ol|p"
    r"|pre|q|s|samp|small|span|strike|strong|style|sub|sup|svg|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var|iframe"
    r"|video|audio|object|textarea)\s{0,9}>|<(?:br|hr|img|input)(?:\s[^<>]{0,9000})?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(#[0-9]{1,7};|#[xX][0-9A-Fa-f]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)")
#: HTML that people put into Markdown, and code and formulas, where it is none.
_IN_MARKDOWN = re.compile(
    r"(?P<kept>```[\s\S]*?(?:```|\Z)|``[^`]*``|`[^`]*`|(?<!\\)\$(?!\s)(?:\\.|[^\\$\n])+\$|\\.)"
    r"|(?P<end>[ \t]{0,9}<br[ \t]{0,9}/?>[ \t]{0,9}\n?)"
    r"|<(?P<tag>sub|sup|b|strong|i|em|u|code|tt|kbd)>[^<>]{0,9000}</(?P=tag)>"
    r"|<(?P<whole>table|ul|ol)(?:\s[^<>]{0,300})?>(?:(?!<(?P=whole))[\s\S]){0,9000}?</(?P=whole)>|<img\s[^<>]{1,2000}>"
    r"|(?P<note><!--(?:(?!<!--)[\s\S]){0,9000}?-->)"
    r"|(?P<empty><(?P<name>p|div|center|figure|section|span|font|small|big)>\s{0,9}</(?P=name)>)"
    r"|(?P<wrap>(?:^[ \t]{1,40})?<(?P<close>/?)(?P<kind>(?P<block>p|div|center|figure|section)|span|font|small|big)"
    r"(?:\s(?![^<>]{0,300}(?:hidden|none))[^<>]{0,300})?>)",
    re.IGNORECASE | re.MULTILINE,
)


def lines_of(file: str, source: str) -> list[Row]:
    """Return the lines of a file with their places, whatever the line ends, without a byte order mark."""
    lines = _LINE_END.split(source.removeprefix("\ufeff"))
    return [(line, Place(file, number, 1)) for number, line in enumerate(lines, 1)]


def looks_like_html(text: str) -> bool:
    """Return whether a text has tags or entities of HTML in it."""
    if "<" in text and _HTML.search(text):
        return True
    return "&" in text and any(name[0] == "#" or name in html5 for name in _ENTITY.findall(text))


def plain_text(rows: Sequence[Row], *, breaks: bool = True) -> Text:
    """Return the text of these lines, typed without markup; with ``breaks`` they stay lines on paper."""
    rows = trimmed(rows)
    source = escape_markdown(
        "\n".join(with_math(tidy(line).rstrip()) for line, _ in rows), math=True, breaks=breaks
    )
    return _placed(source, rows)


def markdown_text(rows: Sequence[Row], *, html: bool = False) -> Text:
    """Return the text of these lines, which are Markdown already.

    With ``html`` the few tags that people put into Markdown (``<sub>``, ``<br>``, ``<img>``, ``<p>``) say what they do
    in HTML.
    """
    rows = trimmed(rows)
    source = "\n".join(line.rstrip() for line, _ in rows)
    if html and "<" in source:
        source = _IN_MARKDOWN.sub(partial(_tag, _pairs(source)), source)
        rows = rows[min(len(source) - len(source.lstrip("\n")), len(rows) - 1) :]
        source = source.strip("\n")
    return _placed(source, rows)


def _pairs(source: str) -> frozenset[str]:
    """Return the tags around words that are closed as often as opened; others are spoken of: ``What does <p> do?``"""
    counts: Counter[str] = Counter()
    for found in _IN_MARKDOWN.finditer(source):
        if found["wrap"]:
            counts[found["kind"].lower()] += -1 if found["close"] else 1
    return frozenset(name for name, more in counts.items() if not more)


def _tag(pairs: frozenset[str], found: re.Match[str]) -> str:
    if found["kept"] or found["empty"] or (found["wrap"] and found["kind"].lower() not in pairs):
        return found[0]
    if found["end"]:
        return "\\\n"
    if found["note"]:
        return ""
    if found["wrap"]:
        return _between(found) if found["block"] else ""
    from examgen.formats.html.text import to_markdown

    if found["whole"] and not re.search("<(?:li|t[dh])", found[0], re.IGNORECASE):
        return found[0]
    made = to_markdown(found[0])
    return found[0] if made.problems(Place("")) else made.markdown


def _between(found: re.Match[str]) -> str:
    """Return what ends a paragraph where the tag of a block stands: nothing next to a blank line."""
    before = found.string[max(found.start() - 200, 0) : found.start()].split("\n")
    after = found.string[found.end() : found.end() + 200].split("\n")
    begins, ends = not before[-1].strip(), not after[0].strip()
    if begins == ends:
        return "" if begins else "\n\n"
    near = before[-2:-1] if begins else after[1:2]
    return "\n" if "".join(near).strip() else ""


def html_text(rows: Sequence[Row], problems: list[Problem], *, breaks: bool = False) -> Text:
    """Return the text of these lines of HTML; what HTML says and Markdown cannot goes to ``problems``.

    With ``breaks`` the ends of lines are printed as such; HTML takes them for spaces.
    """
    from examgen.formats.html.text import to_markdown

    rows = trimmed(rows)
    lines = [line for line, _ in rows]
    if breaks:
        # What stands between two tags is no line of the text.
        tags = [
            line.rstrip().endswith(">") and after.lstrip().startswith("<") for line, after in pairwise(lines)
        ]
        lines = [
            line if between else f"{line}<br>" for line, between in zip(lines, [*tags, True], strict=True)
        ]
    made = to_markdown("\n".join(lines))
    problems += made.problems(rows[0][1])
    return _placed(made.markdown, rows)


def tidy(text: str) -> str:
    """Return a text without what its author cannot see, its letters composed."""
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text).translate(_SPACES))


def trimmed(rows: Sequence[Row]) -> list[Row]:
    """Return the lines without empty ones at both ends and doubled ones between; never none."""
    kept: list[Row] = []
    for line, place in rows:
        if line.strip() or (kept and kept[-1][0].strip()):
            kept.append((line, place))
    while len(kept) > 1 and not kept[-1][0].strip():
        kept.pop()
    if not kept:
        return [("", rows[0][1])]
    first, place = kept[0]
    lead = len(first) - len(first.lstrip())
    kept[0] = (first.lstrip(), Place(place.file, place.line, place.column + lead if place.column else 0))
    return kept


def _placed(source: str, rows: Sequence[Row]) -> Text:
    """Return a text whose lines have the places of these lines, as far as they go."""
    places = [place for _, place in rows]
    count = source.count("\n") + 1
    return Text(source, tuple((places + [places[-1]] * count)[:count]))
