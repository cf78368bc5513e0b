"""Whether a stem asks for several choices in its own words, so that a paper need not."""

from __future__ import annotations

import re
from typing import Final

from examgen.model import Question

#: What stands between sentences, or around one; quotation marks do not, for what they hold may be spoken of.
_BETWEEN: Final = re.compile(r"[.?!:;()\[\]。？！：；（）【】]|\n[ \t]*\n")
_CHOOSE: Final = r"(?:please )?(?:select|choose|mark|check|tick|circle|pick|indicate|identify)"
_CHOICES: Final = r"(?:answers?|options?|choices?|responses?|alternatives?|statements?)"
_TRUE: Final = r"(?:that|which) (?:apply|applies|fit|hold|(?:is|are) (?:correct|right|true))"
#: A sentence as a whole, by language.
_ALL: Final = re.compile(
    "|".join(
        (
            rf"{_CHOOSE} (?:all|every)(?: of)?(?: the)?"
            rf" (?:{_TRUE}|(?:correct|right|true|possible|applicable) {_CHOICES}|{_CHOICES} {_TRUE})",
            r"(?:es sind )?mehrere antworten (?:sind )?(?:möglich|richtig)|mehrfach(?:nennungen|antworten) möglich",
            r"(?:bitte )?(?:wählen|kreuzen) sie alle (?:zutreffenden|richtigen)(?: antworten| aussagen)? (?:aus|an)",
            r"plusieurs réponses (?:sont )?(?:possibles|correctes)",
            r"(?:cochez|choisissez|sélectionnez) toutes les (?:bonnes réponses|réponses (?:correctes|exactes))",
            r"(?:seleccion[ea]|marque|marca|elija|elige) todas las (?:respuestas|opciones) correctas",
            r"(?:selezionare|seleziona|scegli) tutte le (?:risposte|opzioni) corrette",
            r"(?:selecione|marque|assinale) todas as (?:respostas|opções|alternativas) corretas",
            r"meerdere antwoorden (?:zijn )?(?:mogelijk|juist)",
            r"多选题?|多選題?|(?:当てはまる|正しい)ものを(?:全て|すべて)選(?:べ|びなさい)",
        )
    )
)
_SOME: Final = re.compile(
    rf"{_CHOOSE} (?:the |exactly )?(?P<number>two|three|four|five|[2-5])"
    rf"(?: (?:correct |right |true )?{_CHOICES})?(?: that apply)?"
)
_NUMBERS: Final = {"two": 2, "three": 3, "four": 4, "five": 5}


def asks_for_several(question: Question) -> bool:
    """Return whether a sentence of the stem asks for all right choices, or for as many as the question has.

    A number that is not that of the right choices asks for something else.
    """
    stem = re.sub("[*_]+", "", question.stem.source).casefold()
    for part in _BETWEEN.split(stem):
        sentence = " ".join(part.split())
        if _ALL.fullmatch(sentence):
            return True
        found = _SOME.fullmatch(sentence)
        if found and (_NUMBERS.get(found["number"]) or int(found["number"])) == len(question.answer):
            return True
    return False
