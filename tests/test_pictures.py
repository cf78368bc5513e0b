"""Pictures: found in the bank's folder only, known by their bytes, named by their bytes."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from examgen.errors import Place, Problem
from examgen.markup import parse, to_latex
from examgen.markup.pictures import MAX_BYTES, Picture, find_picture, width_latex
from examgen.model import Text

HERE = Place("b.md", 3, 5)


def png() -> bytes:
    """Return the smallest picture: one black point. Made by hand from the PNG specification, section 5."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )


def jpeg() -> bytes:
    stream = BytesIO()
    Image.new("L", (8, 8)).save(stream, "JPEG")
    return stream.getvalue()


def pdf() -> bytes:
    stream = BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(stream)
    return stream.getvalue()


def code_of(address: str, folder: Path) -> str:
    found = find_picture(address, folder, HERE)
    assert isinstance(found, Problem)
    assert found.place == HERE
    assert address in found.message
    return found.code


@pytest.mark.parametrize(("data", "suffix"), [(png(), ".png"), (jpeg(), ".jpg"), (pdf(), ".pdf")])
def test_kind_is_told_by_the_bytes(data: bytes, suffix: str, tmp_path: Path) -> None:
    (tmp_path / "My picture (1).dat").write_bytes(data)
    found = find_picture("My picture (1).dat", tmp_path, HERE)
    assert isinstance(found, Picture)
    assert found.source == (tmp_path / "My picture (1).dat").resolve()
    assert found.name.endswith(suffix)
    assert found.name.isascii()
    assert found.name.removesuffix(suffix).isalnum()


def test_equal_pictures_have_one_name(tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_bytes(png())
    (tmp_path / "c.jpg").write_bytes(jpeg())
    found = [find_picture(each, tmp_path, HERE) for each in ("a.png", "b.png", "c.jpg")]
    names = [each.name for each in found if isinstance(each, Picture)]
    assert names[0] == names[1] != names[2]


def test_written_with_percent_signs_or_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "two words.png").write_bytes(png())
    assert isinstance(find_picture("figures/two%20words.png", tmp_path, HERE), Picture)
    assert isinstance(find_picture("./figures/two words.png", tmp_path, HERE), Picture)
    assert isinstance(find_picture(r"figures\two words.png", tmp_path, HERE), Picture)


@pytest.mark.parametrize(
    "address",
    ["../a.png", "x/../../a.png", "/etc/a.png", "C:\\a.png", "~/a.png", "%2e%2e/a.png", "..\\a.png"],
)
def test_a_path_out_of_the_folder_is_refused(address: str, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png())
    (tmp_path / "bank").mkdir()
    assert code_of(address, tmp_path / "bank") == "picture-outside"


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png())
    bank = tmp_path / "bank"
    bank.mkdir()
    (bank / "link.png").symlink_to(tmp_path / "a.png")
    (bank / "folder").symlink_to(tmp_path)
    assert code_of("link.png", bank) == "picture-outside"
    assert code_of("folder/a.png", bank) == "picture-outside"


def test_a_missing_picture_names_its_likes(tmp_path: Path) -> None:
    (tmp_path / "Encoder.PNG").write_bytes(png())
    found = find_picture("encoder.png", tmp_path, HERE)
    assert isinstance(found, Problem)
    assert found.code == "missing-picture"
    assert "'Encoder.PNG'" in found.hint


NO_FILES = ["http://example.org/a.png", "data:image/png;base64,AAAA", ".", "", "a\0b.png", "x" * 5000]


@pytest.mark.parametrize("address", NO_FILES)
def test_what_is_no_file_is_a_problem(address: str, tmp_path: Path) -> None:
    assert isinstance(find_picture(address, tmp_path, HERE), Problem)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is SVG"),
        (b"<?xml version='1.0'?>\n<svg/>", "is SVG"),
        (b"GIF89a....", "is GIF"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "is WebP"),
        (b"hello", "not known"),
        (b"", "empty"),
        (png()[:-20], "not a whole PNG"),
        (png().replace(b"IDAT", b"IDAX"), "not a whole PNG"),
        (jpeg()[:30], "not a whole JPEG"),
        (b"%PDF-1.5\nnothing", "not a whole PDF"),
    ],
)
def test_a_file_that_tex_cannot_take(data: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(data)
    found = find_picture("a.png", tmp_path, HERE)
    assert isinstance(found, Problem)
    assert found.code == "bad-picture"
    assert words in found.message
    assert found.hint


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a.png").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert code_of("a.png", tmp_path) == "bad-picture"


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ("", ""),
        ("{width=60%}", r"0.6\hsize"),
        ("{ width = 33.3% }", r"0.333\hsize"),
        ("{width=100%}", r"1\hsize"),
        ('{width="5cm"}', "5cm"),
        ("{width=2.5 in}", "2.5in"),
        ("{width=0%}", None),
        ("{width=101%}", None),
        ("{width=10px}", None),
        ("{width=1cm plus 1fil}", None),
        ("{height=3cm}", None),
    ],
)
def test_width(size: str, expected: str | None) -> None:
    assert width_latex(size) == expected


def test_in_a_text(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png())
    document = parse(Text("see ![the model](a.png){width=60%}", (HERE,)), tmp_path)
    (picture,) = document.pictures
    assert document.problems == ()
    assert picture.place == Place("b.md", 3, 9)
    assert document.plain == "see ![the model](a.png)"
    fragment = to_latex(document, {})
    assert fragment.latex == rf"see \egpicture{{{picture.name}}}{{0.6\hsize}}"
    assert [package.dumps() for package in fragment.packages] == [r"\usepackage{graphicx}"]
    alone = to_latex(parse(Text("![](a.png)", (HERE,)), tmp_path), {})
    assert alone.latex == rf"\egpicture{{{picture.name}}}{{}}"
    assert not alone.ends_in_paragraph


def test_a_picture_leaves_its_metadata_behind(tmp_path: Path) -> None:
    """What a figure's file says beside the figure does not reach a student's paper."""
    from io import BytesIO

    import pikepdf
    from PIL import Image

    from examgen.errors import Place
    from examgen.markup import bare
    from examgen.markup.pictures import find_picture

    with pikepdf.new() as document:
        document.add_blank_page(page_size=(99, 99))
        document.docinfo["/Title"] = "ANSWER-IS-B"
        document.pages[0].PieceInfo = pikepdf.Dictionary(Secret=pikepdf.String("ANSWER-IS-B"))
        document.save(tmp_path / "figure.pdf")
    Image.new("L", (9, 9), 200).save(
        tmp_path / "photo.jpg", comment=b"ANSWER-IS-B", exif=b"Exif\x00\x00ANSWER-IS-B"
    )
    for name in ("figure.pdf", "photo.jpg"):
        assert b"ANSWER" in (tmp_path / name).read_bytes() or name == "figure.pdf"
        picture = find_picture(name, tmp_path, Place("bank.md", 1, 1))
        data = bare(picture)
        assert b"ANSWER-IS-B" not in data
        if name == "figure.pdf":
            with pikepdf.open(BytesIO(data)) as document:
                assert not document.docinfo.keys()
                assert "/PieceInfo" not in document.pages[0]
        else:
            image = Image.open(BytesIO(data))
            assert (image.size, image.getpixel((4, 4))) == ((9, 9), 200)


def problems_of(source: str, folder: Path) -> list[tuple[str, str, int, str]]:
    """Return code, severity, column and hint of what is wrong with a text of one line."""
    places = tuple(Place("b.md", 1, column) for column in range(1, len(source) + 2))
    found = parse(Text(source, places), folder).problems
    return [(each.code, str(each.severity), each.place.column, each.hint) for each in found if each.place]


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    for name in ("x.png", "my pic.png", "a (1).png"):
        (tmp_path / name).write_bytes(png())
    return tmp_path


@pytest.mark.parametrize(
    ("source", "code", "column", "hint"),
    [
        ("See ![my](my pic.png).", "picture-as-text", 5, "write '![my](<my pic.png>)'"),
        ("See ![$x$](my pic.png).", "picture-as-text", 5, "write '![$x$](<my pic.png>)'"),
        ("![](a (1).png)", "picture-as-text", 1, "write '![](<a (1).png>)'"),
        ("![m](x.png) {width=30%}", "picture-as-text", 1, "no blank before the brace"),
        ("Here ! [x](x.png)", "picture-as-link", 8, "write '![](x.png)'"),
        ("Here [x](x.png)", "picture-as-link", 6, "write '![](x.png)'"),
        ("Here [x](my pic.png)", "picture-as-link", 6, "write '![x](<my pic.png>)'"),
    ],
)
def test_a_picture_that_markdown_prints_as_text_is_told(
    source: str, code: str, column: int, hint: str, pictures: Path
) -> None:
    [(found, severity, at, remedy)] = problems_of(source, pictures)
    assert (found, at) == (code, column)
    assert severity == ("error" if code == "picture-as-text" else "warning")
    assert hint in remedy


@pytest.mark.parametrize(
    "source",
    [
        "![my](<my pic.png>){width=30%}",
        "![m](x.png) {width}",
        "`![my](my pic.png)` and $f![k](n m)$",
        r"\!\[my\](my pic)",
        "[a site](https://example.org/x.png) and [a page](x.html)",
        "Is 5! [a](b c) larger?",
    ],
)
def test_what_is_no_picture_is_left_alone(source: str, pictures: Path) -> None:
    assert problems_of(source, pictures) == []
