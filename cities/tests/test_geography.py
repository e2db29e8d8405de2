"""Countries or areas, regions and their names in UN usage."""
import pytest
from babel import Locale
from django.utils.translation import override

from cities import geography
from core import languages

SIX = [language.public for language in languages.INTERFACE]


def test_a_country_lies_in_all_its_regions_from_the_widest_to_the_narrowest():
    assert geography.regions_of("KE") == ("002", "202", "014")
    assert geography.regions_of("BR") == ("019", "419", "005")
    assert geography.regions_of("DK") == ("150", "154")


def test_the_world_is_no_region():
    assert not geography.is_region("001")
    assert all("001" not in geography.regions_of(code) for code in geography.countries())


def test_unknown_codes_lie_nowhere():
    assert geography.regions_of("ZZ") == ()
    assert geography.regions_of("") == ()
    assert geography.with_parents("999") == ()
    assert not geography.is_country("ZZ")
    assert not geography.is_country("150")
    assert geography.lowest_region("ZZ") == ""


def test_the_tree_has_the_five_continents_and_each_region_stands_below_its_parent():
    order = geography.regions()
    assert [code for code in order if not geography.parent_of(code)] == ["019", "002", "150", "142", "009"]
    below = [(geography.parent_of(code), code) for code in order if geography.parent_of(code)]
    assert all(order.index(parent) < order.index(code) for parent, code in below)
    assert len(order) == len(set(order)) == 29


def test_a_region_holds_the_countries_below_it_at_any_depth():
    assert {"KE", "NG", "ZA"} <= set(geography.countries_in("202"))
    assert "EG" not in geography.countries_in("202")
    assert geography.subregions("419") == ("013", "029", "005")


@pytest.mark.parametrize("ui", SIX)
def test_every_country_and_region_has_a_name_in_every_interface_language(ui):
    unnamed = [code for code in geography.countries() if geography.country_name(code, ui) == code]
    unnamed += [code for code in geography.regions() if geography.region_name(code, ui) == code]
    assert unnamed == []


@pytest.mark.parametrize(
    ("code", "ui", "name"),
    [
        ("PS", "en", "State of Palestine"), ("PS", "ar", "دولة فلسطين"), ("TR", "fr", "Türkiye"),
        ("MK", "es", "Macedonia del Norte"), ("HK", "en", "Hong Kong, China"), ("FK", "fr", "Îles Falkland (Malvinas)"),
        ("XK", "en", "Kosovo (under UNSCR 1244)"), ("TW", "zh", "中国台湾省"), ("EH", "ru", "Западная Сахара"),
        ("419", "en", "Latin America and the Caribbean"),
    ],
)
def test_names_follow_un_usage_where_cldr_differs(code, ui, name):
    assert geography.country_name(code, ui) == name


def test_other_names_are_those_of_cldr():
    assert geography.country_name("DK", "zh") == Locale.parse("zh_Hans").territories["DK"]


def test_without_a_language_the_interface_language_counts_and_a_content_language_gives_english():
    with override("fr"):
        assert geography.country_name("DE") == "Allemagne"
    assert geography.country_name("DE", "mk") == "Germany"


def test_a_country_is_looked_for_by_un_cldr_and_everyday_names():
    assert {"Türkiye", "Turkey"} <= set(geography.country_searched("TR", "en"))
    assert {"Türkiye", "Turquie"} <= set(geography.country_searched("TR", "fr"))
    assert "بريطانيا" in geography.country_searched("GB", "ar")
