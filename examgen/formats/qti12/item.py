"""One question of QTI 1.2: an ``item`` with its presentation, its scoring and its feedback."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from lxml import etree

from examgen.errors import Place, Problem, Severity
from examgen.formats.qti12.feedback import feedback_of, of_wrong, owners
from examgen.formats.qti12.kinds import SEVERAL, TRUE_FALSE, other_kind, plain_name
from examgen.formats.qti12.material import Materials, has_disguised_html, words_of
from examgen.formats.qti12.score import Marking, Scoring, number, scoring_of
from examgen.formats.textdraft import Draft, DraftChoice, either_right, marked_wrong, shown, skipped
from examgen.formats.xmlleft import left_out
from examgen.formats.xmlnames import local_name
from examgen.model import Text

#: Metadata that names the type of a question, by the programs that write it.
_TYPES: Final = (
    "question_type", "cc_profile", "bbmd_questiontype", "qmd_questiontype", "qmd_itemtype", "questiontype",
    "interactiontype",
)  # fmt: skip
_POINTS: Final = (
    "points_possible",
    "cc_weighting",
    "qmd_absolutescore_max",
    "qmd_weighting",
    "qmd_maximumscore",
)
_TAGS: Final = ("qmd_topic", "qmd_keywords", "keywords", "topic", "tags")
_DIFFICULTIES: Final = ("qmd_levelofdifficulty", "levelofdifficulty", "level_of_difficulty", "difficulty")
#: Parts of an item that are read, or say nothing to a reader.
_KNOWN: Final = frozenset(
    (
        "presentation", "resprocessing", "itemfeedback", "itemmetadata", "qtimetadata", "rubric", "itemrubric", "hint",
        "solution", "objectives", "itemcontrol", "itemprecondition", "itempostcondition", "duration", "qticomment",
        "reference",
    )
)  # fmt: skip
_BONUS: Final = frozenset(("yes", "true", "1"))
_RESPONSES: Final = {
    "response_str": "a question with a text to write",
    "response_num": "a numerical question",
    "response_xy": "a hot-spot question",
    "response_grp": "a matching question",
}
#: What is shown for choices otherwise than by a list.
_RENDERS: Final = {
    "render_fib": "a question with a text to write",
    "render_hotspot": "a hot-spot question",
    "render_slider": "a question with a slider",
    "ims_render_object": "a drag-and-drop question",
}
#: Names of both halves in Blackboard's questions with two fixed choices.
_EITHER: Final = {
    "true_false": ("True", "False"),
    "yes_no": ("Yes", "No"),
    "agree_disagree": ("Agree", "Disagree"),
    "right_wrong": ("Right", "Wrong"),
    "on_off": ("On", "Off"),
}
_KEY: Final = re.compile(rf"(?:{'|'.join(_EITHER)})\.(?:true|false)")
#: A paper has letters for 26; what has many more is no question, and would take time.
_MAX_CHOICES: Final = 200
_UNTITLED: Final = re.compile(r"(?:question|item|untitled)?[\s\d.:#]*\Z", re.IGNORECASE)
_SEPARATORS: Final = re.compile(r"[,;\n]")


@dataclass(frozen=True, slots=True)
class _Parts:
    """What an item is made of."""

    name: str  #: what messages call it
    place: Place
    metadata: dict[str, str]  #: by name in lower case
    type: str  #: letters and digits, "" when it is not said
    stem: tuple[etree._Element, ...]  #: elements with the text of the stem
    responses: tuple[etree._Element, ...]  #: ``response_lid`` and its like
    labels: tuple[etree._Element, ...]  #: the choices


def draft_of(item: etree._Element, materials: Materials, section: str | None) -> Draft | None:
    """Return the question in an item, None for what is no choice question, which is said in the problems."""
    parts = _parts(item, materials)
    if kind := _kind(parts):
        materials.problems.append(skipped(parts.name, kind, parts.place))
        return None
    of = f"question {parts.name!r}"
    says_html = parts.metadata.get("text_format", "").lower() == "html"
    materials.lax = says_html or has_disguised_html(parts.stem)
    scoring = _scoring(item, parts)
    marking = scoring.mark()
    if marking.fault:
        hint = "say in its scoring which choices are right, or leave it out of the exam"
        materials.problems.append(Problem("bad-answer", f"{of}: {marking.fault}", parts.place, hint))
    elif not marking.right:
        hint = "write its answer into the file that 'examgen convert' makes of this one, or score it where it comes from"
        message = f"{of}: {_why_none(scoring)}"
        materials.problems.append(Problem("no-score", message, parts.place, hint, Severity.WARNING))
    elif len(marking.right) > 1 and not scoring.multiple:
        materials.problems.append(either_right(of, len(marking.right), parts.place))
    draft = Draft(
        materials.text(parts.stem, parts.place, of),
        parts.place,
        id=(item.get("ident") or "").strip() or None,
        points=_points(parts, marking, scoring),
        tags=_tags(parts.metadata),
        difficulty=next((said for key in _DIFFICULTIES if (said := parts.metadata.get(key))), None),
        section=section,
        keep_order=_keeps_order(parts),
    )
    for position, label in enumerate(parts.labels):
        draft.choices.append(_choice(label, position, marking, materials, of))
    _settle_two(draft, parts)
    _add_feedback(draft, item, parts, scoring, marking, materials, of)
    materials.problems += left_out(
        (each for each in item if local_name(each) not in _KNOWN), materials.file, of
    )
    if any((each.text or "").strip().lower() in _BONUS for each in item.iter("{*}isbonus")):
        message = f"{of} is a bonus question; its points are counted as those of others are"
        hint = "say in its text that it is a bonus, or leave it out"
        materials.problems.append(Problem("bonus", message, parts.place, hint, Severity.WARNING))
    # Blackboard's form has more fields than are filled in, and exports them all.
    filled = [choice for choice in draft.choices if choice.text or choice.feedback or choice.right]
    draft.choices = filled if len(filled) > 1 else draft.choices
    return draft


def _parts(item: etree._Element, materials: Materials) -> _Parts:
    metadata = _metadata(item)
    stem: list[etree._Element] = []
    responses: list[etree._Element] = []
    labels: list[etree._Element] = []
    for child in item:
        if local_name(child) == "presentation":
            _walk(child, stem, responses, labels)
    title = " ".join((item.get("title") or "").split())
    says_little = _UNTITLED.match(title) or title.lower() in materials.repeated
    said = shown("" if says_little else title, words_of(stem))
    name = said or title or item.get("label") or item.get("ident") or "?"
    place = Place(materials.file, item.sourceline or 0)
    type = next((metadata[key] for key in _TYPES if metadata.get(key)), "")
    return _Parts(name, place, metadata, plain_name(type), tuple(stem), tuple(responses), tuple(labels))


def _walk(
    element: etree._Element,
    stem: list[etree._Element],
    responses: list[etree._Element],
    labels: list[etree._Element],
) -> None:
    """Sort what a presentation shows, in its order."""
    for child in element:
        name = local_name(child)
        if name == "response_label":
            labels.append(child)
        elif name.startswith("response_") and name not in ("response_extension", "response_na"):
            responses.append(child)
            _walk(child, stem, responses, labels)
        elif name in ("flow", "flow_label", "render_choice"):
            _walk(child, stem, responses, labels)
        elif name in _RENDERS:
            responses.append(child)
        elif name and name not in ("qticomment", "response_na", "render_extension", "response_extension"):
            stem.append(child)


def _metadata(item: etree._Element) -> dict[str, str]:
    """Return the metadata of an item: fields with a label and an entry, and elements of their own."""
    found: dict[str, str] = {}
    for child in item:
        if local_name(child) not in ("itemmetadata", "qtimetadata"):
            continue
        for element in child.iter(etree.Element):
            if local_name(element) in ("qtimetadatafield", "qti_metadatafield"):
                label = entry = ""
                for part in element:
                    if local_name(part) == "fieldlabel":
                        label = (part.text or "").strip().lower()
                    elif local_name(part) == "fieldentry":
                        entry = (part.text or "").strip()
                found.setdefault(label, entry)
            elif not len(element):
                found.setdefault(local_name(element).lower(), (element.text or "").strip())
    return found


def _kind(parts: _Parts) -> str:
    """Return what a question is that cannot be printed as choices, "" for one that can."""
    if kind := other_kind(parts.type):
        return kind
    lists = [element for element in parts.responses if local_name(element) == "response_lid"]
    for element in parts.responses:
        name = local_name(element)
        if kind := _RENDERS.get(name) or _RESPONSES.get(name, ""):
            return (
                kind
                if not parts.labels or name != "response_str"
                else "a question with choices and a text to write"
            )
    if not parts.responses:
        return "a text without a question"
    if len(lists) > 1:
        return "a question with several lists of choices"
    only = parts.responses[0]
    if not only.get("rcardinality") and (only.get("ident") or "").startswith("response_") and _labelled(only):
        # Canvas writes matching and drop-down lists so, a list for each part, of which there may be one.
        return "a matching question or one with drop-down lists"
    if (only.get("rcardinality") or "").lower() == "ordered":
        return "an ordering question"
    if not parts.labels:
        return "a question without choices"
    if len(parts.labels) > _MAX_CHOICES:
        return f"a question with more than {_MAX_CHOICES} choices"
    return ""


def _labelled(response: etree._Element) -> bool:
    return any(local_name(child) == "material" for child in response)


def _scoring(item: etree._Element, parts: _Parts) -> Scoring:
    cardinality = (parts.responses[0].get("rcardinality") or "").strip().lower()
    multiple = (cardinality == "multiple" and parts.type not in TRUE_FALSE) or parts.type in SEVERAL
    idents = [(label.get("ident") or "").strip() for label in parts.labels]
    maximum = number(parts.metadata.get("qmd_absolutescore_max", ""))
    return scoring_of(item, idents, multiple=multiple, maximum=maximum if maximum and maximum > 0 else None)


def _why_none(scoring: Scoring) -> str:
    """Return why a question has no right choice."""
    if scoring.unknown:
        return f"its scoring asks for {shown('', scoring.unknown[0])!r}, which is none of its choices"
    if not any(rule.settings for rule in scoring.rules):
        return "the file has no scoring for it, which would say what is right"
    return "no choice gives it points, so its scoring does not say what is right"


def _points(parts: _Parts, marking: Marking, scoring: Scoring) -> Fraction:
    """Return the points: what the metadata say, or else the full score, where that is no percentage."""
    for key in _POINTS:
        points = number(parts.metadata.get(key, ""))
        if points is not None and (points > 0 or (points == 0 and key == "points_possible")):
            return points
    whole = marking.full
    if scoring.maximum > 1 and scoring.maximum != 100:
        # Choices of a multiple answer may come to more, as shares of a hundred; the score stops here.
        whole = min(whole, scoring.maximum)
    return whole if 0 < whole < 100 and scoring.maximum != 100 else Fraction(1)


def _tags(metadata: dict[str, str]) -> tuple[str, ...]:
    words = [word.strip() for key in _TAGS for word in _SEPARATORS.split(metadata.get(key, ""))]
    return tuple(dict.fromkeys(word for word in words if word))


def _keeps_order(parts: _Parts) -> bool:
    if parts.type in TRUE_FALSE or parts.type == "eitheror":
        return True
    renders = parts.responses[0].iter("{*}render_choice")
    return any((render.get("shuffle") or "").strip().lower() == "no" for render in renders)


def _choice(
    label: etree._Element, position: int, marking: Marking, materials: Materials, of: str
) -> DraftChoice:
    place = Place(materials.file, label.sourceline or 0)
    return DraftChoice(
        materials.text((label,), place, of),
        place,
        right=position in marking.right,
        weight=marking.weights[position],
        pin=(label.get("rshuffle") or "").strip().lower() == "no"
        or (label.get("lock") or "").strip().lower() == "yes",
    )


def _settle_two(draft: Draft, parts: _Parts) -> None:
    """Give two fixed choices their words, and keep their order."""
    words = [choice.text.source.strip() for choice in draft.choices]
    if len(words) != 2:
        return
    if sorted(word.lower() for word in words) == ["false", "true"]:
        draft.keep_order = True
        for choice, word in zip(draft.choices, words, strict=True):
            choice.text = Text(word.capitalize(), choice.text.places)
        return
    # The key stands in the ident, in the text, or in both.
    keys = [
        word.replace("\\", "")
        if _KEY.fullmatch(word.replace("\\", ""))
        else (label.get("ident") or "").strip()
        for word, label in zip(words, parts.labels, strict=True)
    ]
    halves = [key.rpartition(".") for key in keys]
    for choice, (pair, _, half) in zip(draft.choices, halves, strict=True):
        spelled = _EITHER.get(pair)
        if spelled and choice.text.source.replace("\\", "").strip().lower() in (f"{pair}.{half}", ""):
            choice.text = Text(spelled[half != "true"], choice.text.places)
            draft.keep_order = True


def _add_feedback(
    draft: Draft,
    item: etree._Element,
    parts: _Parts,
    scoring: Scoring,
    marking: Marking,
    materials: Materials,
    of: str,
) -> None:
    """Give feedback to its choices, and what is on the question to the rationale."""
    found = feedback_of(item)
    idents = [(label.get("ident") or "").strip() for label in parts.labels]
    rationale: list[Text] = []
    for name, choices in owners(list(found), scoring.rules, marking.right, idents).items():
        text = materials.text(found[name], parts.place, of)
        if not text:
            continue
        if not choices and of_wrong(name, scoring.rules, marking.right, len(parts.labels)):
            made = marked_wrong(text.source)
            rationale.append(Text(made, (text.place(),) * (made.count("\n") + 1)))
        elif not choices:
            rationale.append(text)
        for position in choices:
            choice = draft.choices[position]
            choice.feedback = _merged([choice.feedback, text] if choice.feedback else [text])
    # What is said to those who mark is for the key; so is help that is linked to no answer.
    rubrics = [child for child in item if local_name(child) in ("rubric", "itemrubric", "hint", "solution")]
    if said := materials.text(rubrics, parts.place, of):
        rationale.append(said)
    if rationale:
        draft.rationale = _merged(rationale)


def _merged(texts: Sequence[Text]) -> Text:
    """Return texts as one, a paragraph each; equal ones once."""
    different = list(dict.fromkeys(text.source for text in texts))
    kept = [next(text for text in texts if text.source == source) for source in different]
    return Text("\n\n".join(different), tuple(_places(kept)))


def _places(texts: Sequence[Text]) -> Iterator[Place]:
    for index, text in enumerate(texts):
        if index:
            yield text.places[0]
        yield from text.places
