"""Annual reports for staff: the list a clerk works from, and one report with all that belongs to it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms import Media, ModelForm
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reports.admin import conflicts
from reports.admin.boxes import WithBoxes
from reports.admin.importdesk import ImportDeskPages
from reports.admin.refusal import RefusingAdmin, refused_of, version_seen
from reports.admin.reportacts import StepPages
from reports.admin.reportbulk import BulkActs
from reports.admin.reportexplain import ExplainPage
from reports.admin.reportfilters import (
    AgencyFilter,
    ChecksFilter,
    FormFilter,
    StateFilter,
    WaitingFilter,
    YearFilter,
    agency_field,
)
from reports.admin.reporthandin import HandInPages
from reports.admin.reportimport import ImportPage
from reports.admin.reportreview import ReviewPage
from reports.admin.reportrows import AttachmentRows, ChapterRows, LinkRows
from reports.admin.reportsidebyside import SideBySidePage
from reports.admin.reportsteps import open_to
from reports.admin.reporttable import TablePage
from reports.admin.reporttrail import TrailPage
from reports.admin.scope import ScopedAdmin, choices, seen
from reports.admin.timeline import WithTimeline
from reports.domain.road import Step, why_not
from reports.forms.report import ReportForm, RowsFormSet
from reports.models import Agency, Attachment, Chapter, RelatedLink, Report, SourceFile
from reports.models.event import Act
from reports.models.road import State
from reports.queries import dossiers, powers
from reports.queries import yearpages as years
from reports.queries.access import NotTheirs
from reports.services import reports
from reports.services.reports import AttachmentEdit, ChapterText, NewAttachment, Stale

UNCHANGEABLE = ("agency", "year", "kind")
LONGEST_LIST = 30
"""Agencies that are offered as a plain list."""


@admin.register(Report)
class ReportAdmin(
    WithTimeline,
    ImportPage,
    ImportDeskPages,
    TablePage,
    TrailPage,
    ReviewPage,
    SideBySidePage,
    ExplainPage,
    HandInPages,
    BulkActs,
    StepPages,
    WithBoxes,
    RefusingAdmin,
    ScopedAdmin,
):
    """Drafts are written here; what is in review or was public is shown, never changed."""

    form = ReportForm
    actions_on_bottom = True
    actions_on_top = False
    change_form_template = "admin/reports/report/change_form.html"
    list_display = ("name", "year", "kind", "standing", "revision", "checks", "updated")
    show_facets = admin.ShowFacets.NEVER
    list_select_related = ("agency",)
    list_filter = (
        WaitingFilter,
        StateFilter,
        ("agency", AgencyFilter),
        ChecksFilter,
        YearFilter,
        FormFilter,
        "kind",
    )
    list_per_page = 50
    search_fields = ("title", "agency__name", "agency__short_name", "agency__slug", "year")
    search_help_text = gettext_lazy("Title, agency or year; several words must all occur")
    autocomplete_fields = ("agency",)
    inlines = (ChapterRows, LinkRows, AttachmentRows)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "agency",
                    ("year", "kind"),
                    "title",
                    "source_line",
                    "published_at",
                    "correction_note",
                    "explanation",
                )
            },
        ),
        (gettext_lazy("Before and after the chapters"), {"fields": ("preamble", "closing")}),
    )

    @property
    def media(self) -> Media:
        """The stock scripts and those of the filter by agency."""
        return super().media + agency_field(self.admin_site, Agency.objects.none()).widget.media

    @admin.display(description=gettext_lazy("agency and title"), ordering="agency__name")
    def name(self, report: Report) -> SafeString:
        """Whose report it is, with its title."""
        return format_html('{}<br><span class="path">{}</span>', report.agency, report.title)

    @admin.display(description=gettext_lazy("last changed"), ordering="updated_at")
    def updated(self, report: Report) -> str:
        """Day and minute of the last change."""
        return f"{timezone.localtime(report.updated_at):%Y-%m-%d %H:%M}"

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def standing(self, report: Report) -> SafeString:
        """Its state; a replaced revision says so."""
        if report.state == State.PUBLISHED and report.superseded_at:
            return format_html('<span class="state state-replaced">{}</span>', _("replaced"))
        return format_html('<span class="state state-{}">{}</span>', report.state, report.get_state_display())

    @admin.display(description=gettext_lazy("checks"), ordering="-checks_failed")
    def checks(self, report: Report) -> SafeString:
        """What the checks found, worst first."""
        if not report.form_id:
            return format_html('<span class="mark-none">{}</span>', _("no table"))
        if report.checks_failed:
            words = ngettext("%(count)d fails", "%(count)d fail", report.checks_failed)
            return format_html(
                '<span class="mark mark-fails">{}</span>', words % {"count": report.checks_failed}
            )
        if report.checks_warned:
            words = ngettext("%(count)d to look at", "%(count)d to look at", report.checks_warned)
            return format_html(
                '<span class="mark mark-open">{}</span>', words % {"count": report.checks_warned}
            )
        if report.checks_overridden:
            words = ngettext("%(count)d explained", "%(count)d explained", report.checks_overridden)
            return format_html(
                '<span class="mark mark-open">{}</span>', words % {"count": report.checks_overridden}
            )
        if not report.checks_held:
            return format_html('<span class="mark mark-open">{}</span>', _("nothing to check yet"))
        words = ngettext("%(count)d holds", "%(count)d hold", report.checks_held)
        return format_html('<span class="mark mark-holds">{}</span>', words % {"count": report.checks_held})

    # Who may do what

    def has_change_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        """Only drafts change. A POST comes through, so that its text is shown again beside the refusal."""
        is_open = obj is None or obj.is_editable or request.method == "POST"
        return is_open and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return (obj is None or obj.is_editable) and super().has_delete_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Report | None = None) -> tuple[str, ...]:
        return UNCHANGEABLE if obj is not None and self._has_siblings(obj) else ()

    def get_autocomplete_fields(self, request: HttpRequest) -> tuple[str, ...]:
        """A new report's agency is searched for only where a list would be too long: that needs no script."""
        if request.resolver_match is None or request.resolver_match.url_name != "reports_report_add":
            return self.autocomplete_fields
        few = choices(request, Report._meta.get_field("agency"))[: LONGEST_LIST + 1]
        return () if len(few) <= LONGEST_LIST else self.autocomplete_fields

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Who writes for one agency does not choose it."""
        only = list(choices(request, Report._meta.get_field("agency"))[:2])
        first = {"agency": only[0].pk} if len(only) == 1 else {}
        return first | super().get_changeform_initial_data(request)

    def _has_siblings(self, report: Report) -> bool:
        stored = Report.objects.filter(pk=report.pk).values(*UNCHANGEABLE)[:1]
        return any(Report.objects.filter(**place).exclude(pk=report.pk).exists() for place in stored)

    # Saving, through the services

    def save_model(self, request: HttpRequest, obj: Report, form: ModelForm, change: bool) -> None:
        if change:
            return
        cleaned = form.cleaned_data
        texts = {
            name: cleaned[name] for name in form.Meta.fields if name not in UNCHANGEABLE and cleaned[name]
        }
        place = {name: cleaned[name] for name in UNCHANGEABLE}
        obj.pk = reports.create(by=request.user, **place, **texts).pk

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list[RowsFormSet], change: bool
    ) -> None:
        for formset in formsets:
            formset.save(commit=False)  # fills what the change message is made of; stores nothing
        rows = {formset.model: formset for formset in formsets}
        report = Report(pk=form.instance.pk)
        reports.revise(
            report=report,
            by=request.user,
            fields={name: form.cleaned_data[name] for name in form.changed_data} if change else {},
            chapters=_chapters(rows[Chapter]) if Chapter in rows else None,
            links=_links(rows[RelatedLink]) if RelatedLink in rows else None,
            attachments=_attachments(rows[Attachment]) if Attachment in rows else None,
            expected_version=version_seen(request) if change else None,
            act=Act.EDITED if change else None,
        )

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """A draft goes with its history, which the database else protects."""
        deleted, counts, _missing, _protected = super().get_deleted_objects(objs, request)
        return deleted, counts, set(), []

    def delete_model(self, request: HttpRequest, obj: Report) -> None:
        reports.discard(report=Report(pk=obj.pk), by=request.user)

    # Pages

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        routes = [
            path(
                "<int:object_id>/source/<int:file_id>/",
                wrap(self.file_view),
                {"model": SourceFile},
                name="reports_report_source",
            ),
            path(
                "<int:object_id>/attachment/<int:file_id>/",
                wrap(self.file_view),
                {"model": Attachment},
                name="reports_report_attachment",
            ),
        ]
        return [*routes, *super().get_urls()]

    def file_view(
        self, request: HttpRequest, object_id: int, file_id: int, model: type[SourceFile | Attachment]
    ) -> HttpResponse:
        """A kept file, always as a download."""
        report = seen(request, Report, object_id)
        kept = model.objects.filter(report=report, pk=file_id).first()
        if kept is None:
            raise NotTheirs
        return FileResponse(
            kept.file.open("rb"),
            as_attachment=True,
            filename=kept.name,
            content_type="application/octet-stream",
        )

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        *args: Any,
        obj: Report | None = None,
        **kwargs: Any,
    ) -> HttpResponse:
        context["show_save_and_add_another"] = False
        if obj is not None:
            stored = Report.objects.select_related("agency").get(pk=obj.pk)
            dossier = dossiers.of(stored)
            form = context["adminform"].form
            refused = refused_of(request)
            place = powers.place(stored, request.user)
            context |= {
                "dossier": dossier,
                "steps": open_to(place, dossier),
                "has_count": years.has_count(request.user, stored),
                "may_explain": why_not(Step.EDIT, place) is None,
                "version": stored.version
                if not form.is_bound or isinstance(refused, Stale)
                else version_seen(request),
                "deeds": refused.deeds if isinstance(refused, Stale) else (),
                "conflicts": _conflicts(context, stored) if isinstance(refused, Stale) else [],
            }
        else:
            context["existing"] = getattr(context["adminform"].form, "existing", None)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def _chapters(formset: RowsFormSet) -> list[ChapterText]:
    cleaned = [form.cleaned_data for form in formset.kept()]
    return [ChapterText(row["number"], row["heading"], row["text"]) for row in cleaned]


def _links(formset: RowsFormSet) -> list[tuple[str, str]]:
    return [(form.cleaned_data["title"], form.cleaned_data["url"]) for form in formset.kept()]


def _attachments(formset: RowsFormSet) -> AttachmentEdit:
    added, kept = [], {}
    for place, form in enumerate(formset.kept(), 1):
        cleaned = form.cleaned_data
        if form.instance.pk:
            kept[form.instance.pk] = (cleaned["title"] or form.instance.name, place)
        elif cleaned.get("file"):
            added.append(NewAttachment(form.data_of_file(), cleaned["file"].name, cleaned["title"], place))
    removed = [form.instance.pk for form in formset.deleted_forms if form.instance.pk]
    return AttachmentEdit(added, kept, removed)


def _conflicts(context: dict[str, Any], stored: Report) -> list[conflicts.Conflict]:
    formsets = [inline.formset for inline in context["inline_admin_formsets"]]
    return conflicts.of(context["adminform"].form, formsets, stored)
