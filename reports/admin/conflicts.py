"""Two clerks at one report: what the second typed beside what the first has stored meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.forms import BaseFormSet, ModelForm
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.models import Chapter, RelatedLink, Report


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field or chapter that is stored otherwise than it was typed."""

    name: str
    typed: str
    stored: str


def of(form: ModelForm, formsets: Iterable[BaseFormSet], stored: Report) -> list[Conflict]:
    """Each field, chapter and link of a form that was refused and now differs from what is stored."""
    typed = {formset.model: formset for formset in formsets}
    found = _fields(form, stored)
    if Chapter in typed:
        found += _chapters(typed[Chapter], stored)
    if RelatedLink in typed:
        found += _links(typed[RelatedLink], stored)
    return [one for one in found if one.typed != one.stored]


def _fields(form: ModelForm, stored: Report) -> list[Conflict]:
    return [
        Conflict(str(field.label), _shown(form.cleaned_data.get(name)), _stored(stored, name))
        for name, field in form.fields.items()
        if form.cleaned_data.get(name) != getattr(stored, name, None)
    ]


def _chapters(formset: BaseFormSet, stored: Report) -> list[Conflict]:
    typed = [
        _chapter(
            row.cleaned_data.get("number"), row.cleaned_data.get("heading"), row.cleaned_data.get("text")
        )
        for row in _kept(formset)
    ]
    saved = [_chapter(one.number, one.heading, one.text) for one in stored.chapters.all()]
    return [
        Conflict(
            _("chapter %(number)s") % {"number": place + 1},
            typed[place] if place < len(typed) else "",
            saved[place] if place < len(saved) else "",
        )
        for place in range(max(len(typed), len(saved)))
    ]


def _links(formset: BaseFormSet, stored: Report) -> list[Conflict]:
    rows = (row.cleaned_data for row in _kept(formset))
    typed = "\n".join(f"{row.get('title', '')} {row.get('url', '')}" for row in rows)
    saved = "\n".join(f"{link.title} {link.url}" for link in stored.links.all())
    return [Conflict(str(RelatedLink._meta.verbose_name_plural), typed, saved)]


def _kept(formset: BaseFormSet) -> list[ModelForm]:
    """The filled rows in their order; of a formset that is not valid, what could be cleaned."""
    rows = [row for row in formset.forms if getattr(row, "cleaned_data", None)]
    rows = [row for row in rows if not row.cleaned_data.get("DELETE")]
    return sorted(rows, key=lambda row: row.cleaned_data.get("position") or len(rows) + 1)


def _chapter(number: str | None, heading: str | None, text: str | None) -> str:
    # A browser sends the lines of a text box as CRLF.
    return f"{number or ''} {heading or ''}\n{text or ''}".strip().replace("\r\n", "\n")


def _stored(report: Report, name: str) -> str:
    words = getattr(report, f"get_{name}_display", None)
    return words() if words else _shown(getattr(report, name))


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return "" if value is None else str(value)
