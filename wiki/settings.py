"""Settings of the site: one module for development, tests and production.

The environment is read here and nowhere else. The README has a table with each
variable, its purpose and its default. It stays one file, however long: whoever runs the
site reads it from top to bottom beside that table.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ

from wiki.content_security import CONTENT_SECURITY_POLICY  # noqa: F401  (read by django-csp)
from wiki.secrets import stored_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
# The made-up web that the demo reads; see home/demo_feeds.py.
DEMO = env.bool("DEMO", default=False)
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var"))).expanduser().resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True)

SECRET_KEY = env("SECRET_KEY", default="") or stored_secret_key(VAR_DIR / "secret_key")

# The public address decides everything that depends on the scheme and host.
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
SITE_NAME = env("SITE_NAME", default="Recueil")
HTTPS = urlsplit(SITE_URL).scheme == "https"
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS",
    default=[urlsplit(SITE_URL).hostname or "127.0.0.1", "localhost", "127.0.0.1", "[::1]"],
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])

# ── Applications, from the top of the ladder to the bottom ────────────────────

INSTALLED_APPS = [
    "home",
    "wiki.importers",
    "wiki.syndication",
    "wiki.digests",
    "wiki.watch",
    "wiki.notifications",
    "search",
    "wiki.feedback",
    "guides",
    "wiki.communities",
    "wiki.people",
    "wiki.core",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads its answers against BREACH since Django 4.2
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wiki.core.middleware.ContentSecurityMiddleware",
    "wiki.core.middleware.ReadOnceMiddleware",
    "wiki.communities.middleware.SiteForMembersMiddleware",
    "wiki.syndication.visits.marking.VisitMiddleware",
    "wiki.communities.cms.guard.KnownPagesMiddleware",
    "wiki.communities.middleware.DiscreetRedirectMiddleware",
]

ROOT_URLCONF = "wiki.urls"
WSGI_APPLICATION = "wiki.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "wiki.core.context_processors.site",
            ],
            "builtins": ["wiki.core.templatetags.recueil"],
        },
    },
]

# ── Data ──────────────────────────────────────────────────────────────────────

DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}"),
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Readers never wait for the writer, and a second writer waits instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["wiki.people.backends.AccountBackend"]

CACHES = {
    "default": env.cache_url("CACHE_URL", default="locmemcache://recueil"),
}

if CACHES["default"]["BACKEND"].endswith("LocMemCache"):
    # Rendered pages are kept here; the default of 300 would have them evict each other.
    CACHES["default"].setdefault("OPTIONS", {}).setdefault("MAX_ENTRIES", 5000)

# « immediate » runs the work in the request, after commit; « background » in a thread of the
# server, which is its default (see wsgi.py); « database » leaves it to `manage.py worker`.
TASK_QUEUE = env("TASK_QUEUE", default="immediate")
TASKS = {
    "default": {
        "BACKEND": {
            "immediate": "django_tasks.backends.immediate.ImmediateBackend",
            "background": "wiki.core.background.BackgroundBackend",
            "database": "django_tasks_db.DatabaseBackend",
        }[TASK_QUEUE],
        "QUEUES": [],
    }
}

MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "wiki" / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
# The application answers for uploaded files; nginx or Apache may send the bytes.
FILE_SENDING = env("FILE_SENDING", default="application")
FILE_SENDING_PREFIX = env("FILE_SENDING_PREFIX", default="/protected-media/")
# A file of a package that names a missing source map must not stop a deployment.
WHITENOISE_MANIFEST_STRICT = False

DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a guide of 100 steps posts some 3,000 fields

# ── Language and time ─────────────────────────────────────────────────────────

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "recueil_language"
LOCALE_PATHS = [BASE_DIR / "wiki" / "locale"]
TIME_ZONE = env("TIME_ZONE", default="Europe/Paris")
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = "wiki.formats"

# ── People ────────────────────────────────────────────────────────────────────

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "people:sign_in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="recueil@localhost")

# ── Comments and notices ──────────────────────────────────────────────────────

COMMENTS_PER_HOUR = env.int("COMMENTS_PER_HOUR", default=20)
# A save waits for the mail server where tasks run in the request.
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=10)
NOTICES_DAILY_HOUR = env.int("NOTICES_DAILY_HOUR", default=8)

# ── Reading other sites ───────────────────────────────────────────────────────

# Networks that the site may read beside the public internet: 127.0.0.0/8 for the demo and tests.
FETCH_ALLOWED_NETWORKS = env.list("FETCH_ALLOWED_NETWORKS", default=[])

# ── Watch by e-mail ───────────────────────────────────────────────────────────

# imaps://user:password@host:993/folder; notes come in by messages to this mailbox.
WATCH_IMAP_URL = env("WATCH_IMAP_URL", default="")
# Its address; a community's own is made of it: watch+community@example.org.
WATCH_MAIL_ADDRESS = env("WATCH_MAIL_ADDRESS", default="")
# The name under which the house's mail server says, in Authentication-Results, whether a sender
# is genuine: other messages are left aside. Without it, only what it finds forged is.
WATCH_MAIL_AUTHSERV = env("WATCH_MAIL_AUTHSERV", default="").strip()

# ── Digests ───────────────────────────────────────────────────────────────────
DIGESTS_PER_MINUTE = env.int("DIGESTS_PER_MINUTE", default=0)
DIGESTS_HOUR = env.int("DIGESTS_HOUR", default=8)
DIGESTS_WEEKDAY = env.int("DIGESTS_WEEKDAY", default=1)

# ── Wagtail ───────────────────────────────────────────────────────────────────

WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
WAGTAILADMIN_LOGIN_URL = LOGIN_URL  # one door for everybody
WAGTAILIMAGES_IMAGE_MODEL = "core.RecueilImage"
WAGTAILDOCS_DOCUMENT_MODEL = "core.RecueilDocument"
WAGTAILIMAGES_IMAGE_FORM_BASE = "wiki.core.uploads.forms.PictureForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # anything else steps round the restrictions
WAGTAILDOCS_EXTENSIONS = [
    "csv", "docx", "epub", "json", "md", "odp", "ods", "odt", "pdf", "pptx", "txt", "xlsx", "zip",
]  # fmt: skip
# What a file is said to be; a bare system knows few of these endings.
WAGTAILDOCS_CONTENT_TYPES = {
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "epub": "application/epub+zip",
    "json": "application/json",
    "md": "text/markdown",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
WAGTAILDOCS_INLINE_CONTENT_TYPES = ["application/pdf"]  # all others are saved, never shown
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "avif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = env.int("UPLOAD_PICTURE_MB", default=10) * 1024**2
# Against pictures that are small as files and fill the memory when they are drawn; the
# sharpest cameras of today make some 50 million.
WAGTAILIMAGES_MAX_IMAGE_PIXELS = env.int("UPLOAD_PICTURE_MEGAPIXELS", default=50) * 1_000_000
PORTRAIT_MAX_UPLOAD_SIZE = env.int("UPLOAD_PORTRAIT_MB", default=2) * 1024**2
WAGTAILDOCS_MAX_UPLOAD_SIZE = env.int("UPLOAD_DOCUMENT_MB", default=30) * 1024**2
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {"WIDGET": "wiki.core.rich_text_area.SafeRichTextArea"}
}
# The editors' search stays on the database: the readers' index is not for drafts.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wiki.core.cms_search"}}
WAGTAIL_FINISH_WORKFLOW_ACTION = "wiki.communities.review.finish.publish_accepted"
WAGTAIL_AUTOSAVE_INTERVAL = 3000  # ms; the default of 500 floods the history
# Nothing about our people or our version leaves the house.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# A password shared by many cannot be reconciled with a search that never leaks.
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_I18N_ENABLED = False  # a page has its own language; see the README
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES[:1]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 10
# A pasted address of the site stays an address: made a link to a page, it would answer with
# the title of whatever page stands there.
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = ""
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # an address is read aloud and typed: no accent in it
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = True

# ── Search ────────────────────────────────────────────────────────────────────

SEARCH_ENGINE = env("SEARCH_ENGINE", default="embedded")
SEARCH_INDEX_DIR = Path(env("SEARCH_INDEX_DIR", default=str(VAR_DIR / "index")))
SEARCH_LOG_MONTHS = env.int("SEARCH_LOG_MONTHS", default=13)
ELASTICSEARCH = {
    "url": env("ELASTICSEARCH_URL", default="http://127.0.0.1:9200"),
    "api_key": env("ELASTICSEARCH_API_KEY", default=""),
    "username": env("ELASTICSEARCH_USERNAME", default=""),
    "password": env("ELASTICSEARCH_PASSWORD", default=""),
    "ca_certificate": env("ELASTICSEARCH_CA_CERTIFICATE", default=""),
    "timeout": env.float("ELASTICSEARCH_TIMEOUT", default=3.0),
    "bulk_timeout": env.float("ELASTICSEARCH_BULK_TIMEOUT", default=60.0),
    "prefix": env("ELASTICSEARCH_PREFIX", default="recueil"),
}

# ── Security ──────────────────────────────────────────────────────────────────

SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("TRUST_PROXY_HEADERS", default=False) else None
)
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = HTTPS
X_FRAME_OPTIONS = "SAMEORIGIN"  # the CMS previews pages in a frame of its own

# ── Logs: an event name and values, never a person ────────────────────────────

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"event": {"()": "wiki.core.logs.EventFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "event"}},
    "root": {"handlers": ["stderr"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django_tasks": {"level": "WARNING"},
        "elastic_transport": {"level": "ERROR"},  # the breaker tells of an outage, once
        "modelsearch": {"level": "WARNING"},
        "urllib3": {"level": "ERROR"},  # would name addresses that people keep
        "wagtail": {"level": "WARNING"},  # its journal is in the database
    },
}

SILENCED_SYSTEM_CHECKS = [
    "security.W019",  # frames of our own are how the CMS previews a page; others are refused
]
