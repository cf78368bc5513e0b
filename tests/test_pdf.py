"""PDFs cut apart and put together."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
import pytest

from examgen import pdf
from examgen.errors import TypesetError


def made(widths: Sequence[int], *, shared: bytes = b"") -> bytes:
    """Return a PDF with pages of these widths, each with a form of its own, and a tell-tale producer."""
    buffer = io.BytesIO()
    with pikepdf.new() as document:
        for width in widths:
            document.add_blank_page(page_size=(width, 100))
            form = document.make_stream(
                f"% form of {width} ".encode() + shared,
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Form,
                BBox=[0, 0, 1, 1],
            )
            page = document.pages[-1]
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Fm1=form))
            page.Contents = document.make_stream(b"/Fm1 Do")
        document.docinfo["/Producer"] = "a program"
        document.docinfo["/CreationDate"] = "D:20200101000000Z"
        document.docinfo["/Author"] = "somebody"
        document.save(buffer)
    return buffer.getvalue()


def widths_of(data: bytes) -> list[int]:
    with pikepdf.open(io.BytesIO(data)) as document:
        return [int(page.mediabox[2]) for page in document.pages]


def test_parts_have_their_pages_in_order() -> None:
    parts = list(
        pdf.split(made(range(101, 107)), [("A", 3), ("B", 1), ("AA", 2)], ["first", "second", "third"])
    )
    assert [(part.label, part.pages) for part in parts] == [("A", 3), ("B", 1), ("AA", 2)]
    assert [widths_of(part.data) for part in parts] == [[101, 102, 103], [104], [105, 106]]


def test_each_part_has_its_title_and_nothing_else_to_tell() -> None:
    titles = ["Vektoren & Räume, version A", "試験 {1}"]
    for part, title in zip(pdf.split(made([101, 102]), [("A", 1), ("B", 1)], titles), titles, strict=True):
        with pikepdf.open(io.BytesIO(part.data)) as document:
            assert {key: str(value) for key, value in document.docinfo.items()} == {"/Title": title}
            assert document.Root.ViewerPreferences.DisplayDocTitle
            assert document.Root.ViewerPreferences.PrintScaling == "/None"
            assert "/Metadata" not in document.Root


def test_a_part_has_nothing_of_the_other_parts() -> None:
    for part in pdf.split(made([101, 102]), [("A", 1), ("B", 1)], ["x", "y"]):
        with pikepdf.open(io.BytesIO(part.data)) as document:
            streams = [each.read_bytes() for each in document.objects if isinstance(each, pikepdf.Stream)]
        own = 101 if part.label == "A" else 102
        assert any(f"form of {own}".encode() in stream for stream in streams)
        assert not any(f"form of {203 - own}".encode() in stream for stream in streams)


def test_the_bytes_depend_on_pages_and_title_alone() -> None:
    whole = made([101, 102, 103])
    first = [part.data for part in pdf.split(whole, [("A", 1), ("B", 2)], ["x", "y"])]
    assert first == [part.data for part in pdf.split(whole, [("A", 1), ("B", 2)], ["x", "y"])]
    assert first[0] != next(pdf.split(whole, [("A", 1), ("B", 2)], ["z", "y"])).data
    assert pdf.join([whole, whole], "t") == pdf.join([whole, whole], "t")


@pytest.mark.parametrize("parts", [[("A", 1)], [("A", 2), ("B", 2)], []])
def test_pages_that_were_not_planned_are_an_error(parts: list[tuple[str, int]]) -> None:
    wanted = sum(count for _, count in parts)
    with pytest.raises(TypesetError, match=f"has 3 pages where {wanted} were planned"):
        list(pdf.split(made([101, 102, 103]), parts, ["x"] * len(parts)))


def test_joined_documents_follow_each_other() -> None:
    whole = pdf.join([made([101, 102]), made([103]), made([101])], "All")
    assert widths_of(whole) == [101, 102, 103, 101]
    with pikepdf.open(io.BytesIO(whole)) as document:
        assert {key: str(value) for key, value in document.docinfo.items()} == {"/Title": "All"}


@pytest.mark.parametrize("data", [b"", b"this is not the PDF you are looking for\n", b"%PDF-1.5\n"])
def test_what_is_no_pdf_is_an_error(data: bytes) -> None:
    with pytest.raises(TypesetError, match="TeX made a file that is not a whole PDF"):
        list(pdf.split(data, [("A", 1)], ["x"]))
    with pytest.raises(TypesetError, match="TeX made a file that is not a whole PDF"):
        pdf.join([made([101]), data], "x")
