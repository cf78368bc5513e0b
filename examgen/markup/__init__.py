"""From the Markdown of questions to pieces of LaTeX.

document = parse(choice.text, folder)           every problem with its place
words, problems = look(choice.text, folder)     these alone, sooner
fragment = to_latex(document, {"a": "C", ...})  the LaTeX, and the packages it needs
"""

from examgen.markup.document import Document, Fragment
from examgen.markup.latex import to_latex
from examgen.markup.parse import MAX_LENGTH, look, parse
from examgen.markup.pictures import Picture, bare
from examgen.markup.plain import escape, prose_latex, unprintable
from examgen.markup.symbols import NATIVE
from examgen.markup.unicode import name_of

__all__ = [
    "MAX_LENGTH",
    "NATIVE",
    "Document",
    "Fragment",
    "Picture",
    "bare",
    "escape",
    "look",
    "name_of",
    "parse",
    "prose_latex",
    "to_latex",
    "unprintable",
]
