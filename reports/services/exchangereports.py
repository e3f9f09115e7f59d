"""Annual reports of another portal as copies here: entered, corrected and withdrawn on the road of any other.

A copy is known by `Report.origin`, the address of that revision over there. Nothing else is ever touched:
where a report of that agency, year and kind was entered here, it stays as it is, and nothing is added.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.domain.document import Unreadable
from reports.domain.exchange import Body, Change, File, Named
from reports.domain.exchangereport import ReportRecord
from reports.domain.refusal import Refused as Rejected
from reports.domain.statform.definition import CellKey
from reports.domain.statform.table import Cell
from reports.models import Agency, Attachment, RelatedLink, Report, SourceFile
from reports.models.event import Act
from reports.models.road import State
from reports.queries import exchange, refusals, statforms
from reports.readers import opening
from reports.services import exchangeagencies, files, overrides, reports, scanning
from reports.services.exchangeagencies import Places
from reports.services.exchangedocuments import Bytes, Fetched, Hands
from reports.services.reports import AttachmentEdit, ChapterText, NewAttachment
from reports.services.revisions import Refused, held_siblings, words

RULE = "exchange"
"""What says of a figure that it was found in another portal's record."""
SOURCES = frozenset({*opening.ENDINGS, "doc", "xls", "shtml"})
"""How the name of a source may end: pages and papers, never what a computer would run."""
CLOCKS_APART = timedelta(days=1)
"""How far the clock of the other portal may be ahead of ours."""


def missing(change: Change, base: str, places: Places, hands: Hands) -> Sequence[int]:
    """Numbers of the revisions to be asked for, oldest first: those between the newest here and that one.

    Empty where that one, or a newer one, is here: then there is nothing to fetch.
    """
    named = _named(change)
    newest = max((row.revision for row in _family(named, change.address, base, places, hands)), default=0)
    return range(newest + 1, named.revision + 1)


def lacking(records: Sequence[ReportRecord], base: str, places: Places, hands: Hands) -> list[File]:
    """Their files whose bytes are not kept with an earlier revision here, each once."""
    wanted = {one.sha256: one for record in records for one in (*record.attachments, *record.sources)}
    here: Mapping[str, object] = {}
    if records:
        first = records[0]
        here = _kept(_family(first.named, first.address, base, places, hands))
    return [one for sha256, one in wanted.items() if sha256 not in here]


def unjudged(
    records: Sequence[ReportRecord], data: Bytes, base: str, places: Places, hands: Hands
) -> Iterator[tuple[File, bytes]]:
    """Their attachments, each once under each name, with their bytes."""
    wanted = {(one.sha256, one.name): one for record in records for one in record.attachments}
    stored: Mapping[str, Attachment | SourceFile] = {}
    if records:
        stored = _kept(_family(records[0].named, records[0].address, base, places, hands))
    for one in wanted.values():
        yield one, data[one.sha256] if one.sha256 in data else _bytes(stored[one.sha256])


def demand_sources(record: ReportRecord, data: Bytes) -> None:
    """Judges the sources that were fetched, each under its name. Takes its time. Raises Refused."""
    for one in record.sources:
        if one.sha256 in data:
            _demand_clean(data[one.sha256], one.name)


def take(record: ReportRecord, data: Fetched, base: str, places: Places, hands: Hands) -> str:
    """Publishes the copy of a revision. Returns "taken", "same", "kept" (our own stands) or "passed".

    Call it inside a transaction. `data`: the bytes of `lacking`, those `unjudged` judged, and the sources
    demanded: nothing slow is done here, since all who write wait for it. Raises Refused.
    """
    agency = exchangeagencies.of(record.agency, base, places, by=hands.writer)
    named = record.named
    family = held_siblings(agency, named.year, named.kind)
    copies = [row for row in family if row.origin.startswith(f"{base}/")]
    if len(copies) < len(family):
        return _beside_our_own(family, copies)
    if copies and copies[-1].revision >= named.revision:
        return "same"
    if copies and _is_withdrawn_by_hand(copies[-1], hands):
        return "passed"
    whole = {**data.data, **_read(record, copies, data.data)}
    report = _entered(record, agency, Fetched(whole, data.judged), base, hands)
    reports.submit(report=report, by=hands.writer)
    reports.approve_and_publish(
        report=report, by=hands.releaser, is_secrecy_reviewed=True, is_privacy_looked_over=True
    )
    if exchange.digest_of_report(report) != record.sha256:
        raise Refused(
            _(
                "“%(title)s” would not stand here as it stands there: part of its words, figures or files "
                "cannot be kept as it is."
            )
            % {"title": report.title[:120]}
        )
    return "taken"


def is_here(change: Change, base: str, places: Places, hands: Hands) -> bool:
    """Whether a copy of the very revision that change is about is here."""
    named = _named(change)
    family = _family(named, change.address, base, places, hands)
    return any(row.revision == named.revision for row in family)


def withdraw(change: Change, base: str, places: Places, hands: Hands) -> bool:
    """Takes back the copy of the revision that was withdrawn there; False where none of it is public.

    Where that revision never came here, an earlier one that it replaced is taken back: there, too, none
    stands any more. Only a caller who knows that none does may ask so. Raises Refused.
    """
    named = _named(change)
    family = _family(named, change.address, base, places, hands)
    row = next((one for one in family if one.revision == named.revision), None)
    if row is None:
        earlier = [one for one in family if one.revision < named.revision and one.superseded_at is None]
        row = earlier[-1] if earlier else None
    if row is None or row.state != State.PUBLISHED:
        return False
    reason = words(change.reason) or _("Withdrawn where it was published first.")
    reports.withdraw(report=row, reason=reason, by=hands.releaser)
    return True


def _named(change: Change) -> Named:
    if change.report is None:
        raise TypeError("That change is not about a report.")
    return change.report


def _family(named: Named, address: str, base: str, places: Places, hands: Hands) -> list[Report]:
    """The copies of that report's revisions here, oldest first."""
    slug = address.split("/")[2] if address.startswith("/reports/") else ""
    agency = places.named.get(slug)
    if agency is None:
        agency = exchangeagencies.taken_over(Body(named.agency, {}), base, by=hands.writer)
    if agency is None:
        return []
    rows = Report.objects.filter(
        agency=agency, year=named.year, kind=named.kind, origin__startswith=f"{base}/"
    )
    return list(rows.order_by("revision"))


def _beside_our_own(family: Sequence[Report], copies: Sequence[Report]) -> str:
    """What becomes of a revision where one was entered here that is no copy of that portal's."""
    own = [row for row in family if row not in copies]
    if copies and all(row.state in (State.DRAFT, State.IN_REVIEW) for row in own):
        raise Refused(
            _("“%(title)s” is being corrected here by hand. Publish that or delete it first.")
            % {"title": own[0].title[:120]}
        )
    return "kept"


def _is_withdrawn_by_hand(row: Report, hands: Hands) -> bool:
    return row.state == State.WITHDRAWN and row.withdrawn_by != hands.releaser


def _entered(record: ReportRecord, agency: Agency, data: Fetched, base: str, hands: Hands) -> Report:
    """The draft with everything that the record holds."""
    _demand_sound(record)
    cells, named = _cells(record), record.named
    report = reports.create(
        by=hands.writer,
        agency=agency,
        year=named.year,
        kind=named.kind,
        revision=named.revision,
        form_id=record.form,
        act=Act.IMPORTED,
        origin=base + record.address,
        published_at=record.published_at,
        **record.texts,
    )
    if cells:
        reports.save_cells(report=report, cells=cells, by=hands.writer, act=None)
    added = [
        NewAttachment(
            data.data[one.sha256], one.name, one.title, place, data.judged.get((one.sha256, one.name))
        )
        for place, one in enumerate(record.attachments, 1)
    ]
    reports.revise(
        report=report,
        by=hands.writer,
        fields={},
        chapters=[ChapterText(*one) for one in record.chapters],
        links=record.links,
        attachments=AttachmentEdit(added=added),
        act=None,
    )
    for one in record.sources:
        _demand_harmless(one.name)
        files.keep_source(report=report, data=data.data[one.sha256], name=one.name)
    _override(report, record, hands)
    report.refresh_from_db()
    return report


def _demand_sound(record: ReportRecord) -> None:
    """What staff could not enter here either: no title, a year or a time to come, links that lead nowhere."""
    now = timezone.now()
    is_early = record.published_at is not None and record.published_at > now + CLOCKS_APART
    if is_early or record.named.year > timezone.localdate(now).year or not words(record.texts["title"]):
        raise Refused(_unsound(record))
    for title, url in record.links:
        try:
            RelatedLink(title=title, url=url).clean_fields(exclude=["report"])
        except ValidationError as problem:
            raise Refused(_unsound(record)) from problem


def _unsound(record: ReportRecord) -> str:
    return _(
        "The report at %(address)s could not be published here either: it has no title, is of a year or a "
        "time to come, or has a link that leads nowhere."
    ) % {"address": record.address}


def _cells(record: ReportRecord) -> list[Cell]:
    form = statforms.all_forms().get(record.form)
    if record.form and form is None:
        raise Refused(
            _(
                "This portal does not know the statistics form “%(form)s” of the report at %(address)s. "
                "Is the other one newer?"
            )
            % {"form": record.form, "address": record.address}
        )
    known: dict[str, CellKey] = {str(key): key for key in tuple(form.keys())} if form else {}
    unknown = [figure.key for figure in record.figures if figure.key not in known]
    if unknown:
        raise Refused(
            _("The form “%(form)s” has no cell “%(cell)s”.") % {"form": record.form, "cell": unknown[0][:80]}
        )
    return [Cell(known[one.key], one.value, one.raw, one.unit, rule=RULE) for one in record.figures]


def _override(report: Report, record: ReportRecord, hands: Hands) -> None:
    """The reasons given over there, each where the check that it is about finds the same here.

    Our own checks judge. What they find and nobody there gave a reason for stands on our page as found.
    """
    for check, reason in record.overrides:
        try:
            overrides.override(report=report, check_code=check, reason=reason, by=hands.writer)
        except Refused:
            continue  # this check is not made here, or finds nothing


def _demand_clean(data: bytes, name: str) -> None:
    """A source is handed to the public byte for byte, under its name: only what could be read here, too."""
    _demand_harmless(name)
    try:
        opening.read(data, name=name)
        scanning.demand_clean(data, name=name)
    except Rejected as rejected:
        raise Refused(refusals.sentence(rejected)) from rejected
    except Unreadable as problem:
        raise Refused(refusals.sentence(Rejected(problem.reason, **{**problem.detail, "name": name}))) from (
            problem
        )


def _demand_harmless(name: str) -> None:
    ending = PurePosixPath(files.neutral_name(name)).suffix.removeprefix(".").lower()
    if ending and ending not in SOURCES:
        values = {"name": name, "kind": f".{ending}", "kinds": ", ".join(opening.ACCEPTED)}
        raise Refused(refusals.sentence(Rejected("kind", **values)))


def _kept(family: Sequence[Report]) -> dict[str, Attachment | SourceFile]:
    """SHA-256 → a file of one of these revisions that has it."""
    found: dict[str, Attachment | SourceFile] = {}
    for model in (Attachment, SourceFile):
        found |= {row.sha256: row for row in model.objects.filter(report__in=family)}
    return found


def _read(record: ReportRecord, copies: Sequence[Report], data: Bytes) -> dict[str, bytes]:
    """The bytes of its files that an earlier revision here has."""
    here, found = _kept(copies), {}
    for one in (*record.attachments, *record.sources):
        if one.sha256 not in data and one.sha256 in here:
            found[one.sha256] = _bytes(here[one.sha256])
    return found


def _bytes(row: Attachment | SourceFile) -> bytes:
    with row.file.open("rb") as file:
        return file.read()
