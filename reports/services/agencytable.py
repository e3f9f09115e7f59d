"""Agencies as a table, in and out, through django-import-export; every row is saved by `services/agencies`.

The library compares, validates and rehearses; its pages are not used (they need inline styles and know no
scope). A rehearsal is the import itself, rolled back.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export import fields, resources, widgets

from reports.domain.roles import Action
from reports.models import Account, Agency
from reports.models.agency import AgencyKind, Level
from reports.queries import access
from reports.services import agencies
from reports.services.agencies import BadAgency
from reports.writers.csv import guarded

COLUMNS = (
    *("slug", "name", "short_name", "name_en", "parent", "level", "kind", "division_code", "credit_code"),
    *("address", "postcode", "telephone", "email", "office_hours"),
    *("site_name", "site_domain", "site_id_code", "valid_from", "valid_until"),
)
"""The columns in their order. Samples, one-person publication and predecessors are no matter of a table."""
LINE = "_line"
"""The column that carries a row's line number through the library."""
DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日")
RUN_BY_SPREADSHEETS = ("=", "@", "＝", "＠")


class Plain(widgets.CharWidget):
    """A text without the apostrophe that our own downloads put before what a spreadsheet would run."""

    def clean(self, value: Any, row: Mapping[str, Any] | None = None, **kwargs: Any) -> str:
        text = plain(str(value or ""))
        if text.startswith(RUN_BY_SPREADSHEETS):
            raise ValueError(_("“%(text)s” looks like a formula. Give plain text.") % {"text": text[:40]})
        return text


class Code(Plain):
    """The credit code without spaces and in capitals, as it is printed."""

    def clean(self, value: Any, row: Mapping[str, Any] | None = None, **kwargs: Any) -> str:
        return super().clean(value, row, **kwargs).replace(" ", "").upper()


class Choice(Plain):
    """One of a field's choices, by its code or by its name in the active language."""

    def __init__(self, choices: type[Level] | type[AgencyKind]) -> None:
        super().__init__()
        self.choices = choices

    def clean(self, value: Any, row: Mapping[str, Any] | None = None, **kwargs: Any) -> str:
        text = super().clean(value, row, **kwargs)
        for code, name in self.choices.choices:
            if text in (code, str(name)):
                return str(code)
        names = _(", ").join(str(name) for name in self.choices.labels)
        raise ValueError(_("“%(text)s” is none of: %(names)s.") % {"text": text, "names": names})

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(self.choices(value).label) if value else ""


class Day(Plain):
    """A calendar day, in the ways in which people write them."""

    def clean(self, value: Any, row: Mapping[str, Any] | None = None, **kwargs: Any) -> date | None:
        text = super().clean(value, row, **kwargs)
        if not text:
            return None
        for way in DAYS:
            try:
                return datetime.strptime(text, way).date()
            except ValueError:
                continue
        raise ValueError(_("“%(text)s” is no day. Write it as 2024-01-31.") % {"text": text})

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(value or "")


class Above(Plain):
    """The body it stands under, by its address or its exact name."""

    def clean(self, value: Any, row: Mapping[str, Any] | None = None, **kwargs: Any) -> Agency | None:
        text = super().clean(value, row, **kwargs)
        if not text:
            return None
        found = Agency.objects.filter(slug=text).first() or Agency.objects.filter(name=text).first()
        if found is None:
            raise ValueError(_("No agency has the address or name “%(text)s”.") % {"text": text})
        return found

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.slug if value else ""


WIDGETS = {
    "level": Choice(Level),
    "kind": Choice(AgencyKind),
    "parent": Above(),
    "credit_code": Code(),
    "valid_from": Day(),
    "valid_until": Day(),
}


class AgencyResource(resources.ModelResource):
    """The columns of a table of agencies, and what a row of it may do: what `by` may do, and no more.

    `told` has, by line, what each row would change: field → (before, after).
    """

    class Meta:
        model = Agency
        fields = COLUMNS
        import_order = COLUMNS
        import_id_fields = ("slug",)
        clean_model_instances = True
        use_transactions = True
        skip_diff = True

    def __init__(self, by: Account | None = None) -> None:
        super().__init__()
        self.by = by
        self.told: dict[int, dict[str, tuple[str, str]]] = {}
        self._made: set[int] = set()
        self._before: dict[str, str] = {}
        self._was_under: int | None = None
        for name in COLUMNS:
            self.fields[name] = fields.Field(name, name, widget=WIDGETS.get(name, Plain()))

    def after_init_instance(self, instance: Agency, new: bool, row: Any, **kwargs: Any) -> None:
        """Keeps what the row was, to be compared."""
        self._before = {} if new else self._texts(instance)
        self._was_under = instance.parent_id

    def import_instance(self, instance: Agency, row: Any, **kwargs: Any) -> None:
        """Fills the agency in, then asks whether that is theirs to do."""
        super().import_instance(instance, row, **kwargs)
        places = [instance.parent_id]
        if instance.pk:
            places = [instance.pk] if instance.parent_id == self._was_under else [instance.pk, *places]
            if instance.parent_id != self._was_under:
                places.append(self._was_under)
        if not all(self._is_theirs(place) for place in places):
            raise ValidationError(
                {"slug": _("This agency, or the body it stands under, is not yours to change.")}
            )

    def skip_row(
        self, instance: Agency, original: Any, row: Any, import_validation_errors: Any = None
    ) -> bool:
        """Whether nothing changes."""
        after = self._texts(instance)
        changes = {
            name: (self._before.get(name, ""), text)
            for name, text in after.items()
            if text != self._before.get(name, "")
        }
        self.told[row[LINE]] = changes
        return bool(self._before) and not changes and not import_validation_errors

    def do_instance_save(self, instance: Agency, is_create: bool) -> None:
        """Through the service, so that its rules and the log hold."""
        try:
            agencies.save(agency=instance, by=self.by)
        except BadAgency as bad:
            raise ValidationError({bad.field: str(bad)}) from bad
        if is_create:
            self._made.add(instance.pk)

    def _is_theirs(self, place: int | None) -> bool:
        if self.by is None:
            return False
        return place in self._made or access.may(self.by, Action.MOVE_AGENCY, place)

    def _texts(self, agency: Agency) -> dict[str, str]:
        return {name: str(self.fields[name].export(agency) or "") for name in COLUMNS}


def rows_out(account: Account) -> list[list[str]]:
    """The names of the columns, then the agencies that somebody may see, guarded against spreadsheets."""
    resource = AgencyResource()
    seen = access.limited(Agency.objects.select_related("parent"), account, Action.VIEW_AGENCY)
    dataset = resource.export(queryset=seen)
    return [
        [labels()[name] for name in dataset.headers],
        *([guarded(str(cell or "")) for cell in row] for row in dataset),
    ]


def labels() -> dict[str, str]:
    """Column → its name in the active language."""
    return {name: str(Agency._meta.get_field(name).verbose_name) for name in COLUMNS}


def plain(text: str) -> str:
    """Without the apostrophe of `writers.csv.guarded`."""
    return text[1:] if text.startswith("'") and guarded(text[1:]) == text else text
