"""The door for application servers."""

import os
import sys

from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.utils.module_loading import import_string

from portal.environment import BadSetting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
try:
    application = get_wsgi_application()
except BadSetting as problem:
    sys.exit(f"Cannot start: {problem}")
# By name: models can be imported only now. With a wrong key, new data would be sealed beside what is lost.
if fault := import_string("reports.services.rotating.fault_of_keys")():
    sys.exit(f"Cannot start: {fault}")
connections.close_all()  # the server's processes are made by forking; each opens its own
