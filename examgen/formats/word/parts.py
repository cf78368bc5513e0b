"""The parts of a Word file: its XML files, by what they are to each other."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from examgen.errors import Place, Problem
from examgen.formats.package import Package
from examgen.formats.safexml import parse_xml
from examgen.formats.xmlnames import local_name, value_of

#: Paragraphs of a document: ten thousand questions have less than a hundred thousand.
_MOST_PARAGRAPHS: Final = 150_000
_BAD_HINT: Final = "open it in Word or LibreOffice and save it anew as .docx"


@dataclass(slots=True)
class Parts:
    """A Word file that is open."""

    name: str  #: of the file, as the user gave it
    package: Package
    main: str  #: name of the part with the text
    body: etree._Element
    targets: dict[str, tuple[str, str, bool]]  #: of the main part: kind, address, whether outside, by id
    problems: list[Problem] = field(default_factory=list)  #: parts that cannot be read

    @classmethod
    def open(cls, name: str, data: bytes) -> Parts | Problem:
        """Return the parts of a file, or why it cannot be read."""
        package = Package.open(name, data)
        if isinstance(package, Problem):
            return package
        roots = _relations(package, "_rels/.rels")
        if isinstance(roots, Problem):
            return roots
        main = next(
            (target for kind, target, _ in roots.values() if kind == "officeDocument"), "word/document.xml"
        )
        main = posixpath.normpath(main.lstrip("/"))
        found = package.find(main)
        if found is None:
            message = "the package has no Word document in it"
            return Problem("bad-package", message, Place(name), _BAD_HINT)
        root = _tree(package, found)
        if isinstance(root, Problem):
            return root
        body = next((child for child in root if local_name(child) == "body"), None)
        if body is None:
            return Problem("bad-package", "the Word document has no text", Place(name), _BAD_HINT)
        if (count := sum(1 for _ in body.iter("{*}p"))) > _MOST_PARAGRAPHS:
            message = (
                f"the document has {count:,} paragraphs, and more than {_MOST_PARAGRAPHS:,} are not read"
            )
            return Problem(
                "docx-too-long", message, Place(name), "divide it into several files, and name them all"
            )
        folder, file = posixpath.split(found)
        targets = _relations(package, posixpath.join(folder, "_rels", f"{file}.rels"))
        if isinstance(targets, Problem):
            return targets
        return cls(name, package, found, body, targets)

    def part(self, kind: str) -> etree._Element | None:
        """Return the root of the part of this kind (``styles``, ``numbering``), None when there is none."""
        for found, target, outside in self.targets.values():
            if found == kind and not outside:
                return self._read(target)
        return None

    def parts(self, kind: str) -> list[etree._Element]:
        """Return the roots of all parts of this kind (``header``)."""
        names = [target for found, target, outside in self.targets.values() if found == kind and not outside]
        roots = [self._read(name) for name in dict.fromkeys(names)]
        return [root for root in roots if root is not None]

    def _read(self, target: str) -> etree._Element | None:
        file = self.package.find(target, "" if target.startswith("/") else self.main)
        root = None if file is None else _tree(self.package, file)
        if isinstance(root, Problem):
            self.problems.append(root)
            return None
        return root


def _tree(package: Package, file: str) -> etree._Element | Problem:
    source = package.text(file)
    return source if isinstance(source, Problem) else parse_xml(package.place(file), source.text)


def _relations(package: Package, file: str) -> dict[str, tuple[str, str, bool]] | Problem:
    found = package.find(file)
    root = None if found is None else _tree(package, found)
    if isinstance(root, Problem):
        return root
    out: dict[str, tuple[str, str, bool]] = {}
    for each in () if root is None else root:
        if local_name(each) == "Relationship":
            kind = (value_of(each, "Type") or "").rpartition("/")[2]
            outside = (value_of(each, "TargetMode") or "") == "External"
            out[value_of(each, "Id") or ""] = (kind, value_of(each, "Target") or "", outside)
    return out
