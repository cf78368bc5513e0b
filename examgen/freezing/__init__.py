"""Builds that were printed: marked so, and kept as they are.

``marking`` puts the mark on a folder and takes it away; ``printed`` is what a later build into it must not change.
"""

from examgen.freezing.marking import Marked, freeze, unfreeze
from examgen.freezing.printed import Printed

__all__ = ["Marked", "Printed", "freeze", "unfreeze"]
