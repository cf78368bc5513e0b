"""What a page or a piece may draw: black text and thin rules where they can be seen, and pieces at their own size.

Everything that examgen.sty makes of a page is a row of these instructions, as pdfTeX and LuaTeX write them; what else
stands in a stream (colours, clipping, text that is drawn without ink, transparency) is a fault.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from examgen.audit.objects import NUMBER

#: Type smaller than this (in points) is not meant to be read, and larger than this is not ours.
SMALLEST, LARGEST = 3.5, 80.0
#: Points: a rule thicker than this covers something.
_THIN = 2.2
#: By how much pdfTeX stretches or shrinks letters.
_STRETCH = (0.9, 1.1)
#: What may be white, and how far its box may reach from its origin: left, right, down and up, in units of its size.
_REVERSED = (
    (re.compile(rb"\([A-Z]\)|<[0-9A-F]{4}>"), (0.45, 1.4, 0.45, 1.4)),
    (
        re.compile(
            rb"\(K\)?[-\d.]*\(?E\)?[-\d.]*\(?Y\)|<[0-9A-F]{4}(?:>[-\d.]+<)?[0-9A-F]{4}(?:>[-\d.]+<)?[0-9A-F]{4}>"
        ),
        (2.2, 4.5, 0.7, 1.7),
    ),
)
_TEXT = rb"\[(?:\((?:[^()\\]|\\.)*\)|[-\d.\s])*\]\s*TJ"
#: As LuaTeX writes it: codes of two bytes, too.
_WIDE_TEXT = rb"\[(?:\((?:[^()\\]|\\.)*\)|<(?:[0-9A-F]{4})+>|[-\d.\s])*\]\s*TJ"
_STEP = (
    rb"\s*(?:"
    # The two that a page is mostly made of come first, each in one step.
    rb"(?:/(?P<face>F\d+) (?P<size>%(n)s) Tf\s+)?(?P<x>%(n)s) (?P<y>%(n)s) Td\s*(?P<place>%(text)s)"
    rb"|q\s+1 0 0 1 (?P<left>%(n)s) (?P<bottom>%(n)s) cm\s+/(?P<piece>Fm\d+) Do\s+Q"
    rb"|/(?P<font>F\d+ %(n)s) Tf"
    rb"|(?P<matrix>%(n)s 0 0 %(n)s %(n)s %(n)s Tm)\s*(?P<moved>%(text)s)"
    rb"|(?P<more>%(text)s)"
    rb"|(?P<begin>BT)\b|(?P<end>ET)\b"
    rb"|(?P<save>q)\b|(?P<restore>Q)\b"
    rb"|(?P<cm>%(n)s 0 0 %(n)s %(n)s %(n)s) cm"
    rb"|/(?P<form>(?:Fm|Im)\d+) Do"
    rb"|\[\] ?0 d 0 J (?P<line>%(n)s w %(n)s %(n)s m %(n)s %(n)s) l S"
    rb"|(?P<box>%(n)s %(n)s %(n)s %(n)s) re f"
    rb"|(?P<grey>[01]) g"
    rb")(?=\s|/|\[|\(|$)"
)
#: By whether LuaTeX wrote the stream.
_STEPS = {
    wide: re.compile(_STEP % {b"n": NUMBER, b"text": text}, re.DOTALL)
    for wide, text in ((False, _TEXT), (True, _WIDE_TEXT))
}
#: Steps that stand between BT and ET.
_IN_TEXT = frozenset({"place", "font", "matrix", "more", "end"})
_WORDS = re.compile(rb"[^\s\[\]()<>/\d.-][^\s\[\]()<>/]*")


@dataclass(frozen=True, slots=True)
class Area:
    """Where a piece or a glyph may stand, in points from the left and the bottom edge."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, x: float, y: float) -> bool:
        """Return whether a point is in it."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top


@dataclass(frozen=True, slots=True)
class Placed:
    """A form as placed on a page: its name among the page's resources, its origin and its scale."""

    name: str
    x: float
    y: float
    scale: float


@dataclass(frozen=True, slots=True)
class Shown:
    """Text as shown: the codes of glyphs in a font, from a place on."""

    font: str  #: its name among the page's resources
    size: float  #: points
    codes: bytes  #: the operand of TJ, with its brackets
    x: float
    y: float
    stretch: float = 1.0  #: how much wider than its font says
    white: bool = False
    goes_on: bool = False  #: it begins where the text before it ended, and not at ``x``


@dataclass(slots=True)
class Drawn:
    """What a stream draws."""

    faults: list[str] = field(default_factory=list)
    items: list[Placed | Shown] = field(default_factory=list)  #: in the order drawn
    rules: list[Area] = field(default_factory=list)  #: thin black ones

    @property
    def placed(self) -> list[Placed]:
        """The forms, in the order drawn."""
        return [item for item in self.items if isinstance(item, Placed)]


@dataclass(slots=True)
class _Pen:
    """What q saves and Q brings back. Pages are only ever moved and shrunk, so that a scale and an origin say where."""

    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0
    white: bool = False
    face: str = ""
    size: float = 0.0


def draw(stream: bytes, area: Area, *, reversed_letters: bool, wide: bool = False) -> Drawn:
    """Return what a stream draws, and what in it should not be there.

    Args:
        stream: decoded.
        area: where text may begin.
        reversed_letters: white letters on a black box of their own are allowed, as keys have them.
        wide: LuaTeX wrote it, so that codes of two bytes are text.
    """
    drawing = _Drawing(area, reversed_letters)
    steps = _STEPS[wide]
    at = 0
    end = len(stream.rstrip())
    while at < end:
        step = steps.match(stream, at)
        if step is None:
            drawing.say(f"it draws with {_next_word(stream, at)}, which no paper needs")
            break
        drawing.take(step)
        at = step.end()
    else:
        drawing.finish()
    return drawing.drawn


def _next_word(stream: bytes, at: int) -> str:
    word = _WORDS.search(re.sub(rb"\((?:[^()\\]|\\.)*\)", b"", stream[at : at + 300]))
    return repr((word[0] if word else stream[at : at + 20]).decode("latin-1"))


class _Drawing:
    def __init__(self, area: Area, reversed_letters: bool) -> None:
        self.area = area
        self.reversed_letters = reversed_letters
        self.drawn = Drawn()
        self.pen = _Pen()
        self.saved: list[_Pen] = []
        self.box: Area | None = None  #: black, with nothing on it yet
        self.in_text = False
        self.line = (0.0, 0.0)
        self.stretch = 1.0  #: of text, until ET

    def say(self, fault: str) -> None:
        if fault not in self.drawn.faults:
            self.drawn.faults.append(fault)

    def take(self, step: re.Match[bytes]) -> None:
        kind = step.lastgroup or ""
        if kind == "moved":
            kind = "matrix"
        if kind != "grey" and self.in_text != (kind in _IN_TEXT):
            self.say("it draws text outside of a text object, or something else in one")
        getattr(self, f"_{kind}")(step)

    def finish(self) -> None:
        if self.saved or self.in_text:
            self.say("it ends in the middle")
        if self.box:
            self.say("a black box covers something")

    def _begin(self, _step: re.Match[bytes]) -> None:
        self.in_text, self.line, self.stretch = True, (0.0, 0.0), 1.0

    def _end(self, _step: re.Match[bytes]) -> None:
        self.in_text = False

    def _font(self, step: re.Match[bytes]) -> None:
        face, size = step["font"].split()
        self.pen.face, self.pen.size = face.decode(), float(size)

    def _place(self, step: re.Match[bytes]) -> None:
        if step["size"]:
            self.pen.face, self.pen.size = step["face"].decode(), float(step["size"])
        self.line = (self.line[0] + self.stretch * float(step["x"]), self.line[1] + float(step["y"]))
        self._show(step["place"])

    def _matrix(self, step: re.Match[bytes]) -> None:
        stretch, _, _, height, x, y, _ = step["matrix"].split(None, 6)
        if not _STRETCH[0] <= float(stretch) <= _STRETCH[1] or float(height) != 1:
            self.say("text is squeezed")
        self.line, self.stretch = (float(x), float(y)), float(stretch)
        self._show(step["moved"])

    def _more(self, step: re.Match[bytes]) -> None:
        self._show(step["more"], goes_on=True)

    def _show(self, codes: bytes, *, goes_on: bool = False) -> None:
        size = self.pen.size * self.pen.scale
        if not SMALLEST <= size <= LARGEST:
            self.say(f"text is {size:.3g} points high")
        x, y = self.pen.x + self.pen.scale * self.line[0], self.pen.y + self.pen.scale * self.line[1]
        shown = Shown(self.pen.face, size, codes, x, y, self.stretch, self.pen.white, goes_on)
        self.drawn.items.append(shown)
        if not self.area.holds(x, y):
            self.say(f"text stands at ({x:.0f}, {y:.0f}), outside of what is printed")
        if self.pen.white:
            if not self._is_reversed(shown):
                self.say("text is white")
            self.box = None
        else:
            self._nothing_on_box()

    def _is_reversed(self, shown: Shown) -> bool:
        """Return whether it is one letter, or the word KEY, on a box that is no larger than it must be."""
        if self.box is None or shown.goes_on or not self.box.holds(shown.x, shown.y):
            return False
        codes = shown.codes.removesuffix(b"TJ").strip()[1:-1]
        for text, reach in _REVERSED:
            if text.fullmatch(codes):
                left, right, down, up = (size * shown.size for size in reach)
                around = Area(shown.x - left, shown.y - down, shown.x + right, shown.y + up)
                return around.holds(self.box.left, self.box.bottom) and around.holds(
                    self.box.right, self.box.top
                )
        return False

    def _nothing_on_box(self) -> None:
        if self.box:
            self.say("a black box covers something")
            self.box = None

    def _save(self, _step: re.Match[bytes]) -> None:
        self.saved.append(replace(self.pen))

    def _restore(self, _step: re.Match[bytes]) -> None:
        if not self.saved:
            self.say("it ends in the middle")
            return
        self.pen = self.saved.pop()

    def _cm(self, step: re.Match[bytes]) -> None:
        across, _, _, up, x, y = step["cm"].split()
        scale = float(across)
        if abs(scale - float(up)) > 0.001 or scale <= 0:
            self.say("something is squeezed or turned")
        self.pen.x += self.pen.scale * float(x)
        self.pen.y += self.pen.scale * float(y)
        self.pen.scale *= scale

    def _piece(self, step: re.Match[bytes]) -> None:
        x = self.pen.x + self.pen.scale * float(step["left"])
        y = self.pen.y + self.pen.scale * float(step["bottom"])
        self._put(Placed(step["piece"].decode(), x, y, self.pen.scale))

    def _form(self, step: re.Match[bytes]) -> None:
        self._put(Placed(step["form"].decode(), self.pen.x, self.pen.y, self.pen.scale))

    def _put(self, placed: Placed) -> None:
        # A form is drawn with the colour and the font that the page has when it is placed.
        if self.pen.white:
            self.say("a piece is white")
        self._nothing_on_box()
        self.drawn.items.append(placed)

    def _line(self, step: re.Match[bytes]) -> None:
        numbers = [float(n) * self.pen.scale for n in step["line"].split() if n not in (b"w", b"m")]
        half, (x0, y0, x1, y1) = numbers[0] / 2, numbers[1:]
        if 2 * half > _THIN or self.pen.white:
            self.say("a thick rule covers something")
        elif min(abs(x1 - x0), abs(y1 - y0)) > _THIN:
            self.say("a slanting rule is drawn")
        left, right, bottom, top = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        # Square ends would be longer, and are not ours.
        if right - left > top - bottom:
            bottom, top = bottom - half, top + half
        else:
            left, right = left - half, right + half
        self._rule(left, bottom, right, top)

    def _rule(self, left: float, bottom: float, right: float, top: float) -> None:
        x, y = self.pen.x, self.pen.y
        self.drawn.rules.append(Area(x + left, y + bottom, x + right, y + top))

    def _box(self, step: re.Match[bytes]) -> None:
        x, y, width, height = (float(n) * self.pen.scale for n in step["box"].split())
        if self.pen.white:
            self.say("a white box covers something")
        elif min(abs(width), abs(height)) > _THIN:
            if not self.reversed_letters or self.box:
                self.say("a black box covers something")
            left, bottom = self.pen.x + min(x, x + width), self.pen.y + min(y, y + height)
            self.box = Area(left, bottom, left + abs(width), bottom + abs(height))
        else:
            self._rule(min(x, x + width), min(y, y + height), max(x, x + width), max(y, y + height))

    def _grey(self, step: re.Match[bytes]) -> None:
        self.pen.white = step["grey"] == b"1"
        if self.pen.white and not self.reversed_letters:
            self.say("text is white")
