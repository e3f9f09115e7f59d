"""The year of a register as staff read it: tables with their rules, lists behind numbers, differences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from reports.domain.casework.counting import life
from reports.domain.casework.outcomes import Rule
from reports.domain.roles import Action
from reports.domain.statform.definition import CellKey, Form
from reports.models import Account, Agency, Application, CaseStep, Dispute, Report, StatCell, YearCount
from reports.models.report import ReportKind
from reports.queries import access, caserules, casewords, reconciling, statforms, yearcounts
from reports.queries.figures import figures_of
from reports.queries.reconciling import CellPair, Reconciliation
from reports.queries.stattables import BlockView, RowView, TableView, local, tables_of
from reports.queries.yearcounts import REVIEWER_ONLY, UNCONFIRMED

FIRST_YEAR, LAST_YEAR = 2008, 2100
"""The years a register may be counted for."""
PAGE = 100
"""Cases on a page of a list."""
OFFERED = 3
"""Years up to the present one that every agency can count, besides those it has cases of."""


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule of counting in the reader's language. `number`: by which the rows name it."""

    number: int
    text: str
    certainty: str
    source: str


@dataclass(frozen=True, slots=True)
class CountedRow:
    """One row of a counted table. `rules`: the numbers of the rules it was counted by."""

    view: RowView
    rules: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CountedBlock:
    """Rows under one header."""

    view: BlockView
    rows: tuple[CountedRow, ...]


@dataclass(frozen=True, slots=True)
class CountedTable:
    """A table as counted."""

    view: TableView
    blocks: tuple[CountedBlock, ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """A list beside the table: its name in addresses, in words, how many."""

    name: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Differing:
    """A figure that is published otherwise than it is counted."""

    label: str
    pair: CellPair


@dataclass(frozen=True, slots=True)
class YearPage:
    """The page of a year. `count` None: not counted yet; `report`: the newest own report, in whatever state.

    `reconciliation`: the published report against the count, None where there are not both in one form.
    """

    agency: Agency
    year: int
    form: Form | None
    count: YearCount | None
    tables: tuple[CountedTable, ...]
    rules: tuple[RuleView, ...]
    apart: tuple[Apart, ...]
    report: Report | None
    published: Report | None
    reconciliation: Reconciliation | None
    differing: tuple[Differing, ...]

    @property
    def form_title(self) -> str:
        """The name of the form."""
        return local(self.form.title, self.form.title_en) if self.form else ""

    @property
    def is_complete(self) -> bool:
        """Whether the register is declared complete for that year."""
        return reconciling.is_complete(self.agency, self.year)


@dataclass(frozen=True, slots=True)
class YearLine:
    """A year in the list of an agency's years."""

    year: int
    count: YearCount | None


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case or dispute behind a number, as it stood at the end of the year. Nothing about who applied."""

    pk: int
    number: str
    kind: str
    channel: str
    begun_on: date | None
    ended_on: date | None
    outcome: str


@dataclass(frozen=True, slots=True)
class CaseList:
    """A page of the list behind a number. `pages`: how many there are."""

    title: str
    total: int
    lines: tuple[CaseLine, ...]
    is_of_disputes: bool
    page: int
    pages: int


def years(account: Account | AnonymousUser, *, on: date) -> list[tuple[Agency, list[YearLine]]]:
    """The agencies whose counts one may see, each with its years, newest first. Three queries."""
    agencies = list(access.limited(Agency.objects.order_by("name", "pk"), account, Action.VIEW_COUNT))
    counts = {(one.agency_id, one.year): one for one in YearCount.objects.filter(agency__in=agencies)}
    cases = Application.objects.filter(agency__in=agencies).order_by()
    known = {*counts, *cases.values_list("agency_id", "year").distinct()}
    lately = range(on.year - OFFERED + 1, on.year + 1)
    return [
        (
            agency,
            [
                YearLine(year, counts.get((agency.pk, year)))
                for year in sorted({*lately, *(y for pk, y in known if pk == agency.pk)}, reverse=True)
                if yearcounts.form_of(year)
            ],
        )
        for agency in agencies
    ]


def has_count(account: Account | AnonymousUser, report: Report) -> bool:
    """Whether there is a count to be looked at beside that report, for that account."""
    if report.kind != ReportKind.OWN or yearcounts.form_of(report.year) is None:
        return False
    return access.may(account, Action.VIEW_COUNT, report.agency_id)


def page(agency: Agency, year: int) -> YearPage:
    """The page of a year. Six queries at most, whatever the number of cases."""
    count = YearCount.objects.filter(agency=agency, year=year).first()
    reports = Report.objects.filter(agency=agency, year=year, kind=ReportKind.OWN).order_by("-revision")
    found = list(reports.defer("preamble", "closing"))
    published = next((one for one in found if one.state == "published" and not one.superseded_at), None)
    form = statforms.all_forms().get(count.form_id) if count else yearcounts.form_of(year)
    rules = _rules(count) if count else ()
    against = None
    if count and published and published.form_id == count.form_id:
        why = reconciling.reasons(agency.pk, year)
        against = reconciling.compare(count, figures_of(published), why)
    return YearPage(
        agency,
        year,
        form,
        count,
        _tables(count, form, rules) if count and form else (),
        tuple(_rule(number, one) for number, one in enumerate(rules, start=1)),
        _apart(count) if count else (),
        found[0] if found else None,
        published,
        against,
        _differing(against, form, year) if against and form else (),
    )


def behind(agency: Agency, year: int, *, cell: str, name: str, at: int) -> CaseList | None:
    """The cases behind a cell, or in a list beside the table, as counted now. None: there is no such.

    Raises UncountableCase.
    """
    counted = yearcounts.count(agency, year)
    if counted is None:
        return None
    key = next((one for one in counted.cells if str(one) == cell), None)
    if key is None and name not in TITLES:
        return None
    ids = counted.behind(key) if key else counted.listed(name)
    title = label(counted.form, key, year) if key else str(TITLES[name]())
    is_of_disputes = counted.is_of_disputes(key) if key else name == REVIEWER_ONLY
    pages = max(1, -(-len(ids) // PAGE))
    at = min(max(at, 1), pages)
    shown = ids[(at - 1) * PAGE : at * PAGE]
    lines = _disputes(shown, year) if is_of_disputes else _cases(shown, year)
    return CaseList(title, len(ids), lines, is_of_disputes, at, pages)


def label(form: Form, key: CellKey, year: int) -> str:
    """A cell by row and column."""
    column = form.column(key)
    values = {
        "row": local(form.row(key).label, form.row(key).label_en, year=year),
        "column": local(column.label, column.label_en, year=year),
    }
    return _("%(row)s, %(column)s") % values


TITLES = {
    UNCONFIRMED: lambda: _("Arrived, receipt not confirmed"),
    "correction": lambda: _("Requests to correct one's own records (article 41)"),
    "complaint": lambda: _("Complaints about disclosure (article 51)"),
    REVIEWER_ONLY: lambda: _("Disputes in which the agency was the reviewing organ only"),
}
"""Lists beside the table, in words."""


def _apart(count: YearCount) -> tuple[Apart, ...]:
    numbers = {UNCONFIRMED: count.unconfirmed, **count.apart}
    return tuple(Apart(name, TITLES[name](), numbers.get(name, 0)) for name in TITLES)


def _rules(count: YearCount) -> list[Rule]:
    codes = dict.fromkeys(code for rows in count.rules.values() for one in rows.values() for code in one)
    known = caserules.outcomes().rules
    return [known[code] for code in codes if code in known]


def _rule(number: int, rule: Rule) -> RuleView:
    said = {
        "stated": _("stated in the text"),
        "known": _("general knowledge of the text, to be confirmed"),
        "chosen": _("chosen here: the texts are silent or doubtful"),
    }
    return RuleView(number, local(rule.text, rule.text_en), said[rule.certainty], rule.source)


def _tables(count: YearCount, form: Form, rules: Sequence[Rule]) -> tuple[CountedTable, ...]:
    cells = {
        key: StatCell(table=key.table, row=key.row, column=key.column, value=Decimal(number), raw=str(number))
        for key, number in reconciling.counted_cells(count).items()
    }
    places = {rule.code: number for number, rule in enumerate(rules, start=1)}
    tables = (view for view in tables_of(form, count.year, cells) if view.code in count.cells)
    return tuple(CountedTable(view, _blocks(view, count, places)) for view in tables)


def _blocks(view: TableView, count: YearCount, places: dict[str, int]) -> tuple[CountedBlock, ...]:
    rules, counted = count.rules.get(view.code, {}), count.cells[view.code]

    def row(one: RowView) -> CountedRow:
        codes = rules.get(one.code, rules.get("*", ())) if one.code in counted else ()
        return CountedRow(one, tuple(places[code] for code in codes if code in places))

    return tuple(CountedBlock(block, tuple(map(row, block.rows))) for block in view.blocks)


def _differing(found: Reconciliation, form: Form, year: int) -> tuple[Differing, ...]:
    return tuple(Differing(label(form, pair.key, year), pair) for pair in found.pairs if not pair.agrees)


def _cases(ids: Iterable[int], year: int) -> tuple[CaseLine, ...]:
    rows = Application.objects.filter(pk__in=list(ids)).order_by("year", "serial")
    shown = list(rows.only("pk", "number", "applicant_kind", "channel", "kind", "arrived_on"))
    steps: dict[int, list[CaseStep]] = {row.pk: [] for row in shown}
    for step in CaseStep.objects.filter(
        application__in=shown, struck_at=None, on__lte=date(year, 12, 31), kind__in=yearcounts.COUNTED_STEPS
    ).defer("note"):
        steps[step.application_id].append(step)
    found = []
    for row in shown:
        lived = life(step.step for step in steps[row.pk])
        outcome = casewords.outcome(lived.outcome)
        kind, channel = row.get_applicant_kind_display(), row.get_channel_display()
        found.append(CaseLine(row.pk, row.number, kind, channel, lived.received_on, lived.closed_on, outcome))
    return tuple(found)


def _disputes(ids: Iterable[int], year: int) -> tuple[CaseLine, ...]:
    rows = Dispute.objects.filter(pk__in=list(ids)).select_related("application").order_by("filed_on", "pk")
    rows = rows.only("pk", "kind", "filed_on", "result", "result_on", "application__number")
    found = []
    for row in rows:
        is_decided = row.result_on is not None and row.result_on.year <= year
        result = row.get_result_display() if is_decided else _("pending")
        number = row.application.number if row.application else ""
        ended = row.result_on if is_decided else None
        found.append(CaseLine(row.pk, number, row.get_kind_display(), "", row.filed_on, ended, result))
    return tuple(found)
