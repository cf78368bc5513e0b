"""What is on this machine, what is missing, and how this system gets it.

Nothing here prints or asks: :func:`examine` and :func:`render_lines` return what there is to say, and
:func:`install` is given the functions that ask and run.
"""

from examgen.doctor.cure import install, install_command
from examgen.doctor.probe import DEPENDENCIES, TEX_FILES, Diagnosis, examine, find_program
from examgen.doctor.report import missing_tex_error, render_lines
from examgen.doctor.scripts import (
    ScriptsDiagnosis,
    examine_scripts,
    install_scripts,
    missing_scripts_error,
    scripts_lines,
)

__all__ = [
    "DEPENDENCIES",
    "TEX_FILES",
    "Diagnosis",
    "ScriptsDiagnosis",
    "examine",
    "examine_scripts",
    "find_program",
    "install",
    "install_command",
    "install_scripts",
    "missing_scripts_error",
    "missing_tex_error",
    "render_lines",
    "scripts_lines",
]
