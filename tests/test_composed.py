"""Pages put together from their pieces say what PDFium reads, at the same places; otherwise PDFium is believed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import ROOT, some

from examgen import Layout, Options, Paper, build_exam, load_bank
from examgen.audit import finished
from examgen.audit.composed import ComposedPage, Face, FormText, PlacedText, Standing, compose
from examgen.audit.drawing import Area, draw
from examgen.audit.finished import Opener, reads_the_same
from examgen.audit.hidden import examine
from examgen.audit.known import KnownStreams
from examgen.audit.proofing import proof_job
from examgen.audit.sight import SeenPage
from examgen.templates import Templates
from examgen.typeset import find_tex, run

EVERYWHERE = Area(0, 0, 1000, 1000)
#: Each character is as wide as half of its size.
FACE = Face({code: chr(code) for code in range(32, 127)}, 32, [500.0] * 95)


def composed(stream: bytes, forms: dict[str, PlacedText] | None = None) -> ComposedPage:
    drawn = draw(stream, EVERYWHERE, reversed_letters=False)
    assert drawn.faults == []
    return compose(drawn, (1000, 1000), {"F1": FACE, "F2": FACE}, forms or {}, lambda: pytest.fail("unseen"))


@pytest.mark.parametrize(
    ("stream", "place"),
    [
        (b"BT /F1 10 Tf 50 60 Td [(AB)]TJ ET", (55, 60)),
        # Td counts from the last line's beginning, not from where its text ended (ISO 32000-1, 9.4.2).
        (b"BT /F1 10 Tf 50 60 Td [(xxxx)]TJ 5 6 Td [(B)]TJ ET", (55, 66)),
        # A kern is in thousandths of the size, and to the left (9.4.3).
        (b"BT /F1 10 Tf 50 60 Td [(x)-1000(B)]TJ ET", (65, 60)),
        (b"BT /F1 10 Tf 50 60 Td [2000(B)]TJ ET", (30, 60)),
        # Without Td text goes on where the text before it ended, kerns and all.
        (b"BT /F1 10 Tf 50 60 Td [(x)-1000]TJ /F2 20 Tf [(B)]TJ ET", (65, 60)),
        (b"BT /F1 10 Tf 50 60 Td [(x)]TJ [(y)]TJ [(B)]TJ ET", (60, 60)),
        # Tm stretches what comes after it, steps included.
        (b"BT /F1 10 Tf 0.9 0 0 1 50 60 Tm [(xB)]TJ ET", (54.5, 60)),
        (b"BT /F1 10 Tf 0.9 0 0 1 50 60 Tm [(x)]TJ 10 0 Td [(B)]TJ ET", (59, 60)),
        (b"BT /F1 10 Tf 0.9 0 0 1 5 6 Tm [(x)]TJ ET BT 50 60 Td [(B)]TJ ET", (50, 60)),
        # Matrices add up until Q.
        (b"q 1 0 0 1 10 20 cm .5 0 0 .5 0 0 cm 1 0 0 1 4 6 cm BT /F1 20 Tf 2 2 Td [(xB)]TJ ET Q", (18, 24)),
        (b"q 1 0 0 1 10 20 cm Q BT /F1 20 Tf 2 2 Td [(B)]TJ ET", (2, 2)),
        # Codes in octal digits, and signs that are escaped.
        (b"BT /F1 10 Tf 50 60 Td [(\\101\\(\\\\\\102)]TJ ET", (65, 60)),
    ],
)
def test_a_character_stands_where_the_standard_says(stream: bytes, place: tuple[float, float]) -> None:
    page = composed(stream)
    assert page.origin(page.text.index("B")) == pytest.approx(place)


def test_codes_have_the_length_that_the_font_has() -> None:
    """Two bytes for the composite fonts of LuaTeX (ISO 32000-1, 9.7.6.2), one for the others."""
    wide = Face({0x4142: "x"}, 0, [], wide=True)
    assert wide.decoded(b"[<4142>]", 10).text == "x"
    assert FACE.decoded(b"[(AB)]", 10).text == "AB"
    for face, codes in ((wide, b"[(AB)]"), (FACE, b"[<0041>]")):
        with pytest.raises(KeyError):
            face.decoded(codes, 10)


def test_q_brings_the_font_back() -> None:
    """Graphics state (ISO 32000-1, 8.4.1): the font of the letter is not the one set within q and Q."""
    stream = b"BT /F1 10 Tf 5 6 Td [(x)]TJ ET q BT /F2 20 Tf ET Q BT 50 60 Td [(B)]TJ ET"
    shown = draw(stream, EVERYWHERE, reversed_letters=False).items[-1]
    assert (getattr(shown, "font", ""), getattr(shown, "size", 0)) == ("F1", 10)


def test_a_piece_is_where_its_form_is_placed() -> None:
    form = PlacedText(FormText("two", 3, 4, None), frozenset({7}), (36, 5))
    page = composed(
        b"BT /F1 10 Tf 50 60 Td [(1)]TJ ET q 1 0 0 1 100 200 cm /Fm1 Do Q BT 5 6 Td [(A)]TJ ET", {"Fm1": form}
    )
    assert page.text == "1twoA"
    assert page.origin(1) == (103, 204)
    assert page.piece_after(0) == Standing(frozenset({7}), 136, 205)
    assert page.proofs_after(0) == {7}
    assert page.piece_after(3) is None
    assert page.piece_after(4) is None


def test_a_code_that_the_font_does_not_name_is_left_to_pdfium() -> None:
    with pytest.raises(KeyError):
        composed(b"BT /F1 10 Tf 50 60 Td [(\\200)]TJ ET")


# ---------------------------------------------------------------- finished files


@pytest.fixture(scope="module")
def vae(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, KnownStreams]:
    """A build, and what its proofs look like."""
    return built("vae.md", Layout(), tmp_path_factory.mktemp("composed"))


def built(name: str, layout: Layout, place: Path) -> tuple[Path, KnownStreams]:
    source = ROOT / "banks" / name
    options = Options(versions=2, seed="3", layout=layout, audit=False)
    folder = build_exam(source, place / "out", options).folder
    job = proof_job(list(load_bank(source).questions), layout, Templates(None), 60)
    proofs = run(job, find_tex()).pdf
    assert proofs is not None
    return folder, KnownStreams.of(proofs, layout)


def assert_read_alike(folder: Path, known: KnownStreams) -> None:
    for path in sorted(folder.rglob("*.pdf")):
        pdf = path.read_bytes()
        examined = examine(pdf, known, student=path.parent.name != "keys")
        assert (examined.faults, examined.pages is None) == ((), False)
        assert examined.pages is not None
        assert all(reads_the_same(pdf, examined.pages)), path.name


@pytest.mark.tex
def test_pdfium_reads_the_same(vae: tuple[Path, KnownStreams]) -> None:
    assert_read_alike(*vae)


@pytest.mark.tex
@pytest.mark.parametrize(
    ("name", "layout"),
    some(
        [
            ("vae.md", Layout(Paper.A4, 10, 2, True)),
            ("python-basics.md", Layout()),
            ("python-basics.md", Layout(Paper.A4, 10, 2, True)),
            ("sampling.yaml", Layout()),
            ("sampling.yaml", Layout(Paper.A4, 14, 1, False)),
        ]
    ),
    ids=str,
)
def test_pdfium_reads_other_banks_and_layouts_the_same(name: str, layout: Layout, tmp_path: Path) -> None:
    assert_read_alike(*built(name, layout, tmp_path))


@pytest.mark.tex
def test_each_choice_stands_beside_its_letter_as_in_its_proof(vae: tuple[Path, KnownStreams]) -> None:
    """The places of pieces come from the proofs: every letter of a column has its choice at the same distance."""
    folder, known = vae
    examined = examine((folder / "exams" / "vae-A.pdf").read_bytes(), known, student=True)
    assert examined.pages is not None
    gaps = []
    for page in examined.pages:
        for start, after in pairwise(page.starts):
            piece = page.piece_after(start)
            if after - start == 1 and piece and piece.proofs and "A" <= page.text[start] <= "F":
                x, y = page.origin(start)
                assert piece.y == pytest.approx(y, abs=0.05)
                gaps.append(piece.x - x)
    # 1.8 times the base size of 11 of TeX's points, of which an inch has 72.27.
    assert len(gaps) > 40
    assert gaps == pytest.approx([1.8 * 11 * 72 / 72.27] * len(gaps), abs=0.05)


@pytest.mark.tex
@pytest.mark.parametrize("lie", ["text", "place", "page"])
def test_pdfium_is_believed_where_it_reads_otherwise(
    lie: str, vae: tuple[Path, KnownStreams], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, known = vae
    right = finished.examine

    def lying(*args: object, **kwargs: object) -> object:
        examined = right(*args, **kwargs)  # type: ignore[arg-type]
        pages = examined.pages
        assert pages is not None
        if lie == "text":
            pages[0].text = pages[0].text.replace("A", "B", 1)
        elif lie == "place":
            x, y = pages[0]._places[3]
            pages[0]._places[3] = (x + 5, y)
        else:
            pages = pages[:-1]
        return replace(examined, pages=pages)

    def kinds(opener: Opener, name: str, *, student: bool) -> set[type]:
        with opener.opened((folder / name).read_bytes(), student=student) as found:
            return {type(page) for page in found.pages}

    opener = Opener(known)
    assert kinds(opener, "exams/vae-A.pdf", student=True) == {ComposedPage}
    monkeypatch.setattr(finished, "examine", lying)
    opener = Opener(known)
    assert kinds(opener, "exams/vae-A.pdf", student=True) == {SeenPage}
    # Once they did not agree, papers are read by PDFium to the end, and keys are looked at on their own.
    monkeypatch.setattr(finished, "examine", right)
    assert kinds(opener, "exams/vae-B.pdf", student=True) == {SeenPage}
    assert kinds(opener, "keys/vae-A-key.pdf", student=False) == {ComposedPage}


@pytest.mark.tex
def test_one_file_of_many_is_read_both_ways(
    vae: tuple[Path, KnownStreams], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, known = vae
    read = []

    def counted(pdf: bytes, pages: tuple[ComposedPage, ...], *, strictly: bool) -> Iterator[bool]:
        assert strictly
        read.append(len(pages))
        return reads_the_same(pdf, pages, strictly=strictly)

    monkeypatch.setattr(finished, "reads_the_same", counted)
    monkeypatch.setattr(finished, "_EVERY", 3)
    opener = Opener(known)
    for _ in range(7):
        with opener.opened((folder / "exams" / "vae-B.pdf").read_bytes(), student=True):
            pass
    assert len(read) == 3
