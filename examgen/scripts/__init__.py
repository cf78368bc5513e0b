"""Scripts that pdfTeX's fonts do not have: which a text needs, the fonts for them, and LuaTeX set up with these.

choice = choose(foreign_characters(latex))     which fonts of this machine, and what is missing
plan = plan_of(choice)                         the LaTeX that loads them, and the files
"""

from examgen.scripts.choice import Choice, choose, foreign_characters
from examgen.scripts.plan import ENGINE, FontPlan, plan_of
from examgen.scripts.survey import ENGINE_PACKAGE, Survey, survey
from examgen.scripts.table import SCRIPTS, Script, script_of

__all__ = [
    "ENGINE",
    "ENGINE_PACKAGE",
    "SCRIPTS",
    "Choice",
    "FontPlan",
    "Script",
    "Survey",
    "choose",
    "foreign_characters",
    "plan_of",
    "script_of",
    "survey",
]
