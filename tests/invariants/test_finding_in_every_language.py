"""The promise of search on the demonstration: by title, by inflected forms, by places, by two characters."""
from __future__ import annotations

import pytest

from core import languages
from practices.models import LanguageVersion, Practice
from tests.settling import settle

pytestmark = pytest.mark.django_db
UI = [language.public for language in languages.INTERFACE]

# A word of a demo text in another form than the one that stands there: (interface language, typed, title contains).
INFLECTED = (
    ("ar", "المدينة الشرطة", "aarhus"), ("ar", "للشباب", "edmonton"), ("en", "networking networks", "irbid"),
    ("en", "mentored", "aarhus"), ("es", "rumor", "barcelona"), ("es", "memorias compartidas", "errenteria"),
    ("fr", "rumeur", "barcelona"), ("fr", "centres fermés", "pontourny"), ("ru", "полицией", "aarhus"),
    ("ru", "школьник", "kungalv"),
)
PLACES = (
    ("ar", "آرهوس", "الدانمرك", "aarhus-infohouse-model"), ("en", "Aarhus", "Denmark", "aarhus-infohouse-model"),
    ("es", "Aarhus", "Dinamarca", "aarhus-infohouse-model"), ("fr", "Aarhus", "Danemark", "aarhus-infohouse-model"),
    ("ru", "Орхус", "Дания", "aarhus-infohouse-model"), ("zh", "奥胡斯", "丹麦", "aarhus-infohouse-model"),
    ("ar", "كومانوفو", "مقدونيا الشمالية", "kumanovo-community-action-team"),
    ("zh", "新加坡", "新加坡", "singapore-harmony-circles"),
    ("es", "Saida", "Líbano", "saida-lebanon-prevention-network"),
)


def own_id(entry: str) -> str:
    import uuid

    from demo.content_files import NAMESPACE

    return str(uuid.uuid5(NAMESPACE, entry))


@pytest.fixture
def find(client):
    settle()

    def ask(q, ui, **more):
        ids, page = [], 1
        while True:
            answer = client.get("/api/v1/search", {"q": q, "ui": ui, "page": page, **more}).json()
            ids += [hit["id"] for hit in answer["hits"]]
            if page >= answer["pages"]:
                return ids
            page += 1

    return ask


@pytest.mark.parametrize("ui", UI)
def test_a_practice_is_among_the_first_three_by_its_exact_title(find, ui):
    versions = LanguageVersion.objects.filter(practice__in=Practice.objects.visible_to(None), language=ui)
    assert versions.count() >= 12
    missed = [
        version.page.title for version in versions.select_related("page")
        if str(version.practice_id) not in find(version.page.title, ui)[:3]
    ]
    assert missed == []


@pytest.mark.parametrize("code", ["mk", "sq", "de", "pt", "tr", "ja", "nl"])
def test_a_practice_in_a_content_language_is_found_by_its_title_from_the_arabic_interface(find, code):
    versions = LanguageVersion.objects.filter(practice__in=Practice.objects.visible_to(None), language=code)
    assert versions.exists()
    for version in versions.select_related("page"):
        assert str(version.practice_id) in find(version.page.title, "ar")[:3], version.page.title


@pytest.mark.parametrize(("ui", "typed", "entry"), INFLECTED)
def test_an_inflected_form_finds_the_practice(find, ui, typed, entry):
    wanted = next(id for id in _ids_beginning(entry))
    assert wanted in find(typed, ui)


def _ids_beginning(prefix):
    from demo.content_files import entries

    return [str(entry.uuid) for entry in entries() if entry.id.startswith(prefix)]


@pytest.mark.parametrize(("ui", "city", "country", "entry"), PLACES)
def test_city_and_country_find_the_practice_by_their_names_in_the_language(find, ui, city, country, entry):
    assert own_id(entry) in find(city, ui)
    assert own_id(entry) in find(country, ui)


@pytest.mark.parametrize("word", ["警方", "学校", "青年", "社区", "市政"])
def test_a_chinese_word_of_two_characters_is_found(find, word):
    versions = LanguageVersion.objects.filter(practice__in=Practice.objects.visible_to(None), language="zh")
    having = {str(v.practice_id) for v in versions.select_related("page") if word in v.page.summary + v.page.title}
    assert having
    assert having <= set(find(word, "zh"))


@pytest.mark.parametrize(("code", "ui"), [("mk", "ar"), ("sq", "ar")])
def test_a_text_in_a_content_language_is_read_inside_the_arabic_interface(client, code, ui):
    version = LanguageVersion.objects.filter(
        practice__in=Practice.objects.visible_to(None), language=code).select_related("page").first()
    response = client.get(f"/{ui}/practices/{version.practice_id}/-/", {"content": code}, follow=True)
    content = response.content.decode()
    assert '<html lang="ar" dir="rtl"' in content
    assert f'lang="{code}" dir="ltr"' in content
    assert version.page.title in content
