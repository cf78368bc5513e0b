"""Whether a text is English, told by its commonest words; honest about not knowing."""

from __future__ import annotations

from collections.abc import Sequence


def words_in(text: str) -> frozenset[str]:
    """Return the words of a list that is written with spaces."""
    return frozenset(text.split())


_ENGLISH = words_in("""
    the of and to in is are was were that which what how why who when it this these those for with as by on from be has
    have does do did not can would will should its their following most an or at if than you there into
""")
#: Of German; French; Spanish; Portuguese; Italian; Dutch; Swedish; Turkish; Indonesian. None is English as well.
_OTHERS = words_in("""
    der das und ist nicht ein eine einen mit für auf den dem des von zu im sind wird werden oder bei welche welcher
    welches wie
    le la les et est une un du que qui dans pour sur avec sont quel quelle quelles pas au aux par ce cette
    el los las una es en por con para se del lo cual cuál qué como más al su
    o os um uma da dos das não é ou em na nos qual quais são à
    il di che per non si della dei delle gli nel sono quale
    het een van niet op te zijn wat welke
    och att det som på är av för inte vilken
    ve bir bu için ile hangisi aşağıdakilerden
    yang dan dari adalah untuk dengan pada
""")


def english_score(words: Sequence[str]) -> int:
    """Return a number above 0 for English, below for another language, 0 when the words do not tell.

    ``words`` are in small letters. Words in another script than Latin count as words of another language.
    """
    english = sum(word in _ENGLISH for word in words)
    other = sum(word in _OTHERS or word[0] > "\u024f" for word in words)
    return english - other
