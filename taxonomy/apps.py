"""Controlled vocabularies and keywords."""
from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class TaxonomyConfig(AppConfig):
    """Keeps the label table in memory in step with what editors change."""

    name = "taxonomy"
    verbose_name = _("Vocabularies")

    def ready(self) -> None:
        """A saved concept, label or definition makes every process rebuild its table."""
        from taxonomy.labels import TABLE
        from taxonomy.models import Concept, Definition, Label

        for model in (Concept, Label, Definition):
            for signal in (post_save, post_delete):
                signal.connect(TABLE.touch, sender=model, dispatch_uid=f"labels-{model.__name__}-{id(signal)}")
