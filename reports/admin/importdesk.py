"""The import desk in the admin: files are dropped, read in the background, and looked over one by one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.admin.importlooking import LookingOver
from reports.domain.document import Unreadable
from reports.domain.statform.mapping import Choice
from reports.forms.importing import DropForm
from reports.forms.mapping import chosen
from reports.models import ImportItem
from reports.models.importdesk import ItemState
from reports.queries import importdesk, mappings, statforms, unreadable
from reports.queries.access import NotTheirs
from reports.queries.stattables import local
from reports.services import importdesk as desk
from reports.services.revisions import Refused


class ImportDeskPages(LookingOver):
    """The desk, one file of it, and the page that puts a table of no known form into one."""

    def get_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, "reports_report_import"
        routes = [
            path("import-desk/", wrap(self.desk_view), name=f"{name}_desk"),
            path("import-desk/<int:item_id>/", wrap(self.item_view), name=f"{name}_item"),
            path("import-desk/<int:item_id>/table/", wrap(self.mapping_view), name=f"{name}_mapping"),
        ]
        return [*routes, *super().get_urls()]

    def desk_view(self, request: HttpRequest) -> HttpResponse:
        """GET lists the desk; POST takes files."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = DropForm(request.POST, request.FILES) if request.method == "POST" else DropForm()
        if form.is_bound and form.is_valid():
            try:
                items = desk.take(files=form.cleaned_data["contents"], by=request.user)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                _tell(request, items)
                return redirect("admin:reports_report_import_desk")
        found = importdesk.desk(request.user, page=request.GET.get("page", "1"))
        return self._page(request, "import_desk.html", _("Import desk"), form=form, desk=found)

    def item_view(self, request: HttpRequest, item_id: int) -> HttpResponse:
        """One file: what was read, to be accepted, read otherwise, or dropped."""
        item = self._item(request, item_id)
        if "_drop" in request.POST:
            desk.drop(item=item, by=request.user)
            messages.success(request, _("“%(name)s” was taken off the desk.") % {"name": item.name})
            return redirect("admin:reports_report_import_desk")
        if item.state == ItemState.STORED and item.report_id:
            return redirect("admin:reports_report_change", item.report_id)
        if item.state != ItemState.READ:
            entry = importdesk.entry(item)
            return self._page(request, "import_waiting.html", item.name, item=item, entry=entry)
        try:
            if request.method == "POST":
                return self.act(request, item)
            return self.look_over(request, item, desk.reading_of(item))
        except Unreadable as problem:
            messages.error(request, unreadable.sentence(problem, item.name))
            return redirect("admin:reports_report_import_desk")

    def mapping_view(self, request: HttpRequest, item_id: int) -> HttpResponse:
        """The tables of the file with a select for each row and column; POST puts them into the form."""
        item = self._item(request, item_id)
        if item.state != ItemState.READ:
            return redirect("admin:reports_report_import_item", item.pk)
        forms = statforms.all_forms()
        earlier = Choice.from_plain(item.mapping) if item.mapping else None
        asked = request.POST.get("form") or request.GET.get("form") or (earlier.form_id if earlier else "")
        form = forms.get(asked)
        if request.method == "POST" and ("_clear" in request.POST or form is not None):
            choice = None if form is None or "_clear" in request.POST else chosen(form, request.POST.dict())
            try:
                desk.put_table(item=item, by=request.user, choice=choice)
            except Refused as refused:
                messages.error(request, str(refused))
            return redirect("admin:reports_report_import_item", item.pk)
        page = mappings.page(desk.document_of(item), form, earlier, item.year) if form else None
        choices = [(one.id, local(one.title, one.title_en)) for one in forms.values()]
        title = _("Put the table into a form")
        return self._page(request, "import_mapping.html", title, item=item, page=page, choices=choices)

    def _item(self, request: HttpRequest, item_id: int) -> ImportItem:
        """A file that they may see; another's looks like one that never was."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        item = importdesk.visible(request.user).filter(pk=item_id).first() if item_id < 2**63 else None
        if item is None:
            raise NotTheirs
        return item

    def _page(self, request: HttpRequest, template: str, title: str, **shown: Any) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, **shown}
        return TemplateResponse(request, f"admin/reports/report/{template}", context)


def _tell(request: HttpRequest, items: list[ImportItem]) -> None:
    """How many files are read next, and how many of an archive could not be taken."""
    refused = sum(item.state == ItemState.REFUSED for item in items)
    count = len(items) - refused
    if count:
        words = ngettext(
            "%(count)s file lies on the desk now and is read next.",
            "%(count)s files lie on the desk now and are read next.",
            count,
        )
        messages.success(request, words % {"count": count})
    if refused:
        words = ngettext(
            "%(count)s file of an archive could not be taken; the list below says why.",
            "%(count)s files of an archive could not be taken; the list below says why.",
            refused,
        )
        messages.warning(request, words % {"count": refused})
