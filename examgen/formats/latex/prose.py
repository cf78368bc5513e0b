r"""LaTeX's prose as our Markdown: the walk over its tokens.

The walk makes HTML, which :mod:`examgen.formats.html.text` makes Markdown of, so that signs, emphasis and tables are
treated in one place. No word is lost: a command that is not known keeps the words of its arguments, with a warning; one
without arguments, or one that programs TeX, is an error; a drawing makes the question one that cannot be printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape, unescape
from typing import Final

from examgen.errors import Problem, Severity
from examgen.formats.html.text import to_markdown
from examgen.formats.html.write import code_words
from examgen.formats.latex import math as latexmath
from examgen.formats.latex import words as latexwords
from examgen.formats.latex.cursor import Cursor
from examgen.formats.latex.lex import Places, Token
from examgen.formats.latex.science import SCIENCE, Science
from examgen.formats.plaintext import escape_markdown
from examgen.formats.textrows import tidy
from examgen.model import Text

BLANK: Final = "_____"
_MOST: Final = 20_000
_QUOTES: Final = (("---", "\u2014"), ("--", "\u2013"), ("``", "\u201c"), ("''", "\u201d"), ("?`", "\u00bf"),
                  ("!`", "\u00a1"), (",,", "\u201e"), ("`", "\u2018"))  # fmt: skip
_GERMAN: Final = re.compile('"(?:([aouAOU])|(s|z)|([`\'<>])|([-~=|"]))')
_GERMAN_SIGNS: Final = {"`": "\u201e", "'": "\u201c", "<": "\u00ab", ">": "\u00bb"}
#: What alltt leaves of LaTeX in code that is set as it was typed: the end of a line, braces, a backslash.
_IN_ALLTT: Final = re.compile(r"\\\\[ \t]*(?=\r?\n|\Z)|\\([{}])|\\(textbackslash)(?:\{\}|(?![A-Za-z]))")
_LENGTHS: Final = frozenset(
    [
        "vskip",
        "hskip",
        "kern",
        "parskip",
        "parindent",
        "baselineskip",
        "topsep",
        "itemsep",
        "parsep",
        "hsize",
        "textwidth",
        "tabcolsep",
        "columnsep",
        "fboxsep",
        "fboxrule",
        "arraycolsep",
        "leftskip",
        "rightskip",
        "lineskip",
        "abovedisplayskip",
        "belowdisplayskip",
    ]
)


class UnprintableError(Exception):
    """A question has what no paper of ours can show; ``str(error)`` says what, with its article."""


class Prose:
    """Makes texts of tokens, and gathers what is wrong with them."""

    def __init__(
        self,
        places: Places,
        problems: list[Problem],
        folder: PictureFolder,
        *,
        german: bool,
        joints: tuple[str, str] = ("and", "to"),
    ) -> None:
        self.places, self.problems, self.folder = places, problems, folder
        self.german = german  #: ``"a`` is an umlaut
        self.science = Science(self.doubt, joints)
        self.of = ""  #: what messages call the question
        self.mono = 0  #: inside of how many commands for typewriter
        self.numbering = ""  #: options for all numbered lists of the file: ``label=(\\alph*)``
        self.lists = 0  #: inside of how many numbered lists
        self._said: set[tuple[str, str]] = set()

    def text(self, tokens: Sequence[Token], at: int) -> Text:
        """Return the text of these tokens; ``at`` is the offset where it begins.

        Raises:
            UnprintableError: there is a drawing in it.
        """
        while tokens and (tokens[0].kind in ("space", "par") or tokens[0].text.isspace()):
            tokens = tokens[1:]
        place = self.places(tokens[0].at if tokens else at)
        if len(tokens) > _MOST:
            message = f"{self.of}: a text of more than {_MOST:,} pieces"
            self.report("text-too-long", message, at, "divide it")
            return Text("", (place,))
        html = tidy(self.html(tokens))
        html = html.removesuffix("<p>").rstrip()
        if "<" in html:
            made = to_markdown(html)
            self.problems += made.problems(place, self.of)
            words = made.markdown
        else:
            words = escape_markdown(" ".join(unescape(html).split()), math=True)
        return Text(words, (place,) * (words.count("\n") + 1))

    def plain(self, tokens: Sequence[Token]) -> str:
        """Return what these tokens say in one line, without markup, as for a title or a name."""
        words = re.sub(r"<(?:[^<>]*)>", " ", self.html(tokens))
        return " ".join(unescape(words).replace(r"\(", "$").replace(r"\)", "$").split())

    def html(self, tokens: Sequence[Token]) -> str:
        """Return the HTML of these tokens."""
        cursor = Cursor(tokens)
        out: list[str] = []
        closers: list[str] = []
        for token in cursor:
            match token.kind:
                case "word":
                    out.append(self.word(token.text))
                case "command":
                    out.append(self.command(token, cursor, closers))
                case "par":
                    out.append("<p>")
                case "open":
                    out.append(self.html(cursor.rest_of_group()))
                case "dollar":
                    out.append(self.formula(token, cursor, token.text))
                case "begin":
                    out.append(self.environment(token, cursor))
                case "end":
                    self.unmatched(token)
                case "code":
                    out.append(code(token))
                case "cell":
                    out.append("&amp;")
                case "close":
                    continue
                case _:
                    out.append(" ")
        return "".join([*out, *reversed(closers)])

    def word(self, words: str) -> str:
        """Return plain words, in which signs of LaTeX make quotes and dashes."""
        if not self.mono:
            if self.german and '"' in words:
                words = _GERMAN.sub(_german, words)
            for typed, shown in _QUOTES:
                if typed in words:
                    words = words.replace(typed, shown)
        return escape(words, quote=False)

    def formula(self, opener: Token, cursor: Cursor, closer: str) -> str:
        """Return the formula that was just opened."""
        tokens = cursor.until(closer)
        if tokens is None:
            self.report(
                "latex-unclosed",
                f"{self.of}: the formula does not end",
                opener.at,
                f"write '{closer}' behind it",
            )
            return escape(opener.text)
        is_display = opener.text in ("$$", r"\[")
        return (
            latexmath.display(tokens, self.science) if is_display else latexmath.inline(tokens, self.science)
        )

    def command(self, token: Token, cursor: Cursor, closers: list[str]) -> str:
        """Return what a command prints."""
        name = token.text[1:]
        if handler := COMMANDS.get(name):
            return handler(self, token, cursor)
        if name in latexwords.TYPES:
            return self.set_in_type(name, cursor)
        if latexwords.is_accent(name):
            return self.accent(name, cursor)
        if tag := latexwords.DECLARATIONS.get(name):
            closers.append(f"</{tag}>")
            return f"<{tag}>"
        if name in latexwords.BEFORE_WORDS:
            cursor.layout(latexwords.BEFORE_WORDS[name])
            return self.html(cursor.argument())
        if name in latexwords.LAYOUT:
            cursor.layout(latexwords.LAYOUT[name])
            return ""
        if name in _LENGTHS:
            cursor.length()
            return " "
        if token.text in SCIENCE:
            made = self.science.math(token, cursor)
            return f"\\({escape(made, quote=False)}\\)" if made else ""
        return self.sign_or_unknown(token, name, cursor)

    def sign_or_unknown(self, token: Token, name: str, cursor: Cursor) -> str:
        """Return what a command prints that is a sign, or is not known."""
        shown = latexwords.signs().get(name)
        if shown is not None:
            if shown in ("\n", "\n\n"):
                return "<br>" if shown == "\n" else "<p>"
            return escape(shown, quote=False)
        if name in latexwords.DRAWING_COMMANDS:
            raise UnprintableError(f"one with a drawing or file of LaTeX (\\{name})")
        words = self.arguments(cursor)
        if name in latexwords.PROGRAMS or name.startswith("if"):
            self.report(
                "latex-program", f"{self.of}: '\\{name}' programs TeX, which is not run", token.at,
                "write what it prints",
            )  # fmt: skip
        elif words:
            self.report(
                "latex-command", f"{self.of}: the LaTeX command '\\{name}' is not known; its words are kept",
                token.at, "look at them in print, or write them without the command", Severity.WARNING)  # fmt: skip
        else:
            self.report(
                "latex-command", f"{self.of}: the LaTeX command '\\{name}' is not known", token.at,
                r"write what it prints, or define it in this file with \newcommand",
            )  # fmt: skip
        return " ".join(words) if words else escape(token.text)

    def arguments(self, cursor: Cursor) -> list[str]:
        """Return the words of all arguments that come next, options too."""
        words: list[str] = []
        while (token := cursor.peek()) and (token.kind == "open" or (token.text == "[" and not words)):
            taken = cursor.option() if token.text == "[" else cursor.argument()
            if taken is None:
                break
            words.append(self.html(taken))
        return [word for word in words if word.strip()]

    def set_in_type(self, name: str, cursor: Cursor) -> str:
        """Return words in a type of their own; a line to write on where there are none."""
        before, behind = latexwords.TYPES[name]
        cursor.layout(latexwords.BEFORE_WORDS.get(name, ""))
        self.mono += before == "<code>"
        tokens = cursor.argument()
        words = self.html(tokens)
        self.mono -= before == "<code>"
        if name in ("underline", "uline", "ul", "underbar") and not words.strip():
            return BLANK
        if before and "<p>" in words:
            words = words.replace("<p>", "<br><br>")
        return f"{before}{words}{behind}" if words.strip() else words

    def accent(self, name: str, cursor: Cursor) -> str:
        words = unescape(self.html(cursor.argument()))
        return escape(latexwords.accented(name, words) or words, quote=False)

    def environment(self, token: Token, cursor: Cursor) -> str:
        """Return what an environment prints."""
        name = token.text
        inner = cursor.inside(name)
        if inner is None:
            if name in latexwords.LAYOUT_ENVIRONMENTS:
                cursor.layout(latexwords.LAYOUT_ENVIRONMENTS[name])
            else:
                hint = f"write '\\end{{{name}}}' behind it"
                self.report(
                    "latex-unclosed", f"{self.of}: the environment '{name}' does not end", token.at, hint
                )
            return "<p>"
        if name.rstrip("*") in latexmath.DISPLAYS:
            if name.startswith("alignat"):
                inner = inner[next((n + 1 for n, t in enumerate(inner) if t.kind == "close"), 0) :]
                inner = [Token("word", "{9}", token.at), *inner]
            if name == "math":
                return latexmath.inline(inner, self.science)
            return latexmath.display(inner, self.science, name)
        if name in latexwords.DRAWINGS:
            raise UnprintableError(f"one with a drawing or program of LaTeX ({name})")
        if block := BLOCKS.get(name):
            return block(self, name, inner)
        known = latexwords.LAYOUT_ENVIRONMENTS.get(name)
        if known is None:
            self.report(
                "latex-environment", f"{self.of}: the LaTeX environment '{name}' is not known; its words are kept",
                token.at, "look at them in print, or write them without it", Severity.WARNING)  # fmt: skip
        inside = Cursor(inner)
        inside.layout(known or "")
        return f"<p>{self.html(inside.tokens[inside.at :])}<p>"

    def unmatched(self, token: Token) -> None:
        if token.text not in latexwords.LAYOUT_ENVIRONMENTS:
            message = f"{self.of}: '\\end{{{token.text}}}' has no beginning"
            self.report("latex-unclosed", message, token.at, "delete it, or write its beginning")

    def doubt(self, message: str, at: int, hint: str, severity: Severity) -> None:
        """Report what is not understood of a quantity or a chemical formula."""
        self.report("latex-science", f"{self.of}: {message}", at, hint, severity)

    def report(
        self, code: str, message: str, at: int, hint: str, severity: Severity = Severity.ERROR
    ) -> None:
        """Report a problem at an offset of the file; a warning once for each question."""
        if severity is Severity.WARNING and (code, message) in self._said:
            return
        self._said.add((code, message))
        self.problems.append(Problem(code, message.removeprefix(": "), self.places(at), hint, severity))


class PictureFolder:
    """Finds the files of pictures that LaTeX names without what they end in."""

    def __init__(self, exists: Callable[[str], bool], folders: Sequence[str] = ()) -> None:
        self._exists = exists  #: whether there is a file with this address, from the bank's folder
        self._folders = ("", *folders)

    def address(self, written: str) -> str:
        """Return the address of a picture, as it is written when there is no such file."""
        for folder in self._folders:
            for suffix in ("", ".pdf", ".png", ".jpg", ".jpeg", ".PNG", ".JPG", ".PDF"):
                if self._exists(folder + written + suffix):
                    return folder + written + suffix
        return written


def _german(found: re.Match[str]) -> str:
    vowel, sharp, quote, other = found.groups()
    if vowel:
        return latexwords.accented('"', vowel) or vowel
    if sharp:
        return "\u00df"
    if quote:
        return _GERMAN_SIGNS[quote]
    return "-" if other in "~=" else ""


def code(token: Token) -> str:
    """Return what is verbatim."""
    name, _, options = token.extra.partition("\n")
    if name == "verb":
        return f"<code>{code_words(token.text)}</code>"
    typed = _as_typed(token.text) if name == "alltt" else token.text
    language = re.search(
        r"language=\{?(?:\[[^\]]*\])?([A-Za-z+#-]+)" if name == "lstlisting" else r"\{([^{}]+)\}\Z", options
    )
    words = escape(typed.strip("\n").rstrip().replace("\r", ""), quote=False)
    shown = f' class="language-{escape(language[1].lower())}"' if language else ""
    return f"<pre><code{shown}>{words}</code></pre>"


def _as_typed(words: str) -> str:
    """Return what the environment alltt prints, in which backslashes and braces are still those of LaTeX."""
    shown = _IN_ALLTT.sub(lambda found: found[1] or ("\0" if found[2] else ""), words)
    if "\\" in shown:
        raise UnprintableError("one with commands of LaTeX in its code (alltt)")
    return shown.replace("\0", "\\")


#: What commands print; :mod:`examgen.formats.latex.commands` fills it in.
COMMANDS: Final[dict[str, Callable[[Prose, Token, Cursor], str]]] = {}

#: Environments that are lists, tables or quotes; :mod:`examgen.formats.latex.blocks` fills it in.
BLOCKS: Final[dict[str, Callable[[Prose, str, list[Token]], str]]] = {}
