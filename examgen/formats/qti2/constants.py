"""Template variables of QTI 2 that nothing sets: Inspera keeps the points of every item in such, as defaults.

An item without template processing is the same for all students, and each of these variables is its default. What
stands in the text, or tells which choices are shown, is left for the caller to refuse.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from examgen.formats.qti2.names import attribute, child, children, inside, words

_NUMBERS: Final = ("float", "integer")


def settle(item: etree._Element) -> None:
    """Put into the response processing what the variables are, and take their declarations out, in place."""
    declared = children(item, "templatedeclaration")
    if not declared or children(item, "templateprocessing"):
        return
    if not all(_is_number(each) for each in declared):
        return
    if any(attribute(each, "templateidentifier") for each in item.iterdescendants()):
        return
    values = {attribute(each, "identifier"): _default(each) for each in declared}
    for processing in children(item, "responseprocessing"):
        for each in list(inside(processing, "variable")):
            if value := values.get(attribute(each, "identifier")):
                _write(each, value)
    for each in declared:
        item.remove(each)


def _is_number(declaration: etree._Element) -> bool:
    """Tell whether a variable is one number that formulas do not show."""
    return (
        child(declaration, "defaultvalue") is not None
        and attribute(declaration, "basetype").lower() in _NUMBERS
        and attribute(declaration, "cardinality").lower() == "single"
        and attribute(declaration, "mathvariable").lower() not in ("true", "1")
    )


def _default(declaration: etree._Element) -> str:
    """Return the value as it is written, "" when there is none."""
    return next((found for value in inside(declaration, "value") if (found := words(value))), "")


def _write(variable: etree._Element, value: str) -> None:
    tail = variable.tail
    variable.clear()
    variable.tag, variable.text, variable.tail = "baseValue", value, tail
