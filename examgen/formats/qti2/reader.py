"""Reads QTI 2.0, 2.1, 2.2 and 3.0 of 1EdTech (IMS): an item, a test, or a package of them; writes packages of 2.1.

    <assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="mouth" title="Mouths" ...>
      <responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">
        <correctResponse><value>b</value></correctResponse>
      </responseDeclaration>
      <itemBody>
        <choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="1">
          <prompt>Where does a river end?</prompt>
          <simpleChoice identifier="a">At its source</simpleChoice>
          <simpleChoice identifier="b">At its mouth</simpleChoice>
        </choiceInteraction>
      </itemBody>
    </assessmentItem>

An item with one choice interaction is a question; all others are skipped with a word.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from lxml import etree

from examgen.errors import Place, Problem
from examgen.formats.ownletters import without_letters
from examgen.formats.qti2.names import ITEM, SECTION, TEST, child, inside, kind, words
from examgen.formats.qti2.pack import package_of
from examgen.formats.qti2.test import Gatherer, Metadata
from examgen.formats.qti2.write import losses_after
from examgen.formats.qtipackage import QtiPackage, is_package_of, open_package
from examgen.formats.reading import Reading
from examgen.formats.recognition import is_qti2
from examgen.formats.safexml import parse_xml
from examgen.formats.textdraft import finish
from examgen.model import Bank

_TYPE: Final = re.compile(r"imsqti_[a-z_]{0,20}xml_?v[23]p[0-9]")


def sniff_bytes(data: bytes) -> bool:
    """Return whether a zip is a package of QTI 2 or 3."""
    return is_package_of(data, lambda told: bool(_TYPE.match(told)) or is_qti2(told))


def read(name: str, source: str) -> Reading:
    """Return the bank in ``source``, the text of an XML file; ``name`` is its name in places."""
    root = parse_xml(name, source)
    if isinstance(root, Problem):
        return finish(name, [], [root])
    gathered = Gatherer(name)
    gathered.take(root)
    return _finished(name, gathered)


def read_bytes(name: str, data: bytes) -> Reading:
    """Return the bank in a package; ``name`` is the name of the zip in places."""
    package = open_package(name, data)
    if isinstance(package, Problem):
        return finish(name, [], [package])
    problems: list[Problem] = []
    roots = _roots(package, problems)
    tests = [file for file, name_of_root in roots if name_of_root == TEST]
    gathered = Gatherer(name, package, _metadata(package), several=len(tests) > 1, problems=problems)
    for file in tests:
        gathered.take_file(file)
    for file, _ in roots:
        gathered.take_file(file)
    gathered.problems += package.warnings
    return _finished(name, gathered)


def write(bank: Bank) -> bytes:
    """Return a bank as a package of QTI 2.1; pictures that came inside its file are in it."""
    return package_of(bank)


def losses(bank: Bank, written: bytes | None = None) -> list[Problem]:
    """Return what of a bank is lost when it is written as QTI 2.1.

    ``written`` is what it was written as, if that is known.
    """
    return losses_after(bank, read_bytes("bank.zip", written or write(bank)))


def _finished(name: str, gathered: Gatherer) -> Reading:
    drafts = gathered.finished()
    if not drafts and not gathered.problems:
        message, hint = "the file has no assessmentItem", "export questions as QTI 2.1, or name another file"
        return finish(name, [], [Problem("no-questions", message, Place(name), hint)])
    # What we have written ourselves names its choices, and their texts are as they were.
    others = [draft for draft in drafts if all(choice.id is None for choice in draft.choices)]
    said = [*gathered.problems, *without_letters(others)]
    reading = finish(name, drafts, said, gathered.heading, gathered.places)
    if not gathered.nameless:
        return reading
    questions = tuple(
        replace(question, given_id=question.given_id and question.id not in gathered.nameless)
        for question in reading.bank.questions
    )
    return replace(reading, bank=replace(reading.bank, questions=questions))


def _roots(package: QtiPackage, problems: list[Problem]) -> list[tuple[str, str]]:
    """Return the XML files with questions in the order of the list, with the kind of their root element.

    A file that the list does not name follows when its beginning looks like one with questions.
    """
    listed = [resource.href for resource in package.resources if resource.href.lower().endswith(".xml")]
    known = frozenset(listed)
    others = [file for file in sorted(package.names) if file.lower().endswith(".xml") and file not in known]
    for resource in package.resources:
        if not resource.href and resource.missing and _TYPE.match(resource.type):
            message = f"the package has no file '{resource.missing[0]}', which its list of contents names"
            problems.append(Problem("bad-package", message, resource.place, "export it anew"))
    found = []
    for file in dict.fromkeys([*listed, *others]):
        text = package.text(file)
        if isinstance(text, Problem):
            problems += [text] if file in known else []
            continue
        if not is_qti2(text):
            continue
        found.append((file, _kind(package, file, text)))
    # Sections that no test names come last, with what is in them.
    return sorted(found, key=lambda each: each[1] == SECTION)


def _kind(package: QtiPackage, file: str, text: str) -> str:
    """Return the kind of a file's root element as far as it is above items; there are many, and parsed one by one."""
    names = text.lower().replace("-", "")
    if TEST not in names and SECTION not in names:
        return ITEM
    root = package.root(file)
    return kind(root) if isinstance(root, etree._Element) else ITEM


def _metadata(package: QtiPackage) -> dict[str, Metadata]:
    """Return the keywords and the difficulty that the list says of each file."""
    root = package.root(package.manifest) if package.manifest else None
    if not isinstance(root, etree._Element):
        return {}
    said = {}
    elements = {element.get("identifier", ""): element for element in inside(root, "resource")}
    for resource in package.resources:
        element = elements.get(resource.id)
        about = child(element, "metadata") if element is not None else None
        if about is None or not resource.href:
            continue
        tags = [" ".join(words(each).split()) for each in inside(about, "keyword")]
        levels = [words(value) for each in inside(about, "difficulty") for value in inside(each, "value")]
        said[resource.href] = Metadata(
            tuple(dict.fromkeys(tag for tag in tags if tag)), next((level for level in levels if level), None)
        )
    return said
