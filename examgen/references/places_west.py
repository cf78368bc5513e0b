"""More of how European languages name choices, all unsure: "Nur die dritte stimmt.", "ni A ni B", "la anterior es falsa".

Verbs are told from nouns by their endings: the plural of a verb in Spanish ends in n, that of a noun in s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from examgen.references.hits import Field, Hit, Kind
from examgen.references.letters import Letters
from examgen.references.needed import Rule
from examgen.references.places_abroad import COUNT, IS, NOUN, ORDINAL, VERDICT

_NOUN = (
    rf"(?:{NOUN}|möglichkeit(?:en)?|option(?:en|s)?|variante[ns]?|auswahl|aussagen?|opties?|keuzes?"
    r"|incisos?|literal(?:es)?|letra|lettera|пункт\w{0,2})"
)
_ORDINAL = rf"(?:{ORDINAL}|eerste|tweede|derde|vierde|laatste|voorlaatste|middelste|obere[nr]?|untere[nr]?)"
_COUNT = rf"(?:{COUNT}|twee|drie|beide|ambas|ambos)"
_THE = r"(?:(?:die|der|das|la|le|les|el|las|los|os?|as?|il|i|gli|de|het)\s+|l['’])"
_ONLY = (
    r"(?:nur|allein|seule?s?|uniquement|seulement|s[oó]lo|solamente|únicamente|apenas|somente|só|soltanto|alleen"
    r"|slechts|enkel|только|лишь|тільки)"
)
_SAYS = (
    rf"(?:{IS}|war(?:en)?|wäre|sería|seria|serait|sarebbe|zijn|stimmt|stimmen|passt|passen|scheide[tn]\s+aus"
    rf"|trifft\s+zu|treffen\s+zu"
    r"|convient|conviennent|sirve|serve|klopt|kloppen|val(?:len|t)\s+af)"
)
#: Verbs in the third person plural, behind a number of feminine or masculine things.
_VERB = r"(?-i:[a-zà-ž]+(?:ent|[aeo]n|[aei]m|[aeo]no|ão)\b|scheiden|sind)"
_VERDICT = rf"(?:{VERDICT}|onjuist|juist|fout|goed|верн\w+|неверн\w+|правильн\w+|ошибочн\w+|zutreffend)"
_LETTER = r"(?-i:[A-H](?![\w'’]))"
_NUMBER = r"\(?[1-9]\)?(?![\w%°]|[.,]\d)"
_SEVERAL = rf"(?:{_COUNT}\s+{_ORDINAL}|{_ORDINAL}\s+{_COUNT})"
_ROW = rf"(?:{_SEVERAL}|{_ORDINAL})"
_BESIDE = (
    r"(?:vorherige[nrs]?|vorige[nrs]?|obige[nrs]?|vorangehende[nrs]?|nächste[nrs]?|folgende[nrs]?"
    r"|précédentes?|suivantes?|ci-dessus|ci-dessous|anterior(?:es)?"
    r"|siguientes?|seguintes?|precedent[ei]|successiv[aeio]|seguent[ei]|vorig|volgende|bovenstaande|предыдущ\w+|следующ\w+)"
)
_END = r"(?=\s*(?:[.,;:!?)]|\Z))"
#: In a rationale or feedback.
_SAID: Final = re.compile(
    rf"\b(?!de\s){_THE}{_SEVERAL}\s+(?:{_VERB}|{_SAYS}\b)|\bde\s+{_SEVERAL}\s+{_SAYS}\s"
    rf"|\b{_ONLY}\s+{_THE}(?:{_ROW}|{_NUMBER})\s+(?:{_SAYS})\b|\b{_THE}{_NUMBER}\s+{IS}\s+(?:\w+\s+)?{_VERDICT}\b"
    rf"|\b(?:{_VERDICT}|réponse|respuesta|resposta|risposta)\s+(?:{IS}|is"
    rf"|zijn)\s+(?:{_THE}(?:{_ROW}|{_NUMBER}|{_LETTER})"
    rf"|{_NUMBER}(?:\s+(?:und|et|y|e|en|i|и)\s+{_NUMBER})?)(?:\s+{_NOUN})?{_END}"
    rf"|\b(?:richtig|falsch|верен|неверен|верны)\s+(?:ist\s+|только\s+)?(?:{_THE})?{_ROW}{_END}"
    rf"|\b{_THE}?{_ROW}\s+(?:is|zijn|ist\s+ein|(?=(?:не)?верн|(?=(?:не)?вер)))\s*(?:{_VERDICT})\b|\bdie\s+mittlere\s+ist\b"
    rf"|(?<!\w){_ROW}\s+(?:не)?вер(?:ен|н[аоы]|но)\b"
    rf"|(?<!\w){_ORDINAL}\s+(?:\w+\s+)?{_COUNT}\s+(?:не)?вер\w+"
    rf"|\b(?:juiste|goede|correcte)\s+antwoord\s+is\s+(?:(?:de|het)\s+)?(?:{_ORDINAL}|{_NUMBER}){_END}"
    rf"|\b(?:se\s+descartan?|on\s+élimine|se\s+eliminan?|eliminam?-se|elimina-se|si\s+esclud(?:e|ono)"
    rf"|исключаем|streichen\s+wir)\s+(?:{_THE}{_ROW}|{_NUMBER}){_END[:-1]}|\s+(?:et|y|e|и|und)\b)"
    rf"|\b{_THE}{_BESIDE}\s+(?:{_SAYS})\s+(?:\w+\s+)?{_VERDICT}\b"
    rf"|\bA\s+(?:est|es|é|è)\s+(?:\w+\s+)?{_VERDICT}\b"
    r"|(?-i:^|(?<=[.!?]\s))A\s+(?:scheidet|passt|stimmt|trifft|fällt|convient|sirve|klopt)\b",
    re.IGNORECASE,
)
#: In either.
_NAMED: Final = re.compile(
    rf"\b{_BESIDE}\s+{_NOUN}\b|\b{_NOUN}\s+(?:oben|unten|{_BESIDE}|above)\b"
    rf"|\b{_ROW}\s+{_NOUN}\b|\b{_NOUN}\s+(?:(?:nr|n[°ºo]|№)\.?\s*)?(?:{_NUMBER}|(?-i:I{{2,3}}|IV)\b)(?!\s*[:=])",
    re.IGNORECASE,
)
_NEITHER: Final = re.compile(
    r"(?<!\w)(?:weder|ni|nem|né|noch|ни|ani)\s+(?P<one>[A-H])\)?\s*,?\s+(?:noch|ni|nem|né|ни|ani)\s+(?P<two>[A-H])(?!\w)",
    re.IGNORECASE,
)
_ONE_LETTER: Final = re.compile(
    rf"\A\W*{_ONLY}\s+(?P<one>{_LETTER})\)?\W*\Z"
    rf"|\b(?:gegenteil|inverse|contraire|contrario|contrário|opposto"
    rf"|tegenovergestelde)\s+\w{{1,4}}\s+(?P<of>{_LETTER})"
    rf"|\A\W*(?:wie|comme|como|come|zoals)\s+(?P<like>{_LETTER})",
    re.IGNORECASE,
)
_PAIR: Final = re.compile(
    rf"(?<!\w)(?P<one>[a-h])\)?\s+(?:und|et|y|e|en|och|i"
    rf"|и)\s+(?P<two>[a-h])\)?(?:(?=\s+(?:{IS}|zijn)\s+(?:\w+\s+)?{_VERDICT})"
    rf"|(?<=\b(?-i:ambas|ambos|beide)\s\w\s\w\s\w))",
    re.IGNORECASE,
)
#: A choice that is nothing else.
_WHOLE: Final = re.compile(
    rf"\A\W*(?:{_ONLY}\s+{_THE}?{_ROW}|{_THE}?{_SEVERAL}"
    rf"|{_THE}(?:beiden?|twee)\s+(?:oberen|unteren|obigen|bovenste)|beide\s+(?:oberen|obigen|vorherigen)"
    rf"|{_THE}?(?:{_NOUN}\s+)?{_BESIDE}"
    rf"|{_NUMBER}(?:\s*(?:,|und|et|y|e|en|и|i)\s*{_NUMBER})+\s+(?:{IS}|zijn)\s+(?:\w+\s+)?{_VERDICT})\W*",
    re.IGNORECASE,
)
_IN_STEM: Final = re.compile(
    rf"\b(?:antwort|réponse|choix|respuesta|opci[oó]n|resposta|opção|alternativa|risposta|opzione|antwoord"
    rf"|optie|ответ|вариант)\w{{0,2}}\s+(?:{_LETTER}|{_NUMBER}|(?-i:[А-Д])(?!\w))(?!\s*[:=)])"
    r"|\b(?:kreuze|wähle|markiere|nimm|kreuzen\s+Sie|wählen\s+Sie|markieren\s+Sie|cochez|choisissez"
    r"|sélectionnez|cochez|marque|elija|escoja|seleccione|assinale|escolha|scegli(?:ere)?|segnare|barrare"
    r"|kies|kruis"
    rf"|отметьте"
    rf"|выберите)\s+(?:(?:{_LETTER}|(?-i:[А-Д])(?!\w))(?=\s*[.,;)]|\s+(?:an|aan|wenn|si|se|als|если|falls)\b"
    rf"|\s*\Z)|{_THE}{_ORDINAL}\s+{_NOUN})",
    re.IGNORECASE,
)
#: Letters of the Russian alphabet: in pairs, behind "only", judged.
_RUSSIAN: Final = re.compile(
    r"(?<!\w)[А-ДЄ]\)?\s*(?:\s(?:и|или|та|або)|,\s*ни|\sни|,)\s+[А-ДЄ](?!\w)"
    r"|(?i:только|лишь|тільки|отличие\s+от|кроме)\s+[А-Д](?!\w)"
    r"|(?:(?<=^)|(?<=[.;!]\s))[БГД]\s+(?:—\s+)?(?:не)?(?:вер[ен]|прав|лож)"
)
_MARKS: Final = str.maketrans(dict.fromkeys("'.,:;!?()*_\"", " "))
#: Words of which a text without other letters than English ones has one.
_WORDS: Final = frozenset(
    (
        *("alleen", "als", "alternativa", "ambas", "ambos", "anterior", "antwoord", "antwort"),
        *("antworten", "apenas", "assinale", "auswahl", "beide", "choisissez", "choix"),
        *("cochez", "con", "das", "de", "dem", "den", "der", "des", "di", "die", "du", "duas"),
        *("een", "eerste", "el", "elija", "en", "es", "escolha", "est", "et", "falsch", "gli"),
        *("het", "il", "inciso", "ist", "kies", "kreuze", "l", "la", "las", "le", "les"),
        *("letra", "lettera", "literal", "los", "marque", "nem", "ni", "noch", "nur", "obige"),
        *("optie", "opties", "opzione", "opzioni", "os", "passt", "per", "perche", "precedente"),
        *("primera", "primeras", "proposition", "que", "resposta", "respostas", "respuesta"),
        *("respuestas", "richtig", "risposta", "risposte", "scegli", "scheidet", "segunda"),
        *("seule", "seulement", "si", "sind", "solamente", "solo", "soltanto", "somente", "son"),
        *("sono", "sont", "stimmt", "ultima", "und", "uniquement", "van", "variante"),
        *("vorherige", "waarom", "weder", "wenn", "wie", "y", "zijn"),
    )
)
_ROWS = (
    *("erst", "zweit", "dritt", "letzt", "mittlere", "obere", "premi", "deuxi", "troisi"),
    *("derni", "primer", "segund", "tercer", "últim", "ultim", "prim", "second", "terz"),
    *("eerste", "tweede", "derde", "laatste", "перв", "втор", "трет", "последн", "beide"),
    *("terceir",),
)
RULES_WEST: Final[tuple[Rule, ...]] = (
    (
        (
            *_ROWS,
            *("richtig", "falsch", "correcta", "correcto", "correcte", "corretta", "corretto"),
            *("correta", "correto", "correct is", "falsa", "falso"),
            *("juiste", "goede", "antwoord", "anterior", "précéd", "precedent", "descarta"),
            *("élimine", "elimina"),
            *("esclud", "a est", "a es", "a é", "a è", "a scheidet", "a passt", "a stimmt"),
            *("a trifft", "vorherige", "bovenst", "a convient", "la 2", "la 1", "la 3", "la 4"),
        ),
        (_SAID, _WHOLE),
    ),
    ((" sind ", " sont ", " son ", " estão ", " sono ", " zijn "), (_WHOLE, _PAIR)),
    (
        (
            *("nur", "seul", "uniquement", "solo", "sólo", "apenas", "somente", "soltanto"),
            *("alleen", "только", "лишь"),
        ),
        (_ONE_LETTER, _WHOLE),
    ),
    (
        (
            *("gegenteil", "invers", "contrai", "contrar", "contrár", "opposto", "wie", "comme"),
            *("como", "come", "zoals"),
        ),
        (_ONE_LETTER,),
    ),
    (("weder", "ni ", "nem", "né", "noch", "ни"), (_NEITHER,)),
    (("ambas", "ambos"), (_PAIR,)),
    (
        (
            *("antwort", "réponse", "choix", "respuesta", "opci", "resposta", "opç"),
            *("alternativ", "rispost", "opzion", "antwoord", "opti", "ответ", "вариант"),
            *("пункт", "möglichkeit", "variante", "auswahl", "keuze", "inciso", "aussage", "literal"),
            *("letra", "lettera", "proposition"),
        ),
        (_NAMED, _IN_STEM),
    ),
    (
        (
            *("kreuze", "wähle", "markiere", "cochez", "choisissez", "sélectionnez", "marque"),
            *("elija", "escoja", "seleccione", "assinale", "escolha", "scegli", "segnare"),
            *("barrare", "kies", "kruis", "отметьте", "выберите"),
        ),
        (_IN_STEM,),
    ),
    (("и", "ни", "или", "верн", "верен", "только", "кроме", "отличие"), (_RUSSIAN,)),
)


def may_be_west(folded: str) -> bool:
    """Return whether a text, or one of its words, may be in one of these languages; it is folded."""
    if not folded.isascii():
        return True
    return not _WORDS.isdisjoint(folded.translate(_MARKS).split())


def west(field: Field, prose: str, letters: Letters) -> Iterator[Hit]:
    """Give the hits of a text, as unsure."""
    if field is Field.STEM:
        if not letters.chosen:
            yield from (Hit(*found.span(), Kind.POSITION) for found in _IN_STEM.finditer(prose))
        return
    for pattern in (_SAID, _NAMED, _RUSSIAN) if field is Field.COMMENT else (_NAMED, _RUSSIAN):
        for found in pattern.finditer(prose):
            if pattern is not _RUSSIAN or not any(each in letters.counted for each in found[0]):
                yield Hit(*found.span(), Kind.POSITION)
    for pattern in (_NEITHER, _ONE_LETTER, _PAIR):
        for found in pattern.finditer(prose):
            at = [found.start(name) for name, written in found.groupdict().items() if written]
            if not letters.lettered and all(letters.is_known(prose[each]) for each in at):
                yield from (Hit(each, each + 1, Kind.LETTER, False, letters.id(prose[each])) for each in at)
    if field is Field.CHOICE and not letters.counts and _WHOLE.fullmatch(prose):
        yield Hit(0, len(prose), Kind.POSITION)
