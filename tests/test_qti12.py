"""QTI 1.2 in XML: what is read of it, and what is said of the rest."""

from __future__ import annotations

import base64
import re
from fractions import Fraction
from html import escape
from pathlib import Path

import pytest
from conftest import ROOT, tries
from hypothesis import given, settings
from hypothesis import strategies as st

from examgen.embedded import bytes_of
from examgen.errors import Place, Severity
from examgen.formats.qti12 import reader as qti12
from examgen.formats.reading import Reading
from examgen.formats.recognition import is_qti12
from examgen.formats.source import Source, decode
from examgen.model import Question

SAMPLES = ROOT.parent / "shared" / "samples"
RIGHT_B = (
    '<resprocessing><outcomes><decvar varname="SCORE" maxvalue="100"/></outcomes><respcondition continue="No">'
    '<conditionvar><varequal respident="r">B</varequal></conditionvar><setvar action="Set">100</setvar>'
    '<displayfeedback linkrefid="right"/></respcondition></resprocessing>'
)


def label(ident: str, text: str, more: str = "") -> str:
    return f'<response_label ident="{ident}"{more}>{material(text)}</response_label>'


def material(text: str, type: str = "text/html") -> str:
    return f'<material><mattext texttype="{type}">{escape(text)}</mattext></material>'


def field(name: str, value: str, element: str = "qtimetadatafield") -> str:
    return f"<{element}><fieldlabel>{name}</fieldlabel><fieldentry>{value}</fieldentry></{element}>"


def metadata(*fields: str) -> str:
    return f"<itemmetadata><qtimetadata>{''.join(fields)}</qtimetadata></itemmetadata>"


def item(
    stem: str = material("<p>Where?</p>"),
    labels: str = label("A", "here") + label("B", "there"),
    *,
    ident: str = "q1",
    title: str = "Question",
    head: str = "",
    response: str = 'ident="r" rcardinality="Single"',
    render: str = "",
    scoring: str = RIGHT_B,
    feedback: str = "",
) -> str:
    return (
        f'<item ident="{ident}" title="{title}">{head}<presentation>{stem}<response_lid {response}>'
        f"<render_choice{render}>{labels}</render_choice></response_lid></presentation>{scoring}{feedback}</item>"
    )


def feedback(ident: str, text: str) -> str:
    return f'<itemfeedback ident="{ident}"><flow_mat>{material(text)}</flow_mat></itemfeedback>'


def document(*items: str, title: str = "Quiz") -> str:
    body = "\n".join(items)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2">'
        f'<assessment title="{title}"><section ident="root_section">\n{body}\n</section></assessment></questestinterop>'
    )


def read(source: str) -> Reading:
    return qti12.read("q.xml", source)


def question(source: str) -> Question:
    reading = read(source)
    assert reading.problems == ()
    (found,) = reading.bank.questions
    return found


def test_a_question_with_one_right_choice() -> None:
    found = question(document(item(head=metadata(field("points_possible", "2.5")))))
    assert (found.id, found.given_id) == ("q1", True)
    assert found.stem.source == "Where?"
    assert found.stem.place() == Place("q.xml", 3)
    assert [(choice.id, choice.text.source) for choice in found.choices] == [("a", "here"), ("b", "there")]
    assert found.answer == {"b"}
    assert found.points == Fraction(5, 2)
    assert not found.keep_order


def test_several_right_choices() -> None:
    rules = "<and><varequal>A</varequal><varequal>B</varequal><not><varequal>C</varequal></not></and>"
    scoring = (
        f"<resprocessing><respcondition><conditionvar>{rules}</conditionvar><setvar>100</setvar></respcondition>"
        "</resprocessing>"
    )
    labels = "".join(label(ident, f"text {ident}") for ident in "ABC")
    several = item(labels=labels, response='ident="r" rcardinality="Multiple"', scoring=scoring)
    assert question(document(several)).answer == {"a", "b"}


def test_the_heading() -> None:
    heading = read(document(item(), title="Rivers &amp; seas")).bank.heading
    assert (heading.title, heading.duration, heading.instructions) == ("Rivers & seas", "", "")


@pytest.mark.parametrize("type", ["true_false_question", "cc.true_false.v0p1"])
def test_true_or_false_keeps_its_order(type: str) -> None:
    labels = label("A", "Wahr") + label("B", "Falsch")
    found = question(document(item(labels=labels, head=metadata(field("question_type", type)))))
    assert found.keep_order
    assert [choice.text.source for choice in found.choices] == ["Wahr", "Falsch"]


def test_order_of_choices_and_fixed_ones() -> None:
    assert question(document(item(render=' shuffle="No"'))).keep_order
    assert not question(document(item(render=' shuffle="Yes"'))).keep_order
    labels = label("A", "one") + label("B", "two") + label("C", "neither", ' rshuffle="No"')
    assert [choice.pin for choice in question(document(item(labels=labels))).choices] == [False, False, True]


def test_plain_text_prints_as_it_was_typed() -> None:
    stem = material("Is a*b*c < <b> in $x$ #1?\n  two_words\n\nend", "text/plain")
    found = question(document(item(stem)))
    assert re.sub(r"\\(?=[*$<_#])", "", found.stem.source).replace("\\\n", "\n").replace("\xa0", " ") == (
        "Is a*b*c < <b> in $x$ #1?\n  two_words\n\nend"
    )


def test_lines_that_the_layout_broke_are_joined() -> None:
    stem = "<material><mattext>Which of these\n      is a river\n      in Asia?</mattext></material>"
    assert question(document(item(stem))).stem.source.split() == [
        "Which",
        "of",
        "these",
        "is",
        "a",
        "river",
        "in",
        "Asia?",
    ]
    assert "\\" not in question(document(item(stem))).stem.source


def test_html_and_formulas() -> None:
    picture = '<img class="equation_image" alt="LaTeX: \\frac{a}{b}" src="/equation_images/x">'
    found = question(
        document(item(material(f"<p>Is <b>H<sub>2</sub>O</b> {picture}?</p><p>&lt;tag&gt;</p>")))
    )
    assert found.stem.source == "Is **H₂O** $\\frac{a}{b}$?\n\n\\<tag>"


def test_html_that_is_called_plain_is_html() -> None:
    assert question(document(item(material("<p>a <i>b</i></p>", "text/plain")))).stem.source == "a *b*"


def test_all_texts_of_a_question_are_html_when_its_stem_is_in_disguise() -> None:
    one = f'<response_label ident="A">{material("a <b>b</b>", "text/plain")}</response_label>'
    nothing = '<material><matimage embedded="base64" imagtype="text/html" uri=""/></material>'
    stem = material("<p>Which?</p>", "text/plain") + nothing
    found = question(document(item(stem, labels=one + label("B", "y"))))
    assert (found.stem.source, found.choices[0].text.source) == ("Which?", "a **b**")
    honest = question(document(item(material("Which?", "text/plain"), labels=one + label("B", "y"))))
    assert honest.choices[0].text.source.replace("\\", "") == "a <b>b</b>"


def test_points_without_metadata() -> None:
    scoring = RIGHT_B.replace('maxvalue="100"', "").replace(">100<", ">7.5<")
    assert question(document(item(scoring=scoring))).points == Fraction(15, 2)
    assert question(document(item())).points == 1


@pytest.mark.parametrize(("most", "points"), [("10", 10), ("100", 1), ("200", 1)])
def test_shares_of_a_hundred_come_to_what_the_file_says_is_most(most: str, points: int) -> None:
    shares = RIGHT_B.replace('maxvalue="100"', f'maxvalue="{most}"')
    assert question(document(item(scoring=shares))).points == points


def test_parts_of_a_text_stay_in_their_order() -> None:
    stem = (
        "<flow><material><mattext>One</mattext><matemtext>two</matemtext><mattext>three</mattext></material>"
        "<flow><material><mattext>four</mattext></material></flow></flow>"
    )
    found = question(
        document(item(stem, labels="<flow_label>" + label("A", "x") + label("B", "y") + "</flow_label>"))
    )
    assert found.stem.source == "One *two* three\n\nfour"


def test_xhtml_and_words_without_elements() -> None:
    stem = '<material><mattext texttype="text/xhtml">Is <em>this</em> a<br/>line?</mattext></material>'
    found = question(
        document(item(stem, labels='<response_label ident="A">bare</response_label>' + label("B", "y")))
    )
    assert found.stem.source == "Is *this* a\\\nline?"
    assert found.choices[0].text.source == "bare"


def test_pictures_by_address_and_in_base64() -> None:
    packed = base64.b64encode(b"\x89PNG a picture").decode()
    stem = (
        '<material><mattext>Look</mattext><matimage uri="%24IMS-CC-FILEBASE%24/my%20map.png" label="map"/>'
        f'<matimage imagtype="image/png" embedded="base64">{packed}</matimage></material>'
    )
    source = question(document(item(stem))).stem.source
    assert "![map](my%20map.png)" in source
    (address,) = re.findall(r"embedded:[0-9a-f]+\.png", source)
    assert bytes_of(address) == b"\x89PNG a picture"


def test_feedback_goes_where_it_belongs() -> None:
    shown = (
        '<respcondition continue="Yes"><conditionvar><varequal respident="r">A</varequal></conditionvar>'
        '<displayfeedback linkrefid="fb1"/></respcondition>'
    )
    scoring = RIGHT_B.replace("</outcomes>", f"</outcomes>{shown}")
    said = (
        feedback("fb1", "not here") + feedback("general_fb", "because") + feedback("correct_fb", "well done")
    )
    found = question(document(item(scoring=scoring, feedback=said + feedback("B_fb", "there it is"))))
    assert [choice.feedback and choice.feedback.source for choice in found.choices] == [
        "not here",
        "there it is",
    ]
    assert found.rationale is not None
    assert found.rationale.source == "because\n\nwell done"


def test_hints_and_solutions_are_for_the_key() -> None:
    hint = f"<hint><hintmaterial>{material('think')}</hintmaterial></hint>"
    solution = f"<solution><solutionmaterial>{material('so')}</solutionmaterial></solution>"
    said = f"<itemfeedback ident='x'>{hint}</itemfeedback><itemfeedback ident='y'>{solution}</itemfeedback>"
    rationale = question(document(item(feedback=said))).rationale
    assert rationale is not None
    assert rationale.source == "think\n\nso"


LABEL = '<render_choice><response_label ident="a"/></render_choice>'
FIB = '<response_str ident="r"><render_fib><response_label ident="x"/></render_fib></response_str>'


@pytest.mark.parametrize(
    ("presentation", "type", "kind"),
    [
        (FIB, "", "a text to write"),
        ('<response_num ident="r"><render_fib/></response_num>', "", "numerical"),
        ('<response_lid ident="r"><render_hotspot/></response_lid>', "", "hot-spot"),
        (f'<response_lid ident="r" rcardinality="Ordered">{LABEL}</response_lid>', "", "ordering"),
        ("<response_lid ident='a'/><response_lid ident='b'/>", "", "several lists"),
        (f"<response_lid ident='r'>{LABEL}</response_lid>{FIB}", "", "choices and a text to write"),
        ("<response_grp ident='a'/>", "", "matching"),
        (f"<response_lid ident='response_1'><material/>{LABEL}</response_lid>", "", "matching"),
        ("", "", "without a question"),
        ("<response_lid ident='r'><render_choice/></response_lid>", "", "without choices"),
        ("<response_str ident='r'/>", "essay_question", "an essay"),
        ("<response_str ident='r'/>", "file_upload_question", "file-upload"),
    ],
)
def test_other_kinds_are_skipped_with_a_word(presentation: str, type: str, kind: str) -> None:
    head = metadata(field("question_type", type)) if type else ""
    source = document(
        f"\n\n<item ident='x' title='Capital'>{head}<presentation>{presentation}</presentation></item>",
        item(),
    )
    reading = read(source)
    (problem,) = reading.problems
    assert (problem.code, problem.severity) == ("skipped", Severity.WARNING)
    assert "'Capital'" in problem.message
    assert kind in problem.message
    assert problem.place == Place("q.xml", 5)
    assert len(reading.bank.questions) == 1


def test_d2l() -> None:
    head = metadata(
        field("qmd_questiontype", "Multi-Select", "qti_metadatafield"),
        field("qmd_weighting", "3.000000000", "qti_metadatafield"),
    )
    rules = "".join(
        f"<respcondition><conditionvar><varequal respident='r'>{ident}</varequal></conditionvar>"
        f"<setvar varname='D2L_{name}' action='Add'>1</setvar></respcondition>"
        for ident, name in (("A", "Correct"), ("B", "Correct"), ("C", "Incorrect"))
    )
    stem = material("<p>Which?</p>") + "<response_extension><d:x xmlns:d='d'>2</d:x></response_extension>"
    labels = "".join(label(ident, f"text {ident}") for ident in "ABC")
    made = item(
        stem, labels, head=head, response="ident='r'", scoring=f"<resprocessing>{rules}</resprocessing>"
    )
    found = question(document(made))
    assert (found.answer, found.points) == ({"a", "b"}, 3)
    assert found.stem.source == "Which?"


BLACKBOARD = """<questestinterop><assessment title="Pool"><section><item maxattempts="0"><itemmetadata>
<bbmd_questiontype>{type}</bbmd_questiontype><qmd_absolutescore_max>10.000000000000000</qmd_absolutescore_max>
</itemmetadata><presentation><flow class="Block"><flow class="QUESTION_BLOCK"><flow class="FORMATTED_TEXT_BLOCK">
<material><mat_extension><mat_formattedtext type="HTML">&lt;p&gt;Is it?&lt;/p&gt;</mat_formattedtext></mat_extension>
</material></flow><flow class="FILE_BLOCK"><material/></flow><flow class="LINK_BLOCK"><material>
<mattext charset="us-ascii" texttype="text/plain" uri="" xml:space="default"/></material></flow></flow>
<flow class="RESPONSE_BLOCK"><response_lid ident="response" rcardinality="Single"><render_choice shuffle="Yes">
<flow_label><response_label ident="{one}"><flow_mat><material><mattext>{one}</mattext></material></flow_mat>
</response_label></flow_label><flow_label><response_label ident="{two}"><flow_mat><material><mattext>{two}</mattext>
</material></flow_mat></response_label></flow_label></render_choice></response_lid></flow></flow></presentation>
<resprocessing><outcomes><decvar varname="SCORE" maxvalue="10.0"/></outcomes><respcondition title="correct">
<conditionvar><varequal respident="response" case="No">{two}</varequal></conditionvar>
<setvar variablename="SCORE" action="Set">SCORE.max</setvar><displayfeedback linkrefid="correct"/></respcondition>
<respcondition title="incorrect"><conditionvar><other/></conditionvar><setvar variablename="SCORE" action="Set">0</setvar>
<displayfeedback linkrefid="incorrect"/></respcondition><respcondition><conditionvar><varequal respident="{one}"/>
</conditionvar><setvar variablename="SCORE" action="Set">0</setvar><displayfeedback linkrefid="{one}"/></respcondition>
</resprocessing><itemfeedback ident="{one}"><material><mat_extension><mat_formattedtext type="SMART_TEXT">no,
never</mat_formattedtext></mat_extension></material></itemfeedback></item></section></assessment></questestinterop>"""


@pytest.mark.parametrize(
    ("type", "one", "two", "words"),
    [
        ("Multiple Choice", "x7", "x8", ["x7", "x8"]),
        ("True/False", "true", "false", ["True", "False"]),
        ("Either/Or", "yes_no.true", "yes_no.false", ["Yes", "No"]),
    ],
)
def test_blackboard(type: str, one: str, two: str, words: list[str]) -> None:
    found = question(BLACKBOARD.format(type=type, one=one, two=two))
    assert found.stem.source == "Is it?"
    assert [choice.text.source for choice in found.choices] == words
    assert (found.answer, found.points) == ({"b"}, 10)
    assert found.keep_order == (type != "Multiple Choice")
    assert found.choices[0].feedback is not None
    assert found.choices[0].feedback.source == "no,\\\nnever"
    assert not found.given_id


def test_sections_and_banks() -> None:
    source = (
        '<questestinterop><assessment title="One"><section title="Root"><section title="Part A">'
        f'{item(ident="x")}</section></section></assessment><objectbank ident="b"><qtimetadata>'
        f"{field('bank_title', 'Spare')}</qtimetadata>{item(ident='y')}</objectbank></questestinterop>"
    )
    reading = read(source)
    assert [found.section for found in reading.bank.questions] == ["One: Part A", "Spare"]
    assert reading.bank.heading.title == ""


def test_idents_that_repeat_are_no_ids() -> None:
    reading = read(document(item(material("first thing")), item(material("second thing"))))
    assert [found.id for found in reading.bank.questions] == ["first-thing", "second-thing"]


def test_a_group_that_draws_from_a_bank_elsewhere_is_told() -> None:
    group = (
        '<section title="Drawn"><selection_ordering><selection><sourcebank_ref>b1</sourcebank_ref>'
        "<selection_number>3</selection_number></selection></selection_ordering></section>"
    )
    reading = read(document(item(), group, "<itemref linkrefid='OBJ_9'/>"))
    assert [problem.code for problem in reading.problems] == ["skipped", "skipped"]
    assert "'Drawn'" in reading.problems[0].message
    assert "'OBJ_9'" in reading.problems[1].message


def test_what_cannot_be_printed_is_an_error_with_its_line() -> None:
    labels = (
        label("A", "here")
        + '\n<response_label ident="B"><material><mataudio uri="x.wav"/></material></response_label>'
    )
    reading = read(document(item(labels=labels)))
    (problem,) = reading.problems
    assert (problem.code, problem.severity, problem.place) == (
        "html-element",
        Severity.ERROR,
        Place("q.xml", 4),
    )


def test_html_faults_have_their_line() -> None:
    reading = read(document(item(material("<p>a</p>\n<video src='x'></video>"))))
    assert [(problem.code, problem.place.line) for problem in reading.problems if problem.place] == [
        ("html-element", 4)
    ]


def test_document_types_are_read_and_nothing_is_loaded() -> None:
    head = '<?xml version="1.0"?>\n<!DOCTYPE questestinterop SYSTEM "ims_qtiasiv1p2.dtd">\n'
    plain = document(item()).split("\n", 1)[1]
    assert len(read(head + plain).bank.questions) == 1
    extended = head.replace('.dtd">', '.dtd" [<!ELEMENT x (y+)>]>')
    assert len(read(extended + plain).bank.questions) == 1
    reading = read(head.replace('.dtd">', '.dtd" [<!ENTITY x "y">]>') + plain)
    assert [problem.code for problem in reading.problems] == ["xml-entities"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings(encoding: str) -> None:
    source = document(item(material("Où est l'été ?"))).replace('encoding="UTF-8"', f'encoding="{encoding}"')
    reading = qti12.read_bytes("q.xml", source.encode(encoding))
    assert reading.bank.questions[0].stem.source == "Où est l'été ?"


def test_what_is_no_qti() -> None:
    (problem,) = read("<quiz/>").problems
    assert (problem.code, problem.place) == ("no-questions", Place("q.xml", 1))
    assert [problem.code for problem in read("<questestinterop><item>").problems] == ["xml-syntax"]
    assert read("<questestinterop/>").bank.questions == ()


def test_sniff() -> None:
    assert is_qti12(document(item()))
    assert is_qti12("<q:questestinterop xmlns:q='x'/>")
    assert not is_qti12("<quiz><question type='essay'/></quiz>")
    assert not is_qti12("<assessmentItem xmlns='http://www.imsglobal.org/xsd/imsqti_v2p1'/>")
    assert not is_qti12("1. What is a questestinterop?\na) it\n")


_NAMES = st.sampled_from(
    (
        *("item", "presentation", "material", "mattext", "response_lid", "render_choice", "response_label"),
        *(
            "resprocessing",
            "respcondition",
            "conditionvar",
            "varequal",
            "and",
            "or",
            "not",
            "other",
            "setvar",
        ),
        *("itemfeedback", "flow", "section", "assessment", "matimage", "hint"),
    )
)
_TREES = st.recursive(
    st.sampled_from(("", "A", "B", "x &lt;b&gt;", "&lt;table&gt;", "100", "1e9", "$ \\( [[a]]")),
    lambda inner: st.builds(
        lambda name, parts: f'<{name} ident="A" linkrefid="A" respident="r">{"".join(parts)}</{name}>',
        _NAMES,
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)


@given(_TREES)
@settings(max_examples=tries(150), deadline=None)
def test_any_tree_gives_a_bank_or_problems(body: str) -> None:
    reading = read(
        f"<questestinterop>{body}<item ident='A'><presentation>{body}</presentation>{body}</item></questestinterop>"
    )
    for problem in reading.problems:
        assert problem.place is not None
        assert problem.hint


@given(st.integers(0, 5000), st.binary(max_size=6))
@settings(max_examples=tries(60), deadline=None)
def test_damaged_files_give_a_bank_or_problems(at: int, junk: bytes) -> None:
    data = BLACKBOARD.format(type="Multiple Choice", one="a", two="b").encode()
    reading = qti12.read_bytes("q.xml", data[:at] + junk + data[at + 3 :])
    assert reading.problems or len(reading.bank.questions) <= 1


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not beside the project")
@pytest.mark.parametrize("path", sorted((SAMPLES / "qti12").glob("*.xml")), ids=lambda path: path.name[-40:])
def test_samples(path: Path) -> None:
    data = path.read_bytes()
    source = decode(path.name, data)
    assert isinstance(source, Source)
    if not is_qti12(source.text):
        assert b"<questestinterop" not in data
        return
    reading = qti12.read_bytes(path.name, data)
    skips = [problem for problem in reading.problems if problem.code == "skipped"]
    assert len(reading.bank.questions) + len(skips) == len(re.findall(rb"<item[\s>]", data))
    assert len(skips) == len(reading.problems)
    assert all(problem.place and problem.place.line for problem in skips)
    assert all(found.answer for found in reading.bank.questions)


def rule(ident: str, points: str, *links: str) -> str:
    shown = "".join(f'<displayfeedback linkrefid="{link}"/>' for link in links)
    return (
        f'<respcondition><conditionvar><varequal respident="r">{ident}</varequal></conditionvar>'
        f'<setvar action="Set">{points}</setvar>{shown}</respcondition>'
    )


def test_feedback_that_all_choices_show_is_on_the_question() -> None:
    labels = "".join(label(ident, f"text {ident}") for ident in "ABC")
    rules = rule("A", "1", "AC", "ALL") + rule("B", "0", "IC", "ALL") + rule("C", "0", "IC", "ALL")
    said = feedback("AC", "Right.") + feedback("IC", "No.") + feedback("ALL", "By definition.")
    found = question(
        document(item(labels=labels, scoring=f"<resprocessing>{rules}</resprocessing>", feedback=said))
    )
    assert [choice.feedback and choice.feedback.source for choice in found.choices] == ["Right.", None, None]
    assert found.rationale is not None
    assert found.rationale.source == "*If wrong:* No.\n\nBy definition."


def test_feedback_of_brightspace_goes_by_its_number() -> None:
    labels = label("QUES_1_2_A7", "here") + label("QUES_1_2_A8", "there")
    scoring = RIGHT_B.replace(">B<", ">QUES_1_2_A8<")
    said = feedback("QUES_1_2_IF7", "Not here.")
    found = question(document(item(labels=labels, scoring=scoring, feedback=said)))
    assert [choice.feedback and choice.feedback.source for choice in found.choices] == ["Not here.", None]
    assert found.rationale is None


def test_fields_of_blackboard_that_are_empty_are_no_choices() -> None:
    labels = "".join(label(ident, text) for ident, text in (("A", "x"), ("", ""), ("B", "y"), ("D", "")))
    found = question(document(item(labels=labels)))
    assert [choice.text.source for choice in found.choices] == ["x", "y"]
    assert found.answer == {"b"}


def test_keys_that_stand_in_the_text() -> None:
    labels = label("A", "true_false.true") + label("B", "true_false.false")
    found = question(document(item(labels=labels)))
    assert [choice.text.source for choice in found.choices] == ["True", "False"]
    assert found.keep_order


def test_formulas_of_ilias() -> None:
    stem = material("Is [tex]a^2[/tex] even?", "text/plain")
    assert question(document(item(stem))).stem.source == "Is $a^2$ even?"
    stem = material('<p>Is <span class="latex">a_1</span> even?</p>', "text/xhtml")
    assert question(document(item(stem))).stem.source == "Is $a_1$ even?"


@pytest.mark.parametrize(
    ("scoring", "reason"),
    [
        ("", "no scoring"),
        (RIGHT_B.replace(">B<", ">Z<"), "asks for 'Z'"),
        (RIGHT_B.replace("100", "0"), "no choice gives it points"),
    ],
)
def test_why_no_choice_is_right(scoring: str, reason: str) -> None:
    reading = read(document(item(scoring=scoring)))
    (problem,) = reading.problems
    assert (problem.code, problem.severity) == ("no-score", Severity.WARNING)
    assert reason in problem.message
    assert problem.place == Place("q.xml", 3)
    assert not reading.bank.questions[0].answer


@pytest.mark.parametrize(
    ("said", "duration"),
    [("45", "45 minutes"), ("PT1H30M", "90 minutes"), ("0", ""), ("", ""), ("one hour", "")],
)
def test_time_limits(said: str, duration: str) -> None:
    limit = f"<qtimetadata>{field('qmd_timelimit', said)}</qtimetadata><section"
    reading = read(document(item()).replace("<section", limit, 1))
    assert reading.bank.heading.duration == duration
    assert [problem.code for problem in reading.problems] == (["time-limit"] if said == "one hour" else [])


@pytest.mark.parametrize(("enforced", "duration"), [("yes", "40 minutes"), ("no", "")])
def test_time_limit_of_brightspace(enforced: str, duration: str) -> None:
    limit = (
        '<assess_procextension xmlns:d="urn:d"><d:time_limit>40</d:time_limit>'
        f"<d:enforce_time_limit>{enforced}</d:enforce_time_limit></assess_procextension><section"
    )
    assert read(document(item()).replace("<section", limit, 1)).bank.heading.duration == duration


def test_what_an_item_says_beside_its_question() -> None:
    hint = f"<hint><hintmaterial>{material('Think of the sea.')}</hintmaterial></hint>"
    vendor = "<tool:help xmlns:tool='urn:t'>Look at the map.</tool:help><tool:pass xmlns:tool='urn:t'>80</tool:pass>"
    extension = (
        "<itemproc_extension><d:isbonus xmlns:d='urn:d'>yes</d:isbonus>"
        "<d:ismandatory xmlns:d='urn:d'>no</d:ismandatory></itemproc_extension>"
    )
    head = metadata(field("qmd_levelofdifficulty", "hard"))
    reading = read(document(item(head=head, feedback=f"{hint}{vendor}{extension}")))
    (found,) = reading.bank.questions
    assert (str(found.rationale), found.difficulty) == ("Think of the sea.", "hard")
    assert [problem.code for problem in reading.problems] == ["bonus", "left-out"]
    assert "<help> is left out: 'Look at the map.'" in reading.problems[1].message


def test_feedback_on_a_section_and_the_time_of_a_quiz_are_told() -> None:
    said = f"<sectionfeedback>{material('Read chapter 2.')}</sectionfeedback></section>"
    source = (
        document(item())
        .replace("</section>", said)
        .replace("<section", "<duration>PT50M</duration><section", 1)
    )
    reading = read(source)
    assert reading.bank.heading.duration == "50 minutes"
    assert [problem.code for problem in reading.problems] == ["stray-text"]
    assert "'Read chapter 2.'" in reading.problems[0].message


def test_items_with_one_title_are_called_by_their_words() -> None:
    lost = [item(material(f"{name} words"), title="Rivers", scoring="") for name in ("One", "Two")]
    reading = read(document(*lost))
    assert [problem.message.split(":")[0] for problem in reading.problems] == [
        "question 'One words'",
        "question 'Two words'",
    ]


def test_feedback_without_a_name_is_on_the_choice_that_shows_it() -> None:
    rule = (
        '<respcondition><conditionvar><varequal respident="r">A</varequal></conditionvar>'
        '<displayfeedback linkrefid="fb"/></respcondition></resprocessing>'
    )
    scoring = RIGHT_B.replace("</resprocessing>", rule)
    (found,) = read(document(item(scoring=scoring, feedback=feedback("fb", "No.")))).bank.questions
    assert [str(choice.feedback) for choice in found.choices] == ["No.", "None"]
    assert found.rationale is None


def test_a_group_of_canvas_draws_and_gives_its_points() -> None:
    rules = (
        "<selection_ordering><selection><selection_number>1</selection_number><selection_extension>"
        "<points_per_item>5.0</points_per_item></selection_extension></selection></selection_ordering>"
    )
    points = metadata(field("points_possible", "2.0"))
    drawn = [item(ident=ident, head=points) for ident in ("q1", "q2")]
    group = f'<section title="Rivers">{rules}{"".join(drawn)}</section>'
    reading = read(document(group, item(ident="q3", head=points)))
    assert [question.points for question in reading.bank.questions] == [5, 5, 2]
    assert [problem.code for problem in reading.problems] == ["test-rules"]
    assert "draws 1 of its 2 questions" in reading.problems[0].message
