"""Hints at personal data in a document that is about to become public, its attachments' text included.

Names of natural persons in the fields of a kind are masked by themselves; what is left is hinted at here.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reports.domain.catalogue import masking
from reports.domain.catalogue.kinds import hidden_names
from reports.models import Document
from reports.queries import cataloguedata, kindwords
from reports.queries.documentchanges import field_name
from reports.queries.documentpublic import content_of
from reports.queries.hints import KINDS, Hint, found_in

TEXTS = ("title", "summary", "keywords", "source_line", "issued_by")
MOST = 200
"""Places that are listed; a table of persons as an attachment has thousands."""
LONGEST = 300_000
"""Characters of an attachment that are looked at."""


def of(document: Document) -> list[Hint]:
    """Every hint in what the public would read of it, in the order of the page, at most 200; two queries."""
    found: list[Hint] = []
    for place, text in _texts(document):
        found.extend(found_in(place, text))
        if len(found) >= MOST:
            break
    found.extend(_names_in_files(document))
    return found[:MOST]


def in_words(document: Document) -> list[Hint]:
    """Those in its own words only, also of one that is not stored yet; no query."""
    return [hint for place, text in _words(document) for hint in found_in(place, text)][:MOST]


def _texts(document: Document) -> Iterator[tuple[str, str]]:
    yield from _words(document)
    for kept in document.files.filter(removed_at=None):
        yield _("attachment"), f"{kept.title} {kept.name}"
        yield _("text of the attachment “%(name)s”") % {"name": kept.name}, kept.text[:LONGEST]


def _words(document: Document) -> Iterator[tuple[str, str]]:
    content = content_of(document)
    for name in TEXTS:
        yield field_name(name), content[name]
    kind = cataloguedata.kind(document.kind)
    for one in kind.fields:
        yield kindwords.label(one), content["fields"].get(one.code, "")
    yield field_name("body"), content["body_text"]
    yield field_name("change_note"), document.change_note


def _names_in_files(document: Document) -> Iterator[Hint]:
    """A masked name that an attachment tells all the same."""
    names = hidden_names(cataloguedata.kind(document.kind), document.fields)
    for kept in document.files.filter(removed_at=None) if names else ():
        text = f"{kept.title} {kept.name} {kept.text}"
        found = {"".join(text[start:end].split()) for start, end in masking.places(names, text)}
        for name in sorted(found):
            place = _("text of the attachment “%(name)s”") % {"name": masking.without(names, kept.name)}
            yield Hint(place, str(KINDS["name"]), masking.masked(name), "", "")
