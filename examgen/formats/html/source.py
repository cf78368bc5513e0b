"""HTML as people and their editors write it, made ready for a parser that would drop parts of it.

To a browser ``vector<int>`` and ``if a<b then`` have tags in them, and what looks like a tag is not shown. In a bank
these are words: only names that HTML knows, written as a tag is written, are tags.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

#: Characters of one HTML text. A printed text has 20,000; pictures in it take the rest.
MAX_CHARS: Final = 20_000_000
#: Tags of one HTML text.
MAX_TAGS: Final = 100_000
#: Attributes of one tag. Each is compared with all others.
MAX_ATTRIBUTES: Final = 500

_HTML: Final = """
a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br
button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed
fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img
input ins isindex kbd label legend li link listing main map mark marquee math menu meta meter nav nobr noembed noframes
noscript object ol optgroup option output p param picture plaintext pre progress q rb rp rt rtc ruby s samp script
section select slot small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th
thead time title tr track tt u ul var video wbr xmp
"""
_MATHML: Final = """
mi mn mo ms mtext mspace mrow mfrac msqrt mroot mstyle merror mpadded mphantom mfenced menclose msub msup msubsup munder
mover munderover mmultiscripts mprescripts none mtable mtr mlabeledtr mtd maligngroup malignmark maction semantics
annotation annotation-xml mstack mlongdiv
"""
_SVG: Final = "g path circle rect line ellipse polygon polyline text tspan defs use symbol desc image"
_NAMES: Final = frozenset(f"{_HTML} {_MATHML} {_SVG}".split())
#: Attributes that stand without a value. ``a<b and c>d`` has none of them.
_VALUELESS: Final = """
async autoplay border checked compact controls defer disabled hidden ismap loop multiple muted nohref noresize noshade
novalidate nowrap open playsinline readonly required reversed selected shown
"""
_BARE: Final = frozenset(_VALUELESS.split())
_TAG: Final = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z][^\s/<>\"']*)(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)(?P<close>>?)"
)
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[|\]\]>|<[!?][^>]{0,300}>", re.DOTALL)
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_VALUE: Final = re.compile(r"\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"']*)")


class TooMuchHtmlError(ValueError):
    """The text is too long or has too many tags to be a part of a question."""


def parse_html(html: str) -> tuple[etree._Element, bool]:
    """Return the element around an HTML text, and whether the parser stopped before its end.

    Raises:
        TooMuchHtmlError: it is too long, or too much in it is a tag.
    """
    if len(html) > MAX_CHARS or html.count("<") > MAX_TAGS:
        raise TooMuchHtmlError
    source = _TAG.sub(_tag, _COMMENT.sub("", _FORBIDDEN.sub(" ", html)))
    # A parser of its own for each text: what it says of errors is of this text.
    parser = etree.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, recover=True
    )
    root = etree.fromstring(f"<html><body><div>{source}</div></body></html>", parser)
    stopped = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    return root, stopped


def _tag(found: re.Match[str]) -> str:
    """Return what looks like a tag as it is when it is one, and as text otherwise."""
    name = found["name"].lower()
    known = name in _NAMES or ":" in name or name in _WITH_HYPHEN
    if known and found["close"] and (not found["attributes"] or _are_attributes(found["attributes"])):
        return found[0]
    return f"&lt;{found[0][1:]}"


def _are_attributes(written: str) -> bool:
    """Tell attributes from the words of a text between ``<`` and ``>``.

    Raises:
        TooMuchHtmlError: there are too many.
    """
    names = _VALUE.sub("=", written)
    words = names.split()
    if len(words) + sum(map(names.count, "=/\"'")) > 2 * MAX_ATTRIBUTES:
        raise TooMuchHtmlError
    return all("=" in word or "-" in word or word.lower().strip("/") in ("", *_BARE) for word in words)


_WITH_HYPHEN: Final = frozenset(name for name in _NAMES if "-" in name)
