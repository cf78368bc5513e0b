"""XML and packages from strangers: read with places, or refused at once."""

from __future__ import annotations

import io
import zipfile

import pytest
from conftest import tries
from endings_for_tests import check_all_end
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from examgen import embedded
from examgen.errors import Problem
from examgen.formats.package import MAX_FILES, Package, PackageError
from examgen.formats.safexml import MAX_ATTRIBUTES, MAX_CHARS, parse_xml
from examgen.formats.source import Source

LOL = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def test_elements_have_their_lines() -> None:
    root = parse_xml(
        "f.xml", "<?xml version='1.0'\nencoding='x'?>\n<!-- no -->\n<a>\n<b><![CDATA[x<y]]></b></a>"
    )
    assert not isinstance(root, Problem)
    assert (root.tag, root.sourceline) == ("a", 4)
    assert [(each.tag, each.sourceline, each.text) for each in root] == [("b", 5, "x<y")]


def test_lines_are_counted_past_65535() -> None:
    root = parse_xml("f.xml", "<a>\n" + "<q>\n<t>x</t>\n</q>\n" * 30_000 + "</a>")
    assert not isinstance(root, Problem)
    # Far down an element has the line of what is in it.
    assert all(0 <= each.sourceline - (2 + 3 * index) <= 1 for index, each in enumerate(root))


def test_a_tag_has_not_more_attributes_than_can_be_compared() -> None:
    def tag(count: int, value: str = "'>'") -> str:
        return (
            "<a>\n<b "
            + "\n".join(f"x{at} = {value if at % 2 else chr(34) * 2}" for at in range(count))
            + "/></a>"
        )

    for value in ("'>'", '"/ a b=c"'):
        assert not isinstance(parse_xml("f.xml", tag(MAX_ATTRIBUTES, value)), Problem)
        problem = parse_xml("f.xml", tag(MAX_ATTRIBUTES + 1, value))
        assert isinstance(problem, Problem)
        assert (problem.code, str(problem.place)) == ("xml-too-large", "f.xml:2:1")
    many = parse_xml("f.xml", "<a>" + "<b x='1'/>" * (2 * MAX_ATTRIBUTES) + "</a>")
    assert not isinstance(many, Problem)


def test_a_document_type_without_entities_is_read_and_not_loaded() -> None:
    root = parse_xml("f.xml", '<!DOCTYPE a SYSTEM "http://localhost:1/a.dtd">\n<a>x</a>')
    assert not isinstance(root, Problem)
    assert root.text == "x"


@pytest.mark.parametrize(
    ("source", "code", "line", "parsed"),
    [
        ("", "xml-syntax", 1, 1),
        ("no xml", "xml-syntax", 1, 1),
        ("<a>\n<b>\n</a>", "xml-syntax", 3, 1),
        ("<a>\n&nbsp;</a>", "xml-syntax", 2, 1),
        ("<a>x\n\x01</a>", "xml-syntax", 2, 1),
        (f"<!DOCTYPE a [{LOL}]>\n<a>&l9;</a>", "xml-entities", 1, 0),
        ('\n<!DOCTYPE a\n[<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "xml-entities", 2, 0),
        ('<!DOCTYPE a SYSTEM "x"[<!ENTITY % p SYSTEM "http://localhost:1/">%p;]><a/>', "xml-entities", 1, 0),
        ('<!DOCTYPE a SYSTEM "x">\n<a>\n&x;</a>', "xml-syntax", 2, 1),
        ("<a>" * 100_000, "xml-depth", 1, 1),
        ("<a>" + "<b/>" * 4_000_000, "xml-too-large", 0, 0),
        ("<a>" + "x" * 20_000_000 + "</a>", "xml-too-large", 1, 1),
        ("<a>" + "x" * MAX_CHARS, "xml-too-large", 0, 0),
    ],
    ids=range(13),
)
def test_what_is_refused_has_a_place(
    source: str, code: str, line: int, parsed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Entities and what is far too large never come to the parser, whose work nobody bounds."""
    given = []
    parse = etree.fromstring
    monkeypatch.setattr(etree, "fromstring", lambda text, parser: given.append(text) or parse(text, parser))
    problem = parse_xml("f.xml", source)
    assert len(given) == parsed
    assert isinstance(problem, Problem)
    assert problem.place is not None
    assert (problem.code, problem.place.file, problem.place.line) == (code, "f.xml", line)
    assert problem.hint
    assert ", line" not in problem.message


def test_hostile_xml_ends() -> None:
    heads = (
        "<!--",
        "<!-- -",
        "<?",
        "<?xml",
        "<!DOCTYPE",
        "<!DOCTYPE [",
        "<!---->",
        "\n",
        "<?xml ?>",
        "<?a?>",
    )
    check_all_end("examgen.formats.safexml:parse_xml", [["f.xml", head * 300_000] for head in heads])


@settings(max_examples=tries(200), deadline=None)
@given(st.text(st.sampled_from("<>/!?-[]ab&;\"'= \n\x00é")) | st.text())
def test_any_text_is_an_element_or_a_problem(source: str) -> None:
    assert parse_xml("f.xml", source) is not None


# ---------------------------------------------------------------- packages


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def opened(files: dict[str, bytes]) -> Package:
    package = Package.open("p.zip", packed(files))
    assert isinstance(package, Package)
    return package


def test_files_of_a_package_are_read_and_found() -> None:
    package = opened(
        {"imsmanifest.xml": b"<m/>", "q/item.xml": "<é/>".encode(), "q/Img/a b.png": b"\x89PNG1"}
    )
    assert package.files == ("imsmanifest.xml", "q/item.xml", "q/Img/a b.png")
    text = package.text("q/item.xml")
    assert isinstance(text, Source)
    assert text.text == "<é/>"
    assert package.find("img/a%20b.png?x=1", "q/item.xml") == "q/Img/a b.png"
    assert package.find("$IMS-CC-FILEBASE$/q/Img/a b.png", "other/item.xml") == "q/Img/a b.png"
    assert package.find("../../../etc/passwd", "q/item.xml") is None
    picture = package.pictures("q/item.xml")
    address = picture("Img/a%20b.png")
    assert address is not None
    assert embedded.bytes_of(address) == b"\x89PNG1"
    assert picture("none.png") is None
    assert picture("http://x.org/a.png") == "http://x.org/a.png"
    missing = package.text("none.xml")
    assert isinstance(missing, Problem)
    assert "none.xml" in missing.message


@pytest.mark.parametrize("name", ["../a", "a/../../b", "/etc/passwd", "C:/x", "..\\x"])
def test_names_that_lead_out_are_refused(name: str) -> None:
    problem = Package.open("p.zip", packed({"ok": b"", name: b"x"}))
    assert isinstance(problem, Problem)
    assert problem.code == "package-path"


def test_a_zip_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    package = opened({"a": b"\0" * 200_000_000, "b": b"x"})
    unpacked = []
    read = zipfile.ZipExtFile.read

    def counted(file: zipfile.ZipExtFile, size: int = -1) -> bytes:
        data = read(file, size)
        unpacked.append(len(data))
        return data

    monkeypatch.setattr(zipfile.ZipExtFile, "read", counted)
    with pytest.raises(PackageError, match="MB"):
        package.read("a")
    assert unpacked == []
    assert package.read("b") == b"x"


def test_a_zip_bomb_that_says_it_is_small_is_unpacked_no_further_than_it_says() -> None:
    package = opened({"a": b"\0" * 200_000_000})
    package._zip.getinfo("a").file_size = 10
    with pytest.raises(PackageError, match="'a' cannot be unpacked: Bad CRC-32"):
        package.read("a")


def test_too_many_files_are_refused() -> None:
    problem = Package.open("p.zip", packed({f"{n}": b"" for n in range(MAX_FILES + 1)}))
    assert isinstance(problem, Problem)
    assert problem.code == "bad-package"


@settings(max_examples=tries(200), deadline=None)
@given(st.binary(max_size=300), st.integers(0, 200), st.integers(0, 255))
def test_damaged_packages_are_problems(junk: bytes, at: int, byte: int) -> None:
    whole = bytearray(packed({"imsmanifest.xml": b"<manifest/>", "a.xml": b"<a/>"}))
    whole[at % len(whole)] = byte
    for data in (b"PK\x03\x04" + junk, bytes(whole)):
        package = Package.open("p.zip", data)
        if isinstance(package, Package):
            for file in package.files:
                assert package.text(file) is not None
        else:
            assert package.hint
