"""What question files say, read once more by other means: a few rough lines for each format, sharing nothing with examgen.

They read what a search finds and leave out what they do not understand; what they do read they must read rightly.
"""

from __future__ import annotations

import html
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]*>", re.DOTALL)
_MATH = re.compile(
    r"\$\$.+?\$\$|\\\(.+?\\\)|\\\[.+?\\\]|(?<![\\\w$])\$(?! )[^$\n]+?(?<! )\$(?!\d)", re.DOTALL
)
_LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\]]*\])*)\]\([^()\s]*(?:\([^()]*\))?[^()]*\)")


@dataclass(frozen=True, slots=True)
class Said:
    """One question as its file has it."""

    stem: str  #: letters and digits only, as :func:`key` makes them
    choices: tuple[str, ...]  #: the same
    right: frozenset[int]  #: 0-based


def key(text: str) -> str:
    """Return the letters and digits of a text, joined: what line ends, hyphens and signs do not change."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def plain(text: str) -> str:
    """Return a text without its tags, formulas and the addresses of links and pictures."""
    return html.unescape(_TAG.sub(" ", _LINK.sub(r" \1 ", _MATH.sub(" ", text))))


def _said(stem: str, choices: list[tuple[bool, str]], clean: Callable[[str], str] = plain) -> Iterator[Said]:
    right = frozenset(index for index, (is_right, _) in enumerate(choices) if is_right)
    if len(choices) > 1 and right:
        yield Said(key(clean(stem)), tuple(key(clean(text)) for _, text in choices), right)


def _aiken(source: str) -> Iterator[Said]:
    found = re.compile(r"(?P<body>(?:(?!ANSWER:).+\n)+)ANSWER: *(?P<letter>[A-Z])")
    for question in found.finditer(source):
        stem, *rest = re.split(r"^([A-Z])[.)] ", question["body"], flags=re.MULTILINE)
        pairs = zip(rest[::2], rest[1::2], strict=True)
        yield from _said(stem, [(letter == question["letter"], text) for letter, text in pairs])


def _gift(source: str) -> Iterator[Said]:
    source = re.sub(r"^\s*(//|\$CATEGORY:).*$", "", source, flags=re.MULTILINE)
    hidden = re.sub(r"\\(.)", lambda found: chr(0xE000 + ord(found[1])), source)

    def clean(text: str) -> str:
        shown = re.sub(r"[\ue000-\ue0ff]", lambda found: chr(ord(found[0]) - 0xE000), text)
        return plain(shown)

    for question in re.finditer(
        r"(?:::(?:[^:]|:(?!:))*::)?\s*(?:\[\w+\])?(?P<stem>[^{}]*)\{(?P<body>[^{}]*)\}(?P<after>[^\n]*)",
        hidden,
    ):
        body = re.sub(r"####.*", "", question["body"], flags=re.DOTALL).strip()
        stem = question["stem"] + " " + question["after"]
        if said := re.fullmatch(r"(T|TRUE|F|FALSE)(#.*)?", body, re.DOTALL):
            is_true = said[1].startswith("T")
            yield from _said(stem, [(is_true, "True"), (not is_true, "False")], clean)
        elif "~" in body and "->" not in body:
            found = re.findall(r"([=~])\s*(?:%(-?[\d.]+)%)?([^=~#]*)(?:#[^=~]*)?", body)
            choices = [(sign == "=" or float(weight or 0) > 0, text) for sign, weight, text in found]
            yield from _said(stem, choices, clean)


def _blackboard(source: str) -> Iterator[Said]:
    for line in source.splitlines():
        kind, stem, *rest = [*line.split("\t"), ""][:400]
        if kind in ("MC", "MA"):
            pairs = zip(rest[::2], rest[1::2], strict=False)
            yield from _said(stem, [(mark.strip().lower() == "correct", text) for text, mark in pairs])


def _text2qti(source: str) -> Iterator[Said]:
    for block in re.split(r"^(?=\d+\.\s)", source, flags=re.MULTILINE)[1:]:
        lines = [
            line for line in block.splitlines() if not re.match(r"(?:\.\.\.|[+-])\s|(?:Title|Points):", line)
        ]
        parts = re.split(r"^(\*?[a-zA-Z]\)|\[[* ]?\])[ \t]+", "\n".join(lines), flags=re.MULTILINE)
        pairs = zip(parts[1::2], parts[2::2], strict=True)
        yield from _said(parts[0].split(".", 1)[1], [("*" in mark, text) for mark, text in pairs])


def _trees(data: bytes) -> Iterator[etree._Element]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    if not data.startswith(b"PK"):
        yield etree.fromstring(data, parser)
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                yield etree.fromstring(archive.read(name), parser)


def _named(tree: etree._Element, name: str) -> list[etree._Element]:
    return [each for each in tree.iter("{*}" + name) if isinstance(each.tag, str)]


def _inner(element: etree._Element | None) -> str:
    return "" if element is None else " ".join(str(text) for text in element.itertext())


def _moodle_xml(data: bytes) -> Iterator[Said]:
    for tree in _trees(data):
        for question in _named(tree, "question"):
            if question.get("type") in ("multichoice", "truefalse"):
                texts = [(each, _inner(each.find("text"))) for each in question.findall("answer")]
                choices = [(float(each.get("fraction", 0)) > 0, text) for each, text in texts]
                yield from _said(_inner(question.find("questiontext/text")), choices)


def _qti12(data: bytes) -> Iterator[Said]:
    for tree in _trees(data):
        for item in _named(tree, "item"):
            labels = {each.get("ident"): _inner(each) for each in _named(item, "response_label")}
            right = {
                (equal.text or "").strip()
                for condition in _named(item, "respcondition")
                if any(float((each.text or "0").strip() or 0) > 0 for each in _named(condition, "setvar"))
                for equal in _named(condition, "varequal")
                if not any(str(above.tag).endswith("not") for above in equal.iterancestors())
            }
            stems = [
                each for each in _named(item, "material") if "response_label" not in str(each.getparent().tag)
            ]
            yield from _said(
                _inner(stems[0]) if stems else "", [(id in right, text) for id, text in labels.items()]
            )


def _qti2(data: bytes) -> Iterator[Said]:
    for tree in _trees(data):
        for item in _named(tree, "assessmentItem"):
            choices = {each.get("identifier"): _inner(each) for each in _named(item, "simpleChoice")}
            right = {
                (value.text or "").strip()
                for correct in _named(item, "correctResponse")
                for value in _named(correct, "value")
            }
            stem = " ".join(_inner(each) for name in ("p", "prompt") for each in _named(item, name)[:9])
            yield from _said(stem, [(id in right, text) for id, text in choices.items()])


def _truth(path: Path) -> Iterator[Said]:
    """Read what stands beside a file of quiz text in the folder ``truth``: found by another script, checked in places."""
    truth = path.parent / "truth" / f"{path.name}.truth.json"
    for other in (truth, truth.with_name(f"{path.stem}.truth.json")):
        if other.exists():
            for item in json.loads(other.read_text(encoding="utf-8"))["items"]:
                letters = {letter.lower() for letter in item["answer"] or ()}
                choices = [
                    (chr(97 + i) in letters, text) for i, text in enumerate(item.get("choice_texts") or ())
                ]
                yield from _said(item["stem"], choices)


_OF_TEXT = {"Aiken": _aiken, "GIFT": _gift, "Blackboard": _blackboard, "text2qti": _text2qti}
_OF_BYTES = {"Moodle XML": _moodle_xml, "QTI 1.2": _qti12, "QTI 2.1": _qti2}


def said_by(path: Path, format: str) -> list[Said]:
    """Return the questions with choices that a file has; none where nothing here reads its format."""
    data = path.read_bytes()
    if read := _OF_BYTES.get(format):
        return list(read(data))
    if read_text := _OF_TEXT.get(format):
        return list(read_text(data.decode("utf-8-sig", "replace").replace("\r\n", "\n") + "\n"))
    return list(_truth(path))
