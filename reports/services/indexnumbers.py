"""Giving index numbers (索引号): by the agency's rule, each once, also when two people save at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from reports.domain.catalogue.indexnumber import BadParts, Rule, organisation_code, parse
from reports.models import Agency, Document, IndexCounter
from reports.queries import cataloguedata, documentaddresses
from reports.services.revisions import Refused

TRIES = 50
"""Numbers that somebody else typed by hand are passed over, so many at once."""
PLAUSIBLE = re.compile(r"[0-9A-Z][0-9A-Z/\-]{3,78}[0-9A-Z]")


def rule_of(agency: Agency) -> Rule:
    """The rule an agency numbers by; the national one where it names none, or one nobody knows."""
    rules = {rule.code: rule for rule in cataloguedata.index_rules()}
    return rules.get(agency.index_rule, rules["national"])


def parts_of(row: Document, on: date) -> Mapping[str, str]:
    """What that rule may ask for, of the document and its agency."""
    agency, category = row.agency, row.category
    prefix = agency.index_prefix.strip().upper()
    day = row.made_on or on
    return {
        "organisation": prefix or organisation_code(agency.credit_code),
        "body": prefix,
        "department": prefix,
        "region": agency.division_code[:6],
        "category": category.index_code,
        "group": category.parent.index_code if category.parent else "",
        "month_day": f"{day:%m%d}",
    }


@transaction.atomic
def give(row: Document, *, on: date) -> None:
    """Gives a held document its index number and its address, and stores both.

    The year is that of its making. Raises Refused where the rule cannot be kept, naming what is missing.
    """
    rule, parts, year = rule_of(row.agency), parts_of(row, on), (row.made_on or on).year
    try:
        series = rule.series(parts, year)
    except BadParts as bad:
        raise Refused(_cannot(row.agency, bad.part)) from bad
    for _try in range(TRIES):
        try:
            number = rule.make(parts, year, _next(row.agency, series))
        except BadParts as bad:
            raise Refused(_cannot(row.agency, bad.part)) from bad
        if _taken(row, number):
            return
    raise Refused(_("No index number was free. Try again, or type one."))


def check(number: str) -> str:
    """A number typed by hand, as it is stored. Raises Refused for a wrong check digit or impossible signs."""
    found = parse(number, cataloguedata.index_rules())
    text = found.text if found else re.sub(r"\s", "", number).upper()
    if found is None and not PLAUSIBLE.fullmatch(text):
        raise Refused(
            _("“%(number)s” is no index number. Give it as 014416330/2018-04736, or leave it empty.")
            % {"number": number[:80]}
        )
    if found and {"check", "character", "length"} & set(found.faults):
        raise Refused(
            _(
                "The organisation code in front of “%(number)s” is wrong: its check digit does not fit. "
                "Compare it with the agency's code, or leave the number empty."
            )
            % {"number": number[:80]}
        )
    return text


def address_of(number: str, pk: int) -> str:
    """The address of a document with that number, another's left alone."""
    address = documentaddresses.made(number) or str(pk)
    others = Document.objects.filter(address=address).exclude(pk=pk)
    return f"{address}-{pk}" if others.exists() else address


def _next(agency: Agency, series: str) -> int:
    IndexCounter.objects.get_or_create(agency=agency, series=series)
    counter = IndexCounter.objects.select_for_update(no_key=True).get(agency=agency, series=series)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def _taken(row: Document, number: str) -> bool:
    """Stores the number, unless somebody has it already."""
    if Document.objects.filter(index_number=number).exists():
        return False
    try:
        with transaction.atomic():
            address = address_of(number, row.pk)
            Document.objects.filter(pk=row.pk).update(index_number=number, address=address)
    except IntegrityError:
        return False
    row.index_number, row.address = number, address
    return True


def _cannot(agency: Agency, part: str) -> str:
    if part == "organisation":
        return _(
            "No index number can be made: the unified social credit code of %(agency)s is missing or wrong. "
            "Enter it with the agency, or type an index number."
        ) % {"agency": agency}
    if part == "serial":
        return _("The serial numbers of this year are used up. Type an index number.")
    return _(
        "No index number can be made by the rule of %(agency)s: the part “%(part)s” is missing. Enter it "
        "with the agency or the column, or type an index number."
    ) % {"agency": agency, "part": part}
