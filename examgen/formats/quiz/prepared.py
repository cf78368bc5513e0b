"""A quiz text before it is read: its lines without what stands around the questions, each with all that it could be.

Step by step, each in a module of its own: what hides text is opened (fences, folds, boxes, quotes), what belongs to the
page goes (links, running heads), ways of writing that lines alone cannot tell become plain ones (tables, columns, questions
without numbers), and what could be a mark is marked. Places stay those of the file.
"""

from __future__ import annotations

from dataclasses import dataclass

from examgen.formats.quiz.gathering.again import with_answers
from examgen.formats.quiz.marking.lines import Line, clean_lines, split_source, unfenced
from examgen.formats.quiz.marking.marks import Marks, marks_of_all
from examgen.formats.quiz.page.admonitions import of_code, unboxed
from examgen.formats.quiz.page.alphalists import lettered
from examgen.formats.quiz.page.blanks import underscored
from examgen.formats.quiz.page.callouts import unquote
from examgen.formats.quiz.page.choicetables import tabled
from examgen.formats.quiz.page.fenced import without_fences
from examgen.formats.quiz.page.folds import unfold
from examgen.formats.quiz.page.footers import without_footers
from examgen.formats.quiz.page.front import Front, read_front_matter
from examgen.formats.quiz.page.htmlpictures import with_pictures
from examgen.formats.quiz.page.namedbelow import named_below
from examgen.formats.quiz.page.navigation import without_navigation
from examgen.formats.quiz.page.oddsigns import starred, without_attributes, without_codes, without_commas
from examgen.formats.quiz.page.parts import mark_parts
from examgen.formats.quiz.page.romans import with_romans
from examgen.formats.quiz.page.starts import Ahead, look_ahead
from examgen.formats.quiz.page.topics import over_questions
from examgen.formats.quiz.page.twocolumns import apart
from examgen.formats.quiz.page.underlines import underlined
from examgen.formats.quiz.page.unnumbered import number_blocks
from examgen.formats.quiz.page.webquiz import cut_blocks, mark_blocks


@dataclass(frozen=True, slots=True)
class Prepared:
    """The lines of a file and what could be on each."""

    front: Front  #: with the problems met so far
    lines: list[Line]
    marks: list[Marks]  #: one for each line
    ahead: Ahead


def prepare(path: str, source: str) -> Prepared:
    """Return the lines of the text of a file; ``path`` is its name in places."""
    raws, found = without_fences(path, unfenced(split_source(source)))
    front = read_front_matter(path, raws)
    lines, problems = clean_lines(path, raws, front.end)
    blocks = cut_blocks(path, lines)
    bare = without_codes(without_attributes(blocks.lines))
    bare = without_commas(bare) if "\n," in source else bare
    lines = lettered(starred(underscored(without_footers(bare))))
    lines = unfold(unboxed(unquote(without_navigation(lines))))
    problems = of_code(problems, blocks.lines, lines)
    lines, marks = with_answers(*apart(lines, with_romans(lines, marks_of_all(lines))))
    lines, marks = named_below(*tabled(*underlined(lines, marks)))
    marks = mark_blocks(lines, mark_parts(lines, marks), blocks.starts)
    marks, cut_off = number_blocks(path, lines, marks)
    lines, marks = with_pictures(lines, marks), over_questions(source, lines, marks)
    ahead = look_ahead(lines, marks)
    # One list for all: the preamble adds to it when the first question comes.
    front.problems += found + problems + blocks.problems + cut_off
    return Prepared(front, lines, marks, ahead)
