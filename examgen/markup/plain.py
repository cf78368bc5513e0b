r"""Plain text as LaTeX: the one place where it happens.

The result prints what the text says, whatever it says: signs that are special to TeX get commands, pairs that
the fonts would join (``--``, ``<<``, ``,,``) are kept apart, ``[`` and ``*`` are hidden from commands that
look for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from pylatex import NoEscape

from examgen.errors import BankError, Problem
from examgen.markup.unicode import TEXT_UNIT, is_greek, name_of, text_latex

_SPECIAL: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "[": "{[}",
    "]": "{]}",
    "*": "{*}",
    "\x0b": " ",
    "\x0c": " ",
    "\t": " ",
    "\r": " ",
}
_CODE: Final = _SPECIAL | {"'": r"\textquotesingle{}", "-": "-{}", ",": ",{}"}
#: The T1 fonts join these pairs into one sign; so they do three in a row.
_JOINED = re.compile(r"(?<=-)(?=-)|(?<=,)(?=,)|(?<=')(?=')")
_SURELY_PRINTABLE = re.compile(r"[\x20-\x7e\n]*")
_UNITS = re.compile(rf"{TEXT_UNIT}|.", re.DOTALL)
_LINE_END = re.compile(r"[ \t\r]*\n\s*")
#: A broken code line may go on after a run of these, but not inside a number.
_CODE_BREAK = re.compile(r"(?:[,;()\[\]{}=+*/|&:]|(?<!\d)\.|\.(?!\d))+(?=.)")
_TAB_STOP: Final = 4
#: Those that TeX would make one of, or none.
_SPACES = re.compile(r"\A +| {2,}| +\Z")
#: TeX breaks words only where English would have hyphens: not names, addresses and sequences, which are as long as this.
_LONG_WORD = re.compile(r"[!-~\u00c0-\u024f]{21,}")
#: Inside one: after signs but not inside a number; where a name has a capital; and anywhere in what no language writes.
_AFTER_SIGN = re.compile(r"(?<=[/\\?&=_.:,;|@+#%)\]}])(?<!\d[.,:])(?=[^\W_])|(?<=[^\W\d_][.,:])(?=\d)")
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NO_WORD = re.compile(r"(?=[^\W_]{0,99}(?:\d|[A-Z]{4}))[^\W_]{31,}|[^\W_]{64,}")
HINT: Final = "write it in another way, or put it in as a picture"


def unprintable(text: str) -> Iterator[tuple[int, str]]:
    """Yield the 0-based offset and the characters of each unit in ``text`` that cannot be printed."""
    if _SURELY_PRINTABLE.fullmatch(text):
        return
    for unit in _UNITS.finditer(text):
        if not _has_latex(unit[0]):
            yield unit.start(), unit[0]


@lru_cache(4096)
def _has_latex(unit: str) -> bool:
    return _latex(unit, _SPECIAL) is not None


def unprintable_message(characters: str, more: int = 0) -> str:
    """Return the message of the problem ``unprintable-character``; ``more`` others follow in the same text."""
    rest = f", nor can {more} more after it" if more else ""
    return f"the character {name_of(characters)} cannot be printed{rest}"


def escape(plain: str) -> NoEscape:
    """Return the LaTeX that prints ``plain`` as running text.

    Raises:
        BankError: it has characters that cannot be printed; look for them with :func:`unprintable` first.
    """
    problems = [
        Problem("unprintable-character", unprintable_message(characters), hint=HINT)
        for _, characters in unprintable(plain)
    ]
    if problems:
        raise BankError("", problems=problems)
    return prose_latex(plain)


def prose_latex(plain: str) -> NoEscape:
    """Return the LaTeX of running text; what cannot be printed is left out."""
    joined = _LINE_END.sub(" ", plain)
    return NoEscape("".join(_in_words(part, _SPECIAL) + "{}" for part in _JOINED.split(joined))[:-2])


def code_latex(code: str) -> NoEscape:
    """Return the LaTeX of code inside a line of text, its spaces kept; a line may end at the last of several."""
    parts, start = [], 0
    for spaces in _SPACES.finditer(code):
        parts.append(_in_words(code[start : spaces.start()], _CODE))
        start = spaces.end()
        breaks = spaces.start() > 0 and start < len(code)
        begin = "" if spaces.start() else r"\leavevmode"
        parts.append(begin + r"\egsp{}" * (len(spaces[0]) - breaks) + " " * breaks)
    return NoEscape("".join(parts) + _in_words(code[start:], _CODE))


def code_line_latex(line: str) -> NoEscape:
    r"""Return the LaTeX of one line of a code block, its spaces kept, with ``\egbr{}`` where it may be broken."""
    line = line.expandtabs(_TAB_STOP).rstrip()
    indent = len(line) - len(line.lstrip(" "))
    parts = [r"\egsp{}" * indent]
    for piece in re.split("( +)", line[indent:]):
        if piece.startswith(" "):
            parts.append(r"\egsp{}" * len(piece) + r"\egbr{}")
        else:
            parts.append(_code_word(piece))
    return NoEscape("".join(parts))


def url_latex(url: str) -> NoEscape:
    """Return the LaTeX of an address, which may be broken after its signs."""
    return NoEscape(
        r"\allowbreak{}".join(_translate(part, _CODE) for part in re.split("(?<=[/?&=])(?=[^/])", url))
    )


def _code_word(word: str) -> str:
    parts, start = [], 0
    for match in _CODE_BREAK.finditer(word):
        parts.append(_translate(word[start : match.end()], _CODE) + r"\egbr{}")
        start = match.end()
    return "".join(parts) + _translate(word[start:], _CODE)


def _in_words(text: str, special: dict[str, str]) -> str:
    """Return text as LaTeX, with what TeX may do at long words when nothing else helps."""
    greek, parts, start = is_greek(text), [], 0
    for offset, split in sorted(_splits(text).items()):
        parts.append(_translate(text[start:offset], special, greek=greek) + split)
        start = offset
    return "".join(parts) + _translate(text[start:], special, greek=greek)


def _splits(text: str) -> dict[int, str]:
    r"""Return what to write at the 0-based offsets at which long words begin or may be broken.

    ``\egearly{}`` lets the line before a word end early; ``\egmaybreak{penalty}`` breaks it without a hyphen.
    """
    splits: dict[int, str] = {}
    for word in _LONG_WORD.finditer(text):
        if word.start():
            splits[word.start()] = r"\egearly{}"
        for stretch in _NO_WORD.finditer(word[0]):
            inside = range(word.start() + stretch.start() + 1, word.start() + stretch.end())
            splits |= dict.fromkeys(inside, r"\egmaybreak{5000}")
        for pattern, penalty in ((_CAPITAL, 500), (_AFTER_SIGN, 100)):
            made = rf"\egmaybreak{{{penalty}}}"
            splits |= {word.start() + found.start(): made for found in pattern.finditer(word[0])}
    return splits


def _translate(text: str, special: dict[str, str], *, greek: bool | None = None) -> str:
    if greek is None:
        greek = is_greek(text)

    def translate(unit: re.Match[str]) -> str:
        return _latex(unit[0], special, greek=greek) or ""

    return _UNITS.sub(translate, text)


def _latex(unit: str, special: dict[str, str], *, greek: bool = False) -> str | None:
    if unit in special:
        return special[unit]
    if len(unit) == 1 and unit.isascii():
        return unit if unit.isprintable() or unit == "\n" else None
    return text_latex(unit, greek=greek)
