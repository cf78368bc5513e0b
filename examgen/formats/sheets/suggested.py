"""How hints name the columns of a table that hold an answer and a rationale: as the file does, in its language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from examgen.formats.sheets.heads import Head, Role

#: By how the column of questions is called: names for those of the answer and the rationale, known to ``head_of``.
_BY_QUESTION: Final = {
    "frage": ("Antwort", "Begründung"),
    "énoncé": ("Réponse", "Explication"),
    "enonce": ("Réponse", "Explication"),
    "intitulé": ("Réponse", "Explication"),
    "pregunta": ("Respuesta", "Explicación"),
    "domanda": ("Risposta", "Spiegazione"),
    "pergunta": ("Resposta", "Explicação"),
    "questão": ("Resposta", "Explicação"),
    "vraag": ("Antwoord", "Uitleg"),
    "вопрос": ("Ответ", "Пояснение"),
    "题目": ("答案", "解析"),
    "問題": ("解答", "解説"),
}


def columns_of(heads: Iterable[Head]) -> tuple[str, str]:
    """Return how the columns of the answer and of the rationale are named: as one that is there, or one to be added."""
    answer, rationale = "a column 'answer'", "a column 'rationale'"
    known = {head.role: head.written for head in reversed(list(heads))}
    question = known.get(Role.QUESTION, "").casefold()
    for begin, names in _BY_QUESTION.items():
        if question.startswith(begin):
            answer, rationale = (f"a column '{name}'" for name in names)
    if Role.ANSWER in known:
        answer = f"the column '{known[Role.ANSWER]}'"
    if Role.RATIONALE in known:
        rationale = f"the column '{known[Role.RATIONALE]}'"
    return answer, rationale
