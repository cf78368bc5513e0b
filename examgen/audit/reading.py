"""A paper or key read from what is seen on its pages: which text stands at which number and letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from examgen.audit.composed import ComposedPage
from examgen.audit.corrected import Ruling
from examgen.audit.documents import ReadDocument, ReadQuestion
from examgen.audit.findings import Difference
from examgen.audit.pageread import PageReader
from examgen.audit.proofs import Proofs
from examgen.audit.proven import Proven
from examgen.audit.sight import SeenPage
from examgen.audit.unread import identified, what_differs
from examgen.audit.wording import Foot, Wording
from examgen.model import Question


class Reader:
    """Reads papers and keys of one exam."""

    def __init__(
        self,
        questions: Sequence[Question],
        proofs: Proofs,
        size: int,
        wording: Wording,
        rulings: Sequence[Ruling] = (),
    ) -> None:
        """``size`` is the base size of the text, in points; ``rulings`` are the questions', by default the bank's."""
        self._proven = Proven(questions, proofs, size, wording, rulings)

    def read(self, pages: Iterator[SeenPage | ComposedPage], *, key: bool) -> ReadDocument:
        """Return what is seen on the pages of a paper, or of a key."""
        document = ReadDocument()
        feet = []
        for index, page in enumerate(pages):
            foot = self._proven.wording.foot(page.text)
            if foot is None:
                document.faults.append(f"page {index + 1} has no foot with fingerprint and page number")
                continue
            if foot.page != index + 1:
                document.faults.append(f"page {index + 1} says that it is page {foot.page}")
            feet.append(foot)
            document.fingerprints.append(foot.fingerprint)
            PageReader(self._proven, page, index, page.text[: foot.start], document, key).read()
            if key and self._proven.wording.ours and foot.fingerprint not in document.heads[-1]:
                seen = f"page {index + 1} does not name the papers {foot.fingerprint} at its head"
                document.faults.append(seen)
        if any(foot.pages != len(feet) for foot in feet):
            document.faults.append(f"there are {len(feet)} pages, and they say 'of {feet[0].pages}'")
        if document.pending:
            document.faults.append("the rationale of the last question is missing")
        doubled = [number + 1 for number in document.settle()]
        by_number = {read.number: read for read in document.questions}
        for number in doubled:
            id = self._proven.questions[by_number[number].question].id
            document.faults.append(f"question {number} is {id!r} a second time")
        left = set(range(len(self._proven.questions))) - {read.question for read in document.questions}
        left = self._unread(document, left, key=key)
        if left:
            names = ", ".join(repr(self._proven.questions[q].id) for q in sorted(left))
            document.faults.append(f"not found on the pages: {names}")
        if not (document.faults or document.unread):
            document.faults += self._ends(document, feet, key=key)
        for read in document.questions:
            if not read.as_in_bank:
                document.differences += self._differences(read, key=key)
        return document

    def _ends(self, document: ReadDocument, feet: Sequence[Foot], *, key: bool) -> Iterator[str]:
        """Yield which pages say that they are the last, and are not, or the other way round."""
        last = max((read.spots[-1].page + 1 for read in document.questions), default=0)
        for foot in feet:
            if not self._proven.wording.goes_on(foot, last, key=key):
                yield f"page {foot.page} of {foot.pages} says {foot.middle!r} at its foot"

    def _unread(self, document: ReadDocument, left: set[int], *, key: bool) -> set[int]:
        """Note what could not be read, and return the questions that were not found (0-based) and are none of that."""
        left = set(left)
        for unread in document.unread:
            question = identified(unread, self._proven, left)
            if question is None:
                seen = unread.text[:40]
                document.faults.append(f"page {unread.page + 1}: cannot be read: {seen!r}")
                continue
            left.discard(question)
            what = what_differs(unread, self._proven, question)
            says = f"{what} on the {_KIND[key]} {_IS[what == 'its choices']} not {_ITS[what == 'its choices']} of the bank"
            where = f"page {unread.page + 1}, question {unread.number}"
            document.differences.append(Difference(question, says, f"{where}: {says}"))
        return left

    def _differences(self, read: ReadQuestion, *, key: bool) -> Iterator[Difference]:
        """Yield how a question that was read differs from the bank in what stands around its texts."""
        asked, kind = self._proven.questions[read.question], _KIND[key]
        says = []
        if read.stated is not None:
            says.append(
                f"the key marks {_ids(asked, read.stated)}, the bank says {_ids(asked, asked.answer)}"
            )
        if read.foreign_tail:
            says.append("the rationale or feedback on the key is not that of the bank")
        if read.points is not None:
            says.append(f"the {kind} prints {read.points} points, the bank says {asked.points}")
        if read.several is not None:
            wanted, has = ("several choices", "one") if read.several else ("one choice", "several")
            says.append(f"the {kind} asks for {wanted}, the bank has {has}")
        where = f"page {read.spots[0].page + 1}, question {read.number}"
        for each in says:
            yield Difference(read.question, each, f"{where}: {each}")


#: Words for a paper (False) or key, and for one thing or several (True).
_KIND = {False: "paper", True: "key"}
_IS, _ITS = {False: "is", True: "are"}, {False: "that", True: "those"}


def _ids(asked: Question, right: Set[str]) -> str:
    return ", ".join(choice.id for choice in asked.choices if choice.id in right)
