"""The record of a build, ``<exam>.examgen``: all that is needed to print it again, in a zip that is readable without us.

``sources`` keeps what a build read, ``inuse`` tells which templates of it are used, ``archive`` is the zip, ``record``
what is in it, ``restore`` makes the exam of it again, ``nearby`` tells what is meant
by a path that has none.
"""

from examgen.record.inuse import templates_in_use
from examgen.record.nearby import builds_near
from examgen.record.record import SUFFIX, Record, Typesetting, Unpacked, write_record
from examgen.record.restore import Restored
from examgen.record.sources import Source, Sources, read_banks_bytes

__all__ = [
    "SUFFIX",
    "Record",
    "Restored",
    "Source",
    "Sources",
    "Typesetting",
    "Unpacked",
    "builds_near",
    "read_banks_bytes",
    "templates_in_use",
    "write_record",
]
