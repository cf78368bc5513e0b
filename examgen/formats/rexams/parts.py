"""What an exercise of R/exams has, in either of its two ways to write it, and when R would have to be run for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from examgen.errors import Place
from examgen.model import Text

#: Calls that print nothing and set no value that a text could use.
_SETUP: Final = re.compile(
    r"(?:suppressPackageStartupMessages\()?(?:library|require|include_supplement|exams::include_supplement|set\.seed|options"
    r"|knitr::opts_chunk\$set|opts_chunk\$set|invisible|Sys\.setlocale)\([^()]*(?:\([^()]*\)[^()]*)*\)\)?;?"
)
_SILENT: Final = re.compile(r"(?:echo|include)\s*=\s*F|results\s*=\s*[\"']?hide")


@dataclass(slots=True)
class Meta:
    """The meta-information: values by name, without the ``ex``."""

    values: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """Return a value, empty when there is none."""
        return self.values.get(name, "").strip()


@dataclass(slots=True)
class Exercise:
    """One exercise."""

    stem: Text
    place: Place
    meta: Meta
    choices: list[Text] = field(default_factory=list)
    rationale: Text | None = None
    feedback: list[Text] = field(default_factory=list)  #: for each choice, or none at all
    made_by_r: str = ""  #: why R would have to be run, or LaTeX would draw


def only_sets_up(options: str, code: str) -> bool:
    """Return whether a chunk of R neither prints nor sets anything that a text could use."""
    if not _SILENT.search(options):
        return not code.strip()
    lines = (re.sub(r"(?<![\"'\w])#.*", "", line).strip() for line in code.splitlines())
    joined = " ".join(line for line in lines if line)
    return not _SETUP.sub("", joined).strip() if len(joined) < 5000 else False
