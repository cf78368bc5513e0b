r"""Reads LaTeX files of Auto Multiple Choice (AMC).

    \element{rivers}{
      \begin{question}{mouth}\scoring{b=2}
        Where does a river end?
        \begin{choices}
          \correctchoice{At its mouth}
          \wrongchoice{At its source}
        \end{choices}
        \explain{By definition.}
      \end{question}
    }

The group of an element is the section. ``[o]`` keeps the order of the choices, those behind ``\lastchoices`` keep their
places. Questions with numbers to code, open and indicative ones are skipped with a word.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from examgen.errors import Place, Problem, Severity, errors_of
from examgen.formats.bounds import Questions, count_questions
from examgen.formats.latex.answered import parted
from examgen.formats.latex.cursor import Cursor, end_of, source_of
from examgen.formats.latex.file import LatexFile, containers, joined, without
from examgen.formats.latex.lex import Token
from examgen.formats.latex.prose import UnprintableError
from examgen.formats.reading import Reading
from examgen.formats.textdraft import Draft, DraftChoice, finish, skipped
from examgen.model import Text

_QUESTIONS: Final = frozenset(("question", "questionmult", "questionmultx"))
_RIGHT: Final = frozenset((r"\correctchoice", r"\bonne"))
_CHOICES: Final = _RIGHT | {r"\wrongchoice", r"\mauvaise"}
_EXPLAIN: Final = frozenset((r"\explain", r"\explication"))
_SCORING: Final = frozenset((r"\scoring", r"\bareme"))
#: Scoring of all questions with one right answer, and of those with several.
_DEFAULTS: Final = {
    r"\scoringDefaultS": "question", r"\baremeDefautS": "question", r"\scoringDefaultM": "questionmult",
    r"\baremeDefautM": "questionmult",
}  # fmt: skip
_SCORE: Final = re.compile(r"(?:\A|,)\s{0,9}b\s{0,9}=\s{0,9}([0-9]{1,4}(?:\.[0-9]{1,4})?)\s{0,9}(?:,|\Z)")
_KINDS: Final = {
    r"\AMCnumericChoices": "a numerical question", r"\AMCOpen": "an open question", r"\AMCopen": "an open question",
    r"\QuestionIndicative": "an indicative question", r"\AMCcodeH": "a question with a code",
    r"\AMCcode": "a question with a code", r"\AMCassociation": "one with boxes for names",
}  # fmt: skip
_NONE: Final = {
    "fr": "Aucune de ces r\u00e9ponses n\u2019est correcte.", "": "None of these answers is correct.",
}  # fmt: skip


def read(name: str, source: str) -> Reading:
    """Return the bank in ``source``, a LaTeX file; ``name`` is its name in places, and where its pictures are."""
    file = LatexFile(name, source)
    reader = _Reader(file)
    file.inputs()
    reader.take_defaults([*file.preamble, *file.tokens])
    count_questions(sum(map(_begins, file.tokens)))
    reader.take_all(file.tokens)
    if not reader.count and not errors_of(file.problems):
        message = "the LaTeX file has no questions of AMC"
        hint = r"questions are '\begin{question}{name} ... \begin{choices} \correctchoice{...} \wrongchoice{...}'"
        file.problems.append(Problem("no-questions", message, Place(name), hint))
    heading, places = file.heading()
    return finish(name, reader.drafts, file.problems, heading, places)


class _Reader:
    """Gathers the questions of a file."""

    def __init__(self, file: LatexFile) -> None:
        self.file = file
        self.drafts: list[Draft] = Questions()
        self.count = 0
        packages = re.search(
            r"\\usepackage\s{0,9}\[([^\]]{0,500})\]\s{0,9}\{automultiplechoice\}", file.source
        )
        self.options = packages[1].lower() if packages else ""
        self.defaults: dict[str, Fraction] = {}  #: points, by the environment of questions

    def take_defaults(self, tokens: list[Token]) -> None:
        """Take the points that questions have without a scoring of their own."""
        cursor = Cursor(tokens)
        for token in cursor:
            if token.kind == "command" and token.text in _DEFAULTS:
                scoring = source_of(cursor.argument()).strip()
                found = _SCORE.search(scoring)
                if found and Fraction(found[1]) > 0:
                    self.defaults[_DEFAULTS[token.text]] = Fraction(found[1])
                if not found or found[0].strip(", ") != scoring:
                    message = f"of the scoring of all questions {{{scoring[:60]}}} only b=... is used"
                    hint = "papers count the points of a question for its right answer"
                    self.file.report("scoring", message, token.at, hint, Severity.WARNING)

    def take_all(self, tokens: list[Token]) -> None:
        """Take each question, and report the text outside of them."""
        groups: list[str | None] = []
        outside: list[Token] = []
        cursor = Cursor(tokens)
        for token in cursor:
            if token.text == r"\element" and token.kind == "command":
                group = self.file.plain(cursor.argument())
                cursor.skip_space()
                if (after := cursor.peek()) and after.kind == "open":
                    cursor.next()
                    groups.append(group or None)
            elif token.kind == "open":
                groups.append(groups[-1] if groups else None)
                outside.append(token)
            elif token.kind == "close":
                if groups:
                    groups.pop()
                outside.append(token)
            elif _begins(token):
                self.take(token, cursor, groups[-1] if groups else None)
            elif token.text in _SCORING and token.kind == "command":
                scoring = source_of(cursor.argument()).strip()
                message = f"the scoring {{{scoring[:60]}}} stands outside of questions and is not used"
                hint = r"put it behind '\begin{question}{name}' of each question that it is for"
                self.file.report("scoring", message, token.at, hint, Severity.WARNING)
            else:
                outside.append(token)
        self.file.between(outside[:20_000], None)

    def take(self, begin: Token, cursor: Cursor, group: str | None) -> None:
        """Take the question whose begin was just read."""
        self.count += 1
        rest = range(cursor.at, len(cursor.tokens))
        following = next((n for n in rest if _begins(cursor.tokens[n])), len(cursor.tokens))
        tokens = cursor.tokens[cursor.at : following]
        end = end_of(tokens, 0, begin.text)
        if end is None:
            message = f"the environment '{begin.text}' does not end before the next question"
            hint = f"write '\\end{{{begin.text}}}' behind the question"
            self.file.report("latex-unclosed", message, begin.at, hint)
            cursor.at = following
            return
        tokens = tokens[:end]
        cursor.at += end + 1
        inner = Cursor(tokens)
        inner.option()
        id = source_of(inner.argument()).strip()
        inner.option()
        body = inner.tokens[inner.at :]
        name = self.file.shown(id, body)
        self.file.prose.of = f"question {name!r}"
        if self.file.too_long(body, name):
            return
        try:
            if draft := self.draft(body, name, begin):
                draft.title, draft.section = id, group
                self.drafts.append(draft)
        except UnprintableError as reason:
            self.file.problems.append(skipped(name, str(reason), self.file.places(begin.at)))

    def draft(self, tokens: list[Token], name: str, begin: Token) -> Draft | None:
        """Return a question, None when it is not one with choices, which is then said."""
        place = self.file.places(begin.at)
        texts = {token.text for token in tokens if token.kind == "command"}
        kind = next((kind for command, kind in _KINDS.items() if command in texts), "")
        tokens, explained = without(tokens, frozenset(("solution",)), _EXPLAIN)
        holders = list(containers(tokens, _CHOICES))
        if not kind and not holders:
            kind = "an open question"
        if not kind and len(holders) > 1:
            kind = "one with several lists of choices"
        if kind:
            self.file.problems.append(skipped(name, kind, place))
            return None
        start, holder = holders[0]
        end = end_of(tokens, start + 1, holder) if start >= 0 else None
        if start < 0 or end is None:
            what = (
                f"the environment {holder!r} does not end" if holder else "its choices are in no environment"
            )
            hint = r"put the choices between \begin{choices} and \end{choices}"
            self.file.report("latex-unclosed", f"question {name!r}: {what}", begin.at, hint)
            return None
        behind, said = parted(tokens[end + 1 :], self.file.plain)
        explained += [said] if said else []
        outer, scores = without([*tokens[:start], *behind], frozenset(), _SCORING)
        draft = Draft(self.file.prose.text(outer, begin.at), place)
        if re.search(r"\w", self.file.plain(without(behind, frozenset(), _SCORING)[0])):
            message = f"question {name!r}: the text behind its choices is printed above them"
            hint = "put it before the choices, or leave it out"
            self.file.report("late-text", message, tokens[end].at, hint, Severity.WARNING)
        if explained:
            draft.rationale = self.file.prose.text(joined(explained), begin.at)
        self.choices(draft, tokens[start + 1 : end], name)
        self.complete(draft, begin, r"\AMCnoCompleteMulti" in texts)
        draft.points = self.defaults.get(begin.text.removesuffix("x"), draft.points)
        if scores:
            self.score(draft, source_of(scores[-1]), name)
        return draft

    def choices(self, draft: Draft, tokens: list[Token], name: str) -> None:
        """Add the choices."""
        cursor = Cursor(tokens)
        draft.keep_order = "o" in source_of(cursor.option() or [])
        last = False
        for token in cursor:
            if token.text == r"\lastchoices":
                last = True
            elif token.kind == "command" and token.text in _CHOICES:
                cursor.option()
                text = self.file.prose.text(cursor.argument(), token.at)
                right = token.text in _RIGHT
                draft.choices.append(DraftChoice(text, self.file.places(token.at), right, pin=last))
            elif token.kind == "command" and token.text in _SCORING:
                cursor.argument()
                message = f"question {name!r}: the scoring of single choices is not used"
                hint = "papers count the question's points for the right answer"
                self.file.prose.report("scoring", message, token.at, hint, Severity.WARNING)
            elif token.kind in ("begin", "end"):
                cursor.layout("{" if token.kind == "begin" else "")
            elif token.kind == "word" and re.search(r"[^\W_]", token.text):
                message = (
                    f"question {name!r}: the text {token.text.strip()[:40]!r} stands between its choices"
                )
                hint = r"put it into a choice: '\wrongchoice{...}'"
                self.file.report("stray-text", message, token.at, hint)
            elif token.kind == "command":
                self.file.prose.command(token, cursor, [])

    def complete(self, draft: Draft, begin: Token, single: bool) -> None:
        """Add the choice that AMC adds to questions with several right ones; it is right where no other is."""
        several = begin.text != "question"
        none_right = not any(choice.right for choice in draft.choices)
        if several and (none_right or ("completemulti" in self.options and not single)):
            french = re.search(r"fran|lang=fr", self.options)
            text = Text(_NONE["fr" if french else ""], (draft.place,))
            draft.choices.append(DraftChoice(text, draft.place, right=none_right, pin=True))

    def score(self, draft: Draft, scoring: str, name: str) -> None:
        """Take the points for the right answer; more of the scoring is not used."""
        found = _SCORE.search(scoring)
        if found and Fraction(found[1]) > 0:
            draft.points = Fraction(found[1])
        if not found or found[0].strip(", ") != scoring.strip():
            message = f"question {name!r}: of the scoring {{{scoring.strip()[:60]}}} only b=... is used"
            hint = f"papers say {draft.points} for this question"
            problem = Problem("scoring", message, draft.place, hint, Severity.WARNING)
            self.file.problems.append(problem)


def _begins(token: Token) -> bool:
    """Return whether a question begins."""
    return token.kind == "begin" and token.text in _QUESTIONS
