"""What to say of a diagnosis."""

from __future__ import annotations

import sys

from examgen.doctor.cure import install_command, shown_command
from examgen.doctor.probe import TEX_FILES, Diagnosis
from examgen.errors import TexMissingError

#: What a sandbox is good for.
_ADDED = "it would keep TeX from the network and from your other files"


def missing_tex_error(diagnosis: Diagnosis) -> TexMissingError:
    """Return the error for a build that cannot typeset here; its hint is what installs TeX on this system."""
    if diagnosis.pdflatex is None:
        message = "TeX is not on this machine: there is no pdflatex"
    elif not diagnosis.pdflatex_version:
        message = f"TeX does not run: '{diagnosis.pdflatex}' fails"
    elif diagnosis.kpsewhich is None:
        message = "a part of TeX is missing: there is no kpsewhich"
    else:
        first = ", ".join(diagnosis.missing[:3])
        more = f" and {len(diagnosis.missing) - 3} more" if len(diagnosis.missing) > 3 else ""
        message = f"a part of TeX is missing: {first}{more}"
    commands = install_command(diagnosis) or ()
    return TexMissingError(message, hint=" && ".join(shown_command(command) for command in commands))


def render_lines(diagnosis: Diagnosis, encoding: str | None = None) -> list[str]:
    """Return the lines of the report; in ASCII where ``encoding``, None for that of stdout, has no more."""
    yes, no, maybe = marks(encoding or getattr(sys.stdout, "encoding", None) or "ascii")

    def line(good: bool, text: str) -> str:
        return f"{yes if good else no} {text}"

    if diagnosis.pdflatex is None:
        pdflatex = "pdflatex: not found"
    else:
        pdflatex = f"pdflatex: {diagnosis.pdflatex_version or 'does not run'} ({diagnosis.pdflatex})"
    lines = [
        line(True, f"system: {diagnosis.platform}"),
        line(True, f"Python: {diagnosis.python}"),
        *(
            line(version is not None, f"{name}: {version or 'not installed'}")
            for name, version in diagnosis.packages
        ),
        line(bool(diagnosis.pdflatex and diagnosis.pdflatex_version), pdflatex),
        line(diagnosis.kpsewhich is not None, f"kpsewhich: {diagnosis.kpsewhich or 'not found'}"),
    ]
    total = len(diagnosis.found) + len(diagnosis.missing)
    lines.append(line(not diagnosis.missing, f"TeX styles and fonts: {len(diagnosis.found)} of {total}"))
    lines += [line(False, f"{name} (Debian: {TEX_FILES[name]})") for name in diagnosis.missing]
    if diagnosis.sandbox:
        lines.append(line(True, f"sandbox: {diagnosis.sandbox}"))
    else:
        lines.append(f"{maybe} sandbox: none, {diagnosis.no_sandbox} ({_ADDED})")
    commands = install_command(diagnosis)
    if commands:
        lines += ["to install TeX:", *(f"  {shown_command(command)}" for command in commands)]
    return lines


def marks(encoding: str) -> tuple[str, str, str]:
    """Return the marks for what is there, what is missing, and what may be, in an encoding."""
    try:
        "✓✗".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return "ok     ", "missing", "-      "
    return "✓", "✗", "-"
