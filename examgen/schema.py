"""The shapes of the files that people and programs exchange with examgen, as pydantic models.

``BankFile`` is a YAML bank as text: its scalars arrive as text and leave as numbers, booleans and lists.
``BankView`` is what ``examgen show --json`` prints. The JSON Schemas in ``docs/`` are generated from
both by :func:`schema_text`. Nothing behind the borders of the program sees these models.
"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError

from examgen.model import Kind

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
#: Six digits are more than any exam needs, and keep exponents and other giants out.
_NUMBER = re.compile(r"([+-]?)(?:(\d{1,6})|(\d{0,6})\.(\d{1,6})|(\d{1,6})/(\d{1,6}))\Z", re.ASCII)
_ID = re.compile(r"[^\s,;{}()\[\]\"'`#\\]{1,100}\Z")
_BOOLEANS = {"true": True, "yes": True, "false": False, "no": False}


def _read_number(value: str) -> Fraction | None:
    found = _NUMBER.match(value.strip())
    if not found or (found[6] and not int(found[6])):
        return None
    return Fraction(value.strip())


def _read_points(value: Any) -> Any:
    points = _read_number(value) if isinstance(value, str) else None
    if points is None or points < 0:
        raise PydanticCustomError("bad-points", "a number from 0, such as 2, 0.5 or 1/2")
    return points


def _read_weight(value: Any) -> Any:
    weight = _read_number(value) if isinstance(value, str) else None
    if weight is None or abs(weight) > 1:
        raise PydanticCustomError("bad-weight", "a number from -1 to 1, such as 0.5, -1/3 or 1")
    return weight


def _read_boolean(value: Any) -> Any:
    result = _BOOLEANS.get(value.strip().lower()) if isinstance(value, str) else None
    if result is None:
        raise PydanticCustomError("bad-boolean", "true or false")
    return result


def _read_id(value: Any) -> Any:
    if isinstance(value, str) and not _ID.match(value):
        raise PydanticCustomError("bad-id", "up to 100 letters, digits, '-', '_', '.' or ':', without spaces")
    return value


def _read_tags(value: Any) -> Any:
    """Divide 'a, b' at its commas; a tag that stands twice is kept once."""
    parts = value.split(",") if isinstance(value, str) else value
    if isinstance(parts, list) and all(isinstance(part, str) for part in parts):
        return list(dict.fromkeys(part.strip() for part in parts if part.strip()))
    return parts


def _read_answer(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


_SCALAR: dict[str, Any] = {"type": ["string", "number", "boolean", "null"]}
_OPTIONAL: dict[str, Any] = {"type": ["string", "number", "null"]}
_LIST = {"type": ["string", "number", "array", "null"], "items": {"type": ["string", "number", "boolean"]}}

#: Any scalar is text in a bank; an editor that reads YAML by itself sees a number in ``- 42``.
Content = Annotated[str, WithJsonSchema(_SCALAR)]
Line = Annotated[str | None, WithJsonSchema(_OPTIONAL)]
Boolean = Annotated[bool, BeforeValidator(_read_boolean), WithJsonSchema({"type": "boolean"})]
Id = Annotated[str | None, BeforeValidator(_read_id), WithJsonSchema(_OPTIONAL)]
Points = Annotated[
    Fraction | None,
    BeforeValidator(_read_points),
    WithJsonSchema({"type": ["number", "string", "null"], "minimum": 0}),
]
Weight = Annotated[
    Fraction | None,
    BeforeValidator(_read_weight),
    WithJsonSchema({"type": ["number", "string", "null"], "minimum": -1, "maximum": 1}),
]


class _Entry(BaseModel):
    """A mapping of a bank file: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class ChoiceEntry(_Entry):
    """One choice: its text alone, or a mapping with the text and more."""

    text: Content = Field(description="The choice as printed: Markdown with $math$.")
    id: Id = Field(
        None,
        description="A name for answers and for references such as [[name]]. "
        "Without it, the letter of its place: a, b, c.",
    )
    correct: Boolean | None = Field(
        None, description="Whether it is right. The alternative is the question's 'answer'."
    )
    pin: Boolean = Field(False, description="Keep its place among the choices in every version.")
    weight: Weight = Field(
        None,
        description="Share of the points for choosing it, from -1 to 1. "
        "Without it, all when it is right, else none.",
    )
    feedback: Line = Field(None, description="Why this choice is right or wrong. Printed in keys only.")

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        return {"text": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        mapping = handler.resolve_ref_schema(handler(core))
        return {"anyOf": [{"description": "The text of the choice.", **_SCALAR}, dict(mapping)]}


class QuestionEntry(_Entry):
    """One question."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["stem"]}, {"required": ["question"]}]},
    )

    id: Id = Field(
        None,
        description="A name that no other question of the bank has and that does not change: the order of "
        "the choices depends on it. Without it, one is made from the words of the stem.",
    )
    stem: Line = Field(None, description="What is asked: Markdown with $math$. 'question' says the same.")
    question: Line = Field(None, description="Another word for 'stem'. Give one of them.")
    choices: list[ChoiceEntry] = Field([], description="Two to 26 choices, in the author's order.")
    answer: Annotated[list[str] | None, BeforeValidator(_read_answer), WithJsonSchema(_LIST)] = Field(
        None,
        description="The right choice or choices, by id or by letter: b, or 'a, c', or [a, c]. "
        "The alternative is 'correct: true' in a choice.",
    )
    rationale: Line = Field(None, description="Why the answer is right. Printed in keys only.")
    points: Points = Field(
        None, description="Points for the right answer, such as 2, 0.5 or '1/2'. Without it, 1."
    )
    tags: Annotated[list[str], BeforeValidator(_read_tags), WithJsonSchema(_LIST)] = Field(
        [], description="Words to select questions by: a list, or one text with commas."
    )
    difficulty: Line = Field(None, description="How hard it is, in a word of your own.")
    section: Line = Field(None, description="The heading under which it stands.")
    pin: Boolean = Field(False, description="Keep its place among the questions in every version.")
    keep_order: Boolean = Field(
        False, description="Print the choices in the author's order in every version."
    )


class BankFile(_Entry):
    """A bank of questions for examgen."""

    title: Line = Field(None, description="The title of the exam.")
    course: Line = Field(None, description="Course and term, in one line.")
    date: Line = Field(None, description="The day of the exam, as it is to be printed.")
    duration: Line = Field(None, description="How long the exam takes, as it is to be printed.")
    instructions: Line = Field(None, description="What students are told on the first page: Markdown.")
    questions: list[QuestionEntry] = Field(description="The questions, in the author's order.")


#: An integer when whole.
Number = Annotated[int | float, WithJsonSchema({"type": "number", "minimum": 0})]
Share = Annotated[
    int | float | None, WithJsonSchema({"type": ["number", "null"], "minimum": -1, "maximum": 1})
]


class _View(BaseModel):
    """A mapping of ``examgen show --json``."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ChoiceView(_View):
    """One choice."""

    id: str = Field(description="Unique in its question.")
    text: str = Field(description="Markdown with math, as the author wrote it.")
    correct: bool = Field(description="Whether it belongs to the answer.")
    pin: bool = Field(description="Whether it keeps its place among the choices in every version.")
    weight: Share = Field(description="Share of the points for choosing it; null: all when right, else none.")
    feedback: str | None = Field(description="Why this choice is right or wrong.")


class QuestionView(_View):
    """One question."""

    id: str = Field(description="Unique in its bank; made from the stem when the author gave none.")
    stem: str = Field(description="Markdown with math, as the author wrote it.")
    choices: list[ChoiceView] = Field(description="In the author's order.")
    answer: list[str] = Field(description="The ids of the right choices, in the author's order.")
    rationale: str | None = Field(description="Why the answer is right.")
    points: Number = Field(description="Points for the right answer.")
    tags: list[str] = Field(description="Words to select questions by.")
    difficulty: str | None = Field(description="How hard it is, in the author's word.")
    section: str | None = Field(description="The heading it stands under in the bank.")
    pin: bool = Field(description="Whether it keeps its place among the questions in every version.")
    keep_order: bool = Field(description="Whether the choices are printed in the author's order.")
    kind: Kind = Field(description="What a student does to answer.")
    file: str = Field(description="The file it was read from, as named by the caller.")
    line: int = Field(ge=0, description="1-based line where it begins; 0: not known.")
    column: int = Field(ge=0, description="1-based column where it begins; 0: not known.")


class BankView(_View):
    """A bank as examgen understood it."""

    title: str = Field(description="The title of the exam; empty when the bank gives none.")
    course: str = Field(description="Course and term; empty when the bank gives none.")
    date: str = Field(description="The day of the exam; empty when the bank gives none.")
    duration: str = Field(description="How long the exam takes; empty when the bank does not say.")
    instructions: str = Field(description="Markdown for the first page; empty when the bank gives none.")
    files: list[str] = Field(description="Every file that was read.")
    questions: list[QuestionView] = Field(description="In the author's order.")


def schema_text(name: Literal["bank", "show"]) -> str:
    """Return the JSON Schema of YAML banks, or of ``examgen show --json``, as the text of its file."""
    if name == "bank":
        schema = BankFile.model_json_schema(mode="validation")
    else:
        schema = BankView.model_json_schema(mode="serialization")
    return json.dumps({"$schema": _DIALECT, **schema}, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
