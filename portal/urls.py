"""Addresses of this installation: Chinese without a prefix, English under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from reports.admin import doorsite

urlpatterns = i18n_patterns(
    path("admin/", doorsite.urls(admin.site)),
    path("", include("reports.urls")),
    prefix_default_language=False,
)
handler404 = "reports.views.documents.not_found"
