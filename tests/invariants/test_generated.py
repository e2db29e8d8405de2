"""Generated questions on page, API and suggestions: always an answer, and never more than the reader may see.

What a reader may see is taken from the database by the reasons for which entries were hidden, and counted by hand. The
engines' numbers are compared with those of an index in which the hidden entries do not exist at all.
"""
from __future__ import annotations

import contextlib
import re
import time
from collections import Counter
from dataclasses import dataclass

import pytest
from django.conf import settings as site
from django.http import QueryDict

from core import languages
from core.visibility import tokens_of
from practices.models import Practice
from search import engine, facets, sources
from search.contract import SearchUnavailable
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.connections import OwnFile
from search.parameters import BadParameter, strict
from tests.generated import Questions
from tests.hidden import WORDS, plant_all

pytestmark = pytest.mark.django_db
TOTAL, PART = 20_000, 10  # all of them in the soak run, a tenth in every run
SEED = 20_261_123
READERS = {  # who reads, and which of the planted entries that reader may see
    "visitor": set(),
    "outsider": set(),
    "city_staff": set(),
    "member": {"zqmembers"},
    "editor": {"zqmembers", "zqembargo"},
}
ENGINES = ["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)]
SHARE = TOTAL // len(READERS)
ADDRESSED = re.compile(r"/practices/([0-9a-f-]{36})/")
TAGS = re.compile(r"</?(?!mark>)[a-z]", re.IGNORECASE)


@pytest.fixture
def city_staff(db):
    """Somebody who works for a municipality that is no member."""
    from accounts.models import User

    return User.objects.get(email="city@demoville.example")


@dataclass
class Truth:
    """What one reader may see, from the database alone."""

    user: object
    ids: set
    unseen: list
    documents: list
    counts: dict

    @classmethod
    def of(cls, user, planted, seen):
        hidden = {str(practice.pk) for word, practice in planted.items() if word not in seen}
        ids = {str(pk) for pk in Practice.objects.visible_to(user).values_list("pk", flat=True)}
        assert not ids & hidden
        assert {str(planted[word].pk) for word in seen} <= ids
        every = [each for source in sources.all_sources() for each in source.documents()]
        ids |= sources.visible([each.id for each in every], user)
        documents = [each for each in every if each.id in ids]
        counts = {name: Counter() for name in facets.names()}
        for document in documents:
            counts["kind"][document.kind] += 1
            counts["language"].update({text.language for text in document.texts})
            for name, codes in document.facets.items():
                if name not in ("kind", "language"):
                    counts[name].update(set(codes))
        return cls(user, ids, [word for word in WORDS if word not in seen], documents, counts)

    def check_bytes(self, question, content):
        """Nothing of a hidden word, unless the reader typed it."""
        said, typed = content.lower(), question.path.lower()
        assert [word for word in self.unseen if word.encode() in said and word not in typed] == [], question

    def check_answer(self, question, answer):
        """Ids, numbers and passages of the API's answer."""
        assert {hit["id"] for hit in answer["hits"]} <= self.ids, question
        assert answer["total"] <= len(self.documents), question
        for name, options in answer["facets"].items():
            for option in options:
                assert option["count"] <= self.counts[name][option["code"]], (question, name, option)
        for hit in answer["hits"]:
            shown = [value for value in hit.values() if isinstance(value, str) and "<mark>" in value]
            assert not [text for text in shown if TAGS.search(text)], question


@contextlib.contextmanager
def index_of(name, documents, folder):
    """An engine whose index holds these documents alone."""
    if name == engine.ELASTICSEARCH:
        with engine.temporary_elasticsearch() as own:
            own.rebuild(documents, len(documents))
            yield own
        return
    file = OwnFile(folder / "twin.sqlite3")
    own = EmbeddedEngine(file)
    own.rebuild(documents, len(documents))
    yield own
    file.close()


def compare(name, twin, question, user):
    """The site's index says the same to this reader as one without the hidden entries."""
    try:
        chosen, ui = strict(QueryDict(f"{question.query}&ui={question.ui}"))
    except BadParameter:
        return
    request = chosen.request(ui, tokens_of(user), facets.names())
    mine, without = _answered(engine.build(name), request), _answered(twin, request)
    assert mine.total == without.total, question
    assert _given(mine) == _given(without), question
    if mine.total <= request.size:
        assert {hit.id for hit in mine.hits} == {hit.id for hit in without.hits}, question


def _answered(own, request):
    """What an engine answers; a server on a busy machine may need longer than a reader is kept waiting."""
    for _try in range(4):
        with contextlib.suppress(SearchUnavailable):
            return own.search(request)
        time.sleep(1)
    return own.search(request)


def _given(results):
    return {name: {code: count for code, count in counts.items() if count} for name, counts in results.facets.items()}


def ask(client, truth, question):
    """One question; 400 only from the API, for a parameter or value that does not exist."""
    response = client.get(question.path)
    expected = {200, 400} if question.surface == "api" else {200}
    assert response.status_code in expected, question
    content = response.content
    if question.surface == "api" and response.status_code == 200:
        truth.check_answer(question, response.json())
    for id in ADDRESSED.findall(content.decode()):
        assert id in truth.ids, question
    truth.check_bytes(question, content)


def run(number, name, who, request, client, folder):
    """Ask so many questions as one reader."""
    settings = request.getfixturevalue("settings")
    planted = plant_all()
    if name == engine.EMBEDDED:
        settings.ELASTICSEARCH_URL = ""
    user = None if who == "visitor" else request.getfixturevalue(who)
    if user:
        client.force_login(user)
    truth = Truth.of(user, planted, READERS[who])
    questions = Questions(SEED + list(READERS).index(who), WORDS)
    with index_of(name, truth.documents, folder) as twin:
        for question in questions.take(number):
            ask(client, truth, question)
            if question.surface == "api":
                compare(name, twin, question, user)


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("who", READERS)
def test_no_question_fails_or_shows_more_than_the_reader_may_see(name, who, request, client, tmp_path):
    run(SHARE // PART, name, who, request, client, tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("who", READERS)
def test_twenty_thousand_questions_show_no_more_than_the_reader_may_see(name, who, request, client, tmp_path):
    run(SHARE, name, who, request, client, tmp_path)


def test_the_questions_are_the_same_for_the_same_seed(db):
    first, again = (list(Questions(SEED, WORDS).take(200)) for _ in range(2))
    assert first == again
    assert {question.surface for question in first} == {"api", "page", "suggestions"}
    assert any(word in question.text for question in first for word in WORDS)
    assert {language.public for language in languages.INTERFACE} == {question.ui for question in first}
    assert site.SEARCH_VECTORS == "none"
