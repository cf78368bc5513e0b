"""Imports point one way: the layers of docs/architecture.md, held against every import in examgen."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "examgen"

#: From the ground up. A module or package imports from layers below its own only.
LAYERS = (
    ("errors", "files", "embedded", "collector"),
    ("model",),
    ("letters", "schema"),
    ("references", "markup"),
    ("formats",),
    ("scripts",),
    ("exam", "askseveral", "likeness", "lacking", "heading", "patterns"),
    ("check", "arrange", "pieces", "fingerprint", "templates", "corrections", "advice"),
    ("selection", "sheets"),
    ("render", "answers", "manifest"),
    ("doctor", "texlog", "pdf"),
    ("typeset",),
    ("texproblems", "runs"),
    ("publish", "rewrite", "show", "inspection", "conversion", "audit"),
    ("record", "newfile"),
    ("difference",),
    ("freezing",),
    ("binding",),
    ("build", "rekey", "reprint"),
    ("__init__", "report"),
    ("cli",),
    ("__main__",),
)

#: The rooms of quiz text, from the ground up.
QUIZ_ROOMS = ("marking", "page", "gathering")

#: Imports inside functions: (module, what) and why it is not at the top.
LATE = {
    ("formats", "examgen.formats.qtipackage.unread_list"): "slow lxml, for packages only",
    ("formats.textrows", "examgen.formats.html.text.to_markdown"): "slow lxml, for HTML only",
    ("formats.encoding", "charset_normalizer.from_bytes"): "slow, for files that are not UTF-8 only",
    ("audit.widefonts", "examgen.audit.wideprograms"): "slow fontTools, for LuaTeX only",
    ("scripts.fontfiles", "examgen.scripts.fontdata"): "slow fontTools, for LuaTeX only",
    ("cli.banking", "examgen.show.view"): "slow pydantic, for one command",
    ("cli.banking", "examgen.formats.ids.write_ids"): "slow readers, for one command",
    ("cli.setup", "examgen.schema.schema_text"): "slow pydantic, for one command",
    ("cli.building", "rich.console"): "slow to import, and needed only where somebody looks on",
    ("cli.building", "rich.progress"): "slow to import, and needed only where somebody looks on",
    ("__main__", "examgen.cli.main"): "an interrupt while it is loaded is told in a line",
}

#: Who may import what others must not.
RESERVED = {
    "numpy.random": {"arrange"},
    "random": {"arrange"},
    "secrets": {"build"},
    "uuid": set(),
    "subprocess": {"audit", "cli", "doctor", "typeset"},
    "multiprocessing": set(),
    "pty": set(),
}

#: What the os module has of the same.
STARTERS = re.compile(r"os\.(system|popen|exec\w+|spawn\w+|posix_spawnp?|fork(pty)?|urandom|getrandom)")

#: How a module of ours is named in a string: that of LaTeX is none.
MODULE_NAME = re.compile(r"examgen(?!\.sty\b)(?:\.\w+)+")


@dataclass(frozen=True)
class Import:
    """One name that a module imports."""

    name: str  #: with its dots: ``examgen.errors.Place``
    line: int
    late: bool  #: inside a function


def imports_of(source: str, package: str) -> list[Import]:
    """Return what a module of a package imports, and each ``numpy.random`` it takes from numpy otherwise.

    A module of ours whose name stands in a string is imported too: the string is for what loads it later.
    """
    return list(_imports(ast.parse(source), package, late=False))


def _imports(node: ast.AST, package: str, *, late: bool) -> Iterator[Import]:
    if isinstance(node, ast.Import):
        yield from (Import(alias.name, node.lineno, late) for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        # One dot is the package itself, each further one its parent.
        parts = package.split(".")
        base = ".".join(parts[: len(parts) - node.level + 1]) if node.level else ""
        module = ".".join(part for part in (base, node.module) if part)
        yield from (Import(f"{module}.{alias.name}", node.lineno, late) for alias in node.names)
    elif isinstance(node, ast.Attribute) and ast.unparse(node) in ("np.random", "numpy.random"):
        yield Import("numpy.random", node.lineno, late=False)
    elif isinstance(node, ast.Constant) and MODULE_NAME.fullmatch(str(node.value)):
        yield Import(str(node.value), node.lineno, late=False)
    late = late or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
    for child in ast.iter_child_nodes(node):
        yield from _imports(child, package, late=late)


def name_of(path: Path) -> str:
    """Return the name of a module in the package: ``formats.ids``; ``formats`` for its ``__init__.py``."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}
LAYER_OF = {name: index for index, layer in enumerate(LAYERS) for name in layer}


@cache
def imports(module: str) -> list[Import]:
    path = MODULES[module]
    package = ".".join(("examgen", *path.relative_to(PACKAGE).parts[:-1]))
    return imports_of(path.read_text(encoding="utf-8"), package)


def target_of(name: str) -> str | None:
    """Return the module of ours that an import of this name reads; None for those of others."""
    first, _, rest = name.partition(".")
    if first != "examgen":
        return None
    parts = rest.split(".")
    while parts and ".".join(parts) not in MODULES:
        parts.pop()
    return ".".join(parts) or "__init__"


def room(module: str) -> str:
    return module.partition(".")[0]


def reads(found: Import, reserved: str) -> bool:
    return found.name == reserved or found.name.startswith(f"{reserved}.")


def place(module: str, found: Import) -> str:
    return f"{MODULES[module].relative_to(ROOT)}:{found.line}"


def test_each_module_stands_in_one_layer() -> None:
    listed = [name for layer in LAYERS for name in layer]
    assert sorted(listed) == sorted({room(module) for module in MODULES})


def test_each_module_is_in_the_table_of_the_architecture() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| (`.*?) \|", text[text.index("## The rooms") :].split("\n## ")[0], re.MULTILINE)
    named = [name.rstrip("/") for cell in table for name in re.findall(r"`([^`]+)`", cell)]
    assert sorted(named) == sorted(name for layer in LAYERS for name in layer if not name.startswith("__"))


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module: str) -> None:
    own = room(module)
    upward = [
        f"{place(module, found)}: {own} imports {target}"
        for found in imports(module)
        if (target := target_of(found.name)) is not None
        and room(target) != own
        and LAYER_OF[room(target)] >= LAYER_OF[own]
    ]
    assert upward == []


def test_rooms_of_quiz_text_import_from_rooms_below() -> None:
    def height(module: str) -> int:
        first, _, rest = module.removeprefix("formats.quiz").lstrip(".").partition(".")
        return QUIZ_ROOMS.index(first) if rest else len(QUIZ_ROOMS)

    own = [module for module in MODULES if module.startswith("formats.quiz.")]
    upward = [
        f"{place(module, found)}: {target}"
        for module in own
        for found in imports(module)
        if (target := target_of(found.name)) in own and height(target) > height(module)
    ]
    assert upward == []
    assert {height(module) for module in own} == set(range(len(QUIZ_ROOMS) + 1))


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {
        module: {target for found in imports(module) if (target := target_of(found.name)) is not None}
        for module in MODULES
    }
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))
    assert order.index("errors") < order.index("build") < order.index("cli")


def test_names_of_modules_in_strings_are_those_of_modules() -> None:
    named = {
        found.group()
        for path in MODULES.values()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and (found := MODULE_NAME.fullmatch(str(node.value)))
    }
    assert "examgen.formats.aiken" in named
    assert named <= {f"examgen.{module}" for module in MODULES}


def test_imports_inside_functions_have_a_reason() -> None:
    needed, without = set(), []
    for module in MODULES:
        for found in imports(module):
            reasons = [key for key in LATE if key[0] == module and reads(found, key[1])]
            if found.late and not reasons:
                without.append(f"{place(module, found)}: {found.name}")
            needed.update(reasons if found.late else ())
    assert without == []
    assert needed == set(LATE), "an entry that nothing needs"


@pytest.mark.parametrize("reserved", RESERVED)
def test_what_only_few_may_import(reserved: str) -> None:
    others = [
        place(module, found)
        for module in MODULES
        if room(module) not in RESERVED[reserved]
        for found in imports(module)
        if reads(found, reserved)
    ]
    assert others == []


def test_no_program_is_started_and_no_chance_drawn_past_them() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in MODULES.values()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and STARTERS.fullmatch(ast.unparse(node))
    ]
    assert found == []


# ---------------------------------------------------------------- the reader of imports


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("import examgen.cli as c, os", ["examgen.cli", "os"]),
        ("from examgen import cli, pdf as p", ["examgen.cli", "examgen.pdf"]),
        ("from . import source", ["examgen.formats.source"]),
        ("from .source import read", ["examgen.formats.source.read"]),
        ("from ..cli import main", ["examgen.cli.main"]),
        ("if TYPE_CHECKING:\n    from examgen.cli import main", ["examgen.cli.main"]),
        ("try:\n    import fcntl\nexcept ImportError:\n    pass", ["fcntl"]),
        ("import numpy as np\nx = np.random.PCG64(1)", ["numpy", "numpy.random"]),
        ("from numpy.random import PCG64", ["numpy.random.PCG64"]),
        ("x = later('examgen.cli.main', 'run')", ["examgen.cli.main"]),
        ("def f():\n    import_module('examgen.cli')", ["examgen.cli"]),
        ("x = 'see examgen.cli', 'examgen.sty', 'examgen'", []),
        ("'import os'", []),
    ],
)
def test_the_reader_sees_each_form_of_import(source: str, names: list[str]) -> None:
    assert [found.name for found in imports_of(source, "examgen.formats")] == names


@pytest.mark.parametrize(
    ("source", "late"),
    [
        ("import os", False),
        ("class A:\n    import os", False),
        ("def f():\n    import os", True),
        ("class A:\n    async def f(self):\n        if self:\n            import os", True),
    ],
)
def test_the_reader_tells_imports_inside_functions(source: str, late: bool) -> None:
    assert [found.late for found in imports_of(source, "examgen")] == [late]


def test_the_reader_knows_modules_from_what_is_in_them() -> None:
    assert target_of("examgen.formats.ids.write_ids") == "formats.ids"
    assert target_of("examgen.formats.read_banks") == "formats"
    assert target_of("examgen.build_exam") == "__init__"
    assert target_of("numpy.random") is None


def test_the_audit_shares_nothing_with_what_it_audits() -> None:
    makers = {"answers", "arrange", "fingerprint", "pieces", "render", "runs", "selection", "sheets", "build"}
    read = set()
    for path in (PACKAGE / "audit").glob("*.py"):
        names = {
            found.name.split(".")[1]
            for found in imports_of(path.read_text(encoding="utf-8"), "examgen.audit")
            if found.name.startswith("examgen.")
        }
        assert not names & makers, path.name
        read |= names
    assert {"audit", "model", "typeset"} <= read
