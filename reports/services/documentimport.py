"""Importing a table of documents of one kind: looked over line by line, then taken whole or not at all.

A line whose document is here already, by its index number, else by its document number, else by the code of
its item, else by title and day, changes that draft. What is in review or public is never changed by a table.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import task

from reports.domain.catalogue.kinds import Kind
from reports.domain.roles import Action
from reports.models import Account, Agency, Category, Document
from reports.models.documentcontent import Openness
from reports.models.event import Act
from reports.queries import access, cataloguedata, documentaddresses, documenthints, kindwords
from reports.queries.documentchanges import field_name
from reports.readers import rows as reader
from reports.services import documentcleaning, documentrows, documents, events, indexnumbers, tablehead
from reports.services.agencytable import plain
from reports.services.documentcleaning import COMPUTED, GIVEN, BadDocument
from reports.services.documentdrafts import told_of
from reports.services.documentground import tellable
from reports.services.documentknown import Known
from reports.services.revisions import Refused
from reports.services.tablehead import BadTable

MOST = 1_000
"""Documents in one table."""
SHOWN = 200
"""Lines that the preview shows in full."""
LONGEST = 80
"""Characters of a value that the preview shows."""


@dataclass(slots=True)
class Planned:
    """One line and what becomes of it. `row`: the document as it would be, not stored."""

    number: int
    texts: Mapping[str, str]
    row: Document
    is_known: bool = False
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """ "wrong", "new", "changed" or "unchanged"."""
        if self.faults:
            return "wrong"
        return ("changed" if self.changes else "unchanged") if self.is_known else "new"

    @property
    def number_shown(self) -> str:
        """What it is known by."""
        return self.row.index_number or self.row.document_number

    @property
    def changes_shown(self) -> list[tuple[str, str, str]]:
        """(what, before, after) of a changed draft."""
        told = [
            pair for pair in self.changes.items() if self.is_known and pair[0] not in (*COMPUTED, "fields")
        ]
        return [(field_name(name), _short(old), _short(new)) for name, (old, new) in told] + self._own_changes

    @property
    def _own_changes(self) -> list[tuple[str, str, str]]:
        old, new = self.changes.get("fields", ({}, {})) if self.is_known else ({}, {})
        kind = cataloguedata.kind(self.row.kind)
        return [
            (
                kindwords.label(one),
                _short(one.shown(old.get(one.code, ""))),
                _short(one.shown(new.get(one.code, ""))),
            )
            for one in kind.fields
            if old.get(one.code, "") != new.get(one.code, "")
        ]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a table would do. `digest` stands for all of it."""

    lines: tuple[Planned, ...]
    digest: str

    @property
    def counts(self) -> Counter[str]:
        """How many lines of each kind, and how many "noted"."""
        found = Counter(line.kind for line in self.lines)
        found["noted"] = sum(bool(line.notes and not line.faults) for line in self.lines)
        return found

    @property
    def shown(self) -> list[Planned]:
        """The lines that matter most, wrong ones first, at most SHOWN; unchanged ones left out."""
        order = {"wrong": 0, "changed": 1, "new": 2}
        found = (line for line in self.lines if line.kind in order)
        return sorted(found, key=lambda one: (order[one.kind], not one.notes, one.number))[:SHOWN]

    @property
    def may_be_done(self) -> bool:
        """Whether it holds something to do and nothing wrong."""
        return not self.counts["wrong"] and bool(self.counts["new"] + self.counts["changed"])


@dataclass(frozen=True, slots=True)
class Done:
    """How many drafts were made and changed; `ids` of all of them."""

    new: int
    changed: int
    ids: tuple[int, ...]


def look_over(
    data: bytes, *, agency: Agency, category: Category | None, kind: str, by: Account, today: date
) -> Preview:
    """What the table would do, without doing it. `category` None: where that kind is at home.

    Raises Unreadable, BadTable, access.Denied.
    """
    return _preview(_planned(data, agency, category, kind, by, today))


@transaction.atomic
def carry_out(
    data: bytes,
    *,
    digest: str,
    agency: Agency,
    category: Category | None,
    kind: str,
    by: Account,
    today: date,
    is_submitted: bool = False,
) -> Done:
    """Does what was shown, as a whole; with `is_submitted` a task then sends them to review.

    Raises Unreadable, BadTable, access.Denied; Refused where it would do something else by now.
    """
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    lines = _planned(data, agency, category, kind, by, today, is_held=True)
    preview = _preview(lines)
    if preview.digest != digest:
        raise Refused(_("The catalogue was changed meanwhile. Look over what the table would do now."))
    if not preview.may_be_done:
        raise BadTable(_("Nothing was stored: the table has lines that are wrong, or changes nothing."))
    made = _added([line.row for line in lines if line.kind == "new"], by)
    changed = [line for line in lines if line.kind == "changed"]
    _changed(changed, agency, by)
    told = {
        "rows": ("", str(len(made) + len(changed))),
        "source": ("", f"SHA-256 {hashlib.sha256(data).hexdigest()}"),
    }
    events.record(Act.IMPORTED, by=by, kind="documents", agency=agency, changes=told)
    ids = tuple(row.pk for row in [*made, *(line.row for line in changed)])
    if is_submitted:
        send_to_review.enqueue(list(ids), by.pk)
    return Done(len(made), len(changed), ids)


@task()
def send_to_review(ids: list[int], by: int) -> dict[str, int]:
    """Submits these drafts one by one in that account's name; what is not complete stays a draft."""
    account, sent = Account.objects.get(pk=by), 0
    for pk in ids:
        document = Document.objects.filter(pk=pk).first()
        try:
            if document is not None and document.is_editable:
                documents.submit(document=document, by=account)
                sent += 1
        except (Refused, access.Denied):
            continue
    return {"sent": sent, "left": len(ids) - sent}


def _planned(
    data: bytes,
    agency: Agency,
    category: Category | None,
    code: str,
    by: Account,
    today: date,
    *,
    is_held: bool = False,
) -> list[Planned]:
    access.demand(by, Action.WRITE_DOCUMENT, agency)
    kind = cataloguedata.all_kinds().get(code)
    if kind is None:
        raise BadTable(_("There is no such kind of document."))
    column = category or Category.objects.national().filter(code=kind.category, is_active=True).first()
    if column is None or not Category.objects.open_to(agency).filter(pk=column.pk).exists():
        raise BadTable(_("Choose a column of the catalogue under which this agency publishes."))
    (_line, heads), *body = reader.read(data, most=MOST + 1)
    names = _columns(heads, kind)
    if not body:
        raise BadTable(_("The table has no row below the names of its columns."))
    texts = [(number, _texts(names, cells)) for number, cells in body]
    known = Known(agency, kind, [one for _number, one in texts], by, is_held=is_held)
    fresh = Document(agency=agency, category=column, kind=kind.code, created_by=by, begun_by=by)
    return _once([_line_of(number, one, fresh, kind, known, today) for number, one in texts], known)


def _columns(heads: list[str], kind: Kind) -> list[str]:
    """The column of each head, "" for one without a name. Raises BadTable for names that are not known."""
    known, labels = documentrows.known_heads(kind), documentrows.labels(kind)
    names = tablehead.columns(heads, known, labels, lambda head: documentrows.heading(plain(head)))
    if not {"title", "index_number"} & set(names):
        raise BadTable(
            _("The first row must name the columns; one of them is the title or the index number.")
        )
    return names


def _texts(names: list[str], cells: list[str]) -> dict[str, str]:
    return {name: plain(cells[at]) if at < len(cells) else "" for at, name in enumerate(names) if name}


def _line_of(
    number: int, texts: dict[str, str], fresh: Document, kind: Kind, known: Known, today: date
) -> Planned:
    """That line against what is here; `fresh`: what a new document begins as."""
    found = known.find(texts)
    row = found[0] if found else copy(fresh)
    line = Planned(number, texts, row, is_known=bool(found))
    line.faults += _standing_faults(found, fresh.agency_id, kind)
    if line.faults:
        return line
    cells = documentrows.read(texts, kind, row if found else None, known.other)
    line.faults += cells.faults
    if line.is_known and not cells.given and not cells.own:
        return line
    given = dict(cells.given)
    if cells.own:
        given["fields"] = {**row.fields, **cells.own}
    if not found:
        given |= {"category": fresh.category, "kind": kind.code, "title": given.get("title", "")}
        given.setdefault("fields", {})
    try:
        line.changes = documentcleaning.put(row, given)
    except BadDocument as bad:
        line.faults += _sentences(bad)
        return line
    _demand_open(line)
    if not line.faults and line.kind in ("new", "changed"):
        line.notes += _notes(line.row, today)
    return line


def _standing_faults(found: list[Document], agency_id: int, kind: Kind) -> list[str]:
    """What keeps a table from meaning that document at all."""
    if len(found) > 1:
        return [_("Several documents here are called so. Give the index number, or another title.")]
    for row in found:
        if row.agency_id != agency_id:
            return [_("Another agency's document has this index number.")]
        if row.kind != kind.code:
            told = {"kind": kindwords.kind_name(row.kind)}
            return [_("The document with this index number is of another kind: %(kind)s.") % told]
        if row.erased_at is not None:
            return [_("What this document said was deleted for good.")]
    return []


def _demand_open(line: Planned) -> None:
    if line.is_known and line.changes and not line.row.is_editable:
        line.faults.append(
            _(
                "This document is no draft (%(state)s), and the line says something else than it. Begin a "
                "change on its page, or take the line out."
            )
            % {"state": line.row.get_state_display()}
        )


def _notes(row: Document, today: date) -> list[str]:
    notes = [
        _("Stays a draft until this is mended: %(what)s") % {"what": sentence}
        for sentence in documentcleaning.missing(row)
    ]
    notes += [str(sentence) for sentence in row.text_warnings]
    if row.openness == Openness.OPEN:
        if late := documentrows.days_late(row, today):
            words = ngettext(
                "Was to be public by %(day)s: %(count)d day late.",
                "Was to be public by %(day)s: %(count)d days late.",
                late,
            )
            notes.append(words % {"day": row.due_on, "count": late})
        for hint in documenthints.in_words(row):
            told = {"place": hint.place, "kind": hint.kind, "masked": hint.masked}
            notes.append(_("May hold personal data: %(place)s, %(kind)s %(masked)s.") % told)
    return notes


def _sentences(bad: BadDocument) -> list[str]:
    return [sentence for sentences in bad.errors.values() for sentence in sentences]


def _once(lines: list[Planned], known: Known) -> list[Planned]:
    """Each document once: the second line of one is wrong."""
    first: dict[Hashable, int] = {}
    for line in lines:
        keys = known.keys(line.texts, line.row)
        before = min((first[key] for key in keys if key in first), default=0)
        if before and not line.faults:
            line.faults.append(_("Line %(line)s means the same document.") % {"line": before})
        for key in keys:
            first.setdefault(key, line.number)
    return lines


def _preview(lines: Iterable[Planned]) -> Preview:
    kept = tuple(lines)
    told = json.dumps(
        [[one.number, one.kind, one.row.pk, one.texts, one.faults, one.changes_shown] for one in kept]
    )
    return Preview(kept, hashlib.sha256(told.encode()).hexdigest())


def _added(rows: list[Document], by: Account) -> list[Document]:
    """New drafts, stored at once, each with its entry in the log."""
    for row in rows:
        row.address = documentaddresses.made(row.index_number) if row.index_number else ""
    taken = set(
        Document.objects.filter(address__in=[row.address for row in rows if row.address]).values_list(
            "address", flat=True
        )
    )
    again = []
    for row in rows:
        if row.address in taken:
            row.address = ""
            again.append(row)
        elif row.address:
            taken.add(row.address)
    made = Document.objects.bulk_create(rows, batch_size=200)
    for row in again:
        row.address = indexnumbers.address_of(row.index_number, row.pk)
        row.save(update_fields=["address"])
    if made:
        events.record_each(Act.IMPORTED, by=by, agency=made[0].agency, rows=[(row, None) for row in made])
    return made


def _changed(lines: list[Planned], agency: Agency, by: Account) -> None:
    told = []
    for line in lines:
        row = line.row
        row.version += 1
        row.save(update_fields=[*GIVEN, *COMPUTED, "version", "updated_at"])
        told.append((row, tellable(row, told_of(row, line.changes))))
    if told:
        events.record_each(Act.EDITED, by=by, agency=agency, rows=told)


def _short(value: object) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
