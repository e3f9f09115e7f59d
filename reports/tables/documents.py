"""Lists of catalogue documents: as an index, and of one kind with the columns of that kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tables2.columns import BoundColumn

from reports.domain.catalogue.kinds import Kind
from reports.models import DocumentVersion

LONGEST = 120
"""Characters of a long text that a cell shows."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a list needs to be told in the reader's language. `force`: (mark, name) or None."""

    address: Callable[[DocumentVersion], str]
    agency: Callable[[DocumentVersion], tuple[str, str]]
    force: Callable[[DocumentVersion], tuple[str, str] | None]
    is_english: bool


class DocumentTable(tables.Table):
    """One line a document; sorted and paged before it comes here. `is_of_all`: agencies have a column."""

    index_number = tables.Column(verbose_name=gettext_lazy("Index number"), orderable=False, default="")
    title = tables.Column(verbose_name=gettext_lazy("Title"), orderable=False)
    agency = tables.Column(verbose_name=gettext_lazy("Agency"), orderable=False)
    document_number = tables.Column(verbose_name=gettext_lazy("Document number"), orderable=False, default="")
    made_on = tables.Column(verbose_name=gettext_lazy("Made on"), orderable=False, default="")
    published_at = tables.Column(verbose_name=gettext_lazy("Published"), orderable=False)
    force = tables.Column(
        verbose_name=gettext_lazy("Validity"), orderable=False, empty_values=(), accessor="pk"
    )

    class Meta:
        template_name = "components/list_table.html"
        orderable = False

    def __init__(
        self, documents: Sequence[DocumentVersion], *, words: Words, is_of_all: bool, **more: object
    ) -> None:
        self.words = words
        has_force = any(words.force(one) for one in documents)
        hidden = [*(() if is_of_all else ("agency",)), *(() if has_force else ("force",))]
        super().__init__(documents, exclude=hidden, **more)

    def render_index_number(self, value: str) -> SafeString:
        """As it is, named on a phone."""
        return _named(_("Index number"), value)

    def render_title(self, value: str, record: DocumentVersion) -> SafeString:
        """As published, leading to the document."""
        return format_html('<a href="{}" lang="zh-Hans">{}</a>', self.words.address(record), value)

    def render_agency(self, record: DocumentVersion) -> SafeString:
        """Its name, leading to its disclosure home."""
        return format_html('<a href="{}">{}</a>', *self.words.agency(record))

    def render_document_number(self, value: str, bound_column: BoundColumn) -> SafeString:
        """As it is, named on a phone as its kind calls it."""
        return _named(str(bound_column.header), value)

    def render_made_on(self, value: date, bound_column: BoundColumn) -> SafeString:
        """The day, named on a phone as its kind calls it."""
        return _named(str(bound_column.header), f"{value:%Y-%m-%d}")

    def render_published_at(self, value: datetime) -> SafeString:
        """The day, in China's time."""
        return _named(_("Published"), f"{localtime(value):%Y-%m-%d}")

    def render_force(self, record: DocumentVersion) -> SafeString | str:
        """In a word and a mark."""
        told = self.words.force(record)
        return format_html('<span class="mark mark-{}">{}</span>', *told) if told else ""


class _FieldColumn(tables.Column):
    """A field of the kind; a choice by its label, a long text cut, an amount with its unit."""

    def __init__(self, kind: Kind, code: str, *, is_english: bool) -> None:
        self.one, self.is_english = kind.field(code), is_english
        self.is_number = self.one.type in ("money", "number")
        label = self.one.label_en if is_english else self.one.label
        super().__init__(verbose_name=label, orderable=False, accessor="fields", empty_values=(None, ""))

    def render(self, value: Mapping[str, str]) -> SafeString | str:
        """What the public reads of it; "" where nothing is said."""
        shown = self.one.shown(str(value.get(self.one.code, "")), english=self.is_english)
        if not shown:
            return ""
        if self.one.unit:
            shown = f"{shown} {self.one.unit_en if self.is_english else self.one.unit}"
        label = self.one.label_en if self.is_english else self.one.label
        return _named(label, shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…")


class KindTable(DocumentTable):
    """The documents of one kind, with the columns that its definition gives its public list."""

    def __init__(
        self, documents: Sequence[DocumentVersion], *, kind: Kind, words: Words, is_of_all: bool
    ) -> None:
        extra = [
            (f"field_{code}", _FieldColumn(kind, code, is_english=words.is_english)) for code in kind.table
        ]
        names = [name for name, _column in extra]
        order = ("title", *names, "document_number", "made_on", "agency", "published_at", "index_number")
        super().__init__(
            documents, words=words, is_of_all=is_of_all, extra_columns=extra, sequence=(*order, "...")
        )
        for common in kind.common:
            if common.code in self.columns.names():
                label = common.label_en if words.is_english else common.label
                self.columns[common.code].column.verbose_name = label


def _named(label: str, value: str) -> SafeString:
    """The value, with its column's name before it where a phone shows no heads."""
    return format_html(
        '<span class="phone-label says">{}</span>{}', _("%(label)s:") % {"label": label}, value
    )
