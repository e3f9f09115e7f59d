"""The ground every change to a document stands on: its row held, its version compared, its Event."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reports.domain.catalogue.kinds import hidden_names
from reports.domain.documentroad import DocumentPlace, why_not
from reports.domain.road import Step, Why
from reports.domain.text.privacy import suspects
from reports.models import Account, Document, Event
from reports.models.event import Act
from reports.queries import cataloguedata, documentchanges, documenthints, documentpowers
from reports.queries.changes import Deed
from reports.services import events
from reports.services.events import Changes
from reports.services.revisions import NotAllowed, Refused

SHORTEST_NAME = 2
"""Characters of a field of an erasable kind that is looked for in what stays behind."""
UNTOLD = "…"
"""What the log holds in place of words that may have to be erased."""


class StaleDocument(Refused):
    """Somebody saved the document after the caller had read it. `document` is the row as it stands now."""

    def __init__(self, message: str, document: Document, deeds: Sequence[Deed] = ()) -> None:
        super().__init__(message)
        self.document = document
        self.deeds = tuple(deeds)


def held(document: Document, expected_version: int | None = None) -> Document:
    """The document's row, locked to the end of the transaction, fresh from the database.

    Raises StaleDocument where `expected_version` is given and no longer true; Refused where it is gone.
    """
    rows = Document.objects.select_for_update(of=("self",), no_key=True).select_related("agency", "category")
    row = rows.filter(pk=document.pk).first()
    if row is None:
        raise Refused(_("This document was deleted in the meantime."))
    if expected_version is not None and row.version != expected_version:
        deeds = documentchanges.since(row, expected_version)
        raise StaleDocument(_stale_message(deeds), row, deeds)
    return row


def writable(document: Document, by: Account, expected_version: int | None = None) -> Document:
    """The row of a draft that `by` may write, held. Raises NotAllowed, Refused, StaleDocument."""
    row = held(document, expected_version)
    demand(Step.EDIT, row, by)
    return row


def demand(step: Step, row: Document, by: Account) -> DocumentPlace:
    """Where the document stands for `by`. Raises NotAllowed or Refused unless that step is open to them."""
    place = documentpowers.place(row, by)
    why = why_not(step, place)
    if why is not None:
        raise (NotAllowed if why in (Why.RIGHT, Why.WROTE) else Refused)(refusal(step, why, row))
    return place


def demand_nameless(row: Document, text: str) -> None:
    """Raises Refused where words that stay behind name the person whose record can be erased."""
    if not row.is_erasable:
        return
    # Both what is written now and what was published: a change may have been begun meanwhile.
    written = (row.fields, row.kept_content.get("fields", {}))
    parts = {value for fields in written for value in _strings(fields) if len(value) >= SHORTEST_NAME}
    titles = {row.title, str(row.kept_content.get("title", ""))} - {""}
    names = {name for fields in written for name in hidden_names(cataloguedata.kind(row.kind), fields)}
    if any(part in text for part in parts | titles) or documenthints.told(names, text) or any(suspects(text)):
        raise Refused(
            _(
                "These words name a person or what the document is about. They stay behind when the document "
                "is withdrawn for good: say it without names."
            )
        )


def saved(row: Document, *fields: str) -> None:
    """Stores those fields of a held row and moves its version on."""
    row.version += 1
    row.save(update_fields=[*fields, "version", "updated_at"])


def told(row: Document, act: Act, *, by: Account, reason: str = "", changes: Changes | None = None) -> Event:
    """Writes the Event of an act; of an erasable kind never what was written, only which field."""
    return events.record(act, by=by, subject=row, reason=reason, changes=tellable(row, changes))


def tellable(row: Document, changes: Changes | None) -> Changes | None:
    """What of these changes the log may hold for ever."""
    if row.is_erasable and changes:
        return {name: (_untold(name, old), _untold(name, new)) for name, (old, new) in changes.items()}
    return changes


def _untold(name: str, text: str) -> str:
    return text if name in documentchanges.HARMLESS or not text else UNTOLD


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value.strip()]
    if isinstance(value, dict):
        return [text for part in value.values() for text in _strings(part)]
    return [text for part in value for text in _strings(part)] if isinstance(value, list) else []


def _stale_message(deeds: Sequence[Deed]) -> str:
    if not deeds:
        return _("This document was changed while you were editing. Compare both versions, then save again.")
    last = deeds[-1]
    return _(
        "%(name)s changed this document at %(time)s, while you had it open: %(act)s. Compare, save again."
    ) % {
        "name": ", ".join(dict.fromkeys(one.who for one in deeds if one.who)),
        "time": date_format(timezone.localtime(last.event.at), "Y-m-d H:i"),
        "act": last.event.get_act_display(),
    }


def refusal(step: Step, why: Why, row: Document) -> str:
    """Why that step of the road is not open, in a sentence for the person who tried."""
    values = {"title": row, "state": row.get_state_display(), "agency": row.agency}
    if why is Why.WROTE and step is Step.APPROVE:
        return _("You wrote part of this. Somebody else must review it (2019 Regulations, article 17).")
    sentences = {
        Why.RIGHT: _(
            "Your account may not do this at %(agency)s. Ask its administrator for the role it takes."
        ),
        Why.STATE: _("This cannot be done: “%(title)s” is in the state “%(state)s”."),
        Why.WROTE: _("You wrote part of this. Somebody else must publish it."),
        Why.NOT_APPROVED: _("Nobody has approved this document yet. It is published after its review."),
        Why.APPROVED_ALREADY: _("This document is approved already. It can be published."),
        Why.NOT_SCHEDULED: _("This document is not scheduled."),
        Why.NOT_ONE_PERSON: _(
            "%(agency)s has not switched to one-person publication. Submit the document for review."
        ),
    }
    return sentences[why] % values
