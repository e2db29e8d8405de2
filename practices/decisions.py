"""Who may decide about a practice, and when it may be published for the first time."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.roles import ADMINISTRATOR, COORDINATOR, REVIEWER, is_editor
from cities.models import City
from core import visibility
from practices import ties
from practices.choices import Kind, State
from practices.forms_admin import field_name
from practices.models import Practice, PracticePage, Screening
from taxonomy.schemes import Scheme

CARD = ((Scheme.LEVEL, False), (Scheme.FORM, False), (Scheme.APPROACH, True), (Scheme.PARTICIPANTS, True))
SECOND_LOOK = {Scheme.LEVEL: {"tertiary"}, Scheme.AGE: {"under-12", "12-17"},
               Scheme.PARTICIPANTS: {"leaving-violent-groups", "returning"}}


def refusal(user: Any, practice: Practice | None, cities: Any = ()) -> str:
    """Why this account may not decide about a practice (with the cities its draft names); empty if it may.

    Of a practice also the cities that readers see count: a draft that names other ones takes nobody's tie away.
    """
    return ties.reason(user, practice, cities) if is_editor(user) else _("Only editors decide about an entry.")


def own_refusal(user: Any, practice: Practice | None, cities: Any = ()) -> str:
    """Whether it is an entry of one's own, whatever role somebody has."""
    return ties.close(user, practice, cities)


def advice_refusal(user: Any, practice: Practice) -> str:
    """Why this account may not recommend anything about an entry or confirm its evidence; empty if it may."""
    if not is_editor(user) and visibility.role(REVIEWER) not in visibility.tokens_of(user):
        return _("Only reviewers and editors recommend what should happen with an entry.")
    return ties.reason(user, practice, newest_cities(practice))


def check_adviser(user: Any, practice: Practice) -> None:
    """PermissionDenied with the reason where the account may not recommend anything about the practice."""
    if reason := advice_refusal(user, practice):
        raise PermissionDenied(reason)


def newest_cities(practice: Practice) -> list[City]:
    """The cities of its newest version, which is what would be published."""
    page = practice.newest_text()
    return list(page.cities.all()) if page else []


def audience_refusal(user: Any, practice: Practice | None, cities: Any = ()) -> str:
    """Why this account may not say who may read an entry; the author of a draft that was never handed in may."""
    if practice is not None and is_editor(user) and _is_draft_of(practice, user):
        return ""
    return refusal(user, practice, cities)


def _is_draft_of(practice: Practice, user: Any) -> bool:
    never_left = practice.state == State.DRAFT and practice.first_published_at is None
    return never_left and practice.submitters.filter(pk=user.pk).exists()


def tie(user: Any, practice: Practice) -> str:
    """The same as `refusal`, with the cities of the newest version read here."""
    return refusal(user, practice, newest_cities(practice))


def check(user: Any, practice: Practice) -> None:
    """PermissionDenied with the reason where the account may not decide about the practice."""
    if reason := refusal(user, practice, newest_cities(practice)):
        raise PermissionDenied(reason)


def check_audience(user: Any, practice: Practice) -> None:
    """PermissionDenied with the reason where the account may not say who may read the practice."""
    if reason := audience_refusal(user, practice, newest_cities(practice)):
        raise PermissionDenied(reason)


def check_screener(user: Any, practice: Practice) -> None:
    """PermissionDenied with the reason where the account may not screen the practice."""
    if reason := tie(user, practice):
        raise PermissionDenied(reason)


def coordinates(user: Any) -> bool:
    """Whether the account is a coordinator's or an administrator's."""
    tokens = visibility.tokens_of(user)
    return visibility.role(COORDINATOR) in tokens or visibility.role(ADMINISTRATOR) in tokens


def may_pause(user: Any) -> bool:
    """Whether the account may take a page from all readers: coordinators and administrators."""
    return coordinates(user)


def check_may_pause(user: Any) -> None:
    """PermissionDenied for everybody else."""
    if not may_pause(user):
        raise PermissionDenied(_("Only coordinators pause an entry."))


def check_may_resume(user: Any, practice: Practice) -> None:
    """The same; nor may those whose own entry it is, as the concern is about their work."""
    check_may_pause(user)
    if reason := own_refusal(user, practice, newest_cities(practice)):
        raise PermissionDenied(reason)


def works_for(user: Any, city: City | None) -> bool:
    """Whether the account belongs to a city at present."""
    return city is not None and city.pk in ties.of(user).cities


def check_own(user: Any, practice: Practice) -> None:
    """PermissionDenied for everybody but the people of the city that the entry belongs to."""
    if not works_for(user, practice.owner_city):
        raise PermissionDenied(_("This entry belongs to another city."))


def lacking_for_publication(practice: Practice) -> list[str]:
    """What an entry still needs before its first publication, each in a sentence; empty when nothing does."""
    newest = practice.newest_text()
    if newest is None:
        return [_("There is no text yet.")]
    return [*lacking_on_card(newest), *lacking_screening(practice, newest)]


def lacking_on_card(page: PracticePage) -> list[str]:
    """What the card of a text still needs."""
    return [sentence for _field, sentence in gaps_on_card(page)]


def gaps_on_card(page: PracticePage) -> Iterator[tuple[str, str]]:
    """The same, each with the field of the form in which it is mended."""
    there = {concept.scheme for concept in page.concepts.all()}
    for scheme, not_for_lessons in CARD:
        if scheme not in there and not (not_for_lessons and page.kind == Kind.LESSON_LEARNED):
            yield field_name(scheme), _("Choose at least one term of “%(vocabulary)s”.") % {
                "vocabulary": Scheme(scheme).label}
    if not page.summary:
        yield "summary", _("Write a summary before the entry is published.")
    if page.kind != Kind.LESSON_LEARNED and not page.cities.all():
        yield "cities", _("Choose at least one city before the entry is published.")
    if not page.concerns:
        yield "concerns", _("Fill in “Concerns raised”. Where you found none, say where you looked.")


def needs_second_look(page: PracticePage) -> bool:
    """Whether the text is about children or about people who leave violence, so that two editors sign."""
    codes = {(concept.scheme, concept.code) for concept in page.concepts.all()}
    return any(code in SECOND_LOOK.get(scheme, ()) for scheme, code in codes)


def lacking_screening(practice: Practice, page: PracticePage) -> Iterator[str]:
    """What the screening of a text still needs."""
    screening = Screening.objects.filter(practice=practice).first()
    if screening is None:
        yield _("Answer and sign the six screening questions.")
        return
    latest = page.latest_revision_id
    if screening.revision != latest:
        yield _("The text has changed since it was screened. Read it again and sign again.")
    elif needs_second_look(page) and screening.second_at is None:
        yield _("This entry concerns children or people who leave violence. A second editor has to sign as well.")
