"""Texts that lose something on their way to the page, each in a way of its own, and what the audit says of each.

``python tests/mutants_words.py`` typesets all of them in one run and prints the table.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from unittest import mock

from pylatex import NoEscape

from examgen.audit import proofing
from examgen.audit.proofs import read_proofs
from examgen.audit.words import losses
from examgen.errors import Place
from examgen.exam import Layout
from examgen.markup import Document, Fragment, parse, to_latex
from examgen.model import Choice, Question, Text
from examgen.scripts import fonts_for
from examgen.templates import Templates
from examgen.typeset import find_tex, run

_TABLE = "Look:\n\n| river | length |\n| ----- | -----: |\n| Rhine | 1230 |\n| Nile  | 6650 |"
_CODE = "Look:\n\n```python\nfor x in range(3):\n    print(x)\n    break\n```\n\nThe end."
_LIST = "Look:\n\n- one thing\n- another one\n- the last\n\nThe end."
_NOTE = "A claim[^1] is made.\n\n[^1]: It is in the appendix."


@dataclass(frozen=True, slots=True)
class Loss:
    """A text, and what of it is lost."""

    field: str  #: stem, choice, rationale or feedback
    source: str
    taken: str  #: what is taken out, of the Markdown or of the LaTeX
    put: str  #: what stands there instead
    lost: str  #: what the audit must say is not on the page
    of_latex: bool = False


#: By name; each is a question of its own.
LOSSES = {
    "word of a stem": Loss("stem", "Where does a river end?", "river ", "", "word 'river'"),
    "word of a choice": Loss("choice", "At its broad mouth", "broad ", "", "word 'broad'"),
    "word of a rationale": Loss("rationale", "It ends at the sea.", "the ", "", "word 'the'"),
    "word of a feedback": Loss("feedback", "That is *not* so.", "*not*", "", "word 'not'"),
    "last word": Loss("choice", "It ends here", " here", "", "word 'here'"),
    "cell of a table": Loss("stem", _TABLE, "1230", "", "word '1230'"),
    "row of a table": Loss("stem", _TABLE, "| Nile  | 6650 |", "", "word 'Nile'"),
    "cell too many": Loss("stem", "| a |\n|---|\n| one two |", "one two", "one", "word 'two'"),
    "line of code": Loss("stem", _CODE, "    print(x)\n", "", "word 'print'"),
    "word of code": Loss("choice", "Call `run(it, now)` first", ", now", "", "word '`run(it,'"),
    "digit": Loss("choice", "There are 1024 bytes", "1024", "124", "word '1024'"),
    "decimal point": Loss("choice", "It is 2.5 m", "2.5", "25", "word '2.5'"),
    "percent sign": Loss("stem", "Of 50% of them, half are red.", r"\%", "%", "word '50%'", of_latex=True),
    "percent sign alone": Loss("choice", "It is 5% of it", "%", "", "word '5%'"),
    "tag": Loss("choice", "Write <b> for bold", "<b>", "", "word '<b>'"),
    "less than": Loss("choice", "where a<b holds", "<b holds", "", "word 'a<b'"),
    "underscore": Loss("choice", "the name a_b is", "a_b", "ab", "word 'a_b'"),
    "underscores of a name": Loss("choice", "calls __init__ first", "__init__", "init", "word '__init__'"),
    "hash": Loss("choice", "written in C# today", "C#", "C", "word 'C#'"),
    "ampersand": Loss("choice", "AT&T did it", "&", "", "word 'AT&T'"),
    "dollar": Loss("choice", "It costs $5 and $10 now", "$10", "10", "word '$10'"),
    "before a formula": Loss("stem", "Let $x_1$ be small", "be ", "", "word 'be'"),
    "between formulas": Loss("stem", "If $x$ equals $y^2$, stop", "equals ", "", "word 'equals'"),
    "item of a list": Loss("stem", _LIST, "- another one\n", "", "word 'another'"),
    "last item": Loss("rationale", _LIST, "- the last\n", "", "word 'the'"),
    "footnote": Loss("stem", _NOTE, "[^1]: It is in the appendix.", "", "word '[^1]:'"),
    "address of a link": Loss(
        "stem", "See [here](https://x.org/a) now", "(https://x.org/a)", "", "word '[here](https://x.org/a)'"
    ),
    "paragraph": Loss("rationale", "First.\n\nSecond one.\n\nThird.", "Second one.\n\n", "", "word 'Second'"),
    "accented word": Loss("choice", "Zürich und Łódź sind groß", "Łódź ", "", "word 'Łódź'"),
    "arrow": Loss("choice", "from A → B it goes", "→", "", "word 'B'"),
    "mark of a choice": Loss("stem", "As [[b]] says, it is", "[[b]]", "", "word '[[b]]'"),
}


def question_of(number: int, loss: Loss) -> Question:
    """Return a question that has the text; its lines are those of a file named after the number."""
    lines = range(1, loss.source.count("\n") + 2)
    own = Text(loss.source, tuple(Place(f"{number}.md", line, 1) for line in lines))
    place = Place("other.md", 1, 1)
    plain = Text("Nothing is lost here.", (place,))
    field = loss.field
    return Question(
        id=f"q{number}",
        stem=own if field == "stem" else plain,
        place=place,
        choices=(
            Choice("a", plain, place),
            Choice(
                "b",
                own if field == "choice" else plain,
                place,
                feedback=own if field == "feedback" else None,
            ),
        ),
        answer=frozenset({"a"}),
        rationale=own if field == "rationale" else plain,
    )


@contextmanager
def losing() -> Iterator[None]:
    """Lose what is to be lost, on the way from the bank to TeX."""
    damaged = {f"{number}.md": loss for number, loss in enumerate(LOSSES.values())}
    sources: dict[int, Loss] = {}

    def parse_less(text: Text, folder: Path) -> Document:
        loss = damaged.get(text.place().file)
        if loss is None or loss.of_latex:
            document = parse(text, folder)
        else:
            before, found, after = text.source.partition(loss.taken)
            assert found
            document = parse(replace(text, source=before + loss.put + after), folder)
        if loss is not None:
            sources[id(document)] = loss
        documents.append(document)
        return document

    def latex_less(document: Document, letters: Mapping[str, str]) -> Fragment:
        fragment = to_latex(document, letters)
        loss = sources.get(id(document))
        if loss is None or not loss.of_latex:
            return fragment
        assert loss.taken in fragment.latex
        return replace(fragment, latex=NoEscape(fragment.latex.replace(loss.taken, loss.put)))

    documents: list[Document] = []  # kept, so that no other one gets the identity of one of them
    with (
        mock.patch.object(proofing, "parse", parse_less),
        mock.patch.object(proofing, "to_latex", latex_less),
    ):
        yield


def said() -> dict[str, str]:
    """Return what the audit says of each text, by the name of the loss; nothing where it sees none."""
    questions = [question_of(number, loss) for number, loss in enumerate(LOSSES.values())]
    with losing():
        found = of_proofs(questions)
    return {
        name: next((each for each in found if each.startswith(f"question 'q{number}',")), "")
        for number, name in enumerate(LOSSES)
    }


def of_proofs(questions: Sequence[Question], templates: Path | None = None) -> tuple[str, ...]:
    """Return what the proofs of questions have lost."""
    fonts = fonts_for(text.source for question in questions for text in question.texts)
    job = proofing.proof_job(questions, Layout(), Templates(templates), 60, fonts)
    outcome = run(job, find_tex(job.engine))
    assert outcome.pdf is not None
    assert outcome.complete
    return losses(questions, read_proofs(questions, outcome.pdf))


def main() -> int:
    """Print what became of each, and return how many were missed."""
    missed = 0
    for name, told in said().items():
        missed += LOSSES[name].lost not in told
        sys.stdout.write(f"{name:24}{told}\n")
    sys.stdout.write(f"{len(LOSSES)} losses, {missed} missed\n")
    return missed


if __name__ == "__main__":
    sys.exit(main() > 0)
