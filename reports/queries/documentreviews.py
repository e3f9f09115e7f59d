"""What a reviewer of a document looks at: what the public would read, against what it reads now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from reports.domain.comparing import compared, has_changed
from reports.domain.documentroad import DocumentPlace, why_not
from reports.domain.road import Place, Step, Why
from reports.models import Account, Document, DocumentFile, DocumentVersion
from reports.models.documentcontent import CONTENT, Validity
from reports.queries import cataloguedata, documenthints, documentpowers, documentpublic, kindwords
from reports.queries.documentchanges import field_name
from reports.queries.hints import Hint
from reports.queries.reviews import TextChange
from reports.queries.stattables import local

LONG = ("title", "summary", "body_text")
SKIPPED = {"body", "fields", *LONG}


@dataclass(frozen=True, slots=True)
class Fact:
    """One short field as the public would read it: now and before ("" for nothing)."""

    name: str
    old: str
    new: str

    @property
    def has_changed(self) -> bool:
        """Whether the public would read something else than now."""
        return self.old != self.new


@dataclass(frozen=True, slots=True)
class Review:
    """One document as a reviewer reads it. `standing`: what is public now, None for a first publication.

    `body`: the text as the public would see it, clean HTML. `place`: where it stands for who looks.
    """

    document: Document
    standing: DocumentVersion | None
    facts: tuple[Fact, ...]
    texts: tuple[TextChange, ...]
    body: SafeString
    files: tuple[DocumentFile, ...]
    new_files: frozenset[int]
    hints: tuple[Hint, ...]
    place: DocumentPlace

    @property
    def may_approve(self) -> bool:
        """Whether the person who looks may approve it now."""
        return why_not(Step.APPROVE, self.place) is None

    @property
    def may_publish_too(self) -> bool:
        """Whether that person may publish it in the same step."""
        now = self.place.place
        after = Place(now.state, now.rights, now.is_writer, True, now.is_scheduled, now.is_one_person)
        then = DocumentPlace(after, self.place.is_public, self.place.is_erased)
        return self.may_approve and why_not(Step.PUBLISH, then) is None and self.document.openness == "open"

    @property
    def may_publish_alone(self) -> bool:
        """Whether that person may publish it without a second one."""
        return why_not(Step.PUBLISH_ALONE, self.place) is None

    @property
    def wrote_it(self) -> bool:
        """Whether only having written it keeps that person from approving it."""
        return why_not(Step.APPROVE, self.place) is Why.WROTE


def of(document: Document, account: Account) -> Review:
    """The review of a document for that person; a fixed number of queries."""
    standing = document.versions.standing().select_related("category", "replaced_by").first()
    content = documentpublic.content_of(document)
    files = tuple(document.files.filter(removed_at=None))
    known = set(standing.file_rows.values_list("file", flat=True)) if standing else set()
    return Review(
        document=document,
        standing=standing,
        facts=tuple(facts(document, content, standing)),
        texts=tuple(_texts(content, standing)),
        # Cleaned by readers.richtext when it was stored.
        body=SafeString(content["body"]),  # nosec B308 B703
        files=files,
        new_files=frozenset(one.pk for one in files if one.pk not in known),
        hints=tuple(documenthints.of(document)),
        place=documentpowers.place(document, account),
    )


def facts(document: Document, content: dict[str, Any], standing: DocumentVersion | None) -> Iterator[Fact]:
    """The fields that the public would read or reads now, with those of the kind.

    Title and summary only of a first publication: those of a change are compared word by word.
    """
    for name in ("title", "summary"):
        if standing is None and content[name]:
            yield Fact(field_name(name), "", content[name])
    for name in CONTENT:
        if name not in SKIPPED:
            old = _shown(name, getattr(standing, name)) if standing else ""
            new = _shown(name, content[name])
            if old or new:
                yield Fact(field_name(name), old, new)
    kind = cataloguedata.kind(document.kind)
    before = standing.fields if standing else {}
    for one in kind.fields:
        old, new = one.shown(before.get(one.code, "")), one.shown(content["fields"].get(one.code, ""))
        if old or new:
            unit = f" {local(one.unit, one.unit_en)}" if one.unit else ""
            yield Fact(kindwords.label(one), old and old + unit, new and new + unit)


def _texts(content: dict[str, Any], standing: DocumentVersion | None) -> Iterator[TextChange]:
    for name in LONG if standing else ():
        pieces = compared(getattr(standing, name), content[name])
        if has_changed(pieces):
            yield TextChange(
                field_name(name) if name != "body_text" else field_name("body"), "changed", pieces
            )


def _shown(name: str, value: Any) -> str:
    if name == "kind":
        return kindwords.kind_name(value)
    if name == "theme":
        return kindwords.theme_name(value)
    if name == "genre":
        return kindwords.genre_name(value)
    if name == "stated_validity" and value:
        return str(Validity(value).label)
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return "" if value is None else str(value)
