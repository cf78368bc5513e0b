"""TeX in its locked room: fake engines that fail in each known way, and what the real one is kept from."""

from __future__ import annotations

import io
import os
import select
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from banks_for_tests import text

from examgen.errors import TexMissingError, TypesetError
from examgen.markup import parse
from examgen.typeset import TexJob, TexOutcome, find_tex, process, run, run_all

ENGINES = Path(__file__).parent / "engines"
SECRET = "the-answers-are-bdac"

posix = pytest.mark.skipif(sys.platform == "win32", reason="the fake engines are shell scripts")


@pytest.fixture(autouse=True)
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder that rooms are made in; a test fails that leaves one behind."""
    folder = tmp_path / "rooms"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, where fake engines leave what they have seen."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.delenv("PYTINYTEX_TINYTEX", raising=False)
    return folder


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Put a fake engine before the real one, and return its path."""

    def install(name: str, mode: int = 0o755) -> str:
        program = tmp_path / "bin" / "pdflatex"
        program.parent.mkdir()
        shutil.copyfile(ENGINES / name, program)
        program.chmod(mode)
        monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
        # Fake engines leave what they have seen in HOME, which the sandbox does not show.
        monkeypatch.setenv("EXAMGEN_SANDBOX", "off")
        return str(program)

    return install


def outcomes_of(jobs: list[TexJob], workers: int | None = None) -> list[TexOutcome]:
    found: list[tuple[int, TexOutcome]] = []
    run_all(
        [lambda job=job: job for job in jobs],  # type: ignore[misc]
        finished=lambda index, outcome: found.append((index, outcome)),
        workers=workers,
    )
    assert [index for index, _ in found] == list(range(len(jobs)))
    return [outcome for _, outcome in found]


def outcome_of(source: str, **files: bytes) -> TexOutcome:
    named = {name.replace("_", "."): data for name, data in files.items()}
    return outcomes_of([TexJob("papers 1-4", source, named, seconds=30)])[0]


# ---------------------------------------------------------------- engines that fail


class Alive:
    """Whether anybody has the pipe ``alive`` open for writing."""

    def __init__(self, home: Path) -> None:
        os.mkfifo(home / "alive")
        self._end = os.open(home / "alive", os.O_RDONLY | os.O_NONBLOCK)

    def has_ended(self) -> bool:
        """Wait for the last writer to end, and tell whether it did."""
        ready, _, _ = select.select([self._end], [], [], 20)
        return bool(ready) and os.read(self._end, 1) == b""


@posix
def test_an_engine_that_hangs_is_stopped_with_all_that_it_started(
    fake: Callable[[str], str], home: Path
) -> None:
    fake("hang")
    alive = Alive(home)
    with pytest.raises(
        TypesetError, match="TeX took more than 1 seconds on keys 1-4 and was stopped"
    ) as caught:
        outcomes_of([TexJob("keys 1-4", "", seconds=1)])
    assert "--time-limit" in caught.value.hint
    assert alive.has_ended()


@posix
def test_an_error_in_one_run_stops_the_others(fake: Callable[[str], str], home: Path) -> None:
    fake("script")
    alive = Alive(home)
    os.mkfifo(home / "gate")
    hanging = TexJob(
        "papers 1-4", 'exec 3>"$HOME/alive"\necho >"$HOME/gate"\nexec sleep 3600\n', seconds=3600
    )
    crashing = TexJob("keys 1-4", 'read x <"$HOME/gate"\nkill -SEGV $$\n')
    with pytest.raises(TypesetError, match=r"stopped while it set keys 1-4 \(SIGSEGV\)"):
        outcomes_of([hanging, crashing], workers=2)
    assert alive.has_ended()


@posix
def test_an_error_of_the_caller_stops_what_runs(fake: Callable[[str], str], home: Path) -> None:
    fake("script")
    alive = Alive(home)
    os.mkfifo(home / "gate")
    quick = TexJob("papers 1-4", 'read x <"$HOME/gate"\n')
    hanging = TexJob("keys 1-4", 'exec 3>"$HOME/alive"\necho >"$HOME/gate"\nexec sleep 3600\n', seconds=3600)

    def disk_is_full(*_: object) -> None:
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        run_all([lambda: quick, lambda: hanging], finished=disk_is_full, workers=2)
    assert alive.has_ended()


@posix
def test_an_engine_that_dies_of_a_signal_is_an_error_that_names_it(fake: Callable[[str], str]) -> None:
    fake("crash")
    with pytest.raises(TypesetError, match=r"TeX was stopped while it set papers 1-4 \(SIGSEGV\)"):
        outcome_of("")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no signal 40")
def test_a_signal_without_a_name_has_a_number(fake: Callable[[str], str]) -> None:
    fake("script")
    with pytest.raises(TypesetError, match=r"\(signal 40\)"):
        outcome_of("kill -40 $$")


@posix
def test_an_engine_that_makes_no_pdf_gives_its_log(fake: Callable[[str], str]) -> None:
    fake("refuse")
    outcome = outcome_of("")
    assert (outcome.pdf, outcome.complete, outcome.pages) == (None, False, ())
    assert outcome.log.startswith("This is no TeX at all")


@posix
def test_an_engine_that_makes_nothing_at_all_gives_nothing(fake: Callable[[str], str]) -> None:
    fake("script")
    outcome = outcome_of(":")
    assert (outcome.pdf, outcome.log, outcome.pages, outcome.tall) == (None, "", (), ())


@posix
def test_a_log_that_is_not_utf_8_is_read_all_the_same(fake: Callable[[str], str]) -> None:
    fake("latin")
    assert "./job.tex:3: Undefined control sequence." in outcome_of("").log


@posix
def test_an_engine_that_writes_without_end_is_stopped(
    fake: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fake("huge")
    monkeypatch.setattr(process, "FILE_BYTES", 1 << 20)
    with pytest.raises(TypesetError, match=r"\(SIGXFSZ\)"):
        outcome_of("")


@posix
@pytest.mark.skipif(sys.platform != "linux", reason="macOS has no limit on memory")
def test_memory_time_and_files_are_limited(fake: Callable[[str], str], home: Path) -> None:
    fake("script")
    job = TexJob("x", '(ulimit -v; ulimit -f; ulimit -t) > "$HOME/seen"\n', seconds=77)
    outcomes_of([job])
    memory, blocks, seconds = (home / "seen").read_text().split()
    assert int(memory) * 1024 == process.MEMORY_BYTES
    assert int(blocks) * 512 == process.FILE_BYTES
    assert int(seconds) == 78


@posix
def test_a_program_that_cannot_be_started_is_an_error(fake: Callable[[str], str]) -> None:
    program = fake("deaf")
    with pytest.raises(TypesetError, match=r"cannot be started: .*(not found|No such file)") as caught:
        outcome_of("")
    assert program in str(caught.value)


def test_without_tex_there_is_a_name_for_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(TexMissingError, match="pdflatex is not on this machine"):
        outcome_of("")


@posix
def test_a_file_that_may_not_be_executed_is_no_tex(
    fake: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    program = fake("tell", mode=0o644)
    monkeypatch.setenv("PATH", str(Path(program).parent))
    with pytest.raises(TexMissingError):
        find_tex()


@pytest.mark.parametrize("missing", ["nowhere", "file"])
def test_without_a_place_for_the_room_nothing_is_typeset(
    missing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / missing))
    with pytest.raises(TypesetError, match="TeX has no temporary folder to work in: No") as caught:
        run(TexJob("x", ""), "true")
    assert "TMPDIR" in caught.value.hint


# ---------------------------------------------------------------- the room


@posix
def test_the_engine_sees_its_room_and_an_environment_of_our_own(
    fake: Callable[[str], str], home: Path, rooms: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake("tell")
    for name in ("API_TOKEN", "TEXINPUTS", "LD_PRELOAD_X", "PYTHONPATH", "TEXMFCNF", "BIBINPUTS"):
        monkeypatch.setenv(name, SECRET)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    monkeypatch.setenv("openin_any", "a")
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    outcome_of("", a_png=b"picture")
    folder = (home / "seen-folder").read_text().strip()
    seen = dict(line.split("=", 1) for line in (home / "seen-environment").read_text().splitlines())
    assert Path(folder).parent == rooms
    assert (home / "seen-files").read_text().split() == ["a.png", "job.errors", "job.tex"]
    assert "-no-shell-escape" in (home / "seen-arguments").read_text().split()
    assert SECRET not in str(seen)
    # A shell adds some of its own.
    assert set(seen) - {"PWD", "OLDPWD", "SHLVL", "_"} <= {
        *("PATH", "HOME", "TEXMFHOME", "TEXMFOUTPUT", "openin_any", "openout_any", "shell_escape", "TZ"),
        *("MKTEXPK", "MKTEXTFM", "MKTEXMF", "SOURCE_DATE_EPOCH", "FORCE_SOURCE_DATE", "LC_ALL"),
        *("max_print_line", "error_line", "half_error_line"),
    }
    assert (seen["openin_any"], seen["openout_any"], seen["shell_escape"]) == ("p", "p", "f")
    assert (seen["SOURCE_DATE_EPOCH"], seen["FORCE_SOURCE_DATE"], seen["TZ"]) == ("1577836800", "1", "UTC")


@posix
def test_an_engine_on_a_relative_path_is_found_from_its_room(
    fake: Callable[[str], str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = Path(fake("tell"))
    monkeypatch.chdir(program.parent.parent)
    monkeypatch.setenv("PATH", "bin", prepend=os.pathsep)
    outcome_of("")
    assert (home / "seen-folder").exists()


@posix
def test_outcomes_come_in_the_order_of_the_jobs(fake: Callable[[str], str], home: Path) -> None:
    fake("script")
    for gate in ("one", "two"):
        os.mkfifo(home / gate)
    # The first waits for the second, and the second for the third.
    sources = ['read x <"$HOME/one"', 'read x <"$HOME/two"; echo >"$HOME/one"', 'echo >"$HOME/two"']
    outcomes = outcomes_of([TexJob(str(i), source) for i, source in enumerate(sources)], workers=3)
    assert [outcome.job.name for outcome in outcomes] == ["0", "1", "2"]


@posix
def test_jobs_are_made_when_their_turn_comes(fake: Callable[[str], str]) -> None:
    fake("script")
    events: list[str] = []

    def make(index: int) -> TexJob:
        events.append(f"make {index}")
        return TexJob(str(index), ":")

    run_all(
        [lambda i=i: make(i) for i in range(4)],  # type: ignore[misc]
        finished=lambda index, _: events.append(f"finish {index}"),
        workers=1,
    )
    assert [event for event in events if event.startswith("finish")] == [f"finish {i}" for i in range(4)]
    for index in range(4):
        before = events[: events.index(f"finish {index}")]
        # Its own, and the next one, which runs while the outcome is handed over.
        assert sum(event.startswith("make") for event in before) <= index + 2


@posix
def test_a_slow_run_does_not_pile_up_the_outcomes_of_the_others(
    fake: Callable[[str], str], home: Path
) -> None:
    fake("script")
    os.mkfifo(home / "gate")
    made: list[int] = []
    made_at_first: list[int] = []

    def make(index: int) -> TexJob:
        made.append(index)
        slow, opens = 'read x <"$HOME/gate"', 'echo >"$HOME/gate"'
        return TexJob(str(index), {0: slow, 3: opens}.get(index, ":"))

    def finished(index: int, _: TexOutcome) -> None:
        if index == 0:
            made_at_first.append(len(made))

    run_all([lambda i=i: make(i) for i in range(12)], finished=finished, workers=2)  # type: ignore[misc]
    assert made_at_first == [4]
    assert made == list(range(12))


@posix
def test_the_report_is_read_line_by_line(fake: Callable[[str], str]) -> None:
    fake("script")
    report = "tall version A 3 of a block\nversion A 2\nversion AB 10\nnonsense version C 4\n"
    outcome = outcome_of(f"printf '{report}' > job.report".replace("\n", "\\n"))
    assert outcome.pages == (("A", 2), ("AB", 10))
    assert outcome.tall == ("version A 3 of a block",)


# ---------------------------------------------------------------- the real TeX


def document(body: str, preamble: str = "") -> str:
    return (
        f"\\documentclass{{article}}{preamble}\\begin{{document}}\nbefore {body} after\n\\end{{document}}\n"
    )


def words_of(pdf: bytes | None) -> str:
    """Return the text of a PDF."""
    if pdf is None:
        return ""
    with pypdfium2.PdfDocument(pdf) as opened:
        return " ".join(page.get_textpage().get_text_bounded() for page in opened)


def everything_in(outcome: TexOutcome) -> bytes:
    """Return the log and every object of the PDF, streams unpacked."""
    found = [outcome.log.encode()]
    if outcome.pdf is not None:
        found.append(outcome.pdf)
        with pikepdf.open(io.BytesIO(outcome.pdf)) as opened:
            for each in opened.objects:
                found.append(each.unparse(resolved=True))
                if isinstance(each, pikepdf.Stream) and "/Filter" not in each:
                    found.append(each.read_raw_bytes())
                elif isinstance(each, pikepdf.Stream) and each.Filter == pikepdf.Name.FlateDecode:
                    found.append(each.read_bytes())
    return b"\n".join(found)


def picture(words: str) -> bytes:
    """Return a PDF of one page with some words in its content."""
    buffer = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(50, 50))
        made.pages[0].Contents = made.make_stream(f"% {words}\n".encode())
        made.save(buffer)
    return buffer.getvalue()


#: Ways to read a file that go on when it is not there. A file that ``\input`` does not find ends the run.
READS = {
    "openin": r"\openin\r=@ \ifeof\r closed\else\read\r to\x\x\fi\closein\r",
    "pdffiledump": r"\edef\x{\pdffiledump offset 0 length 40 {@}}\x",
    "IfFileExists": r"\IfFileExists{@}{\input{@}}{closed}",
}
INPUTS = {"input": r"\input{@}", "input without braces": r"\input @ "}


def outside(home: Path) -> dict[str, str]:
    """Make files with the secret in them and return their names as seen from a room."""
    (home / ".profile").write_text(SECRET)
    (home / "notes.txt").write_text(SECRET)
    (home.parent / "rooms").joinpath("../home/notes.txt").resolve(strict=True)
    return {
        "absolute": str(home / "notes.txt"),
        "parent": "../../home/notes.txt",
        "hidden": ".secret",
        "tilde": "~/.profile",
    }


def tells(outcome: TexOutcome) -> bool:
    """Return whether the secret is anywhere in what came out, also as the hexadecimal digits of a dump."""
    words = words_of(outcome.pdf).replace("\u2010", "-")
    found = everything_in(outcome)
    return any(
        secret.encode() in found or secret in words for secret in (SECRET, SECRET.encode().hex().upper()[:40])
    )


def read_attempt(how: str, paths: Iterable[str]) -> TexOutcome:
    attempts = " ".join((READS | INPUTS)[how].replace("@", path) for path in paths)
    files = {".secret": SECRET.encode(), "notes.txt": SECRET.encode()}
    return run(TexJob("x", document(r"\newread\r " + attempts), files, seconds=30), find_tex())


@pytest.mark.tex
@pytest.mark.parametrize("how", READS)
def test_files_outside_the_room_cannot_be_read(how: str, home: Path) -> None:
    outcome = read_attempt(how, outside(home).values())
    assert outcome.pdf is not None
    assert not tells(outcome)


@pytest.mark.tex
@pytest.mark.parametrize(
    ("how", "where"),
    [
        *(("input", where) for where in ("absolute", "parent", "hidden", "tilde")),
        (list(INPUTS)[1], "absolute"),
    ],
)
def test_files_outside_the_room_cannot_be_input(how: str, where: str, home: Path) -> None:
    outcome = read_attempt(how, [outside(home)[where]])
    assert outcome.pdf is None
    assert not tells(outcome)


@pytest.mark.tex
@pytest.mark.parametrize("how", READS | INPUTS)
def test_files_in_the_room_can_be_read(how: str) -> None:
    """Without this the tests above would prove nothing."""
    assert tells(read_attempt(how, ["notes.txt"]))


@pytest.mark.tex
def test_the_password_file_cannot_be_read() -> None:
    assert outcome_of(document(r"\input{/etc/passwd}")).pdf is None
    words = words_of(outcome_of(document(r"\IfFileExists{/etc/passwd}{open}{closed}")).pdf)
    assert "before closed after" in words


@pytest.mark.tex
@pytest.mark.parametrize(
    ("command", "path"),
    [
        (r"\includegraphics{@}", "absolute"),
        (r"\includegraphics{@}", "parent"),
        (r"\includegraphics{@}", "room"),
        (r"\pdfximage{@}\pdfrefximage\pdflastximage", "absolute"),
        (r"\pdfximage{@}\pdfrefximage\pdflastximage", "room"),
    ],
)
def test_only_pictures_in_the_room_can_be_shown(command: str, path: str, home: Path) -> None:
    (home / "secret.pdf").write_bytes(picture(SECRET))
    paths = {"absolute": str(home / "secret.pdf"), "parent": "../../home/secret.pdf", "room": "room.pdf"}
    source = document(command.replace("@", paths[path]), r"\usepackage{graphicx}")
    outcome = outcome_of(source, room_pdf=picture(SECRET))
    assert (SECRET.encode() in everything_in(outcome)) == (path == "room")
    assert outcome.complete == (path == "room")


@pytest.mark.tex
def test_the_one_way_around_the_lock_is_closed_to_banks() -> None:
    r"""``\pdfobj ... file`` reads any file whatever TeX is told, so markup refuses the word."""
    for formula in (r"$\pdfobj stream file {/etc/passwd}$", r"$\immediate\pdfobj file {x}$"):
        assert any(p.code != "" and "pdfobj" in p.message for p in parse(text(formula), Path()).problems)


@pytest.mark.tex
def test_programs_cannot_be_started(home: Path) -> None:
    mark = home / "started"
    write, pipe = rf"\immediate\write18{{touch {mark}}}", f'|"touch {mark}"'
    outcome = outcome_of(document(rf"{write}\newread\r \openin\r={pipe} \ifeof\r closed\else open\fi{{}} "))
    assert "closed after" in words_of(outcome.pdf)
    assert list(home.iterdir()) == []


@pytest.mark.tex
@pytest.mark.parametrize("where", ["absolute", "parent", "hidden"])
def test_files_outside_the_room_cannot_be_written(where: str, home: Path) -> None:
    path = {"absolute": str(home / "out.txt"), "parent": "../out.txt", "hidden": ".profile"}[where]
    body = rf"\newwrite\w \immediate\openout\w={path} \immediate\write\w{{x}}\immediate\closeout\w"
    outcome = outcome_of(document(body))
    assert not outcome.complete
    assert list(home.iterdir()) == []


@pytest.mark.tex
def test_an_endless_loop_is_stopped() -> None:
    with pytest.raises(TypesetError, match="took more than 1 seconds"):
        outcomes_of([TexJob("x", document(r"\loop\iftrue\repeat"), seconds=1)])


@pytest.mark.tex
def test_the_same_job_gives_the_same_bytes_anywhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    preamble = r"\usepackage{graphicx}\pdfinfoomitdate=0"
    source = document(r"\today, $x^2$ \includegraphics{room.pdf} \pdfcreationdate", preamble)
    first = outcome_of(source, room_pdf=picture("x"))
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("LC_ALL", "tr_TR.UTF-8")
    monkeypatch.setenv("LANG", "de_DE")
    monkeypatch.chdir(tmp_path)
    umask = os.umask(0o077)
    try:
        again = outcome_of(source, room_pdf=picture("x"))
    finally:
        os.umask(umask)
    assert first.complete
    assert "January 1, 2020" in words_of(first.pdf)
    assert again.pdf == first.pdf


@pytest.mark.tex
def test_tex_is_run_without_a_terminal() -> None:
    r"""A document that asks, or ends too early, gets no answer and does not wait for one."""
    outcome = outcome_of(document(r"\read-1 to\x \typein[\y]{what?}"))
    assert not outcome.complete
