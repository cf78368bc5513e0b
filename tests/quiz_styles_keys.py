"""Lists of answers at the end of made-up quizzes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from quiz_styles_words import Asked

_HEADS = (
    "## Answer key",
    "Answer key",
    "Answers",
    "Answers:",
    "**Answer Key**",
    "ANSWER KEY",
    "### Answers",
    "Key:",
    "Solutions",
    "# Answers and explanations",
    "Correct answers:",
    "L\u00f6sungen",
    "Respuestas",
    "---\n\nAnswers\n",
    "Answer Key:\n",
    "Answer key for Quiz 3",
    "--- Answer key ---",
    "<details>\n<summary>Answers</summary>\n",
    "",
)
#: One entry; those with ``{w}`` say why.
_ENTRIES = {
    "1. B": "{n}. {L}",
    "1) b": "{n}) {l}",
    "1-B": "{n}-{L}",
    "1B": "{n}{L}",
    "1 B": "{n} {L}",
    "1: B": "{n}: {L}",
    "**1.** B": "**{n}.** {L}",
    "1. **B**": "{n}. **{L}**",
    "Q1: B": "Q{n}: {L}",
    "Question 1: B": "Question {n}: {L}",
    "1 - B": "{n} - {L}",
    "1. (b)": "{n}. ({l})",
    "- 1. B": "- {n}. {L}",
    "1. Answer: B": "{n}. Answer: {L}",
    "1 = B": "{n} = {L}",
    "(1) B": "({n}) {L}",
    "1. B)": "{n}. {L})",
    "1. B choice": "{n}. {L}. {c}",
    "1. b) choice": "{n}. {l}) {c}",
    "**1. B**": "**{n}. {L}**",
    "#1 B": "#{n} {L}",
    "1 -> B": "{n} \u2192 {L}",
    "1\tB": "{n}\t{L}",
    "1.B": "{n}.{L}",
    "Q1. (b) choice": "Q{n}. ({l}) {c}",
}
_WHY = {
    "1. B - why": "{n}. {L} - {w}",
    "1. B\\nwhy": "{n}. {L}\n{w}",
    "1. B. why": "{n}. {L}. {w}",
    "1. **B** why": "{n}. **{L}** \u2013 {w}",
    "1. B\\n   why": "{n}. {L}\n   {w}",
    "1. B: why": "{n}. {L}: {w}",
    "1. B (why)": "{n}. {L} ({w})",
    "1. B\\nExplanation": "{n}. {L}\nExplanation: {w}",
    "**1. B**\\n\\nwhy": "**{n}. {L}**\n\n{w}\n",
    "1. b) choice. why": "{n}. {l}) {c}\n   Rationale: {w}",
    "1. B why": "{n}. {L} {w}",
    "### 1": "### {n}\n\nAnswer: {L}\n\nExplanation: {w}\n",
    "Question 1": "Question {n}\nAnswer: {L}\n{w}\n",
    "1. B; why": "{n}. {L}; {w}",
    "1. B because": "{n}. {L} because {w}",
    "1. B, why": "{n}. {L}, {w}",
}
_LINES = (
    "lines",
    "lines",
    "lines",
    "one line",
    "commas",
    "columns",
    "tabs",
    "table",
    "wide table",
    "across",
    "fives",
    "gaps",
    "bullets",
)


def key_lines(
    draw: Random,
    asks: Sequence[Asked],
    numbers: Sequence[int],
    sections: Sequence[str],
    letter: Callable[[int, bool], str],
    odd: float,
) -> tuple[str, list[str], list[Asked]]:
    """Return the name of the way, the lines of a list of answers, and the questions as they are meant now."""
    head = draw.choice(_HEADS if draw.random() < odd else _HEADS[:8])
    with_why = any(asked.why for asked in asks) and draw.random() < 0.7
    if with_why:
        name = draw.choice(tuple(_WHY))
        asks = [replace(asked, why=(" ".join(asked.why),) if any(asked.why) else ()) for asked in asks]
        form = _WHY[name]
    else:
        asks = [replace(asked, why=()) for asked in asks]
        name = draw.choice(
            tuple(_ENTRIES) if draw.random() < 0.6 else ("1. B", "1) b", "1-B", "1 B", "1. B choice")
        )
        form = _ENTRIES[name]
    layout = draw.choice(_LINES)
    if "{w}" in form or "{c}" in form or len(set(sections)) > 1:
        layout = draw.choice(("lines", "gaps"))
    said: list[str] = []
    pairs: list[tuple[str, str]] = []
    for at, (asked, number) in enumerate(zip(asks, numbers, strict=True)):
        if sections[at] and (not at or sections[at] != sections[at - 1]):
            said += [sections[at], ""]
        right = sorted(asked.right)
        if asked.truth:
            capital = small = asked.choices[right[0]][: draw.choice((1, 5))]
            capital, small = (capital, small) if len(capital) > 1 else (capital.upper(), capital.upper())
        else:
            capital, small = (", ".join(letter(spot, upper) for spot in right) for upper in (True, False))
        words = asked.choices[right[0]]
        used = (
            form
            if len(right) == 1 and not asked.truth
            else form.replace(". {c}", "")
            .replace(") {c}", "")
            .replace("({l}", "{l}")
            .replace("{l})", "{l}")
            .replace("({l})", "{l}")
        )
        used = used if asked.why else _short(used)
        pairs.append((str(number), capital))
        said += (
            used.format(n=number, L=capital, l=small, c=words, w=asked.why[0] if asked.why else "")
            .rstrip()
            .split("\n")
        )
        if layout == "gaps" or "\n\n" in form:
            said.append("")
    entries = [line for line in said if line]
    said = _laid_out(layout, entries, pairs) or said
    close = ["", "</details>"] if head.startswith("<details>") else []
    return (
        f"{name} / {layout} / {head!r}",
        [*head.split("\n"), *([""] if draw.random() < 0.5 else []), *said, *close],
        list(asks),
    )


def _short(form: str) -> str:
    """Return the form of an entry without its reasons."""
    return (
        form.split("{w}")[0]
        .removesuffix("(")
        .rstrip(" -\u2013:.;,")
        .removesuffix("because")
        .removesuffix("Explanation")
        .removesuffix("Rationale")
        .rstrip()
    )


def _laid_out(layout: str, entries: list[str], pairs: list[tuple[str, str]]) -> list[str]:
    if layout == "one line":
        return ["  ".join(entries)]
    if layout == "commas":
        return [", ".join(entries)]
    if layout == "columns":
        half = (len(entries) + 1) // 2
        return ["          ".join(entries[at::half]) for at in range(half)]
    if layout == "tabs":
        return ["\t".join(entries[at : at + 3]) for at in range(0, len(entries), 3)]
    if layout == "fives":
        return ["   ".join(entries[at : at + 5]) for at in range(0, len(entries), 5)]
    if layout == "table":
        return [
            "| Question | Answer |",
            "|---|---|",
            *(f"| {number} | {letters} |" for number, letters in pairs),
        ]
    if layout == "wide table":
        return [
            "| # | Answer | Points |",
            "|---|:---:|---|",
            *(f"| {number} | {letters} | 1 |" for number, letters in pairs),
        ]
    if layout == "across":
        row = " | ".join(number for number, _ in pairs)
        return [
            f"| {row} |",
            "|" + "---|" * len(pairs),
            "| " + " | ".join(letters for _, letters in pairs) + " |",
        ]
    if layout == "bullets":
        return [f"* {entry.removeprefix('- ')}" for entry in entries]
    return []
