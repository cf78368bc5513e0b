"""Packages of QTI: their lists of contents, their pictures, and hostile ones; QTI 1.2 read from them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import ROOT, tries
from hypothesis import given, settings
from hypothesis import strategies as st
from test_qti12 import document, item, material

from examgen.embedded import bytes_of
from examgen.errors import Problem, Severity
from examgen.formats import package as packages
from examgen.formats import read_data
from examgen.formats.qti12 import reader as qti12
from examgen.formats.qtipackage import QtiPackage, is_package_of, open_package

SAMPLES = ROOT.parent / "shared" / "samples" / "qti-packages"
PNG = b"\x89PNG of a package"


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return out.getvalue()


def manifest(*resources: str, head: str = "", more: str = "") -> str:
    return (
        '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" '
        f'xmlns:bb="http://www.blackboard.com/content-packaging/"{more}>{head}'
        f"<resources>{''.join(resources)}</resources></manifest>"
    )


def resource(id: str, href: str, *files: str, type: str = "imsqti_xmlv1p2", more: str = "") -> str:
    listed = "".join(f'<file href="{file}"/>' for file in (href, *files) if file)
    main = f' href="{href}"' if href else ""
    return f'<resource identifier="{id}" type="{type}"{main}{more}>{listed}</resource>'


def opened(files: Mapping[str, str | bytes]) -> QtiPackage:
    package = open_package("p.zip", zipped(files))
    assert isinstance(package, QtiPackage)
    return package


def test_resources_in_the_order_of_the_list() -> None:
    head = (
        "<metadata><lom><general><title><string>My bank</string></title></general></lom></metadata>"
        '<organizations><organization><item identifierref="b"/><item identifierref="a"/></organization></organizations>'
    )
    listed = manifest(
        resource("b", "two/b.xml", "two/gone.png"),
        '<resource identifier="a" type="t"><file href="a%20b.xml"/><dependency identifierref="b"/></resource>',
        head=head,
    )
    package = opened({"a b.xml": "<a/>", "two/b.xml": "<b/>", "imsmanifest.xml": listed})
    assert (package.title, package.ordered) == ("My bank", ("b", "a"))
    assert [found.id for found in package.resources] == ["b", "a"]
    first, second = package.resources
    assert (first.href, first.files, first.missing) == ("two/b.xml", ("two/b.xml",), ("two/gone.png",))
    assert (second.href, second.files, second.depends) == ("", ("a b.xml",), ("b",))
    assert package.resource("a") == second
    root = package.root("a b.xml")
    assert not isinstance(root, Problem)
    assert root.tag == "a"
    assert package.root("a b.xml") is root


def test_bases_and_folders_around_the_package() -> None:
    based = resource("r", "q.xml", more=' xml:base="parts/"')
    named = '<resource identifier="s" type="assessment/x-bb-qti-pool" bb:file="s.dat" bb:title="Pool" xml:base="s"/>'
    files = {"out/imsmanifest.xml": manifest(based, named), "out/parts/q.xml": "<q/>", "out/s.dat": "<s/>"}
    package = opened(files)
    assert [found.href for found in package.resources] == ["out/parts/q.xml", "out/s.dat"]
    assert package.resources[1].title == "Pool"


def test_a_package_without_a_list() -> None:
    package = opened({"b.xml": "<b/>", "a.xml": "<a/>", "__MACOSX/._a.xml": "x", "x.png": PNG})
    assert [found.href for found in package.resources] == ["a.xml", "b.xml"]
    assert package.manifest == ""


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("map.png", "quiz/map.png"),
        ("../top.png", "top.png"),
        ("$IMS-CC-FILEBASE$/Uploaded%20Media/x.png", "web_resources/Uploaded Media/x.png"),
        (
            "%24IMS-CC-FILEBASE%24/Uploaded Media/x.png?canvas_download=1",
            "web_resources/Uploaded Media/x.png",
        ),
        ("$IMS_CC_FILE_BASE$org/deep.png", "exam/files/org/deep.png"),
        ("org/deep.png", "exam/files/org/deep.png"),
        ("@X@EmbeddedFile.requestUrlStub@X@bbcswebdav/xid-123_1", "csfiles/home_dir/pic__xid-123_1.png"),
        ("@X@EmbeddedFile.location@X@only.gif", "res1/embedded/only.gif"),
    ],
)
def test_pictures_wherever_programs_put_them(address: str, file: str) -> None:
    names = (
        "quiz/map.png", "top.png", "web_resources/Uploaded Media/x.png", "exam/files/org/deep.png",
        "exam/files/other/deep.png", "csfiles/home_dir/pic__xid-123_1.png", "csfiles/home_dir/pic__xid-1234_1.png",
        "res1/embedded/only.gif",
    )  # fmt: skip
    files: dict[str, str | bytes] = {name: PNG + name.encode() for name in names}
    files["csfiles/home_dir/pic__xid-123_1.png.xml"] = "<lom/>"
    found = opened({**files, "quiz/q.xml": "<q/>"}).pictures("quiz/q.xml")(address)
    assert found is not None
    assert bytes_of(found) == PNG + file.encode()


def test_pictures_that_are_not_there_or_not_ours() -> None:
    package = opened({"q.xml": "<q/>", "a/x.png": PNG, "b/x.png": PNG + b"2"})
    assert package.pictures("q.xml")("y.png") is None
    assert package.pictures("q.xml")("x.png") is None
    assert package.pictures("q.xml")("https://example.org/x.png") == "https://example.org/x.png"


def test_one_picture_in_many_questions_is_unpacked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("examgen.formats.package.MAX_TOTAL_BYTES", 1000)
    package = opened({"q.xml": "<q/>", "x.png": PNG * 20})
    assert len({package.pictures("q.xml")("x.png") for _ in range(10)}) == 1


def test_kinds_of_packages() -> None:
    typed = zipped({"imsmanifest.xml": manifest(resource("a", "a.xml")), "a.xml": "<a/>"})
    assert is_package_of(typed, lambda text: "imsqti_xmlv1p2" in text)
    assert not is_package_of(typed, lambda text: "imsqti_item_xmlv2p1" in text)
    assert is_package_of(zipped({"a.xml": "<assessmentItem/>"}), lambda text: "assessmentItem" in text)
    assert not is_package_of(b"PK\x03\x04 and no more", bool)
    assert qti12.sniff_bytes(zipped({"a.dat": document(item())}))
    assert not qti12.sniff_bytes(zipped({"word/document.xml": "<w:document/>"}))


def test_assessments_of_a_package_are_sections() -> None:
    listed = manifest(resource("z", "z.xml"), resource("a", "", "a.xml"))
    picture = material('<p>See <img src="map.png" alt="map"></p>')
    files = {
        "a.xml": document(item(ident="a"), title="First"),
        "z.xml": document(item(picture, ident="z"), title="Last"),
        "map.png": PNG,
        "imsmanifest.xml": listed,
    }
    reading = qti12.read_bytes("p.zip", zipped(files))
    assert reading.problems == ()
    assert [(found.id, found.section) for found in reading.bank.questions] == [("z", "Last"), ("a", "First")]
    assert "![map](embedded:" in reading.bank.questions[0].stem.source
    assert reading.bank.questions[0].place.file == "p.zip/z.xml"
    assert reading.bank.files == (Path("p.zip"),)


META = (
    '<quiz xmlns="http://canvas.instructure.com/xsd/cccv1p0"><title>Real title</title>'
    "<description>&lt;p&gt;Take &lt;b&gt;care&lt;/b&gt;.&lt;/p&gt;</description><time_limit>45</time_limit></quiz>"
)


def test_what_canvas_says_of_the_quiz() -> None:
    listed = manifest(
        resource("g1", "", "g1/g1.xml"), resource("m", "g1/assessment_meta.xml", type="associatedcontent")
    )
    files = {"imsmanifest.xml": listed, "g1/g1.xml": document(item()), "g1/assessment_meta.xml": META}
    heading = qti12.read_bytes("p.zip", zipped(files)).bank.heading
    assert (heading.title, heading.duration, heading.instructions) == (
        "Real title",
        "45 minutes",
        "Take **care**.",
    )


def test_quizzes_that_a_course_holds_twice_are_read_once() -> None:
    listed = manifest(
        resource("g1", "", "g1/assessment_qti.xml", type="imsqti_xmlv1p2/imscc_xmlv1p1/assessment"),
        resource("m", "g1/assessment_meta.xml", "non_cc_assessments/g1.xml.qti", type="associatedcontent"),
    )
    files = {
        "imsmanifest.xml": listed,
        "g1/assessment_qti.xml": document(item(ident="x")),
        "g1/assessment_meta.xml": META,
        "non_cc_assessments/g1.xml.qti": document(item(ident="x"), item(ident="y")),
        "non_cc_assessments/bank.xml.qti": document(item(ident="z"), title="Bank"),
    }
    reading = qti12.read_bytes("course.imscc", zipped(files))
    assert [(found.id, found.section) for found in reading.bank.questions] == [
        ("x", "Real title"), ("y", "Real title"), ("z", "Bank"),
    ]  # fmt: skip
    assert [problem.code for problem in reading.problems] == ["stray-text"]


def test_missing_pictures_and_broken_files_are_errors() -> None:
    files = {"a.xml": document(item(material('<img src="gone.png">x'))), "b.xml": "<questestinterop><item>"}
    reading = qti12.read_bytes("p.zip", zipped(files))
    assert [(problem.code, problem.severity) for problem in reading.problems] == [
        ("missing-picture", Severity.ERROR),
        ("xml-syntax", Severity.ERROR),
    ]


def test_files_that_the_list_names_and_that_are_not_there() -> None:
    listed = manifest(resource("a", "a.xml"), resource("b", "b.xml"))
    reading = qti12.read_bytes("p.zip", zipped({"imsmanifest.xml": listed, "a.xml": document(item())}))
    assert len(reading.bank.questions) == 1
    (problem,) = reading.problems
    assert "'b.xml'" in problem.message
    assert problem.severity is Severity.ERROR


def test_the_tags_of_all_files_of_a_package_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"imsmanifest.xml": manifest(resource("a", "a.xml"), resource("b", "b.xml"))}
    files |= {name: document(item(name)) for name in ("a.xml", "b.xml")}
    most = sum(text.count("<") for text in files.values())
    monkeypatch.setattr(packages, "MAX_TAGS", most)
    assert len(qti12.read_bytes("p.zip", zipped(files)).bank.questions) == 2
    monkeypatch.setattr(packages, "MAX_TAGS", most - 1)
    assert "xml-too-large" in [problem.code for problem in qti12.read_bytes("p.zip", zipped(files)).problems]


def test_a_locked_package_says_so() -> None:
    data = bytearray(zipped({"a.xml": document(item())}))
    # The flags of the file, where it stands and in the list at the end.
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (problem,) = qti12.read_bytes("p.zip", bytes(data)).problems
    assert "locked with a password" in problem.message


@pytest.mark.parametrize(
    "files",
    [
        {"../out.xml": "<x/>"},
        {"/etc/out.xml": "<x/>"},
        {"a/../../out.xml": "<x/>"},
        {"C:\\out.xml": "<x/>"},
        {"inner.zip": zipped({"a.xml": document(item())})},
        {"imsmanifest.xml": '<!DOCTYPE m [<!ENTITY a "b">]><manifest>&a;</manifest>'},
        {"imsmanifest.xml": "<manifest><resources/></manifest>"},
        {"imsmanifest.xml": "<manifest>"},
        {f"{'long' * 10_000}.xml": "<x/>"},
        {"a.png": PNG},
    ],
)
def test_hostile_and_empty_packages_are_refused(files: dict[str, str | bytes]) -> None:
    reading = qti12.read_bytes("p.zip", zipped(files))
    assert reading.bank.questions == ()
    (problem,) = reading.problems
    assert problem.severity is Severity.ERROR
    assert problem.hint


def test_bombs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("examgen.formats.package.MAX_FILE_BYTES", 100_000)
    bomb = document(item()) + " " * 1_000_000
    (problem,) = qti12.read_bytes("p.zip", zipped({"a.xml": bomb})).problems
    assert "unpacks to more than" in problem.message
    monkeypatch.setattr("examgen.formats.package.MAX_FILES", 100)
    crowd = zipped({f"{number}.xml": "" for number in range(101)})
    (problem,) = qti12.read_bytes("p.zip", crowd).problems
    assert "101 files; 100 is the most" in problem.message


def test_a_package_of_which_half_is_missing_is_said_to_be_so() -> None:
    data = zipped({"imsmanifest.xml": manifest(resource("a", "a.xml")), "a.xml": document(item())})
    for part in (data[: len(data) // 2], data[:-4]):
        for reading in (qti12.read_bytes("p.zip", part), read_data("p.zip", part)):
            (problem,) = reading.problems
            assert problem.message.startswith("the file is not whole")
            assert problem.hint == "copy, download or save it again"


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        ("<manifest>" + " " * 1_000_000 + "</manifest>", "'imsmanifest.xml' unpacks to more than"),
        ("<manifest><a></manifest>", "mismatch"),
    ],
)
def test_a_list_of_contents_that_cannot_be_read_is_said(
    contents: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("examgen.formats.package.MAX_FILE_BYTES", 100_000)
    (problem,) = read_data("p.zip", zipped({"imsmanifest.xml": contents})).problems
    assert said in problem.message
    assert problem.hint


@given(st.integers(0, 2000), st.binary(min_size=1, max_size=8))
@settings(max_examples=tries(100), deadline=None)
def test_damaged_packages_give_a_bank_or_problems(at: int, junk: bytes) -> None:
    data = zipped({"imsmanifest.xml": manifest(resource("a", "a.xml")), "a.xml": document(item())})
    damaged = data[: at % len(data)] + junk + data[at % len(data) + len(junk) :]
    reading = qti12.read_bytes("p.zip", damaged)
    assert reading.problems or len(reading.bank.questions) == 1
    qti12.sniff_bytes(damaged)


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not beside the project")
@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.zip")), ids=lambda path: path.name)
def test_samples(path: Path) -> None:
    data = path.read_bytes()
    with zipfile.ZipFile(path) as package:
        texts = [package.read(name) for name in package.namelist() if name.endswith(".xml")]
    items = sum(len(re.findall(rb"<item[\s>]", text)) for text in texts if b"<questestinterop" in text)
    assert qti12.sniff_bytes(data) == bool(items)
    if items:
        reading = qti12.read_bytes(path.name, data)
        assert {problem.code for problem in reading.problems} <= {"skipped"}
        assert len(reading.bank.questions) + len(reading.problems) == items
        assert all(found.answer for found in reading.bank.questions)
