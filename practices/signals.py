"""What happens elsewhere and concerns practices: Wagtail publishing, finished translations, renamed places."""
from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.log_actions import get_active_log_context
from wagtail.signals import page_published, page_unpublished

from cities.models import City, CityName, Hub, HubLabel
from core import audit
from practices import actions, decisions, versions
from practices.choices import State
from practices.models import OutcomeEvidence, Practice, PracticePage
from search import changes
from taxonomy.models import Concept, Keyword, Label

_REACHED = "_practices_that_reached_it"


def connect() -> None:
    """Connect every receiver once."""
    page_published.connect(_published, dispatch_uid="practices-published")
    page_unpublished.connect(_unpublished, dispatch_uid="practices-unpublished")
    pre_delete.connect(_page_deleted, sender=PracticePage, dispatch_uid="practices-page-deleted")
    post_delete.connect(_translation_deleted, sender=PracticePage, dispatch_uid="practices-translation-deleted")
    post_delete.connect(_practice_deleted, sender=Practice, dispatch_uid="practices-deleted")
    post_save.connect(_evidence_changed, sender=OutcomeEvidence, dispatch_uid="practices-evidence")
    post_delete.connect(_evidence_changed, sender=OutcomeEvidence, dispatch_uid="practices-evidence-gone")
    for model, path in (
        (City, "original__cities"), (CityName, "original__cities__names"), (Hub, "original__hub"),
        (HubLabel, "original__hub__labels"), (Concept, "original__concepts"), (Label, "original__concepts__labels"),
        (Keyword, "original__keyword_items__tag"),
    ):
        post_save.connect(_name_changed(path), sender=model, weak=False, dispatch_uid=f"practices-{path}")
        pre_delete.connect(_name_goes(path), sender=model, weak=False, dispatch_uid=f"practices-{path}-goes")
        post_delete.connect(_name_gone, sender=model, dispatch_uid=f"practices-{path}-gone")


def _person() -> Any:
    """Who is at work in the admin; None outside it. A revision only knows who wrote it, not who publishes it."""
    return get_active_log_context().user


def _published(sender: type, instance: Any, **kwargs: Any) -> None:
    """A page went live: the original publishes the practice, a translation adds a language."""
    page = instance.specific_deferred
    if not isinstance(page, PracticePage) or page.practice is None:
        return
    practice, person = page.practice, _person()
    if page.pk == practice.original_id:
        if practice.state != State.PUBLISHED:
            actions.publish(practice, by=person)
        elif person is not None:
            decisions.check(person, practice)  # an update may come through a workflow, which asks no permission tester
        versions.read_again(page)
    actions.text_changed(practice)


def _unpublished(sender: type, instance: Any, **kwargs: Any) -> None:
    """A page was taken back: the original withdraws the practice, a translation only its language."""
    page = instance.specific_deferred
    if not isinstance(page, PracticePage) or page.practice is None:
        return
    if page.pk == page.practice.original_id and State.WITHDRAWN in actions.MOVES[page.practice.state]:
        actions.withdraw(page.practice, by=_person())
    actions.text_changed(page.practice)


def _page_deleted(sender: type, instance: PracticePage, **kwargs: Any) -> None:
    """The original of a practice is deleted: its translations and the practice go with it."""
    practice = instance.practice
    if practice is None or practice.original_id != instance.pk:
        return
    audit.record("practice.deleted", practice, by=_person(), was=practice.state)
    for page in practice.pages.exclude(pk=instance.pk):
        page.delete()
    practice.delete()


def _translation_deleted(sender: type, instance: PracticePage, **kwargs: Any) -> None:
    """A translation is deleted: Wagtail told of its unpublishing while the page could still be read."""
    practice = Practice.objects.filter(pk=instance.practice_id).exclude(original=None).first()
    if practice is not None:
        actions.text_changed(practice)


def _practice_deleted(sender: type, instance: Practice, **kwargs: Any) -> None:
    changes.changed([str(instance.pk)])


def _evidence_changed(sender: type, instance: OutcomeEvidence, **kwargs: Any) -> None:
    if Practice.objects.filter(pk=instance.practice_id).exists():
        actions.touch(instance.practice)


def _name_changed(path: str) -> Any:
    """A receiver that re-indexes the practices that reach the saved row by a path."""

    def receiver(sender: type, instance: Any, created: bool = False, **kwargs: Any) -> None:
        actions.touch_all(Practice.objects.filter(**{path: instance}).distinct())

    return receiver


def _name_goes(path: str) -> Any:
    """A receiver that notes which practices reach a row by a path while it is still there."""

    def receiver(sender: type, instance: Any, **kwargs: Any) -> None:
        found = Practice.objects.filter(**{path: instance}).distinct()
        setattr(instance, _REACHED, list(found.values_list("pk", flat=True)))

    return receiver


def _name_gone(sender: type, instance: Any, **kwargs: Any) -> None:
    """Re-index what the deleted row was a name or a fact of."""
    actions.touch_all(Practice.objects.filter(pk__in=getattr(instance, _REACHED, ())))
