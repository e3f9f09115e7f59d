"""What an import read, as one JSON object for programs and as sentences for a clerk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.domain.decisions import decided as applied
from reports.domain.everycheck import AnyFinding
from reports.domain.prose.checking.findings import ProseFinding
from reports.domain.statform.definition import Form
from reports.domain.statform.table import Cell, Unread
from reports.queries import checks, decisions, statforms
from reports.queries.places import place
from reports.queries.stattables import local
from reports.services.importing import Stored
from reports.services.reading import Reading

SHOWN = 40
"""Characters shown of an unread part."""


def decided(reading: Reading, stored: Stored | None) -> Reading:
    """The reading, its findings as staff decided about them in the revision that holds it; one query."""
    if stored is None:
        return reading
    made = decisions.of_report(stored.report)
    return replace(
        reading,
        findings=tuple(applied(reading.findings, made)),
        prose=tuple(applied(reading.prose, made)),
    )


def as_json(reading: Reading, stored: Stored | None, agency_name: str) -> dict[str, Any]:
    """The reading as the object that `import_report --format json` prints; `stored` adds where it is kept."""
    result: dict[str, Any] = {
        "title": reading.title or None,
        "agency": agency_name or None,
        "year": reading.year,
        "published_at": reading.published_at.isoformat() if reading.published_at else None,
        "source": reading.source or None,
        "form": reading.form_id,
        "preamble": reading.preamble,
        "chapters": [{"number": c.number, "heading": c.heading, "text": c.text} for c in reading.chapters],
        "closing": reading.closing,
        "caption": list(reading.caption),
        "published_blank": _is_blank(reading),
        "cells": [_cell(cell) for cell in reading.cells],
        "findings": [_finding(finding, reading) for finding in reading.every_finding],
        "unread": [_unread(item) for item in reading.unread],
        "furniture": [{"line": f.line, "text": f.text, "rule": f.rule} for f in reading.furniture],
        "sha256": reading.sha256,
        "format": reading.format,
        "encoding": reading.encoding,
    }
    if stored is not None:
        result["stored"] = {
            "report": stored.report.pk,
            "revision": stored.report.revision,
            "state": stored.report.state,
            "created": stored.is_created,
            "new_agency": stored.new_agency.slug if stored.new_agency else None,
        }
    return result


def as_text(reading: Reading, stored: Stored | None, agency_name: str) -> str:
    """The reading in lines for a clerk: what it is, what the checks found, what to look at."""
    return "\n".join([*_head(reading, agency_name), *_figures(reading), *_left(reading), *_stored(stored)])


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "cell": str(cell.key),
        "value": _number(cell.value),
        "unit": cell.unit,
        "raw": cell.raw,
        "source": cell.position.known,
        "rule": cell.rule,
        "confidence": cell.confidence,
    }


def _finding(finding: AnyFinding, reading: Reading) -> dict[str, Any]:
    form = statforms.all_forms().get(reading.form_id or "")
    if isinstance(finding, ProseFinding):
        return _prose_finding(finding, form, reading.year)
    return {
        "check": finding.check,
        "status": finding.status,
        "hard": finding.is_hard,
        "cells": [str(key) for key in finding.cells],
        "expected": _number(finding.expected),
        "found": _number(finding.found),
        "message": checks.sentence(finding, form, reading.year),
        "reason": finding.reason or None,
    }


def _prose_finding(finding: ProseFinding, form: Form | None, year: int | None) -> dict[str, Any]:
    quote = finding.quote
    return {
        "check": finding.check,
        "status": finding.status,
        "hard": finding.is_hard,
        "cells": [str(key) for key in finding.cells],
        "expected": finding.expected,
        "found": finding.found,
        "message": checks.sentence(finding, form, year),
        "reason": finding.reason or None,
        "quote": quote.text if quote else None,
        "section": quote.section if quote else None,
        "parts": [f"{term.value:f}" for term in finding.terms],
    }


def _unread(item: Unread) -> dict[str, Any]:
    return {
        "line": item.position.line,
        "source": item.position.known,
        "text": item.text,
        "reason": item.reason,
        "message": checks.unread_sentence(item.reason),
    }


def _number(value: Decimal | None) -> str | None:
    """At the precision printed, without an exponent."""
    return None if value is None else f"{value:f}"


def _head(reading: Reading, agency_name: str) -> Iterator[str]:
    none = _("not found")
    moment = reading.published_at
    printed = date_format(timezone.localtime(moment), "Y-m-d H:i") if moment else none
    yield _("Title: %(title)s") % {"title": reading.title or none}
    yield _("Agency: %(agency)s") % {"agency": agency_name or none}
    yield _("Report year: %(year)s") % {"year": reading.year or none}
    yield _("Published: %(time)s; source: %(source)s") % {"time": printed, "source": reading.source or none}
    yield _("Chapters: %(count)s") % {"count": len(reading.chapters)}
    for chapter in reading.chapters:
        yield f"  {chapter.number}、{chapter.heading}"


def _figures(reading: Reading) -> Iterator[str]:
    if reading.form_id is None:
        has_table = any(item.reason in ("unknown-form", "header-missing") for item in reading.unread)
        yield _("Statistics table: found, but of no known form") if has_table else _("Statistics table: none")
        yield from _findings(reading)
        return
    form = statforms.form(reading.form_id)
    blank = sum(cell.value is None for cell in reading.cells)
    yield _("Statistics form: %(form)s") % {"form": local(form.short_title, form.short_title_en)}
    yield _("Cells read: %(count)s, of them blank: %(blank)s") % {"count": len(reading.cells), "blank": blank}
    if _is_blank(reading):
        yield _("The table was published with its labels only: it holds no figure that can be read.")
    yield from _findings(reading)


def _findings(reading: Reading) -> Iterator[str]:
    """How the checks stand, and each that fails."""
    if not reading.every_finding:
        return
    form = statforms.all_forms().get(reading.form_id or "")
    summary = checks.summary(reading.every_finding)
    counts = {
        "held": summary.held,
        "failed": summary.failed,
        "warned": summary.warned,
        "open": summary.open,
        "overridden": summary.overridden,
    }
    if summary.overridden:
        yield (
            _(
                "Checks: %(held)s hold, %(failed)s fail, %(warned)s give a warning, %(open)s cannot tell, "
                "%(overridden)s fail and are explained"
            )
            % counts
        )
    else:
        yield (
            _("Checks: %(held)s hold, %(failed)s fail, %(warned)s give a warning, %(open)s cannot tell")
            % counts
        )
    for finding in reading.every_finding:
        if finding.status == "fails":
            yield "  " + checks.sentence(finding, form, reading.year)


def _is_blank(reading: Reading) -> bool:
    """Whether a table was found in which no cell that was read says anything."""
    return bool(reading.cells) and not any(cell.raw.strip() for cell in reading.cells)


def _left(reading: Reading) -> Iterator[str]:
    if reading.unread:
        count = len(reading.unread)
        yield ngettext("Not read: %(count)s part", "Not read: %(count)s parts", count) % {"count": count}
        for _reason, items in groupby(reading.unread, lambda item: item.reason):
            yield "  " + _told(list(items))
    count = len(reading.furniture)
    yield ngettext(
        "Page furniture left out: %(count)s line", "Page furniture left out: %(count)s lines", count
    ) % {"count": count}


def _told(items: list[Unread]) -> str:
    """Unread parts of one reason, one behind the other."""
    values = {
        "line": items[0].position.line,
        "last": items[-1].position.line,
        "text": items[0].text[:SHOWN] + ("…" if len(items[0].text) > SHOWN else ""),
        "reason": checks.unread_sentence(items[0].reason),
    }
    if items[0].position.line is None:
        texts = [item.text for item in items]
        return _("“%(text)s”: %(reason)s") % {**values, "text": "”“".join(texts)}
    if len(items) > 1:
        return _("Lines %(line)s to %(last)s, from “%(text)s” on: %(reason)s") % values
    if items[0].position.table is not None:
        return _("%(place)s “%(text)s”: %(reason)s") % {
            **values,
            "place": place(items[0].position).capitalize(),
        }
    return _("Line %(line)s “%(text)s”: %(reason)s") % values


def _stored(stored: Stored | None) -> Iterator[str]:
    if stored is None:
        yield _("Nothing was stored: this was a dry run.")
        return
    report = stored.report
    values = {
        "agency": report.agency,
        "year": report.year,
        "revision": report.revision,
        "state": report.get_state_display(),
    }
    if stored.new_agency:
        yield _("The agency “%(name)s” is new and was entered; please look over its level and kind.") % {
            "name": stored.new_agency
        }
    if stored.is_created:
        yield _("Stored: %(agency)s, %(year)s, revision %(revision)s, state: %(state)s") % values
    elif stored.is_put_back:
        yield _("Nothing was changed: the table says what revision %(revision)s of the report says.") % values
    elif stored.is_published:
        yield _("Published the draft imported before: %(agency)s, %(year)s, revision %(revision)s") % values
    else:
        yield (
            _(
                "Nothing was changed: this file was imported before as %(agency)s, %(year)s, "
                "revision %(revision)s, state: %(state)s"
            )
            % values
        )
