"""Where the templates are, and Jinja set up so that it can live inside LaTeX.

Delimiters: ``\\VAR{...}`` prints, ``\\BLOCK{...}`` is a statement, ``\\#{...}`` a comment. A printed value is either LaTeX
(:class:`pylatex.NoEscape`), which goes in as it is, or plain text, which is escaped. An unknown name is an error.
"""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pylatex import NoEscape

from examgen.errors import DeliveryError, Place, Problem, TemplateError
from examgen.markup import escape

#: The templates by name, as ``examgen templates copy`` gives them.
NAMES = ("exam.tex", "key.tex", "grid.tex", "proof.tex", "preamble.tex", "examgen.sty", "README.md")

#: Files beside templates that TeX may need: a logo, a package.
_BESIDE = frozenset({".png", ".jpg", ".jpeg", ".pdf", ".sty"})
_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def built_in() -> Path:
    """Return the folder of the templates that come with examgen."""
    package = Path(__file__).parent
    installed = package / "_templates"
    return installed if installed.is_dir() else package.parent / "templates"


def copy(folder: Path) -> list[Path]:
    """Copy the templates that come with examgen into a folder, and return the new files.

    Raises:
        TemplateError: one of them is there already; nothing is copied.
        DeliveryError: the folder cannot be written.
    """
    there = [name for name in NAMES if (folder / name).exists()]
    if there:
        raise TemplateError(
            f"'{folder}' already holds {', '.join(there)}",
            hint="name another folder; a template that a person may have changed is not overwritten",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in NAMES:
            (folder / name).write_bytes((built_in() / name).read_bytes())
    except OSError as error:
        raise DeliveryError(
            f"the templates cannot be copied to '{folder}': {error.strerror}",
            hint="name a new folder, in a place where you may write",
        ) from error
    return [folder / name for name in NAMES]


class _Environment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, with a short way to the public fields of our own rows, which are all that most lookups want."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj).__module__.startswith("examgen.") and attribute[0] != "_":
            value = getattr(obj, attribute, self)
            if value is not self and not callable(value):
                return value
        return super().getattr(obj, attribute)


class _Loader(jinja2.FileSystemLoader):
    """Finds templates in folders, and nothing that a link in one of them leads to outside."""

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return a template's text, its file, and whether it is still the same."""
        source, file, same = super().get_source(environment, template)
        for folder in self.searchpath:
            if Path(file).is_relative_to(folder):
                _check_inside(Path(file), Path(folder))
                break
        return source, file, same


def _check_inside(path: Path, folder: Path) -> None:
    """Refuse a link that leads out of a folder of templates: who packed the folder would choose what is read here."""
    if not path.resolve().is_relative_to(folder.resolve()):
        raise TemplateError(
            f"{path} is a link that leads out of the folder of templates",
            hint="copy the file itself into the folder",
        )


class Templates:
    """The built-in templates, each of which a folder may replace by one of the same name."""

    def __init__(self, folder: Path | None = None) -> None:
        """Look in ``folder`` first, when one is given.

        Raises:
            TemplateError: the folder is not there.
        """
        self._folders = [built_in()]
        if folder is not None:
            if not folder.is_dir():
                raise TemplateError(
                    f"'{folder}' is no folder of templates: it {'is a file' if folder.exists() else 'does not exist'}",
                    hint=f"make one with: examgen templates copy {folder if not folder.exists() else 'DIR'}",
                )
            self._folders.insert(0, folder)
        self._environment = _Environment(
            loader=_Loader([str(path) for path in self._folders]),
            block_start_string="\\BLOCK{",
            block_end_string="}",
            variable_start_string="\\VAR{",
            variable_end_string="}",
            comment_start_string="\\#{",
            comment_end_string="}",
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            autoescape=False,
            undefined=jinja2.StrictUndefined,
            finalize=_printed,
        )

    def path(self, name: str) -> Path:
        """Return the file that is used for a template."""
        for folder in self._folders:
            if (folder / name).is_file():
                return folder / name
        raise TemplateError(f"there is no template {name}")

    @property
    def ours(self) -> bool:
        """True when every template in force is, byte for byte, the one that comes with examgen."""
        return all(
            self.path(name).read_bytes() == (built_in() / name).read_bytes()
            for name in NAMES
            if name != "README.md"
        )

    def beside(self) -> dict[str, bytes]:
        """Return the pictures and packages that lie in the given folder of templates, by name: TeX finds them, too."""
        folder = self._folders[0]
        if folder == built_in():
            return {}
        files = (
            path for path in sorted(folder.iterdir()) if path.suffix.lower() in _BESIDE and path.is_file()
        )
        safe = [path for path in files if _SAFE_NAME.fullmatch(path.name)]
        for path in safe:
            _check_inside(path, folder)
        return {path.name: path.read_bytes() for path in safe}

    def render(self, name: str, values: Mapping[str, object]) -> str:
        """Return a template filled with values.

        Raises:
            TemplateError: it names what does not exist, or is not a template; with file and line.
        """
        try:
            return self._environment.get_template(name).render(values)
        except jinja2.TemplateSyntaxError as error:
            file = error.filename or str(self.path(error.name or name))
            raise self._failure(file, error.lineno, error.message or "not a template") from error
        except jinja2.TemplateNotFound as error:
            file, line = self._last_place(name)
            raise self._failure(file, line, f"there is no template {error.name!r}") from error
        except TemplateError:
            raise
        except Exception as error:
            # Whatever an expression of a template raises is the template's fault, at the template's line.
            file, line = self._last_place(name)
            raise self._failure(file, line, str(error)) from error

    def _failure(self, file: str, line: int, message: str) -> TemplateError:
        problem = Problem(
            "template",
            message,
            Place(_shown(file), line),
            hint="templates/README.md names every variable and macro of the templates",
        )
        return TemplateError("", problems=[problem])

    def _last_place(self, name: str) -> tuple[str, int]:
        """Return file and line of the innermost template that the exception being handled went through."""
        frames = traceback.extract_tb(sys.exc_info()[2])
        for frame in reversed(frames):
            path = Path(frame.filename)
            # A folder of templates may hold programs as well, even examgen itself.
            if path.suffix != ".py" and any(path.is_relative_to(folder) for folder in self._folders):
                return frame.filename, frame.lineno or 0
        return str(self.path(name)), 0


def _shown(file: str) -> str:
    """Return a path as short as it can be written from here."""
    try:
        return str(Path(file).relative_to(Path.cwd()))
    except ValueError:
        return file


def _printed(value: object) -> object:
    """Return what a template prints for a value: LaTeX as it is, numbers as digits, other text escaped."""
    if isinstance(value, NoEscape | jinja2.Undefined):
        return value
    if isinstance(value, str):
        return _escaped(value)
    if isinstance(value, int):
        return str(value)
    raise TypeError(f"a template prints text and whole numbers, not {type(value).__name__}")


@lru_cache(maxsize=4096)
def _escaped(plain: str) -> NoEscape:
    return escape(plain)
