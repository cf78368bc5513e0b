"""The table of rules: what each looks for, who says so, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from examgen.errors import Place

#: Haladyna, Downing and Rodriguez, A Review of Multiple-Choice Item-Writing Guidelines for Classroom Assessment,
#: Applied Measurement in Education 15(3), 2002, 309-334; its 31 guidelines have numbers.
HDR = "Haladyna, Downing & Rodriguez 2002"
#: The flaws that the National Board of Medical Examiners lists, as quoted in BMC Medical Education 2016
#: (s12909-016-0559-7).
NBME = "NBME"


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that makes a question worse."""

    code: str
    title: str  #: what is wrong, in a few words
    source: str
    remedy: str
    english: bool = False  #: looks at words of English


@dataclass(frozen=True, slots=True)
class Advice:
    """One place where a rule is not kept."""

    code: str  #: of the rule
    message: str  #: what is there, with the words quoted
    place: Place | None  #: None: the bank as a whole
    question: str = ""  #: the id of the question; empty for the bank as a whole


_TABLE = (
    Rule(
        "longest-right",
        "the right choice is the longest more often than chance",
        f"{HDR}, rule 24",
        "shorten right choices, or say as much in the wrong ones",
    ),
    Rule(
        "fixed-positions",
        "right answers of questions that are not shuffled prefer one place",
        f"{HDR}, rule 20; Attali & Bar-Hillel 2003",
        "let the choices be shuffled, or move some right answers",
    ),
    Rule(
        "uneven-length",
        "one choice is much longer than the others",
        f"{HDR}, rule 24",
        "make the choices about equally long",
    ),
    Rule(
        "end-marks",
        "some choices end with a full stop and others do not",
        f"{HDR}, rule 23",
        "end all choices in the same way",
    ),
    Rule(
        "absolute-words",
        "absolute words in wrong choices only",
        f"{HDR}, rule 28a",
        "take the absolute words out, or use them in right choices, too",
        english=True,
    ),
    Rule(
        "vague-words",
        "words without a fixed meaning in choices",
        f"{NBME}: vague frequency terms",
        "say how often, or leave the word out",
        english=True,
    ),
    Rule(
        "clang",
        "a word of the stem is repeated in the right choice only",
        f"{HDR}, rule 28b",
        "say it in another way, or use the word in a wrong choice, too",
        english=True,
    ),
    Rule(
        "grammar-cue",
        "the end of the stem fits some choices only",
        f"{HDR}, rule 28c",
        "end the stem so that it fits all choices, as with 'a(n)', or put the article into the choices",
        english=True,
    ),
    Rule(
        "convergence",
        "the right choice is made of what the choices share most",
        f"{HDR}, rule 28e; {NBME}: convergence",
        "let the parts of choices occur about equally often",
    ),
    Rule(
        "all-of-the-above",
        "all of the above",
        f"{HDR}, rule 26",
        "ask for one thing, or let students mark all that are right",
    ),
    Rule(
        "none-of-the-above",
        "none of the above",
        f"{HDR}, rule 25",
        "use it seldom, and make it right now and then; a plausible wrong choice is better",
    ),
    Rule(
        "combined-choices",
        "choices that combine others",
        "Haladyna & Downing 1989 (type K)",
        "let students mark all that are right, or ask for each",
    ),
    Rule(
        "negative-stem",
        "a negative word in the stem is easily overlooked",
        f"{HDR}, rule 17",
        "ask for what is true, or write the word as **NOT** or **EXCEPT**",
        english=True,
    ),
    Rule(
        "double-negative",
        "a negative stem with a negative choice",
        f"{HDR}, rules 17 and 27",
        "say one of the two positively",
        english=True,
    ),
    Rule(
        "unfocused-stem",
        "the stem asks nothing by itself",
        f"{HDR}, rule 15",
        "ask a question that can be answered before the choices are read",
    ),
    Rule(
        "number-order",
        "numbers in no order",
        f"{HDR}, rule 21",
        "write them from the smallest to the largest, and keep that order with {keep-order}",
    ),
    Rule(
        "overlapping-ranges",
        "ranges that overlap",
        f"{HDR}, rule 22",
        "let each value belong to one range only",
    ),
    Rule(
        "many-choices",
        "more than five choices",
        f"{HDR}, rule 18; Rodriguez 2005",
        "keep the three to five best ones; common answer sheets have five",
    ),
    Rule(
        "few-choices",
        "two choices only",
        f"{HDR}, rule 18; Rodriguez 2005",
        "add a third plausible choice",
    ),
    Rule(
        "thin-rationale",
        "a rationale that explains nothing",
        "our own",
        "say why the answer is right, and why the others tempt",
    ),
    Rule(
        "near-duplicate",
        "two questions that are nearly the same",
        "our own, as questions that give each other's answer",
        "keep one of them, or give both a tag and choose by it",
    ),
)

#: By code, in the order in which they are shown: first what gives answers away.
RULES: dict[str, Rule] = {rule.code: rule for rule in _TABLE}
