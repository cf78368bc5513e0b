"""QTI 2.0 to 3.0: what is read of items, tests and packages, and what is said of the rest."""

from __future__ import annotations

import io
import re
import zipfile
from fractions import Fraction

import pytest
from conftest import ROOT, tries
from hypothesis import given, settings
from hypothesis import strategies as st

from examgen.errors import Place, Severity
from examgen.formats.qti2 import reader as qti2
from examgen.formats.reading import Reading, skips_of
from examgen.formats.recognition import is_qti2
from examgen.model import Question

SAMPLES = ROOT.parent / "shared" / "samples"
SPACE = 'xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1"'
CHOICES = (
    '<simpleChoice identifier="A">At its source</simpleChoice>'
    '<simpleChoice identifier="B">At its mouth</simpleChoice>'
    '<simpleChoice identifier="C">Nowhere</simpleChoice>'
)
CORRECT = "<correctResponse><value>B</value></correctResponse>"
MATCH = (
    '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/>'
)
MAP = '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response"/>'


MAXSCORE = '<outcomeDeclaration identifier="MAXSCORE"><defaultValue><value>2.5</value></defaultValue></outcomeDeclaration>'


def interaction(
    choices: str = CHOICES, attributes: str = 'shuffle="true"', prompt: str = "Where does it end?"
) -> str:
    return (
        f'<choiceInteraction responseIdentifier="RESPONSE" maxChoices="1" {attributes}>'
        f"<prompt>{prompt}</prompt>{choices}</choiceInteraction>"
    )


def item(
    body: str = "",
    declared: str = CORRECT,
    *,
    cardinality: str = "single",
    tail: str = MATCH,
    outcomes: str = "",
    attributes: str = 'identifier="mouth" title="Mouths"',
) -> str:
    declaration = (
        f'<responseDeclaration identifier="RESPONSE" cardinality="{cardinality}" baseType="identifier">'
        f"{declared}</responseDeclaration>"
    )
    return (
        f'<assessmentItem {SPACE} {attributes} adaptive="false" timeDependent="false">{declaration}{outcomes}'
        f"<itemBody>{body or interaction()}</itemBody>{tail}</assessmentItem>"
    )


def read(source: str) -> Reading:
    return qti2.read("q.xml", source)


def question(source: str) -> Question:
    reading = read(source)
    assert reading.problems == ()
    (found,) = reading.bank.questions
    return found


def skip(source: str) -> str:
    reading = read(source)
    assert reading.bank.questions == ()
    (problem,) = reading.problems
    assert problem.code == "skipped"
    assert problem.severity is Severity.WARNING
    assert problem.place is not None
    assert problem.place.line
    return problem.message


def texts(found: Question) -> list[str]:
    return [choice.text.source for choice in found.choices]


def rights(found: Question) -> list[str]:
    return [choice.text.source for choice in found.choices if choice.id in found.answer]


def package(**files: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as opened:
        for name, data in files.items():
            opened.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_png", ".png"), data)
    return out.getvalue()


def manifest(*resources: str) -> str:
    return (
        '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="m"><organizations/>'
        f"<resources>{''.join(resources)}</resources></manifest>"
    )


def resource(id: str, href: str, inside: str = "", type: str = "imsqti_item_xmlv2p1") -> str:
    return f'<resource identifier="{id}" type="{type}" href="{href}">{inside}<file href="{href}"/></resource>'


# ---------------------------------------------------------------- one item


def test_an_item_with_one_right_choice() -> None:
    found = question(item())
    assert found.id == "mouth"
    assert found.given_id
    assert found.stem.source == "Where does it end?"
    assert texts(found) == ["At its source", "At its mouth", "Nowhere"]
    assert [choice.id for choice in found.choices] == ["a", "b", "c"]
    assert found.answer == {"b"}
    assert found.points == 1
    assert not found.keep_order


def test_text_around_the_interaction_stays_in_its_order() -> None:
    body = f"<p>Look at <b>this</b> map.</p><div><p>Then answer.</p>{interaction()}<p>Source: an atlas.</p></div>"
    stem = question(item(body)).stem.source
    assert stem == "Look at **this** map.\n\nThen answer.\n\nWhere does it end?\n\nSource: an atlas."


def test_a_prompt_may_stand_before_the_interaction() -> None:
    inner = f'<choiceInteraction responseIdentifier="RESPONSE">{CHOICES}</choiceInteraction>'
    assert question(item(f"Some words <prompt>Where?</prompt>{inner}")).stem.source == "Some words\n\nWhere?"


def test_several_right_choices_and_their_points() -> None:
    declared = (
        "<correctResponse><value>A</value><value> B </value></correctResponse>"
        '<mapping defaultValue="-0.5"><mapEntry mapKey="A" mappedValue="3"/>'
        '<mapEntry mapKey="B" mappedValue="1"/></mapping>'
    )
    found = question(item(declared=declared, cardinality="multiple", tail=MAP))
    assert rights(found) == ["At its source", "At its mouth"]
    assert found.points == 4
    assert [choice.weight for choice in found.choices] == [Fraction(3, 4), Fraction(1, 4), Fraction(-1, 8)]


def test_points_alone_tell_what_is_right() -> None:
    entries = '<mapEntry mapKey="B" mappedValue="2"/><mapEntry mapKey="C" mappedValue="1"/>'
    mapping = f'<mapping defaultValue="0">{entries}</mapping>'
    one = question(item(declared=mapping, tail=MAP))
    assert rights(one) == ["At its mouth"]
    assert [choice.weight for choice in one.choices] == [None, None, Fraction(1, 2)]
    assert one.points == 2
    several = question(item(declared=mapping, cardinality="multiple", tail=MAP))
    assert rights(several) == ["At its mouth", "Nowhere"]


def test_points_of_one_choice_are_kept_within_their_bounds() -> None:
    entries = '<mapEntry mapKey="B" mappedValue="1"/><mapEntry mapKey="C" mappedValue="2"/>'
    mapping = f'<mapping defaultValue="-1" lowerBound="0" upperBound="1">{entries}</mapping>'
    reading = read(item(declared=mapping, tail=MAP))
    (one,) = reading.bank.questions
    assert rights(one) == ["At its mouth", "Nowhere"]
    assert [choice.weight for choice in one.choices] == [None, None, None]
    assert [problem.code for problem in reading.problems] == ["either-right"]
    several = question(item(declared=mapping, cardinality="multiple", tail=MAP))
    assert several.points == 3


def test_points_that_are_not_used_are_left_out() -> None:
    mapping = '<mapping><mapEntry mapKey="A" mappedValue="5"/></mapping>'
    found = question(item(declared=CORRECT + mapping))
    assert rights(found) == ["At its mouth"]
    assert found.points == 1
    assert [choice.weight for choice in found.choices] == [None, None, None]


def test_points_that_contradict_the_answer_are_said() -> None:
    mapping = '<mapping><mapEntry mapKey="A" mappedValue="5"/></mapping>'
    reading = read(item(declared=CORRECT + mapping, tail=MAP))
    (problem,) = reading.problems
    assert problem.code == "clashing-points"
    assert problem.severity is Severity.WARNING
    assert rights(reading.bank.questions[0]) == ["At its mouth"]


def test_equal_points_for_all_right_choices_are_what_follows_from_the_answer() -> None:
    mapping = (
        '<mapping><mapEntry mapKey="A" mappedValue="1"/><mapEntry mapKey="B" mappedValue="1"/></mapping>'
    )
    found = question(item(declared=mapping, cardinality="multiple", tail=MAP))
    assert [choice.weight for choice in found.choices] == [None, None, None]
    assert found.points == 2


@pytest.mark.parametrize(
    ("outcomes", "points"),
    [
        (MAXSCORE, "5/2"),
        ('<outcomeDeclaration identifier="SCORE" normalMaximum="10.0"/>', "10"),
        ('<outcomeDeclaration identifier="SCORE"/>', "1"),
        ('<outcomeDeclaration identifier="SCORE" normalMaximum="1e99999999"/>', "1"),
    ],
)  # fmt: skip
def test_points_of_an_item(outcomes: str, points: str) -> None:
    assert question(item(outcomes=outcomes)).points == Fraction(points)


def scoring(condition: str, score: str = '<baseValue baseType="float">2</baseValue>') -> str:
    rule = f'<setOutcomeValue identifier="SCORE">{score}</setOutcomeValue>'
    return (
        f"<responseProcessing><responseCondition><responseIf>{condition}{rule}</responseIf></responseCondition>"
        "</responseProcessing>"
    )


def chosen(id: str, how: str = "match") -> str:
    return (
        f'<{how}><variable identifier="RESPONSE"/><baseValue baseType="identifier">{id}</baseValue></{how}>'
    )


def test_rules_tell_the_right_choice() -> None:
    found = question(item(declared="", tail=scoring(chosen("B"))))
    assert rights(found) == ["At its mouth"]
    assert found.points == 2


def test_rules_tell_all_right_choices_and_the_wrong_ones() -> None:
    condition = f"<and>{chosen('A')}<not>{chosen('B', 'member')}</not>{chosen('C', 'member')}</and>"
    found = question(item(declared="", cardinality="multiple", tail=scoring(condition)))
    assert rights(found) == ["At its source", "Nowhere"]


def test_rules_that_add_points_for_each_choice() -> None:
    total = '<sum><variable identifier="SCORE"/><baseValue baseType="float">1</baseValue></sum>'
    rules = scoring(chosen("A", "member"), total)[: -len("</responseProcessing>")]
    rules += scoring(chosen("C", "member"), total)[len("<responseProcessing>") :]
    found = question(item(declared="", cardinality="multiple", tail=rules))
    assert rights(found) == ["At its source", "Nowhere"]


@pytest.mark.parametrize(
    "tail",
    [
        "",
        MATCH,
        scoring('<gt><variable identifier="duration"/><baseValue baseType="float">9</baseValue></gt>'),
        scoring(f"<and>{chosen('A')}<isNull><variable identifier='X'/></isNull></and>"),
        scoring(chosen("A"), '<mapResponse identifier="RESPONSE"/>'),
        scoring(f"<not>{chosen('A')}</not>", '<baseValue baseType="float">-1</baseValue>'),
    ],
)
def test_an_item_that_does_not_say_what_is_right_is_skipped(tail: str) -> None:
    assert "does not say which choice is right" in skip(item(declared="", tail=tail))


def test_a_right_choice_that_is_none() -> None:
    reading = read(item(declared="<correctResponse><value>X</value></correctResponse>"))
    (problem,) = reading.problems
    assert problem.code == "unknown-answer"
    assert problem.severity is Severity.ERROR
    assert "'X'" in problem.message
    assert reading.bank.questions == ()


@pytest.mark.parametrize(
    ("attributes", "kept"),
    [('shuffle="false"', True), ('shuffle="true"', False), ("", False), ('shuffle="0"', True)],
)
def test_choices_keep_their_order_when_the_item_says_so(attributes: str, kept: bool) -> None:
    assert question(item(interaction(attributes=attributes))).keep_order is kept


def test_fixed_choices_are_pinned() -> None:
    choices = CHOICES.replace('identifier="C"', 'identifier="C" fixed="true"')
    assert [choice.pin for choice in question(item(interaction(choices))).choices] == [False, False, True]


def test_two_choices_of_one_name() -> None:
    reading = read(item(interaction(CHOICES.replace('"C"', '"A"'))))
    assert [problem.code for problem in reading.problems] == ["duplicate-choice-id"]


# ---------------------------------------------------------------- feedback


def test_feedback_in_a_choice() -> None:
    said = 'outcomeIdentifier="FEEDBACK" identifier="A" showHide="show"'
    inner = f"<feedbackInline {said}>It begins <i>there</i>.</feedbackInline>"
    found = question(item(interaction(CHOICES.replace("source</", f"source {inner}</"))))
    assert texts(found)[0] == "At its source"
    assert found.choices[0].feedback is not None
    assert found.choices[0].feedback.source == "It begins *there*."
    assert found.rationale is None


def modal(identifier: str, words: str, outcome: str = "FEEDBACK", more: str = 'showHide="show"') -> str:
    return f'<modalFeedback outcomeIdentifier="{outcome}" identifier="{identifier}" {more}>{words}</modalFeedback>'


def test_modal_feedback_of_a_choice_and_of_the_answer() -> None:
    rules = (
        "<responseProcessing><responseCondition>"
        '<responseIf><match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>'
        '<setOutcomeValue identifier="F1"><baseValue baseType="identifier">yes</baseValue></setOutcomeValue></responseIf>'
        '<responseElse><setOutcomeValue identifier="F2"><baseValue baseType="identifier">no</baseValue></setOutcomeValue>'
        "</responseElse></responseCondition>"
        '<setOutcomeValue identifier="FEEDBACK"><variable identifier="RESPONSE"/></setOutcomeValue>'
        "</responseProcessing>"
    )
    said = (
        modal("A", "There it begins.")
        + modal("yes", "<p>By definition.</p>", "F1")
        + modal("no", "Look again.", "F2")
    )
    found = question(item(tail=rules + said))
    assert found.choices[0].feedback is not None
    assert found.choices[0].feedback.source == "There it begins."
    assert found.rationale is not None
    assert found.rationale.source == "By definition.\n\n*If wrong:* Look again."


def test_feedback_by_flags_that_repeat_the_result() -> None:
    flag = (
        '<setOutcomeValue identifier="{}"><and><match><baseValue baseType="identifier">{}</baseValue>'
        '<variable identifier="RESULT"/></match></and></setOutcomeValue>'
    )
    rules = f"<responseProcessing>{flag.format('F1', 'correct')}{flag.format('F2', 'incorrect')}</responseProcessing>"
    found = question(
        item(tail=rules + modal("true", "Well done.", "F1") + modal("true", "Look again.", "F2"))
    )
    assert found.rationale is not None
    assert found.rationale.source == "Well done.\n\n*If wrong:* Look again."


def test_feedback_on_all_wrong_choices_together() -> None:
    rules = (
        f"<responseProcessing><responseCondition><responseIf><or>{chosen('A')}{chosen('C')}</or>"
        '<setOutcomeValue identifier="F"><baseValue baseType="identifier">x</baseValue></setOutcomeValue>'
        "</responseIf></responseCondition></responseProcessing>"
    )
    found = question(item(tail=rules + modal("x", "- a list", "F")))
    assert found.rationale is not None
    assert found.rationale.source == "*If wrong:*\n\n\\- a list"


def test_a_title_of_a_feedback_is_kept_when_it_says_something() -> None:
    said = modal("x", "Text.", more='showHide="show" title="Well done!"') + modal(
        "y", "More.", more='title="Feedback"'
    )
    found = question(item(tail=MATCH + said))
    assert found.rationale is not None
    assert found.rationale.source == "**Well done!**\n\nText.\n\nMore."


def test_rubrics_for_students_and_for_graders() -> None:
    body = (
        '<rubricBlock view="candidate tutor"><p>Read with care.</p></rubricBlock>'
        f'{interaction()}<rubricBlock view="scorer"><p>Half a point for C.</p></rubricBlock>'
    )
    found = question(item(body))
    assert found.stem.source == "Read with care.\n\nWhere does it end?"
    assert found.rationale is not None
    assert found.rationale.source == "Half a point for C."


# ---------------------------------------------------------------- what is not printed


@pytest.mark.parametrize(
    ("element", "kind"),
    [
        ("associateInteraction", "a question that pairs things"),
        ("customInteraction", "a custom interaction"),
        ("drawingInteraction", "a drawing"),
        ("extendedTextInteraction", "an essay"),
        ("gapMatchInteraction", "a drag-and-drop question"),
        ("graphicGapMatchInteraction", "a drag-and-drop question"),
        ("graphicOrderInteraction", "an ordering question"),
        ("hotspotInteraction", "a hotspot question"),
        ("hottextInteraction", "a question that marks words in a text"),
        ("inlineChoiceInteraction", "a question with a drop-down list"),
        ("matchInteraction", "a matching question"),
        ("mediaInteraction", "a sound or a film"),
        ("orderInteraction", "an ordering question"),
        ("sliderInteraction", "a question with a slider"),
        ("textEntryInteraction", "a fill-in-the-blank question"),
        ("uploadInteraction", "a file-upload question"),
    ],
)
def test_other_kinds_are_skipped(element: str, kind: str) -> None:
    assert skip(item(f'<p>Do: <{element} responseIdentifier="RESPONSE"/></p>')) == (
        f"question 'Mouths' is {kind}, which cannot be printed as choices"
    )


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (interaction() + interaction(), "2 parts"),
        (
            interaction() + '<p><textEntryInteraction responseIdentifier="R2"/></p>',
            "2 parts of several kinds",
        ),
        ('<p>It is <printedVariable identifier="X"/>.</p>' + interaction(), "differ from student to student"),
        ("<p>Only text.</p>", "a text without a question"),
        ('<object data="a.html" type="text/html"/>' + interaction(), "shows the file 'a.html'"),
        ('<object data="a.mp3" type="audio/mpeg"/>' + interaction(), "shows the file 'a.mp3'"),
        ("<video/>" + interaction(), "plays a sound, a film"),
    ],
)
def test_bodies_that_are_skipped(body: str, words: str) -> None:
    assert words in skip(item(body))


def test_templates_are_skipped() -> None:
    assert "student to student" in skip(item(outcomes='<templateDeclaration identifier="X"/>'))


def constant(name: str, value: str, attributes: str = "") -> str:
    return (
        f'<templateDeclaration identifier="{name}" cardinality="single" baseType="float" {attributes}>'
        f"<defaultValue><value>{value}</value></defaultValue></templateDeclaration>"
    )


BY_CONSTANTS = (
    "<responseProcessing><responseCondition><responseIf><match>"
    '<variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>'
    '<setOutcomeValue identifier="SCORE"><variable identifier="EACH"/></setOutcomeValue></responseIf>'
    '<responseElse><setOutcomeValue identifier="SCORE"><variable identifier="WRONG"/></setOutcomeValue>'
    "</responseElse></responseCondition></responseProcessing>"
)


def test_points_that_are_kept_as_template_variables() -> None:
    outcomes = constant("EACH", "2") + constant("WRONG", "0") + constant("ALL", "")
    found = question(item(interaction(), outcomes=outcomes, tail=BY_CONSTANTS))
    assert (found.points, len(found.answer), found.stem.source) == (2, 1, "Where does it end?")


@pytest.mark.parametrize(
    ("declared", "body", "tail"),
    [
        (constant("EACH", "2") + "<templateProcessing/>", "", BY_CONSTANTS),
        (constant("EACH", "2", 'mathVariable="true"'), "", BY_CONSTANTS),
        (constant("EACH", "2"), '<p>It is <printedVariable identifier="EACH"/>.</p>', BY_CONSTANTS),
        (constant("EACH", "2"), '<p><b templateIdentifier="EACH">so</b></p>', BY_CONSTANTS),
        (constant("WORD", "sea").replace("float", "string"), "", MATCH),
    ],
)
def test_template_variables_that_students_see(declared: str, body: str, tail: str) -> None:
    assert "student to student" in skip(item(body + interaction(), outcomes=declared, tail=tail))


def test_a_bound_below_an_and_gives_no_points() -> None:
    bound = (
        "<responseProcessing><responseCondition><responseIf><match>"
        '<variable identifier="RESPONSE"/><baseValue baseType="identifier">C</baseValue></match>'
        '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">2</baseValue></setOutcomeValue>'
        "</responseIf></responseCondition><responseCondition><responseIf><and><gte>"
        '<variable identifier="SCORE"/><baseValue baseType="float">2</baseValue></gte></and>'
        '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">2</baseValue></setOutcomeValue>'
        "</responseIf></responseCondition></responseProcessing>"
    )
    found = question(item(interaction(), "", tail=bound))
    assert (found.points, [choice.id in found.answer for choice in found.choices]) == (
        2,
        [False, False, True],
    )


def test_a_text_in_another_file_is_skipped_without_a_package() -> None:
    reference = '<assessmentStimulusRef identifier="s" href="s.xml"/>'
    assert "a text in another file" in skip(item(outcomes=reference))


# ---------------------------------------------------------------- text


def test_tables_lists_and_formulas() -> None:
    body = (
        "<ul><li>one</li><li>two</li></ul><table><tr><th>n</th></tr><tr><td>1</td></tr></table>"
        '<p>If <m:math xmlns:m="http://www.w3.org/1998/Math/MathML"><m:msup><m:mi>x</m:mi><m:mn>2</m:mn></m:msup></m:math>'
        " is \\(y_1\\):</p>"
    )
    stem = question(item(body + interaction())).stem.source
    assert stem == "- one\n- two\n\n| n |\n| --- |\n| 1 |\n\nIf $x^{2}$ is $y_1$:\n\nWhere does it end?"


def test_objects_that_are_pictures() -> None:
    body = '<p><object data="map.png" type="image/png" width="96">The <b>map</b></object> here</p>'
    assert question(item(body + interaction())).stem.source.startswith("![The map](map.png){width=72pt} here")


def test_html_that_cannot_be_carried_is_said_with_its_line() -> None:
    reading = read(item("\n\n<p><canvas>a drawing</canvas></p>" + interaction()))
    (problem,) = reading.problems
    assert problem.severity is Severity.ERROR
    assert problem.place == Place("q.xml", 3)
    assert "a drawing" in reading.bank.questions[0].stem.source


@pytest.mark.parametrize(
    "space", ["http://www.imsglobal.org/xsd/imsqti_v2p2", "http://www.imsglobal.org/xsd/imsqti_item_v2p0"]
)
def test_any_namespace_and_prefix(space: str) -> None:
    assert question(item().replace("http://www.imsglobal.org/xsd/imsqti_v2p1", space)).answer == {"b"}
    assert question(item().replace(f" {SPACE}", "")).answer == {"b"}
    prefixed = (
        item()
        .replace(SPACE, f'xmlns:q="{space}"')
        .replace("</", "</q:")
        .replace("<", "<q:")
        .replace("<q:/", "</")
    )
    assert texts(question(prefixed)) == ["At its source", "At its mouth", "Nowhere"]


def test_names_of_qti_3() -> None:
    source = """<qti-assessment-item identifier="mouth" title="Mouths">
      <qti-response-declaration identifier="R" cardinality="multiple" base-type="identifier">
        <qti-correct-response><qti-value>A</qti-value><qti-value>C</qti-value></qti-correct-response>
      </qti-response-declaration>
      <qti-item-body>
        <qti-choice-interaction response-identifier="R" shuffle="false" max-choices="2">
          <qti-prompt>Where?</qti-prompt>
          <qti-simple-choice identifier="A" fixed="true">Here</qti-simple-choice>
          <qti-simple-choice identifier="B">There</qti-simple-choice>
          <qti-simple-choice identifier="C">Nowhere</qti-simple-choice>
        </qti-choice-interaction>
      </qti-item-body>
    </qti-assessment-item>"""
    found = question(source)
    assert rights(found) == ["Here", "Nowhere"]
    assert found.keep_order
    assert found.choices[0].pin
    assert is_qti2(source)


# ---------------------------------------------------------------- tests and packages

TEST = f"""<assessmentTest {SPACE} identifier="t" title="Rivers">
  <testPart identifier="p" navigationMode="linear" submissionMode="individual">
    <assessmentSection identifier="s1" title="Basics" visible="true">
      <ordering shuffle="true"/>
      <rubricBlock view="candidate"><p>About mouths.</p></rubricBlock>
      <assessmentItemRef identifier="r2" href="items/two.xml" fixed="true">
        <weight identifier="W" value="2"/>
      </assessmentItemRef>
      <assessmentSection identifier="s2" title="More" visible="true">
        <assessmentItemRef identifier="r1" href="items/one.xml"/>
      </assessmentSection>
    </assessmentSection>
    <assessmentSection identifier="s3" title="Hidden" visible="false"><selection select="1"/></assessmentSection>
  </testPart>
</assessmentTest>"""
LOM = (
    '<metadata><lom xmlns="http://ltsc.ieee.org/xsd/LOM"><general><keyword><string>water</string></keyword>'
    "<keyword><string>big rivers</string></keyword></general><educational><difficulty><source>LOMv1.0</source>"
    "<value>easy</value></difficulty></educational></lom></metadata>"
)


def test_a_package_with_a_test() -> None:
    data = package(
        imsmanifest_xml=manifest(
            resource("one", "items/one.xml", LOM),
            resource("t", "test.xml", type="imsqti_test_xmlv2p1"),
            resource("two", "items/two.xml"),
        ),
        test_xml=TEST,
        items__one_xml=item(attributes='identifier="one" title="One"'),
        items__two_xml=item(attributes='identifier="two" title="Two"'),
        items__loose_xml=item(attributes='identifier="loose" title="Loose"'),
    )
    assert qti2.sniff_bytes(data)
    reading = qti2.read_bytes("t.zip", data)
    assert [problem.message for problem in reading.problems] == [
        "section 'Hidden' draws 1 of its questions; all are read"
    ]
    two, one, loose = reading.bank.questions
    assert reading.bank.heading.title == "Rivers"
    assert (two.id, two.section, two.points, two.pin) == ("two", "Basics", 2, True)
    assert (one.id, one.section, one.points, one.pin) == ("one", "Basics / More", 1, False)
    assert (one.tags, one.difficulty) == (("water", "big rivers"), "easy")
    assert two.stem.source == "About mouths.\n\nWhere does it end?"
    assert loose.section is None
    assert one.place.file == "t.zip/items/one.xml"


def test_the_text_of_the_only_section_is_the_exams_instructions() -> None:
    source = re.sub('<assessmentSection identifier="s3".*</assessmentSection>', "", TEST)
    data = package(test_xml=source, items__one_xml=item(), items__two_xml=item())
    reading = qti2.read_bytes("t.zip", data)
    assert reading.bank.heading.instructions == "About mouths."
    assert reading.bank.questions[0].stem.source == "Where does it end?"
    # Both items say that they are "mouth", which therefore names neither.
    assert len({question.id for question in reading.bank.questions}) == 2


def test_pictures_pages_and_shared_texts_of_a_package() -> None:
    png = b"\x89PNG\r\n\x1a\n" + bytes(20)
    shared = "<stimulusBody><p>A long text.</p></stimulusBody>"
    stimulus = f'<assessmentStimulus {SPACE} identifier="s" title="S">{shared}</assessmentStimulus>'
    page = (
        '<html><head><title>T</title></head><body><p>Of a page <img src="../img/map.png"/></p></body></html>'
    )
    body = (
        '<p><img src="../img/map.png" alt="map"/></p><object type="text/html" data="../pages/page.html"/>'
        + interaction()
    )
    data = package(
        imsmanifest_xml=manifest(resource("one", "items/one.xml")),
        items__one_xml=item(body, outcomes='<assessmentStimulusRef identifier="s" href="../text/s.xml"/>'),
        img__map_png=png,
        text__s_xml=stimulus,
        **{"pages/page.html": page},
    )
    reading = qti2.read_bytes("t.zip", data)
    assert reading.problems == ()
    first, picture, shown, last = reading.bank.questions[0].stem.source.split("\n\n")
    assert (first, last) == ("A long text.", "Where does it end?")
    assert picture.startswith("![map](embedded:")
    assert shown.startswith("Of a page ![](embedded:")


def test_what_a_package_lacks_is_said() -> None:
    data = package(
        imsmanifest_xml=manifest(resource("gone", "gone.xml"), resource("t", "test.xml")), test_xml=TEST
    )
    codes = [problem.code for problem in qti2.read_bytes("t.zip", data).problems]
    assert sorted(codes) == ["bad-package", "missing-item", "missing-item", "test-rules"]


def test_a_picture_that_is_not_there_is_an_error() -> None:
    data = package(one_xml=item('<p><img src="gone.png" alt="a map"/></p>' + interaction()))
    (problem,) = qti2.read_bytes("t.zip", data).problems
    assert (problem.code, problem.severity) == ("missing-picture", Severity.ERROR)


def test_items_that_stand_in_a_test() -> None:
    section = f'<assessmentSection identifier="s" title="All">{item()}</assessmentSection>'
    found = question(
        f'<assessmentTest {SPACE} identifier="t" title="T"><testPart>{section}</testPart></assessmentTest>'
    )
    assert found.section == "All"


def test_a_test_alone_cannot_have_its_items() -> None:
    (problem,) = [problem for problem in read(TEST).problems if problem.code == "missing-item"]
    assert problem.severity is Severity.ERROR
    assert ".zip" in problem.hint


def test_xml_without_items() -> None:
    assert [problem.code for problem in read("<html/>").problems] == ["no-questions"]
    assert [problem.code for problem in read("<html").problems] == ["xml-syntax"]


# ---------------------------------------------------------------- recognised, and never more than a problem


def test_what_is_recognised() -> None:
    assert is_qti2(item())
    assert is_qti2("<?xml version='1.0'?>\n<!-- made\nby hand -->\n" + TEST)
    assert not is_qti2("<questestinterop><item/></questestinterop>")
    assert not is_qti2("What is an <assessmentItem> in QTI?")
    assert not is_qti2("<quiz><question type='multichoice'/></quiz>")
    assert not qti2.sniff_bytes(
        package(
            imsmanifest_xml=manifest(resource("a", "a.xml", type="imsqti_xmlv1p2")),
            a_xml="<questestinterop/>",
        )
    )
    assert not qti2.sniff_bytes(b"PK\x03\x04")


@settings(max_examples=tries(100))
@given(st.text())
def test_any_text_gives_a_bank_or_problems(source: str) -> None:
    assert isinstance(read(source), Reading)


PIECES = (
    "assessmentItem", "itemBody", "choiceInteraction", "simpleChoice", "prompt", "responseDeclaration", "value",
    "correctResponse", "mapping", "responseProcessing", "responseCondition", "responseIf", "responseElse", "match",
    "not", "and", "or", "sum", "setOutcomeValue", "variable", "baseValue", "correct", "modalFeedback", "feedbackInline",
    "rubricBlock", "object", "assessmentTest", "assessmentSection", "assessmentItemRef", "p", "table", "math", "img",
)  # fmt: skip
NAMES = (
    "identifier",
    "responseIdentifier",
    "cardinality",
    "mapKey",
    "mappedValue",
    "href",
    "data",
    "shuffle",
    "view",
)
VALUES = st.sampled_from(
    ("A", "B", "RESPONSE", "SCORE", "multiple", "single", "1", "-1e9", "x.png", "candidate", "")
)


def written(name: str, attributes: dict[str, str], children: list[str]) -> str:
    said = " ".join(f'{key}="{value}"' for key, value in attributes.items())
    return f"<{name} {said}>{''.join(children)}</{name}>"


TREES = st.recursive(
    st.sampled_from(("A", "words", " ", "5")),
    lambda inner: st.builds(
        written,
        st.sampled_from(PIECES),
        st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=3),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@settings(max_examples=tries(200))
@given(TREES)
def test_any_tree_gives_a_bank_or_problems(tree: str) -> None:
    for source in (tree, item(tree), item(tail=tree), item(declared=tree)):
        reading = read(source)
        assert reading.bank.questions or reading.problems
        assert all(problem.place for problem in reading.problems)


@settings(max_examples=tries(50))
@given(st.binary(), st.integers(0, 400))
def test_any_bytes_give_a_bank_or_problems(noise: bytes, at: int) -> None:
    data = package(imsmanifest_xml=manifest(resource("one", "one.xml")), one_xml=item())
    damaged = data[:at] + noise + data[at + len(noise) :]
    assert isinstance(qti2.sniff_bytes(damaged), bool)
    assert isinstance(qti2.read_bytes("t.zip", damaged), Reading)


# ---------------------------------------------------------------- files by others


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not beside the project")
def test_samples() -> None:
    """Of the files with one item each, six have one choice interaction, a known answer, and no drawn values."""
    read_files, skips = 0, 0
    for path in sorted((SAMPLES / "qti2").iterdir()):
        source = path.read_text(encoding="utf-8-sig")
        assert is_qti2(source), path.name
        reading = qti2.read(path.name, source)
        assert all(problem.code == "skipped" and problem.place for problem in reading.problems), path.name
        assert len(reading.bank.questions) + skips_of(reading.problems) == 1, path.name
        read_files += len(reading.bank.questions)
        skips += skips_of(reading.problems)
    assert (read_files, skips) == (6, 34)


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not beside the project")
def test_sample_packages() -> None:
    found = {path.name: path.read_bytes() for path in sorted((SAMPLES / "qti-packages").iterdir())}
    ours = [name for name, data in found.items() if qti2.sniff_bytes(data)]
    assert ours == ["AlanNggg+text2qti__test_qti21_output.zip"]
    reading = qti2.read_bytes(ours[0], found[ours[0]])
    assert (len(reading.bank.questions), skips_of(reading.problems)) == (3, 8)
    assert [rights(each) for each in reading.bank.questions] == [
        ["5"],
        ["True"],
        ["Tyrannosaurus rex", "Triceratops"],
    ]


# ---------------------------------------------------------------- other programs


def test_html_in_cdata_right_below_the_body() -> None:
    found = question(
        item(f"<![CDATA[<div>Where <b>now</b>?</div>]]>{interaction(prompt='')}<![CDATA[<div></div>]]>")
    )
    assert found.stem.source == "Where **now**?"


def escaped(*texts: str) -> str:
    return "".join(
        f'<simpleChoice identifier="{id}">{text}</simpleChoice>' for id, text in zip("AB", texts, strict=True)
    )


WHOLE_PROMPT = "&lt;p&gt;Where does &lt;b&gt;it&lt;/b&gt; end?&lt;/p&gt;"


def test_a_prompt_and_choices_that_are_escaped_paragraphs() -> None:
    choices = escaped(
        "<![CDATA[<p>At its source</p>]]>", "&lt;p&gt;At its &lt;i&gt;mouth&lt;/i&gt;&lt;/p&gt;"
    )
    found = question(item(interaction(choices, prompt=WHOLE_PROMPT)))
    assert found.stem.source == "Where does **it** end?"
    assert [choice.text.source for choice in found.choices] == ["At its source", "At its *mouth*"]


@pytest.mark.parametrize(
    ("prompt", "above", "texts"),
    [
        (WHOLE_PROMPT, "", ("&lt;p&gt;sea&lt;/p&gt;", "&lt;br&gt;")),
        ("Which is a paragraph?", "", ("&lt;p&gt;sea&lt;/p&gt;", "&lt;p&gt;lake&lt;/p&gt;")),
        (WHOLE_PROMPT, "<p>What does this print?</p>", ("&lt;p&gt;sea&lt;/p&gt;", "&lt;p&gt;lake&lt;/p&gt;")),
    ],
)
def test_tags_that_a_question_may_speak_of_stay(prompt: str, above: str, texts: tuple[str, str]) -> None:
    found = question(item(above + interaction(escaped(*texts), prompt=prompt)))
    assert found.choices[0].text.source == r"\<p>sea\</p>"
    assert ("Where does **it**" in found.stem.source) == (not above and prompt == WHOLE_PROMPT)


def test_html_with_escaped_tags_in_what_says_that_it_is_html() -> None:
    choices = (
        '<simpleChoice identifier="A"><div class="html">x &lt;br&gt;&amp;ndash; y</div></simpleChoice>'
        '<simpleChoice identifier="B">&lt;br&gt;</simpleChoice>'
    )
    body = f'<div class="html">&lt;p&gt;One&lt;/p&gt;&lt;p&gt;two?&lt;/p&gt;</div>{interaction(choices, prompt="")}'
    found = question(item(body))
    assert found.stem.source == "One\n\ntwo?"
    assert texts(found) == ["x\\\n\u2013 y", r"\<br>"]


def test_a_bound_of_the_points_gives_none() -> None:
    add = (
        "<responseIf><member><baseValue>{0}</baseValue><variable identifier='RESPONSE'/></member>"
        "<setOutcomeValue identifier='SCORE'><sum><variable identifier='SCORE'/><baseValue>{1}</baseValue></sum>"
        "</setOutcomeValue></responseIf>"
    )
    bound = (
        "<responseCondition><responseIf><gt><variable identifier='SCORE'/><baseValue>100</baseValue></gt>"
        "<setOutcomeValue identifier='SCORE'><baseValue>100</baseValue></setOutcomeValue></responseIf></responseCondition>"
    )
    given = "".join(
        f"<responseCondition>{add.format(id, points)}</responseCondition>"
        for id, points in (("A", "50.00"), ("B", "50.00"), ("C", "-100"))
    )
    noted = '<instructureMetadata><instructureField name="points_possible" value="3"/></instructureMetadata>'
    source = item(
        declared="",
        cardinality="multiple",
        outcomes=noted,
        tail=f"<responseProcessing>{given}{bound}</responseProcessing>",
    )
    found = question(source)
    assert rights(found) == ["At its source", "At its mouth"]
    assert found.points == 3


def test_elements_with_words_that_are_not_read_are_said() -> None:
    vendor = "<t:help xmlns:t='urn:t'>Look at the map.</t:help><t:level xmlns:t='urn:t'>3</t:level>"
    reading = read(item(tail=MATCH + vendor))
    assert len(reading.bank.questions) == 1
    assert [problem.code for problem in reading.problems] == ["left-out"]
    assert "'Look at the map.'" in reading.problems[0].message


def test_what_is_said_to_graders_of_a_section_is_said() -> None:
    rubric = '<rubricBlock view="scorer"><p>Be kind.</p></rubricBlock>'
    section = f'<assessmentSection identifier="s" title="Rivers" visible="true">{rubric}{item()}</assessmentSection>'
    reading = read(f'<assessmentTest {SPACE} identifier="t" title="T">{section}</assessmentTest>')
    assert [problem.code for problem in reading.problems] == ["left-out"]
    assert "section 'Rivers': <rubricBlock> is left out: 'Be kind.'" in reading.problems[0].message


def test_the_second_item_with_a_title_is_called_by_its_words() -> None:
    vendor = "<t:help xmlns:t='urn:t'>Look at the map.</t:help>"
    items = "".join(
        item(interaction(prompt=f"{name} words?"), tail=MATCH + vendor) for name in ("One", "Two")
    )
    section = f'<assessmentSection identifier="s" title="Rivers" visible="true">{items}</assessmentSection>'
    problems = read(f'<assessmentTest {SPACE} identifier="t" title="T">{section}</assessmentTest>').problems
    first, second = (problem.message for problem in problems)
    assert first.startswith("question 'Mouths': ")
    assert second.startswith("question 'Two words? At its source")
