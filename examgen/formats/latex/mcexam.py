r"""Questions of the package mcexam, in the words of exam.cls.

``\begin{mcanswerslist}[fixlast] \answer ... \answer[correct] ... \end{mcanswerslist}`` is a list of ``\choice`` and
``\CorrectChoice`` whose last one keeps its place.
"""

from __future__ import annotations

from typing import Final

from examgen.errors import Severity
from examgen.formats.latex.cursor import Cursor, source_of
from examgen.formats.latex.file import LatexFile
from examgen.formats.latex.lex import Token

#: What a file of this package has.
MARK: Final = r"\begin{mcanswerslist}"
_NAMES: Final = {
    "mcanswerslist": "choices", "mcexplanation": "solution", "mcnotes": "solution", "mcquestions": "questions",
    "mcquestioninstruction": "EnvFullwidth",
}  # fmt: skip
_ORDERS: Final = {"fixlast": "keeplast", "permutenone": "norandom", "ordinal": "norandom"}


def as_exam_class(file: LatexFile) -> list[Token]:
    """Return the tokens of a file; marks of answers that are not known are reported."""
    out: list[Token] = []
    listed = False
    cursor = Cursor(file.tokens)
    for token in cursor:
        if token.kind in ("begin", "end") and token.text in _NAMES:
            out.append(token._replace(text=_NAMES[token.text]))
            if token.text == "mcanswerslist":
                listed = token.kind == "begin"
                out += _order(cursor, token.at) if listed else []
        elif token.text == r"\answer" and listed:
            mark = source_of(cursor.option() or []).strip()
            if mark not in ("", "correct"):
                hint = r"right answers are '\answer[correct]'"
                file.report("bad-answer", f"the mark [{mark}] of an answer is not known", token.at, hint)
            out.append(token._replace(text=r"\CorrectChoice" if mark == "correct" else r"\choice"))
        elif token.text == r"\question":
            out.append(token)
            if source_of(cursor.option() or []).strip() == "follow":
                message = "a question that follows the one before may come to stand elsewhere"
                hint = "put both into one question, or keep the order of the questions"
                file.report("follows", message, token.at, hint, Severity.WARNING)
        else:
            out.append(token)
    return out


def _order(cursor: Cursor, at: int) -> list[Token]:
    """Return the option of a list of choices that its own option is, and go past that."""
    order = _ORDERS.get(source_of(cursor.option() or []).strip())
    return [Token("word", text, at) for text in ("[", order, "]")] if order else []
