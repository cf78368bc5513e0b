r"""The Markdown of banks: CommonMark with tables, math, references to choices and sizes of pictures.

Math is ``$...$`` by pandoc's rule (no space inside the dollars, no digit behind the second), ``\(...\)``, and
for displays ``$$...$$`` and ``\[...\]``. ``[[a]]`` is a reference. HTML is text. Link definitions (``[a]:
...``) are text, for they would vanish from a paper without a word. Inline tokens whose place matters carry in
``meta["at"]`` their 0-based offset in the content of their block; a display of its own lines carries in
``meta["lines"]`` the offsets, in the whole text, of its lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, autolink, backtick, image, link

from examgen.markup import signs
from examgen.markup.patterns import stands_in_pattern

#: Words inside math, with formulas of their own between dollars.
_TEXT_WITH_MATH: Final = (
    r"\\(?:text[a-z]{0,6}|mbox|hbox)\{(?:\\.|[^\\{}$`]|\{[^{}$`]*\})*"
    r"(?:\$(?:\\.|[^\\$`])+\$(?:\\.|[^\\{}$`]|\{[^{}$`]*\})*)+\}"
)
INLINE_MATH: Final = (
    (r"$$", re.compile(r"\$\$(?P<math>(?:\\.|[^\\$`]|\$(?!\$))*)\$\$", re.DOTALL)),
    (r"$", re.compile(rf"\$(?!\s)(?P<math>(?:{_TEXT_WITH_MATH}|\\.|[^\\$`])+)(?<!\s)\$(?!\d)", re.DOTALL)),
    (r"\(", re.compile(r"\\\((?P<math>(?:\\[^)]|[^\\])*)\\\)", re.DOTALL)),
    (r"\[", re.compile(r"\\\[(?P<math>(?:\\[^\]]|[^\\])*)\\\]", re.DOTALL)),
)
#: A formula does not end in such a sign; names of variables have it between them: $PATH:$HOME, $x=$y.
_BETWEEN_NAMES: Final = re.compile(r"(?s:[^\\]*[A-Za-z_][^\\]*)[:/=,;+*&|\"'(\[{<>.]")
#: Signs of one paragraph that may open or close something. The time to pair them grows with their square, and a
#: paragraph with more of them is no text.
MAX_MARKS: Final = 1000
_MARKS: Final = re.compile(r"[*_\[\]<&`$\"']|\\[(\[]")
_CLOSERS: Final = {"$$": "$$", r"\[": r"\]"}
_REFERENCE: Final = re.compile(r"\[\[[ \t]*(?P<id>[A-Za-z][\w.-]*)[ \t]*\]\]")
_SIZE: Final = re.compile(r"\{[^{}\n]*=[^{}\n]*\}")


class Parser(MarkdownIt):
    """markdown-it with our rules; addresses are kept as they are written.

    ``one_line`` is for a text of one line, which is a paragraph whatever sign it begins with: ``- 5`` is a number.
    """

    def __init__(self, *, one_line: bool = False) -> None:
        super().__init__("commonmark", {"html": False, "typographer": True, "maxNesting": 40})
        self.enable(["table", "smartquotes"]).disable("reference")
        if one_line:
            self.disable(["list", "heading", "blockquote", "hr"])
        self.block.ruler.before("fence", "math_block", _display, {"alt": ["paragraph", "blockquote", "list"]})
        self.inline.ruler.before("escape", "math", _math)
        self.inline.ruler.before("escape", "backslashes", signs.backslashes)
        self.inline.ruler.at("emphasis", signs.emphasis)
        self.inline.ruler.before("link", "reference", _reference)
        for name, rule in (("backticks", backtick), ("link", link), ("autolink", autolink)):
            self.inline.ruler.at(name, _placed(rule))
        self.inline.ruler.at("image", _placed(_sized_image))
        self.core.ruler.at("inline", _inline)
        self.core.ruler.before("smartquotes", "dashes", signs.dashes)
        self.core.ruler.push("statements", signs.statements)

    def validateLink(self, url: str) -> bool:  # noqa: N802, ARG002 -- markdown-it calls it so
        """Take every address: none is followed, and a picture's is checked with its place."""
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802 -- markdown-it calls it so
        """Return the address as it is written: pictures are files, not addresses of the web."""
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 -- markdown-it calls it so
        """Return the address as it is written."""
        return link


def _inline(state: StateCore) -> None:
    """Read what stands in each paragraph; one with too many marks is left as text, with ``meta["dense"]``."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = []
        if len(_MARKS.findall(token.content)) > MAX_MARKS:
            token.meta["dense"] = True
        else:
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def _math(state: StateInline, silent: bool) -> bool:
    """Inline math; what opens none becomes a token 'opener', to be asked what it meant."""
    start = state.pos
    if state.src[start] not in "$\\":
        return False
    for opener, pattern in INLINE_MATH:
        if not state.src.startswith(opener, start) or (opener, state.src) in state.env.get("unclosed", ()):
            continue
        match = pattern.match(state.src, start)
        if not match and opener[0] == "\\":
            # What closes none here closes none further on: it is looked for only once.
            state.env.setdefault("unclosed", set()).add((opener, state.src))
        if match:
            if not silent:
                token = state.push("math_inline", "math", 0)
                token.content, token.markup = match["math"], opener
                token.meta["at"] = start + len(opener)
                if joins_names(match):
                    token.meta["names"] = True
            state.pos = match.end()
            return True
    written = "$" if state.src[start] == "$" else state.src[start : start + 2]
    if written not in ("$", r"\(", r"\[") or stands_in_pattern(state.src, start):
        return False
    if not silent:
        token = state.push("opener", "", 0)
        token.content, token.markup, token.meta["at"] = written[-1], written, start
    state.pos += len(written)
    return True


def joins_names(formula: re.Match[str]) -> bool:
    """Return whether the dollars of a formula, found in its text, rather begin two names: ``$PATH:$HOME``."""
    behind = formula.string[formula.end() : formula.end() + 1]
    is_name = behind.isalpha() or (behind != "" and behind in "_{(")
    return is_name and formula[0][:1] == "$" and _BETWEEN_NAMES.fullmatch(formula["math"]) is not None


def _reference(state: StateInline, silent: bool) -> bool:
    match = _REFERENCE.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        token = state.push("reference", "", 0)
        token.content, token.meta["at"] = match["id"], state.pos
    state.pos = match.end()
    return True


def _placed(rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    """Wrap a rule of markdown-it so that its first token knows where it stands."""

    def placed(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        found = rule(state, silent)
        for token in state.tokens[count:]:
            if token.type != "text":
                token.meta.setdefault("at", start)
                break
        return found

    return placed


def _sized_image(state: StateInline, silent: bool) -> bool:
    if not image(state, silent):
        return False
    if match := _SIZE.match(state.src, state.pos):
        if not silent:
            state.tokens[-1].meta["size"] = match[0]
        state.pos = match.end()
    return True


def _display(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A display on lines of its own; blank lines inside are left for the guard to report."""
    first = state.bMarks[start_line] + state.tShift[start_line]
    opener = state.src[first : first + 2]
    if opener not in _CLOSERS or state.is_code_block(start_line):
        return False
    closer, parts, offsets = _CLOSERS[opener], [], []
    for line in range(start_line, end_line):
        begin = first + 2 if line == start_line else state.bMarks[line] + state.tShift[line]
        text = state.src[begin : state.eMarks[line]]
        if line > start_line and text.strip() and state.sCount[line] < state.blkIndent:
            return False
        offsets.append(begin)
        if closer in text:
            if text.rstrip().find(closer) != len(text.rstrip()) - 2:
                return False
            parts.append(text.rstrip()[:-2])
            break
        parts.append(text)
    else:
        return False
    if not silent:
        token = state.push("math_block", "math", 0)
        token.content, token.markup, token.meta["lines"] = "\n".join(parts), opener, offsets
        token.map = [start_line, start_line + len(parts)]
        state.line = start_line + len(parts)
    return True
