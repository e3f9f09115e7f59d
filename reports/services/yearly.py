"""The year counts itself: counted from dated cases, made into a draft, reconciled with what is published."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from reports.domain.casework import tallying
from reports.domain.casework.counting import UncountableCase
from reports.domain.roles import Action
from reports.domain.statform.definition import CellKey
from reports.models import Account, Agency, Application, Difference, Report, StatCell, YearCount
from reports.models.agency import DisputeRule
from reports.models.event import Act
from reports.models.report import ReportKind
from reports.models.road import State
from reports.queries import casecalendar, caserules, powers, reconciling, registerpages, yearcounts
from reports.queries.yearcounts import YearOfCases
from reports.services import drafts, events, figures
from reports.services.figures import COUNTED
from reports.services.revisions import Refused, words

logger = logging.getLogger(__name__)

FIRST_YEAR, LAST_YEAR = 2008, 2100


@transaction.atomic
def count(agency: Agency, year: int) -> YearCount | None:
    """Counts that year now and keeps the figures, also those for the public. None where no form counts cases.

    Raises UncountableCase naming a case whose steps contradict each other.
    """
    found = list(yearcounts.cases(agency, year))
    counted = yearcounts.count(agency, year, found=found)
    if counted is None:
        return None
    tally = tallying.tally(found, year, caserules.outcomes(), casecalendar.calendar().working_days_between)
    kept, _is_new = YearCount.objects.update_or_create(
        agency=agency,
        year=year,
        defaults={
            "form_id": counted.form.id,
            "cells": _nested(counted.cells),
            "rules": _rules(counted),
            "unconfirmed": len(counted.applications.unconfirmed),
            "apart": _apart(counted),
            "told": _printed(agency, year, tallying.told(tally)),
            "counted_at": timezone.now(),
        },
    )
    return kept


def _printed(agency: Agency, year: int, new: dict[str, tallying.Told]) -> dict[str, object]:
    """What the public is to read: what it read before, until enough cases changed.

    Two printings that one case tells apart would tell how that case was answered, and when it came.
    """
    former = YearCount.objects.filter(agency=agency, year=year).values_list("told", flat=True).first()
    is_kept = former and registerpages.is_public(agency, year)
    if is_kept and tallying.moved(former, new) < tallying.FEWEST_MOVED:
        return former
    return {**new, "counted_at": timezone.now().isoformat()}


@task()
def count_years() -> int:
    """Counts again every year that a register is complete for and a report may be compared with. How many."""
    done = 0
    this_year = timezone.localdate().year
    for agency in Agency.objects.exclude(register_from=None):
        for year in range(agency.register_from or this_year, this_year + 1):
            done += _counts(agency, year)
    return done


def _counts(agency: Agency, year: int) -> bool:
    """Whether that year could be counted. A case that cannot be is logged by its id; other years go on."""
    try:
        return count(agency, year) is not None
    except UncountableCase as broken:
        logger.error("Agency %d, year %d was not counted: case %d is broken.", agency.pk, year, broken.case)
        return False


@transaction.atomic
def make_draft(*, agency: Agency, year: int, by: Account) -> Report:
    """The year's figures in the agency's draft report, marked as counted; what else stands in it stays.

    The draft is made where there is none. Raises NotAllowed for who may not write reports there; Refused
    where the report is on its road already, is in another form, or no form counts cases; UncountableCase.
    """
    counted = count(agency, year)
    if counted is None:
        raise Refused(_("No form of %(year)s counts applications.") % {"year": year})
    draft = _draft(agency, year, by, counted.form_id)
    raws = {key: str(number) for key, number in reconciling.counted_cells(counted).items()}
    figures.save_figures(report=draft, raws=raws, by=by, rule=COUNTED)
    draft.refresh_from_db()
    return draft


@transaction.atomic
def explain(*, agency: Agency, year: int, key: CellKey, reason: str, by: Account) -> Difference:
    """Says publicly why a published figure differs from the count.

    Raises access.Denied; Refused where nothing differs, or the sentence is missing.
    """
    powers.demand(by, Action.WORK_APPLICATION, agency)
    pair = _differing(agency, year, key)
    said = words(reason)
    if not said:
        raise Refused(_("Say in a sentence why the figures differ. The public reads it."))
    row, _is_new = Difference.objects.update_or_create(
        agency=agency,
        year=year,
        table=key.table,
        row=key.row,
        column=key.column,
        defaults={
            "counted": pair.counted,
            "published": reconciling.said(pair.published),
            "reason": said,
            "at": timezone.now(),
            "by": by,
        },
    )
    changes = {str(key): (f"{pair.counted} ≠ {reconciling.said(pair.published)}", said)}
    events.record(Act.EDITED, by=by, subject=agency, kind="yearcount", reason=str(year), changes=changes)
    return row


@transaction.atomic
def declare_complete(*, agency: Agency, year: int | None, by: Account) -> None:
    """Says from which year on every application is in the register; None: no year. Public from then on.

    Raises access.Denied, Refused.
    """
    powers.demand(by, Action.WORK_APPLICATION, agency)
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(_("Give a year from %(first)s to %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR})
    row = Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    changes = {"register_from": (str(row.register_from or ""), str(year or ""))}
    row.register_from = year
    row.save(update_fields=["register_from"])
    agency.register_from = year
    events.record(Act.EDITED, by=by, subject=row, kind="yearcount", changes=changes)
    count_years.enqueue()


@transaction.atomic
def choose_dispute_rule(*, agency: Agency, rule: str, by: Account) -> None:
    """Chooses which years count a review or lawsuit. Raises access.Denied, Refused for an unknown rule."""
    powers.demand(by, Action.WORK_APPLICATION, agency)
    if rule not in DisputeRule.values:
        raise Refused(_("Choose one of the rules offered."))
    row = Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    changes = {"dispute_rule": (row.dispute_rule, rule)}
    row.dispute_rule = agency.dispute_rule = rule
    row.save(update_fields=["dispute_rule"])
    events.record(Act.EDITED, by=by, subject=row, kind="yearcount", changes=changes)


def has_register(agency: Agency) -> bool:
    """Whether any application of that agency is here at all."""
    return Application.objects.filter(agency=agency).exists()


def _draft(agency: Agency, year: int, by: Account, form_id: str) -> Report:
    own = Report.objects.filter(agency=agency, year=year, kind=ReportKind.OWN)
    newest = own.order_by("-revision").first()
    if newest is not None and newest.state == State.DRAFT:
        if newest.form_id != form_id:
            if StatCell.objects.filter(report=newest).exists():
                raise Refused(_("The draft holds figures in another form. Clear them first."))
            figures.choose_form(report=newest, form_id=form_id, by=by)
        return newest
    if newest is not None and newest.state == State.IN_REVIEW:
        raise Refused(_("The report is in review. Have it sent back before you fill in figures."))
    if newest is not None:
        raise Refused(_("The report is public already. Begin a correction, then fill in the figures."))
    title = _("%(agency)s: annual report on government information disclosure %(year)s") % {
        "agency": agency.name,
        "year": year,
    }
    return drafts.create(by=by, agency=agency, year=year, title=title, form_id=form_id)


def _differing(agency: Agency, year: int, key: CellKey) -> reconciling.CellPair:
    report = Report.objects.current().own().filter(agency=agency, year=year).first()
    found = reconciling.of_report(report) if report else None
    for pair in found.pairs if found else ():
        if pair.key == key and not pair.agrees:
            return pair
    raise Refused(_("That figure does not differ from the register."))


def _apart(counted: YearOfCases) -> dict[str, int]:
    found = {matter.value: len(ids) for matter, ids in counted.applications.apart.items()}
    if counted.disputes and counted.disputes.not_counted:
        found[yearcounts.REVIEWER_ONLY] = len(counted.disputes.not_counted)
    return found


def _nested(cells: Mapping[CellKey, int]) -> dict[str, dict[str, dict[str, int]]]:
    nested: defaultdict[str, defaultdict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for key, number in cells.items():
        nested[key.table][key.row][key.column] = number
    return {table: dict(rows) for table, rows in nested.items()}


def _rules(counted: YearOfCases) -> dict[str, dict[str, list[str]]]:
    tables = {key.row: key.table for key in counted.applications.cells}
    rules: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for row, codes in counted.applications.rules.items():
        rules[tables[row]][row] = list(codes)
    if counted.disputes:
        table = next(iter(counted.disputes.cells)).table
        rules.setdefault(table, {}).setdefault("*", list(counted.disputes.rules))
    return dict(rules)
