"""Random small banks that know what is true of them: which choices are right, and which choice each letter means.

Nothing here is examgen's: what is known comes from how the bank was made, never from reading it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from random import Random

#: Stands in a list of tokens for a letter that is not known yet.
BLANK = "?"
_COMMANDS = re.compile(r"\\(?:begin|end)\{[A-Za-z*]+\}|\\[A-Za-z]+|\\.")
_TOKEN = re.compile(r"[A-Za-z0-9]+|\ue000")
_ALPHABET = "abcdefghi"
TAGS = ("easy", "hard", "two words")


@dataclass(frozen=True, slots=True)
class Ref:
    """A letter, or ``[[id]]``, that an author writes for a choice."""

    choice: int  #: 0-based index in the author's order
    written: str


Part = str | Ref


@dataclass(frozen=True, slots=True)
class Prose:
    """A text that knows which choice each of its letters means."""

    parts: tuple[Part, ...]

    @property
    def written(self) -> str:
        """The Markdown of the author."""
        return "".join(part.written if isinstance(part, Ref) else part for part in self.parts)

    def tokens(self, letters: Sequence[str]) -> list[str]:
        """Return its words when printed, given the letter of each choice (by the author's index)."""
        refs = iter([part for part in self.parts if isinstance(part, Ref)])
        joined = "".join("\ue000" if isinstance(part, Ref) else part for part in self.parts)
        return [letters[next(refs).choice] if token == "\ue000" else token for token in tokens_of(joined)]

    def skeleton(self) -> list[str]:
        """Return its words with BLANK for each letter."""
        return self.tokens([BLANK] * 26)

    def refs(self) -> Iterator[Ref]:
        """Give its letters."""
        return (part for part in self.parts if isinstance(part, Ref))


def tokens_of(text: str) -> list[str]:
    """Return the words of Markdown or of LaTeX: commands, signs and accents do not count."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return _TOKEN.findall(_COMMANDS.sub(" ", plain))


@dataclass(frozen=True, slots=True)
class MadeChoice:
    """A choice and what is true of it."""

    text: Prose
    name: str = ""  #: an id that the author gave; empty: the letter of its place
    right: bool = False
    pin: bool = False
    weight: str = ""
    feedback: Prose | None = None
    sums_up: bool = False  #: it speaks of all choices above it: the same ones must be above it in print
    position: int = 0  #: 0-based place in the author's order

    @property
    def id(self) -> str:
        """The id in the bank."""
        return self.name or _ALPHABET[self.position]


@dataclass(frozen=True, slots=True)
class MadeQuestion:
    """A question and what is true of it."""

    stem: Prose
    choices: tuple[MadeChoice, ...]
    id: str = ""  #: empty: the reader makes one
    rationale: Prose | None = None
    points: str = ""
    tags: tuple[str, ...] = ()
    pin: bool = False
    keep_order: bool = False
    stays: frozenset[int] = (
        frozenset()
    )  #: choices that a text names by their place: they must stand there in print
    is_plain: bool = False  #: no text speaks of the choices but by ``[[id]]``

    @property
    def texts(self) -> Iterator[Prose]:
        """All its texts."""
        yield self.stem
        if self.rationale:
            yield self.rationale
        for choice in self.choices:
            yield choice.text
            if choice.feedback:
                yield choice.feedback


_NOISE = (
    "*lorel*",
    "**vimt** und",
    "`kod_1 = 22`",
    r"$x_1^2 \le \frac{1}{2}$",
    r"$\hat\theta_n$",
    "naïve Übung",
    "α ≤ β",
    "50% & #7",
    "“quoted” it's",
    "<em>tag</em>",
    "Łódź — São",
    "from $5 to $10",
    "under_score ~ ^",
    "=HYPERLINK(1)",
    "x² → ∞",
    "[link](https://example.org/q)",
    r"\{braces\}",
)
#: Letters that could be taken for those of choices.
_LETTERED = (
    "<b>tag</b>",
    r"$a + b = c$",
    "events A and B",
    "vitamin C",
    "`a = b`",
    "plan (b) of theirs",
    "Mr. D. Bolen",
)

_POINTS = ("", "1", "2", "0.5", "1/3", "10")
#: Texts in which ``@`` and ``@@`` are a small and a capital letter, each of another choice.
_STEM = "Unlike choice (@), which of these is it, {}?"
_COMBINATIONS = ("Both (@) and (@)", "@@ and @@ only", "Neither (@) nor (@)", "(@), (@)", "Only (@)")
_COMMENTS = (
    "(@) is too small, and choice @ too large.",
    "@@ is wrong.",
    "Answers @@ and @@ are wrong.",
    "It is not so, see (@).",
    "In this case @ is wrong.",
    "The same mistake as in @@.",
    "As @ says, it is large.",
    "So, @@.",
    "@: wrong, it is too large.",
    "(@)–(@) are too small.",
    "Choice @ is right because it holds.",
    "**(@)** and `kod` are both out.",
    "@ overlooks it.",
    "@@ overlooks it, and @ too.",
    "Here choice @ confuses it with `kod`.",
    "Option @@, not @, holds.",
    "Choice(@) would be too large.",
    "The answer is @@.",
    "@@ and @ only, as it is large.",
    "Between (@) and (@) there is no choice.",
    "It is about (@).",
    "@'s sign is wrong.",
    "@@ does not hold: it is small.",
    "Of @@ and @, @ is the larger.",
    "@@, @, and @ are too small.",
    'Not [@] but "@@".',
    "@@. Too small.",
    "@@ = too small.",
    "Everything but @ fails.",
    "@@/@ are the same.",
    "If @ holds, then so does @@.",
    "Only @ can be it, as @@ cannot.",
    "One sees that @ never holds.",
    "@@(too small), @(too large).",
    "- @@ | too small",
)
_BRACKETED = ("Not @, for @ is it.", "@ says so.", "It is so.")
#: What sums up the choices above it.
_SUMMARIES = ("All of the above", "None of the above", "none of the above.")
#: Texts that name choices by their place, and the places; -1 is the last one.
_PLACED = (("The last choice is too large.", (-1,)), ("The second is wrong.", (1,)))
_PLACED_CHOICES = (("The first two", (0, 1)), ("Both 1 and 3", (0, 2)))


def make_bank(draw: Random) -> tuple[MadeQuestion, ...]:
    """Return 1 to 8 questions in the author's order."""
    words = _Words(draw)
    made: list[MadeQuestion] = []
    for number in range(draw.randint(1, 8)):
        id = _id(draw, number) if draw.random() < 0.7 else ""
        named = [question for question in made if question.id]
        if id and named and draw.random() < 0.1:
            made.append(_asked_again(draw, draw.choice(named), id))
        else:
            made.append(_Author(draw, words).question(id))
    return tuple(made)


def _id(draw: Random, number: int) -> str:
    forms = (f"q{number}", f"vae-gap.{number}", f"x_{number}:y", f"{number}", f"Q-{number}_{number}")
    return draw.choice(forms)


def _asked_again(draw: Random, question: MadeQuestion, id: str) -> MadeQuestion:
    """Return a question with the same words and another answer; only the id tells them apart."""
    right = _right(draw, len(question.choices))
    choices = (replace(choice, right=choice.position in right, weight="") for choice in question.choices)
    return replace(question, id=id, choices=tuple(choices))


def _right(draw: Random, count: int) -> set[int]:
    several = draw.random() < 0.3
    return set(draw.sample(range(count), draw.randint(1, count) if several else 1))


@dataclass(slots=True)
class _Words:
    """Words that nobody has used, and the texts made of them so far."""

    draw: Random
    used: int = 0
    texts: dict[Sequence[str], list[str]] = field(default_factory=dict)  #: by the noise that may be in them

    def word(self) -> str:
        """Return a word that is not in use."""
        self.used += 1
        number, word = self.used, self.draw.choice(("Bo", "Du", "Ka", "Lo", "Mi", "Ru"))
        for _ in range(3):
            number, digit = divmod(number, 12)
            word += ("kra", "vel", "mos", "tin", "dup", "gar", "lin", "pox", "sut", "rem", "nof", "zel")[
                digit
            ]
        return word

    def text(self, noise: Sequence[str]) -> str:
        """Return a new text."""
        parts = [self.word(), *self.draw.choices(noise, k=self.draw.choice((0, 0, 1, 2)))]
        self.draw.shuffle(parts)
        self.texts.setdefault(noise, []).append(" ".join(parts))
        return self.texts[noise][-1]

    def used_text(self, noise: Sequence[str]) -> str:
        """Return a text that, by chance, stands elsewhere as well."""
        known = self.texts.get(noise)
        return self.draw.choice(known) if known and self.draw.random() < 0.25 else self.text(noise)


class _Author:
    """Writes one question."""

    def __init__(self, draw: Random, words: _Words) -> None:
        self._draw = draw
        self._words = words
        self._count = draw.randint(2, 9)
        #: Whether it speaks of choices by letters and places, and not in brackets alone.
        self._literal = draw.random() < 0.5
        self._noise = _NOISE + _LETTERED
        self._names = self._choice_names()
        self._stays: set[int] = set()

    def question(self, id: str) -> MadeQuestion:
        """Return the question."""
        draw = self._draw
        right = _right(draw, self._count)
        weighted = draw.random() < 0.2
        stem, texts, sums = self._stem(), *self._choices()
        return MadeQuestion(
            stem=stem,
            choices=tuple(
                MadeChoice(
                    text=texts[at],
                    name=self._names[at],
                    right=at in right,
                    pin=draw.random() < 0.1,
                    weight=self._weight(at in right, len(right)) if weighted else "",
                    feedback=self._comment() if draw.random() < 0.25 else None,
                    sums_up=at in sums,
                    position=at,
                )
                for at in range(self._count)
            ),
            id=id,
            rationale=self._comment() if draw.random() < 0.85 else None,
            points=draw.choice(_POINTS),
            tags=tuple(sorted(draw.sample(TAGS, draw.randint(0, 2)))),
            pin=draw.random() < 0.1,
            keep_order=draw.random() < 0.07,
            stays=frozenset(self._stays),
            is_plain=not self._literal,
        )

    def _choice_names(self) -> list[str]:
        """Return the ids that the author gives to choices; empty where there is none."""
        if not self._literal and self._draw.random() < 0.08:
            # Letters, but not those of the places.
            return self._draw.sample(_ALPHABET[: self._count], self._count)
        names = [f"{self._draw.choice(('none', 'gap', 'True'))}{at}" for at in range(self._count)]
        return [name if self._draw.random() < 0.1 else "" for name in names]

    def _weight(self, right: bool, count: int) -> str:
        return f"1/{count}" if right else self._draw.choice(("0", "-1/2", "-0.25"))

    def _filled(self, form: str, own: int | None = None) -> Prose:
        """Return a text from a form; ``own`` is the choice that it is the text of."""
        others = [at for at in range(self._count) if at != own]
        wanted = len(re.findall("@+", form))
        targets = iter(self._draw.sample(others, min(wanted, len(others))))
        pieces = re.split("(@+)", form)
        parts: list[Part] = []
        for piece in pieces:
            if piece in ("@", "@@"):
                parts.append(self._ref(next(targets, others[0]), piece == "@@"))
            else:
                parts.append(piece)
        return Prose(tuple(parts))

    def _ref(self, at: int, capital: bool) -> Ref:
        letter = _ALPHABET[at].upper() if capital else _ALPHABET[at]
        if self._literal and self._draw.random() < 0.7:
            return Ref(at, letter)
        return Ref(at, f"[[{self._names[at] or _ALPHABET[at]}]]")

    def _stem(self) -> Prose:
        text, chance = self._words.text(self._noise), self._draw.random()
        if chance < 0.15:
            return self._filled(_STEM.format(self._words.word()))
        if chance < 0.25:
            more = (
                f"\n\n- {self._words.word()}\n- {self._words.text(self._noise)}\n\n$$x = \\frac{{1}}{{n}}$$"
            )
            return Prose((f"Which is {self._words.word()} {text}?{more}",))
        return Prose((f"Which of these is {text}?",))

    def _choices(self) -> tuple[list[Prose], set[int]]:
        """Return the texts of the choices, no two alike, and which of them sum up those above."""
        draw, count = self._draw, self._count
        texts: list[Prose] = []
        while len(texts) < count:
            text = Prose((self._words.used_text(self._noise),))
            if text not in texts:
                texts.append(text)
        at = draw.choice((count - 1, count - 1, draw.randrange(count)))
        if not self._literal:
            if draw.random() < 0.3:
                texts[at] = self._filled(f"{self._words.word()}, not @", own=at)
            return texts, set()
        sums = set()
        if count > 3 and draw.random() < 0.4:
            texts[at] = self._filled(draw.choice(_COMBINATIONS), own=at)
        elif count > 3 and draw.random() < 0.1:
            form, places = draw.choice(_PLACED_CHOICES)
            texts[at] = Prose((form,))
            self._stays.update(places)
        last = draw.choice((count - 1, count - 1, draw.randrange(count)))
        if (
            last > 1
            and texts[last].written not in {form for form, _ in _PLACED_CHOICES}
            and draw.random() < 0.35
        ):
            texts[last] = Prose((draw.choice(_SUMMARIES),))
            sums.add(last)
        return texts, sums

    def _comment(self) -> Prose:
        """Return a rationale or feedback."""
        draw = self._draw
        if draw.random() < 0.3:
            return Prose((self._words.used_text(self._noise),))
        if not self._literal:
            return self._filled(f"{draw.choice(_BRACKETED)} {self._words.text(self._noise)}")
        if draw.random() < 0.08:
            form, places = draw.choice(_PLACED)
            self._stays.update(at % self._count for at in places)
            return Prose((f"{form} {self._words.word()} it is.",))
        return self._filled(f"{draw.choice(_COMMENTS)} {self._words.word()} it is.")
