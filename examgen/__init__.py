"""examgen prints several versions of one exam, with answer keys that match.

from examgen import Options, build_exam, load_bank

bank = load_bank("banks/vae.md")
build = build_exam("banks/vae.md", "out/vae", Options(versions=4, seed="2026"))
"""

from examgen.build import Build, BuiltVersion, Options, build_exam, load_bank
from examgen.errors import (
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
