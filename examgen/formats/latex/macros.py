r"""Macros that authors define: simple ones are replaced by what they stand for, wherever they are used.

``\newcommand{\R}{\mathbb{R}}`` and its like, with arguments, and environments made of others. What programs TeX
(counters, conditions, ``\csname``, definitions inside definitions) is not run: such a macro stays as it is, and whoever
walks the tokens says so where it is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from examgen.formats.latex.lex import DEEPEST, Fault, Token

#: Tokens that all macros of a file may come to.
_MOST: Final = 600_000

_NEW: Final = frozenset(
    [r"\newcommand", r"\renewcommand", r"\providecommand", r"\DeclareRobustCommand", r"\newcommandx"]
)
_DEF: Final = frozenset((r"\def", r"\gdef", r"\edef", r"\xdef"))
_OPERATOR: Final = r"\DeclareMathOperator"
_UNIT: Final = r"\DeclareSIUnit"
_DOCUMENT: Final = frozenset((r"\NewDocumentCommand", r"\RenewDocumentCommand", r"\DeclareDocumentCommand"))
_ENVIRONMENT: Final = frozenset((r"\newenvironment", r"\renewenvironment"))
_OTHERS: Final = frozenset(
    (r"\let", r"\newtheorem", r"\newcounter", r"\newlength", r"\newsavebox", r"\newif")
)

#: What makes a macro a program.
_PROGRAM: Final = frozenset(
    [
        r"\def",
        r"\gdef",
        r"\edef",
        r"\xdef",
        r"\let",
        r"\newcommand",
        r"\renewcommand",
        r"\providecommand",
        r"\csname",
        r"\expandafter",
        r"\loop",
        r"\repeat",
        r"\setcounter",
        r"\addtocounter",
        r"\stepcounter",
        r"\refstepcounter",
        r"\foreach",
        r"\whiledo",
        r"\ifthenelse",
        r"\the",
        r"\input",
        r"\include",
        r"\write",
        r"\openout",
        r"\catcode",
        r"\ifx",
        r"\ifnum",
        r"\ifdim",
        r"\ifcase",
        r"\if",
        r"\else",
        r"\fi",
        r"\or",
        r"\advance",
        r"\multiply",
        r"\divide",
        r"\pgfmathparse",
        r"\pgfmathsetmacro",
        r"\global",
        r"\futurelet",
        r"\NewDocumentCommand",
        r"\@ifstar",
        r"\@ifnextchar",
        r"\FPeval",
        r"\fpeval",
    ]
)

#: The one condition that readers know.
_ANSWERS_ONLY: Final = frozenset((r"\ifprintanswers", r"\else", r"\fi"))

#: What the readers know themselves, whatever a file makes of it.
_KEPT: Final = frozenset(
    [
        r"\question",
        r"\titledquestion",
        r"\bonusquestion",
        r"\bonustitledquestion",
        r"\part",
        r"\subpart",
        r"\choice",
        r"\CorrectChoice",
        r"\correctchoice",
        r"\wrongchoice",
        r"\bonne",
        r"\mauvaise",
        r"\element",
        r"\lastchoices",
        r"\explain",
        r"\scoring",
        r"\bareme",
        r"\solution",
        r"\item",
        r"\includegraphics",
        r"\section",
        r"\subsection",
        r"\fillin",
        r"\uplevel",
        r"\fullwidth",
        r"\exsolution",
        r"\extype",
        r"\exname",
    ]
)


#: Commands that hold an answer. Where a file makes nothing of their argument, students do not see it.
_ANSWERS: Final = frozenset(
    rf"\{name}"
    for name in (
        *("answer", "answers", "Answer", "ans", "Ans", "correctanswer", "rightanswer", "key", "answerkey"),
        *(
            "sol",
            "soln",
            "Solution",
            "explanation",
            "rationale",
            "reponse",
            "antwort",
            "loesung",
            "respuesta",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class _Macro:
    """What a macro stands for."""

    count: int  #: of its arguments
    default: tuple[Token, ...] | None  #: of the first one, when it is optional
    body: tuple[Token, ...]
    end: tuple[Token, ...] | None = None  #: of an environment


def expand(tokens: Sequence[Token]) -> tuple[list[Token], list[Fault]]:
    """Return the tokens without definitions, simple macros replaced, and what is wrong with them."""
    if not any(token.kind == "command" and (token.text in _DEFINERS) for token in tokens):
        return list(tokens), []
    return _Expansion(tokens).run()


_DEFINERS: Final = _NEW | _DEF | _DOCUMENT | _ENVIRONMENT | {_OPERATOR, _UNIT} | _OTHERS


class _Expansion:
    """Replaces macros; tokens to come are a stack whose last one is next."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.stack = list(reversed(tokens))
        self.out: list[Token] = []
        self.macros: dict[str, _Macro] = {}
        self.environments: dict[str, _Macro] = {}
        self.made = 0

    def run(self) -> tuple[list[Token], list[Fault]]:
        depth = 0
        while self.stack:
            token = self.stack.pop()
            if token.kind == "command" and token.text in _DEFINERS:
                self.definition(token)
            elif token.kind == "command" and token.text in self.macros:
                self.use(token, self.macros[token.text])
            elif token.kind in ("begin", "end") and token.text in self.environments:
                self.use_environment(token, self.environments[token.text])
            else:
                self.out.append(token)
                depth = max(depth + (token.kind in ("open", "begin")) - (token.kind in ("close", "end")), 0)
            if self.made > _MOST or depth > DEEPEST:
                hint = "look for a macro that uses itself, or write out what it stands for"
                message = "the macros of this file make too much of it"
                return self.out, [Fault(token.at, "latex-macro", message, hint)]
        return self.out, []

    def definition(self, token: Token) -> None:
        """Take a definition off the stack, and keep it when it is simple."""
        name_of = token.text
        self.skip_star()
        if name_of in _ENVIRONMENT:
            name = "".join(part.text for part in self.argument())
            count, default = self.parameters()
            body, end = _undefining(self.argument()), _undefining(self.argument())
            if _is_simple(name, (*body, *end)) and _is_balanced(body) and name not in ("question", "choices"):
                self.environments[name] = _Macro(count, default, body, end)
            return
        if name_of in _OTHERS:
            self.skip_other(name_of)
            return
        if name_of == _UNIT:
            self.option()
        name = "".join(part.text for part in self.argument())
        simple = True
        if name_of in _DEF:
            count, default = self.def_parameters(), None
            simple = count >= 0
        elif name_of in _DOCUMENT:
            spec = "".join(part.text for part in self.argument()).replace(" ", "")
            count, default, simple = len(spec), None, not spec.strip("m")
        elif name_of in (_OPERATOR, _UNIT):
            count, default = 0, None
        else:
            count, default = self.parameters()
        body = tuple(self.argument())
        if name_of == _OPERATOR:
            at = token.at
            body = (
                Token("command", r"\operatorname", at),
                Token("open", "{", at),
                *body,
                Token("close", "}", at),
            )
        if name == r"\correct" and not count and not any("hoice" in part.text for part in body):
            return  # How a right choice looks: `\choice[\correct]`.
        if name_of == _UNIT:
            # A unit stays one where it is multiplied, divided or raised.
            body = (Token("open", "{", token.at), *body, Token("close", "}", token.at))
        body = _without_number(body)
        if name in _ANSWERS and count == 1 and not any(part.text.strip() for part in body):
            marks = (("begin", "solution"), ("word", "#"), ("word", "1"), ("end", "solution"))
            body = tuple(Token(kind, text, token.at) for kind, text in marks)
        self.macros.pop(name, None)
        if simple and name.startswith("\\") and name not in _KEPT and _is_simple(name, body):
            self.macros[name] = _Macro(count, default, body)

    def use(self, token: Token, macro: _Macro) -> None:
        """Put what a macro stands for on the stack."""
        self.push(_filled(macro.body, self.arguments(macro), token.at))

    def use_environment(self, token: Token, macro: _Macro) -> None:
        if token.kind == "begin":
            self.push(_filled(macro.body, self.arguments(macro), token.at))
        else:
            self.push(_filled(macro.end or (), [], token.at))

    def arguments(self, macro: _Macro) -> list[Sequence[Token]]:
        given: list[Sequence[Token]] = []
        if macro.default is not None:
            option = self.option()
            given.append(macro.default if option is None else option)
        given += [self.argument() for _ in range(macro.count - len(given))]
        return given

    def push(self, tokens: Sequence[Token]) -> None:
        self.made += len(tokens) + 1
        self.stack += reversed(tokens)

    def skip_space(self) -> None:
        while self.stack and self.stack[-1].kind == "space":
            self.stack.pop()
        if self.stack and self.stack[-1].kind == "word" and self.stack[-1].text[0] in " \t":
            word = self.stack.pop()
            if rest := word.text.lstrip(" \t"):
                self.stack.append(word._replace(text=rest))

    def skip_star(self) -> None:
        if self.stack and self.stack[-1].kind == "word" and self.stack[-1].text.startswith("*"):
            word = self.stack.pop()
            if word.text[1:]:
                self.stack.append(word._replace(text=word.text[1:]))

    def argument(self) -> list[Token]:
        """Take an argument off the stack: a group without its braces, or a single token."""
        self.skip_space()
        if not self.stack or self.stack[-1].kind in ("close", "par"):
            return []
        first = self.stack.pop()
        if first.kind == "open":
            taken, depth = [], 1
            while self.stack:
                token = self.stack.pop()
                depth += (token.kind == "open") - (token.kind == "close")
                if not depth:
                    break
                taken.append(token)
            return taken
        if first.kind == "word" and len(first.text) > 1:
            self.stack.append(first._replace(text=first.text[1:]))
            return [first._replace(text=first.text[0])]
        return [first]

    def option(self) -> list[Token] | None:
        """Take ``[...]`` off the stack, or nothing."""
        self.skip_space()
        if not self.stack or self.stack[-1].text != "[":
            return None
        self.stack.pop()
        taken, depth = [], 0
        while self.stack and (depth or self.stack[-1].text != "]") and self.stack[-1].kind != "par":
            token = self.stack.pop()
            depth += (token.kind == "open") - (token.kind == "close")
            taken.append(token)
        if self.stack:
            self.stack.pop()
        return taken

    def parameters(self) -> tuple[int, tuple[Token, ...] | None]:
        """Take ``[2][default]`` off the stack."""
        words = "".join(token.text for token in self.option() or ()).strip()
        count = int(words) if words.isdecimal() and len(words) == 1 else 0
        default = self.option() if words else None
        return count, None if default is None else tuple(default)

    def def_parameters(self) -> int:
        r"""Take ``#1#2`` of a ``\def`` off the stack; -1 when there is more than that."""
        words = ""
        while self.stack and self.stack[-1].kind not in ("open", "par"):
            words += self.stack.pop().text
        count = words.count("#")
        return count if words.replace(" ", "") == "".join(f"#{n}" for n in range(1, count + 1)) else -1

    def skip_other(self, name: str) -> None:
        if name == r"\let":
            self.argument()
            self.skip_space()
            if self.stack and self.stack[-1].text.startswith("="):
                word = self.stack.pop()
                if word.text[1:]:
                    self.stack.append(word._replace(text=word.text[1:]))
            self.argument()
            return
        self.argument()
        if name == r"\newtheorem":
            self.option()
            self.argument()
            self.option()
        elif name == r"\newcounter":
            self.option()


def _without_number(body: tuple[Token, ...]) -> tuple[Token, ...]:
    r"""Return a macro that begins an item, as ``\item[\stepcounter{n}\arabic{n}.]``, without the number it prints."""
    if len(body) < 3 or body[0].text != r"\item" or body[1].text != "[":
        return body
    end = next((at for at, token in enumerate(body) if token.text == "]"), 0)
    counts = any(token.text in (r"\stepcounter", r"\refstepcounter") for token in body[2:end])
    return (body[0], *body[end + 1 :]) if counts else body


def _undefining(code: Sequence[Token]) -> tuple[Token, ...]:
    """Return the code of an environment without what it defines for its inside, as the title of solutions."""
    texts = {token.text for token in code}
    return tuple(expand(code)[0]) if texts & _NEW and not texts & _ENVIRONMENT else tuple(code)


def _is_simple(name: str, body: Sequence[Token]) -> bool:
    """Return whether a macro only stands for something; what it prints with answers only may be part of it."""
    conditions = {token.text for token in body if token.text.startswith(r"\if")}
    plain = _ANSWERS_ONLY if conditions == {r"\ifprintanswers"} else frozenset()
    return not any(
        token.kind == "command"
        and token.text not in plain
        and (token.text in _PROGRAM or token.text == name or token.text.startswith((r"\if", r"\@", r"\AMC")))
        for token in body
    ) and not any(token.kind in ("begin", "end") and token.text == name for token in body)


def _is_balanced(body: Sequence[Token]) -> bool:
    return sum((token.kind == "open") - (token.kind == "close") for token in body) == 0


def _filled(body: Sequence[Token], given: Sequence[Sequence[Token]], at: int) -> list[Token]:
    """Return a macro's tokens with its arguments in their places; they stand where it is used."""
    filled: list[Token] = []
    hash_seen = False
    for token in body:
        if hash_seen and token.text[:1].isdecimal():
            number = int(token.text[0])
            filled += given[number - 1] if 0 < number <= len(given) else ()
            if token.text[1:]:
                filled.append(token._replace(text=token.text[1:], at=at))
        elif token.text != "#" or token.kind != "word":
            filled.append(token._replace(at=at))
        hash_seen = token.kind == "word" and token.text == "#"
    return filled
