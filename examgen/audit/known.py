"""What the bank looks like, from the PDF of its proofs; and what was found out of streams that were seen before.

The pieces of version B are, byte for byte, those of version A. So what is found of a stream is kept by its bytes, and a
thousand versions cost little more than their own instructions.
"""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from examgen.audit.composed import Face, FormText, PlacedText
from examgen.audit.drawing import Area, draw
from examgen.audit.fonts import AnyFont, any_font_of
from examgen.audit.glyphs import Glyphs
from examgen.audit.objects import Objects, references, take_apart
from examgen.audit.proofs import ORIGIN
from examgen.audit.shapes import FORM, NAMED, PAGE, RESOURCES, SAID, USED
from examgen.audit.widefonts import WideFont
from examgen.exam import Layout

#: How a piece is drawn: the width and height of its form, and the instructions, fonts and pictures by what they are.
Piece = tuple[bytes, bytes, bytes]


@dataclass(slots=True)
class KnownStreams:
    """The pieces, pictures and fonts of the proofs, and verdicts on what was seen since."""

    layout: Layout
    #: Templates of a user may draw what ours do not: pages are not held to a list of instructions.
    users_templates: bool = False
    pieces: Mapping[Piece, frozenset[int]] = field(
        default_factory=dict
    )  #: and the 0-based proofs that show each
    corners: Mapping[Piece, tuple[float, float]] = field(default_factory=dict)
    """Of each piece in the proofs: points from its form's lower left corner to its left edge and first baseline."""
    texts: frozenset[bytes] = frozenset()  #: what each piece says in which fonts, wherever it stands
    pictures: frozenset[bytes] = frozenset()  #: digests of pictures
    groups: frozenset[bytes] = frozenset()  #: digests of transparency groups that come with pictures
    fonts: Mapping[bytes, Glyphs] = field(default_factory=dict)  #: by name
    wide: bool = False  #: LuaTeX set the proofs
    verdicts: dict[object, tuple[str, ...]] = field(default_factory=dict)  #: on streams and fonts
    forms: dict[bytes, PlacedText] = field(default_factory=dict)  #: what forms say, by exact digest
    faces: dict[bytes, Face] = field(default_factory=dict)  #: fonts for text beside forms, by exact digest
    _codings: dict[AnyFont, bytes] = field(default_factory=dict)
    _pieces_seen: dict[object, Piece] = field(default_factory=dict)

    @classmethod
    def of(cls, proofs: bytes, layout: Layout, *, users_templates: bool = False) -> KnownStreams:
        """Return what is known from the proofs' PDF.

        Raises:
            pikepdf.PdfError: it is not a PDF.
        """
        known = cls(layout, users_templates)
        objects = take_apart(proofs)
        shown = dict[int, set[int]]()
        corners_of = dict[int, tuple[float, float]]()
        for page, number, corner in _placed(objects):
            shown.setdefault(number, set()).add(page)
            corners_of[number] = corner
        pieces: dict[Piece, set[int]] = {}
        corners: dict[Piece, tuple[float, float]] = {}
        pictures, groups = set[bytes](), set[bytes]()
        fonts: dict[bytes, Glyphs] = {}
        for number, text in objects.texts.items():
            if form := FORM.fullmatch(text):
                if piece := known.piece(objects, number, form):
                    pieces.setdefault(piece, set()).update(shown.get(number, ()))
                    if number in corners_of:
                        corners[piece] = corners_of[number]
                groups.add(objects.digest_of(form["group"]))
            elif font := any_font_of(objects, number):
                known.wide = known.wide or isinstance(font, WideFont)
                fonts[font.name] = fonts.get(font.name, Glyphs()).with_those_of(font.glyphs())
            elif page_group := re.search(rb" /Group (?:\d+ 0 R|<<.*?>>)(?= /MediaBox)", text):
                groups.add(objects.digest_of(page_group[0]))
            for name, target in NAMED.findall(text):
                if name.startswith(b"Im"):
                    pictures.add(objects.digest(int(target)))
        known.pieces = {piece: frozenset(pages) for piece, pages in pieces.items()}
        known.corners = corners
        known.pictures, known.groups = frozenset(pictures), frozenset(groups)
        known.texts = frozenset(said(piece) for piece in pieces)
        known.fonts = fonts
        return known

    def piece(self, objects: Objects, number: int, form: re.Match[bytes]) -> Piece | None:
        """Return how a form is drawn: equal for equal pieces of two files, whatever their fonts are called there."""
        raw = objects.raws[number]
        resources = RESOURCES.fullmatch(objects.texts.get(int(form["resources"]), b""))
        if not resources:
            return None
        fonts, forms = resources["fonts"] or b"", resources["forms"] or b""
        named = [*NAMED.findall(fonts), *NAMED.findall(forms)]
        identities = tuple((name, self._identity(objects, int(target))) for name, target in named)
        key = (form["width"], form["height"], raw, identities)
        seen = self._pieces_seen.get(key)
        if seen is None:
            by_name = dict(identities)
            drawn = USED.sub(lambda match: b"/" + by_name.get(bytes(match[1]), b"?"), inflated(raw))
            seen = self._pieces_seen[key] = (form["width"], form["height"], drawn)
        return seen

    def _identity(self, objects: Objects, number: int) -> bytes:
        known = objects.identities.get(number)
        if known is None:
            font = any_font_of(objects, number)
            if font is None:
                known = objects.digest(number).hex().encode()
            else:
                known = self._codings.get(font) or font.coding
                self._codings[font] = known
            objects.identities[number] = known
        return known

    def font_verdict(self, font: AnyFont) -> tuple[str, ...]:
        """Return what of a font is not as in the proofs."""
        verdict = self.verdicts.get(font)
        if verdict is None:
            try:
                fault = self.fonts.get(font.name, Glyphs()).fault_of(font.glyphs())
            except ValueError as error:
                fault = str(error)
            verdict = (f"font {font.name.decode('latin-1')}: {fault}",) if fault else ()
            self.verdicts[font] = verdict
        return verdict

    def face(self, objects: Objects, number: int) -> Face | None:
        """Return a font for the text of a page, or None when it is not as TeX writes it."""
        key = objects.exact(number)
        face = self.faces.get(key)
        if face is None:
            font = any_font_of(objects, number)
            if font is None:
                return None
            try:
                face = self.faces[key] = font.face()
            except ValueError:
                return None
        return face

    def add_form(self, objects: Objects, number: int, text: FormText) -> None:
        """Keep what a form says, and which proofs show the same."""
        form = FORM.fullmatch(objects.texts.get(number, b""))
        piece = self.piece(objects, number, form) if form else None
        proofs = self.pieces.get(piece, frozenset()) if piece else frozenset()
        corner = self.corners.get(piece, (0.0, 0.0)) if piece else (0.0, 0.0)
        self.forms[objects.exact(number)] = PlacedText(text, proofs, corner)


def _placed(objects: Objects) -> Iterator[tuple[int, int, tuple[float, float]]]:
    """Yield (0-based page, number of a form on it, from the form's corner to the piece's) of a PDF of proofs."""
    everywhere = Area(-math.inf, -math.inf, math.inf, math.inf)
    for text in objects.texts.values():
        if b"/Type /Pages" not in text or b"/Parent" in text:
            continue
        for index, number in enumerate(_leaves(objects, text)):
            page = PAGE.fullmatch(objects.texts.get(number, b""))
            if not page:
                continue
            forms = dict(NAMED.findall(objects.texts.get(int(page["resources"]), b"")))
            contents = inflated(objects.raws[int(page["contents"])])
            for form in draw(contents, everywhere, reversed_letters=False).placed:
                if target := forms.get(form.name.encode()):
                    corner = ORIGIN - form.x, float(page["height"]) - ORIGIN - form.y
                    yield index, int(target), corner


def _leaves(objects: Objects, pages: bytes) -> Iterator[int]:
    """Yield the numbers of the pages below a node of the tree of pages, in order."""
    kids = re.search(rb"/Kids \[([\d R]*)\]", pages)
    for kid in references(kids[1]) if kids else []:
        text = objects.texts.get(kid, b"")
        if b"/Type /Pages" in text:
            yield from _leaves(objects, text)
        else:
            yield kid


def said(piece: Piece) -> bytes:
    """Return what a piece says and in which fonts: two pieces that differ in nothing but places say the same."""
    return b"".join(SAID.findall(piece[2])).replace(b")(", b"")


def inflated(raw: bytes) -> bytes:
    """Return a decoded stream; bytes after its end are kept, so that they are seen.

    Raises:
        zlib.error: it cannot be decoded.
    """
    decoder = zlib.decompressobj()
    return decoder.decompress(raw) + decoder.unused_data.strip()
