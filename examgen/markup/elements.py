"""The LaTeX that texts are made of, as PyLaTeX objects; each knows the packages it needs.

The commands and environments that begin with ``eg`` are defined by examgen's own LaTeX package.
"""

# PyLaTeX carries no types: its classes are Any to a type checker.
# mypy: disable-error-code="misc"

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from pylatex import Math, NoEscape, Package, Tabular
from pylatex.base_classes import Arguments, Command, CommandBase, Container, ContainerCommand, Environment


def _packages_of_signs(latex: str) -> tuple[str, ...]:
    return ("amsmath", "amssymb") if r"\ensuremath" in latex else ()


class Run(Container):
    """Pieces of LaTeX one after another, with nothing between them."""

    content_separator = ""

    def dumps(self) -> str:
        """Return the pieces as LaTeX."""
        return str(self.dumps_content())

    def gather_packages(self) -> None:
        """Take the packages of all the pieces, for owners that look no deeper."""
        self._propagate_packages()

    @property
    def needs(self) -> set[str]:
        """The names of the packages that this and all in it need."""
        self.gather_packages()
        return {str(package.arguments.dumps())[1:-1] for package in self.packages}


class _Braced(ContainerCommand):
    content_separator = ""

    def dumps(self) -> str:
        """Return the command with its content in braces, on one line."""
        return rf"\{self.latex_name}{{{self.dumps_content()}}}"


class Strong(_Braced):
    r"""``\textbf{...}``."""

    _latex_name = "textbf"


class Emphasis(_Braced):
    r"""``\emph{...}``."""

    _latex_name = "emph"


class BoxedTable(_Braced):
    r"""``\egtable{...}`` around a table."""

    _latex_name = "egtable"


class _Signs(CommandBase):
    """A command around text that is LaTeX already, with the packages that its signs need."""

    def __init__(self, latex: NoEscape) -> None:
        super().__init__(Arguments(latex))
        for name in _packages_of_signs(latex):
            self.packages.add(Package(name))


class InlineCode(_Signs):
    r"""``\egtt{...}``."""

    _latex_name = "egtt"


class CodeLine(_Signs):
    r"""``\egcodeline{...}``, one line of a code block."""

    _latex_name = "egcodeline"


class Letter(_Signs):
    r"""``\egletter{B}``, the letter of a choice on this paper."""

    _latex_name = "egletter"


class PictureBox(CommandBase):
    r"""``\egpicture{file}{width}``; an empty width is the natural one."""

    _latex_name = "egpicture"
    packages: ClassVar = [Package("graphicx")]


class Code(Environment):
    """The environment ``egcode``."""

    _latex_name = "egcode"


class _Blocks(Environment):
    content_separator = "\n"


class BulletList(_Blocks):
    """The environment ``eglist``."""

    _latex_name = "eglist"


class NumberedList(_Blocks):
    """The environment ``egenumerate``; its option is the first number."""

    _latex_name = "egenumerate"


class Quote(_Blocks):
    """The environment ``egquote``."""

    _latex_name = "egquote"


class Formula(Math):
    """Math in the line, or displayed, with the packages that its words need."""

    content_separator = ""

    def __init__(self, source: str, *, inline: bool, packages: Iterable[str]) -> None:
        super().__init__(inline=inline, data=[NoEscape(source)], escape=False)
        for name in packages:
            self.packages.add(Package(name))

    def dumps(self) -> str:
        """Return ``$...$``, or a display on lines of its own."""
        content = self.dumps_content()
        return f"${content}$" if self.inline else f"\\[\n{content}\n\\]"


class DisplayEnvironment(Formula):
    """A display that brings its environment, such as ``align*``."""

    def dumps(self) -> str:
        """Return the environment as it is."""
        return str(self.dumps_content())


class Prose(Container):
    """Text that is LaTeX already, with the packages that its signs need."""

    content_separator = ""

    def __init__(self, latex: NoEscape) -> None:
        super().__init__(data=[latex])
        for name in _packages_of_signs(latex):
            self.packages.add(Package(name))

    def dumps(self) -> str:
        """Return the text."""
        return str(self.dumps_content())


class Table(Tabular):
    """A table of short cells, with the rules of booktabs."""

    _latex_name = "tabular"

    def __init__(self, columns: str) -> None:
        super().__init__(NoEscape(columns), booktabs=True, width=len(columns))


class WideTable(Tabular):
    """A table as wide as the line, whose cells break into lines."""

    _latex_name = "tabulary"
    packages: ClassVar = [Package("tabulary")]

    def __init__(self, columns: str) -> None:
        super().__init__(
            NoEscape(columns.upper()),
            booktabs=True,
            width=len(columns),
            start_arguments=Arguments(NoEscape(r"\linewidth")),
        )


def line_break() -> Command:
    r"""Return ``\newline``, which looks for no star or bracket behind it."""
    return Command("newline", NoEscape(""))
