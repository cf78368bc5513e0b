"""The objects of a PDF as text in one form, so that what may be in a file can be said by patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from io import BytesIO

import pikepdf

from examgen.audit.plainpdf import plain_objects

REF = rb"(\d+) 0 R"
NUMBER = rb"-?(?:\d+\.?\d*|\.\d+)"
_REF = re.compile(rb"\b" + REF + rb"\b")
_PARENT = re.compile(rb" /Parent \d+ 0 R")
_NAME = re.compile(rb"/[^\s/()<>\[\]{}%]+")
#: A font as pdfTeX writes it: its name without the six letters of the subset is what it is.
FONT = re.compile(
    rb"<< /BaseFont /(?:[A-Z]{6}\+)?(?P<name>[^ ]+)(?: /Encoding (?P<encoding>\d+) 0 R)? /FirstChar (?P<first>\d+)"
    rb" /FontDescriptor (?P<descriptor>\d+) 0 R /LastChar \d+ /Subtype /Type1"
    rb" /ToUnicode (?P<unicode>\d+) 0 R /Type /Font /Widths (?P<widths>\d+) 0 R >>"
)

#: What it says of a font, with one program and nothing that another program for PDFs might prefer to it.
DESCRIPTOR = re.compile(
    rb"<< /Ascent %(n)s /CapHeight %(n)s /CharSet \([^()\\]*\) /Descent %(n)s /Flags \d+"
    rb" /FontBBox \[ %(n)s %(n)s %(n)s %(n)s \] /FontFile (?P<program>\d+) 0 R /FontName /[^ ]+ /ItalicAngle %(n)s"
    rb" /StemV %(n)s /Type /FontDescriptor /XHeight %(n)s >>" % {b"n": NUMBER}
)

#: The same as LuaTeX writes it: a font, its one part, and what that says of it.
WIDE_FONT = re.compile(
    rb"<< /BaseFont /(?:[A-Z]{6}\+)?(?P<name>[^ ]+) /DescendantFonts \[ (?P<part>\d+) 0 R \] /Encoding /Identity-H"
    rb" /Subtype /Type0 /ToUnicode (?P<unicode>\d+) 0 R /Type /Font >>"
)
WIDE_PART = re.compile(
    rb"<< /BaseFont /(?:[A-Z]{6}\+)?(?P<name>[^ ]+)"
    rb" /CIDSystemInfo << /Ordering \(Identity\) /Registry \(Adobe\) /Supplement 0 >>(?: /CIDToGIDMap /Identity)?"
    rb" /FontDescriptor (?P<descriptor>\d+) 0 R /Subtype /CIDFontType(?P<kind>[02]) /Type /Font /W (?P<widths>\d+) 0 R >>"
)
WIDE_DESCRIPTOR = re.compile(
    rb"<< /Ascent %(n)s(?P<used> /CIDSet \d+ 0 R)? /CapHeight %(n)s /Descent %(n)s /Flags \d+"
    rb" /FontBBox \[ %(n)s %(n)s %(n)s %(n)s \] /FontFile(?P<outlines>[23]) (?P<program>\d+) 0 R /FontName /[^ ]+"
    rb" /ItalicAngle %(n)s /StemV %(n)s /Type /FontDescriptor /XHeight %(n)s >>" % {b"n": NUMBER}
)


@dataclass(frozen=True, slots=True)
class Objects:
    """A PDF taken apart.

    Texts have their keys in order, but a stream's length last; references to other objects read ``12 0 R``.
    """

    trailer: bytes
    texts: dict[int, bytes]  #: by number; of a stream, its dictionary
    raws: dict[int, bytes]  #: streams as they lie in the file
    identities: dict[int, bytes] = field(
        default_factory=dict
    )  #: what fonts and pictures are, as far as asked
    _digests: dict[int, bytes] = field(default_factory=dict)
    _exact: dict[int, bytes] = field(default_factory=dict)

    def exact(self, number: int) -> bytes:
        """Return a digest of an object and of all that it refers to but a page's parent, to the last byte."""
        known = self._exact.get(number)
        if known is None:
            self._exact[number] = b"the object itself"
            text = _PARENT.sub(b"", self.texts.get(number, b"nothing"))
            text = _REF.sub(lambda match: b"<%s>" % self.exact(int(match[1])), text)
            own = blake2b(text, digest_size=16)
            if number in self.raws:
                own.update(_digest_of_raw(self.raws[number]))
            known = self._exact[number] = own.digest()
        return known

    def digested(self) -> set[int]:
        """Return the numbers of the objects that an exact digest was made of, or that one refers to."""
        return set(self._exact)

    def digest(self, number: int) -> bytes:
        """Return a digest of an object and of all that it refers to, whatever their numbers.

        Of a font made by TeX it holds the name alone: which glyphs are in it depends on the rest of the file.
        """
        known = self._digests.get(number)
        if known is None:
            self._digests[number] = b"the object itself"
            text = self.texts.get(number, b"nothing")
            if font := FONT.fullmatch(text) or WIDE_FONT.fullmatch(text):
                known = b"font " + font["name"]
            else:
                whole = self.digest_of(text) + _digest_of_raw(self.raws.get(number, b""))
                known = blake2b(whole, digest_size=16).digest()
            self._digests[number] = known
        return known

    def digest_of(self, text: bytes) -> bytes:
        """Return a text with digests in the place of references."""
        return _REF.sub(lambda match: b"<%s>" % self.digest(int(match[1])).hex().encode(), text)

    def reached(self, number: int, seen: set[int]) -> None:
        """Add the number of an object, and of all that it refers to, to ``seen``."""
        waiting = [number]
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                waiting += references(self.texts.get(one, b""))


#: Digests of streams. Python's own hash finds bytes that were seen before much sooner than a digest is made.
_RAW_DIGESTS: dict[bytes, bytes] = {}


def _digest_of_raw(raw: bytes) -> bytes:
    known = _RAW_DIGESTS.get(raw)
    if known is None:
        if len(_RAW_DIGESTS) > 2000:
            _RAW_DIGESTS.clear()
        known = _RAW_DIGESTS[raw] = blake2b(raw, digest_size=16).digest()
    return known


def take_apart(pdf: bytes) -> Objects:
    """Return the objects of a PDF.

    Raises:
        pikepdf.PdfError: it is not a PDF.
        pikepdf.PasswordError: it is encrypted.
    """
    plain = plain_objects(pdf)
    if plain is not None:
        return Objects(*plain)
    texts, raws = {}, {}
    with pikepdf.open(BytesIO(pdf)) as document:
        for number, each in _numbered(document):
            if isinstance(each, pikepdf.Stream):
                raws[number] = each.read_raw_bytes()
                texts[number] = _with_length_last(each, len(raws[number]))
            elif each is not None:
                texts[number] = _unparsed(each)
        return Objects(document.trailer.unparse(), texts, raws)


def _numbered(document: pikepdf.Pdf) -> Iterator[tuple[int, object]]:
    """Yield the objects with their numbers. LuaTeX leaves some numbers out, and a list of all would not say which."""
    count = len(document.objects)
    size = int(document.trailer.get("/Size", count + 1))
    if size == count + 1:
        yield from enumerate(document.objects, start=1)
        return
    for number in range(1, min(size, 10 * count + 1000)):
        yield number, document.get_object(number, 0)


def _with_length_last(stream: pikepdf.Stream, length: int) -> bytes:
    """Return the dictionary of a stream as it stands in a file that qpdf wrote."""
    facts = pikepdf.Dictionary(dict(stream.stream_dict.items()))
    del facts["/Length"]
    return facts.unparse()[:-2] + b"/Length %d >>" % length


def _unparsed(each: object) -> bytes:
    if isinstance(each, pikepdf.Object):
        return each.unparse(resolved=True)
    return repr(each).encode()


def references(text: bytes) -> list[int]:
    """Return the numbers of the objects that a text refers to."""
    return [int(number) for number in _REF.findall(text)]


def names_in(text: bytes) -> set[str]:
    """Return the names in a text, each with its slash."""
    return {name.decode("latin-1") for name in _NAME.findall(text)}
