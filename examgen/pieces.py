"""Pieces: typeset content that is placed many times.

A piece is named by a digest of its LaTeX, and pieces are typeset in the order of their names. So equal content is typeset
once, and neither the names nor the order of the objects in a student's file tell anything about the bank.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b
from pathlib import Path

from pylatex import NoEscape, Package

from examgen.errors import Place
from examgen.markup import Document, Picture, parse, to_latex
from examgen.model import Question, Text


class PieceKind(StrEnum):
    """What a piece is; the LaTeX package sets the width and the size of type by it."""

    STEM = "stem"
    CHOICE = "choice"
    RATIONALE = "rationale"
    FEEDBACK = "feedback"
    FRONT = "front"


@dataclass(frozen=True, slots=True)
class Origin:
    """What a piece is in the bank, for messages about it."""

    label: str  #: ``question 'vae-gap', choice (b)``
    place: Place | None


@dataclass(frozen=True, slots=True)
class Piece:
    """LaTeX that is typeset once and placed by its name."""

    name: NoEscape  #: hexadecimal digits
    kind: PieceKind
    latex: NoEscape


@dataclass(slots=True)
class PieceTable:
    """The pieces of one kind of document, and where each comes from."""

    folders: Mapping[str, Path]  #: for each bank file, by the path in places, the folder its pictures are in
    pieces: dict[str, Piece] = field(default_factory=dict)
    origins: dict[str, list[Origin]] = field(default_factory=dict)
    packages: dict[str, Package] = field(default_factory=dict)  #: by what they print
    pictures: dict[str, Picture] = field(default_factory=dict)  #: by their name in the TeX folder
    _documents: dict[int, tuple[Text, Document]] = field(default_factory=dict)
    _names: dict[tuple[int, PieceKind, str, tuple[str, ...]], NoEscape] = field(default_factory=dict)

    def add(
        self, kind: PieceKind, text: Text, letters: Mapping[str, str], label: str, *, ending: str = ""
    ) -> NoEscape:
        """Return the name of the piece for a text in which references print these letters; make it if it is new.

        ``ending`` is a macro of the LaTeX package that is put after the text.
        """
        document = self._document(text)
        named = _letters_named(document, letters)
        key = (id(text), kind, ending, named)
        name = self._names.get(key)
        if name is None:
            name = self._names[key] = self._make(kind, document, letters, ending)
            origin = Origin(label, text.place())
            if origin not in self.origins.setdefault(name, []):
                self.origins[name].append(origin)
        return name

    def sorted(self) -> list[Piece]:
        """Return the pieces by name."""
        return [self.pieces[name] for name in sorted(self.pieces)]

    def _document(self, text: Text) -> Document:
        # A text is known by its identity: hashing every source again for each version would take longer than all else.
        # The text is kept beside its document, so that its identity is not given to another one.
        known = self._documents.get(id(text))
        if known is None:
            folder = self.folders[text.place().file]
            known = self._documents[id(text)] = (text, parse(text, folder))
            for picture in known[1].pictures:
                self.pictures[picture.name] = picture
        return known[1]

    def _make(self, kind: PieceKind, document: Document, letters: Mapping[str, str], ending: str) -> NoEscape:
        fragment = to_latex(document, letters)
        latex = fragment.latex
        if ending:
            latex = NoEscape(latex + ("" if fragment.ends_in_paragraph else "\n\\par") + f"\n{ending}")
        name = NoEscape(blake2b(f"{kind}\n{latex}".encode(), digest_size=6).hexdigest())
        self.pieces.setdefault(name, Piece(name, kind, latex))
        for package in fragment.packages:
            self.packages[package.dumps()] = package
        return name


def _letters_named(document: Document, letters: Mapping[str, str]) -> tuple[str, ...]:
    """Return the letters that the references of a document print; ids are matched in any case."""
    if not document.references:
        return ()
    wanted = {id.casefold() for id in document.references}
    return tuple(letters[id] for id in sorted(letters) if id.casefold() in wanted)


def choice_label(question: Question, index: int) -> str:
    """Return how messages name a choice, by its id in the bank."""
    return f"question '{question.id}', choice ({question.choices[index].id})"
