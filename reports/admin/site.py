"""The admin as a whole: its names, and what of the packages we use has no place in it."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

admin.site.site_header = _("Government disclosure: staff")
admin.site.site_title = _("Government disclosure")
admin.site.index_title = _("What to work on")
admin.site.enable_nav_sidebar = False
admin.site.empty_value_display = "–"

# Rights come from appointments alone; the queue's own rows are no work of anybody's.
for unused in (Group, DBTaskResult):
    if admin.site.is_registered(unused):
        admin.site.unregister(unused)
