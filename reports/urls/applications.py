"""Addresses of applying for disclosure and of following a case."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from reports.models.application import ApplicationKind
from reports.urls.reach import asking, private, public
from reports.views import apply, applyform, applyreceipt, applyreview

_applying = [
    path("", private(applyform.form), name="apply-form"),
    path("review/", private(applyreview.review), name="apply-review"),
    path("receipt/", private(applyreceipt.receipt), name="apply-receipt"),
]
_kind = {kind: {"kind": kind.value} for kind in ApplicationKind}

# No agency is called "lost" or "already-public". `reverse()` chooses by the kind.
urlpatterns: list[URLPattern | URLResolver] = [
    path("apply/", public(apply.start), name="apply"),
    path("apply/already-public/", asking(apply.public_already), name="apply-already-public"),
    path("apply/lost/", private(applyreceipt.lost), name="apply-lost"),
    path("apply/<slug:slug>/correction/", include(_applying), _kind[ApplicationKind.CORRECTION]),
    path("apply/<slug:slug>/complaint/", include(_applying), _kind[ApplicationKind.COMPLAINT]),
    path("apply/<slug:slug>/", include(_applying), _kind[ApplicationKind.APPLICATION]),
]
