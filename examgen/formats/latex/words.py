r"""What the commands of LaTeX's prose mean: which are layout, which are signs, which set words in another type.

Signs are those that pylatexenc knows for text; what stands here are layout, types, and signs that it lacks.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

# pylatexenc carries no types; what is taken from it is text by the test below.
from pylatexenc.latex2text import get_default_latex_context_db  # type: ignore[import-untyped]

#: Commands of layout that are dropped with their arguments: ``*`` a star, ``[`` an option, ``{`` an argument.
LAYOUT: Final[dict[str, str]] = {
    **dict.fromkeys(
        [
            "noindent", "indent", "centering", "raggedright", "raggedleft", "raggedbottom", "sloppy",
            "fussy", "newpage", "clearpage", "cleardoublepage", "smallskip", "medskip", "bigskip", "vfill",
            "vfil", "hfill", "hfil", "hss", "vss", "nobreak", "allowbreak", "filbreak", "goodbreak", "null",
            "strut", "relax", "tiny", "scriptsize", "footnotesize", "small", "normalsize", "large", "Large",
            "LARGE", "huge", "Huge", "normalfont", "rmfamily", "sffamily", "upshape", "mdseries", "rm",
            "sf", "scshape", "sc", "sl", "unskip", "ignorespaces", "protect", "leavevmode",
            "onehalfspacing", "singlespacing", "doublespacing", "nopagebreak", "pagebreak", "linebreak",
            "nolinebreak", "samepage", "displaystyle", "textstyle", "scriptstyle", "limits", "nolimits",
            "boldmath", "unboldmath", "frenchspacing", "nonfrenchspacing", "printanswers", "noprintanswers",
            "addpoints", "noaddpoints", "pointsinmargin", "nopointsinmargin", "droppoints",
            "droptotalpoints", "pointsinrightmargin", "boxedpoints", "bracketedpoints", "qformat",
            "maketitle", "tableofcontents", "toprule", "midrule", "bottomrule", "hline", "makeatletter",
            "makeatother", "nonumber", "notag", "columnbreak", "AMCnobloc", "AMCdontAnnotate",
            "AMCdontScan", "AMCBoxedAnswers", "AMCnoCompleteMulti", "AMCcompleteMulti",
            "QuestionIndicative", "alreadyjustified", "EveryVerb", "egroup", "bgroup", "begingroup",
            "endgroup", "makeanswerline", "AMCrightpage", "horizontal", "vertical", "saut", "skipline",
            "nointerlineskip", "offinterlineskip", "flushbottom", "onecolumn", "shrinkheight",
            "CorrectChoiceEmphasis", "interlinepenalty", "toggletrue", "togglefalse", "BaremeDefautS",
            "AMCformS", "nomorequestions", "phantomsection", "appendix", "hidewidth", "arraybackslash",
        ],
        "",
    ),
    **dict.fromkeys(
        [
            "vspace", "pagestyle", "thispagestyle", "label", "selectlanguage", "color", "pagecolor",
            "bibliographystyle", "bibliography", "graphicspath", "needspace", "hypersetup", "captionsetup",
            "lstset", "usetikzlibrary", "pgfplotsset", "sisetup", "setstretch", "setminted",
            "SolutionEmphasis", "addvspace", "AMCsectionTitle", "sisetup", "setlist", "hyphenation",
            "fontfamily", "linespread", "vphantom", "phantom", "hphantom", "enlargethispage", "index",
            "usemintedstyle", "AMCsetScoreZone", "cline",
        ],
        "*[{",
    ),
    **dict.fromkeys(
        ["setlength", "addtolength", "setcounter", "addtocounter", "fontsize", "definecolor", "settowidth"],
        "{{",
    ),
    **dict.fromkeys(["fillwithlines", "fillwithdottedlines", "makeemptybox", "fillwithgrid", "answerline"], "*[{"),
    **dict.fromkeys(
        [
            "onecopy", "exemplaire", "insertgroup", "restituegroupe", "insertgroupfrom", "cleargroup",
            "copygroup", "shufflegroup", "melangegroupe", "AMCrandomseed", "AMCcleardoublepage",
            "AMCsubjectPageTag", "AMCaddpagesto", "baremeDefautM",
        ], "[{",
    ),
    "definecolor": "{{{", "stepcounter": "{", "refstepcounter": "{", "cmidrule": "({", "scoring": "{",
    "bareme": "{", "pgfmathsetseed": "{", "baremeDefautS": "{", "scoringDefaultS": "{", "scoringDefaultM": "{",
    "answerline": "[", "gradetable": "[[", "pointtable": "[[", "bonusgradetable": "[[", "multirowgradetable": "{[",
    "AMCsetFoot": "{", "AMClabel": "{", "AMCqlabel": "{", "allowdisplaybreaks": "[", "pagebreak": "[", "linebreak": "[",
    "nopagebreak": "[", "newpage": "", "Needspace": "*{", "hideanswer": "{", "rowcolor": "[{",
    "arrayrulecolor": "[{", "rowcolors": "{{{", "cellcolor": "[{", "AMCquestionaNumero": "", "addcontentsline": "{{{",
    "AMCnumericOpts": "{", "setdefaultgroupmode": "{", "setgroupmode": "{{", "AMCformVSpace": "",
    "settabularx": "{", "everymath": "{", "nocite": "{", "markboth": "{{", "thispagestyle": "{",
    "pointname": "{", "pointformat": "{", "bonuspointname": "{", "marginpointname": "{",
}  # fmt: skip

#: Commands with one argument whose words are set in another type: what stands before and behind them.
TYPES: Final[dict[str, tuple[str, str]]] = {
    "textbf": ("<b>", "</b>"), "strong": ("<b>", "</b>"), "alert": ("<b>", "</b>"), "structure": ("<b>", "</b>"),
    "emph": ("<i>", "</i>"), "textit": ("<i>", "</i>"), "textsl": ("<i>", "</i>"), "uline": ("<i>", "</i>"),
    "underline": ("<i>", "</i>"), "ul": ("<i>", "</i>"), "underbar": ("<i>", "</i>"),
    "texttt": ("<code>", "</code>"), "code": ("<code>", "</code>"), "textsuperscript": ("<sup>", "</sup>"),
    "textsubscript": ("<sub>", "</sub>"), "path": ("<code>", "</code>"), "nolinkurl": ("", ""),
    "sout": ("<s>", "</s>"), "st": ("<s>", "</s>"), "enquote": ("\u201c", "\u201d"),
    **dict.fromkeys(
        [
            "textrm", "textsf", "textsc", "textmd", "textup", "textnormal", "text", "mbox", "hbox", "fbox",
            "makebox", "framebox", "centerline", "leftline", "rightline", "vbox", "frame", "nohyphens",
            "textnumero", "hl", "AMCchoiceText", "foreignword", "uwave", "dashuline", "smash",
            "hbox", "mbox", "ovalbox", "shadowbox", "doublebox", "fullwidth", "uplevel", "center",
            "underuline",
        ], ("", "")),
}  # fmt: skip

#: Declarations that change the type to the end of the group.
DECLARATIONS: Final = {
    "bf": "b", "bfseries": "b", "it": "i", "itshape": "i", "em": "i", "sl": "i", "slshape": "i", "tt": "code",
    "ttfamily": "code",
}  # fmt: skip

#: Arguments before the words of commands whose words are plain: ``\textcolor{red}{words}``.
BEFORE_WORDS: Final = {
    "textcolor": "[{", "colorbox": "[{", "fcolorbox": "[{{", "parbox": "[[[{", "raisebox": "{[[", "makebox": "[[",
    "framebox": "[[", "scalebox": "{[", "resizebox": "*{{", "rotatebox": "[{", "foreignlanguage": "{",
    "textlang": "{", "adjustbox": "{", "hyperlink": "{", "multirow": "[{[{", "minipage": "[[[{", "selectfont": "",
    "href": "", "reflectbox": "", "lapto": "", "caption": "*[", "hyperref": "[", "textsc": "", "sidebyside": "",
}  # fmt: skip

_SIGNS: Final = {
    " ": " ", ",": " ", ";": " ", ":": " ", "!": "", "-": "", "/": "", "@": "", "%": "%", "&": "&", "#": "#",
    "_": "_", "$": "$", "{": "{", "}": "}", "+": "", ">": " ", "quad": " ", "qquad": " ", "enspace": " ",
    "thinspace": " ", "space": " ", "nobreakspace": " ", "xspace": "", "ldots": "\u2026", "dots": "\u2026",
    "textellipsis": "\u2026", "ldot": ".", "textbackslash": "\\", "backslash": "\\", "textasciitilde": "~",
    "textasciicircum": "^", "textdollar": "$", "textunderscore": "_", "textbraceleft": "{", "textbraceright": "}",
    "lbrace": "{", "rbrace": "}", "slash": "/", "textquotesingle": "'", "textquotedbl": '"', "lq": "\u2018",
    "rq": "\u2019", "TeX": "TeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2e", "XeTeX": "XeTeX", "LuaTeX": "LuaTeX",
    "pdfLaTeX": "pdfLaTeX", "BibTeX": "BibTeX", "degree": "\u00b0", "textdegree": "\u00b0", "celsius": "\u00b0C",
    "degreeCelsius": "\u00b0C", "euro": "\u20ac", "EUR": "\u20ac", "texteuro": "\u20ac", "og": "\u00ab\u00a0",
    "fg": "\u00a0\u00bb", "guillemotleft": "\u00ab", "guillemotright": "\u00bb", "checkmark": "\u2713",
    "glqq": "\u201e", "grqq": "\u201c", "glq": "\u201a", "grq": "\u2018", "flqq": "\u00ab", "frqq": "\u00bb",
    "flq": "\u2039", "frq": "\u203a", "guilsinglleft": "\u2039", "guilsinglright": "\u203a", "dq": '"',
    "quotedblbase": "\u201e", "quotesinglbase": "\u201a",
    "textless": "<", "textgreater": ">", "textbar": "|", "textasteriskcentered": "*", "no": "n\u00ba",
    "ier": "er", "iere": "re", "ieme": "e", "up": "", "today": "", "S": "\u00a7", "P": "\u00b6", "newline": "\n",
    "linebreak": "\n", "par": "\n\n", "-/": "", "i": "\u0131", "j": "\u0237", "textnumero": "\u2116", "BS": "\\",
    "textbullet": "\u2022", "labelitemi": "\u2022", "textquotedblleft": "\u201c", "textquotedblright": "\u201d",
    "textohm": "\u03a9", "textmu": "\u00b5", "micro": "\u00b5", "perthousand": "\u2030", "permil": "\u2030",
    "texttrademark": "\u2122", "ss": "\u00df", "SS": "SS", "dag": "\u2020", "ddag": "\u2021", "pounds": "\u00a3",
    "o": "\u00f8", "O": "\u00d8", "l": "\u0142", "L": "\u0141", "hrulefill": "_____", "dotfill": "\u2026",
    "copyright": "\u00a9", "textemdash": "\u2014", "textendash": "\u2013", "textvisiblespace": "\u2423",
}  # fmt: skip

#: Accents, and the Unicode signs that combine like them.
_ACCENTS: Final = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "b": "\u0331",
    "d": "\u0323", "t": "\u0361", "textcommabelow": "\u0326",
}  # fmt: skip

#: Signs that mean a formula when they stand in text: pylatexenc's names for them are those of math.
_PROSE_ONLY: Final = frozenset(
    ["item", "section", "subsection", "title", "author", "date", "maketitle", "label", "ref", "cite", "url"]
)

#: Environments that only lay out what is in them.
LAYOUT_ENVIRONMENTS: Final[dict[str, str]] = {
    **dict.fromkeys(
        [
            "center", "flushleft", "flushright", "figure*", "table*", "small", "footnotesize", "large",
            "Large", "normalsize", "samepage", "document", "questions", "parts", "sloppypar",
            "EnvFullwidth", "EnvUplevel", "onehalfspace", "doublespace", "singlespace", "framed", "shaded",
            "footnotesize", "scriptsize", "tiny", "titlepage", "landscape", "raggedright", "examcopy",
            "centering", "AMCdontScan", "raggedleft", "threeparttable", "subequations", "bfseries",
            "sffamily",
        ], ""),
    "figure": "[", "table": "[", "minipage": "[[[{", "multicols": "{[", "multicols*": "{[", "wrapfigure": "[{[{",
    "subfigure": "[{", "adjustbox": "{", "mdframed": "[", "tcolorbox": "[", "spacing": "{", "addmargin": "[{",
    "scope": "[", "columns": "[", "column": "{", "varwidth": "[{", "otherlanguage": "{",
    "AMCinterrogation": "", "tabularwrap": "", "parbox": "[{", "fullwidth": "", "SCfigure": "[[",
    "turn": "{", "sideways": "", "float": "", "boxedminipage": "[{", "changemargin": "{{",
}  # fmt: skip

#: Environments and commands that draw: what they show is not in their words.
DRAWINGS: Final = frozenset(
    [
        "tikzpicture",
        "picture",
        "pspicture",
        "pspicture*",
        "circuitikz",
        "forest",
        "asy",
        "asydef",
        "overpic",
        "axis",
        "tikzcd",
        "xy",
        "prooftree",
        "algorithm",
        "algorithmic",
        "algorithm2e",
        "algorithmicx",
        "chemfig",
        "musicbox",
        "filecontents",
        "pycode",
        "sagesilent",
        "luacode",
        "pythontexcustomcode",
        "mpost",
        "feynman",
        "qtree",
        "bytefield",
        "dependency",
        "tikz-cd",
        "tikz",
        "tkzfig",
        "logicpuzzle",
        "karnaugh-map",
        "tikz-single",
        "tikz-multi",
        "tabbing",
        "Schunk",
        "luacode*",
        "python",
        "neuralnetwork",
        "venndiagram2sets",
        "venndiagram3sets",
    ]
)
DRAWING_COMMANDS: Final = frozenset(
    [
        r"tikz",
        r"Tree",
        r"qtree",
        r"chemfig",
        r"xymatrix",
        r"psset",
        r"draw",
        r"includesvg",
        r"includepdf",
        r"epsfig",
        r"lstinputlisting",
        r"verbatiminput",
        r"inputminted",
        r"includestandalone",
        r"import",
        r"subimport",
        r"pyc",
        r"pys",
        r"py",
        r"sage",
        r"Sexpr",
        r"tikzset",
        r"drawgraph",
        r"psfig",
    ]
)

#: What runs a program, whose result nobody knows who does not run TeX.
PROGRAMS: Final = frozenset(
    [
        "csname",
        "expandafter",
        "loop",
        "repeat",
        "foreach",
        "whiledo",
        "ifthenelse",
        "fi",
        "else",
        "FPeval",
        "FPprint",
        "FPset",
        "pgfmathparse",
        "pgfmathresult",
        "pgfmathsetmacro",
        "pgfmathtruncatemacro",
        "pgfmathrandominteger",
        "directlua",
        "fpeval",
        "edef",
        "def",
        "let",
        "catcode",
        "advance",
        "multiply",
        "divide",
        "randomize",
        "the",
        "value",
        "arabic",
        "alph",
        "roman",
        "Alph",
        "Roman",
        "FPtrunc",
        "pgfmathprintnumber",
        "AMCIntervalFormat",
        "FPadd",
        "FPmul",
        "FPdiv",
        "FPround",
        "FPupn",
    ]
)


@cache
def signs() -> dict[str, str]:
    """Return what commands without arguments print, by name without the backslash."""
    known: dict[str, str] = {}
    database = get_default_latex_context_db()
    for category in ("advanced-symbols", "latex-base"):
        for name, spec in database.d[category]["macros"].items():
            shown = spec.simplify_repl
            if isinstance(shown, str) and "%" not in shown and shown.strip() and name not in _PROSE_ONLY:
                known.setdefault(name, shown)
    return {**{name: shown for name, shown in known.items() if len(name) > 1 or not name.isalpha()}, **_SIGNS}


def accented(accent: str, words: str) -> str | None:
    r"""Return words whose first letter has an accent (``'``, ``"``, ``c``); None when there is no such accent."""
    mark = _ACCENTS.get(accent)
    if mark is None:
        return None
    if not words:
        return {"~": "~", "^": "^"}.get(accent, "")
    base = {"\u0131": "i", "\u0237": "j"}.get(words[0], words[0])
    return unicodedata.normalize("NFC", base + mark) + words[1:]


def is_accent(name: str) -> bool:
    """Return whether a command, without its backslash, puts an accent on what follows."""
    return name in _ACCENTS
