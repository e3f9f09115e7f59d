"""The findings of a report that ask for a reason, those that have one, and the reasons that have lapsed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reports.domain.decisions import is_decidable
from reports.domain.everycheck import AnyFinding
from reports.domain.statform.definition import Form
from reports.models import Override, Report
from reports.queries import checks

ASKING = frozenset({"jump"})
"""Rules of the prose whose findings are questions to the publisher, answered in a sentence."""


@dataclass(frozen=True, slots=True)
class Explained:
    """One finding that fails, warns or asks. `decision`: why it stands, None: nobody has said yet.

    `offered`: an earlier reason about other values, or of an earlier revision, that may be true again.
    """

    finding: AnyFinding
    sentence: str
    decision: Override | None
    offered: Override | None

    @property
    def code(self) -> str:
        """The check's code."""
        return self.finding.check

    @property
    def kind(self) -> str:
        """What it is: "fails", "warns" or "asks"."""
        if getattr(self.finding, "rule", "") in ASKING:
            return "asks"
        return "fails" if self.finding.is_hard else "warns"

    @property
    def is_copied(self) -> bool:
        """Whether it compares the words with another report's, which can be shown beside them."""
        return getattr(self.finding, "rule", "") == "copied"


@dataclass(frozen=True, slots=True)
class Explaining:
    """`open`: without a reason, errors first; `decided`: with one; `lapsed`: reasons that fit nothing now."""

    open: tuple[Explained, ...] = ()
    decided: tuple[Explained, ...] = ()
    lapsed: tuple[Override, ...] = ()

    def named(self, code: str) -> Explained | None:
        """The finding of that check, if there is anything to explain about it."""
        return next((one for one in (*self.open, *self.decided) if one.code == code), None)


def of(report: Report, findings: Sequence[AnyFinding], form: Form | None) -> Explaining:
    """Sorts the findings of a report, as staff decided about them; one query."""
    family = Override.objects.filter(
        report__agency=report.agency_id,
        report__year=report.year,
        report__kind=report.kind,
        report__revision__lte=report.revision,
    )
    stored = list(family.select_related("by", "report").order_by("report__revision", "pk"))
    newest = {one.check_code: one for one in stored}
    own = {one.check_code: one for one in stored if one.report_id == report.pk}
    codes = {finding.check for finding in findings}
    homeless = [one for code, one in newest.items() if code not in codes]
    open_ones, decided = [], []
    for finding in findings:
        if not is_decidable(finding):
            continue
        sentence = checks.sentence(finding, form, report.year)
        if finding.status == "overridden":
            decided.append(Explained(finding, sentence, own.get(finding.check), None))
        else:
            offered = newest.get(finding.check) or _alike(finding.check, homeless)
            open_ones.append(Explained(finding, sentence, None, offered))
    open_ones.sort(key=lambda one: not one.finding.is_hard)
    fitting = {one.code for one in decided}
    lapsed = tuple(one for code, one in own.items() if code not in fitting)
    return Explaining(tuple(open_ones), tuple(decided), lapsed)


def _alike(code: str, homeless: Iterable[Override]) -> Override | None:
    """The reason given to the same rule about words that have changed since: their code changed with them."""
    rule, _slash, _words = code.rpartition("/")
    if not rule.startswith("prose/"):
        return None
    return next((one for one in homeless if one.check_code.rpartition("/")[0] == rule), None)
