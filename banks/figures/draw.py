"""Draw the pictures of ``banks/sampling.yaml`` as PDF files beside this script.

The project does not depend on matplotlib, which is needed only to draw them anew:

    python -m venv /tmp/drawing && /tmp/drawing/bin/pip install matplotlib
    /tmp/drawing/bin/python banks/figures/draw.py

Everything is black on white, no line is thinner than 0.6 points and fonts are embedded. The data come from
``random.Random(SEED).random()``, whose values Python promises to keep, and the files carry no date.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
SEED = 2030
PATIENTS = 200
BAR_MINUTES = 4  #: width of one bar of the histogram
LAST_MINUTE = 64  #: right end of the histogram
MM = 1 / 25.4  #: inches in a millimeter
SKETCH_RANGE = (-12.0, 32.0)  #: minutes shown in a sketch


def waiting_times() -> list[float]:
    """Return waiting times in minutes, all below ``LAST_MINUTE``, skewed to the right.

    They are draws from a Weibull distribution (shape 1/1.4, scale 10), by inversion.
    """
    source = random.Random(SEED)
    times: list[float] = []
    while len(times) < PATIENTS:
        time = 10 * (-math.log(1 - source.random())) ** 1.4
        if time < LAST_MINUTE:
            times.append(time)
    return times


def bar_counts(times: list[float]) -> list[int]:
    """Return how many times fall into each bar; bar ``i`` (0-based) starts at ``i * BAR_MINUTES``."""
    counts = [0] * (LAST_MINUTE // BAR_MINUTES)
    for time in times:
        counts[int(time // BAR_MINUTES)] += 1
    return counts


def skewed(minutes: float) -> float:
    """Return the density of a gamma distribution with shape 2 and mean 10 minutes; its peak is at 5."""
    return minutes / 25 * math.exp(-minutes / 5) if minutes > 0 else 0.0


def bell(mean: float, deviation: float) -> Callable[[float], float]:
    """Return the normal density with this mean and standard deviation, in minutes."""

    def density(minutes: float) -> float:
        return math.exp(-(((minutes - mean) / deviation) ** 2) / 2) / (deviation * math.sqrt(2 * math.pi))

    return density


#: The choices of question ``samp-mean-sketch``, by file name.
SKETCHES: dict[str, Callable[[float], float]] = {
    "sketch-1": skewed,
    "sketch-2": bell(10, 7),
    "sketch-3": bell(10, 1),
    "sketch-4": bell(5, 1),
}


def main() -> None:
    """Write ``histogram.pdf`` and the four sketches."""
    # Imported here so that the data can be checked without this large library.
    import matplotlib

    matplotlib.use("pdf")
    import matplotlib.pyplot as plt

    plt.rcParams.update(
        {
            "font.family": "STIXGeneral",
            "mathtext.fontset": "stix",
            "font.size": 10,
            "axes.linewidth": 0.7,
            "xtick.major.width": 0.7,
            "ytick.major.width": 0.7,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "pdf.fonttype": 42,
            "pdf.compression": 9,
        }
    )
    undated = {"CreationDate": None, "Creator": None, "Producer": None}

    figure, axes = plt.subplots(figsize=(110 * MM, 55 * MM), layout="constrained")
    counts = bar_counts(waiting_times())
    lefts = [bar * BAR_MINUTES for bar in range(len(counts))]
    axes.bar(lefts, counts, BAR_MINUTES, align="edge", facecolor="white", edgecolor="black", linewidth=0.7)
    axes.set(xlabel="Waiting time (minutes)", ylabel="Patients", xlim=(0, LAST_MINUTE), ylim=(0, 80))
    axes.set_xticks(range(0, LAST_MINUTE + 1, 8))
    figure.savefig(HERE / "histogram.pdf", metadata=undated)
    plt.close(figure)

    low, high = SKETCH_RANGE
    grid = [low + (high - low) * step / 400 for step in range(401)]
    for name, density in SKETCHES.items():
        figure, axes = plt.subplots(figsize=(42 * MM, 24 * MM), layout="constrained")
        axes.plot(grid, [density(minutes) for minutes in grid], color="black", linewidth=1.0)
        axes.set(xlim=SKETCH_RANGE, yticks=[], xticks=[-10, 0, 10, 20, 30])
        axes.set_ylim(bottom=0)
        axes.spines["left"].set_visible(False)
        axes.tick_params(labelsize=9, length=3, pad=2)
        figure.savefig(HERE / f"{name}.pdf", metadata=undated)
        plt.close(figure)


if __name__ == "__main__":
    main()
