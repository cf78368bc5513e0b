"""Random banks for the tests of writers: texts with everything that looks like the marks of a format."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from examgen.errors import Place
from examgen.formats.textdraft import choice_id
from examgen.model import Bank, Choice, Heading, Question, Text

AWKWARD = (
    "a) first", "(b) second", "- (a) one", "A. Shannon said so", "B. b", "*c) starred", "[x] done",
    "- [ ] box",
    "Answer: B", "Correct Answer: (a)", "Rationale: because", "Explanation: x", "Feedback (a): no",
    "Feedback: y",
    "Why: z", "Solution: a", "Answer key", "# Heading", "## Part B", "1. one", "2. two", "3) three",
    "Question 4: what?",
    "Q5. who", "Quiz: title", "---", "***", "title: x", "<!-- comment -->", "<!-- open", "```",
    "```python\nx = 1\n\n```",
    "$$\nx^2\n$$", "$x$ and $y$", "{#id}", "{points=2}", "ends {pin}", "{1, 2}", "(2 points)",
    "(correct)", "✓", "x *",
    "**all bold**", "*", "- item", "* item\n  more", "> quote", "    indented",
    "| a | b |\n| - | - |\n| 1 | 2 |",
    "<details>", "<summary>Answer</summary>", "True", "False", "no", "012", "~", "null", "'quoted'",
    '"double"', "a: b",
    "#hash", "x # y", "&a", "*b", "!t", "%d", "@at", "`code`", "back\\slash", "\\{x=1}", "über", "日本",
    "β ≤ γ",
    "5 a) x b) y",    "Part 1\n\nPart 2", "i. one\nii. two", "None of the above", "[[a]]", "1. B 2. C",
    "A", "B", "word", "many words here",
    "The answer is B", "1: x", "#3", "Options:", "line\\\nbreak", "two  \nlines", "Key: b", "(c)", "a)",
    "Note: x", "1.",
    "*b) **1 2***", "**a)** x", "__b__", "![](x.jpg)", "![a map](<x y.jpg>){width=3cm}",
    "![](x.jpg){width=50%} word", "[a link](https://example.org/a_b)", "<https://example.org>", "\\(x_1\\)",
    "\\[a \\\\ b\\]", "$$a_1 \\\\ b_2$$", "$$\nx_1 < 2\n$$", "$\\{a_1, b\\}$", "$5 and $10", "$PATH:$HOME",
    "$a*b*c$", "US$", "\\$5", "$x", "\\(", "\\)", "\\\\(1\\\\)", "&lt;p&gt;", "&amp;", "&nbsp;", "&#60;",
    "R&D", "<b>bold</b>", "vector<int>", "x < y > z", "<", "</p>", "#include <x>", "{x=1}", "{=right ~wrong}",
    "~%50%x", "=x", "~x", "#fb", "####", "::name::", "// note", "$CATEGORY: a", "->", "[ ] box", "[*] right",
    "...", "... more", "Title: x", "Points: 2", "END_GROUP", "*a)", "% comment", "a\\)", "שלום", "(א) עולם",
    "مرحبا", "e\u0301", "x\u0300\u0301", "a\tb", "end\\", "\\\\", "C:\\dir\\", "\xa0", "\u200bz", "🙂", "ﬁ",
    "“q”", "it's", '"q"', "-- x", "---x", "x--y", "a_b_c", "2*3*4", "**", "__", "_", "`", "``a`b``", "` a `",
    "```` x", "~~~\n{=a}\n~~~", "```\na) b\nAnswer: B\n```", "```\n* b\n\n1. x\n```", "- a\n- b",
    "1. a\n2. b", "3) a\n4) b", "- a\n\n  b\n- c", "> a\n> b", "> ```\n> x\n> ```", "| a |\n|:-:|\n| $x$ |",
    "a | b", "|", "Setext\n===", "Setext\n---", "* * *", "[x]: y", "[^1]", ":::", ": defines",
    "term\n: defines", "(1 point)", "[2 marks]", "5%", "100 %", "@@PLUGINFILE@@/x.png", "]]>", "<![CDATA[",
    "\\n", "\\neq", "a:b", "http://x.y", "a@b.org", "^", "^2^", "H~2~O", "~~gone~~", "==", "\\",
)  # fmt: skip

_WORDS = st.sampled_from(AWKWARD)


def _tidy(parts: list[str]) -> str:
    text = "".join(parts)
    lines = [line if line.endswith("  ") and line.strip() else line.rstrip() for line in text.split("\n")]
    return "\n".join(lines).strip()


@st.composite
def _sources(draw: st.DrawFn) -> str:
    parts = draw(st.lists(_WORDS, min_size=1, max_size=3))
    joins = draw(st.lists(st.sampled_from([" ", "\n", "\n\n"]), min_size=len(parts), max_size=len(parts)))
    return _tidy([piece for pair in zip(parts, joins, strict=True) for piece in pair]) or "x"


def _text(source: str) -> Text:
    return Text(source, (Place("bank"),) * (source.count("\n") + 1))


_NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9._:-]{1,8}", fullmatch=True)


@st.composite
def _questions(draw: st.DrawFn, id: str) -> Question:
    count = draw(st.integers(2, 4))
    choices = []
    for position in range(count):
        named = draw(st.booleans()) and draw(st.booleans())
        choices.append(
            Choice(
                id=f"name-{position}" if named else choice_id(position),
                text=_text(draw(_sources())),
                place=Place("bank"),
                weight=draw(st.sampled_from([None, None, None, Fraction(1, 3), Fraction(-1, 2)])),
                feedback=draw(st.none() | _sources().map(_text)),
                pin=draw(st.booleans()) and draw(st.booleans()),
            )
        )
    right = draw(st.sets(st.integers(0, count - 1), min_size=1, max_size=count))
    return Question(
        id=id,
        stem=_text(draw(_sources())),
        place=Place("bank"),
        choices=tuple(choices),
        answer=frozenset(choices[position].id for position in right),
        rationale=draw(st.none() | _sources().map(_text)),
        points=draw(st.sampled_from([Fraction(1), Fraction(2), Fraction(1, 2), Fraction(2, 3), Fraction(0)])),
        tags=tuple(draw(st.lists(st.sampled_from(["basics", "big rivers", "a-b", "x_1"]), unique=True,
    max_size=2))),
        difficulty=draw(st.sampled_from([None, "easy", "very hard"])),
        section=draw(st.sampled_from([None, "Part A", "Part A / Basics", "1. One", "Instructions",
    "Answers"])),
        pin=draw(st.booleans()),
        keep_order=draw(st.booleans()),
        given_id=True,
    )  # fmt: skip


@st.composite
def banks_to_write(draw: st.DrawFn) -> Bank:
    """Return a bank of one to three questions, with given ids."""
    ids = draw(st.lists(_NAMES, min_size=1, max_size=3, unique_by=str.casefold))
    questions = tuple(draw(_questions(id)) for id in ids)
    heading = Heading(
        title=draw(st.sampled_from(["", "Rivers", "Quiz: 1", "a: b # c", "'x'"])),
        course=draw(st.sampled_from(["", "GEO101 - Winter"])),
        date=draw(st.sampled_from(["", "2026-03-12"])),
        instructions=draw(st.just("") | _sources()),
    )
    return Bank(questions, heading)
