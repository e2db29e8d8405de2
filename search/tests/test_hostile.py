"""Six hundred questions that nobody should ask, to engine, API and page: an answer each time, never an error."""
from __future__ import annotations

import random
from urllib.parse import quote_from_bytes

import pytest

from search.contract import Request
from search.normalise import normalise
from search.tests.factories import make_document

PIECES = (
    "\x00", "\ud800", "\udfff\ud800", '"', "'", '""', "''", "`", "\\", "\\\\", "%", "%%s", "_", "*", "*:*", "^2", "~",
    "~5", "(", ")", "((((", "))))", "[", "]", "[* TO *]", "{", "}", "{!func}", "+", "-", "--", "!", "&&", "||", " AND ",
    " OR ", " NOT ", "NEAR(", "NEAR/2", "title:", "body:*", "rowid:1", ":", ";", ",", "/", "/.*/", "<", ">", "<mark>",
    "</script>", "{{ 7*7 }}", "{% now %}", "${7}", "' OR 1=1 --", "; DROP TABLE search_document;", "\r\n", "\t", "\x7f",
    "\u202e", "\u202d", "\u2066", "\u200f", "\u200b", "\ufeff", "\ufffe", "\uffff", "\u0301" * 50, "\u0640" * 40,
    "ﷺ" * 40, "ẞ", "İ", "ı", "ﬁ", "Ⅷ", "㌔", "１２", "٣", "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "कि", "ก็", "가", "青",
    "青年委员会", "ال", "الالال", "لل", "ь", "council", "Städte", "école", "совет", "المدارس", "x" * 10_000,
    "青" * 5_000, "a " * 5_000, "المدارس " * 1_000, "",
)  # fmt: skip
TOTAL = 600


def questions():
    chance = random.Random(20261122)
    return ["".join(chance.choices(PIECES, k=chance.randint(1, 6)))[:10_240] for _ in range(TOTAL)]


def encoded(text):
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"))


def test_the_engines_answer_every_one(index):
    index.index([make_document("it", "City council", "青年委员会 المدارس")])
    for place, question in enumerate(questions()):
        ui = ("en", "ar", "zh", "ru")[place % 4]
        results = index.search(Request(q=normalise(question), ui=ui, facets=("kind",)))
        assert results.total in {0, 1}
        assert all("<" not in hit.highlight.replace("<mark>", "").replace("</mark>", "") for hit in results.hits)


@pytest.mark.django_db
def test_api_and_page_answer_every_one(client, site):
    site(make_document("it", "City council", "青年委员会 المدارس"))
    for place, question in enumerate(questions()):
        api = client.get(f"/api/v1/search?ui=en&q={encoded(question)[:30_000]}")
        assert api.status_code == 200, question
        if place % 3 == 0:
            assert client.get(f"/ar/search/?q={encoded(question)[:30_000]}").status_code == 200, question


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["kind", "language", "year", "sort", "page", "ui", "city", "unknown"])
def test_hostile_values_of_other_parameters_are_refused_or_left_out(client, site, name):
    site(make_document("it", "City council"))
    for question in questions()[:60]:
        query = f"{name}={encoded(question)[:3_000]}"
        assert client.get(f"/api/v1/search?{query}").status_code in {200, 400}
        assert client.get(f"/en/search/?{query}").status_code == 200
