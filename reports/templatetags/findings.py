"""How checks are named and linked in pages."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from reports.queries.checks import Summary
from reports.queries.reportfigures import CheckView, anchor
from reports.queries.stattables import FigureCell, TableView

register = template.Library()

PHONE_COLUMNS = 3

_WORDS = {
    "holds": _("holds"),
    "fails": _("does not add up"),
    "warns": _("worth a look"),
    "cannot-tell": _("cannot tell"),
    "overridden": _("explained"),
}
_MARKS = {"holds": "holds", "fails": "fails", "warns": "open", "cannot-tell": "open", "overridden": "open"}


def _result(check: CheckView) -> str:
    return "warns" if check.status == "fails" and not check.is_hard else check.status


@register.filter
def word(check: CheckView) -> str:
    """What it found, in a word."""
    return str(_WORDS[_result(check)])


@register.filter
def mark(check: CheckView) -> str:
    """The mark it wears: holds, fails or open."""
    return _MARKS[_result(check)]


@register.filter
def is_wide(table: TableView) -> bool:
    """Whether it has more columns than a phone can show beside their labels."""
    return table.width > PHONE_COLUMNS


@register.filter
def is_main(cell: FigureCell) -> bool:
    """Whether a check that finds fault is about this very cell, not only counting it among its parts."""
    return any(_is_about(code, cell) for code in cell.fails or cell.warns or cell.explained)


@register.filter
def first_check(cell: FigureCell) -> str:
    """The id in the page of the check that says most about a cell that does not add up, explained or not."""
    codes = cell.fails or cell.warns or cell.explained
    return anchor(next((code for code in codes if _is_about(code, cell)), codes[0]))


def _is_about(code: str, cell: FigureCell) -> bool:
    """The code of a check names the cell that should equal the sum; a balance is about all its cells."""
    return "/balance/" in code or code.partition(":")[0].removeprefix("carry-over/") == str(cell.key)


@register.filter
def standing(summary: Summary) -> str:
    """The colour of the whole: holds, fails or open."""
    if summary.failed:
        return "fails"
    return "open" if summary.warned or summary.overridden or not summary.held else "holds"


@register.filter
def in_words(summary: Summary) -> str:
    """The whole in one sentence: 14 checks, all hold; those that stand with a reason are counted apart."""
    if not summary.overridden:
        return _results(summary)
    count = {"count": summary.overridden}
    if not (summary.held or summary.failed or summary.warned or summary.open):
        words = ngettext(
            "%(count)d check does not add up and is explained",
            "%(count)d checks do not add up and are explained",
            summary.overridden,
        )
        return words % count
    words = ngettext(
        "%(result)s; %(count)d more does not add up and is explained",
        "%(result)s; %(count)d more do not add up and are explained",
        summary.overridden,
    )
    return words % {**count, "result": _results(summary)}


def _results(summary: Summary) -> str:
    total = summary.held + summary.failed + summary.warned + summary.open
    if summary.failed:
        words = ngettext(
            "%(failed)d of %(total)d check does not add up",
            "%(failed)d of %(total)d checks do not add up",
            total,
        )
    elif summary.warned:
        words = ngettext(
            "%(warned)d of %(total)d check is worth a look",
            "%(warned)d of %(total)d checks are worth a look",
            total,
        )
    elif not summary.held:
        words = ngettext(
            "%(total)d check cannot tell: figures are blank or not comparable",
            "%(total)d checks cannot tell: figures are blank or not comparable",
            total,
        )
    elif summary.open:
        words = ngettext(
            "%(held)d check holds, %(open)d cannot tell: figures are blank or not comparable",
            "%(held)d checks hold, %(open)d cannot tell: figures are blank or not comparable",
            summary.held,
        )
    else:
        words = ngettext("%(total)d check, it holds", "%(total)d checks, all hold", total)
    return words % {
        "total": total,
        "held": summary.held,
        "failed": summary.failed,
        "warned": summary.warned,
        "open": summary.open,
    }
