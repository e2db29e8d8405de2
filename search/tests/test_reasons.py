"""Why a hit is shown, what a question offers as filters, and which ideas its results share."""
from __future__ import annotations

from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser

from search import facets, finding, groups, presenting, related, synonyms
from search.contract import Hit, Results
from search.parameters import Chosen
from search.reasons import Reasons
from search.tests.factories import make_document

CITY = (("1", "en", "Aarhus"), ("1", "ru", "Орхус"), ("7", "en", "Exampleton"), ("2", "en", "Emptyville"))
IDEAS = (("network", "en", "Local prevention network"), ("network", "en", "hidden coalition"),
         ("network", "ru", "Местная сеть профилактики"), ("school", "en", "school"),
         ("sport", "en", "sport"))  # fmt: skip


@pytest.fixture(autouse=True)
def named(bare_registries, monkeypatch):
    monkeypatch.setattr(synonyms, "groups", lambda: ())
    facets.register(
        facets.Facet("city", "City", lambda ui: [facets.Option("1", "Aarhus")], lambda code: True,
                     label_of=lambda code, ui: {"7": "Exampleton"}.get(code, ""), names=lambda: CITY, proper=True,
                     secret=lambda code: code == "7")
    )  # fmt: skip
    ideas = [facets.Option(code, f"{code} shown") for code in ("network", "school", "sport")]
    facets.register(facets.Facet("approach", "Approach", lambda ui: ideas, lambda code: True, names=lambda: IDEAS))


def why(q, ui="en", shown="", **hit):
    found = Hit("1", "case_study", 1.0, **{"language": ui, **hit})
    return Reasons(Chosen(q), ui).of(found, shown)


def test_words_that_are_seen_need_no_reason():
    assert why("council", highlight="the <mark>council</mark>", found_in="en", concepts=(("city", "1"),)) == []
    assert why("council", highlight="the <mark>council</mark>") == []
    assert why("council", found_in="en") == []
    assert why("", found_in="ru") == []


def test_words_seen_in_the_reader_s_own_text_need_no_other_text():
    seen = {"highlight": "the <mark>council</mark>", "found_in": "ar", "passage": "<mark>مجلس</mark>"}
    assert why("council", **seen) == []
    assert why("council", language="ru", **seen)


def test_the_language_of_the_text_that_is_read_anyway_is_not_said():
    assert why("school", found_in="en", by_meaning=True) == [{"type": "meaning", "label": "Close in meaning"}]


def test_a_concept_in_another_language_is_named_in_the_reader_s():
    assert why("local prevention network", found_in="ru", concepts=(("approach", "network"),)) == [
        {"type": "concept", "label": "network shown", "facet": "approach", "code": "network", "language": "ru",
         "language_label": "Russian"},
    ]  # fmt: skip


def test_a_hidden_label_is_never_shown_for_a_concept():
    reasons = why(
        "hidden coalition", found_in="ru", concepts=(("approach", "network"),), matched=("hidden coalition", "mayor")
    )
    assert [(reason["type"], reason["label"]) for reason in reasons] == [
        ("concept", "network shown"), ("label", "mayor"),
    ]  # fmt: skip


def test_a_matched_label_is_a_reason_by_itself():
    assert why("Danmark", matched=("Danmark",)) == [{"type": "label", "label": "Danmark"}]


def test_what_is_close_in_meaning_says_in_which_text():
    assert why("school", found_in="ru", by_meaning=True, passage="школа")[0] == {
        "type": "meaning", "label": "Close in meaning, in the Russian text", "language": "ru",
        "language_label": "Russian",
    }  # fmt: skip
    assert why("school", by_meaning=True) == [{"type": "meaning", "label": "Close in meaning"}]


def test_words_in_a_text_that_is_not_shown_are_said():
    [reason] = why("совет", "fr", language="fr", found_in="ru", passage="<mark>совет</mark>")
    assert (reason["type"], reason["language"], reason["language_label"]) == ("words", "ru", "russe")
    [reason] = why("Aarhus kommune", found_in="de", language="de", highlight="<mark>Aarhus</mark>")
    assert reason["type"] == "words"


@pytest.mark.parametrize("language", ["ru", "ar", "zh", "fr", "de", "mk"])
@pytest.mark.parametrize("by_meaning", [True, False])
def test_a_hit_in_another_language_always_has_a_reason(language, by_meaning):
    assert why("school", found_in=language, language=language, by_meaning=by_meaning)
    assert all(row["label"] for row in why("school", found_in=language, shown="en", by_meaning=by_meaning))


def test_a_synonym_is_said(monkeypatch):
    monkeypatch.setattr(synonyms, "groups", lambda: (("en", ("CVE", "preventing violence")),))
    [reason] = why("CVE", found_in="en", highlight="nothing marked")
    assert reason["label"] == "In other words: preventing violence"


def offers(q, counts, **filters):
    chosen = Chosen(q, filters)
    results = Results(9, (), {"city": counts, "approach": {}}, "embedded")
    return presenting.concept_offers(chosen, Reasons(chosen, "en"), results, "/s/")


def test_a_named_value_is_offered_with_its_count():
    [offer] = offers("youth in Aarhus", {"1": 4})
    assert (offer["label"], offer["count"], offer["url"]) == ("City: Aarhus", 4, "/s/?q=youth+in+Aarhus&city=1")


def test_a_keyword_that_is_called_like_what_is_offered_is_not_offered_too():
    facets.register(
        facets.Facet("keyword", "Keyword", lambda ui: [facets.Option("k", "aarhus")], lambda code: True, order=200,
                     names=lambda: (("k", "en", "aarhus"),), open_ended=True)
    )  # fmt: skip
    results = Results(9, (), {"city": {"1": 4}, "keyword": {"k": 1}}, "embedded")
    chosen = Chosen("Aarhus")
    labels = [row["label"] for row in presenting.concept_offers(chosen, Reasons(chosen, "en"), results, "/s/")]
    assert labels == ["City: Aarhus"]


def test_a_question_that_is_only_the_value_gives_way_to_the_filter():
    assert offers("Aarhus", {"1": 4})[0]["url"] == "/s/?city=1"
    assert offers("Aarhus -police", {"1": 4})[0]["url"] == "/s/?q=-police&city=1"
    assert offers('"Aarhus"', {"1": 4})[0]["url"] == "/s/?q=%22Aarhus%22&city=1"


def test_only_what_this_reader_finds_is_offered():
    assert offers("Exampleton or Emptyville", {"1": 4}) == []
    assert [offer["label"] for offer in offers("Exampleton", {"7": 1})] == ["City: Exampleton"]
    assert offers("Aarhus", {"1": 4}, city=("1",)) == []


@pytest.mark.django_db
class TestRelated:
    @pytest.fixture
    def filled(self, site):
        return site(
            *(make_document(f"a{n}", "council", facets={"approach": ("network", "sport")}) for n in range(3)),
            make_document("b", "council", facets={"approach": ("school",)}),
            *(make_document(f"c{n}", "bridge", facets={"approach": ("school", "sport")}) for n in range(4)),
            *(make_document(f"d{n}", "council", audience=frozenset({"member"}), facets={"approach": ("school",)})
              for n in range(9)),
        )  # fmt: skip

    def related(self, q, **filters):
        chosen, user = Chosen(q, filters), AnonymousUser()
        found = finding.find(chosen, ui="en", user=user, counted=facets.names())
        reading = chosen.reading("en")
        return related.concepts(chosen, reading, found.results, ui="en", user=user, path="/s/")

    def test_ideas_that_results_share_are_named_with_their_count(self, filled):
        assert self.related("council") == [
            {"facet": "approach", "code": "network", "label": "network shown", "count": 3,
             "url": "/s/?q=council&approach=network"},
        ]  # fmt: skip

    def test_what_is_chosen_or_named_already_is_not(self, filled):
        assert self.related("council", approach=("sport",)) == []
        assert self.related("council local prevention network") == []

    def test_a_form_of_violence_is_related_to_no_question(self, filled):
        facets.register(replace(facets.get("approach"), named_only=True))
        assert self.related("council") == []

    def test_there_is_nothing_to_relate_without_a_question_or_results(self, filled):
        assert self.related("") == []
        assert self.related("nothing like it") == []

    def test_a_name_of_people_is_tied_to_no_idea(self, filled, monkeypatch):
        monkeypatch.setattr(groups, "only_names", lambda text, codes=(): True)
        assert self.related("council") == []
