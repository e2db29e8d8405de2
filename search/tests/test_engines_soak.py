"""Long random runs: whatever is written in whatever order, an engine finds exactly what a plain list would."""
import random
from collections import Counter

import pytest

from search.contract import Request
from search.tests.factories import make_document

pytestmark = pytest.mark.soak
IDS = [f"d{number}" for number in range(30)]
WORDS = ("peace", "school", "police", "mentor", "square", "music")
FORMS = ("any", "xri", "rb", "pol")
TOKENS = ("public", "member", "city:1")


class Model:
    """What should be in the index, as plain Python."""

    def __init__(self):
        self.documents = {}
        self.latest = 5

    def version(self, chance, *, newest=False):
        """A version near the latest one: some writes come late. What happens during a rebuild is always newer."""
        self.latest += 1
        return self.latest if newest else chance.randint(self.latest - 5, self.latest)

    def put(self, document):
        known = self.documents.get(document.id)
        if known is None or known.version <= document.version:
            self.documents[document.id] = document

    def matching(self, word, tokens, forms):
        seen = [each for each in self.documents.values() if each.audience & tokens]
        found = [each for each in seen if not word or word in each.texts[0].title.split()]
        chosen = {each.id for each in found if not forms or set(each.facets["form"]) & set(forms)}
        return chosen, Counter(code for each in found for code in set(each.facets["form"]))


def random_document(chance, id, version):
    return make_document(
        id,
        " ".join(chance.sample(WORDS, 3)),
        version=version,
        audience=frozenset(chance.sample(TOKENS, chance.randint(1, 2))),
        facets={"form": tuple(chance.sample(FORMS, chance.randint(1, 2)))},
    )


def change(chance, index, model):
    """One random write, to the engine and to the model."""
    kind = chance.random()
    if kind < 0.6:
        batch = [random_document(chance, id, model.version(chance)) for id in chance.sample(IDS, chance.randint(1, 5))]
        index.index(batch)
        for document in batch:
            model.put(document)
    elif kind < 0.9:
        ids = chance.sample(IDS, chance.randint(1, 3))
        index.delete(ids)
        for id in ids:
            model.documents.pop(id, None)
    else:
        rebuild_amid_changes(chance, index, model)


def rebuild_amid_changes(chance, index, model):
    """A rebuild reads the state of its beginning while documents come and go."""
    before = list(model.documents.values())

    def read():
        for place, document in enumerate(before):
            if place in (len(before) // 3, len(before) // 2):
                gone = chance.choice(IDS)
                index.delete([gone])
                model.documents.pop(gone, None)
                later = random_document(chance, chance.choice(IDS), model.version(chance, newest=True))
                index.index([later])
                model.put(later)
            yield document

    index.rebuild(read(), len(before))


@pytest.mark.parametrize("seed", range(5))
def test_random_writes_and_rebuilds_leave_what_a_plain_list_would_hold(index, seed):
    chance, model = random.Random(seed), Model()
    for _ in range(40):
        change(chance, index, model)
        word = chance.choice(["", *WORDS])
        tokens = frozenset({"public", chance.choice(TOKENS)})
        forms = tuple(chance.sample(FORMS, chance.randint(0, 2)))
        request = Request(
            q=word, ui="en", tokens=tokens, filters={"form": forms} if forms else {}, facets=("form",), size=100
        )
        results = index.search(request)
        expected, counts = model.matching(word, tokens, forms)
        assert {hit.id for hit in results.hits} == expected
        assert results.total == len(expected)
        assert results.facets["form"] == dict(counts)
