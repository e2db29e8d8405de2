"""The judged queries fit the demonstration: what they name exists, and what they say about languages is true."""
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from demo.content_files import entries

BENCH = Path(__file__).resolve().parents[2] / "bench"
INTERFACE = ("ar", "en", "es", "fr", "ru", "zh")
FURTHER = ("mk", "sq", "fa", "ja")
WITHOUT_SPACES = ("zh", "ja")
CONTENT = {entry.id: entry.data for entry in entries()}
FILES = ("demo_queries", "demo_group_names", "demo_nonsense")


def rows(name):
    return [json.loads(line) for line in (BENCH / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


QUERIES = rows("demo_queries")


def plain(text):
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def units(text, language):
    """What a text is compared by: its words, or its characters where words have no spaces."""
    words = re.findall(r"\w+", plain(text))
    return list("".join(words)) if language in WITHOUT_SPACES else words


def runs(sequence, length):
    return {tuple(sequence[start:start + length]) for start in range(len(sequence) - length + 1)}


def written(language):
    """Everything the demonstration says in a language, one text per entry."""
    return [json.dumps(data["texts"][language], ensure_ascii=False)
            for data in CONTENT.values() if language in data["texts"]]


def everybody_may_find(data):
    hidden = data.get("state", "published") != "published" or data.get("visibility", "public") != "public"
    return not hidden and not data.get("embargo_days")


def languages_of(query):
    return {language for slug in query["relevant"] for language in CONTENT[slug]["texts"]}


def test_every_query_has_its_own_id_and_one_to_six_answers():
    assert not [id_ for id_, times in Counter(query["id"] for query in QUERIES).items() if times > 1]
    for query in QUERIES:
        assert 1 <= len(query["relevant"]) == len(set(query["relevant"])) <= 6, query["id"]


def test_every_answer_exists_and_is_public():
    assert not [(query["id"], slug) for query in QUERIES for slug in query["relevant"]
                if slug not in CONTENT or not everybody_may_find(CONTENT[slug])]


def test_cross_says_that_no_answer_has_a_text_in_the_language_of_the_query():
    assert not [query["id"] for query in QUERIES if query["cross"] == (query["language"] in languages_of(query))]


@pytest.mark.parametrize("language", INTERFACE)
def test_an_interface_language_has_enough_queries_and_half_of_them_cross(language):
    crossing = [query["cross"] for query in QUERIES if query["language"] == language]
    assert len(crossing) >= 22
    assert sum(crossing) >= max(12, len(crossing) / 2)


@pytest.mark.parametrize("language", FURTHER)
def test_a_language_that_few_entries_have_is_asked_in_as_well(language):
    assert sum(query["language"] == language for query in QUERIES) >= 11


@pytest.mark.parametrize("only", ["ru", "zh"])
def test_arabic_is_asked_for_what_stands_in_one_other_language_only(only):
    assert sum(query["language"] == "ar" and languages_of(query) == {only} for query in QUERIES) >= 4


@pytest.mark.parametrize("name", FILES)
def test_no_text_is_asked_twice(name):
    asked = Counter((row["language"], plain(row["text"])) for row in rows(name))
    assert not [key for key, times in asked.items() if times > 1]


def test_a_query_is_as_long_as_people_type():
    for query in QUERIES:
        if query["language"] in WITHOUT_SPACES:
            assert 6 <= len(query["text"]) <= 30, query["id"]
        else:
            assert 2 <= len(query["text"].split()) <= 12, query["id"]


@pytest.mark.parametrize("language", INTERFACE)
def test_no_query_copies_a_run_of_words_from_the_text_of_its_answers(language):
    length = 8 if language in WITHOUT_SPACES else 4
    for query in QUERIES:
        if query["language"] != language:
            continue
        for slug in query["relevant"]:
            text = json.dumps(CONTENT[slug]["texts"].get(language, ""), ensure_ascii=False)
            assert not runs(units(query["text"], language), length) & runs(units(text, language), length), query["id"]


@pytest.mark.parametrize("name,least", [("demo_group_names", 10), ("demo_nonsense", 6)])
def test_every_interface_language_has_names_and_nonsense(name, least):
    counted = Counter(row["language"] for row in rows(name))
    assert set(counted) == set(INTERFACE)
    assert min(counted.values()) >= least


def test_a_group_name_says_what_kind_of_group_it_is():
    kinds = {row["kind"] for row in rows("demo_group_names")}
    assert kinds == {"religion", "nationality", "ethnic_group", "movement"}


@pytest.mark.parametrize("language", INTERFACE)
def test_no_word_of_the_nonsense_occurs_in_the_content(language):
    length = 2 if language in WITHOUT_SPACES else 1
    there = set().union(*(runs(units(text, language), length) for text in written(language)))
    for row in rows("demo_nonsense"):
        if row["language"] == language:
            assert not runs(units(row["text"], language), length) & there, row["text"]
