"""When a table that processes keep in memory last changed."""
from django.db import models


class Stamp(models.Model):
    """A random value by the name of the table; see `core/stamps.py`."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.name
