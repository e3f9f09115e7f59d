"""Cleaning what staff type into a draft: fields, chapters, links, attachments. Figures have their grid."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.forms.refusable import RefusableForm, without_ways_beside
from reports.models import Attachment, Chapter, RelatedLink, Report

EARLIEST, LATEST = 1990, 2101
"""Years in which a report may have been published; the last report year is 2100."""


class ReportForm(RefusableForm):
    """A draft's own fields. A new one may leave its title empty; it is then made from agency and year.

    `existing`: the report that already has the place a new one was to take.
    """

    existing: Report | None = None

    class Meta:
        model = Report
        fields = (
            "agency",
            "year",
            "kind",
            "title",
            "source_line",
            "published_at",
            "preamble",
            "closing",
            "explanation",
            "correction_note",
        )
        help_texts = {  # noqa: RUF012
            "agency": gettext_lazy("The body that answers for the report (2019 Regulations, article 49)."),
            "year": gettext_lazy(
                "The calendar year reported on. Due in the year after: departments by 31 January, people's "
                "governments by 31 March (article 49)."
            ),
            "kind": gettext_lazy(
                "A roll-up holds a people's government's figures over all its bodies "
                "(article 49, paragraph 2)."
            ),
            "published_at": gettext_lazy(
                "The time printed on the report, by which it is judged whether it was in time (article 49). "
                "Left empty, it is the time of its publication here."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("preamble", "closing", "explanation", "correction_note"):
            if name in self.fields:
                self.fields[name].widget.attrs["rows"] = 3
        if "agency" in self.fields:
            without_ways_beside(self.fields["agency"])
        if "title" in self.fields and not self.instance.pk:
            self.fields["title"].required = False
            self.fields["title"].help_text = gettext_lazy("Left empty, it is made from agency and year.")

    def clean_published_at(self) -> datetime | None:
        """A time that no calendar and no database stumbles over."""
        moment = self.cleaned_data["published_at"]
        if moment is not None and not EARLIEST <= moment.year <= LATEST:
            raise forms.ValidationError(
                _("Give a year from %(earliest)s to %(latest)s.") % {"earliest": EARLIEST, "latest": LATEST}
            )
        return moment

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        place = [cleaned.get(name) for name in ("agency", "year", "kind")]
        if not self.instance.pk and all(place):
            self._demand_free(*place)
            cleaned["title"] = cleaned.get("title") or default_title(str(place[0]), place[1])
        return cleaned

    def _demand_free(self, agency: Any, year: int, kind: str) -> None:
        self.existing = Report.objects.filter(agency=agency, year=year, kind=kind).order_by("revision").last()
        if self.existing is not None:
            self.add_error(
                None,
                _(
                    "%(agency)s already has a report of %(year)s of this kind: "
                    "revision %(revision)s, %(state)s. Go on with that one, or correct it."
                )
                % {
                    "agency": agency,
                    "year": year,
                    "revision": self.existing.revision,
                    "state": self.existing.get_state_display(),
                },
            )


def default_title(agency: str, year: int) -> str:
    """The title a report has where nobody gives another, in Chinese whatever the reader's language."""
    return f"{agency}{year}年政府信息公开工作年度报告"


class RowsFormSet(forms.BaseInlineFormSet):
    """Rows typed beside a report. An id that is gone, since somebody else saved meanwhile, is no error."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["id"] = forms.CharField(initial=form.instance.pk, widget=forms.HiddenInput)

    def _construct_form(self, i: int, **kwargs: Any) -> forms.ModelForm:
        form = super()._construct_form(i, **kwargs)
        form.fields["id"].required = False
        return form

    def get_queryset(self) -> Any:
        """The stored rows; once rows were sent, those that were sent, so that each is shown again."""
        if self.is_bound and "forms" in self.__dict__:
            return [form.instance for form in self.initial_forms]
        return super().get_queryset()

    def kept(self) -> list[forms.ModelForm]:
        """The rows that are filled and not to be deleted, in the order of their places, then of the page."""
        forms_ = [form for form in self.forms if form.cleaned_data and form not in self.deleted_forms]
        filled = [form for form in forms_ if form.has_changed() or form.instance.pk]
        return sorted(filled, key=_place)


def _place(form: forms.ModelForm) -> float:
    place = form.cleaned_data.get("position")
    return float("inf") if place is None else place


class PlacedForm(forms.ModelForm):
    """A row with a place among the others; left empty, it comes last."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].required = False
        if not self.instance.pk:
            self.initial["position"] = None


class ChapterForm(PlacedForm):
    """One chapter."""

    class Meta:
        model = Chapter
        fields = ("position", "number", "heading", "text")
        help_texts = {  # noqa: RUF012
            "heading": gettext_lazy("Article 50 of the 2019 Regulations names what a report must contain."),
        }


class WebAddress(forms.URLField):
    """An address typed without its scheme is meant to be https."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)


class LinkForm(forms.ModelForm):
    """A page to read beside the report."""

    class Meta:
        model = RelatedLink
        fields = ("title", "url")
        labels = {"url": gettext_lazy("web address")}  # noqa: RUF012
        field_classes = {"url": WebAddress}  # noqa: RUF012


class NothingToChoose(forms.FileInput):
    """The file of a row that has one already: its bytes never change, so there is no input."""

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        return SafeString("–")


class AttachmentForm(PlacedForm):
    """A file the agency publishes beside the report; once kept, only its title and place change."""

    class Meta:
        model = Attachment
        fields = ("position", "title", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["title"].help_text = gettext_lazy("Left empty, it is the name of the file.")
        self.fields["file"].widget = forms.FileInput()
        if self.instance.pk:
            self.fields["file"].disabled = True
            self.fields["file"].widget = NothingToChoose()

    def data_of_file(self) -> bytes:
        """The bytes of the file that was chosen, from its beginning."""
        chosen = self.cleaned_data["file"]
        chosen.seek(0)
        return chosen.read()
