"""Words that are longer than a line has room for: addresses, names in code, sequences, file names as titles."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from examgen import Options, build_exam
from examgen.markup.plain import code_latex, prose_latex

_MADE = re.compile(r"\\egmaybreak\{\d+\}|\\egearly\{\}")


def breaks_of(text: str) -> list[str]:
    """Return the parts between which a text may be broken, and nothing else of it changed."""
    return [
        re.sub(r"\\textbackslash\{\}|\\(?=[_&#%])|\{\}", "", part) for part in _MADE.split(prose_latex(text))
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("java.util.concurrent.AtomicInteger", ["java.", "util.", "concurrent.", "Atomic", "Integer"]),
        ("a_rather_long_snake_case", ["a_", "rather_", "long_", "snake_", "case"]),
        (
            "see https://example.org/a/b?x=3.14",
            ["see ", "https://", "example.", "org/", "a/", "b?", "x=", "3.14"],
        ),
        ("short_name.of it", ["short_name.of it"]),
        ("Rindfleischetikettierungsgesetz", ["Rindfleischetikettierungsgesetz"]),
        ("about 1,000,000,000,000,000,000 grains", ["about ", "1,000,000,000,000,000,000 grains"]),
        ("ACGT" * 8, list("ACGT" * 8)),
    ],
)
def test_long_words_may_be_broken(text: str, parts: list[str]) -> None:
    assert breaks_of(text) == parts


def test_code_in_a_line_is_broken_as_prose_is() -> None:
    assert (
        _MADE.sub("", code_latex("some.module.function_of(argument)"))
        == r"some.module.function\_of(argument)"
    )
    assert len(_MADE.findall(code_latex("some.module.function_of(argument)"))) == 3


def bank(folder: Path, text: str, name: str = "words") -> Path:
    path = folder / f"{name}.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_exam_of_long_words_is_printed(tmp_path: Path) -> None:
    """At every place of a line a name of 28 letters stands, and a picture of a sequence and an address."""
    stems = [
        "the mean of " * (n % 6) + "x" * n + " useJavaScriptEngineManagers in a line of text"
        for n in range(1, 30)
    ]
    questions = [
        f"{n}. {stem} {n}?\na) `java.util.concurrent.atomic{n}`\nb) two\nAnswer: a\n"
        for n, stem in enumerate(stems, 1)
    ]
    last = f"40. {'ACGT' * 75} https://example.org/{'abc/def_' * 30}?\na) {'snake_' * 40}\nb) {'z' * 300}\nAnswer: b\n"
    path = bank(
        tmp_path,
        "\n".join([*questions, last]),
        "a_file+whose__name__is__longer__than_a_line__of__the__page__has_room_for",
    )
    build = build_exam(path, tmp_path / "out", Options(versions=1, seed="1"))
    assert build.audit is not None
    assert not [warning for warning in build.warnings if warning.code != "no-rationale"]


@pytest.mark.rare
def test_letters_that_fonts_join_are_printed_with_lualatex(tmp_path: Path) -> None:
    """Joined as one sign they would be marked in the PDF with text that stands for them, which no paper needs."""
    path = bank(
        tmp_path,
        "1. Is the first office difficult, or flat? ♀\na) fine\nb) affluent\nAnswer: a\n",
        "joined-up-file_name-of-many-words-that-is-much-too-long-for-a-running-head",
    )
    build = build_exam(path, tmp_path / "out", Options(versions=1, seed="1"))
    assert build.versions[0].answers in {("A",), ("B",)}
