"""A font of a PDF, whichever TeX wrote it."""

from __future__ import annotations

from examgen.audit.glyphs import Font, font_of
from examgen.audit.objects import Objects
from examgen.audit.widefonts import WideFont, wide_font_of

AnyFont = Font | WideFont


def any_font_of(objects: Objects, number: int) -> AnyFont | None:
    """Return a font, or None when it is not as TeX writes it."""
    return font_of(objects, number) or wide_font_of(objects, number)
