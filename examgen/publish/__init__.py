"""The delivered folder: written aside, moved into place whole, with what people put there carried over.

Nothing else in examgen writes into an output folder. The steps of a delivery, of which the third is atomic:

1. The files, and last the manifest, are written into a new folder in the box beside the output folder (``box``).
2. Files and folders that the former manifest does not list, and files that were edited since, are linked into
   the new folder, or copied where links cannot be (``carry``).
3. The new folder changes places with the former one (``exchange``).
4. The former folder is removed: what was ours and unedited, or is the same in the new folder, is deleted;
   what appeared meanwhile is moved over (``carry``).

``delivery`` is these steps, ``lock`` keeps two builds into one folder apart, and ``ending``
remembers what was delivered. This protects from killed programs
and full disks, not from power failures: nothing is synced.
"""

from examgen.publish.delivery import Delivery, Stage, read_manifest, stage
from examgen.publish.ending import delivered_text, ending_text, note_delivered
from examgen.publish.refusals import COPY

__all__ = [
    "COPY",
    "Delivery",
    "Stage",
    "delivered_text",
    "ending_text",
    "note_delivered",
    "read_manifest",
    "stage",
]
