"""The words that name the parts of a question, in the languages in which people write quizzes: one table.

Each entry is a list of phrases with commas between; case does not matter, and spaces stand for any white space.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

#: Before the right choice.
ANSWER = {
    "en": "correct answer, correct answers, the correct answer, the correct answers, the answer, right answer, "
    "right answers, correct choice, correct choices, correct option, correct options, correct response, "
    "correct responses, answer, answers, correct, ans, ans., key, answer key, best answer, suggested answer, "
    "suggested answers, most voted answer, official answer, verified answer, accepted answer, recommended answer, "
    "sample answer, sample answers",
    "de": "richtige Antwort, richtige Antworten, korrekte Antwort, korrekte Antworten, Antwort, Antworten, richtig",
    "fr": "bonne réponse, bonnes réponses, réponse correcte, réponses correctes, la bonne réponse, réponse, "
    "réponses, reponse, reponses, réponse exacte",
    "es": "respuesta correcta, respuestas correctas, respuesta, respuestas, la respuesta correcta, rpta, rpta.",
    "it": "risposta corretta, risposte corrette, risposta esatta, risposte esatte, risposta, risposte",
    "pt": "resposta correta, respostas corretas, resposta certa, resposta, respostas, alternativa correta, gabarito",
    "nl": "juiste antwoord, juist antwoord, correct antwoord, antwoord, antwoorden",
    "sv": "rätt svar, svar",
    "pl": "poprawna odpowiedź, prawidłowa odpowiedź, odpowiedź prawidłowa, odpowiedź poprawna, odpowiedź",
    "tr": "doğru cevap, cevap, doğru yanıt, yanıt",
    "ru": "правильный ответ, ответ",
    "zh": "正确答案, 答案, 正確答案, 参考答案, 標準答案, 标准答案, 本题答案, 本题参考答案, 答",
    "ja": "解答, 正解, 答え, 回答",
    "ko": "정답, 답",
    "vi": "đáp án, đáp án đúng, trả lời, câu trả lời đúng",
    "id": "jawaban, jawaban benar, jawaban yang benar, kunci jawaban, kunci",
    "uk": "правильна відповідь, відповідь",
    "bg": "верен отговор, правилен отговор, отговор",
    "cs": "správná odpověď, odpověď",
    "hu": "helyes válasz, válasz",
    "ro": "răspuns corect, răspunsul corect, răspuns",
    "el": "σωστή απάντηση, απάντηση",
    "fi": "oikea vastaus, vastaus",
    "da": "rigtigt svar, korrekt svar, riktig svar",
    "ca": "resposta correcta",
    "ar": "الإجابة الصحيحة, الاجابة الصحيحة, الإجابة, الجواب, الجواب الصحيح",
    "he": "תשובה נכונה, התשובה הנכונה, תשובה",
    "fa": "پاسخ صحیح, پاسخ, جواب",
    "hi": "सही उत्तर, उत्तर",
    "th": "คำตอบ, เฉลย",
}
#: Before the right choice or before the reasons for it: what follows tells.
EITHER = {
    "en": "solution, solutions, step-by-step solution, detailed solution, worked solution, sol, sol.",
    "de": "Lösung, Lösungen, Loesung",
    "fr": "corrigé, corrige",
    "es": "solución, solucion, soluciones",
    "it": "soluzione, soluzioni",
    "pt": "solução, solucao",
    "nl": "oplossing",
    "ru": "решение",
}
#: Before the reasons for the right choice.
RATIONALE = {
    "en": "rationale, explanation, explanations, answer explanation, why, why?, reason, reasons, reasoning, "
    "justification, note, notes, explained, explanation of the correct answer, comment, comments, commentary, "
    "discussion, exp, exp., expl, expl.",
    "de": "Begründung, Begruendung, Erklärung, Erklaerung, Erläuterung, Erläuterungen, Anmerkung, Kommentar",
    "fr": "explication, explications, justification, pourquoi, remarque, commentaire, commentaires",
    "es": "explicación, explicacion, justificación, justificacion, razón, motivo, nota, por qué, "
    "comentario, comentarios, fundamento, fundamentación",
    "it": "spiegazione, motivazione, giustificazione, perché, nota, commento",
    "pt": "explicação, explicacao, justificativa, justificação, comentário, comentários, "
    "comentario, comentarios, fundamentação, nota, por que, por quê",
    "nl": "uitleg, toelichting, verklaring",
    "sv": "förklaring",
    "pl": "wyjaśnienie, uzasadnienie",
    "tr": "açıklama",
    "ru": "объяснение, пояснение, обоснование",
    "zh": "解析, 解释, 说明, 解釋, 答案解析, 试题解析, 题目解析, 详解, 點評, 点评",
    "ja": "解説, 説明, 理由",
    "ko": "해설, 설명",
    "vi": "giải thích, lời giải, vì sao đúng",
    "id": "pembahasan, penjelasan",
    "uk": "пояснення, обґрунтування",
    "bg": "обяснение",
    "cs": "vysvětlení, zdůvodnění",
    "hu": "magyarázat, indoklás",
    "ro": "explicație, explicatie",
    "el": "εξήγηση, αιτιολόγηση",
    "fi": "selitys, perustelu",
    "da": "forklaring",
    "ar": "الشرح, التفسير, التوضيح",
    "he": "הסבר",
    "fa": "توضیح",
    "hi": "व्याख्या, स्पष्टीकरण",
}
#: Before what is said of the answer, or of one choice.
FEEDBACK = {
    "en": "feedback, general feedback",
    "de": "Rückmeldung",
    "fr": "rétroaction",
    "es": "retroalimentación",
}
#: Before the number of a question.
QUESTION = {
    "en": "question, ques., ques, qn., qn, mcq",
    "de": "Frage",
    "es": "pregunta",
    "it": "domanda",
    "pt": "questão, questao, pergunta",
    "nl": "vraag",
    "sv": "fråga",
    "pl": "pytanie",
    "tr": "soru",
    "ru": "вопрос",
    "zh": "题目, 题, 問題, 问题, 題目, 第, 問, 问",
    "ko": "문제, 질문",
    "vi": "câu hỏi, câu",
    "id": "soal, pertanyaan, nomor, nomor soal",
    "uk": "питання, запитання",
    "bg": "въпрос",
    "cs": "otázka",
    "hu": "kérdés",
    "ro": "întrebarea",
    "el": "ερώτηση",
    "fi": "kysymys",
    "da": "spørgsmål, spørgsmål",
    "ar": "السؤال, سؤال",
    "he": "שאלה",
    "fa": "سوال, سؤال",
    "hi": "प्रश्न",
}
#: Before the number of a question, or of a part of the page.
TASK = {
    "en": "problem, exercise, task, item, no., quiz question",
    "de": "Aufgabe, Nr.",
    "fr": "exercice",
    "es": "ejercicio",
    "it": "esercizio",
    "pt": "exercício",
    "vi": "bài",
}
#: Over a list of answers.
KEY = {
    "en": "answer key, answers key, answers, answer, key, answer sheet, answers sheet, solutions, solution, solution key, "
    "correct answers, answer list, marking scheme, marking key, quiz answers, keys",
    "de": "Lösungen, Lösungsschlüssel, Lösung, Antworten, Antwortschlüssel, Loesungen, Lösungsteil",
    "fr": "réponses, corrigé, corrigés, solutions, grille de réponses, clé de correction",
    "es": "respuestas, respuestas correctas, soluciones, clave de respuestas, clave, solucionario",
    "it": "risposte, soluzioni, risposte corrette, chiave",
    "pt": "respostas, gabarito, soluções, chave de respostas",
    "nl": "antwoorden, oplossingen, antwoordmodel",
    "ru": "ответы, ключ, ключи, ключ к тесту, ключи к тесту, ответы к тесту, правильные ответы",
    "zh": "答案, 参考答案, 正确答案",
    "ja": "解答, 正解, 解答一覧",
    "ko": "정답",
    "vi": "đáp án",
    "id": "kunci jawaban, jawaban",
    "uk": "відповіді",
    "bg": "отговори",
    "cs": "odpovědi",
    "el": "απαντήσεις",
    "tr": "cevaplar, cevap anahtarı",
    "pl": "odpowiedzi, klucz odpowiedzi",
}
TRUE = {
    "en": "true",
    "de": "wahr, richtig",
    "fr": "vrai",
    "es": "verdadero, cierto",
    "it": "vero",
    "pt": "verdadeiro, certo",
    "nl": "waar, juist",
    "ru": "верно, правда, истина",
    "vi": "đúng",
    "id": "benar",
    "pl": "prawda",
    "tr": "doğru",
    "sv": "sant",
}
FALSE = {
    "en": "false",
    "de": "falsch",
    "fr": "faux",
    "es": "falso",
    "it": "falso",
    "pt": "falso, errado",
    "nl": "onwaar, onjuist",
    "ru": "неверно, ложь",
    "vi": "sai",
    "id": "salah",
    "pl": "fałsz",
    "tr": "yanlış",
    "sv": "falskt",
}
#: After the number of points.
POINTS = {
    "en": "points, point, pts., pts, pt., pt, marks, mark",
    "de": "Punkte, Punkt, Pkt., P.",
    "es": "puntos, punto",
    "it": "punti",
    "pt": "pontos, ponto",
    "zh": "分",
    "ja": "点",
    "ko": "점",
}

#: Signs that decorate headings, labels and bullets, and say nothing.
DECORATION = (
    "[\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\ufe0f\u200d\U0001f000-\U0001faff]"
)


def phrases(*tables: Mapping[str, str]) -> list[str]:
    """Return the phrases of some tables in lower case, each once, the longest first."""
    found = {
        phrase.strip().casefold() for table in tables for row in table.values() for phrase in row.split(",")
    }
    return sorted(found, key=lambda phrase: (-len(phrase), phrase))


def pattern(*tables: Mapping[str, str]) -> str:
    """Return a regular expression (no group, case to be ignored) that matches the phrases of some tables."""
    return "(?:" + "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in phrases(*tables)) + ")"


_TRUE = frozenset(phrases(TRUE))
_FALSE = frozenset(phrases(FALSE))


def truth(text: str) -> bool | None:
    """Return what a word such as ``Vrai`` or ``**False**.`` says, or None when it is no such word."""
    word = text.strip(" \t*_`.()").casefold()
    return True if word in _TRUE else False if word in _FALSE else None
