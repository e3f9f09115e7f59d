"""What a sent form brings: texts and files, taken up to the limits of its network."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from reports.domain.refusal import Refused
from reports.forms.apply import ApplyForm
from reports.models import ApplicationDraft
from reports.queries import refusals
from reports.services import applicationdrafts, applyguard, throttle


def given(request: HttpRequest) -> dict[str, str]:
    """What was typed, by field; "stamp" is "" where it is none of ours."""
    names = (*ApplyForm.base_fields, applyguard.TRAP)
    found = {name: request.POST[name] for name in names if name in request.POST}
    stamp = request.POST.get("stamp", "")[:200]
    return found | {"stamp": stamp if applyguard.is_stamp(stamp) else ""}


def may_save(request: HttpRequest, draft: ApplicationDraft | None) -> bool:
    """Counts one saving; False where the network has had too many."""
    begins = draft is not None or throttle.passes(applyguard.BEGINNINGS, request)
    return begins and throttle.passes(applyguard.SAVES, request)


def keep_files(request: HttpRequest, draft: ApplicationDraft) -> list[str]:
    """Keeps the files that were sent; why others were not, in sentences."""
    refused = []
    for upload in request.FILES.getlist("files"):
        if not throttle.passes(applyguard.FILES, request):
            return [*refused, _("Too much was sent from your network within an hour. Try again later.")]
        try:
            applicationdrafts.add_file(draft, upload.name or "", upload)
        except Refused as why:
            refused.append(refusals.sentence(why))
    return refused
