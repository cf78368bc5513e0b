"""The record of a build: what is in it, the same bytes for the same build, and nothing harmful read from one."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image
from records_for_tests import BANK, PNG, digests, record_of, write_bank

from examgen import Options, build_exam, load_bank, publish
from examgen.errors import BankError, DeliveryError
from examgen.freezing import delivered_manifest
from examgen.record import Record, Restored, Sources, read_banks_bytes
from examgen.record.archive import FREE_BYTES, ArchiveError, pack, unpack

Entries = dict[str, bytes]


def zipped(entries: Entries, kind: int = zipfile.ZIP_STORED, mode: int = 0) -> bytes:
    """Return a zip as another program writes it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", kind) as archive:
        for name, data in entries.items():
            info = zipfile.ZipInfo(name, (2026, 11, 22, 10, 0, 0))
            info.external_attr = mode << 16
            info.compress_type = kind
            archive.writestr(info, data)
    return buffer.getvalue()


def entries_of(record: Record) -> Entries:
    with zipfile.ZipFile(record.path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_facts(record: Record, **changes: object) -> bytes:
    entries = entries_of(record)
    facts = json.loads(entries["record.json"]) | changes
    return pack({**entries, "record.json": json.dumps(facts).encode()})


# ---------------------------------------------------------------- what is in it


def test_a_record_holds_the_files_as_they_were_read(tmp_path: Path) -> None:
    record = record_of(tmp_path / "here")
    entries = entries_of(record)
    assert entries["banks/1/rivers.md"] == BANK.encode()
    assert entries["banks/1/img/hill.png"] == PNG
    assert {"README.txt", "record.json", "templates/exam.tex", "templates/examgen.sty"} <= entries.keys()
    facts = json.loads(entries["record.json"])
    assert (facts["exam"], facts["seed"], facts["scheme"]) == ("rivers", "1", "examgen-1")
    assert [version["version"] for version in facts["versions"]] == ["A", "B", "C"]
    assert {q["question"] for q in facts["versions"][0]["questions"]} == {"source", "mouth", "both"}
    assert "examgen reprint rivers.examgen --version A" in entries["README.txt"].decode()


def test_the_same_build_has_the_same_record_wherever_it_is_made(tmp_path: Path) -> None:
    first, second = record_of(tmp_path / "one"), record_of(tmp_path / "two" / "deeper")
    assert first.path.read_bytes() == second.path.read_bytes()
    assert (
        record_of(tmp_path / "three", BANK.replace("glacier", "mill")).path.read_bytes()
        != first.path.read_bytes()
    )
    with zipfile.ZipFile(first.path) as archive:
        infos = archive.infolist()
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert [info.filename for info in infos] == sorted(info.filename for info in infos)
    assert str(tmp_path).encode() not in first.path.read_bytes()


def test_the_exam_comes_back_from_a_record_alone(tmp_path: Path) -> None:
    record = record_of(tmp_path / "here", count=2)
    kept = (tmp_path / "elsewhere.examgen").write_bytes(record.path.read_bytes())
    assert kept
    for path in sorted((tmp_path / "here").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    record = Record.read(tmp_path / "elsewhere.examgen")
    with Restored.of(record) as restored:
        restored.check()
        assert len(restored.exam.questions) == 2
        folder = restored.templates
        assert (folder / "exam.tex").is_file()
    assert not folder.exists()
    with record.unpacked() as files:
        assert len(load_bank(*files.banks).questions) == 3


def test_banks_in_several_folders_come_back_in_order(tmp_path: Path) -> None:
    one = write_bank(tmp_path / "one", BANK, "quiz.md")
    two = write_bank(tmp_path / "two", BANK.replace("{#", "{#two-"), "quiz.md")
    three = write_bank(tmp_path / "one", BANK.replace("{#", "{#three-"), "more.md")
    read = read_banks_bytes([one, two, three])
    assert [source.name for source in read] == ["banks/1/quiz.md", "banks/2/quiz.md", "banks/1/more.md"]
    sources = Sources.gather(read, load_bank(one, two, three), None)
    assert {source.name for source in sources.pictures} == {"banks/1/img/hill.png", "banks/2/img/hill.png"}


def test_a_picture_keeps_the_name_that_the_bank_says(tmp_path: Path) -> None:
    """A link in the bank's folder, and a name with a blank, coded or not."""
    bank = write_bank(
        tmp_path, "1. ![](link.png) ![](<my hill.png>)\n - a) x\n - b) ![](my%20hill.png)\n\nAnswer: a\n"
    )
    (tmp_path / "link.png").symlink_to("img/hill.png")
    (tmp_path / "my hill.png").write_bytes(PNG)
    sources = Sources.gather(read_banks_bytes([bank]), load_bank(bank), None)
    assert sorted(source.name for source in sources.pictures) == ["banks/1/link.png", "banks/1/my hill.png"]
    assert all(source.data == PNG for source in sources.pictures)


def test_templates_that_templates_include_are_there(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    (folder / "parts").mkdir(parents=True)
    (folder / "exam.tex").write_text(
        r'\BLOCK{include "parts/head.tex"} \BLOCK{include "tail"}', encoding="utf-8"
    )
    (folder / "parts" / "head.tex").write_text("head", encoding="utf-8")
    (folder / "tail").write_text("tail", encoding="utf-8")
    (folder / "logo.png").write_bytes(PNG)
    (folder / "private notes.txt").write_text("no template", encoding="utf-8")
    bank = write_bank(tmp_path)
    names = {
        source.name for source in Sources.gather(read_banks_bytes([bank]), load_bank(bank), folder).templates
    }
    assert {"templates/parts/head.tex", "templates/tail", "templates/logo.png", "templates/key.tex"} <= names
    assert "templates/private notes.txt" not in names


def test_a_bank_that_changes_while_it_is_read_is_said(tmp_path: Path) -> None:
    bank = write_bank(tmp_path)
    read = read_banks_bytes([bank])
    loaded = load_bank(bank)
    bank.write_text(BANK.replace("glacier", "mill"), encoding="utf-8")
    with pytest.raises(BankError, match=r"rivers\.md: the file changed while the exam was built"):
        Sources.gather(read, loaded, None)


# ---------------------------------------------------------------- read with care


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("../evil.md", "no record holds"),
        ("banks/../../evil.md", "no record holds"),
        ("/etc/passwd", "no record holds"),
        ("banks/1/../../x", "no record holds"),
        ("banks\\..\\x", "no record holds"),
        ("banks//x", "no record holds"),
        ("banks/1/a\x1b[2Jb", "no record holds"),
        ("elsewhere/x.md", "no record holds"),
        ("run.sh", "no record holds"),
        ("Banks/1/x.md", "no record holds"),
        ("banks/1/RIVERS.md", "a file twice"),
        ("banks/1/rivers.md/x", "a file inside a file"),
    ],
)
def test_names_that_no_record_has_are_refused(name: str, says: str, tmp_path: Path) -> None:
    record = record_of(tmp_path)
    record.path.write_bytes(zipped({**entries_of(record), name: b"x"}))
    with pytest.raises(DeliveryError, match=says) as caught:
        Record.read(record.path)
    assert "\x1b" not in str(caught.value)
    assert caught.value.hint


def test_links_and_devices_are_refused() -> None:
    for kind in (stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO):
        with pytest.raises(ArchiveError, match="a link, or what is no plain file"):
            unpack(zipped({"banks/1/x.md": b"/etc/passwd"}, mode=kind | 0o777))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zipped({"banks/1/x.md": bytes(FREE_BYTES + 50_000_000)}, zipfile.ZIP_DEFLATED)
    assert len(bomb) < 1_000_000
    with pytest.raises(ArchiveError, match="far more than its size"):
        unpack(bomb)


def test_a_file_that_is_longer_than_it_says_is_refused() -> None:
    whole = zipped({"banks/1/x.md": b"a" * 100_000}, zipfile.ZIP_DEFLATED)
    central = whole.rindex(b"PK\x01\x02")
    lying = whole[: central + 24] + (5).to_bytes(4, "little") + whole[central + 28 :]
    with pytest.raises(ArchiveError):
        unpack(lying)


@pytest.mark.parametrize("cut", [0.0, 0.3, 0.9])
def test_a_part_of_a_record_is_none(cut: float, tmp_path: Path) -> None:
    record = record_of(tmp_path)
    data = record.path.read_bytes()
    record.path.write_bytes(data[: int(len(data) * cut)])
    with pytest.raises(DeliveryError, match="damaged or cut off, or no record of examgen"):
        Record.read(record.path)


def test_a_changed_byte_is_seen(tmp_path: Path) -> None:
    record = record_of(tmp_path)
    data = record.path.read_bytes()
    at = data.index(b"At its source")
    record.path.write_bytes(data[:at] + b"a" + data[at + 1 :])
    with pytest.raises(DeliveryError, match="damaged"):
        Record.read(record.path)


def test_a_record_zipped_again_by_a_person_is_read(tmp_path: Path) -> None:
    record = record_of(tmp_path)
    record.path.write_bytes(
        zipped({"banks/": b"", "banks/1/": b"", **entries_of(record)}, zipfile.ZIP_DEFLATED)
    )
    again = Record.read(record.path)
    assert (again.facts, again.entries) == (record.facts, record.entries)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"format": 99}, r"written by a later examgen \(format 99\)"),
        ({"exam": "../evil"}, "no file name"),
        ({"exam": "a\x00b"}, "no file name"),
        ({"exam": 7}, "no 'exam'"),
        ({"exam": "a\x1b[2Jb"}, "no file name"),
        ({"banks": ["banks/1/none.md"]}, "not in the archive"),
        ({"banks": ["README.txt"]}, "banks"),
        ({"banks": [7]}, "banks"),
        ({"versions": []}, "another number of versions"),
        (
            {"options": {"versions": 10**12, "count": None, "tags": [], "keep_question_order": False}},
            "another number",
        ),
        (
            {
                "options": {
                    "versions": 3,
                    "count": None,
                    "tags": [],
                    "keep_question_order": False,
                    "only": [3],
                }
            },
            "names questions in what is no text",
        ),
        ({"files": {"../x": {"bytes": 1, "sha256": ""}}}, "a file that is none"),
        ({"layout": {}}, "no 'paper'"),
    ],
)
def test_facts_that_no_build_writes_are_refused(
    changes: dict[str, object], says: str, tmp_path: Path
) -> None:
    record = record_of(tmp_path)
    record.path.write_bytes(with_facts(record, **changes))
    with pytest.raises(DeliveryError, match=says):
        Record.read(record.path)


def test_record_json_must_be_there_and_json(tmp_path: Path) -> None:
    record = record_of(tmp_path)
    entries = entries_of(record)
    for data in (b"{", b"[" * 100_000, b"[1]"):
        record.path.write_bytes(zipped({**entries, "record.json": data}))
        with pytest.raises(DeliveryError, match=r"record\.json"):
            Record.read(record.path)
    del entries["record.json"]
    record.path.write_bytes(zipped(entries))
    with pytest.raises(DeliveryError, match=r"it has no record\.json"):
        Record.read(record.path)


def swapped(record: Record, key: str, old: str, new: str) -> bytes:
    """Return the record with one of its versions' facts changed."""
    text = entries_of(record)["record.json"].decode()
    assert f'"{key}": "{old}"' in text
    changed = text.replace(f'"{key}": "{old}"', f'"{key}": "{new}"', 1)
    return pack({**entries_of(record), "record.json": changed.encode()})


def test_a_record_that_contradicts_itself_is_refused(tmp_path: Path) -> None:
    record = record_of(tmp_path)
    first = record.facts["versions"][0]
    order = next(q["choices"] for q in first["questions"] if q["question"] == "source")
    turned = " ".join(reversed(order.split()))
    cases: list[tuple[bytes, str]] = [
        (swapped(record, "choices", order, turned), "the orders or texts of version A differ"),
        (swapped(record, "choices", order, "a b c z"), "other choices"),
        (swapped(record, "question", "mouth", "none"), "other questions"),
        (
            swapped(record, "fingerprint", first["fingerprint"], "0000-00"),
            "the orders or texts of version A differ",
        ),
        (swapped(record, "version", "A", "../A"), "a version with a name that is none"),
        (
            with_facts(record, scheme="examgen-7"),
            "the order scheme 'examgen-7', and this examgen knows only 'examgen-1'",
        ),
    ]
    for data, says in cases:
        record.path.write_bytes(data)
        with pytest.raises(DeliveryError, match=says), Restored.of(Record.read(record.path)) as restored:
            restored.check()


def test_what_is_no_record_is_said(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="there is no"):
        Record.read(tmp_path / "none.examgen")
    with pytest.raises(DeliveryError, match="holds no build"):
        Record.read(tmp_path)
    (tmp_path / "manifest.json").write_text(json.dumps({"exam": "rivers", "files": {}}), encoding="utf-8")
    with pytest.raises(
        DeliveryError, match=r"has no record 'rivers\.examgen'.* made by an\s+earlier examgen"
    ):
        Record.read(tmp_path)


def test_what_lies_near_a_build_is_told_from_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with publish.stage(Path("out/rivers")) as stage:
        stage.write("keys/revision-1/answers.csv", b"A,1")
        stage.deliver({"exam": "rivers"})
    write_bank(tmp_path)
    for path in ("rivers.md", "out/rivers/manifest.json", "out/rivers/keys/revision-1/answers.csv"):
        with pytest.raises(DeliveryError, match="is no record of examgen") as caught:
            Record.read(path)
        assert caught.value.hint == "name the folder of its build: out/rivers"
        with pytest.raises(DeliveryError, match="is no folder") as caught:
            delivered_manifest(Path(path))
        assert caught.value.hint == "name the folder of its build: out/rivers"
    with pytest.raises(DeliveryError, match="holds no build") as caught:
        Record.read("out")
    assert caught.value.hint == "name one of the builds in it: out/rivers"
    with pytest.raises(DeliveryError, match="no record of examgen") as caught:
        Record.read("img/hill.png")
    assert caught.value.hint == "name a folder that a build made, or a file *.examgen"


def test_a_record_alone_in_a_folder_is_found(tmp_path: Path) -> None:
    record = record_of(tmp_path / "here")
    (tmp_path / "copies").mkdir()
    record.path.rename(tmp_path / "copies" / "old.examgen")
    assert Record.read(tmp_path / "copies").exam == "rivers"


# ---------------------------------------------------------------- with every build


@pytest.mark.tex
def test_every_build_writes_its_record(tmp_path: Path) -> None:
    bank = write_bank(tmp_path)
    build = build_exam(bank, tmp_path / "out", Options(versions=2, seed="7", tags=()))
    assert "rivers.examgen" in build.delivery.files
    record = Record.read(tmp_path / "out")
    files = digests(tmp_path / "out")
    assert {path: about["sha256"] for path, about in record.files.items()} == {
        path: sha256(data).hexdigest()
        for path, data in files.items()
        if path not in ("rivers.examgen", "manifest.json")
    }
    assert record.versions["B"]["pages"] == build.versions[1].pages
    with Restored.of(record) as restored:
        restored.check()
    assert build_exam(bank, tmp_path / "out", Options(versions=2, seed="7")).delivery.unchanged


@pytest.mark.tex
def test_a_picture_that_changes_while_tex_runs_stops_the_build(tmp_path: Path) -> None:
    bank = write_bank(tmp_path)
    build_exam(bank, tmp_path / "out", Options(versions=1, seed="7"))
    before = digests(tmp_path / "out")

    def meddle(_stage: str, done: int, total: int) -> None:
        if done == total:
            (tmp_path / "img" / "hill.png").write_bytes(PNG + b"more")

    with pytest.raises(BankError, match=r"hill\.png: the file changed"):
        build_exam(bank, tmp_path / "out", Options(versions=1, seed="8"), progress=meddle)
    assert digests(tmp_path / "out") == before


def test_writing_a_name_that_could_not_be_read_is_refused() -> None:
    bad: list[Callable[[], bytes]] = [lambda: pack({"../x": b""}), lambda: pack({"banks/a\\b": b""})]
    for write in bad:
        with pytest.raises(ValueError, match="is no name of a file in a record"):
            write()


@pytest.mark.tex
def test_pictures_whose_names_differ_in_capitals_only_are_refused(tmp_path: Path) -> None:
    """The archive could not be unpacked where capitals are not told apart."""
    for name, shade in (("Fig.png", 0), ("fig.png", 90)):
        Image.new("L", (40, 20), shade).save(tmp_path / name)
    if len(list(tmp_path.glob("*.png"))) < 2:
        pytest.skip("this file system does not tell capitals apart")
    bank = tmp_path / "q.md"
    bank.write_text("1. Which?\n - (a) ![](Fig.png)\n - (b) ![](fig.png)\n\nAnswer: (a)\n", encoding="utf-8")
    with pytest.raises(BankError) as caught:
        build_exam(bank, tmp_path / "out", Options(versions=1, seed="1"))
    assert "differ in capitals only" in caught.value.problems[0].message


@pytest.mark.tex
@pytest.mark.parametrize("name", ["a\nb.md", "q\x01.md", "./p.md"])
def test_a_bank_of_any_name_has_a_record_that_can_be_read(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Image.new("L", (40, 20), 0).save(tmp_path / "fig.png")
    Path(name).write_text("1. ![](fig.png) Which?\n - (a) 1\n - (b) 2\n\nAnswer: (a)\n", encoding="utf-8")
    build = build_exam(name, "out", Options(versions=1, seed="1"))
    with Record.read(build.folder).unpacked() as files:
        assert load_bank(*files.banks).questions[0].answer == frozenset({"a"})
