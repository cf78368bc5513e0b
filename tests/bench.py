"""Times builds beside plain pdflatex and Auto Multiple Choice, in turn, and prints medians and ratios.

    python tests/bench.py              three rounds, up to 1,000 versions
    python tests/bench.py --quick      one round, up to 100 versions
    python tests/bench.py --runs 7

docs/benchmark.md says what is measured and how.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench_bank import the_bank, to_quiz_text
from bench_measure import BenchError, peak_of_tree, run
from bench_report import Figures, Ratio, print_ratios, print_stages, print_table, say

SEED = "2026"
HERE = Path(__file__).resolve().parent
TEX = ["pdflatex", "-interaction=nonstopmode", "-no-shell-escape", "job.tex"]
AMC = "auto-multiple-choice"
#: The question sheets of all copies; no solution and no catalog, which AMC would make by default.
AMC_PREPARE = (
    f"mkdir -p data && {AMC} prepare --with pdflatex --mode 's[]' --data data --prefix DOC- exam.tex"
)
#: AMC's own commands for one file a copy.
AMC_SPLIT = (
    f"mkdir -p own && {AMC} meptex --src DOC-calage.xy --data data && "
    f"{AMC} imprime --data data --sujet DOC-sujet.pdf --methode file --output own/ --extract-with qpdf"
)


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to make papers, or one step of it, ready to be run any number of times."""

    name: str
    versions: int
    folder: str  #: what it works in, by name; shared with the step before
    command: Sequence[str]
    files: Mapping[str, Path]  #: put into the folder before, by name
    pages: Callable[[Path], tuple[int, int]]  #: all pages and those of papers, from the folder after the run


def build_command(bank: Path, versions: int, *more: str) -> list[str]:
    """Return the command that people use, with an output folder in the working folder."""
    script = Path(sys.executable).with_name("examgen")
    program = [str(script)] if script.exists() else [sys.executable, "-m", "examgen"]
    options = ["--versions", str(versions), "--seed", SEED, "--simplex", "--out", "out", "--json"]
    return [*program, "build", str(bank), *options, *more]


def pages_of_build(folder: Path) -> tuple[int, int]:
    """Return the pages of papers and keys, and of papers, that a build says it made."""
    versions = json.loads((folder / "bench.out").read_text(encoding="utf-8"))["versions"]
    papers = sum(version["pages"] for version in versions)
    return papers + sum(version["key_pages"] for version in versions), papers


def pages_of_tex(folder: Path) -> tuple[int, int]:
    """Return the pages that TeX says it wrote last."""
    said = (folder / "bench.out").read_text(encoding="utf-8", errors="replace")
    pages = int(re.findall(r"Output\s+written\s+on\s+\S+\s+\((\d+)\s+page", said.replace("\n", " "))[-1])
    return pages, pages


def build(bank: Path, versions: int) -> Contender:
    """Return a whole build, in a cold process."""
    name = f"examgen build, {versions:,} versions"
    return Contender(name, versions, f"build-{versions}", build_command(bank, versions), {}, pages_of_build)


def build_unaudited(bank: Path, versions: int) -> Contender:
    """Return a build that does not read back what it made."""
    command = build_command(bank, versions, "--no-audit")
    return Contender(
        f"  without its audit, {versions:,}", versions, f"unaudited-{versions}", command, {}, pages_of_build
    )


def own_tex(bank: Path, versions: int, material: Path) -> Contender:
    """Return TeX alone on the papers of examgen, all in one run."""
    folder = material / f"tex-{versions}"
    folder.mkdir()
    run(
        [sys.executable, str(HERE / "bench_stages.py"), "source", str(bank), str(versions), str(folder)],
        material,
    )
    files = {path.name: path for path in folder.iterdir() if path.is_file()}
    return Contender(f"  its papers' TeX, {versions:,}", versions, folder.name, TEX, files, pages_of_tex)


def rival_source(kind: str, versions: int, material: Path) -> Path:
    """Return a new file with what another program sets; made by another process, so that this one stays small."""
    source = material / f"{kind}-{versions}.tex"
    manifest = material / "out" / "manifest.json"
    run(
        [sys.executable, str(HERE / "bench_rivals.py"), kind, str(manifest), str(versions), str(source)],
        material,
    )
    return source


def plain_tex(versions: int, material: Path) -> Contender:
    """Return plain LaTeX on the same papers, all in one run."""
    source = rival_source("plain", versions, material)
    name = f"plain pdflatex, {versions:,}"
    return Contender(name, versions, source.stem, TEX, {"job.tex": source}, pages_of_tex)


def amc(copies: int, material: Path) -> list[Contender]:
    """Return AMC's steps to a file for each copy."""
    source = rival_source("amc", copies, material)
    split = [sys.executable, str(HERE / "bench_amc_split.py"), "DOC-sujet.pdf", "DOC-calage.xy", "fast"]
    steps = {
        "AMC prepare": ["sh", "-c", AMC_PREPARE],
        "  split with pikepdf": split,
        "  or AMC's own split": ["sh", "-c", AMC_SPLIT],
    }
    return [
        Contender(f"{name}, {copies:,}", copies, source.stem, command, {"exam.tex": source}, pages_of_amc)
        for name, command in steps.items()
    ]


def pages_of_amc(folder: Path) -> tuple[int, int]:
    """Return the pages that AMC knows of."""
    layout = (folder / "DOC-calage.xy").read_text(encoding="utf-8", errors="replace")
    pages = layout.count("\\page{")
    return pages, pages


def contenders(ground: Path, sizes: Sequence[int]) -> list[Contender]:
    """Return everything that is to be timed; sources are made, and programs have run once."""
    bank = ground / "bench.md"
    bank.write_text(to_quiz_text(the_bank()), encoding="utf-8")
    # The first versions of a large build are those of a small one: one build gives the orders for all.
    run(build_command(bank, sizes[-1]), ground)
    large = sizes[1:]
    found = [one for size in sizes for one in (build(bank, size), build_unaudited(bank, size))]
    found += [own_tex(bank, versions, ground) for versions in large]
    found += [plain_tex(versions, ground) for versions in large]
    if shutil.which(AMC) is None:
        say(f"{AMC} is not on this machine and is left out (on Debian: apt-get install {AMC})\n")
        return found
    try:
        for step in amc(2, ground):
            time_once(step, ground / "warm")
    except BenchError as error:
        say(f"{AMC} does not work on this machine and is left out: {error}\n")
        return found
    finally:
        shutil.rmtree(ground / "warm", ignore_errors=True)
    return found + amc(100, ground)


def time_once(contender: Contender, ground: Path, figures: Figures | None = None) -> None:
    """Run a contender, and add what it took."""
    folder = ground / contender.folder
    if not folder.exists():
        folder.mkdir(parents=True)
        for name, path in contender.files.items():
            shutil.copyfile(path, folder / name)
    measure = run(contender.command, folder)
    if figures is not None:
        figures.measures.append(measure)
        figures.pages, figures.papers = contender.pages(folder)


def time_all(found: Sequence[Contender], ground: Path, rounds: int) -> dict[str, Figures]:
    """Run everything in turn, as often as there are rounds, so that a slow minute of the machine hits all alike."""
    figures = {contender.name: Figures(contender.versions) for contender in found}
    for number in range(rounds):
        for contender in found:
            time_once(contender, ground / "round", figures[contender.name])
        shutil.rmtree(ground / "round")
        sys.stderr.write(f"round {number + 1} of {rounds} done\n")
    return figures


def ratio(
    name: str,
    call: Callable[..., float],
    *figures: Figures,
    unit: str = "",
    limit: float | None = None,
    target: str = "",
) -> Ratio:
    """Return what a function makes of the seconds of several contenders, round by round, and of their processor time."""
    values = [call(*seconds) for seconds in zip(*(one.seconds for one in figures), strict=True)]
    cpu = [call(*seconds) for seconds in zip(*(one.cpu for one in figures), strict=True)]
    if limit is None:
        return Ratio(name, values, cpu, unit, target)
    return Ratio(name, values, cpu, unit, f"<= {limit:g}{unit}", median(values) <= limit)


def memory(name: str, megabytes: float) -> Ratio:
    """Return a peak of memory beside its limit."""
    return Ratio(name, [megabytes], (), " MB", "<= 300 MB", megabytes <= 300)


def ratios(figures: Mapping[str, Figures], sizes: Sequence[int], peak: float | None) -> list[Ratio]:
    """Return what is made of the figures, beside what is to be reached."""
    builds = [figures[f"examgen build, {versions:,} versions"] for versions in sizes]
    unaudited = [figures[f"  without its audit, {versions:,}"] for versions in sizes]
    own = [figures[f"  its papers' TeX, {versions:,}"] for versions in sizes[1:]]
    plain = [figures[f"plain pdflatex, {versions:,}"] for versions in sizes[1:]]
    count = f"{sizes[-1]:,}"
    large = len(sizes) > 2
    found = [ratio("build of 100 versions, papers and keys", lambda a: a, builds[1], unit=" s", limit=4)]
    found += ratios_of_audit(builds, unaudited)
    found += ratios_to_amc(figures, unaudited[1])
    limit = 0.25 if large else None
    found.append(
        ratio(f"papers' TeX / plain pdflatex, {count}", lambda a, b: a / b, own[-1], plain[-1], limit=limit)
    )
    if large:
        found.append(one_more_page("papers' TeX", own, 0.6))
        found.append(one_more_page("plain pdflatex", plain))
        first, second = sizes[1] - sizes[0], sizes[2] - sizes[1]
        found.append(
            ratio(
                "time of one more version, 100 to 1,000 / 4 to 100",
                lambda a, b, c: ((c - b) / second) / ((b - a) / first),
                *builds,
                target="about 1",
            )
        )
    largest = max(measure.largest for measure in builds[-1].measures)
    found.append(memory(f"largest process, build of {count}", largest))
    if peak is not None:
        found.append(memory(f"all its processes together, build of {count}", peak))
    return found


def ratios_of_audit(builds: Sequence[Figures], unaudited: Sequence[Figures]) -> list[Ratio]:
    """Return what the audit takes: of the whole time of a build, and for each page."""
    found = []
    for whole, without in zip(builds[1:], unaudited[1:], strict=True):
        count, pages = f"{whole.versions:,}", whole.pages
        found.append(
            ratio(
                f"the audit's share of a build of {count}",
                lambda a, b: (a - b) / a,
                whole,
                without,
                limit=0.5,
            )
        )
        found.append(
            ratio(
                f"the audit of a page, build of {count}",
                lambda a, b, pages=pages: 1000 * (a - b) / pages,
                whole,
                without,
                unit=" ms",
                limit=1,
            )
        )
    return found


def ratios_to_amc(figures: Mapping[str, Figures], whole: Figures) -> list[Ratio]:
    """Return a build without its audit beside AMC's papers, with each way to split them; nothing when AMC was left out."""
    if "AMC prepare, 100" not in figures:
        return []
    prepare = figures["AMC prepare, 100"]
    return [
        ratio(title, lambda a, b, c: a / (b + c), whole, prepare, figures[step], limit=0.5)
        for step, title in (
            ("  or AMC's own split, 100", "... / AMC prepare and AMC's own split"),
            ("  split with pikepdf, 100", "... / AMC prepare and split with pikepdf"),
        )
    ]


def one_more_page(name: str, sizes: Sequence[Figures], limit: float | None = None) -> Ratio:
    """Return the milliseconds that a further page takes, from the difference of two sizes."""
    small, large = sizes
    pages = large.pages - small.pages
    return ratio(
        f"one more page, {name}", lambda a, b: 1000 * (b - a) / pages, small, large, unit=" ms", limit=limit
    )


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description="Times builds beside plain pdflatex and AMC.")
    parser.add_argument("--quick", action="store_true", help="one round, no build of 1,000 versions")
    parser.add_argument("--runs", type=int, metavar="N", help="rounds (default: 3)")
    given = parser.parse_args()
    sizes = (4, 100) if given.quick else (4, 100, 1000)
    rounds = given.runs or (1 if given.quick else 3)
    with tempfile.TemporaryDirectory(prefix="examgen-bench-") as folder:
        ground = Path(folder)
        found = contenders(ground, sizes)
        figures = time_all(found, ground, rounds)
        print_table(figures)
        room = ground / "memory"
        room.mkdir()
        peak = peak_of_tree(build_command(ground / "bench.md", sizes[-1]), room)
        say()
        print_ratios(ratios(figures, sizes, peak))
        for versions in sizes[1:]:
            say(
                f"\nseconds of the stages of a build of {versions:,}, in one process; TeX's go on beside the others:"
            )
            stages = [sys.executable, str(HERE / "bench_stages.py"), "stages", str(ground / "bench.md")]
            run([*stages, str(versions), str(room)], room)
            print_stages(json.loads((room / "bench.out").read_text(encoding="utf-8")))


if __name__ == "__main__":
    main()
