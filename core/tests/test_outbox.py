"""What a write owes is carried out once it can be, by one hand at a time, and nothing holds up the rest."""
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from core import outbox
from core.models import OutboxRow

TOPIC = "test.topic"
pytestmark = pytest.mark.django_db


@pytest.fixture
def consumer():
    """Registers a function as the consumer of the topic."""
    yield lambda consume, **options: outbox.register(TOPIC, consume, **options)
    outbox.forget(TOPIC)


def states():
    return dict(OutboxRow.objects.values_list("key", "state"))


def make_due():
    OutboxRow.objects.update(due_at=timezone.now() - timedelta(seconds=1))


class Poisoned:
    """Carries out every key but one, and not a single one of a batch that holds it."""

    def __init__(self, bad):
        self.bad, self.done = bad, []

    def __call__(self, keys):
        if self.bad in keys:
            raise ValueError(f"cannot carry out {self.bad}")
        self.done.extend(keys)


def test_a_key_that_fails_holds_up_no_other(consumer):
    consume = Poisoned("b")
    consumer(consume)
    outbox.put(TOPIC, ["a", "b", "c"])
    assert outbox.drain([TOPIC]) == 2
    assert consume.done == ["a", "c"]
    assert states() == {"a": "done", "b": "waiting", "c": "done"}
    assert outbox.waiting(TOPIC) == ["b"]


def test_after_eight_tries_a_row_is_dead_and_alarms(consumer, caplog):
    consumer(Poisoned("b"))
    outbox.put(TOPIC, ["b"])
    for _ in range(outbox.MAX_TRIES):
        make_due()
        outbox.drain([TOPIC])
    assert states() == {"b": "dead"}
    assert [record.levelname for record in caplog.records].count("CRITICAL") == 1
    assert "cannot carry out" not in caplog.text
    assert outbox.waiting(TOPIC) == ["b"]


def test_what_succeeds_settles_the_dead_of_the_same_key(consumer):
    OutboxRow.objects.create(topic=TOPIC, key="a", state=OutboxRow.DEAD, tries=8)
    consumer(lambda keys: None)
    outbox.put(TOPIC, ["a"])
    outbox.drain([TOPIC])
    assert not OutboxRow.objects.exclude(state=OutboxRow.DONE).exists()


def test_while_the_server_is_away_no_try_is_counted(consumer):
    calls = []

    def away(keys):
        calls.append(keys)
        raise outbox.Away("refused")

    consumer(away)
    outbox.put(TOPIC, [str(number) for number in range(outbox.BATCH + 5)])
    for _ in range(outbox.MAX_TRIES + 1):
        make_due()
        assert outbox.drain([TOPIC]) == 0
    assert len(calls) == outbox.MAX_TRIES + 1, "one call tells that it is away"
    assert set(OutboxRow.objects.values_list("state", "tries")) == {("waiting", 0)}
    outbox.forget(TOPIC)
    consumer(lambda keys: None)
    make_due()
    assert outbox.drain([TOPIC]) == outbox.BATCH + 5


def test_a_key_is_in_one_hand_at_a_time(consumer):
    seen = []

    def consume(keys):
        seen.append(keys)
        if len(seen) == 1:
            outbox.put(TOPIC, ["a"])  # changed again while it is being carried out
            assert outbox.drain([TOPIC]) == 0

    consumer(consume)
    outbox.put(TOPIC, ["a"])
    assert outbox.drain([TOPIC]) == 2
    assert seen == [["a"], ["a"]]


def test_what_a_killed_worker_held_is_carried_out_when_its_lease_ends(consumer):
    done = []

    def killed(keys):
        raise KeyboardInterrupt

    consumer(killed)
    outbox.put(TOPIC, ["a"])
    with pytest.raises(KeyboardInterrupt):
        outbox.drain([TOPIC])
    consumer(done.extend)
    assert (outbox.drain([TOPIC]), done) == (0, [])
    make_due()
    assert (outbox.drain([TOPIC]), done) == (1, ["a"])


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_another_server_is_asked(consumer):
    seen = []
    consumer(lambda keys: seen.append(connection.in_atomic_block), on_commit=True)
    with transaction.atomic():
        outbox.put(TOPIC, ["a"])
        assert seen == []
    assert seen == [False]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_owed(consumer):
    done = []
    consumer(done.extend, on_commit=True)

    def fails():
        with transaction.atomic():
            outbox.put(TOPIC, ["a"])
            raise RuntimeError("the change could not be saved")

    with pytest.raises(RuntimeError):
        fails()
    assert (outbox.drain([TOPIC]), done, OutboxRow.objects.count()) == (0, [], 0)


def test_what_was_done_long_ago_is_forgotten():
    old = timezone.now() - outbox.KEPT - timedelta(minutes=1)
    OutboxRow.objects.create(topic=TOPIC, key="old", state=OutboxRow.DONE, done_at=old)
    OutboxRow.objects.create(topic=TOPIC, key="new", state=OutboxRow.DONE, done_at=timezone.now())
    OutboxRow.objects.create(topic=TOPIC, key="dead", state=OutboxRow.DEAD, created_at=old)
    assert outbox.purge() == 1
    assert states() == {"new": "done", "dead": "dead"}


def test_a_key_that_is_refused_for_now_waits_alone_and_no_try_is_counted(consumer):
    done = []

    def full(keys):
        if "b" in keys:
            raise outbox.Later("mailbox full")
        done.extend(keys)

    consumer(full, slow=True)
    outbox.put(TOPIC, ["a", "b", "c"])
    for _ in range(outbox.MAX_TRIES + 2):
        outbox.drain([TOPIC])
        make_due()
    assert done == ["a", "c"]
    assert OutboxRow.objects.get(key="b").tries == 0
    OutboxRow.objects.filter(key="b").update(created_at=timezone.now() - outbox.PATIENCE)
    for _ in range(outbox.MAX_TRIES):
        make_due()
        outbox.drain([TOPIC])
    assert states()["b"] == "dead"


@pytest.mark.parametrize("slow", [True, False])
def test_a_server_that_lets_one_key_wait_is_not_asked_for_each_of_the_others_in_turn(consumer, slow):
    asked = []

    def hangs(keys):
        asked.append(keys)
        raise outbox.Later("no answer", all_wait=True)

    consumer(hangs, slow=slow)
    outbox.put(TOPIC, ["a", "b", "c"])
    outbox.drain([TOPIC])
    assert len(asked) == (1 if slow else 2)
    assert set(OutboxRow.objects.values_list("state", "tries")) == {("waiting", 0)}
    others = OutboxRow.objects.exclude(key="a").values_list("due_at", flat=True)
    assert OutboxRow.objects.get(key="a").due_at > max(others)


def test_a_stretched_topic_gives_a_row_more_time(consumer):
    consumer(Poisoned("b"), unit=30)
    outbox.put(TOPIC, ["b"])
    outbox.drain([TOPIC])
    assert OutboxRow.objects.get().due_at > timezone.now() + timedelta(seconds=50)
