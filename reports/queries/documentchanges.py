"""What an Event changed of a catalogue document, in words; what the log may tell of it at all."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.models import Document, Event
from reports.models.document import Document as Model
from reports.queries.changes import MOVING, Change, Deed

EXTRA: dict[str, str | Promise] = {
    "body_length": gettext_lazy("length of the text, in characters"),
    "links": gettext_lazy("related documents"),
    "secrecy_review": gettext_lazy("secrecy review (article 17)"),
    "privacy_warnings": gettext_lazy("hints at personal data, looked over"),
    "is_single_handed": gettext_lazy("published by one person"),
    "begun": gettext_lazy("change begun"),
    "cancelled": gettext_lazy("change given up"),
    "number": gettext_lazy("version"),
    "erased": gettext_lazy("content erased"),
}
HARMLESS = frozenset(
    {
        *("agency", "category", "kind", "index_number", "openness", "ground", "reevaluate_on", "made_on"),
        *("theme", "genre", "effective_on", "amended_on", "expires_on", "repealed_on", "stated_validity"),
        *("scheduled_at", "published_at", *EXTRA),
    }
    - {"links"}
)
"""What the log tells also of a document of which nobody's name may stay behind."""


def since(document: Document, version: int) -> list[Deed]:
    """What was done to a document since somebody read that version, oldest first; more rather than less."""
    steps = min(document.version - version, document.version + 1)
    if steps <= 0:
        return []
    events = document.events.filter(act__in=MOVING).select_related("by").order_by("-sequence")[:steps]
    return [deed(event) for event in reversed(events)]


def history(document: Document) -> list[Deed]:
    """Everything that was done to it, newest first."""
    return [deed(event) for event in document.events.select_related("by").order_by("-sequence")]


def deed(event: Event) -> Deed:
    """An Event of a document with its changes named in the active language."""
    return Deed(event, tuple(Change(field_name(name), *pair) for name, pair in event.changes.items()))


def field_name(name: str) -> str:
    """What an Event calls "title", "file 12" or "fields", in the active language."""
    if name in EXTRA:
        return str(EXTRA[name])
    if name.startswith("file "):
        return _("attachment")
    if name in _MODEL:
        return str(_MODEL[name])
    return name


_MODEL = {field.name: field.verbose_name for field in Model._meta.concrete_fields}
