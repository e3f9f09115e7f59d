"""What the public reads of a register: how a report's figures agree with it, and a year's anonymous counts.

Counts nothing: it shows what `services.yearly` kept, with small numbers protected already.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from reports.domain.casework.outcomes import HOME
from reports.domain.casework.protecting import TOTAL, Mark
from reports.domain.casework.steps import Applicant
from reports.domain.casework.tallying import GROUPS, IN_TIME, LATER
from reports.domain.statform.definition import CellKey
from reports.models import Agency, Report, YearCount
from reports.models.application import ApplicantKind, Channel
from reports.queries import reconciling, statforms
from reports.queries.reconciling import CellPair
from reports.queries.stattables import local
from reports.queries.yearpages import label


@dataclass(frozen=True, slots=True)
class Difference:
    """A published figure that the register counts otherwise. `reason` "": nobody has said why."""

    label: str
    pair: CellPair

    @property
    def reason(self) -> str:
        """Why they differ."""
        return self.pair.reason


@dataclass(frozen=True, slots=True)
class TableAgreement:
    """One table of a report against the register."""

    title: str
    total: int
    agreeing: int
    explained: tuple[Difference, ...]
    open: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """A report against the register."""

    tables: tuple[TableAgreement, ...]
    counted_at: datetime

    @property
    def is_whole(self) -> bool:
        """Whether every figure agrees."""
        return all(table.agreeing == table.total for table in self.tables)

    @property
    def has_open(self) -> bool:
        """Whether a difference is not explained."""
        return any(table.open for table in self.tables)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as printed. `value` None: protected, `mark` says how ("few", "hidden")."""

    code: str
    label: str
    value: int | None
    mark: str

    @property
    def text(self) -> str:
        """What is printed."""
        if self.value is not None:
            return f"{self.value:,}"
        return _("1 to 4") if self.mark == Mark.FEW else _("not listed")


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A total in parts; `figures` empty: too few to be told apart."""

    code: str
    title: str
    total: int
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of applicant with its outcomes, the sum last."""

    code: str
    label: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class RegisterYear:
    """A year of a register for the public. `share`: percent closed within the first period, None: not told.

    `kinds` empty: the whole grid cannot be told; then `breakdowns` may hold its sums instead.
    """

    agency: Agency
    year: int
    counted_at: datetime
    received: int
    closed: int
    breakdowns: tuple[Breakdown, ...]
    kinds: tuple[KindRow, ...]
    groups: tuple[str, ...]
    median: float | None
    share: float | None
    has_protected: bool


def agreement(report: Report) -> Agreement | None:
    """The standing report against the register; None where nothing is compared. Three queries at most."""
    if report.superseded_at is not None:
        return None
    found = reconciling.of_report(report)
    form = statforms.all_forms().get(report.form_id)
    if found is None or form is None:
        return None
    tables = []
    for code in dict.fromkeys(pair.key.table for pair in found.pairs):
        pairs = [pair for pair in found.pairs if pair.key.table == code]
        differing = [Difference(label(form, p.key, report.year), p) for p in pairs if not p.agrees]
        table = form.table(code)
        tables.append(
            TableAgreement(
                local(table.title, table.title_en),
                len(pairs),
                len(pairs) - len(differing),
                tuple(one for one in differing if one.reason),
                tuple(one for one in differing if not one.reason),
            )
        )
    return Agreement(tuple(tables), found.counted_at)


def of_year(slug: str, year: int) -> RegisterYear | None:
    """The anonymous counts of a year; None unless its register is declared complete and its report stands.

    Three queries. The report comes first, since it is the agency's word on the year.
    """
    agency = Agency.objects.filter(slug=slug).first()
    if agency is None or not is_public(agency, year):
        return None
    count = YearCount.objects.filter(agency=agency, year=year).exclude(told={}).first()
    return _shown(agency, count) if count else None


def is_public(agency: Agency, year: int) -> bool:
    """Whether anybody may read the counts of that year."""
    if not reconciling.is_complete(agency, year):
        return False
    return Report.objects.current().own().filter(agency=agency, year=year).exists()


def public_years() -> QuerySet[YearCount]:
    """Every year of every register that anybody may read, as `of_year` has it, the latest counted first."""
    told = Report.objects.current().own().filter(agency=OuterRef("agency"), year=OuterRef("year"))
    counts = YearCount.objects.exclude(told={}).filter(agency__register_from__lte=F("year"))
    return counts.filter(Exists(told)).select_related("agency").order_by("-counted_at", "-pk")


def lines(found: RegisterYear) -> list[list[str]]:
    """The same as rows of a CSV file: codes, labels, the number or what stands for it."""
    head = ["agency", "year", "table", "row", "column", "table_label", "row_label", "column_label", "value"]
    about = [found.agency.name, str(found.year)]
    rows = [head]
    for table in found.breakdowns:
        total = Figure(TOTAL, _("Total"), table.total, "")
        for one in (*table.figures, total):
            rows.append([*about, table.code, one.code, "", table.title, one.label, "", _sign(one)])
    for kind in found.kinds:
        for place, one in enumerate(kind.figures):
            label_ = (*found.groups, _("Total"))[place]
            rows.append(
                [*about, "outcomes", kind.code, one.code, outcomes_title(), kind.label, label_, _sign(one)]
            )
    median = "" if found.median is None else f"{found.median:g}"
    rows.append([*about, "speed", "median", "", _("Working days to the answer"), _("Median"), "", median])
    return rows


def as_json(found: RegisterYear, *, address: str) -> dict[str, object]:
    """The same as one object; "few" stands for 1 to 4, "hidden" for what would give those away."""
    return {
        "agency": found.agency.name,
        "year": found.year,
        "address": address,
        "counted_at": found.counted_at.isoformat(),
        "received": found.received,
        "closed": found.closed,
        "tables": {
            table.code: {
                "title": table.title,
                "total": table.total,
                "figures": {one.code: _plain(one) for one in table.figures} or None,
            }
            for table in found.breakdowns
        },
        "outcomes": {kind.code: {one.code: _plain(one) for one in kind.figures} for kind in found.kinds}
        or None,
        "median_working_days": found.median,
        "share_within_first_period_percent": found.share,
    }


def outcomes_title() -> str:
    """The name of the table of kinds of applicant by outcome."""
    return _("Closed in the year, by kind of applicant and outcome")


def _shown(agency: Agency, count: YearCount) -> RegisterYear:
    told = count.told
    speed = told["speed"]
    channels = {channel.value: str(channel.label) for channel in Channel}
    months = {str(number): str(name) for number, name in MONTHS.items()}
    within = {
        IN_TIME: _("within the first period"),
        LATER: _("after an extension or delay, or late"),
    }
    breakdowns = [
        _breakdown("months", _("Received, by month"), told["months"], months),
        _breakdown("channels", _("Received, by way of applying"), told["channels"], channels),
        *_sums(told["outcomes"]),
        _breakdown("speed", _("Closed, by period"), speed, within),
    ]
    in_time = (speed["cells"] or {}).get(IN_TIME)
    is_told = isinstance(in_time, int) and speed["total"] > 0
    return RegisterYear(
        agency,
        count.year,
        datetime.fromisoformat(told["counted_at"]) if "counted_at" in told else count.counted_at,
        told["months"]["total"],
        told["outcomes"]["total"],
        tuple(breakdowns),
        _kinds(told["outcomes"]),
        tuple(_groups().values()),
        speed["median"],
        round(100 * in_time / speed["total"], 1) if is_told else None,
        _has_protected(told),
    )


def _breakdown(code: str, title: str, told: Mapping, labels: Mapping[str, str]) -> Breakdown:
    cells = told["cells"] or {}
    figures = tuple(_figure(key, labels[key], cells[key]) for key in labels if key in cells)
    return Breakdown(code, title, told["total"], figures)


def _sums(told: Mapping) -> list[Breakdown]:
    """The sums of the grid by row and by column, where the grid itself cannot be told."""
    if told["cells"] is not None:
        return []
    total = told["total"]
    by_kind, by_group = _("Closed, by kind of applicant"), _("Closed, by outcome")
    return [
        _breakdown("kinds", by_kind, {"total": total, "cells": told.get("rows")}, _kind_names()),
        _breakdown("groups", by_group, {"total": total, "cells": told.get("columns")}, _groups()),
    ]


def _kinds(told: Mapping) -> tuple[KindRow, ...]:
    cells = told["cells"]
    if cells is None or not told["total"]:
        return ()
    groups = {**_groups(), TOTAL: _("Total")}
    return tuple(
        KindRow(kind, name, tuple(_figure(code, groups[code], cells[kind][code]) for code in groups))
        for kind, name in (*_kind_names().items(), (TOTAL, _("Total")))
    )


def _kind_names() -> dict[str, str]:
    names = dict(ApplicantKind.choices)
    return {kind.value: str(names[kind.value]) for kind in Applicant}


def _groups() -> dict[str, str]:
    form = statforms.form(HOME)
    rows = {code: form.row(CellKey("applications", code, TOTAL)) for code in GROUPS}
    return {code: local(row.label, row.label_en) for code, row in rows.items()}


def _figure(code: str, name: str, stored: int | str) -> Figure:
    return Figure(code, name, stored, "") if isinstance(stored, int) else Figure(code, name, None, stored)


def _has_protected(told: Mapping | Sequence | str | float | None) -> bool:
    """Whether any number was protected."""
    if isinstance(told, Mapping):
        return any(_has_protected(one) for one in told.values()) or ("cells" in told and not told["cells"])
    return isinstance(told, str)


def _plain(one: Figure) -> int | str:
    return one.mark if one.value is None else one.value


def _sign(one: Figure) -> str:
    return str(_plain(one))
