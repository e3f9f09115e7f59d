"""What a check of the prose found, in a sentence with its arithmetic, in the active language. No sums."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.domain.prose.checking.findings import ProseFinding, Term
from reports.domain.statform.definition import Form
from reports.domain.statform.numbers import written
from reports.queries.stattables import local

HEADINGS: dict[str, Promise] = {
    "prose/sum": gettext_lazy("Totals in the text agree with their parts"),
    "prose/shares-total": gettext_lazy("Shares in the text make 100%"),
    "prose/share": gettext_lazy("Shares in the text agree with their counts"),
    "prose/growth": gettext_lazy("Changes from last year are worked out rightly"),
    "prose/cell": gettext_lazy("Counts in the text agree with the tables"),
    "prose/year": gettext_lazy("Years in the text are those of the report"),
    "prose/period": gettext_lazy("The figures cover the whole year"),
    "prose/chapters-missing": gettext_lazy("All chapters of the form are there"),
    "prose/none-beside-fee": gettext_lazy("What is said of the fee agrees with itself"),
    "prose/late": gettext_lazy("Published by the day the law names"),
    "prose/copied": gettext_lazy("The text is written anew"),
    "prose/jump": gettext_lazy("Figures far from last year's"),
}
"""The heading over each rule, in the order of the page."""


def sentence(finding: ProseFinding, form: Form | None, year: int | None = None) -> str:
    """The finding in words and numbers; `form` names the cells it compares, `year` those that bear it."""
    detail = finding.detail or ("rounded" if finding.found != finding.expected else "")
    words = SENTENCES[finding.rule](finding.status in ("fails", "overridden"), detail)
    return words % {
        "quote": _shown(finding.quote.text) if finding.quote else "",
        "found": _figure(finding.found, finding.rule),
        "expected": _figure(finding.expected, finding.rule),
        "parts": _added(finding.terms, "%" if finding.rule == "shares-total" else ""),
        "left": _added(finding.terms[:2]),
        "right": _added(finding.terms[2:]),
        "first": _term(finding.terms[0]) if finding.terms else "",
        "second": _term(finding.terms[1]) if len(finding.terms) > 1 else "",
        "cells": _cells(finding, form, year),
        "missing": _listed([str(number) for number in finding.missing]),
    }


def _sum(fails: bool, detail: str) -> str:
    if detail == "balance":
        if fails:
            return _(
                "%(left)s ≠ %(right)s. The left side comes to %(found)s, the right side to %(expected)s."
            )
        return _("%(left)s = %(right)s")
    if fails:
        return _("The text says “%(quote)s”, but its parts %(parts)s come to %(expected)s.")
    return _("“%(quote)s” = %(parts)s")


def _shares_total(fails: bool, detail: str) -> str:
    if fails:
        return _("The shares %(parts)s come to %(found)s%%; the parts of one whole make 100%%.")
    if detail == "rounded":
        return _("The shares %(parts)s come to %(found)s%%; but for rounding that is the whole.")
    return _("The shares %(parts)s come to %(found)s%%.")


def _share(fails: bool, _detail: str) -> str:
    if fails:
        return _("%(first)s out of %(second)s is %(expected)s%%; the text says %(found)s%%.")
    return _("%(first)s out of %(second)s is %(found)s%%.")


def _growth(fails: bool, detail: str) -> str:
    if detail == "difference":
        if fails:
            return _("From %(second)s to %(first)s is %(expected)s; the text says %(found)s.")
        return _("From %(second)s to %(first)s is %(found)s.")
    if detail == "level":
        if fails:
            return _("%(first)s against %(second)s is not the same: the change is %(expected)s%%.")
        return _("%(first)s against %(second)s is the same.")
    if detail == "more-times":
        if fails:
            return _(
                "From %(second)s to %(first)s is %(expected)s times more; the text says %(found)s times more."
            )
        return _("From %(second)s to %(first)s is %(found)s times more.")
    if detail in ("times", "double"):
        if fails:
            return _("%(first)s is %(expected)s times %(second)s; the text says %(found)s times.")
        return _("%(first)s is %(found)s times %(second)s.")
    if fails:
        return _("From %(second)s to %(first)s is a change of %(expected)s%%; the text says %(found)s%%.")
    return _("From %(second)s to %(first)s is a change of %(found)s%%.")


def _cell(fails: bool, _detail: str) -> str:
    if fails:
        return _("The text says “%(quote)s”, the table %(expected)s (%(cells)s).")
    return _("The text says “%(quote)s”, and so does the table (%(cells)s).")


def _year(fails: bool, _detail: str) -> str:
    if fails:
        return _("The text says “%(quote)s”; this is the report on the year %(expected)s.")
    return _("The text names the year %(found)s, that of the report.")


def _period(fails: bool, _detail: str) -> str:
    if fails:
        return _("The figures are said to cover “%(quote)s”; an annual report covers %(expected)s.")
    return _("The figures cover the whole year: %(found)s.")


def _chapters(fails: bool, _detail: str) -> str:
    if fails:
        return _(
            "%(found)s of the 6 chapters of the form are there. "
            "Not found by their headings: number %(missing)s."
        )
    return _("All 6 chapters of the form are there.")


def _fee(fails: bool, _detail: str) -> str:
    if fails:
        return _(
            "The last chapter says “%(quote)s”, "
            "but another one says that a fee of %(expected)s yuan was charged."
        )
    return _("What the last chapter says of the fee (“%(quote)s”) is contradicted nowhere.")


def _late(fails: bool, _detail: str) -> str:
    if fails:
        return _("Published on %(found)s; the law says by %(expected)s.")
    return _("Published on %(found)s, in time (by %(expected)s).")


def _copied(fails: bool, detail: str) -> str:
    if detail.startswith("agency"):
        return _("%(found)s%% of the sentences also stand in a report published before, numbers aside.")
    return _("%(found)s%% of the sentences also stand in last year's report, numbers aside.")


def _jump(fails: bool, _detail: str) -> str:
    if fails:
        return _("%(cells)s: %(found)s, last year %(expected)s. Is that so, and why?")
    return _("%(cells)s: %(found)s, last year %(expected)s.")


SENTENCES: dict[str, Callable[[bool, str], str]] = {
    "sum": _sum,
    "shares-total": _shares_total,
    "share": _share,
    "growth": _growth,
    "cell": _cell,
    "year": _year,
    "period": _period,
    "chapters-missing": _chapters,
    "none-beside-fee": _fee,
    "late": _late,
    "copied": _copied,
    "jump": _jump,
}


def _figure(text: str, rule: str) -> str:
    """A number with separators; a year, a day, a period and words as they are."""
    if rule == "year" or not text.lstrip("-").replace(".", "", 1).isdigit():
        return _shown(text).replace("/", " – ") if "-" in text[1:] else _shown(text)
    return written(Decimal(text))


def _shown(text: str) -> str:
    return " ".join(text.split())


def _term(term: Term, unit: str = "") -> str:
    name = _("last year") if term.label == "last-year" else term.label
    value = written(term.value) + unit
    return _("%(value)s (%(name)s)") % {"name": name, "value": value} if name else value


def _added(terms: tuple[Term, ...], unit: str = "") -> str:
    text = ""
    for term in terms:
        values = {"sum": text, "term": _term(term, unit)}
        text = _("%(sum)s + %(term)s") % values if text else values["term"]
    return text


def _listed(names: list[str]) -> str:
    text = names[0] if names else ""
    for name in names[1:]:
        text = _("%(names)s, %(name)s") % {"names": text, "name": name}
    return text


def _cells(finding: ProseFinding, form: Form | None, year: int | None) -> str:
    if form is None:
        return ""
    names = []
    for key in finding.cells[:2]:
        row, column = form.row(key), form.column(key)
        values = {
            "row": local(row.label, row.label_en, year=year),
            "column": local(column.label, column.label_en, year=year),
        }
        names.append(_("%(row)s, %(column)s") % values)
    text = _listed(names)
    return _("%(names)s and others") % {"names": text} if len(finding.cells) > len(names) else text
