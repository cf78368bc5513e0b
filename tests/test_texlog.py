"""Logs of TeX, read: each excerpt is what pdfTeX of TeX Live 2022 wrote, with lines unbroken."""

from __future__ import annotations

import pytest

from examgen.texlog import LogEntry, PieceSpan, banner, entries, piece_spans

UNDEFINED = r"""./job.tex:12: Undefined control sequence.
l.12 a $x \foo
               y$ b
The control sequence at the end of the top line
of your error message was never \def'ed. If you have
misspelled it (e.g., `\hobx'), type `I' and the correct
"""
UNDEFINED_IN_ARGUMENT = r"""./job.tex:15: Undefined control sequence.
<argument> abc \ba
                   r
l.15 \egtt{abc \ba r}
"""
UNDEFINED_SIGN = r"""./job.tex:7: Undefined control sequence.
l.7 $\"
       $
"""
PACKAGE = r"""./job.tex:15: Package amsmath Error: \bar allowed only in math mode.

See the amsmath package documentation for explanation.
Type  H <return>  for immediate help.
 ...
"""
UNICODE = """./job.tex:6: LaTeX Error: Unicode character 試 (U+8A66)
               not set up for use with LaTeX.

See the LaTeX manual or LaTeX Companion for explanation.
"""
MISSING_DOLLAR = """./job.tex:9: Missing $ inserted.
<inserted text>
                $
l.9 x_
      1
"""
LOST_AS_ERROR = """./job.tex:12: Missing character: There is no \ufffd ("E9) in font pplr7t.
l.12 $\\mathrm{\ufffd}$
"""
LOST_AT_A_NEWLINE = """./job.tex:8: Missing character: There is no\x20
 ("A) in font fplmbb.
l.8 $\\mathbb{\\Omega}$
"""
LOST = "Missing character: There is no \ufffd in font cmr10!\n"
LOST_WITH_CODE = 'Missing character: There is no é ("E9) in font [lmroman10-regular]:+tlig;!\n'
OVERFULL = r"""Overfull \hbox (96.08534pt too wide) in paragraph at lines 12--13
[]
 []

Overfull \hbox (16.46707pt too wide) detected at line 9
\T1/qpl/m/n/11.00006 abc
"""
RUNAWAY = r"""Runaway argument?
{abc \end {egpiece} \begin {egpiece}{0000000000a2}{choice} other \end {egpiece} \begin {egversion}{A}{XXXX-XX}
! File ended while scanning use of \textbf .
<inserted text>
                \par
<*> job.tex

I suspect you have forgotten a `}', causing me

! Emergency stop.
<*> job.tex

*** (job aborted, no legal \end found)

!  ==> Fatal error occurred, no output PDF file produced!
"""
RUNAWAY_LONG = "Runaway argument?\n{abc and so on\n! File ended while scanning use of \\frac .\n"
PDFTEX = """!pdfTeX error: /usr/bin/pdflatex: cannot find image file /tmp/p.pdf
 ==> Fatal error occurred, no output PDF file produced!
"""
STYLE = "./examgen.sty:30: Undefined control sequence.\nl.30 \\nosuch\n            \n"
NAME = "This is pdfTeX, Version 3.141592653-2.6-1.40.24 (TeX Live 2022/Debian) (preloaded format=pdflatex 2024.1.1)"
HARMLESS = rf"""{NAME}  1 JAN 2020 00:00
(./job.tex
Package: amsmath 2022/04/08 v2.17n AMS math features
LaTeX Font Info:    Calculating math sizes for size <11.00006> on input line 11.
Underfull \hbox (badness 10000) in paragraph at lines 12--13
Overfull \vbox (3.0pt too high) has occurred while \output is active
l.12: what: is
[1] [1] (./job.aux) )
"""


@pytest.mark.parametrize(
    ("log", "found"),
    [
        (UNDEFINED, [LogEntry("error", r"undefined control sequence \foo", 12, "job.tex")]),
        (UNDEFINED_IN_ARGUMENT, [LogEntry("error", r"undefined control sequence \ba", 15, "job.tex")]),
        (UNDEFINED_SIGN, [LogEntry("error", r"undefined control sequence \"", 7, "job.tex")]),
        (PACKAGE, [LogEntry("error", r"\bar allowed only in math mode", 15, "job.tex")]),
        (
            UNICODE,
            [LogEntry("error", "unicode character 試 (U+8A66) not set up for use with LaTeX", 6, "job.tex")],
        ),
        (MISSING_DOLLAR, [LogEntry("error", "missing $ inserted", 9, "job.tex")]),
        (LOST_AS_ERROR, [LogEntry("error", 'the font pplr7t has no character "E9', 12, "job.tex")]),
        (LOST_AT_A_NEWLINE, [LogEntry("error", 'the font fplmbb has no character "A', 8, "job.tex")]),
        (LOST, [LogEntry("missing-character", "the font cmr10 has no character \ufffd", 0)]),
        (
            LOST_WITH_CODE,
            [LogEntry("missing-character", 'the font [lmroman10-regular]:+tlig; has no character "E9', 0)],
        ),
        (
            RUNAWAY,
            [LogEntry("error", r"file ended while scanning use of \textbf", 0, swallowed="0000000000a2")],
        ),
        (
            RUNAWAY_LONG,
            [LogEntry("error", r"file ended while scanning use of \frac", 0, swallowed="")],
        ),
        (
            PDFTEX,
            [LogEntry("error", "pdfTeX error: /usr/bin/pdflatex: cannot find image file /tmp/p.pdf", 0)],
        ),
        (STYLE, [LogEntry("error", r"undefined control sequence \nosuch", 30, "examgen.sty")]),
        (HARMLESS, []),
        ("", []),
    ],
    ids=lambda value: value.split("\n", 1)[0][:40] if isinstance(value, str) else None,
)
def test_what_tex_says_is_found(log: str, found: list[LogEntry]) -> None:
    assert list(entries(log)) == found


def test_lines_that_are_too_wide_have_their_first_line_and_their_excess() -> None:
    assert [(e.kind, e.line, e.excess) for e in entries(OVERFULL)] == [
        ("overfull", 12, 96.08534),
        ("overfull", 9, 16.46707),
    ]


def test_what_was_swallowed_is_said_of_one_error_only() -> None:
    log = "Runaway argument?\n{a \\begin {egpiece}{00}{stem} b\n./job.tex:9: Paragraph ended before \\x was complete.\n"
    assert [(e.line, e.swallowed) for e in entries(log + UNDEFINED)] == [(9, "00"), (12, None)]


def test_all_errors_of_a_log_are_found_in_their_order() -> None:
    log = HARMLESS + UNDEFINED + HARMLESS + MISSING_DOLLAR + OVERFULL + LOST + UNICODE
    assert [e.line for e in entries(log)] == [12, 9, 12, 9, 0, 6]


def test_pieces_are_found_by_line_as_tex_counts_them() -> None:
    source = "\n".join(
        [
            r"\documentclass{article}",
            r"\begin{document}",
            r"\begin{egpiece}{00a1}{stem}",
            "a line\u2028with\x0cends\x85of other kinds",
            r"said: \begin{egpiece}{no}{stem}",
            r"\end{egpiece}",
            r"\begin{egpiece}{00a2}{choice}",
            r"\end{egpiece}",
            r"\end{egpiece}",
        ]
    )
    assert piece_spans(source) == [PieceSpan(3, 6, "00a1"), PieceSpan(7, 8, "00a2")]


def test_a_piece_without_an_end_goes_to_the_next_one() -> None:
    source = "\\begin{egpiece}{a}{stem}\nx\n\\begin{egpiece}{b}{stem}\n\\end{egpiece}"
    assert [span.name for span in piece_spans(source)] == ["a", "b"]


def test_tex_names_itself_without_the_date_of_the_run() -> None:
    assert banner(HARMLESS) == NAME
    assert banner("") == ""
