"""README.txt of a record, for whoever finds one in some years."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_TEXT = """\
{title}
{line}

This is the record of a printed exam, made by examgen, a program that prints several versions of one exam with answer
keys that match. It is a zip archive: rename it to {exam}.zip and any system opens it.

It tells the right answers. Keep it from students.

  record.json     the seed, the options, which question and choice stands where on each version, and the SHA-256 of
                  each file that was delivered
  banks/          the questions as they were when the exam was built, with their pictures
  templates/      the LaTeX templates that it was printed with

To print version {label} again, with the same letters and numbers, on any machine with examgen and TeX:

  examgen reprint {exam}.examgen --version {label} --out reprint

To see what another build changed:

  examgen diff {exam}.examgen OTHER

Without examgen: "versions" in record.json lists for each version the questions in the order printed, by their ids in
banks/, and for each question its choices in the order printed: "c a d b" means that choice c of the bank stands at
letter A. The id of a choice is the letter that it has in banks/.

Made with examgen {examgen} and {tex}.
"""


def readme(facts: Mapping[str, Any]) -> str:
    """Return README.txt for the facts in record.json."""
    title = str(facts["title"] or facts["exam"])
    return _TEXT.format(
        title=title,
        line="=" * len(title),
        exam=facts["exam"],
        label=facts["versions"][0]["version"],
        examgen=facts["tools"].get("examgen-print", ""),
        tex=facts["tools"].get("tex", "TeX"),
    )
