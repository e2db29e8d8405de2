"""The production shape: refuses to start when a secret, a host or a service is missing."""
from django.core.exceptions import ImproperlyConfigured

from kb.settings.base import *
from kb.settings.base import ALLOWED_HOSTS, BASE_URL, DATABASES, DEMO, MACHINE_TRANSLATOR_URL, SECRET_KEY, env
from practices.machine.address import unfit

if DEMO:
    raise ImproperlyConfigured("Demo mode is for one's own machine: unset DEMO.")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY is missing or shorter than 50 characters.")
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts of the site.")
if not BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("BASE_URL must be the site's https address.")
if not DATABASES["default"]["ENGINE"].endswith("postgresql"):
    raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database.")
if reason := unfit(MACHINE_TRANSLATOR_URL):
    raise ImproperlyConfigured(f"MACHINE_TRANSLATOR_URL {reason}.")
MFA_REQUIRED_ROLES = env.list("MFA_REQUIRED_ROLES", default=["editor", "coordinator", "administrator"])

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # the container's own check speaks plain http
SECURE_HSTS_SECONDS = 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
WHITENOISE_USE_FINDERS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
