"""TeX in a locked room: a source in, a PDF and a report out. The only package that typesets by starting a program.

The room: an empty temporary folder as the working folder; no shell escape; ``openin_any`` and ``openout_any`` at *p*, so
that no absolute path, hidden file or parent folder can be opened; an environment of our own; limits on time, memory and the
size of files. TeX's own lock has one hole, the primitive ``pdfobj`` with a file, which must not come from a bank. Where
bubblewrap works, the room stands in its sandbox (``doctor.sandbox``).

The bytes of the PDF depend on the source and on the TeX installation only: the date is fixed and identifiers are left out.

``job`` says what goes in and comes out, ``room`` makes and removes the folder, ``process`` starts and ends the program, and
``running`` is one run and many.
"""

from examgen.typeset.job import BASE_SECONDS, DEFAULT_ENGINE, TexJob, TexOutcome
from examgen.typeset.running import find_tex, run, run_all, usable_cores

__all__ = [
    "BASE_SECONDS",
    "DEFAULT_ENGINE",
    "TexJob",
    "TexOutcome",
    "find_tex",
    "run",
    "run_all",
    "usable_cores",
]
