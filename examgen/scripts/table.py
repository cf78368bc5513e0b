"""The scripts that can be printed, by the first word of their characters' Unicode names, and the fonts for each.

A font is named by the stem of its files: ``NotoSerif`` is ``NotoSerif-Regular.ttf``, ``NotoSerif-Bold.ttf`` and so on.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Script:
    """A script, or several that are written together."""

    name: str  #: as people call it
    locale: str  #: babel's name of a language that is written in it
    tag: str  #: that language's BCP 47 tag, by which babel finds what it knows of it
    words: tuple[str, ...]  #: first words of the Unicode names of its characters
    fonts: tuple[str, ...]  #: stems of fonts for running text, the best first
    package: str = "fonts-noto-core"  #: Debian's package with the first of them
    sans: tuple[str, ...] = ()  #: stems of fonts without serifs; none: those for running text
    mono: tuple[str, ...] = ()  #: stems of fonts for code; none: those for running text
    large: bool = False  #: it has thousands of characters


_SERIF = ("NotoSerif", "DejaVuSerif", "FreeSerif", "LiberationSerif", "Times New Roman")
_SANS = ("NotoSans", "DejaVuSans", "FreeSans", "LiberationSans", "Arial")
_MONO = ("NotoSansMono", "DejaVuSansMono", "FreeMono", "LiberationMono", "Courier New")
_CJK = ("NotoSerifCJK", "SourceHanSerif", "NotoSansCJK", "SourceHanSans")
_HAN = ("DroidSansFallbackFull", "DroidSansFallback", "wqy-microhei", "uming")


def _noto(name: str, locale: str, tag: str, *more: str, title: str = "") -> Script:
    """Return a script that has fonts of its own in the Noto family."""
    title = title or name
    stems = (f"NotoSerif{title}", f"NotoSans{title}", *more, "FreeSerif")
    return Script(name, locale, tag, (name.upper(),), stems, sans=(f"NotoSans{title}", *stems))


SCRIPTS: tuple[Script, ...] = (
    Script("Cyrillic", "russian", "ru", ("CYRILLIC",), _SERIF, sans=_SANS, mono=_MONO),
    Script("Greek", "greek", "el", ("GREEK",), _SERIF, sans=_SANS, mono=_MONO),
    Script(
        "Arabic",
        "arabic",
        "ar",
        ("ARABIC",),
        ("NotoNaskhArabic", "Amiri", "ScheherazadeNew", "NotoSansArabic", "FreeSerif", "DejaVuSans"),
        sans=("NotoSansArabic", "NotoNaskhArabic", "Amiri", "ScheherazadeNew", "DejaVuSans", "FreeSerif"),
        mono=("DejaVuSansMono", "NotoNaskhArabic", "Amiri", "FreeSerif", "DejaVuSans"),
    ),
    _noto("Hebrew", "hebrew", "he", "DejaVuSans"),
    _noto("Devanagari", "hindi", "hi", "Lohit-Devanagari"),
    _noto("Bengali", "bengali", "bn", "Lohit-Bengali"),
    _noto("Gurmukhi", "punjabi", "pa", "Lohit-Gurmukhi"),
    _noto("Gujarati", "gujarati", "gu", "Lohit-Gujarati"),
    _noto("Tamil", "tamil", "ta", "Lohit-Tamil"),
    _noto("Telugu", "telugu", "te", "Lohit-Telugu"),
    _noto("Kannada", "kannada", "kn", "Lohit-Kannada"),
    _noto("Malayalam", "malayalam", "ml", "Lohit-Malayalam"),
    _noto("Sinhala", "sinhala", "si"),
    _noto("Thai", "thai", "th", "Loma", "Garuda"),
    _noto("Lao", "lao", "lo"),
    _noto("Khmer", "khmer", "km"),
    _noto("Myanmar", "burmese", "my"),
    _noto("Ethiopic", "amharic", "am"),
    _noto("Armenian", "armenian", "hy", "DejaVuSerif"),
    _noto("Georgian", "georgian", "ka", "DejaVuSerif"),
    Script(
        "Japanese",
        "japanese",
        "ja",
        ("HIRAGANA", "KATAKANA", "HALFWIDTH"),
        _CJK + _HAN,
        package="fonts-noto-cjk",
        large=True,
    ),
    Script(
        "Korean",
        "korean",
        "ko",
        ("HANGUL",),
        (*_CJK, "UnBatang", "NanumMyeongjo"),
        package="fonts-noto-cjk",
        large=True,
    ),
    Script(
        "Chinese",
        "chinese",
        "zh-Hans",
        ("CJK", "FULLWIDTH", "IDEOGRAPHIC", "BOPOMOFO", "KANGXI"),
        _CJK + _HAN,
        package="fonts-noto-cjk",
        large=True,
    ),
)
#: Fonts for signs and letters that belong to none of these: symbols, emoji, phonetic letters.
SIGNS = (
    "NotoSerif",
    "DejaVuSans",
    "Symbola_hint",
    "Symbola",
    "FreeSerif",
    "NotoSansSymbols",
    "NotoSansSymbols2",
)
SIGNS_PACKAGE = "fonts-symbola"

_BY_WORD = {word: script for script in SCRIPTS for word in script.words}


@cache
def script_of(char: str) -> Script | None:
    """Return the script of a character, None when it has none of its own or one that is not known here."""
    word = unicodedata.name(char, "").partition(" ")[0].partition("-")[0]
    return _BY_WORD.get(word)


def script_names(characters: Collection[str]) -> list[str]:
    """Return the names of the scripts that characters are of, in the order of :data:`SCRIPTS`.

    Latin letters, which are said only of those that pdfTeX's fonts lack, and signs come last.
    """
    known = [script_of(char) for char in characters]
    rest = [char for char in characters if script_of(char) is None]
    latin = [char for char in rest if unicodedata.name(char, "").startswith("LATIN ")]
    names = [script.name for script in SCRIPTS if script in known]
    return names + (["Latin"] if latin else []) + (["signs"] if len(rest) > len(latin) else [])
