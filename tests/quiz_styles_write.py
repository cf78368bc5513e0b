"""Writes made-up questions down in a random style, as people do, and keeps what was meant."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, replace
from random import Random

from quiz_styles_forms import (
    ANSWERS,
    BECAUSE,
    BETWEEN,
    HEADS,
    LABELS,
    LISTED_REMARKS,
    NUMBERS,
    POINTS,
    REASONS,
    REMARKS,
    ROMAN,
    SIGNS,
    TOPS,
)
from quiz_styles_keys import key_lines
from quiz_styles_words import BLOCKS, KINDS, TOKENS, Asked, ask, ask_truth, remark


@dataclass(frozen=True, slots=True)
class Style:
    """How all questions of a file are written."""

    number: str
    label: str
    layout: str  #: of choices: lines, gaps, inline, on the stem, columns, down
    indent: str  #: before each choice
    by: str  #: how the right choice is told: sign, line, because, key
    sign: str
    answer: str
    reason: str
    remark: str  #: empty: none
    points: str  #: empty: none
    apart: str  #: lines between stem, choices and answer
    between: str
    wrap: int  #: columns; 0: no wrapping
    hang: str  #: before lines that go on

    def tags(self) -> list[str]:
        """Return what the figures are counted by."""
        tags = [
            f"number {self.number}",
            f"label {self.label.strip() or 'none'}",
            f"layout {self.layout}",
            f"by {self.by}",
        ]
        tags += [f"sign {self.sign}"] if self.by == "sign" else []
        tags += [f"answer {self.answer!r}"] if self.by in ("line", "because") else []
        tags += [
            f"reason {self.reason.strip()!r}",
            f"remark {self.remark!r}",
            f"points {self.points or 'none'}",
        ]
        return [
            *tags,
            f"between {self.between!r}",
            f"wrap {bool(self.wrap)} {self.hang!r}",
            f"indent {self.indent!r}",
        ]


@dataclass(frozen=True, slots=True)
class Quiz:
    """A text, and what was meant by it."""

    text: str
    questions: tuple[Asked, ...]
    lines: tuple[int, ...]  #: on which each question begins, 1-based
    tags: tuple[str, ...]
    keyed: int  #: on which the list of answers begins, 1-based; 0: there is none


def common(draw: Random, usual: tuple[str, ...], all_of: tuple[str, ...], share: float) -> str:
    """Return one of the usual ways, or of all with this share."""
    return draw.choice(all_of if draw.random() < share else usual)


def make_style(draw: Random, odd: float) -> Style:
    """Return a random style; ``odd`` is the share of ways that are not usual."""
    label = common(draw, LABELS[:13], LABELS, odd)
    by = draw.choice(("sign", "line", "line", "line", "because", "key", "key"))
    if label.strip() in ("- [ ]", "( )", "\u25a1", "\u25cb", "") or (
        label.strip() in "-*\u2022" and draw.random() < 0.8
    ):
        by = "sign"
    return Style(
        number=common(
            draw, ("1.", "1)", "Q1.", "Question 1:", "**1.**", "### Question 1/"), tuple(NUMBERS), odd
        ),
        label=label,
        layout=common(
            draw, ("lines",), ("lines", "gaps", "inline", "stem", "columns", "spaces", "down"), odd
        ),
        indent=common(draw, ("", "   ", " "), ("", " ", "  ", "   ", "    ", "\t"), odd),
        by=by,
        sign=common(
            draw, ("*a", "bold choice", "tick behind", "(correct)", "[x]", "bold"), tuple(SIGNS), odd
        ),
        answer=common(draw, ANSWERS[:8], ANSWERS, 0.6) if by == "line" else draw.choice(BECAUSE),
        reason=common(draw, REASONS[:4], REASONS, 0.5),
        remark=draw.choice((*REMARKS, *LISTED_REMARKS)) if draw.random() < 0.12 else "",
        points=draw.choice(tuple(POINTS)) if draw.random() < 0.2 else "",
        apart="" if draw.random() < 0.5 else "\n",
        between=common(draw, BETWEEN[:3], BETWEEN, odd),
        wrap=draw.choice((30, 44, 60)) if draw.random() < 0.2 else 0,
        hang=draw.choice(("", "    ", " ", "\t")),
    )


def letter(label: str, at: int, upper: bool | None = None) -> str:
    """Return the label's letter or number of a position, in the label's case or another."""
    if "1" in label:
        return str(at + 1)
    if "i" in label.casefold().split("option")[0]:
        return ROMAN[at + 1].lower()
    capital = "A" in label if upper is None else upper
    return chr(ord("A" if capital else "a") + at)


def label_of(label: str, at: int) -> str:
    """Return the label of a position."""
    for sign in ("A", "a", "1", "i"):
        if (place := label.rfind(sign)) >= 0 and not label[place + 1 : place + 2].isalpha():
            return label[:place] + letter(label, at) + label[place + 1 :]
    return label


def choice_rows(style: Style, asked: Asked) -> list[str]:
    """Return one text for each choice, with label and sign."""
    rows = []
    for at, choice in enumerate(asked.choices):
        label = label_of(style.label, at)
        row = label + choice
        if style.by == "sign" and at in asked.right:
            if "[ ]" in label:
                row = row.replace("[ ]", "[x]", 1)
            elif "( )" in label:
                row = row.replace("( )", "(x)", 1)
            elif label.strip() == "\u25a1":
                row = row.replace("\u25a1", "\u2611", 1)
            else:
                bare = label.lstrip("-* ")
                start = label[: len(label) - len(bare)]
                row = SIGNS[style.sign].format(l=label, c=choice, b=start, n=bare)
                row = f"{start}*{bare}{choice}" if style.sign == "*a" else row
        rows.append(row)
    return rows


def answer_text(style: Style, asked: Asked, form: str) -> str:
    """Return a line that tells the right choices."""
    right = sorted(asked.right)
    capital = ", ".join(letter(style.label, at, True) for at in right)
    small = ", ".join(letter(style.label, at, False) for at in right)
    if len(right) > 1:
        form = (
            form.replace(") {c}", ")")
            .replace(". {c}", "")
            .replace(" - {c}", "")
            .replace("({l})", "{l}")
            .replace("{l})", "{l}")
        )
    words = asked.choices[right[0]]
    return form.format(L=capital, l=small, c=words, w=" ".join(asked.why))


def write(draw: Random, style: Style, asked: Asked, number: int) -> tuple[list[str], Asked]:
    """Return the lines of a question, and what they mean."""
    prefix = NUMBERS[style.number].format(number, ROMAN[number])
    stem = list(asked.stem)
    if style.number == "**bold stem**":
        stem[0] += "**"
    if style.points and style.number != "none":
        asked = replace(asked, points=draw.choice((1, 2, 3)) if not style.points.startswith("end (2") else 2)
        form = POINTS[style.points]
        if "{0}" in form:
            prefix = form.format(prefix, "", asked.points)
        else:
            stem[-1] = (
                form.format("", stem[-1], asked.points)
                .replace(" points", "\0points")
                .replace(" pts", "\0pts")
            )
    stem[0] = prefix + stem[0]
    lines = [part for line in stem for part in (wrapped(style, line) if len(stem) == 1 else line.split("\n"))]
    lines = [line.replace("\0", " ") for line in lines]
    if asked.truth:
        rows: list[str] = []
    else:
        rows = choice_rows(style, asked)
        lines += [""] * len(style.apart)
    remarks: list[str] = []
    if style.remark and not asked.truth and style.layout == "lines":
        remarks = [remark(draw) for _ in asked.choices]
        asked = replace(asked, feedback=tuple(remarks))
    lines = laid_out(style, lines, rows, remarks)
    if (
        style.by == "line"
        or (style.by == "because" and not asked.why)
        or (asked.truth and style.by in ("sign", "because"))
    ):
        form = "Answer: {c}" if asked.truth else style.answer if style.by == "line" else "Answer: {L}"
        lines += [""] * len(style.apart) + answer_text(style, asked, form).split("\n")
    elif style.by == "because":
        asked = replace(asked, feedback=asked.feedback if style.remark in REMARKS else ())
        lines += [""] * len(style.apart) + answer_text(style, asked, style.answer).split("\n")
        asked = replace(asked, why=tuple(" ".join(asked.why).split("\n")))
        return lines, asked
    if style.remark in LISTED_REMARKS and remarks:
        lines += [""] + [
            style.remark.format(l=letter(style.label, at, False), L=letter(style.label, at, True), r=text)
            for at, text in enumerate(remarks)
        ]
    if asked.why and style.by != "key":
        lines += ["", *why_lines(style, asked)]
    return lines, asked


def why_lines(style: Style, asked: Asked) -> list[str]:
    """Return the lines of a rationale with its label."""
    label = style.reason.format(L=letter(style.label, min(asked.right), True))
    if label == "> ":
        return [f"> {line}".rstrip() for line in asked.why]
    if label == "*":
        return [f"*{asked.why[0]}*", *asked.why[1:]]
    close = ")" if label.startswith("(") and len(asked.why) == 1 else ""
    label = label if close or not label.startswith("(") else label[1:]
    return [*(label + asked.why[0] + close).split("\n"), *asked.why[1:]]


def wrapped(style: Style, text: str) -> list[str]:
    """Return a paragraph in lines."""
    if not style.wrap or any(sign in text for sign in "$`"):
        return text.split("\n")
    first, rest = [*text.rsplit("\n", 1)] if "\n" in text else ["", text]
    out = textwrap.wrap(
        rest, style.wrap, subsequent_indent=style.hang, break_long_words=False, break_on_hyphens=False
    )
    return ([*first.split("\n")] if first else []) + out


def laid_out(style: Style, lines: list[str], rows: list[str], remarks: list[str]) -> list[str]:
    """Return the lines of a stem with those of its choices."""
    if not rows:
        return lines
    short = max(map(len, rows)) < 34
    if style.layout == "stem" and short:
        return [
            *(lines[:-1] if not lines[-1] else lines)[:-1],
            (lines[-1] or lines[-2]) + " " + "  ".join(rows),
        ]
    if style.layout == "inline" and short:
        return [*lines, style.indent + "   ".join(rows)]
    if style.layout in ("columns", "spaces", "down") and short:
        half = (len(rows) + 1) // 2
        pairs = [rows[at : at + 2] for at in range(0, len(rows), 2)]
        if style.layout == "down" and label_of(style.label, 0) != label_of(style.label, 1):
            pairs = [rows[at::half] for at in range(half)]
        gap = "\t" if style.layout == "columns" and style.label.strip() not in ("-", "*", "") else ""
        return [
            *lines,
            *(style.indent + gap.join(pair if gap else (f"{row:<34}" for row in pair)) for pair in pairs),
        ]
    for at, row in enumerate(rows):
        lines += [
            style.indent + wrapped(style, row)[0],
            *(style.indent + part for part in wrapped(style, row)[1:]),
        ]
        if remarks and style.remark in REMARKS:
            lines.append(style.indent + style.remark.format(r=remarks[at]))
        if style.layout == "gaps":
            lines.append("")
    return lines


def make_quiz(seed: int, number: int) -> Quiz:
    """Return the text with this number."""
    draw = Random(f"quiz style {seed} {number}")
    odd = draw.choice((0.0, 0.15, 0.15, 0.4, 1.0))
    style = make_style(draw, odd)
    kind = common(draw, ("things", "sentences"), KINDS, 0.6)
    kind = (
        "things"
        if style.label.strip() in ("", "-", "*", "\u2022", "\u25cb", "\u25a1")
        and kind in ("odd", "mixed", "names")
        else kind
    )
    if kind in ("letters", "odd", "mixed") and "{c}" in style.answer:
        kind = "things"
    if not style.label and style.sign == "[x]":
        style = replace(style, sign="(correct)")
    block = draw.choice(("paragraphs", *BLOCKS)) if draw.random() < 0.3 else ""
    reasons = draw.choice(("", "", "short", "short", "long"))
    several = draw.random() < 0.15 and "{c}" not in style.answer
    truths = (
        draw.random() < 0.15 and style.number != "none" and "1" not in style.label and "i" not in style.label
    )
    tokens = draw.sample(TOKENS, draw.randint(3, 8))
    lines: list[str] = []
    if draw.random() < 0.5:
        for top in draw.sample(TOPS, draw.randint(1, 4)):
            lines += [*top.split("\n"), *[""] * draw.randint(0, 1)]
        lines.append("")
    head = draw.choice(HEADS) if draw.random() < 0.2 else ""
    again = bool(head) and draw.random() < 0.4
    asks, begins, numbers, sections = [], [], [], []
    count, section = 0, 0
    for at, token in enumerate(tokens):
        if head and at in (0, len(tokens) // 2):
            section += 1
            lines += [head.format("_AB"[section], section), ""]
            count = 0 if again else count
        count += 1
        asked = (
            ask_truth(draw, token, reasons)
            if truths and draw.random() < 0.4
            else ask(
                draw,
                token,
                kind,
                several,
                block if draw.random() < 0.5 else "",
                reasons if draw.random() < 0.8 else "",
            )
        )
        mine = (
            style
            if draw.random() < 0.93
            else replace(
                style, answer=draw.choice(ANSWERS[:8] if several else ANSWERS), reason=draw.choice(REASONS)
            )
            if style.by == "line"
            else style
        )
        begins.append(len(lines) + 1)
        written, asked = write(draw, mine, asked, count)
        if at:
            begins[-1] = len(lines) + 1
        lines += [
            *written,
            "",
            *(style.between.split("\n") if at + 1 < len(tokens) and style.between else []),
            *([""] if style.between else []),
        ]
        asks.append(asked)
        numbers.append(count)
        sections.append(head.format("_AB"[section], section) if head else "")
    key, keyed = "", 0
    if style.by == "key":
        key, said, asks = key_lines(
            draw, asks, numbers, sections, lambda at, upper: letter(style.label, at, upper), odd
        )
        keyed = len(lines) + 2
        lines += ["", *said]
    text, ends = finished(draw, lines)
    tags = [
        *style.tags(),
        f"kind {kind}",
        f"block {block or 'none'}",
        f"reasons {reasons or 'none'}",
        f"ends {ends}",
        f"head {head or 'none'}",
        f"key {key or 'none'}",
        f"odd {odd}",
        f"several {several}",
        f"truths {truths}",
        f"again {again}",
    ]
    return Quiz(text, tuple(asks), tuple(begins), tuple(tags), keyed)


def finished(draw: Random, lines: list[str]) -> tuple[str, str]:
    """Return the lines as a file, and what was done to all of them."""
    how = draw.choice(("crlf", "blanks", "bom", "nbsp", "fence")) if draw.random() < 0.15 else "plain"
    if how == "blanks":
        return "".join(f"{line}{' ' * draw.randint(0, 3)}\n" for line in lines), how
    if how == "nbsp":
        return "\n".join(line.replace(". ", ".\u00a0") for line in lines), how
    text = "\n".join(lines)
    if how == "fence":
        return f"```markdown\n{text}\n```\n" if "```" not in text else text, how
    return ("\ufeff" if how == "bom" else "") + text.replace(
        "\n", "\r\n" if how == "crlf" else "\n"
    ) + "\n", how
