"""Whether a public document is in force on a day (有效性): told of one, and asked of many in the database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from reports.domain.catalogue.validity import State, Validity
from reports.models import DocumentVersion
from reports.models.documentcontent import DocumentContent
from reports.queries import cataloguedata

NAMES: Mapping[str, str | Promise] = {
    State.IN_FORCE: gettext_lazy("in force"),
    State.AMENDED: gettext_lazy("amended"),
    State.NOT_YET: gettext_lazy("not yet in force"),
    State.EXPIRED: gettext_lazy("expired"),
    State.REPEALED: gettext_lazy("repealed"),
}
"""In the order of filters."""


def state_of(version: DocumentVersion, *, on: date) -> State | None:
    """Its state on that day; None for what never has force: no date says so, and its kind has none."""
    if not has_force(version):
        return None
    days = (version.effective_on, version.amended_on, version.expires_on, version.repealed_on)
    state = Validity(*days).on(on)
    return State(version.stated_validity) if version.stated_validity and state == State.IN_FORCE else state


def has_force(content: DocumentContent) -> bool:
    """Whether it ever has force: its kind has, or a date or word of it says so."""
    days = (content.effective_on, content.amended_on, content.expires_on, content.repealed_on)
    kind = cataloguedata.all_kinds().get(content.kind)
    return bool((kind and kind.has_validity) or content.stated_validity or any(days))


def since(version: DocumentVersion, state: State) -> date | None:
    """The first day of that state, or for what expired the last day before it; None where nobody says."""
    return {
        State.NOT_YET: version.effective_on,
        State.IN_FORCE: version.effective_on,
        State.AMENDED: version.amended_on,
        State.EXPIRED: version.expires_on,
        State.REPEALED: version.repealed_on,
    }[state]


def in_state(rows: QuerySet[DocumentVersion], state: str, *, on: date) -> QuerySet[DocumentVersion]:
    """Those of the versions that are in that state on that day, as `state_of` tells it."""
    told = Case(
        When(repealed_on__lte=on, then=Value(State.REPEALED.value)),
        When(expires_on__lt=on, then=Value(State.EXPIRED.value)),
        When(effective_on__gt=on, then=Value(State.NOT_YET.value)),
        When(amended_on__lte=on, then=Value(State.AMENDED.value)),
        When(~Q(stated_validity=""), then=F("stated_validity")),
        default=Value(State.IN_FORCE.value),
        output_field=CharField(),
    )
    # As a list of one: only so SQLite enters its index by it.
    return rows.filter(has_force__in=[True]).alias(told=told).filter(told=state)
