"""What is typeset after the proofs so that more of a paper is known: stems as questions with several answers print them,
the letters and digits of heads, and pictures that belong to templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath

from pylatex import NoEscape

from examgen.templates import NAMES, Templates

#: Macros of the LaTeX package that select the fonts of letters, numbers and heads.
_FONTS = ("egletterfont", "egnumberfont", "egsansfont", "egtext")
_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz 0123456789 [].,:;/()-"
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".pdf"})


def with_several(latex: str, *, ends_in_paragraph: bool) -> NoEscape:
    """Return a stem with the words that stand after it when several choices are right."""
    return NoEscape(latex + ("" if ends_in_paragraph else "\n\\par") + "\n\\egseveral")


def specimens(templates: Templates, beside: Mapping[str, bytes]) -> Sequence[NoEscape]:
    r"""Return pieces, each on a page of its own after the proofs: an alphabet in each font, and the templates' pictures.

    A macro that another package does not have does nothing (``\csname``).
    """
    alphabet = NoEscape("\n".join(rf"{{\csname {font}\endcsname\mbox{{}}{_SIGNS}\par}}" for font in _FONTS))
    # Only what is used: a picture that nothing shows may be one that TeX cannot take.
    text = "\n".join(
        templates.path(name).read_text(encoding="utf-8") for name in NAMES if name.endswith((".tex", ".sty"))
    )
    shown = [
        NoEscape(rf"\egpicture{{{name}}}{{}}")
        for name in sorted(beside)
        if PurePath(name).suffix.lower() in _PICTURES and PurePath(name).stem in text
    ]
    return [alphabet, *shown]
