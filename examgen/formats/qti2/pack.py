"""Writes banks as packages of QTI 2.1: a list of contents, a test, items and pictures in a zip.

The bytes depend on the bank only: times in the zip are fixed, and files stand in the order of the questions.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Final

from examgen.errors import Place
from examgen.formats.qti2.item import TOOL
from examgen.formats.qti2.pictures import Shelf
from examgen.formats.qti2.test import INSTRUCTIONS, UNTITLED
from examgen.formats.qti2.write import NAMESPACE, SCHEMA, blocks, free, identifier, item, quoted
from examgen.model import Bank, Question, Text

_TIME: Final = (1980, 1, 1, 0, 0, 0)
_MODE: Final = 0o644 << 16
_CONTENT: Final = "http://www.imsglobal.org/xsd/imscp_v1p1"
_CONTENT_SCHEMA: Final = "http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd"
_LOM: Final = "http://ltsc.ieee.org/xsd/LOM"
_LOM_SCHEMA: Final = "http://www.imsglobal.org/xsd/imsmd_loose_v1p3p2.xsd"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_LEVELS: Final = ("very easy", "easy", "medium", "difficult", "very difficult")
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>'


@dataclass(frozen=True, slots=True)
class _Item:
    """An item in the package."""

    question: Question
    name: str  #: its identifier
    source: str
    pictures: tuple[str, ...]  #: names of its pictures in the package

    @property
    def file(self) -> str:
        return f"items/{self.name}.xml"


def package_of(bank: Bank) -> bytes:
    """Return the zip for a bank."""
    shelf = Shelf(bank)
    items = list(_items(bank, shelf))
    files = {
        "imsmanifest.xml": _manifest(items).encode(),
        "test.xml": _test(bank, items, shelf).encode(),
        **{each.file: each.source.encode() for each in items},
        **shelf.files,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as opened:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, _TIME)
            info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, _MODE, 3
            opened.writestr(info, data)
    return out.getvalue()


def _items(bank: Bank, shelf: Shelf) -> Iterator[_Item]:
    taken: set[str] = {"test", "manifest"}
    for question in bank.questions:
        name = free(identifier(question.id), taken)
        shelf.asked.clear()
        source = item(question, name, shelf)
        yield _Item(question, name, source, tuple(shelf.asked))


def _manifest(items: Sequence[_Item]) -> str:
    lines = [
        _HEAD,
        f'<manifest xmlns="{_CONTENT}" xmlns:imsmd="{_LOM}" xmlns:xsi="{_XSI}"'
        f' xsi:schemaLocation="{_CONTENT} {_CONTENT_SCHEMA} {_LOM} {_LOM_SCHEMA}" identifier="manifest">',
        "  <metadata><schema>QTIv2.1 Package</schema><schemaversion>1.0.0</schemaversion></metadata>",
        "  <organizations/>",
        "  <resources>",
        '    <resource identifier="test" type="imsqti_test_xmlv2p1" href="test.xml">',
        '      <file href="test.xml"/>',
        *(f'      <dependency identifierref="{each.name}"/>' for each in items),
        "    </resource>",
    ]
    for each in items:
        lines.append(f'    <resource identifier="{each.name}" type="imsqti_item_xmlv2p1" href="{each.file}">')
        lines += _metadata(each.question)
        lines += [f'      <file href="{file}"/>' for file in (each.file, *each.pictures)]
        lines.append("    </resource>")
    return "\n".join([*lines, "  </resources>", "</manifest>"]) + "\n"


def _metadata(question: Question) -> Iterator[str]:
    if not question.tags and not question.difficulty:
        return
    yield "      <metadata><imsmd:lom>"
    if question.tags:
        words = "".join(
            f"<imsmd:keyword><imsmd:string>{escape(tag)}</imsmd:string></imsmd:keyword>"
            for tag in question.tags
        )
        yield f"        <imsmd:general>{words}</imsmd:general>"
    if question.difficulty:
        source = "LOMv1.0" if question.difficulty in _LEVELS else TOOL
        yield (
            f"        <imsmd:educational><imsmd:difficulty><imsmd:source>{source}</imsmd:source>"
            f"<imsmd:value>{escape(question.difficulty)}</imsmd:value></imsmd:difficulty></imsmd:educational>"
        )
    yield "      </imsmd:lom></metadata>"


def _test(bank: Bank, items: Sequence[_Item], shelf: Shelf) -> str:
    name = "exam" if bank.heading.title else UNTITLED
    lines = [
        _HEAD,
        f'<assessmentTest xmlns="{NAMESPACE}" xmlns:xsi="{_XSI}" xsi:schemaLocation="{NAMESPACE} {SCHEMA}"'
        f' identifier="{name}" title={quoted(bank.heading.title or bank.name)} toolName="{TOOL}">',
        '  <outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float">'
        "<defaultValue><value>0</value></defaultValue></outcomeDeclaration>",
        '  <testPart identifier="part" navigationMode="nonlinear" submissionMode="individual">',
    ]
    groups = [(title, list(group)) for title, group in groupby(items, lambda each: each.question.section)]
    for number, (title, group) in enumerate(groups or [(None, [])], 1):
        shown = f"title={quoted(title)}" if title else 'title="Questions"'
        visible = "true" if title else "false"
        lines.append(f'    <assessmentSection identifier="section_{number}" {shown} visible="{visible}">')
        lines.append('      <ordering shuffle="true"/>')
        if number == 1 and bank.heading.instructions:
            text = Text(bank.heading.instructions, (bank.places.get("instructions", Place(_file(bank))),))
            html = blocks(text, shelf).replace('src="../', 'src="')
            lines.append(f'      <rubricBlock class="{INSTRUCTIONS}" view="candidate">{html}</rubricBlock>')
        for each in group:
            fixed = ' fixed="true"' if each.question.pin else ""
            lines.append(f'      <assessmentItemRef identifier="{each.name}" href="{each.file}"{fixed}/>')
        lines.append("    </assessmentSection>")
    lines += [
        "  </testPart>",
        '  <outcomeProcessing><setOutcomeValue identifier="SCORE"><sum><testVariables variableIdentifier="SCORE"/>'
        "</sum></setOutcomeValue></outcomeProcessing>",
        "</assessmentTest>",
    ]
    return "\n".join(lines) + "\n"


def _file(bank: Bank) -> str:
    return str(bank.files[0]) if bank.files else ""
