"""More of how Chinese, Japanese, Korean and Arabic texts name choices, all unsure: "前两个都错", "ㄱ과 ㄷ".

Letters of these alphabets that the stem has for statements of its own are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from examgen.references.hits import Field, Hit, Kind
from examgen.references.letters import Letters
from examgen.references.needed import Rule

_WRONG = r"(?:正|错|錯|誤|間違|不对|不對|不正|对|對|是[对對错錯正])"
_CIPHER = r"[一二三四五六1-6１-６]"
_CHINESE: Final = (
    rf"第{_CIPHER}[个個](?:是)?(?:都|也)?{_WRONG}|[前后後][两兩二三][个個]?(?:都|均|皆)?{_WRONG}|最[后後]一[个個](?:是|也)?{_WRONG}|^前者"
    r"|[上下前后後]一?[个個]?(?:面|述)?的?(?:选项|選項)(?!中|的)|[甲乙丙丁][和与與、及][甲乙丙丁]"
)
_JAPANESE: Final = (
    r"(?:[一二三四五1-5１-５](?:つ目|番目|番)|最初の?(?:もの|二つ|2つ|三つ)?|最後の?もの)(?:[はがも])\s?(?:正し|誤|間違|不適|正解)"
    r"|[1-5１-５]\s?[がはも]\s?(?:正し|正解|誤|間違)|(?:前|上|次|下|直前)の選択肢|(?<![ァ-ヶー])[アイウエオ][とや、または]{1,3}[アイウエオ](?![ァ-ヶー])"
)
_KOREAN: Final = (
    r"(?:첫|두|세|네|다섯)\s?번째(?:는|가|도|은)?\s?(?:틀|맞|옳|정답|잘못)|(?:처음|마지막|앞의|뒤의)\s?(?:두|세)\s?개(?:는|가|도)?"
    r"|[1-8]\s?번(?:이|은|도)\s?(?:정답|맞|틀|옳|잘못)"
    r"|(?:마지막|처음|앞의?|뒤의?|위의|아래의?|이전|다음)\s?(?:보기|선택지|선지|답지)(?!에서|\s?중)|(?:선택지|선지|답지|보기)\s?(?:[1-8①-⑧]|[A-H](?![a-z]))"
    r"|정답(?:은|:|\s)\s*[1-8](?=번|이|\s*[.。]|\s*\Z)"
)
_HANGUL: Final = re.compile(r"(?<![ㄱ-ㅎ가-힣])[ㄱ-ㅁ](?:\s?[,、와과·]\s?[ㄱ-ㅁ])*")
_ARABIC: Final = (
    r"(?:ال)?(?:إجابة|اجابة|جواب|خيار|خياران|إجابتان|بديل"
    r"|اختيار)(?:\s+الصحيح[ةه]?)?(?:\s+ه[يو])?\s*:?\s*\(?(?:[أابجده](?![\u0621-\u064a])|[1-6١-٦](?!\d))"
    r"|(?:ال)(?:إجابة|خيار|خياران|جواب|بديل)\s+ال(?:أول|ثاني|ثالث|رابع|خامس|أخير|سابق|تالي)\w{0,2}"
    r"|(?<![\u0621-\u064a])[أبجد]\s+و\s?[أبجده](?![\u0621-\u064a])|\([أبجد]\)\s+(?:صحيح|خاطئ|خطأ)"
    r"|ال(?:أول|ثاني|ثالث)\s+وال(?:أول|ثاني|ثالث|رابع|أخير)(?=\s+(?:خاطئ|صحيح)|\W*\Z)"
)
_SAID: Final = re.compile(rf"{_CHINESE}|{_JAPANESE}|{_KOREAN}|{_ARABIC}")
#: A choice that is nothing else.
_WHOLE: Final = re.compile(
    r"\A\W*(?:(?:只有|仅|仅有)?第[一二三四五六][个個项項]|(?:只有|仅)?[前后後][两兩二三][个個项項]|以上[两兩二三][个個项項]|[甲乙丙丁][和与與、及][甲乙丙丁]"
    r"|最初の[二三]つ|上の[二三]つ|[アイウエオ](?:のみ|[とや、][アイウエオ])"
    r"|(?:처음|마지막|위의|앞의)\s?(?:두|세)\s?개|[1-8]번?(?:과|와)\s?[1-8]번?|[1-6١-٦]\s+و\s?[1-6١-٦])\W*"
)
#: Letters of the paper beside words that say that they are choices.
_LATIN: Final = re.compile(
    r"(?:仅有?|只有|只选|与|與|和|排除|除了?)\s?(?P<one>[A-H])(?:不同|相同|以外|\W*\Z)"
    r"|(?<![A-Za-z])(?P<two>[A-H])(?:のみ|だけ|만)\W*\Z|(?<![A-Za-z])(?P<six>[A-H])と違"
    r"|(?<![A-Za-zァ-ヶ가-힣])(?<![가-힣]\s)(?P<three>[A-H])\s?(?:가|이|은|는|도)\s?(?:정답|맞|틀|옳|[가-힣]{1,4}[를을])"
    r"|(?<![A-Za-z])(?P<four>[A-H])\s(?:또는|혹은)\s(?P<five>[A-H])(?![A-Za-z])"
    r"|(?:选项|選項|選択肢|보기|선택지|الخيار|الإجابة|الجواب)\s?(?P<noun>[A-H])(?![A-Za-z])"
    r"|(?<![A-Za-z])(?P<first>[A-H])\s+و\s?(?P<second>[A-H])(?![A-Za-z])"
)
_ROW_OUT: Final = re.compile(r"(?<![A-Za-z])(?P<row>[A-H]{2,5})(?=排除|[应應]?排除|不[对對])")
_IN_STEM: Final = re.compile(
    r"(?:选项|選項|選択肢|보기|선택지|선지)\s?(?:[1-8１-８①-⑧](?!\d)|[A-H](?![A-Za-z]))(?!\s*[：:=])"
    r"|(?:الخيار|الإجابة)\s+(?:[1-6١-٦]|[أبجد](?![\u0621-\u064a])|[A-H](?!\w))"
)
_STATEMENTS: Final = re.compile(
    r"(?<![ァ-ヶーㄱ-ㅎ\w])(?:[アイウエオ]|[ㄱ-ㅁ]|[甲乙丙丁]|[А-Д]|[أبجد])(?=\s*[.):：、．，,）]|\s|\Z)"
)
RULES_EAST: Final[tuple[Rule, ...]] = (
    (
        (
            *"第前后後最上下甲乙丙丁番目つ初がはもと번째개보선",
            "정답",
            "خيار",
            "إجاب",
            "جواب",
            "أ و",
            "ب و",
            "ج و",
            "(ب)",
            "(أ)",
            "(ج)",
            "الأول",
            "بديل",
            "اختيار",
        ),
        (_SAID, _WHOLE),
    ),
    ((*"仅只与與和排除以の", " و", "번", "과", "와", "개"), (_WHOLE, _LATIN, _ROW_OUT)),
    ((*"만가이은는도选選보선", "또는", "혹은", "خيار", "إجاب", "جواب", "だけ", "と違"), (_LATIN, _IN_STEM)),
    (tuple("ㄱㄴㄷㄹㅁ"), (_HANGUL,)),
)


def statements_in(stem: str) -> frozenset[str]:
    """Return the letters of other alphabets that a stem has for things of its own."""
    return frozenset() if stem.isascii() else frozenset(_STATEMENTS.findall(stem))


def east(field: Field, prose: str, letters: Letters) -> Iterator[Hit]:
    """Give the hits of a text, as unsure."""
    if prose.isascii():
        return
    if field is Field.STEM:
        yield from (Hit(*found.span(), Kind.POSITION) for found in _IN_STEM.finditer(prose))
        return
    for pattern in (_SAID, _HANGUL):
        for found in pattern.finditer(prose):
            if not any(each in letters.counted for each in found[0]):
                yield Hit(*found.span(), Kind.POSITION)
    if (
        field is Field.CHOICE
        and _WHOLE.fullmatch(prose)
        and not any(each in letters.counted for each in prose if not each.isdigit())
    ):
        yield Hit(0, len(prose), Kind.POSITION)
    for found in _LATIN.finditer(prose):
        at = [found.start(name) for name, written in found.groupdict().items() if written]
        if (field is Field.COMMENT or not letters.lettered) and all(
            letters.is_known(prose[each]) for each in at
        ):
            yield from (Hit(each, each + 1, Kind.LETTER, False, letters.id(prose[each])) for each in at)
    for found in _ROW_OUT.finditer(prose):
        if all(map(letters.is_known, found["row"])):
            yield from (
                Hit(at, at + 1, Kind.LETTER, False, letters.id(prose[at])) for at in range(*found.span())
            )
