"""What is said of LaTeX files whose questions are in no way that is read: which package or command they are of."""

from __future__ import annotations

import re
from typing import Final

#: Packages and classes whose questions are not read, by what only these have.
_PACKAGES: Final = (
    (re.compile(r"\\AQquestion\b"), "the package alterqcm", r"\AQquestion"),
    (re.compile(r"\\begin\s?\{choice\}[\s\S]{0,5000}\\incorrect\b"), "the class webquiz", r"\correct, \incorrect"),
    (re.compile(r"\\usepackage(?:\[[^\]]{0,300}\])?\{qcm\}"), "the package qcm", r"\true, \false"),
    (re.compile(r"\\begin\s?\{mcq\}[\s\S]{0,5000}\\(?:option|opcion)\b"), "the environment mcq", r"\option"),
    (re.compile(r"\\begin\s?\{choice\}\s?\{[A-H]\}"), "the environment choice", r"\begin{choice}{A}"),
    (re.compile(r"\\documentclass(?:\[[^\]]{0,300}\])?\{beamer\}"), "slides (beamer)", r"\begin{frame}"),
)  # fmt: skip
#: A command of the file's own with a stem, choices and an answer.
_COMMAND: Final = re.compile(r"\\(?:re)?newcommand\s?\*?\s?\{?\s?\\([A-Za-z]{1,40})\}?\s?\[([4-9])\]")
_EXAM: Final = r"\question ... \begin{choices} \choice ... \CorrectChoice ... \end{choices}"
#: A file that this one takes in, in which its questions may be.
_TAKEN_IN: Final = re.compile(
    r"^[^%\n]{0,200}\\(?:input|include|subfile)\s?\{([^{}\n]{1,200})\}", re.MULTILINE
)
#: Characters that are looked at.
_HEAD: Final = 200_000


def reason(source: str) -> tuple[str, str] | None:
    """Return what is said of a file without questions that are read, and a hint; None when nothing special is known."""
    source = source[:_HEAD]
    for found, name, sign in _PACKAGES:
        if found.search(source):
            return f"questions of {name} ({sign}) are not read", f"write them as '{_EXAM}'"
    for command in _COMMAND.finditer(source):
        name, count = command[1], int(command[2])
        if len(re.findall(rf"\\{name}(?![A-Za-z])", source)) > 1:
            message = f"'\\{name}', a command of the file's own with {count} arguments, is not known to be a question"
            choices = " ".join(rf"\choice #{n}" for n in range(2, count))
            made = rf"\question #1 \begin{{choices}} {choices} \end{{choices}} \begin{{solution}}#{count}\end{{solution}}"
            return (
                message,
                f"let it stand for what is read, as in '{made}' with the letter of the answer last",
            )
    if taken_in := [found[1].strip() for found in _TAKEN_IN.finditer(source)]:
        message = f"the file has no questions of its own; it takes in {taken_in[-1]!r}, where they may be"
        return message, f"name that file, or put its text in place of '\\input{{{taken_in[-1]}}}'"
    return None
