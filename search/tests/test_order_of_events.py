"""A thousand events, shuffled and repeated, give the same index as the same events in their order."""
from __future__ import annotations

import random

import pytest

from search import changes, sources
from search.contract import Entry
from search.sealing import seal
from search.tests.factories import MemorySource, make_document

pytestmark = pytest.mark.django_db
EVENTS, IDS = 1_000, 40


@pytest.fixture
def source(bare_registries):
    return sources.register(MemorySource())


def happen(source, chance, versions):
    """One change of the content: something is made, edited or deleted; its id."""
    id = f"id-{chance.randrange(IDS):02}"
    if id in source.held and chance.random() < 0.3:
        del source.held[id]
    else:
        versions[id] = versions.get(id, 0) + 1
        source.held[id] = make_document(id, f"Council {versions[id]}", "met again", version=versions[id])
    return id


def expected(source):
    return [Entry(id, each.version, seal(each)) for id, each in sorted(source.held.items())]


@pytest.mark.parametrize("seed", range(2))
def test_events_in_any_order_and_any_number(index, source, seed):
    chance, versions, told = random.Random(seed), {}, []
    for _number in range(EVENTS):
        told.append(happen(source, chance, versions))
        if chance.random() < 0.05:  # somebody carries out some of them at once, in the middle of everything
            changes.apply(index, list(dict.fromkeys(chance.choices(told, k=20))))
    told += chance.choices(told, k=EVENTS // 2)
    chance.shuffle(told)
    for start in range(0, len(told), 100):
        changes.apply(index, list(dict.fromkeys(told[start : start + 100])))
    assert list(index.entries()) == expected(source)


def test_an_older_state_that_arrives_late_changes_nothing(index, source):
    chance, versions, states = random.Random(3), {}, []
    while len(states) < EVENTS:
        id = f"id-{chance.randrange(IDS):02}"
        versions[id] = versions.get(id, 0) + 1
        states.append(make_document(id, f"Council {versions[id]}", version=versions[id]))
        source.held[id] = states[-1]
    chance.shuffle(states)
    for start in range(0, EVENTS, 50):
        batch = {each.id: each for each in states[start : start + 50]}
        index.index(batch.values())
    rest = [each for each in states if source.held[each.id] is each]
    index.index(rest)
    index.index({each.id: each for each in reversed(states)}.values())
    assert list(index.entries()) == expected(source)
