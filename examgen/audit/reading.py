"""A paper or key read from what is seen on its pages: which text stands at which number and letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from examgen.audit.composed import ComposedPage
from examgen.audit.corrected import Ruling
from examgen.audit.documents import ReadDocument
from examgen.audit.pageread import PageReader
from examgen.audit.proofs import Proofs
from examgen.audit.proven import Proven
from examgen.audit.sight import SeenPage
from examgen.audit.wording import Wording
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
        counts = []
        for index, page in enumerate(pages):
            foot = self._proven.wording.foot(page.text)
            if foot is None:
                document.faults.append(f"page {index + 1} has no foot with fingerprint and page number")
                continue
            if foot.page != index + 1:
                document.faults.append(f"page {index + 1} says that it is page {foot.page}")
            counts.append(foot.pages)
            document.fingerprints.append(foot.fingerprint)
            PageReader(self._proven, page, index, page.text[: foot.start], document, key).read()
        if any(count != len(counts) for count in counts):
            document.faults.append(f"there are {len(counts)} pages, and they say 'of {counts[0]}'")
        if document.pending:
            document.faults.append("the rationale of the last question is missing")
        for number in document.settle():
            id = self._proven.questions[document.questions[number].question].id
            document.faults.append(f"question {number + 1} is {id!r} a second time")
        left = set(range(len(self._proven.questions))) - {read.question for read in document.questions}
        if left:
            names = ", ".join(repr(self._proven.questions[q].id) for q in sorted(left))
            document.faults.append(f"not found on the pages: {names}")
        return document
