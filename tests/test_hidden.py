"""What reading a page's text does not show: what may be drawn, which glyphs are drawn, and what lies beside the pages."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pikepdf
import pytest
from conftest import ROOT

from examgen import Layout, Options, Paper, build_exam, load_bank
from examgen.audit import hidden
from examgen.audit.composed import Face, FormText, PlacedText
from examgen.audit.drawing import Area, draw
from examgen.audit.glyphs import Font, Glyphs
from examgen.audit.hidden import KnownStreams, examine
from examgen.audit.objects import Objects, take_apart
from examgen.audit.proofing import proof_job
from examgen.audit.standing import faults_of_ink, faults_of_places
from examgen.templates import Templates
from examgen.typeset import find_tex, run

AREA = Area(10, 36, 600, 780)
TEXT = b"BT\n/F8 9.9626 Tf 72 700 Td [(W)83(ord)]TJ\nET"


def hidden_faults(pdf: bytes, known: KnownStreams, *, student: bool) -> list[str]:
    """Return what is wrong with a finished paper (``student``), key or grid and is not seen by reading its text."""
    return list(examine(pdf, known, student=student).faults)


@pytest.mark.parametrize(
    "stream",
    [
        TEXT,
        b"q\n1 0 0 1 72 700 cm\n/Fm12 Do\nQ",
        b"q\n1 0 0 1 72 700 cm\n[]0 d 0 J 0.398 w 0 0 m 100 0 l S\nQ",
        b"BT\n/F8 9.9626 Tf 0.98 0 0 1 72 700 Tm [(\\050x\\051)]TJ 1 0 0 1 72 680 Tm [(y)]TJ\nET",
        b"1 0 0 1 72 700 cm\nq\n.8 0 0 .8 0 0 cm\n1 0 0 1 -72 -700 cm\n" + TEXT + b"\nQ\n1 0 0 1 -72 -700 cm",
    ],
)
def test_what_tex_draws_is_allowed(stream: bytes) -> None:
    assert draw(stream, AREA, reversed_letters=False).faults == []


@pytest.mark.parametrize(
    ("stream", "fault"),
    [
        (b"3 Tr " + TEXT, "'Tr'"),
        (b"1 g " + TEXT, "white"),
        (b"1 1 1 rg " + TEXT, "'rg'"),
        (b"0.97 g " + TEXT, "'g'"),
        (b"/GS1 gs " + TEXT, "'GS1'|'gs'"),
        (b"0 0 9 9 re W n " + TEXT, "'re'|'W'"),
        (TEXT.replace(b"9.9626", b"0.5"), "points high"),
        (TEXT.replace(b"72 700", b"-72 700"), "outside"),
        (TEXT.replace(b"72 700", b"72 5"), "outside"),
        (TEXT.replace(b"Tf 72 700 Td", b"Tf 0.1 0 0 1 72 700 Tm"), "squeezed"),
        (b"0 1 -1 0 0 0 cm " + TEXT, "'cm'"),
        (TEXT + b"\n72 690 200 20 re f", "black box"),
        (b"[]0 d 0 J 30 w 0 0 m 100 0 l S", "thick rule"),
        (b"q " + TEXT, "in the middle"),
        (b"/Span << /ActualText (B) >> BDC " + TEXT + b" EMC", "'Span'|'BDC'"),
        (TEXT + b"\n% the key", "draws with"),
    ],
)
def test_what_no_paper_needs_is_a_fault(stream: bytes, fault: str) -> None:
    faults = draw(stream, AREA, reversed_letters=False).faults
    assert any(word.strip("'") in found for found in faults for word in fault.split("|")), faults


LETTER = b"BT\n/F8 9.9626 Tf 72 700 Td [(W)]TJ\nET"
BOX = b"q\n1 0 0 1 69 697 cm\n0 0 13 13 re f\nQ\n"


def reversed_faults(stream: bytes, *, key: bool = True) -> list[str]:
    return draw(stream, AREA, reversed_letters=key).faults


def test_a_reversed_letter_stands_on_a_box_of_its_own() -> None:
    white = b"1 g\n" + LETTER + b"\n0 g\n"
    assert reversed_faults(BOX + white) == []
    assert reversed_faults(white) == ["text is white"]
    assert reversed_faults(BOX) == ["a black box covers something"]
    assert reversed_faults(BOX + LETTER) == ["a black box covers something"]
    assert reversed_faults(BOX + white + white) == ["text is white"]
    assert reversed_faults(BOX + white, key=False)


def test_the_word_key_stands_on_a_box() -> None:
    box = b"q\n1 0 0 1 52 695 cm\n0 0 62 21 re f\nQ\n"
    word = b"1 g\nBT\n/F8 9.9626 Tf 72 700 Td [(K)20(EY)]TJ\n0 g\nET\n"
    assert reversed_faults(box + word) == []
    assert reversed_faults(box + word.replace(b"EY", b"EYS")) == ["text is white"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"[(W)]", b"[(WA)]"),
        (b"[(W)]", b"[(W)-2000(A)]"),
        (b"[(W)]", b"[-9000(W)]"),
        (b"[(W)]", b"[(w)]"),
        (b"0 0 13 13", b"0 0 130 13"),
        (b"0 0 13 13", b"0 0 13 130"),
        (b"0 0 13 13", b"9 0 13 13"),
        (b"0 0 13 13", b"14 0 -130 13"),
        (b"72 700 Td", b"92 700 Td"),
        (b"[(W)]TJ", b"[(W)]TJ [(A)]TJ"),
    ],
)
def test_no_other_white_text_is_taken_for_a_reversed_letter(old: bytes, new: bytes) -> None:
    stream = BOX + b"1 g\n" + LETTER + b"\n0 g\n"
    assert old in stream
    assert "text is white" in reversed_faults(stream.replace(old, new))


def test_a_piece_has_the_colour_of_its_page() -> None:
    """A form is drawn with the graphics state at the place of Do (ISO 32000-1, 8.10.1)."""
    assert reversed_faults(b"1 g\nq\n1 0 0 1 72 700 cm\n/Fm1 Do\nQ\n0 g") == ["a piece is white"]
    assert reversed_faults(b"q 1 g Q /Fm1 Do") == []
    assert reversed_faults(b"q 1 g /Fm1 Do Q /Fm1 Do") == ["a piece is white"]


def test_nothing_is_placed_on_a_box() -> None:
    stream = BOX + b"q\n1 0 0 1 72 700 cm\n/Fm1 Do\nQ\n1 g\n" + LETTER + b"\n0 g\n"
    assert "a black box covers something" in reversed_faults(stream)


def test_thin_rules_are_told_with_their_places() -> None:
    stream = b"q 1 0 0 1 10 20 cm []0 d 0 J 0.4 w 0 0 m 100 0 l S 5 6 2 -70 re f Q"
    drawn = draw(stream, AREA, reversed_letters=False)
    assert (drawn.faults, drawn.rules) == ([], [Area(10, 19.8, 110, 20.2), Area(15, -44, 17, 26)])
    assert reversed_faults(b"1 g 5 6 2 70 re f") == ["a white box covers something"]
    assert reversed_faults(b"[]0 d 0 J 0.4 w 0 0 m 100 30 l S") == ["a slanting rule is drawn"]


@pytest.mark.parametrize(
    ("stream", "fault"),
    [
        (b"9 Tc " + TEXT, "'Tc'"),
        (b"9 Tw " + TEXT, "'Tw'"),
        (b"50 Tz " + TEXT, "'Tz'"),
        (b"9 Ts " + TEXT, "'Ts'"),
        (TEXT.replace(b"ET", b"14 TL T* [(x)]TJ ET"), "'TL'"),
        (TEXT.replace(b"ET", b"T* [(x)]TJ ET"), "'T*'"),
        (TEXT.replace(b"ET", b"(x) ' ET"), '"\'"'),
        (TEXT.replace(b"[(W)83(ord)]TJ", b"(Word) Tj"), "draws with"),
        (TEXT.replace(b"Td", b"TD"), "'TD'"),
        (TEXT.replace(b"[(W)83(ord)]", b"[<576F7264>]"), "draws with"),
        (b"q 9 0 0 9 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q", "'BI'"),
        (b"/Sh1 sh", "'Sh1'"),
        (b"/Pattern cs /P1 scn " + TEXT, "'Pattern'"),
        (b"1 0 0 -1 0 700 cm " + TEXT, "squeezed or turned"),
        (b"-1 0 0 -1 700 700 cm " + TEXT, "squeezed or turned"),
        (b"2 0 0 1 0 0 cm " + TEXT, "squeezed or turned"),
        (b".1 0 0 .1 72 700 cm " + TEXT, "points high"),
        (TEXT.replace(b"9.9626", b"-9.9626"), "points high"),
        (b"/F8 9.9626 Tf " + TEXT, "outside of a text object"),
        (b"BT q ET Q", "something else in one"),
        (b"BT /Fm1 Do ET", "something else in one"),
        (TEXT + b" Q", "in the middle"),
        (b"BT", "in the middle"),
    ],
)
def test_state_that_changes_what_text_looks_like_is_a_fault(stream: bytes, fault: str) -> None:
    found = draw(stream, AREA, reversed_letters=False).faults
    assert any(fault in each for each in found), found


@pytest.mark.parametrize("codes", [b"[<576F7264>]", b"[<0057>-83<006F0072>]", b"[(W)<0057>]"])
def test_codes_of_two_bytes_are_text_where_luatex_wrote_it(codes: bytes) -> None:
    stream = TEXT.replace(b"[(W)83(ord)]", codes)
    assert draw(stream, AREA, reversed_letters=False, wide=True).faults == []
    assert draw(stream, AREA, reversed_letters=False).faults != []


@pytest.mark.parametrize(
    "codes", [b"[<57>]", b"[<576F72>]", b"[<576f7264>]", b"[<57 6F>]", b"[<>]", b"<0057>"]
)
def test_other_strings_of_digits_are_a_fault(codes: bytes) -> None:
    stream = TEXT.replace(b"[(W)83(ord)]", codes)
    assert draw(stream, AREA, reversed_letters=False, wide=True).faults != []


# ---------------------------------------------------------------- pieces and marks on a page

FACE = Face({65: "A", 66: "B", 73: "\u25b6", 88: "xy"}, 65, [600.0] * 24)


def marks(stream: bytes) -> list[str]:
    return list(faults_of_ink(draw(stream, AREA, reversed_letters=True), {"F8": FACE, "F9": FACE}, {}))


ARROW = b"BT\n/F9 11 Tf 58 700.2 Td [(I)]TJ\nET\n"
MARKED = BOX + b"1 g\n" + LETTER.replace(b"W", b"A") + b"\n0 g\n"
OTHER = LETTER.replace(b"W", b"B") + b"\n"
APART = ["an arrow and a reversed letter do not stand together"]


def test_an_arrow_and_a_reversed_letter_stand_together() -> None:
    assert marks(ARROW + MARKED + OTHER) == []
    assert marks(OTHER + MARKED) == APART
    assert marks(ARROW + OTHER + MARKED) == APART
    assert marks(MARKED + ARROW + OTHER) == APART
    assert marks(ARROW.replace(b"700.2", b"650") + MARKED) == APART
    assert marks(ARROW.replace(b"58", b"90") + MARKED) == APART


def test_a_rule_through_a_piece_is_a_fault() -> None:
    def faults(rule: bytes, proofs: frozenset[int] = frozenset({0})) -> list[str]:
        form = PlacedText(FormText("word", 36, 8, Area(36, 5, 136, 25)), proofs)
        drawn = draw(b"q 1 0 0 1 100 200 cm /Fm1 Do Q " + rule, AREA, reversed_letters=False)
        return list(faults_of_ink(drawn, {}, {"Fm1": form}))

    assert faults(b"130 215 50 1 re f") == ["a rule is drawn through a piece"]
    assert faults(b"150 100 1 300 re f") == ["a rule is drawn through a piece"]
    assert faults(b"[]0 d 0 J 1 w 130 215 m 180 215 l S") == ["a rule is drawn through a piece"]
    # Below it, beside it, and through what is no piece of the bank.
    assert faults(b"130 205 50 1 re f") == []
    assert faults(b"130 100 1 300 re f") == []
    assert faults(b"130 215 50 1 re f", frozenset()) == []


def test_a_piece_is_whole_and_alone() -> None:
    def faults(*placed: bytes) -> set[str]:
        drawn = draw(b" ".join(placed), AREA, reversed_letters=False)
        return set(faults_of_places(drawn, {"Fm1": (472, 36)}, Layout()))

    one = b"q 1 0 0 1 60 500 cm /Fm1 Do Q"
    assert faults(one, one.replace(b"500", b"468")) == set()
    assert faults(one, one.replace(b"500", b"490")) == {"pieces are printed over each other"}
    assert faults(one, one.replace(b" 60 500", b" 280 490")) == set()
    assert faults(one.replace(b"500", b"30")) == {"a piece runs into the foot or off the page"}
    assert faults(one.replace(b"500", b"780")) == {"a piece runs into the foot or off the page"}
    assert faults(b".9 0 0 .9 0 0 cm " + one) == {"a piece is placed smaller or larger than it is"}


def crypt(data: bytes) -> bytes:
    """Encrypt as Adobe Type 1 Font Format, 7.3, says, byte by byte."""
    state, out = 55665, bytearray()
    for byte in b"\0\0\0\0" + data:
        out.append(byte ^ (state >> 8))
        state = ((out[-1] + state) * 52845 + 22719) & 0xFFFF
    return bytes(out)


def font(glyphs: bytes, unicode: bytes = b"<41> <0041>\n<42> <0042>") -> Font:
    """Return a font of two glyphs, A and B."""
    clear = b"%!PS\ndup 65 /A put\ndup 66 /B put\ncurrentfile eexec\n"
    private = b"dup /Private /Subrs 1 array\ndup 0 6 RD 012345 NP\n/CharStrings 2 dict\n" + glyphs + b"end"
    cmap = b"/CMapName /TeX-x-0 def\n2 beginbfchar\n" + unicode + b"\nendbfchar"
    return Font(
        b"X", 65, b"", b"[ 500 600 ]", b"", zlib.compress(cmap), zlib.compress(clear + crypt(private))
    )


def test_a_glyph_has_a_name_a_character_a_width_and_a_program() -> None:
    glyphs = font(b"/A 3 RD aaa ND\n/B 3 RD bbb ND\n").glyphs()
    assert glyphs.drawn == {(b"A", b"0041", b"500", b"aaa"), (b"B", b"0042", b"600", b"bbb")}
    assert glyphs.subrs == {(b"0", b"012345")}


@pytest.mark.parametrize(
    "other",
    [
        font(b"/B 3 RD aaa ND\n/A 3 RD bbb ND\n"),
        font(b"/A 3 RD aaa ND\n/B 3 RD bbb ND\n", b"<41> <0042>\n<42> <0041>"),
    ],
    ids=["programs exchanged", "characters exchanged"],
)
def test_glyphs_that_lie_are_seen(other: Font) -> None:
    known = Glyphs().with_those_of(font(b"/A 3 RD aaa ND\n/B 3 RD bbb ND\n").glyphs())
    assert known.fault_of(font(b"/A 3 RD aaa ND\n").glyphs()) == ""
    assert "glyph 'A'" in known.fault_of(other.glyphs())


def pdf(first: int) -> bytes:
    """Return a PDF of two pages whose objects have other numbers for another ``first`` page."""
    with pikepdf.new() as document:
        for width in (100, 200) if first == 0 else (200, 100):
            document.add_blank_page(page_size=(width, 50))
        stream = io.BytesIO()
        document.save(stream, deterministic_id=True)
        return stream.getvalue()


def test_equal_objects_have_equal_digests_whatever_their_numbers() -> None:
    def digests(data: bytes) -> set[bytes]:
        objects = take_apart(data)
        # Parents lead back to all pages, whose order is another one.
        return {
            objects.digest_of(t[: t.index(b"/Parent")]) for t in objects.texts.values() if b"/Parent" in t
        }

    assert digests(pdf(0)) == digests(pdf(1))
    assert len(digests(pdf(0))) == 2


@pytest.mark.tex
@pytest.mark.parametrize(
    ("name", "layout"),
    [
        ("vae.md", Layout()),
        ("python-basics.md", Layout(Paper.A4, 14, 1, False)),
        ("sampling.yaml", Layout(columns=2, size=10)),
    ],
)
def test_right_papers_keys_and_grids_hide_nothing(name: str, layout: Layout, tmp_path: Path) -> None:
    source = ROOT / "banks" / name
    build = build_exam(source, tmp_path / "out", Options(versions=2, seed="3", layout=layout, audit=False))
    job = proof_job(list(load_bank(source).questions), layout, Templates(None), 60)
    proofs = run(job, find_tex()).pdf
    assert proofs is not None
    known = KnownStreams.of(proofs, layout)
    files = sorted(build.folder.rglob("*.pdf"))
    assert len(files) == 6
    for path in files:
        assert hidden_faults(path.read_bytes(), known, student=path.parent.name != "keys") == []


def test_what_is_no_pdf_is_a_fault_and_not_an_error() -> None:
    assert hidden_faults(b"%PDF-1.5 nothing", KnownStreams(Layout()), student=True)


def test_two_things_of_one_name_are_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which of the two counts is not said, and programs differ: qpdf would keep one without a word."""

    def twice(data: bytes) -> Objects:
        objects = take_apart(data)
        for number, text in objects.texts.items():
            if text.startswith(b"<< /Font << "):
                objects.texts[number] = text.replace(b"/F1 ", b"/F1 5 0 R /F1 ", 1)
        return objects

    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(612, 792)).obj
        font = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Font))
        page.Resources = document.make_indirect(
            pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font), ProcSet=pikepdf.Array([]))
        )
        page.Contents = document.make_stream(b"q Q")
        document.docinfo["/Title"] = "one"
        document.Root.ViewerPreferences = pikepdf.Dictionary(
            DisplayDocTitle=True, PrintScaling=pikepdf.Name("/None")
        )
        stream = io.BytesIO()
        document.save(stream, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    same_name = "page 1 draws with two things of the same name"
    assert same_name not in hidden_faults(stream.getvalue(), KnownStreams(Layout()), student=True)
    monkeypatch.setattr(hidden, "take_apart", twice)
    assert same_name in hidden_faults(stream.getvalue(), KnownStreams(Layout()), student=True)
