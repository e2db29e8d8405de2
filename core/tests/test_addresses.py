"""The same page in another language: path, query, filters and page number stay."""
import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from core import addresses


def test_switching_keeps_path_query_filters_and_page():
    request = RequestFactory().get("/en/search/?q=%D8%B4&level=primary&level=secondary&page=2")
    assert addresses.in_language(request, "fr") == "/fr/search/?q=%D8%B4&level=primary&level=secondary&page=2"


def test_chinese_has_its_public_prefix():
    assert addresses.in_language(RequestFactory().get("/zh/about/"), "en") == "/en/about/"
    assert addresses.in_language(RequestFactory().get("/en/about/"), "zh") == "/zh/about/"


@pytest.mark.parametrize("path", ["/", "/mk/", "/english/", "/admin/"])
def test_a_page_without_a_language_leads_to_the_home_page(path):
    assert addresses.in_language(RequestFactory().get(path), "ar") == "/ar/"


def test_a_view_may_say_where_its_translations_are():
    request = RequestFactory().get("/en/about/")
    found = {each.language.public: each.url for each in addresses.alternatives(request, {"ar": "/ar/other/"})}
    assert found["ar"] == "/ar/other/"
    assert found["es"] == "/es/about/"
    assert len(found) == 6


def test_the_present_language_is_marked():
    with override("ar"):
        found = addresses.alternatives(RequestFactory().get("/ar/"))
    assert [each.language.public for each in found if each.current] == ["ar"]


def test_a_navigation_link_knows_where_the_reader_is():
    context = Context({"request": RequestFactory().get("/en/search/?q=x"), "label": "<Find>"})
    with override("en"):
        shown = Template('{% nav_link "search/" label %}{% nav_link "cities/" label %}').render(context)
    assert shown.count('aria-current="page"') == 1
    assert "&lt;Find&gt;" in shown


def test_foreign_text_carries_language_and_direction():
    with override("en"):
        shown = Template('<p{% said_in "fa" %}></p><p{% said_in "en" %}></p>').render(Context())
    assert shown == '<p lang="fa" dir="rtl"></p><p></p>'
