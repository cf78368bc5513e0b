"""The names of columns in tables of questions: what each column holds.

Names are read without case, signs and what stands in brackets, and divided where capitals and digits begin, so that
``correctAnswer``, ``Correct_Answer(s)`` and ``Correct answer - choose at least one`` are one name.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from examgen.formats.quiz.marking.words import ANSWER, FEEDBACK, RATIONALE, phrases


class Role(StrEnum):
    """What a column holds; the value is what messages call it."""

    QUESTION = "question"
    CONTEXT = "context"
    CHOICE = "choice"
    CHOICES = "choices"
    ANSWER = "answer"
    WRONG = "incorrect answer"
    FLAG = "correct a"
    FEEDBACK = "feedback a"
    TYPE = "type"
    POINTS = "points"
    RATIONALE = "explanation"
    ID = "id"
    TITLE = "title"
    TAGS = "tags"
    SECTION = "section"
    DIFFICULTY = "difficulty"
    IMAGE = "image"
    FORMAT = "format"
    KEEP_ORDER = "keep order"
    SHUFFLE = "shuffle"
    UNUSED = "time limit"


@dataclass(frozen=True, slots=True)
class Head:
    """The name of a column, understood."""

    role: Role
    written: str  #: as it stands in the file, in one line
    label: str = ""  #: the letter, lower case, or the number at the end of the name
    markup: str = ""  #: ``markdown``, ``html`` or ``plain`` where the name says it
    base: int | None = None  #: what the first choice is counted as, where the name says it
    kind: str = ""  #: ``number``, ``letter`` or ``text`` where the name says how it names choices
    weak: bool = False  #: it holds questions only where no other column does
    what: str = "column"  #: what messages call it


_NAMES: Final = {
    Role.QUESTION: "question, questions, question text, questiontext, stem, question stem, prompt, q, ques, query, "
    "problem, goal, question body, question content, question statement, mcq, question html, question desc, "
    "question description, "
    "frage, fragen, fragetext, fragestellung, enonce, intitule, libelle, pregunta, preguntas, enunciado, domanda, "
    "testo domanda, pergunta, questao, vraag, fraga, pytanie, soru, вопрос, текст вопроса, 题目, 題目, 题干, 问题, 問題, "
    "spørsmal, spørgsmal, 問題文, 質問, 질문, 문제, cau hoi, pertanyaan, soal",
    Role.CONTEXT: "context, passage, scenario, stimulus, vignette, case, paragraph, article, code, code snippet, "
    "reading passage, case study, table",
    Role.CHOICES: "options, choices, answers, answer options, answer choices, possible answers, alternatives, option list, "
    "responses, candidates, endings, all answers, multiple choice options, antworten, antwortmoglichkeiten, auswahl, "
    "reponses, choix, propositions, opciones, respuestas, opzioni, risposte, opcoes, alternativas, opties, antwoorden, "
    "alternativ, svarsalternativ, svaralternativ, alternativer, svaralternativer, "
    "варианты, варианты ответов, 选项, 選項, 選択肢, 선택지, 보기, lua chon",
    Role.ANSWER: "answer, correct answer, correct answers, correct, correct option, correct options, right answer, "
    "right answers, correct choice, correct choices, key, answer key, answerkey, right option, label, gold, target, "
    "cop, ans, correct response, right choice, best answer, correct ans, true answer, target scores, actual answer, "
    "richtige antwort, richtige antworten, korrekte antwort, richtig, antwort, losung, bonne reponse, bonnes reponses, "
    "reponse correcte, reponse, respuesta correcta, respuestas correctas, respuesta, correcta, risposta corretta, "
    "risposta esatta, risposta, resposta correta, resposta, gabarito, correta, juiste antwoord, antwoord, ratt svar, "
    "korrekt svar, riktigt svar, riktig svar, rigtigt svar, "
    "svar, poprawna odpowiedz, odpowiedz, dogru cevap, cevap, правильный ответ, ответ, 答案, 正确答案, 正確答案, 正解, "
    "解答, 정답, dap an dung, jawaban, jawaban benar",
    Role.WRONG: "incorrect answer, incorrect answers, wrong answer, wrong answers, distractor, distractors, foil, foils, "
    "incorrect, incorrect option, incorrect options, wrong option, wrong options, incorrect choice, "
    "incorrect choices, wrong, "
    "false answer, falsche antwort, falsche antworten, falsch, mauvaise reponse, respuesta incorrecta, "
    "respuestas incorrectas, risposta errata, risposta sbagliata, resposta incorreta, resposta errada, fout antwoord",
    Role.TYPE: "type, question type, qtype, q type, kind, question format, item type, fragetyp, fragentyp, typ, "
    "type de question, tipo, tipo de pregunta, tipo di domanda, 题型, 类型",
    Role.POINTS: "points, point, score, marks, mark, pts, point value, default mark, defaultmark, default grade, punkte, "
    "puntos, punti, pontos, punten, poang, баллы, 分值, 分数, puntuacion, points possible, max points, maximum marks",
    Role.RATIONALE: "explanation, rationale, feedback, general feedback, solution, reason, comment, comments, reasoning, "
    "justification, answer explanation, exp, support, answer description, correct answer explanation, explain, "
    "explanations, solution text, detailed explanation, erklarung, begrundung, erlauterung, ruckmeldung, explication, "
    "explicacion, justificacion, retroalimentacion, spiegazione, explicacao, justificativa, comentario, uitleg, "
    "пояснение, объяснение, 解析, 解説, 说明, 해설, giai thich, penjelasan, pembahasan",
    Role.ID: "id, question id, qid, uid, guid, uuid, identifier, item id, question code, code id, kennung",
    Role.TITLE: "title, name, question title, question name, questionname, titel, titre, titulo, titolo",
    Role.TAGS: "tags, tag, keywords, keyword, schlagworter, schlagworte, etiquettes, etiquetas, parole chiave, "
    "learning objective, learning outcome, objective, bloom, blooms level, bloom level, skill, standard",
    Role.SECTION: "section, chapter, module, unit, part, category, topic, subject, theme, domain, area, lesson, week, "
    "subject name, topic name, category name, chapter name, quiz title, quiz name, quiz, subtopic, sub topic, "
    "subcategory, kategorie, thema, kapitel, abschnitt, categorie, chapitre, sujet, categoria, tema, capitulo, seccion, "
    "materia, asignatura, argomento, capitolo, assunto, disciplina, onderwerp, hoofdstuk, раздел, тема, категория, "
    "章节, 分类, 科目, 単元, chuong",
    Role.DIFFICULTY: "difficulty, level, difficulty level, hardness, schwierigkeit, schwierigkeitsgrad, difficulte, "
    "niveau, dificultad, nivel, difficolta, livello, dificuldade, moeilijkheid, сложность, 难度, 難易度, 난이도",
    Role.IMAGE: "image, image link, image url, picture, img, image path, image file, picture url, figure, photo, "
    "image file name, media, bild, imagen, immagine, imagem, afbeelding, question image, question image url",
    Role.FORMAT: "format, text format, markup",
    Role.KEEP_ORDER: "keep order, fixed order, keep choice order, reihenfolge behalten",
    Role.SHUFFLE: "shuffle, shuffle answers, shuffle choices, shuffle options, randomize, randomize answers, randomise, "
    "randomize choices, randomise choices, randomize options",
    Role.UNUSED: "time limit, time, time in seconds, seconds, timer, duration, number, no, nr, question number, "
    "question no, question nr, sn, s no, sr no, serial, serial number, sl no, index, row, row number, unnamed, split, "
    "created at, updated at, timestamp, date, nummer, numero, n, num, question num, question index, order, sequence",
}  # fmt: skip
_EXACT: Final = {
    name.strip(): role for role, names in _NAMES.items() for name in names.split(",") if name.strip()
}
#: Columns that hold questions where none has a better name.
_WEAK: Final = frozenset(("text", "title", "item", "content", "name", "sentence", "statement", "description"))
_CHOICE_WORDS: Final = frozenset((
    "option", "choice", "answer", "opt", "op", "alternative", "response", "ans", "sol", "ending",
    "answeroption", "antwort", "antwortmoglichkeit", "auswahl", "reponse", "choix", "proposition",
    "respuesta", "opcion", "risposta", "opzione", "resposta", "alternativa", "opcao", "antwoord",
    "optie", "svar", "alternativ", "odpowiedz", "cevap", "secenek", "sik", "вариант", "ответ", "选项",
    "選項", "選択肢", "보기", "선택지", "opsi", "pilihan",
))  # fmt: skip
_CHOICE_PHRASES: Final = frozenset(
    (
        "answer option",
        "answer choice",
        "ans choice",
        "mc ans choice",
        "possible answer",
        "dap an",
        "вариант ответа",
    )
)
_ABOUT_CHOICE: Final = {
    "feedback": Role.FEEDBACK, "explanation": Role.FEEDBACK, "rationale": Role.FEEDBACK, "comment": Role.FEEDBACK,
    "reason": Role.FEEDBACK, "correct": Role.FLAG, "is correct": Role.FLAG, "right": Role.FLAG,
}  # fmt: skip
_KINDS: Final = {
    "index": "number", "idx": "number", "number": "number", "no": "number", "position": "number", "id": "",
    "letter": "letter", "text": "text", "value": "text",
}  # fmt: skip
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_ALONE: Final = re.compile(r"[(\[]?([A-Za-z]|[0-9]{1,2})[)\].:]?")
_ORDINALS: Final = {"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "one": "1", "two": "2",
                    "three": "3", "four": "4", "five": "5"}  # fmt: skip
_BASE_1: Final = re.compile(r"\b(?:1|one)[- ]based|\b1\s*(?:-|\u2013|to|\.\.)\s*[2-9]\b", re.IGNORECASE)
_BASE_0: Final = re.compile(r"\b(?:0|zero)[- ]based|\b0\s*(?:-|\u2013|to|\.\.)\s*[1-9]\b", re.IGNORECASE)
#: A column that counts the questions.
_COUNT: Final = re.compile(r"(?:question|q)?\s?(?:#|\u2116|no\.?|nr\.?)", re.IGNORECASE)
_LONG: Final = 200


def head_of(written: str) -> Head | None:
    """Return what a column with this name holds, None when the name is not known."""
    shown = " ".join(written.split())
    if not shown or len(shown) > _LONG:
        return None
    markup = next((word for word in ("markdown", "html", "plain") if word in shown.casefold()), "")
    base = 1 if _BASE_1.search(shown) else 0 if _BASE_0.search(shown) else None
    alone = _ALONE.fullmatch(shown)
    if alone:
        if alone[1] in "Qq":
            return Head(Role.QUESTION, shown)
        return Head(Role.CHOICE, shown, alone[1].lower())
    name = _normal(shown)
    if _COUNT.fullmatch(shown):
        return Head(Role.UNUSED, shown)
    found = _known(name) or _of_choice(name) or _containing(name)
    if found is None:
        return Head(Role.QUESTION, shown, weak=True) if name in _WEAK else None
    role, label = found
    guessed = role is Role.QUESTION and name not in _EXACT
    kind = _kind_in(name, shown) if role is Role.ANSWER else ""
    return Head(role, shown, label, markup, base, kind, weak=guessed or role is Role.TITLE)


def _normal(shown: str) -> str:
    """Return a name in lower case, in words with one space between, without accents, brackets and what explains it."""
    bare = _IN_BRACKETS.sub(" ", shown) or shown
    bare = re.split(r"\s[-\u2013\u2014]\s|:\s|\?\s|\*", bare)[0]
    bare = re.sub(r"(?<=[a-z0-9\u3040-\u9fff\uac00-\ud7af])(?=[A-Z])", " ", bare)
    plain = unicodedata.normalize("NFKD", bare).casefold()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).replace("ß", "ss")
    plain = unicodedata.normalize("NFC", plain)
    plain = re.sub(r"(?<=[^\W\d_])(?=[0-9])", " ", plain.replace("m/c ", "mc "))
    words = re.sub(r"[\W_]+", " ", plain).split()
    while len(words) > 1 and words[0] in ("the", "your", "enter"):
        words.pop(0)
    without = [word for word in words if word not in ("markdown", "html", "plain")]
    return " ".join(without or words)


def _known(name: str) -> tuple[Role, str] | None:
    if role := _EXACT.get(name) or _LABELS.get(name):
        return role, ""
    words = name.split()
    if words and words[-1] in _KINDS and (role := _EXACT.get(" ".join(words[:-1]))) is Role.ANSWER:
        return role, ""
    if (
        words
        and words[-1].isdigit()
        and (role := _EXACT.get(" ".join(words[:-1]))) in (Role.WRONG, Role.RATIONALE)
    ):
        return (Role.FEEDBACK if role is Role.RATIONALE else Role.WRONG), words[-1]
    if name.startswith("correct answer ") and words[-1].isdigit():
        return Role.ANSWER, words[-1]
    return None


def _of_choice(name: str) -> tuple[Role, str] | None:
    """Return what a name with the letter or number of a choice says: ``option a``, ``feedback 2``, ``a correct``."""
    words = [_ORDINALS.get(word, word) for word in name.split()]
    places = [at for at, word in enumerate(words) if _is_label(word)]
    if len(places) != 1:
        joined = re.fullmatch(r"(?:option|choice|answer|ans|opt|op)([a-z])", name)
        return (Role.CHOICE, joined[1]) if joined else None
    label = words.pop(places[0])
    rest = " ".join(words)
    if rest in _CHOICE_WORDS or rest in _CHOICE_PHRASES or rest.removesuffix(" text") in _CHOICE_WORDS:
        return Role.CHOICE, label
    about = " ".join(word for word in words if word not in _CHOICE_WORDS)
    return (_ABOUT_CHOICE[about], label) if about in _ABOUT_CHOICE else None


def _is_label(word: str) -> bool:
    return bool(re.fullmatch(r"[a-z]|[0-9]{1,2}", word))


def _containing(name: str) -> tuple[Role, str] | None:
    """Return what a longer name says by a word in it."""
    words = set(name.split())
    if words & {"time", "timer", "seconds"}:
        return Role.UNUSED, ""
    if words & {"explanation", "rationale"} and not words & _CHOICE_WORDS - {"answer"}:
        return Role.RATIONALE, ""
    if "question" in words and not words & {
        "type",
        "id",
        "answer",
        "answers",
        "image",
        "time",
        "count",
        "source",
        "set",
    }:
        return Role.QUESTION, ""
    if "options" in words and "correct" not in words:
        return Role.CHOICES, ""
    if {"correct", "answer"} <= words or {"correct", "option"} <= words:
        return Role.ANSWER, ""
    return None


def _kind_in(name: str, shown: str) -> str:
    if "#" in shown:
        return "number"
    return next((kind for word in reversed(name.split()) if (kind := _KINDS.get(word))), "")


#: What is a label in quiz text names a column, too.
_LABELS: Final = {
    _normal(phrase): role
    for role, known in ((Role.ANSWER, phrases(ANSWER)), (Role.RATIONALE, phrases(RATIONALE, FEEDBACK)))
    for phrase in known
}
