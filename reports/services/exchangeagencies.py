"""Whose a document from another portal is here: an agency named in a map, or one entered for that portal.

What staff have entered or changed here is never touched: only agencies that the exchange itself entered, and
that nobody else has changed since, follow their facts over there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from reports.domain.exchange import Body
from reports.models import Account, Agency, Event
from reports.models.event import Act
from reports.services import agencies, events
from reports.services.revisions import Refused

FACTS = (
    *("name", "short_name", "name_en", "level", "kind", "division_code", "credit_code", "address"),
    *("postcode", "telephone", "email", "office_hours", "valid_from", "valid_until"),
)
"""What is taken over. Its address here, its place in the tree and its switches are ours."""
DAYS = ("valid_from", "valid_until")


@dataclass(frozen=True, slots=True)
class Places:
    """Where agencies of the other portal go. `under`: new ones stand below it; None: none are entered.

    `named`: address over there → the agency here.
    """

    under: Agency | None = None
    named: Mapping[str, Agency] = field(default_factory=dict)


def of(body: Body, base: str, places: Places, *, by: Account) -> Agency:
    """The agency here for that one of the portal `base`, entered where it is new. Raises Refused.

    One that is known is left as it is: its own change in the feed brings it up to date, in a transaction that
    takes the locks of agencies and of the log and waits for nobody's report or document then.
    """
    mapped = places.named.get(body.facts.get("slug", ""))
    known = mapped or taken_over(body, base, by=by)
    return known or _entered(body, base, places, by)


def demand_own_code(number: str, agency: Agency, *, by: Account) -> None:
    """Raises Refused where a number bears the code of an agency of our own, and its agency came from there.

    Else another portal could use up the numbers that ours are given, and speak in their name.
    """
    entered = Event.objects.filter(act=Act.IMPORTED, subject_kind="agency", by=by).values("subject_id")
    if not Agency.objects.filter(pk=agency.pk, pk__in=entered).exists():
        return
    fronts = {number[: sign.start()] for sign in re.finditer("[-/]", number)}
    own = Agency.objects.exclude(pk__in=entered).annotate(code=Substr("credit_code", 9, 9))
    owner = own.filter(Q(index_prefix__in=fronts) | Q(code__in=fronts)).first()
    if owner is not None:
        raise Refused(
            _("The index number %(number)s bears the code of %(owner)s, which this portal keeps itself.")
            % {"number": number, "owner": owner}
        )


def taken_over(body: Body, base: str, *, by: Account) -> Agency | None:
    """The agency that was entered for that one before."""
    told = Event.objects.filter(act=Act.IMPORTED, subject_kind="agency", by=by)
    told = told.filter(changes__origin_id__1=str(body.id))
    wanted = {"origin": ["", base], "origin_id": ["", str(body.id)]}
    found = (event.subject_id for event in told.order_by("sequence") if event.changes == wanted)
    return Agency.objects.filter(pk=next(found, None)).first()


def follow(agency: Agency, body: Body, *, by: Account) -> Agency:
    """Brings one that was taken over up to date, unless somebody here has changed it. Raises Refused."""
    if Event.objects.of("agency", agency.pk).filter(act=Act.EDITED).exclude(by=by).exists():
        return agency
    wanted = _facts(body)
    if all(getattr(agency, name) == value for name, value in wanted.items()):
        return agency
    for name, value in wanted.items():
        setattr(agency, name, value)
    _demand_sound(agency)
    return agencies.save(agency=agency, by=by)


def _entered(body: Body, base: str, places: Places, by: Account) -> Agency:
    facts = _facts(body)
    name, code = str(facts["name"]), str(facts["credit_code"])
    if places.under is None:
        raise Refused(
            _(
                "“%(name)s” is not known here. Name the agency below which it may be entered (“entered "
                "below” in the list of portals, or --under), or the one here that it is (“agencies known by "
                "another address”, or --agency-map)."
            )
            % {"name": name}
        )
    same = Q(name=name) | Q(credit_code=code) if code else Q(name=name)
    if Agency.objects.filter(same).exists():
        raise Refused(
            _(
                "“%(name)s” is kept by this portal itself and is left as it is. If its documents may come "
                "from there, say so under “agencies known by another address”, or with --agency-map."
            )
            % {"name": name}
        )
    agency = Agency(parent=places.under, slug=_free_slug(body), **facts)
    _demand_sound(agency)
    agencies.save(agency=agency, by=by)
    changes = {"origin": ("", base), "origin_id": ("", str(body.id))}
    events.record(Act.IMPORTED, by=by, subject=agency, changes=changes)
    return agency


def _free_slug(body: Body) -> str:
    """Its address over there, where that is free and has always been."""
    slug = body.facts.get("slug", "")[:80]
    probe = Agency(slug=slug)
    is_free = not Agency.objects.filter(slug=slug).exists() and agencies.address_fault(probe) is None
    is_slug = slug.isascii() and slug.replace("-", "").replace("_", "").isalnum()
    return slug if is_slug and is_free else agencies.free_address(body.facts.get("name", ""))


def _facts(body: Body) -> dict[str, Any]:
    facts: dict[str, Any] = {name: " ".join(body.facts.get(name, "").split()) for name in FACTS}
    for name in DAYS:
        try:
            facts[name] = date.fromisoformat(facts[name]) if facts[name] else None
        except ValueError as problem:
            raise _unsound(str(facts["name"]), name) from problem
    return facts


def _demand_sound(agency: Agency) -> None:
    try:
        agency.full_clean()
    except ValidationError as problem:
        raise _unsound(agency.name, ", ".join(sorted(problem.message_dict))) from problem


def _unsound(name: str, fields: str) -> Refused:
    return Refused(
        _("The agency “%(name)s” cannot be entered as it is sent; wrong in it: %(fields)s.")
        % {"name": name[:120], "fields": fields}
    )
