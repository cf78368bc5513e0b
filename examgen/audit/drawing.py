"""What a page or a piece may draw: black text and thin rules where they can be seen, and pieces at their own size.

Everything that examgen.sty makes of a page is a row of these instructions, as pdfTeX writes them; whatever else stands in a
stream (colours, clipping, text that is drawn without ink, transparency) is a fault.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from examgen.audit.objects import NUMBER

#: Type smaller than this (in points) is not meant to be read, and larger than this is not ours.
SMALLEST, LARGEST = 3.5, 80.0
#: Points: a rule thicker than this covers something.
_THIN = 2.2
#: By how much pdfTeX stretches or shrinks letters.
_STRETCH = (0.9, 1.1)
_TEXT = rb"\[(?:\((?:[^()\\]|\\.)*\)|[-\d.\s])*\]\s*TJ"
_STEP = re.compile(
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
    rb"|\[\]0 d 0 J (?P<line>%(n)s w %(n)s %(n)s m %(n)s %(n)s) l S"
    rb"|(?P<box>%(n)s %(n)s %(n)s %(n)s) re f"
    rb"|(?P<grey>[01]) g"
    rb")(?=\s|/|\[|\(|$)" % {b"n": NUMBER, b"text": _TEXT},
    re.DOTALL,
)
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


@dataclass(slots=True)
class Drawn:
    """What a stream draws."""

    faults: list[str] = field(default_factory=list)
    items: list[Placed | Shown] = field(default_factory=list)  #: in the order drawn

    @property
    def placed(self) -> list[Placed]:
        """The forms, in the order drawn."""
        return [item for item in self.items if isinstance(item, Placed)]


@dataclass(slots=True)
class _Pen:
    """The state of drawing. Pages are only ever moved and shrunk, so that a scale and an origin are all of it."""

    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0
    white: bool = False


def draw(stream: bytes, area: Area, *, reversed_letters: bool) -> Drawn:
    """Return what a stream draws, and what in it should not be there.

    Args:
        stream: decoded.
        area: where text may begin.
        reversed_letters: white letters on a black box of their own are allowed, as keys have them.
    """
    drawing = _Drawing(area, reversed_letters)
    at = 0
    end = len(stream.rstrip())
    while at < end:
        step = _STEP.match(stream, at)
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
        self.face = ""
        self.size = 0.0
        self.line = (0.0, 0.0)

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
        self.in_text, self.line = True, (0.0, 0.0)

    def _end(self, _step: re.Match[bytes]) -> None:
        self.in_text = False

    def _font(self, step: re.Match[bytes]) -> None:
        face, size = step["font"].split()
        self.face, self.size = face.decode(), float(size)

    def _place(self, step: re.Match[bytes]) -> None:
        if step["size"]:
            self.face, self.size = step["face"].decode(), float(step["size"])
        self.line = (self.line[0] + float(step["x"]), self.line[1] + float(step["y"]))
        self._show(step["place"])

    def _matrix(self, step: re.Match[bytes]) -> None:
        stretch, _, _, height, x, y, _ = step["matrix"].split(None, 6)
        if not _STRETCH[0] <= float(stretch) <= _STRETCH[1] or float(height) != 1:
            self.say("text is squeezed")
        self.line = (float(x), float(y))
        self._show(step["moved"])

    def _more(self, step: re.Match[bytes]) -> None:
        self._show(step["more"])

    def _show(self, codes: bytes) -> None:
        size = self.size * self.pen.scale
        if not SMALLEST <= size <= LARGEST:
            self.say(f"text is {size:.3g} points high")
        x, y = self.pen.x + self.pen.scale * self.line[0], self.pen.y + self.pen.scale * self.line[1]
        self.drawn.items.append(Shown(self.face, size, codes, x, y))
        if not self.area.holds(x, y):
            self.say(f"text stands at ({x:.0f}, {y:.0f}), outside of what is printed")
        if self.pen.white:
            if self.box is None or not self.box.holds(x, y):
                self.say("text is white")
            self.box = None
        elif self.box:
            self.say("a black box covers something")
            self.box = None

    def _save(self, _step: re.Match[bytes]) -> None:
        self.saved.append(_Pen(self.pen.scale, self.pen.x, self.pen.y, self.pen.white))

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
        self.drawn.items.append(Placed(step["piece"].decode(), x, y, self.pen.scale))

    def _form(self, step: re.Match[bytes]) -> None:
        self.drawn.items.append(Placed(step["form"].decode(), self.pen.x, self.pen.y, self.pen.scale))

    def _line(self, step: re.Match[bytes]) -> None:
        if float(step["line"].split()[0]) * self.pen.scale > _THIN or self.pen.white:
            self.say("a thick rule covers something")

    def _box(self, step: re.Match[bytes]) -> None:
        x, y, width, height = (float(n) * self.pen.scale for n in step["box"].split())
        if self.pen.white:
            self.say("a white box covers something")
        elif min(abs(width), abs(height)) > _THIN:
            if not self.reversed_letters or self.box:
                self.say("a black box covers something")
            left, bottom = self.pen.x + x, self.pen.y + y
            self.box = Area(left, bottom, left + width, bottom + height)

    def _grey(self, step: re.Match[bytes]) -> None:
        self.pen.white = step["grey"] == b"1"
        if self.pen.white and not self.reversed_letters:
            self.say("text is white")
