r"""A walk over tokens of LaTeX: arguments, options, what is inside an environment, and the source of a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Final

from examgen.formats.latex.lex import Token

#: Tokens that an option has at the most.
_OPTION: Final = 400
_LENGTH: Final = re.compile(
    r"\s*=?\s*[-+]?(?:[0-9]+[.,]?[0-9]*|\.[0-9]+)?\s*(?:(?:true\s?)?(?:pt|cm|mm|in|ex|em|bp|pc|sp|dd|mu|fill?))?\s?"
    r"(?:(?:plus|minus)\s*[-+]?[0-9.]*\s*(?:pt|cm|mm|in|ex|em|fil{0,3})\s?){0,2}"
)


class Cursor:
    """Tokens, and how far they are read."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = list(tokens)
        self.at = 0
        self._unclosed: set[str] = set()  #: what was looked for in vain, so that it is not looked for again

    def __bool__(self) -> bool:
        return self.at < len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        """Yield each token that is next, and go past it; what is read meanwhile, as an argument, is gone past too."""
        while self.at < len(self.tokens):
            self.at += 1
            yield self.tokens[self.at - 1]

    def next(self) -> Token:
        """Return the next token, and go past it."""
        self.at += 1
        return self.tokens[self.at - 1]

    def peek(self) -> Token | None:
        """Return the next token, None behind the last one."""
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def skip_space(self) -> None:
        """Go past spaces and ends of lines."""
        while (token := self.peek()) and (
            token.kind == "space" or (token.kind == "word" and token.text.isspace())
        ):
            self.at += 1

    def star(self) -> bool:
        """Go past a star, and return whether there was one."""
        token = self.peek()
        if not (token and token.kind == "word" and token.text.startswith("*")):
            return False
        self.replace(token._replace(text=token.text[1:]))
        return True

    def replace(self, token: Token) -> None:
        """Put another token in the place of the next one; one without text is gone past."""
        if token.text:
            self.tokens[self.at] = token
        else:
            self.at += 1

    def argument(self) -> list[Token]:
        """Return the next argument, a group without its braces or a single token, and go past it."""
        self.skip_space()
        token = self.peek()
        if token is None or token.kind in ("par", "close", "end", "cell"):
            return []
        if token.kind == "open":
            self.at += 1
            return self.rest_of_group()
        if token.kind == "word":
            words = token.text.lstrip()
            self.replace(token._replace(text=words[1:]))
            return [token._replace(text=words[:1])]
        self.at += 1
        return [token]

    def has_group(self) -> bool:
        """Return whether a group comes next, spaces apart."""
        at = self.at
        self.skip_space()
        token = self.peek()
        if token is not None and token.kind == "open":
            return True
        self.at = at
        return False

    def rest_of_group(self) -> list[Token]:
        """Return what is left of the group whose brace was just read, and go past it."""
        depth, start = 1, self.at
        for token in self:
            depth += (token.kind == "open") - (token.kind == "close")
            if not depth:
                return list(self.tokens[start : self.at - 1])
        return list(self.tokens[start:])

    def option(self) -> list[Token] | None:
        """Return what stands between brackets that come next, and go past it; None when there are none."""
        back = self.at
        self.skip_space()
        token = self.peek()
        if token is None or token.text != "[" or token.kind != "word":
            self.at = back
            return None
        self.at += 1
        depth, start = 0, self.at
        while self and self.at - start < _OPTION:
            token = self.next()
            depth += (token.kind == "open") - (token.kind == "close")
            if token.text == "]" and token.kind == "word" and not depth:
                return list(self.tokens[start : self.at - 1])
            if depth < 0 or token.kind == "par":
                break
        self.at = back
        return None

    def layout(self, spec: str) -> None:
        """Go past arguments: ``*`` a star, ``[`` an option, ``{`` a group, ``(`` what is in parentheses."""
        for sign in spec:
            if sign == "*":
                self.star()
            elif sign == "[":
                self.option()
            elif sign == "{" and self.has_group():
                self.argument()
            elif sign == "(" and (token := self.peek()) and token.text.startswith("("):
                _, _, rest = token.text.partition(")")
                self.replace(token._replace(text=rest))

    def length(self) -> None:
        r"""Go past a length as TeX itself has it, as behind ``\vskip``."""
        token = self.peek()
        if token and token.kind == "word" and (found := _LENGTH.match(token.text)):
            self.replace(token._replace(text=token.text[found.end() :]))
            token = self.peek()
            if found.end() and re.search("[a-z]", found[0]):
                return
        if (
            token
            and token.kind == "command"
            and re.search(r"skip\Z|width\Z|height\Z|sep\Z|indent\Z", token.text)
        ):
            self.at += 1

    def inside(self, name: str) -> list[Token] | None:
        """Return what is left of the environment whose begin was just read, and go past it; None when it is open."""
        end = None if name in self._unclosed else end_of(self.tokens, self.at, name)
        if end is None:
            self._unclosed.add(name)
            return None
        inner = list(self.tokens[self.at : end])
        self.at = end + 1
        return inner

    def until(self, closer: str) -> list[Token] | None:
        """Return the tokens before a command or a dollar outside of braces, and go past it; None without one."""
        depth, start = 0, self.at
        if closer in self._unclosed:
            return None
        for at in range(self.at, len(self.tokens)):
            token = self.tokens[at]
            depth += (token.kind == "open") - (token.kind == "close")
            if token.text == closer and token.kind in ("command", "dollar") and depth <= 0:
                self.at = at + 1
                return list(self.tokens[start:at])
        self._unclosed.add(closer)
        return None


def end_of(tokens: Sequence[Token], at: int, name: str) -> int | None:
    """Return the index of the end of an environment whose begin stands before ``at``; None when it is open."""
    depth = 1
    for index in range(at, len(tokens)):
        token = tokens[index]
        if token.text == name:
            depth += (token.kind == "begin") - (token.kind == "end")
            if not depth:
                return index
    return None


def levels(tokens: Iterable[Token]) -> Iterator[tuple[int, Token, bool]]:
    """Yield the index of each token, the token, and whether it stands outside of groups and environments."""
    depth = 0
    for index, token in enumerate(tokens):
        if token.kind in ("close", "end"):
            depth = max(depth - 1, 0)
        yield index, token, depth == 0
        if token.kind in ("open", "begin"):
            depth += 1


def source_of(tokens: Sequence[Token]) -> str:
    """Return LaTeX that these tokens could have been read from, in one line."""
    parts = []
    for token, after in zip_longest(tokens, tokens[1:]):
        if token.kind in ("begin", "end"):
            parts.append(f"\\{token.kind}{{{token.text}}}")
        elif token.kind == "par":
            parts.append(" ")
        else:
            parts.append(token.text)
            letters = token.kind == "command" and token.text[-1:].isalpha()
            if letters and after and after.kind == "word" and after.text[:1].isalpha():
                parts.append(" ")
    return "".join(parts)
