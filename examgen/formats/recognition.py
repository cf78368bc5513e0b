r"""What only one format has, as far as a search in the text or the bytes of a file finds it.

A file is in any of the formats until it was looked at, so all these functions stand here, apart from the readers: loading
those takes longer than building a small exam. All searches are linear.
"""

from __future__ import annotations

import re
from typing import Final

_YAML: Final = re.compile(
    r"^questions[ \t]*:[ \t]*(?:#[^\n]*)?\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n){0,20}[ \t]*-"
    r"|^questions[ \t]*:[ \t]*\["
    r"|\A\s*\{[^{}\[\]]{0,5000}\"questions\"\s*:",
    re.MULTILINE,
)
_JSON: Final = re.compile(r"\ufeff?\s*\{\s*\"(?:questions|title|course|date|duration|instructions)\"\s*:")
#: A list or a mapping of questions as other programs write it.
_FOREIGN_JSON: Final = re.compile(
    r"\ufeff?\s*(?:\[\s*)?\{(?=[^{}]{0,5000}\"(?:question|questionText|options|choices|correct_?answer)\"\s*:)\s*\"",
    re.IGNORECASE,
)
_NUMBER_OR_LABEL: Final = re.compile(
    r"^[^\w\n]{0,10}(?:[0-9]{1,6}[.)]\s|Q(?:uestion)?\s?[0-9]|(?:correct\s)?answer[^\w\n]{0,4}:|\(?a[.)]\s)",
    re.MULTILINE | re.IGNORECASE,
)
_AIKEN_ANSWER: Final = re.compile(r"^[ \t]*ANSWER[ \t]{0,20}:[ \t]*[A-Z][ \t]*$", re.MULTILINE)
_AIKEN_CHOICE: Final = re.compile(r"^[ \t]*[A-Z](?:[.)][ \t]+|\))\S", re.MULTILINE)
_NOT_AIKEN: Final = re.compile(
    r"^[ \t]*(?:(?:[-*>]|#{1,6})[ \t]|\*\*|\([a-zA-Z]\)|(?:Q(?:uestion)?[ \t]?)?[0-9]{1,6}(?:[.):]|[ \t]-)[ \t]"
    r"|Question[ \t][0-9]{1,6}\b|[^\W\d_]{3,12}[ \t][0-9]{1,3}[.:)][ \t]|[ \t](?i:feedback):"
    r"|(?i:answer)[ \t]{0,20}:[ \t]*(?i:true|false)\b)",
    re.MULTILINE,
)
_BLACKBOARD: Final = re.compile(
    r"\ufeff?(?:#[^\t\n]*\n|\s){0,200}"
    r"(?:MC|MA|TF|ESS|SR|OP|ORD|MAT|FIB|FIB_PLUS|FMB|FIL|NUM|JUMBLED_SENTENCE|QUIZ_BOWL)"
    r"\t[^\t\n]*\S[^\t\n]*(?:\t|$)",
    re.MULTILINE,
)
_GIFT: Final = re.compile(
    r"^[ \t]*(?:\$CATEGORY:|::(?!:)[^\n]{1,300}::|//[^\n\[]{0,300}\[(?:id|tag):)"
    r"|\{[ \t\n]*[=~][^{}]*\}|\{[ \t]*(?:T|F|TRUE|FALSE)[ \t]*[#}]",
    re.MULTILINE,
)
#: The first words of what :mod:`examgen.formats.text2qti.write` writes.
_OWN_TEXT2QTI: Final = "% Written by examgen"
_TEXT2QTI: Final = re.compile(
    r"^(?:(?:[Qq]uiz|[Tt]ext) [Tt]itle:|\*[A-Za-z]\)[ \t]+\S|\[\*\][ \t]+\S|(?:END_)?GROUP[ \t]*$)",
    re.MULTILINE,
)
_TEXT2QTI_NUMBER: Final = re.compile(r"^\d+\.[ \t]+\S", re.MULTILINE)
#: What text2qti has and quiz texts have not: marks of right choices are in both.
_TEXT2QTI_ALONE: Final = re.compile(
    r"^(?:(?:[Qq]uiz|[Tt]ext) [Tt]itle:|(?:END_)?GROUP[ \t]*$|\.\.\.[ \t]+\S)", re.MULTILINE
)
#: What quiz texts have and text2qti has not.
_ANSWER_LINE: Final = re.compile(
    r"^(?:Correct )?Answer:[ \t]*\(?[A-Z]\b[.)]?[ \t]*$", re.MULTILINE | re.IGNORECASE
)
_AMCTXT: Final = re.compile(
    r"^\*{1,2}(?:<[^>\n]*>)?(?:\[[^\]\n]*\])?(?:\{[^}\n]*\})?[ \t]+[^\s*][^\n]*\n(?:[^+\-*\n][^\n]*\n|\n){0,40}"
    r"(?:[+-][^\n]*\n\s{0,9}){0,40}\+(?:\[[^\]\n]*\])?(?:\{[^}\n]*\})?[ \t]*\S",
    re.MULTILINE,
)
#: What else tells it: its options, where a question may begin with no space behind its star.
_AMCTXT_OPTION: Final = re.compile(
    r"^(?:PaperSize|SeparateAnswerSheet|AnswerSheet(?:Title|Columns|Presentation)|ShuffleQuestions|CompleteMulti"
    r"|DefaultScoring[MS]|L-(?:Question|None|Name|Student)|QuestionBlocks|PackageOptions|LaTeX-Preambule|BoxColor"
    r"|NameField(?:Width|Lines))[ \t]{0,9}:",
    re.MULTILINE,
)
_AMCTXT_STAR: Final = re.compile(r"^\*{1,2}[^\s*(][^\n]*\n(?:[^*+-][^\n]*\n|\n){0,40}[+-]", re.MULTILINE)
_NOT_AMCTXT: Final = re.compile(r"^(?:[0-9]+[.)]|\(?[a-zA-Z]\))[ \t]", re.MULTILINE)
_LATEX_LIST: Final = re.compile(r"\\begin\s?\{(?:enumerate|itemize|tasks|compactenum)\*?\}")
_AMC_LATEX: Final = re.compile(
    r"\\begin\s{0,9}\{question(?:multx?)?\}\s{0,9}(?:\[[^\]\n]{0,200}\]\s{0,9})?\{|\{automultiplechoice\}"
)
#: Packages whose questions have points in the place of AMC's names, and no marks for right answers.
_EXSHEETS: Final = re.compile(r"\\usepackage(?:\[[^\]\n]{0,300}\])?\{[^{}\n]{0,200}\b(?:exsheets|xsim)\b")
_EXAM_CLASS: Final = re.compile(
    r"\\documentclass(?:\[[^\]]{0,500}\])?\s{0,9}\{exam\}|\\CorrectChoice\b|\\begin\{(?:onepar(?:choices|checkboxes)|checkboxes|mcanswerslist)\}"
)
_MARKED_CHOICE: Final = re.compile(r"\\choice\s{0,9}\[(?:!|\\?correct)\]")
#: A quiz of the package moodle.
_MOODLE_LATEX: Final = re.compile(r"\\begin\s?\{quiz\}|\{moodle\}|\\item\s?\*|\\item\s?\[fraction")
_MOODLE_LATEX_QUESTION: Final = re.compile(r"\\begin\s?\{(?:multi|truefalse)\}")
#: Lists of choices of other classes and packages.
_CHOICE_LIST: Final = re.compile(
    r"\\begin\s?\{(?:choices|multipleChoice|selectAll)\}|\\Ans1|\\choice\s?\[\\?correct\]"
)
_EXAM_QUESTION: Final = re.compile(r"\\(?:titled)?question\b")
_REXAMS: Final = re.compile(r"^(?:Question|#{1,2} Question)[ \t]*\r?\n(?:=+[ \t]*\r?\n)?", re.MULTILINE)
_REXAMS_META: Final = re.compile(r"^ex(?:type|solution|name)[ \t]*:", re.MULTILINE)
_SWEAVE: Final = re.compile(
    r"\\ex(?:type|solution)\s{0,9}\{|\\begin\{answerlist\}|^<<[^\n>]{0,300}>>=", re.MULTILINE
)
_MOODLE: Final = re.compile(
    r"\ufeff?\s*+(?:<\?xml[^>]{0,300}\?>)?(?:\s++|<!--[^-]*+(?:-(?!->)[^-]*+)*-->|<[?!](?!--)[^<>]{0,300}+>)*<quiz[\s/>]"
)
#: Characters that are looked at. A comment that is longer than that stands in no bank.
_MOODLE_HEAD: Final = 100_000
_MOODLE_QUESTION: Final = re.compile(r"<question(?:\s[^<>]*)?>")
_MOODLE_TYPE: Final = re.compile(r"\stype\s*=")
#: Characters at the beginning of a file of QTI in which its root element stands.
_QTI_HEAD: Final = 20_000
_QTI12: Final = re.compile(r"<(?:\w{1,30}:)?questestinterop[\s>/]")
_QTI2: Final = re.compile(
    r"<(?:[\w.-]{1,40}:)?(?:assessment(?:Item|Test|Section)|qti-assessment-(?:item|test|section))[\s>]"
)

_ZIP: Final = b"PK\x03\x04"
#: Files of Office from before 2007, and those that are locked with a password.
OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RTF: Final = b"{\\rtf"
OPEN_DOCUMENT: Final = b"application/vnd.oasis.opendocument.text"
#: The list of files of a zip stands at its end.
_ZIP_TAIL: Final = 1_000_000


def is_yaml(text: str) -> bool:
    """Return whether a text looks like a bank in YAML."""
    # The word is found much sooner than lines that begin with it.
    return "questions" in text and bool(_YAML.search(text))


def is_json(text: str) -> bool:
    """Return whether a text looks like a bank in JSON."""
    return (bool(_JSON.match(text)) and '"questions"' in text) or bool(_FOREIGN_JSON.match(text))


def is_quiz_text(text: str) -> bool:
    """Return whether a text has a number, a label or an answer as quiz text has them."""
    return bool(_NUMBER_OR_LABEL.search(text))


def is_aiken(text: str) -> bool:
    """Return whether a text looks like Aiken, and not like the quiz text, which has numbers or bullets."""
    # The word is found much sooner than lines that begin with it; so it is below.
    told = "ANSWER" in text and _AIKEN_ANSWER.search(text)
    return bool(told and _AIKEN_CHOICE.search(text) and not _NOT_AIKEN.search(text))


def is_blackboard(text: str) -> bool:
    """Return whether a text looks like a question upload of Blackboard."""
    return bool(_BLACKBOARD.match(text))


def is_gift(text: str) -> bool:
    """Return whether a text looks like GIFT; what we have written as text2qti may quote it."""
    return not text.startswith(_OWN_TEXT2QTI) and bool(_GIFT.search(text))


def is_text2qti(text: str) -> bool:
    """Return whether a text looks like a quiz of text2qti."""
    if not any(sign in text for sign in ("itle:", "*", "GROUP")):
        return False
    if not (_TEXT2QTI_NUMBER.search(text) and _TEXT2QTI.search(text)):
        return False
    return bool(_TEXT2QTI_ALONE.search(text)) or not _ANSWER_LINE.search(text)


def is_amctxt(text: str) -> bool:
    """Return whether a text looks like AMC-TXT."""
    if _NOT_AMCTXT.search(text):
        return False
    text = text.replace("\r", "")
    return bool(_AMCTXT.search(text) or (_AMCTXT_OPTION.search(text) and _AMCTXT_STAR.search(text)))


def is_amc_latex(text: str) -> bool:
    """Return whether a text is LaTeX with questions of AMC."""
    if not _AMC_LATEX.search(text):
        return False
    if "{automultiplechoice}" in text:
        return True
    other = re.search(r"\\choice\s?\[\\?correct\]", text) and r"\correctchoice" not in text
    return not other and not _EXSHEETS.search(text[:_QTI_HEAD])


def is_exam_class(text: str) -> bool:
    """Return whether a text is LaTeX with questions of exam.cls, or with lists in lists."""
    told = _EXAM_CLASS.search(text) or (r"\choice" in text and _EXAM_QUESTION.search(text))
    tasks = r"\begin{tasks}" in text and _EXSHEETS.search(text)
    known = (
        bool(told or tasks or _CHOICE_LIST.search(text))
        or is_moodle_latex(text)
        or has_marked_choices(text)
        or _has_lists(text)
    )
    return known and not is_amc_latex(text)


def is_moodle_latex(text: str) -> bool:
    """Return whether a text is a quiz of the LaTeX package moodle."""
    return bool(_MOODLE_LATEX.search(text) and _MOODLE_LATEX_QUESTION.search(text))


def has_marked_choices(text: str) -> bool:
    """Return whether a text is LaTeX with questions of ex_test or examdesign."""
    if r"\choice" not in text:
        return False
    return bool(_MARKED_CHOICE.search(text)) or (r"\begin{ex}" in text and r"\True" in text)


def _has_lists(text: str) -> bool:
    """Return whether a text is a document of LaTeX with a list in a list."""
    return r"\documentclass" in text and len(_LATEX_LIST.findall(text)) > 1


def is_rexams(text: str) -> bool:
    """Return whether a text looks like an exercise of R/exams."""
    if r"\begin{question}" in text and _SWEAVE.search(text):
        return True
    told = any(word in text for word in ("extype", "exsolution", "exname")) and _REXAMS_META.search(text)
    return bool(told and _REXAMS.search(text))


def is_moodle(text: str) -> bool:
    """Return whether a text looks like Moodle XML: a ``<quiz>`` whose questions say their types."""
    head = text[:_MOODLE_HEAD]
    root = _MOODLE.match(head)
    if not root:
        return False
    first = _MOODLE_QUESTION.search(head, root.end())
    return bool(_MOODLE_TYPE.search(first[0])) if first else "<question" not in head


def is_qti12(text: str) -> bool:
    """Return whether a text is an XML file of QTI 1."""
    return bool(_QTI12.search(text[:_QTI_HEAD]))


def is_qti2(text: str) -> bool:
    """Return whether a text looks like QTI 2 or 3."""
    head = text[:_QTI_HEAD]
    return head.lstrip("\ufeff \t\r\n").startswith("<") and bool(_QTI2.search(head))


def is_workbook(data: bytes) -> bool:
    """Return whether the bytes are those of a workbook, or of one from before 2007, which is refused in words."""
    if data.startswith(OFFICE):
        return b"W\0o\0r\0k\0b\0o\0o\0k\0" in data or b"B\0o\0o\0k\0" in data
    return data.startswith(_ZIP) and b"xl/w" in data


def is_word(data: bytes) -> bool:
    """Return whether the bytes are those of a file of Word, or of its kin that is refused in words."""
    if data.startswith(_ZIP):
        return b"word/document" in data[-_ZIP_TAIL:] or OPEN_DOCUMENT in data[:200]
    return data.startswith((OFFICE, RTF))
