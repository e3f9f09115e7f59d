"""The list of annual reports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import django_tables2 as tables
from django.core.paginator import InvalidPage
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from reports.models import Agency, Report

PER_PAGE = 20


class ReportTable(tables.Table):
    """One line a standing report. `report_address` and `agency_address` say where each leads."""

    year = tables.Column(verbose_name=_("Year"), order_by=("year", "published_at", "pk"))
    agency = tables.Column(verbose_name=_("Agency"), order_by=("agency__name", "-year", "pk"))
    title = tables.Column(verbose_name=_("Title"), order_by=("title", "pk"))
    checks = tables.Column(
        verbose_name=_("Checks"),
        empty_values=(),
        order_by=("-checks_failed", "-checks_warned", "-year", "pk"),
    )
    published_at = tables.Column(verbose_name=_("Published"), order_by=("published_at", "pk"))

    class Meta:
        template_name = "components/list_table.html"

    def __init__(
        self,
        reports: object,
        *,
        report_address: Callable[[Report], str],
        agency_address: Callable[[Agency], str],
    ) -> None:
        self.report_address, self.agency_address = report_address, agency_address
        super().__init__(reports)

    def turn_to(self, *, page: str, sort: list[str]) -> None:
        """Sort and page as asked; what makes no sense is left out: the nearest page, the usual order."""
        if sort:
            self.order_by = sort
        number = int(page) if page.isdecimal() and len(page) < 9 else 1
        try:
            self.paginate(page=number, per_page=PER_PAGE)
        except InvalidPage:
            self.page = self.paginator.page(self.paginator.num_pages if number else 1)

    def render_year(self, value: int) -> str:
        """Without a thousands separator."""
        return str(value)

    def render_agency(self, value: Agency) -> SafeString:
        """Its name in the active language, leading to its page."""
        name = value.name_en if (get_language() or "").startswith("en") and value.name_en else value.name
        return format_html('<a href="{}">{}</a>', self.agency_address(value), name)

    def render_title(self, value: str, record: Report) -> SafeString:
        """As published, leading to the report."""
        return format_html('<a href="{}" lang="zh-Hans">{}</a>', self.report_address(record), value)

    def render_checks(self, record: Report) -> SafeString:
        """How its figures add up, in a word and a mark; what was explained is counted behind it."""
        standing, words = _found(record)
        if not record.checks_overridden:
            return _marked(standing, words)
        count = {"count": record.checks_overridden}
        if standing == "none":
            explained = ngettext("%(count)d explained", "%(count)d explained", record.checks_overridden)
            return _marked("open", explained % count)
        both = ngettext("%(words)s; %(count)d explained", "%(words)s; %(count)d explained", count["count"])
        return _marked("open" if standing == "holds" else standing, both % {**count, "words": words})

    def render_published_at(self, value: datetime) -> str:
        """The day, in China's time."""
        return f"{localtime(value):%Y-%m-%d}"


def _found(record: Report) -> tuple[str, str]:
    """The mark and the words of what was not explained, worst first."""
    if record.checks_failed:
        words = ngettext("%(count)d check fails", "%(count)d checks fail", record.checks_failed)
        return "fails", words % {"count": record.checks_failed}
    if record.checks_warned:
        words = ngettext("%(count)d warning", "%(count)d warnings", record.checks_warned)
        return "open", words % {"count": record.checks_warned}
    if record.checks_open:
        return _in_part(record.checks_held, record.checks_open)
    if record.checks_held and record.checks_overridden:
        return "holds", gettext("The others hold")
    if record.checks_held:
        return "holds", gettext("All hold")
    return "none", gettext("Nothing to check")


def _in_part(held: int, unsure: int) -> tuple[str, str]:
    """The mark and the words where blanks leave some or all checks open."""
    if not held:
        words = ngettext("%(open)d cannot tell", "%(open)d cannot tell", unsure)
        return "open", words % {"open": unsure}
    words = ngettext("%(held)d holds, %(open)d cannot tell", "%(held)d hold, %(open)d cannot tell", held)
    return "holds", words % {"held": held, "open": unsure}


def _marked(standing: str, words: str) -> SafeString:
    return format_html('<span class="mark mark-{}">{}</span>', standing, words)
