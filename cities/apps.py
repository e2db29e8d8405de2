"""Cities, countries or areas, regions and hubs."""
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CitiesConfig(AppConfig):
    """Registers the audience tokens of a city's people, and what their desk says of their cities."""

    name = "cities"
    verbose_name = _("Cities")

    def ready(self) -> None:
        """Take part in visibility and in the desk."""
        from accounts.admin import parts
        from cities import desk, leaving
        from cities.audience import city_tokens
        from cities.people import CitiesOfPerson
        from core.visibility import register_tokens

        register_tokens(city_tokens)
        desk.register()
        parts.register(CitiesOfPerson())
        leaving.connect()
