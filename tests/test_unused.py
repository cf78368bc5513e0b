"""Every function, class and method of the package is used by the package: what only tests call is no promise kept."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
#: Decorators that hand a function to somebody who calls it.
CALLED_BY = ("cli.command", "cli.group", "templates_group.command", "model_validator")
#: What others call by its name, or will, and who.
OTHERS = {
    "get_source": "Jinja's loaders",
    "validateLink": "markdown-it",
    "normalizeLink": "markdown-it",
    "normalizeLinkText": "markdown-it",
    "resolve_command": "click",
    "ok": "whoever asks the doctor as a library",
}
#: Modules whose methods are called by names made while they run: ``getattr(self, f"_{kind}")``.
DISPATCHED = re.compile(r"getattr\(self, f[\"']")

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def uses(tree: ast.AST) -> Counter[str]:
    """Return how often each name is read, or imported under another one."""
    found: Counter[str] = Counter()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found[node.id] += 1
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            found[node.attr] += 1
        elif isinstance(node, ast.ImportFrom):
            found.update(alias.name for alias in node.names if alias.asname)
    return found


def definitions(tree: ast.AST) -> Iterator[Definition]:
    """Yield functions, methods and classes, but for those that somebody else calls."""
    for node in ast.walk(tree):
        if isinstance(node, Definition) and not re.fullmatch(r"__\w+__", node.name):
            decorators = " ".join(ast.unparse(each) for each in node.decorator_list)
            if not decorators.startswith(CALLED_BY):
                yield node


def unused(sources: dict[str, str], elsewhere: str = "") -> list[str]:
    """Return the places and names of what is used nowhere in some modules but in itself, nor as a word ``elsewhere``."""
    trees = {name: ast.parse(source) for name, source in sources.items()}
    all_uses: Counter[str] = Counter()
    for tree in trees.values():
        all_uses += uses(tree)
    words = set(re.findall(r"\w+", elsewhere))
    return [
        f"{name}:{each.lineno}: {each.name}"
        for name, tree in trees.items()
        for each in definitions(tree)
        if all_uses[each.name] <= uses(each)[each.name]
        and each.name not in words
        and not (DISPATCHED.search(sources[name]) and each.name.startswith("_"))
    ]


def test_nothing_is_there_for_tests_alone() -> None:
    files = sorted((ROOT / "examgen").rglob("*.py"))
    sources = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in files}
    templates = [path.read_text(encoding="utf-8") for path in (ROOT / "templates").glob("*.tex")]
    found = [each for each in unused(sources, " ".join(templates)) if each.split()[-1] not in OTHERS]
    assert found == [], "use it, move it into the tests, or take it away"


def test_the_exceptions_are_there() -> None:
    names = {
        each.name
        for path in (ROOT / "examgen").rglob("*.py")
        for each in definitions(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert set(OTHERS) <= names


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def f(): pass", ["m:1: f"]),
        ("def f(): f()", ["m:1: f"]),
        ("def f(): pass\nf()", []),
        ("class C:\n    def m(self): pass\nC()", ["m:2: m"]),
        ("class C:\n    @property\n    def m(self): pass\nC().m", []),
        ("class C:\n    def __str__(self): pass\nC()", []),
        ("@cli.command('x')\n@option\ndef f(): pass", []),
        ("@cached\ndef f(): pass", ["m:2: f"]),
        ("class C:\n    def _m(self): getattr(self, f'_{x}')\nC()", []),
        ("def shown(): pass", []),
    ],
)
def test_the_search(source: str, found: list[str]) -> None:
    assert unused({"m": source}, r"\VAR{shown}") == found
