r"""Questions as other classes and packages write them, in the words of exam.cls.

    \begin{problem}[points=2]              \question[2]
      Where does a river end?                Where does a river end?
      \begin{multipleChoice}                 \begin{multipleChoice}
        \choice{At its source}                 \choice{At its source}
        \choice[correct]{At its mouth}         \CorrectChoice{At its mouth}
      \end{multipleChoice}                   \end{multipleChoice}
    \end{problem}

So are written those of Ximera, exam-zh (``\paren[B]``), exsheets and xsim, exerquiz and eqexam (``\Ans1``), and those in
environments that authors made for them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from examgen.formats.latex import words as latexwords
from examgen.formats.latex.answered import SOFT
from examgen.formats.latex.cursor import Cursor, levels, source_of
from examgen.formats.latex.file import LatexFile
from examgen.formats.latex.lex import Token
from examgen.formats.latex.moodlequiz import options_of
from examgen.formats.quiz.marking import words

#: Environments whose items are choices.
_LISTS: Final = frozenset(("choices", "oneparchoices", "checkboxes", "oneparcheckboxes"))
_ANSWERS: Final = frozenset(("answers", "manswers"))
_CHOICES: Final = frozenset((r"\choice", r"\CorrectChoice", r"\correctchoice", r"\wrongchoice"))
_MARKS: Final = frozenset(("correct", r"\correct", "!", "true", r"\true"))
_SAYS: Final = frozenset((r"\answer", r"\ans", r"\correctanswer", r"\rightanswer", r"\Answer"))
_LETTERS: Final = re.compile(r"\(?[A-Z]\)?(?:\s*[,;&]?\s*\(?[A-Z]\)?)*|\(?[a-h]\)?")
_POINTS: Final = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4})?\s*(?:pts?|points?|marks?)?\.?", re.IGNORECASE)
#: Words of solutions that are also those of remarks to students, or of lists of choices.
_OTHERS: Final = SOFT | {"answers", "comentário", "explained", "说明", "説明", "설명", "توضیح"}
_SOLUTIONS: Final = frozenset(words.phrases(words.ANSWER, words.EITHER, words.RATIONALE)) - _OTHERS
#: Environments of questions whose choices are items of the package tasks.
_TASKED: Final = frozenset(("exercise", "question", "problem"))
#: Those of ex_test, which have their choices in braces.
_BRACED: Final = frozenset(("ex", "bt", "vd"))
_ITEMIZED: Final = frozenset(("enumerate", "itemize", "questions"))


def as_exam_class(file: LatexFile) -> list[Token]:
    """Return the tokens of a file, its choices and questions written as those of exam.cls."""
    tokens = _with_choices(file, file.tokens)
    if not any(token.kind == "command" and token.text.endswith("question") for token in tokens):
        tokens = _with_questions(file, tokens)
    return tokens


def _with_choices(file: LatexFile, tokens: Sequence[Token]) -> list[Token]:
    """Return tokens with the choices, and what says which are right, in the words of exam.cls."""
    out: list[Token] = []
    opened: list[str] = []
    cursor = Cursor(tokens)
    scored = any(token.text == r"\Ans" for token in tokens)
    layout = "{tasks}" in file.source or "xsim" in file.source or "exsheets" in file.source
    says = (
        _SAYS
        if any(token.text in _CHOICES or token.text == r"\question" for token in tokens)
        else frozenset()
    )
    holders = _holders(tokens)
    for token in cursor:
        inner = opened[-1] if opened else ""
        if token.kind in ("begin", "end"):
            if token.kind == "begin":
                opened.append(token.text)
            elif token.text in opened:
                while opened.pop() != token.text:
                    continue
            out.append(token if token.text in holders else _renamed(token, cursor, scored=scored))
        elif token.kind == "cell" and inner in _ANSWERS:
            continue
        elif token.kind != "command":
            out.append(token)
        elif token.text == r"\choice":
            out.append(_choice(cursor, token, layout=layout))
        elif token.text == r"\item" and inner in _LISTS:
            out.append(token._replace(text=r"\choice"))
        elif token.text == r"\task" and layout:
            cursor.star()
            out.append(token)
        elif token.text == r"\Ans" and inner in _ANSWERS:
            out.append(_scored(cursor, token))
        elif inner in _ANSWERS and token.text in (r"\eAns", r"\bChoices", r"\eChoices", r"\\"):
            cursor.layout("[")
        elif token.text == r"\paren" or token.text in says:
            out += _said(cursor, token)
        else:
            out.append(token)
    return out


def _holders(tokens: Sequence[Token]) -> set[str]:
    """Return the names of the environments right around choices, which are no solutions whatever their name says."""
    opened: list[str] = []
    names: set[str] = set()
    for token in tokens:
        if token.kind == "begin":
            opened.append(token.text)
        elif token.kind == "end" and token.text in opened:
            while opened.pop() != token.text:
                continue
        elif token.kind == "command" and token.text in _CHOICES and opened:
            names.add(opened[-1])
    return names


def _renamed(token: Token, cursor: Cursor, *, scored: bool) -> Token:
    """Return the begin or end of an environment, of solutions and choices by the name that exam.cls has for them."""
    if scored and token.text in _ANSWERS:
        if token.kind == "begin":
            cursor.layout("*[{")
        return token._replace(text="choices")
    return token._replace(text="solution") if token.text.casefold() in _SOLUTIONS else token


def _choice(cursor: Cursor, token: Token, *, layout: bool) -> Token:
    r"""Return ``\choice``, or ``\CorrectChoice`` where an option marks it; go past what says how it is set."""
    if layout:
        cursor.star()  # In the package tasks a choice with a star takes the rest of the line.
    back = cursor.at
    mark = source_of(cursor.option() or []).strip()
    if mark in _MARKS:
        return token._replace(text=r"\CorrectChoice")
    cursor.at = back
    return token


def _scored(cursor: Cursor, token: Token) -> Token:
    r"""Return the choice that ``\Ans1`` or ``\Ans0`` is, and go past its digit."""
    after = cursor.peek()
    digit = after.text[:1] if after is not None and after.kind == "word" else ""
    if after is None or digit not in ("0", "1"):
        return token
    cursor.replace(after._replace(text=after.text[1:]))
    return token._replace(text=r"\CorrectChoice" if digit == "1" else r"\choice")


def _said(cursor: Cursor, token: Token) -> list[Token]:
    r"""Return ``\answerline[B]`` for what names the right choice by its letter; else what stands there."""
    back = cursor.at
    said = cursor.option()
    if said is None and token.text != r"\paren" and cursor.has_group():
        said = cursor.argument()
    letters = source_of(said or []).strip()
    if _LETTERS.fullmatch(letters):
        texts = (
            (r"\answerline", "command"),
            ("[", "word"),
            (", ".join(re.findall("[A-Za-z]", letters)), "word"),
        )
        return [Token(kind, text, token.at) for text, kind in (*texts, ("]", "word"))]
    if token.text == r"\paren" and said is None and not cursor.has_group():
        return []
    cursor.at = back
    return [token]


def _with_questions(file: LatexFile, tokens: Sequence[Token]) -> list[Token]:
    """Return tokens with environments that hold a list of choices as questions."""
    names = _question_names(file, tokens)
    if not names:
        return list(tokens)
    out: list[Token] = []
    cursor = Cursor(tokens)
    for token in cursor:
        if token.kind == "begin" and token.text in names:
            inner = cursor.inside(token.text)
            if inner is None:
                hint = f"write '\\end{{{token.text}}}' behind it"
                file.report("latex-unclosed", f"the environment {token.text!r} does not end", token.at, hint)
                out.append(token)
                continue
            if token.text in _ITEMIZED:
                out += _items_as_questions(inner)
            else:
                out += [*_question(file, token, inner), *_solutions_behind(cursor)]
            out.append(Token("end", "questions", token.at))  # What follows belongs to no question.
        else:
            out.append(token)
    return out


def _question_names(file: LatexFile, tokens: Sequence[Token]) -> set[str]:
    """Return the names of the environments around lists of choices."""
    names: set[str] = set()
    opened: list[str] = []
    tasked = _TASKED if "xsim" in file.source or "exsheets" in file.source else frozenset()
    for token in tokens:
        if token.kind == "begin":
            opened.append(token.text)
            if token.text == "tasks":
                names |= {name for name in opened if name in tasked}
        elif token.kind == "end" and token.text in opened:
            while opened.pop() != token.text:
                continue
        elif token.kind == "command" and token.text in _CHOICES:
            around = [
                name for name in opened if name not in latexwords.LAYOUT_ENVIRONMENTS or name == "questions"
            ]
            if len(around) > 1 and around[-1] not in _TASKED | _BRACED:
                names.add(around[-2])
    return names | _TASKED if names & _TASKED else names


def _question(file: LatexFile, begin: Token, inner: list[Token]) -> list[Token]:
    r"""Return the tokens of an environment as those of a question, its points behind ``\question``."""
    cursor = Cursor(inner)
    out = [begin._replace(kind="command", text=r"\question")]
    option = cursor.option() or []
    keys = options_of(option)
    points = source_of(keys.get("points", option)).strip()
    if not _POINTS.fullmatch(points):
        points = ""
        if option and "=" not in source_of(option) and file.plain(option):
            out += [
                Token("open", "{", begin.at),
                *option,
                Token("close", "}", begin.at),
                Token("par", " ", begin.at),
            ]
    token = cursor.peek()
    if token is not None and token.kind == "open":
        group = cursor.argument()
        said = source_of(group).strip()
        if _POINTS.fullmatch(said):
            points = points or said
        elif _LETTERS.fullmatch(said):
            message = f"the letter {said!r} behind the begin of {begin.text!r} may name the right choice, or may not"
            hint = r"mark the right choice by '\CorrectChoice'"
            file.report("unclear-answers", message, begin.at, hint)
        else:
            out += [*group, Token("par", " ", begin.at)]
    if points:
        out[1:1] = [Token("word", text, begin.at) for text in ("[", points, "]")]
    return out + cursor.tokens[cursor.at :]


def _items_as_questions(inner: Sequence[Token]) -> list[Token]:
    out = []
    for _, token, top in levels(inner):
        is_item = top and token.kind == "command" and token.text == r"\item"
        out.append(token._replace(text=r"\question") if is_item else token)
    return out


def _solutions_behind(cursor: Cursor) -> list[Token]:
    """Return the solutions that stand right behind a question, and go past them."""
    out: list[Token] = []
    while True:
        back = cursor.at
        while (token := cursor.peek()) and (token.kind in ("space", "par") or token.text.isspace()):
            cursor.at += 1
        token = cursor.peek()
        inner = None
        if token is not None and token.kind == "begin" and token.text in ("solution", "answer", "feedback"):
            cursor.at += 1
            inner = cursor.inside(token.text)
        if token is None or inner is None:
            cursor.at = back
            return out
        out += [token, *inner, token._replace(kind="end")]
