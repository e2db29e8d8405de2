"""A working site on one's own machine: nothing to set, debugging on, loopback only."""
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from kb.settings.base import *
from kb.settings.base import BASE_URL, DATA_DIR, env

OWN_MACHINE = ["127.0.0.1", "localhost", "[::1]"]

DEBUG = env.bool("DEBUG", default=True)
DEMO = env.bool("DEMO", default=True)
SECRET_KEY = env("SECRET_KEY", default="") or "not-secret-development-only-0123456789-abcdefghijkl"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=OWN_MACHINE)
if DEMO and not DEBUG:
    raise ImproperlyConfigured("The demonstration has accounts with known passwords; it does not run with DEBUG off.")
if not {*ALLOWED_HOSTS, urlsplit(BASE_URL).hostname} <= {*OWN_MACHINE, "::1"}:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS or BASE_URL names a host that others reach: use kb.settings.production there."
    )
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
DATA_DIR.mkdir(parents=True, exist_ok=True)
