"""What was asked and opened, as numbers: no row tells who, and rare questions keep no words after their day."""
from __future__ import annotations

from django.db import models

LONGEST_ID = 64


class DayKey(models.Model):
    """The key by which the searchers of a day are told apart; deleted with the marks it made when the day is over."""

    day = models.DateField(primary_key=True)
    key = models.BinaryField()

    def __str__(self) -> str:
        return str(self.day)


class Asked(models.Model):
    """How often a question was asked on one day in one interface language, by how many, and how much it found."""

    NONE, FEW, MANY = "none", "few", "many"

    day = models.DateField()
    ui = models.CharField(max_length=3)
    words = models.CharField(max_length=200, blank=True)  # empty: of questions too rare to be kept
    found = models.CharField(max_length=4)
    searches = models.PositiveIntegerField(default=0)
    searchers = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "ui", "words", "found"], name="asked_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.ui} {self.found}"


class Asker(models.Model):
    """The mark of one searcher beside one question of today; gone tomorrow."""

    asked = models.ForeignKey(Asked, on_delete=models.CASCADE, related_name="askers")
    mark = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asked", "mark"], name="asker_once")]

    def __str__(self) -> str:
        return str(self.asked)


class Opened(models.Model):
    """How often a result was opened from a question, and at which places of the list it stood."""

    day = models.DateField()
    ui = models.CharField(max_length=3)
    words = models.CharField(max_length=200, blank=True)
    document = models.CharField(max_length=LONGEST_ID)
    position = models.PositiveSmallIntegerField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(
            fields=["day", "ui", "words", "document", "position"], name="opened_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.document}"
