"""A question that is only the name of a group is known for one, in every language; anything more is not."""
from __future__ import annotations

import json

import pytest
from django.conf import settings

from core import languages
from search.groups import available, only_names

INTERFACE = [language.public for language in languages.INTERFACE]
NAMES = {
    "ar": [
        "مسلم", "المسلمون", "المسلمين", "الإسلام", "الجالية المسلمة", "يهود ومسيحيون",
        "اليهود والمسيحيون", "الشعب الصومالي",
        "أكراد", "اللاجئون السوريون", "النساء", "المهاجرين", "ذوي الإعاقة",
        "المدافعون عن حقوق الإنسان", "جماعة الروما", "فرنسيات",
        "السكان الأصليون", "النسويات",
    ],
    "en": [
        "Muslims", "the Muslim community", "Islam", "Jews and Arabs", "Somali people", "ROMA",
        "Roma and Sinti", "Sámi", "sami",
        "black people", "Black communities", "Frenchwomen", "refugees", "asylum seekers",
        "Fridays for Future", "trade unionists",
        "conservatives", "people with disabilities", "Muslim women", "Jehovah's Witnesses",
    ],
    "es": [
        "musulmanes", "los musulmanes", "la comunidad musulmana", "mujeres musulmanas",
        "judíos y árabes", "judios", "gitanas",
        "el pueblo gitano", "francesas", "comunidad argentina", "personas negras", "refugiados",
        "los pueblos indígenas",
        "ecologistas", "solicitantes de asilo", "personas con discapacidad",
    ],
    "fr": [
        "musulmans", "les musulmanes", "l’islam", "la communauté juive", "Juifs et Arabes",
        "les Roms", "gens du voyage",
        "Françaises", "la communauté suisse", "femmes musulmanes", "demandeurs d'asile",
        "réfugiés", "personnes noires",
        "écologistes", "les syndicalistes", "défenseurs des droits de l’homme",
    ],
    "ru": [
        "мусульмане", "мусульман", "ислам", "мусульманская община", "община мусульман",
        "евреи и арабы", "еврейская община",
        "цыганам", "француженок", "американцами", "беженцы", "сирийские беженцы",
        "коренные народы", "экологи", "женщинам",
        "русские", "люди с инвалидностью", "крымские татары",
    ],
    "zh": [
        "穆斯林", "穆斯林社区", "伊斯兰教", "犹太人和阿拉伯人", "犹太人、穆斯林", "罗姆人", "索马里人",
        "土耳其社区", "维吾尔族", "难民",
        "女性", "少数族裔", "LGBT群体", "环保主义者", "黑人", "藏族同胞", "猶太人", "的穆斯林",
    ],
}  # fmt: skip
MORE_THAN_NAMES = {
    "ar": [
        "هجمات على المسلمين", "التمييز ضد الروما", "مجلس النساء المسلمات", "خطاب الكراهية",
        "شبكة", "البيئة", "شباب", "فرنسا",
        "المجتمع", "تدريب الأئمة",
    ],
    "en": [
        "attacks on Muslims", "Muslim women's council", "discrimination against Roma", "youth",
        "families", "community", "black",
        "immigration", "conservation", "protest", "France", "police", "people",
        "anti-Muslim hatred", "the",
    ],
    "es": [
        "ataques contra musulmanes", "discriminación contra los gitanos",
        "consejo de mujeres musulmanas", "jóvenes", "comunidad",
        "Argentina", "humanos", "social", "protesta", "inmigración",
    ],
    "fr": [
        "attaques contre les musulmans", "discrimination envers les Roms",
        "conseil des femmes musulmanes", "jeunes", "Suisse",
        "communauté", "immigration", "antisémitisme", "protestation", "commune",
    ],
    "ru": [
        "нападения на мусульман", "дискриминация цыган", "совет мусульманских женщин",
        "молодёжь", "община", "Франция",
        "миграция", "семьи", "язык вражды", "лица",
    ],
    "zh": [
        "针对穆斯林的袭击", "歧视罗姆人", "穆斯林妇女委员会", "青年", "社区", "法国",
        "仇恨言论", "警察", "中国社会", "家庭", "的",
    ],
}  # fmt: skip
OTHER_NAMES = [
    ("de", "Jüdinnen und Juden"), ("de", "die muslimische Gemeinde"), ("pt", "povos indígenas"),
    ("pt", "as brasileiras"),
    ("tr", "Kürtler"), ("tr", "Müslüman topluluğu"), ("mk", "ромската заедница"),
    ("mk", "Албанците"), ("sq", "shqiptarët"),
    ("sq", "komuniteti rom"), ("fa", "مسلمان‌ها"), ("fa", "جامعه یهودیان"), ("ja", "イスラム教徒"),
    ("ja", "クルド人とロマ"),
    ("uk", "кримські татари"), ("uk", "євреїв"), ("it", "la comunità ebraica"),
    ("it", "i rom e i sinti"), ("nl", "de joodse gemeenschap"),
    ("nl", "moslims"),
]  # fmt: skip


def cases(table):
    return [(code, text) for code, texts in table.items() for text in texts]


@pytest.mark.parametrize(("code", "text"), cases(NAMES) + OTHER_NAMES)
def test_the_name_of_a_group_is_only_a_name(code, text):
    assert only_names(text, [code])


@pytest.mark.parametrize(("code", "text"), cases(NAMES) + OTHER_NAMES)
def test_a_name_is_one_whatever_the_language_of_the_page(code, text):
    assert only_names(text)


@pytest.mark.parametrize(("code", "text"), cases(MORE_THAN_NAMES))
def test_a_topic_is_more_than_a_name(code, text):
    assert not only_names(text, [code])


@pytest.mark.parametrize(("code", "text"), cases(MORE_THAN_NAMES))
def test_a_topic_of_one_language_is_no_name_in_another(code, text):
    assert not only_names(text)


@pytest.mark.parametrize("text", ["", "  ", "!?", "،"])
def test_nothing_is_no_name(text):
    assert not only_names(text)


def test_names_of_several_languages_are_only_names():
    assert only_names("Uyghurs 维吾尔人")
    assert only_names("Muslims Juden уйгуры")


def test_a_stop_word_of_one_language_is_not_dropped_beside_a_name_of_another():
    assert only_names("war Juden", ["de"])
    assert not only_names("war refugees", ["en", "de"])


def test_only_the_languages_given_are_asked():
    assert not only_names("Juden", ["en"])


def test_a_language_without_a_list_knows_no_name():
    assert not only_names("Muslims", ["sw"])


@pytest.mark.parametrize("text", ["black", "Suisse", "argentina"])
def test_an_ambiguous_word_is_a_name_only_beside_a_carrier(text):
    assert not only_names(text)


LOOK_ALIKES = [("protestants", "protest"), ("travellers", "travel"), ("latino", "latin")]


@pytest.mark.parametrize(("listed", "topic"), LOOK_ALIKES)
def test_the_same_stem_is_not_enough(listed, topic):
    assert only_names(listed, ["en"])
    assert not only_names(topic, ["en"])


def test_every_interface_language_has_a_list():
    assert set(INTERFACE) <= set(available())


@pytest.mark.parametrize("code", available())
def test_a_list_knows_its_own_names(code):
    file = settings.BASE_DIR / "search" / "groups" / f"{code}.txt"
    names, _, _ = file.read_text(encoding="utf-8").partition("[beside]")
    lines = [line.removeprefix("=") for line in names.splitlines() if line and line[0] not in "#["]
    assert len(lines) >= 120
    assert not [spelling for line in lines for spelling in line.split(",") if not only_names(spelling, [code])]


def form_labels():
    scheme = json.loads((settings.BASE_DIR / "taxonomy" / "data" / "form.json").read_text(encoding="utf-8"))
    return [label for concept in scheme["concepts"] for labels in concept["labels"].values() for label in labels]


@pytest.mark.parametrize("label", form_labels())
def test_no_label_of_a_form_is_the_name_of_a_group(label):
    assert not only_names(label)


@pytest.mark.parametrize("text", ["yevrei", "evrei", "tsygane", "chechentsy", "musulmanin", "Tatary"])
def test_a_russian_name_typed_in_latin_letters_is_a_name(text):
    assert only_names(text)


@pytest.mark.parametrize("text", ["version", "méthode", "santé", "average", "mesure", "solve", "predotvrashchenie"])
def test_other_words_in_latin_letters_are_no_typed_name(text):
    assert not only_names(text)
