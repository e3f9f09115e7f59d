"""Writing agencies: the tree stays a tree, and an address once public leads to its agency for ever."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _
from pypinyin import lazy_pinyin

from reports.domain.roles import Action
from reports.models import Account, Agency, FormerAddress
from reports.models.event import Act
from reports.models.publicchange import ChangeAction
from reports.services import changefeed, events
from reports.services.revisions import Refused, demand_right, words


class BadAgency(Refused):
    """An agency that cannot be saved so. `field` is the model field that is wrong."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def save(*, agency: Agency, by: Account) -> Agency:
    """Stores a new or changed agency; where its address changed, the old one is kept as a former address.

    Raises BadAgency for an address another agency was once known by, and for an agency under one of its own.
    """
    # The whole tree, in one order: two bodies hung under one another at once would else make a loop.
    parents = dict(
        Agency.objects.select_for_update(no_key=True).order_by("pk").values_list("pk", "parent_id")
    )
    before = Agency.objects.filter(pk=agency.pk).first() if agency.pk else None
    problem = address_fault(agency) or tree_fault(agency, parents)
    if problem:
        raise BadAgency(*problem)
    if before is not None and before.slug != agency.slug:
        agency.former_addresses.filter(slug=agency.slug).delete()
        FormerAddress.objects.get_or_create(slug=before.slug, defaults={"agency": agency})
    agency.save()
    act = Act.EDITED if before else Act.CREATED
    changes = _changes(before, agency)
    if changes:
        events.record(act, by=by, subject=agency, changes=changes)
        changefeed.of_agency(agency, ChangeAction.CHANGED if before else ChangeAction.CREATED)
    return agency


def _changes(before: Agency | None, agency: Agency) -> dict[str, tuple[str, str]]:
    """What differs, by field, as text."""
    old = {} if before is None else _texts(before)
    return {
        name: (old.get(name, ""), text) for name, text in _texts(agency).items() if old.get(name, "") != text
    }


def _texts(agency: Agency) -> dict[str, str]:
    values = ((field.name, getattr(agency, field.attname)) for field in agency._meta.concrete_fields)
    return {name: "" if value is None else str(value) for name, value in values if name != "id"}


@transaction.atomic
def switch_one_person(*, agency: Agency, on: bool, reason: str, by: Account) -> None:
    """Lets one person write and publish at an agency with too few for more, or ends that.

    The log and the public pages say so, with the reason. Raises NotAllowed, Refused.
    """
    row = Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    demand_right(Action.CHANGE_AGENCY, row, by)
    if row.is_one_person == on:
        raise Refused(_("One-person publication is switched so already. Nothing was changed."))
    if not words(reason):
        raise Refused(_("Say why. The agency's public page shows the reason."))
    row.is_one_person = agency.is_one_person = on
    row.save(update_fields=["is_one_person"])
    changes = {"is_one_person": ("0", "1") if on else ("1", "0")}
    events.record(Act.SWITCHED, by=by, subject=row, reason=words(reason), changes=changes)


def address_fault(agency: Agency) -> tuple[str, str] | None:
    """(field, why) where its address was once another agency's."""
    former = (
        FormerAddress.objects.filter(slug=agency.slug).exclude(agency_id=agency.pk).select_related("agency")
    )
    taken = former.first()
    if taken is None:
        return None
    return "slug", _(
        "“%(slug)s” is a former address of %(agency)s and keeps leading there. Choose another."
    ) % {
        "slug": agency.slug,
        "agency": taken.agency,
    }


def tree_fault(agency: Agency, parents: Mapping[int, int | None] | None = None) -> tuple[str, str] | None:
    """(field, why) where following the parents would lead back to the agency itself.

    `parents`: every agency's parent by id, where they have been read already.
    """
    if parents is None:
        parents = dict(Agency.objects.values_list("pk", "parent_id"))
    seen = {agency.pk} - {None}
    above = agency.parent_id
    while above is not None:
        if above in seen:
            return "parent", _("%(parent)s stands under this agency itself. Choose a body above it.") % {
                "parent": agency.parent
            }
        seen.add(above)
        above = parents.get(above)
    return None


def free_address(name: str) -> str:
    """An address for a new agency made from the sounds of its name: "示例市公安局" → "shi-li-shi-gong-an-ju".

    A number follows where another agency has or had it.
    """
    sounds = "-".join(lazy_pinyin(name, errors=lambda signs: re.sub(r"[^0-9A-Za-z]+", "-", signs)))
    plain = re.sub(r"-+", "-", sounds).strip("-").lower()[:70] or "agency"
    taken = {
        *Agency.objects.filter(slug__startswith=plain).values_list("slug", flat=True),
        *FormerAddress.objects.filter(slug__startswith=plain).values_list("slug", flat=True),
    }
    numbered = (f"{plain}-{number}" for number in itertools.count(2))
    return next(address for address in itertools.chain([plain], numbered) if address not in taken)
