"""What measuring runs with: a database in a folder that is removed, and the stock search beside ours."""
import os
import uuid

from kb.settings.base import env
from kb.settings.test import *
from kb.settings.test import DATA_DIR, ELASTICSEARCH_URL, INSTALLED_APPS

DEMO = True
LOGGING_CONFIG = None
SEARCH_VECTORS = env("SEARCH_VECTORS", default="e5,use")
SEARCH_INDEX_PREFIX = f"bench-{uuid.uuid4().hex[:12]}"
INSTALLED_APPS = ["bench.stock", *INSTALLED_APPS]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(DATA_DIR / "bench.sqlite3"),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }
}
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False},
}
if ELASTICSEARCH_URL:
    WAGTAILSEARCH_BACKENDS["elasticsearch"] = {
        "BACKEND": "wagtail.search.backends.elasticsearch9",
        "URLS": ELASTICSEARCH_URL.split(","),
        "INDEX_PREFIX": f"{SEARCH_INDEX_PREFIX}-stock-",
        "TIMEOUT": 60,
        "AUTO_UPDATE": False,
    }
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(name, "1")
