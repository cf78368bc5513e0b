"""Greek letters and accents in formulas are themselves in every alphabet, though its font has other signs there."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from papers import pages_of

from examgen import Options, build_exam

pytestmark = pytest.mark.tex

ALPHABETS = (
    "mathrm",
    "mathbf",
    "mathit",
    "mathsf",
    "mathtt",
    "mathcal",
    "mathfrak",
    "operatorname",
    "bm",
    "mathscr",
)
#: Letters, and as what they are read.
LETTERS = {
    r"\Omega": "Ω",
    r"\Delta": "∆",
    r"\Sigma": "Σ",
    r"\mu": "μ",
    r"\beta": "β",
    r"\varphi": "φ",
    "Ω": "Ω",
    "λ": "λ",
}


def built(alphabets: tuple[str, ...], body: str, write_bank: Callable[[str], Path], out: Path) -> str:
    """Return the text of the first page of a paper whose choices are a formula in each alphabet."""
    choices = "".join(f" - ({chr(97 + at)}) {each}: ${body % each}$\n" for at, each in enumerate(alphabets))
    bank = write_bank(f"1. {{#q keep-order}} Which?\n{choices}\nAnswer: a\nWhy: so\n")
    build_exam(bank, out, Options(versions=1, seed="1"))
    return pages_of(out / "exams" / "quiz-A.pdf")[0]


def test_greek_letters(write_bank: Callable[[str], Path], tmp_path: Path) -> None:
    body = r"\,\%s{" + "".join(LETTERS) + "}"
    page = built(ALPHABETS, body.replace("Ωλ", "Ω λ"), write_bank, tmp_path / "out")
    for name in ALPHABETS:
        (line,) = (line for line in page.splitlines() if f"{name}:" in line)
        read = unicodedata.normalize("NFKC", line.partition(":")[2]).replace(" ", "")
        assert read == "".join(LETTERS.values()), line


def test_capitals_of_mathbf_are_bold(write_bank: Callable[[str], Path], tmp_path: Path) -> None:
    def fonts(alphabet: str) -> set[str]:
        built((alphabet, "mathsf"), r"\%s{\Sigma}", write_bank, tmp_path / alphabet)
        with pikepdf.open(tmp_path / alphabet / "exams" / "quiz-A.pdf") as paper:
            found = (each for each in paper.objects if isinstance(each, pikepdf.Dictionary))
            return {str(each.BaseFont)[8:] for each in found if each.get("/Type") == "/Font"}

    assert fonts("mathbf") - fonts("mathit") == {"PazoMath-Bold"}


def test_accents(write_bank: Callable[[str], Path], tmp_path: Path) -> None:
    """The arrow of a vector was a tilde."""
    page = built(("mathrm", "mathbf", "mathit", "mathtt"), r"\%s{\vec{F}}", write_bank, tmp_path / "out")
    assert page.count("\u20d7") == 4
    assert "\u02dc" not in page


def test_all_alphabets_fit_into_one_document(write_bank: Callable[[str], Path], tmp_path: Path) -> None:
    page = built((*ALPHABETS, "mathbb", "boldsymbol"), r"\%s{X}", write_bank, tmp_path / "out")
    assert page.count("X") >= len(ALPHABETS)
