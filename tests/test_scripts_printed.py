"""Exams in other scripts, typeset by LuaTeX and read back with PDFium."""

from __future__ import annotations

import ctypes
import json
import re
import shutil
import unicodedata
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from conftest import run_here
from fontTools.ttLib import TTFont
from papers import pages_of

from examgen import Build, Options, build_exam
from examgen.audit import audit_folder
from examgen.build import load_bank
from examgen.exam import Layout
from examgen.report import build_view, summary
from examgen.scripts import ENGINE, foreign_in
from examgen.scripts.choice import choose

pytestmark = pytest.mark.usefixtures("tex_once")

MANY = r"""
---
title: Контрольная работа «Основы»
course: Информатика, осень 2026
---

1. {#ru} Что вычисляет **сумма** *квадратов* отклонений? Ёлка, съезд, ещё.
 - (a) Дисперсию
 - (b) Медиану

Answer: a
Rationale: Потому что так она определена: в [[a]].

2. {#code} Что напечатает программа?

   ```python
   # комментарий: цикл
   for i in range(3):
      print("привет", i)
   ```

 - (a) `привет 0`
 - (b) ничего

Answer: a
Rationale: Цикл.

3. {#table} Какая строка верна?

   | Слово | Значение |
   |:--|--:|
   | яблоко | 1 |
   | груша | 2 |

 - (a) первая
 - (b) вторая

Answer: b
Rationale: Да.

4. {#el} Η λέξη «μέθοδος» και το $β_1$: ποιο ισχύει;
 - (a) β είναι γράμμα
 - (b) Ἀρχή ὁδός

Answer: a
Rationale: Ναι.

5. {#ja} 日本語のテキスト。「引用」も含めます。ﾃｽﾄ ＡＢＣ１２３
 - (a) 東京
 - (b) コード

Answer: a
Rationale: 正しい。

6. {#zh} 中文，标点。随机变量的期望是什么？
 - (a) 平均值
 - (b) 方差

Answer: a
Rationale: 对。

7. {#ko} 한국어 텍스트는 어떻습니까?
 - (a) 좋다
 - (b) 나쁘다

Answer: a
Rationale: 예.

8. {#ar} ما هي عاصمة مصر (Cairo Egypt) في عام ٢٠٢٦؟
 - (a) القاهرة **مهم**
 - (b) شَكْلٌ 50%

Answer: a
Rationale: نعم.

9. {#fa} کدام درست است؟ می‌خواهم
 - (a) کتاب‌ها
 - (b) پنجره

Answer: a
Rationale: بله.

10. {#he} מה שלומך? What is this בְּרֵאשִׁית
 - (a) שלום
 - (b) עולם

Answer: a
Rationale: כן.

11. {#hi} नमस्ते दुनिया, क्षत्रिय और ज्ञान
 - (a) श्री
 - (b) विद्या

Answer: a
Rationale: हाँ।

12. {#th} สวัสดีครับ ภาษาไทย
 - (a) น้ำ
 - (b) ที่

Answer: a
Rationale: ใช่

13. {#signs} Emoji 😀 and IPA [ˈtʃiːz ʔəŋ], ☂, H₂SO₄, Ca²⁺, A ⇌ B, а́ и́
 - (a) Tiếng Việt: nghệ thuật, Ơ ư ặ
 - (b) café naïve x̂ ḱ

Answer: a
Rationale: Yes.
"""

RUSSIAN = """---
title: Самостоятельная работа
---

1. {#one} Чему равна **сумма** $1 + 1$?
 - (a) двум
 - (b) трём

Answer: a
Rationale: Так складывают.

2. {#two} Что больше?
 - (a) слон
 - (b) мышь

Answer: a
Rationale: Потому что.
"""


def needs(*texts: str) -> None:
    """Skip a test where LuaTeX or a font is not there, and say which."""
    if not shutil.which(ENGINE):
        pytest.skip(f"{ENGINE} is not on this machine")
    choice = choose(frozenset().union(*map(foreign_in, texts)))
    if choice.missing or choice.packages:
        pytest.skip(f"fonts are not on this machine: {' '.join(choice.packages)}")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Papers in many scripts, audited: their pieces, letters and places are those of the bank."""
    needs(MANY)
    folder = tmp_path_factory.mktemp("many")
    (folder / "many.md").write_text(MANY.lstrip(), encoding="utf-8")
    return build_exam(folder / "many.md", folder / "out", Options(versions=1, seed="1"))


@pytest.fixture(scope="module")
def russian(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bank in Russian, and beside it in ``out`` the exam made from it, in two versions."""
    needs(RUSSIAN)
    folder = tmp_path_factory.mktemp("russian")
    (folder / "quiz.md").write_text(RUSSIAN, encoding="utf-8")
    build_exam(folder / "quiz.md", folder / "out", Options(versions=2, seed="1", layout=Layout(columns=2)))
    return folder


def plain(text: str) -> str:
    """Return a text without white space, with compatible characters made equal."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def line_with(pdf: Path, word: str) -> str:
    """Return the letters and digits of the line in which a word of Latin letters stands, from left to right."""
    rows: dict[tuple[int, int], list[tuple[float, str]]] = {}
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document):
            text = page.get_textpage()
            x, y = ctypes.c_double(), ctypes.c_double()
            for index in range(text.count_chars()):
                char = chr(pdfium.FPDFText_GetUnicode(text.raw, index))
                pdfium.FPDFText_GetCharOrigin(text.raw, index, x, y)
                if char.isalnum():
                    rows.setdefault((number, round(y.value)), []).append((x.value, char))
            text.close()
            page.close()
    lines = ["".join(char for _, char in sorted(row)) for row in rows.values()]
    (line,) = (line for line in lines if word in line)
    return line


@pytest.mark.tex
def test_many_scripts_on_one_paper(many: Build) -> None:
    assert many.audit is not None
    assert many.audit.passed
    names = "Cyrillic Greek Arabic Hebrew Devanagari Thai Japanese Korean Chinese Latin signs"
    assert list(many.scripts) == names.split()
    told = json.loads((many.folder / "manifest.json").read_text(encoding="utf-8"))
    assert told["tools"]["engine"].startswith("lualatex (Cyrillic, Greek, Arabic")
    assert "LuaHBTeX" in told["tools"]["tex"]
    assert f"  engine  lualatex ({', '.join(many.scripts)})\n" in summary(many)
    assert build_view(many)["engine"] == "lualatex"


LINES = [
    "Информатика, осень 2026", "Контрольная работа «Основы»",
    "Что вычисляет сумма квадратов отклонений? Ёлка, съезд, ещё.", "Дисперсию", "Медиану",
    "Что напечатает программа?", "# комментарий: цикл", 'print("привет", i)', "привет 0",
    "Слово Значение яблоко 1 груша 2",
    "Η λέξη «μέθοδος» και το β1: ποιο ισχύει;", "β είναι γράμμα", "Ἀρχή ὁδός",
    "日本語のテキスト。「引用」も含めます。テスト ABC123", "東京", "コード",
    "中文，标点。随机变量的期望是什么？", "平均值", "方差",
    "한국어 텍스트는 어떻습니까?", "좋다", "나쁘다",
    "नमस्ते दुनिया, क्षत्रिय और ज्ञान", "श्री", "विद्या",
    "สวัสดีครับ ภาษาไทย", "ที่",
    "Emoji 😀 and IPA [ˈtʃiːz ʔəŋ], ☂, H2SO4, Ca2+, A ⇌ B, а́ и́",
    "Tiếng Việt: nghệ thuật, Ơ ư ặ", "café naïve x̂ ḱ",
]  # fmt: skip


@pytest.mark.tex
@pytest.mark.parametrize("line", LINES)
def test_words_are_on_the_paper_as_they_are_written(many: Build, line: str) -> None:
    read = plain("".join(pages_of(many.folder / "exams" / "many-A.pdf")))
    assert plain(line) in read


@pytest.mark.tex
@pytest.mark.parametrize(
    ("latin", "seen"),
    [
        # From the left: what comes last in the text, but for words and numbers that run from the left.
        ("Whatisthis", "תישארב" + "Whatisthis" + "ךמולש" + "המ"),
        ("CairoEgypt", "٢٠٢٦" + "ماع" + "يف" + "CairoEgypt" + "رصم" + "ةمصاع" + "يه" + "ام"),
    ],
)
def test_text_runs_from_the_right_and_latin_in_it_from_the_left(many: Build, latin: str, seen: str) -> None:
    assert seen in line_with(many.folder / "exams" / "many-A.pdf", latin)


@pytest.mark.tex
def test_keys_say_why_in_each_script(many: Build) -> None:
    read = plain("".join(pages_of(many.folder / "keys" / "many-A-key.pdf")))
    for words in ("Потому что так она определена", "Ναι.", "正しい。", "对。", "예.", "ใช่"):
        assert plain(words) in read


@pytest.mark.rare
@pytest.mark.tex
@pytest.mark.usefixtures("tex_anew")
def test_the_same_exam_has_the_same_bytes_and_is_printed_again(russian: Path, tmp_path: Path) -> None:
    (tmp_path / "quiz.md").write_bytes((russian / "quiz.md").read_bytes())
    options = Options(versions=2, seed="1", layout=Layout(columns=2), audit=False)
    build_exam(tmp_path / "quiz.md", tmp_path / "out", options)
    for path in sorted((russian / "out").rglob("*.pdf")):
        assert (tmp_path / "out" / path.relative_to(russian / "out")).read_bytes() == path.read_bytes()
    done = run_here("reprint", russian / "out", "--version", "B", "--out", tmp_path / "again", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "the same bytes as printed" in done.stdout


@pytest.mark.tex
def test_a_correction_has_a_reason_in_letters_that_the_exam_does_not_have(
    russian: Path, tmp_path: Path
) -> None:
    shutil.copytree(russian / "out", tmp_path / "out")
    reason = "Опечатка: фэйхоа, цапля"
    assert set("фх") - set(RUSSIAN)
    done = run_here("rekey", tmp_path / "out", "two", "--accept", "b", "--reason", reason, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert plain(reason) in plain("".join(pages_of(tmp_path / "out/keys/quiz-A-key.pdf")))
    done = run_here("rekey", tmp_path / "out", "one", "--void", "--reason", "理由", cwd=tmp_path)
    assert done.returncode == 2
    assert "the reason has letters that the exam does not: 理 由" in done.stderr


@pytest.mark.tex
def test_one_more_version_of_a_printed_exam(russian: Path, tmp_path: Path) -> None:
    shutil.copytree(russian / "out", tmp_path / "out")
    (tmp_path / "quiz.md").write_bytes((russian / "quiz.md").read_bytes())
    before = (tmp_path / "out/exams/quiz-A.pdf").read_bytes()
    assert run_here("freeze", tmp_path / "out", cwd=tmp_path).returncode == 0
    built = build_exam(tmp_path / "quiz.md", tmp_path / "out", Options(versions=3, layout=Layout(columns=2)))
    assert built.printed == {"A", "B"}
    assert (tmp_path / "out/exams/quiz-A.pdf").read_bytes() == before
    assert "слон" in "".join(pages_of(tmp_path / "out/exams/quiz-C.pdf"))


def exchanged(font: pikepdf.Object) -> None:
    """Exchange two letters of what a font's codes are read as."""
    said = font.ToUnicode.read_bytes()
    assert b"<0441>" in said
    font.ToUnicode.write(
        said.replace(b"<0441>", b"<XXXX>").replace(b"<043B>", b"<0441>").replace(b"<XXXX>", b"<043B>")
    )


def redrawn(font: pikepdf.Object) -> None:
    """Exchange two letters of what a font's codes look like."""
    descriptor = font.DescendantFonts[0].FontDescriptor
    with TTFont(BytesIO(descriptor.FontFile2.read_bytes()), recalcTimestamp=False) as program:
        said = dict(re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]{4})>", font.ToUnicode.read_bytes()))
        one, other = (
            program.getGlyphName(next(int(code, 16) for code, char in said.items() if char == wanted))
            for wanted in (b"0441", b"043B")
        )
        glyphs = program["glyf"]
        glyphs[one], glyphs[other] = glyphs[other], glyphs[one]
        written = BytesIO()
        program.save(written)
    descriptor.FontFile2.write(written.getvalue())


def unchanged(_font: pikepdf.Object) -> None:
    """Lie about nothing: the file is only written anew."""


def swapped(form: pikepdf.Object) -> None:
    """Exchange two letters that follow each other in a piece."""
    drawn = form.read_bytes()
    form.write(re.sub(rb"<([0-9A-F]{4})([0-9A-F]{4})", rb"<\2\1", drawn, count=1))


@pytest.mark.tex
@pytest.mark.parametrize("lie", [exchanged, redrawn, swapped, unchanged])
def test_the_audit_sees_letters_that_lie(
    russian: Path, tmp_path: Path, lie: Callable[[pikepdf.Object], None]
) -> None:
    shutil.copytree(russian / "out", tmp_path / "out")
    path = tmp_path / "out/exams/quiz-A.pdf"
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for each in pdf.objects:
            if lie is swapped:
                right = isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Form"
                right = right and bool(re.search(rb"<[0-9A-F]{8,}", each.read_bytes()))
            else:
                right = isinstance(each, pikepdf.Dictionary) and each.get("/Subtype") == "/Type0"
                right = right and {b"<0441>", b"<043B>"} <= set(
                    re.findall(rb"<\w+>", each.ToUnicode.read_bytes())
                )
            if right:
                lie(each)
                break
        else:
            pytest.fail("there is nothing to lie with")
        pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    found = audit_folder(tmp_path / "out", load_bank(russian / "quiz.md"))
    assert any("quiz-A.pdf" in fault for fault in found.faults) is (lie is not unchanged)
