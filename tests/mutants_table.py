"""The kinds of wrong builds, each with what makes it."""

from __future__ import annotations

from dataclasses import replace

import mutants_drawing as d
import mutants_fonts as fonts
import mutants_pdf as p
from mutants_grid import GRIDS
from mutants_make import (
    CSV,
    GRID,
    JSON,
    KEY,
    OTHER_KEY,
    OTHER_PAPER,
    PAPER,
    PRINT,
    Mutation,
    bank,
    bare_percent,
    beheaded,
    cell,
    copied,
    exchanged,
    first_row,
    in_json,
    in_text,
    keys,
    lettered,
    missing,
    next_letter,
    no_feedback,
    one_fingerprint,
    other_answer,
    other_feedback,
    other_labels,
    other_letters,
    other_rationale,
    papers,
    pdf,
    pictures,
    program,
    rationale_of_another_version,
    revised,
    rows,
    stale,
    trailing,
    unfixed,
    unnamed,
    whole,
)
from pikepdf import Array, Dictionary, Name

XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" dc:source="A B C"/></rdf:RDF></x:xmpmeta>'
)

FILES: dict[str, Mutation] = {
    # the key
    "two letters exchanged in the strip": pdf(KEY, p.exchange_in_strip),
    "a mark lost": pdf(KEY, p.lose_mark),
    "a letter reversed that is not right": pdf(KEY, d.move_reversal),
    "an arrow at another letter": pdf(KEY, d.move_arrow),
    "a right letter not reversed": pdf(KEY, d.drop_reversal),
    "a box over the lines above a letter": pdf(KEY, d.enlarge_box),
    "a white choice in a key": pdf(KEY, d.whiten_piece),
    "choices exchanged in a key": pdf(KEY, p.exchange_choices),
    "letters exchanged in a key": pdf(KEY, p.exchange_letters),
    "a stale key": stale(KEY),
    "a stale grid": stale(GRID),
    "a stale csv": stale(CSV),
    "a stale json": stale(JSON),
    "a key page missing": pdf(KEY, p.drop_page(-1)),
    "key pages exchanged": pdf(KEY, p.exchange_pages),
    "keys under each other's names": exchanged(KEY, OTHER_KEY),
    "a key missing": missing(KEY),
    "a key for other papers by its head": pdf(KEY, d.other_papers),
    "an answer in the strip below another number": pdf(KEY, d.move_answer_in_strip),
    "a paper for a key": copied(PAPER, KEY),
    # the paper
    "a stale paper": stale(PAPER),
    "papers under each other's names": exchanged(PAPER, OTHER_PAPER),
    "a paper twice": copied(OTHER_PAPER, PAPER),
    "a paper missing": missing(PAPER),
    "a key for a paper": copied(KEY, PAPER),
    "choices exchanged": pdf(PAPER, p.exchange_choices),
    "letters exchanged": pdf(PAPER, p.exchange_letters),
    "stems exchanged": pdf(PAPER, p.exchange_questions),
    "a page missing": pdf(PAPER, p.drop_page(-1)),
    "the first page missing": pdf(PAPER, p.drop_page(0)),
    "a page twice": pdf(PAPER, p.repeat_page),
    "pages exchanged": pdf(PAPER, p.exchange_pages),
    "a page number": pdf(PAPER, p.in_page(rb"\(1\)(-\d+\(of\)-\d+\()", rb"(2)\1")),
    "the number of pages": pdf(PAPER, p.in_page(rb"(\(of\)-\d+)\(\d+", rb"\1(9")),
    "a question's number": pdf(PAPER, p.in_page(rb"\[\(2\)\]TJ", b"[(3)]TJ")),
    "points": pdf(PAPER, p.in_page(rb"\[\(\[\d\]\)\]TJ", b"[([7])]TJ")),
    "a letter twice": pdf(PAPER, p.in_page(rb"\[\(B\)\]TJ", b"[(A)]TJ")),
    "a word lost": pdf(PAPER, p.drop_word),
    "a sign in a formula": pdf(PAPER, p.change_sign),
    "a digit": pdf(PAPER, p.change_digit),
    "an exponent lowered": pdf(PAPER, p.lower_exponent),
    "a piece lost": pdf(PAPER, p.lose_piece),
    "a piece printed twice": pdf(PAPER, p.repeat_piece),
    "pictures exchanged": pdf(PAPER, p.exchange_pictures),
    "a picture blank": pdf(PAPER, p.whiten_picture),
    "half of a paper": beheaded(PAPER),
    "half of a key": beheaded(KEY),
    # what can be read and not seen, or is seen elsewhere than it is read
    "pictures at each other's letters": pdf(PAPER, d.exchange_places_of_pictures),
    "an exponent on the line": pdf(PAPER, d.flatten_exponent),
    "a choice that names letters cut by its box": pdf(PAPER, d.cut_piece_with_letters),
    "a rule through a choice": pdf(PAPER, d.rule_through(1, 1.5)),
    "a choice blacked out by thin rules": pdf(PAPER, d.rule_through(6, 2)),
    "a letter pushed aside by text before it": pdf(PAPER, d.push_letter),
    "a letter pushed aside by a kern": pdf(PAPER, d.kern_letter),
    "a letter larger than the others": pdf(PAPER, d.large_letter),
    "a letter in another font": pdf(PAPER, d.letter_in_another_font),
    "a dot beside a choice": pdf(PAPER, p.at_page(b"q\n1 0 0 1 57 240 cm\n0 0 1 1 re f\nQ")),
    "a rule beside a choice": pdf(
        PAPER, p.at_page(b"q\n1 0 0 1 40 240 cm\n[]0 d 0 J 0.2 w 0 0 m 0 9 l S\nQ")
    ),
    "the end of the exam on its first page": pdf(PAPER, d.early_end),
    "no end of the exam": pdf(PAPER, d.late_end),
    "letters spread": pdf(PAPER, p.wrap_page(b"40 Tc\n")),
    "words spread": pdf(PAPER, p.wrap_page(b"90 Tw\n")),
    "text raised": pdf(PAPER, p.wrap_page(b"12 Ts\n")),
    "a page shrunk": pdf(PAPER, p.wrap_page(b".5 0 0 .5 0 0 cm\n")),
    "a page mirrored": pdf(PAPER, p.wrap_page(b"-1 0 0 1 600 0 cm\n")),
    "a page turned by what it draws": pdf(PAPER, p.wrap_page(b"0 1 -1 0 600 0 cm\n")),
    "drawing that ends in the middle": pdf(PAPER, p.wrap_page(b"q\n")),
    "drawing that ends before its end": pdf(PAPER, p.at_page(b"Q\nQ")),
    "an inline picture": pdf(
        PAPER, p.at_page(b"q 300 0 0 300 50 100 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI Q")
    ),
    "a shading": pdf(PAPER, p.at_page(b"/Sh1 sh")),
    "text in other words for a screen": pdf(
        PAPER, p.wrap_page(b"/Span << /ActualText (B) >> BDC\n", b"\nEMC")
    ),
    "a choice cut off at the foot": pdf(PAPER, p.move_to_foot),
    "a choice over another": pdf(PAPER, p.move(-25)),
    "a choice off its letter": pdf(PAPER, p.move(4)),
    "a choice off the page": pdf(PAPER, p.move(0, 700)),
    "white text": pdf(PAPER, p.wrap_piece(b"1 g ")),
    "nearly white text": pdf(PAPER, p.wrap_piece(b".97 g ")),
    "text in colour": pdf(PAPER, p.wrap_piece(b"1 0.9 0.9 rg ")),
    "text drawn without ink": pdf(PAPER, p.wrap_piece(b"3 Tr ")),
    "text as a clipping path": pdf(PAPER, p.wrap_piece(b"7 Tr ")),
    "text squeezed": pdf(PAPER, p.wrap_piece(b"1 Tz ")),
    "a clipping path": pdf(PAPER, p.wrap_piece(b"0 0 40 40 re W n ")),
    "a white box over a choice": pdf(PAPER, p.wrap_piece(b"", b"\n1 g 30 0 300 40 re f 0 g")),
    "a black box over a choice": pdf(PAPER, p.wrap_piece(b"", b"\n30 0 300 40 re f")),
    "a thick rule through a choice": pdf(PAPER, p.wrap_piece(b"", b"\n[]0 d 0 J 30 w 0 9 m 300 9 l S")),
    "a white box in a key": pdf(KEY, p.at_page(b"1 g 40 100 500 500 re f 0 g")),
    "white text in a key": pdf(KEY, p.at_page(b"1 g BT %(font)s 9 Tf 100 300 Td [(B)]TJ ET 0 g")),
    "white text on a paper": pdf(PAPER, p.at_page(b"1 g BT %(font)s 9 Tf 100 300 Td [(B)]TJ ET 0 g")),
    "invisible text on a paper": pdf(PAPER, p.at_page(b"BT 3 Tr %(font)s 9 Tf 100 300 Td [(key)]TJ ET")),
    "tiny text on a paper": pdf(PAPER, p.at_page(b"BT %(font)s 0.2 Tf 100 300 Td [(key)]TJ ET")),
    "text outside of the page": pdf(PAPER, p.at_page(b"BT %(font)s 9 Tf -90 300 Td [(key)]TJ ET")),
    "text in the margin": pdf(PAPER, p.at_page(b"BT %(font)s 9 Tf 100 12 Td [(key)]TJ ET")),
    "a piece too small": pdf(PAPER, p.scale_piece),
    "a piece cut by its box": pdf(PAPER, p.clip_form),
    "a piece moved out of its box": pdf(PAPER, p.move_form),
    "a font's encoding": pdf(PAPER, fonts.font_encoding),
    "what a font's codes mean": pdf(PAPER, fonts.font_unicode),
    "a font's widths": pdf(PAPER, fonts.font_widths),
    "a font's glyphs": pdf(PAPER, fonts.font_program),
    "a font with two programs": pdf(PAPER, fonts.second_program),
    "a font with the glyphs of another": pdf(PAPER, fonts.other_program),
    "a key font's glyphs": pdf(KEY, fonts.font_program),
    # what is beside the pages
    "an attachment": pdf(PAPER, lambda d: d.attachments.__setitem__("key.txt", b"A B C")),
    "metadata": pdf(PAPER, lambda d: d.docinfo.__setitem__("/Author", "seed 1")),
    "XMP metadata": pdf(PAPER, lambda d: d.Root.__setitem__("/Metadata", d.make_stream(XMP))),
    "an annotation": pdf(
        PAPER,
        lambda d: setattr(
            d.pages[0].obj,
            "Annots",
            d.make_indirect([Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9])]),
        ),
    ),
    "a layer": pdf(
        PAPER,
        lambda d: setattr(d.Root, "OCProperties", Dictionary(OCGs=[], D=Dictionary())),
    ),
    "a script": pdf(
        PAPER,
        lambda d: setattr(d.Root, "OpenAction", Dictionary(S=Name.JavaScript, JS="app.alert(1)")),
    ),
    "an outline": pdf(PAPER, lambda d: setattr(d.Root, "Outlines", Dictionary(Title="A B C"))),
    "private data of a page": pdf(
        PAPER, lambda d: setattr(d.pages[0].obj, "PieceInfo", Dictionary(Key="A B C"))
    ),
    "a crop box": pdf(PAPER, lambda d: setattr(d.pages[0].obj, "CropBox", Array([0, 200, 612, 792]))),
    "a turned page": pdf(PAPER, lambda d: setattr(d.pages[0].obj, "Rotate", 180)),
    "another unit": pdf(PAPER, lambda d: setattr(d.pages[0].obj, "UserUnit", 2)),
    "another paper": pdf(PAPER, lambda d: setattr(d.pages[0].obj, "MediaBox", Array([0, 0, 500, 700]))),
    "a name that tells": pdf(
        PAPER,
        lambda d: d.pages[0].Resources.XObject.__setitem__(
            "/right-b", d.pages[0].Resources.XObject[next(iter(d.pages[0].Resources.XObject.keys()))]
        ),
    ),
    "a key in the catalog": pdf(PAPER, p.stray_object),
    "a comment in a page": pdf(PAPER, p.unused_font_text),
    "text behind a page's data": pdf(PAPER, p.behind_stream),
    "an object that no table names": unnamed,
    "a later revision": revised,
    "bytes after the end": trailing,
    # files for programs
    "csv: an answer": cell("answer", lambda old: "D" if old != "D" else "A"),
    "csv: a question": rows(lambda t: t[1].__setitem__(2, t[2][2])),
    "csv: a number": cell("number", lambda _: "7"),
    "csv: points": cell("points", lambda _: "9"),
    "csv: a fingerprint": cell("fingerprint", lambda _: "0000-00"),
    "csv: choices": cell("choices", lambda old: " ".join([*old.split()[1:], old.split()[0]])),
    "csv: two columns of answers": rows(
        lambda t: [row.insert(3, "D" if at else "answer") for at, row in enumerate(t)]
    ),
    "csv: a column more": rows(lambda t: [row.append("D" if at else "correct") for at, row in enumerate(t)]),
    "csv: a cell more": rows(lambda t: t[2].append("D")),
    "csv: a row missing": rows(lambda t: t.pop(2) and None),
    "csv: the last version missing": rows(lambda t: t.__delitem__(slice(-7, None))),
    "csv: a row twice": rows(lambda t: t.insert(3, t[2])),
    "json: an answer": in_json("answer", lambda old: ["E"] if old != ["E"] else ["A"]),
    "json: a question": in_json("question", lambda _: "nothing"),
    "json: a number": in_json("number", lambda old: old + 1),
    "json: points": in_json("points", lambda _: "9"),
    "json: choices": in_json(
        "choices", lambda old: dict(zip(old, [*list(old.values())[1:], old["A"]], strict=True))
    ),
    "json: a fingerprint": whole(lambda v: v["versions"][0].__setitem__("fingerprint", "0000-00")),
    "json: an answer twice": in_text(JSON, '"answer": [', '"answer": ["E"],\n     "answer": ['),
    "json: answers beside the answers": whole(lambda v: v.__setitem__("answers", {"A": "CBA"})),
    "json: answers of a version beside its answers": whole(
        lambda v: v["versions"][0].__setitem__("answers", "CBA")
    ),
    "json: of another exam": whole(lambda v: v.__setitem__("exam", "midterm")),
    "json: a question missing": whole(lambda v: v["versions"][0]["questions"].pop() and None),
    "json: a version twice": whole(lambda v: v["versions"].append(v["versions"][0])),
    "csv: missing": missing(CSV),
    "csv: half of it": beheaded(CSV),
    "json: missing": missing(JSON),
    "json: half of it": beheaded(JSON),
    "print: missing": missing(PRINT),
    "print: half of it": beheaded(PRINT),
    "print: of another build": stale(PRINT),
    "print: one paper only": copied(PAPER, PRINT),
    "print: a key in its place": copied(KEY, PRINT),
    "print: the last page missing": pdf(PRINT, p.drop_page(-1)),
    "print: the first page missing": pdf(PRINT, p.drop_page(0)),
    "print: a page twice": pdf(PRINT, p.repeat_page),
    "print: pages exchanged": pdf(PRINT, p.exchange_pages),
    "print: letters exchanged": pdf(PRINT, p.exchange_letters),
    "print: choices exchanged": pdf(PRINT, p.exchange_choices),
    "print: a digit": pdf(PRINT, p.change_digit),
    "print: white text": pdf(PRINT, p.wrap_piece(b"1 g ")),
    "print: a font's glyphs": pdf(PRINT, fonts.font_program),
    "print: an attachment": pdf(PRINT, lambda d: d.attachments.__setitem__("key.txt", b"A B C")),
    "print: metadata": pdf(PRINT, lambda d: d.docinfo.__setitem__("/Author", "seed 1")),
    "grid: missing": missing(GRID),
    "grid: half of it": beheaded(GRID),
    "grid: of another build": stale(GRID),
    "grid: a key in its place": copied(KEY, GRID),
    "grid: the number of pages": pdf(GRID, p.in_page(rb"(\(of\)-\d+)\(\d+", rb"\1(9")),
    "grid: a fingerprint": pdf(GRID, p.in_page(rb"\(([0-9A-Z])([0-9A-Z]{3})", rb"(7\2")),
    "grid: a white box": pdf(GRID, p.at_page(b"1 g 40 100 500 500 re f 0 g")),
    "grid: an attachment": pdf(GRID, lambda d: d.attachments.__setitem__("key.txt", b"A B C")),
    "grid: the row of another version": pdf(
        GRID, lambda d: p.in_page(rb"\(([A-C])\)(\]TJ.{1,40}Td \[\([0-9A-Z]{4})", rb"(C)\2")(d)
    ),
}

BANKS: dict[str, Mutation] = {
    "bank: another right answer": bank(r"Answer: \(b\)", "Answer: (c)"),
    "bank: one answer less": bank(r"Answer: \(a\), \(d\)", "Answer: (a)"),
    "bank: one answer more": bank(r"Answer: \(b\)", "Answer: (b), (c)"),
    "bank: a word lost": bank(r"Which of these holds", "Which these holds"),
    "bank: the rest of a percent line lost": bank(r"(Some \d+%)[^\n]*", r"\1"),
    "bank: a percent sign lost": bank(r"(Some \d+)%", r"\1"),
    "bank: a sign in a formula": bank(r"\$x\^(\d) \+ (\d)y", r"$x^\1 \\times \2y"),
    "bank: a digit in a formula": bank(r"\$u = (\d)(\d)", r"$u = \g<1>1"),
    "bank: an exponent lowered": bank(r"\\sqrt\{(\d)\}", r"x_{\1}"),
    "bank: choices exchanged": bank(r"^ - \(a\) ([^\n]*)\n - \(b\) ([^\n]*)$", r" - (a) \2\n - (b) \1"),
    "bank: points": bank(r"points=\d", "points=8"),
    "bank: a choice less": bank(r"\n - \(d\) [^\n]*(?=\n\nCorrect Answer: \(b\))", ""),
    "bank: a choice more": bank(
        r"(?<=\n)\nCorrect Answer: \(b\)", " - (e) Yes and no\n\nCorrect Answer: (b)"
    ),
    "bank: another rationale": bank(r"Rationale: Because ", "Rationale: Although "),
    "bank: another feedback": bank(r"Feedback \(a\): Here", "Feedback (a): There"),
    "bank: feedback on another choice": bank(r"Feedback \(b\): Now", "Feedback (c): Now"),
    "bank: another reference": bank(r"Both \[\[a\]\] and \[\[d\]\]", "Both [[a]] and [[b]]"),
    "bank: code": bank(r"100 % (\d)", "101 % 2"),
    "bank: a cell of a table": bank(r"(\| \w+ \| )\d{3}", r"\g<1>555"),
    "bank: a picture of another": pictures("shape-2.png", "shape-3.png"),
}

PROGRAMS: dict[str, Mutation] = {
    **GRIDS,
    "program: pins of choices ignored": unfixed("examgen.arrange.choice_orders", pin=True),
    "program: the author's order of choices ignored": unfixed(
        "examgen.arrange.choice_orders", keep_order=True
    ),
    "program: pins of questions ignored": unfixed("examgen.arrange.question_orders"),
    "program: letters exchanged on papers": first_row(next_letter),
    "program: choices in another order": first_row(
        lambda row: lettered(row, [1, 0, *range(2, len(row.choices))])
    ),
    "program: a choice lost": first_row(lambda row: replace(row, choices=row.choices[:-1])),
    "program: a choice twice": first_row(lambda row: lettered(row, [0, 0, *range(2, len(row.choices))])),
    "program: questions exchanged": papers(
        lambda rows: [replace(rows[1], number=1), replace(rows[0], number=2), *rows[2:]]
    ),
    "program: a question lost": papers(lambda rows: rows[:-1]),
    "program: a question twice": papers(lambda rows: [*rows, replace(rows[0], number=len(rows) + 1)]),
    "program: a number skipped": papers(
        lambda rows: [*rows[:-1], replace(rows[-1], number=rows[-1].number + 1)]
    ),
    "program: a stem of another question": papers(
        lambda rows: [replace(rows[0], stem=rows[1].stem), *rows[1:]]
    ),
    "program: a key that is consistent and wrong": keys(lambda rows, _: [other_answer(rows[0]), *rows[1:]]),
    "program: rationales exchanged": keys(other_rationale),
    "program: a rationale of another version": keys(rationale_of_another_version),
    "program: no rationale": keys(lambda rows, _: [replace(rows[0], rationale=None), *rows[1:]]),
    "program: feedback of another choice": keys(other_feedback),
    "program: no feedback": keys(no_feedback),
    "program: key rows in another order": keys(
        lambda rows, _: [
            replace(rows[1], row=replace(rows[1].row, number=1)),
            replace(rows[0], row=replace(rows[0].row, number=2)),
            *rows[2:],
        ]
    ),
    "program: a percent sign not escaped": program("examgen.pieces.to_latex", bare_percent),
    "program: references to other choices": program("examgen.pieces.to_latex", other_letters),
    "program: one fingerprint for all": program("examgen.runs.paper_sheets", one_fingerprint),
    "program: versions under other names": program("examgen.runs.paper_sheets", other_labels),
    "program: keys under other names": program("examgen.runs.key_sheets", other_labels),
}

MUTATIONS: dict[str, Mutation] = {**FILES, **BANKS, **PROGRAMS}
