"""How other languages than English name a choice by its place: "die zweite ist falsch", "la réponse 3", "第二项正确"."""

from __future__ import annotations

import re
from typing import Final

from examgen.references.needed import Rule

NOUN: Final = (
    r"(?:antwort(?:möglichkeit)?(?:en)?|lösung|réponses?|propositions?|choix|respuestas?|respostas?"
    r"|rispost[ae]|opci[oó]n(?:es)?"
    r"|opç(?:ão|ões)|opzion[ei]|alternativas?|antwoord(?:en)?|svar(?:et)?|odpowied[zź]i?|ответ\w{0,2}"
    r"|вариант\w{0,2}|відповід\w{0,2})"
)
ORDINAL: Final = (
    r"(?:(?:erste|zweite|dritte|vierte|fünfte|letzte|vorletzte|mittlere|oberste|unterste)[nrsm]?"
    r"|(?:premi[eè]re?|deuxi[eè]me|second|troisi[eè]me|quatri[eè]me|derni[eè]re?|avant-derni[eè]re?)e?s?"
    r"|(?:primer|segund|tercer|cuart|quint|últim|penúltim|primeir|terceir|quart|prim|second|terz|ultim|penultim)[aoei]?s?"
    r"|(?:перв|втор|трет|четв[её]рт|пят|последн|предпоследн)(?:ый|ая|ое|ые|ой|ий|ья|ье|яя|ее|ие))"
)
COUNT: Final = r"(?:beiden|zwei|drei|deux|trois|dos|tres|duas|dois|três|due|tre|два|две|три)"
IS: Final = r"(?:ist|sind|est|sont|es|son|é|são|está|están|estão|è|sono)"
VERDICT: Final = (
    r"(?:richtig|falsch|korrekt|vraie?s?|faux|fausses?|justes?|correct\w{0,3}|incorrect\w{0,3}|fals[aoei]s?|verdader[ao]s?"
    r"|verdadeir[ao]s?|cert[ao]s?|errad[ao]s?|corret\w{1,2}|giust[aoie]|sbagliat[aoie])"
)
_ROW = rf"(?:{COUNT}\s+)?{ORDINAL}(?:\s+{COUNT})?"
_CIPHER = r"[一二三四五六七八1-8１-８]"

#: Places with a word for a choice, or with a verdict.
_EUROPE: Final = re.compile(
    rf"\b{_ROW}\s+{NOUN}\b|\b{NOUN}\s+(?:(?:nr|n[°ºo]|№)\.?\s*)?\d{{1,2}}(?![\w%]|[.,]\d)"
    rf"|\b(?:respuesta|resposta|risposta|réponse|antwort|lösung)(?:\s+\w+)?\s+{IS}\s+(?:la|las|die|a"
    rf"|as)\s+{_ROW}(?=\s*(?:[.,;:!)]|\Z))"
    rf"|\b(?:die|der|das|la|le|les|el|las|los|as?|os?|il|i|gli)\s+{_ROW}\s+{IS}\s+(?:\w+\s+)?{VERDICT}\b",
    re.IGNORECASE,
)
#: Letters of an alphabet that is not the one of the paper, behind a word for a choice.
_CYRILLIC: Final = re.compile(
    r"\b(?i:ответ|вариант|пункт|відповідь|варіант|верно|неверно|правильно)\w{0,2}(?:\s*[:—–-]\s*|\s+|(?=[«\"(]))"
    r"[«\"(]?(?:[А-ИІЇЄ](?!\w)(?![.]\s?[А-Я])|[а-иіїє](?=\s*(?:[).,;!»\"]|\Z)))"
)
_EAST: Final = re.compile(
    rf"(?:选项|選項|選択肢|보기)\s*[（(]?[1-8１-８①-⑧](?!\d)"
    rf"|第{_CIPHER}(?:个|個)?(?:选项|選項|个答案|個答案|[项項](?=\s?(?:正|错|錯|不|对|對|是[对對错錯正])))|前[两兩二三]?(?:个|個)?(?:选项|選項|项|項)"
    r"|(?:最后|最後|最初|倒数第[一二三])の?(?:一?(?:个|個)?)(?:选项|選項|项|項|選択肢)"
    rf"|{_CIPHER}番目?(?:の選択肢)?[がはも]\s?(?:正|誤|間違)|{_CIPHER}番目の選択肢"
    r"|(?<![ァ-ヶー])[アイウエオ](?:[とや、][アイウエオ]){0,3}\s?[がはも]\s?(?:正|誤|間違|不適)|[甲乙丙丁](?:正确|错误|正確|錯誤|对|错)"
)
ABROAD: Final = (_EUROPE, _CYRILLIC, _EAST)

#: What a text with one of these verdicts has, folded.
VERDICT_WORDS: Final = (
    *("richtig", "falsch", "korrekt", "vrai", "faux", "fausse", "juste", "corre", "fals", "verdad"),
    *("cert", "errad", "giust", "sbagliat"),
)
#: The patterns with words (folded) of which a text needs one.
RULES_ABROAD: Final[tuple[Rule, ...]] = (
    (
        (
            *(
                "antwort",
                "lösung",
                "réponse",
                "proposition",
                "choix",
                "respuesta",
                "resposta",
                "rispost",
                "opci",
            ),
            *("opç", "opzion", "alternativa", "antwoord", "svar", "odpowied", "ответ", "вариант", "відповід"),
            *VERDICT_WORDS,
        ),
        (_EUROPE,),
    ),
    (("ответ", "вариант", "пункт", "відповід", "варіант", "верно", "правильно"), (_CYRILLIC,)),
    (("选", "選", "보기", "项", "項", "個", "个", "番", "が", "は", "も", *"甲乙丙丁"), (_EAST,)),
)
