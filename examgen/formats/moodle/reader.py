"""Reads and writes Moodle XML, the format of Moodle's question bank.

    <quiz>
      <question type="category"><category><text>$course$/top/Rivers</text></category></question>
      <question type="multichoice">
        <name><text>mouth</text></name>
        <questiontext format="html"><text><![CDATA[<p>Where does a river end?</p>]]></text></questiontext>
        <answer fraction="0"><text>At its source</text><feedback><text>There it begins.</text></feedback></answer>
        <answer fraction="100"><text>At its mouth</text></answer>
      </question>
    </quiz>

Questions with choices and true/false questions are read, all other types skipped with a word. What has no place in a
bank, as hints, is left out with a word. Where a file says nothing, Moodle's own importer decides what is meant; but
for ``shuffleanswers``: only a file that says that answers are not shuffled keeps their order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from lxml import etree

from examgen.errors import Place, Problem, Severity
from examgen.formats.bounds import Problems, Questions
from examgen.formats.html.languages import said_once
from examgen.formats.moodle.answers import add_choices, add_true_false, is_false
from examgen.formats.moodle.left import LeftOut
from examgen.formats.moodle.texts import Texts, child_of, section_of, words_of
from examgen.formats.moodle.write import OWN, embedding, losses_after, written
from examgen.formats.ownletters import without_letters
from examgen.formats.reading import Reading
from examgen.formats.safexml import parse_xml
from examgen.formats.textdraft import Draft, finish, shown, skipped
from examgen.formats.xmlnames import local_name
from examgen.model import Bank

_OTHERS: Final = {
    "calculated": "a calculated question",
    "calculatedmulti": "a calculated question",
    "calculatedsimple": "a calculated question",
    "cloze": "a question with gaps (cloze)",
    "coderunner": "a programming question",
    "ddimageortext": "a drag-and-drop question",
    "ddmarker": "a drag-and-drop question",
    "ddmatch": "a drag-and-drop question",
    "ddwtos": "a drag-and-drop question",
    "description": "a description without answers",
    "essay": "an essay",
    "essayautograde": "an essay",
    "formulas": "a calculated question",
    "gapfill": "a question with gaps",
    "gapselect": "a question with gaps",
    "kprime": "a question with an answer for each statement (kprime)",
    "match": "a matching question",
    "matching": "a matching question",
    "mtf": "a question with an answer for each statement (mtf)",
    "multianswer": "a question with gaps (cloze)",
    "numerical": "a numerical question",
    "ordering": "an ordering question",
    "pmatch": "a short-answer question",
    "random": "a place for a random question",
    "randomsamatch": "a random matching question",
    "recordrtc": "a recording",
    "shortanswer": "a short-answer question",
    "stack": "a calculated question",
}
#: Types with choices. Of the latter two every right choice must be found, none of them counts for itself.
_CHOICES: Final = ("multichoice", "multichoiceset", "oumultiresponse")
_POINTS = re.compile(r"\s*([0-9]{1,9})(?:[.,]([0-9]{1,12}))?\s*\Z")


def read(name: str, source: str) -> Reading:
    """Return the bank in ``source``, the text of a Moodle XML file; ``name`` is its name in places."""
    source = source.removeprefix("\ufeff")
    root = parse_xml(name, source)
    if isinstance(root, Problem):
        return finish(name, [], [root])
    hint = "export the questions from Moodle's question bank as 'Moodle XML format'"
    if local_name(root).lower() != "quiz":
        message = f"the file is XML, but no Moodle XML: it holds <{local_name(root)}> in place of <quiz>"
        return finish(name, [], [Problem("no-questions", message, Place(name, root.sourceline or 0), hint)])
    reader = _Reader(name, own=OWN in source[:300])
    reader.take_all(root)
    if not reader.questions:
        message = "there is no question in the file"
        reader.problems.append(Problem("no-questions", message, Place(name), hint))
    drafts = list(reader.finished())
    typed = [] if reader.own else without_letters(drafts)
    return finish(name, drafts, [*said_once(reader.problems), *typed])


def write(bank: Bank) -> str:
    """Return a bank as Moodle XML, its pictures in it."""
    return written(embedding(bank))


def losses(bank: Bank, text: str | None = None) -> list[Problem]:
    """Return what of a bank is lost when it is written as Moodle XML.

    ``text`` is what it was written as, if that is known.
    """
    whole = embedding(bank)
    return losses_after(whole, read("bank.xml", text or written(whole))) if bank.questions else []


class _Reader:
    """Gathers the questions of a file."""

    def __init__(self, name: str, *, own: bool) -> None:
        self.name = name
        self.own = own  #: we have written it
        self.questions = 0  #: that are in the file
        self.problems: list[Problem] = Problems()
        self.left = LeftOut()
        self.drafts: list[Draft] = Questions()
        self.section: str | None = None

    def take_all(self, parent: etree._Element) -> None:
        """Take what is inside ``<quiz>``; questions may stand in groups that Moodle does not know."""
        groups = [iter(parent)]
        while groups:
            element = next(groups[-1], None)
            if element is None:
                groups.pop()
            elif local_name(element) == "question":
                self.take(element)
            else:
                self.left.add_stray(element, self._place(element))
                groups.append(iter(element))

    def take(self, element: etree._Element) -> None:
        """Take a question, or a category, which is written as a question."""
        kind = str(element.get("type") or "").strip().lower()
        if kind == "category":
            # Some programs write a category's path where a question has its name.
            path = words_of(child_of(element, "category")) or words_of(child_of(element, "name"))
            self.section = section_of(path) or None
            return
        self.questions += 1
        title = " ".join(words_of(child_of(element, "name")).split())
        stem = words_of(child_of(element, "questiontext"))
        shown_name = shown(title, re.sub(r"<[^<>]*>|&[#A-Za-z0-9]{1,32};", " ", stem[:2000]))
        if kind not in (*_CHOICES, "truefalse"):
            what = _OTHERS.get(kind) or (f"of the type {kind!r}" if kind else "of no type")
            self.problems.append(skipped(shown_name or "without a name", what, self._place(element)))
            return
        self.question(element, kind, title, shown_name)

    def question(self, element: etree._Element, kind: str, title: str, name: str) -> None:
        """Take a question with choices."""
        place = self._place(element)
        texts = Texts(self.name, element, f"question {name!r}", self.problems, own=self.own)
        draft = Draft(texts.stem(), place, section=self.section)
        draft.title = "" if self.own else title
        draft.id = words_of(child_of(element, "idnumber")).strip() or None
        draft.rationale = texts.of_child("generalfeedback")
        draft.points = self._points(element, name)
        draft.tags = tuple(dict.fromkeys(_tags(element)))
        if kind == "truefalse":
            add_true_false(draft, element, texts)
        else:
            add_choices(draft, element, texts, whole=kind != "multichoice")
            shuffle = child_of(element, "shuffleanswers")
            draft.keep_order = shuffle is not None and is_false(words_of(shuffle))
        self.left.add_question(element, name, place)
        if not is_false(words_of(child_of(element, "hidden"))):
            message = f"question {name!r} is hidden in Moodle, as are questions that were deleted there"
            hint = "take it out of the file, if it is not to be printed"
            self.problems.append(Problem("hidden-question", message, place, hint, Severity.WARNING))
        self.drafts.append(draft)

    def finished(self) -> Iterator[Draft]:
        """Yield the questions, once what was left out is said.

        Two categories of Moodle may use an id number each for itself; then it is none.
        """
        self.problems += self.left.problems()
        uses = Counter(draft.id.casefold() for draft in self.drafts if draft.id)
        for draft in self.drafts:
            if draft.id and uses[draft.id.casefold()] > 1:
                draft.id = None
            yield draft

    def _points(self, element: etree._Element, name: str) -> Fraction:
        grade = child_of(element, "defaultgrade")
        written = words_of(grade)
        if grade is None or not written.strip():
            return Fraction(1)
        found = _POINTS.match(written)
        if not found:
            message = f"question {name!r}: its grade {shown('', written)!r} is not a number of 0 or more"
            hint = "write <defaultgrade>1</defaultgrade>"
            self.problems.append(Problem("bad-attribute", message, self._place(grade), hint))
            return Fraction(1)
        return Fraction(f"{found[1]}.{found[2] or 0}")

    def _place(self, element: etree._Element) -> Place:
        return Place(self.name, element.sourceline or 0)


def _tags(element: etree._Element) -> Iterator[str]:
    for group in element:
        if local_name(group) in ("tags", "coursetags"):
            for tag in group:
                words = " ".join(words_of(tag).split())
                if local_name(tag) == "tag" and words:
                    yield words
