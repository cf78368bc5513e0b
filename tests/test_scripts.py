"""What pdfTeX's fonts lack, and the fonts chosen for it, on machines made of folders of fonts."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from conftest import run_here
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from examgen import BankError, Options, build_exam
from examgen.build import load_bank
from examgen.errors import Severity, TexMissingError
from examgen.inspection import inspect
from examgen.markup.unicode import is_greek, runs_from_right, text_latex
from examgen.model import Heading
from examgen.scripts import fontfiles, fonts_for, foreign_in, forget_fonts, script_names
from examgen.scripts.choice import LATIN, choose
from examgen.scripts.fontfiles import FontFile, find_font
from examgen.scripts.table import SCRIPTS, script_of

LATIN_FILES = [f"{stem}-regular" for stem, _, _ in LATIN.values()]
RUSSIAN = "1. Слон\n - (a) да\n - (b) нет\n\nAnswer: a\nRationale: Why: я.\n"


def font_of(characters: str) -> bytes:
    """Return a font with these characters, each a square."""
    names = {ord(char): f"g{ord(char)}" for char in characters}
    order = [".notdef", *names.values()]
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((0, 500))
    pen.lineTo((500, 500))
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(names)
    builder.setupGlyf(dict.fromkeys(order, pen.glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys(order, (500, 0)))
    builder.setupHorizontalHeader()
    builder.setupNameTable({"familyName": "Made", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    written = BytesIO()
    builder.save(written)
    return written.getvalue()


@pytest.fixture
def fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that has all fonts of the machine: those of papers, with ASCII alone."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    for name in LATIN_FILES:
        (folder / f"{name}.otf").write_bytes(font_of("abc "))
    monkeypatch.setattr(fontfiles, "_folders", lambda: [folder])
    forget_fonts()
    yield folder
    forget_fonts()


# ---------------------------------------------------------------- what is needed


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("Poincaré, naïve, 5 €, x → ℝ, β ≤ x₁₀², “so” – Łódź İ ğ", ""),
        ("Cafe\u0301 x\u0302", ""),
        ("Ёж $β$ `да`", "Ёждa".replace("a", "а")),
        ("a\u00a0b 😀", "😀"),
        ("χ² = 3 and α, β, Ω", ""),
        ("η μέση τιμή", "ημέστιή"),
    ],
)
def test_which_characters_need_another_engine(text: str, foreign: str) -> None:
    assert foreign_in(text) == set(foreign)


def test_which_script_a_character_is_of() -> None:
    assert script_names("Яβشאनไ日ひ한😀ʔ") == [
        *("Cyrillic", "Greek", "Arabic", "Hebrew", "Devanagari", "Thai", "Japanese", "Korean", "Chinese"),
        *("Latin", "signs"),
    ]
    assert script_names("Я") == ["Cyrillic"]
    assert script_names("ư") == ["Latin"]
    # Names of blocks by Unicode are the first words of the names of their characters.
    for script in SCRIPTS:
        for word in script.words:
            codes = range(0x370, 0x30000)
            assert any(unicodedata.name(chr(code), "").split("-")[0].split(" ")[0] == word for code in codes)
    assert script_of("a") is None


@pytest.mark.parametrize(
    ("text", "greek"),
    [
        ("α, β and χ²", False),
        ("αβγ", False),
        ("Δx Σxy", False),
        ("Ναι", True),
        ("το", True),
        ("και", False),
        ("λόγος", True),
        ("λο\u0301γος", True),
        ("λογικη", True),
        ("$\\theta$ ῥήτωρ", True),
    ],
)
def test_letters_of_words_are_told_from_those_of_formulas(text: str, greek: bool) -> None:
    assert is_greek(text) is greek


@pytest.mark.parametrize(
    ("text", "right"),
    [("שלום abc", True), ("12. שלום", True), ("abc שלום", False), ("123 %", False), ("«مرحبا» x", True)],
)
def test_the_first_letter_says_where_a_text_begins(text: str, right: bool) -> None:
    """Rule P2 of the Unicode Bidirectional Algorithm: digits and signs have no direction."""
    assert runs_from_right(text) is right


@pytest.mark.parametrize("char", ["\ue000", "\x07", "\u0378", "\ufdd0", "\U000f0000", "\u064e", "\u0301"])
def test_what_is_no_character_and_a_mark_on_nothing_cannot_be_printed(char: str) -> None:
    assert text_latex(char) is None


# ---------------------------------------------------------------- fonts


def test_the_best_font_is_the_first_that_has_all(fonts: Path) -> None:
    (fonts / "NotoSerif-Regular.ttf").write_bytes(font_of("Сло"))
    (fonts / "DejaVuSerif.ttf").write_bytes(font_of("Слон"))
    forget_fonts()
    (families,) = choose(frozenset("Слон")).scripts.values()
    assert families["main"]["regular"].path.name == "DejaVuSerif.ttf"
    (families,) = choose(frozenset("Сл")).scripts.values()
    assert families["main"]["regular"].path.name == "NotoSerif-Regular.ttf"


def test_what_the_font_of_a_script_lacks_is_found_in_others(fonts: Path) -> None:
    (fonts / "NotoSerif-Regular.ttf").write_bytes(font_of("Я"))
    (fonts / "Symbola.otf").write_bytes(font_of("😀"))
    forget_fonts()
    choice = choose(frozenset("Я😀"))
    assert [file.path.name for file in choice.signs] == ["Symbola.otf"]
    assert choice.missing == set()
    choice = choose(frozenset("Я😀水☂"))
    assert choice.missing == set("水☂")
    assert choice.packages == ("fonts-noto-cjk", "fonts-symbola")


def test_a_font_is_cut_to_what_is_needed_and_the_neighbours_in_its_script(fonts: Path) -> None:
    (fonts / "NotoSerif-Regular.ttf").write_bytes(font_of("Яяжѣ中国 ab"))
    (fonts / "NotoSerifCJK-Regular.ttf").write_bytes(font_of("中国"))
    forget_fonts()
    plan = fonts_for(["я 中"])
    assert plan is not None
    assert plan.characters == set("я中")
    assert plan.kept == set("Яяжѣ中")
    for name, kept in (("NotoSerif-Regular-0.otf", "Яяжѣ中 ab"), ("NotoSerifCJK-Regular-0.otf", "中")):
        assert set(TTFont(BytesIO(plan.files[name])).getBestCmap()) == set(map(ord, kept))
    assert plan.scripts == ("Cyrillic", "Chinese")
    assert plan.files == getattr(fonts_for(["я", "中"]), "files", None)


def test_an_exam_that_pdftex_can_set_has_no_other_fonts() -> None:
    assert fonts_for(["Poincaré, x → ℝ, β", "``code``"]) is None


def test_files_that_are_no_fonts_have_no_characters(fonts: Path) -> None:
    (fonts / "NotoSerif-Regular.ttf").write_bytes(b"no font")
    (fonts / "NotoSerifCJK-Regular.ttc").write_bytes(b"ttcf")
    forget_fonts()
    assert FontFile(fonts / "NotoSerif-Regular.ttf").characters == set()
    assert find_font("NotoSerifCJK", tag="ja") is not None
    assert choose(frozenset("Я水")).missing == set("Я水")


# ---------------------------------------------------------------- fonts that are not there


@pytest.mark.usefixtures("fonts")
def test_check_warns_of_what_no_font_has(tmp_path: Path) -> None:
    path = tmp_path / "quiz.md"
    path.write_text("---\ntitle: 水\n---\n" + RUSSIAN, encoding="utf-8")
    found = [problem for problem in inspect([path]).problems if problem.code == "no-font"]
    assert [(str(problem.place).removeprefix(f"{path}:"), problem.severity) for problem in found] == [
        (place, Severity.WARNING) for place in ("2:8", "4:4", "5:8", "6:8", "9:17")
    ]
    assert found[0].message == (
        "the title of the exam: no font on this machine has U+6C34 (CJK UNIFIED IDEOGRAPH-6C34)"
    )
    assert "U+0421 (CYRILLIC CAPITAL LETTER ES)" in found[1].message
    assert "apt-get install texlive-luatex fonts-noto-cjk fonts-noto-core)" in found[1].hint
    assert load_bank(path).questions


@pytest.mark.usefixtures("fonts")
def test_ids_that_no_font_has_are_told_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "quiz.yaml"
    path.write_text(
        "questions:\n- id: слон\n  stem: Is it?\n  choices:\n  - {id: '水', text: 'Yes'}\n  - {id: b, text: 'No'}\n"
        "  answer: b\n  rationale: So.\n",
        encoding="utf-8",
    )
    found = [problem for problem in inspect([path]).problems if problem.code == "no-font"]
    assert [
        (problem.place.line, problem.message.split(": no font")[0]) for problem in found if problem.place
    ] == [
        (2, "the id 'слон'"),
        (5, "the id '水'"),
    ]


@pytest.mark.usefixtures("fonts")
def test_a_build_says_all_places_before_tex_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "quiz.md"
    path.write_text(RUSSIAN, encoding="utf-8")
    monkeypatch.setattr("examgen.binding.run_all", lambda *_, **__: pytest.fail("TeX was run"))
    options = Options(versions=1, heading=Heading(title="水"), audit=False)
    with pytest.raises(TexMissingError) as caught:
        build_exam(path, tmp_path / "out", options)
    assert caught.value.exit_code == 3
    assert [str(problem.place or "").removeprefix(f"{path}:") for problem in caught.value.problems] == [
        *("", "1:4", "2:8", "3:8", "6:17")
    ]
    assert caught.value.message == "5 errors: nothing was built"
    assert caught.value.hint.startswith(
        "install fonts that have them (on Debian: apt-get install texlive-luatex"
    )
    assert not (tmp_path / "out").exists()


def test_fonts_of_papers_that_are_not_there_as_opentype(fonts: Path) -> None:
    for name in LATIN_FILES[:1]:
        (fonts / f"{name}.otf").unlink()
    (fonts / "NotoSerif-Regular.ttf").write_bytes(font_of("я"))
    forget_fonts()
    with pytest.raises(TexMissingError, match="as OpenType") as caught:
        fonts_for(["я"])
    assert "fonts-texgyre" in caught.value.hint


def test_no_luatex_is_said_before_anything_is_typeset(
    fonts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (fonts / "NotoSerif-Regular.ttf").write_bytes(font_of("Слондаетя"))
    forget_fonts()
    programs = tmp_path / "bin"
    programs.mkdir()
    ran = tmp_path / "ran"
    (programs / "pdflatex").write_text(f"#!/bin/sh\ntouch {ran}\n")
    (programs / "pdflatex").chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "quiz.md").write_text(RUSSIAN, encoding="utf-8")
    done = run_here("build", "quiz.md", "--no-audit", cwd=tmp_path)
    assert done.returncode == 3
    assert "lualatex is not on this machine" in done.stderr
    assert "apt-get install texlive-luatex" in done.stderr
    assert not ran.exists()
    assert not (tmp_path / "out").exists()


def test_raw_latex_of_a_bank_is_refused_whatever_engine_it_needs(tmp_path: Path) -> None:
    path = tmp_path / "quiz.md"
    for raw in ("\\directlua{os.exit()}", "\\latelua{}", "x"):
        path.write_text(
            RUSSIAN.replace("Слон", f"Слон\n\n   ```{{=latex}}\n   {raw}\n   ```\n"), encoding="utf-8"
        )
        with pytest.raises(BankError) as caught:
            build_exam(path, tmp_path / "out")
        assert [p.code for p in caught.value.problems if p.severity is Severity.ERROR] == ["raw-latex"]


# ---------------------------------------------------------------- the doctor


def test_the_doctor_says_which_scripts_are_printed(
    fonts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, script in {
        "lualatex": "echo 'This is LuaHBTeX, Version 9'",
        "kpsewhich": "echo /x/luaotfload.sty; echo /x/fontspec.sty",
        "apt-get": f'echo "$@" >> {tmp_path}/asked',
    }.items():
        (programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("examgen.doctor.cure._is_root", lambda: True)
    monkeypatch.setattr("sys.platform", "linux")
    (fonts / "NotoSerif-Regular.ttf").write_bytes(font_of("я"))
    forget_fonts()
    done = run_here("doctor", "--scripts", cwd=tmp_path)
    assert done.returncode == 3
    lines = done.stdout.splitlines()
    assert lines[0].endswith(f"lualatex: This is LuaHBTeX, Version 9 ({programs}/lualatex)")
    assert any(line.endswith("babel.sty (Debian: texlive-latex-base)") for line in lines)
    assert any(line.endswith("fonts for: Cyrillic, Greek") for line in lines)
    assert any("no fonts for: Arabic, Hebrew" in line for line in lines)
    install = (
        "apt-get install --yes --no-install-recommends "
        "fonts-noto-cjk fonts-noto-core fonts-symbola texlive-latex-base"
    )
    assert lines[-1] == f"  {install}"
    assert not (tmp_path / "asked").exists()
    done = run_here("doctor", "--scripts", "--install", "--yes", cwd=tmp_path)
    assert (tmp_path / "asked").read_text().splitlines() == ["update", install.removeprefix("apt-get ")]
    # It did not help, and that is said.
    assert done.returncode == 3
    (programs / "apt-get").unlink()
    done = run_here("doctor", "--scripts", cwd=tmp_path)
    assert "put these fonts where the system keeps its own" in done.stderr


@pytest.mark.skipif(not shutil.which("lualatex"), reason="lualatex is not on this machine")
def test_the_doctor_of_a_machine_with_all(tmp_path: Path) -> None:
    done = run_here("doctor", "--scripts", cwd=tmp_path)
    if done.returncode:
        pytest.skip(f"fonts are not on this machine: {done.stderr}")
    assert "every script" not in done.stderr
    assert "no fonts" not in done.stdout
