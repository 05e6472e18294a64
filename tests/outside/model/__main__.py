"""Counts every figure of a fair anew, from exported tables alone.

Reads one request per line from standard input and answers each with one line:

    {"tables": FOLDER, "directory": FOLDER, "definitions": FILE, "editions": ["4"]}

`tables` is what `tradefair export` wrote at a cut, `definitions` what
ListFigureDefinitions answered there, `directory` a later export: the country of
an organisation and the host of an edition never change, so they may be looked up
in it by a cut that has not heard of them yet. The answer holds, edition by
edition, every live figure: its value as a fraction, or what it has instead, or
that it is refused and why.

This program shares nothing with the one it checks: it is written from the
comments of the protos and the terms of the domain, with fractions and sets where
the other keeps running totals.
"""

import json
import sys

from books import Books
from figures import Figures
from answer import Refused, as_json


def counted(books, edition):
    """All live figures of an edition, by the ids of their definitions."""
    figures = Figures(books)
    answers = {}
    for definition in sorted(books.definitions):
        if not books.definitions[definition].is_live:
            continue
        try:
            answers[definition] = as_json(figures.of(edition, definition))
        except Refused as refusal:
            answers[definition] = {"refused": str(refusal)}
    return answers


def answer(request):
    """The figures of the editions that the books know at the cut."""
    books = Books(request["tables"], request["directory"], request["definitions"])
    known = [edition for edition in request["editions"] if edition in books.editions]
    return {edition: counted(books, edition) for edition in known}


def main():
    for line in sys.stdin:
        if line.strip():
            print(json.dumps(answer(json.loads(line))), flush=True)


main()
