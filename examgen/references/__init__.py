"""Letters inside text: "Both (a) and (c)", "choice (b) is wrong because", "all of the above".

After shuffling such letters lie. ``[[a]]`` in any text of a question is the letter that choice ``a`` has
on a paper. :func:`resolve` puts it where a letter surely names a choice; where that is not sure, the question
keeps the author's order. Letters are made true in English texts; in other languages what names a choice keeps the order.
"""

from examgen.references.instructions import instruction_problems
from examgen.references.lists import in_their_order
from examgen.references.mask import opaque_parts
from examgen.references.report import Done, Note
from examgen.references.resolution import Resolution, resolve

__all__ = ["Done", "Note", "Resolution", "in_their_order", "instruction_problems", "opaque_parts", "resolve"]
