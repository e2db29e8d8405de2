"""The rules of wording refuse what they are there to refuse."""
import pytest

from taxonomy import wording

BARE = [
    ("en", "Countering extremism"), ("es", "Prevención del extremismo"), ("fr", "Lutte contre l'extrémisme"),
    ("ru", "Противодействие экстремизму"), ("ar", "مكافحة التطرف"), ("ar", "مكافحة التطرُّف"), ("zh", "防止极端主义"),
]
WITH_VIOLENT = [
    ("en", "Preventing violent extremism"), ("es", "Prevención del extremismo violento"),
    ("fr", "Prévention de l'extrémisme violent"), ("ru", "Предупреждение насильственного экстремизма"),
    ("ar", "منع التطرف العنيف"), ("zh", "防止暴力极端主义"),
]
GROUPS = [
    ("en", "Islamist violence"), ("en", "Violence by Muslims"), ("en", "Kurdish separatism"),
    ("en", "Violence in Mali"),
    ("es", "Violencia yihadista"), ("fr", "Violence djihadiste"), ("ru", "Исламистское насилие"),
    ("ar", "العنف الإسلامي"), ("ar", "العنف الكردي"), ("zh", "伊斯兰暴力"), ("zh", "藏族暴力"),
]


@pytest.mark.parametrize(("language", "text"), BARE)
def test_extremism_without_violent_is_refused(language, text):
    assert str(wording.BARE) in wording.problems("approach", language, text, displayed=False)


@pytest.mark.parametrize(("language", "text"), WITH_VIOLENT)
def test_violent_extremism_is_accepted(language, text):
    assert list(wording.problems("form", language, text, displayed=True)) == []


@pytest.mark.parametrize("word", ["改造", "去极端化", "宗教极端主义"])
def test_words_of_compulsory_reform_are_refused_in_chinese(word):
    assert str(wording.NEVER) in wording.problems("approach", "zh", f"{word}方案", displayed=False)


@pytest.mark.parametrize(("language", "text"), GROUPS)
def test_a_displayed_form_that_names_a_group_is_refused(language, text):
    assert str(wording.GROUP) in wording.problems("form", language, text, displayed=True)


def test_who_is_harmed_may_be_named():
    assert list(wording.problems("harmed", "en", "Anti-Muslim hatred", displayed=True)) == []


def test_words_that_only_resemble_a_group_are_accepted():
    assert list(wording.problems("form", "en", "Violence that shifts its motives", displayed=True)) == []
    assert list(wording.problems("form", "zh", "基于种族主义的暴力", displayed=True)) == []
