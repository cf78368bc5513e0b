"""Texts of Moodle XML as Markdown: in HTML, Markdown, plainly typed, or in Moodle's mixture of these; with pictures.

    <questiontext format="html"><text>...</text><file name="map.png" encoding="base64">iVBO...</file></questiontext>

A picture's address is ``@@PLUGINFILE@@/map.png``; its file stands beside the text that shows it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from functools import cache
from itertools import pairwise
from typing import Final
from urllib.parse import unquote

from lxml import etree
from markdown_it import MarkdownIt

from examgen import embedded
from examgen.errors import Place, Problem
from examgen.formats.gift.write import escaped_slashes
from examgen.formats.html.inline import words_to_markdown
from examgen.formats.html.languages import spans_of_mlang
from examgen.formats.html.text import to_markdown
from examgen.formats.moodle.math import from_moodle, to_moodle
from examgen.formats.oldmarkdown import from_extra
from examgen.formats.textrows import Row, looks_like_html, plain_text
from examgen.formats.xmlnames import local_name
from examgen.model import Text

PLUGINFILE: Final = "@@PLUGINFILE@@"
_IN_MARKDOWN = re.compile(rf"(?<=\]\(){PLUGINFILE}/([^\s()<>\"]+)|(?<=\]\(<){PLUGINFILE}/([^<>\n]+)(?=>)")
_ROOT = re.compile(r"\s*(?:\$[A-Za-z0-9]{1,30}\$/?)?(?:top(?:/|\s*\Z))?")
_TEX = re.compile(
    r"\[(?P<end>/?)tex(?:\s[^\[\]]{0,100})?\]|<(?P<close>/?)tex(?:\s[^<>]{0,100})?>", re.IGNORECASE
)
_PARAGRAPH = re.compile(r"<p(?:\s[^<>&]*)?>([^<>&]*)(?:<br\s*/?>\s*)?</p>\Z", re.IGNORECASE)
#: What a plain text has none of, and its length.
_MARKED = re.compile(r"[<>&\\$\[{\x00-\x08\x0b\x0e-\x1f\x7f]")
_SHORT: Final = 10_000
#: Characters of Markdown with HTML in it; what makes HTML of it takes longer for long texts.
_LONG: Final = 50_000
#: A formula with nothing in it at the very beginning: moodlexport puts it there so that Moodle looks for formulas.
_NO_FORMULA = re.compile(r"\A((?:<p>)?)\\\(\\\)")
#: What R/exams puts before each text; Moodle leaves it out too.
_STYLE = re.compile(r"<style\b[^<>]*>[^<>]*(?:</style\s*>|\Z)", re.IGNORECASE)
#: Elements inside an answer that are no part of its text where that stands without ``<text>``.
_BESIDE: Final = frozenset(("file", "feedback", "text"))


def child_of(element: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child with this name, None when there is none."""
    if element is None or not len(element):
        return None
    return next(element.iterchildren(f"{{*}}{name}"), None)


def words_of(element: etree._Element | None) -> str:
    """Return what stands in an element's ``<text>``, or in the element itself; "" where there is none."""
    if element is None:
        return ""
    inner = child_of(element, "text")
    return _inside(element if inner is None else inner)


def section_of(path: str) -> str:
    """Return the section that a category is: ``$course$/top/A/B//C`` is ``A / B/C``."""
    flat = " ".join(path.split())
    found = _ROOT.match(flat)
    return escaped_slashes(flat[found.end() if found else 0 :])


def _inside(element: etree._Element) -> str:
    """Return what is in an element; HTML that was written as XML comes back as HTML."""
    if not len(element):
        return element.text or ""
    children = [child for child in element if local_name(child) not in _BESIDE]
    if not children:
        return "".join([element.text or "", *(child.tail or "" for child in element)])
    parts = [html.escape(element.text or "", quote=False)]
    for child in element:
        if local_name(child) in _BESIDE:
            parts.append(html.escape(child.tail or "", quote=False))
        else:
            parts.append(str(etree.tostring(child, encoding="unicode", method="html")))
    return "".join(parts)


class Texts:
    """The texts of one question."""

    def __init__(
        self, file: str, question: etree._Element, of: str, problems: list[Problem], *, own: bool
    ) -> None:
        self.file, self.question, self.of, self.problems, self.own = file, question, of, problems, own
        stem = child_of(question, "questiontext")
        #: of texts that do not say theirs
        self.format = _format(stem, "html")
        self._files: dict[str, etree._Element] | None = None

    def stem(self) -> Text:
        """Return the text of the question, and below it the picture that old files have apart."""
        element = child_of(self.question, "questiontext")
        if element is None:
            return Text("", (self.place(self.question),))
        text = self.of_element(element)
        named, data = child_of(self.question, "image"), child_of(self.question, "image_base64")
        if named is None or not (named.text or "").strip():
            return text
        kept = self._kept((data.text or "") if data is not None else "", self.place(named))
        if kept is None:
            self._missing((named.text or "").strip(), self.place(named))
            return text
        places = (*text.places, self.place(named), self.place(named)) if text else (self.place(named),)
        return Text(f"{text.source}\n\n![]({kept})" if text else f"![]({kept})", places)

    def of_child(self, name: str, parent: etree._Element | None = None) -> Text | None:
        """Return the text in a child of the question, or of ``parent``; None when there is none."""
        element = child_of(self.question if parent is None else parent, name)
        if element is None:
            return None
        return self.of_element(element) or None

    def of_element(self, element: etree._Element) -> Text:
        """Return the text in an element, in the format that it says, or the question's."""
        inner = child_of(element, "text")
        raw = _inside(element if inner is None else inner)
        lead = raw[: len(raw) - len(raw.lstrip())]
        line = (element if inner is None else inner).sourceline or 0
        first = Place(self.file, line + lead.count("\n") if line else 0)
        format = _format(element, self.format)
        pictures = self._pictures(element)
        if format == "plain_text":
            return plain_text(self._rows(raw.strip(), first))
        if format == "markdown":
            return self._markdown(raw.strip("\r\n").rstrip(), first, pictures)
        if format == "moodle_auto_format":
            if not looks_like_html(raw):
                return plain_text(self._rows(raw.strip(), first))
            raw = _with_breaks(raw.strip())
        return self._html(raw.strip(), first, pictures)

    def place(self, element: etree._Element) -> Place:
        """Return where an element stands."""
        return Place(self.file, element.sourceline or 0)

    def problem(self, code: str, message: str, element: etree._Element, hint: str) -> None:
        """Report an error of the question."""
        self.problems.append(Problem(code, f"{self.of}: {message}", self.place(element), hint))

    def _rows(self, text: str, first: Place) -> list[Row]:
        return [
            (line, Place(self.file, first.line + index if first.line else 0))
            for index, line in enumerate(re.split("\r\n|\r|\n", text))
        ]

    def _placed(self, source: str, raw: str, first: Place) -> Text:
        """Return a text whose lines have the places of those that it was made of, as far as they go."""
        if "\n" not in source:
            return Text(source, (first,))
        places = [place for _, place in self._rows(raw, first)]
        count = source.count("\n") + 1
        return Text(source, tuple((places + [places[-1]] * count)[:count]))

    def _html(self, raw: str, first: Place, pictures: Callable[[str], str | None]) -> Text:
        # Most texts are one plain paragraph, which needs no parser: ten thousand questions have a hundred thousand.
        simple = _PARAGRAPH.match(raw)
        inner = simple[1] if simple else raw
        if "\\" in inner:
            inner = _NO_FORMULA.sub(r"\1", inner)
        if not inner.strip():
            return Text("", (first,))
        if len(inner) < _SHORT and not _MARKED.search(inner):
            return self._placed(words_to_markdown(inner), raw, first)
        made = to_markdown(spans_of_mlang(_tex(_STYLE.sub("", inner))), pictures)
        self.problems += made.problems(first, self.of)
        return self._placed(made.markdown, raw, first)

    def _markdown(self, raw: str, first: Place, pictures: Callable[[str], str | None]) -> Text:
        if not self.own and looks_like_html(raw):
            if len(raw) > _LONG:
                message, hint = f"{self.of}: a text in Markdown is too long", "divide it"
                self.problems.append(Problem("html-too-long", message, first, hint))
                return Text("", (first,))
            rendered = MarkdownIt("commonmark").enable("table").render(to_moodle(raw))
            return self._placed(self._html(rendered, first, pictures).source, raw, first)

        def picture(found: re.Match[str]) -> str:
            try:
                address = pictures(found[0])
            except embedded.TooMuchError as error:
                self.problems.append(_too_much(self.of, error, first))
                return found[0]
            if address is None:
                self._missing(found[0], first)
            return address or found[0]

        source = from_moodle(raw.replace("\r\n", "\n"), own=self.own)
        if self.own:
            source = from_extra(source)
        return self._placed(_IN_MARKDOWN.sub(picture, source) if PLUGINFILE in source else source, raw, first)

    def _pictures(self, element: etree._Element) -> Callable[[str], str | None]:
        """Return what gives the address of a picture inside the file; its element's own files come first."""
        own = cache(lambda: _named(element.iterchildren("{*}file")))

        def picture(address: str) -> str | None:
            inside = address.startswith(PLUGINFILE)
            name = unquote(address.removeprefix(PLUGINFILE).partition("?")[0]).lstrip("/")
            if self._files is None:
                self._files = _named(self.question.iter("{*}file"))
            file = own().get(name, self._files.get(name))
            if file is None:
                return None if inside else address
            is_base64 = str(file.get("encoding") or "base64").lower() == "base64"
            return embedded.keep_base64(file.text or "") if is_base64 else None

        return picture

    def _kept(self, data: str, place: Place) -> str | None:
        try:
            return embedded.keep_base64(data)
        except embedded.TooMuchError as error:
            self.problems.append(_too_much(self.of, error, place))
            return None

    def _missing(self, name: str, place: Place) -> None:
        message = f"{self.of}: the picture {name!r} is not in the file"
        self.problems.append(Problem("missing-picture", message, place, "export it anew, with its files"))


def _named(files: Iterable[etree._Element]) -> dict[str, etree._Element]:
    """Return files by their names, with their folders and without."""
    named: dict[str, etree._Element] = {}
    for file in files:
        name = file.get("name") or ""
        named.setdefault(f"{file.get('path') or ''}{name}".lstrip("/"), file)
        named.setdefault(name, file)
    named.pop("", None)
    return named


def _too_much(of: str, error: Exception, place: Place) -> Problem:
    return Problem("too-many-pictures", f"{of}: {error}", place, "save them as files beside the bank")


def _format(element: etree._Element | None, default: str) -> str:
    """Return the format of a text as Moodle names it; what Moodle does not know is HTML to it."""
    said = "" if element is None else str(element.get("format") or "").strip().casefold()
    if not said:
        return default
    if said == "wiki_like":
        return "moodle_auto_format"
    return said if said in ("moodle_auto_format", "plain_text", "markdown") else "html"


def _with_breaks(raw: str) -> str:
    """Return HTML in which ends of lines are printed as such, but for those between two tags."""
    lines = re.split("\r\n|\r|\n", raw)
    between = [a.rstrip().endswith(">") and b.lstrip().startswith("<") for a, b in pairwise(lines)]
    return "\n".join(
        line if apart else f"{line}<br>" for line, apart in zip(lines, [*between, True], strict=True)
    )


def _tex(raw: str) -> str:
    r"""Return a text with ``[tex]x[/tex]``, as Moodle's filters have it, as ``\(x\)``."""
    if "tex" not in raw and "TEX" not in raw:
        return raw
    parts: list[str] = []
    done, opened = 0, None
    for found in _TEX.finditer(raw):
        if not (found["end"] or found["close"]):
            opened = found
        elif opened is not None:
            parts += [raw[done : opened.start()], rf"\({raw[opened.end() : found.start()]}\)"]
            done, opened = found.end(), None
    return "".join([*parts, raw[done:]])
