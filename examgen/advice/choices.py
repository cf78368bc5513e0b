"""Rules on the choices of a question: what they say of each other, how many there are, how they look."""

from __future__ import annotations

import re
from collections.abc import Iterator

from examgen.advice.items import Item, quoted
from examgen.advice.language import words_in
from examgen.advice.rules import Advice
from examgen.references.special import Special

_ALL = re.compile(
    r"\W*(?:all|everything|alle[rs]?|toutes?|tous|tod[ao]s|tutt[ei])\b(?!\s+(?:but|except))", re.IGNORECASE
)
_NONE = re.compile(
    r"\W*(?:none|nothing|not\s+any|keine[rs]?|aucune?|ningun[oa]|nenhum[a]?|nessun[oa]|geen)\b", re.IGNORECASE
)
_TRUE_OR_FALSE = words_in("""
    true false yes no correct incorrect right wrong agree disagree t f y n wahr falsch richtig ja nein vrai faux oui non
    verdadero verdadeiro falso sí si sim não vero waar onwaar nee 对 错 正确 错误 да нет
""")
_FULL_STOP = re.compile(r"(?<=\S)[.。](?:[\"”’')*_\]]*)\s*\Z")
_OTHER_END = re.compile(r"[?!:…]|\s\.|\betc\.\s*\Z|\.\.\.\s*\Z|\b[A-Z]\.\s*\Z")
#: A choice this much longer than the next (times, and characters) stands out.
_TIMES, _MORE = 1.8, 30
_MOST_CHOICES = 5


def speaking_of_others(item: Item) -> Iterator[Advice]:
    """Give the choices that speak of others: all, none, some of them."""
    for at, kind in enumerate(item.specials):
        prose = item.choices[at].prose
        if kind is None:
            continue
        # "None" alone may be a value, as in Python.
        if kind in (Special.ABOVE, Special.OTHERS, Special.BELOW):
            if len(item.choices[at].words) < 2:
                continue
            if _ALL.match(prose):
                code = "all-of-the-above"
            elif _NONE.match(prose):
                code = "none-of-the-above"
            else:
                continue
            yield item.in_choice(code, f"{item.name(at)} {quoted(item.choices[at].plain)}", at)
    combined = [
        at
        for at, kind in enumerate(item.specials)
        if kind in (Special.COMBINATION, Special.BOTH_ABOVE, Special.RANGE) and _names_choices(item, at)
    ]
    if combined:
        names = ", ".join(item.name(at) for at in combined)
        words = quoted(item.choices[combined[0]].plain)
        yield item.in_choice("combined-choices", f"{names} {words}", combined[0])


def _names_choices(item: Item, at: int) -> bool:
    """Return whether the letters of a combination are those of choices: not "X and Y", "I and II"."""
    if item.specials[at] is Special.BOTH_ABOVE:
        return True
    ids = {choice.id.lower() for choice in item.question.choices}
    source = item.choices[at].source
    letters = re.findall(r"(?<![A-Za-z])[A-Za-z](?![A-Za-z])", source)
    return bool(letters) and all(letter.lower() in ids for letter in letters)


def number_of_choices(item: Item) -> Iterator[Advice]:
    """Give a question with more than five choices, or with two that are not true and false."""
    count = len(item.choices)
    if count > _MOST_CHOICES:
        yield item.in_stem("many-choices", f"{count} choices: {quoted(item.stem.plain)}")
    elif count == 2:
        first = [word for choice in item.choices for word in choice.words[:2] if word != "i"]
        if len(first) >= 2 and _TRUE_OR_FALSE.isdisjoint(first):
            both = " and ".join(quoted(choice.plain) for choice in item.choices)
            yield item.in_stem("few-choices", f"only {both}")


def uneven_length(item: Item) -> Iterator[Advice]:
    """Give a choice that is much longer than each of the others."""
    own = [at for at in item.own if not item.choices[at].has_opaque]
    if len(own) < 3 or len(own) < len(item.own):
        return
    *_, second, longest = sorted(own, key=lambda at: item.choices[at].length)
    most, next_most = item.choices[longest].length, item.choices[second].length
    if most >= _TIMES * next_most and most - next_most >= _MORE:
        what = "the right choice" if longest in item.right else "the wrong choice"
        words = quoted(item.choices[longest].plain)
        has = f"{what} {item.name(longest)} has {most} characters, the next longest {next_most}"
        message = f"{has}: {words}"
        yield item.in_choice("uneven-length", message, longest)


def end_marks(item: Item) -> Iterator[Advice]:
    """Give choices of which some end with a full stop and others do not."""
    sentences = [at for at in item.own if len(item.choices[at].words) >= 2]
    if len(sentences) < 3 or len(sentences) < len(item.own):
        return
    plain = [item.choices[at].source.rstrip() for at in sentences]
    if any(_OTHER_END.search(text[-6:]) or text.endswith(("`", "$", ")")) for text in plain):
        return
    ended = [at for at, text in zip(sentences, plain, strict=True) if _FULL_STOP.search(text)]
    if 0 < len(ended) < len(sentences):
        open_ones = [at for at in sentences if at not in ended]
        odd, has = (ended, "a") if len(ended) <= len(open_ones) else (open_ones, "no")
        names = ", ".join(item.name(at) for at in odd)
        verb = "ends" if len(odd) == 1 else "end"
        last = quoted(" ".join(item.choices[odd[0]].plain.split()[-4:]))
        yield item.in_choice(
            "end-marks", f"{names} {verb} with {has} full stop, the others differ: {last}", odd[0]
        )
