"""manifest.json: what a build was made from, so that it can be understood, repeated and compared."""

from __future__ import annotations

import platform
from collections.abc import Collection, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version

from examgen.arrange import SCHEME
from examgen.exam import Exam, Layout, Version
from examgen.scripts import ENGINE, script_names
from examgen.sheets import Sheet

DISTRIBUTION = "examgen-print"
_LIBRARIES = ("jinja2", "markdown-it-py", "numpy", "pikepdf", "pylatex", "pylatexenc")


def manifest(
    exam: Exam,
    versions: Sequence[Version],
    sheets: Sequence[Sheet],
    *,
    seed: str,
    layout: Layout,
    options: Mapping[str, object],
    inputs: Mapping[str, str],
    pages: Mapping[str, int],
    tex: str,
    characters: Collection[str] = (),
    audit: str,
) -> dict[str, object]:
    """Return the manifest of a build, but for the list of its files.

    Orders are given as ids of the bank in the order printed. ``inputs`` are the digests of the files that the build
    read, by path; ``pages`` is the number of pages of each paper by label; ``tex`` is how TeX names itself;
    ``characters`` are those that pdfTeX could not set; ``audit`` is what the audit came to.
    """
    return {
        "exam": exam.name,
        "title": exam.heading.title,
        "course": exam.heading.course,
        "seed": seed,
        "scheme": SCHEME,
        "options": dict(options),
        "layout": {
            "paper": str(layout.paper),
            "size": layout.size,
            "columns": layout.columns,
            "duplex": layout.duplex,
        },
        "inputs": dict(inputs),
        "audit": audit,
        **({"characters": "".join(sorted(characters))} if characters else {}),
        "tools": tool_versions() | {"tex": tex} | _engine(characters),
        "versions": [
            {
                "version": item.label,
                "fingerprint": sheet.fingerprint,
                "pages": pages[item.label],
                "questions": [
                    {
                        "question": exam.questions[index].id,
                        "choices": " ".join(exam.questions[index].choices[choice].id for choice in order),
                    }
                    for index, order in zip(item.questions, item.choices, strict=True)
                ],
            }
            for item, sheet in zip(versions, sheets, strict=True)
        ],
    }


def _engine(characters: Collection[str]) -> dict[str, str]:
    """Return what else shapes an exam with these characters that pdfTeX could not set."""
    if not characters:
        return {}
    return {"engine": f"{ENGINE} ({', '.join(script_names(characters))})", "fonttools": version("fonttools")}


def tool_versions() -> dict[str, str]:
    """Return the versions of examgen, Python and the libraries that shape what is printed."""
    found = {"python": platform.python_version()}
    for name in (DISTRIBUTION, *_LIBRARIES):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "unknown"
    return found
