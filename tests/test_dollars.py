"""Single dollars in texts of other programs: math where that is plain, and prices everywhere else."""

from __future__ import annotations

import pytest

from examgen.formats.dollars import with_math
from examgen.formats.html.text import to_markdown
from examgen.formats.html.write import to_html


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Is $x^2$ even?", r"Is \(x^2\) even?"),
        ("$x$ and $2ab$", r"\(x\) and \(2ab\)"),
        (r"$\frac{1}{2}$ of $a_1$", r"\(\frac{1}{2}\) of \(a_1\)"),
        ("$- 3 x^{2} + 1=0$ has", r"\(- 3 x^{2} + 1=0\) has"),
        ("$f(x) = 3$", r"\(f(x) = 3\)"),
        (r"$x_{\text{left}}$", r"\(x_{\text{left}}\)"),
        ("$n! < 5$.", r"\(n! < 5\)."),
    ],
)
def test_what_is_plainly_math(text: str, made: str) -> None:
    assert with_math(text) == made


@pytest.mark.parametrize(
    "text",
    [
        "$5 and $10",
        "from $5 to 10$",
        "$5 or 6$",
        "US$ 5 or C$ 6",
        "$HOME$",
        "$my_variable$",
        "$a = $b_c",
        "between $5, not 6 dollars$",
        r"\$x\$",
        "$$x$$",
        "(a$|b$)",
        "$it is$",
    ],
)
def test_what_is_not(text: str) -> None:
    assert with_math(text) == text


def test_html() -> None:
    assert to_markdown("<p>Is $x^2$ &lt; 5, for $5 or $6?</p>").markdown == r"Is $x^2$ < 5, for \$5 or \$6?"
    assert to_markdown("costs $5").markdown == r"costs \$5"


@pytest.mark.parametrize("source", [r"\$x^2\$", r"Is \$x\$ or $y$?", r"\$5 or \$6"])
def test_dollars_that_are_words_come_back_from_html(source: str) -> None:
    assert to_markdown(to_html(source)).markdown == source
