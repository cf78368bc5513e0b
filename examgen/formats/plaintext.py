r"""Plain text as our Markdown: what prints is what was typed.

``*``, ``_``, ``#``, ``$``, ``<``, a backslash and their like get a backslash, or an entity where a backslash would
make them something else (``\[`` opens a display). ``[[a]]`` stays a reference, as in all formats, unless it is the
index of something, as in ``x[[i]]``.
"""

from __future__ import annotations

import re
from typing import Final

_REFERENCE: Final = r"(?<!\w)\[\[[ \t]*[A-Za-z][\w.-]*[ \t]*\]\](?!\()"
#: Signs that Markdown, or our math, could take for its own. An underscore inside a word is none.
_SIGNS: Final = re.compile(
    rf"(?P<kept>{_REFERENCE})"
    r"|(?P<index>\[(?=\[))"
    r"|(?P<open>\\(?=[^\W_]))"
    r"|[\\`*$]|(?<![^\W_])_|_(?![^\W_])|<(?=\S)|&(?=#?\w{1,32};)|\](?=\()|!(?=\[)"
)
#: One of which each of these has; most texts have none, and are searched through for them in no time.
_ANY_SIGN: Final = re.compile(r"[\\`*$_<&\]\[]")
#: Where an escaped backslash before a letter would be taken for a pair that Markdown prints once.
_BEFORE_PAIR: Final = " \t\n\"'(["
#: What begins a list, a heading, a quote, code or a table; a backslash behind it, before the sign, keeps it as text.
_START: Final = re.compile(
    r"(?=#{1,6}(?:\s|$)|[-+](?:\s|$)|>|~~~|=+[ \t]*$|[|:-][|:\- \t]*$)|[0-9]{1,9}(?=[.)](?:\s|$))"
)
_HYPHENS: Final = re.compile(r"---(?=[ \t]*$)")
_LINE_ENDS: Final = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_INDENT: Final = re.compile(r"[ \t]+")


def escape_markdown(text: str, *, math: bool = False, breaks: bool = False) -> str:
    r"""Return Markdown that prints a plain text.

    Args:
        text: as it was typed.
        math: keep ``\(...\)``, ``\[...\]`` and ``$$...$$`` as math.
        breaks: keep the ends of lines and spaces before them, as in a poem or a program; otherwise lines are
            joined to paragraphs, which blank lines end.
    """
    if text.isprintable() and not text.startswith(" ") and not _ANY_SIGN.search(text):
        # Most texts: one line, since the ends of lines are not printable, and no sign in it.
        return escape_start(text.rstrip(" "))
    return _escape_markdown(text, math=math, breaks=breaks)


def _escape_markdown(text: str, *, math: bool, breaks: bool) -> str:
    flat = _LINE_ENDS.sub("\n", text)
    if math:
        parts = split_math(flat)
        escaped = "".join(
            part.replace("\n", " ") if is_math else escape_signs(part) for part, is_math in parts
        )
    else:
        escaped = escape_signs(flat)
    lines = [_line(line, breaks) for line in escaped.split("\n")]
    return ("\n".join(lines) if not breaks else _broken(lines)).strip("\n")


def escape_signs(text: str) -> str:
    """Return a run of text with all signs escaped that mean something wherever they stand."""
    return _SIGNS.sub(_sign, text) if _ANY_SIGN.search(text) else text


def escape_start(line: str) -> str:
    """Return a line of Markdown that begins with plain text so that it begins no list, heading, quote or table."""
    if hyphens := _HYPHENS.match(line):
        # The last two of an escaped hyphen and two others would become a dash.
        return r"\-\-\-" + line[hyphens.end() :]
    found = _START.match(line)
    return f"{line[: found.end()]}\\{line[found.end() :]}" if found else line


def split_math(text: str) -> list[tuple[str, bool]]:
    r"""Return a text in parts: (text, False) and (math with its ``\(...\)``, ``\[...\]`` or ``$$...$$``, True)."""
    parts: list[tuple[str, bool]] = []
    done, at = 0, 0
    unclosed: set[str] = set()
    while (found := _OPENER.search(text, at)) is not None:
        opener = found[0]
        at = found.end()
        closer = _MATH_CLOSERS.get(opener)
        if closer is None or closer in unclosed:
            continue
        end = text.find(closer, at)
        if end < 0:
            unclosed.add(closer)
        elif text[at:end].strip():
            parts.append((text[done : found.start()], False))
            done = at = end + 2
            parts.append((text[found.start() : done], True))
    parts.append((text[done:], False))
    return [part for part in parts if part[0]]


#: ``\\`` is a backslash, and what stands behind it opens nothing.
_OPENER: Final = re.compile(r"\\\\|\\\(|\\\[|\$\$")
_MATH_CLOSERS: Final = {r"\(": r"\)", r"\[": r"\]", "$$": "$$"}


def _sign(found: re.Match[str]) -> str:
    if found["kept"] is not None:
        return found["kept"]
    if found["index"] is not None:
        return "&#91;"
    if found["open"] is not None:
        before = found.string[found.start() - 1] if found.start() else " "
        return "&#92;" if before in _BEFORE_PAIR else r"\\"
    return f"\\{found[0]}"


def _line(line: str, breaks: bool) -> str:
    indent = _INDENT.match(line)
    width = len(indent[0].expandtabs(4)) if indent and breaks else 0
    return "\u00a0" * width + escape_start(line.strip(" \t"))


def _broken(lines: list[str]) -> str:
    """Return lines that stay lines; blank ones end a paragraph."""
    out = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        out.append(f"{line}\\" if line.strip() and after.strip() else line.rstrip())
    return "\n".join(out)
