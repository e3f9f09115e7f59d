"""文号 and 索引号 in queries and entries, in the one spelling under which the index holds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.domain.catalogue import docnumber, indexnumber
from reports.domain.text.query import Recognise
from reports.search.engine import Entry


def finder(rules: Sequence[indexnumber.Rule] = ()) -> Recognise:
    """What finds the numbers in a query; `rules`: those of `indexnumber.load`."""

    def recognise(text: str) -> Iterator[tuple[int, int, str]]:
        past = 0
        for start, end, spelling in sorted(_found(text, rules)):
            if start >= past:
                yield start, end, spelling
                past = end

    return recognise


def _found(text: str, rules: Sequence[indexnumber.Rule]) -> Iterator[tuple[int, int, str]]:
    for found in docnumber.find(text):
        yield found.start, found.end, found.number.key
    past = 0
    for number in indexnumber.find(text, rules):
        start = text.index(number.printed, past)
        past = start + len(number.printed)
        yield start, past, number.text


def spellings(entry: Entry) -> set[str]:
    """Under what an entry's own numbers are found: as printed, and as every way of printing them is read."""
    doc_number = docnumber.parse(entry.doc_number)
    index_number = indexnumber.parse(entry.index_number, ())
    read = {doc_number.key if doc_number else "", index_number.text if index_number else ""}
    return {entry.doc_number, entry.index_number, *read} - {""}
