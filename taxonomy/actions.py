"""Keeping vocabularies and keywords: permission, change, audit entry; the index follows the rows that are saved.

Nothing is rewritten in the entries: what was merged is read as what stands for it now, in old versions too, so every
step can be taken back, and no code or address of a former term is lost.
"""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from search import changes
from taxonomy import wording
from taxonomy.forms import ENOUGH_FOR_PROVISIONAL
from taxonomy.models import CODE, Concept, Keyword, Label
from taxonomy.schemes import CODED

Term = TypeVar("Term", Concept, Keyword)


class Refused(Exception):
    """A step that the rules of vocabularies do not allow; the text says why."""


def may_keep(user: Any, what: str = "concept") -> bool:
    """Whether an account keeps vocabularies, or keywords."""
    return user.has_perm(f"taxonomy.change_{what}")


def _check(user: Any, what: str = "concept") -> None:
    if not may_keep(user, what):
        raise PermissionDenied(_("Only who keeps the vocabularies changes them."))


def _check_free(concept: Concept) -> None:
    if concept.scheme in CODED:
        raise Refused(_("The program itself rests on the codes of this vocabulary. Only their labels can be changed."))


def _held(own: Term, into: Term) -> tuple[Term, Term]:
    """Both as they are now, kept until the transaction ends: two that are merged into each other would lead nowhere."""
    model: Any = type(own)
    rows = {row.pk: row for row in model.objects.select_for_update().filter(pk__in=[own.pk, into.pk]).order_by("pk")}
    return rows.get(own.pk, own), rows.get(into.pk, into)


@transaction.atomic
def merge(concept: Concept, into: Concept, *, by: Any) -> None:
    """Let another concept stand for this one, whose code stays valid in entries and addresses."""
    _check(by)
    _check_free(concept)
    concept, into = _held(concept, into)
    if concept.pk == into.pk or concept.scheme != into.scheme:
        raise Refused(_("Choose another concept of the same vocabulary."))
    if into.merged_into_id or into.status == Concept.RETIRED:
        raise Refused(_("Choose a concept that is in use."))
    with changes.told_once():
        if into.broader_id == concept.pk:
            into.broader = concept.broader
            into.save(update_fields=["broader"])
        for former in concept.merged.all():
            former.merged_into = into
            former.save(update_fields=["merged_into"])
        concept.merged_into = into
        concept.save(update_fields=["merged_into"])
        _record("merged", concept, by, into=into.code)


@transaction.atomic
def split(concept: Concept, *, by: Any) -> None:
    """Take a merging back: the concept stands for itself again."""
    _check(by)
    concept.merged_into = None
    concept.save(update_fields=["merged_into"])
    _record("split", concept, by)


@transaction.atomic
def retire(concept: Concept, *, by: Any) -> None:
    """Offer a concept no longer; entries keep it, and its code stays valid."""
    _check(by)
    _check_free(concept)
    concept.status = Concept.RETIRED
    concept.save(update_fields=["status"])
    _record("retired", concept, by)


@transaction.atomic
def restore(concept: Concept, *, by: Any) -> None:
    """Offer it again: live with all labels, else provisional."""
    _check(by)
    incomplete = Concept.objects.incomplete().filter(pk=concept.pk).exists()
    concept.status = Concept.PROVISIONAL if incomplete else Concept.LIVE
    concept.save(update_fields=["status"])
    _record("restored", concept, by)


@transaction.atomic
def accept(keyword: Keyword, *, by: Any) -> None:
    """Show a keyword to readers."""
    _settle(keyword, by, "accepted", accepted=True, refused=False)


@transaction.atomic
def refuse(keyword: Keyword, *, by: Any) -> None:
    """Show it to nobody, in whatever entry it stands or will stand."""
    _settle(keyword, by, "refused", accepted=False, refused=True)


@transaction.atomic
def reopen(keyword: Keyword, *, by: Any) -> None:
    """Take back whatever was decided about a keyword: it waits again."""
    if keyword.merged.exists():
        raise Refused(_("Other keywords were merged into this one. Take that back first."))
    _settle(keyword, by, "reopened", accepted=False, refused=False, merged_into=None, concept=None)


@transaction.atomic
def merge_keyword(keyword: Keyword, into: Keyword, *, by: Any) -> None:
    """Let another keyword stand for this one, in old and in new entries; its address stays valid."""
    keyword, into = _held(keyword, into)
    if keyword.pk == into.pk or into.merged_into_id or into.concept_id or not into.accepted:
        raise Refused(_("Choose another keyword that readers see."))
    with changes.told_once():
        for former in keyword.merged.all():
            former.merged_into = into
            former.save(update_fields=["merged_into"])
        _settle(keyword, by, "merged", accepted=True, refused=False, merged_into=into, concept=None)


@transaction.atomic
def become_concept(
    keyword: Keyword, *, scheme: str, code: str, labels: Mapping[str, str], by: Any
) -> Concept:
    """Make a provisional concept of a keyword; its entries are filed under the concept from now on."""
    _check(by)
    texts = {language: text.strip() for language, text in labels.items() if text.strip()}
    _check_new(scheme, code, texts)
    if keyword.merged.exists():
        raise Refused(_("Other keywords were merged into this one. Take that back first."))
    with changes.told_once():
        concept = Concept.objects.create(scheme=scheme, code=code, status=Concept.PROVISIONAL, order=9_999)
        for language, text in texts.items():
            Label.objects.create(concept=concept, language=language, kind=Label.PREFERRED, text=text)
        _record("made_of_keyword", concept, by, keyword=keyword.slug)
        _settle(keyword, by, "became_concept", accepted=True, refused=False, concept=concept)
    return concept


def _check_new(scheme: str, code: str, texts: Mapping[str, str]) -> None:
    if scheme in CODED:
        raise Refused(_("The program itself rests on the codes of this vocabulary. Only their labels can be changed."))
    if not CODE.regex.match(code) or len(code) > 40:  # type: ignore[union-attr]
        raise Refused(str(CODE.message))
    if Concept.objects.filter(scheme=scheme, code=code).exists():
        raise Refused(_("This vocabulary has a concept of that code already."))
    if len(texts) < ENOUGH_FOR_PROVISIONAL:
        raise Refused(_("A provisional concept has a displayed label in at least two languages."))
    for language, text in texts.items():
        for problem in wording.problems(scheme, language, text, displayed=True):
            raise Refused(f"{text}: {problem}")


def _settle(keyword: Keyword, by: Any, what: str, **fields: Any) -> None:
    _check(by, "keyword")
    for name, value in fields.items():
        setattr(keyword, name, value)
    keyword.save(update_fields=list(fields))
    audit.record(f"keyword.{what}", keyword, by=by, slug=keyword.slug,
                 into=keyword.merged_into.slug if keyword.merged_into else "")


def _record(what: str, concept: Concept, by: Any, **detail: Any) -> None:
    audit.record(f"concept.{what}", concept, by=by, scheme=concept.scheme, code=concept.code, **detail)


def record_saved(instance: Any, *, by: Any) -> None:
    """Keep that a concept or keyword was changed in its form."""
    what = "concept" if isinstance(instance, Concept) else "keyword"
    audit.record(f"{what}.saved", instance, by=by, **(
        {"scheme": instance.scheme, "code": instance.code} if what == "concept" else {"slug": instance.slug}))
