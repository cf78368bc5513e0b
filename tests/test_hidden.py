"""What reading a page's text does not show: what may be drawn, which glyphs are drawn, and what lies beside the pages."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pikepdf
import pytest
from conftest import ROOT

from examgen import Layout, Options, Paper, build_exam, load_bank
from examgen.audit.drawing import Area, draw
from examgen.audit.glyphs import Font, Glyphs
from examgen.audit.hidden import KnownStreams, hidden_faults
from examgen.audit.objects import take_apart
from examgen.audit.proofing import proof_job
from examgen.templates import Templates
from examgen.typeset import find_tex, run

AREA = Area(10, 36, 600, 780)
TEXT = b"BT\n/F8 9.9626 Tf 72 700 Td [(W)83(ord)]TJ\nET"


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


def test_a_reversed_letter_stands_on_a_box_of_its_own() -> None:
    box = b"q\n1 0 0 1 70 695 cm\n0 0 20 20 re f\nQ\n"
    white = b"1 g\n" + TEXT + b"\n0 g\n"
    assert draw(box + white, AREA, reversed_letters=True).faults == []
    assert draw(white, AREA, reversed_letters=True).faults == ["text is white"]
    assert draw(box, AREA, reversed_letters=True).faults == ["a black box covers something"]
    assert draw(box + white + white, AREA, reversed_letters=True).faults == ["text is white"]
    assert draw(box + white, AREA, reversed_letters=False).faults


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
