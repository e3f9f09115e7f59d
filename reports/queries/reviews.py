"""What a reviewer looks at: a revision against what is public now, cell by cell and sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from reports.domain.comparing import Piece, compared, has_changed, paired
from reports.domain.road import Place, Step, Why, why_not
from reports.domain.statform.definition import CellKey, Form
from reports.domain.statform.identities import Finding
from reports.domain.statform.numbers import written
from reports.models import Account, Report, StatCell
from reports.models.event import Act
from reports.queries import checks, dossiers, hints, powers, statforms
from reports.queries.changes import FIELDS, field_name
from reports.queries.dossiers import Dossier
from reports.queries.figures import cells_of
from reports.queries.hints import Hint
from reports.queries.reportfigures import TableChecks
from reports.queries.stattables import TableView, local

TEXTS = ("title", "source_line", "correction_note", "explanation", "preamble")
AFTER = ("closing",)


@dataclass(frozen=True, slots=True)
class CellChange:
    """A figure that is not what it was. `findings`: the sentences of the checks that fail there now."""

    table: str
    row: str
    column: str
    old: str
    new: str
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextChange:
    """A field or chapter that is not what it was. `kind`: "changed", "new" or "gone"."""

    name: str
    kind: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ItemChange:
    """A link or an attachment that came or went, or a short field: its old and its new words, "" for none."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Review:
    """One revision as a reviewer reads it. `standing`: the revision that is public now, None for a first one.

    `printed` are its tables in full where there is nothing to compare them with. `place`: where it stands
    for the person who looks.
    """

    dossier: Dossier
    standing: Report | None
    cells: tuple[CellChange, ...]
    texts: tuple[TextChange, ...]
    items: tuple[ItemChange, ...]
    printed: tuple[tuple[TableView, TableChecks], ...]
    hints: tuple[Hint, ...]
    place: Place

    @property
    def report(self) -> Report:
        """The revision itself."""
        return self.dossier.report

    @property
    def is_unchanged(self) -> bool:
        """Whether the public would read exactly what it reads now."""
        return self.standing is not None and not (self.cells or self.texts or self.items or self.printed)

    @property
    def may_approve(self) -> bool:
        """Whether the person who looks may approve it now."""
        return why_not(Step.APPROVE, self.place) is None

    @property
    def may_publish_too(self) -> bool:
        """Whether that person may publish it in the same step."""
        return self.may_approve and Step.PUBLISH in open_after_approval(self.place)

    @property
    def may_publish_alone(self) -> bool:
        """Whether that person may publish it without a second one."""
        return why_not(Step.PUBLISH_ALONE, self.place) is None

    @property
    def wrote_it(self) -> bool:
        """Whether only having written it keeps that person from approving it."""
        return why_not(Step.APPROVE, self.place) is Why.WROTE


def of(report: Report, account: Account) -> Review:
    """The review of a revision for that person; a fixed number of queries."""
    dossier = dossiers.of(report)
    standing = (
        Report.objects.current()
        .filter(agency=report.agency_id, year=report.year, kind=report.kind)
        .exclude(pk=report.pk)
    )
    old = standing.select_related("agency").first()
    is_comparable = old is not None and old.form_id == report.form_id
    return Review(
        dossier=dossier,
        standing=old,
        cells=_cells(old, report, dossier) if old and is_comparable else (),
        texts=_texts(old, report),
        items=_items(old, report),
        printed=() if is_comparable else _printed(dossier),
        hints=tuple(hints.of_report(report)),
        place=powers.place(report, account),
    )


def open_after_approval(place: Place) -> list[Step]:
    """What the same person could do once the report is approved."""
    after = Place(place.state, place.rights, place.is_writer, True, place.is_scheduled, place.is_one_person)
    return [step for step in Step if why_not(step, after) is None]


def failing_codes(findings: Iterable[Finding]) -> frozenset[str]:
    """The codes of the hard checks that fail."""
    return frozenset(finding.check for finding in findings if finding.status == "fails" and finding.is_hard)


def failing_at_approval(report: Report) -> frozenset[str]:
    """The codes of the checks that failed when its last approval was given; none without an approval."""
    approval = report.events.filter(act=Act.APPROVED).last()
    return frozenset(approval.changes.get("failing", ("", ""))[1].split()) if approval else frozenset()


def _printed(dossier: Dossier) -> tuple[tuple[TableView, TableChecks], ...]:
    figures = dossier.figures
    return tuple((table, figures.checks_of(table.code)) for table in figures.tables) if figures else ()


def _cells(old: Report, new: Report, dossier: Dossier) -> tuple[CellChange, ...]:
    form = statforms.all_forms().get(new.form_id)
    if form is None or dossier.figures is None:
        return ()
    before, after = cells_of(old), cells_of(new)
    failing = [finding for finding in dossier.figures.findings if finding.status == "fails"]
    pairs = ((key, _shown(before.get(key)), _shown(after.get(key))) for key in list(form.keys()))
    return tuple(_cell(form, new.year, key, was, now, failing) for key, was, now in pairs if was != now)


def _cell(form: Form, year: int, key: CellKey, old: str, new: str, failing: Sequence[Finding]) -> CellChange:
    table, row, column = form.table(key.table), form.row(key), form.column(key)
    return CellChange(
        local(table.title, table.title_en),
        local(row.label, row.label_en, year=year),
        local(column.label, column.label_en, year=year),
        old,
        new,
        tuple(checks.sentence(finding, form, year) for finding in failing if key in finding.cells),
    )


def _shown(cell: StatCell | None) -> str:
    if cell is None:
        return ""
    return cell.raw or (written(cell.value) if cell.value is not None else "")


def _texts(old: Report | None, new: Report) -> tuple[TextChange, ...]:
    found = (*changed_fields(TEXTS, old, new), *changed_chapters(old, new), *changed_fields(AFTER, old, new))
    return (*found, *_changed_reasons(old, new)) if old else found


def _changed_reasons(old: Report, new: Report) -> list[TextChange]:
    """The reasons given for findings that came, went or changed; a first report shows them beside."""
    before, after = (dict(one.overrides.values_list("check_code", "reason")) for one in (old, new))
    form = statforms.all_forms().get(new.form_id)
    found = (
        _text(field_name(f"check {code}", form, new.year), before.get(code, ""), after.get(code, ""))
        for code in sorted({*before, *after})
    )
    return [one for one in found if one]


def changed_fields(names: Iterable[str], old: Report | None, new: Report) -> list[TextChange]:
    """Those fields that say something else than they did, sentence by sentence."""
    pairs = ((str(FIELDS[name]), getattr(old, name, "") or "", getattr(new, name)) for name in names)
    return [found for name, was, now in pairs if (found := _text(name, was, now))]


def changed_chapters(old: Report | None, new: Report) -> list[TextChange]:
    """The chapters that came, went or changed, sentence by sentence."""
    before = list(old.chapters.all()) if old else []
    after = list(new.chapters.all())
    found = []
    for b, a in paired([chapter.heading for chapter in before], [chapter.heading for chapter in after]):
        # A heading that stays stands above the comparison already.
        is_kept = b is not None and a is not None and str(before[b]) == str(after[a])
        was = "" if b is None else before[b].text if is_kept else f"{before[b]}\n{before[b].text}"
        now = "" if a is None else after[a].text if is_kept else f"{after[a]}\n{after[a].text}"
        name = str(after[a]) if a is not None else str(before[b or 0])
        found.append(_text(name, was, now))
    return [one for one in found if one]


def _text(name: str, old: str, new: str) -> TextChange | None:
    pieces = compared(old, new)
    if not has_changed(pieces):
        return None
    return TextChange(name, "changed" if old and new else ("new" if new else "gone"), pieces)


def _items(old: Report | None, new: Report) -> tuple[ItemChange, ...]:
    found = []
    for name, of_report in (
        (str(FIELDS["published_at"]), _times),
        (str(FIELDS["form_id"]), _forms),
        (_("related interpretation"), _links),
        (_("attachment"), _attachments),
    ):
        before, after = of_report(old) if old else [], of_report(new)
        if len(before) == len(after) == 1 and before != after and of_report in (_times, _forms):
            found.append(ItemChange(name, before[0], after[0]))
            continue
        found += [ItemChange(name, one, "") for one in before if one not in after]
        found += [ItemChange(name, "", one) for one in after if one not in before]
    return tuple(found)


def _times(report: Report) -> list[str]:
    at = report.published_at
    return [f"{timezone.localtime(at):%Y-%m-%d %H:%M}"] if at else []


def _forms(report: Report) -> list[str]:
    form = statforms.all_forms().get(report.form_id)
    return [local(form.short_title, form.short_title_en)] if form else []


def _links(report: Report) -> list[str]:
    return [f"{link.title} {link.url}" for link in report.links.all()]


def _attachments(report: Report) -> list[str]:
    """By name and content, so that another file under the same name is seen."""
    return [f"{one.title} ({one.name}, SHA-256 {one.sha256[:12]}…)" for one in report.attachments.all()]
