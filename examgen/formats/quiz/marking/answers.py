"""What stands after ``Correct Answer:``, and which choices it names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from examgen.formats.quiz.marking.alphabets import alphabet, latin
from examgen.formats.quiz.marking.firstwords import may_answer
from examgen.formats.quiz.marking.words import FALSE, TRUE, pattern, truth

_ONE = r"(?:\([A-Za-z]\)\.?|[A-Za-z][.)]?)[*_]*"
#: Words for ``and`` before the last letter of a list.
ANDS = (
    r"and|und|et|y|e|og|och|ja|i|oraz|\u00e9s|\u0219i|en|ve|v\u00e0|dan"
    r"|\u0442\u0430|\u03ba\u03b1\u03b9"
)
_MORE = rf"(?:\s*(?:,\s*and\b|,\s*&|[,;&/+\u3001]|\b(?:{ANDS})\b|[\u548c\u3068])\s*[*_]*{_ONE})"
#: Letters and nothing else.
ANSWER_LIST = re.compile(rf"[\s*_`]*{_ONE}{_MORE}*[\s*_`.\u3002]*$")
#: Letters with a sign behind each, and nothing between them: ``B) C) E)``, ``(a) (c)``.
_SIGNED = re.compile(r"[\s*_`]*\(?[A-Za-z]\)(?:[*_]*\s+[*_]*\(?[A-Za-z]\))+[\s*_`.]*$")
#: The same with full stops: two may be a letter and the initial with which its choice begins.
_DOTTED = re.compile(r"[\s*_`]*[A-Za-z]\.(?:[*_]*\s+[*_]*[A-Za-z]\.)+[\s*_`]*$")
_JUDGED = re.compile(
    rf"(?:[\s*_]*All\s*\()?(?P<list>[\s*_]*{_ONE}{_MORE}*)[*_)]*\s+(?:is|are)\s+(?:all\s+|both\s+|the\s+)?"
    r"(?:true|correct|right)(?:\s+(?:answers?|statements?|options?|choices?))?"
    r"(?:[\s*_.]*$|[*_]*(?:[.,;:][*_]*\s+|\s+(?=because\b|since\b))(?P<text>\S.*)$)",
    re.IGNORECASE | re.DOTALL,
)
#: More right answers in what is said behind a right one: ``A is right. B is right, too``, ``A is right, and so is B``.
_JUDGED_TOO = re.compile(
    rf"(?<![^\W\d_])(?:{_ONE}{_MORE}*\s+(?:is|are)\s+(?:(?:also|all|both|the|too)\s+)*(?:true|correct|right)"
    rf"|(?:so|as)\s+(?:is|are)\s+{_ONE}(?![^\W_]))\b",
    re.IGNORECASE,
)
_EXPLAINED = re.compile(
    rf"(?P<list>[\s*_]*{_ONE}{_MORE}+)[*_]*\s*(?:[-\u2013\u2014:\u00b7|]\s|(?=\(|because\b|since\b)|\s(?!or\b|oder\b|ou\b|nor\b))\s*(?P<text>\S.*)$",
    re.DOTALL,
)
_CAPITALS = re.compile(r"[\s*_]*(?P<letters>[A-Z]{2,26})[\s*_.]*$")
_WITH_TEXT = re.compile(
    r"[\s*_`]*(?:\((?P<a>[A-Za-z])\)[*_]*(?:[.:](?!.{0,12}\([A-Za-z]\)))?|(?P<b>[A-Za-z])[*_]*(?:[).:\uff1a\uff09]|-(?=\s)|\s+[-\u2013\u2014:\u00b7|])"
    r"|(?P<d>[A-Za-z])[*_]*(?:(?=\s+(?:\(|(?:because|since|weil|parce|porque)\b))"
    r"|,(?=\s+(?:because|since|weil|parce|porque)\b))|(?P<c>[A-Za-z]))"
    r"[*_]*\s+(?:[-\u2013\u2014]\s+)?(?P<text>\S.*)$",
    re.DOTALL,
)
_TRUTH = re.compile(
    rf"[\s*_(`]*(?P<word>{pattern(TRUE, FALSE)})[*_)`]*"
    rf"(?:\s*$|[.,;:!]+[*_]*(?:\s+|$)|\s+[-\u2013\u2014]\s+|\s+(?=\())(?P<text>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_ALONE = re.compile(r"(?<![^\W\d_])[A-Za-z](?![^\W\d_])")
#: Longer than any list of 26 letters.
_LIST_LENGTH = 300
_INITIAL = 2
#: A short word and one more letter: a list that goes on in a language whose word for ``and`` is not known.
_ONE_MORE = re.compile(r"[^\W\d_]{1,4}\s+\(?[A-Z](?:[).,;:*_\s]|$)")
#: A sentence that the last letter of a list begins: ``B, A is what many say``, ``C, A thin layer``.
_SENTENCE = re.compile(
    r"(?!because\b|since\b)(?:(?<=[AI]\s)[^\W\d_]|(?:is|was|has|does|would|could|should|can|may|must)\b)"
)
#: Labels that speak of several answers.
_PLURAL = re.compile(
    r"\b(?:answers|responses|options|choices|antworten|r\u00e9ponses|respuestas|respostas|risposte|antwoorden)\b",
    re.IGNORECASE,
)
#: What may stand right behind several letters, without a sign between.
_OF_ALL = re.compile(
    r"\(|(?:because|since|as|both|all|together|are\s+(?:(?:both|all)\s+)?(?:correct|right|true))\b",
    re.IGNORECASE,
)
_SET_OFF = re.compile(r"[*_]*(?:\s+[-\u2013\u2014|]|\s*\u00b7)\s+|[*_]*\s*(?=\()")
#: A name with two initials.
_NAME = re.compile(r"[*_`(\s]*[A-Z]\.\s[A-Z]\.\s")
#: The initials of a name behind its first letter: ``D. H. Lane``.
_INITIALS = re.compile(r"[A-Z]\.\s")
#: The same where the word is a Latin letter, too: ``A, B y C``.
_LETTER_AND = re.compile(r"(?<=[A-Za-z)*_])\s[yei]\s(?=\W*[A-Za-z](?![A-Za-z]))")
#: The word for ``and`` between two letters, where that is a letter itself.
_AND = re.compile(r"(?<=[A-Za-z)]\s)[иіוو](?=\s)")
#: One more letter in the words behind the first: ``(a) and option (c)``, ``C (or A)``, ``A (B is also accepted)``.
_FURTHER = re.compile(
    rf"[(\[\s*_]*(?:(?i:(?:{ANDS}|or|oder|ou|o|nor|plus|also)\s+(?:also\s+)?(?:the\s+)?(?:(?:option|choice|answer|letter)s?\s+)?)|[&+/]\s*)"
    r"[*_]*(?:\((?P<round>[A-Za-z])\)|(?P<capital>[A-Z])(?![\w'\u2019])|(?P<last>[a-z])(?=\W*$))"
    r"|[(\[\s*_]*\(?(?P<too>[A-Z])\)?\s+(?i:(?:(?:is|was|would\s+be)\s+)?(?:also|too|accepted|as\s+well))\b"
)
_MARKUP = re.compile(r"[*_`\\]")
#: Words before the letter of a choice: ``Answer: option (b)``.
_NAMED = re.compile(
    r"[\s*_`-]*(?:the\s+)?(?:options?|choices?|letter|opci(?:\u00f3|o)n|alternativa|letra|op\u00e7\u00e3o|"
    r"\u0432\u0430\u0440\u0438\u0430\u043d\u0442|\u9009\u9879)\s+(?=[*_`]*\(?[A-Za-z](?![A-Za-z]))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """The letters of an answer line."""

    letters: tuple[tuple[str, int], ...]  #: lower case, each with its offset in the line
    text: str = ""  #: the words after a letter: those of the choice, or why it is right
    sure: bool = True  #: False where it may be prose: ``A single one`` has a letter and words, too
    run: bool = False  #: several capitals written as one word
    text_at: int = 0  #: offset of ``text`` in the line
    truth: bool | None = None  #: what the word True or False says, in place of letters
    word_at: int = 0  #: offset of that word
    alphabet: str = ""  #: of its letters; empty: Latin


def parse_answer(rest: str, offset: int, label: str = "") -> Answer | None:
    """Return what an answer line says, or None when it does not begin with letters of choices.

    ``rest`` is what follows the label; it begins at ``offset`` in its line.
    """
    if not may_answer(rest):
        return None
    named = _NAMED.match(rest)
    if named:
        answer = parse_answer(rest[named.end() :], offset + named.end(), label)
        return answer if answer and answer.sure else None
    shown = _AND.sub(",", latin(rest[:_LIST_LENGTH])) + rest[_LIST_LENGTH:]
    found = _parse(shown, offset, _PLURAL.search(label) is not None)
    if found is None or shown == rest:
        return found
    # What is said of the choice must stay as it is written.
    text = rest[found.text_at - offset :] if found.text else ""
    own = alphabet(rest[found.letters[0][1] - offset]) if found.letters else ""
    return replace(found, text=text, alphabet=own)


def _parse(rest: str, offset: int, several: bool) -> Answer | None:
    """Return what an answer line with Latin letters says; ``several`` when its label speaks of several answers."""
    if len(rest) <= _LIST_LENGTH and ANSWER_LIST.match(rest):
        return Answer(_letters(rest, offset))
    if len(rest) <= _LIST_LENGTH and _SIGNED.match(rest):
        return Answer(_letters(rest, offset))
    if len(rest) <= _LIST_LENGTH and _DOTTED.match(rest):
        letters = _letters(rest, offset)
        return Answer(letters) if len(letters) > _INITIAL else None
    judged = _JUDGED.match(rest)
    if judged and judged.end("list") <= _LIST_LENGTH:
        text = judged["text"] or ""
        if _JUDGED_TOO.search(text):
            return None
        text_at = offset + judged.start("text") if text else 0
        return Answer(_letters(judged["list"], offset), text, text_at=text_at)
    capitals = _CAPITALS.match(rest)
    if capitals and truth(rest) is None and len(set(capitals["letters"])) == len(capitals["letters"]):
        start = offset + capitals.start("letters")
        run = tuple((letter.lower(), start + index) for index, letter in enumerate(capitals["letters"]))
        return Answer(run, run=True)
    found = _TRUTH.match(rest)
    if found:
        at, text_at = offset + found.start("word"), offset + found.start("text")
        return Answer((), found["text"].strip(), text_at=text_at, truth=truth(found["word"]), word_at=at)
    found = _EXPLAINED.match(rest)
    if found and (_ONE_MORE.match(found["text"]) or _is_of_last(rest, found, several)):
        return None
    if found and found.start("text") <= _LIST_LENGTH:
        return Answer(_letters(found["list"], offset), found["text"], text_at=offset + found.start("text"))
    found = _WITH_TEXT.match(rest)
    if not found:
        return None
    group = next(name for name in ("a", "b", "c", "d") if found[name])
    letter = (found[group].lower(), offset + found.start(group))
    initials = rest[found.end(group)] == "." and _INITIALS.match(found["text"])
    sure = group != "c" and not initials
    return Answer((letter,), found["text"], sure=sure, text_at=offset + found.start("text"))


def _is_of_last(rest: str, found: re.Match[str], several: bool) -> bool:
    """Tell whether words behind several letters may be of the last alone: ``a; b is wrong``, ``a, b: too small``.

    So may a name: ``d; a. Smith``.
    """
    at = found.start("text")
    if _SENTENCE.match(rest, at):
        return True
    if several or _OF_ALL.match(rest, at):
        return False
    joined = re.search(rf"\b(?:{ANDS})\b|[&+]", found["list"]) is not None
    between = rest[found.end("list") : at]
    if re.search(r"\.[*_]*$", found["list"]):
        letters = [letter.lower() for letter in _ALONE.findall(found["list"])]
        in_order = all(one < other for one, other in pairwise(letters))
        return ";" in found["list"] or not in_order or bool(_INITIALS.match(rest, at))
    return not (_SET_OFF.fullmatch(between) or (joined and ":" in between)) or ";" in found["list"]


def starts_with_letter(rest: str) -> bool:
    """Tell whether what follows ``The answer is`` surely begins with the letter of a choice, or says True or False."""
    answer = parse_answer(rest, 0)
    return answer is not None and answer.sure


def _letters(text: str, offset: int) -> tuple[tuple[str, int], ...]:
    text = _LETTER_AND.sub("   ", text)
    found = [(match[0].lower(), offset + match.start()) for match in _ALONE.finditer(text)]
    return tuple(dict.fromkeys(found))


def plain(text: str) -> str:
    """Return a choice's text for comparison: without emphasis, case, spacing and a full stop at its end."""
    return " ".join(_MARKUP.sub("", text).casefold().split()).rstrip(". ")


def split_text(answer: Answer, texts: Mapping[str, str]) -> int | None:
    """Return how many characters of the words after the answer repeat its choice; the rest tells why it is right.

    ``texts`` are the choices' by label. None when the words are those of another choice: letter and words differ.
    """
    said = plain(answer.text)
    if not said:
        return len(answer.text)
    label = answer.letters[0][0] if len(answer.letters) == 1 else ""
    own = plain(texts.get(label, ""))
    if said == own:
        return len(answer.text)
    if label and (said.strip("()") in texts or _further(answer.text) in texts):
        return None  # one more letter: 'A. B'
    if not label:
        joined = plain(", ".join(texts.get(letter, "") for letter, _ in answer.letters))
        return len(answer.text) if said == joined else 0
    others = [plain(text) for other, text in texts.items() if other != label]
    begun = max((other for other in others if other and _begins(said, other)), key=len, default="")
    if own and _begins(said, own) and len(own) >= len(begun):
        count = 0 if _NAME.match(answer.text) and len(own) == 1 else _length(answer.text, own)
        return None if _further(answer.text[count:]) in {*texts} - {label} else count
    if begun:
        return None
    words = set(said.split())
    if len(words) <= 2 * max(len(text.split()) for text in [own, *others]):
        shared = len(words & set(own.split()))
        if any(len(words & set(other.split())) > shared for other in others):
            return None
    return 0


def _further(text: str) -> str | None:
    """Return the letter of one more choice that the words behind an answer name, or None."""
    found = _FURTHER.match(text)
    return next(letter for letter in found.groups() if letter).lower() if found else None


def beginning(said: str, own: str) -> int | None:
    """Return how many characters of an answer's words are those of a choice; None when it does not begin with them."""
    bare = plain(own)
    return _length(said, bare) if bare and _begins(plain(said), bare) else None


def _begins(said: str, text: str) -> bool:
    return said.startswith(text) and not said[len(text) : len(text) + 1].isalnum()


def _length(text: str, beginning: str) -> int:
    """Return how many characters of ``text`` say what ``beginning``, made by ``plain``, says."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high) // 2
        if len(plain(text[:middle])) < len(beginning):
            low = middle + 1
        else:
            high = middle
    while low < len(text) and text[low] in "*_`.,;: \t\u2013\u2014-)":
        low += 1
    return low


def listing(labels: Sequence[str]) -> str:
    """Return labels as people write them: ``(a), (b) and (c)``."""
    marked = [f"({label})" for label in labels]
    return " and ".join(filter(None, [", ".join(marked[:-1]), marked[-1]])) if marked else ""
