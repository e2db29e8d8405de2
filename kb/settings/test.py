"""What the test suite runs with: fast hashing, mail in memory, the services the environment names."""
import os
import tempfile
from pathlib import Path

from kb.settings.base import *
from kb.settings.base import DATABASES

SECRET_KEY = "tests-only-0123456789-0123456789-0123456789-0123456789"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DATA_DIR = Path(tempfile.mkdtemp(prefix="kb-test-"))
MEDIA_ROOT = str(DATA_DIR / "media")
SEARCH_VECTORS = "none"  # what meaning finds is tested with vectors of its own
SEARCH_RECORDING = False  # tests of it switch it on
SEARCH_INDEX_PREFIX = f"kbtest-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"  # parallel workers share the server
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["NAME"] = str(DATA_DIR / "kb.sqlite3")
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
WHITENOISE_AUTOREFRESH = True  # nothing is collected for tests, and a missing folder is a warning
