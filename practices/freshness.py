"""Once a year the unit behind an entry is asked whether it is still right; without an answer it ends in the archive.

Every stage counts its days from the one before it as that really happened, so that a worker that slept or a clock that
jumped hurries nobody through the stages. Each stage of an entry is a transaction of its own that looks again at what is
there: two workers, or one that is killed anywhere, ask and remind once.
"""
from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import messages
from accounts.models import User
from core import audit, languages, outbox, periodic
from practices import actions, decisions, discreet, keys
from practices.choices import State, Status
from practices.models import Freshness, Key, Practice, Step
from practices.receivers import Around

TOPIC = "practices.freshness"
EVERY = 3600.0  # seconds between two looks
ASKED = (State.PUBLISHED, State.UNCONFIRMED)
CONFIRMABLE = (State.PUBLISHED, State.UPDATE_PROPOSED, State.UNCONFIRMED)
Answer = Freshness.Answer


def register() -> None:
    """Let the worker look every hour."""
    periodic.register("practices.freshness", lambda breathe: run(breathe), every=EVERY)


def run(breathe: Callable[[], None] = lambda: None) -> int:
    """Take every entry one stage on that is due for it; how many were."""
    done = 0
    for find, act in ((to_close, close), (due, ask), (to_remind, remind), (to_mark, mark), (to_archive, archive)):
        for pk in list(find().values_list("pk", flat=True)):
            breathe()
            done += act(pk)
    return done


def _days(stage: str) -> timedelta:
    return timedelta(days=settings.FRESHNESS_DAYS[stage])


# ---------- What is due ----------
def due(now: datetime | None = None) -> QuerySet[Practice]:
    """Published entries that nobody has confirmed for a year and about which no round is open.

    Asked is only what has somebody to answer, and what readers can open at the moment.
    """
    moment = now or timezone.now()
    last = Freshness.objects.filter(practice=OuterRef("pk")).order_by().values("practice").annotate(
        last=Max("closed_at")).values("last")
    known = Practice.objects.filter(state__in=ASKED, paused_at=None, original__live=True).exclude(
        freshness__in=Freshness.objects.filter(closed_at=None))
    answered = Coalesce("last_confirmed_at", "first_published_at")
    return known.filter(Q(embargo_until=None) | Q(embargo_until__lte=moment)).exclude(
        contact_email="", owner_city=None).alias(
        since=Greatest(answered, Coalesce(Subquery(last), answered))).filter(since__lte=moment - _days("ask"))


def to_close() -> QuerySet[Practice]:
    """Asked, and meanwhile the city has proposed changes, which is an answer."""
    proposed = Step.objects.filter(
        practice=OuterRef("practice"), state=State.UPDATE_PROPOSED, at__gte=OuterRef("asked_at"))
    rounds = Freshness.objects.filter(Exists(proposed), closed_at=None)
    return Practice.objects.filter(freshness__in=rounds)


def _open(state: str) -> QuerySet[Practice]:
    return Practice.objects.filter(state=state, paused_at=None)


def to_remind() -> QuerySet[Practice]:
    """Asked long ago, not reminded yet."""
    rounds = Freshness.objects.filter(closed_at=None, reminded_at=None, asked_at__lte=timezone.now() - _days("remind"))
    return Practice.objects.filter(state__in=ASKED, paused_at=None, freshness__in=rounds)


def to_mark() -> QuerySet[Practice]:
    """Reminded long ago: readers are told when it was last confirmed."""
    rounds = Freshness.objects.filter(closed_at=None, reminded_at__lte=timezone.now() - _days("mark"))
    return _open(State.PUBLISHED).filter(freshness__in=rounds)


def to_archive() -> QuerySet[Practice]:
    """Unconfirmed for long, in a round that nobody has answered."""
    since = Step.objects.filter(practice=OuterRef("pk"), state=State.UNCONFIRMED).order_by("-at").values("at")[:1]
    rounds = Freshness.objects.filter(closed_at=None)
    return _open(State.UNCONFIRMED).filter(freshness__in=rounds).alias(since=Subquery(since)).filter(
        since__lte=timezone.now() - _days("archive"))


@transaction.atomic
def _held(pk: UUID, find: Callable[[], QuerySet[Practice]]) -> Practice | None:
    """The entry under lock, if the stage is still due for it; inside the caller's transaction."""
    Practice.objects.select_for_update().filter(pk=pk).first()
    found = find().filter(pk=pk).values_list("pk", flat=True).first()
    return Practice.objects.select_related("original__locale", "owner_city").get(pk=pk) if found else None


# ---------- The stages ----------
@transaction.atomic
def close(pk: UUID) -> bool:
    """End a round that the city has answered by changing the entry."""
    practice = _held(pk, to_close)
    if practice is not None:
        _end_rounds(practice, Answer.CHANGED)
    return practice is not None


@transaction.atomic
def ask(pk: UUID) -> bool:
    """Open a round: the unit gets a link, the city's people a message."""
    practice = _held(pk, due)
    if practice is None:
        return False
    key = keys.issue(
        practice, Key.Purpose.FRESHNESS, days=settings.FRESHNESS_DAYS["open"], email=practice.contact_email,
        language=language_of(practice)) if practice.contact_email else None
    opened = Freshness.objects.create(practice=practice, key=key)
    audit.record("practice.freshness_asked", practice, mailed=key is not None)
    _mail(key)
    _tell_city(opened, "asked")
    return True


@transaction.atomic
def remind(pk: UUID) -> bool:
    """Ask once more by the same link, which opens long enough for it."""
    practice = _held(pk, to_remind)
    if practice is None:
        return False
    opened = practice.freshness.get(closed_at=None)
    opened.reminded_at = timezone.now()
    opened.save(update_fields=["reminded_at"])
    if opened.key is not None:
        Key.objects.filter(pk=opened.key.pk).update(
            mailed_at=None, sending_since=None, expires_at=max(opened.key.expires_at, timezone.now() + _days("mark")))
        _mail(opened.key)
    _tell_city(opened, "reminded")
    return True


@transaction.atomic
def mark(pk: UUID) -> bool:
    """Nobody has answered: the page says when it was last confirmed."""
    practice = _held(pk, to_mark)
    if practice is not None:
        actions.move(practice, State.UNCONFIRMED)
    return practice is not None


@transaction.atomic
def archive(pk: UUID) -> bool:
    """Still nobody: it leaves search and lists, and keeps its address."""
    practice = _held(pk, to_archive)
    if practice is None:
        return False
    actions.move(practice, State.ARCHIVED)
    practice.freshness.filter(closed_at=None).update(closed_at=timezone.now())
    return True


def _mail(key: Key | None) -> None:
    if key is not None:
        outbox.put(TOPIC, [str(key.pk)])


def language_of(practice: Practice) -> str:
    """The first of the unit's languages that the interface has, else the original's, else English."""
    page = practice.original
    said = page.contact_languages.replace(" ", "").split(",") if page is not None else []
    for code in [*said, page.language.public if page is not None else ""]:
        if languages.is_public(code) and languages.by_public(code).interface:
            return code
    return languages.DEFAULT


# ---------- The answers ----------
@transaction.atomic
def answer(key: Key, given: str, *, text: str = "", year: int | None = None) -> bool:
    """What the unit says by its link, once; False where it was answered or closed meanwhile."""
    practice = Practice.objects.select_for_update().get(pk=key.practice_id)
    opened = Freshness.objects.filter(key=key, closed_at=None).first()
    if opened is None or practice.state not in CONFIRMABLE or not keys.use(key, given, text):
        return False
    _close(opened, given, text=text, year=year)
    audit.record("practice.freshness_answered", practice, answer=given)
    if given != Answer.CHANGED:
        _confirm(practice)
    if given == Answer.ENDED:
        _end(practice, year)
    if given != Answer.RUNNING:
        _tell_city(opened, given)
        _tell_editors(opened, given)
    return True


@transaction.atomic
def confirm(practice: Practice, *, by: Any) -> None:
    """The city's own people say at their desk that the entry is still right."""
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    decisions.check_own(by, practice)
    if practice.state not in CONFIRMABLE:
        raise actions.MoveRefused(_("Only a published entry can be confirmed."))
    _end_rounds(practice, Answer.RUNNING, by=by)
    audit.record("practice.confirmed", practice, by=by)
    _confirm(practice)


def _end_rounds(practice: Practice, given: str, *, by: Any = None) -> None:
    """Close what is open without the link, which opens nothing from now on."""
    for opened in practice.freshness.filter(closed_at=None).select_related("key"):
        if opened.key is not None:
            keys.revoke(opened.key, by=by)
        _close(opened, given)


def _close(opened: Freshness, given: str, *, text: str = "", year: int | None = None) -> None:
    opened.answered_at = opened.closed_at = timezone.now()
    opened.answer, opened.text, opened.ended_year = given, text, year
    opened.save(update_fields=["answered_at", "closed_at", "answer", "text", "ended_year"])


def _confirm(practice: Practice) -> None:
    """From now on it counts as confirmed; what readers were told to be unconfirmed is published again."""
    practice.last_confirmed_at = timezone.now()
    practice.save(update_fields=["last_confirmed_at"])
    if practice.state == State.UNCONFIRMED:
        actions.move(practice, State.PUBLISHED)
    else:
        actions.touch(practice)


def _end(practice: Practice, year: int | None) -> None:
    """The work has ended: a fact of the page, written unless somebody is changing the text at the moment.

    Of a city that is not named nothing new is told before an editor has confirmed it.
    """
    page = practice.pages.get(pk=practice.original_id).specific
    if page.has_unpublished_changes or practice.state == State.UPDATE_PROPOSED or practice.city_withheld:
        return
    page.status, page.end_year = Status.COMPLETED, year
    page.save_revision().publish()


# ---------- Who is told ----------
def _tell_city(opened: Freshness, event: str) -> None:
    """The people who wrote the entry and still work for its city."""
    practice = opened.practice
    for person in practice.submitters.order_by("pk"):
        if decisions.works_for(person, practice.owner_city):
            _post(person, opened, event, reverse("practices:desk-entry", args=[practice.pk]))


def _tell_editors(opened: Freshness, event: str) -> None:
    around = Around(opened.practice)
    for person in dict.fromkeys([*around.deciding, *around.assignee]):
        _post(person, opened, event, reverse("practices_admin:review", args=[opened.practice_id]))


def _post(person: User, opened: Freshness, event: str, url: str) -> None:
    with messages.in_language_of(person):
        page = opened.practice.original
        title = page.title if page is not None else _("Entry without a title")
        said = {"title": discreet.title(opened.practice, title)}
        subject, what = _WORDS[event]()
        text = render_to_string("practices/mail/freshness_answer.txt", {
            "what": what % said, "text": discreet.words(opened.practice, opened.text), "year": opened.ended_year})
        messages.post(person, event=f"practice-freshness:{opened.pk}:{event}", subject=subject % said, text=text,
                      url=url, urgent=event in ("asked", "reminded"))


_WORDS: dict[str, Callable[[], tuple[str, str]]] = {
    "asked": lambda: (
        _("Is it still right? “%(title)s”"),
        _("A year has passed since “%(title)s” was last confirmed. Its unit was asked by mail. You can confirm it on "
          "your desk as well.")),
    "reminded": lambda: (
        _("Is it still right? “%(title)s”"),
        _("Nobody has confirmed “%(title)s” yet. If it is still right, say so on your desk.")),
    Answer.CHANGED: lambda: (
        _("Something has changed: “%(title)s”"),
        _("The unit behind “%(title)s” says that something has changed. The entry should be updated.")),
    Answer.ENDED: lambda: (
        _("It has ended: “%(title)s”"),
        _("The unit behind “%(title)s” says that the work has ended.")),
}
