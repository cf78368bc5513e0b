r"""Reads and writes GIFT, the text format of Moodle.

    $CATEGORY: $course$/top/Rivers
    // [id:mouth] [tag:water]
    ::Mouths:: [markdown] Where does a river **end**? {
        ~At its source # There it begins.
        =At its mouth
        #### By definition.
    }

Right choices begin with ``=``, or have a positive share of the points as in ``~%50%``; true/false questions say
``{T}``; answers in the middle of a sentence leave a gap. All else (numbers, short answers, pairs, essays,
descriptions) is skipped with a word. Category ``A/B`` is section ``A / B``. A text without a format is HTML when it
has tags or entities in it, and plain otherwise.
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise

from examgen.errors import Place, Problem, Severity
from examgen.formats.bounds import Problems, Questions, count_questions
from examgen.formats.gift.lex import Block, blocks, rows_of, signs
from examgen.formats.gift.write import OWN, WITH_MATH, escaped_slashes, losses_after, written
from examgen.formats.moodle.math import from_moodle
from examgen.formats.oldmarkdown import from_extra
from examgen.formats.ownletters import without_letters
from examgen.formats.reading import Reading
from examgen.formats.textdraft import Draft, DraftChoice, either_right, finish, shown, skipped, true_false
from examgen.formats.textrows import Row, html_text, looks_like_html, markdown_text, plain_text
from examgen.model import Bank, Text

_CATEGORY = re.compile(r"\$CATEGORY:[ \t]*(.*)")
_ROOT = re.compile(r"(?:\$(?:course|system|module|cat[0-9]*)\$/?)?(?:top(?:/|\Z))?")
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")
_WEIGHT = re.compile(r"\s*%(-?[0-9]{1,3}(?:\.[0-9]{1,9})?)%")
_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}
_GAP = "_____"
#: Answers with a blank line behind them, which are a question whatever else is in the file.
_SURE = re.compile(r"^(?!//)[^{}\n\\]*+\{[^{}~\\]*+~[^{}\\]*+\}[ \t]*+\r?\n[ \t]*+\r?$", re.MULTILINE)
#: Choices of one question that are read; more are no question, and take long.
_MOST = 500


def read(name: str, source: str) -> Reading:
    """Return the bank in ``source``, the text of a GIFT file; ``name`` is its name in places."""
    # Told before they are read, since reading so many takes long.
    count_questions(sum(1 for _ in _SURE.finditer(source)))
    plain = source.removeprefix("\ufeff")
    reader = _Reader(own=plain.startswith(OWN), with_math=plain.startswith(WITH_MATH))
    for block in blocks(name, source):
        reader.take(block)
    if not reader.answered:
        message, hint = "no question has its answers in braces", "GIFT is 'Question? {=right ~wrong}'"
        return finish(name, [], [Problem("no-questions", message, Place(name), hint)])
    typed = [] if reader.own else without_letters(reader.drafts)
    return finish(name, reader.drafts, [*reader.problems, *typed])


def write(bank: Bank) -> str:
    """Return a bank as GIFT."""
    return written(bank)


def losses(bank: Bank, text: str | None = None) -> list[Problem]:
    """Return what of a bank is lost when it is written as GIFT.

    ``text`` is what it was written as, if that is known.
    """
    return losses_after(bank, read("bank.gift", text or write(bank)))


class _Reader:
    """Gathers the questions of a file; each call takes one block."""

    def __init__(self, *, own: bool, with_math: bool) -> None:
        self.own = own  #: we have written it
        self.with_math = with_math  #: and its formulas as Moodle shows them
        self.drafts: list[Draft] = Questions()
        self.problems: list[Problem] = Problems()
        self.section: str | None = None
        self.answered = 0  #: blocks with answers

    def take(self, block: Block) -> None:
        """Take a block: a category, a question, or something that is neither."""
        if category := _CATEGORY.match(block.text.lstrip()):
            path = category[1].strip()
            self.section = escaped_slashes(path[_match_end(path) :]) or None
            return
        start, title = _title(block)
        opens = list(signs(block.text, "{", start))
        closes = list(signs(block.text, "}", start))
        name = shown(title, _plain(block, start, opens[0] if opens else len(block.text)))
        if not opens and not closes:
            self.problems.append(skipped(name, "a description without answers", block.place(start)))
        elif wrong := _brace_problem(block, name, opens, closes):
            self.answered += 1
            self.problems.append(wrong)
        else:
            self.answered += 1
            question = _Question(block, name, title, (start, opens[0], closes[0]), self.problems)
            question.own, question.with_math = self.own, self.with_math
            if draft := question.draft():
                draft.section = self.section
                self.drafts.append(draft)


def _match_end(path: str) -> int:
    found = _ROOT.match(path)
    return found.end() if found else 0


def _title(block: Block) -> tuple[int, str]:
    """Return the offset behind the title, and the title."""
    start = len(block.text) - len(block.text.lstrip())
    if not block.text.startswith("::", start):
        return start, ""
    end = next((at for at in signs(block.text, ":", start + 2) if block.text.startswith("::", at)), None)
    if end is None:
        return start, ""
    return end + 2, " ".join(_plain(block, start + 2, end).split())


def _plain(block: Block, start: int, end: int) -> str:
    """Return a part of a block with what is escaped as itself, in one line, without the name of its format."""
    words = " ".join(line for line, _ in rows_of(block, start, end))
    found = _FORMAT.match(words)
    return words[found.end() :] if found else words


def _brace_problem(block: Block, name: str, opens: list[int], closes: list[int]) -> Problem | None:
    """Return what is wrong with the braces around the answers."""
    hint = r"write \{ and \} for braces that are text"
    if not closes or not opens or closes[0] < opens[0]:
        at = (opens or closes)[0] if not (opens and closes) else closes[0]
        message = f"question {name!r}: the brace '{block.text[at]}' has no partner"
        return Problem("braces", message, block.place(at), f"put the answers between {{ and }}; {hint}")
    if len(opens) > 1 or len(closes) > 1:
        at = opens[1] if len(opens) > 1 else closes[1]
        message = f"question {name!r} has more than one pair of braces"
        return Problem("braces", message, block.place(at), f"{hint}, and a blank line between questions")
    return None


class _Question:
    """One question with answers in braces."""

    def __init__(
        self, block: Block, name: str, title: str, spans: tuple[int, int, int], problems: list[Problem]
    ) -> None:
        self.block, self.name, self.title, self.problems = block, name, title, problems
        self.start, self.open, self.close = spans
        self.format, self.own, self.with_math = "moodle", False, False
        if found := _FORMAT.match(block.text, self.start):
            self.format, self.start = found[1], found.end()

    def draft(self) -> Draft | None:
        """Return the question, or None when it is not one with choices, which is then said."""
        text, begin = self.block.text, self.open + 1
        general = [at for at in signs(text, "#", begin, self.close) if text.startswith("####", at)]
        # Of '#####' the first four count, as a run is cut where it begins.
        general = [at for at in general if text[at - 1] != "#" or at == begin]
        end = general[-1] if general else self.close
        words = text[begin:end].strip()
        marks = list(signs(text, "~=", begin, end))
        truth = _truth(words)
        kind = self._other_kind(words, marks, truth)
        if kind:
            self.problems.append(skipped(self.name, kind, self.block.place(self.start)))
            return None
        if len(marks) > _MOST:
            hint = "a paper has letters for 26 choices; divide the question"
            message = f"question {self.name!r} has {len(marks)} choices"
            self.problem("too-many-choices", message, self.open, hint)
            return None
        rationale = self.text(general[-1] + 4, self.close) if general else None
        draft = Draft(
            self.stem(gap=truth is None), self.block.place(self.start), id=self.block.id, title=self.title,
            rationale=rationale, tags=self.block.tags,
        )  # fmt: skip
        if truth is not None:
            self.true_false(draft, truth, begin, end)
        else:
            self.choices(draft, marks, end)
        return draft

    def _other_kind(self, words: str, marks: list[int], truth: bool | None) -> str:
        """Return what kind of question this is when it is not one with choices."""
        if truth is not None:
            return ""
        if not words:
            return "an essay"
        if words.startswith("#"):
            return "a numerical question"
        if any(self.block.text[at] == "~" for at in marks):
            return ""
        return "a matching question" if marks and "->" in words else "a short-answer question"

    def stem(self, *, gap: bool) -> Text:
        """Return the text before the answers, and behind them with a gap between; without ``gap`` they leave none."""
        rows = rows_of(self.block, self.start, self.open)
        behind = rows_of(self.block, self.close + 1, len(self.block.text))
        if tail := "".join(line for line, _ in behind).strip():
            line, place = rows.pop()
            # A sentence that has ended, and a sign behind the brace: there is nothing to fill in.
            ended = line.rstrip()[-1:] in tuple(".?!:") and not any(char.isalnum() for char in tail)
            sign = r"\_" * len(_GAP) if self.format == "markdown" else _GAP
            rest = behind[0][0]
            if not gap or ended:
                line, sign, rest = line.rstrip(), " " if rest.strip()[:1].isalnum() else "", rest.lstrip()
            rows += [(line + sign + rest, place), *behind[1:]]
        return self.convert(rows, self.format)

    def text(self, start: int, end: int) -> Text:
        """Return a part of the block as a text, in its own format or the question's."""
        format = self.format
        if found := _FORMAT.match(self.block.text, start, end):
            format, start = found[1], found.end()
        return self.convert(rows_of(self.block, start, end), format)

    def convert(self, rows: list[Row], format: str) -> Text:
        """Return lines in one of Moodle's four formats as our Markdown."""
        if format == "markdown":
            text = markdown_text(rows, html=not self.own)
            source = from_moodle(text.source, own=True) if self.with_math else text.source
            return Text(from_extra(source), text.places) if self.own else text
        if format == "html" or (format == "moodle" and looks_like_html("\n".join(line for line, _ in rows))):
            return html_text(rows, self.problems, breaks=format == "moodle")
        return plain_text(rows)

    def true_false(self, draft: Draft, answer: bool, begin: int, end: int) -> None:
        """Add the choices True and False; feedback for a wrong answer stands before that for the right one."""
        draft.choices = true_false(answer, self.block.place(begin))
        draft.keep_order = True
        cuts = [*list(signs(self.block.text, "#", begin, end))[:2], end]
        for right, (cut, after) in zip((False, True), pairwise(cuts), strict=False):
            choice = next(choice for choice in draft.choices if choice.right == right)
            choice.feedback = self.text(cut + 1, after) or None

    def choices(self, draft: Draft, marks: list[int], end: int) -> None:
        """Add the choices; a share of the points counts as right where no choice has '='."""
        text = self.block.text
        if text[self.open + 1 : marks[0]].strip():
            message = f"question {self.name!r} has text before its first choice"
            self.problem("stray-text", message, self.open + 1, "begin each choice with ~ or =")
        single = any(text[at] == "=" for at in marks)
        self.check_marks(marks)
        for at, after in zip(marks, [*marks[1:], end], strict=True):
            weight, start = None, at + 1
            if found := _WEIGHT.match(text, start, after):
                weight, start = _share(found[1]), found.end()
            cut = next(signs(text, "#", start, after), after)
            feedback = (self.text(cut + 1, after) or None) if cut < after else None
            right = text[at] == "=" or weight == 1 or (not single and weight is not None and weight > 0)
            if weight == (1 if right else 0):
                weight = None
            body = self.text(start, cut)
            draft.choices.append(DraftChoice(body, self.block.place(at), right, weight, feedback))
        if single and (rights := sum(text[at] == "=" for at in marks)) > 1:
            self.problems.append(
                either_right(f"question {self.name!r}", rights, self.block.place(self.start))
            )
        shares = {choice.weight for choice in draft.choices if choice.right}
        count = sum(choice.right for choice in draft.choices)
        wrong = {choice.weight for choice in draft.choices if not choice.right}
        if count and shares == {Fraction(1, count)} and wrong <= {None}:
            for choice in draft.choices:
                choice.weight = None

    def check_marks(self, marks: list[int]) -> None:
        """Report a second '=' in the middle of a line where choices begin lines: it was meant as text."""
        text, previous = self.block.text, self.open + 1
        inner = []
        for at in marks:
            cut = text.rfind("\n", previous, at)
            if text[max(cut, previous) : at].strip() or (cut < 0 and previous > self.open + 1):
                inner.append(at)
            previous = at + 1
        rights = [at for at in marks if text[at] == "="]
        if len(marks) - len(inner) < 2 or len(rights) < 2:
            return
        for at in sorted(set(inner) & set(rights)):
            hint = r"write \= for the sign itself, or put the choice on a line of its own"
            message = f"question {self.name!r}: '=' begins another right choice in the middle of a line"
            self.problem("unescaped-sign", message, at, hint)

    def problem(self, code: str, message: str, at: int, hint: str) -> None:
        """Report an error at an offset of the block."""
        self.problems.append(Problem(code, message, self.block.place(at), hint, Severity.ERROR))


def _truth(words: str) -> bool | None:
    """Return what a true/false answer says; None when it is none."""
    word = words.partition("#")[0].strip()
    return _TRUTH.get(word if len(word) == 1 else word.upper())


def _share(percent: str) -> Fraction:
    """Return a percentage as a share; Moodle writes thirds with five digits."""
    share = Fraction(percent) / 100
    near = share.limit_denominator(30)
    return near if abs(near - share) < Fraction(1, 1_000_00) else share
