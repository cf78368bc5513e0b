"""Scripts that pdfTeX's fonts do not have: which a text needs, the fonts for them, and LuaTeX set up with these.

plan = fonts_for(sources)        None where pdfTeX will do; the LaTeX that loads fonts, and their files
font_problems(questions, ...)    where no font of this machine has what is printed
"""

from examgen.scripts.choice import forget_fonts
from examgen.scripts.need import font_problems, fonts_error, fonts_for, fonts_with, foreign_in
from examgen.scripts.plan import ENGINE, FontPlan
from examgen.scripts.survey import ENGINE_PACKAGE, Survey, survey
from examgen.scripts.table import SCRIPTS, Script, script_names, script_of

__all__ = [
    "ENGINE",
    "ENGINE_PACKAGE",
    "SCRIPTS",
    "FontPlan",
    "Script",
    "Survey",
    "font_problems",
    "fonts_error",
    "fonts_for",
    "fonts_with",
    "foreign_in",
    "forget_fonts",
    "script_names",
    "script_of",
    "survey",
]
