"""Documents of another portal as copies here: entered, changed and withdrawn on the same road as any other.

A copy is known by `Document.origin`, its address over there. Nothing else is ever touched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from reports.domain.exchange import PICTURE, File, Record
from reports.models import Account, Category, Document, DocumentFile, DocumentVersion
from reports.models.documentcontent import Validity
from reports.models.event import Act
from reports.models.road import State
from reports.queries import cataloguedata, documentaddresses, exchange
from reports.services import documents, exchangeagencies
from reports.services.documents import FileEdit, NewFile
from reports.services.exchangeagencies import Places
from reports.services.receiving import Judged
from reports.services.revisions import Refused

Bytes = Mapping[str, bytes]
"""SHA-256 (hex) → the bytes that have it."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What is at hand before anything is written. `judged`: (SHA-256, name) → what was found out about it."""

    data: Bytes
    judged: Mapping[tuple[str, str], Judged]


@dataclass(frozen=True, slots=True)
class Hands:
    """The portal's own accounts that write a copy and release it."""

    writer: Account
    releaser: Account


def copy_of(origin: str) -> Document | None:
    """The copy here of the document at that address over there."""
    return Document.objects.filter(origin=origin).first() if origin else None


def is_there(record: Record, base: str) -> bool:
    """Whether it stands here already with the very same content, as a copy or as a document of our own."""
    version = _standing(copy_of(base + record.address) or _own(record))
    return version is not None and _digest(version) == record.sha256


def lacking(record: Record, base: str) -> list[File]:
    """Its files whose bytes are not here yet, each once."""
    here = {row.sha256 for row in _files(copy_of(base + record.address))}
    return list({one.sha256: one for one in record.files if one.sha256 not in here}.values())


def unjudged(record: Record, data: Bytes, base: str) -> Iterator[tuple[File, bytes]]:
    """Its files that do not stand here under their names, each once, with their bytes."""
    stored = {row.sha256: row for row in _files(copy_of(base + record.address))}
    here = {(row.sha256, row.name) for row in stored.values()}
    wanted = {(one.sha256, one.name): one for one in record.files}
    for key, one in wanted.items():
        if key not in here:
            yield one, data[one.sha256] if one.sha256 in data else _read(stored[one.sha256])


def take(record: Record, data: Fetched, base: str, places: Places, hands: Hands) -> bool:
    """Makes the copy say what the record says; False where it did so already or was withdrawn here.

    Call it inside a transaction. `data`: the bytes of `lacking`, those `unjudged` judged: nothing slow is
    done here, since all who write wait for it. Raises Refused, BadDocument.
    """
    origin = base + record.address
    copy = copy_of(origin)
    if is_there(record, base):
        return False
    if copy is None and _own(record) is not None:
        raise Refused(
            _(
                "The index number %(number)s belongs to another document of this portal, which is left as "
                "it is. One of the two is wrong."
            )
            % {"number": record.texts["index_number"]}
        )
    _demand_known(record)
    if copy is None:
        _publish(_created(record, data, base, places, hands), record, hands)
        return True
    if copy.erased_at or (copy.state == State.WITHDRAWN and copy.withdrawn_by != hands.releaser):
        return False
    if copy.state not in (State.PUBLISHED, State.WITHDRAWN):
        raise Refused(
            _("The copy %(number)s is being changed here by hand. Finish that or give it up first.")
            % {"number": copy.index_number}
        )
    _change(copy, record, data, base, hands)
    _publish(copy, record, hands)
    return True


def withdraw(origin: str, reason: str, hands: Hands) -> bool:
    """Takes the copy back; False where there is none, or nothing of it is public. Raises Refused."""
    copy = copy_of(origin)
    if copy is None or not copy.versions.standing().exists():
        return False
    usual = _("Withdrawn where it was published first.")
    for words in filter(None, (reason.strip(), usual)):
        try:
            documents.withdraw(document=copy, reason=words, by=hands.releaser)
        except Refused:  # the reason names somebody: then without it, but gone all the same
            if words == usual:
                raise
        else:
            return True
    return False


def _created(record: Record, data: Fetched, base: str, places: Places, hands: Hands) -> Document:
    agency = exchangeagencies.of(record.agency, base, places, by=hands.writer)
    exchangeagencies.demand_own_code(record.texts["index_number"], agency, by=hands.writer)
    added = tuple(_new(one, place, data) for place, one in enumerate(record.files, 1))
    copy = documents.create(
        by=hands.writer,
        agency=agency,
        category=_column(record, agency.pk),
        title=record.texts["title"],
        kind=record.texts["kind"],
        act=Act.IMPORTED,
        origin=base + record.address,
        index_number=record.texts["index_number"],
        change_note=record.change_note,
        links=_links(record),
        files=FileEdit(added=added),
        **_fields(record),
    )
    return _with_body(copy, record, hands)


def _change(copy: Document, record: Record, data: Fetched, base: str, hands: Hands) -> None:
    note = record.change_note or _("Changed where it was published first.")
    documents.begin_change(document=copy, by=hands.writer, change_note=note)
    documents.revise(
        document=copy,
        by=hands.writer,
        fields={
            "title": record.texts["title"],
            "category": _column(record, copy.agency_id),
            **_fields(record),
        },
        links=_links(record),
        files=_edit(copy, record, data),
    )
    _with_body(copy, record, hands)


def _with_body(copy: Document, record: Record, hands: Hands) -> Document:
    """The text with its pictures where they are here."""
    here = {row.sha256: row.pk for row in copy.files.filter(removed_at=None, is_inline=True)}
    body = PICTURE.sub(
        lambda match: documentaddresses.of_file(copy.address, here[match[1]]) if match[1] in here else "",
        record.texts["body"],
    )
    documents.revise(document=copy, by=hands.writer, fields={"body": body})
    return copy


def _publish(copy: Document, record: Record, hands: Hands) -> None:
    documents.submit(document=copy, by=hands.writer)
    documents.approve_and_publish(
        document=copy, by=hands.releaser, is_secrecy_reviewed=True, is_privacy_looked_over=True
    )
    version = _standing(copy)
    if version is not None and _digest(version) != record.sha256 and not _differs_in_links(record):
        raise Refused(
            _(
                "The document %(number)s would not stand here as it stands there: part of its text or of its "
                "files was cleaned away, so it is not what this portal would publish."
            )
            % {"number": record.texts["index_number"]}
        )


def _differs_in_links(record: Record) -> bool:
    """Whether it names a document that is not here: then its content cannot be the same."""
    named = {number for _relation, number in record.links} | ({record.replaced_by} - {""})
    return Document.objects.public().filter(index_number__in=named).distinct().count() < len(named)


def _demand_known(record: Record) -> None:
    texts = record.texts
    known: Mapping[str, Collection[str]] = {
        "kind": cataloguedata.all_kinds(),
        "theme": {"", *cataloguedata.all_themes()},
        "genre": {"", *cataloguedata.all_genres()},
        "stated_validity": {"", *Validity.values},
    }
    for name, values in known.items():
        if texts[name] not in values:
            raise Refused(
                _("This portal does not know the %(field)s “%(value)s”. Is the other one newer?")
                % {"field": name, "value": texts[name][:60]}
            )
    if not texts["index_number"]:
        raise Refused(_("The document at %(address)s has no index number.") % {"address": record.address})


def _fields(record: Record) -> dict[str, Any]:
    plain = {name for name in record.texts} - {"index_number", "kind", "title", "body"}
    replacing = Document.objects.filter(index_number=record.replaced_by, first_released_at__isnull=False)
    return {
        **{name: record.texts[name] for name in sorted(plain)},
        **record.days,
        "published_at": record.published_at,
        "fields": dict(record.fields),
        "replaced_by": replacing.first() if record.replaced_by else None,
    }


def _links(record: Record) -> list[tuple[str, Document]]:
    """To documents that are here; the others are left out."""
    numbers = {number for _relation, number in record.links} - {""}
    here = {one.index_number: one for one in Document.objects.public().filter(index_number__in=numbers)}
    return [(relation, here[number]) for relation, number in record.links if number in here]


def _column(record: Record, agency_id: int) -> Category:
    """The last of its columns that is here: the agency's own, or else the national one above it."""
    here = {one.code: one for one in Category.objects.open_to(agency_id).order_by("-agency")}
    for code in reversed(record.columns):
        if code in here:
            return here[code]
    raise Refused(
        _("This portal has no column “%(code)s” of the catalogue. Is the other one newer?")
        % {"code": record.columns[-1]}
    )


def _edit(copy: Document, record: Record, data: Fetched) -> FileEdit:
    """What is to be done to its files: kept by their bytes and names, the others taken out or added."""
    here: dict[tuple[str, str], list[DocumentFile]] = {}
    for row in copy.files.filter(removed_at=None):
        here.setdefault((row.sha256, row.name), []).append(row)
    kept: dict[int, tuple[str, int]] = {}
    added: list[NewFile] = []
    stored = {row.sha256: row for row in _files(copy)}
    for place, one in enumerate(record.files, 1):
        same = here.get((one.sha256, one.name))
        if same and same[0].is_inline == one.is_inline:
            kept[same.pop(0).pk] = (one.title, place)
            continue
        added.append(_new(one, place, data, stored.get(one.sha256)))
    removed = copy.files.filter(removed_at=None).exclude(pk__in=kept).values_list("pk", flat=True)
    return FileEdit(added=added, kept=kept, removed=set(removed))


def _new(one: File, place: int, data: Fetched, stored: DocumentFile | None = None) -> NewFile:
    is_fetched = stored is None or one.sha256 in data.data
    whole = data.data[one.sha256] if is_fetched else _read(stored)
    judged = data.judged.get((one.sha256, one.name))
    return NewFile(whole, one.name, one.title, place, one.is_inline, judged)


def _read(row: DocumentFile) -> bytes:
    with row.file.open("rb") as file:
        return file.read()


def _files(copy: Document | None) -> list[DocumentFile]:
    return list(copy.files.filter(erased_at=None)) if copy else []


def _own(record: Record) -> Document | None:
    """A document here with its index number."""
    return Document.objects.filter(index_number=record.texts["index_number"]).first()


def _standing(document: Document | None) -> DocumentVersion | None:
    return exchange.standing(document.address) if document and document.address else None


def _digest(version: DocumentVersion) -> str:
    return exchange.digest_of(version)
