"""Every word of the bank is on the page: what is lost is found, with its place, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from mutants_words import LOSSES, of_proofs, said

from examgen import AuditError, Options, TexMissingError, build_exam
from examgen.audit.words import lost_word
from examgen.errors import Place
from examgen.markup import plain
from examgen.model import Choice, Question, Text

#: What people write that Markdown, TeX or PDFium make something of.
TRICKY = (
    r"Half of 50% of \$5 and $10, C#, a_b, ~/x, <b>tag</b>, #include <x>, x^2 & y | z {1}, a<b, vector<int>",
    "A *b* __c__ **d** _e_ ___f___ __init__ 2*3*4 a * b _____ fill __two words__ x_1_y a**b*c*d**",
    "[text](http://x.org/a_b?c=1&d=2), [http://x.org](http://x.org/), <http://y.org/q/>, [em *x*](foo 'bar'), arr[0](x)",
    "# Head #\n\nPara `code_x | y`\n\n- one\n- two\n  1. sub\n  2. sub\n\n5. five\n7. seven\n\n> quoted $x$\n> more\nlazy",
    "| a | b |\n|---|--:|\n| c \\| d | `e\\|f` |\n| $x$ | *g* |\n\n---\n\na | b\n--|--\n1 | 2\n3\n\nafter",
    'Code:\n\n    indented $code$ *x*\n\n```python\nx = \'50%\' # y\ny->z; a--b "q"\n\tif x < y: print(f"{z}")\n```\nend',
    "$$\nx = \\frac{1}{2}\n$$\nthen \\[ y \\] and \\(z\\) so $\\text{if $x$ a}$ end, $5 and $x$",
    "&amp; &lt;b&gt; &copy; &unknown; &#65; AT&T R&D;",
    "text *a\n- b* c\n* d\n+ e\n\nSet\n===\nOther\n---\n1945. no\n\n* * *\nx",
    "Zürich, Łódź, Ağrı; “quotes”, «guillemets», – — … • † § ° € £;\nα β Ω Δ, x² + y₁, ½, ⅔, ≤ ≠ × → ∞ ∈ √ ℝ ✓ ∫",
    "ḍ ģ Țara №5 H₂O SO₄²⁻ naïve e\u0301 ﬁn Đ ĩ ○ ⟵ ⟼ and `π ≠ 3`",
    "`` a`b `` and ``` x `` y ``` \\` \\* \\\\server \\_ hard\\\nbreak  \nbr [^1]\n\n[^1]: The note_text",
    "```\n" + "word " * 60 + "\n" + "x" * 20 + "(a,b);" * 40 + "\n```",
    "long " + "a" * 300 + " https://example.org/" + "path/" * 40,
    "<div>\nx *y*\n</div> <!-- no -->\n\ni. It calls __init__.\nii. It stops.\nWhich?",
    "Wide:\n\n| "
    + "alpha beta gamma " * 5
    + "| "
    + "one two three " * 5
    + "|\n|---|---|\n| x | self-evident - well-known |",
    "- 5",
    "# of items",
    "1945.",
    "> 3",
    "*",
    "![](",
    "As [[b]] says, and [[ a ]]: $x$",
)
SCRIPTS = (
    "Что такое β и ℝ? Выберите *верное* о 50% выборки.",
    "ما هي عاصمة مصر (Egypt) في عام 2026؟",
    "מה שלומך? What is $x_i$ של *זה*?",
    "Ελληνικά και ή β",
)


def _question(texts: tuple[str, ...]) -> Question:
    place = Place("x.md", 1, 1)
    made = [Text(text, (place,) * (text.count("\n") + 1)) for text in texts]
    choices = tuple(Choice(chr(97 + at), text, place) for at, text in enumerate(made[1:]))
    return Question("x", made[0], place, choices, frozenset("a"))


@pytest.mark.tex
def test_what_is_lost_is_said_with_its_place() -> None:
    found = said()
    assert {name: told for name, told in found.items() if LOSSES[name].lost not in told} == {}
    assert (
        found["word of a choice"]
        == "question 'q1', choice (b): the word 'broad' is not on the page (1.md:1:8)"
    )
    assert found["line of code"].endswith("(8.md:5:5)")


@pytest.mark.tex
def test_nothing_is_lost_where_nothing_is() -> None:
    assert of_proofs([_question(TRICKY)]) == ()


@pytest.mark.tex
def test_no_word_of_another_script_is_lost() -> None:
    try:
        assert of_proofs([_question(SCRIPTS)]) == ()
    except TexMissingError as error:
        pytest.skip(str(error))


@pytest.mark.tex
def test_a_percent_sign_that_eats_a_line_is_not_delivered(
    write_bank: Callable[[str, str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank = write_bank(
        "1. How many?\n - (a) Of 50% of them half\n - (b) None\n\nAnswer: (a)\nRationale: So.\n", "x.md"
    )
    monkeypatch.setitem(plain._SPECIAL, "%", "%")
    with pytest.raises(AuditError) as raised:
        build_exam(bank, tmp_path / "out", Options(versions=1, seed="1"))
    told = [problem.message for problem in raised.value.problems]
    assert any(
        "choice (a): the word '50%' is not on the page (" in each and "x.md:2:11)" in each for each in told
    ), told
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("source", "printed", "says"),
    [
        ("Where is it?", "Whereisit?", None),
        ("Where is it?", "Whereit?", "the word 'is' is not on the page"),
        ("Where is it", "Whereisitnow", "the page says more than the text behind the word 'it'"),
        ('It isn\'t "so" -- *now*', "Itisn’t“so”–now", None),
        ("a $x$ b", "axb", None),
        ("a $x$ b", "ab", "the word 'b' is not on the page"),
        ("a $x$ b", "ax", "the word 'b' is not on the page"),
        ("$\\frac{1}{2}$ of it", "12ofit", None),
        ("$\\frac{1}{2}$ of it", "12it", "the word 'of' is not on the page"),
        ("costs $5 and $10", "costs$5and$10", None),
        ("costs $5 and $10", "costs5and10", "the word '$5' is not on the page"),
        ("see ![alt](p.png){width=5cm} it", "seeit", None),
        ("\u0627\u0644 \u0628", "\u0628\u0644\u0627", None),
        ("\u0627\u0644 \u0628", "\u0644\u0627", "the word '\u0628' is not on the page"),
        ("x\n- a\n- b", "x•a•b", None),
        ("x\n1. a\n1. b", "x1.a2.b", None),
        ("x\n1. a\n1. b", "x1.ab", "the word '1' is not on the page"),
        ("", "", None),
        ("", "x", "the page says more than the text behind what stands here"),
    ],
)
def test_the_words_of_a_source_are_compared_with_a_page(source: str, printed: str, says: str | None) -> None:
    lost = lost_word(source, printed)
    assert (lost and lost.says) == says


@pytest.mark.parametrize(
    "hostile",
    [
        "`" * 20_000,
        "\\(" * 10_000,
        "$ x" * 6_000,
        "[" * 20_000,
        "*a" * 10_000,
        "$x$ a " * 3_000,
        "→a" * 9_000,
        "> " * 9_000 + "\nx",
        "- " * 9_000 + "\nx",
        "\\[a" * 6_000,
        "`" + " ``" * 6_000,
        "](" * 9_000,
        "![" * 9_000,
    ],
    ids=lambda text: text[:6].strip(),
)
def test_the_comparison_ends_whatever_the_text(hostile: str) -> None:
    lost_word(hostile, hostile.replace(" ", ""))
    lost_word(hostile, "a" * 20_000)
