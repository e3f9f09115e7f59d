"""The admin over services that may refuse: nothing is half-saved and nothing typed is lost."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from reports.services.revisions import Refused


class RefusingAdmin(admin.ModelAdmin):
    """Saves through services. What they refuse is shown in the same form, with everything that was typed.

    The stock view runs in one transaction, which the refusal rolls back; it then runs again with a form that
    knows the refusal and is therefore not valid. Its form is a `forms.refusable.RefusableForm`.
    """

    class Media:
        js = ("js/kept.js", "js/unsaved.js")

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused as refused:
            request.refused = refused
            return super().changeform_view(request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, *args, **kwargs)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", object_id)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> type[ModelForm]:
        form = super().get_form(request, *args, **kwargs)
        return type(form.__name__, (form,), {"refused": refused_of(request)})

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        raise Http404


def version_seen(request: HttpRequest) -> int:
    """The version that was looked at; -1, which none has, where the page did not tell."""
    sent = request.POST.get("_version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else -1


def refused_of(request: HttpRequest) -> Refused | None:
    """What a service refused in this request, if anything."""
    return getattr(request, "refused", None)
