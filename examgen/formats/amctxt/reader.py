r"""Reads AMC-TXT, the plain text format of Auto Multiple Choice.

    Title: Rivers
    Presentation: Choose the best answer.

    *[id=mouth,ordered]{b=2} Where does a river end?
    - At its source
    + At its mouth

    *([group=maps] A heading for the questions below
    ** Which are rivers?
    + Danube
    - Iceland
    *)

``*`` is a question with one right choice, ``**`` with any number of them; ``+`` and ``-`` are right and wrong choices.
A ``**`` question with none right gets the choice "none of these" that AMC prints below all such questions. Choices
below ``[[\lastchoices]]`` keep their places. Open and indicative questions are skipped.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from examgen.errors import Place, Problem, Severity
from examgen.formats.amctxt.markup import markup
from examgen.formats.bounds import Problems, Questions
from examgen.formats.reading import Reading
from examgen.formats.textdraft import Draft, DraftChoice, finish, shown, skipped
from examgen.formats.textrows import Row, lines_of
from examgen.model import Heading, Text

_OPTIONS = (
    "Title|Presentation|Code|Lang|Font|BoxColor|PaperSize|AnswerSheetTitle|AnswerSheetPresentation"
    "|AnswerSheetColumns|CompleteMulti|SeparateAnswerSheet|AutoMarks|DefaultScoringM|DefaultScoringS|L-Question"
    "|L-None|L-Name|L-Student|LaTeX|LaTeX-Preambule|LaTeX-BeginDocument|LaTeX-BeginCopy|LaTeX-EndCopy"
    "|PDF-BeginCopy|PDF-EndCopy|LaTeXEngine|xltxtra|ShuffleQuestions|Columns|QuestionBlocks|Arabic|ArabicFont"
    "|Disable|ManualDuplex|SingleSided|L-OpenText|L-OpenReserved|CodeDigitsDirection|PackageOptions|NameFieldWidth"
    "|NameFieldLines|NameFieldLinespace|TitleWidth|Pages|RandomSeed|PreAssociation|PreAssociationKey"
    "|PreAssociationName|ShowGroupText"
)
_OPTION = re.compile(rf"\s*({_OPTIONS}):[ \t]*(.*)", re.IGNORECASE)
_INCLUDE = re.compile(r"\s*IncludeFile:\s*(.*)", re.IGNORECASE)
_GROUP = re.compile(r"\s*\*([()])(?:\[([^\]]*)\])?\s*(.*)")
_QUESTION = re.compile(r"\s*(\*{1,2})(?:<([^>]*)>)?(?:\[([^\]]*)\])?(?:\{([^}]*)\})?\s*(.*)")
_CHOICE = re.compile(r"\s*([+-])(?:\[([^\[\]]*)\](?!\]))?(?:\{([^}]*)\})?\s*(.*)")
_LAST = re.compile(r"\s*(?:\[\[\s*\\lastchoices\s*\]\]|\\lastchoices|\{lastchoices\})\s*", re.IGNORECASE)
_NO = re.compile(r"\s*(?:no|false|0)?\s*\Z", re.IGNORECASE)
_SCORE = re.compile(r"(?:^|,)\s*b\s*=\s*([0-9]{1,4}(?:\.[0-9]{1,4})?)\s*(?=,|\Z)")
_NONE = "None of these answers is correct."


def read(name: str, source: str) -> Reading:
    """Return the bank in ``source``, the text of an AMC-TXT file; ``name`` is its name in places."""
    reader = _Reader(name)
    for line, place in lines_of(name, source):
        reader.take(line, place)
    return reader.finish()


class _Choice:
    def __init__(self, rows: list[Row], right: bool, pin: bool, scoring: str) -> None:
        self.rows, self.right, self.pin, self.scoring = rows, right, pin, scoring


class _Question:
    """One question as it is gathered."""

    def __init__(self, rows: list[Row], place: Place, several: bool, options: dict[str, str]) -> None:
        self.rows, self.place, self.several, self.options = rows, place, several, options
        self.choices: list[_Choice] = []
        self.open = False
        self.scoring = ""
        self.section: str | None = None
        self.pin = False
        self.last = False  #: the choices below keep their places


class _Group:
    """A group of questions as it is gathered."""

    def __init__(self, options: dict[str, str], rows: list[Row]) -> None:
        self.id = options.get("group", "")
        self.rows = rows
        self.ordered = bool(_NO.match(options.get("shuffle", "1")))
        self.pick = options.get("numquestions", "")


class _Reader:
    """Gathers a file; each call takes one line."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = Problems()
        self.options: dict[str, list[Row]] = {}
        self.questions: list[_Question] = Questions()
        self.groups: list[_Group] = []
        self.prose: list[list[Row]] = []  #: text above and below the questions of groups
        self.question: _Question | None = None
        self.follow: list[Row] | None = None  #: what a line without a mark goes on with
        self.verbatim = False

    def take(self, line: str, place: Place) -> None:
        """Take one line, by its mark."""
        if self.verbatim and self.follow is not None:
            self.follow.append((line, place))
            self.verbatim = "[/verbatim]" not in line.lower()
            return
        if line.lstrip().startswith("#"):
            return
        takers: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Place], None]], ...] = (
            (_INCLUDE, self.include),
            (_OPTION, self.option),
            (_GROUP, self.group),
            (_QUESTION, self.new_question),
            (_CHOICE, self.choice),
        )
        for pattern, taker in takers:
            if found := pattern.match(line):
                taker(found, place)
                break
        else:
            self.go_on(line, place)
        low = line.lower()
        self.verbatim = self.follow is not None and low.rfind("[verbatim]") > low.rfind("[/verbatim]")

    def go_on(self, line: str, place: Place) -> None:
        """Take a line without a mark."""
        if self.question and (found := _LAST.match(line)) and found.end() == len(line):
            self.question.last = True
        elif self.follow is not None:
            self.follow.append((line, place))
        elif line.strip():
            message = f"the text {shown('', line)!r} stands before the first question"
            self.problem(
                "stray-text", message, place, "write 'Presentation:' before it, or '#' for a comment"
            )

    def include(self, found: re.Match[str], place: Place) -> None:
        message = f"the file {found[1].strip()!r} is not read along with this one"
        self.problem("include", message, place, "name both files in the command, and delete the line")

    def option(self, found: re.Match[str], place: Place) -> None:
        self.follow = self.options[found[1].lower()] = [_row(found, 2, place)]
        self.question = None

    def group(self, found: re.Match[str], place: Place) -> None:
        if found[1] == "(":
            group = _Group(_options(found[2]), [_row(found, 3, place)])
            self.groups.append(group)
            self.follow = group.rows
            self.prose.append(group.rows)
            if group.pick:
                message = f"all questions of the group are read, of which {group.pick!r} are to be picked"
                hint = "name those that you want when you build"
                self.problem("group-pick", message, place, hint, Severity.WARNING)
        elif self.groups:
            self.groups.pop()
            self.follow = [_row(found, 3, place)]
            self.prose.append(self.follow)
        else:
            self.problem("group", "'*)' without '*('", place, "delete the line")

    def new_question(self, found: re.Match[str], place: Place) -> None:
        question = _Question([_row(found, 5, place)], place, found[1] == "**", _options(found[3]))
        question.open, question.scoring = found[2] is not None, found[4] or ""
        if self.groups:
            group = self.groups[-1]
            question.section, question.pin = group.id or None, group.ordered
        question.section = question.options.get("group") or question.section
        self.questions.append(question)
        self.question, self.follow = question, question.rows

    def choice(self, found: re.Match[str], place: Place) -> None:
        if self.question is None:
            hint = "write the question above it, as '* ...'"
            self.problem("no-question", "a choice without a question", place, hint)
            return
        rows = [_row(found, 4, place)]
        last = _LAST.match(rows[0][0])
        self.question.last = self.question.last or bool(last)
        if last:
            rows[0] = (rows[0][0][last.end() :], rows[0][1])
        self.question.choices.append(_Choice(rows, found[1] == "+", self.question.last, found[3] or ""))
        self.follow = rows

    def finish(self) -> Reading:
        """Return the bank."""
        latex = not _NO.match(self.value("latex"))
        ordered = "shufflequestions" in self.options and bool(_NO.match(self.value("shufflequestions")))
        drafts = []
        for question in self.questions:
            if draft := self.draft(question, latex):
                draft.pin = draft.pin or ordered
                drafts.append(draft)
        for option in ("defaultscorings", "defaultscoringm"):
            said = self.value(option).strip()
            if said and not ((found := _SCORE.match(said)) and found.end() == len(said)):
                message = f"of the scoring of all questions {{{said}}} only b=... is used"
                hint = "papers count the points of a question for its right answer"
                self.problem("scoring", message, self.options[option][0][1], hint, Severity.WARNING)
        for rows in self.prose:
            if words := " ".join(line.strip() for line, _ in rows).strip():
                message = f"the text {shown('', words)!r} between questions is not printed"
                hint = "put it into the questions that need it"
                self.problem("skipped", message, rows[0][1], hint, Severity.WARNING)
        if not self.questions:
            hint = "write '* question', '+ right' and '- wrong'"
            self.problem("no-questions", "the file has no questions", Place(self.file), hint)
        head = {
            field: self.text(self.options[option], latex)
            for option, field in (("title", "title"), ("presentation", "instructions"))
            if option in self.options
        }
        fields = {name: text.source for name, text in head.items()}
        if "title" in fields:
            fields["title"] = " ".join(line.strip() for line, _ in self.options["title"]).strip()
        places = {name: text.place() for name, text in head.items()}
        return finish(self.file, drafts, self.problems, Heading(**fields), places)

    def value(self, option: str) -> str:
        return " ".join(line.strip() for line, _ in self.options.get(option, []))

    def text(self, rows: list[Row], latex: bool) -> Text:
        """Return a text of the head, with a problem for what it cannot carry."""
        made = markup(rows, latex=latex)
        if made.refused:
            message = f"{made.refused} cannot be printed"
            self.problem("amc-latex", message, rows[0][1], "write it as plain text or math")
        return made.text

    def draft(self, question: _Question, latex: bool) -> Draft | None:
        """Return a question of the bank, None when it cannot be printed, which is then said."""
        stem = markup(question.rows, latex=latex)
        texts = [markup(choice.rows, latex=latex) for choice in question.choices]
        options = question.options
        title = options.get("id") or options.get("name") or ""
        name = shown(title, question.rows[0][0])
        refused = next((made.refused for made in (stem, *texts) if made.refused), "")
        kind = "an open question" if question.open else "an indicative question" * ("indicative" in options)
        if kind or refused:
            self.problems.append(skipped(name, kind or f"one with {refused}", question.place))
            return None
        draft = Draft(
            stem.text, question.place, title=title, section=question.section, pin=question.pin,
            keep_order="ordered" in options,
        )  # fmt: skip
        draft.tags = (options["topic"],) if options.get("topic") else ()
        draft.choices = [
            DraftChoice(made.text, choice.rows[0][1], choice.right, pin=choice.pin)
            for made, choice in zip(texts, question.choices, strict=True)
        ]
        if question.several and draft.choices and not any(choice.right for choice in draft.choices):
            words = self.value("l-none") or _NONE
            text = Text(words, (question.place,))
            draft.choices.append(DraftChoice(text, question.place, right=True, pin=True))
        self.score(draft, question, name)
        return draft

    def score(self, draft: Draft, question: _Question, name: str) -> None:
        """Take the points for the right answer from the scoring; more of it is not used."""
        if scored := next((choice for choice in question.choices if choice.scoring), None):
            message = f"question {name!r}: the scoring {{{scored.scoring}}} of single choices is not used"
            hint = "papers count the question's points for the right answer"
            self.problem("scoring", message, scored.rows[0][1], hint, Severity.WARNING)
        for_all = self.value("defaultscoringm" if question.several else "defaultscorings")
        points = _SCORE.search(question.scoring) or _SCORE.search(for_all)
        if points and Fraction(points[1]) > 0:
            draft.points = Fraction(points[1])
        own = _SCORE.search(question.scoring)
        if question.scoring and (not own or own[0].strip(", ") != question.scoring.strip()):
            message = f"question {name!r}: of the scoring {{{question.scoring}}} only b=... is used"
            hint = f"papers say {draft.points} for this question"
            self.problem("scoring", message, question.place, hint, Severity.WARNING)

    def problem(
        self, code: str, message: str, place: Place, hint: str, severity: Severity = Severity.ERROR
    ) -> None:
        """Report a problem."""
        self.problems.append(Problem(code, message, place, hint, severity))


def _options(written: str | None) -> dict[str, str]:
    """Return what stands between brackets: ``ordered,columns=2``."""
    pairs = (part.partition("=") for part in (written or "").split(",") if part.strip())
    return {name.strip(): value.strip() or "1" for name, _, value in pairs}


def _row(found: re.Match[str], group: int, place: Place) -> Row:
    return found[group], Place(place.file, place.line, place.column + found.start(group))
