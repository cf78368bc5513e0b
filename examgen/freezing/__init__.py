"""Builds that were printed: marked so, and kept as they are.

``marking`` puts the mark on a folder and takes it away; ``printed`` is what a later build into it must not change,
``corrected`` what it must not drop, and ``again`` how more versions are made.
"""

from examgen.freezing.again import more_versions, new_version_hint
from examgen.freezing.corrected import check_not_corrected, keys_as_printed
from examgen.freezing.marking import Marked, delivered_manifest, freeze, unfreeze
from examgen.freezing.printed import Printed

__all__ = [
    "Marked",
    "Printed",
    "check_not_corrected",
    "delivered_manifest",
    "freeze",
    "keys_as_printed",
    "more_versions",
    "new_version_hint",
    "unfreeze",
]
