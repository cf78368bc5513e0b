"""One paragraph of HTML as a line of Markdown, or several where the author broke it.

A paragraph is a list of items: text, math, code, pictures, and marks that open and close. Markdown has no mark for a
part of a word and none between signs; such emphasis is left out, and its words stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise
from typing import Final

from examgen.formats.plaintext import escape_signs, escape_start, split_math


class Kind(Enum):
    """What an item of a paragraph is."""

    TEXT = auto()
    BREAK = auto()
    OPEN = auto()  #: of emphasis; the value is ``*`` or ``**``
    CLOSE = auto()
    LINK = auto()  #: the value is the address
    UNLINK = auto()
    MATH = auto()  #: the value is LaTeX without dollars
    DISPLAY = auto()  #: the same for a formula on lines of its own
    CODE = auto()
    PICTURE = auto()  #: the value is Markdown


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a paragraph."""

    kind: Kind
    value: str = ""


BREAK: Final = Item(Kind.BREAK)
_SPACE: Final = Item(Kind.TEXT, " ")
#: Stands for a break while math is looked for in the texts around it.
_BREAK_SIGN: Final = "\x1e"
#: What opens math, and what stands for a break: all that words can be besides words.
_MORE_THAN_WORDS: Final = re.compile(rf"\\|\$\$|{_BREAK_SIGN}")
#: Two breaks in a row end a paragraph.
_BROKEN: Final = re.compile(r"\\\n(?:\\\n)+")
_BLANKS: Final = re.compile(r"[ \t\n\r\f]+")
_FENCE_RUNS: Final = re.compile(r"`+")
_PUNCTUATION: Final = frozenset("!\"#%&'(),-./:;?@[\\]_{}")


def markdown_of(items: Sequence[Item], *, cell: bool = False) -> str:
    """Return the Markdown of a paragraph; of a cell of a table, when ``cell``, on one line."""
    if all(item.kind is Kind.TEXT for item in items):
        words = "".join([item.value for item in items])
        if is_words(words):
            # Most paragraphs: nothing stands side by side that could change what it is.
            made = words_to_markdown(words)
            return made.replace("|", r"\|") if cell else made
    return _markdown_of(items, cell=cell)


def is_words(text: str) -> bool:
    """Tell whether a text has neither math nor breaks in it."""
    return not _MORE_THAN_WORDS.search(text)


def words_to_markdown(words: str) -> str:
    """Return the Markdown of a paragraph of words without math and breaks."""
    # Of blanks only spaces can be printed.
    flat = words if words.isprintable() and "  " not in words else _BLANKS.sub(" ", words)
    return escape_start(escape_signs(flat.strip(" ")))


def _markdown_of(items: Sequence[Item], *, cell: bool) -> str:
    spaced = _spaced(_with_math(items))
    kept = _without(spaced, _lost_marks(spaced))
    lines = _lines(kept)
    if cell:
        return " ".join(line for line in lines if line).replace("|", r"\|")
    return _BROKEN.sub("\n\n", "\\\n".join(lines))


def _with_math(items: Sequence[Item]) -> list[Item]:
    """Join texts that stand side by side, and take the math out of them."""
    out: list[Item] = []
    run: list[str] = []
    for item in [*items, None]:
        if item is not None and item.kind in (Kind.TEXT, Kind.BREAK):
            run.append(_BREAK_SIGN if item.kind is Kind.BREAK else item.value)
            continue
        out += _texts("".join(run))
        run = []
        if item is not None:
            out.append(item)
    return out


def _texts(run: str) -> list[Item]:
    out = []
    for part, is_math in split_math(run):
        if is_math:
            source = _BLANKS.sub(" ", part[2:-2].replace(_BREAK_SIGN, " ").replace("\u00a0", " ")).strip()
            out.append(Item(Kind.MATH if part.startswith(r"\(") else Kind.DISPLAY, source))
            continue
        for index, text in enumerate(part.split(_BREAK_SIGN)):
            out += [BREAK] * (index > 0) + [Item(Kind.TEXT, text)]
    return out


def _spaced(items: Sequence[Item]) -> list[Item]:
    """Return the items with single spaces between words, outside marks, and none at the ends of lines."""
    out: list[Item] = []
    gap = False  #: a space is due before the next thing that is printed
    line_start = True
    for item in items:
        if item.kind is Kind.BREAK:
            _trim(out, (_SPACE,))
            if out and out[-2:] != [BREAK, BREAK]:
                out.append(BREAK)
            gap, line_start = False, True
            continue
        if item.kind in (Kind.CLOSE, Kind.UNLINK):
            out.append(item)
            continue
        value = item.value
        if item.kind is Kind.TEXT:
            spaced = _BLANKS.sub(" ", value)
            value = spaced.strip(" ")
            gap = gap or spaced.startswith(" ")
            if not value:
                continue
        if gap and not line_start:
            out.append(_SPACE)
        out.append(Item(item.kind, value))
        # A space behind an opening mark goes before it: the next text is not asked for another.
        gap = item.kind is Kind.TEXT and spaced.endswith(" ")
        line_start = line_start and item.kind in (Kind.OPEN, Kind.LINK)
    out = _inside(out)
    _trim(out, (_SPACE, BREAK))
    return out


def _trim(items: list[Item], what: Sequence[Item]) -> None:
    while items and items[-1] in what:
        items.pop()


def _inside(items: list[Item]) -> list[Item]:
    """Move spaces that stand right behind an opening mark before it."""
    out: list[Item] = []
    for item in items:
        at = len(out)
        while item == _SPACE and at and out[at - 1].kind in (Kind.OPEN, Kind.LINK):
            at -= 1
        if item == _SPACE and at < len(out):
            if at and out[at - 1] != _SPACE:
                out.insert(at, item)
        else:
            out.append(item)
    return out


def _lost_marks(items: Sequence[Item]) -> set[int]:
    """Return the indices of opening and closing marks that Markdown would print instead of obeying."""
    lost: set[int] = set()
    stack: list[int] = []
    for index, item in enumerate(items):
        if item.kind is Kind.OPEN:
            stack.append(index)
        elif item.kind is Kind.CLOSE and stack:
            start = stack.pop()
            if not _holds(items, start, index, stack, lost):
                lost |= {start, index}
    return lost


def _holds(items: Sequence[Item], start: int, end: int, around: Sequence[int], lost: set[int]) -> bool:
    mark = items[start].value
    inner = [i for i in range(start + 1, end) if i not in lost]
    kinds = [items[i].kind for i in range(start, end) if items[i].kind not in (Kind.OPEN, Kind.CLOSE)]
    two_breaks = (Kind.BREAK, Kind.BREAK) in pairwise(kinds)
    if not inner or two_breaks or any(items[i].value == mark for i in around if i not in lost):
        return False
    before = _neighbour(items, start, -1, lost)
    after = _neighbour(items, end, 1, lost)
    first, last = _edge(items[inner[0]], 0), _edge(items[inner[-1]], -1)
    return _opens(before, first, mark) and _closes(last, after)


def _neighbour(items: Sequence[Item], index: int, step: int, lost: set[int]) -> str:
    """Return the character that stands before (-1) or behind (1) a mark; "*" for a mark that faces it."""
    facing = Kind.CLOSE if step < 0 else Kind.OPEN
    index += step
    while 0 <= index < len(items):
        item = items[index]
        if item.kind is facing and index not in lost:
            return "*"
        if item.kind not in (Kind.OPEN, Kind.CLOSE):
            return _edge(item, -1 if step < 0 else 0)
        index += step
    return " "


def _edge(item: Item, side: int) -> str:
    match item.kind:
        case Kind.TEXT:
            return item.value[side]
        case Kind.BREAK:
            return " "
        case Kind.OPEN | Kind.CLOSE:
            return "a"  # marks in marks: what is in them decides
        case Kind.LINK:
            return "["
        case Kind.UNLINK:
            return ")"
        case Kind.PICTURE:
            return "!" if side == 0 else ")"
        case _:
            return "`"


def _opens(before: str, first: str, mark: str) -> bool:
    if before in "*_" or first.isspace() or (mark == "*" and before in ")]}"):
        return False
    if _is_word(first):
        return before.isspace() or before in _PUNCTUATION or (before.isalpha() and not _has_case(before))
    return before.isspace() or before in "([{\"'-"


def _closes(last: str, after: str) -> bool:
    if after == "*" or last.isspace():
        return False
    if _is_word(last):
        return after.isspace() or after in _PUNCTUATION or (after.isalpha() and not _has_case(after))
    return after.isspace() or after in ".,;:!?)]}\"'-"


def _is_word(char: str) -> bool:
    return char.isalnum()


def _has_case(char: str) -> bool:
    return char.islower() or char.isupper()


def _without(items: Sequence[Item], lost: set[int]) -> list[Item]:
    """Return the items without some of them, texts that meet joined."""
    out: list[Item] = []
    texts: list[str] = []
    for index, item in enumerate(items):
        if index in lost:
            continue
        if item.kind is Kind.TEXT:
            texts.append(item.value)
            continue
        if texts:
            out.append(Item(Kind.TEXT, "".join(texts)))
            texts = []
        out.append(item)
    return [*out, Item(Kind.TEXT, "".join(texts))] if texts else out


def _lines(items: Sequence[Item]) -> list[str]:
    lines = [""]
    addresses: list[str] = []
    items = _joined(items)
    for index, item in enumerate(items):
        after = items[index + 1] if index + 1 < len(items) else BREAK
        match item.kind:
            case Kind.BREAK:
                lines.append("")
                continue
            case Kind.TEXT:
                made = escape_signs(item.value)
                if not lines[-1]:
                    made = escape_start(made)
                if after.kind is Kind.LINK and made.endswith("!"):
                    made = made[:-1] + r"\!"
            case Kind.OPEN | Kind.CLOSE | Kind.PICTURE:
                made = item.value
            case Kind.LINK:
                addresses.append(item.value)
                made = "["
            case Kind.UNLINK:
                made = f"]({destination(addresses.pop())})"
            case Kind.CODE:
                made = code_span(item.value)
            case Kind.MATH:
                made = _dollars(item.value, after)
            case Kind.DISPLAY:
                made = rf"\[{item.value}\]" if "$" in item.value or "`" in item.value else f"$${item.value}$$"
        lines[-1] += made
    return lines


def _joined(items: Sequence[Item]) -> list[Item]:
    """Return the items with code that stands side by side in one: backticks of two spans would run together."""
    joined: list[Item] = []
    for item in items:
        if joined and item.kind is Kind.CODE and joined[-1].kind is Kind.CODE:
            joined[-1] = replace(joined[-1], value=joined[-1].value + item.value)
        else:
            joined.append(item)
    return joined


def _dollars(latex: str, after: Item) -> str:
    digit = after.kind is Kind.TEXT and after.value[:1].isdigit()
    if digit or "$" in latex or "`" in latex:
        return rf"\({latex}\)"
    return f"${latex}$"


def code_span(code: str) -> str:
    """Return a span of code with as many backticks as it needs."""
    longest = max((len(run) for run in _FENCE_RUNS.findall(code)), default=0)
    ticks = "`" * (longest + 1 if f"{'`' * longest}" in code and longest else 1)
    padded = (
        f" {code} "
        if code[:1] == "`" or code[-1:] == "`" or (code[:1] == code[-1:] == " " and code.strip())
        else code
    )
    return f"{ticks}{padded}{ticks}"


def destination(address: str) -> str:
    """Return an address as it stands behind the text of a link or picture."""
    flat = _BLANKS.sub("%20", address.strip())
    escaped = re.sub(r"[\\<>*_`$]|&(?=#?\w{1,32};)", lambda found: f"\\{found[0]}", flat)
    plain = escaped and not re.search(r"[()<>\s\x00-\x1f]", escaped)
    return escaped if plain else f"<{escaped}>"
