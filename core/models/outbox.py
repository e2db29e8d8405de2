"""The row of a side effect that is still to happen, or has happened."""
from django.db import models
from django.utils import timezone


class OutboxRow(models.Model):
    """One side effect owed: a topic and the key of what changed."""

    WAITING, TAKEN, DONE, DEAD, GIVEN_UP = "waiting", "taken", "done", "dead", "given up"
    OPEN = (WAITING, TAKEN)  # of a taken row `due_at` is the end of the lease
    ENDED = (DONE, GIVEN_UP)  # nothing is owed any more

    topic = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    state = models.CharField(max_length=10, default=WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["topic", "state", "due_at"], name="outbox_due")]

    def __str__(self) -> str:
        return f"{self.topic}: {self.key} ({self.state})"
