"""Packages of the IMS: a zip with a list of its resources (imsmanifest.xml), questions in XML, and pictures.

This is what QTI 1.2 and QTI 2 have in common: the resources in the order of the list, the XML of a file, the
pictures that it names. A zip without a list is read too, with its XML files in the order of their names.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

from lxml import etree

from examgen.errors import Place, Problem
from examgen.formats.html.pictures import Pictures
from examgen.formats.package import Package
from examgen.formats.safexml import parse_xml
from examgen.formats.source import Source
from examgen.formats.xmlnames import local_name

MANIFEST: Final = "imsmanifest.xml"
#: Suffixes of files that may hold questions.
_XML: Final = (".xml", ".qti", ".dat")
#: What computers add to zips by themselves.
_LITTER: Final = re.compile(r"(?:^|/)(?:__MACOSX/|\._|\.DS_Store$)")
#: How Blackboard names a file of a course, in texts and in the name of the file.
_XID: Final = re.compile(r"xid-[0-9]{1,20}_[0-9]{1,20}")
#: What programs write before the path of a file of theirs.
_BASE: Final = re.compile(r"^(?:\$[A-Za-z_-]{1,40}\$|@X@[^@]{1,80}@X@)+/?")
#: Files that are looked into to tell what a package without a telling list is.
_LOOKED_AT: Final = 50
#: Bytes of each that are looked at.
_HEAD: Final = 20_000


@dataclass(frozen=True, slots=True)
class Resource:
    """One entry of the list of contents."""

    id: str  #: its identifier, "" when it has none
    type: str  #: as written: ``imsqti_xmlv1p2``, ``imsqti_item_xmlv2p1``, ``assessment/x-bb-qti-pool``
    href: str  #: the name of its main file in the package; "" when it names none that is there
    files: tuple[str, ...]  #: the names of all its files that are there, the main one included
    missing: tuple[str, ...]  #: addresses that it names and that are not there
    depends: tuple[str, ...]  #: identifiers of resources that it needs
    title: str  #: Blackboard's title of it, "" elsewhere
    place: Place  #: where it stands in the list


@dataclass(slots=True)
class QtiPackage:
    """An open package."""

    package: Package
    manifest: str = ""  #: the name of the list's file, "" when there is none
    title: str = ""  #: of the whole, from the list's metadata
    resources: tuple[Resource, ...] = ()  #: in the order of the list; without a list, one for each XML file
    ordered: tuple[str, ...] = ()  #: identifiers of resources in the order of the first organization
    names: frozenset[str] = frozenset()  #: of all files in the package
    _roots: dict[str, etree._Element | Problem] = field(default_factory=dict)
    #: texts that were looked at and are not yet parsed
    _sources: dict[str, Source | Problem] = field(default_factory=dict)
    _warnings: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    _pictures: dict[tuple[str, str], str | None] = field(default_factory=dict)
    _named: dict[str, list[str]] = field(default_factory=dict)

    @property
    def files(self) -> tuple[str, ...]:
        """The names of all files in the package."""
        return self.package.files

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What was assumed of the files read so far, such as their encoding."""
        return tuple(problem for problems in self._warnings.values() for problem in problems)

    def place(self, file: str) -> str:
        """Return how places name a file: the package and the file in it."""
        return self.package.place(file)

    def root(self, file: str) -> etree._Element | Problem:
        """Return the root element of an XML file of the package, or why it cannot be read.

        It is parsed once, unless it was let go meanwhile.
        """
        if file not in self._roots:
            source = self._source(file)
            del self._sources[file]
            if isinstance(source, Problem):
                self._roots[file] = source
            else:
                self._warnings[file] = source.problems
                self._roots[file] = parse_xml(self.place(file), source.text)
        return self._roots[file]

    def let_go(self, file: str) -> None:
        """Keep the tree of a file no longer: ten thousand of them take hundreds of megabytes."""
        self._roots.pop(file, None)

    def text(self, file: str) -> str | Problem:
        """Return the text of a file, or why it cannot be read."""
        source = self._source(file)
        return source if isinstance(source, Problem) else source.text

    def _source(self, file: str) -> Source | Problem:
        if file not in self._sources:
            self._sources[file] = self.package.text(file)
        return self._sources[file]

    def head(self, file: str) -> str:
        """Return the beginning of a file, to see what it is; nothing but that is unpacked."""
        return self.package.head(file, _HEAD)

    def pictures(self, file: str) -> Pictures:
        """Return what gives the addresses of pictures that ``file`` names, relative to it."""
        folder = posixpath.dirname(file)
        given = self.package.pictures(file)

        def picture(address: str) -> str | None:
            # One picture may stand in many questions, and what is unpacked is counted.
            key = (folder, address)
            if key not in self._pictures:
                found = given(address)
                if found is None and (other := self._elsewhere(address)) is not None:
                    found = self.package.pictures("")(other)
                self._pictures[key] = found
            return self._pictures[key]

        return picture

    def _elsewhere(self, address: str) -> str | None:
        """Return the one file that an address can mean, though it lies in another folder; None when none can."""
        written = unquote(address).partition("?")[0].partition("#")[0].replace("\\", "/")
        if (xid := _XID.search(written)) is not None:
            found = [file for file in self.names if f"{xid[0]}." in file and not file.endswith(".xml")]
            return found[0] if len(found) == 1 else None
        path = _BASE.sub("", written).lstrip("./").casefold()
        named = self._by_name().get(posixpath.basename(path), ())
        ending = [file for file in named if f"/{file}".casefold().endswith(f"/{path}")]
        for found in (ending, list(named)):
            if len(found) == 1:
                return found[0]
        return None

    def _by_name(self) -> dict[str, list[str]]:
        """Return the files of the package by their names without folders, in lower case."""
        if not self._named:
            for file in self.files:
                if "." in posixpath.basename(file) and not _LITTER.search(file):
                    self._named.setdefault(posixpath.basename(file).casefold(), []).append(file)
        return self._named

    def resource(self, id: str) -> Resource | None:
        """Return the resource with an identifier."""
        return next((resource for resource in self.resources if resource.id == id), None)


def open_package(name: str, data: bytes) -> QtiPackage | Problem:
    """Return the package in the bytes of a file, or why it cannot be opened; ``name`` is its name in places."""
    found = _with_list(name, data)
    if isinstance(found, Problem):
        return found
    package, root = found
    if root is None:
        package.resources = _without_manifest(package)
        return package
    package.title = _title(root)
    package.resources = tuple(_resources(package, root))
    package.ordered = tuple(
        element.get("identifierref", "")
        for element in _named(root, "item")
        if element.get("identifierref") and _inside(element, "organization")
    )
    return package


def _with_list(name: str, data: bytes) -> tuple[QtiPackage, etree._Element | None] | Problem:
    """Return a package whose list of contents is not gone through yet, and that list's root, None without one."""
    opened = Package.open(name, data)
    if isinstance(opened, Problem):
        return opened
    package = QtiPackage(opened, manifest=_manifest(opened.files), names=frozenset(opened.files))
    if not package.manifest:
        return package, None
    root = package.root(package.manifest)
    return root if isinstance(root, Problem) else (package, root)


def is_package_of(data: bytes, tells: Callable[[str], bool]) -> bool:
    """Tell whether a zip is a package of a kind; ``tells`` judges the type of a resource or the head of an XML file.

    The types of the list decide; where none of them tells, the first XML files do.
    """
    if not data.startswith(b"PK\x03\x04"):
        return False
    found = _with_list("", data)
    if isinstance(found, Problem):
        return False
    package, root = found
    # What a list names is looked up when its package is read, not when it is recognised.
    if root is not None and any(tells(_type(element)) for element in _entries(root)):
        return True
    files = [file for file in package.files if is_question_file(file) and file != package.manifest]
    return any(tells(package.head(file)) for file in files[:_LOOKED_AT])


def unread_list(name: str, data: bytes) -> Problem | None:
    """Return why a zip cannot be opened, or the list of its contents cannot be read; None where both can."""
    found = _with_list(name, data)
    return found if isinstance(found, Problem) else None


def is_question_file(file: str) -> bool:
    """Tell whether a file of a package may hold questions, by its name."""
    return file.lower().endswith(_XML) and not _LITTER.search(file)


def _manifest(files: tuple[str, ...]) -> str:
    """Return the list of contents that is nearest to the top; people zip the folder it is in, too."""
    found = [
        file for file in files if posixpath.basename(file).lower() == MANIFEST and not _LITTER.search(file)
    ]
    return min(found, key=lambda file: (file.count("/"), file), default="")


def _without_manifest(package: QtiPackage) -> tuple[Resource, ...]:
    files = sorted(file for file in package.files if is_question_file(file))
    return tuple(Resource("", "", file, (file,), (), (), "", Place(package.place(file))) for file in files)


def _resources(package: QtiPackage, root: etree._Element) -> Iterator[Resource]:
    base = "".join(_attribute(each, "base") for each in (root, *_tops(root)))
    return (_resource(package, element, base) for element in _entries(root))


def _tops(root: etree._Element) -> list[etree._Element]:
    """Return the element of a list of contents in which its resources are, if it has one."""
    return [child for child in root if local_name(child) == "resources"][:1]


def _entries(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements of a list of contents that are resources."""
    return (element for top in _tops(root) for element in top if local_name(element) == "resource")


def _type(resource: etree._Element) -> str:
    return (resource.get("type") or "").strip()


def _resource(package: QtiPackage, element: etree._Element, above: str) -> Resource:
    folder = posixpath.join(above, _attribute(element, "base"))
    # Blackboard names the file in an attribute of its own.
    main = element.get("href") or _attribute(element, "file")
    listed = [child.get("href", "") for child in element if local_name(child) == "file"]
    found: dict[str, None] = {}
    missing = []
    href = ""
    for address in dict.fromkeys((main or "", *listed)):
        if not address:
            continue
        file = _find(package, address, folder)
        if file is None:
            missing.append(address)
            continue
        found[file] = None
        href = href or (file if address == main else "")
    return Resource(
        id=element.get("identifier", ""),
        type=_type(element),
        href=href,
        files=tuple(found),
        missing=tuple(dict.fromkeys(missing)),
        depends=tuple(
            child.get("identifierref", "") for child in element if local_name(child) == "dependency"
        ),
        title=_attribute(element, "title"),
        place=Place(package.place(package.manifest), element.sourceline or 0),
    )


def _find(package: QtiPackage, address: str, folder: str) -> str | None:
    """Return the file at an address of the list; written with or without the escapes of URLs, and base or not."""
    for base in dict.fromkeys((posixpath.join(folder, ""), "")):
        at = posixpath.join(posixpath.dirname(package.manifest), base)
        for written in dict.fromkeys((address, unquote(address))):
            candidate = posixpath.normpath(posixpath.join(at, written))
            if candidate in package.names:
                return candidate
        if (found := package.package.find(address, posixpath.join(at, "x"))) is not None:
            return found
    return None


def _attribute(element: etree._Element, name: str) -> str:
    """Return an attribute by its name without namespace, "" when it is not there."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def _named(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return (element for element in root.iter(etree.Element) if local_name(element) == name)


def _inside(element: etree._Element, name: str) -> bool:
    return any(local_name(above) == name for above in element.iterancestors())


def _title(root: etree._Element) -> str:
    """Return the title in the metadata of the list; "" when it says none."""
    for part in root:
        if local_name(part) != "metadata":
            continue
        for title in _named(part, "title"):
            return " ".join("".join(str(text) for text in title.itertext()).split())
    return ""
