"""Pages that are drawn so that they read right and look wrong: state left over, things moved after they were read."""

from __future__ import annotations

import itertools
import re

import pikepdf
from mutants_pdf import Change, ImpossibleMutantError, forms, in_page, pieces, placements

_N = rb"-?[\d.]+"
#: In a key: a black box, and the white letter on it.
_REVERSED = re.compile(
    rb"q\n1 0 0 1 (?P<x>%s) (?P<y>%s) cm\n(?P<box>0 0 %s %s re f)\nQ\n1 g\nBT\n(?P<font>/F\d+ %s Tf) "
    rb"(?P<left>%s) (?P<base>%s) Td (?P<text>\[\([A-Z]\)\]TJ)\n0 g" % ((_N,) * 7)
)
#: A letter before a choice that is not right.
_LETTER = re.compile(
    rb"BT\n(?P<font>/F\d+ %s Tf) (?P<left>%s) (?P<base>%s) Td (?P<text>\[\([A-Z]\)\]TJ)\nET" % ((_N,) * 3)
)
_ARROW = re.compile(rb"BT\n/F\d+ %s Tf (?P<x>%s) (?P<y>%s) Td \[\(I\)\]TJ" % ((_N,) * 3))


def _contents(document: pikepdf.Pdf) -> tuple[pikepdf.Stream, bytes]:
    stream = document.pages[0].Contents
    return stream, stream.read_bytes()


def _found(pattern: re.Pattern[bytes], data: bytes, start: int = 0) -> re.Match[bytes]:
    match = pattern.search(data, start)
    if match is None:
        raise ImpossibleMutantError
    return match


def move_reversal(document: pikepdf.Pdf) -> None:
    """Another letter than the right one is reversed; the arrow stays."""
    stream, data = _contents(document)
    right = _found(_REVERSED, data)
    other = _found(_LETTER, data, right.end())
    if other["font"] != right["font"]:
        raise ImpossibleMutantError
    x = float(other["left"]) - float(right["left"]) + float(right["x"])
    y = float(other["base"]) - float(right["base"]) + float(right["y"])
    plain = b"BT\n%(font)s %(left)s %(base)s Td %(text)s" % _named(right)
    marked = b"q\n1 0 0 1 %.3f %.3f cm\n%s\nQ\n1 g\nBT\n%s %s %s Td %s\n0 g\nET" % (
        x, y, right["box"], *(other[name] for name in ("font", "left", "base", "text"))
    )  # fmt: skip
    stream.write(
        data[: right.start()] + plain + data[right.end() : other.start()] + marked + data[other.end() :]
    )


def _named(match: re.Match[bytes]) -> dict[bytes, bytes]:
    return {name.encode(): value for name, value in match.groupdict().items()}


def move_arrow(document: pikepdf.Pdf) -> None:
    """The arrow points at another letter than the reversed one."""
    stream, data = _contents(document)
    arrow = _found(_ARROW, data)
    right = _found(_REVERSED, data, arrow.end())
    other = _found(_LETTER, data, right.end())
    # One beside it stands on the same line, where the arrow would stay.
    while abs(float(other["base"]) - float(right["base"])) < 1:
        other = _found(_LETTER, data, other.end())
    moved = data[other.start("base") : other.end("base")]
    stream.write(data[: arrow.start("y")] + moved + data[arrow.end("y") :])


def drop_reversal(document: pikepdf.Pdf) -> None:
    """The right letter is not reversed; the arrow points at it."""
    stream, data = _contents(document)
    right = _found(_REVERSED, data)
    plain = b"BT\n%(font)s %(left)s %(base)s Td %(text)s" % _named(right)
    stream.write(data[: right.start()] + plain + data[right.end() :])


def enlarge_box(document: pikepdf.Pdf) -> None:
    """The box of a reversed letter covers the lines above it."""
    stream, data = _contents(document)
    right = _found(_REVERSED, data)
    stream.write(data[: right.start("box")] + b"0 0 300 60 re f" + data[right.end("box") :])


def whiten_piece(document: pikepdf.Pdf) -> None:
    """A choice of a key is drawn in white: the page sets the colour, the piece does not."""
    stream, data = _contents(document)
    each = placements(data)[3]
    stream.write(data[: each.start()] + b"1 g\n" + each[0] + b"\n0 g" + data[each.end() :])


def exchange_places_of_pictures(document: pikepdf.Pdf) -> None:
    """Two choices stand at each other's letters; they are drawn in the order in which they should stand."""
    for page in document.pages:
        data = page.Contents.read_bytes()
        shown = [each for each in placements(data) if _is_picture(page, each[3])]
        for one, other in itertools.pairwise(shown):
            if one[3] != other[3]:
                x, y = data[one.start(1) : one.end(2)], data[other.start(1) : other.end(2)]
                changed = (
                    data[: one.start(1)] + y + data[one.end(2) : other.start(1)] + x + data[other.end(2) :]
                )
                page.Contents.write(changed)
                return
    raise ImpossibleMutantError


def _is_picture(page: pikepdf.Page, name: bytes) -> bool:
    form = page.Resources.XObject["/" + name.decode()]
    inner = form.Resources.get("/XObject")
    return inner is not None and len(inner) == 1 and b"TJ" not in form.read_bytes() and form.BBox[3] < 100


def flatten_exponent(document: pikepdf.Pdf) -> None:
    """An exponent stands on the line at full size: the same characters, another formula."""
    small = re.compile(rb"/F\d+ [78]\.\d+ Tf (%s) [34]\.\d+ Td (\[\(\d\)\]TJ)" % _N)
    for form in pieces(document):
        data = form.read_bytes()
        full = re.findall(rb"/F\d+ (?:9|1\d)\.\d+ Tf(?= %s %s Td \[\(\d)" % (_N, _N), data)
        if full and (match := small.search(data)):
            form.write(
                data[: match.start()] + full[0] + b" " + match[1] + b" 0 Td " + match[2] + data[match.end() :]
            )
            return
    raise ImpossibleMutantError


def cut_piece_with_letters(document: pikepdf.Pdf) -> None:
    """The box of a choice that names letters ends after its first word."""
    for form in forms(document):
        shown = b"".join(re.findall(rb"\(((?:[^()\\]|\\.)*)\)", form.read_bytes()))
        if re.match(rb"Both[A-H]and[A-H]$", shown):
            form.BBox[2] = 50
            return
    raise ImpossibleMutantError


def rule_through(times: int, height: float) -> Change:
    """Draw thin rules through a choice."""

    def change(document: pikepdf.Pdf) -> None:
        stream, data = _contents(document)
        each = placements(data)[2]
        x, y = float(each[1]) + 36, float(each[2]) + 7
        rules = b"".join(
            b"\nq\n1 0 0 1 %.3f %.3f cm\n0 0 200 %.3f re f\nQ" % (x, y + i * height, height)
            for i in range(times)
        )
        stream.write(data[: each.end()] + rules + data[each.end() :])

    return change


#: Before the last letter, text that is nothing but a move; or a kern in front of the letter itself.
push_letter = in_page(rb"Td (\[\(C\)\]TJ)", rb"Td [-2000]TJ \1")
kern_letter = in_page(rb"Td \[\(C\)\]TJ", rb"Td [-2000(C)]TJ")
#: Columns of choices side by side: what is moved from a stretched letter is moved by less.
stretch_letter = in_page(rb"(%s %s) Td (\[\(C\)\]TJ)" % (_N, _N), rb"0.9 0 0 1 \1 Tm \2")

#: A letter that is set off from the others, as the right one must not be.
large_letter = in_page(rb"(/F\d+) %s( Tf %s %s Td \[\(C\)\]TJ)" % ((_N,) * 3), rb"\1 12.5\2")
#: The foot of a page that is not the last one.
early_end = in_page(rb"\(T\)[-\d]*\(urn\).*?\(er\)", b"(End)-278(of)-278(e)15(xam)")
late_end = in_page(rb"\(End\)-\d+\(of\)-\d+\(e\).*?\)(-\d{4,})", rb"(T)90(urn)-278(o)20(v)20(er)\1", -1)
#: In a key: the papers that it says it fits.
other_papers = in_page(rb"(\(Fits\).*?Td \[\()([0-9A-Z])([0-9A-Z])", rb"\1\3\2")


def letter_in_another_font(document: pikepdf.Pdf) -> None:
    """The letter C of the last choice that has one is in the font of the points."""
    stream, data = _contents(document)
    points = re.search(rb"(/F\d+) %s Tf %s %s Td \[\(\[" % ((_N,) * 3), data)
    letters = list(re.finditer(rb"(/F\d+)(?= %s Tf %s %s Td \[\(C\)\]TJ)" % ((_N,) * 3), data))
    if points is None or not letters or points[1] == letters[-1][1]:
        raise ImpossibleMutantError
    stream.write(data[: letters[-1].start()] + points[1] + data[letters[-1].end() :])


def move_answer_in_strip(document: pikepdf.Pdf) -> None:
    """An answer in the strip stands nearer to the next number than to its own; all others stay."""
    stream, data = _contents(document)
    font = rb"/F\d+ %s Tf " % _N
    cell = rb"(\[\(2\)\]TJ%s)(%s)( %s Td \[\([A-Z]\)\]TJ%s)(%s)" % (font, _N, _N, font, _N)
    found = re.search(cell, data)
    if found is None:
        raise ImpossibleMutantError
    moved = b"%s%.3f%s%.3f" % (found[1], float(found[2]) + 12, found[3], float(found[4]) - 12)
    stream.write(data[: found.start()] + moved + data[found.end() :])
