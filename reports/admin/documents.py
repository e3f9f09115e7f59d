"""Catalogue documents for staff: the list a clerk works from, and one with all that belongs to it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.admin.boxes import WithBoxes
from reports.admin.documentacts import StepPages, with_pictures
from reports.admin.documentbulk import BulkActs
from reports.admin.documentfilters import (
    ColumnFilter,
    DutyFilter,
    KindFilter,
    StateFilter,
    WaitsFilter,
    WordSearch,
)
from reports.admin.documentform import WithKinds, kind_choices
from reports.admin.documentrows import FileRows, LinkRows
from reports.admin.documentsteps import open_to
from reports.admin.documenttables import TablePages
from reports.admin.refusal import RefusingAdmin, refused_of, version_seen
from reports.admin.reportfilters import AgencyFilter
from reports.admin.scope import ScopedAdmin, choices
from reports.admin.timeline import WithTimeline
from reports.forms.document import PREFIX, DocumentForm
from reports.forms.report import RowsFormSet
from reports.models import Document, DocumentFile, DocumentLink
from reports.queries import (
    documentaddresses,
    documentchanges,
    documentduty,
    documentpowers,
    documentshown,
    kindwords,
)
from reports.services import documents
from reports.services.documentground import StaleDocument
from reports.services.documents import FileEdit, NewFile

FIRST = ("agency", "category", "title", "kind")
LONGEST_LIST = 30
"""Agencies that are offered as a plain list."""


@admin.register(Document)
class DocumentAdmin(
    WithTimeline,
    WithKinds,
    TablePages,
    BulkActs,
    StepPages,
    WithBoxes,
    RefusingAdmin,
    WordSearch,
    ScopedAdmin,
):
    """Drafts are written here; what is in review or public is shown, and changed as a new version only."""

    change_form_template = "admin/reports/document/change_form.html"
    change_list_template = "admin/reports/document/change_list.html"
    list_display = ("name", "index_number", "kind_shown", "column", "standing", "duty", "updated")
    list_display_links = ("name",)
    list_select_related = ("agency", "category")
    list_filter = (StateFilter, WaitsFilter, ("agency", AgencyFilter), ColumnFilter, KindFilter, DutyFilter)
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("title", "index_number", "document_number", "agency__name")
    search_help_text = gettext_lazy("Title, index number, document number or agency")
    autocomplete_fields = ("agency", "replaced_by")
    inlines = (FileRows, LinkRows)

    @admin.display(description=gettext_lazy("agency and title"), ordering="title")
    def name(self, document: Document) -> SafeString:
        """Whose document it is, with its title."""
        title = document.title or _("(content erased)")
        return format_html('{}<br><span class="path">{}</span>', title, document.agency)

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def kind_shown(self, document: Document) -> str:
        """What its kind is called."""
        return kindwords.kind_name(document.kind)

    @admin.display(description=gettext_lazy("column"), ordering="category__position")
    def column(self, document: Document) -> str:
        """The column it stands under."""
        return document.category.name

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def standing(self, document: Document) -> SafeString:
        """Its state; a change of what is public says so, and what is kept from the public too."""
        words = document.get_state_display()
        if document.openness != "open":
            words = f"{words} · {document.get_openness_display()}"
        elif document.is_editable and document.first_released_at and not document.withdrawn_at:
            words = f"{words} · {_('change of what is public')}"
        return format_html('<span class="state state-{}">{}</span>', document.state, words)

    @admin.display(description=gettext_lazy("to be public by"), ordering="due_on")
    def duty(self, document: Document) -> SafeString | str:
        """The last day of the duty to publish, while it is not fulfilled; how late it is or was."""
        if document.due_on is None or document.openness != "open":
            return "–"
        done = document.first_released_at
        day = timezone.localtime(done).date() if done else timezone.localdate()
        late = max(0, (day - document.due_on).days)
        if not late:
            return f"{document.due_on:%Y-%m-%d}"
        mark = "mark-open" if done else "mark-fails"
        told = _("%(days)s days late") % {"days": late}
        day_due = f"{document.due_on:%Y-%m-%d}"
        return format_html('{} <span class="mark {}">{}</span>', day_due, mark, told)

    @admin.display(description=gettext_lazy("last changed"), ordering="updated_at")
    def updated(self, document: Document) -> str:
        """Day and minute of the last change."""
        return f"{timezone.localtime(document.updated_at):%Y-%m-%d %H:%M}"

    # Who may do what

    def has_change_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        """Only drafts change. A POST comes through, so that its text is shown again beside the refusal."""
        is_open = obj is None or obj.is_editable or request.method == "POST"
        return is_open and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        is_open = obj is None or (obj.is_editable and obj.first_released_at is None)
        return is_open and super().has_delete_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Document | None = None) -> tuple[str, ...]:
        return ("agency", "index_number") if obj is not None and obj.first_released_at else ()

    def get_autocomplete_fields(self, request: HttpRequest) -> tuple[str, ...]:
        """An agency is searched for only where a list would be too long: that needs no script."""
        few = choices(request, Document._meta.get_field("agency"))[: LONGEST_LIST + 1]
        return ("replaced_by",) if len(few) <= LONGEST_LIST else self.autocomplete_fields

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Who writes for one agency does not choose it; the kind is the one the page was opened for."""
        only = list(choices(request, Document._meta.get_field("agency"))[:2])
        first = {"agency": only[0].pk} if len(only) == 1 else {}
        return first | {"kind": self.kind_of(request).code} | super().get_changeform_initial_data(request)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **options)
        if field is not None and db_field.name == "replaced_by":
            field.required = False
        return field

    # Saving, through the services

    def save_model(self, request: HttpRequest, obj: Document, form: ModelForm, change: bool) -> None:
        if change:
            return
        cleaned = form.cleaned_data
        given = {name: cleaned[name] for name in DocumentForm.Meta.fields if name in cleaned}
        given |= {"fields": form.kind_values()}
        made = documents.create(by=request.user, **given)
        obj.pk, obj.text_warnings = made.pk, made.text_warnings

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list[RowsFormSet], change: bool
    ) -> None:
        for formset in formsets:
            formset.save(commit=False)  # fills what the change message is made of; stores nothing
        rows = {formset.model: formset for formset in formsets}
        document = Document(pk=form.instance.pk)
        fields: dict[str, Any] = {}
        if change:
            names = [name for name in form.changed_data if not name.startswith(PREFIX)]
            fields = {name: form.cleaned_data[name] for name in names}
            if any(name.startswith(PREFIX) for name in form.changed_data) or "kind" in names:
                fields["fields"] = form.kind_values()
        row = documents.revise(
            document=document,
            by=request.user,
            fields=fields,
            links=_links(rows[DocumentLink]) if DocumentLink in rows else None,
            files=_files(rows[DocumentFile]) if DocumentFile in rows else None,
            expected_version=version_seen(request) if change else None,
        )
        told = (*getattr(form.instance, "text_warnings", ()), *row.text_warnings)
        for sentence in dict.fromkeys(told):
            messages.warning(request, sentence)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """A draft goes with its history, which the database else protects."""
        deleted, counts, _missing, _protected = super().get_deleted_objects(objs, request)
        return deleted, counts, set(), []

    def delete_model(self, request: HttpRequest, obj: Document) -> None:
        documents.discard(document=Document(pk=obj.pk), by=request.user)

    # The stock log of the admin would keep titles and names of files for ever.

    def log_addition(self, request: HttpRequest, obj: Document, message: Any) -> None:
        """Nothing: the log of the portal has it."""

    def log_change(self, request: HttpRequest, obj: Document, message: Any) -> None:
        """Nothing: the log of the portal has it."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:
        """Nothing: the log of the portal has it."""

    # Pages

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        *args: Any,
        obj: Document | None = None,
        **kwargs: Any,
    ) -> HttpResponse:
        context["show_save_and_add_another"] = False
        if obj is None:
            context["kinds"] = kind_choices()
            context["kind"] = self.kind_of(request).code
            return super().render_change_form(request, context, *args, obj=obj, **kwargs)
        stored = Document.objects.select_related("agency", "category").get(pk=obj.pk)
        if not self.has_change_permission(request, obj):
            shown = documentshown.of(stored)
            context |= {"shown": shown, "body": with_pictures(stored, shown.body)}
        refused = refused_of(request)
        is_stale = isinstance(refused, StaleDocument)
        place = documentpowers.place(stored, request.user)
        form = context["adminform"].form
        context |= {
            "document": stored,
            "due": documentduty.due_of(stored),
            "place": place,
            "steps": open_to(place, stored),
            "history": documentchanges.history(stored),
            "versions": stored.versions.order_by("-number"),
            "public_address": documentaddresses.of(stored.address) if stored.first_released_at else "",
            "version": stored.version if not form.is_bound or is_stale else version_seen(request),
            "deeds": refused.deeds if is_stale else (),
        }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def _links(formset: RowsFormSet) -> list[tuple[str, Document]]:
    cleaned = [form.cleaned_data for form in formset.kept()]
    return [(row["relation"], row["target"]) for row in cleaned if row.get("target")]


def _files(formset: RowsFormSet) -> FileEdit:
    added, kept = [], {}
    for place, form in enumerate(formset.kept(), 1):
        cleaned = form.cleaned_data
        if form.instance.pk:
            kept[form.instance.pk] = (cleaned["title"], place)
        elif cleaned.get("file"):
            name, title = cleaned["file"].name, cleaned["title"]
            added.append(NewFile(form.data_of_file(), name, title, place, bool(cleaned["is_inline"])))
    removed = [form.instance.pk for form in formset.deleted_forms if form.instance.pk]
    return FileEdit(added, kept, removed)
