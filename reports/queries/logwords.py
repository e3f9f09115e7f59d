"""Words for what entries of the log changed: names of fields, and values that the portal wrote as codes."""

from __future__ import annotations

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from reports.domain.roles import Role
from reports.domain.statform.definition import Form
from reports.models import Agency, Category, Event, FeedSource, Report
from reports.models.appointment import ROLE_NAMES
from reports.queries import documentchanges, logcases, statforms
from reports.queries.changes import Change, field_name

NAMES: dict[str, str | Promise] = {
    "count": gettext_lazy("failed attempts"),
    "entries": gettext_lazy("entries of the manifest"),
    "filter": gettext_lazy("narrowed to"),
    "how": gettext_lazy("proved by"),
    "is_active": gettext_lazy("may sign in"),
    "key": gettext_lazy("public key"),
    "must_change_password": gettext_lazy("must change the password"),
    "number": gettext_lazy("receipt number"),
    "origin": gettext_lazy("taken from"),
    "origin_id": gettext_lazy("number there"),
    "recovery_codes": gettext_lazy("recovery codes"),
    "role": gettext_lazy("role"),
    "roles": gettext_lazy("roles"),
    "rows": gettext_lazy("lines of the file"),
    "second_factor": gettext_lazy("phone as second factor"),
    "sessions": gettext_lazy("sessions"),
    "source": gettext_lazy("file it came from"),
    "to": gettext_lazy("handed in to"),
    "username": gettext_lazy("sign-in name"),
    "why": gettext_lazy("cause"),
}
"""What is no field of a report; those stand in `changes.FIELDS`."""

VALUES: dict[str, dict[str, str | Promise]] = {
    "how": {
        "password": gettext_lazy("password"),
        "code": gettext_lazy("one-time code"),
        "password and code": gettext_lazy("password and one-time code"),
        "password and recovery code": gettext_lazy("password and recovery code"),
    },
    "second_factor": {"set": pgettext_lazy("second factor", "set up")},
    "recovery_codes": {"renewed": gettext_lazy("made anew")},
}
MODELS: dict[str, type[Model]] = {"agency": Agency, "category": Category, "feedsource": FeedSource}
"""Kinds of subject whose fields are called in the log as in their forms."""
TRUTH = {"True": gettext_lazy("yes"), "False": gettext_lazy("no")}


def form_of(kind: str, pk: int | None) -> tuple[Form | None, int]:
    """The form of a report's table and its year; None where it has none, is no report or is gone."""
    if kind != "report" or pk is None:
        return None, 0
    report = Report.objects.filter(pk=pk).only("form_id", "year").first()
    return (statforms.all_forms().get(report.form_id), report.year) if report else (None, 0)


def changes(event: Event, form: Form | None, year: int) -> tuple[Change, ...]:
    """What it changed, in the active language; without a form its figures keep their codes."""
    if event.subject_kind in logcases.KINDS:
        return logcases.changes(event)
    return tuple(
        Change(_name(event, name, form, year), _value(name, str(before)), _value(name, str(after)))
        for name, (before, after) in event.changes.items()
    )


def _name(event: Event, name: str, form: Form | None, year: int) -> str:
    if event.subject_kind in MODELS:
        model = MODELS[event.subject_kind]
        try:
            return str(model._meta.get_field(name).verbose_name)
        except FieldDoesNotExist:
            pass
    if event.subject_kind == "document":
        return documentchanges.field_name(name)
    if event.subject_kind == "account" and name == "name":
        return _("full name")
    return str(NAMES[name]) if name in NAMES else field_name(name, form, year)


def _value(name: str, value: str) -> str:
    if name in ("role", "roles"):
        known = {role.value: str(ROLE_NAMES[role]) for role in Role}
        return _(", ").join(known.get(role, role) for role in value.split(",") if role)
    return str(VALUES.get(name, TRUTH).get(value, value))
