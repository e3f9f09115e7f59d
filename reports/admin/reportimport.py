"""Importing one report in the admin: a text is handed in, read, looked over, then stored as a draft."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from reports.admin.importlooking import LookingOver
from reports.domain.document import Unreadable
from reports.forms.importing import ReadForm
from reports.models.importdesk import ItemState
from reports.queries import importdesk, unreadable
from reports.services import importdesk as desk
from reports.services.revisions import Refused


class ImportPage(LookingOver):
    """The address of the import below the list of reports. Between its steps the file waits on the desk."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [path("import/", wrap(self.import_view), name="reports_report_import"), *super().get_urls()]

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """GET asks for a text; POST reads it, or stores what was read and looked over."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if "_store" in request.POST or "_again" in request.POST:
            return self._go_on(request)
        form = ReadForm(request.POST, request.FILES) if request.method == "POST" else ReadForm()
        if not form.is_valid():
            return self.import_page(request, form=form)
        content, name = form.cleaned_data["content"], form.cleaned_data["name"]
        try:
            [item] = desk.take(files=[(content, name)], by=request.user, is_read_later=False)
        except Refused as refused:
            form.add_error(None, str(refused))
            return self.import_page(request, form=form)
        try:
            return self.look_over(request, item, desk.read_now(item))
        except Unreadable as problem:
            desk.drop(item=item, by=request.user)
            form.add_error(None, unreadable.sentence(problem, name))
            return self.import_page(request, form=form)

    def _go_on(self, request: HttpRequest) -> HttpResponse:
        number = request.POST.get("content", "")
        mine = importdesk.visible(request.user).filter(state=ItemState.READ)
        item = mine.filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
        if item is None:
            messages.error(request, _("The text was lost on its way. Choose it again."))
            return self.import_page(request, form=ReadForm())
        try:
            return self.act(request, item)
        except Unreadable as problem:
            messages.error(request, unreadable.sentence(problem, item.name))
            return self.import_page(request, form=ReadForm())
