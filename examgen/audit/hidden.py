"""What is wrong with a finished PDF and does not show when its text is read.

Everything that may be in a paper or a key is listed: the keys of its objects, the instructions that draw its pages, its
fonts. A piece that is drawn as in the proofs of the bank, and a picture that is byte for byte the bank's, may hold
anything.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import numpy as np
import pikepdf
from numpy.typing import NDArray

from examgen.audit.composed import ComposedPage, Face, compose, set_out, texts_of_forms
from examgen.audit.drawing import Area, Drawn, Shown, draw
from examgen.audit.fonts import any_font_of
from examgen.audit.known import KnownStreams, inflated, said
from examgen.audit.objects import Objects, names_in, references, take_apart
from examgen.audit.shapes import (
    CATALOG,
    CONTENTS,
    FORM,
    INFO,
    NAMED,
    OBJECT,
    OURS,
    PAGE,
    PAGES,
    RESOURCES,
    SIZES,
    TRAILER,
)
from examgen.audit.sight import opened, page_at
from examgen.audit.standing import FOOT, faults_of_ink, faults_of_places, faults_of_signs

#: How high above its baseline text is printed at least, in units of its size.
_HEIGHT = 0.4
#: Points by which steps between glyphs, which are written as thousandths, may add up to more than was drawn.
_NEAR = 0.5


@dataclass(frozen=True, slots=True)
class Examined:
    """What a file holds."""

    faults: tuple[str, ...]  #: what should not be there
    pages: tuple[ComposedPage, ...] | None  #: None: they cannot be put together, but must be read with PDFium
    digests: tuple[bytes, ...]  #: of each page: equal only for pages that are the same to the last byte


def examine(
    pdf: bytes, known: KnownStreams, *, student: bool, same: frozenset[bytes] = frozenset()
) -> Examined:
    """Return what a finished paper (``student``), key or grid holds.

    Pages whose digests are in ``same`` were examined elsewhere, and are passed over.
    """
    faults = _revisions(pdf)
    try:
        file = _File(pdf, take_apart(pdf), known, student=student, same=same)
    except (pikepdf.PdfError, pikepdf.PasswordError) as error:
        return Examined((*faults, f"it is not a PDF as examgen writes it: {error}"), None, ())
    # Everything that is not a stream lies in streams of objects.
    if len(OBJECT.findall(pdf)) != len(file.objects.raws):
        faults.append("it holds objects that its table does not name")
    file.walk()
    # Pages that are put together may still have faults that their text does not show.
    pages = None if file.faults else file.composed()
    return Examined((*faults, *dict.fromkeys(file.faults)), pages, tuple(file.digests))


def _revisions(pdf: bytes) -> list[str]:
    """Return what is written around the objects of a file: earlier or later revisions, and bytes that belong to none."""
    faults = []
    if pdf.count(b"\nstartxref\n") != 1:
        faults.append("it has several revisions, or none that is whole")
    if not pdf.endswith(b"\n%%EOF\n"):
        faults.append("bytes follow its end")
    if not re.match(rb"%PDF-1\.\d\n%[\x80-\xff]{4}\n1 0 obj\n", pdf):
        faults.append("bytes stand before its first object")
    if re.search(rb"endobj\n(?!\n?(?:\d+ 0 obj\n|startxref\n))", pdf):
        faults.append("bytes stand between its objects")
    return faults


@dataclass(frozen=True, slots=True)
class _Drawing:
    """One page: what is drawn on it, its size in points, and its fonts and forms by name."""

    index: int  #: 0-based
    drawn: Drawn
    size: tuple[float, float]
    fonts: Mapping[str, int]
    forms: Mapping[str, int]


class _File:
    """A walk through a file, from its trailer to all that its pages use."""

    def __init__(
        self, pdf: bytes, objects: Objects, known: KnownStreams, *, student: bool, same: frozenset[bytes]
    ) -> None:
        self.objects = objects
        self.known = known
        self.student = student
        self.faults: list[str] = []
        self.digests: list[bytes] = []
        self._pdf = pdf
        self._same = same
        self._drawings: list[_Drawing] = []
        self._seen: set[int] = set()
        self._looked_at: set[tuple[str, int]] = set()
        width, height = SIZES[known.layout.paper]
        self._paper = (width, height)
        #: Where text may begin; heads and feet, too.
        self._area = Area(10, FOOT - 3, width - 15, height - 25)

    def walk(self) -> None:
        """Note what is wrong."""
        trailer = self._shaped(TRAILER, self.objects.trailer, "the trailer")
        if not trailer:
            return
        self._seen.add(int(trailer["info"]))
        self._shaped(INFO, self._text(trailer["info"]), "the metadata")
        catalog = self._shaped(CATALOG, self._visit(trailer["root"]), "the catalog")
        if catalog:
            pages = self._shaped(PAGES, self._visit(catalog["pages"]), "the list of pages")
            for index, number in enumerate(references(pages["kids"]) if pages else []):
                self._page(f"page {index + 1}", number)
        self._left_over()

    def _left_over(self) -> None:
        """Note objects that no page uses. Object streams and the table of objects are what the file itself is made of."""
        own = re.compile(
            rb"(?:.* /First \d+ /N \d+ /Type /ObjStm /Length \d+ >>|.* /Type /XRef .*)", re.DOTALL
        )
        # A page's digest is one of all that it reaches.
        for number in self.objects.texts.keys() - self._seen - self.objects.digested():
            text = self.objects.texts[number]
            if not own.fullmatch(text) and text != b"null":
                self.faults.append(f"it holds an object that no page uses: {_quoted(text)}")

    def _page(self, name: str, number: int) -> None:
        self._seen.add(number)
        digest = self.objects.exact(number)
        self.digests.append(digest)
        if digest in self._same:
            return
        page = self._shaped(PAGE, self._text(number), name)
        if not page:
            return
        size = float(page["width"]), float(page["height"])
        if max(abs(a - b) for a, b in zip(size, self._paper, strict=True)) > 0.5:
            self.faults.append(
                f"{name} is {size[0]:g} by {size[1]:g} points, not {self.known.layout.paper} paper"
            )
        self._group(name, page)
        self._shaped(CONTENTS, self._visit(page["contents"]), f"what is drawn on {name}")
        fonts, forms = self._resources(name, int(page["resources"]), depth=0)
        raw = self.objects.raws.get(int(page["contents"]), b"")
        drawn = self._drawn(raw, self._area, reversed_letters=not self.student)
        self.faults += [f"{name}: {fault}" for fault in drawn.faults]
        self._placed(name, drawn, forms)
        self._drawings.append(_Drawing(len(self.digests) - 1, drawn, size, fonts, forms))

    def composed(self) -> tuple[ComposedPage, ...] | None:
        """Return the pages put together from their pieces, or None when something in them cannot be read so."""
        used = {number for each in self._drawings for number in each.forms.values()}
        unread = sorted(n for n in used if self.objects.exact(n) not in self.known.forms)
        if unread:
            for number, text in zip(unread, texts_of_forms(self._pdf, unread), strict=True):
                self.known.add_form(self.objects, number, text)
        try:
            return tuple(self._composed(each) for each in self._drawings)
        except KeyError:
            return None

    def _composed(self, drawing: _Drawing) -> ComposedPage:
        faces = self._faces(drawing.fonts)
        forms = {name: self.known.forms[self.objects.exact(number)] for name, number in drawing.forms.items()}

        def picture() -> NDArray[np.uint8]:
            with opened(self._pdf) as document, page_at(document, drawing.index) as page:
                return page.picture()

        if not self.known.users_templates:
            name, drawn = f"page {drawing.index + 1}", drawing.drawn
            self.faults += [f"{name}: {fault}" for fault in faults_of_ink(drawn, faces, forms)]
            if self.student:
                self.faults += [f"{name}: {fault}" for fault in faults_of_signs(drawn, faces, forms)]
            self._within(name, drawn, faces, self._area)
        return compose(drawing.drawn, drawing.size, faces, forms, picture)

    def _faces(self, fonts: Mapping[str, int]) -> dict[str, Face]:
        faces = {name: self.known.face(self.objects, number) for name, number in fonts.items()}
        return {name: face for name, face in faces.items() if face is not None}

    def _within(self, name: str, drawn: Drawn, faces: Mapping[str, Face], area: Area) -> None:
        """Note text that begins, or goes on, outside of an area.

        Raises:
            KeyError: a font is not given, or does not say what a code is read as.
        """
        for item, x, shown in set_out(drawn.items, faces):
            if isinstance(item, Shown) and shown.steps:
                first, last = x + min(shown.steps), x + max(shown.steps)
                # Signs such as a root hang below the line.
                high = item.y + _HEIGHT * item.size * shown.text.isalnum()
                if not (area.holds(first, item.y) and area.holds(last, high)):
                    self.faults.append(f"{name}: text runs out of what is printed")

    def _placed(self, name: str, drawn: Drawn, forms: Mapping[str, int]) -> None:
        """Note pieces that do not stand whole on their page, or over each other."""
        if self.known.users_templates:
            return
        sizes = {}
        for key, number in forms.items():
            if form := FORM.fullmatch(self._text(number)):
                sizes[key] = float(form["width"]), float(form["height"])
        places = faults_of_places(drawn, sizes, self.known.layout)
        self.faults += [f"{name}: {fault}" for fault in places]

    def _resources(self, name: str, number: int, depth: int) -> tuple[dict[str, int], dict[str, int]]:
        """Visit what a page or form draws with, and return its fonts and its forms, by name."""
        self._seen.add(number)
        found = self._shaped(RESOURCES, self._text(number), f"what {name} draws with")
        if not found:
            return {}, {}
        fonts, forms = self._named(name, found["fonts"]), self._named(name, found["forms"])
        for number in fonts.values():
            self._once(name, "a font", number, self._font)
        for key, number in forms.items():
            if key.startswith("Fm") and depth < 3:
                self._once(name, "a piece", number, partial(self._form, depth=depth + 1))
            else:
                self._once(name, "a picture", number, self._picture)
        return fonts, forms

    def _named(self, name: str, found: bytes | None) -> dict[str, int]:
        pairs = NAMED.findall(found or b"")
        named = {key.decode(): int(target) for key, target in pairs}
        # Which of two counts is not said: programs differ.
        if len(named) < len(pairs):
            self.faults.append(f"{name} draws with two things of the same name")
        return named

    def _once(self, name: str, kind: str, number: int, look: Callable[[int], None]) -> None:
        """Add the faults of an object that may be used often, in this file and in those of other versions."""
        if (kind, number) in self._looked_at:
            return
        self._looked_at.add((kind, number))
        key = (kind, self.objects.exact(number))
        verdict = self.known.verdicts.get(key)
        if verdict is None:
            before, self.faults = self.faults, []
            look(number)
            verdict = self.known.verdicts[key] = tuple(self.faults)
            self.faults = before
        self.faults += [f"{name}, in {kind}: {fault}" for fault in verdict]

    def _form(self, number: int, depth: int) -> None:
        form = self._shaped(FORM, self._text(number), "it")
        if not form:
            return
        self._group("it", form)
        fonts, _ = self._resources("it", int(form["resources"]), depth)
        piece = self.known.piece(self.objects, number, form)
        if piece in self.known.pieces:
            return
        # Only heads, and texts that name letters, are not among the proofs: their text is no proof's.
        if piece is not None and said(piece) in self.known.texts:
            self.faults.append("it is drawn otherwise than in the bank's proofs")
        area = Area(0, 0, float(form["width"]), float(form["height"]))
        drawn = self._drawn(self.objects.raws[number], area, reversed_letters=False)
        self.faults += drawn.faults
        if not self.known.users_templates:
            # What cannot be decoded is read, and seen, by PDFium.
            with suppress(KeyError):
                around = Area(-_NEAR, -_NEAR, area.right + _NEAR, area.top + _NEAR)
                self._within("it", drawn, self._faces(fonts), around)

    def _font(self, number: int) -> None:
        font = any_font_of(self.objects, number)
        if font is None:
            self.faults.append(f"it is not as TeX writes it: {_quoted(self._text(number))}")
        else:
            self.faults += self.known.font_verdict(font)

    def _picture(self, number: int) -> None:
        """Accept a picture of the bank with all that belongs to it, but for fonts that TeX put in the place of its own."""
        if self.objects.digest(number) not in self.known.pictures:
            self.faults.append("it is not the bank's")
        reached: set[int] = set()
        self.objects.reached(number, reached)
        for each in reached:
            if any_font_of(self.objects, each):
                self._font(each)

    def _group(self, name: str, match: re.Match[bytes]) -> None:
        if match["group"] and self.objects.digest_of(match["group"]) not in self.known.groups:
            self.faults.append(f"{name} is drawn with transparency")

    def _drawn(self, raw: bytes, area: Area, *, reversed_letters: bool) -> Drawn:
        try:
            drawn = draw(inflated(raw), area, reversed_letters=reversed_letters, wide=self.known.wide)
        except zlib.error:
            return Drawn(["it cannot be read"])
        if self.known.users_templates:
            drawn.faults.clear()
        return drawn

    def _visit(self, number: bytes | int) -> bytes:
        self._seen.add(int(number))
        return self._text(number)

    def _text(self, number: bytes | int) -> bytes:
        return self.objects.texts.get(int(number), b"null")

    def _shaped(self, shape: re.Pattern[bytes], text: bytes, name: str) -> re.Match[bytes] | None:
        match = shape.fullmatch(text)
        if match is None:
            extra = sorted(names_in(text) - OURS)
            seen = ", ".join(extra[:4]) if extra else _quoted(text)
            self.faults.append(f"{name} holds more or less than a paper needs: {seen}")
        return match


def _quoted(text: bytes) -> str:
    return repr(text[:60].decode("latin-1"))
