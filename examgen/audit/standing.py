"""How the pieces and marks of a page stand: whole, not over each other, no rule through them, each mark complete."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from examgen.audit.composed import Face, PlacedText, set_out
from examgen.audit.drawing import Area, Drawn, Placed, Shown
from examgen.audit.shapes import SIZES
from examgen.exam import Layout

#: Points around a piece in its form (``eg@bleed``, ``eg@bleedv`` of the LaTeX package).
_BLEED, _BLEED_V = 36.0, 3.0
#: From the paper's bottom edge to the foot's baseline, and how much of that a piece must leave free.
FOOT, _ABOVE_FOOT = 39.6, 8.0
#: Points by which two pieces one below the other, or a piece and a rule, may overlap.
_OVERLAP = 1.5
#: Pieces whose left edges are less than this apart, in units of the base size, stand one below the other.
_STACKED = 4.45
#: What points at a right choice in a key, and how far its letter may be from it, in units of the letter's size.
_ARROW, _BESIDE = "\u25b6", 3.0
#: What stands just before a stem, just before a choice, and before the letter of a first choice: each in one font and size.
_NUMBER, _LETTER, _POINTS = map(re.compile, (r"\d+", "[A-Z]", r"\[[\d./]+\]"))


def faults_of_places(drawn: Drawn, sizes: Mapping[str, tuple[float, float]], layout: Layout) -> Iterator[str]:
    """Yield what is wrong with where pieces stand; ``sizes`` are width and height of the forms, in points."""
    width, height = SIZES[layout.paper]
    boxes = []
    for placed in drawn.placed:
        if placed.name not in sizes:
            continue
        if abs(placed.scale - 1) > 0.001:
            yield "a piece is placed smaller or larger than it is"
        box = _box(placed, *sizes[placed.name])
        if box.bottom < FOOT + _ABOVE_FOOT or box.top > height - 20 or not 10 <= box.left <= width - 20:
            yield "a piece runs into the foot or off the page"
        boxes.append(box)
    if _overlap(boxes, _STACKED * layout.size):
        yield "pieces are printed over each other"


def _box(placed: Placed, width: float, height: float) -> Area:
    """Return where a piece stands, without the white around it that its form has."""
    if width <= 2 * _BLEED:
        return Area(placed.x, placed.y, placed.x + width, placed.y + height)
    return Area(
        placed.x + _BLEED,
        placed.y + _BLEED_V,
        placed.x + width - _BLEED,
        placed.y + height - _BLEED_V,
    )


def _overlap(boxes: list[Area], stacked: float) -> bool:
    """Return whether two of the pieces that stand one below the other overlap; those side by side may."""
    downwards = sorted(boxes, key=lambda box: -box.top)
    for index, one in enumerate(downwards, start=1):
        for other in downwards[index:]:
            if other.top - one.bottom <= _OVERLAP:
                break
            if abs(one.left - other.left) < stacked and other.top - max(one.bottom, other.bottom) > _OVERLAP:
                return True
    return False


def faults_of_ink(drawn: Drawn, faces: Mapping[str, Face], forms: Mapping[str, PlacedText]) -> Iterator[str]:
    """Yield what is wrong with what is printed where: rules through pieces, marks that do not stand together.

    Raises:
        KeyError: the page uses a font or a form that is not given.
    """
    inked = []
    for placed in drawn.placed:
        form, proofs = forms[placed.name].form, forms[placed.name].proofs
        ink = form.ink
        # The head of the first page has a box beside its lines.
        if ink is not None and proofs:
            x, y = placed.x, placed.y
            inked.append(Area(x + ink.left, y + ink.bottom, x + ink.right, y + ink.top))
    if any(_crosses(rule, ink) for rule in drawn.rules for ink in inked):
        yield "a rule is drawn through a piece"
    if _marks_apart(drawn.items, faces):
        yield "an arrow and a reversed letter do not stand together"


def faults_of_signs(
    drawn: Drawn, faces: Mapping[str, Face], forms: Mapping[str, PlacedText]
) -> Iterator[str]:
    """Yield what on a student's page is set off though nothing may be: letters in another font, rules among the questions.

    Raises:
        KeyError: the page uses a font or a form that is not given.
    """
    looks: dict[re.Pattern[str], set[tuple[str, float]]] = {_NUMBER: set(), _LETTER: set(), _POINTS: set()}
    before: list[tuple[Shown, str]] = []  # since the last piece
    highest = 0.0
    for item, _, shown in set_out(drawn.items, faces):
        if isinstance(item, Shown):
            before.append((item, shown.text))
            continue
        placed = forms[item.name]
        # A choice that names letters is no proof's; what stands above the first question is none of the bank's.
        if placed.proofs or highest:
            highest = max(highest, item.y + (placed.form.ink.top if placed.form.ink else 0))
            for place, kinds in ((-1, (_NUMBER, _LETTER)), (-2, (_POINTS,))):
                for sign, text in before[place:][:1]:
                    for kind in kinds:
                        if kind.fullmatch(text):
                            looks[kind].add((sign.font, round(sign.size, 2)))
        before = []
    if any(len(each) > 1 for each in looks.values()):
        yield "a number, letter or points are in another font or size than the others"
    if any(rule.bottom < highest for rule in drawn.rules):
        yield "a rule stands among the questions"


def _crosses(rule: Area, ink: Area) -> bool:
    """Return whether a rule runs through what a piece draws, and does not only touch it."""
    across = min(rule.right, ink.right) - max(rule.left, ink.left)
    along = min(rule.top, ink.top - _OVERLAP) - max(rule.bottom, ink.bottom + _OVERLAP)
    return across > _OVERLAP / 4 and along > 0


def _marks_apart(items: Sequence[Placed | Shown], faces: Mapping[str, Face]) -> bool:
    """Return whether a letter is reversed without an arrow just before it, or an arrow points at one that is not."""
    before: tuple[float, float] | None = None  # where the arrow stands that was drawn last
    for item, x, shown in set_out(items, faces):
        if isinstance(item, Placed):
            before = None
            continue
        is_beside = (
            before is not None and 0 < x - before[0] < _BESIDE * item.size and abs(item.y - before[1]) < 1
        )
        is_letter = len(shown.text) == 1 and "A" <= shown.text <= "Z"
        # White, too, is the word KEY.
        if (is_letter and item.white != is_beside) or (is_beside and not is_letter):
            return True
        before = (x, item.y) if shown.text == _ARROW else None
    return False
