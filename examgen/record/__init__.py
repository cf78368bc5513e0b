"""The record of a build, ``<exam>.examgen``: all that is needed to print it again, in a zip that is readable without us.

``sources`` keeps what a build read, ``archive`` is the zip, ``record`` what is in it, ``restore`` makes the exam of it
again.
"""

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
    "read_banks_bytes",
    "write_record",
]
