"""A random bank, a right build of it, and what an audit says of wrong ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from mutants_banks import make_bank

from examgen import Layout, Options, Paper, build_exam, load_bank
from examgen.audit.comparison import Comparison
from examgen.audit.proofing import proof_job
from examgen.audit.versions import Setting, VersionReader
from examgen.model import Bank
from examgen.templates import Templates
from examgen.typeset import find_tex, run

LABELS = ("A", "B", "C")
LAYOUTS = (
    Layout(),
    Layout(columns=2, size=10),
    Layout(Paper.A4, 14, 1, False),
    Layout(Paper.A4, 11, 2, True),
)


@dataclass
class Case:
    """A random bank, a right build of it, and what is known of it."""

    seed: int
    folder: Path
    layout: Layout = field(init=False)

    def __post_init__(self) -> None:
        self.layout = LAYOUTS[self.seed % len(LAYOUTS)]
        self.source = make_bank(self.folder / "bank", self.seed)
        self.bank: Bank = load_bank(self.source)
        self.right = self.build("right")

    def build(self, name: str, *, bank: Path | None = None, seed: str = "1") -> Path:
        """Build the bank, or another one, without an audit of its own."""
        options = Options(versions=len(LABELS), seed=seed, layout=self.layout, audit=False, time_limit=20)
        return build_exam(bank or self.source, self.folder / name, options).folder

    @cached_property
    def other(self) -> Path:
        """A right build with other orders."""
        return self.build("other", seed="2")

    @cached_property
    def _proofs(self) -> bytes:
        outcome = run(proof_job(list(self.bank.questions), self.layout, Templates(None), 60), find_tex())
        assert outcome.pdf is not None
        assert outcome.complete
        return outcome.pdf

    def audit(self, folder: Path) -> list[str]:
        """Return what the audit says of a build of this bank."""
        setting = Setting(folder, "mutants", self.bank.questions, self._proofs, self.layout)
        reader = VersionReader(setting)
        comparison = Comparison(folder, "mutants", self.bank.questions, layout=self.layout)
        audit = comparison.run([reader.read(label) for label in LABELS])
        return audit.faults + audit.undecided
