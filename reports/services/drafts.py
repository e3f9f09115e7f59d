"""Writing a draft: its fields, chapters, links. Figures: `figures`; its road to the public: `reports`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from reports.domain.roles import Action
from reports.models import Account, Agency, Attachment, Chapter, RelatedLink, Report
from reports.models.event import Act
from reports.models.report import ReportKind
from reports.models.road import State
from reports.services import files
from reports.services.figures import recount
from reports.services.receiving import Judged
from reports.services.revisions import Refused, demand_right, held, held_siblings, saved, told, writable

TEXTS = (
    "title",
    "source_line",
    "published_at",
    "preamble",
    "closing",
    "explanation",
    "correction_note",
)
"""Fields of a draft that may change at any time."""

IDENTITY = ("agency", "year", "kind")
"""What a report is about: fixed as soon as it has a second revision."""


class ChapterText(NamedTuple):
    """A chapter as printed: number "一", heading "概述"."""

    number: str
    heading: str
    text: str


class NewAttachment(NamedTuple):
    """A file to be attached; `title` "" takes the file's name. `judged`: found out about it before."""

    data: bytes
    name: str
    title: str
    position: int
    judged: Judged | None = None


class AttachmentEdit(NamedTuple):
    """What a clerk did to the attachments: `kept` maps an id to (title, place)."""

    added: Sequence[NewAttachment] = ()
    kept: Mapping[int, tuple[str, int]] = MappingProxyType({})
    removed: Collection[int] = ()


@transaction.atomic
def create(
    *,
    by: Account,
    agency: Agency,
    year: int,
    title: str,
    kind: str = ReportKind.OWN,
    form_id: str = "",
    act: Act | None = Act.CREATED,
    origin: str = "",
    revision: int | None = None,
    **texts: object,
) -> Report:
    """A new draft, one revision after the newest of its agency, year and kind. `texts`: fields of TEXTS.

    `act` names its Event (an import says IMPORTED); None: the caller writes one. `origin`, `revision`: where
    a copy was taken from, and its number there. Raises NotAllowed.
    """
    unknown = set(texts) - set(TEXTS)
    if unknown:
        raise TypeError(f"A report has no field {', '.join(sorted(unknown))} that may be given.")
    demand_right(Action.WRITE_REPORT, agency, by)
    siblings = held_siblings(agency, year, kind)
    report = Report.objects.create(
        agency=agency,
        year=year,
        kind=kind,
        revision=revision or (siblings[-1].revision + 1 if siblings else 1),
        origin=origin,
        title=title,
        form_id=form_id,
        created_by=by,
        **texts,
    )
    if act is not None:
        told(report, act, by=by)
    return report


@transaction.atomic
def save_chapters(
    *,
    report: Report,
    chapters: Sequence[tuple[str, str, str]],
    by: Account,
    expected_version: int | None = None,
    act: Act | None = Act.EDITED,
) -> None:
    """Puts these (number, heading, text) in place of the draft's chapters.

    Raises NotAllowed, Refused, Stale.
    """
    row = writable(report, by, expected_version)
    changes = _put_chapters(row, [ChapterText(*chapter) for chapter in chapters])
    _finish(report, row, by=by, changes=changes, act=act)
    if changes:
        recount(report)


@transaction.atomic
def revise(
    *,
    report: Report,
    by: Account,
    fields: dict[str, object],
    chapters: Sequence[ChapterText] | None = None,
    links: Sequence[tuple[str, str]] | None = None,
    attachments: AttachmentEdit | None = None,
    expected_version: int | None = None,
    act: Act | None = Act.EDITED,
) -> Report:
    """Saves a clerk's edit of a draft as one act: fields of TEXTS and IDENTITY, chapters, links (title, URL).

    None leaves chapters, links or attachments as they are. An edit that changes nothing writes nothing.
    `act` None: the caller has written the Event. Raises NotAllowed, Refused, Stale.
    """
    if any(name in fields for name in IDENTITY):
        _demand_free(report, fields)
    if isinstance(fields.get("agency"), Agency):
        demand_right(Action.WRITE_REPORT, fields["agency"], by)
    row = writable(report, by, expected_version)
    done = _put_fields(row, fields)
    if chapters is not None:
        done.update(_put_chapters(row, chapters))
    if links is not None:
        done.update(_put_links(row, links))
    if attachments is not None:
        done.update(_put_attachments(row, attachments))
    _finish(report, row, by=by, changes=done, act=act, fields=(*TEXTS, *IDENTITY))
    if done:
        recount(report)
    return report


@transaction.atomic
def discard(*, report: Report, by: Account, expected_version: int | None = None) -> None:
    """Deletes a draft with everything typed into it; its history stays in the log.

    Whatever is in review, public or withdrawn stays. Raises NotAllowed, Refused, Stale.
    """
    row = held(report, expected_version)
    demand_right(Action.WRITE_REPORT, row.agency, by)
    if row.state != State.DRAFT:
        raise Refused(_("Only a draft can be deleted; what was public is withdrawn instead, with a reason."))
    told(row, Act.DISCARDED, by=by)
    row.delete()


def _finish(
    report: Report,
    row: Report,
    *,
    by: Account,
    changes: dict[str, tuple[str, str]],
    act: Act | None,
    fields: tuple[str, ...] = (),
) -> None:
    if changes:
        saved(row, *fields)
        if act is not None:
            told(row, act, by=by, changes=changes)
    report.refresh_from_db()


def _put_fields(row: Report, fields: dict[str, object]) -> dict[str, tuple[str, str]]:
    unknown = set(fields) - set(TEXTS) - set(IDENTITY)
    if unknown:
        raise TypeError(f"A draft's {', '.join(sorted(unknown))} cannot be edited.")
    changes = {}
    for name, value in fields.items():
        before = getattr(row, name)
        if before != value:
            changes[name] = (_text(before), _text(value))
            setattr(row, name, value)
    return changes


def _demand_free(report: Report, fields: dict[str, object]) -> None:
    """A draft may move to another agency, year or kind only while it is alone and its new place is empty."""
    before = Report.objects.select_related("agency").get(pk=report.pk)
    old = (before.agency, before.year, before.kind)
    new = tuple(fields.get(name, value) for name, value in zip(IDENTITY, old, strict=True))
    if new == old:
        return
    families = {place: held_siblings(*place) for place in sorted((old, new), key=lambda place: place[0].pk)}
    if len(families[old]) > 1:
        raise Refused(_("Agency, year and kind cannot change any more: this report has other revisions."))
    if families[new]:
        raise Refused(
            _(
                "%(agency)s already has a report of %(year)s of this kind. "
                "Open it and make a correction instead."
            )
            % {"agency": new[0], "year": new[1]}
        )


def _put_chapters(row: Report, chapters: Sequence[ChapterText]) -> dict[str, tuple[str, str]]:
    """Row by row over those that stand, so that an unchanged chapter keeps its id."""
    standing = list(row.chapters.all())
    before = [ChapterText(c.number, c.heading, c.text) for c in standing]
    if before == list(chapters):
        return {}
    for position, (number, heading, text) in enumerate(chapters, 1):
        chapter = standing[position - 1] if position <= len(standing) else Chapter(report=row)
        chapter.position, chapter.number, chapter.heading, chapter.text = position, number, heading, text
        chapter.save()
    row.chapters.filter(pk__in=[chapter.pk for chapter in standing[len(chapters) :]]).delete()
    changes = {}
    for place in range(max(len(before), len(chapters))):
        old, new = (_chapter_text(of[place]) if place < len(of) else "" for of in (before, chapters))
        if old != new:
            changes[f"chapter {place + 1}"] = (old, new)
    return changes


def _put_links(row: Report, links: Sequence[tuple[str, str]]) -> dict[str, tuple[str, str]]:
    before = [(link.title, link.url) for link in row.links.order_by("pk")]
    if before == list(links):
        return {}
    row.links.all().delete()
    RelatedLink.objects.bulk_create(RelatedLink(report=row, title=title, url=url) for title, url in links)
    return {"links": ("\n".join(map(" ".join, before)), "\n".join(map(" ".join, links)))}


def _put_attachments(row: Report, edit: AttachmentEdit) -> dict[str, tuple[str, str]]:
    changes = {}
    for attachment in Attachment.objects.filter(report=row, pk__in={*edit.kept, *edit.removed}):
        before = _attachment_text(attachment)
        if attachment.pk in edit.removed:
            changes[f"attachment {attachment.pk}"] = (before, "")
            attachment.delete()
            continue
        attachment.title, attachment.position = edit.kept[attachment.pk]
        if _attachment_text(attachment) != before:
            changes[f"attachment {attachment.pk}"] = (before, _attachment_text(attachment))
            attachment.save(update_fields=["title", "position"])
    for new in edit.added:
        attachment = files.attach(report=row, **new._asdict())
        changes[f"attachment {attachment.pk}"] = ("", _attachment_text(attachment))
    return changes


def _attachment_text(attachment: Attachment) -> str:
    return f"{attachment.position} {attachment.title} ({attachment.name})"


def _chapter_text(chapter: ChapterText) -> str:
    return "\n".join((f"{chapter.number} {chapter.heading}".strip(), chapter.text)).strip()


def _text(value: object) -> str:
    return "" if value is None else str(value)
