"""Taking documents of one kind along as a table that can be imported again; the log says that it was done."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from reports.domain.roles import Action
from reports.models import Account, Document
from reports.models.event import Act
from reports.queries import access, cataloguedata
from reports.services import documentrows, events
from reports.services.revisions import Refused
from reports.writers import rows as rows_writer

MOST = 5_000
"""Documents in one file."""


@transaction.atomic
def file_of(
    rows: QuerySet[Document], *, kind: str, ending: str, by: Account, today: date, filters: str = ""
) -> bytes:
    """Those of the documents that somebody may see and that are of that kind, newest first, as CSV or .xlsx.

    What was erased for good is left out. Raises Refused for too many, access.Denied.
    """
    if not access.may(by, Action.VIEW_DOCUMENT):
        raise access.Denied(Action.VIEW_DOCUMENT)
    seen = access.limited(rows, by, Action.VIEW_DOCUMENT).filter(kind=kind, erased_at=None)
    found = list(seen.select_related("agency", "category", "replaced_by").order_by("-pk")[: MOST + 1])
    if len(found) > MOST:
        raise Refused(
            _("More than %(limit)s documents. Narrow the list by agency, column or state first.")
            % {"limit": MOST}
        )
    labels = documentrows.labels(cataloguedata.kind(kind))
    table = [list(labels.values())]
    for row in found:
        texts = documentrows.texts_of(row) | documentrows.about(row, today)
        table.append([texts[name] for name in labels])
    changes = {"rows": ("", str(len(found))), "filter": ("", f"kind={kind} {filters}".strip())}
    events.record(Act.EXPORTED, by=by, kind="documents", changes=changes)
    return rows_writer.write_book(table) if ending == "xlsx" else rows_writer.write(table)


def empty_table(kind: str, ending: str) -> bytes:
    """The heads alone, to be filled in."""
    labels = documentrows.labels(cataloguedata.kind(kind))
    heads = [[label for name, label in labels.items() if name not in documentrows.ABOUT]]
    return rows_writer.write_book(heads) if ending == "xlsx" else rows_writer.write(heads)
