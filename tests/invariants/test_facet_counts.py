"""Every count of every facet is the number of results if that option were the only choice in its facet."""
from __future__ import annotations

import pytest

from core import visibility
from search import engine, facets, sources
from search.contract import Request
from tests.settling import settle

pytestmark = pytest.mark.django_db
QUERIES = (
    ("", "en"), ("young people", "en"), ("شباب", "ar"), ("école quartier", "fr"), ("полиция", "ru"), ("社区", "zh"),
)
FILTERS = ({}, {"level": ("primary",), "region": ("150",)}, {"kind": ("programme", "case_study"), "language": ("en",)})


@pytest.fixture(params=["visitor", "member", "editor"])
def reader(request):
    return None if request.param == "visitor" else request.getfixturevalue(request.param)


@pytest.fixture
def documents():
    settle()
    return {document.id: document for source in sources.all_sources() for document in source.documents()}


def ask(reader, q, ui, filters, **more):
    return engine.answer(Request(
        q=q, ui=ui, filters=filters, kinds=sources.default_kinds(), tokens=visibility.tokens_of(reader), **more))


def found_ids(reader, q, ui, filters):
    return {hit.id for hit in ask(reader, q, ui, filters, size=1000).hits}


@pytest.mark.parametrize("filters", FILTERS)
@pytest.mark.parametrize(("q", "ui"), QUERIES)
def test_each_option_counts_what_choosing_it_alone_would_find(reader, documents, q, ui, filters):
    counted = ask(reader, q, ui, filters, size=0, facets=facets.names()).facets
    for facet in facets.all_facets():
        others = {name: codes for name, codes in filters.items() if name != facet.name}
        ids = found_ids(reader, q, ui, others)
        for option in facet.options(ui):
            if facet.name == "kind":  # later kinds are found only where they are chosen
                ids = found_ids(reader, q, ui, {**others, "kind": (option.code,)})
            expected = sum(option.code in documents[id].facets.get(facet.name, ()) for id in ids)
            assert counted[facet.name].get(option.code, 0) == expected, (facet.name, option.code)


def test_readers_see_different_counts_where_they_may_read_different_things(documents, member, editor):
    totals = [ask(user, "", "en", {}, size=0).total for user in (None, member, editor)]
    assert totals[0] < totals[1] < totals[2]


@pytest.mark.parametrize(("name", "code"), [("level", "primary"), ("region", "002"), ("language", "ar")])
def test_choosing_an_option_gives_as_many_results_as_it_said(reader, documents, name, code):
    said = ask(reader, "", "en", {}, size=0, facets=(name,)).facets[name][code]
    assert ask(reader, "", "en", {name: (code,)}, size=0).total == said > 0
