"""Documents as a table: taken along, and brought in after a rehearsal that shows every line that matters."""

from __future__ import annotations

import base64
from typing import Any

from django.contrib import messages
from django.contrib.admin.options import ModelAdmin
from django.contrib.admin.views.main import ERROR_FLAG
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from reports.admin.documentform import kind_choices
from reports.admin.scope import UNREADABLE_FILTERS, choices
from reports.domain.document import Unreadable
from reports.domain.roles import Action
from reports.forms.documentimport import DocumentTableForm, DocumentYesForm
from reports.models import Document
from reports.queries import access, cataloguedata, kindwords, unreadable
from reports.services import documentexport, documentimport
from reports.services.documentimport import MOST, SHOWN, Preview
from reports.services.revisions import Refused
from reports.writers.rows import MEDIA_TYPES


class TablePages(ModelAdmin):
    """The addresses of import and export below the list of documents."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        routes = [
            path("import/", wrap(self.import_view), name="reports_document_import"),
            path("import/table/<slug:kind>/", wrap(self.empty_view), name="reports_document_table"),
            path("export/", wrap(self.export_view), name="reports_document_export"),
        ]
        return [*routes, *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        kind = cataloguedata.all_kinds().get(request.GET.get("kind", ""))
        shown = {
            "may_import": access.may(request.user, Action.WRITE_DOCUMENT),
            "export_kind": kindwords.kind_name(kind.code) if kind else "",
            "narrowed": request.GET.urlencode(),
        }
        return super().changelist_view(request, shown | (extra_context or {}))

    @method_decorator(never_cache)
    def export_view(self, request: HttpRequest) -> HttpResponse:
        """What the list shows under the same filters, of one kind, as CSV or .xlsx; the log says so."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not access.may(request.user, Action.VIEW_DOCUMENT):
            raise access.Denied(Action.VIEW_DOCUMENT)
        back = f"{reverse('admin:reports_document_changelist')}?{request.GET.urlencode()}"
        try:
            rows = self.get_changelist_instance(request).get_queryset(request)
        except UNREADABLE_FILTERS:
            return redirect(f"{reverse('admin:reports_document_changelist')}?{ERROR_FLAG}=1")
        kind = request.GET.get("kind", "")
        if kind not in cataloguedata.all_kinds():
            messages.error(request, _("Narrow the list to one kind first: each kind has columns of its own."))
            return redirect(back)
        ending = "xlsx" if request.POST.get("as") == "xlsx" else "csv"
        filters = ",".join(sorted(set(request.GET) - {"kind", "q"}))
        try:
            content = documentexport.file_of(
                rows, kind=kind, ending=ending, by=request.user, today=timezone.localdate(), filters=filters
            )
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(back)
        return _file(content, kind, ending)

    def empty_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        """The heads of a table of that kind, to be filled in."""
        if not access.may(request.user, Action.WRITE_DOCUMENT):
            raise access.Denied(Action.WRITE_DOCUMENT)
        if kind not in cataloguedata.all_kinds():
            raise Http404
        return _file(documentexport.empty_table(kind, "xlsx"), kind, "xlsx")

    @method_decorator(never_cache)
    @method_decorator(sensitive_post_parameters())
    def import_view(self, request: HttpRequest) -> HttpResponse:
        """GET asks for a table; POST rehearses it, or does what was shown."""
        if not access.may(request.user, Action.WRITE_DOCUMENT):
            raise access.Denied(Action.WRITE_DOCUMENT)
        offered = self._offered(request)
        if "_do" in request.POST:
            return self._carry_out(request, DocumentYesForm(request.POST, **offered))
        if request.method != "POST":
            only = list(offered["agencies"][:2])
            first = {"agency": only[0] if len(only) == 1 else None, "kind": request.GET.get("kind", "")}
            return self._import_page(request, form=DocumentTableForm(initial=first, **offered))
        form = DocumentTableForm(request.POST, request.FILES, **offered)
        if not form.is_valid():
            return self._import_page(request, form=form)
        file = form.cleaned_data["file"]
        return self._look_over(request, form.cleaned_data, file.read(), file.name)

    def _offered(self, request: HttpRequest) -> dict[str, Any]:
        fields = Document._meta
        return {
            "agencies": choices(request, fields.get_field("agency")).order_by("name", "pk"),
            "categories": choices(request, fields.get_field("category")).filter(is_active=True),
            "kinds": kind_choices(),
        }

    def _look_over(
        self, request: HttpRequest, asked: dict[str, Any], content: bytes, name: str
    ) -> HttpResponse:
        given = {key: asked[key] for key in ("agency", "category", "kind")}
        try:
            preview = documentimport.look_over(content, by=request.user, today=timezone.localdate(), **given)
        except (Unreadable, Refused) as problem:
            messages.error(request, _sentence(problem, name))
            return redirect("admin:reports_document_import")
        return self._preview_page(request, given, content, preview)

    def _carry_out(self, request: HttpRequest, form: DocumentYesForm) -> HttpResponse:
        if not form.is_valid():
            messages.error(request, _("The table was lost on its way. Choose it again."))
            return redirect("admin:reports_document_import")
        given = dict(form.cleaned_data)
        content, today = given.pop("content"), timezone.localdate()
        try:
            done = documentimport.carry_out(content, by=request.user, today=today, **given)
        except Unreadable as problem:
            messages.error(request, _sentence(problem, ""))
            return redirect("admin:reports_document_import")
        except Refused as refused:
            messages.error(request, str(refused))
            return self._look_over(request, given, content, "")
        words = ngettext("%(count)d draft was made.", "%(count)d drafts were made.", done.new)
        more = ngettext("%(count)d draft was changed.", "%(count)d drafts were changed.", done.changed)
        told = f"{words % {'count': done.new}} {more % {'count': done.changed}}"
        if given["is_submitted"]:
            sent = _("They are being sent to review; what is not complete stays a draft.")
            told = f"{told} {sent}"
        messages.success(request, told)
        return redirect(f"{reverse('admin:reports_document_changelist')}?kind={given['kind']}")

    def _preview_page(
        self, request: HttpRequest, given: dict[str, Any], content: bytes, preview: Preview
    ) -> HttpResponse:
        first = {"content": base64.b64encode(content).decode(), "digest": preview.digest, **given}
        yes = DocumentYesForm(initial=first, auto_id=False, **self._offered(request))
        shown = {"preview": preview, "counts": preview.counts, "most_shown": SHOWN}
        kind_name = kindwords.kind_name(given["kind"])
        return self._import_page(request, yes=yes, agency=given["agency"], kind_name=kind_name, **shown)

    def _import_page(self, request: HttpRequest, **shown: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Import documents"),
            "kinds": kind_choices(),
            **shown,
        }
        return TemplateResponse(request, "admin/reports/document/import.html", context)


def _file(content: bytes, kind: str, ending: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{kind}.{ending}"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(content, content_type=MEDIA_TYPES[ending], headers=headers)


def _sentence(problem: Unreadable | Refused, name: str) -> str:
    if isinstance(problem, Refused):
        return str(problem)
    if problem.reason == "too-long":
        return _("The table has more than %(limit)s rows or far too many cells. Import it in parts.") % {
            "limit": MOST
        }
    return unreadable.sentence(problem, name)
