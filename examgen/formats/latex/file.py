r"""A LaTeX file opened for its questions: its tokens, places and preamble, and what stands between questions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from examgen.errors import Place, Problem, Severity
from examgen.formats.bounds import Problems
from examgen.formats.latex import blocks as latexblocks
from examgen.formats.latex import commands as latexcommands
from examgen.formats.latex import words as latexwords
from examgen.formats.latex.cursor import Cursor, end_of, source_of
from examgen.formats.latex.lex import DEEPEST, Places, Token, lex
from examgen.formats.latex.macros import expand
from examgen.formats.latex.prose import BLOCKS, PictureFolder, Prose, UnprintableError
from examgen.formats.latex.science import joints_of
from examgen.formats.textdraft import shown
from examgen.model import Heading

assert latexblocks  # What these two fill in is known once they are loaded.
assert latexcommands

_GERMAN: Final = re.compile(
    r"\\(?:usepackage|documentclass)\[[^\]]{0,300}german[^\]]{0,300}\]|\\usepackage\{n?german\}"
)
_PICTURES: Final = re.compile(r"\\graphicspath\s{0,9}\{((?:\s{0,9}\{[^{}]{0,300}\}){1,20})")
#: How an author numbers all lists: with LaTeX itself, or with the package enumitem.
_LABELS: Final = re.compile(
    r"\\renewcommand\*?\s{0,9}\{?\s{0,9}\\labelenumi\s{0,9}\}?\s{0,9}\{((?:[^{}]|\{[^{}]{0,50}\}){1,100})\}"
    r"|\\setlist\[enumerate[^\]]{0,50}\]\s{0,9}\{((?:[^{}]|\{[^{}]{0,50}\}){1,200})\}"
)
_HEADINGS: Final = frozenset((r"\section", r"\subsection", r"\subsubsection", r"\AMCsection"))
#: Where the words of a question surely end.
_STOPS: Final = frozenset((r"\choice", r"\CorrectChoice", r"\part"))
#: Tokens that a question has at the most.
_MOST: Final = 40_000


class LatexFile:
    """The body of a file as tokens, and what is made of them."""

    def __init__(self, name: str, source: str, problems: list[Problem] | None = None) -> None:
        self.name, self.source = name, source
        self.places = Places(name, source)
        self.problems: list[Problem] = Problems() if problems is None else problems
        tokens, faults = lex(source)
        if not faults:
            tokens, faults = expand(tokens)
        self.problems += [
            Problem(fault.code, fault.message, self.places(fault.at), fault.hint) for fault in faults
        ]
        self.preamble, self.tokens = _body([] if faults else tokens)
        folders = [
            folder
            for found in _PICTURES.finditer(source[:200_000])
            for folder in re.findall(r"\{([^{}]*)\}", found[1])
        ]
        self.folder = PictureFolder(self._exists, folders)
        labels = _LABELS.search(source[:200_000])
        self.numbering = (f"label={{{labels[1]}}}" if labels[1] else labels[2]) if labels else ""
        self.german = bool(_GERMAN.search(source[:200_000]))
        self.joints = joints_of(source[:200_000])
        self.prose = self.writer(self.problems)

    def writer(self, problems: list[Problem]) -> Prose:
        """Return what makes texts, with a list of its own for problems."""
        prose = Prose(self.places, problems, self.folder, german=self.german, joints=self.joints)
        prose.numbering = self.numbering
        return prose

    def _exists(self, address: str) -> bool:
        path = PurePosixPath(address)
        if path.is_absolute() or ".." in path.parts or "\0" in address or len(address) > 500:
            return False
        try:
            return (Path(self.name).parent / path).is_file()
        except OSError:
            return False

    def plain(self, tokens: Sequence[Token]) -> str:
        """Return what tokens say in one line, whatever is wrong with them."""
        if all(token.kind in ("space", "par", "end") for token in tokens):
            return ""
        try:
            return self.writer([]).plain(tokens[:2000])
        except UnprintableError:
            return ""

    def shown(self, title: str, tokens: Sequence[Token]) -> str:
        """Return what messages call a question: its title, or its first words, up to its choices or a drawing."""
        if title:
            return shown(title, "")
        first: list[Token] = []
        length = 0
        for token in tokens[:60]:
            is_block = token.kind == "begin" and token.text not in latexwords.LAYOUT_ENVIRONMENTS
            if length > 60 or is_block or token.text in _STOPS:
                break
            first.append(token)
            length += len(token.text)
        return shown("", self.plain(first)) or "without words"

    def heading(self) -> tuple[Heading, dict[str, Place]]:
        r"""Return what the file says of the exam: its ``\title``."""
        for index, token in enumerate(self.preamble):
            if token.text == r"\title" and token.kind == "command":
                cursor = Cursor(self.preamble[index + 1 : index + 300])
                cursor.option()
                title = self.plain(cursor.argument())
                return (Heading(title=title), {"title": self.places(token.at)}) if title else (Heading(), {})
        return Heading(), {}

    def inputs(self) -> None:
        """Report the files that this one reads, which are not opened."""
        for part, severity in ((self.preamble, Severity.WARNING), (self.tokens, Severity.ERROR)):
            for index, token in enumerate(part):
                if token.kind == "command" and token.text in (r"\input", r"\include", r"\subfile"):
                    file = source_of(Cursor(part[index + 1 : index + 40]).argument()).strip()
                    message = f"the file {file!r} is not read along with this one"
                    hint = "name both files in the command, or put its text here"
                    self.report("include", message, token.at, hint, severity)

    def between(self, tokens: Sequence[Token], section: str | None) -> str | None:
        """Report words that belong to no question, and return the section that begins in them, or the one before."""
        rest: list[Token] = []
        cursor = Cursor(tokens)
        for token in cursor:
            if token.kind == "command" and token.text in _HEADINGS:
                cursor.layout("*[")
                section = self.plain(cursor.argument()) or section
            elif token.kind in ("begin", "end"):
                cursor.layout("[" if token.text == "questions" else "")
                rest.append(token)
            else:
                rest.append(token)
        words, picture = self.plain(rest), picture_in(rest)
        hint = "put it into the questions that need it"
        if re.search(r"[^\W\d_]{2}", words):
            at = next(token.at for token in rest if token.kind not in ("space", "par"))
            message = f"the text {shown('', words)!r} stands outside of questions and is not printed"
            self.report("outside-text", message, at, hint, Severity.WARNING)
        elif picture:
            message = "a picture stands outside of questions and is not printed"
            self.report("outside-text", message, picture.at, hint, Severity.WARNING)
        return section

    def late_picture(self, tokens: Sequence[Token], name: str) -> bool:
        """Say what becomes of a picture behind choices, and return whether it is printed; a drawing is not."""
        picture = picture_in(tokens)
        kept = any(token.text == r"\includegraphics" for token in tokens)
        if picture and name:
            what = "is printed above them" if kept else "is not printed"
            message = f"question {name!r}: the picture behind its choices {what}"
            hint = "put it into the question that needs it, this one or the next"
            self.report("late-picture", message, picture.at, hint, Severity.WARNING)
        return kept

    def report(
        self, code: str, message: str, at: int, hint: str, severity: Severity = Severity.ERROR
    ) -> None:
        """Report a problem at an offset."""
        self.problems.append(Problem(code, message, self.places(at), hint, severity))

    def too_long(self, tokens: Sequence[Token], name: str) -> bool:
        """Report a question that is too long to be one."""
        if len(tokens) <= _MOST:
            return False
        self.report("text-too-long", f"question {name!r} is too long", tokens[0].at, "divide it")
        return True


def picture_in(tokens: Sequence[Token]) -> Token | None:
    """Return where the first picture or drawing begins, None without one."""
    return next(
        (
            token
            for token in tokens
            if (token.kind == "begin" and token.text in latexwords.DRAWINGS)
            or (
                token.kind == "command"
                and (token.text == r"\includegraphics" or token.text[1:] in latexwords.DRAWING_COMMANDS)
            )
        ),
        None,
    )


def _body(tokens: list[Token]) -> tuple[list[Token], list[Token]]:
    """Return the tokens of the preamble, and those of the document; without a document all are its body."""
    for index, token in enumerate(tokens):
        if token.kind == "begin" and token.text == "document":
            end = end_of(tokens, index + 1, "document")
            return tokens[:index], tokens[index + 1 : end]
    return [], tokens


def containers(tokens: Sequence[Token], commands: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Yield the index of the begin of each environment that holds one of these commands, and its name.

    Environments of layout are looked through. For a command outside of all the index is -1.
    """
    opened: list[tuple[int, str]] = []
    seen: set[int] = set()
    for index, token in enumerate(tokens):
        if token.kind == "begin":
            opened.append((index, token.text))
        elif token.kind == "end":
            while opened and opened.pop()[1] != token.text:
                continue
        elif token.kind == "command" and token.text in commands:
            found = next(
                (each for each in reversed(opened) if each[1] not in latexwords.LAYOUT_ENVIRONMENTS), (-1, "")
            )
            if found[0] not in seen:
                seen.add(found[0])
                yield found


def without(
    tokens: Sequence[Token], environments: frozenset[str], commands: frozenset[str] = frozenset()
) -> tuple[list[Token], list[list[Token]]]:
    """Return tokens without these environments and commands with an argument, and what was inside of each."""
    if not any(token.text in environments or token.text in commands for token in tokens):
        return list(tokens), []
    kept: list[Token] = []
    taken: list[list[Token]] = []
    cursor = Cursor(tokens)
    for token in cursor:
        if token.kind == "begin" and token.text in environments:
            inner = cursor.inside(token.text)
            if inner is not None:
                inside = Cursor(inner)
                inside.option()
                taken.append(inside.tokens[inside.at :])
                continue
        elif token.kind == "command" and token.text in commands:
            cursor.option()
            taken.append(cursor.argument())
            continue
        kept.append(token)
    return kept, taken


def unwrapped(tokens: Sequence[Token], start: int, end: int) -> tuple[list[Token], int, int]:
    """Return tokens without the environments around the one from ``start`` to ``end``, and where that stands then.

    Those that say how things are set are taken away; tables, drawings and what else has a meaning stay.
    """
    known = (*latexwords.LAYOUT_ENVIRONMENTS, *latexwords.DRAWINGS, *BLOCKS)
    opened: list[int] = []
    for index, token in enumerate(tokens[:start]):
        if token.kind == "begin":
            opened.append(index)
        elif token.kind == "end" and opened and tokens[opened[-1]].text == token.text:
            opened.pop()
    gone: set[int] = set()
    for index in opened[-DEEPEST:]:
        close = end_of(tokens, index + 1, tokens[index].text)
        if close is not None and close > end and tokens[index].text not in known:
            cursor = Cursor(tokens[index + 1 : index + 60])
            option = source_of(cursor.option() or [])
            has_words = "=" not in option and re.search(r"[^\W\d_]", option)
            gone |= {close, *range(index, index + 1 + (0 if has_words else cursor.at))}
    kept = [token for index, token in enumerate(tokens) if index not in gone]
    before = sum(index < start for index in gone)
    return kept, start - before, end - before


def joined(parts: Sequence[Sequence[Token]]) -> list[Token]:
    """Return the tokens of several texts as paragraphs of one."""
    out: list[Token] = []
    for part in parts:
        if out and part:
            out.append(Token("par", " ", part[0].at))
        out += part
    return out
