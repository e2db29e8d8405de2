"""The app of the stock search; only the settings of measuring install it."""
from django.apps import AppConfig


class StockConfig(AppConfig):
    """Has no migrations: its table is made for one run and thrown away."""

    name = "bench.stock"
    label = "stock"
    default_auto_field = "django.db.models.BigAutoField"
