"""Controlled vocabularies and keywords."""
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TaxonomyConfig(AppConfig):
    """What practices are filed under."""

    name = "taxonomy"
    verbose_name = _("Vocabularies")
