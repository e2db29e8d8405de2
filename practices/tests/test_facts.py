"""What is withheld is withheld in the one place that everything reads from."""
import pytest

from cities.models import Hub
from practices.facts import facts_of
from practices.indexing import document_of
from practices.models import OutcomeEvidence, Practice
from practices.tests.factories import make_city, make_practice

pytestmark = pytest.mark.django_db


def loaded(practice):
    return Practice.objects.with_facts().with_texts().get(pk=practice.pk)


def test_a_city_brings_country_regions_and_years():
    practice = loaded(make_practice(cities=[make_city("Beirut")], start_year=2019, end_year=2021))
    facts = facts_of(practice)
    assert facts.countries == ("LB",)
    assert set(facts.regions) == {"142", "145"}
    assert facts.years(2026) == (2019, 2020, 2021)


def test_running_work_counts_until_this_year_and_unknown_work_only_for_its_start():
    running = facts_of(loaded(make_practice(start_year=2024, status="running")))
    unknown = facts_of(loaded(make_practice(start_year=2024)))
    assert running.years(2026) == (2024, 2025, 2026)
    assert unknown.years(2026) == (2024,)


def test_nothing_that_names_the_city_leaves_a_withheld_practice():
    hub = Hub.objects.create(slug="here", countries=["LB"])
    practice = make_practice(
        cities=[make_city("Secretville")], hub=hub, start_year=2020, organisation="Office of Secretville",
        unit="Unit of Secretville", practice_city_withheld=True,
    )
    document = document_of(loaded(practice))
    assert document is not None
    for name in ("city", "country", "region", "hub", "year", "keyword"):
        assert document.facets[name] == (), name
    words = " ".join([*(text.body for text in document.texts), *(w for labels in document.labels.values()
                                                                 for w in labels)])
    assert "Secretville" not in words
    assert "Lebanon" not in words


def test_the_best_measured_outcome_is_the_evidence():
    practice = make_practice()
    for number, (direction, quality) in enumerate([
        ("not-measured", "account"), ("mixed", "before_after"), ("favourable", "process"),
    ]):
        OutcomeEvidence.objects.create(
            practice=practice, outcome=f"00000000-0000-0000-0000-00000000000{number}", direction=direction,
            quality=quality,
        )
    best = facts_of(loaded(practice)).best_evidence
    assert (best.direction, best.quality) == ("mixed", "before_after")


def test_facts_are_those_of_the_original_whatever_a_translation_holds(django_assert_num_queries):
    practices = [make_practice(cities=[make_city(f"City {n}")]) for n in range(3)]
    found = list(Practice.objects.filter(pk__in=[p.pk for p in practices]).with_facts().with_texts())
    for practice in found:
        facts_of(practice)
    with django_assert_num_queries(0):
        assert [facts_of(practice).countries for practice in found] == [("LB",)] * 3
