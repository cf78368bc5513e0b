"""What instructors type is on the page as they typed it: built once, and read back with PDFium."""

from __future__ import annotations

import unicodedata

import pytest
from papers import pages_of
from PIL import Image

from examgen import Build, Options, build_exam

#: A line of a stem, and what the paper says, where that is something else.
LINES = {
    "$5 and $10 for 50% of it": "",
    "C# and F#, a_b and snake_case_name": "",
    "~/x and C:\\dir\\file": "",
    "\\server\\share and a\\b": "",
    "the <tag> of HTML, vector<int>, a < b > c": "",
    "#include <x> & more": "",
    "`#include <x>` and `%d{}~^\\n`": "#include <x> and %d{}~^\\n",
    "H₂SO₄ and Ca²⁺ make A ⇌ B": "H2SO4 and Ca2+ make A ⇌ B",
    "10⁻³ mol, x₁₀, μm, 25 °C, ±5 ‰": "10−3 mol, x10, μm, 25 °C, ±5 ‰",
    "Łódź, Škoda, Ångström, İstanbul, naïve, œuvre, straße": "",
    "cafe\u0301 nai\u0308ve N\u0303 A\u030angstro\u0308m": "café naïve Ñ Ångström",
    "“so”, ‘so’, «so», „so“ – and — …": "",
    "5 € or £4, ¥3 or ¢2; § 1 ¶ 2 © ® ™": "",
    "https://example.org/a_b/~c?d=e&f=%20#g": "",
    "{braces}, [brackets], |bars|, ^hat, `tick`, @at": "{braces}, [brackets], |bars|, ^hat, tick, @at",
    "x" * 30 + "longword" * 34: "",
    "-- and --- and ... are signs": "– and — and … are signs",
    "ﬁnd the oﬀice": "find the office",
    # Fonts call Delta by the name of the sign U+2206.
    "α, β and ΔG at T ≤ 300 K → ∞": "α, β and ∆G at T ≤ 300 K → ∞",
}
CODE = 'def f(a):\n\tif a%2:\n\t\treturn "\\t#"  # 50%'

FORMS = """
{number}. {{#only-math}} Only formulas?
 - (a) $x^2$
 - (b) $\\frac{{1}}{{2}}$

Answer: a
Rationale: Yes.

{second}. {{#only-picture}} Only pictures?
 - (a) ![one](one.png){{width=1cm}}
 - (b) ![two](two.png){{width=1cm}}

Answer: a
Rationale: Yes.

{third}. {{#only-code}} Only code?
 - (a) `a[0]`
 - (b)
   ```
   print("b")
   ```

Answer: a
Rationale: Yes.

{fourth}. {{#only-table}} Only tables?
 - (a)
   | p | q |
   |---|---|
   | up | down |
 - (b)
   | p | q |
   |---|---|
   | left | right |

Answer: a
Rationale: Yes.
"""


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    folder = tmp_path_factory.mktemp("words")
    for name, shade in (("one.png", 0), ("two.png", 90)):
        Image.new("L", (40, 20), shade).save(folder / name)
    parts = [
        f"{number}. {{#q{number}}} Begin{number} {line} end{number}\n"
        f" - (a) yes {line}\n - (b) no\n\nAnswer: a\nRationale: {line}\n"
        for number, line in enumerate(LINES, 1)
    ]
    code = CODE.replace("\n", "\n   ")
    count = len(LINES)
    parts.append(
        f"{count + 1}. {{#tabs}} Tabs?\n\n   ```\n   {code}\n   ```\n\n"
        " - (a) yes\n - (b) no\n\nAnswer: a\nRationale: Yes.\n"
    )
    numbers = dict(zip(("number", "second", "third", "fourth"), range(count + 2, count + 6), strict=True))
    path = folder / "words.md"
    path.write_text("\n".join(parts) + FORMS.format(**numbers), encoding="utf-8")
    return build_exam(path, folder / "out", Options(versions=1, seed="1"))


@pytest.mark.tex
def test_choices_of_one_kind_alone_are_audited_and_stay_themselves(built: Build) -> None:
    assert built.audit is not None
    assert built.audit.passed
    assert built.scripts == ()
    read = plain("".join(pages_of(built.folder / "exams" / "words-A.pdf")))
    for words in ("Only formulas?", "a[0]", 'print("b")', "up down", "left right"):
        assert plain(words) in read


@pytest.mark.tex
@pytest.mark.parametrize("number", range(1, len(LINES) + 1))
def test_a_line_is_on_paper_and_key_as_it_was_typed(built: Build, number: int) -> None:
    line = list(LINES)[number - 1]
    expected = LINES[line] or line
    for folder, suffix in (("exams", ""), ("keys", "-key")):
        read = plain("".join(pages_of(built.folder / folder / f"words-A{suffix}.pdf")))
        assert plain(f"Begin{number} {expected} end{number}") in read


@pytest.mark.tex
def test_tabs_in_code_are_columns(built: Build) -> None:
    read = plain("".join(pages_of(built.folder / "exams" / "words-A.pdf")))
    assert plain(CODE) in read
