"""Random banks written out as people write them: quiz text or YAML, in many spellings."""

from __future__ import annotations

from pathlib import Path
from random import Random

from random_exams_bank import MadeChoice, MadeQuestion

_ALPHABET = "abcdefghi"


def write_bank(draw: Random, questions: tuple[MadeQuestion, ...], folder: Path) -> list[Path]:
    """Write the questions into one or two files, and return these in the order of the questions."""
    cut = draw.randint(1, len(questions) - 1) if len(questions) > 1 and draw.random() < 0.1 else 0
    paths = []
    for name, part in (("first", questions[:cut]), ("bank", questions[cut:])):
        if part:
            is_yaml = draw.random() < 0.4
            path = folder / f"{name}{'.yaml' if is_yaml else draw.choice(('.md', '.txt'))}"
            path.write_text(_yaml(draw, part) if is_yaml else _quiz_text(draw, part), encoding="utf-8")
            paths.append(path)
    return paths


def _quiz_text(draw: Random, questions: tuple[MadeQuestion, ...]) -> str:
    number_mark = draw.choice(("{}.", "{})", "Question {}:", "Q{}.", "**{}.**"))
    label = draw.choice((" - ({})", "({})", "{})", "- {})", " * ({})"))
    parts = ["# Random\n\nSTA101\n"]
    for number, question in enumerate(questions, 1):
        stem = question.stem.written.replace("\n", "\n   ")
        lines = [f"{number_mark.format(number)} {_braces(question)}{stem}"]
        for choice in question.choices:
            lines.append(f"{label.format(_ALPHABET[choice.position])} {_choice_text(draw, choice)}")
            if choice.feedback and choice.position % 2:
                lines.append(f"       Feedback: {choice.feedback.written}")
        lines += ["", _answer_line(draw, question), ""]
        if question.rationale:
            lines += [f"{draw.choice(('Rationale', 'Explanation', 'Why'))}: {question.rationale.written}", ""]
        for choice in question.choices:
            if choice.feedback and not choice.position % 2:
                lines += [f"Feedback ({_ALPHABET[choice.position]}): {choice.feedback.written}", ""]
        parts.append("\n".join(lines))
    return "\n".join(parts)


def _braces(question: MadeQuestion) -> str:
    inside = [
        f"#{question.id}" if question.id else "",
        f"points={question.points}" if question.points else "",
        f'tags="{",".join(question.tags)}"' if question.tags else "",
        "pin" if question.pin else "",
        "keep-order" if question.keep_order else "",
    ]
    return f"{{{' '.join(filter(None, inside))}}} " if any(inside) else ""


def _choice_text(draw: Random, choice: MadeChoice) -> str:
    inside = [
        f"#{choice.name}" if choice.name else "",
        f"weight={choice.weight}" if choice.weight else "",
        "pin" if choice.pin else "",
    ]
    if not any(inside):
        return choice.text.written
    braces = f"{{{' '.join(filter(None, inside))}}}"
    return draw.choice((f"{braces} {choice.text.written}", f"{choice.text.written} {braces}"))


def _answer_line(draw: Random, question: MadeQuestion) -> str:
    letters = [_ALPHABET[choice.position] for choice in question.choices if choice.right]
    draw.shuffle(letters)
    mark = draw.choice(("Correct Answer", "Answer", "Correct", "**Correct Answer**"))
    form = draw.choice(("({})", "{}", "{}"))
    if draw.random() < 0.3:
        letters = [letter.upper() for letter in letters]
    return f"{mark}: {', '.join(form.format(letter) for letter in letters)}"


def _yaml(draw: Random, questions: tuple[MadeQuestion, ...]) -> str:
    lines = ["title: Random", "course: STA101", "questions:"]
    for question in questions:
        by_choice = draw.random() < 0.5
        fields = [
            ("id", _quoted(question.id)) if question.id else None,
            (draw.choice(("stem", "question")), _block(question.stem.written, 6)),
            ("points", question.points) if question.points else None,
            ("tags", f"[{', '.join(question.tags)}]") if question.tags else None,
            ("pin", "true") if question.pin else None,
            ("keep_order", "true") if question.keep_order else None,
            ("rationale", _block(question.rationale.written, 6)) if question.rationale else None,
        ]
        if not by_choice:
            right = [_quoted(choice.id) for choice in question.choices if choice.right]
            draw.shuffle(right)
            fields.append(("answer", f"[{', '.join(right)}]"))
        lines += _mapping([item for item in fields if item], 4)
        lines.append("    choices:")
        for choice in question.choices:
            lines += _choice(choice, by_choice)
    return "\n".join(lines) + "\n"


def _choice(choice: MadeChoice, by_choice: bool) -> list[str]:
    fields = [
        ("text", _quoted(choice.text.written)),
        ("id", _quoted(choice.name)) if choice.name else None,
        ("correct", "true") if by_choice and choice.right else None,
        ("pin", "true") if choice.pin else None,
        ("weight", choice.weight) if choice.weight else None,
        ("feedback", _block(choice.feedback.written, 10)) if choice.feedback else None,
    ]
    return _mapping([item for item in fields if item], 8)


def _mapping(fields: list[tuple[str, str]], depth: int) -> list[str]:
    """Return the lines of a mapping that is an item of a list, its keys in this column (0-based)."""
    blank = " " * depth
    return [
        f"{blank[:-2] + '- ' if at == 0 else blank}{key}: {text}" for at, (key, text) in enumerate(fields)
    ]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _block(text: str, depth: int) -> str:
    return "|\n" + "\n".join(" " * depth + line if line else "" for line in text.split("\n"))
