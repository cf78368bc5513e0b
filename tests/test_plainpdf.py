"""PDFs taken apart in one pass: the same comes out as of pikepdf, which reads what is not as qpdf writes it."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from conftest import ROOT

from examgen import Options, build_exam
from examgen.audit import objects
from examgen.audit.objects import take_apart
from examgen.audit.plainpdf import plain_objects


def saved(document: pikepdf.Pdf) -> bytes:
    """Save as examgen does."""
    stream = io.BytesIO()
    document.save(stream, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return stream.getvalue()


@pytest.fixture(scope="module")
def small() -> bytes:
    """A PDF of two pages with a stream each. Saved twice, so that its streams are as they stay."""
    with pikepdf.new() as document:
        for width in (100, 200):
            page = document.add_blank_page(page_size=(width, 50))
            page.obj.Contents = document.make_stream(b"BT ET % " + b"x" * width)
        document.docinfo["/Title"] = "two"
        once = saved(document)
    with pikepdf.open(io.BytesIO(once)) as document:
        return saved(document)


def of_pikepdf(pdf: bytes, monkeypatch: pytest.MonkeyPatch) -> objects.Objects:
    with monkeypatch.context() as patch:
        patch.setattr(objects, "plain_objects", lambda _pdf: None)
        return take_apart(pdf)


def assert_equal(pdf: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = plain_objects(pdf)
    assert plain is not None
    trailer, texts, raws = plain
    other = of_pikepdf(pdf, monkeypatch)
    own = {n for n, text in texts.items() if b"/Type /ObjStm" in text or b"/Type /XRef" in text}
    assert trailer == other.trailer
    # What a file itself is made of, pikepdf gives in part only.
    assert {n: t for n, t in texts.items() if n not in own} == {
        n: t for n, t in other.texts.items() if n not in own and t != b"null"
    }
    assert {n: raw for n, raw in raws.items() if n not in own} == {
        n: raw for n, raw in other.raws.items() if n not in own
    }


def test_a_small_file_reads_as_pikepdf_reads_it(small: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_equal(small, monkeypatch)


@pytest.mark.tex
def test_papers_keys_grid_and_print_read_as_pikepdf_reads_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = Options(versions=2, seed="3", audit=False)
    build = build_exam(ROOT / "banks" / "vae.md", tmp_path / "out", options)
    files = sorted(build.folder.rglob("*.pdf"))
    assert {path.parent.name for path in files} == {"exams", "keys", "print"}
    for path in files:
        assert_equal(path.read_bytes(), monkeypatch)


def table_of(pdf: bytes) -> tuple[re.Match[bytes], bytearray]:
    """Return the table at the end of a file: where its stream is, and its rows with their filter bytes."""
    match = re.search(rb"/Type /XRef /Length (\d+).*?\nstream\n", pdf, re.DOTALL)
    assert match is not None
    return match, bytearray(zlib.decompress(pdf[match.end() : match.end() + int(match[1])]))


def with_table(pdf: bytes, rows: bytes) -> bytes:
    match, _ = table_of(pdf)
    packed = zlib.compress(rows)
    end = match.end() + int(match[1])
    head = pdf[match.start() : match.end()].replace(match[1], b"%d" % len(packed), 1)
    return pdf[: match.start()] + head + packed + pdf[end:]


def other_offset(pdf: bytes) -> bytes:
    """The table names another place for an object."""
    _, rows = table_of(pdf)
    rows[-2] ^= 1
    return with_table(pdf, bytes(rows))


def object_between(pdf: bytes) -> bytes:
    """An object that the table does not name."""
    return pdf.replace(b"\nstartxref\n", b"\n9999 0 obj\n(key)\nendobj\nstartxref\n")


def stream_between(pdf: bytes) -> bytes:
    """A stream that the table does not name, in front of the table itself."""
    match = re.search(rb"\d+ 0 obj\n<< /Type /XRef", pdf)
    assert match is not None
    hidden = b"9999 0 obj\n<< /Filter /FlateDecode /Length 3 >>\nstream\nkey\nendstream\nendobj\n"
    moved = pdf[: match.start()] + hidden + pdf[match.start() :]
    return re.sub(rb"startxref\n\d+", b"startxref\n%d" % (match.start() + len(hidden)), moved)


def second_revision(pdf: bytes) -> bytes:
    """A revision that says the same again."""
    return pdf + pdf[pdf.rindex(b"startxref\n") :]


def without_first_object(pdf: bytes) -> bytes:
    """An object is gone."""
    match = re.search(rb"\n(\d+ 0 obj\n.*?endobj\n)", pdf, re.DOTALL)
    assert match is not None
    return pdf[: match.start(1)] + b" " * len(match[1]) + pdf[match.end(1) :]


def twice(pdf: bytes) -> bytes:
    """The number of an object in a stream of objects is that of another one."""
    match = re.search(rb"<< /Type /ObjStm /Length (\d+) .*?/First (\d+) >>\nstream\n", pdf, re.DOTALL)
    assert match is not None
    end = match.end() + int(match[1])
    content = zlib.decompress(pdf[match.end() : end])
    words = content[: int(match[2])].split()
    words[2] = words[0]
    head = b" ".join(words).ljust(int(match[2]))
    packed = zlib.compress(head + content[int(match[2]) :])
    shape = match[0].replace(b"/Length " + match[1], b"/Length %d" % len(packed))
    return pdf[: match.start()] + shape + packed + pdf[end:]


@pytest.mark.parametrize(
    "change",
    [
        other_offset,
        object_between,
        stream_between,
        second_revision,
        without_first_object,
        twice,
        lambda pdf: pdf + b"key\n",
        lambda pdf: b"key\n" + pdf,
        lambda pdf: pdf.replace(b"\nendobj\n", b"\nendobj\n% key\n", 1),
        lambda pdf: pdf.replace(b"\nendstream\n", b"\n\nendstream\n", 1),
        lambda pdf: pdf[: len(pdf) // 2],
        lambda pdf: re.sub(rb"startxref\n\d+", b"startxref\n9", pdf),
        lambda pdf: pdf.replace(b"/Predictor 12", b"/Predictor 15"),
        lambda _pdf: b"",
    ],
)
def test_what_is_not_as_qpdf_writes_it_is_left_to_pikepdf(
    change: Callable[[bytes], bytes], small: bytes
) -> None:
    assert plain_objects(small) is not None
    changed = change(small)
    assert changed != small
    assert plain_objects(changed) is None


@pytest.mark.parametrize("mode", list(pikepdf.ObjectStreamMode))
def test_other_ways_to_save_read_the_same_one_way_or_the_other(
    mode: pikepdf.ObjectStreamMode, small: bytes
) -> None:
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(small)) as document:
        document.save(stream, object_stream_mode=mode)
    found = take_apart(stream.getvalue())
    streams = [zlib.decompress(raw) for n, raw in found.raws.items() if b"/Type" not in found.texts[n]]
    assert sorted(map(len, streams)) == [108, 208]


def test_a_table_with_every_row_as_it_was_is_read(small: bytes) -> None:
    """The change of a table that the tests above make is not what makes a file unreadable."""
    _, rows = table_of(small)
    assert plain_objects(with_table(small, bytes(rows))) is not None
