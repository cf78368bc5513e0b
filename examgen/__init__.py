"""examgen prints several versions of one exam, with answer keys that match.

from examgen import Options, build_exam, load_bank

bank = load_bank("banks/vae.md")
build = build_exam("banks/vae.md", "out/vae", Options(versions=4, seed="2026"))
"""

from __future__ import annotations

from importlib import import_module

#: True for those who check types: importing typing would double the time in which an interrupt ends in a traceback.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from examgen.build import Build, BuiltVersion, Options, build_exam, load_bank
    from examgen.errors import (
        AuditError,
        BankError,
        DeliveryError,
        ExamgenError,
        Place,
        Problem,
        SelectionError,
        Severity,
        TemplateError,
        TexMissingError,
        TypesetError,
        UsageError,
    )
    from examgen.exam import Exam, Layout, Paper, Version
    from examgen.model import Bank, Choice, Heading, Question, Text

__all__ = [
    "AuditError",
    "Bank",
    "BankError",
    "Build",
    "BuiltVersion",
    "Choice",
    "DeliveryError",
    "Exam",
    "ExamgenError",
    "Heading",
    "Layout",
    "Options",
    "Paper",
    "Place",
    "Problem",
    "Question",
    "SelectionError",
    "Severity",
    "TemplateError",
    "TexMissingError",
    "Text",
    "TypesetError",
    "UsageError",
    "Version",
    "build_exam",
    "load_bank",
]

#: Where each name is. Modules are loaded when a name of theirs is first asked for: all of them take a quarter of a second,
#: which the processes of the audit, and whoever interrupts the program early, need not wait for.
_NAMES = {
    "examgen.build": ("Build", "BuiltVersion", "Options", "build_exam", "load_bank"),
    "examgen.errors": (
        "AuditError",
        "BankError",
        "DeliveryError",
        "ExamgenError",
        "Place",
        "Problem",
        "SelectionError",
        "Severity",
        "TemplateError",
        "TexMissingError",
        "TypesetError",
        "UsageError",
    ),
    "examgen.exam": ("Exam", "Layout", "Paper", "Version"),
    "examgen.model": ("Bank", "Choice", "Heading", "Question", "Text"),
}
_MODULE_OF = {name: module for module, names in _NAMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'examgen' has no attribute '{name}'")
    value: object = getattr(import_module(_MODULE_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
