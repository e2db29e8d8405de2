"""A working site on one's own machine: nothing to set, debugging on, loopback only."""
from kb.settings.base import *
from kb.settings.base import DATA_DIR, env

DEBUG = env.bool("DEBUG", default=True)
DEMO = env.bool("DEMO", default=True)
SECRET_KEY = env("SECRET_KEY", default="") or "not-secret-development-only-0123456789-abcdefghijkl"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
DATA_DIR.mkdir(parents=True, exist_ok=True)
