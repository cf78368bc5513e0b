"""The files with questions in a QTI 1.2 package, in the order of its list of contents.

Course exports of Canvas hold each quiz twice: as Common Cartridge allows, and whole in ``non_cc_assessments``. The
whole one is read in the place of the other.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from examgen.errors import Problem
from examgen.formats.html.pictures import Pictures
from examgen.formats.qtipackage import QtiPackage, is_question_file
from examgen.formats.recognition import is_qti12
from examgen.formats.xmlnames import local_name

_META: Final = "assessment_meta.xml"
_WHOLE: Final = "non_cc_assessments/{}.xml.qti"
TYPE: Final = re.compile(r"imsqti_xmlv1|x-bb-qti-")


@dataclass(frozen=True, slots=True)
class Source:
    """One XML file with questions."""

    file: str  #: its name in places
    root: etree._Element
    pictures: Pictures
    title: str = ""  #: what the list of contents calls it
    meta: etree._Element | None = None  #: what Canvas says of the quiz in a file of its own


def sources_of(package: QtiPackage) -> Iterator[Source | Problem]:
    """Give the files with questions, or why one cannot be read."""
    seen: set[str] = set()
    yield from _gone(package)
    for file, title in _listed(package):
        whole = _WHOLE.format(posixpath.basename(posixpath.dirname(file)))
        if posixpath.basename(file) == "assessment_qti.xml" and whole in package.names:
            file = whole
        if file in seen:
            continue
        seen.add(file)
        yield from _source(package, file, title)


def _gone(package: QtiPackage) -> Iterator[Problem]:
    """Give the files with questions that the list of contents names and that are not there."""
    for resource in package.resources:
        if TYPE.search(resource.type) and not any(is_question_file(file) for file in resource.files):
            named = resource.missing[0] if resource.missing else resource.id
            message = f"the package has no file '{named}', which its list of contents names"
            yield Problem("bad-package", message, resource.place, "export it anew")


def fault_of(package: QtiPackage) -> Problem | None:
    """Return why the files of a package cannot be read, as with a password; None when they can."""
    for file in package.files:
        if is_question_file(file) and not package.head(file):
            text = package.text(file)
            return text if isinstance(text, Problem) and text.code != "empty-file" else None
    return None


def _listed(package: QtiPackage) -> Iterator[tuple[str, str]]:
    """Give the files that may hold questions, with their titles: those of the list first."""
    for resource in package.resources:
        for file in resource.files:
            if is_question_file(file):
                yield file, resource.title
    for file in sorted(package.names):
        if is_question_file(file) and file != package.manifest:
            yield file, ""


def _source(package: QtiPackage, file: str, title: str) -> Iterator[Source | Problem]:
    if not is_qti12(package.head(file)):
        return
    root = package.root(file)
    if isinstance(root, Problem):
        yield root
    elif local_name(root) == "questestinterop":
        yield Source(package.place(file), root, package.pictures(file), title, _meta(package, file))


def _meta(package: QtiPackage, file: str) -> etree._Element | None:
    folder = posixpath.dirname(file)
    stem = posixpath.basename(file).partition(".")[0]
    for candidate in (posixpath.join(folder, _META), posixpath.join(stem, _META)):
        if candidate in package.names:
            root = package.root(candidate)
            return None if isinstance(root, Problem) else root
    return None
