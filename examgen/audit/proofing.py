"""The run of TeX that makes the proofs, from the bank's texts and not from any paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pylatex import NoEscape

from examgen.audit.proofs import Field, texts_of
from examgen.audit.specimens import specimens, with_several
from examgen.exam import Layout
from examgen.markup import bare, parse, to_latex
from examgen.model import Question
from examgen.scripts import ENGINE, FontPlan
from examgen.templates import Templates
from examgen.typeset import TexJob

_SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class _Piece:
    name: NoEscape
    kind: str
    latex: NoEscape


def proof_job(
    questions: Sequence[Question],
    layout: Layout,
    templates: Templates,
    seconds: int,
    fonts: FontPlan | None = None,
) -> TexJob:
    """Return the run of TeX that makes the proofs, a page each in the order of :func:`texts_of`.

    ``fonts`` are LuaTeX's, where papers are set with them.
    """
    pieces: list[_Piece] = []
    extra: list[NoEscape] = []
    packages: set[str] = set()
    files: dict[str, bytes] = {}
    for number, (key, text) in enumerate(texts_of(questions)):
        question = questions[key.question]
        document = parse(text, Path(text.place().file).parent)
        marks = {choice.id: f"§{i}§" for i, choice in enumerate(question.choices)}
        fragment = to_latex(document, marks)
        packages |= {package.dumps() for package in fragment.packages}
        files |= {picture.name: bare(picture) for picture in document.pictures}
        pieces.append(_Piece(NoEscape(f"p{number}"), key.field.value, fragment.latex))
        if key.field is Field.STEM and len(question.answer) > 1:
            extra.append(with_several(fragment.latex, ends_in_paragraph=fragment.ends_in_paragraph))
    pieces.append(_Piece(NoEscape(_SEVERAL), Field.STEM.value, NoEscape(r"\egseveral")))
    extra += specimens(templates, templates.beside())
    pieces += [_Piece(NoEscape(f"x{i}"), Field.STEM.value, latex) for i, latex in enumerate(extra)]
    values = {
        "layout": layout,
        "fonts": fonts.setup if fonts else (),
        "packages": [NoEscape(package) for package in sorted(packages)],
        "pieces": pieces,
    }
    beside = templates.beside() | dict(sorted(files.items()))
    beside["examgen.sty"] = templates.path("examgen.sty").read_bytes()
    source = templates.render("proof.tex", values)
    if fonts is None:
        return TexJob("proofs", source, beside, seconds)
    return TexJob("proofs", fonts.first + source, {**beside, **fonts.files}, seconds, ENGINE)
