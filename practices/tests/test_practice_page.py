"""The page of a practice: its own words in their own language, the facts in the reader's."""
import re

import pytest
from wagtail.blocks import StreamValue

from cities.models import CityName
from practices.models import OutcomeEvidence, Practice
from practices.tests.factories import make_city, make_practice
from taxonomy.loading import load_vocabularies
from tests.settling import settle

pytestmark = pytest.mark.django_db
OUTCOME = "3f0e7c1a-0000-4000-8000-000000000001"


@pytest.fixture
def osh(search_ready):
    city = make_city("Osh", country="KG", m49="143")
    CityName.objects.create(city=city, language="ar", text="أوش")
    CityName.objects.create(city=city, language="ru", text="Ош")
    CityName.objects.create(city=city, language="", kind="preferred", text="Ош")
    return city


@pytest.fixture
def search_ready(db):
    from search.preparing import ensure_index

    ensure_index()
    load_vocabularies()


def page_of(client, practice, ui="en", query=""):
    response = client.get(f"/{ui}/practices/{practice.pk}/-/{query}", follow=True)
    assert response.status_code == 200
    return response.content.decode()


def russian(city, **fields):
    return make_practice(language="ru", cities=[city], title="Ош: молодёжные советы", summary="Кратко.", **fields)


def test_foreign_text_keeps_its_language_inside_the_readers_interface(client, osh):
    page = page_of(client, russian(osh, situation="<p>Было так.</p>"), "ar")
    assert '<html lang="ar" dir="rtl">' in page
    assert '<h1 class="said" lang="ru" dir="ltr">Ош: молодёжные советы</h1>' in page
    assert re.search(r'<div class="said stack" lang="ru" dir="ltr"><p>Было так.</p></div>', page)
    assert "<span>أوش <bdi>Ош</bdi></span>" in page


def test_text_in_the_readers_language_needs_no_mark(client, osh):
    page = page_of(client, russian(osh), "ru")
    assert '<h1 class="said">Ош: молодёжные советы</h1>' in page
    assert "<span>Ош</span>" in page


def test_it_is_documented_and_not_endorsed(client, osh):
    assert "Documented, not endorsed." in page_of(client, russian(osh))


def test_an_entry_from_public_sources_is_no_statement_of_the_city(client, osh):
    note = "Documented from public sources; not a statement of the city, not a member."
    assert note in page_of(client, russian(osh, practice_from_public_sources=True))
    assert note not in page_of(client, russian(osh))


def test_an_invented_entry_says_so(client, osh):
    assert "Invented for this demonstration." in page_of(client, russian(osh, practice_invented=True))


def test_concerns_always_have_their_place(client, osh):
    assert "Not described in the sources read." in page_of(client, russian(osh))
    page = page_of(client, russian(osh, concerns="<p>Суд возразил.</p>"))
    assert re.search(r'<section id="concerns">.*?<p>Суд возразил.</p>', page, re.DOTALL)


def with_outcome(city):
    practice = russian(city)
    text = practice.original.specific
    text.outcomes = StreamValue(text.outcomes.stream_block, [
        {"type": "outcome", "id": OUTCOME, "value": {"title": "Споры", "text": "Споров меньше."}}], is_lazy=True)
    text.save()
    OutcomeEvidence.objects.create(
        practice=practice, outcome=OUTCOME, direction="mixed", quality="process", report_title="A report",
        report_url="https://example.org/report")
    return practice


def test_evidence_is_a_table_with_the_number_of_each_outcome(client, osh):
    page = page_of(client, with_outcome(osh))
    row = re.search(r'<tr><th scope="row">Monitoring or process evaluation</th>(.*?)</tr>', page)[1]
    assert re.findall(r"<td>(.*?)</td>", row) == ["", "<b>1</b> ", "", ""]
    assert "Monitoring or process evaluation; mixed" in page
    assert '<a href="https://example.org/report" rel="noopener nofollow">A report</a>' in page


def test_a_city_that_is_not_named_leaves_no_trace(client, osh):
    practice = with_outcome(osh)
    Practice.objects.filter(pk=practice.pk).update(city_withheld=True)
    original = practice.original.specific
    original.organisation, original.unit = "Мэрия Оша", "Отдел молодёжи Оша"
    original.save()
    page = page_of(client, practice)
    body = page[page.index("<main"):].replace("Ош: молодёжные советы", "")
    for trace in ("Osh", "Мэрия", "Отдел", "Kyrgyz", "A report", "contact/", "plate-l"):
        assert trace not in body
    assert "Original text" not in body


def test_links_in_a_text_do_not_name_a_city_that_is_not_named(client, osh):
    practice = russian(osh, situation='<p>См. <a href="https://osh.example/a">отчёт</a>.</p>',
                       concerns='<p><a href="https://osh.example/b">Суд</a></p>')
    assert page_of(client, practice).count("https://osh.example/") == 2
    Practice.objects.filter(pk=practice.pk).update(city_withheld=True)
    page = page_of(client, practice)
    assert "osh.example" not in page
    assert "<p>См. отчёт.</p>" in page


def test_languages_are_offered_and_told_to_machines(client, osh):
    practice = russian(osh)
    page = page_of(client, practice, "fr")
    links = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', page))
    assert set(links) == {"ru", "x-default"}
    assert re.search(rf'rel="canonical" href="[^"]+/ru/practices/{practice.pk}/', page)
    assert re.search(r'href="/ar/practices/[^"]+"[^>]*data-language="ar"', page)


def test_the_address_to_share_is_short(client, osh):
    practice = russian(osh)
    assert f'/en/practices/{practice.pk}/-/" data-share=' in page_of(client, practice)


def test_codes_lead_to_the_search_for_the_same(client, osh):
    assert f'href="/en/search/?city={osh.pk}"' in page_of(client, russian(osh))


def test_a_question_may_be_asked_and_nobody_reported(client, osh):
    practice = russian(osh)
    assert f'href="/en/practices/{practice.pk}/contact/"' in page_of(client, practice)
    response = client.get(f"/en/practices/{practice.pk}/contact/")
    assert "This is not a place to report a person." in response.content.decode()
    refused = client.post(f"/en/practices/{practice.pk}/contact/", {"text": "A question that is long enough <b>.",
                                                                    "reply_to": "no address"})
    shown = refused.content.decode()
    assert "A question that is long enough &lt;b&gt;." in shown
    assert 'href="#id_reply_to"' in shown
    assert 'aria-invalid="true"' in shown


def test_similar_practices_of_any_language_stand_below(client, osh):
    shown = make_practice(title="Youth councils against rumours", summary="Zqown")
    near = make_practice(title="Rumours, and what councils do", cities=[osh])
    make_practice(title="Councils and rumours behind doors", practice_visibility="editors")
    settle()
    page = page_of(client, shown)
    below = page.partition('id="similar"')[2]
    assert str(near.pk) in below
    assert "Osh" in below
    assert "behind doors" not in page
    assert 'Zqown' not in below


def test_where_nothing_is_similar_nothing_is_said_of_it(client, osh):
    assert 'id="similar"' not in page_of(client, make_practice(title="Zqalone"))
