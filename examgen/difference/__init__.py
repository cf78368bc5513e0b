"""What differs between two exams: by question, and on the papers of each version.

``questions`` compares what a bank says, ``papers`` what stands where, ``exams`` all that two records hold; ``wording``
shows two texts as one.
"""

from examgen.difference.exams import (
    Difference,
    Setting,
    compare,
    heading_changes,
    layout_changes,
    template_changes,
)
from examgen.difference.papers import NOW, WOULD, PaperChange, Tense, common_versions, paper_changes
from examgen.difference.questions import PRINTED, Change, Part, question_changes
from examgen.difference.wording import word_diff

__all__ = [
    "NOW",
    "PRINTED",
    "WOULD",
    "Change",
    "Difference",
    "PaperChange",
    "Part",
    "Setting",
    "Tense",
    "common_versions",
    "compare",
    "heading_changes",
    "layout_changes",
    "paper_changes",
    "question_changes",
    "template_changes",
    "word_diff",
]
