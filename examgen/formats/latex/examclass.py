r"""Reads exams written in LaTeX with the class exam.cls, and those that use its commands.

    \begin{questions}
    \question[2] Where does a river end?
    \begin{choices}
      \choice At its source
      \CorrectChoice At its mouth
    \end{choices}
    \begin{solution} By definition. \end{solution}
    \end{questions}

Any environment that holds ``\choice`` is one of choices; questions of ex_test and examdesign are environments of their
own (:mod:`examgen.formats.latex.environments`). Parts with choices are questions
(:mod:`examgen.formats.latex.parts`). Questions without choices are skipped with a word.
No TeX is run: see :mod:`examgen.formats.latex.prose` for what becomes of commands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

from examgen.errors import Place, Problem, Severity, errors_of
from examgen.formats.bounds import Questions, count_questions
from examgen.formats.latex import dialects, mcexam, unread
from examgen.formats.latex.answered import parted, with_answers_shown
from examgen.formats.latex.article import LISTS, find_questions
from examgen.formats.latex.commented import settle_with_comments
from examgen.formats.latex.cursor import Cursor, end_of, source_of
from examgen.formats.latex.environments import find_marked
from examgen.formats.latex.file import LatexFile, containers, joined, unwrapped, without
from examgen.formats.latex.lex import Token
from examgen.formats.latex.moodlequiz import find_quiz
from examgen.formats.latex.parts import PARTS, Parts, divide
from examgen.formats.latex.plainlists import find_list, find_truth, find_typed
from examgen.formats.latex.prose import UnprintableError
from examgen.formats.reading import Reading
from examgen.formats.recognition import has_marked_choices, is_moodle_latex
from examgen.formats.textdraft import Draft, DraftChoice, finish, shown, skipped, true_false

_STARTS: Final = frozenset((r"\question", r"\bonusquestion", r"\titledquestion", r"\bonustitledquestion"))
_RIGHT: Final = frozenset((r"\CorrectChoice", r"\correctchoice", r"\correct", r"\CorrectChoice*"))
_CHOICES: Final = frozenset((r"\choice", r"\CorrectChoice", r"\correctchoice", r"\wrongchoice", r"\Choice"))
_SOLUTIONS: Final = frozenset(
    [
        "solution",
        "solutionorbox",
        "solutionorlines",
        "solutionordottedlines",
        "solutionorgrid",
        "solutionbox",
        "TheSolution",
        "answer",
        "explanation",
        "feedback",
        "rationale",
        "answers",
        "soln",
        "sol",
    ]
)
_BETWEEN: Final = frozenset((r"\uplevel", r"\fullwidth", r"\section", r"\subsection"))
_POINTS: Final = re.compile(
    r"\s*([0-9]{1,4}(?:\.[0-9]{1,4})?)?\s*(\\half)?\s*(?:pts?|points?|marks?)?\.?\s*\Z", re.IGNORECASE
)
#: A part that needs another one.
_OTHER_PART: Final = re.compile(
    r"\bparts?\s*(?:\([a-z0-9]+\)|[a-h]\b(?!\s+of\b)|[0-9])|\b(?:previous|preceding)\s(?:part|question)", re.I
)


def read(name: str, source: str) -> Reading:
    """Return the bank in ``source``, a LaTeX file; ``name`` is its name in places, and where its pictures are."""
    file = LatexFile(name, source)
    reader = _Reader(file)
    file.inputs()
    if mcexam.MARK in source:
        file.tokens = mcexam.as_exam_class(file)
    elif not is_moodle_latex(source):
        file.tokens = dialects.as_exam_class(file)
    starts = [n for n, token in enumerate(file.tokens) if token.kind == "command" and token.text in _STARTS]
    count_questions(len(starts))
    section = file.between(file.tokens[: starts[0] if starts else 0], None)
    for start, after in pairwise([*starts, len(file.tokens)]):
        section = reader.take(file.tokens[start:after], section)
    listed = None if starts else _other_questions(file)
    if listed is not None and (listed or file.problems):
        reader.drafts = listed
    elif not starts and not errors_of(file.problems):
        hint = r"questions are '\question ... \begin{choices} \choice ... \CorrectChoice ... \end{choices}', or AMC's"
        message = "the LaTeX file has no questions of exam.cls, none of AMC, and no list of questions with lists of choices"
        message, hint = unread.reason(source) or (message, hint)
        file.problems.append(Problem("no-questions", message, Place(name), hint))
    heading, places = file.heading()
    return finish(name, reader.drafts, file.problems, heading, places)


def _other_questions(file: LatexFile) -> list[Draft] | None:
    """Return the questions of a file that has no ``\\question``; None when there are none."""
    if is_moodle_latex(file.source):
        return find_quiz(file)
    return find_marked(file) if has_marked_choices(file.source) else find_questions(file)


class _Reader:
    """Gathers the questions of a file."""

    def __init__(self, file: LatexFile) -> None:
        self.file = file
        self.drafts: list[Draft] = Questions()
        package = re.search(
            r"\\usepackage\s{0,9}\[([^\]]{0,300})\]\s{0,9}\{exam-randomizechoices\}", file.source
        )
        self.keeps_last = bool(package and re.search(r"(?<!no)keeplast", package[1]))

    def take(self, tokens: list[Token], section: str | None, above: Sequence[Token] = ()) -> str | None:
        """Take a question with all that stands up to the next one, and return the section that holds then.

        ``above`` is what stands above it when it is a part.
        """
        cursor = Cursor(tokens[:500])
        cursor.next()
        title, headline = "", []
        if "titled" in tokens[0].text:
            argument = cursor.argument()
            title = self.file.plain(argument)
            headline = _bold(argument) if " " in title else []
        cursor.star()
        points = cursor.option()
        body = [*cursor.tokens[cursor.at :], *tokens[500:]]
        body, behind = _cut(body)
        parts = divide(body, _SOLUTIONS)
        if parts and self.can_be_parted(parts):
            self.take_parts(parts, [*headline, *above], section, tokens[0])
            self.unshared(points, tokens[0])
            return self.file.between(behind, section)
        name = self.file.shown(title, body)
        self.file.prose.of = f"question {name!r}"
        if not self.file.too_long(body, name):
            try:
                if draft := self.draft([*headline, *above, *body], name, tokens[0].at):
                    draft.title, draft.section = title, section
                    self.score(draft, points, name)
                    if "bonus" in tokens[0].text:
                        self.bonus(draft, name)
                    self.drafts.append(draft)
            except UnprintableError as reason:
                self.file.problems.append(skipped(name, str(reason), self.file.places(tokens[0].at)))
        return self.file.between(behind, section)

    def can_be_parted(self, parts: Parts) -> bool:
        """Return whether parts are questions of their own: some have choices, and each has all of its text."""
        behind, _ = without(parts.behind, _SOLUTIONS)
        commands = [{token.text for token in part} for part in (parts.above, *parts.each)]
        return (
            any(texts & _CHOICES for texts in commands[1:])
            and not commands[0] & (_CHOICES | _SOLUTIONS)
            and not re.search(r"\w", self.file.plain(behind))
            and not any(token.text in PARTS or token.text == r"\includegraphics" for token in behind)
        )

    def take_parts(self, parts: Parts, outer: Sequence[Token], section: str | None, question: Token) -> None:
        """Take parts as questions, each with the text above all of them."""
        above = [*outer, *parts.above]
        name = self.file.shown("", above)
        has_words = bool(re.search(r"\w", self.file.plain(above)))
        if has_words:
            message = f"the parts of question {name!r} are questions of their own, each with the text above the parts"
            hint = "look whether one of them speaks of another one, as in 'the answer above'; reword it if so"
            self.file.report("parts", message, question.at, hint, Severity.WARNING)
        _, solutions = without(parts.behind, _SOLUTIONS)
        if solutions:
            message = f"the solution behind the parts of question {name!r} is not read"
            hint = "put what it says into the parts, behind their choices"
            self.file.report(
                "outside-text",
                message,
                solutions[0][0].at if solutions[0] else question.at,
                hint,
                Severity.WARNING,
            )
        kept = [*above, Token("par", " ", question.at)] if has_words or _pictures(above) else []
        for part in parts.each:
            if _OTHER_PART.search(words := self.file.plain(part)):
                message = (
                    f"the part {shown('', words)!r} speaks of another one, which may come to stand elsewhere"
                )
                hint = "write what is needed of it into this part"
                self.file.report("follows", message, part[0].at, hint, Severity.WARNING)
            self.take(part, section, kept)

    def draft(self, tokens: list[Token], name: str, at: int) -> Draft | None:
        """Return a question, None when it is not one with choices, which is then said."""
        place = self.file.places(at)
        if any(token.kind == "command" and token.text in PARTS for token in tokens):
            self.file.problems.append(skipped(name, "a question with parts", place))
            return None
        if any(token.text == r"\wordChoice" for token in tokens):
            self.file.problems.append(skipped(name, "one with choices inside of its text", place))
            return None
        tokens, solutions = without(with_answers_shown(tokens), _SOLUTIONS)
        holders = list(containers(tokens, _CHOICES))
        if not holders and (made := self.plain(tokens, solutions, at)):
            return made
        if not holders:
            gap = any(token.text == r"\fillin" for token in tokens)
            tasks = any(token.kind == "begin" and token.text == "tasks" for token in tokens)
            kind = (
                "one with a list of tasks, none of which is said to be right" if tasks else "an open question"
            )
            kind = "a fill-in question" if gap else kind
            self.file.problems.append(skipped(name, kind, place))
            return None
        start, holder = holders[0]
        end = end_of(tokens, start + 1, holder) if start >= 0 else None
        if start < 0 or end is None:
            message = f"question {name!r}: the environment {holder or 'choices'!r} does not " + (
                "end" if holder else "begin"
            )
            where = tokens[start].at if start >= 0 else at
            self.file.report(
                "latex-unclosed", message, where, r"put the choices between \begin{choices} and \end{choices}"
            )
            return None
        if len(holders) > 1:
            self.file.problems.append(skipped(name, "one with several lists of choices", place))
            return None
        tokens, start, end = unwrapped(tokens, start, end)
        if not self.closed(tokens[:end], name):
            return None
        prose = self.file.prose
        stem = [*tokens[:start]]
        after, said = parted(tokens[end + 1 :], self.file.plain)
        solutions += [said] if said else []
        behind = self.behind(after, name)
        draft = Draft(prose.text(joined([stem, behind]) if behind else stem, at), place)
        if solutions:
            draft.rationale = prose.text(joined(solutions), solutions[0][0].at if solutions[0] else at)
        self.choices(draft, tokens[start + 1 : end], name)
        self.answer_in_words(draft, tokens, name)
        return draft

    def plain(self, tokens: list[Token], solutions: list[list[Token]], at: int) -> Draft | None:
        """Return a question without choices of its own whose solution says what is right; None when it does not."""
        prose, place = self.file.prose, self.file.places(at)
        if not solutions and (
            ends := [n for n, token in enumerate(tokens) if token.kind == "end" and token.text in LISTS]
        ):
            behind, told = parted(tokens[ends[-1] + 1 :], self.file.plain)
            tokens, solutions = [*tokens[: ends[-1] + 1], *behind], [told] if told else []
        said = self.file.plain(joined(solutions)) or self.letter(tokens)
        found = find_list(tokens, said)
        typed = None if found else find_typed(tokens, said)
        alone = False
        if (
            found is not None
            and self.closed(tokens[: found.end], "")
            and not self.behind(tokens[found.end + 1 :], "")
        ):
            draft = Draft(prose.text(tokens[: found.start], at), place)
            parts = [tokens[start:end] for start, end in found.items]
            draft.choices, alone = self.made(parts, found.right), found.alone
        elif typed is not None:
            draft = Draft(prose.text(typed.stem, at), place)
            draft.choices, alone = self.made(typed.choices, typed.right), typed.alone
        elif (judged := find_truth(self.file.plain(tokens), said)) is not None:
            draft = Draft(prose.text(tokens, at), place)
            draft.choices, draft.keep_order = true_false(judged, place), True
        else:
            return None
        if solutions and not alone:
            draft.rationale = prose.text(joined(solutions), solutions[0][0].at if solutions[0] else at)
        return draft

    def made(self, choices: Sequence[list[Token]], right: int) -> list[DraftChoice]:
        """Return choices of these words."""
        out = []
        for index, words in enumerate(choices):
            start = words[0].at if words else 0
            out.append(
                DraftChoice(self.file.prose.text(words, start), self.file.places(start), index == right)
            )
        return out

    def letter(self, tokens: Sequence[Token]) -> str:
        r"""Return what stands in ``\answerline[B]``, empty without one."""
        at = next((n for n, token in enumerate(tokens) if token.text == r"\answerline"), len(tokens))
        return self.file.plain(Cursor(tokens[at + 1 : at + 30]).option() or [])

    def closed(self, tokens: Sequence[Token], name: str) -> bool:
        """Return whether each brace has its partner; report the first that has none."""
        opened: list[Token] = []
        for token in tokens:
            if token.kind == "open":
                opened.append(token)
            elif token.kind == "close" and opened:
                opened.pop()
        if opened:
            message = f"question {name!r}: a brace is not closed"
            self.file.report("latex-unclosed", message, opened[0].at, "write '}' behind what it holds")
        return not opened

    def behind(self, tokens: list[Token], name: str) -> list[Token]:
        """Return the words behind the choices, which papers have above them, and say so; nothing without words."""
        words = self.file.plain(tokens)
        if not re.search(r"\w", words):
            return tokens if self.file.late_picture(tokens, name) else []
        message = f"question {name!r}: the text behind its choices is printed above them: {words[:60]!r}"
        at = next((token.at for token in tokens if token.kind not in ("space", "par")), tokens[0].at)
        self.file.report(
            "late-text", message, at, "put it before the choices, or leave it out", Severity.WARNING
        )
        return tokens

    def choices(self, draft: Draft, tokens: list[Token], name: str) -> None:
        """Add the choices."""
        starts = [n for n, token in enumerate(tokens) if token.kind == "command" and token.text in _CHOICES]
        head = Cursor(tokens[: starts[0]])
        options = source_of(head.option() or [])
        before = head.tokens[head.at :]
        if re.search(r"[^\W\d_]", self.file.plain(before)):
            message = f"question {name!r} has text before its first choice"
            self.file.report("stray-text", message, before[0].at, r"put it above \begin{choices}")
        for start, after in pairwise([*starts, len(tokens)]):
            at, words = tokens[start].at, tokens[start + 1 : after]
            text = self.file.prose.text(words, at)
            draft.choices.append(DraftChoice(text, self.file.places(at), tokens[start].text in _RIGHT))
        draft.keep_order = "norandom" in options
        if re.search(r"(?<!no)keeplast", options) or (self.keeps_last and "keeplast" not in options):
            draft.choices[-1].pin = True

    def answer_in_words(self, draft: Draft, tokens: Sequence[Token], name: str) -> None:
        r"""Take what ``\answerline[B]`` or the solution names where no choice is marked; report what disagrees."""
        lines = [index for index, token in enumerate(tokens) if token.text == r"\answerline"]
        options = [Cursor(tokens[at + 1 : at + 30]).option() for at in lines]
        written = [self.file.plain(option) for option in options if option]
        if problem := settle_with_comments(self.file, draft, written, tokens, name):
            self.file.problems.append(problem)

    def score(self, draft: Draft, option: Sequence[Token] | None, name: str) -> None:
        """Take the points in brackets."""
        words = source_of(option or []).strip()
        found = _POINTS.match(words)
        if found and (found[1] or found[2]):
            draft.points = Fraction(found[1] or 0) + (Fraction(1, 2) if found[2] else 0)
        elif words:
            message = f"question {name!r}: the points {words!r} are no number"
            at = draft.place
            hint = "write a number between the brackets; without one it is 1 point"
            self.file.problems.append(Problem("bad-points", message, at, hint, Severity.WARNING))

    def bonus(self, draft: Draft, name: str) -> None:
        """Say that papers count the points of a bonus question."""
        message = f"{name!r} is a bonus question; its points are counted as those of others are"
        hint = "say in its text that it is a bonus, or leave it out; 'points=0' keeps it out of the total"
        self.file.problems.append(Problem("bonus", message, draft.place, hint, Severity.WARNING))

    def unshared(self, option: Sequence[Token] | None, question: Token) -> None:
        """Say that the points of a question whose parts are questions of their own are not shared among them."""
        if words := source_of(option or []).strip():
            message = f"the points {words!r} of a question with parts are not shared among them"
            hint = r"write the points of each part, as in '\part[2]'; without them it is 1 point"
            self.file.report("bad-points", message, question.at, hint, Severity.WARNING)


def _bold(tokens: list[Token]) -> list[Token]:
    """Return the title of a question as a paragraph of its own."""
    at = tokens[0].at if tokens else 0
    command, opened, closed = (
        Token(kind, text, at) for kind, text in (("command", r"\textbf"), ("open", "{"), ("close", "}"))
    )
    return [command, opened, *tokens, closed, Token("par", " ", at)]


def _pictures(tokens: Sequence[Token]) -> bool:
    return any(token.text == r"\includegraphics" or token.kind in ("begin", "code") for token in tokens)


def _cut(tokens: list[Token]) -> tuple[list[Token], list[Token]]:
    r"""Return the tokens of a question, and those behind it that belong to none."""
    choices = max(
        (n for n, token in enumerate(tokens) if token.kind == "command" and token.text in _CHOICES),
        default=-1,
    )
    for index, token in enumerate(tokens):
        if token.kind == "end" and token.text == "questions":
            return tokens[:index], tokens[index + 1 :]
        ends = (
            token.text in _BETWEEN
            if token.kind == "command"
            else token.text in ("EnvUplevel", "EnvFullwidth")
        )
        if ends and index > choices and token.kind in ("command", "begin"):
            return tokens[:index], tokens[index:]
    return tokens, []
