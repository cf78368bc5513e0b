r"""Attacks on a build by whoever wrote the bank, its pictures or a folder of templates; run by ``test_attacks.py``.

An attack names what must stop it: the code of a problem with a place, or "" when it is harmless and comes out as text.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from PIL import Image, PngImagePlugin

#: What lies in files that no attack may read.
CANARY = "canarysecretword"


@dataclass(frozen=True)
class Attack:
    """One attack: a name, the bank or its part, and the code of the problem that stops it, "" when it is harmless."""

    name: str
    source: str
    code: str


def _attacks(table: str) -> list[Attack]:
    """Return the attacks of a table with lines of a code and a source."""
    rows = [line.strip().partition(" ") for line in table.strip().splitlines()]
    return [Attack(source.strip(), source.strip(), code) for code, _, source in rows]


#: Formulas, with the code of what is said about them.
MATH = _attacks(r"""
forbidden-command \input{canary}
forbidden-command \input canary
forbidden-command \include{canary}
forbidden-command \openin5=canary \read5 to \x
forbidden-command \pdffiledump length 99 {canary.tex}
forbidden-command \pdffilesize{canary.tex}
forbidden-command \pdfmdfivesum file {canary.tex}
forbidden-command \includegraphics{canary.pdf}
forbidden-command \lstinputlisting{canary.tex}
forbidden-command \verbatiminput{canary.tex}
forbidden-command \@@input canary
forbidden-command \InputIfFileExists{canary}{}{}
forbidden-command \IfFileExists{/etc/passwd}{1}{2}
forbidden-command \usepackage{canary}
forbidden-command \RequirePackage{canary}
forbidden-command \pdfximage{canary.pdf}
forbidden-command \pdfobj stream file {/etc/passwd}
forbidden-command \pdfmapfile{canary.map}
forbidden-command \font\x=canary
forbidden-command \catcode 92=0
forbidden-command ^^5cinput{canary}
forbidden-command ^^^^005cinput{canary}
forbidden-command \csname input\endcsname canary
forbidden-command \scantokens{\input canary}
forbidden-command \everypar{\input canary}
forbidden-command \everymath{\input canary}
forbidden-command \uppercase{\input canary}
forbidden-command \lowercase{X}
forbidden-command \expandafter\expandafter\expandafter\input canary
forbidden-command \endlinechar=92
forbidden-command \jobname
forbidden-environment \begin{filecontents}{x.tex}y\end{filecontents}
forbidden-command \write18{touch canary}
forbidden-command \immediate\openout5=canary
forbidden-command \special{ps: x}
forbidden-command \pdfliteral{q}
forbidden-command \pdfcatalog{/OpenAction 1 0 R}
forbidden-command \pdfextension literal{q}
forbidden-command \AtEndDocument{x}
forbidden-command \AtBeginShipout{x}
forbidden-command \aftergroup\input
forbidden-command \afterassignment\input
forbidden-command \def\egchoice#1#2{}
forbidden-command \renewcommand\egletter[1]{B}
forbidden-command \egletter{B}
forbidden-command \egplace{front}
forbidden-command \egversionlabel
forbidden-command \global\let\egletter\relax
forbidden-command \gdef\x{}
forbidden-command \setcounter{page}{9}
forbidden-command \loop x\repeat
forbidden-command \romannumeral 999999999
forbidden-command \kern 9999999pt
forbidden-command \rule{9999pt}{9999pt}
forbidden-command \directlua{os.exit()}
forbidden-command \ShellEscape{id}
forbidden-command \verb|x|
forbidden-command \label{x}
forbidden-command \href{file:///etc/passwd}{x}
forbidden-command \vspace{99in}
forbidden-command \footnote{x}
forbidden-command \color{white}
forbidden-command \tiny
unbalanced-math \phantom{\end{egpiece}}
forbidden-environment \begin{egpiece}{x}{stem}\end{egpiece}
unbalanced-math \end{egpiece}
unbalanced-math }\input{canary}{
unbalanced-math \right)
unbalanced-math {
comment-in-math a % b
stray-character a & b
stray-character # 1
unknown-command \convertMPtoPDF{canary.mps}{1}{1}
unknown-command \makeMPintoPDFobject
unknown-command \MakeRobust\egx
unknown-command \kvsetkeys{eg}{paper=a4}
unknown-command \TeXXeTstate
unknown-command \foocmd
nested-too-deep \boldsymbol{\boldsymbol{x}}
nested-too-deep \text{\text{\text{\text{\text{x}}}}}
bad-length \hspace{\maxdimen}
missing-argument \begin{array}{*{99999}{c}}a\end{array}
missing-argument \begin{array}{>{\input{canary}}c}a\end{array}
""")

#: Whole YAML banks, with the code of what is said about them.
GOOD_QUESTION = "questions:\n- stem: Q\n  choices: [x, y]\n  answer: a\n  rationale: r\n"
YAML = [
    Attack(
        "object", GOOD_QUESTION.replace("stem: Q", "stem: !!python/object/apply:os.system ['id']"), "yaml-tag"
    ),
    Attack("name", "!!python/name:os.system\n" + GOOD_QUESTION, "yaml-tag"),
    Attack(
        "aliases",
        "a0: &a0 [x, x]\n"
        + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 40))
        + GOOD_QUESTION,
        "yaml-size",
    ),
    Attack("itself", "a: &a [*a]\n" + GOOD_QUESTION, "yaml-alias"),
    Attack("deep", "a: " + "[" * 5000 + "]" * 5000 + "\n" + GOOD_QUESTION, "yaml-depth"),
    Attack("points exponent", GOOD_QUESTION + "  points: 1e999\n", "bad-points"),
    Attack("points digits", GOOD_QUESTION + f"  points: {'9' * 9000}\n", "bad-points"),
    Attack("points nan", GOOD_QUESTION + "  points: .nan\n", "bad-points"),
    Attack("points infinite", GOOD_QUESTION + "  points: -.inf\n", "bad-points"),
    Attack("points by zero", GOOD_QUESTION + "  points: 1/0\n", "bad-points"),
    Attack("surrogate", GOOD_QUESTION.replace("Q", '"\\ud800"'), "yaml-syntax"),
    Attack("escape", GOOD_QUESTION.replace("Q", '"\\x1b[2J"'), "yaml-escape"),
    Attack("bidi", GOOD_QUESTION.replace("Q", '"\\u202e"'), ""),
    Attack("nul", GOOD_QUESTION.replace("Q", "Q\0"), "not-text"),
    Attack("no character", GOOD_QUESTION.replace("Q", "Q\ufffe"), "yaml-character"),
    Attack("marks", GOOD_QUESTION.replace("Q", '"a' + r"\u0301\u0316" * 5000 + '"'), "yaml-escape"),
    Attack(
        "two ids",
        GOOD_QUESTION.replace("[x, y]", "[{text: x, id: a1}, {text: y, id: A1}]").replace(": a\n", ": A1\n"),
        "alike-choice-ids",
    ),
    Attack(
        "ids of two scripts",
        GOOD_QUESTION.replace("[x, y]", "[{text: x, id: pa}, {text: y, id: p\u0430}]").replace(
            ": a\n", ": pa\n"
        ),
        "alike-choice-ids",
    ),
    *(
        Attack(f"id {id}", GOOD_QUESTION.replace("- stem", f"- id: '{id}'\n  stem"), "bad-id")
        for id in ("=1+1", "+a", "-1", "@SUM", "=HYPERLINK", "\uff1d1", "../x/", "|ls")
    ),
    Attack("choice id", GOOD_QUESTION.replace("[x, y]", "[{text: x, id: =1}, {text: y, id: a}]"), "bad-id"),
]

#: Lines that come out as they stand, in a stem.
TEXT = (
    "{{ 7*7 }} {% for x in y %}",
    r"\VAR{exam.title} \BLOCK{for x in range(9)} \#{ gone }",
    r"\input{canary} \write18{id} \egletter{B}",
    r"\end{egpiece} \end{document} \begin{verbatim}",
    "^^5cinput canary",
    "`\\end{verbatim}\\input{canary}`",
    "{=latex} \\par",
    "50% of \\# and & and _",
    "<script>alert(1)</script>",
    "]] --> {{{ }}}",
    "=HYPERLINK(cell) +1 @x",
)

#: Addresses of pictures, with the code of what is said about them.
ADDRESSES = [
    Attack(address, address, code)
    for address, code in (
        ("../../etc/passwd", "picture-outside"),
        ("/etc/passwd", "picture-outside"),
        ("/dev/zero", "picture-outside"),
        ("<a|b>", "missing-picture"),
        ("<|ls>", "missing-picture"),
        ('<"x".png>', "missing-picture"),
        (r"<\input{canary}.png>", "picture-outside"),
        ("link-out.png", "picture-outside"),
        ("folder-out/canary.tex", "picture-outside"),
        ("fifo.png", "missing-picture"),
        ("file:///etc/passwd", "missing-picture"),
        ("http://example.org/a.png", "missing-picture"),
        ("%2e%2e/canary.tex", "picture-outside"),
        ("~/a.png", "picture-outside"),
        ("bank.md", "bad-picture"),
        ("a%00b.png", "unreadable-picture"),
        ("x" * 300 + ".png", "unreadable-picture"),
    )
]


# ---------------------------------------------------------------- files of pictures


def png_of(width: int, height: int, rows: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    """Return a grey PNG file that says it has this size, with packed rows and more chunks."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    more = b"".join(chunk(kind, data) for kind, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + head + more + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _zeros(size: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(size >> 20)) + packer.flush()


def pdf_of(change: Callable[[pikepdf.Pdf, pikepdf.Object], None] | None = None, **save: object) -> bytes:
    """Return a PDF with one page that draws a line, changed."""
    out = BytesIO()
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(40, 40)).obj
        page.Contents = made.make_stream(b"0 0 m 40 40 l S")
        if change:
            change(made, page)
        made.save(out, **save)  # type: ignore[arg-type]
    return out.getvalue()


def _active(made: pikepdf.Pdf, page: pikepdf.Object) -> None:
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=CANARY)
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=CANARY)
    made.Root.OpenAction = made.make_indirect(script)
    made.Root.AA = pikepdf.Dictionary(WC=script)
    page.AA = pikepdf.Dictionary(O=launch)
    page.Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=launch)])
    page.PieceInfo = pikepdf.Dictionary(X=CANARY)
    page.Metadata = made.make_stream(CANARY.encode())
    form = made.make_stream(
        b"0 0 m 9 9 l S", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9]
    )
    form.Metadata, form.PieceInfo = made.make_stream(CANARY.encode()), pikepdf.Dictionary(X=CANARY)
    form.LastModified = CANARY
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
    made.attachments["x.txt"] = CANARY.encode()
    made.docinfo["/Author"] = CANARY


def _bomb(made: pikepdf.Pdf, page: pikepdf.Object) -> None:
    page.Contents = pikepdf.Stream(made, b"")
    page.Contents.write(_zeros(400 << 20), filter=pikepdf.Name.FlateDecode)


def _double_bomb(made: pikepdf.Pdf, page: pikepdf.Object) -> None:
    page.Contents = pikepdf.Stream(made, b"")
    both = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
    page.Contents.write(zlib.compress(_zeros(400 << 20)), filter=both)


def _pages(made: pikepdf.Pdf, _page: pikepdf.Object) -> None:
    for _ in range(2000):
        made.pages.append(made.pages[0])


def _deep(_made: pikepdf.Pdf, page: pikepdf.Object) -> None:
    page.Resources = pikepdf.Object.parse(b"<</X " + b"[" * 60 + b"]" * 60 + b">>")


def _with_text(kind: str) -> bytes:
    out, text = BytesIO(), PngImagePlugin.PngInfo()
    text.add_text("Author", CANARY)
    text.add_itxt("Comment", CANARY, zip=True)
    picture = Image.new("L", (20, 20))
    if kind == "PNG":
        picture.save(out, kind, pnginfo=text)
        return out.getvalue() + CANARY.encode()
    exif = Image.Exif()
    exif[0x010E] = CANARY
    picture.save(out, kind, exif=exif, comment=CANARY.encode())
    return out.getvalue() + CANARY.encode()


SVG = (
    '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script><image href="http://example.org/x"/>&x;</svg>'
)


def picture_files() -> Iterator[tuple[str, bytes, str]]:
    """Give name, bytes, and the code of what is said; "" for a picture that is printed without what it hides."""
    yield "bomb.png", png_of(60000, 60000, _zeros(8 << 20)), "bad-picture"
    yield "overfull.png", png_of(2, 2, _zeros(64 << 20)), "bad-picture"
    yield "short.png", png_of(200, 200, zlib.compress(bytes(400))[:-6]), "bad-picture"
    yield "nothing.png", png_of(0, 0, zlib.compress(b"")), "bad-picture"
    yield "cut.png", _with_text("PNG")[:60], "bad-picture"
    yield "cut.jpg", _with_text("JPEG")[:30], "bad-picture"
    yield "cut.pdf", pdf_of()[:200], "bad-picture"
    yield "locked.pdf", pdf_of(encryption=pikepdf.Encryption(owner="a", user="b")), "bad-picture"
    yield "bomb.pdf", pdf_of(_bomb), "bad-picture"
    yield "double.pdf", pdf_of(_double_bomb), "bad-picture"
    yield "pages.pdf", pdf_of(_pages), "bad-picture"
    yield "deep.pdf", pdf_of(_deep), "bad-picture"
    yield "drawing.svg", SVG.encode(), "bad-picture"
    yield "drawing.png", SVG.encode(), "bad-picture"
    yield "empty.png", b"", "bad-picture"
    yield "script.png", b"%!PS\n(x) run", "bad-picture"
    yield "active.pdf", pdf_of(_active), ""
    yield "open.pdf", pdf_of(_active, encryption=pikepdf.Encryption(owner="a", user="")), ""
    yield "told.png", _with_text("PNG"), ""
    yield "told.jpg", _with_text("JPEG"), ""
    yield "wrong.png", _with_text("JPEG"), ""


#: What a template may try, each ending in an error of the template.
TEMPLATES = (
    "''.__class__.__mro__[1].__subclasses__()",
    "cycler.__init__.__globals__",
    "''|attr('__class__')",
    "'{0.__class__.__init__.__globals__}'.format(exam)",
    "'%s'|format(exam.__class__)",
    "exam.__class__.__init__.__globals__",
    "layout.__reduce__()",
    "self._TemplateReference__context.__class__",
    "range(10**9)|list",
    "pieces.append(1)",
    "sheets[0].answer",
    "sheets[0].questions[0].answer",
    "sheets[0].questions[0].right",
    "sheets[0].questions[0].id",
    "exam.questions[0]",
    "lipsum.__globals__",
    "namespace.__init__",
)


# ---------------------------------------------------------------- texts that take long to read


def _repeated(part: str, size: int) -> str:
    return (part * (size // len(part) + 1))[:size]


_FRAGMENTS = (
    *(r"\[", r"\(", "$a ", "$$a ", "$1", "![", "[", "[a](", "[[", "*a ", "**a*", "_a_ __", "`", "` `` ``` "),
    *(
        r"$\text{$a$}",
        r"$\text{$a$ ",
        "<a ",
        "\\",
        "{a=",
        "<!--",
        "--> <!--",
        "a\u0301",
        "\u202ea",
        "\"' ",
        "--a",
    ),
    *(
        "(a) and ",
        "both (a), (b) ",
        " x   ",
        "&#",
        "[*_`$<(",
        "i. a\n",
        "> ",
        "- ",
        "> a\nb\n",
        "|a|b|\n",
        "```\n",
    ),
    *(" - (a) x\n", "Correct Answer: (a)\n", "# x\n", "1. x\n", "(2 points) ", "{#a b=c ", "<details>", "9"),
)
_FORMULAS = (
    *(
        r"\hat{",
        r"\sqrt[",
        "{",
        "{}",
        r"\begin{align}a\end{align}",
        r"\begin{array}{",
        r"\left(",
        r"\mathbb{",
    ),
    *(
        r"\text{$a$}",
        "_{",
        "%",
        r"\\[",
        "a\u0301\u0316",
        "\u00b2\u2082",
        r"\zzq",
        r"\hspace{",
        r"\frac12",
        "a",
    ),
)


def slow_texts(size: int) -> Iterator[tuple[str, str]]:
    """Give names and quiz texts of about ``size`` characters that are made of one thing."""
    tail = "\n - (a) x\n - (b) y\n\nCorrect Answer: (a)\n"
    for part in _FRAGMENTS:
        yield f"stem {part!r}", "1. Q " + _repeated(part, size) + tail
        yield f"head {part!r}", _repeated(part, size // 4)
    # Below the limit on one text, many times.
    for part in _FRAGMENTS:
        stems = [_repeated(part.replace("\n", " "), 1900) for _ in range(size // 16_000)]
        yield f"many {part!r}", "\n".join(f"{n}. Q {stem}{tail}" for n, stem in enumerate(stems, 1))
    for part in _FORMULAS:
        yield f"math {part!r}", f"1. Q ${_repeated(part, size)}$" + tail
        yield f"formulas {part!r}", f"1. Q ${_repeated(part, min(size, 19000))}$" + tail
    yield "marks", "1. Q a" + _repeated("\u0301\u0316", size) + tail
    yield "number", "1. Q\n - (a) " + "9" * 5000 + "\n - (b) 1e999\n\nCorrect Answer: (a)\n"
    # Whole lines, far above the limit on one text: what format it is, and where choices begin, is asked before.
    yield "line of blanks", "Answer: a\n" + " " * (20 * size) + "x\n"
    yield "line of labels", "1. Q " + "b) " * (25 * size) + "\n"
    yield "labels above all numbers", "Q? " + "a) x " * (3 * size) + f"\n\n1. Q{tail}"
    yield "pictures that are none", f"1. Q{tail}" + "![" * (3 * size) + "\n"
    yield "boxes without an end", "```{note}\n" * size + f"\n1. Q{tail}"


#: What random banks are composed of.
SCRAPS = (
    *(
        "$",
        "$$",
        "\\",
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        "`",
        "```",
        "~~~",
        "*",
        "_",
        "^",
        "#",
        "%",
        "&",
        "|",
        "<",
        ">",
    ),
    *(
        "\n",
        "\n\n",
        " ",
        "\t",
        "a",
        "b",
        "x",
        "1",
        "1. ",
        " - (a) ",
        " - (b) ",
        "Correct Answer: (a)\n",
        "Rationale: ",
    ),
    *(
        r"\input{canary}",
        r"\frac",
        r"\text{",
        r"\left(",
        r"\right)",
        r"\begin{array}{c}",
        r"\end{array}",
        "^^5c",
    ),
    *(
        r"\\",
        r"\def\x{}",
        r"\alpha",
        r"\boldsymbol{",
        "![](canary.png)",
        "![](../canary.tex)",
        "{width=9%}",
        "[[a]]",
    ),
    *(
        "\u202e",
        "\u0301",
        "\0",
        "\x1b[2J",
        "\r",
        "é",
        "α",
        "²",
        "{#id}",
        "{pin}",
        "---\n",
        "title: x\n",
        "{{ x }}",
    ),
    *(
        r"\VAR{x}",
        "<!--",
        "-->",
        "|a|b|\n|-|-|\n",
        "> ",
        "both (a) and (b)",
        "{=latex}",
        "~~~{=latex}\n",
        "http://a",
    ),
)
