"""Small random banks with everything that can go wrong in print: formulas, code, percent signs, pictures, references."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw

_NOUNS = [
    "river",
    "valley",
    "harbour",
    "lantern",
    "meadow",
    "orchard",
    "glacier",
    "market",
    "village",
    "engine",
    "garden",
    "bridge",
]
_VERBS = [
    "carries",
    "follows",
    "measures",
    "crosses",
    "avoids",
    "repeats",
    "answers",
    "covers",
    "divides",
    "lifts",
]
_ADJECTIVES = [
    "northern",
    "quiet",
    "narrow",
    "frozen",
    "distant",
    "ancient",
    "crowded",
    "golden",
    "hollow",
    "simple",
]


def make_bank(folder: Path, seed: int) -> Path:
    """Write a bank and its pictures into a folder, and return the bank's path; equal for equal seeds."""
    draw = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in _pictures(draw).items():
        (folder / name).write_bytes(data)
    shapes = [_prose, _formulas, _code, _several, _references, _pictured, _table]
    draw.shuffle(shapes)
    questions = [shape(draw, number) for number, shape in enumerate(shapes, start=1)]
    head = (
        f"Quiz: {_words(draw, 2).title()}\n\nTST{draw.randrange(100, 999)} - Term {draw.randrange(1, 9)}\n\n"
    )
    path = folder / "mutants.md"
    path.write_text(head + "\n".join(questions), encoding="utf-8")
    return path


def _words(draw: random.Random, count: int) -> str:
    return " ".join(draw.choice(draw.choice((_NOUNS, _VERBS, _ADJECTIVES))) for _ in range(count))


def _sentence(draw: random.Random) -> str:
    return (
        f"the {draw.choice(_ADJECTIVES)} {draw.choice(_NOUNS)} {draw.choice(_VERBS)} "
        f"the {draw.choice(_ADJECTIVES)} {draw.choice(_NOUNS)}"
    )


def _sentences(draw: random.Random, count: int) -> list[str]:
    found: list[str] = []
    while len(found) < count:
        text = _sentence(draw)
        if text not in found:
            found.append(text)
    return found


def _question(
    draw: random.Random,
    number: int,
    stem: str,
    choices: list[str],
    answer: str,
    rationale: str,
    *,
    feedback: bool = False,
    points: int | None = None,
    fixed: str = "",
) -> str:
    """Return a question; ``rationale`` may name choices, and ``fixed`` says what keeps its place in every version."""
    points = points if points is not None else draw.choice((1, 2, 3))
    lines = [f"{number}. {{#q{number}-{draw.randrange(100, 999)} points={points}{fixed}}} {stem}"]
    for place, text in enumerate(choices):
        lines.append(f" - ({'abcdefgh'[place]}) {text}")
    lines += ["", f"Correct Answer: {answer}", "", f"Rationale: {rationale}", ""]
    if feedback:
        lines += [f"Feedback (a): Here {_sentence(draw)}.", "", f"Feedback (b): Now {_sentence(draw)}.", ""]
    return "\n".join(lines)


def _prose(draw: random.Random, number: int) -> str:
    choices = [text.capitalize() for text in _sentences(draw, draw.choice((4, 5)))]
    right = draw.choice("abcd")
    share = draw.randrange(11, 89)
    stem = f"Some {share}% of the {draw.choice(_NOUNS)} is lost, and {_sentence(draw)}. Which of these holds?"
    return _question(draw, number, stem, choices, f"({right})", f"Because {_sentence(draw)}.", feedback=True)


def _formulas(draw: random.Random, number: int) -> str:
    a, b = draw.sample(range(2, 9), 2)
    choices = [f"$x^{a} + {b}y$", f"$x^{a} - {b}y$", f"$x_{a} + {b}y$", f"$\\frac{{x}}{{{a}}} + {b}y$"]
    stem = f"If $u = {draw.randrange(12, 98)}$ and $v = \\sqrt{{{a}}}$, which formula says that {_sentence(draw)}?"
    return _question(draw, number, stem, choices, "(b)", f"Put $x = {a}$ and add ${b}y$.")


def _code(draw: random.Random, number: int) -> str:
    step = draw.randrange(3, 9)
    stem = (
        f"What does this print when {_sentence(draw)}?\n\n   ```python\n   total = 100 % {step}\n"
        f"   print(total, '{draw.choice(_NOUNS)}')  # 5% more\n   ```"
    )
    choices = [f"`{value}`" for value in draw.sample(range(10, 99), 3)] + ["`None % 2`"]
    why = f"The rest of 100 by {step}, so {_sentence(draw)}."
    return _question(draw, number, stem, choices, "(c)", why, fixed=" keep-order")


def _several(draw: random.Random, number: int) -> str:
    choices = [text.capitalize() + "." for text in _sentences(draw, 4)]
    stem = f"Which of these follow when {_sentence(draw)}?"
    return _question(
        draw, number, stem, choices, "(a), (d)", f"Both [[a]] and [[d]] say it: {_sentence(draw)}."
    )


def _references(draw: random.Random, number: int) -> str:
    first, second = (text.capitalize() for text in _sentences(draw, 2))
    choices = [first, second, "Both [[a]] and [[b]]", "None of the above {pin}"]
    stem = f"What is true where {_sentence(draw)}?"
    why = f"[[a]] fails since {_sentence(draw)}; [[b]] fails, too."
    return _question(draw, number, stem, choices, "(d)", why, feedback=True)


def _pictured(draw: random.Random, number: int) -> str:
    stem = f"Which sketch shows that {_sentence(draw)}?\n\n   ![](scene.{draw.choice(('pdf', 'jpg'))}){{width=4cm}}"
    choices = [f"![](shape-{i}.png){{width=2cm}}" for i in range(1, 5)]
    return _question(draw, number, stem, choices, "(a)", f"It is the first, as {_sentence(draw)}.")


def _table(draw: random.Random, number: int) -> str:
    rows = "\n".join(f"   | {draw.choice(_NOUNS)} | {draw.randrange(100, 999)} |" for _ in range(3))
    stem = f"Read the table.\n\n   | thing | size |\n   |---|---|\n{rows}\n\n   What is the {draw.choice(_ADJECTIVES)} one?"
    choices = [str(value) for value in draw.sample(range(100, 999), 4)]
    return _question(draw, number, stem, choices, "(b)", f"By the table {_sentence(draw)}.", fixed=" pin")


def _pictures(draw: random.Random) -> dict[str, bytes]:
    """Return four PNGs that differ, a JPEG in colour, and a PDF with colour, transparency, clipping and text."""
    found = {}
    corners = draw.sample([(10, 10), (60, 12), (14, 66), (62, 60)], 4)
    for index, (x, y) in enumerate(corners, start=1):
        image = Image.new("RGBA" if index == 1 else "RGB", (100, 100), "white")
        ImageDraw.Draw(image).ellipse((x, y, x + 30, y + 30), fill="black")
        found[f"shape-{index}.png"] = _saved(image, "PNG")
    photo = Image.new("RGB", (80, 60), (draw.randrange(255), draw.randrange(255), 90))
    ImageDraw.Draw(photo).line((0, 0, 79, 59), fill="yellow", width=4)
    found["scene.jpg"] = _saved(photo, "JPEG")
    found["scene.pdf"] = _figure(draw)
    return found


def _saved(image: Image.Image, kind: str) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind)
    return stream.getvalue()


def _figure(draw: random.Random) -> bytes:
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(120, 80)).obj
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(F1=document.make_indirect(font)),
            ExtGState=pikepdf.Dictionary(G0=pikepdf.Dictionary(ca=0.4, CA=0.4)),
        )
        page.Group = pikepdf.Dictionary(
            Type=pikepdf.Name.Group, S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceRGB, I=True
        )
        red = draw.random()
        page.Contents = document.make_stream(
            f"q 0 0 120 80 re W n /G0 gs {red:.3f} .2 .7 rg 10 10 60 40 re f 1 1 1 rg 30 20 60 40 re f Q "
            "BT /F1 9 Tf 1 0 0 rg 20 60 Td (fig) Tj ET".encode()
        )
        stream = io.BytesIO()
        document.save(stream, deterministic_id=True)
        return stream.getvalue()
