r"""The control words that a bank may not use, even in math, and what each would do.

Inside math a bank's words reach TeX, and only those known as math (:mod:`examgen.markup.mathwords`) may stand.
What is here serves the messages: an author who writes a word that defines commands, reads or writes files,
starts programs or builds pages is told so. :mod:`examgen.markup.latexwords` completes the groups below with the
other words that TeX and LaTeX define; a word that is in none of the lists is refused as unknown.
"""

from __future__ import annotations

import re
from typing import Final

from examgen.markup.latexwords import LATEX_WORDS
from examgen.markup.mathwords import WORDS

_REFUSED: Final = {
    "define or change commands": """
        def gdef edef xdef let futurelet global long outer protected csname endcsname expandafter noexpand
        expanded begingroup endgroup bgroup egroup begincsname afterassignment aftergroup chardef mathchardef
        countdef dimendef skipdef muskipdef toksdef fontdef endlinechar escapechar newlinechar
        defaulthyphenchar active makeatletter makeatother csuse csdef csedef csgdef csxdef cslet letcs
        robustify patchcmd apptocmd pretocmd numdef undef undefine letltxmacro protect ignorespaces
        ignorespacesafterend
    """,
    "read or write files, or start programs": """
        input endinput include includeonly includegraphics read readline write openin openout closein closeout
        immediate special jobname inputlineno ShellEscape InputIfFileExists IfFileExists filecontents
        bibliography bibliographystyle addcontentsline addtocontents tableofcontents listoffigures
        listoftables index glossary makeindex makeglossary printindex lstinputlisting verbatiminput includepdf
        graphicspath import subimport listfiles message errmessage typeout typein filename primitive
    """,
    "look inside TeX": """
        the number romannumeral string meaning detokenize unexpanded scantokens fontname fontcharwd fontcharht
        fontchardp fontcharic eTeXversion eTeXrevision interactionmode batchmode nonstopmode scrollmode
        errorstopmode errorcontextlines pausing currentgrouplevel currentgrouptype currentiflevel
        currentiftype currentifbranch badness deadcycles shellescape
    """,
    "branch or loop": """
        loop repeat else fi or unless numexpr dimexpr glueexpr muexpr advance multiply divide count dimen skip
        toks muskip stepcounter addtocounter setcounter refstepcounter value arabic roman Roman alph Alph
        fnsymbol addtolength setlength settowidth settoheight settodepth whiledo foreach
    """,
    "change how TeX reads": """
        catcode lccode uccode sfcode mathcode delcode lowercase uppercase MakeUppercase MakeLowercase char
        symbol verb verbatim lstinline mathchar delimiter radical accent inputencoding obeylines obeyspaces
        mathchoice mathpalette nonscript vcenter
    """,
    "change fonts or colours": """
        font fam textfont scriptfont scriptscriptfont hyphenchar skewchar fontdimen nullfont fontsize
        fontfamily fontseries fontshape fontencoding selectfont usefont color textcolor pagecolor colorbox
        fcolorbox definecolor tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge
        letterspacefont efcode lpcode rpcode knbscode stbscode shbscode tagcode leftmarginkern rightmarginkern
        quitvmode mathversion boldmath unboldmath itshape bfseries rmfamily sffamily ttfamily upshape slshape
        scshape mdseries normalfont
    """,
    "move boxes or build pages": """
        box copy setbox vbox vtop vsplit shipout output insert insertpenalties vadjust mark topmark firstmark
        botmark splitfirstmark splitbotmark topmarks firstmarks botmarks splitfirstmarks splitbotmarks marks
        raise lower moveleft moveright hskip vskip hfil hfill hfilneg hss vfil vfill vfilneg vss kern hrule
        vrule rule leaders cleaders xleaders wd ht dp hsize vsize maxdepth par parshape indent noindent
        penalty discretionary halign valign noalign omit span multispan multicolumn tabskip crcr everycr end
        begin bye newpage clearpage cleardoublepage pagebreak nopagebreak vspace makebox framebox fbox parbox
        minipage llap rlap clap hphantombox usebox savebox sbox lrbox newline linebreak nolinebreak footnote
        footnotetext footnotemark marginpar thanks title author item section subsection chapter paragraph part
        caption maketitle documentclass endgraf eject supereject hangindent hangafter parindent parskip
        baselineskip lineskip lineskiplimit prevdepth prevgraf spacefactor spaceskip xspaceskip textwidth
        textheight linewidth columnwidth pagestyle thispagestyle markboth markright dump patterns hyphenation
        setlanguage language mag magnification looseness tolerance pretolerance interlinepenalty displaywidth
        displayindent predisplaysize predisplaypenalty postdisplaypenalty fbox hfuzz vfuzz hbadness vbadness
        eqno leqno shape medmuskip thinmuskip thickmuskip mathsurround nulldelimiterspace delimiterfactor
        delimitershortfall binoppenalty relpenalty scriptspace abovewithdelims overwithdelims atopwithdelims
        above lastbox lastkern lastpenalty lastskip lastnodetype unhbox unhcopy unvbox unvcopy unskip unkern
        unpenalty parfillskip leftskip rightskip topskip splittopskip boxmaxdepth splitmaxdepth
        abovedisplayskip belowdisplayskip abovedisplayshortskip belowdisplayshortskip holdinginserts
        floatingpenalty outputpenalty overfullrule hoffset voffset scalebox resizebox rotatebox reflectbox
        pagegoal pagetotal pagestretch pageshrink pagedepth maxdeadcycles globaldefs fontspec
        doublehyphendemerits finalhyphendemerits adjdemerits linepenalty hyphenpenalty exhyphenpenalty
        clubpenalty widowpenalty displaywidowpenalty brokenpenalty emergencystretch uchyph lefthyphenmin
        righthyphenmin year month day time today thepage
    """,
    "number or point to other places": """
        tag label ref pageref eqref autoref nameref cref Cref cite nocite url href hyperref hypertarget hyperlink
        nolinkurl hyphenchar bibitem
    """,
}
#: What a refused word would do, by word.
REFUSED: Final[dict[str, str]] = {word: what for what, words in _REFUSED.items() for word in words.split()}

#: Families of words, refused by how they begin.
_FAMILIES: Final = tuple(
    (re.compile(pattern), what)
    for pattern, what in (
        ("new|renew|provide|New|Renew|Provide|Declare|[sS]et[A-Za-z]|AddTo", "define or change commands"),
        ("if[A-Za-z]|If[A-Z]|unless|while|loop", "branch or loop"),
        ("write|read|open[io]|close[io]|input|include|lst|[vV]erb|file|File", "read or write files"),
        (
            "pdf|lua|Lua|XeTeX|U(?:math|left|right|char)|the[a-z]|every|tracing|show|At[A-Z]|[uU]se[A-Z]|end[a-z]"
            "|last[a-z]|tex[A-Z]",
            "work on TeX itself",
        ),
        ("pgf|tikz|eg[a-z]", "belong to other packages"),
    )
)


def refusal(word: str) -> str:
    """Return what the control word (without backslash) would do that a bank may not; "" when it may stand."""
    if word in WORDS:
        return ""
    if word in REFUSED:
        return REFUSED[word]
    for pattern, what in _FAMILIES:
        if pattern.match(word):
            return what
    return "work on LaTeX itself" if word in LATEX_WORDS else ""
