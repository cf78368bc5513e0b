"""The names that the packages promise: each is found, and loading them late loads nothing early."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

PACKAGES = ("examgen", "examgen.audit")
#: What takes long to load, and no process that only reads pages needs.
SLOW = ("jinja2", "markdown_it", "pydantic", "pylatex", "pylatexenc", "rich", "yaml")


@pytest.mark.parametrize("package", PACKAGES)
def test_every_name_is_found(package: str) -> None:
    module = import_module(package)
    for name in module.__all__:
        value = getattr(module, name)
        assert getattr(value, "__module__", module._MODULE_OF[name]) == module._MODULE_OF[name]
    assert set(module.__all__) <= set(dir(module))
    with pytest.raises(AttributeError, match="nonsense"):
        module.nonsense  # noqa: B018


@pytest.mark.parametrize("package", PACKAGES)
def test_what_editors_see_is_what_is_found(package: str) -> None:
    module = import_module(package)
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    seen = {
        alias.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("examgen")
        for alias in node.names
    }
    assert seen == module._MODULE_OF
    assert set(seen) == set(module.__all__)


def loaded_by(program: str) -> set[str]:
    """Return the modules that a program of Python has loaded at its end."""
    done = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport sys\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_importing_examgen_loads_no_library() -> None:
    loaded = loaded_by("import examgen")
    assert not loaded & {*SLOW, "numpy", "pikepdf", "click"}
    assert {name for name in loaded if name.startswith("examgen.")} == set()
    assert "numpy" in loaded_by("from examgen import build_exam")


def test_the_process_that_reads_pages_loads_little() -> None:
    loaded = loaded_by("import examgen.audit.worker")
    assert not loaded & set(SLOW)
    assert {"pikepdf", "pypdfium2"} <= loaded
    assert not loaded & {"examgen.build", "examgen.audit.auditing", "examgen.templates", "examgen.typeset"}
