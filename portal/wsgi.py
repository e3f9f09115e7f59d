"""The door for application servers."""

import os
import sys

from django.core.wsgi import get_wsgi_application

from portal.environment import BadSetting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
try:
    application = get_wsgi_application()
except BadSetting as problem:
    sys.exit(f"Cannot start: {problem}")
