"""Hints at personal data in a document that is about to become public, its attachments' text included.

Names of natural persons in the fields of a kind are masked by themselves; what is left is hinted at here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from urllib.parse import unquote

from django.utils import timezone
from django.utils.translation import gettext as _

from reports.domain.catalogue import masking, minors
from reports.domain.catalogue.kinds import hidden_names
from reports.models import Document
from reports.queries import cataloguedata, kindwords, respelt
from reports.queries.documentchanges import field_name
from reports.queries.documentpublic import content_of
from reports.queries.hints import KINDS, Hint, found_in

TEXTS = ("title", "summary", "keywords", "source_line", "issued_by")
MOST = 200
"""Places that are listed; a table of persons as an attachment has thousands."""
LONGEST = 300_000
"""Characters of an attachment that are looked at."""
_ATTRIBUTE = re.compile(r'="([^"]*)"')


def of(document: Document) -> list[Hint]:
    """Every hint in what the public would read of it, in the order of the page, at most 200; two queries."""
    found: list[Hint] = []
    for place, text in _texts(document):
        found.extend(found_in(place, text))
        if len(found) >= MOST:
            break
    found.extend(_left(document))
    found.extend(_names_in_files(document))
    found.extend(_minors(document, _texts(document)))
    return found[:MOST]


def in_words(document: Document) -> list[Hint]:
    """Those in its own words only, also of one that is not stored yet; no query."""
    found = [hint for place, text in _words(document) for hint in found_in(place, text)]
    return [*found, *_left(document), *_minors(document, _words(document))][:MOST]


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


def _left(document: Document) -> Iterator[Hint]:
    """Names that its words still tell once they are masked: in other characters, over cells, in addresses."""
    names = hidden_names(cataloguedata.kind(document.kind), document.fields)
    if names:
        content = content_of(document)
        places = [*_words(document), (field_name("document_number"), content["document_number"])]
        addresses = (*_ATTRIBUTE.findall(content["body"]), content["source_url"])
        places += [(field_name("body"), unquote(one)) for one in addresses]
        for place, text in places:
            yield from (_name(place, name) for name in told(names, text))


def _minors(document: Document, texts: Iterable[tuple[str, str]]) -> Iterator[Hint]:
    """Signs that a decision is about somebody under 18 on its day, once for each place."""
    if cataloguedata.kind(document.kind).spares_minors:
        on = document.made_on or timezone.localdate()
        for place, text in texts:
            if found := minors.signs(text, on=on):
                kind = _("perhaps a minor, whose case is not put on the web")
                yield Hint(place, kind, found[0].shown, "", "")


def _names_in_files(document: Document) -> Iterator[Hint]:
    """A masked name that an attachment tells all the same."""
    names = hidden_names(cataloguedata.kind(document.kind), document.fields)
    for kept in document.files.filter(removed_at=None) if names else ():
        place = _("text of the attachment “%(name)s”") % {"name": respelt.without(names, kept.name)}
        for name in told(names, f"{kept.title} {kept.name} {kept.text[:LONGEST]}"):
            yield _name(place, name)


def told(names: Collection[str], text: str) -> list[str]:
    """Which of these names a text tells: also in traditional characters, and with other signs between."""
    singles = sorted({one for name in names for one in masking.each(name)})
    plain = respelt.letters(text)
    return [
        one
        for one in singles
        if masking.places([one], text)
        or (not one.isascii() and len(one) > 1 and respelt.letters(one) in plain)
    ]


def _name(place: str, name: str) -> Hint:
    return Hint(place, str(KINDS["name"]), masking.masked(name), "", "")
