r"""The guard of math: what an author has to mend in a formula before TeX sees it.

It finds here, with the exact character, what TeX would report late, vaguely, or only after it has swallowed
the text behind the formula: unbalanced braces, ``\left`` without ``\right``, a ``%`` that hides the closing
dollar. Of control words only those that are known as math may stand: what TeX has beside them differs from one
installation to the next, and some of it acts on the machine (:mod:`examgen.markup.refused` says what).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from enum import Enum, auto
from functools import lru_cache
from typing import Final

from examgen.markup.matharguments import (
    columns_fault,
    delimiter_fault,
    row_fault,
    script_fault,
    word_fault,
)
from examgen.markup.mathlex import Fault, Lexeme, lex
from examgen.markup.mathnesting import nesting_faults
from examgen.markup.mathwords import (
    DISPLAYS,
    ENVIRONMENTS,
    IN_TEXT,
    SYMBOLS,
    TEXT_ONLY,
    TEXT_SYMBOLS,
    TEXT_WORDS,
    WORDS,
)
from examgen.markup.refused import refusal
from examgen.markup.unicode import math_latex, name_of, text_latex

#: Groups inside each other; TeX itself ends at 255, and what is deeper is no formula.
MAX_DEPTH: Final = 40
#: Formulas that are remembered: the choices of a question, and the questions of a bank, share many.
_KEPT: Final = 4096
#: What to write in place of the commands of packages that are not loaded: mhchem and siunitx.
_INSTEAD: Final = {
    **dict.fromkeys(("ce", "cf"), r"write \mathrm{H_2O}, and \rightarrow for an arrow"),
    **dict.fromkeys(("SI", "qty", "si", "unit"), r"write 5\,\mathrm{m/s}"),
    "num": r"write 1.5 \times 10^{-3}",
    "ang": r"write 30^\circ",
}
#: A formula with more faults than this is not a formula: the others are not listed.
MAX_FAULTS: Final = 20


class Group(Enum):
    """What a part of a formula stands between."""

    FORMULA = auto()
    BRACES = auto()
    LEFT = auto()  #: \left ... \right
    ENVIRONMENT = auto()
    DOLLARS = auto()  #: math inside \text{...}


@dataclass(slots=True)
class Frame:
    """A group that is open."""

    group: Group
    opener: Lexeme | None
    text: bool = False  #: holds text, not math

    def __str__(self) -> str:
        if self.opener is None:
            return "the formula"
        return f"'{self.opener.text}'"


_CLOSERS = {Group.BRACES: "}", Group.LEFT: r"\right", Group.DOLLARS: "$"}


def _closer(frame: Frame) -> str:
    if frame.group is Group.ENVIRONMENT and frame.opener:
        return rf"\end{{{frame.opener.name}}}"
    return _CLOSERS[frame.group]


@dataclass(slots=True)
class _Guard:
    """Walks once over the lexemes with a stack of open groups."""

    lexemes: list[Lexeme]  #: without spaces
    display: bool
    faults: list[Fault] = field(default_factory=list)
    stack: list[Frame] = field(default_factory=lambda: [Frame(Group.FORMULA, None)])
    text_next: bool = False  #: the next brace opens text
    delimiter: int = -1  #: index of a brace that was meant as a delimiter
    tangled: bool = False  #: groups did not match: what follows from it is not reported
    ended: bool = False  #: too deep, or too much is wrong, to go on
    edges: list[int] = field(default_factory=list)  #: indices of all begins and ends of environments

    def __post_init__(self) -> None:
        self.edges = [index for index, each in enumerate(self.lexemes) if each.kind in ("begin", "end")]

    def fault(self, lexeme: Lexeme, code: str, message: str, hint: str) -> None:
        self.faults.append(Fault(lexeme.offset, code, message, hint))
        self.ended = self.ended or len(self.faults) >= MAX_FAULTS

    def open(self, frame: Frame) -> None:
        self.stack.append(frame)
        if len(self.stack) > MAX_DEPTH and frame.opener and not self.ended:
            message = f"groups more than {MAX_DEPTH} deep inside each other"
            self.fault(frame.opener, "nested-too-deep", message, "write it with fewer braces")
            self.ended = self.tangled = True

    def add(self, fault: Fault | None) -> None:
        if fault is not None:
            self.faults.append(fault)

    def run(self) -> None:
        for index, lexeme in enumerate(self.lexemes):
            if self.ended:
                return
            text_next, self.text_next = self.text_next, False
            if index == self.delimiter:
                continue
            match lexeme.kind:
                case "begin":
                    self.begin(lexeme, index)
                case "end":
                    self.close(lexeme, Group.ENVIRONMENT)
                case "word":
                    self.word(lexeme, index)
                case "symbol":
                    self.symbol(lexeme, index)
                case _:
                    self.char(lexeme, index, text_next)
        for frame in self.stack[1:]:
            if frame.opener and not self.tangled:
                closer = _closer(frame)
                self.fault(
                    frame.opener, "unbalanced-math", f"{frame} has no '{closer}'", f"close it with '{closer}'"
                )

    def begin(self, lexeme: Lexeme, index: int) -> None:
        name = lexeme.name
        if name not in ENVIRONMENTS:
            near = get_close_matches(name, ENVIRONMENTS, n=1)
            hint = (
                f"did you mean '{near[0]}'?" if near else "use one of amsmath's, such as 'cases' or 'aligned'"
            )
            self.fault(
                lexeme, "forbidden-environment", rf"\begin{{{name}}} is not an environment for math", hint
            )
        elif name in DISPLAYS and (not self.display or len(self.stack) > 1 or not self.stands_alone(lexeme)):
            inner = DISPLAYS[name] or "aligned"
            hint = rf"use \begin{{{inner}}}, or put \begin{{{name}}} alone between $$ and $$"
            message = rf"\begin{{{name}}} makes a display of its own and cannot stand inside a formula"
            self.fault(lexeme, "misplaced-environment", message, hint)
        else:
            self.add(columns_fault(self.lexemes, index))
        if self.stack[-1].text:
            hint = "put it between $ and $ inside the text, or end the text before it"
            self.fault(lexeme, "math-in-text", rf"\begin{{{name}}} in the text inside math", hint)
        self.open(Frame(Group.ENVIRONMENT, lexeme))

    def stands_alone(self, lexeme: Lexeme) -> bool:
        """Tell whether the formula is this environment and nothing else."""
        if self.lexemes[0] is not lexeme:
            return False
        edges = [index for index in self.edges if self.lexemes[index].name == lexeme.name]
        return len(edges) == 2 and edges[-1] == len(self.lexemes) - 1

    def close(self, lexeme: Lexeme, group: Group) -> None:
        top = self.stack[-1]
        named = group is not Group.ENVIRONMENT or (top.opener is not None and top.opener.name == lexeme.name)
        if top.group is group and named:
            self.stack.pop()
            return
        if not self.tangled:
            if top.group is Group.FORMULA:
                self.fault(
                    lexeme,
                    "unbalanced-math",
                    f"'{lexeme.text}' closes nothing",
                    "take it out, or open it before",
                )
            else:
                message = f"'{lexeme.text}' where '{_closer(top)}' should close {top}"
                self.fault(lexeme, "unbalanced-math", message, f"write '{_closer(top)}' before it")
        self.tangled = True
        if any(frame.group is group for frame in self.stack):
            while self.stack.pop().group is not group:
                pass

    def word(self, lexeme: Lexeme, index: int) -> None:
        name = lexeme.name
        if name in ("begin", "end"):
            hint = rf"write \{name}{{name}}, with a name such as cases"
            self.fault(lexeme, "unbalanced-math", rf"\{name} without the name of an environment", hint)
        elif name in ("left", "right", "middle"):
            self.side(lexeme, index)
        elif what := refusal(name):
            hint = f"write it with math commands only: words that {what} have no place in a bank"
            self.fault(lexeme, "forbidden-command", rf"the command \{name} is not allowed in math", hint)
        elif name not in WORDS:
            near = get_close_matches(name, WORDS, n=1, cutoff=0.75)
            hint = rf"did you mean \{near[0]}?" if near else rf"write \operatorname{{{name}}} for a name"
            hint = _INSTEAD.get(name, hint)
            self.fault(lexeme, "unknown-command", rf"the command \{name} is not known in math", hint)
        elif name in TEXT_ONLY and not self.stack[-1].text:
            hint = rf"write \text{{\{name}...}}, or the sign that math has for it"
            self.fault(lexeme, "text-in-math", rf"\{name} is a sign of text, not of math", hint)
        elif name in TEXT_WORDS:
            self.text_next = True
        if self.stack[-1].text and name in WORDS - IN_TEXT:
            hint = rf"put it between $ and $ inside the text, or write \{name} outside it"
            self.fault(lexeme, "math-in-text", rf"\{name} in the text inside math", hint)
        elif name == "hline" and not self.begins_row(index):
            hint = r"put it behind '\\' or at the beginning of an array"
            self.fault(lexeme, "misplaced-command", r"\hline inside a row", hint)
        self.add(word_fault(self.lexemes, index))

    def begins_row(self, index: int) -> bool:
        before = self.lexemes[index - 1] if index else None
        begins = before is not None and (
            before.text in (r"\\", "}", "]") or before.name in ("hline", "matrix")
        )
        return begins and self.stack[-1].group is Group.ENVIRONMENT

    def side(self, lexeme: Lexeme, index: int) -> None:
        if fault := delimiter_fault(self.lexemes, index):
            self.faults.append(fault)
            if any(each.text in ("{", "}") for each in self.lexemes[index + 1 : index + 2]):
                self.delimiter = index + 1
        if lexeme.name == "left":
            self.open(Frame(Group.LEFT, lexeme))
        elif lexeme.name == "right":
            self.close(lexeme, Group.LEFT)
        elif self.stack[-1].group is not Group.LEFT and not self.tangled:
            hint = r"put it between \left and \right"
            self.fault(lexeme, "unbalanced-math", r"\middle outside \left ... \right", hint)

    def symbol(self, lexeme: Lexeme, index: int) -> None:
        name = lexeme.text[1:]
        if name == "\\":
            self.add(row_fault(self.lexemes, index))
        elif name in SYMBOLS or (name in TEXT_SYMBOLS and self.stack[-1].text):
            return
        elif name in ("(", ")", "[", "]"):
            hint = "close this formula before the next one opens"
            self.fault(lexeme, "unbalanced-math", f"'{lexeme.text}' inside math", hint)
        elif not name:
            self.fault(lexeme, "unbalanced-math", "a lone backslash at the end of math", "take it out")
        else:
            hint = "write it with commands of letters"
            self.fault(lexeme, "forbidden-command", f"'{lexeme.text}' is not allowed in math", hint)

    def char(self, lexeme: Lexeme, index: int, text_next: bool) -> None:
        top, char = self.stack[-1], lexeme.text
        match char:
            case "{":
                self.open(Frame(Group.BRACES, lexeme, text=text_next or top.text))
            case "}":
                self.close(lexeme, Group.BRACES)
            case "$":
                self.dollar(lexeme)
            case "%":
                self.fault(
                    lexeme,
                    "comment-in-math",
                    "'%' starts a comment in math",
                    r"write '\%' for a percent sign",
                )
            case "#":
                self.fault(
                    lexeme, "stray-character", "'#' cannot stand in math", r"write '\#' for a number sign"
                )
            case "&" if top.group is not Group.ENVIRONMENT:
                hint = r"put the formula into \begin{aligned}...\end{aligned}, or write '\&'"
                self.fault(lexeme, "stray-character", "'&' outside an environment that has columns", hint)
            case "^" | "_":
                self.script(lexeme, index)
            case _ if not char.isascii():
                self.unicode(lexeme)
            case _ if not char.isprintable():
                message = f"the control character {name_of(char)} cannot be printed"
                self.fault(lexeme, "unprintable-character", message, "take it out")

    def dollar(self, lexeme: Lexeme) -> None:
        top = self.stack[-1]
        if top.group is Group.DOLLARS:
            self.stack.pop()
        elif top.text:
            self.open(Frame(Group.DOLLARS, lexeme))
        else:
            self.fault(lexeme, "stray-character", "'$' inside math", r"write '\$' for a dollar sign")

    def script(self, lexeme: Lexeme, index: int) -> None:
        if self.stack[-1].text:
            command = r"\^{}" if lexeme.text == "^" else r"\_"
            hint = f"write '{command}', or put the math between $ and $"
            self.fault(lexeme, "stray-character", f"'{lexeme.text}' in the text inside math", hint)
        else:
            self.add(script_fault(self.lexemes, index))

    def unicode(self, lexeme: Lexeme) -> None:
        in_text = self.stack[-1].text
        if (text_latex if in_text else math_latex)(lexeme.text) is None:
            message = f"the character {name_of(lexeme.text)} cannot be set in math"
            hint = r"write it with a command, or put words into \text{...}"
            self.fault(lexeme, "unprintable-character", message, hint)


def faults_of(source: str, *, display: bool) -> list[Fault]:
    """Return what is to mend in the math ``source`` (without its dollars), in the order of the text."""
    return list(_faults_of(source, display))


@lru_cache(_KEPT)
def _faults_of(source: str, display: bool) -> Sequence[Fault]:
    if not source.strip():
        hint = r"write the formula, or '\$' for a dollar sign"
        return (Fault(0, "empty-math", "math with nothing in it", hint),)
    lead = len(source) - len(source.lstrip())
    lexemes = lex(source.strip())
    if lead:
        lexemes = [replace(each, offset=each.offset + lead) for each in lexemes]
    guard = _Guard([each for each in lexemes if each.kind != "space"], display)
    guard.run()
    if not guard.ended:
        guard.faults += nesting_faults(guard.lexemes)
    hint = "take the blank line out, or end the formula before it"
    blank = (each for each in lexemes if each.kind == "space" and each.text.count("\n") > 1)
    faults = [Fault(each.offset, "blank-line-in-math", "a blank line inside math", hint) for each in blank]
    return tuple(sorted(guard.faults + faults, key=lambda each: each.offset)[:MAX_FAULTS])
