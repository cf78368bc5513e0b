"""What the pages of one exam are read against: the proofs of its texts, ready to be looked up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from examgen.audit.corrected import Ruling, bank_rulings
from examgen.audit.documents import ReadQuestion
from examgen.audit.pixels import Print, look_alike, print_of
from examgen.audit.proofs import Field, Proof, ProofKey, Proofs
from examgen.audit.wording import Wording, with_any_hyphens
from examgen.model import Question

#: From the left edge of a letter to that of its choice, in units of the base size.
LETTER_WIDTH = 1.8
#: Characters by which stems are looked up.
_BEGINNING = 8
#: Words of a stem that asks for several choices, without white space.
_SEVERAL = re.compile(
    r"(?:select|choose|mark|check|tick|circle|pick|indicate|identify)(?:all|every|(?:the|exactly)?(?:two|three|four|five|[2-5]))"
    r"|mehrereantworten|mehrfach|siealle|plusieursr|toutesles|todaslas|tuttele|todasas|meerdere|多选|多選|選べ|選び"
)
#: A choice that lists others, as a proof is read: without white space.
_LISTED = r"(?:(?:choice|option|answer|alternative|distractor|response)s?)?\(?§\d+§\)?"
_LIST = re.compile(
    r"\W*(?:both|either|neither|only|just|not|all|any|none|of|the|above|but|except|for|same|as|everything|anything"
    r"|(?:choice|option|answer|alternative|distractor|response)s?)*"
    rf"{_LISTED}(?:,{_LISTED})*,?(?:and/or|and|or|nor|und|oder|et|ou|y|o|e|&){_LISTED}[^§]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Parts:
    """The proofs of one question, and patterns of what a page prints for them."""

    stem: re.Pattern[str]
    stem_proof: Proof
    choices: tuple[re.Pattern[str], ...]  #: in the author's order
    choice_proofs: tuple[Proof, ...]
    alike: bool  #: some choices have the same characters
    named: bool  #: the stem or a choice names letters
    lists: frozenset[int]  #: choices that list letters, whose order means nothing
    asks_for_several: bool  #: in the stem's own words, so that a paper may or may not say it once more


class Proven:
    """What the pages of one exam are read against."""

    def __init__(
        self,
        questions: Sequence[Question],
        proofs: Proofs,
        size: int,
        wording: Wording,
        rulings: Sequence[Ruling] = (),
    ) -> None:
        """``size`` is the base size of the text, in points; ``rulings`` are the questions', by default the bank's."""
        self.questions = questions
        self.rulings = rulings or bank_rulings(questions)
        self.proofs = proofs
        self.wording = wording
        #: Points from a letter to its choice.
        self.letter_width = LETTER_WIDTH * size
        self.parts = [_parts(question, index, proofs) for index, question in enumerate(questions)]
        self._by_beginning: dict[str, list[int]] = {}
        for index, parts in enumerate(self.parts):
            literal = parts.stem_proof.text.partition("§")[0]
            key = literal[:_BEGINNING] if len(literal) >= _BEGINNING else ""
            self._by_beginning.setdefault(key, []).append(index)
        self._prints: dict[ProofKey, Print] = {}
        self._alike: dict[tuple[int, tuple[int, ...]], bool] = {}

    def candidates(self, text: str, at: int) -> list[int]:
        """Return the questions (0-based) whose stem may begin at an offset, in order."""
        short = self._by_beginning.get("", [])
        return sorted([*self._by_beginning.get(text[at : at + _BEGINNING], []), *short])

    def print_of(self, question: int, choice: int) -> Print:
        """Return what a choice looks like."""
        key = ProofKey(question, Field.CHOICE, choice)
        if key not in self._prints:
            self._prints[key] = print_of(self.proofs, self.proofs.by_key[key])
        return self._prints[key]

    def page_of(self, question: int, choice: int) -> int:
        """Return the 0-based page of the proofs that shows a choice."""
        return self.proofs.by_key[ProofKey(question, Field.CHOICE, choice)].page

    def page_at(self, read: ReadQuestion, place: int) -> int:
        """Return the 0-based page of the proofs that shows a question's stem (0), or its first choice (1) and so on."""
        if place == 0:
            return self.proofs.by_key[ProofKey(read.question, Field.STEM)].page
        return self.page_of(read.question, read.choices[place - 1]) if place <= len(read.choices) else -1

    def alike(self, question: int, choices: Sequence[int]) -> bool:
        """Return whether two of these choices look the same, so that nobody could tell them apart."""
        key = (question, tuple(sorted(choices)))
        if key not in self._alike:
            prints = [self.print_of(question, choice) for choice in choices]
            self._alike[key] = any(look_alike(one, other) for one, other in combinations(prints, 2))
        return self._alike[key]


def _parts(question: Question, index: int, proofs: Proofs) -> Parts:
    stem_proof = proofs.by_key[ProofKey(index, Field.STEM)]
    choice_proofs = tuple(
        proofs.by_key[ProofKey(index, Field.CHOICE, choice)] for choice in range(len(question.choices))
    )
    stem, choices = _pattern(stem_proof), tuple(_pattern(proof) for proof in choice_proofs)
    return Parts(
        stem=stem,
        stem_proof=stem_proof,
        choices=choices,
        choice_proofs=choice_proofs,
        alike=len({pattern.pattern for pattern in choices}) < len(choices),
        named=any(pattern.groups for pattern in (stem, *choices)),
        lists=_lists(choice_proofs),
        asks_for_several=len(question.answer) > 1 and _SEVERAL.search(stem_proof.text.casefold()) is not None,
    )


def _lists(proofs: Sequence[Proof]) -> frozenset[int]:
    """Return which of a question's choices (0-based) are lists of letters, but for those that list the same ones."""
    named = {
        at: frozenset(re.findall(r"§(\d+)§", proof.text))
        for at, proof in enumerate(proofs)
        if _LIST.fullmatch(proof.text)
    }
    sets = list(named.values())
    return frozenset(at for at, each in named.items() if sets.count(each) == 1)


def _pattern(proof: Proof) -> re.Pattern[str]:
    """Return what a paper prints for a proof; a mark for a choice is any letter, in a group named by the choice."""
    parts = re.split(r"§(\d+)§", proof.text)
    if len(parts) == 1:
        return re.compile(re.escape(proof.text))
    pattern, known = with_any_hyphens(parts[0]), set[str]()
    for choice, literal in zip(parts[1::2], parts[2::2], strict=True):
        pattern += f"(?P=c{choice})" if choice in known else f"(?P<c{choice}>[A-Z])"
        known.add(choice)
        pattern += "-?" + with_any_hyphens(literal)
    return re.compile(pattern)
