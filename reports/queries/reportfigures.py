"""The figures of one report with what its checks found, table by table, for its page and its files."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from reports.domain.decisions import decided
from reports.domain.prose.checking.findings import Source
from reports.domain.statform.definition import Form
from reports.domain.statform.identities import Finding, check
from reports.domain.statform.series import translated
from reports.domain.statform.table import Figures as Values
from reports.models import Report
from reports.queries import checks, decisions, statforms
from reports.queries.figures import cells_of, figures_of
from reports.queries.stattables import TableView, local, numbered, tables_of


@dataclass(frozen=True, slots=True)
class CheckView:
    """One check in words: `name` the figure it is about, `sentence` its arithmetic, `anchor` its place.

    `mark` is the place of the words it marks in the narrative, "" for none. `reason`: why staff let it stand.
    `source`: the public report of another agency that it compares with.
    """

    anchor: str
    code: str
    name: str
    status: str
    is_hard: bool
    sentence: str
    mark: str = ""
    reason: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class CheckGroup:
    """Checks of one kind that found nothing wrong, under their heading."""

    heading: str
    checks: tuple[CheckView, ...]

    @property
    def open(self) -> int:
        """How many of them cannot tell."""
        return sum(check.status == "cannot-tell" for check in self.checks)

    @property
    def held(self) -> int:
        """How many of them hold."""
        return len(self.checks) - self.open


@dataclass(frozen=True, slots=True)
class TableChecks:
    """What the checks of one table found: what does not add up, errors first, and the rest by kind.

    `decided`: what does not add up either, each with the reason for which staff let it stand.
    """

    summary: checks.Summary
    problems: tuple[CheckView, ...]
    groups: tuple[CheckGroup, ...]
    decided: tuple[CheckView, ...] = ()

    @property
    def has_any(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.problems or self.groups or self.decided)


@dataclass(frozen=True, slots=True)
class Figures:
    """A report's tables, and the findings over them in the form's order. `values`: every cell, None blank."""

    form: Form
    year: int
    tables: tuple[TableView, ...]
    findings: tuple[Finding, ...]
    values: Values = field(default_factory=dict)

    @property
    def summary(self) -> checks.Summary:
        """How many checks hold, fail, warn and cannot tell, over all tables."""
        return checks.summary(self.findings)

    def findings_of(self, table: str) -> list[Finding]:
        """Those about one table."""
        return [finding for finding in self.findings if finding.cells[0].table == table]

    def checks_of(self, table: str) -> TableChecks:
        """The checks of one table in words."""
        findings = self.findings_of(table)
        failed = sorted((f for f in findings if f.status == "fails"), key=lambda f: not f.is_hard)
        groups = checks.groups(f for f in findings if f.status not in ("fails", "overridden"))
        return TableChecks(
            checks.summary(findings),
            tuple(self._view(finding) for finding in failed),
            tuple(
                CheckGroup(group.heading, tuple(self._view(finding) for finding in group.findings))
                for group in groups
            ),
            tuple(self._view(f) for f in findings if f.status == "overridden"),
        )

    def _view(self, finding: Finding) -> CheckView:
        sentence = checks.sentence(finding, self.form, self.year)
        key = finding.cells[0]
        column = self.form.column(key)
        name = _("%(row)s, %(column)s") % {
            "row": numbered(self.form.row(key), self.year),
            "column": local(column.label, column.label_en, year=self.year),
        }
        return CheckView(
            anchor(finding.check),
            finding.check,
            name,
            finding.status,
            finding.is_hard,
            sentence,
            reason=finding.reason,
        )


def of_report(report: Report, previous: Report | None) -> Figures | None:
    """The figures of a report; None where it has no statistics table.

    `previous` is the report before it (`previous_of`), for the checks that cross years.
    """
    form = statforms.all_forms().get(report.form_id)
    if form is None:
        return None
    cells = cells_of(report)
    values = {key: cell.value for key, cell in cells.items()}
    found = check(form, values, previous_figures(form, previous))
    findings = decided(found, decisions.of_report(report))
    return Figures(form, report.year, tables_of(form, report.year, cells, findings), tuple(findings), values)


def previous_of(report: Report) -> Report | None:
    """The same agency's standing report on the year before, of the same kind, in whatever form."""
    before = Report.objects.current().filter(
        agency_id=report.agency_id, year=report.year - 1, kind=report.kind, form_id__in=statforms.all_forms()
    )
    return before.only("pk", "version", "updated_at", "form_id").first()


def previous_figures(form: Form, previous: Report | None) -> Values | None:
    """Last year's figures at the addresses of `form`, blanks as None; None without a report.

    What last year's form did not count is left out, as `links.toml` tells. One query.
    """
    if previous is None:
        return None
    before = statforms.form(previous.form_id)
    return translated(figures_of(previous), before, form, statforms.links())


def anchor(code: str) -> str:
    """The id in the page of the check of that code."""
    return "check-" + code.translate({ord(sign): "-" for sign in "/:."})
