"""Lines that lead through a course: ``[Back to top](#top)``, ``**Previous**: [Lakes](02.md) | **Next**: [Seas](04.md)``.

They become blank lines: they belong to the page, and to no question on it. So do tags of programs that make web pages,
alone on their line (``{% endhint %}``), and bullets with nothing behind them. ``View Answer``, what was a button, is
read as the caption of a fold is.
"""

from __future__ import annotations

import re
from dataclasses import replace

from examgen.formats.quiz.marking.lines import Line

_LINK = re.compile(r"\[(?P<text>[^\[\]]{0,80})\]\([^()\s]{1,300}\)")
_TAG_LINK = re.compile(r"<a\s[^<>]{1,300}>(?P<text>[^<>]{0,80})</a>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]{0,200}>", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
#: Words that say where a link leads.
_WAY = frozenset(
    _WORD.findall(
        "next previous prev back home top up index return continue contents toc menu "
        "weiter zur\u00fcck n\u00e4chste n\u00e4chstes n\u00e4chster vorherige oben inhalt "
        "retour suivant suivante pr\u00e9c\u00e9dent pr\u00e9c\u00e9dente haut accueil sommaire "
        "siguiente anterior volver arriba inicio \u00edndice pr\u00f3ximo pr\u00f3xima voltar topo "
        "successivo precedente torna indice"
    )
)
#: Words that may stand with them.
_WITH = frozenset(
    _WORD.findall(
        "to the of a table page course main list step lesson module chapter section quiz part week day question go "
        "questions unit topic overview nach zum zur der die das seite inhaltsverzeichnis en la le au \u00e0 du de "
        "le\u00e7on al el los lecci\u00f3n m\u00f3dulo tema ao p\u00e1gina aula"
    )
)
#: ``Next: Lakes``, ``Previous - Lakes``.
_WAY_FIRST = re.compile(r"\W*(?P<word>[^\W\d_]+)\s*[:\u2013\u2014-]")


#: What buttons over hidden answers say.
_BUTTON = re.compile(
    r"\s*(?:[>#]+\s+)?(?:\*\*|__|\[)?(?:show|view|see|reveal|check|display|toggle)\s+(?:the\s+)?(?:correct\s+)?"
    r"(?P<word>answer|solution|explanation)s?(?:\*\*|__|\])?\W{0,3}$",
    re.IGNORECASE,
)
_BUTTON_LENGTH = 40
#: ``{% hint %}`` and ``{{< expand >}}``.
_PAGE_TAG = re.compile(r"\s*(?:\{%[^{}]{0,300}%\}|\{\{[<%][^{}]{0,300}[%>]\}\})\s*$")


def without_navigation(lines: list[Line]) -> list[Line]:
    """Return the lines of a file; those that only lead to other pages, or lay this one out, are blank."""
    return [
        line
        if line.code or line.blank
        else replace(line, text="")
        if _is_furniture(lines, index)
        else _button(line)
        for index, line in enumerate(lines)
    ]


def _button(line: Line) -> Line:
    """Return a line that says ``View Answer`` and nothing else as a caption; any other line as it is."""
    found = _BUTTON.match(line.text) if len(line.text) <= _BUTTON_LENGTH else None
    return replace(line, text=found["word"].capitalize(), caption=True) if found else line


def _is_furniture(lines: list[Line], index: int) -> bool:
    text = lines[index].text
    if "](" in text or "<a" in text:
        return _leads(text)
    if "{%" in text or "{{" in text:
        return _PAGE_TAG.match(text) is not None
    bare = text.strip() if len(text) < 8 else ""
    return bare in ("*", "-") and index > 0 and lines[index - 1].text.lstrip().startswith(f"{bare} ")


def _leads(text: str) -> bool:
    """Tell whether a line has links, and beside them nothing but words such as *Next* and *Back to top*."""
    links = [*_LINK.finditer(text), *_TAG_LINK.finditer(text)]
    if not links:
        return False
    beside = _WORD.findall(_TAG.sub(" ", _TAG_LINK.sub(" ", _LINK.sub(" ", text))).casefold())
    if any(word not in _WAY and word not in _WITH for word in beside):
        return False
    if any(word in _WAY for word in beside):
        return True
    return all(_says_way(link["text"].casefold()) for link in links)


def _says_way(text: str) -> bool:
    """Tell whether the text of a link says where it leads, and nothing else but the name of a page behind a colon."""
    words = set(_WORD.findall(text))
    first = _WAY_FIRST.match(text)
    return bool(first and first["word"] in _WAY) or bool(words & _WAY and words <= _WAY | _WITH)
