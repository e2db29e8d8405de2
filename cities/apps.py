"""Cities, countries or areas, regions and hubs."""
from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class CitiesConfig(AppConfig):
    """Registers the audience tokens of a city's people and keeps the table of names in step."""

    name = "cities"
    verbose_name = _("Cities")

    def ready(self) -> None:
        """Take part in visibility; rebuild names when an editor changes them."""
        from cities.audience import city_tokens
        from cities.models import City, CityName, Hub, HubLabel
        from cities.names import TABLE
        from core.visibility import register_tokens

        register_tokens(city_tokens)
        for model in (City, CityName, Hub, HubLabel):
            for signal in (post_save, post_delete):
                signal.connect(TABLE.touch, sender=model, dispatch_uid=f"places-{model.__name__}-{id(signal)}")
