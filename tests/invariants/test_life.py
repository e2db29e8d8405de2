"""The life of an entry: whatever anybody does in whatever order, what follows is what a small model of it says.

Whatever is refused leaves no trace; whatever happens is one step, told once to exactly those whom it concerns.
"""
from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from accounts.models import Message, User
from accounts.roles import COORDINATOR, EDITOR, REVIEWER
from core import outbox
from practices import actions, freshness, proposing, recommending, remits, reviewing, submitting, ties
from practices.choices import State
from practices.models import CaseStudyPage, Draft, Practice, Recommendation, Step
from practices.tests.factories import ensure_tree, make_city
from practices.tests.submission import ANSWERS, SCREENING, completed, make_person
from tests.invariants.life_model import (
    COORDINATORS,
    EDITORS,
    EVERYBODY,
    LEADS_TO,
    OWN,
    PUBLIC,
    READERS,
    WRITABLE,
    Model,
)

pytestmark = pytest.mark.django_db
EXAMPLES, STEPS, PART = 500, 50, 10  # all of them in the soak run, a tenth in every run
REFUSED = (PermissionDenied, actions.MoveRefused, actions.NotReady)

ANYBODY = st.sampled_from(EVERYBODY)
MOSTLY_EDITORS = st.sampled_from([*sorted(EDITORS) * 4, *EVERYBODY])
MOSTLY_OWN = st.sampled_from([*["author", "colleague"] * 5, *EVERYBODY])
READS_IT = st.sampled_from([True, True, True, True, False])  # the version that is there, or an older one
ACTS: dict = {}


def act(suits=lambda model: True, possible=lambda model: True, **drawn):
    """Something that can be done: when it is likely to lead on, when it can be tried at all, and with what."""
    def named(method):
        ACTS[method.__name__] = (suits, possible, drawn)
        return method
    return named


class Life(RuleBasedStateMachine):
    """One entry, and everybody at once."""

    people: dict = {}
    city = None
    reached: Counter = Counter()

    def __init__(self):
        super().__init__()
        self.model, self.changed, self.turn = Model(), False, 0
        self.block = transaction.atomic()
        self.block.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)
        for person in self.people.values():
            ties.forget(person)

    # ---------- Doing ----------
    @property
    def practice(self):
        return Practice.objects.get(pk=self.key)

    def version(self, reads_it=True):
        page = self.practice.newest_text()
        return (page.latest_revision_id if page is not None else 0) - (not reads_it)

    def stands(self):
        row = Practice.objects.values("state", "version", "visibility", "embargo_until", "paused_at").get(pk=self.key)
        draft = Draft.objects.filter(practice=self.key).values_list("version", "answers__title").first()
        return row, draft, Step.objects.filter(practice=self.key).count(), Message.objects.count()

    def attempt(self, may, call):
        """Do something; it happens if and only if it may, and what is refused leaves no trace."""
        before = self.stands()
        try:
            with transaction.atomic():
                call()
        except REFUSED:
            assert not may
            assert self.stands() == before
            return False
        assert may
        self.changed = True
        assert self.stands()[0]["version"] >= before[0]["version"]
        return True

    def moved(self, state, by, event=""):
        """There is one step more, of this person, and exactly those whom it concerns are told of it, once each."""
        before = self.model.state
        self.model.state, self.model.moves = state, self.model.moves + 1
        step = Step.objects.filter(practice=self.key).latest("pk")
        assert (step.was, step.state) == (before, state)
        assert step.by == (self.people[by] if by else None)
        self.tell(f"practice-step:{step.pk}", event or state, by)
        if by:
            self.model.took_part.add(by)
        self.reached[state] += 1

    def tell(self, name, event, by):
        outbox.drain([actions.STEP_TOPIC, actions.DECISION_TOPIC])
        names = {person.pk: each for each, person in self.people.items()}
        found = [names[pk] for pk in Message.objects.filter(event=name).values_list("receiver", flat=True)]
        assert sorted(found) == sorted(self.model.told(event, by)), (event, by)

    @rule(data=st.data())
    def somebody_does_something(self, data):
        """Two turns of three offer what fits the state, so that lives get on; every third offers everything."""
        self.turn += 1
        can = [name for name, (_suits, possible, _drawn) in ACTS.items() if possible(self.model)]
        fits = [name for name in can if ACTS[name][0](self.model)]
        name = data.draw(st.sampled_from(fits if fits and self.turn % 3 else can), label="act")
        getattr(self, name)(**{key: data.draw(drawn, label=key) for key, drawn in ACTS[name][2].items()})

    # ---------- The city ----------
    @initialize(handed_in=st.sampled_from([True, True, True, False]))
    def begin(self, handed_in):
        author = self.people["author"]
        draft = submitting.start(self.city, by=author, language="en")
        self.key = draft.practice_id
        submitting.save(draft, ANSWERS, by=author)
        if handed_in:
            self.submit("author")

    @act(lambda model: model.is_open,
         who=MOSTLY_OWN, title=st.sampled_from(["One", "Two", "Three"]))
    def write(self, who, title):
        def call():
            draft = submitting.open_draft(self.practice, by=self.people[who])
            submitting.save(draft, {"title": title}, by=self.people[who])

        if self.attempt(who in OWN and self.model.is_open, call):
            base = self.model.draft[1] if self.model.draft else self.model.newest[0]
            self.model.draft = (title, base)
            self.model.wrote.add(who)

    @act(lambda model: model.is_open and model.draft is not None,
         who=MOSTLY_OWN)
    def submit(self, who):
        model, draft = self.model, Draft.objects.filter(practice=self.key).first()
        public = model.state in PUBLIC
        may = who in OWN and model.draft is not None and model.is_open
        may = may and (not public or model.draft[0] != model.draft[1])
        if not self.attempt(may, lambda: submitting.submit(draft or Draft(practice_id=self.key), by=self.people[who])):
            return
        title, base = model.draft
        if base is None:
            model.members_only = model.embargoed = False
        level = model.newest[1] if model.newest else ""
        model.newest = (title if title != base else model.newest[0], level)
        model.draft, model.version_of_text = None, model.version_of_text + 1
        model.wrote.add(who)
        event = "again" if model.state == "changes_requested" else ""
        self.moved("update_proposed" if public else "submitted", who, event)

    @act(lambda model: model.state in {"published", "unconfirmed"},
         who=MOSTLY_OWN)
    def propose(self, who):
        may = who in OWN and self.model.state in {"published", "unconfirmed"}
        if self.attempt(may, lambda: proposing.propose(self.practice, by=self.people[who])):
            self.model.draft = self.model.draft or (self.model.newest[0],) * 2

    @act(lambda model: model.draft is not None and model.state not in WRITABLE,
         who=MOSTLY_OWN)
    def throw_away(self, who):
        may = who in OWN and self.model.draft is not None and self.model.state not in WRITABLE
        if self.attempt(may, lambda: proposing.discard(self.practice, by=self.people[who])):
            self.model.draft = None

    @act(lambda model: model.state in PUBLIC,
         who=MOSTLY_OWN)
    def take_back(self, who):
        may = who in OWN and self.model.leads_to("withdrawn")
        if self.attempt(may, lambda: submitting.take_back(self.practice, by=self.people[who], reason="Ended")):
            self.moved("withdrawn", who)

    @act(lambda model: model.state == "unconfirmed", who=MOSTLY_OWN)
    def confirm(self, who):
        may = who in OWN and self.model.state in PUBLIC
        if self.attempt(may, lambda: freshness.confirm(self.practice, by=self.people[who])) and (
            self.model.state == "unconfirmed"
        ):
            self.moved("published", None)

    # ---------- The editors ----------
    @act(lambda model: model.state in {"submitted", "parked"},
         who=MOSTLY_EDITORS)
    def take_up(self, who):
        if self.attempt(self.model.decides(who), lambda: reviewing.take_up(self.practice, by=self.people[who])) and (
            self.model.state in {"submitted", "parked"}
        ):
            self.moved("in_review", who)

    @act(lambda model: LEADS_TO[model.state] & {"changes_requested", "declined", "parked"},
         who=MOSTLY_EDITORS, state=st.sampled_from([*["changes_requested", "parked"] * 3, "declined"]))
    def decide(self, who, state):
        ways = {"changes_requested": lambda: reviewing.ask_for_changes(
                    self.practice, by=self.people[who], reason="Why", comments={"title": "Shorter"}),
                "declined": lambda: reviewing.decline(self.practice, by=self.people[who], reason="Why"),
                "parked": lambda: reviewing.park(self.practice, by=self.people[who], reason="Why")}
        if self.attempt(self.model.decides(who) and self.model.leads_to(state), ways[state]):
            self.moved(state, who)

    @act(possible=lambda model: model.newest is not None and not model.was_public,
         level=st.sampled_from(["primary", "tertiary"]))
    def fill_in_the_card(self, level):
        completed(self.practice, self.people["editor"], level=level)
        self.model.newest = (self.model.newest[0], level)
        self.model.version_of_text, self.model.carded = self.model.version_of_text + 1, True

    @act(lambda model: not model.was_public and model.newest is not None,
         who=MOSTLY_EDITORS, reads_it=READS_IT)
    def screen(self, who, reads_it):
        model = self.model
        may = model.decides(who) and not model.was_public and model.newest is not None and reads_it
        if self.attempt(may, lambda: reviewing.screen(
                self.practice, SCREENING, by=self.people[who], revision=self.version(reads_it))):
            model.screened, model.signed, model.second = model.version_of_text, who, ""

    @act(lambda model: not model.was_public and model.signed,
         who=MOSTLY_EDITORS, reads_it=READS_IT)
    def look_again(self, who, reads_it):
        model = self.model
        may = model.decides(who) and model.signed not in ("", who) and reads_it
        may = may and model.screened == model.version_of_text
        if self.attempt(may, lambda: reviewing.look_again(
                self.practice, by=self.people[who], note="", revision=self.version(reads_it))):
            model.second = who

    @act(lambda model: model.leads_to("published") and model.ready,
         who=MOSTLY_EDITORS, reads_it=READS_IT)
    def publish(self, who, reads_it):
        model = self.model
        may = model.decides(who) and model.newest is not None and reads_it and model.ready
        may = bool(may and model.leads_to("published"))
        if self.attempt(may, lambda: reviewing.publish(
                self.practice, by=self.people[who], revision=self.version(reads_it))):
            model.live, model.was_public = model.newest, True
            self.moved("published", who)

    @act(possible=lambda model: model.newest is not None and not model.was_public)
    def review_and_publish(self):
        """All that stands before a publication at once: by chance alone it would seldom come together."""
        first, second = sorted(EDITORS - self.model.aside)[:2]
        self.fill_in_the_card("primary")
        self.screen(first, True)
        self.look_again(second, True)
        self.publish(first, True)

    @act(lambda model: model.state == "update_proposed",
         who=MOSTLY_EDITORS, reads_it=READS_IT)
    def refuse_the_changes(self, who, reads_it):
        model = self.model
        may = model.decides(who) and model.state == "update_proposed" and reads_it
        if self.attempt(may, lambda: reviewing.refuse_update(
                self.practice, by=self.people[who], reason="Why", comments={}, revision=self.version(reads_it))):
            model.draft, model.newest = (model.newest[0], model.live[0]), model.live
            model.version_of_text += 1
            self.moved("published", who)

    @act(lambda model: model.state not in {"draft", "declined", "archived"},
         who=st.one_of(st.just("reviewer"), ANYBODY), reads_it=READS_IT)
    def recommend(self, who, reads_it):
        model = self.model
        waits = model.state in {"submitted", "in_review", "changes_requested", "parked", "update_proposed"}
        may = (model.decides(who) or who == "reviewer") and who not in model.aside and waits and reads_it
        if self.attempt(may, lambda: recommending.recommend(
                self.practice, by=self.people[who], revision=self.version(reads_it),
                verdict=Recommendation.Verdict.PUBLISH)):
            model.took_part.add(who)

    @act(possible=lambda model: not model.aside,
         who=MOSTLY_EDITORS)
    def stand_aside(self, who):
        may = who in EDITORS | COORDINATORS | {"own editor", "reviewer"}
        if self.attempt(may, lambda: remits.stand_aside(self.practice, by=self.people[who], reason="A friend")):
            self.model.aside.add(who)

    @act(lambda model: False, who=MOSTLY_EDITORS, members=st.booleans(), embargo=st.booleans())
    def set_audience(self, who, members, embargo):
        model = self.model
        own_draft = who == "own editor" and who in model.wrote and model.state == "draft"
        until = timezone.now() + timedelta(days=1) if embargo else None
        if self.attempt(model.decides(who) or own_draft, lambda: actions.set_audience(
                self.practice, visibility="members" if members else "public", embargo_until=until,
                city_withheld=False, by=self.people[who])):
            model.members_only, model.embargoed = members, embargo

    # ---------- Coordinators, and time ----------
    @act(lambda model: model.paused, who=st.one_of(st.just("coordinator"), ANYBODY), ends=st.booleans())
    def pause(self, who, ends):
        model = self.model
        may = who in COORDINATORS and not (ends and (who in OWN or who in model.aside))
        act = actions.resume if ends else actions.pause
        if self.attempt(may, lambda: act(self.practice, by=self.people[who], reason="Why")) and model.paused == ends:
            model.paused = not ends
            entry = self.practice_entry()
            self.tell(f"practice-decision:{entry.pk}", "resumed" if ends else "paused", who)

    def practice_entry(self):
        from core.models import AuditEntry

        return AuditEntry.objects.filter(object_id=str(self.key), action__in=("practice.paused", "practice.resumed")
                                         ).latest("pk")

    @act(lambda model: LEADS_TO[model.state] & {"unconfirmed", "archived"},
         state=st.sampled_from(["unconfirmed", "archived"]))
    def time_passes(self, state):
        if self.attempt(self.model.leads_to(state), lambda: actions.move(self.practice, state)):
            self.moved(state, None)

    # ---------- What holds ----------
    @invariant()
    def it_is_what_the_model_says(self):
        """After what was refused nothing needs to be read again: it left no trace."""
        if not self.changed:
            return
        self.changed = False
        practice, model = self.practice, self.model
        assert practice.state == model.state
        assert bool(practice.first_published_at) == model.was_public
        assert Step.objects.filter(practice=practice).count() == model.moves
        draft = Draft.objects.filter(practice=practice).first()
        assert (draft and draft.answers["title"]) == (model.draft and model.draft[0])
        self.readers_have_what_the_model_says()

    def readers_have_what_the_model_says(self):
        reading = {name for name in READERS
                   if Practice.objects.visible_to(self.people[name]).filter(pk=self.key).exists()}
        assert reading == self.model.read_by() & set(READERS)
        if reading:
            assert CaseStudyPage.objects.get(original_of=self.key).title == self.model.live[0]


@pytest.fixture
def cast(db):
    """Everybody of the model, and nobody else of the staff."""
    ensure_tree()
    User.objects.update(is_active=False)
    city = make_city("Ownville", membership="member")
    elsewhere = make_city("Otherville", country="FR", membership="member")
    people = {name: make_person(city if name in OWN else elsewhere if name == "other city" else None,
                                role=_role(name)) for name in EVERYBODY if name != "visitor"}
    return city, {**people, "visitor": AnonymousUser()}


def _role(name):
    if name in COORDINATORS:
        return COORDINATOR
    return EDITOR if "editor" in name else REVIEWER if name == "reviewer" else ""


def walk(cast, examples, steps):
    Life.city, Life.people = cast
    Life.reached = Counter()
    run_state_machine_as_test(Life, settings=settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate, Phase.shrink]))
    return set(Life.reached)


def test_a_life_follows_the_model(cast):
    assert walk(cast, EXAMPLES // PART, STEPS) >= {"submitted", "in_review", "published", "withdrawn", "unconfirmed"}


@pytest.mark.soak
def test_many_lives_follow_the_model(cast):
    assert walk(cast, EXAMPLES, STEPS) == set(State.values) - {"draft"}
