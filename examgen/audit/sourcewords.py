r"""What the words of a text are, read from its Markdown by the rules of docs/banks.md and by nothing that typesets it.

A text becomes steps: literal characters, and gaps in which something else is printed, such as a formula, or a sign that may
be Markdown's. Where two readings are possible both are steps, so that only what is missing in every one of them is missed.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from html.entities import html5
from typing import Final, NamedTuple

from examgen.audit.lettering import MAY_DOT, MAY_VANISH, SOURCE


class Kind(Enum):
    """What must be read for a step."""

    LITERAL = auto()  #: these characters
    EITHER = auto()  #: one of several texts
    SIGNS = auto()  #: from so many characters to so many: what fonts of math are read as
    NUMBER = auto()  #: the number of an item
    MARK = auto()  #: the mark of a choice
    ANYTHING = auto()  #: a formula or a picture: so many characters or more


class Step(NamedTuple):
    """What must be read next."""

    kind: Kind
    text: str = ""  #: of what is literal, in the form that is compared
    ways: tuple[str, ...] = ()  #: of what may be either, the likeliest first
    least: int = 0
    most: int = 0
    start: int = 0  #: 0-based offset in the source
    raw: str = ""  #: what stands there
    before: int = 0  #: how many characters of the compared form of ``raw`` come before ``text``


#: Signs in a row that may each be printed or not; of longer rows all are or none.
_MOST_WAYS: Final = 40
_SIGN_READ: Final = 4
_TRIGGER: Final = re.compile(r"[\\$`<&*_\[]|!\[|\]\(")
_TEXT_WITH_MATH: Final = (
    r"\\(?:text[a-z]{0,6}|mbox|hbox)\{(?:\\.|[^\\{}$`]|\{[^{}$`]*\})*"
    r"(?:\$(?:\\.|[^\\$`])+\$(?:\\.|[^\\{}$`]|\{[^{}$`]*\})*)+\}"
)
_MATH: Final = {
    "$$": re.compile(r"\$\$((?:\\.|[^\\$`]|\$(?!\$))*)\$\$", re.DOTALL),
    "$": re.compile(rf"\$(?!\s)((?:{_TEXT_WITH_MATH}|\\.|[^\\$`])+)(?<!\s)\$(?!\d)", re.DOTALL),
    r"\(": re.compile(r"\\\(((?:\\[^)]|[^\\])*)\\\)", re.DOTALL),
    r"\[": re.compile(r"\\\[((?:\\[^\]]|[^\\])*)\\\]", re.DOTALL),
}
_TICKS: Final = re.compile("`+")
_PICTURE: Final = re.compile(
    r"!\[(?:\\.|[^\[\]\\]|\[(?:\\.|[^\[\]\\])*\])*\]"
    r"\(\s*(?:<[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\)"
    r"(?:\{[^{}\n]*=[^{}\n]*\})?"
)
_LINK: Final = re.compile(
    r"\]\(\s*(?P<to><[^<>\n]*>|[^\s()<](?:\\.|[^\s()\\])*(?:\((?:\\.|[^\s()\\])*\)(?:\\.|[^\s()\\])*)*|)"
    r"(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\)"
)
_SCHEME: Final = re.compile(r"(?:mailto:|https?://)|/\Z|[*_`\\\[\]]")
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_REFERENCE: Final = re.compile(r"\[\[[ \t]*[A-Za-z][\w.-]*[ \t]*\]\]")
_AUTOLINK: Final = re.compile(
    r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\x00-\x20]*|[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+)>"
)
_ENTITY: Final = re.compile(
    r"&(?:#[xX](?P<hex>[0-9a-fA-F]{1,6})|#(?P<code>\d{1,7})|(?P<name>[A-Za-z]\w{1,31});?);?"
)
_PUNCTUATION: Final = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_NAME: Final = re.compile(r"__(?=[^\W_])\w*?[^\W_]__(?!\w)")
_RUN: Final = re.compile(r"(.)\1*", re.DOTALL)
#: What of a formula draws nothing, or is no character of it.
_COMMAND: Final = re.compile(r"\\[A-Za-z]+\*?(?:\{[^{}]*\})?")
_APART: Final = re.compile(rf"{MAY_DOT}+|(?:(?![\x00-\x7f{MAY_DOT}])\W)+")


class Steps(list[Step]):
    """Steps, gathered in the order of the text."""

    def literal(self, raw: str, start: int) -> None:
        """Add characters that are printed as they stand."""
        text = raw.translate(SOURCE)
        if text.isascii():
            if text:
                self.append(Step(Kind.LITERAL, text, start=start, raw=raw))
            return
        at = 0
        for found in _APART.finditer(text):
            if found.start() > at:
                self.append(Step(Kind.LITERAL, text[at : found.start()], start=start, raw=raw, before=at))
            if found[0][0] == MAY_DOT:
                self.append(Step(Kind.EITHER, ways=("", ".", ",", "/"), start=start, raw=raw))
            else:
                seen = sum(each not in MAY_VANISH for each in found[0])
                self.append(
                    Step(
                        Kind.SIGNS,
                        least=min(seen, 1),
                        most=_SIGN_READ * len(found[0]),
                        start=start,
                        raw=raw,
                        before=found.start(),
                    )
                )
            at = found.end()
        if at < len(text):
            self.append(Step(Kind.LITERAL, text[at:], start=start, raw=raw, before=at))

    def perhaps(self, raw: str, start: int) -> None:
        """Add signs that Markdown may take away."""
        text = raw.translate(SOURCE)
        if not text:
            return
        counts = range(len(text), -1, -1) if len(text) <= _MOST_WAYS else (len(text), 0)
        self.append(Step(Kind.EITHER, ways=tuple(text[:count] for count in counts), start=start, raw=raw))

    def formula(self, source: str, start: int) -> None:
        """Add a formula."""
        least = 0
        if source.isalnum() and source.isascii():
            least = len(source)
        elif "phantom" not in source and "begin" not in source:
            least = int(any(each.isalnum() for each in _COMMAND.sub("", source)))
        self.append(Step(Kind.ANYTHING, least=least, start=start, raw=source))

    def anything(self, start: int) -> None:
        """Add what cannot be known, such as a picture."""
        self.append(Step(Kind.ANYTHING, start=start))

    def number(self, raw: str, start: int) -> None:
        """Add the number of an item."""
        self.append(Step(Kind.NUMBER, start=start, raw=raw))


class Inline:
    """Reads the text of one paragraph, heading or cell."""

    def __init__(self, steps: Steps, text: str, start: int, *, cell: bool = False) -> None:
        """``start`` is the offset of ``text`` in the source."""
        self._steps, self._text, self._start, self._cell = steps, text, start, cell
        self._at = 0  # up to where the text has become steps
        self._has_links = "](" in text
        self._closed = {r"\(": True, r"\[": True}

    def read(self) -> None:
        """Add the steps."""
        text, at = self._text, 0
        while found := _TRIGGER.search(text, at):
            at = self._sign(found.start())
        self._until(len(text))

    def _until(self, end: int, after: int | None = None) -> int:
        """Add what is literal before ``end``, and go on behind it, at ``after``."""
        if end > self._at:
            self._steps.literal(self._text[self._at : end], self._start + self._at)
        self._at = end if after is None else after
        return self._at

    def _sign(self, at: int) -> int:
        """Return where to go on behind a sign that may mean something."""
        match self._text[at]:
            case "\\":
                return self._backslash(at)
            case "$":
                return self._math(at, "$$") or self._math(at, "$") or at + 1
            case "`":
                return self._code(at)
            case "!":
                return self._picture(at)
            case "[":
                return self._bracket(at)
            case "]":
                return self._link(at)
            case "<":
                return self._autolink(at)
            case "&":
                return self._entity(at)
            case _:
                return self._emphasis(at)

    def _backslash(self, at: int) -> int:
        following = self._text[at + 1 : at + 2]
        if following in ("(", "["):
            opener = "\\" + following
            if self._closed[opener]:
                if end := self._math(at, opener):
                    return end
                self._closed[opener] = False
        if following == "\n" or following in _PUNCTUATION:
            self._until(at, at + 1)
            return at + 2
        return at + 1

    def _math(self, at: int, opener: str) -> int:
        found = _MATH[opener].match(self._text, at)
        if found is None:
            return 0
        self._until(at)
        self._steps.formula(found[1], self._start + at)
        self._at = found.end()
        return self._at

    def _code(self, at: int) -> int:
        opened = _TICKS.match(self._text, at)
        assert opened is not None
        for closed in _TICKS.finditer(self._text, opened.end()):
            if len(closed[0]) == len(opened[0]):
                self._until(at)
                inside = self._text[opened.end() : closed.start()]
                first = self._start + opened.end()
                for part in inside.split("\\|") if self._cell else [inside]:
                    if first > self._start + opened.end():
                        self._steps.literal("|", first - 1)
                    self._steps.literal(part, first)
                    first += len(part) + 2
                self._at = closed.end()
                return self._at
        return opened.end()

    def _picture(self, at: int) -> int:
        found = _PICTURE.match(self._text, at)
        if found is None:
            return at + 1
        self._until(at, found.end())
        self._steps.anything(self._start + at)
        return found.end()

    def _bracket(self, at: int) -> int:
        found = _REFERENCE.match(self._text, at)
        if found is not None:
            self._until(at, found.end())
            self._steps.append(Step(Kind.MARK, start=self._start + at, raw=found[0]))
            return found.end()
        if self._has_links:
            self._until(at, at + 1)
            self._steps.perhaps("[", self._start + at)
        return at + 1

    def _link(self, at: int) -> int:
        """Read the end of a link: its address is printed unless it is what the link says."""
        found = _LINK.match(self._text, at)
        opened = self._text.rfind("[", 0, at)
        if found is None or opened < 0 or "[[" in found[0]:
            return at + 1
        self._until(at, found.end())
        written = _ENTITY.sub(lambda each: _said(each) or each[0], found["to"].strip("<>"))
        address = _ESCAPED.sub(r"\1", written)
        ways = [f"({address})", found[0], f"]({address})"]
        shown = self._text[opened + 1 : at]
        if not address or _bare(address) == _bare(shown):
            ways.append("")
        texts = tuple(dict.fromkeys(way.translate(SOURCE).replace(MAY_DOT, "") for way in ways))
        self._steps.append(Step(Kind.EITHER, ways=texts, start=self._start + at, raw=found[0]))
        return found.end()

    def _autolink(self, at: int) -> int:
        found = _AUTOLINK.match(self._text, at)
        if found is None:
            return at + 1
        self._until(at, found.end())
        self._steps.literal(found[1], self._start + at + 1)
        # It may be printed once more, as the address of a link.
        again = f"({found[1]})".translate(SOURCE).replace(MAY_DOT, "")
        self._steps.append(Step(Kind.EITHER, ways=("", again), start=self._start + at, raw=found[0]))
        return found.end()

    def _entity(self, at: int) -> int:
        found = _ENTITY.match(self._text, at)
        said = _said(found) if found else ""
        if not found or not said:
            return at + 1
        self._until(at, found.end())
        self._steps.literal(said, self._start + at)
        return found.end()

    def _emphasis(self, at: int) -> int:
        text = self._text
        run = _RUN.match(text, at)
        assert run is not None
        end = run.end()
        before, after = text[at - 1 : at] or " ", text[end : end + 1] or " "
        if text[at] == "_":
            if not (before.isalnum() or before == "_") and (name := _NAME.match(text, at)):
                return name.end()
            if before.isalnum() and after.isalnum():
                return end
        if before.isspace() and after.isspace():
            return end
        self._until(at, end)
        self._steps.perhaps(run[0], self._start + at)
        return end


def _bare(address: str) -> str:
    """Return an address without its scheme, as far as it can be compared with what a link says."""
    return _SCHEME.sub("", address)


def _said(entity: re.Match[str]) -> str:
    """Return what an entity stands for; nothing where it is none."""
    if not entity[0].endswith(";"):
        return ""
    if entity["name"]:
        return html5.get(entity["name"] + ";", "")
    code = int(entity["hex"], 16) if entity["hex"] else int(entity["code"])
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
