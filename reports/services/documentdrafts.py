"""Writing a catalogue document: its fields, its attachments, what it is to others. Its road: `documents`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from reports.domain.road import Step
from reports.domain.roles import Action
from reports.models import Account, Agency, Category, Document, DocumentLink, DocumentVersion, VersionLink
from reports.models.document import Relation
from reports.models.event import Act
from reports.models.road import State
from reports.services import documentcleaning, documentfiles, documentversions, indexnumbers
from reports.services.documentcleaning import COMPUTED, GIVEN
from reports.services.documentfiles import FileEdit
from reports.services.documentground import demand, demand_nameless, held, saved, told, writable
from reports.services.revisions import Refused, demand_right

Links = Sequence[tuple[str, Document]]
"""(relation, the other document), in their order."""


@transaction.atomic
def create(
    *,
    by: Account,
    agency: Agency,
    category: Category,
    title: str,
    kind: str = "document",
    links: Links = (),
    files: FileEdit | None = None,
    act: Act = Act.CREATED,
    origin: str = "",
    **given: Any,
) -> Document:
    """A new draft. `given`: fields of `documentcleaning.GIVEN`; `act`: an import says IMPORTED.

    Raises NotAllowed, BadDocument (naming every field that is wrong), Refused.
    """
    demand_right(Action.WRITE_DOCUMENT, agency, by)
    row = Document(agency=agency, category=category, created_by=by, begun_by=by, origin=origin)
    given |= {"category": category, "kind": kind, "title": title}
    documentcleaning.put(row, given)
    row.save(force_insert=True)
    if row.index_number:
        row.address = indexnumbers.address_of(row.index_number, row.pk)
        row.save(update_fields=["address"])
    _put_links(row, links, by)
    if files is not None:
        documentfiles.put(row, files)
    told(row, act, by=by)
    return row


@transaction.atomic
def revise(
    *,
    document: Document,
    by: Account,
    fields: Mapping[str, Any],
    links: Links | None = None,
    files: FileEdit | None = None,
    expected_version: int | None = None,
) -> Document:
    """Saves a clerk's edit of a draft as one act. None leaves links or attachments as they are.

    An edit that changes nothing writes nothing. Raises NotAllowed, BadDocument, Refused, StaleDocument.
    """
    row = writable(document, by, expected_version)
    if isinstance(fields.get("agency"), Agency):
        demand_right(Action.WRITE_DOCUMENT, fields["agency"], by)
    _demand_fixed(row, fields)
    done = documentcleaning.put(row, fields)
    changes = told_of(row, done)
    if links is not None:
        changes |= _put_links(row, links, by)
    if files is not None:
        changes |= documentfiles.put(row, files)
    if changes or done:
        saved(row, *(name for name in (*GIVEN, *COMPUTED)))
        told(row, Act.EDITED, by=by, changes=changes)
    document.refresh_from_db()
    return row


UNTOLD = frozenset({"body", "body_text", "due_on", "is_erasable", "address"})
"""Changes that the log tells otherwise, or that follow from others."""


def told_of(row: Document, done: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[str, str]]:
    """What the Event of an edit tells of what `documentcleaning.put` did: the body by its length only."""
    changes = {name: (_text(old), _text(new)) for name, (old, new) in done.items() if name not in UNTOLD}
    if "body" in done:
        changes["body_length"] = (str(len(done.get("body_text", ("", ""))[0])), str(len(row.body_text)))
    return changes


@transaction.atomic
def discard(*, document: Document, by: Account, expected_version: int | None = None) -> None:
    """Deletes a draft that never was public, with everything typed into it; its history stays in the log.

    Of one that was, the change is given up: what stands, or the withdrawal, is as it was. Raises NotAllowed,
    Refused, StaleDocument.
    """
    row = held(document, expected_version)
    demand(Step.EDIT, row, by)
    if row.first_released_at is None:
        _demand_unnamed(row)
        told(row, Act.DISCARDED, by=by)
        for kept in list(row.files.all()):
            documentfiles.remove(kept)
        row.delete()
        return
    documentversions.restore(row)
    row.begun_by = by if row.begun_by_id is None else row.begun_by
    row.state = State.WITHDRAWN if row.withdrawn_at else State.PUBLISHED
    row.change_note = ""
    saved(row, "state", *GIVEN, *COMPUTED, *documentversions.REVIEWED)
    told(row, Act.DISCARDED, by=by, changes={"cancelled": ("", "1")})
    document.refresh_from_db()


def _demand_unnamed(row: Document) -> None:
    """Nothing refers to it: what refers now may be mended, what a frozen version says stays."""
    if VersionLink.objects.filter(target=row).exists() or (
        DocumentVersion.objects.filter(replaced_by=row).exists()
    ):
        raise Refused(
            _("A published version of another document refers to this draft. It cannot be deleted.")
        )
    if DocumentLink.objects.filter(target=row).exists() or Document.objects.filter(replaced_by=row).exists():
        raise Refused(_("Another document refers to this one. Take that relation away first."))


@transaction.atomic
def begin_change(
    *, document: Document, by: Account, change_note: str = "", expected_version: int | None = None
) -> Document:
    """Makes a working copy writable again; what is public stays until the change is published.

    `change_note`: what the public will read beside the new version; demanded by `submit` at the latest.
    Raises NotAllowed, Refused, StaleDocument.
    """
    row = held(document, expected_version)
    demand(Step.CORRECT, row, by)
    demand_nameless(row, change_note)
    row.state, row.begun_by, row.change_note = State.DRAFT, by, change_note.strip()
    row.submitted_at = row.submitted_by = row.reviewed_at = row.reviewed_by = None
    row.is_single_handed = False
    pairs = ("submitted_at", "submitted_by", "reviewed_at", "reviewed_by")
    saved(row, "state", "begun_by", "change_note", "is_single_handed", *pairs)
    told(row, Act.EDITED, by=by, reason=row.change_note, changes={"begun": ("", "1")})
    document.refresh_from_db()
    return row


def _demand_fixed(row: Document, fields: Mapping[str, Any]) -> None:
    """What was public once keeps its agency, its index number and its kind."""
    if row.first_released_at is None:
        return
    for name in ("agency", "index_number", "kind"):
        if name in fields and fields[name] != getattr(row, name):
            raise documentcleaning.BadDocument(
                {name: [_("This cannot change any more: the document was public.")]}
            )


def _put_links(row: Document, links: Links, by: Account) -> dict[str, tuple[str, str]]:
    before = [(link.relation, link.target) for link in row.links.select_related("target")]
    wanted = list(dict.fromkeys(links))
    if before == wanted:
        return {}
    for relation, target in wanted:
        if relation not in Relation.values or target.pk == row.pk:
            raise Refused(_("A document is not related to itself, and only in a way that is known."))
    _demand_no_ring(row, wanted)
    row.links.all().delete()
    DocumentLink.objects.bulk_create(
        DocumentLink(document=row, relation=relation, target=target, position=place)
        for place, (relation, target) in enumerate(wanted, 1)
    )
    return {"links": (_linked(before), _linked(wanted))}


def _demand_no_ring(row: Document, wanted: Links) -> None:
    """What replaces another is replaced by none of those that it replaces, over however many steps."""
    older, seen = {target.pk for relation, target in wanted if relation == Relation.REPLACES}, set[int]()
    while older:
        if older & {row.pk, row.replaced_by_id}:
            raise Refused(_("These documents replace one another in a ring. Name only the newest."))
        seen |= older
        replacing = DocumentLink.objects.filter(document__in=older, relation=Relation.REPLACES)
        older = set(replacing.values_list("target", flat=True)) - seen


def _linked(links: Links) -> str:
    return "\n".join(f"{relation} {target}" for relation, target in links)


def _text(value: object) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{name}: {part}" for name, part in value.items())
    return "" if value is None else str(value)
