"""A process that reads versions back: ``python -m examgen.audit.worker``, asked and answering in pickles.

It is given a :class:`~examgen.audit.versions.Setting`, then one label after the other, and answers each with a
:class:`~examgen.audit.versions.ReadVersion` or the exception that reading it ended in; an empty label with the words that
are lost. It ends when nothing more comes, so
it outlives a killed build by one version at most.
"""

from __future__ import annotations

import os
import pickle
import sys

from examgen.audit.versions import VersionReader


def main() -> None:
    """Answer what stands on the standard input until it ends."""
    # What a library prints must not get in between the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    questions = sys.stdin.buffer
    reader: VersionReader | None = None
    while True:
        try:
            asked = pickle.load(questions)
        except EOFError:
            return
        answer: object = None
        try:
            if reader is None:
                reader = VersionReader(asked)
            else:
                answer = reader.read(asked) if asked else reader.lost_words()
        except Exception as error:
            answer = error
        pickle.dump(answer, answers, protocol=pickle.HIGHEST_PROTOCOL)
        answers.flush()


if __name__ == "__main__":
    main()
