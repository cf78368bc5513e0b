"""Rules on stems and rationales."""

from __future__ import annotations

import re
from collections.abc import Iterator

from examgen.advice.items import QUOTED, Item, quoted
from examgen.advice.language import words_in
from examgen.advice.rules import Advice

_QUALITY = (
    r"(?:likely|probable|appropriate|suitable|effective|accurate|important|relevant|useful|desirable|plausible|consistent"
    r"|characteristic|helpful|true|correct)"
)
#: A clause of its own may be negative without making the question so: "what happens if x is not set?"
_CLAUSE = r"\b(?:if|when|because|whose|where|while|that|who|unless|although|since|as|but|to|for|after|before|without)\b"
_NEGATIVE = re.compile(
    r"(?<!, )\b(?:which(?!\s+(?:you|we|I|they|he|she|it)\b)|what|who|whom|select|choose|identify|find|mark|name)\b"
    rf"(?:(?!{_CLAUSE})[^.?!:;\n]){{0,300}}?"
    rf"(?P<word>\bnot\b(?!\s+(?:only|just|necessarily))|\b(?:is|are|do|does|did|was|were|would|should|could|ca|has|have)n['’]t\b"
    rf"|\bcannot\b|\bleast\s+{_QUALITY}\b)"
    r"|\b(?:all|each|any|every|every\s?(?:one|thing)|true|which|following)\b[^.?!\n]{0,300}?(?P<except>\bexcept\b)(?:\s+(?:for|that|which))?"
    r"\W*(?=\Z|\n|[:?.…_])",
    re.IGNORECASE,
)
#: A quick look: most stems have none of it.
_MAY_BE_NEGATIVE = re.compile(r"not\b|n['’]t\b|\bleast\b|\bexcept\b", re.IGNORECASE)
_AT_LEAST = re.compile(r"\bat\s+\Z", re.IGNORECASE)
_EMPHASISED = re.compile(
    r"\*{1,3}[^*\n]+\*{1,3}|(?<!\w)_{1,3}[^_\n]+_{1,3}(?!\w)|<(b|strong|em|i|u)>[^<\n]{0,200}</\1>",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(?:not|never|cannot|nor|no(?=\s+[a-z]))\b|\b\w+n['’]t\b", re.IGNORECASE)
_THING = (
    r"(?:statements?|options?|choices?|answers?|ones?|alternatives?|responses?|assertions?|sentences?|claims?"
    r"|propositions?)"
)
_JUDGED = r"(?:true|correct|false|right|wrong|incorrect|valid|invalid|untrue)"
_ASKS_NOTHING = re.compile(
    rf"(?:which|what)\s+(?:one\s+|ones\s+)?(?:(?:of\s+)?(?:the\s+)?(?:following|these|below)\s+)?(?:{_THING}\s+)?(?:below\s+)?(?:is|are)\s+"
    rf"(?:(?:not|the|most|always|also)\s+)*{_JUDGED}(?:\s+{_THING})?"
    rf"|(?:please\s+)?(?:choose|select|mark|pick|identify|indicate|find|tick|check)\s+(?:all\s+)?(?:of\s+)?(?:the\s+)?(?:most\s+)?(?:best|{_JUDGED})"
    rf"(?:\s+{_THING})?(?:\s+(?:below|from\s+the\s+following))?"
    rf"|(?:which|what)\s+(?:is|are)\s+(?:not\s+)?{_JUDGED}",
    re.IGNORECASE,
)
_BLANK = re.compile(r"_{2,}|\.{3}|…")
#: What a rationale says that explains nothing.
_SAYS_NOTHING = words_in("""
    the a an is are was correct right true answer answers choice option because it this that see above by definition of
    as explanation rationale only so therefore and solution obvious obviously clearly simply best yes no
""")
#: A rationale of fewer words than this is too short to explain anything.
_FEW_WORDS = 4


def _negative(item: Item) -> re.Match[str] | None:
    """Return the negative word that turns the question of a stem around."""
    prose = item.stem.prose
    if not _MAY_BE_NEGATIVE.search(prose):
        return None
    for found in _NEGATIVE.finditer(prose):
        start = found.start("word") if found["word"] else found.start("except")
        if not _AT_LEAST.search(prose[max(0, start - 8) : start]):
            return found
    return None


def _span(found: re.Match[str]) -> tuple[int, int]:
    return found.span("word") if found["word"] else found.span("except")


def negative_stem(item: Item) -> Iterator[Advice]:
    """Give a stem whose negative word is not emphasised."""
    found = _negative(item)
    if found is None:
        return
    start, end = _span(found)
    word = item.stem.prose[start:end]
    emphasised = any(m.start() <= start and end <= m.end() for m in _EMPHASISED.finditer(item.stem.source))
    if not emphasised and not word.split()[0].isupper():
        words = quoted(_around(item.stem.source, start, end))
        yield item.in_stem("negative-stem", f"{quoted(word)} is not emphasised: {words}", start)


def _around(source: str, start: int, end: int) -> str:
    """Return the whole words near a span, and all of a short text."""
    if len(source) <= QUOTED:
        return source
    first = (source.find(" ", start - 30, start) + 1 or start) if start > 30 else 0
    last = source.rfind(" ", end, end + 20) if end + 20 < len(source) else len(source)
    return source[first : last if last > end else end]


def double_negative(item: Item) -> Iterator[Advice]:
    """Give a negative stem with choices that are negative as well."""
    found = _negative(item)
    if found is None:
        return
    start, end = _span(found)
    negated = [at for at, choice in enumerate(item.choices) if _is_negated(choice.prose)]
    if negated:
        names = ", ".join(item.name(at) for at in negated)
        first = item.choices[negated[0]].plain
        word = quoted(item.stem.prose[start:end])
        message = f"the stem has {word}, and {names} {'is' if len(negated) == 1 else 'are'} negative, too: {quoted(first)}"
        yield item.in_choice("double-negative", message, negated[0])


def _is_negated(prose: str) -> bool:
    return _NEGATED.search(prose) is not None or re.match(r"\W*none\b", prose, re.IGNORECASE) is not None


def unfocused_stem(item: Item) -> Iterator[Advice]:
    """Give a stem that asks nothing: "Which of the following is true?", or a word or two."""
    plain = item.stem.plain
    asks_nothing = _ASKS_NOTHING.fullmatch(plain.strip(" ?.:!"))
    is_word = (
        0 < len(item.stem.words) <= 2
        and not item.stem.has_opaque
        and not any(c.isdigit() for c in plain)
        and not plain.rstrip().endswith(("?", "？", "؟"))
        and not _BLANK.search(plain + item.stem.source)
        and plain.isascii()
    )
    if asks_nothing or is_word:
        yield item.in_stem("unfocused-stem", f"nothing is asked before the choices are read: {quoted(plain)}")


def thin_rationale(item: Item) -> Iterator[Advice]:
    """Give a rationale that only says which choice is right, or next to nothing."""
    text = item.question.rationale
    if not text or any(choice.feedback for choice in item.question.choices):
        return
    prose = item.prose_of(text)
    # Words of Chinese and Japanese have no spaces between them.
    if prose.has_opaque or not prose.words or any(c.isdigit() or c >= "\u2e80" for c in prose.plain):
        return
    known = _SAYS_NOTHING.union(*(item.choices[at].words for at in item.right))
    said = [word for word in prose.words if word not in known and len(word) > 1]
    if not said:
        message = f"it only says which choice is right: {quoted(prose.plain)}"
    elif len(prose.words) < _FEW_WORDS:
        message = f"it has {len(prose.words)} words: {quoted(prose.plain)}"
    else:
        return
    yield Advice("thin-rationale", message, text.place(), item.question.id)
