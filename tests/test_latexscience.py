r"""Quantities of siunitx and formulas of mhchem, against what the manuals of both packages say that they print."""

from __future__ import annotations

import re

import pytest
from conftest import tries
from hypothesis import example, given, settings
from hypothesis import strategies as st

from examgen.errors import Severity, errors_of
from examgen.formats.latex.chemistry import chemistry
from examgen.formats.latex.file import LatexFile
from examgen.formats.latex.quantities import NotUnderstoodError, angle, number, unit
from examgen.markup.mathtext import faults_of


def read(source: str) -> tuple[str, list[tuple[int, str, Severity]]]:
    """Return LaTeX as Markdown, and the column, message and severity of each problem."""
    file = LatexFile("b.tex", source)
    words = file.prose.text(file.tokens, 0).source
    return words, [(p.place.column if p.place else 0, p.message, p.severity) for p in file.problems]


def bare(math: str) -> str:
    """Return math as a reader sees it in one line: no types, no spaces of math, scripts behind ``_`` and ``^``."""
    words = re.sub(r"\\(?:mathrm|mathnormal|text)(?=\{)|\\,|\\ |\{\}", " ", math)
    return re.sub(r"[\s{}]", "", words)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("7.25e-4", r"7.25 \times 10^{-4}"),
        ("6E+3", r"6 \times 10^{3}"),
        ("-e8", "-10^{8}"),
        ("6 x 8", r"6 \times 8"),
        ("6+-8", r"6 \pm 8"),
        (r"6 \pm 8e2", r"(6 \pm 8) \times 10^{2}"),
        ("6.01(8)", "6.01(8)"),
        (".75", "0.75"),
        ("2,5", "2{,}5"),
        ("3+4i", r"3+4\mathrm{i}"),
        ("<9", "<9"),
        (r"\approx 9", r"\approx 9"),
        ("q", None),
        ("6..8", None),
    ],
)
def test_numbers(typed: str, printed: str | None) -> None:
    if printed is None:
        with pytest.raises(NotUnderstoodError):
            number(typed)
    else:
        assert number(typed) == printed


@pytest.mark.parametrize(
    ("typed", "printed"), [("45", r"45^{\circ}"), ("7;8;9", r"7^{\circ}8{}'9{}''"), (";;9", "9{}''")]
)
def test_angles(typed: str, printed: str) -> None:
    assert angle(typed) == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        (r"\newton\metre", r"\mathrm{N\,m}"),
        (r"\gram\cubic\centi\metre\per\second\squared", r"\mathrm{g\,cm^{3}/s^{2}}"),
        (r"\joule\per\kilogram\per\kelvin", r"\mathrm{J/(kg\,K)}"),
        (r"\per\hour", r"\mathrm{h^{-1}}"),
        (r"\per\square\metre", r"\mathrm{m^{-2}}"),
        (r"\metre\tothe{4}", r"\mathrm{m^{4}}"),
        (r"\micro\farad", r"\mu \mathrm{F}"),
        (r"\kilo\ohm", r"\mathrm{k} \Omega"),
        (r"\celsius", r"\mathrm{{}^\circ C}"),
        (r"\percent", r"\mathrm{\%}"),
        (r"\mega\electronvolt", r"\mathrm{MeV}"),
        (r"\angstrom", "\\mathrm{\u00c5}"),
        ("W/(m^2.K)", r"\mathrm{W/(m^{2}\,K)}"),
        (r"$\mu$m", r"\mu \mathrm{m}"),
        ("kg m^{-3}", r"\mathrm{kg\,m^{-3}}"),
        (r"{\mole\per\litre}\second", r"\mathrm{(mol/L)\,s}"),
        (r"\per{\mole\per\litre}", r"\mathrm{(mol/L)^{-1}}"),
        (r"\kilo\furlong", None),
        (r"\metre\per", None),
        (r"\square\metre\squared", None),
        (r"\micro\per\second", None),
    ],
)
def test_units(typed: str, printed: str | None) -> None:
    if printed is None:
        with pytest.raises(NotUnderstoodError):
            unit(typed)
    else:
        assert unit(typed) == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("H2SO4", "H_2SO_4"),
        ("Pb^2+ + 2I- -> PbI2 v", r"Pb^2++2I^-\rightarrowPbI_2\downarrow"),
        ("Zn + 2HCl -> ZnCl2 + H2 ^", r"Zn+2HCl\rightarrowZnCl_2+H_2\uparrow"),
        ("X (v) + Y(^)", r"X\downarrow+Y\uparrow"),
        ("X <=>[k_1][k_{-1}] Y", r"X\xrightleftharpoons[k_-1]k_1Y"),
        (r"X ->[\Delta] Y <- Z <-> W", r"X\xrightarrow\DeltaY\leftarrowZ\leftrightarrowW"),
        ("X<=>Y", r"X\rightleftharpoonsY"),
        ("H3O+(aq)", "H_3O^+(aq)"),
        ("BaCl2 * 2 H2O", r"BaCl_2\cdot2H_2O"),
        ("KAl(SO4)2.12H2O", r"KAl(SO_4)_2\cdot12H_2O"),
        ("1/2 N2 + 3/2H2", r"\tfrac12N_2+\tfrac32H_2"),
        ("0.5 N2", "0.5N_2"),
        ("n H2O", "nH_2O"),
        ("[Co(NH3)6]^3+", "[Co(NH_3)_6]^3+"),
        ("PO4^{3-}", "PO_4^3-"),
        ("Cu^{II}2O", "Cu^II_2O"),
        ("^{14}_{6}C -> ^14_7N + ^0_-1e-", r"^14_6C\rightarrow^14_7N+^0_-1e^-"),
        ("OH^.", r"OH^\bullet"),
        ("N#N and O=C=O and CH3-OH", r"N\equivNandO=C=OandCH_3-OH"),
        (r"X\bond{#}Y", r"X\equivY"),
        ("OH-", "OH^-"),
        ("(OH-)", "(OH^-)"),
        ("NO_x", "NO_x"),
        ("C_nH_{2n+2}", "C_nH_2n+2"),
        ("U-235", "U-235"),
        (r"\beta-", r"\beta^-"),
        ("{Acetic acid} + $x$ Na", "Aceticacid+xNa"),
        ("pH", "pH"),
        ("X <=>> Y", None),
        (r"X\bond{~}Y", None),
        ("SO4^-2", None),
        ("Ca+2", None),
        ("OH.", None),
        ("CO2^", None),
        ("X ->T[warm] Y", None),
        (r"\color{red}X", None),
    ],
)
def test_chemistry(typed: str, printed: str | None) -> None:
    if printed is None:
        with pytest.raises(NotUnderstoodError):
            chemistry(typed)
    else:
        assert bare(chemistry(typed)) == printed


def test_an_amount_is_no_index_and_stands_apart() -> None:
    assert chemistry("3O2") == r"3\,\mathrm{O_{2}}"


_PIECES = st.lists(
    st.sampled_from([*"ABxv23^_+-=.,()[]{}*/#$ ~'", "->", "<=>", r"\mu ", r"\pm ", r"\bond{-}", "{a}"])
)


@given(_PIECES.map("".join))
@settings(max_examples=tries(60), deadline=None)
@example("A^.^.")
@example("_2^3_4'A''")
def test_chemistry_is_good_math_or_refused(typed: str) -> None:
    try:
        made = chemistry(typed)
    except NotUnderstoodError:
        return
    inside = re.search(r"\$[^$]*\$|\$", typed)
    assert inside or not faults_of(made or "x", display=False)


@given(
    st.lists(st.sampled_from([*"mkgs23^_+-./(){} ~", r"\per", r"\kilo", r"\metre", r"\squared", r"\of{x}"]))
)
@settings(max_examples=tries(60), deadline=None)
def test_units_are_good_math_or_refused(pieces: list[str]) -> None:
    try:
        made = unit("".join(pieces))
    except NotUnderstoodError:
        return
    assert not faults_of(made or "x", display=False)


def test_commands_in_words_and_formulas() -> None:
    source = (
        r"\SI{3}{\volt}, $v = \qty{3}{\metre\per\second}$, \SI{4}[\$]{\per\hour}, \SI{5}{\degree}, \si\metre"
    )
    words, problems = read(source)
    assert problems == []
    first = r"\(3\,\mathrm{V}\), \(v = 3\,\mathrm{m/s}\), "
    assert words == first + r"\(\mathrm{\$}\,4\,\mathrm{h^{-1}}\), \(5{}^\circ \), \(\mathrm{m}\)"


def test_in_a_formula_it_is_apart_from_what_stands_beside_it() -> None:
    assert read(r"$2\unit{\ohm}R + x^\num{25}$") == (r"\(2\Omega R + x^{25}\)", [])


@pytest.mark.parametrize(
    ("before", "joints"),
    [
        ("", ("and", "to")),
        (r"\usepackage[ngerman]{babel}", ("und", "bis")),
        (r"\usepackage[french]{babel}", ("et", "à")),
    ],
)
def test_lists_and_ranges_say_it_in_the_language_of_the_file(before: str, joints: tuple[str, str]) -> None:
    file = LatexFile(
        "b.tex", before + r"\begin{document}\SIrange{4}{6}{\metre} \numlist{4;6;8}\end{document}"
    )
    both, between = joints
    words = file.prose.text(file.tokens, 0).source
    assert rf"\(4\,\mathrm{{m}}\text{{ {between} }}6\,\mathrm{{m}}\) \(4,\ 6\text{{ {both} }}8\)" in words


def test_units_that_a_file_declares() -> None:
    source = (
        r"\DeclareSIUnit[per-mode=symbol]\molar{\mole\per\litre}\SI{3}{\milli\molar} \SI{4}{\joule\per\molar}"
    )
    assert read(source) == (r"\(3\,\mathrm{mmol/L}\) \(4\,\mathrm{J/(mol/L)}\)", [])


def test_what_is_not_understood_is_said_with_its_place() -> None:
    words, problems = read(r"is \SI{4}{\furlong} or \ce{A <=>> B} or \qty(x)")
    assert problems == [
        (4, r"'\SI{4}{\furlong}': '\furlong' is not understood", Severity.ERROR),
        (24, r"'\ce{A <=>> B}': '<=>> B' is not understood", Severity.ERROR),
        (41, r"'\qty': an argument in braces is lacking", Severity.ERROR),
    ]
    assert "furlong" in words


def test_a_formula_in_place_of_a_number_stays_with_a_warning() -> None:
    words, problems = read(r"\SI{2\pi}{\radian}, \SI[parse-numbers = false]{\sqrt{2}}{\metre}")
    assert words == r"\(2\pi\,\mathrm{rad}\), \(\sqrt{2}\,\mathrm{m}\)"
    assert [(column, severity) for column, _, severity in problems] == [(1, Severity.WARNING)]


def test_a_long_argument_ends_soon() -> None:
    file = LatexFile("b.tex", rf"\ce{{{'A-' * 200_000}}}")
    file.prose.text(file.tokens, 0)
    assert len(errors_of(file.problems)) == 1
