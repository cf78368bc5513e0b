"""From Markdown to a checked document: everything an author has to mend is found here, each thing with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from examgen.errors import Problem, Severity
from examgen.markup.document import Document
from examgen.markup.emoji import parted
from examgen.markup.mathtext import faults_of
from examgen.markup.offsets import InlineMap
from examgen.markup.patterns import before_name, commands, looks_like_math, pattern_hint
from examgen.markup.pictures import (
    Picture,
    find_picture,
    is_picture_file,
    link_problem,
    printed_raw,
    size_apart,
    size_problem,
    width_latex,
)
from examgen.markup.plain import HINT, unprintable, unprintable_message
from examgen.markup.simple import plain_words, simple_document
from examgen.markup.syntax import MAX_MARKS, Parser
from examgen.markup.tags import printed_tags
from examgen.model import Text

#: LaTeX nests lists, and quotes among them, no deeper than this.
MAX_DEPTH: Final = 4
MAX_INLINE_DEPTH: Final = 8
#: Characters of one text: several printed pages.
MAX_LENGTH: Final = 20_000
#: Tokens in which the end of a formula is looked for.
_NEAR: Final = 100
RAW_LATEX: Final = "{=latex}"
#: Characters that Markdown or a terminal reads as ends of lines or of text, each with one of the same length.
_FLAT: Final = str.maketrans({"\r": " ", "\x0b": " ", "\x0c": " ", "\0": "\ufffd"})
_LONE_LETTER = re.compile(r"(?!s)[^\W\d_](?!\w)")


def parse(text: Text, folder: Path, *, raw_latex: bool = False) -> Document:
    """Return the text parsed and checked; whatever it says, this raises nothing.

    Args:
        text: Markdown with math.
        folder: the bank file's folder, in which pictures are looked for.
        raw_latex: take fenced blocks marked ``{=latex}`` as they are.
    """
    if (simple := simple_document(text.source)) is not None:
        return simple
    if len(text.source) > MAX_LENGTH:
        return _too_long(text)
    flat = Text(text.source.translate(_FLAT), text.places)
    walk = _Walk(flat, folder, raw_latex)
    tokens = _parser("\n" not in flat.source.strip()).parse(flat.source)
    walk.blocks(tokens)
    problems = sorted(dict.fromkeys(walk.problems), key=lambda problem: problem.sort_key)
    return Document(
        tuple(tokens),
        tuple(problems),
        frozenset(walk.references),
        tuple(dict.fromkeys(walk.pictures)),
        "\n".join(" ".join(part.split()) for part in walk.plain if part.strip()),
    )


def look(text: Text, folder: Path) -> tuple[str, tuple[Problem, ...]]:
    """Return a text's visible words and its problems, as :func:`parse` finds them; for words alone at once."""
    if (words := plain_words(text.source)) is not None:
        return words, ()
    document = parse(text, folder)
    return document.plain, document.problems


def _too_long(text: Text) -> Document:
    message = f"the text has {len(text.source)} characters, and at most {MAX_LENGTH} are printed"
    hint = "divide it into several questions, or leave a part of it out"
    return Document(
        (), (Problem("text-too-long", message, text.place(), hint),), frozenset(), (), text.source
    )


@cache
def _parser(one_line: bool) -> Parser:
    return Parser(one_line=one_line)


def reference_id(written: str) -> str:
    """Return the choice id that ``[[written]]`` names: a letter in lower case, a name as it is written."""
    return written.lower() if len(written) == 1 else written


@dataclass(slots=True)
class _Walk:
    """Walks over the tokens once, in the order of the text; ``cursor`` is how far it has come in the source."""

    text: Text
    folder: Path
    raw_latex: bool
    problems: list[Problem] = field(default_factory=list)
    references: set[str] = field(default_factory=set)
    pictures: list[Picture] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    cursor: int = 0
    line_starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.line_starts = [0, *(match.end() for match in re.finditer("\n", self.text.source))]

    def report(
        self, code: str, message: str, offset: int, hint: str = "", severity: Severity = Severity.ERROR
    ) -> None:
        self.problems.append(Problem(code, message, self.text.place(offset), hint, severity))

    def line_start(self, line: int) -> int:
        return self.line_starts[min(line, len(self.line_starts) - 1)]

    def line_from(self, offset: int) -> str:
        end = self.text.source.find("\n", offset)
        return self.text.source[offset : end if end >= 0 else None]

    def blocks(self, tokens: Sequence[Token]) -> None:
        depth, columns, in_head, in_row = 0, 0, False, False
        for token in tokens:
            if token.map and not in_row:
                self.cursor = self.line_start(token.map[0])
            match token.type:
                case "bullet_list_open" | "ordered_list_open" | "blockquote_open":
                    depth += 1
                    if depth == MAX_DEPTH + 1:
                        self.report(
                            "nested-too-deep",
                            f"lists or quotes more than {MAX_DEPTH} deep inside each other",
                            self.cursor,
                            "take one level out",
                        )
                case "bullet_list_close" | "ordered_list_close" | "blockquote_close":
                    depth -= 1
                case "thead_open":
                    columns, in_head = 0, True
                case "tr_open":
                    in_row = True
                    if not in_head:
                        self.row(self.cursor, columns)
                case "th_open":
                    columns += 1
                case "tr_close":
                    in_row, in_head = False, False
                case "inline":
                    self.inline(token, in_cell=in_row)
                case "math_block":
                    self.math(token, self.display_map(token))
                case "fence" | "code_block":
                    self.code(token)

    def row(self, offset: int, columns: int) -> None:
        """Report a row with more cells than the head, which Markdown would drop without a word."""
        line = self.line_from(offset).lstrip("> \t").rstrip()
        cells = escapedSplit(line)
        surplus = len(cells) - (cells[0] == "") - (len(cells) > 1 and cells[-1] == "") - columns
        if surplus > 0:
            message = f"a row with {columns + surplus} cells in a table with {columns} columns"
            self.report(
                "table-row", message, offset, r"write '\|' for a bar inside a cell, also in math and code"
            )

    def display_map(self, token: Token) -> InlineMap:
        starts = [0]
        for line in token.content.split("\n")[:-1]:
            starts.append(starts[-1] + len(line) + 1)
        return InlineMap(starts, token.meta["lines"])

    def inline_map(self, token: Token, in_cell: bool) -> InlineMap:
        starts, offsets, start = [], [], 0
        first = token.map[0] if token.map else 0
        for index, line in enumerate(token.content.split("\n")):
            begin = self.cursor if in_cell else self.line_start(first + index)
            source = self.line_from(begin).rstrip()
            shown = line.strip()
            column = source.find(shown) if in_cell or not source.endswith(shown) else len(source) - len(shown)
            if column < 0:
                column = max(source.find(shown.replace("|", r"\|")), 0)
            starts.append(start)
            offsets.append(begin + column - (len(line) - len(line.lstrip())))
            start += len(line) + 1
        return InlineMap(starts, offsets)

    def inline(self, token: Token, *, in_cell: bool) -> None:
        where = self.inline_map(token, in_cell)
        self.cursor = max(self.cursor, where(0))
        if "dense" in token.meta:
            message = f"a paragraph with more than {MAX_MARKS} brackets, quotes and other marks"
            self.report("too-many-marks", message, self.cursor, "divide it, or put it into a code block")
        children = token.children or []
        words: list[str] = []
        paired, before = False, len(self.problems)
        depth = 0
        for index, child in enumerate(children):
            depth += child.nesting
            if depth == MAX_INLINE_DEPTH + 1 and child.nesting > 0:
                what = f"emphasis or links more than {MAX_INLINE_DEPTH} deep inside each other"
                self.report("nested-too-deep", what, self.cursor, "take some of the marks out")
            if "at" in child.meta:
                self.cursor = max(self.cursor, where(child.meta["at"]))
            match child.type:
                case "text":
                    self.characters(child.content)
                    self.commands_and_tags(child.content)
                case "code_inline":
                    self.characters(child.content)
                case "math_inline":
                    self.math(child, where, in_cell, token.content)
                case "opener" if formula := before_name(children, index):
                    self.names(formula, self.cursor)
                case "opener":
                    paired = not paired and self.opener(child, children[index + 1 : index + _NEAR])
                case "eaten":
                    message = f"Markdown prints '{child.content}' for '{child.markup}'"
                    hint = r"put the word between backticks, or write '\\' for each backslash that is to be printed"
                    self.report("eaten-sign", message, self.cursor, hint, Severity.WARNING)
                case "em_close" if child.markup == "*":
                    self.asterisks(children[index - 1], children[index + 1 : index + 2])
                case "reference":
                    self.references.add(reference_id(child.content))
                case "image":
                    self.picture(child)
                    self.size_apart(children[index + 1 : index + 3])
                case "link_open":
                    self.link(str(child.attrGet("href") or ""))
            words.append(_words(child))
        self.printed_raw(token.content, children, where)
        if in_cell and token.content:
            self.cursor = max(self.cursor, where(len(token.content) - 1) + 1)
        if any(problem.code == "unclosed-math" for problem in self.problems[before:]):
            inside = self.problems[before:]
            self.problems[before:] = [each for each in inside if each.code != "command-outside-math"]
        self.plain.append("".join(words))

    def characters(self, text: str) -> None:
        """Report what cannot be printed, once for a run of text: a bank in another script has nothing else.

        A character written as an entity is reported where its text begins.
        """
        for emoji, message, hint in parted(text):
            offset = max(self.text.source.find(emoji, self.cursor), self.cursor)
            self.report("parted-emoji", message, offset, hint, Severity.WARNING)
        strange = [characters for _, characters in unprintable(text)]
        if not strange:
            return
        found = self.text.source.find(strange[0], self.cursor)
        if found >= 0:
            self.cursor = found + len(strange[0])
        message = unprintable_message(strange[0], len(strange) - 1)
        self.report("unprintable-character", message, found if found >= 0 else self.cursor, HINT)

    def asterisks(self, inside: Token, following: Sequence[Token]) -> None:
        """Warn of emphasis that ends before a single letter, as in ``a *b*c``: it may have been a product."""
        behind = following[0].content if following and following[0].type == "text" else ""
        if not _LONE_LETTER.match(behind):
            return
        end = f"{inside.content[-1:]}*{behind[0]}"
        found = self.text.source.find(end, self.cursor)
        self.cursor = max(found + len(end) - 2, self.cursor)
        message = "these asterisks are not printed: they make what stands between them italic"
        hint = r"write '\*' for an asterisk, '$a \cdot b$' for a product, or put code between backticks"
        self.report("eaten-sign", message, self.cursor, hint, Severity.WARNING)

    def commands_and_tags(self, text: str) -> None:
        """Warn of commands of LaTeX, and of tags of HTML, that are printed as they stand."""
        for tag, hint in printed_tags(text):
            found = max(self.text.source.find(tag, self.cursor), self.cursor)
            if self.text.source[max(found - 1, 0) : found] == "\\":
                continue  # an author who writes a backslash means the sign
            self.report("html-as-text", f"'{tag}' is printed as it stands", found, hint, Severity.WARNING)
        for command, hint in commands(text):
            found = max(self.text.source.find(command, self.cursor), self.cursor)
            message = f"'{command}' outside math is printed as it stands"
            self.report("command-outside-math", message, found, hint, Severity.WARNING)

    def names(self, formula: str, offset: int) -> None:
        """Warn of dollars that make a formula and are rather part of what is to be printed."""
        message = f"these dollars are not printed: they make a formula of '{formula}'"
        hint = r"write '\$' for a dollar sign, or put code between backticks"
        self.report("eaten-sign", message, offset, hint, Severity.WARNING)

    def math(self, token: Token, where: InlineMap, in_cell: bool = False, content: str = "") -> None:
        if token.type == "math_block":
            self.plain.append(f"${token.content.strip()}$")
        display = token.type == "math_block" or token.markup in ("$$", r"\[")
        at = token.meta.get("at", 0)
        if token.meta.get("names"):
            self.names(token.content, where(at))
        faults = faults_of(token.content, display=display and not in_cell)
        if hint := pattern_hint(token, content):
            message = f"what looks like a regular expression is taken for the formula '{token.content}'"
            severity = Severity.ERROR if faults else Severity.WARNING
            self.report("pattern-as-math", message, where(at), hint, severity)
            return
        for fault in faults:
            self.report(fault.code, fault.message, where(at + fault.offset), fault.hint)

    def opener(self, token: Token, following: Iterable[Token]) -> bool:
        """Ask what a sign that opens no formula meant: money, a bracket, or a formula that does not end.

        Returns whether the next such sign belongs to this one and need not be asked.
        """
        rest = "".join(_words(each) for each in following)
        until, second, _ = rest.partition("$")
        money = token.markup == "$" and rest[:1].isdigit()
        if looks_like_math(until) and (second or not money):
            closer = {"$": "$", r"\(": r"\)", r"\[": r"\]"}[token.markup]
            hint = f"close it with '{closer}'" + (
                r", no space inside the dollars; write '\$' for a dollar sign" if closer == "$" else ""
            )
            message = f"'{token.markup}' opens a formula that is not closed"
            self.report("unclosed-math", message, self.cursor, hint)
            return bool(second)
        if token.markup == "$" and second and until.strip() and until[:1].isspace():
            hint = r"write '$x$' without spaces for math, '\$' for a dollar sign"
            message = "'$' before a space is printed as a dollar sign"
            self.report("stray-dollar", message, self.cursor, hint, Severity.WARNING)
            return True
        return False

    def picture(self, token: Token) -> None:
        place = self.text.place(self.cursor)
        found = find_picture(str(token.attrGet("src") or ""), self.folder, place)
        if isinstance(found, Picture):
            self.pictures.append(found)
            token.meta["picture"] = found
        else:
            self.problems.append(found)
        if width_latex(token.meta.get("size", "")) is None:
            self.problems.append(size_problem(token.meta["size"], place))

    def size_apart(self, following: Sequence[Token]) -> None:
        """Report a size that a blank, or the end of a line, parts from the picture before these tokens."""
        problem = size_apart("".join(map(_words, following)), self.text.place(self.cursor))
        if problem is not None:
            self.problems.append(problem)

    def link(self, address: str) -> None:
        self.characters(address)
        if is_picture_file(address):
            self.problems.append(link_problem(address, self.text.place(self.cursor)))

    def printed_raw(self, written: str, children: Sequence[Token], where: InlineMap) -> None:
        """Report pictures that Markdown takes for text."""
        if "](" not in written:
            return
        shown = "".join(each.content if each.type == "text" else "\n" for each in children)
        for offset, message, hint, has_mark in printed_raw(written, shown):
            if has_mark:
                self.report("picture-as-text", message, where(offset), hint)
            else:
                self.report("picture-as-link", message, where(offset), hint, Severity.WARNING)

    def code(self, token: Token) -> None:
        info = token.info.strip()
        if token.type == "fence" and token.map:
            last = self.line_from(self.line_start(token.map[1] - 1)).strip(" \t>")
            if token.map[1] - token.map[0] < 2 or not last.startswith(token.markup) or last.strip(last[:1]):
                message = f"the code block opened with '{token.markup}' is not closed"
                self.report("unclosed-code", message, self.cursor, f"put a line '{token.markup}' at its end")
        if token.type == "fence" and token.map and info != RAW_LATEX:
            self.cursor = self.line_start(token.map[0] + 1)
        if info != RAW_LATEX:
            self.characters(token.content)
        elif self.raw_latex:
            token.meta["raw"] = True
        else:
            hint = "write it in Markdown and math"
            self.report("raw-latex", "a block of raw LaTeX, which is not allowed here", self.cursor, hint)
        self.plain.extend(token.content.split("\n"))


def _words(token: Token) -> str:
    """Return what is seen of an inline token, as plain text."""
    match token.type:
        case "softbreak" | "hardbreak":
            return " "
        case "reference":
            return f"[[{token.content}]]"
        case "image":
            return f"![{token.content}]({token.attrGet('src')})"
        case "math_inline":
            return f"${token.content.strip()}$"
        case _:
            return token.content
