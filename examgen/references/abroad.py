"""Letters of choices in other languages than English, all unsure: "A und B sind richtig", "las respuestas A y C".

English has rules that tell a letter from a symbol; here two letters of choices that a word for *and* or *or* joins, or one
behind a word for *answer*, are enough to keep the author's order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from examgen.references.hits import Field, Hit, Kind
from examgen.references.letters import Letters

_JOINING = (
    "e|y|et|und|en|och|og|i|ve|ja|és|și|şi|si|dan|na|a|o|ou|u|oder|of|eller|lub|albo|nebo|sau|veya|tai|vagy|ili|sowie"
    "|als auch|tai|ir|un|dhe|và|hoặc|и|й|та|або|или|либо|і|да|και|ή|или|ו|או|و|أو|या|और|como"
)
#: Two letters with a word between them: A y B, a) und c).
_PAIR = re.compile(
    rf"(?<![\w'’./+-])\(?(?P<one>[A-Za-z])(?P<closed>\)?)\s+(?:{_JOINING})\s+(?P<open>\(?)(?P<two>[A-Za-z])(?![\w'’+])"
)
#: The same where words have no spaces: A和B, AとB.
_TIGHT = re.compile(
    r"(?<![A-Za-z0-9])(?P<one>[A-Z])\s*(?:和|与|與|及|或|、|，|跟|同|と|や|か|および|または|및|와|과|랑|또는)\s*(?P<two>[A-Z])(?![A-Za-z0-9])"
)
#: Several letters in a row, of which something is said: AB都对.
_ROW = re.compile(r"(?<![A-Za-z0-9])(?P<row>[A-Z]{2,6})\s*(?=[都均皆全是对對正错錯が는은])")
_NOUN = (
    r"(?:\b(?:antwort(?:en)?|antwoord(?:en)?|svar(?:et|en)?|réponses?|reponses?|propositions?|choix|respuestas?|respostas?"
    r"|rispost[ae]|opci[oó]n(?:es)?|opç(?:ão|ões)|opzion[ei]|alternativas?|odpowiedzi?|odpowiedź|odpověď|cevap|şık"
    r"|ответы?|вариант(?:ы|а)?|відповід[ьі])|选项|選項|答案|選択肢|보기)"
)
#: One letter behind a word for an answer or a choice.
_NAMED = re.compile(rf"{_NOUN}(?:(?<=[^\x00-\u0fff])|\s*:?\s+)\(?(?P<one>[A-Z])(?![\w'’+])", re.IGNORECASE)
#: A letter that a question in Chinese, Japanese or Korean tells to take, or of which it says something as of a choice.
_TAKEN = re.compile(
    r"(?:[选選]|答案(?:应?[是为為]|[：:])|正解[は：:]|答えは|정답[은:])\s*[（(]?(?P<one>[A-Z])(?![A-Za-z0-9])"
)
_SAID = re.compile(
    r"(?<![A-Za-z0-9])(?P<one>[A-Z])\s?(?:选项|選項|[项項]|(?:[がはも]\s?)?(?:正|错|錯|誤|間違|不[对對正]|[对對](?![a-z])))"
)
#: The letter as the topic of a sentence, in a rationale.
_TOPIC = re.compile(r"(?<![A-Za-z0-9])(?P<one>[A-H])\s?[はが是为為](?!\w?型)")
_BEHIND_NOUN = re.compile(rf"{_NOUN}\s*:?\s*\Z", re.IGNORECASE)
_BESIDE_OTHERS = re.compile(r"[A-Z](?=\s?[^\x00-\x7f])|(?<=[^\x00-\x7f])[A-Z](?![a-z])")


def may_be_abroad(source: str) -> bool:
    """Return whether a text may name a choice in a script that puts no spaces between words."""
    return not source.isascii() and bool(_BESIDE_OTHERS.search(source))


def abroad(field: Field, prose: str, letters: Letters) -> Iterator[Hit]:
    """Give the hits of a choice, rationale or feedback, as unsure."""
    if field is Field.STEM:
        return
    for pattern in (_PAIR, _TIGHT):
        for found in pattern.finditer(prose):
            one, two = found["one"], found["two"]
            # Small letters name choices in brackets only: "a e b" may be anything.
            bare = pattern is _PAIR and not (found["closed"] or found["open"])
            bare = bare and not _BEHIND_NOUN.search(prose, max(0, found.start() - 30), found.start())
            if (bare and not (one + two).isupper()) or {one, two} <= letters.standing:
                continue
            if letters.is_known(one) and letters.is_known(two):
                yield _hit(letters, prose, found.start("one"))
                yield _hit(letters, prose, found.start("two"))
    for found in _ROW.finditer(prose):
        if all(map(letters.is_known, found["row"])):
            yield from (_hit(letters, prose, at) for at in range(*found.span("row")))
    for pattern in (_NAMED, _TAKEN, _SAID, *((_TOPIC,) if field is Field.COMMENT else ())):
        for found in pattern.finditer(prose):
            if found["one"].isupper() and letters.is_known(found["one"]):
                yield _hit(letters, prose, found.start("one"))


def _hit(letters: Letters, text: str, at: int) -> Hit:
    return Hit(at, at + 1, Kind.LETTER, False, letters.id(text[at]))
