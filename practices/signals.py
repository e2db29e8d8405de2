"""What happens elsewhere and concerns practices: Wagtail publishing, finished translations, renamed places."""
from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.log_actions import get_active_log_context
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cities.models import Hub
from core import audit
from core.updates import rows_updated
from practices import actions, decisions, reach, versions
from practices.building import places
from practices.choices import State
from practices.models import OutcomeEvidence, Practice, PracticePage
from search import changes

_REACHED = "_practices_that_reached_it"
_BLOCKS = "_building_blocks_of_it"


def connect() -> None:
    """Connect every receiver once."""
    page_published.connect(_published, dispatch_uid="practices-published")
    page_unpublished.connect(_unpublished, dispatch_uid="practices-unpublished")
    pre_delete.connect(_page_deleted, sender=PracticePage, dispatch_uid="practices-page-deleted")
    post_delete.connect(_translation_deleted, sender=PracticePage, dispatch_uid="practices-translation-deleted")
    pre_delete.connect(_practice_goes, sender=Practice, dispatch_uid="practices-goes")
    post_delete.connect(_practice_deleted, sender=Practice, dispatch_uid="practices-deleted")
    post_save.connect(_evidence_changed, sender=OutcomeEvidence, dispatch_uid="practices-evidence")
    post_delete.connect(_evidence_changed, sender=OutcomeEvidence, dispatch_uid="practices-evidence-gone")
    page_slug_changed.connect(_page_moved, dispatch_uid="practices-slug")
    post_page_move.connect(_page_moved, dispatch_uid="practices-moved")
    rows_updated.connect(_rows_updated, dispatch_uid="practices-rows-updated")
    for model in reach.NAMING:
        name = model.__name__
        pre_save.connect(_row_to_change, sender=model, dispatch_uid=f"practices-{name}-to-change")
        post_save.connect(_row_changed, sender=model, dispatch_uid=f"practices-{name}-changed")
        pre_delete.connect(_row_goes, sender=model, dispatch_uid=f"practices-{name}-goes")
        post_delete.connect(_row_gone, sender=model, dispatch_uid=f"practices-{name}-gone")


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
    actions.text_changed(practice, published=page)


def _unpublished(sender: type, instance: Any, **kwargs: Any) -> None:
    """A page was taken back: the original withdraws the practice, a translation only its language."""
    page = instance.specific_deferred
    if not isinstance(page, PracticePage) or page.practice is None:
        return
    if page.pk == page.practice.original_id and State.WITHDRAWN in actions.MOVES[page.practice.state]:
        actions.withdraw(page.practice, by=_person())
    actions.text_changed(page.practice)


def _page_moved(sender: type, instance: Any, **kwargs: Any) -> None:
    """A page has another place or address."""
    page = instance.specific_deferred
    if isinstance(page, PracticePage) and page.practice is not None:
        actions.touch(page.practice)


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


def _practice_goes(sender: type, instance: Practice, **kwargs: Any) -> None:
    """Its building blocks go with it: note them while they can still be asked for."""
    setattr(instance, _BLOCKS, places.documents_of([instance.pk]))


def _practice_deleted(sender: type, instance: Practice, **kwargs: Any) -> None:
    changes.changed([str(instance.pk), *instance.__dict__.pop(_BLOCKS, ())])


def _evidence_changed(sender: type, instance: OutcomeEvidence, **kwargs: Any) -> None:
    if Practice.objects.filter(pk=instance.practice_id).exists():
        actions.touch(instance.practice)


def _row_to_change(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """A row that practices rest on is about to be saved: note those that rest on it as it still is."""
    if isinstance(instance, Hub) and instance.pk and not raw:
        setattr(instance, _REACHED, reach.practices_of(sender, [instance.pk]))


def _row_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A row that practices rest on was saved."""
    actions.touch_all([*instance.__dict__.pop(_REACHED, ()), *reach.practices_of(sender, [instance.pk])])


def _row_goes(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A row that practices rest on is about to be deleted: note which, while it can still be asked."""
    setattr(instance, _REACHED, reach.practices_of(sender, [instance.pk]))


def _row_gone(sender: Any, instance: Any, **kwargs: Any) -> None:
    """It is gone."""
    actions.touch_all(instance.__dict__.pop(_REACHED, ()))


def _rows_updated(sender: Any, keys: list[Any], **kwargs: Any) -> None:
    """Many rows were set at once."""
    if issubclass(sender, Hub):
        actions.touch_all(Practice.objects.values_list("pk", flat=True))  # nobody knows which countries they had before
    else:
        actions.touch_all(reach.practices_of(sender, keys))
