r"""Reads quizzes of the LaTeX package moodle, which makes Moodle XML of them.

    \begin{quiz}{Rivers}
      \begin{multi}[points=2, feedback={By definition.}]{Mouth}
        Where does a river end?
        \item* At its mouth
        \item[feedback={It begins there.}] At its source
      \end{multi}
    \end{quiz}

Right is ``\item*``, or what is worth something by ``fraction``: 100, or, where several may be chosen (``multiple``),
more than nothing. Of ``truefalse`` the first item stands for true, the second one for false, and their words are
feedback. The manual of the package, parts 2.3 to 2.5, has the options.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

from examgen.errors import Severity
from examgen.formats.bounds import count_questions
from examgen.formats.latex.cursor import Cursor, levels, source_of
from examgen.formats.latex.file import LatexFile
from examgen.formats.latex.lex import Token
from examgen.formats.latex.prose import UnprintableError
from examgen.formats.quiz.marking.words import truth
from examgen.formats.textdraft import Draft, DraftChoice, skipped, true_false
from examgen.model import Text

_KINDS: Final = {
    "multi": "", "truefalse": "", "numerical": "a numerical question", "shortanswer": "a short-answer question",
    "essay": "an essay question", "matching": "a matching question", "cloze": "a question with gaps",
    "description": "a description without a question", "calculated": "a calculated question",
}  # fmt: skip
_SECTIONS: Final = frozenset((r"\setcategory", r"\setsubcategory"))
_NUMBER: Final = re.compile(r"\s*([+-]?[0-9]{1,9}(?:\.[0-9]{1,15})?)\s*\Z")
#: A third is written as 33.333; the package itself takes what is this near for it.
_NEAR: Final = Fraction(1, 1000)

_Options = dict[str, list[Token]]


def find_quiz(file: LatexFile) -> list[Draft]:
    """Return the questions of a file; what cannot be printed is said."""
    return _Quiz(file).run()


class _Quiz:
    """Gathers the questions; options of a quiz hold for all of its questions."""

    def __init__(self, file: LatexFile) -> None:
        self.file = file
        self.drafts: list[Draft] = []
        self.section: str | None = None
        self.defaults: _Options = {}

    def run(self) -> list[Draft]:
        outside: list[Token] = []
        for index, token in enumerate(self.file.preamble):
            if token.text == r"\moodleset":
                self.defaults |= options_of(Cursor(self.file.preamble[index + 1 : index + 300]).argument())
        cursor = Cursor(self.file.tokens)
        count_questions(sum(token.kind == "begin" and token.text in _KINDS for token in cursor.tokens))
        for token in cursor:
            if token.kind == "begin" and token.text == "quiz":
                self.defaults |= options_of(cursor.option() or [])
                self.section = self.file.plain(cursor.argument()) or self.section
            elif token.kind == "command" and token.text in _SECTIONS:
                name = self.file.plain(cursor.argument())
                above = (self.section or "").split(" / ")[0] if token.text == r"\setsubcategory" else ""
                self.section = " / ".join(part for part in (above, name) if part) or None
            elif token.kind == "command" and token.text == r"\moodleset":
                self.defaults |= options_of(cursor.argument())
            elif token.kind == "begin" and token.text in _KINDS:
                inner = cursor.inside(token.text)
                if inner is None:
                    message = f"the environment {token.text!r} does not end"
                    hint = f"write '\\end{{{token.text}}}' behind the question"
                    self.file.report("latex-unclosed", message, token.at, hint)
                else:
                    self.take(token, inner)
            else:
                outside.append(token)
        self.file.between(outside[:20_000], None)
        return self.drafts

    def take(self, begin: Token, inner: list[Token]) -> None:
        """Take a question, or say why it is not printed."""
        cursor = Cursor(inner)
        options = self.defaults | options_of(cursor.option() or [])
        title = self.file.plain(cursor.argument()) if cursor.has_group() else ""
        body = cursor.tokens[cursor.at :]
        starts = [n for n, token, top in levels(body) if top and token.text == r"\item"]
        name = self.file.shown(title, body[: starts[0]] if starts else body)
        self.file.prose.of = f"question {name!r}"
        place = self.file.places(begin.at)
        if self.file.too_long(inner, name):
            return
        kind = _KINDS[begin.text] or ("" if starts else "one without answers")
        if kind:
            self.file.problems.append(skipped(name, kind, place))
            return
        try:
            draft = Draft(self.file.prose.text(body[: starts[0]], begin.at), place)
            items = [body[start:after] for start, after in pairwise([*starts, len(body)])]
            draft.title, draft.section = title, self.section
            draft.points = self.points(options, name, begin.at)
            draft.tags = tuple(
                tag.strip() for tag in self.file.plain(options.get("tags", [])).split(",") if tag.strip()
            )
            if said := options.get("feedback"):
                draft.rationale = self.file.prose.text(said, begin.at) or None
            if begin.text == "truefalse":
                self.judge(draft, items, name, begin.at)
            else:
                self.choose(draft, items, options, name, begin.at)
            self.drafts.append(draft)
        except UnprintableError as reason:
            self.file.problems.append(skipped(name, str(reason), place))

    def points(self, options: _Options, name: str, at: int) -> Fraction:
        """Return the points of a question: its own, or those of all."""
        written = source_of(options["points"]) if "points" in options else "1"
        found = _NUMBER.match(written)
        if found and Fraction(found[1]) >= 0:
            return Fraction(found[1])
        message = f"question {name!r}: the points {written.strip()!r} are no number"
        hint = "write a number, as in 'points=2'; without one it is 1 point"
        self.file.report("bad-points", message, at, hint, Severity.WARNING)
        return Fraction(1)

    def item(self, tokens: list[Token], name: str) -> tuple[bool, _Options, list[Token]]:
        """Return whether an item has a star, its options, and its words."""
        cursor = Cursor(tokens[1:])
        star = cursor.star()
        back = cursor.at
        option = cursor.option()
        if star and option and "=" not in source_of(option):
            cursor.at, option = back, []  # Behind the star they are words, unless they can be nothing else.
        cursor.skip_space()
        star = cursor.star() or star
        if option is None and (token := cursor.peek()) and token.kind == "word" and token.text == "[":
            message = f"question {name!r}: the options of an answer do not end"
            self.file.report("latex-unclosed", message, tokens[0].at, "write ']' behind them")
        return star, options_of(option or []), cursor.tokens[cursor.at :]

    def choose(
        self, draft: Draft, items: Sequence[list[Token]], options: _Options, name: str, begin: int
    ) -> None:
        """Add the choices of a question, with what each is worth."""
        several = _is_on(options, "multiple") or ("single" in options and not _is_on(options, "single"))
        shares: list[Fraction | None] = []  # None: the same part as others with a star
        for tokens in items:
            star, own, words = self.item(tokens, name)
            at = tokens[0].at
            feedback = self.file.prose.text(own["feedback"], at) if "feedback" in own else None
            choice = DraftChoice(self.file.prose.text(words, at), self.file.places(at))
            choice.feedback = feedback or None
            draft.choices.append(choice)
            shares.append(None if star and "fraction" not in own else self.share(own, name, at))
        draft.keep_order = "shuffle" in options and not _is_on(options, "shuffle")
        part = Fraction(1, shares.count(None) or 1) if several else Fraction(1)
        worth = [part if share is None else share for share in shares]
        if not several and Fraction(1) not in worth and any(share > 0 for share in worth):
            message = f"question {name!r}: one choice is right, but none is worth 100"
            hint = r"mark the right one by '\item*', or write 'multiple' behind '\begin{multi}'"
            self.file.report("unclear-answers", message, begin, hint)
            return
        _weigh(draft.choices, worth, several=several, whole=_is_on(options, "allornothing"))

    def share(self, options: _Options, name: str, at: int) -> Fraction:
        """Return what a choice is worth, -1 to 1."""
        if "fraction" not in options:
            return Fraction(0)
        written = source_of(options["fraction"])
        found = _NUMBER.match(written)
        share = Fraction(found[1]) / 100 if found else None
        if share is None or abs(share) > 1:
            message = f"question {name!r}: the fraction {written.strip()!r} is not a number from -100 to 100"
            hint = r"write '\item*' for a right answer, or 'fraction=100'"
            self.file.report("bad-fraction", message, at, hint)
            return Fraction(0)
        near = share.limit_denominator(30)
        return near if abs(near - share) < _NEAR else share

    def judge(self, draft: Draft, items: Sequence[list[Token]], name: str, begin: int) -> None:
        """Add the choices True and False."""
        draft.keep_order = True
        read = [self.item(tokens, name) for tokens in items[:2]]
        said = [truth(self.file.plain(words)) for _, _, words in read]
        stars = [star for star, _, _ in read]
        ordered = all(word is None or word == (n == 0) for n, word in enumerate(said))
        if len(items) > 2 or stars.count(True) != 1 or not ordered:
            message = f"question {name!r} does not say whether true or false is right"
            hint = r"write '\item*' and '\item' for true, '\item' and '\item*' for false; words behind them are feedback"
            self.file.report("unclear-answers", message, begin, hint)
            return
        draft.choices = true_false(stars[0], draft.place)
        for choice, (_, own, words), word in zip(draft.choices, read, said, strict=False):
            note = own.get("feedback", [] if word is not None else words)
            text: Text = self.file.prose.text(note, items[0][0].at)
            choice.feedback = text or None


def _weigh(choices: Sequence[DraftChoice], worth: Sequence[Fraction], *, several: bool, whole: bool) -> None:
    """Set which choices are right and what each is worth; ``whole``: what a right one is worth is all or nothing."""
    for choice, share in zip(choices, worth, strict=True):
        choice.right = share > 0 if several else share == 1
        choice.weight = None if whole or share == (1 if choice.right else 0) else share
    rights = [choice for choice in choices if choice.right]
    wrong = [choice for choice in choices if not choice.right and choice.weight is not None]
    if not wrong and {choice.weight for choice in rights} == {Fraction(1, max(len(rights), 1))}:
        for choice in rights:
            choice.weight = None


def _is_on(options: _Options, key: str) -> bool:
    return key in options and source_of(options[key]).strip().lower() in ("", "true")


def options_of(tokens: Sequence[Token]) -> _Options:
    """Return options such as ``points=2, feedback={Yes, it is.}`` by their names."""
    found: _Options = {}
    for part in _split(tokens, ","):
        key, *value = _split(part, "=", 1)
        name = " ".join(source_of(key).split())
        words = [token for piece in value for token in piece]
        while words and (words[0].kind == "space" or words[0].text.isspace()):
            words = words[1:]
        while words and (words[-1].kind == "space" or words[-1].text.isspace()):
            words = words[:-1]
        if len(words) > 1 and words[0].kind == "open" and words[-1].kind == "close":
            words = words[1:-1]
        if name:
            found["points" if name == "default grade" else name] = words
    return found


def _split(tokens: Sequence[Token], sign: str, most: int = -1) -> list[list[Token]]:
    """Return what stands between signs outside of groups; ``most`` signs count, -1 for all."""
    parts: list[list[Token]] = [[]]
    for _, token, top in levels(tokens):
        pieces = token.text.split(sign, most) if top and token.kind == "word" and most else [token.text]
        for n, piece in enumerate(pieces):
            if n:
                parts.append([])
                most -= 1
            if piece or token.kind != "word":
                parts[-1].append(token._replace(text=piece))
    return parts
