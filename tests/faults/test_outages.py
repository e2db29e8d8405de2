"""Whatever Elasticsearch does, saving goes on, readers get answers, and afterwards the index is true by itself."""
from __future__ import annotations

import time

import pytest

from core.models import OutboxRow
from practices import actions
from practices.models import Practice
from search import engine, finding, sources
from search.contract import Request
from tests.faults import proxy as faults

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]
AWAY = (faults.REFUSE, faults.HANG, faults.SLOW, faults.TRICKLE, faults.RESET, faults.RED, faults.WEB_PAGE,
        faults.OTHER_JSON)
BOUND = 3.0  # seconds, generous on a busy machine; a search that waited for the server would take five and more


@pytest.fixture
def filled(elasticsearch, worker, clock):
    worker.until_clean(elasticsearch)
    assert ask_until_it_answers(clock).engine == engine.ELASTICSEARCH
    return elasticsearch


@pytest.fixture
def figures(request):
    """What is measured and not asserted; it stands in the report of the run."""
    return request.node.user_properties


def ask(q="youth"):
    return finding.ask(Request(q=q, facets=("country", "language"), kinds=sources.default_kinds()), None)


def ask_until_it_answers(clock, q="youth"):
    """The breaker probes now and then; a busy machine may need a second probe."""
    for _probe in range(5):
        clock.now += 20.0
        if (answer := ask(q)).engine == engine.ELASTICSEARCH:
            break
    return answer


def timed(call):
    began = time.perf_counter()
    result = call()
    return result, time.perf_counter() - began


def public_practice(place=0):
    return Practice.objects.visible_to(None).order_by("pk")[place]


def edit():
    """What an editor does meanwhile: a text is changed, an entry is withdrawn, another restricted."""
    page = public_practice(0).original.specific
    page.title = "Zqfault in the title"
    page.save_revision().publish()
    actions.withdraw(public_practice(1))
    actions.set_audience(public_practice(2), visibility="members", embargo_until=None, city_withheld=False)


def saves_ask_nobody(proxy, figures, fault):
    proxy.requests.clear()
    _nothing, took = timed(edit)
    assert proxy.requests == []
    figures.append((f"{fault}: milliseconds of three saves", round(took * 1000)))


@pytest.mark.parametrize("fault", AWAY)
def test_an_outage_is_survived(filled, worker, clock, proxy, figures, fault):
    before = ask()
    proxy.be(fault)
    saves_ask_nobody(proxy, figures, fault)

    first, took = timed(ask)
    assert first.engine == engine.EMBEDDED
    assert first.degraded
    assert took < BOUND
    assert first.total <= before.total
    for _number in range(2):
        ask()
    proxy.requests.clear()
    for _number in range(5):
        answer, took = timed(ask)
        assert (answer.engine, bool(answer.degraded)) == (engine.EMBEDDED, True)
        assert took < BOUND
    assert proxy.requests == []  # the breaker is open: nobody waits

    if fault not in (faults.HANG, faults.TRICKLE):  # a worker waits longer than a reader does
        worker.seconds(3 if fault == faults.SLOW else 20)
    assert not OutboxRow.objects.filter(state=OutboxRow.DEAD).exists()
    proxy.be(faults.PASS)
    passed = worker.until_clean(filled)
    figures.append((f"{fault}: seconds until clean", passed))
    answer = ask_until_it_answers(clock, "zqfault")
    assert (answer.engine, answer.total, answer.degraded) == (engine.ELASTICSEARCH, 1, None)


def test_a_cluster_that_only_reads_answers_and_shows_nothing_that_was_withdrawn(filled, worker, clock, proxy, figures):
    before = ask_until_it_answers(clock, "")
    proxy.be(faults.READ_ONLY)
    saves_ask_nobody(proxy, figures, faults.READ_ONLY)
    worker.seconds(20)
    after = ask_until_it_answers(clock, "")
    assert (after.engine, after.total) == (engine.ELASTICSEARCH, before.total - 2)
    assert not OutboxRow.objects.filter(state=OutboxRow.DEAD).exists()
    proxy.be(faults.PASS)
    worker.until_clean(filled)
    assert ask_until_it_answers(clock, "zqfault").total == 1


def test_a_server_that_dies_in_the_middle_of_writing(filled, worker, proxy):
    proxy.be(faults.CUT)
    edit()
    worker.seconds(20)
    assert any("_bulk" in each for each in proxy.requests)
    proxy.be(faults.PASS)
    worker.until_clean(filled)


def test_an_index_that_somebody_deleted(filled, worker):
    indexes = filled.engine._indexes
    for name in indexes.all():
        indexes._client.indices.delete(index=name)
    edit()
    answer = ask()
    assert (answer.engine, bool(answer.degraded)) == (engine.EMBEDDED, True)
    assert answer.total
    worker.until_clean(filled)
    assert len(indexes.behind(indexes.alias)) == 1


def test_an_older_copy_that_comes_back(filled, worker, clock):
    indexes = filled.engine._indexes
    client, [name] = indexes._client, indexes.behind(indexes.alias)
    client.indices.add_block(index=name, block="write")
    copy = f"{name}-copied"
    client.indices.clone(index=name, target=copy, wait_for_active_shards=1)
    for each in (name, copy):
        client.indices.put_settings(index=each, settings={"index.blocks.write": None})
    edit()
    worker.until_clean(filled)
    gone = str(Practice.objects.exclude(state="published").order_by("pk").first().pk)
    client.indices.update_aliases(actions=[
        {"add": {"index": copy, "alias": indexes.alias}}, {"remove_index": {"index": name}}])
    assert ask_until_it_answers(clock, "zqfault").total == 0
    worker.until_clean(filled)
    assert ask_until_it_answers(clock, "zqfault").total == 1
    assert gone not in {entry.id for entry in filled.engine.entries()}
    assert indexes.behind(indexes.alias) == [copy]  # mended where it differed, not filled anew
