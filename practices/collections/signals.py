"""A collection, one of its texts or what it is filed under has changed: the indexes are told."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q
from django.db.models.signals import post_delete, post_save, pre_save
from django.utils import timezone

from cities.models import Hub, HubLabel
from core.updates import rows_updated
from practices.collections import showing
from practices.models import Collection, CollectionText
from search import changes
from taxonomy.models import Concept, Label


def connect() -> None:
    """Connect every receiver once."""
    pre_save.connect(_to_be_published, sender=Collection, dispatch_uid="collections-published")
    for model in (Collection, CollectionText, Hub, HubLabel, Concept, Label):
        name = model.__name__
        post_save.connect(_saved, sender=model, dispatch_uid=f"collections-{name}-saved")
        post_delete.connect(_deleted, sender=model, dispatch_uid=f"collections-{name}-deleted")
    rows_updated.connect(_updated, dispatch_uid="collections-updated")


def _to_be_published(sender: Any, instance: Collection, **kwargs: Any) -> None:
    if instance.published and instance.published_at is None:
        instance.published_at = timezone.now()


def _of(model: type, keys: Iterable[Any]) -> Q | None:
    """Which collections rest on rows of a model."""
    for known, path in ((Collection, "pk"), (CollectionText, "texts"), (Hub, "hub"), (HubLabel, "hub__labels"),
                        (Concept, "theme"), (Label, "theme__labels")):
        if issubclass(model, known):
            return Q(**{f"{path}__in": list(keys)})
    return None


def _saved(sender: type, instance: Any, **kwargs: Any) -> None:
    _tell(sender, [instance.pk])


def _updated(sender: type, keys: list[Any], **kwargs: Any) -> None:
    _tell(sender, keys)


def _deleted(sender: type, instance: Any, **kwargs: Any) -> None:
    """Of a row that is gone its owner is told, who may go with it."""
    if isinstance(instance, Collection):
        changes.changed([showing.document_id(instance.pk)])
    elif isinstance(instance, CollectionText):
        _tell(Collection, [instance.collection_id])
    elif isinstance(instance, Label):
        _tell(Concept, [instance.concept_id])
    elif isinstance(instance, HubLabel):
        _tell(Hub, [instance.hub_id])


def _tell(model: type, keys: Iterable[Any]) -> None:
    found = _of(model, keys)
    if found is None:
        return
    reached = list(Collection.objects.filter(found).order_by().values_list("pk", flat=True).distinct())
    if reached:
        Collection.objects.filter(pk__in=reached).update(version=F("version") + 1)
        changes.changed(showing.document_id(key) for key in reached)
