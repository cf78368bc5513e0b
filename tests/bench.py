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

from bench_bank import BenchQuestion, make_bank, to_quiz_text
from bench_measure import BenchError, peak_of_tree, run
from bench_report import Figures, Ratio, print_ratios, print_stages, print_table, say
from bench_rivals import amc_latex, plain_latex

QUESTIONS = 20
SEED = "2026"
HERE = Path(__file__).resolve().parent
TEX = ["pdflatex", "-interaction=nonstopmode", "-no-shell-escape", "job.tex"]
AMC = "auto-multiple-choice"
#: Folder of AMC's own command for a file a copy, in the folder of its prepare.
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


def build_command(bank: Path, versions: int) -> list[str]:
    """Return the command that people use, with an output folder in the working folder."""
    script = Path(sys.executable).with_name("examgen")
    program = [str(script)] if script.exists() else [sys.executable, "-m", "examgen"]
    options = ["--versions", str(versions), "--seed", SEED, "--simplex", "--out", "out", "--json"]
    return [*program, "build", str(bank), *options]


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


def plain_tex(
    questions: Sequence[BenchQuestion], orders: Sequence[Mapping[str, object]], material: Path
) -> Contender:
    """Return plain LaTeX on the same papers, all in one run."""
    source = material / f"plain-{len(orders)}.tex"
    source.write_text(plain_latex(questions, orders), encoding="utf-8")
    name = f"plain pdflatex, {len(orders):,}"
    return Contender(name, len(orders), source.stem, TEX, {"job.tex": source}, pages_of_tex)


def amc(questions: Sequence[BenchQuestion], copies: int, material: Path) -> list[Contender]:
    """Return AMC's steps to a file for each copy: its question sheets only, no solutions, no catalog."""
    source = material / f"amc-{copies}.tex"
    source.write_text(amc_latex(questions, copies), encoding="utf-8")
    prepare = [
        AMC,
        "prepare",
        "--with",
        "pdflatex",
        "--mode",
        "s[]",
        "--data",
        "data",
        "--prefix",
        "DOC-",
        "exam.tex",
    ]
    fast = [sys.executable, str(HERE / "bench_amc_split.py"), "DOC-sujet.pdf", "DOC-calage.xy", "fast"]
    steps = [
        (
            "AMC prepare",
            ["sh", "-c", f"mkdir -p data && {' '.join(prepare).replace('s[]', chr(39) + 's[]' + chr(39))}"],
        ),
        ("  split with pikepdf", fast),
        ("  or AMC's own split", ["sh", "-c", AMC_SPLIT]),
    ]
    return [
        Contender(f"{name}, {copies:,}", copies, source.stem, command, {"exam.tex": source}, pages_of_amc)
        for name, command in steps
    ]


def pages_of_amc(folder: Path) -> tuple[int, int]:
    """Return the pages that AMC knows of."""
    layout = (folder / "DOC-calage.xy").read_text(encoding="utf-8", errors="replace")
    pages = layout.count("\\page{")
    return pages, pages


def contenders(ground: Path, sizes: Sequence[int]) -> list[Contender]:
    """Return everything that is to be timed; sources are made, and programs have run once."""
    questions = make_bank(QUESTIONS, seed=7)
    bank = ground / "bench.md"
    bank.write_text(to_quiz_text(questions), encoding="utf-8")
    # The first versions of a large build are those of a small one: one build gives the orders for all.
    run(build_command(bank, sizes[-1]), ground)
    orders = json.loads((ground / "out" / "manifest.json").read_text(encoding="utf-8"))["versions"]
    large = sizes[1:]
    found = [build(bank, versions) for versions in sizes]
    found += [own_tex(bank, versions, ground) for versions in large]
    found += [plain_tex(questions, orders[:versions], ground) for versions in large]
    if shutil.which(AMC) is None:
        say(f"{AMC} is not on this machine and is left out (on Debian: apt-get install {AMC})\n")
        return found
    try:
        for step in amc(questions, 2, ground):
            time_once(step, ground / "warm")
    except BenchError as error:
        say(f"{AMC} does not work on this machine and is left out: {error}\n")
        return found
    finally:
        shutil.rmtree(ground / "warm", ignore_errors=True)
    return found + amc(questions, 100, ground)


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


def per_round(call: Callable[..., float], *figures: Figures) -> list[float]:
    """Return what a function makes of the seconds of several contenders, for each round."""
    return [call(*seconds) for seconds in zip(*(one.seconds for one in figures), strict=True)]


def below(name: str, values: Sequence[float], limit: float, unit: str = "") -> Ratio:
    """Return a figure that is to stay below a limit."""
    return Ratio(name, values, unit, f"<= {limit:g}{unit}", median(values) <= limit)


def ratios(figures: Mapping[str, Figures], sizes: Sequence[int], peak: float | None) -> list[Ratio]:
    """Return the figures that issue a judgement: margins, ratios, memory."""
    builds = [figures[f"examgen build, {versions:,} versions"] for versions in sizes]
    own = [figures[f"  its papers' TeX, {versions:,}"] for versions in sizes[1:]]
    plain = [figures[f"plain pdflatex, {versions:,}"] for versions in sizes[1:]]
    found = [below("build of 100 versions, papers and keys", builds[1].seconds, 4, " s")]
    if "AMC prepare, 100" in figures:
        prepare, fast, own_split = (
            figures[f"{name}, 100"]
            for name in ("AMC prepare", "  split with pikepdf", "  or AMC's own split")
        )
        split = min(fast, own_split, key=lambda one: median(one.seconds))
        found.append(
            below(
                "... / AMC prepare and the faster split",
                per_round(lambda a, b, c: a / (b + c), builds[1], prepare, split),
                0.5,
            )
        )
        found.append(
            Ratio(
                "... / AMC prepare and AMC's own split",
                per_round(lambda a, b, c: a / (b + c), builds[1], prepare, own_split),
            )
        )
    count = f"{sizes[-1]:,}"
    found.append(
        below(
            f"papers' TeX / plain pdflatex, {count} versions",
            per_round(lambda a, b: a / b, own[-1], plain[-1]),
            0.25,
        )
    )
    if len(sizes) > 2:
        for name, (small, large), limit in (("papers' TeX", own, 0.6), ("plain pdflatex", plain, None)):
            pages = large.pages - small.pages
            values = per_round(lambda a, b, pages=pages: 1000 * (b - a) / pages, small, large)
            title = f"one more page, {name}"
            found.append(below(title, values, limit, " ms") if limit else Ratio(title, values, " ms"))
        found.append(
            Ratio(
                "time of one more version, 100 to 1,000 / 4 to 100",
                per_round(
                    lambda a, b, c: (c - b) / (sizes[2] - sizes[1]) / ((b - a) / (sizes[1] - sizes[0])),
                    *builds,
                ),
                target="about 1",
            )
        )
    largest = max(measure.largest for measure in builds[-1].measures)
    found.append(below(f"largest process, build of {count}", [largest], 300, " MB"))
    if peak is not None:
        found.append(below(f"all its processes together, build of {count}", [peak], 300, " MB"))
    return found


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
