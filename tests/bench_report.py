"""The figures of a benchmark as people read them: a table of medians, and ratios beside what is to be reached."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from bench_measure import Measure


@dataclass(slots=True)
class Figures:
    """All runs of one contender, a round each."""

    versions: int
    pages: int = 0  #: pages made
    papers: int = 0  #: of which papers
    measures: list[Measure] = field(default_factory=list)

    @property
    def seconds(self) -> list[float]:
        """Seconds of each round."""
        return [measure.seconds for measure in self.measures]

    @property
    def cpu(self) -> list[float]:
        """Seconds of processor time of each round."""
        return [measure.cpu for measure in self.measures]


@dataclass(frozen=True, slots=True)
class Ratio:
    """A figure made of several contenders', one value a round, because in one round they met the same machine."""

    name: str
    values: Sequence[float]
    cpu: Sequence[float] = ()  #: the same made of processor time, which a busy machine changes less
    unit: str = ""
    target: str = ""  #: as people read it; empty: none
    reached: bool | None = None


def say(line: str = "") -> None:
    """Print a line now, also into a pipe."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def print_table(figures: Mapping[str, Figures]) -> None:
    """Print the contenders: medians, and the range of the seconds."""
    width = max(map(len, figures))
    say(
        f"{'':{width}}  {'seconds':>8} {'(least-most)':>15} {'cpu s':>7} {'pages':>6} {'ms/page':>8}"
        f" {'cpu ms/page':>12} {'MB':>5}"
    )
    for name, one in figures.items():
        seconds = median(one.seconds)
        cpu = median(one.cpu)
        spread = f"({min(one.seconds):.2f}-{max(one.seconds):.2f})"
        say(
            f"{name:{width}}  {seconds:8.2f} {spread:>15} {cpu:7.2f} {one.pages:6d} {1000 * seconds / one.pages:8.2f}"
            f" {1000 * cpu / one.pages:12.2f} {median(m.largest for m in one.measures):5.0f}"
        )


def print_ratios(ratios: Sequence[Ratio]) -> None:
    """Print figures with what is to be reached."""
    width = max(len(ratio.name) for ratio in ratios)
    say(f"{'':{width}}  {'median':>10} {'(least-most)':>15} {'of cpu':>9}  to reach")
    for ratio in ratios:
        middle = f"{median(ratio.values):.2f}{ratio.unit}"
        spread = f"({min(ratio.values):.2f}-{max(ratio.values):.2f})" if len(ratio.values) > 1 else ""
        verdict = "" if ratio.reached is None else "reached" if ratio.reached else "NOT REACHED"
        cpu = f"{median(ratio.cpu):.2f}" if ratio.cpu else ""
        say(
            f"{ratio.name:{width}}  {middle:>10} {spread:>15} {cpu:>9}  {ratio.target:<10} {verdict}".rstrip()
        )


def print_stages(stages: Mapping[str, float]) -> None:
    """Print the seconds of the stages of a build, in one line."""
    say("  " + ", ".join(f"{name} {seconds:.2f}" for name, seconds in stages.items()))
