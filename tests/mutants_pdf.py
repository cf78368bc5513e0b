"""Wrong PDFs made out of right ones: what stands on their pages, in their fonts and beside them is changed.

Files are saved in the way in which examgen saves them, so that a mutant is found for
what it is and not for how it was saved.
"""

from __future__ import annotations

import io
import itertools
import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf

Change = Callable[[pikepdf.Pdf], None]
_SHOWN = re.compile(rb"\[((?:\((?:[^()\\]|\\.)*\)|[-\d.\s])*)\]TJ")
_STRING = re.compile(rb"\(((?:[^()\\]|\\.)*)\)")


class ImpossibleMutantError(Exception):
    """This bank has nothing that could be changed in this way."""


def edit(path: Path, change: Change) -> None:
    """Change a PDF."""
    with pikepdf.open(io.BytesIO(path.read_bytes())) as document:
        change(document)
        changed = _saved(document)
    # What was written anew has its keys in another order the first time that it is saved.
    with pikepdf.open(io.BytesIO(changed)) as document:
        path.write_bytes(_saved(document))


def _saved(document: pikepdf.Pdf) -> bytes:
    stream = io.BytesIO()
    document.save(stream, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return stream.getvalue()


def plain(shown: bytes) -> bytes:
    """Return the text of a TJ array, without kerns."""
    return b"".join(_STRING.findall(shown))


def forms(document: pikepdf.Pdf) -> list[pikepdf.Stream]:
    """Return the pieces of a paper or key in the order in which they are placed."""
    found: dict[tuple[int, int], pikepdf.Stream] = {}
    for page in document.pages:
        resources = page.Resources.get("/XObject", pikepdf.Dictionary())
        for name in re.findall(rb"/(Fm\d+) Do", page.Contents.read_bytes()):
            form = resources["/" + name.decode()]
            found.setdefault(form.objgen, form)
    return list(found.values())


def pieces(document: pikepdf.Pdf) -> list[pikepdf.Stream]:
    """Return the forms that are stems, choices and what keys say of them: without the first page's head."""
    return [form for form in forms(document) if float(form.BBox[2]) < 530 and float(form.BBox[3]) > 8]


def in_page(old: bytes, new: bytes, page: int = 0) -> Change:
    """Replace the first match of a pattern in what is drawn on a page."""

    def change(document: pikepdf.Pdf) -> None:
        if page >= len(document.pages):
            raise ImpossibleMutantError
        data = document.pages[page].Contents.read_bytes()
        changed = re.sub(old, new, data, count=1, flags=re.DOTALL)
        if changed == data:
            raise ImpossibleMutantError
        document.pages[page].Contents.write(changed)

    return change


def in_shown(test: Callable[[bytes], bool], new: Callable[[bytes], bytes], *, page: bool = False) -> Change:
    """Change the first shown text that fits, in the pieces or on the pages themselves."""

    def change(document: pikepdf.Pdf) -> None:
        streams = [p.Contents for p in document.pages] if page else pieces(document)
        for stream in streams:
            data = stream.read_bytes()
            for match in _SHOWN.finditer(data):
                if test(match[1]):
                    changed = new(match[1])
                    if changed != match[1]:
                        stream.write(data[: match.start(1)] + changed + data[match.end(1) :])
                        return
        raise ImpossibleMutantError

    return change


def wrap_piece(before: bytes, after: bytes = b"", number: int = 2) -> Change:
    """Draw something before and after what a piece draws."""

    def change(document: pikepdf.Pdf) -> None:
        form = pieces(document)[number]
        form.write(before + form.read_bytes() + after)

    return change


def at_page(addition: bytes, *, page: int = 0) -> Change:
    """Draw something more on a page; ``%(font)s`` is one of its fonts."""

    def change(document: pikepdf.Pdf) -> None:
        found = document.pages[page]
        font = next(iter(found.Resources.Font.keys())).encode()
        found.Contents.write(found.Contents.read_bytes() + b"\n" + addition.replace(b"%(font)s", font))

    return change


def wrap_page(before: bytes, after: bytes = b"") -> Change:
    """Draw something before and after what the first page draws."""

    def change(document: pikepdf.Pdf) -> None:
        contents = document.pages[0].Contents
        contents.write(before + contents.read_bytes() + after)

    return change


def placements(data: bytes) -> list[re.Match[bytes]]:
    """Return where pieces are placed in what a page draws: x, y, name."""
    return list(re.finditer(rb"q\n1 0 0 1 (\S+) (\S+) cm\n/(Fm\d+) Do\nQ", data))


def exchange_choices(document: pikepdf.Pdf) -> None:
    """Two pieces of one left edge change places."""
    data = document.pages[0].Contents.read_bytes()
    placed = placements(data)
    for one, other in itertools.pairwise(placed):
        if one[1] == other[1] and one[3] != other[3]:
            changed = data[: one.start(3)] + other[3] + data[one.end(3) : other.start(3)] + one[3]
            document.pages[0].Contents.write(changed + data[other.end(3) :])
            return
    raise ImpossibleMutantError


def exchange_questions(document: pikepdf.Pdf) -> None:
    """The stems of two questions change places; their choices stay."""
    data = document.pages[0].Contents.read_bytes()
    stems = [each for each in placements(data) if _is_stem(each, data)]
    if len(stems) < 2:
        raise ImpossibleMutantError
    one, other = stems[:2]
    changed = data[: one.start(3)] + other[3] + data[one.end(3) : other.start(3)] + one[3]
    document.pages[0].Contents.write(changed + data[other.end(3) :])


def _is_stem(each: re.Match[bytes], data: bytes) -> bool:
    left = min(float(other[1]) for other in placements(data))
    first = min(each.start() for each in placements(data))
    return float(each[1]) - left < 0.01 and each.start() != first


def move(down: float, right: float = 0.0, *, last: bool = True) -> Change:
    """Move the last (or second) piece of the first page."""

    def change(document: pikepdf.Pdf) -> None:
        data = document.pages[0].Contents.read_bytes()
        placed = placements(data)
        each = placed[-1] if last else placed[2]
        x, y = float(each[1]) + right, float(each[2]) - down
        where = f"{x:.3f} {y:.3f}".encode()
        document.pages[0].Contents.write(data[: each.start(1)] + where + data[each.end(2) :])

    return change


def move_to_foot(document: pikepdf.Pdf) -> None:
    """The last choice of the page stands so low that it is cut, its letter with it."""
    data = document.pages[0].Contents.read_bytes()
    each = placements(data)[-1]
    y = f"{-8.0:.3f}".encode()
    document.pages[0].Contents.write(data[: each.start(2)] + y + data[each.end(2) :])


def scale_piece(document: pikepdf.Pdf) -> None:
    """A choice is printed too small to read."""
    data = document.pages[0].Contents.read_bytes()
    each = placements(data)[2]
    changed = data[: each.start()] + b"q\n.05 0 0 .05 " + data[each.start(1) : each.end()]
    document.pages[0].Contents.write(changed + data[each.end() :])


def lose_piece(document: pikepdf.Pdf) -> None:
    """A piece is not placed."""
    data = document.pages[0].Contents.read_bytes()
    each = placements(data)[2]
    document.pages[0].Contents.write(data[: each.start()] + data[each.end() :])


def repeat_piece(document: pikepdf.Pdf) -> None:
    """A piece is placed twice, once over the other."""
    data = document.pages[0].Contents.read_bytes()
    each = placements(data)[2]
    document.pages[0].Contents.write(data[: each.end()] + b"\n" + each[0] + data[each.end() :])


def clip_form(document: pikepdf.Pdf) -> None:
    """The box of a piece is half as wide: the rest of its text is cut off."""
    form = max(pieces(document), key=lambda each: len(each.read_bytes()))
    form.BBox[2] = 150


def move_form(document: pikepdf.Pdf) -> None:
    """A matrix moves what a piece draws out of its box."""
    pieces(document)[2].Matrix = [1, 0, 0, 1, 4000, 0]


def drop_word(document: pikepdf.Pdf) -> None:
    """A word of a piece is not printed; the rest closes up."""
    in_shown(
        lambda shown: len(re.findall(rb"\)-\d{3}\(", shown)) >= 3,
        lambda shown: re.sub(rb"(\)-\d{3}\().*?\)-\d{3}\(", rb"\1", shown, count=1),
    )(document)


def change_sign(document: pikepdf.Pdf) -> None:
    """A plus becomes a minus of another font's code, or one letter another: a formula says something else."""
    in_shown(lambda shown: shown == b"(+)", lambda _: b"(=)")(document)


def change_digit(document: pikepdf.Pdf) -> None:
    """A digit in a piece becomes another digit that the font has."""
    in_shown(
        lambda shown: re.search(rb"\([^()]*\d\d", shown) is not None,
        lambda shown: re.sub(rb"(\d)(\d)", lambda m: m[2] + m[1] if m[1] != m[2] else m[0], shown, count=1),
    )(document)


def lower_exponent(document: pikepdf.Pdf) -> None:
    """An exponent stands below the line: the same text, another formula."""
    for form in pieces(document):
        data = form.read_bytes()
        changed = re.sub(rb"(\d+\.\d+) (3\.\d+|4\.\d+) Td", rb"\1 -1.6 Td", data, count=1)
        if changed != data:
            form.write(changed)
            return
    raise ImpossibleMutantError


def exchange_letters(document: pikepdf.Pdf) -> None:
    """The letters A and B before two choices change places on the first page."""
    _exchange_shown(document, b"(A)", b"(B)", last=True)


def exchange_in_strip(document: pikepdf.Pdf) -> None:
    """Two different answers in the strip of a key change places."""
    data = document.pages[0].Contents.read_bytes()
    end = data.index(b"/Fm", data.index(b"/Fm") + 3)
    found = list(re.finditer(rb"\[\(([A-E])\)\]TJ", data[:end]))
    found = [m for m in found if re.search(rb"Td $", data[: m.start()])][1:]
    for one, other in itertools.pairwise(found):
        if one[1] != other[1]:
            changed = data[: one.start(1)] + other[1] + data[one.end(1) : other.start(1)] + one[1]
            document.pages[0].Contents.write(changed + data[other.end(1) :])
            return
    raise ImpossibleMutantError


def _exchange_shown(document: pikepdf.Pdf, one: bytes, other: bytes, *, last: bool) -> None:
    data = document.pages[0].Contents.read_bytes()
    first = data.rfind(b"[" + one + b"]TJ") if last else data.find(b"[" + one + b"]TJ")
    second = data.find(b"[" + other + b"]TJ", first)
    if first < 0 or second < 0:
        raise ImpossibleMutantError
    data = data[: first + 1] + other + data[first + 1 + len(one) :]
    data = data[: second + 1] + one + data[second + 1 + len(other) :]
    document.pages[0].Contents.write(data)


def lose_mark(document: pikepdf.Pdf) -> None:
    """The arrow of a right choice is not printed."""
    in_page(rb"\[\(I\)\]TJ", b"[]TJ")(document)


def drop_page(number: int) -> Change:
    """A page is missing (from the end when negative)."""

    def change(document: pikepdf.Pdf) -> None:
        if len(document.pages) < 2:
            raise ImpossibleMutantError
        del document.pages[number]

    return change


def repeat_page(document: pikepdf.Pdf) -> None:
    """The first page comes twice."""
    document.pages.append(document.pages[0])


def exchange_pages(document: pikepdf.Pdf) -> None:
    """The first two pages change places."""
    if len(document.pages) < 2:
        raise ImpossibleMutantError
    document.pages.reverse()


def exchange_pictures(document: pikepdf.Pdf) -> None:
    """Two pieces that show pictures show each other's."""
    holders = []
    for form in pieces(document):
        objects = form.Resources.get("/XObject")
        if objects is not None and len(objects) == 1:
            name = next(iter(objects.keys()))
            holders.append((objects, name, objects[name]))
    for one, other in itertools.pairwise(holders):
        if one[2].read_raw_bytes() != other[2].read_raw_bytes() and one[2].get("/Width") == other[2].get(
            "/Width"
        ):
            one[0][one[1]], other[0][other[1]] = other[2], one[2]
            return
    raise ImpossibleMutantError


def whiten_picture(document: pikepdf.Pdf) -> None:
    """A picture is blank."""
    for each in document.objects:
        if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image":
            each.write(b"\xff" * len(each.read_bytes()))
            return
    raise ImpossibleMutantError


def append_revision(path: Path, text: bytes) -> None:
    """Add a revision after the end of the file, as programs that annotate PDFs do."""
    data = path.read_bytes()
    last = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    size = int(re.findall(rb"/Size (\d+)", data)[-1])
    at = len(data)
    body = b"%d 0 obj\n(%s)\nendobj\n" % (size, text)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (size, at)
    root = re.findall(rb"/Root \d+ 0 R", data)[-1]
    trailer = b"trailer\n<< /Size %d %s /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        size + 1,
        root,
        last,
        at + len(body),
    )
    path.write_bytes(data + body + table + trailer)


def stray_object(document: pikepdf.Pdf) -> None:
    """The key is in an object that a dictionary of the catalog would not show: left in the file by a page that is gone."""
    document.make_indirect(pikepdf.Dictionary(Key="A B C"))
    document.Root["/Old"] = document.make_indirect(pikepdf.Array(["A C B"]))


def unused_font_text(document: pikepdf.Pdf) -> None:
    """A comment with the key inside of a stream that draws a page."""
    contents = document.pages[0].Contents
    contents.write(contents.read_bytes() + b"\n% key: A C B\n")


def behind_stream(document: pikepdf.Pdf) -> None:
    """The key stands behind the compressed data of a page."""
    contents = document.pages[0].Contents
    contents.write(zlib.compress(contents.read_bytes()) + b"key: A C B", filter=pikepdf.Name.FlateDecode)
