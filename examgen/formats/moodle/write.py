"""Writes banks as Moodle XML, in Moodle's format ``markdown``, with their pictures in it."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from examgen import embedded
from examgen.errors import Problem, Severity
from examgen.files import read_plain
from examgen.formats.moodle.math import to_moodle
from examgen.formats.moodle.texts import PLUGINFILE
from examgen.formats.oldmarkdown import to_extra
from examgen.formats.reading import Reading
from examgen.formats.sameprint import as_before
from examgen.formats.textdraft import differences, shown
from examgen.model import Bank, Choice, Question, Text

#: What we write begins with it: its Markdown is ours, in which HTML is text.
OWN: Final = "<!-- Written by examgen -->"
_EMBEDDED: Final = re.compile(r"(?<=\]\()" + embedded.ADDRESS.pattern)
_PICTURE: Final = re.compile(r"(!\[(?:\\.|[^\[\]\\\n])*\]\()(?:<([^<>\n]+)>|([^\s()<>]+))(?=[\s)])")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//|/")
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SIGNS: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_SIGN: Final = re.compile(r"[&<>\r]")
#: Bytes of a picture; larger ones make a line of XML that no parser takes.
_LARGEST: Final = 7_000_000
#: Percentages that Moodle knows; its importer refuses others.
_KNOWN: Final = frozenset(
    Fraction(*each)
    for each in (
        (1, 1), (9, 10), (5, 6), (4, 5), (3, 4), (7, 10), (2, 3), (3, 5), (1, 2), (2, 5), (1, 3), (3, 10),
        (1, 4), (1, 5), (1, 6), (1, 7), (1, 8), (1, 9), (1, 10), (1, 20), (0, 1),
    )
)  # fmt: skip


def embedding(bank: Bank) -> Bank:
    """Return the bank with the pictures that lie beside its files taken into memory, as the writer needs them."""
    return replace(bank, questions=tuple(_embedded(question) for question in bank.questions))


def written(bank: Bank) -> str:
    """Return a bank as Moodle XML; of its pictures those that are in memory are in it."""
    parts = [f'<?xml version="1.0" encoding="UTF-8"?>\n{OWN}\n<quiz>\n']
    section: str | None = None
    for question in bank.questions:
        if question.section != section:
            section = question.section
            path = _escaped(f"$course$/top{_category(section)}")
            parts.append(
                f'<question type="category">\n<category><text>{path}</text></category>\n</question>\n\n'
            )
        parts += [*_question(question), "\n"]
    return "".join([*parts, "</quiz>\n"])


def losses_after(bank: Bank, back: Reading) -> list[Problem]:
    """Return what a bank lost between writing and reading, and what Moodle would not take."""
    read = Reading(as_before(bank, back.bank), back.problems)
    problems = differences(bank, read, "Moodle XML")
    for question in bank.questions:
        for name in _unwritten(question):
            message = f"question {question.id!r}: the picture {name!r} cannot be written into the file"
            hint = "make it smaller, or put it into the folder of the bank"
            problems.append(Problem("not-carried", message, question.place, hint, Severity.WARNING))
        odd = [share for share in _shares(question).values() if abs(share) not in _KNOWN]
        if odd:
            message = f"question {question.id!r}: a choice is worth {_percent(odd[0])} %, which Moodle does not know"
            hint = "in Moodle, import it with 'Nearest grade if not listed', or change the weights"
            problems.append(Problem("moodle-weights", message, question.place, hint, Severity.WARNING))
    return problems


def _unwritten(question: Question) -> Iterator[str]:
    """Yield the addresses of pictures that are neither in the file that is written nor in the web."""
    for text in _texts(question):
        for found in _PICTURE.finditer(text.source):
            address = found[2] or found[3]
            data = embedded.bytes_of(address)
            in_web = address.lower().startswith(("http:", "https:", "data:"))
            if not in_web and (data is None or len(data) > _LARGEST):
                yield address


def _texts(question: Question) -> Iterator[Text]:
    optional = [question.rationale]
    yield question.stem
    for choice in question.choices:
        yield choice.text
        optional.append(choice.feedback)
    yield from (text for text in optional if text)


def _category(section: str | None) -> str:
    return "".join("/" + part.replace("/", "//") for part in (section or "").split(" / ") if part)


def _question(question: Question) -> Iterator[str]:
    truth = _is_true_false(question)
    name = question.id if question.given_id else shown("", question.stem.source) or question.id
    yield f'<question type="{"truefalse" if truth else "multichoice"}">\n'
    yield f"<name><text>{_escaped(name)}</text></name>\n"
    yield _text("questiontext", question.stem)
    yield _text("generalfeedback", question.rationale)
    yield f"<defaultgrade>{_decimal(question.points)}</defaultgrade>\n"
    yield f"<penalty>{'1.0000000' if truth else '0.3333333'}</penalty>\n<hidden>0</hidden>\n"
    if question.given_id:
        yield f"<idnumber>{_escaped(question.id)}</idnumber>\n"
    shares = _shares(question)
    if not truth:
        one = len(question.answer) == 1 and all(shares[id] == 1 for id in question.answer)
        yield f"<single>{'true' if one else 'false'}</single>\n"
        yield f"<shuffleanswers>{'false' if question.keep_order else 'true'}</shuffleanswers>\n"
        yield "<answernumbering>abc</answernumbering>\n"
    for choice in question.choices:
        yield from _answer(choice, _percent(shares[choice.id]), truth=truth)
    if question.tags:
        yield "<tags>\n"
        yield from (f"<tag><text>{_escaped(tag)}</text></tag>\n" for tag in question.tags)
        yield "</tags>\n"
    yield "</question>\n"


def _answer(choice: Choice, percent: str, *, truth: bool) -> Iterator[str]:
    if truth:
        word = choice.text.source.lower()
        yield f'<answer fraction="{percent}" format="moodle_auto_format">\n<text>{word}</text>\n'
    else:
        yield f'<answer fraction="{percent}" format="markdown">\n{_inside(choice.text)}'
    yield f"{_text('feedback', choice.feedback)}</answer>\n"


def _text(name: str, text: Text | None) -> str:
    return f'<{name} format="markdown">\n{_inside(text)}</{name}>\n'


def _inside(text: Text | None) -> str:
    """Return a text and the pictures that it shows."""
    if not text:
        return "<text></text>\n"
    files: dict[str, str] = {}

    def picture(found: re.Match[str]) -> str:
        data = embedded.bytes_of(found[0])
        if data is None or len(data) > _LARGEST:
            return found[0]
        name = found[0].partition(":")[2]
        packed = base64.b64encode(data).decode()
        files[name] = f'<file name="{name}" path="/" encoding="base64">{packed}</file>\n'
        return f"{PLUGINFILE}/{name}"

    source = _EMBEDDED.sub(picture, to_moodle(to_extra(text.source)))
    return f"<text>{_escaped(source)}</text>\n{''.join(files.values())}"


def _is_true_false(question: Question) -> bool:
    texts = [choice.text.source for choice in question.choices]
    plain = not any(choice.weight is not None or choice.pin for choice in question.choices)
    return texts == ["True", "False"] and len(question.answer) == 1 and question.keep_order and plain


def _shares(question: Question) -> dict[str, Fraction]:
    """Return each choice's share of the points."""
    right = [choice for choice in question.choices if choice.id in question.answer]
    whole = any(choice.weight is not None for choice in right)
    share = Fraction(1) if whole else Fraction(1, max(len(right), 1))
    return {
        choice.id: choice.weight if choice.weight is not None else share * (choice.id in question.answer)
        for choice in question.choices
    }


def _percent(share: Fraction) -> str:
    """Return a share in per cent; Moodle has five digits of a third, others need more to come back."""
    return f"{float(share * 100):.{5 if abs(share) in _KNOWN else 10}f}".rstrip("0").rstrip(".")


def _decimal(points: Fraction) -> str:
    return f"{float(points):.7f}"


def _escaped(text: str) -> str:
    return _SIGN.sub(lambda found: _SIGNS[found[0]], _ILLEGAL.sub("\ufffd", text))


def _embedded(question: Question) -> Question:
    def optional(text: Text | None) -> Text | None:
        return text and _with_pictures(text)

    choices = tuple(
        replace(choice, text=_with_pictures(choice.text), feedback=optional(choice.feedback))
        for choice in question.choices
    )
    stem, rationale = _with_pictures(question.stem), optional(question.rationale)
    return replace(question, stem=stem, choices=choices, rationale=rationale)


def _with_pictures(text: Text) -> Text:
    """Return a text whose pictures are in memory, as far as they are there; a bank's lie in its own folder."""
    if "![" not in text.source:
        return text
    folder = Path(text.places[0].file).parent
    source = _PICTURE.sub(_keeper(folder), text.source)
    return Text(source, text.places)


def _keeper(folder: Path) -> Callable[[re.Match[str]], str]:
    def keep(found: re.Match[str]) -> str:
        address = found[2] or found[3]
        if _SCHEME.match(address):
            return found[0]
        try:
            path = (folder / unquote(address)).resolve()
            data = read_plain(path) if path.is_relative_to(folder.resolve()) else b""
            return f"{found[1]}{embedded.keep(data)}" if data else found[0]
        except (OSError, ValueError):
            return found[0]

    return keep
