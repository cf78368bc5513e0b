"""The short code printed on a paper and on its key.

It is a digest of what is printed on the paper and of nothing else: whoever holds the paper learns nothing from it, a key
that was corrected after printing still fits its paper (unless a question comes to have several right answers, which its
paper would say), and two papers that differ in a word, a letter or an order have different codes.
"""

from __future__ import annotations

import re
from hashlib import blake2b

from examgen.exam import Exam, Version, letters_of
from examgen.model import Text

#: Crockford's base 32: no I, L, O, U, so that a code can be read aloud.
_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 6
_REFERENCE = re.compile(r"\[\[([^\[\]]+)\]\]")


def fingerprint(exam: Exam, version: Version) -> str:
    """Return the fingerprint of one version: 30 bits as ``XXXX-XX``."""
    digest = blake2b(digest_size=8, person=b"examgen-paper-1")

    def add(part: str) -> None:
        raw = part.encode()
        digest.update(len(raw).to_bytes(8, "big"))
        digest.update(raw)

    def add_text(text: Text, letters: dict[str, str]) -> None:
        folded = {id.casefold(): letter for id, letter in letters.items()}
        add(_REFERENCE.sub(lambda match: folded.get(match[1].casefold(), match[0]), text.source))

    heading = exam.heading
    add(heading.title or exam.name)
    for part in (heading.course, heading.date, heading.duration, heading.instructions, version.label):
        add(part)
    for index, order in zip(version.questions, version.choices, strict=True):
        question = exam.questions[index]
        letters = letters_of(question, order)
        add(str(question.points))
        add(str(len(order)))
        # Papers say where several choices are to be selected.
        add("several" if len(question.answer) > 1 else "one")
        add_text(question.stem, letters)
        for choice in order:
            add_text(question.choices[choice].text, letters)
    number = int.from_bytes(digest.digest(), "big")
    code = ""
    for _ in range(_LENGTH):
        number, digit = divmod(number, len(_DIGITS))
        code += _DIGITS[digit]
    return f"{code[:4]}-{code[4:]}"
