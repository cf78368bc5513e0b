r"""The control words and environments of math that examgen knows, and what they take.

Sources: The TeXbook, chapters 24-26 and appendix B (plain TeX's math symbols); the LaTeX2e kernel
(``fontmath.ltx``); the user's guides of amsmath, amsfonts/amssymb, bm, cancel and mathtools.
"""

from __future__ import annotations

from string import ascii_uppercase
from typing import Final

_GREEK = """
alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu nu xi pi varpi
rho varrho sigma varsigma tau upsilon phi varphi chi psi omega digamma Gamma Delta Theta Lambda Xi Pi Sigma
Upsilon Phi Psi Omega varGamma varDelta varTheta varLambda varXi varPi varSigma varUpsilon varPhi varPsi
varOmega
"""
_LETTERS = """
aleph beth gimel daleth ell eth hbar hslash imath jmath wp Re Im partial nabla infty emptyset varnothing
forall exists nexists complement neg lnot top bot angle measuredangle sphericalangle prime backprime surd flat
natural sharp clubsuit diamondsuit heartsuit spadesuit Bbbk Finv Game mho circledR circledS yen maltese
checkmark bigstar lozenge blacklozenge square blacksquare Box Diamond triangle triangledown blacktriangle
blacktriangledown vartriangle diagdown diagup S P copyright pounds dag ddag dots ldots cdots vdots ddots dotsb
dotsc dotsi dotsm dotso mathellipsis mathdollar mathsection mathparagraph mathsterling mathunderscore
"""
_OPERATORS = """
arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf injlim ker lg lim liminf limsup ln
log max min Pr projlim sec sin sinh sup tan tanh varinjlim varliminf varlimsup varprojlim bmod mod sum prod
coprod int iint iiint iiiint idotsint intop oint ointop bigcap bigcup bigodot bigoplus bigotimes bigsqcup
biguplus bigvee bigwedge smallint
"""
_BINARY = """
pm mp times div ast star circ bullet cdot cap cup uplus sqcap sqcup vee lor wedge land setminus smallsetminus
wr diamond bigtriangleup bigtriangledown triangleleft triangleright lhd rhd unlhd unrhd oplus ominus otimes
oslash odot bigcirc dagger ddagger amalg dotplus ltimes rtimes leftthreetimes rightthreetimes Cap Cup
doublecap doublecup barwedge veebar doublebarwedge curlywedge curlyvee boxplus boxminus boxtimes boxdot
circledast circledcirc circleddash centerdot intercal divideontimes And
"""
_RELATIONS = """
le leq ge geq ll gg ne neq equiv sim simeq approx cong asymp doteq propto models perp mid parallel bowtie Join
smile frown vdash dashv prec preceq succ succeq subset subseteq supset supseteq sqsubset sqsubseteq sqsupset
sqsupseteq in ni owns notin not leqq geqq leqslant geqslant eqslantless eqslantgtr lesssim gtrsim lessapprox
gtrapprox approxeq lessdot gtrdot lll llless ggg gggtr lessgtr gtrless lesseqgtr gtreqless lesseqqgtr
gtreqqless doteqdot Doteq risingdotseq fallingdotseq eqcirc circeq triangleq bumpeq Bumpeq backsim backsimeq
thicksim thickapprox subseteqq supseteqq Subset Supset preccurlyeq succcurlyeq curlyeqprec curlyeqsucc precsim
succsim precapprox succapprox vartriangleleft vartriangleright trianglelefteq trianglerighteq vDash Vdash
Vvdash smallsmile smallfrown shortmid shortparallel between pitchfork varpropto blacktriangleleft
blacktriangleright therefore because backepsilon nless ngtr nleq ngeq nleqslant ngeqslant nleqq ngeqq lneq
gneq lneqq gneqq lvertneqq gvertneqq lnsim gnsim lnapprox gnapprox nprec nsucc npreceq nsucceq precneqq
succneqq precnsim succnsim precnapprox succnapprox nsim ncong nshortmid nshortparallel nmid nparallel nvdash
nvDash nVdash nVDash ntriangleleft ntriangleright ntrianglelefteq ntrianglerighteq nsubseteq nsupseteq
nsubseteqq nsupseteqq subsetneq supsetneq varsubsetneq varsupsetneq subsetneqq supsetneqq varsubsetneqq
varsupsetneqq
"""
_ARROWS = """
leftarrow gets rightarrow to leftrightarrow Leftarrow Rightarrow Leftrightarrow uparrow downarrow updownarrow
Uparrow Downarrow Updownarrow longleftarrow longrightarrow longleftrightarrow Longleftarrow Longrightarrow
Longleftrightarrow iff implies impliedby mapsto longmapsto hookleftarrow hookrightarrow leftharpoonup
leftharpoondown rightharpoonup rightharpoondown rightleftharpoons leftrightharpoons leadsto nearrow searrow
swarrow nwarrow dashleftarrow dashrightarrow leftleftarrows rightrightarrows leftrightarrows rightleftarrows
Lleftarrow Rrightarrow twoheadleftarrow twoheadrightarrow leftarrowtail rightarrowtail looparrowleft
looparrowright curvearrowleft curvearrowright circlearrowleft circlearrowright Lsh Rsh upuparrows
downdownarrows upharpoonleft upharpoonright restriction downharpoonleft downharpoonright multimap
leftrightsquigarrow rightsquigarrow nleftarrow nrightarrow nLeftarrow nRightarrow nleftrightarrow
nLeftrightarrow
"""
_DELIMITERS = """
lbrace rbrace lbrack rbrack langle rangle lfloor rfloor lceil rceil lvert rvert lVert rVert vert Vert lgroup
rgroup lmoustache rmoustache ulcorner urcorner llcorner lrcorner backslash arrowvert Arrowvert bracevert big
Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm biggm Biggm left right middle
"""
_SPACES_AND_STYLES = """
quad qquad enspace enskip thinspace medspace thickspace negthinspace negmedspace negthickspace space
nobreakspace allowbreak nobreak mathstrut strut null joinrel displaystyle textstyle scriptstyle
scriptscriptstyle limits nolimits displaylimits nonumber notag hline over atop choose brace brack rm bf it sf
tt cal mit mkern mskip colon lq rq vcentcolon
"""
_ACCENTS = """
hat check tilde acute grave dot ddot dddot ddddot breve bar vec mathring widehat widetilde overline underline
overbrace underbrace underbar overleftarrow overrightarrow overleftrightarrow underleftarrow underrightarrow
underleftrightarrow
"""
_TEXT_SYMBOLS = """
textdegree texteuro textquotesingle textquotedbl textasciigrave textbar textless textgreater textbackslash
textbraceleft textbraceright textunderscore textasciitilde textasciicircum textdollar textellipsis textendash
textemdash textquoteleft textquoteright textquotedblleft textquotedblright textbullet textperiodcentered
textvisiblespace textonehalf textmu texttimes textdiv textpm ss ae AE oe OE o O l L aa AA i j dh DH th TH
"""
_TEXT_ACCENTS = "H c d b u v k r t"
_INNER_ENVIRONMENTS = """
matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix cases array subarray aligned alignedat gathered split dcases
rcases drcases
"""
_FONTS = "mathrm mathbf mathit mathsf mathtt mathcal mathbb mathfrak mathnormal boldsymbol pmb Bbb frak bold"
_TEXT = "text textrm textbf textit textsf texttt textup textnormal textsl textsc emph mbox hbox"
_ONE = """
textsuperscript textsubscript
sqrt operatorname mathop mathbin mathrel mathord mathopen mathclose mathpunct mathinner phantom hphantom
vphantom smash boxed substack pmod pod xleftarrow xrightarrow hspace mspace
ensuremath cline operatornamewithlimits
"""
_TWO = "frac dfrac tfrac cfrac binom dbinom tbinom stackrel overset underset sideset"

#: Words that come from a package beyond amsmath and amssymb.
_PACKAGES: Final = {
    "bm": "bm",
    "cancel": "cancel bcancel xcancel cancelto",
    "mathrsfs": "mathscr",
    "mathtools": """
        coloneqq eqqcolon coloneq eqcolon Coloneqq Eqqcolon Coloneq Eqcolon dblcolon colonapprox Colonapprox
        colonsim Colonsim mathclap mathllap mathrlap prescript cramped overunderset
        xmapsto xleftrightarrow xLeftarrow xRightarrow xLeftrightarrow xhookleftarrow xhookrightarrow
        xleftharpoonup xleftharpoondown xrightharpoonup xrightharpoondown xleftrightharpoons
        xrightleftharpoons overbracket underbracket lparen rparen bigtimes ndownarrow nuparrow vdotswithin
    """,
}
_PACKAGE_ONE = """
bm cancel bcancel xcancel mathscr mathclap mathllap mathrlap cramped xmapsto xleftrightarrow xLeftarrow
xRightarrow xLeftrightarrow xhookleftarrow xhookrightarrow xleftharpoonup xleftharpoondown xrightharpoonup
xrightharpoondown xleftrightharpoons xrightleftharpoons overbracket underbracket vdotswithin
"""
_BIG = "big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm biggm Biggm"
_BRACED = (
    "operatorname operatornamewithlimits substack hspace mspace sideset boxed prescript ensuremath cline"
)
_OPTIONS = """
sqrt cfrac smash xleftarrow xrightarrow xmapsto xleftrightarrow xLeftarrow xRightarrow xLeftrightarrow xhookleftarrow
xhookrightarrow xleftharpoonup xleftharpoondown xrightharpoonup xrightharpoondown xleftrightharpoons xrightleftharpoons
overbracket underbracket
"""
_SWITCHES = """
left right middle over atop choose brace brack limits nolimits displaylimits displaystyle textstyle scriptstyle
scriptscriptstyle rm bf it sf tt cal mit nonumber notag hline not mkern mskip
big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm biggm Biggm
"""
_IN_TEXT = """
quad qquad enspace enskip thinspace medspace thickspace negthinspace space nobreakspace ldots dots S P dag ddag copyright
pounds lq rq textsuperscript textsubscript ensuremath hspace strut null
"""
_ZERO_ARGUMENT_WORDS = " ".join(
    (
        _GREEK,
        _LETTERS,
        _OPERATORS,
        _BINARY,
        _RELATIONS,
        _ARROWS,
        _DELIMITERS,
        _SPACES_AND_STYLES,
        _TEXT_SYMBOLS,
    )
)

#: The package of each word that needs one beyond amsmath and amssymb.
PACKAGE_OF: Final[dict[str, str]] = {
    word: package for package, words in _PACKAGES.items() for word in words.split()
}
#: Words whose argument is text, where letters with accents may stand and math needs its own ``$``.
TEXT_WORDS: Final = frozenset(_TEXT.split())
#: Words for letters and signs of text, and accents on them, which math fonts do not have.
TEXT_ONLY: Final = frozenset(f"{_TEXT_SYMBOLS} {_TEXT_ACCENTS}".split())
#: How many arguments in braces a known word takes after its options.
ARITY: Final[dict[str, int]] = {
    **dict.fromkeys(f"{_ACCENTS} {_FONTS} {_TEXT} {_TEXT_ACCENTS} {_ONE}".split(), 1),
    **dict.fromkeys(_TWO.split(), 2),
    **dict.fromkeys(_PACKAGE_ONE.split(), 1),
    "cancelto": 2,
    "overunderset": 3,
    "prescript": 3,
}
#: Words whose arguments must stand in braces.
BRACED: Final = TEXT_WORDS | frozenset(_BRACED.split())
#: Words that may have an option in brackets before their arguments.
OPTIONS: Final = frozenset(_OPTIONS.split())
#: Words whose argument is a length.
LENGTHS: Final = frozenset(("hspace", "mspace"))
#: Words that take a delimiter, beside left, right and middle.
BIG: Final = frozenset(_BIG.split())
#: Words that are no argument, for they act on what stands around them.
SWITCHES: Final = frozenset(_SWITCHES.split())
#: Words that text inside math may have.
IN_TEXT: Final = TEXT_WORDS | TEXT_ONLY | frozenset(_IN_TEXT.split())
#: Alphabets that lack letters or digits, with those that they have; the others print nothing, or another sign.
ALPHABETS: Final[dict[str, str]] = {
    "mathbb": ascii_uppercase + "1",
    "Bbb": ascii_uppercase + "1",
    "mathcal": ascii_uppercase,
    "mathscr": ascii_uppercase,
}
#: Every control word that examgen knows as math.
WORDS: Final = frozenset(_ZERO_ARGUMENT_WORDS.split()) | frozenset(ARITY) | frozenset(PACKAGE_OF)

#: Control symbols: in math, and those which only text inside math may have.
SYMBOLS: Final = frozenset(",;:!>\\{}|_%#&$- /*\n\t")
TEXT_SYMBOLS: Final = frozenset("'`^\"~=.")

#: Environments that set a whole display, with the one that does the same inside a display.
DISPLAYS: Final[dict[str, str]] = {
    "align": "aligned",
    "align*": "aligned",
    "alignat": "alignedat",
    "alignat*": "alignedat",
    "equation": "",
    "equation*": "",
    "displaymath": "",
    "flalign": "aligned",
    "flalign*": "aligned",
    "gather": "gathered",
    "gather*": "gathered",
    "multline": "gathered",
    "multline*": "gathered",
    "eqnarray": "array",
    "eqnarray*": "array",
}
#: Environments in which ``&`` parts columns, or rows are parted, inside a formula.
INNER_ENVIRONMENTS: Final = frozenset(_INNER_ENVIRONMENTS.split())
ENVIRONMENTS: Final = INNER_ENVIRONMENTS | frozenset(DISPLAYS)
ENVIRONMENT_PACKAGES: Final = {"dcases": "mathtools", "rcases": "mathtools", "drcases": "mathtools"}


def has_letter(alphabet: str, char: str) -> bool:
    """Return whether the alphabet (such as ``mathbb``) can set this ASCII letter or digit; signs are not asked."""
    return alphabet not in ALPHABETS or not (char.isascii() and char.isalnum()) or char in ALPHABETS[alphabet]
