"""The portal's own settings, in a folder of their own and without what a developer has in the environment.

DATABASE_URL is kept, so that the suite can run on PostgreSQL too.
"""

import os
import tempfile

KEPT = ("DATABASE_URL",)
READ = (
    "DATA_DIR",
    "HOST",
    "PORT",
    "WEB_",
    "SITE_",
    "DEBUG",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "HTTPS",
    "TRUST_PROXY",
)
READ += ("BREACH_LIST", "OLD_SECRET_KEY", "SECOND_FACTOR", "SIGNING_KEY", "HSTS_", "SAMPLE_DATA")
READ += (
    "CACHE_URL",
    "UPLOAD_",
    "SESSION_",
    "LOG_LEVEL",
    "PERSONAL_KEY",
    "OLD_PERSONAL_KEYS",
    "BACKUP_DAYS",
    "MAIL_",
    "CLAMAV",
    "LETTER_FONT",
    "SEARCH_DIR",
)
for name in [name for name in os.environ if name.startswith(READ) and name not in KEPT]:
    del os.environ[name]
_folder = tempfile.TemporaryDirectory(prefix="portal-tests-")
os.environ["DATA_DIR"] = _folder.name

from portal.settings import *  # noqa: E402, F403
from portal.settings import STORAGES  # noqa: E402

# Static files straight from where they lie: no collectstatic before a test.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# Signing in is not what is tested; the real hasher takes a quarter of a second each time.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Most tests are about what happens behind the door; those about the door switch it on.
SECOND_FACTOR = "off"
