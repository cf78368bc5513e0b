"""Tests, sections and items of QTI 2 or 3, from one XML file or a package, gathered as questions in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from lxml import etree

from examgen.errors import Place, Problem, Severity
from examgen.formats.bounds import Problems, Questions
from examgen.formats.html.source import TooMuchHtmlError, parse_html
from examgen.formats.html.text import Pictures, element_to_markdown
from examgen.formats.qti2.body import UnprintableError, for_students, unpack
from examgen.formats.qti2.item import NAMELESS, TOOL, Around, read_item, student_rubrics
from examgen.formats.qti2.names import (
    ITEM,
    SECTION,
    STIMULUS,
    attribute,
    child,
    children,
    inside,
    kind,
    place,
)
from examgen.formats.qti2.rules import number
from examgen.formats.qtipackage import QtiPackage
from examgen.formats.textdraft import Draft
from examgen.formats.xmlleft import left_out
from examgen.model import Heading

#: The identifier of a test that we write and that has no title of its own.
UNTITLED = "untitled"
#: The class of a rubric that holds the exam's instructions.
INSTRUCTIONS = "instructions"
#: Files of sections inside each other.
_MOST_DEEP = 20


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the list of contents says of an item."""

    tags: tuple[str, ...] = ()
    difficulty: str | None = None


@dataclass(frozen=True, slots=True)
class _Within:
    """Where in a test an item stands."""

    titles: tuple[str, ...] = ()
    above: tuple[str, ...] = ()  #: Markdown of the rubrics of the sections around it
    shuffled: bool = False  #: its section says that its items are
    depth: int = 0


@dataclass(slots=True)
class Gatherer:
    """Gathers the questions of a file; each call adds those of one root element."""

    name: str  #: of the file in places
    package: QtiPackage | None = None  #: None: a single XML file
    metadata: Mapping[str, Metadata] = field(default_factory=dict)  #: by the name of an item's file
    several: bool = False  #: the package has several tests, whose titles tell their sections apart
    drafts: list[Draft] = field(default_factory=Questions)
    problems: list[Problem] = field(default_factory=Problems)
    heading: Heading = field(default_factory=Heading)
    places: dict[str, Place] = field(default_factory=dict)
    nameless: set[str] = field(default_factory=set)  #: ids that were made from words before we wrote them
    titles: set[str] = field(default_factory=set)  #: of the items so far, in lower case
    seen: set[str] = field(default_factory=set)  #: files of the package that were read

    def take_file(self, file: str) -> None:
        """Take a file of the package, once."""
        if self.package is None or file in self.seen:
            return
        self.seen.add(file)
        root = self.package.root(file)
        if isinstance(root, Problem):
            self.problems.append(root)
        else:
            self.take(root, file)
            self.package.let_go(file)

    def take(self, root: etree._Element, file: str = "", within: _Within | None = None) -> None:
        """Take a root element, and what is in it; ``file`` is its name in the package."""
        within = within or _Within()
        match kind(root):
            case "assessmentitem":
                self.item(root, file, Around(self.where(file)))
            case "assessmenttest":
                self.test(root, file)
            case "assessmentsection":
                self.section(root, file, within, only=False)
            case _:
                for each in inside(root, ITEM):
                    self.item(each, file, Around(self.where(file)))

    def where(self, file: str) -> str:
        """Return how places name a file."""
        return self.package.place(file) if self.package and file else self.name

    def item(self, root: etree._Element, file: str, around: Around) -> None:
        """Add the question of an item."""
        said = self.metadata.get(file, Metadata())
        title = attribute(root, "title").lower()
        around = replace(
            around,
            file=self.where(file),
            pictures=self.pictures(file),
            stimulus=lambda address: self.stimulus(address, file),
            page=lambda address: self.page(address, file),
            tags=said.tags,
            difficulty=said.difficulty,
            namesake=title in self.titles,
        )
        self.titles.add(title)
        draft = read_item(root, around, self.problems)
        if draft is not None:
            self.drafts.append(draft)
            if draft.id and attribute(root, "toolname") == TOOL and attribute(root, "label") == NAMELESS:
                self.nameless.add(draft.id)

    def pictures(self, file: str) -> Pictures | None:
        return self.package.pictures(file) if self.package else None

    def test(self, root: etree._Element, file: str) -> None:
        """Add the questions of a test."""
        title = " ".join(attribute(root, "title").split())
        untitled = attribute(root, "toolname") == TOOL and attribute(root, "identifier") == UNTITLED
        if title and not untitled and not self.heading.title:
            self.heading = replace(self.heading, title=title)
            self.places["title"] = place(self.where(file), root)
        within = _Within(titles=(title,) if self.several and title else ())
        parts = children(root, "testpart") or [root]
        sections = [
            each for part in parts for each in part if kind(each) in (SECTION, "assessmentsectionref")
        ]
        for each in sections:
            if kind(each) == SECTION:
                self.section(each, file, within, only=len(sections) == 1 and not self.several)
            else:
                self.reference(each, file, within)
        if any(True for _ in inside(root, "testfeedback")):
            self.warn(root, file, "the feedback of a test as a whole is left out", "write it somewhere else")
        if any(True for _ in inside(root, "branchrule", "precondition")):
            message = "which questions of a test come next depends on answers; all are read, in their order"
            self.warn(root, file, message, "look which ones belong on paper")

    def section(self, root: etree._Element, file: str, within: _Within, *, only: bool) -> None:
        """Add the questions of a section and of the sections in it; ``only``: its rubric is for the whole exam."""
        title = " ".join(attribute(root, "title").split())
        hidden = attribute(root, "visible").lower() in ("false", "0")
        ordering, selection = child(root, "ordering"), child(root, "selection")
        inner = replace(
            within,
            titles=(*within.titles, title) if title and not hidden else within.titles,
            above=(*within.above, *self.rubrics(root, file, only=only)),
            shuffled=ordering is not None and attribute(ordering, "shuffle").lower() in ("true", "1"),
        )
        if selection is not None:
            message = (
                f"section {title!r} draws {attribute(selection, 'select')} of its questions; all are read"
            )
            self.warn(selection, file, message, "draw them with --pick when you build")
        graders = [each for each in children(root, "rubricblock") if not for_students(each)]
        self.problems += left_out(graders, self.where(file), f"section {title!r}")
        for each in root:
            match kind(each):
                case "assessmentsection":
                    self.section(each, file, inner, only=False)
                case "assessmentitem":
                    self.item(each, file, self.around(each, file, inner))
                case "assessmentitemref" | "assessmentsectionref":
                    self.reference(each, file, inner)

    def around(self, element: etree._Element, file: str, within: _Within) -> Around:
        """Return what a test says of an item where it stands in it, or is named."""
        weight = next((number(attribute(each, "value")) for each in children(element, "weight")), None)
        return Around(
            self.where(file),
            above=within.above,
            section=" / ".join(within.titles) or None,
            weight=weight if weight is not None and weight >= 0 else Fraction(1),
            pin=within.shuffled and attribute(element, "fixed").lower() in ("true", "1"),
        )

    def reference(self, element: etree._Element, file: str, within: _Within) -> None:
        """Take the item or section that a test names."""
        address = attribute(element, "href")
        found = self.package.package.find(address, file) if self.package else None
        if (self.package is None and self.seen) or address in self.seen:
            return
        if self.package is None or found is None:
            # Said once: a single file has none of the items of its test.
            self.seen.add(self.name if self.package is None else address)
            hint = "export the test as a package (.zip), with its items in it"
            others = " and perhaps others" if self.package is None else ""
            message = f"the test names the file '{address}'{others}, which is not there"
            self.problems.append(Problem("missing-item", message, place(self.where(file), element), hint))
            return
        if found in self.seen or within.depth > _MOST_DEEP:
            return
        self.seen.add(found)
        root = self.package.root(found)
        if isinstance(root, Problem):
            self.problems.append(root)
        elif kind(root) == ITEM:
            self.item(root, found, self.around(element, found, within))
        else:
            self.take(root, found, replace(within, depth=within.depth + 1))
        self.package.let_go(found)

    def rubrics(self, section: etree._Element, file: str, *, only: bool) -> tuple[str, ...]:
        """Return what students have before them in a section; the exam's instructions go to its heading."""
        texts = []
        for element in student_rubrics(section):
            try:
                unpack(element, lambda address: self.page(address, file))
            except UnprintableError as error:
                message = f"a section begins with {error.what.removeprefix('a question that ')}"
                message = f"{message}, which cannot be printed"
                where = Place(self.where(file), error.line)
                self.problems.append(Problem("html-element", message, where, "write it as text"))
                continue
            made = element_to_markdown(element, self.pictures(file))
            self.problems += made.problems(place(self.where(file), element), "the text of a section")
            instructs = only or INSTRUCTIONS in attribute(element, "class").split()
            if instructs and "![" not in made.markdown and not self.heading.instructions:
                self.heading = replace(self.heading, instructions=made.markdown)
                self.places["instructions"] = place(self.where(file), element)
            elif made.markdown:
                texts.append(made.markdown)
        return tuple(texts)

    def stimulus(self, address: str, file: str) -> str | None:
        """Return the Markdown of a text that items share; None when it is not there."""
        found = self.package.package.find(address, file) if self.package else None
        root = self.package.root(found) if self.package and found else None
        if root is None or isinstance(root, Problem) or kind(root) != STIMULUS or found is None:
            return None
        self.seen.add(found)
        body = child(root, "stimulusbody")
        if body is None:
            return None
        unpack(body, lambda address: self.page(address, found))
        made = element_to_markdown(body, self.pictures(found))
        self.problems += made.problems(place(self.where(found), body), "a shared text")
        return made.markdown

    def page(self, address: str, file: str) -> etree._Element | None:
        """Return what a page of the package shows; its pictures are named from the top of the package."""
        found = self.package.package.find(address, file) if self.package else None
        text = self.package.text(found) if self.package and found else None
        if self.package is None or found is None or not isinstance(text, str):
            return None
        try:
            root, stopped = parse_html(text)
        except TooMuchHtmlError:
            return None
        page = next((each for each in root.iter() if kind(each) == "body"), root)
        if stopped:
            return None
        unpack(page, lambda _: None)
        for picture in inside(page, "img"):
            source = self.package.package.find(picture.get("src", ""), found)
            picture.set("src", source or picture.get("src", ""))
        page.tag = "div"
        return page

    def warn(self, element: etree._Element, file: str, message: str, hint: str) -> None:
        where = place(self.where(file), element)
        self.problems.append(Problem("test-rules", message, where, hint, Severity.WARNING))

    def finished(self) -> list[Draft]:
        """Return the questions; identifiers that several of them have name none."""
        counts = Counter(draft.id for draft in self.drafts)
        for draft in self.drafts:
            if counts[draft.id] > 1:
                draft.id = None
        return self.drafts
