"""Importing a table of agencies: rehearsed and shown line by line, then done as a whole or not at all."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from import_export.results import RowResult
from tablib import Dataset

from reports.models import Account
from reports.readers import rows as reader
from reports.readers.rows import Rows
from reports.services import agencies, tablehead
from reports.services.agencytable import LINE, AgencyResource, Plain, labels, plain
from reports.services.revisions import Refused
from reports.services.tablehead import BadTable

MOST = 500
"""Agencies in one table: a large city has about 300. A rehearsal writes, so others wait while it lasts."""
KINDS = {
    RowResult.IMPORT_TYPE_NEW: "new",
    RowResult.IMPORT_TYPE_UPDATE: "changed",
    RowResult.IMPORT_TYPE_SKIP: "unchanged",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row: `kind` "new", "changed", "unchanged" or "invalid"; `changes`: (column, before, after)."""

    number: int
    name: str
    kind: str
    changes: tuple[tuple[str, str, str], ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a table would do. `digest` stands for all of it, so that nothing else is done than was shown."""

    lines: tuple[Line, ...]
    digest: str

    @property
    def counts(self) -> Counter[str]:
        """How many rows of each kind."""
        return Counter(line.kind for line in self.lines)

    @property
    def shown(self) -> list[Line]:
        """Every row that matters: invalid ones first, unchanged ones left out."""
        order = {"invalid": 0, "new": 1, "changed": 2}
        return sorted(
            (line for line in self.lines if line.kind in order), key=lambda one: (order[one.kind], one.number)
        )

    @property
    def may_be_done(self) -> bool:
        """Whether it holds something to do and nothing wrong."""
        counts = self.counts
        return not counts["invalid"] and bool(counts["new"] + counts["changed"])


def look_over(data: bytes, *, by: Account) -> Preview:
    """What the table would do, without doing it. Raises Unreadable, BadTable."""
    return _run(_dataset(reader.read(data, most=MOST + 1)), by, dry_run=True)


@transaction.atomic
def carry_out(data: bytes, *, digest: str, by: Account) -> Preview:
    """Does what was shown, as a whole. Raises Unreadable, BadTable, Refused where it would differ."""
    done = _run(_dataset(reader.read(data, most=MOST + 1)), by, dry_run=False)
    # A refusal from here on rolls all of it back.
    if done.digest != digest:
        raise Refused(_("Agencies were changed meanwhile. Look over what the table would do now."))
    if not done.may_be_done:
        raise BadTable(_("Nothing was stored: the table has rows that are wrong, or changes nothing."))
    return done


def _dataset(rows: Rows) -> Dataset:
    """The table as the library takes it, with the line of each row. Raises BadTable."""
    (_line, heads), *body = rows
    names = _columns(heads)
    if not body:
        raise BadTable(_("The table has no row below the names of its columns."))
    dataset = Dataset(headers=[*(name for name in names if name), LINE])
    for line, cells in body:
        texts = [cells[at] if at < len(cells) else "" for at, name in enumerate(names) if name]
        dataset.append([*texts, line])
    if "slug" not in names:
        dataset.append_col([""] * len(dataset), header="slug")
    return dataset


def _columns(heads: list[str]) -> list[str]:
    """The field of each column, "" for one without a name. Raises BadTable for names that are not known."""
    known = tablehead.in_every_language(labels)
    names = tablehead.columns(heads, known, labels(), lambda head: plain(head).casefold())
    if not {"slug", "name"} & set(names):
        raise BadTable(_("The first row must name the columns; one of them is the address or the name."))
    return names


def _run(dataset: Dataset, by: Account, *, dry_run: bool) -> Preview:
    resource = Rehearsed(by)
    result = resource.import_data(
        dataset,
        dry_run=dry_run,
        raise_errors=False,
        use_transactions=True,
        rollback_on_validation_errors=True,
    )
    if result.base_errors:
        raise BadTable(_("The table could not be read. Save it as CSV or .xlsx and try again."))
    lines = tuple(
        _line_of(row, dict(zip(dataset.headers, cells, strict=True)), resource)
        for row, cells in zip(result.rows, dataset, strict=True)
    )
    told = json.dumps([[one.number, one.kind, one.changes, one.reasons] for one in lines])
    return Preview(lines, hashlib.sha256(told.encode()).hexdigest())


class Rehearsed(AgencyResource):
    """The resource with the rules that look at the whole table: each address stands in it once."""

    def __init__(self, by: Account) -> None:
        super().__init__(by)
        self._lines: dict[str, int] = {}

    def before_import_row(self, row: dict[str, object], **kwargs: object) -> None:
        """Gives a new body an address, and refuses the second row of one address."""
        try:
            slug = Plain().clean(row.get("slug"))
        except ValueError as problem:
            raise ValidationError({"slug": str(problem)}) from problem
        if not slug:
            row["slug"] = agencies.free_address(plain(str(row.get("name") or "")))
        elif slug in self._lines:
            raise ValidationError(
                {"slug": _("Line %(line)s has the same address.") % {"line": self._lines[slug]}}
            )
        else:
            self._lines[slug] = int(str(row[LINE]))


def _line_of(result: RowResult, row: dict[str, str], resource: AgencyResource) -> Line:
    number = int(row[LINE])
    names = labels()
    changes = tuple((names[field], *pair) for field, pair in resource.told.get(number, {}).items())
    name = plain(row.get("name") or row.get("slug") or "")
    reasons = _reasons(result)
    if reasons:
        return Line(number, name, "invalid", changes, reasons)
    return Line(number, name, KINDS[result.import_type], changes, ())


def _reasons(result: RowResult) -> tuple[str, ...]:
    names = labels()
    if result.validation_error is not None:
        by_field = getattr(result.validation_error, "message_dict", None)
        if by_field is None:
            return tuple(result.validation_error.messages)
        return tuple(
            _("%(field)s: %(reason)s") % {"field": names[field], "reason": reason}
            if field in names
            else reason
            for field, reasons in by_field.items()
            for reason in reasons
        )
    # What neither the form nor the service foresaw; the database refused it.
    return (_("This row could not be stored."),) if result.errors else ()
