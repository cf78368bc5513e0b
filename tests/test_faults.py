"""Whatever goes wrong on the machine: a finished build, or one message, its exit code, and all as it was before."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

import pytest
from conftest import more
from faults_building import ROOT, Ended, Place, tree, wait_until

from examgen.__main__ import main

pytestmark = [
    pytest.mark.tex,
    pytest.mark.skipif(sys.platform != "linux", reason="the faults are made with what Linux has"),
]

AT = [sys.executable, str(ROOT / "tests" / "faults_at.py")]
#: Moments of a build: what is called first in each.
STAGES = {
    "reading": ("examgen.build", "inspect"),
    "typesetting": ("examgen.binding", "run_all"),
    "cutting": ("examgen.pdf", "split"),
    "auditing": ("examgen.build", "_audited"),
    "writing": ("examgen.publish.delivery", "_write"),
    "delivering": ("examgen.publish.box", "exchange"),
    "clearing": ("examgen.publish.box", "move_over"),
}
#: From here on a new build is in place.
DELIVERED = {"clearing"}

Former = Mapping[str, bytes]


@pytest.fixture(scope="session")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A place with a finished build."""
    place = Place.make(tmp_path_factory.mktemp("former"))
    assert place.build(seed="old").code == 0
    return place


@pytest.fixture
def former(delivered: Place) -> Former:
    return tree(delivered.out)


@pytest.fixture
def place(tmp_path: Path, delivered: Place) -> Place:
    """A place of the test's own, with the former build in it."""
    place = Place.make(tmp_path)
    shutil.copytree(delivered.out, place.out)
    return place


def run_at(place: Place, stage: str, command: str, *options: str, seed: str = "new") -> Ended:
    """Run a build in which the shell runs a command at a stage."""
    done = subprocess.run(
        [*AT, *STAGES[stage], command, *place.command(*options, seed=seed)[3:]],
        env=place.environment,
        cwd=place.base,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=100,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


# ---------------------------------------------------------------- TeX


@pytest.mark.parametrize(
    ("script", "code", "words"),
    [
        ("trap '' TERM; sleep 3600 & wait", 4, "TeX took more than 1 seconds"),
        ("sleep 3600 & kill -SEGV $$", 4, "(SIGSEGV)"),
        ("kill -9 0", 4, "(SIGKILL)"),
        ("echo no PDF > job.pdf; echo version A 2 > job.report", 4, ""),
        ("mkdir job.pdf job.log; mkfifo job.report; chmod 0 job.pdf", 4, ""),
        ("dd if=/dev/zero of=job.log bs=1 count=1 seek=10G 2>&-", 4, "(SIGXFSZ)"),
        ("dd if=/dev/zero of=job.pdf bs=1 count=1 seek=10G 2>&-", 4, "(SIGXFSZ)"),
        ("ln -s /etc/passwd job.pdf; ln -s /dev/zero job.log", 4, ""),
        ("exec /no/such/program", 4, "cannot be started"),
    ],
    ids=[
        "hangs",
        "crashes",
        "ends itself",
        "garbage",
        "folders",
        "10 GB of log",
        "10 GB of PDF",
        "links",
        "nothing",
    ],
)
def test_a_tex_that_fails(place: Place, former: Former, script: str, code: int, words: str) -> None:
    place.with_engine("told", script)
    place.assert_failed(place.build("--time-limit", "1"), code, words, former=former)


@pytest.mark.rare
def test_a_tex_that_leaves_children_behind(place: Place) -> None:
    place.with_engine("told", f'sleep 3600 & exec {shutil.which("pdflatex")} "$@"')
    place.assert_built(place.build("--no-audit"))


def test_no_tex(place: Place, former: Former) -> None:
    place.environment["PATH"] = str(place.base)
    place.assert_failed(place.build(), 3, "TeX", former=former)


# ---------------------------------------------------------------- the machine


C = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize(
    "environment",
    [
        {"HOME": None, **C},
        *more(
            {"TMPDIR": "/no/such/folder"},
            {"HOME": "", "TERM": "", "LANG": "nonsense"},
            {"EXAMGEN_SANDBOX": "off"},
        ),
    ],
    ids=str,
)
def test_surroundings_change_no_byte(
    place: Place, former: Former, environment: dict[str, str | None]
) -> None:
    for name, value in environment.items():
        place.environment.pop(name, None)
        if value is not None:
            place.environment[name] = value
    place.assert_built(place.build(seed="old"), "old")
    assert papers(tree(place.out)) == papers(former)


def papers(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return what is the same wherever the bank lies."""
    return {name: data for name, data in files.items() if name.endswith((".pdf", ".csv"))}


@pytest.mark.rare
def test_a_turkish_locale_changes_no_byte(place: Place, former: Former) -> None:
    folder = place.base / "locales"
    folder.mkdir()
    made = shutil.which("localedef") and subprocess.run(
        ["localedef", "-i", "tr_TR", "-f", "UTF-8", str(folder / "tr_TR.UTF-8")],
        capture_output=True,
        check=False,
    )
    if not made or made.returncode != 0:
        pytest.skip("localedef cannot make the locale tr_TR here")
    place.environment |= {"LOCPATH": str(folder), "LC_ALL": "tr_TR.UTF-8"}
    place.assert_built(place.build(seed="old"), "old")
    assert papers(tree(place.out)) == papers(former)


def test_a_clock_that_jumps_changes_no_byte(place: Place, former: Former) -> None:
    done = run_at(place, "reading", "the clock jumps", seed="old")
    place.assert_built(done, "old")
    assert papers(tree(place.out)) == papers(former)


LONG = "/".join(["folders " + "long " * 9] * 4 + ["end"])


SIGNS = 'it\'s a "quiz" $x & {y} %~#^_'
LETTERS = "Prüfung ✓ 試験"


@pytest.mark.parametrize(
    ("name", "locale"), [(SIGNS + LETTERS, {}), (LONG, {}), *more((SIGNS, C), (LONG, C))]
)
def test_paths_as_people_have_them(tmp_path: Path, name: str, locale: dict[str, str]) -> None:
    place = Place.make(tmp_path, bank=f"bank/{name}", out=f"out/{name}", tmp=f"tmp/{name}")
    place.environment |= locale
    place.assert_built(place.build("--no-audit"))


@pytest.mark.rare
def test_letters_in_paths_where_the_locale_has_none(tmp_path: Path) -> None:
    place = Place.make(tmp_path, bank=f"bank/{LETTERS}", out=f"out/{LETTERS}", tmp=f"tmp/{LETTERS}")
    place.environment |= C
    place.assert_built(place.build("--no-audit"))


def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    place = Place.make(tmp_path)
    place.out = place.out.parent / ("x" * 250)
    place.assert_failed(place.build(), 5, "the name is too long", former={})


@pytest.mark.rare
@pytest.mark.parametrize("closed", ["<&- >&- 2>&-", *more("<&-", ">&-", "2>&-")])
def test_closed_streams(place: Place, closed: str) -> None:
    place.assert_built(place.build(before=["/bin/sh", "-c", f'exec "$@" {closed}', "sh"]))


@pytest.mark.rare
def test_results_that_cannot_be_printed(place: Place) -> None:
    done = place.build(before=["/bin/sh", "-c", 'exec "$@" >/dev/full', "sh"])
    assert done.code == 5
    assert "the output cannot be written" in done.err
    assert f"'{place.out}' is delivered, and is whole" in done.err
    assert "Exception ignored" not in done.err
    assert place.seed_of_whole_build() == "new"
    place.assert_nothing_left()


@pytest.mark.parametrize(
    ("limit", "words"), [("--fsize=60000", "(SIGXFSZ)"), *more(("--fsize=10000", "File too large"))]
)
def test_limits_that_are_too_low(place: Place, former: Former, limit: str, words: str) -> None:
    prlimit = shutil.which("prlimit")
    if prlimit is None:
        pytest.skip("prlimit is not on this machine")
    place.assert_failed(place.build(before=[prlimit, limit]), 4, words, former=former)


@pytest.mark.rare
@pytest.mark.parametrize("limit", ["--nofile=32", *more("--as=2000000000")])
def test_limits_that_are_low(place: Place, limit: str) -> None:
    prlimit = shutil.which("prlimit")
    if prlimit is None:
        pytest.skip("prlimit is not on this machine")
    place.assert_built(place.build("--no-audit", before=[prlimit, limit]))


# ---------------------------------------------------------------- disks


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own; skipped where mounting is refused."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("mounting a disk is refused here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path, left: int) -> None:
    """Leave so many bytes of a disk free."""
    with (disk / "full").open("wb") as file:
        file.write(bytes(shutil.disk_usage(disk).free - left))


#: From no room at all to nearly enough.
@pytest.mark.parametrize("left", [122_880, *more(0, 40_960, 204_800)])
def test_a_full_temporary_folder(place: Place, former: Former, disk: Path, left: int) -> None:
    fill(disk, left)
    (disk / "tmp").mkdir()
    place.tmp = disk / "tmp"
    place.environment["TMPDIR"] = str(place.tmp)
    done = place.build()
    # Python takes another folder for temporary files where it can write nothing at all.
    if left == 0 and done.code == 0:
        place.assert_built(done)
    else:
        place.assert_failed(done, 4, "free some space, or set TMPDIR", former=former)


@pytest.mark.parametrize("left", [4096, *more(0, 40_960)])
def test_a_full_output_disk(place: Place, former: Former, disk: Path, left: int) -> None:
    shutil.copytree(place.out, disk / "out" / "quiz")
    place.out = disk / "out" / "quiz"
    fill(disk, left)
    place.assert_failed(place.build(), 5, "the disk is full", former=former)


def test_a_read_only_output_disk(place: Place, former: Former, disk: Path) -> None:
    shutil.copytree(place.out, disk / "out" / "quiz")
    place.out = disk / "out" / "quiz"
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    place.assert_failed(place.build(), 5, "read-only", former=former)


@pytest.mark.rare
def test_a_read_only_bank_folder(place: Place, disk: Path) -> None:
    place.bank = shutil.copytree(place.bank.parent, disk / "bank") / "quiz.md"
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    place.assert_built(place.build("--no-audit"))


# ---------------------------------------------------------------- files that change, and files that are none


@pytest.mark.parametrize("file", ["quiz.md", "dot.png"])
@pytest.mark.parametrize("what", ["fifo", *more("device", "folder", "nothing")])
def test_what_is_no_file_is_not_read(place: Place, former: Former, what: str, file: str) -> None:
    replace(place.bank.parent / file, what)
    place.assert_failed(place.build(), 1, file, former=former)


def replace(path: Path, what: str) -> None:
    path.unlink()
    if what == "fifo":
        os.mkfifo(path)
    elif what == "device":
        path.symlink_to("/dev/zero")
    elif what == "folder":
        path.mkdir()


@pytest.mark.parametrize("command", ["rm @; mkfifo @", "echo >> @", *more("rm @", "rm @; mkdir @")])
def test_a_picture_that_changes_while_the_exam_is_built(place: Place, former: Former, command: str) -> None:
    done = run_at(place, "typesetting", command.replace("@", str(place.bank.parent / "dot.png")))
    place.assert_failed(done, 1, "changed while the exam was built", former=former)


@pytest.mark.parametrize("command", ["rm @; mkfifo @", *more("echo >> @", "rm @", "rm @; mkdir @")])
def test_a_bank_that_changes_after_it_was_read(place: Place, command: str) -> None:
    """What was read is what is printed and recorded."""
    place.assert_built(run_at(place, "typesetting", command.replace("@", str(place.bank))))


# ---------------------------------------------------------------- ends and beginnings


@pytest.mark.parametrize(
    "stage", ["delivering", *more("reading", "typesetting", "cutting", "auditing", "writing", "clearing")]
)
def test_a_killed_build_is_cleared_away_by_the_next(place: Place, former: Former, stage: str) -> None:
    done = run_at(place, stage, "kill -9 $PPID")
    assert done.code == -signal.SIGKILL
    place.wait_until_nothing_runs()
    if stage in DELIVERED:
        assert place.seed_of_whole_build() == "new"
    else:
        assert tree(place.out) == former
    place.assert_built(place.build("--no-audit", seed="next"), "next")


@pytest.mark.parametrize(
    ("stage", "name"),
    [
        ("typesetting", "INT"),
        ("delivering", "TERM"),
        *more(*((stage, name) for stage in STAGES for name in ("INT", "TERM", "HUP"))),
    ],
)
def test_a_build_that_is_told_to_end(place: Place, former: Former, stage: str, name: str) -> None:
    done = run_at(place, stage, f"kill -{name} $PPID")
    assert done.code == 128 + signal.Signals[f"SIG{name}"]
    assert "examgen: " in done.err
    assert "Traceback" not in done.err
    # A delivery that has begun is brought to its end.
    if stage in ("delivering", "clearing"):
        assert place.seed_of_whole_build() == "new"
    else:
        assert tree(place.out) == former
    place.assert_nothing_left()


@pytest.mark.parametrize("sandbox", ["on", *more("off")])
def test_tex_dies_with_a_killed_build(place: Place, former: Former, sandbox: str) -> None:
    if sandbox == "off":
        place.environment["EXAMGEN_SANDBOX"] = "off"
    templates = place.base / "templates"
    templates.mkdir()
    exam = (ROOT / "templates" / "exam.tex").read_text(encoding="utf-8")
    begin = "\\begin{document}"
    assert begin in exam
    (templates / "exam.tex").write_text(
        exam.replace(begin, begin + "\\loop\\iftrue\\repeat"), encoding="utf-8"
    )
    process = place.start("--templates", str(templates))
    wait_until(
        lambda: any("job.tex" in line for line in place.processes().values()), lambda: "TeX did not start"
    )
    process.kill()
    process.communicate()
    place.wait_until_nothing_runs()
    assert place.rooms() != []
    assert tree(place.out) == former
    place.assert_built(place.build("--no-audit", seed="next"), "next")


def test_two_builds_into_one_folder(place: Place, former: Former) -> None:
    place.with_engine(
        "told", f'echo > "$HOME/started"; read x < "$HOME/gate"; exec {shutil.which("pdflatex")} "$@"'
    )
    gate = place.base / "home" / "gate"
    os.mkfifo(gate)
    first = place.start("--no-audit")
    wait_until((place.base / "home" / "started").exists, lambda: "TeX did not start")
    second = place.build("--no-audit", seed="second")
    assert second.code == 5
    assert "another build is writing to" in second.err
    assert "  hint: wait until it has ended" in second.err
    assert tree(place.out) == former
    keeper = os.open(gate, os.O_RDWR)
    os.write(keeper, b"go\n" * 20)
    _, err = first.communicate(timeout=60)
    os.close(keeper)
    assert first.returncode == 0, err
    assert place.seed_of_whole_build() == "new"
    place.assert_nothing_left()


@pytest.mark.rare
def test_what_others_have_in_the_temporary_folder_stays(place: Place) -> None:
    theirs = ["examgen-tex-file", "examgen-texts", "other"]
    (place.tmp / theirs[0]).write_text("")
    for name in theirs[1:]:
        (place.tmp / name).mkdir()
    (place.tmp / "examgen-tex-dead0000").mkdir()
    assert place.build("--no-audit").code == 0
    assert place.rooms() == theirs


def test_an_interrupt_while_the_program_is_loaded(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Loading(ModuleType):
        def __getattr__(self, name: str) -> object:
            raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules, "examgen.cli", Loading("examgen.cli"))
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 130
    assert capsys.readouterr().err == "examgen: interrupted; nothing was changed\n"
