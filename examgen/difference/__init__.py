"""What differs between two exams: by question, and on the papers of each version.

``questions`` compares what a bank says, ``papers`` what stands where, ``keys`` how keys were corrected, ``exams`` all
that two records hold; ``renamed`` pairs up questions whose id changed, ``wording`` shows two texts as one.
"""

from examgen.difference.exams import (
    Difference,
    Setting,
    compare,
    heading_changes,
    layout_changes,
    template_changes,
)
from examgen.difference.keys import CorrectionChange, LetterChange
from examgen.difference.papers import NOW, WOULD, PaperChange, Tense, common_versions, paper_changes
from examgen.difference.questions import PRINTED, Change, Part, question_changes
from examgen.difference.renamed import Renamed, renamed
from examgen.difference.wording import word_diff

__all__ = [
    "NOW",
    "PRINTED",
    "WOULD",
    "Change",
    "CorrectionChange",
    "Difference",
    "LetterChange",
    "PaperChange",
    "Part",
    "Renamed",
    "Setting",
    "Tense",
    "common_versions",
    "compare",
    "heading_changes",
    "layout_changes",
    "paper_changes",
    "question_changes",
    "renamed",
    "template_changes",
    "word_diff",
]
