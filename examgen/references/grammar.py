"""Whether a letter is a word of English: the article a, or the pronoun I.

It is not when what follows cannot follow an article: "As a says, ...", "choice a too large", "I is wrong". All
functions look at the prose of a mask, at the offset (0-based) of the letter.
"""

from __future__ import annotations

import re

#: Words after which no noun phrase can go on; none stands between an article and its noun.
CLOSED = (
    r"(?:is|isn['’]?t|are|aren['’]?t|was|wasn['’]?t|were|would|wouldn['’]?t|will|won['’]?t|can|can['’]?t|cannot"
    r"|could|couldn['’]?t|does|doesn['’]?t|did|didn['’]?t|do|don['’]?t|has|hasn['’]?t|have|had|hadn['’]?t|may|might"
    r"|must|should|shouldn['’]?t|and|or|nor|but|because|since|if|as|than|then|that|which|while|whereas|when|where"
    r"|although|though|so|yet|only|alone|also|too|not|never|always|ever|both|either|neither|to|through|until|for|from"
    r"|in|into|of|on|at|by|with|without|under|about|against|via|the|an|this|these|those|it|its|they|their|we|you|he"
    r"|she|here|there|therefore|thus|hence|however|instead|again|already|merely|just|still|above|below)"
)
#: What a choice does, in the words of rationales and feedback.
VERBS = (
    r"(?:says|states|describes|confuses|refers|ignores|fails|gives|holds|needs|uses|makes|follows|mixes|applies"
    r"|seems|represents|contains|requires|overlooks|neglects|forgets|omits|assumes|mistakes|reverses|swaps|switches"
    r"|misreads|misstates|misses|computes|calculates|adds|subtracts|divides|multiplies|takes|contradicts|violates"
    r"|implies|leads|produces|returns|yields|shows|explains|defines|names|picks|calls|treats|reads|counts|works|goes"
    r"|comes|gets|overstates|understates|overestimates|underestimates|overgeneralizes|includes|excludes|lacks|looks"
    r"|sounds|appears|becomes|puts|tells|claims|asserts|suggests|proposes|considers|depends|relies|results|matches"
    r"|satisfies|speaks|means|measures|concerns|addresses|solves|answers|misinterprets|misidentifies|conflates"
    r"|corresponds|denotes|stands|remains|stays|lies|belongs|happens|occurs|causes|increases|decreases|differs)"
)
_NEXT = re.compile(r"[\s*_\"“‘'\xa0]*([^\W\d_][\w’'-]*)?")
#: What is said of a choice, without a noun behind it: "Is a right?".
JUDGED = (
    r"(?:right|wrong|correct|incorrect|true|false|better|best|worse|worst|possible|impossible|likely|unlikely|plausible"
    r"|similar|different|larger|smaller|greater|bigger|closer|closest|tempting|valid|invalid|misleading|irrelevant|fine"
    r"|good|bad|ok|okay|obvious|out|off|enough|instead|first|last)"
    r"\s*(?:[.;:!?)]|\Z|(?:than|to|because|since|if|when|while)\b)"
)
_JUDGED = re.compile(JUDGED, re.IGNORECASE)
#: The words of programs and circuits that are nouns in spite of their looks: "a for loop", "a NOT gate".
_KEYWORD = re.compile(
    r"(?:for|while|with|do|if|not|and|or|when|where|from|in|as|by|both|is|to|through|on|at|only|then)"
    r"(?:[-/]\w+)*\s+(?:loop|statement|clause|block|gate|keyword|expression|operator|condition|construct|branch|rule"
    r"|query|test|then|else|comprehension|circuit)s?\b",
    re.IGNORECASE,
)
_CLOSED = re.compile(rf"{CLOSED}\Z", re.IGNORECASE)
_AUXILIARY = re.compile(r"(?:is|was|has|had|does|did|can|cannot|could|would|will|should|must|may|might)\Z")
_VERB = re.compile(rf"{VERBS}\Z", re.IGNORECASE)
#: Nouns that look like verbs, or that end as a verb in the third person does.
_NOUN_IN_S = re.compile(
    r"(?:series|species|lens|means|news|sales|goods|sports|systems|arms|savings|customs|bayes|gas|heads|tails"
    r"|[a-z]+(?:ics|ss|us|is|as|os|ions|ments|ers|ors|ings|ities|ials|ists|ness))\Z"
)
_THIRD_PERSON = re.compile(r"[a-z]{2,}s\Z")
#: After a word that may be a verb: what shows that it is one.
_OBJECT = re.compile(
    rf"\s*(?:[.,;:!?)]|\Z"
    rf"|[*_\"“‘']*\s*(?:\d|\$|[\ue000\ue001(]|(?:{CLOSED}|a|no|all|each|every|some|any|what|how|why|whether"
    r"|more|less|much|many|one|two|three|correctly|wrongly|incorrectly|up|down|out|off|over|back|itself|things)\b))",
    re.IGNORECASE,
)
_MEANS_OF = re.compile(r"means\s+(?:of|to|for|by)\b|(?:needs|uses)\s+(?:analysis|assessment)\b")
#: A modal verb that is a noun here: "a can of", "a must for".
_MODAL_NOUN = re.compile(r"(?:can|will|must|might|may|do|have|yet)\s*(?:of\b|for\b|[.,;:!?)]|\Z)|may\s*pole")
_LATIN = re.compile(r"(?:priori|posteriori|fortiori|la|few|lot|bit|little|posteriori)\b")
_VOWEL_VERB = re.compile(r"(?!one|once|eu|ewe)[aeio][a-z]+(?:ed|ly)\Z")
_SENTENCE_WORD = re.compile(rf"(?:{CLOSED}|a|see|for|no|what|how|why)\Z", re.IGNORECASE)
_PRONOUN_NEXT = re.compile(rf"\s+(?!(?:{CLOSED}|{VERBS})\b)[a-z]+(?<!s)\b|['’](?:m|d|ve|ll)\b")
_PRONOUN_BEFORE = re.compile(r"\b(?:am|do|did|have|had|can|should|would|could|may|must|and|as)\s+\Z")


def is_article(prose: str, at: int) -> bool:
    """Return whether the small ``a`` here is surely the article: "a mean", and not "as a says"."""
    found = _NEXT.match(prose, at + 1)
    if found is None or found[1] is None:
        end = found.end() if found else at + 1
        after = prose[end : end + 3]
        if end == at + 1 or not after:
            return False
        return after[0] in "\ue000[$%\\" or after[0].isdigit() or (after[0] == "(" and after[2:] != ")")
    if found.start(1) == at + 1 or not re.match(r"[*_]*[\s\xa0]", prose[at + 1 : at + 5]):
        return False
    return not _no_noun(prose, found.start(1), found.end(1))


def _no_noun(prose: str, start: int, end: int) -> bool:
    """Return whether the word between two offsets surely or probably begins no noun phrase."""
    word = prose[start:end]
    if _LATIN.match(word) or _KEYWORD.match(prose, start):
        return False
    if _CLOSED.match(word):
        return _MODAL_NOUN.match(prose, start) is None
    if _JUDGED.match(prose, start):
        return True
    if word[:1].isupper():
        return False
    if word.endswith("ly") and (after := _NEXT.match(prose, end)) and after[1]:
        return is_verb(prose, after.start(1), after.end(1)) or _AUXILIARY.match(after[1]) is not None
    return _VOWEL_VERB.match(word) is not None or is_verb(prose, start, end)


def is_verb(prose: str, start: int, end: int) -> bool:
    """Return whether the word between two offsets may be a verb in the third person, as in "a ignores"."""
    word = prose[start:end].casefold()
    if _MEANS_OF.match(prose, start):
        return False
    if _VERB.match(word):
        return True
    return (
        _THIRD_PERSON.match(word) is not None
        and _NOUN_IN_S.match(word) is None
        and _OBJECT.match(prose, end) is not None
    )


def is_function_word(word: str) -> bool:
    """Return whether a word is one of grammar, not a name or a thing."""
    return _SENTENCE_WORD.match(word) is not None


def next_is_predicate(prose: str, end: int) -> bool:
    """Return whether what follows a letter is a verb or a word that cannot follow an article."""
    found = _NEXT.match(prose, end)
    return found is not None and found[1] is not None and _no_noun(prose, found.start(1), found.end(1))


def is_pronoun(prose: str, at: int) -> bool:
    """Return whether the ``I`` here is surely the pronoun: "I think", "can I see"; "I is wrong" is none."""
    return _PRONOUN_NEXT.match(prose, at + 1) is not None or (
        _PRONOUN_BEFORE.search(prose[max(0, at - 20) : at]) is not None
        and re.match(r"\s+[a-z]+", prose[at + 1 : at + 20]) is not None
        and not next_is_predicate(prose, at + 1)
    )
