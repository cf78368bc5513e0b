"""The codes of all problems that the program can make, found in its source, for tests."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable

from conftest import ROOT

#: Calls that make a problem, with the place of the code among their arguments.
_MAKERS = {
    "Problem": 0,
    "report": 0,
    "problem": 0,
    "HtmlFault": 0,
    "_add": 0,
    "_stop": 0,
    "_PictureError": 0,
    "PydanticCustomError": 0,
    "Fault": 1,
    "fault": 1,
}
#: What these calls hand on when it is not a code written down.
_HANDED_ON = {"code", "kind", "error.code", "fault.code"}


def severities_in_source() -> dict[str, set[str]]:
    """Return the codes of all problems that the program can make, each with its severities."""
    found: dict[str, set[str]] = defaultdict(set)
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "examgen").rglob("*.py")}
    constants = _constants(trees.values())
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            # What the command line calls so tells problems that others made.
            if name not in _MAKERS or path.parent.name == "cli":
                continue
            given = {keyword.arg: keyword.value for keyword in node.keywords}
            at = _MAKERS[name]
            code = node.args[at] if len(node.args) > at else given["code"]
            written = code.value if isinstance(code, ast.Constant) else constants.get(ast.unparse(code))
            if isinstance(written, str):
                found[written] |= _severities([*node.args[at + 1 :], *given.values()])
            else:
                assert ast.unparse(code) in _HANDED_ON, f"{path}:{node.lineno}"
    return found


def _constants(trees: Iterable[ast.Module]) -> dict[str, object]:
    """Return the constants of modules by name."""
    return {
        target.id: node.value.value
        for tree in trees
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _severities(arguments: list[ast.expr]) -> set[str]:
    written = {ast.unparse(argument) for argument in arguments}
    if "severity" in written:
        return {"error", "warning"}
    return {"warning"} if "Severity.WARNING" in written else {"error"}
