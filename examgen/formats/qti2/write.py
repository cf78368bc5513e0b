"""Writes questions as items of QTI 2.1, and says what reading them back would miss."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from html import escape
from typing import Final

from examgen.errors import Problem, Severity
from examgen.formats.html.write import as_typed, to_html, to_inline_html, with_brackets
from examgen.formats.qti2.item import NAMELESS, TOOL
from examgen.formats.qti2.pictures import Shelf
from examgen.formats.reading import Reading
from examgen.formats.textdraft import differences, loss
from examgen.model import Bank, Choice, Question, Text

NAMESPACE: Final = "http://www.imsglobal.org/xsd/imsqti_v2p1"
SCHEMA: Final = "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"
_TEMPLATES: Final = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/"
_NOT_IN_NAMES: Final = re.compile(r"[^A-Za-z0-9_.-]")
#: What no XML may hold; the check of a bank refuses it, too.
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_IN_LISTS: Final = re.compile(r"<li><p>|</p></li>|</p><[uo]l")
_CODE: Final = re.compile(r"(<pre>.*?</pre>)", re.DOTALL)
_REFERENCE: Final = re.compile(r"\[\[[ \t]*[A-Za-z][\w.-]*[ \t]*\]\]")
_LANGUAGE: Final = re.compile(r"^[ >]*(?:`{3,}|~{3,})[ \t]*[^\s`]", re.MULTILINE)


def identifier(id: str) -> str:
    """Return an id as QTI takes it: letters, digits, ``_.-``, the first one no digit."""
    plain = _NOT_IN_NAMES.sub("_", id)
    return plain if re.match("[A-Za-z_]", plain) else f"_{plain}"


def quoted(text: str) -> str:
    """Return a text as the value of an attribute, with its quotes."""
    return f'"{escape(_clean(" ".join(text.split())))}"'


def free(name: str, taken: set[str]) -> str:
    """Return a name, short enough for a file, that is not taken whatever the case of its letters; it is from now on."""
    short, count = name[:80], 2
    found = short
    while found.casefold() in taken:
        found, count = f"{short}_{count}", count + 1
    taken.add(found.casefold())
    return found


def _names(question: Question) -> dict[str, str]:
    """Return the identifier of each choice, by its id."""
    taken: set[str] = set()
    return {choice.id: free(identifier(choice.id), taken) for choice in question.choices}


def item(question: Question, name: str, shelf: Shelf) -> str:
    """Return a question as an ``assessmentItem`` with the identifier ``name``; its pictures go to the shelf."""
    label = "" if question.given_id else f" label={quoted(NAMELESS)}"
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<assessmentItem xmlns="{NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f' xsi:schemaLocation="{NAMESPACE} {SCHEMA}" identifier="{name}" title={quoted(question.id)}{label}'
        f' adaptive="false" timeDependent="false" toolName="{TOOL}">',
        *_declarations(question),
        *_body(question, shelf),
        *_processing(question),
        *_feedback(question, shelf),
        "</assessmentItem>",
    ]
    return "\n".join(parts) + "\n"


def blocks(text: Text, shelf: Shelf) -> str:
    """Return a text as blocks of XHTML."""
    return _clean(to_html(text.source, pictures=shelf.of(text), styles=False))


def _clean(html: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", html)


def _flow(text: Text, shelf: Shelf) -> str:
    """Return a text as XHTML, without tags around it when it is one paragraph."""
    inline = to_inline_html(text.source, pictures=shelf.of(text))
    return blocks(text, shelf) if inline is None else _clean(inline)


def _declarations(question: Question) -> Iterator[str]:
    several = len(question.answer) > 1
    yield f'  <responseDeclaration identifier="RESPONSE" cardinality="{_cardinality(several)}" baseType="identifier">'
    yield "    <correctResponse>"
    yield from (
        f"      <value>{name}</value>" for id, name in _names(question).items() if id in question.answer
    )
    yield "    </correctResponse>"
    if _is_weighed(question):
        yield from _mapping(question)
    yield "  </responseDeclaration>"
    points = decimal(question.points)
    yield (
        f'  <outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float" normalMaximum="{points}">'
        "<defaultValue><value>0</value></defaultValue></outcomeDeclaration>"
    )
    yield (
        '  <outcomeDeclaration identifier="MAXSCORE" cardinality="single" baseType="float">'
        f"<defaultValue><value>{points}</value></defaultValue></outcomeDeclaration>"
    )
    if any(choice.feedback for choice in question.choices):
        cardinality = _cardinality(several)
        yield f'  <outcomeDeclaration identifier="FEEDBACK" cardinality="{cardinality}" baseType="identifier"/>'
    if question.rationale:
        yield '  <outcomeDeclaration identifier="SOLUTION" cardinality="single" baseType="identifier"/>'


def _cardinality(several: bool) -> str:
    return "multiple" if several else "single"


def _is_weighed(question: Question) -> bool:
    return any(choice.weight is not None for choice in question.choices)


def _mapping(question: Question) -> Iterator[str]:
    rights = [choice for choice in question.choices if choice.id in question.answer]
    equal = all(choice.weight is None for choice in rights)
    share = Fraction(1, max(len(rights), 1)) if equal else Fraction(1)
    names = _names(question)
    yield f'    <mapping lowerBound="0" upperBound="{decimal(question.points)}" defaultValue="0">'
    for choice in question.choices:
        weight = choice.weight if choice.weight is not None else share * (choice.id in question.answer)
        value = decimal(weight * (question.points or 1))
        yield f'      <mapEntry mapKey="{names[choice.id]}" mappedValue="{value}"/>'
    yield "    </mapping>"


def _body(question: Question, shelf: Shelf) -> Iterator[str]:
    shuffle = "false" if question.keep_order else "true"
    most = 0 if len(question.answer) > 1 else 1
    yield "  <itemBody>"
    prompt = to_inline_html(question.stem.source, pictures=shelf.of(question.stem))
    if prompt is None:
        yield f"    <div>{blocks(question.stem, shelf)}</div>"
    yield f'    <choiceInteraction responseIdentifier="RESPONSE" shuffle="{shuffle}" maxChoices="{most}">'
    if prompt is not None:
        yield f"      <prompt>{_clean(prompt)}</prompt>"
    names = _names(question)
    for choice in question.choices:
        fixed = ' fixed="true"' if choice.pin else ""
        text = _flow(choice.text, shelf)
        yield f'      <simpleChoice identifier="{names[choice.id]}"{fixed}>{text}</simpleChoice>'
    yield "    </choiceInteraction>"
    yield "  </itemBody>"


def _processing(question: Question) -> Iterator[str]:
    """Yield the rules: by a template where one says it all."""
    said = [*_shown(question)]
    weighed = _is_weighed(question)
    if not said and (weighed or question.points == 1):
        yield f'  <responseProcessing template="{_TEMPLATES}{"map_response" if weighed else "match_correct"}"/>'
        return
    yield "  <responseProcessing>"
    if weighed:
        yield '    <setOutcomeValue identifier="SCORE"><mapResponse identifier="RESPONSE"/></setOutcomeValue>'
    else:
        yield "    <responseCondition>"
        yield (
            '      <responseIf><match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>'
            '<setOutcomeValue identifier="SCORE"><variable identifier="MAXSCORE"/></setOutcomeValue></responseIf>'
        )
        yield (
            '      <responseElse><setOutcomeValue identifier="SCORE"><baseValue baseType="float">0</baseValue>'
            "</setOutcomeValue></responseElse>"
        )
        yield "    </responseCondition>"
    yield from said
    yield "  </responseProcessing>"


def _shown(question: Question) -> Iterator[str]:
    """Yield the rules that show feedback."""
    if any(choice.feedback for choice in question.choices):
        yield '    <setOutcomeValue identifier="FEEDBACK"><variable identifier="RESPONSE"/></setOutcomeValue>'
    if question.rationale:
        yield (
            '    <setOutcomeValue identifier="SOLUTION"><baseValue baseType="identifier">solution</baseValue>'
            "</setOutcomeValue>"
        )


def _feedback(question: Question, shelf: Shelf) -> Iterator[str]:
    names = _names(question)
    for choice in question.choices:
        if choice.feedback:
            yield _modal("FEEDBACK", names[choice.id], choice.feedback, shelf)
    if question.rationale:
        yield _modal("SOLUTION", "solution", question.rationale, shelf)


def _modal(outcome: str, name: str, text: Text, shelf: Shelf) -> str:
    tag = f'<modalFeedback outcomeIdentifier="{outcome}" showHide="show" identifier="{name}">'
    return f"  {tag}{blocks(text, shelf)}</modalFeedback>"


def decimal(number: Fraction) -> str:
    """Return a number as QTI writes it; thirds with as many digits as a computer keeps."""
    return str(number.numerator) if number.denominator == 1 else repr(float(number))


def losses_after(bank: Bank, back: Reading) -> list[Problem]:
    """Return what a bank lost between writing and reading, and what other programs will not show as we do."""
    shelf = Shelf(bank)
    # What the shelf does not have is said with the place of its text in the bank.
    known = tuple(problem for problem in back.problems if problem.code != "missing-picture")
    before, after = _plain(bank, shelf), Reading(_plain(back.bank, Shelf(back.bank)), known)
    problems = [*differences(before, after, "QTI 2.1"), *shelf.problems]
    for question in bank.questions:
        if any(_LANGUAGE.search(text.source) for text in texts_of(question)):
            problems.append(
                loss(f"question {question.id!r}: the language of its code", question.place, "QTI 2.1")
            )
    for question in bank.questions:
        if any(_REFERENCE.search(text.source) for text in texts_of(question)):
            message = (
                f"question {question.id!r}: other programs show [[a]] as typed, not as the letter of a choice"
            )
            hint = "write the words of the choice in this and other questions before you move them"
            problems.append(Problem("references-as-typed", message, question.place, hint, Severity.WARNING))
            break
    return problems


def texts_of(question: Question) -> Iterator[Text]:
    """Yield all texts of a question."""
    yield question.stem
    for choice in question.choices:
        yield choice.text
        yield from (text for text in (choice.feedback,) if text)
    yield from (text for text in (question.rationale,) if text)


def _printed(html: str) -> str:
    """Return HTML without what does not show: ends of lines but in code, and paragraphs in the items of a list."""
    parts = _CODE.split(html)
    parts[::2] = [" ".join(part.split()) for part in parts[::2]]
    return _IN_LISTS.sub(lambda found: found[0].replace("<p>", "").replace("</p>", ""), "".join(parts))


def _formula(latex: str, display: bool) -> str:
    """Return a formula in a tag of its own: words between the same brackets are none."""
    return f"<math>{with_brackets(latex, display)}</math>"


def _reference(id: str) -> str:
    return f"<a>{as_typed(id)}</a>"


def _plain(bank: Bank, shelf: Shelf) -> Bank:
    """Return a bank with what its texts print in place of how they are written: texts that print the same are equal."""

    def text(each: Text) -> Text:
        html = to_html(each.source, math=_formula, pictures=shelf.of(each), references=_reference)
        return Text(_printed(html), each.places)

    def choice(each: Choice) -> Choice:
        return replace(each, text=text(each.text), feedback=each.feedback and text(each.feedback))

    def question(each: Question) -> Question:
        return replace(
            each,
            stem=text(each.stem),
            rationale=each.rationale and text(each.rationale),
            choices=tuple(choice(one) for one in each.choices),
        )

    heading = bank.heading
    if heading.instructions:
        html = to_html(heading.instructions, math=_formula, references=_reference)
        heading = replace(heading, instructions=_printed(html))
    return replace(bank, heading=heading, questions=tuple(question(each) for each in bank.questions))
