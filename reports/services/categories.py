"""Columns of the catalogue: the national ones kept as the data file has them, an agency's own below them."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from reports.domain.catalogue.categories import Category as National
from reports.domain.roles import Action
from reports.models import Account, Agency, Category, Document, DocumentVersion
from reports.models.event import Act
from reports.queries import cataloguedata
from reports.services import events
from reports.services.revisions import Refused, demand_right

DEEPEST = 4
"""Levels of columns, the national block included."""


class BadCategory(Refused):
    """A column that cannot be saved so. `field` is the model field that is wrong."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def take_in_national() -> int:
    """Brings the national columns up to the data file; returns how many were new or differed.

    One that the file has no more is switched off, never deleted: documents may stand under it.
    """
    columns = cataloguedata.categories().all
    rows = {row.code: row for row in Category.objects.national()}
    gone = [
        row.pk for row in rows.values() if row.is_active and row.code not in {each.code for each in columns}
    ]
    count = Category.objects.filter(pk__in=gone).update(is_active=False)
    new: list[Category] = []
    for position, each in enumerate(columns, 1):
        above = rows[each.parent] if each.parent else None
        if above is not None and above.pk is None:
            Category.objects.bulk_create(new)
            new = []
        row = rows.setdefault(each.code, Category(code=each.code))
        wanted = _facts(each, position, above)
        differs = any(getattr(row, name) != value for name, value in wanted.items())
        for name, value in wanted.items():
            setattr(row, name, value)
        if row.pk is None:
            new.append(row)
        elif differs:
            row.save()
        count += row.pk is None or differs
    Category.objects.bulk_create(new)
    return count


def _facts(each: National, position: int, above: Category | None) -> dict[str, object]:
    """What the data file says of a column, as fields; its parent is stored before it."""
    return {
        "parent_id": above.pk if above else None,
        "name": each.title,
        "name_en": each.title_en,
        "position": position * 10,
        "max_age_days": each.max_age_days,
        "is_required": each.is_always_asked,
        "is_active": True,
    }


@transaction.atomic
def save(*, category: Category, by: Account) -> Category:
    """Stores a new or changed column of an agency.

    Raises NotAllowed, BadCategory: for a national one, a place under itself or under another agency's, too
    deep a place, and a code changed once documents stand under it.
    """
    if category.agency is None:
        raise BadCategory("agency", _("The national columns are kept by the portal."))
    # The agency is the gate: two columns hung under one another at once would else make a loop.
    Agency.objects.select_for_update(no_key=True).get(pk=category.agency_id)
    before = Category.objects.filter(pk=category.pk).first() if category.pk else None
    demand_right(Action.MANAGE_CATEGORY, category.agency, by)
    if before is not None:
        _demand_unmoved(before, category, by)
    _demand_place(category)
    category.save()
    changes = _changes(before, category)
    if changes:
        events.record(Act.EDITED if before else Act.CREATED, by=by, subject=category, changes=changes)
    return category


@transaction.atomic
def delete(*, category: Category, by: Account) -> None:
    """Deletes an agency's column that nothing stands under. Raises NotAllowed, Refused."""
    row = Category.objects.select_for_update(of=("self",), no_key=True).filter(pk=category.pk).first()
    if row is None:
        return
    if row.agency is None:
        raise Refused(_("The national columns are kept by the portal and are never deleted."))
    demand_right(Action.MANAGE_CATEGORY, row.agency, by)
    if is_used(row):
        raise Refused(
            _("Documents or other columns stand under “%(name)s”. Switch it off instead.") % {"name": row}
        )
    events.record(Act.DELETED, by=by, subject=row, changes={"code": (row.code, "")})
    row.delete()


def is_used(category: Category) -> bool:
    """Whether documents, public versions or other columns stand under it."""
    return (
        Document.objects.filter(category=category).exists()
        or DocumentVersion.objects.filter(category=category).exists()
        or category.children.exists()
    )


def _demand_unmoved(before: Category, now: Category, by: Account) -> None:
    if before.agency is None:
        raise BadCategory("agency", _("The national columns are kept by the portal."))
    demand_right(Action.MANAGE_CATEGORY, before.agency, by)
    if (before.code, before.agency_id) != (now.code, now.agency_id) and is_used(before):
        raise BadCategory(
            "code", _("Documents or columns stand under it: its code and its agency cannot change any more.")
        )


def _demand_place(category: Category) -> None:
    above = category.parent
    if above is None:
        raise BadCategory("parent", _("A column of an agency stands under a national one."))
    if above.agency_id not in (None, category.agency_id):
        raise BadCategory("parent", _("“%(name)s” is a column of another agency.") % {"name": above})
    depth = 1
    while above is not None:
        depth += 1
        if above.pk == category.pk and category.pk is not None:
            raise BadCategory("parent", _("A column cannot stand under itself."))
        if depth > DEEPEST:
            raise BadCategory("parent", _("At most %(limit)s levels of columns.") % {"limit": DEEPEST})
        above = above.parent


def _changes(before: Category | None, now: Category) -> dict[str, tuple[str, str]]:
    names = [field.name for field in Category._meta.concrete_fields if field.name != "id"]
    pairs = {name: (str(getattr(before, name, "")), str(getattr(now, name))) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
