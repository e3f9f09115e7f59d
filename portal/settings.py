"""Settings of one installation, from the environment through typed readers; docs/deploy.md has the table."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF

from portal.backends import cache, database
from portal.environment import BadSetting, boolean, choice, daemon, file, folder, hosts, integer, text
from portal.mail import mail
from portal.secret import old_keys, old_signing_key, personal_keys, secret_key, signing_key
from portal.site import site

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = folder("DATA_DIR", BASE_DIR / "var")

# The server: where `manage.py serve` listens, and how wide.
HOST = text("HOST", "127.0.0.1")
PORT = integer("PORT", 8000, low=1, high=65535)
WEB_WORKERS = integer("WEB_WORKERS", 2, low=1, high=64)
WEB_THREADS = integer("WEB_THREADS", 4, low=1, high=64)
SAMPLE_DATA = boolean("SAMPLE_DATA", True)

# Who runs the site, under which names it is reached.
SITE = site()
DEBUG = boolean("DEBUG", False)
SECRET_KEY = secret_key("SECRET_KEY", DATA_DIR / "secret_key")
SECRET_KEY_FALLBACKS = old_keys("OLD_SECRET_KEY")
# What signs the manifest of publications, and, while it is being replaced, what signed it before.
SIGNING_KEY = signing_key("SIGNING_KEY", DATA_DIR / "signing_key")
SIGNING_KEY_OLD = old_signing_key("SIGNING_KEY_OLD")
# What encrypts applicants' data; the first seals, the others still open what they sealed.
PERSONAL_KEYS = personal_keys(DATA_DIR / "personal_key")
# For how many days a backup is kept: receipts of erased data tell until when one may still hold them.
BACKUP_DAYS = integer("BACKUP_DAYS", 90, low=0, high=3650)
ALLOWED_HOSTS = hosts("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
if SITE.domain and SITE.domain not in ALLOWED_HOSTS:
    ALLOWED_HOSTS.append(SITE.domain)

# HTTPS: HTTPS=1 where the public reaches the portal by https; TRUST_PROXY=1 where a proxy of yours ends it.
HTTPS = boolean("HTTPS", False)
TRUST_PROXY = boolean("TRUST_PROXY", False)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = integer("HSTS_SECONDS", 31_536_000, low=0, high=63_072_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = boolean("HSTS_SUBDOMAINS", False)
SECURE_HSTS_PRELOAD = boolean("HSTS_PRELOAD", False)
if SECURE_HSTS_PRELOAD and not SECURE_HSTS_INCLUDE_SUBDOMAINS:
    raise BadSetting(
        "HSTS_PRELOAD is on and HSTS_SUBDOMAINS is off; browsers take preload only with both on."
    )
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = (
    [f"https://{'*' if name.startswith('.') else ''}{name}" for name in ALLOWED_HOSTS] if HTTPS else []
)

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "django_prose_editor",
    "django_tables2",
    "django_tasks",
    "django_tasks_db",
    "reports",
]
MIDDLEWARE = [
    # Headers first, so that they stand on static files, redirects and refusals too.
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "reports.middleware.LanguageOfAddress",
    "reports.middleware.RefuseHugeBodies",
    "reports.middleware.RefuseNul",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "reports.middleware.ShowLostWork",
    "reports.middleware.StaffDoor",
    "reports.middleware.NoteDenied",
]
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# What is stored, and where.
DATABASES = {"default": database("DATABASE_URL", DATA_DIR / "db.sqlite3")}
CACHES = {"default": cache("CACHE_URL")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "files"
# The search index of this machine: a copy that can always be built anew, on a disk of its own.
SEARCH_DIR = folder("SEARCH_DIR", DATA_DIR / "index")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# HAS_MAIL and Django's EMAIL_… names: whether, and through which server, messages go out.
globals().update(mail("MAIL_URL", "MAIL_FROM"))
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# What one request may bring. A grid of 200 cells with chapters beside it has about 1,000 fields.
UPLOAD_MAX_SIZE = integer("UPLOAD_MAX_MB", 64, low=1, high=1024) * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_PERMISSIONS = 0o640
# The ClamAV daemon that is asked about each file from outside; without one none is scanned.
CLAMAV = daemon("CLAMAV")
# A TrueType font with Chinese signs, embedded into letters; without one readers take a font of theirs.
LETTER_FONT = file("LETTER_FONT")

# Staff accounts: passwords (reports.services.doorpasswords), the second factor, sessions.
AUTH_USER_MODEL = "reports.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: it stops an attempt before a password is hashed
    "reports.services.backend.StaffBackend",
]
PASSWORD_HASHERS = [
    "reports.services.doorpasswords.SlimArgon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "reports.services.doorpasswords.GuessableValidator"},
    {"NAME": "reports.services.doorpasswords.BreachListValidator"},
]
BREACH_LIST = file("BREACH_LIST")
SECOND_FACTOR = choice("SECOND_FACTOR", "roles", ("roles", "everyone", "off"))
SESSION_COOKIE_AGE = integer("SESSION_HOURS", 10, low=1, high=24 * 14) * 3600
SESSION_IDLE_MINUTES = integer("SESSION_IDLE_MINUTES", 30, low=5, high=24 * 60)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if HTTPS:  # tied to this very host: no other name below the domain can set them
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"

# Wrong passwords: what is counted and how many are borne stands in reports.services.doorthrottle.
AXES_HANDLER = "reports.services.doorthrottle.DoorHandler"
AXES_USERNAME_CALLABLE = "reports.services.doorthrottle.name_key"
AXES_CLIENT_IP_CALLABLE = "reports.services.doorthrottle.network"
AXES_LOCKOUT_PARAMETERS = ["ip_address"]
AXES_FAILURE_LIMIT = 1
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = AXES_ENABLE_ADMIN = AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True
# Its middleware would answer in place of our page; the sign-in form says it itself.
SILENCED_SYSTEM_CHECKS = ["axes.W002"]

# Chinese is the default language, English stands under /en/ (reports.middleware.LanguageOfAddress).
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "reports" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# What a browser may do with a page: nothing from another host, nothing inline, no frames, no devices.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "upgrade-insecure-requests": HTTPS,
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        *("accelerometer", "autoplay", "browsing-topics", "camera"),
        *(
            "display-capture",
            "encrypted-media",
            "gamepad",
            "geolocation",
            "gyroscope",
            "hid",
            "idle-detection",
        ),
        *("local-fonts", "magnetometer", "microphone", "midi", "payment", "picture-in-picture"),
        *(
            "publickey-credentials-get",
            "screen-wake-lock",
            "serial",
            "usb",
            "xr-spatial-tracking",
        ),
    )
}

# What a fault may tell of what somebody typed or the database held: nothing.
DEFAULT_EXCEPTION_REPORTER = "portal.faults.QuietReporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "portal.faults.QuietFilter"
# To stderr, in English, without addresses or names of persons; the proxy in front keeps the access log.
LOG_LEVEL = choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "portal.faults.MaskedLine",
            "fmt": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        # The worker tells of every task it begins and ends; only one that failed is news.
        "failures": {"class": "logging.StreamHandler", "formatter": "line", "level": "ERROR"},
    },
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
        "axes": {"level": "ERROR"},  # what happens at the door stands in our own log
        "django.db.backends": {"level": "INFO"},
        "django.utils.autoreload": {"level": "INFO"},
        "gunicorn.http.wsgi": {"level": "ERROR"},  # it warns of each HEAD, whose body it drops as it should
        "django_tasks": {"handlers": ["failures"], "propagate": False},
        "django_tasks_db": {"handlers": ["failures"], "propagate": False},
    },
}
