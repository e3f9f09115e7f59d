"""Letters of a case for staff: chosen, filled, edited, issued, downloaded, their delivery noted."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.admin.letterpage import LetterPage
from reports.admin.scope import ScopedAdmin, opened
from reports.domain.roles import Action
from reports.forms.letter import BlanksForm
from reports.models import Application, Letter
from reports.queries import letters as reading
from reports.queries.letters import Choice
from reports.services import letters
from reports.services.revisions import Refused


class StandingFilter(admin.SimpleListFilter):
    """How far a letter has come: what is left to do with it."""

    title = gettext_lazy("how far it has come")
    parameter_name = "standing"
    WANTED: ClassVar = {
        "draft": (gettext_lazy("draft letters"), {"issued_on": None}),
        "underway": (
            gettext_lazy("issued, delivery not noted"),
            {"issued_on__isnull": False, "delivered_on": None},
        ),
        "delivered": (gettext_lazy("delivery noted"), {"delivered_on__isnull": False}),
    }

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Promise]]:
        return [(code, words) for code, (words, _wanted) in self.WANTED.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Letter]) -> QuerySet[Letter]:
        """Nothing is narrowed by a word that is none of these."""
        _words, wanted = self.WANTED.get(self.value() or "", ("", {}))
        return queryset.filter(**wanted)


@admin.register(Letter)
class LetterAdmin(LetterPage, ScopedAdmin):
    """The list finds a letter by its number; everything else begins at the case."""

    list_display = ("title", "numbered", "case", "issued_on", "delivered_on")
    list_select_related = ("application",)
    list_filter = (StandingFilter, "year")
    list_per_page = 50
    search_fields = ("number", "application__number")
    search_help_text = gettext_lazy("Number of the letter or of the case")
    show_facets = admin.ShowFacets.NEVER
    ordering = ("-pk",)
    actions = None

    @admin.display(description=gettext_lazy("number of the letter"), ordering="number")
    def numbered(self, letter: Letter) -> str:
        """Its number; what is not issued yet says so."""
        mark = '<span class="mark mark-open">{}</span>'
        return letter.number or format_html(mark, _("draft letter, no number yet"))

    @admin.display(description=gettext_lazy("disclosure application"), ordering="application__number")
    def case(self, letter: Letter) -> str:
        """The number of its case."""
        return letter.application.number

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Not by the stock form: a letter begins at its case."""
        return False

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        routes = [
            path("new/<int:application_id>/", wrap(self.new_view), name="reports_letter_new"),
            path("<int:object_id>/file/<slug:ending>/", wrap(self.file_view), name="reports_letter_file"),
        ]
        return [*routes, *super().get_urls()]

    def new_view(self, request: HttpRequest, application_id: int) -> HttpResponse:
        """Without `code` the letters that fit; with it, its blanks: POST shows, `_draft` keeps the text."""
        application = opened(request, Application, application_id, Action.WORK_APPLICATION)
        choices = reading.choices(application)
        code = request.GET.get("code", "")
        if not code:
            context = {**self._about(request, application, _("New letter")), "groups": _grouped(choices)}
            return TemplateResponse(request, "admin/reports/letter/choose.html", context)
        chosen = next((each for each in choices if each.code == code), None)
        if chosen is None:
            messages.error(request, _("This letter does not fit where the case stands. Choose another."))
            return redirect("admin:reports_letter_new", application.pk)
        return self._write(request, application, chosen)

    def _write(self, request: HttpRequest, application: Application, chosen: Choice) -> HttpResponse:
        blanks = reading.blanks_of(chosen.code, application)
        today = timezone.localdate()
        template = reading.sketch(application, chosen.code, on=today, given={}).template
        sent = request.POST if request.method == "POST" else None
        form = BlanksForm(sent, blanks=blanks, required=template.required)
        given = form.given if form.is_valid() else {}
        if sent is not None and "_draft" in sent and form.is_valid():
            try:
                letter = letters.draft(application, chosen.code, by=request.user, on=today, **given)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("The draft is kept. Read it over before you issue it."))
                return redirect("admin:reports_letter_change", letter.pk)
        sketch = reading.sketch(application, chosen.code, on=today, given=given)
        context = {
            **self._about(request, application, chosen.title),
            "form": form,
            "sketch": sketch,
            "missing": reading.names(sketch.filled.missing),
        }
        return TemplateResponse(request, "admin/reports/letter/write.html", context)

    def file_view(self, request: HttpRequest, object_id: int, ending: str) -> HttpResponse:
        """The letter as Word or PDF, as a download and on record."""
        letter = opened(request, Letter, object_id, Action.VIEW_APPLICATION)
        if ending not in letters.FORMATS:
            raise Http404
        made = letters.download(letter, ending, by=request.user)
        headers = {
            "Content-Disposition": content_disposition_header(True, letters.file_name(letter, ending)),
            "Cache-Control": "no-store",
        }
        return HttpResponse(made, content_type=letters.FORMATS[ending], headers=headers)

    def _about(self, request: HttpRequest, application: Application, title: str) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "application": application,
        }


def _grouped(choices: list[Choice]) -> list[tuple[str, list[Choice]]]:
    groups: dict[str, list[Choice]] = {}
    for each in choices:
        groups.setdefault(each.group, []).append(each)
    return list(groups.items())
