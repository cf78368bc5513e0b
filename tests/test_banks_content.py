"""What the shipped banks say is true: programs are run, numbers computed anew, pictures opened.

The banks are read here by a few lines of their own, so that the facts do not hang on the readers of the
package; then the readers are compared with what these lines found.
"""

from __future__ import annotations

import importlib.util
import itertools
import math
import re
import subprocess
import sys
import textwrap
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

import numpy as np
import numpy.typing as npt
import pikepdf
import pytest
import yaml

from examgen.formats.quiz import reader as quiztext
from examgen.formats.yaml import reader as yamlbank

Numbers = npt.NDArray[np.float64]

BANKS = Path(__file__).parent.parent / "banks"
COUNTS = {"vae.md": 14, "python-basics.md": 12, "sampling.yaml": 10}
NAMES = tuple(COUNTS)


@dataclass(frozen=True, slots=True)
class Item:
    """One question as these tests see it; ``right`` holds 0-based positions in ``choices``."""

    id: str
    points: int
    tags: tuple[str, ...]
    stem: str
    choices: tuple[str, ...]
    right: frozenset[int]
    rationale: str
    feedback: tuple[str, ...]

    @property
    def answer(self) -> str:
        """The text of the only right choice."""
        (position,) = self.right
        return self.choices[position]


def quiz_text_items(text: str) -> list[Item]:
    """Return the questions of a quiz text that is written as strictly as the shipped ones."""
    items = []
    for block in re.split(r"^(?=\d+\. \{#)", text, flags=re.MULTILINE)[1:]:
        head, body = block.split("\n", 1)
        found = re.search(r"\{#(\S+) points=(\d+) tags=(\S+) difficulty=(?:easy|medium|hard)\}", head)
        assert found, head
        asked, answer, told = re.split(r"^Correct Answer: (.*)\n", body, flags=re.MULTILINE)
        stem, *choices = re.split(r"^ - \([a-z]\)", asked, flags=re.MULTILINE)
        rationale, *feedback = re.split(r"^Feedback \([a-z]\): ", told, flags=re.MULTILINE)
        items.append(
            Item(
                id=found[1],
                points=int(found[2]),
                tags=tuple(found[3].split(",")),
                stem=textwrap.dedent(stem).strip(),
                choices=tuple(textwrap.dedent(choice).strip() for choice in choices),
                right=frozenset(ord(mark) - ord("a") for mark in re.findall(r"\(([a-z])\)", answer)),
                rationale=rationale.strip().removeprefix("Rationale: "),
                feedback=tuple(part.strip() for part in feedback),
            )
        )
    return items


def yaml_items(text: str) -> list[Item]:
    """Return the questions of a YAML bank."""
    items = []
    for raw in yaml.safe_load(text)["questions"]:
        choices = [{"text": choice} if isinstance(choice, str) else choice for choice in raw["choices"]]
        items.append(
            Item(
                id=raw["id"],
                points=raw["points"],
                tags=tuple(raw["tags"]),
                stem=raw["stem"].strip(),
                choices=tuple(choice["text"].strip() for choice in choices),
                right=frozenset(i for i, choice in enumerate(choices) if choice.get("correct")),
                rationale=raw["rationale"].strip(),
                feedback=tuple(choice["feedback"] for choice in choices if "feedback" in choice),
            )
        )
    return items


@cache
def items_of(name: str) -> tuple[Item, ...]:
    text = (BANKS / name).read_text(encoding="utf-8")
    return tuple(yaml_items(text) if name.endswith(".yaml") else quiz_text_items(text))


def item(id: str) -> Item:
    (found,) = [item for name in NAMES for item in items_of(name) if item.id == id]
    return found


def code(text: str) -> str:
    """Return what stands in the only code block of ``text``."""
    (block,) = re.findall(r"^```\w+\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    return str(block)


def plain(choice: str) -> str:
    """Return a choice without the marks of code, inline or in a block."""
    return code(choice).strip() if choice.startswith("```") else choice.strip("`")


def run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "-c", program], capture_output=True, text=True, timeout=60, check=False
    )


# The banks as a whole


@pytest.mark.parametrize("name", NAMES)
def test_number_of_questions(name: str) -> None:
    assert len(items_of(name)) == COUNTS[name]


@pytest.mark.parametrize("name", NAMES)
def test_readme_counts_questions_and_points(name: str) -> None:
    points = sum(item.points for item in items_of(name))
    assert f"| `{name}` | {COUNTS[name]}, {points} points |" in (BANKS / "README.md").read_text(
        encoding="utf-8"
    )


def test_ids_are_unique_in_all_banks() -> None:
    ids = Counter(item.id for name in NAMES for item in items_of(name))
    assert [id for id, count in ids.items() if count > 1] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_question_can_be_answered_and_teaches(name: str) -> None:
    for item in items_of(name):
        assert 4 <= len(item.choices) <= 5, item.id
        assert len({choice.casefold() for choice in item.choices}) == len(item.choices), item.id
        assert item.right, item.id
        assert item.right < set(range(len(item.choices))), item.id
        assert len(item.rationale.split()) >= 15, item.id


@pytest.mark.parametrize("name", NAMES)
def test_letters_in_explanations_are_references_to_choices(name: str) -> None:
    for item in items_of(name):
        letters = "abcdefghij"[: len(item.choices)]
        for text in (item.rationale, *item.feedback):
            assert set(re.findall(r"\[\[(.*?)\]\]", text)) <= set(letters), item.id
            assert not re.search(r"(?<!\w)\([A-Ea-e]\)", text), item.id


@pytest.mark.parametrize("name", NAMES)
def test_right_answers_are_spread_over_the_letters(name: str) -> None:
    positions = Counter(position for item in items_of(name) for position in item.right)
    assert set(positions) == {0, 1, 2, 3}
    assert max(positions.values()) <= positions.total() / 2


@pytest.mark.parametrize("name", NAMES)
def test_the_longest_choice_is_seldom_the_right_one(name: str) -> None:
    telling = []
    for item in items_of(name):
        longest = max(map(len, item.choices))
        winners = {i for i, choice in enumerate(item.choices) if len(choice) == longest}
        if winners <= item.right:
            telling.append(item.id)
    assert len(telling) <= COUNTS[name] / 2


@pytest.mark.parametrize("name", NAMES)
def test_readers_find_what_is_written(name: str) -> None:
    reader = yamlbank if name.endswith(".yaml") else quiztext
    reading = reader.read(name, (BANKS / name).read_text(encoding="utf-8"))
    assert reading.problems == ()
    read = [
        Item(
            id=question.id,
            points=int(question.points),
            tags=question.tags,
            stem=question.stem.source.strip(),
            choices=tuple(choice.text.source for choice in question.choices),
            right=frozenset(i for i, choice in enumerate(question.choices) if choice.id in question.answer),
            rationale=str(question.rationale).strip(),
            feedback=tuple(str(choice.feedback) for choice in question.choices if choice.feedback),
        )
        for question in reading.bank.questions
    ]
    assert read == list(items_of(name))
    assert reading.bank.heading.title.startswith("Quiz: ")
    assert re.search(r" - (Fall|Winter) 2026$", reading.bank.heading.course)


# Variational autoencoders


def kl(one: Numbers, other: Numbers) -> float:
    """Return the Kullback-Leibler divergence of two discrete distributions, in nats."""
    return float(np.sum(one * np.log(one / other)))


def gaussian(grid: Numbers, mean: float, deviation: float) -> Numbers:
    """Return a normal distribution as probabilities of the points of an even grid."""
    weights: Numbers = np.exp(-(((grid - mean) / deviation) ** 2) / 2) + 1e-300
    total: Numbers = weights / weights.sum()
    return total


#: A model with three codes and one observed x, from which every quantity can be summed up.
PRIOR = np.array([0.5, 0.3, 0.2])
LIKELIHOOD = np.array([0.1, 0.6, 0.3])
ENCODER = np.array([0.2, 0.3, 0.5])
EVIDENCE = float(PRIOR @ LIKELIHOOD)
POSTERIOR = PRIOR * LIKELIHOOD / EVIDENCE


def test_vae_elbo_gap() -> None:
    gap = math.log(EVIDENCE) - (float(ENCODER @ np.log(LIKELIHOOD)) - kl(ENCODER, PRIOR))
    pairs = [(ENCODER, PRIOR), (ENCODER, POSTERIOR), (POSTERIOR, ENCODER), (PRIOR, POSTERIOR)]
    assert item("vae-elbo-gap").right == {
        i for i, (one, other) in enumerate(pairs) if math.isclose(kl(one, other), gap)
    }


def test_vae_kl_value() -> None:
    grid = np.linspace(-25, 27, 200_001)
    found = kl(gaussian(grid, 1, 2), gaussian(grid, 0, 1))
    assert item("vae-kl-value").answer == f"{found:.2f}"
    slips = [(1 + 2 - 1 - math.log(2)) / 2, 1 + 4 - 1 - math.log(4), (1 + 4 - 1 + math.log(4)) / 2]
    assert {f"{slip:.2f}" for slip in slips} | {f"{found:.2f}"} == set(item("vae-kl-value").choices)


def test_vae_parameter_count() -> None:
    hidden = [np.empty((784, 400)), np.empty(400)]
    output = [np.empty((400, 20)), np.empty(20)]
    counts = [
        sum(array.size for array in arrays)
        for arrays in (
            hidden + output,
            [hidden[0], output[0], output[0]],
            hidden + 2 * output,
            hidden + 3 * output,
        )
    ]
    assert item("vae-parameter-count").choices == tuple(f"{count:,}" for count in counts)
    assert item("vae-parameter-count").right == {2}


def test_vae_log_variance() -> None:
    nodes, weights = np.polynomial.hermite_e.hermegauss(20)
    weights = weights / weights.sum()
    mean, s = 0.7, -1.3
    draws = [
        mean + math.exp(s / 2) * nodes,
        mean + math.exp(s) * nodes,
        mean + s * nodes,
        mean * nodes + math.exp(s / 2),
    ]
    right = set()
    for i, values in enumerate(draws):
        center = float(weights @ values)
        spread = float(weights @ (values - center) ** 2)
        if math.isclose(center, mean) and math.isclose(spread, math.exp(s)):
            right.add(i)
    assert item("vae-log-variance").right == right


def test_vae_mutual_information() -> None:
    encoders = np.array([[0.7, 0.2, 0.1], [0.1, 0.1, 0.8], [0.3, 0.4, 0.3]])
    together = encoders.mean(axis=0)
    to_prior = float(np.mean([kl(row, PRIOR) for row in encoders]))
    information = float(np.mean([kl(row, together) for row in encoders]))
    assert math.isclose(information, to_prior - kl(together, PRIOR))
    assert item("vae-mutual-information").answer == f"{5.0 - 0.8:.1f} nats"


def test_vae_importance_weighted() -> None:
    weights = PRIOR * LIKELIHOOD / ENCODER
    bounds = []
    for size in range(1, 6):
        draws = np.array(list(itertools.product(range(3), repeat=size)))
        bounds.append(float(ENCODER[draws].prod(axis=1) @ np.log(weights[draws].mean(axis=1))))
    pairs = list(itertools.pairwise(bounds))
    evidence = math.log(EVIDENCE)
    statements: list[Callable[[float, float], bool]] = [
        lambda now, more: more <= now <= evidence,
        lambda now, more: math.isclose(now, more) and more <= evidence,
        lambda now, more: evidence <= more <= now,
        lambda now, more: now <= more <= evidence,
    ]
    assert item("vae-importance-weighted").right == {
        i for i, holds in enumerate(statements) if all(holds(now, more) for now, more in pairs)
    }


def test_vae_decoder_variance() -> None:
    def objective(error: float, divergence: float, variance: float) -> float:
        return -error / (2 * variance) - divergence

    # Linear in the squared error and in the divergence: beta is the ratio of the two slopes, new to old.
    error_slopes = [objective(1, 0, variance) - objective(0, 0, variance) for variance in (1, 1 / 4)]
    beta = error_slopes[0] / error_slopes[1]
    assert item("vae-decoder-variance").answer == f"$1/{1 / beta:.0f}$"


def test_vae_amortization_gap() -> None:
    encoder, best, evidence = (
        float(number) for number in re.findall(r"\$(-\d\d\.\d)\$", item("vae-amortization-gap").stem)
    )
    assert item("vae-amortization-gap").answer == f"{best - encoder:.1f} and {evidence - best:.1f} nats"


def test_vae_mode_seeking() -> None:
    grid = np.linspace(-30, 30, 6_001)
    peaks = (gaussian(grid, -8, 1) + gaussian(grid, 8, 1)) / 2
    one_peak, reaching_both, in_the_valley = (
        kl(gaussian(grid, mean, deviation), peaks) for mean, deviation in [(8, 1), (0, math.sqrt(65)), (0, 1)]
    )
    assert math.isclose(one_peak, math.log(2), rel_tol=1e-6)
    means, deviations = np.linspace(-12, 12, 49), np.linspace(0.5, 12, 24)
    _, mean, deviation = min(
        (kl(gaussian(grid, mean, deviation), peaks), abs(mean), deviation)
        for mean in means
        for deviation in deviations
    )
    assert (mean, deviation) == (8, 1)
    assert one_peak < reaching_both < in_the_valley
    assert item("vae-mode-seeking").answer.startswith("On either one of the two peaks")


def test_vae_has_two_right_answers_once() -> None:
    assert [item.id for item in items_of("vae.md") if len(item.right) > 1] == ["vae-collapse-remedies"]
    assert item("vae-compare-bounds").choices[-1] == "None of the above"


# Python


@pytest.mark.parametrize("id", [item.id for item in items_of("python-basics.md") if "prints" in item.tags])
def test_program_prints_the_right_choice_and_no_other(id: str) -> None:
    done = run(code(item(id).stem))
    assert (done.returncode, done.stderr) == (0, "")
    assert {i for i, choice in enumerate(item(id).choices) if plain(choice) == done.stdout.strip()} == item(
        id
    ).right


def test_programs_are_run_for_most_questions() -> None:
    assert sum("prints" in item.tags for item in items_of("python-basics.md")) == 9


def test_python_closure() -> None:
    question = item("py-closure")
    outputs = [
        run(f"{code(choice)}\nprint([f(10) for f in adders()])").stdout.strip() for choice in question.choices
    ]
    assert question.right == {i for i, output in enumerate(outputs) if output == "[10, 11, 12]"}
    assert set(outputs) == {"[10, 11, 12]", "[12, 12, 12]"}


def test_python_local_name() -> None:
    done = run(code(item("py-local-name").stem))
    assert done.stdout == ""
    assert "line 4" in done.stderr
    assert done.stderr.splitlines()[-1].startswith("UnboundLocalError")
    assert "`UnboundLocalError`" in item("py-local-name").answer


def test_python_growth() -> None:
    rows = re.findall(r"^\| ([\d,]+) +\| (\d+) +\| (\d+) +\|$", item("py-growth").stem, flags=re.MULTILINE)
    assert len(rows) == 4
    size, f, g = (
        np.log([int(cell.replace(",", "")) for cell in column]) for column in zip(*rows, strict=True)
    )
    slopes = [float(np.polyfit(size, times, 1)[0]) for times in (f, g)]
    assert [abs(slope - round(slope)) < 0.05 for slope in slopes] == [True, True]
    names = {1: r"$\Theta(n)$", 2: r"$\Theta(n^2)$", 3: r"$\Theta(n^3)$"}
    assert item("py-growth").answer == " and ".join(names[round(slope)] for slope in slopes)


def test_python_bank_has_a_line_longer_than_a_page_is_wide() -> None:
    assert max(map(len, code(item("py-comprehension").stem).splitlines())) > 90


# Sampling


def test_samp_standard_error() -> None:
    deviation = 2.0 * math.sqrt(36)
    needed = next(n for n in itertools.count(1) if deviation / math.sqrt(n) <= 0.5)
    assert item("samp-standard-error").answer == f"{needed:,}"


def test_samp_variance_divisor() -> None:
    samples = np.array(list(itertools.product([-math.sqrt(10), math.sqrt(10)], repeat=5)))
    assert item("samp-variance-divisor").answer == f"{samples.var(axis=1).mean():.0f}"


def test_samp_mean_squared_error() -> None:
    first, second = ((variance + bias**2) for bias, variance in [(0, 4), (1, 2)])
    assert second < first
    assert item("samp-mean-squared-error").answer.startswith("The second")
    assert item("samp-mean-squared-error").answer.endswith(f"namely {second}.")


def test_samp_proportion_margin() -> None:
    error = math.sqrt(0.2 * 0.8 / 400)
    worst = math.sqrt(0.5 * 0.5 / 400)
    values = [error, 1.96 * error, 1.96 * worst, 2 * 1.96 * error]
    assert item("samp-proportion-margin").choices == tuple(f"{value:.3f}" for value in values)
    assert item("samp-proportion-margin").right == {1}


def test_samp_poisson_mle() -> None:
    counts = [2, 0, 3, 1, 4]
    means = np.arange(1, 10_000) / 1000
    likeliest = float(means[np.argmax(sum(count * np.log(means) - means for count in counts))])
    assert item("samp-poisson-mle").answer == f"{math.exp(-likeliest):.3f}"


# Pictures


@pytest.fixture(scope="module")
def draw() -> ModuleType:
    spec = importlib.util.spec_from_file_location("draw", BANKS / "figures" / "draw.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_samp_skewed_histogram(draw: ModuleType) -> None:
    times = draw.waiting_times()
    counts = draw.bar_counts(times)
    assert len(times) == sum(counts) == 200
    assert float(np.mean(times)) > float(np.median(times))
    # The rationale says more: it follows from the bars alone.
    least_mean = sum(bar * draw.BAR_MINUTES * count for bar, count in enumerate(counts)) / 200
    assert sum(counts[:2]) > 100
    assert least_mean > 2 * draw.BAR_MINUTES == 8
    assert item("samp-skewed-histogram").answer.startswith("The mean is larger than the median")


def test_samp_mean_sketch(draw: ModuleType) -> None:
    grid = np.linspace(-40, 120, 160_001)
    right = set()
    for i, choice in enumerate(item("samp-mean-sketch").choices):
        (name,) = re.findall(r"\(figures/(.*)\.pdf\)", choice)
        weights = np.array([draw.SKETCHES[name](minutes) for minutes in grid])
        weights /= weights.sum()
        mean = float(weights @ grid)
        deviation = math.sqrt(float(weights @ (grid - mean) ** 2))
        if math.isclose(mean, 10, rel_tol=0.01) and math.isclose(deviation, 7 / math.sqrt(49), rel_tol=0.01):
            right.add(i)
    assert item("samp-mean-sketch").right == right


def test_pictures_are_the_ones_the_banks_show() -> None:
    shown = set()
    for name in NAMES:
        shown |= set(
            re.findall(r"!\[[^\]]+\]\(figures/([^)]+)\)", (BANKS / name).read_text(encoding="utf-8"))
        )
    assert shown == {path.name for path in (BANKS / "figures").glob("*.p[dn][fg]")}
    assert len(shown) == 5


@pytest.mark.parametrize("path", sorted((BANKS / "figures").glob("*.pdf")), ids=lambda path: path.name)
def test_picture_survives_a_photocopier(path: Path) -> None:
    assert path.stat().st_size < 60_000
    with pikepdf.open(path) as pdf:
        (page,) = pdf.pages
        forms = page.Resources.get("/XObject", pikepdf.Dictionary())
        streams = [page.Contents, *(form for _, form in forms.items())]
        widths, shades = list[float](), set[float]()
        for stream in streams:
            for step in pikepdf.parse_content_stream(stream):
                if str(step.operator) == "w":
                    widths.append(float(str(step.operands[0])))
                elif str(step.operator) in {"g", "G", "rg", "RG"}:
                    shades |= {float(str(operand)) for operand in step.operands}
        # Zero is written before shapes that are filled and not outlined.
        assert min(width for width in widths if width) >= 0.5
        assert shades <= {0.0, 1.0}
        for font in page.Resources.Font.values():
            for descendant in font.get("/DescendantFonts", [font]):
                assert "/FontFile2" in descendant.FontDescriptor
