"""One item of QTI 2 or 3 as a question."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from lxml import etree

from examgen.errors import Place, Problem, Severity
from examgen.formats.html.text import Pictures, element_to_markdown
from examgen.formats.qti2.answers import Answers, UnclearAnswerError, WrongAnswerError, answers
from examgen.formats.qti2.body import Body, Pages, UnprintableError, for_students, remove, take_apart, unpack
from examgen.formats.qti2.constants import settle
from examgen.formats.qti2.escaped import unescape
from examgen.formats.qti2.feedback import title, when
from examgen.formats.qti2.names import TEMPLATES, attribute, child, children, inside, kind, place
from examgen.formats.qti2.rules import Rule, rules
from examgen.formats.textdraft import Draft, DraftChoice, either_right, marked_wrong, shown, skipped
from examgen.formats.xmlleft import left_out
from examgen.model import Text

#: What our writer calls itself in the items that it writes.
TOOL: Final = "examgen"
#: The label of an item whose id was made from its words.
NAMELESS: Final = "named by its words"
#: Parts of an item that are read, or say nothing to a reader.
_KNOWN: Final = frozenset(
    (
        "responsedeclaration", "outcomedeclaration", "contextdeclaration", "responseprocessing", "itembody",
        "modalfeedback", "stylesheet", "assessmentstimulusref", "interactionmodule", "cataloginfo",
        "companionmaterialsinfo", "apipaccessibility", *TEMPLATES,
    )
)  # fmt: skip
#: Choices of one question that are read; more are no question, and take long.
_MOST: Final = 500


def _nothing(address: str) -> None:
    """Know no file at any address."""
    del address


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around an item: its file, its pictures, its test, and the text that it shares with others."""

    file: str  #: its name in places
    pictures: Pictures | None = None
    #: gives the Markdown of the shared text at an address; None when it cannot be had
    stimulus: Callable[[str], str | None] = _nothing
    #: gives what a page at an address shows; None when it cannot be had
    page: Pages = _nothing
    above: tuple[str, ...] = ()  #: Markdown that students have before them, of the sections around it
    section: str | None = None
    weight: Fraction = Fraction(1)  #: what its test multiplies its points by
    pin: bool = False
    tags: tuple[str, ...] = ()
    difficulty: str | None = None
    namesake: bool = False  #: another item before it has its title


class FaultyItemError(ValueError):
    """An item that contradicts itself; ``problem`` says how."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def read_item(root: etree._Element, around: Around, problems: list[Problem]) -> Draft | None:
    """Return the question of an ``assessmentItem``; None when it is none that can be printed, which is then said.

    The tree is changed on the way.
    """
    item = _Item(root, around, problems)
    try:
        return item.draft()
    except UnprintableError as error:
        problems.append(skipped(item.name, error.what, Place(around.file, error.line)))
    except UnclearAnswerError as error:
        problems.append(skipped(item.name, str(error), item.place))
    except FaultyItemError as error:
        problems.append(error.problem)
    return None


class _Item:
    """An item that is being read."""

    def __init__(self, root: etree._Element, around: Around, problems: list[Problem]) -> None:
        self.root, self.around, self.problems = root, around, problems
        # lxml makes the object of an element, and its name, anew whenever nothing holds it: each is looked at often.
        self.held = tuple(root.iter())
        self.place = place(around.file, root)
        self.own = attribute(root, "toolname") == TOOL
        titled = "" if around.namesake else attribute(root, "title")
        body = child(root, "itembody")
        asked = " ".join(map(str, body.itertext()))[:400] if body is not None else ""
        named = (
            titled or (around.namesake and asked) or attribute(root, "label") or attribute(root, "identifier")
        )
        self.name = shown(named, asked)

    def draft(self) -> Draft:
        """Return the question.

        Raises:
            UnprintableError: it is none that can be printed.
            UnclearAnswerError: it cannot be told what is right.
            FaultyItemError: it contradicts itself.
        """
        body = child(self.root, "itembody")
        settle(self.root)
        if varied := [each for each in self.root if kind(each) in TEMPLATES]:
            raise UnprintableError("a question with values that differ from student to student", varied[0])
        if body is None:
            raise UnprintableError("a text without a question", self.root)
        if len(bodies := children(self.root, "itembody")) > 1:
            raise UnprintableError(f"a question with {len(bodies)} parts, each with an answer", bodies[1])
        if not self.own:
            unescape(body)
        above = [*self.around.above, *self.stimuli()]
        parts = take_apart(body, self.around.page)
        found = rules(self.root, attribute(parts.interaction, "responseidentifier"))
        choices = list(inside(parts.interaction, "simplechoice"))
        ids = self.ids(choices)
        answer = self.answer(parts.interaction, ids, found)
        made = [self.choice(each, id, answer) for each, id in zip(choices, ids, strict=True)]
        for each in choices:
            remove(each)
        rationale = self.explained(parts, found, dict(zip(ids, made, strict=True)), answer)
        of = f"question {self.name!r}"
        others = (each for each in self.root if (name := kind(each)) and name not in _KNOWN)
        self.problems += left_out(others, self.around.file, of)
        points = answer.points if answer.points is not None else Fraction(1)
        return Draft(
            self.text("\n\n".join(part for part in (*above, self.markdown(body)) if part), body),
            self.place,
            made,
            id=self.id(),
            rationale=self.text("\n\n".join(rationale), self.root) if rationale else None,
            points=points * self.around.weight,
            tags=self.around.tags,
            difficulty=self.around.difficulty,
            section=self.around.section,
            pin=self.around.pin,
            keep_order=attribute(parts.interaction, "shuffle").lower() in ("false", "0"),
        )

    def id(self) -> str | None:
        """Return the id that the author gave; our own items have it as it was in their title."""
        if self.own:
            return attribute(self.root, "title")
        return attribute(self.root, "identifier") or None

    def stimuli(self) -> Iterator[str]:
        """Yield the texts that the item shares with others."""
        for reference in children(self.root, "assessmentstimulusref"):
            found = self.around.stimulus(attribute(reference, "href"))
            if found is None:
                raise UnprintableError("a question about a text in another file", reference)
            yield found

    def ids(self, choices: Sequence[etree._Element]) -> list[str]:
        """Return the identifiers of the choices."""
        ids = [" ".join(attribute(choice, "identifier").split()) for choice in choices]
        if len(ids) > _MOST:
            message = f"question {self.name!r} has {len(ids)} choices"
            hint = "a paper has letters for 26 choices; divide the question"
            raise FaultyItemError(Problem("too-many-choices", message, self.place, hint))
        twice = next((index for index, id in enumerate(ids) if not id or id in ids[:index]), None)
        if twice is not None:
            what = f"two choices with the identifier {ids[twice]!r}" if ids[twice] else "a choice without one"
            message = f"question {self.name!r} has {what}: its answer cannot be told"
            where = place(self.around.file, choices[twice])
            hint = "give each choice an identifier of its own"
            raise FaultyItemError(Problem("duplicate-choice-id", message, where, hint))
        return ids

    def answer(self, interaction: etree._Element, ids: Sequence[str], found: Sequence[Rule]) -> Answers:
        """Return which choices are right."""
        response = attribute(interaction, "responseidentifier")
        declarations = children(self.root, "responsedeclaration")
        declaration = next((each for each in declarations if attribute(each, "identifier") == response), None)
        try:
            answer = answers(self.root, declaration, ids, found)
        except WrongAnswerError as error:
            message = f"question {self.name!r}: its right answer {str(error)!r} is none of its choices"
            where = place(self.around.file, declaration if declaration is not None else self.root)
            hint = "mend the value in <correctResponse>"
            raise FaultyItemError(Problem("unknown-answer", message, where, hint)) from None
        if answer.clash:
            message = f"question {self.name!r}: the points of its choices do not fit its right answer, and are left out"
            hint = "mend <mapping> or <correctResponse>"
            self.problems.append(Problem("clashing-points", message, self.place, hint, Severity.WARNING))
        one = declaration is not None and attribute(declaration, "cardinality").lower() == "single"
        if one and len(answer.right) > 1:
            self.problems.append(either_right(f"question {self.name!r}", len(answer.right), self.place))
        return answer

    def choice(self, element: etree._Element, id: str, answer: Answers) -> DraftChoice:
        """Return a choice; the feedback that stands in it is taken out."""
        said = list(inside(element, "feedbackinline", "feedbackblock"))
        for each in said:
            remove(each)
        feedback = "\n\n".join(text for each in said if (text := self.markdown(each)))
        return DraftChoice(
            self.text(self.markdown(element), element),
            place(self.around.file, element),
            id in answer.right,
            answer.weights.get(id),
            self.text(feedback, element) if feedback else None,
            pin=attribute(element, "fixed").lower() in ("true", "1"),
            id=id if self.own else None,
        )

    def explained(
        self, parts: Body, found: Sequence[Rule], choices: dict[str, DraftChoice], answer: Answers
    ) -> list[str]:
        """Return the paragraphs that explain the answer, and give to each choice what is said of it."""
        modal = children(self.root, "modalfeedback")
        if len(modal) + len(parts.feedback) > _MOST:
            message = f"question {self.name!r} has {len(modal) + len(parts.feedback)} pieces of feedback"
            raise FaultyItemError(Problem("too-many-feedbacks", message, self.place, "delete some"))
        for each in modal:
            if not self.own:
                unescape(each)
            unpack(each, self.around.page)
        rationale = []
        for element in (*parts.feedback, *parts.rubrics, *modal):
            text = "\n\n".join(part for part in (title(element), self.markdown(element)) if part)
            if not text:
                continue
            if kind(element) == "rubricblock":
                rationale.append(text)
                continue
            shown_when = when(element, found, choices, answer.right)
            if shown_when.choice in choices:
                choice = choices[shown_when.choice]
                said = f"{choice.feedback}\n\n{text}" if choice.feedback else text
                choice.feedback = self.text(said, element)
            else:
                rationale.append(marked_wrong(text) if shown_when.wrong else text)
        return list(dict.fromkeys(rationale))

    def markdown(self, element: etree._Element) -> str:
        """Return what is in an element as Markdown."""
        made = element_to_markdown(element, self.around.pictures)
        if made.faults:
            self.problems += made.problems(place(self.around.file, element), f"question {self.name!r}")
        return made.markdown

    def text(self, source: str, element: etree._Element) -> Text:
        return Text(source, (place(self.around.file, element),) * (source.count("\n") + 1))


def student_rubrics(section: etree._Element) -> list[etree._Element]:
    """Return the rubrics of a section that students see."""
    return [each for each in children(section, "rubricblock") if for_students(each)]
