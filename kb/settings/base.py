"""Settings that every environment shares; the one place that reads the environment."""
from __future__ import annotations

import os
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from core import languages

# Before the libraries load: several threads gain little for one text, and on a busy machine wait for each other.
for _threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()

SECRET_KEY = env("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])  # former ones, newest first
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
DEBUG = False
BASE_URL = env("BASE_URL", default="http://127.0.0.1:8000")
SITE_NAME = env("SITE_NAME", default="")  # empty: the translated name of the repository
SITE_LOGO = env("SITE_LOGO", default="")  # a static path; empty: the enamel plate
TRUSTED_PROXIES: list[str] = env.list("TRUSTED_PROXIES", default=[])  # addresses whose X-Forwarded-For is believed
MFA_REQUIRED_ROLES: list[str] = env.list("MFA_REQUIRED_ROLES", default=[])
DEMO = env.bool("DEMO", default=False)  # banner, noindex and demo accounts; production refuses it

DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / "var")))
MEDIA_ROOT = env("MEDIA_ROOT", default=str(DATA_DIR / "media"))
MEDIA_URL = "/files/"  # never served by the web server: core/files.py answers

INSTALLED_APPS = [
    "demo",
    "pages",
    "interchange",
    "practices",
    "cities",
    "accounts",
    "taxonomy",
    "search",
    "core",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "accounts.admin.app.PeopleAdminConfig",  # wagtail.users
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "core.hardening.ResponseHeadersMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.hardening.TrustedProxyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.i18n.InterfaceLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pages.errors.OwnErrorPagesMiddleware",
    "accounts.second_factor.SecondFactorMiddleware",
]

ROOT_URLCONF = "kb.urls"
WSGI_APPLICATION = "kb.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["core.templatetags.site"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context.site",
            ],
        },
    }
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'kb.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # beside WAL: a reader that turns writer must not fail
        "timeout": 5,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }

ELASTICSEARCH_URL = env("ELASTICSEARCH_URL", default="")  # several hosts: separated by commas
ELASTICSEARCH_SHARDS = env.int("ELASTICSEARCH_SHARDS", default=1)
ELASTICSEARCH_REPLICAS = env("ELASTICSEARCH_REPLICAS", default="0-1")  # a range: a second node holds a copy at once
ELASTICSEARCH_API_KEY = env("ELASTICSEARCH_API_KEY", default="")
ELASTICSEARCH_CA_CERTS = env("ELASTICSEARCH_CA_CERTS", default="")  # a file, where the servers' own authority signs
SEARCH_INDEX_PREFIX = env("SEARCH_INDEX_PREFIX", default="kb")
SEARCH_VECTORS = env("SEARCH_VECTORS", default="e5,use")  # the models that compare meanings; none: words alone
SEARCH_RECORDING = env.bool("SEARCH_RECORDING", default=True)  # count what is asked and opened, for the search desk

# A server of one's own that translates (LibreTranslate's protocol); off unless it is named: docs/operations.md
MACHINE_TRANSLATOR_URL = env("MACHINE_TRANSLATOR_URL", default="")
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
    "CLASS": "practices.machine.translator.MachineTranslator",
    "OPTIONS": {
        "URL": MACHINE_TRANSLATOR_URL,
        "API_KEY": env("MACHINE_TRANSLATOR_API_KEY", default=""),
        "TIMEOUT": 15,  # seconds for one request
        "SECONDS": 40,  # for one press of the button; what is left is asked for by pressing again
        "CHARACTERS": 60_000,  # sent at one press
    },
} if MACHINE_TRANSLATOR_URL else None

CACHES = {
    "default": {  # one for all processes: limits that each counted for itself would be none
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # beyond it the oldest counts are dropped, so nobody may get there easily
    },
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},  # the database knows which there are
}

# People and sessions
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]  # Django's own beside it would hash
# a known account's password twice and so tell by time which accounts exist
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "pages.errors.csrf_failure"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"  # in the language of the sign-in page
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "reauthenticate": "accounts.forms.AgainForm",
    "add_email": "accounts.forms.AddressForm",
    "change_password": "accounts.forms.PasswordForm",
    "reset_password": "accounts.forms.LostPasswordForm",
    "reset_password_from_key": "accounts.forms.PasswordByLinkForm",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # the sender says who writes
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24 * 3  # also of the link that opens a new account
MFA_ADAPTER = "accounts.mfa_adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "accounts.forms.SecondStepForm",
    "reauthenticate": "accounts.forms.SecondFactorAgainForm",
    "activate_totp": "accounts.forms.EnrolForm",
}
ACCOUNT_RATE_LIMITS = {"login_failed": "10/15m/ip,5/15m/key", "reset_password": "20/h/ip,5/h/key"}

# Languages
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = languages.DEFAULT
LANGUAGES = [(language.django, language.name) for language in languages.ALL]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [BASE_DIR / "locale"]
WAGTAILADMIN_PERMITTED_LANGUAGES = [(language.django, language.name) for language in languages.INTERFACE]

# Files
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000  # a change of 500 entries sends each with the version that was shown
DATA_UPLOAD_MAX_NUMBER_FILES = 1_000  # the first handler takes fewer and says which it left out
FILE_UPLOAD_HANDLERS = [
    "core.uploads.handler.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o640

# Wagtail
WAGTAIL_SITE_NAME = "City Practice Repository"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILIMAGES_IMAGE_MODEL = "core.Picture"
WAGTAILDOCS_DOCUMENT_MODEL = "core.Attachment"
WAGTAILDOCS_SERVE_METHOD = "direct"  # addresses lead to core/files.py; Wagtail's own views are not routed
WAGTAILIMAGES_IMAGE_FORM_BASE = "core.uploads.forms.PictureForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "core.uploads.forms.DocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 24_000_000
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "odt", "xlsx", "pptx", "txt"]
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # no third party is contacted
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_WORKFLOW_ENABLED = False  # practices have a state of their own: docs/decisions/0007
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # the server fetches no address that a user typed
WAGTAIL_USAGE_COUNT_ENABLED = True
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # allauth does it
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False  # nor may an address be changed there, where nobody confirms it
WAGTAILUSERS_PASSWORD_ENABLED = False  # who makes an account chooses no password for it: a link is mailed
TAGGIT_CASE_INSENSITIVE = True

# Mail
globals().update(env.email_url("EMAIL_URL", default="consolemail://"))
DIGEST_HOUR = env.int("DIGEST_HOUR", default=6)  # when digests of messages are mailed, weekly ones on Mondays …
DIGEST_TIME_ZONE = env("DIGEST_TIME_ZONE", default="UTC")  # … in this time zone
EMAIL_TIMEOUT = 20  # seconds; without it a mail server that hangs would hold a request for good
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="repository@localhost")
FRESHNESS_DAYS = {  # whether an entry is still right; each stage counts from the one before it
    "ask": 365,  # after it was last confirmed, the unit is asked
    "open": 60,  # as long its link opens
    "remind": 30,  # after the question
    "mark": 30,  # after the reminder, the page says when it was last confirmed
    "archive": 120,  # after that it leaves the search and keeps its address
}
EDITORS_EMAIL = env("EDITORS_EMAIL", default="editors@localhost")  # where questions go that no unit can answer yet

# Hardening
X_FRAME_OPTIONS = "DENY"  # Wagtail lifts it for the answers that its editor previews in a frame
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],  # Wagtail's admin needs inline styles; core/hardening.py gives it its own
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],  # the admin previews pages in a frame of its own
        "base-uri": [NONE],
        "manifest-src": [SELF],
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
REPOSITORY_NAME = _("City Practice Repository")
__all__ = [name for name in dir() if name.isupper()]
