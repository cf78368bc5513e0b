"""Signs of the fonts Symbol and Wingdings as characters of Unicode.

These fonts have signs where others have letters; Word writes their codes, often 0xF000 higher.
"""

from __future__ import annotations

from typing import Final

_SYMBOL: Final = (
    {0xA0: "€", 0xF1: "⟩", 0xF2: "∫"}
    | dict(
        zip(
            range(0x20, 0x7F),
            " !∀#∃%&∍()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
            strict=True,
        )
    )
    | dict(
        zip(
            range(0xA1, 0xF0),
            "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪",
            strict=True,
        )
    )
)
_WINGDINGS: Final = {
    0x20: " ", 0x4A: "☺", 0x4B: "😐", 0x4C: "☹", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "☐", 0x71: "❑", 0x72: "❒",
    0x73: "⬧", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x78: "☒", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "☐", 0xAB: "★",
    0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE7: "←", 0xE8: "→", 0xEF: "⇦", 0xF0: "⇨", 0xF3: "⇔",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2: Final = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0xA3: "☐"}
_WINGDINGS_3: Final = {0x22: "→", 0x66: "←", 0x67: "→", 0x68: "↑", 0x69: "↓", 0x7D: "▶"}
_FONTS: Final = {
    "symbol": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": _WINGDINGS_3,
}


def is_symbol_font(font: str) -> bool:
    """Tell whether a font has signs where others have letters."""
    return font.casefold() in _FONTS or font.casefold() in ("webdings", "mt extra")


def character(font: str, code: int) -> str | None:
    """Return the character for a code of such a font, None when it is not known."""
    return _FONTS.get(font.casefold(), {}).get(code - 0xF000 if code >= 0xF000 else code)
