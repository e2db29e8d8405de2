"""Every result as a file: all of it, for who may see it, harmless in every program, and never half in silence."""
from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from openpyxl import load_workbook

from search import engine
from search.contract import SearchUnavailable, Text
from search.exports import FORMATS
from search.exports.bibtex_file import escaped
from search.exports.guarding import guarded
from search.tests.factories import make_document
from search.tests.test_hostile import encoded, questions

pytestmark = pytest.mark.django_db
URL = "/en/search/export/"
BROKEN = "search stopped answering after 1 entry"


@pytest.fixture
def filled(site):
    return site(
        make_document("a-1", "=cmd|' /C calc'!A0", "council", day=1),
        make_document("a-2", "Ponts & 100 % {caf\u00e9}", "conseil council", "fr", day=2),
        make_document("a-3", "Schools\nand\x07 council", day=3),
        make_document("secret", "Hidden council", audience=frozenset({"role:editor"}), day=4),
    )


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def fetch(client, name, **data):
    return body(client.get(URL, {"format": name, **data}))


def table(client, **data):
    return list(csv.reader(io.StringIO(fetch(client, "csv", **data).decode("utf-8-sig"))))


@pytest.fixture
def stops_after_one(monkeypatch):
    """An engine that gives one hit and then answers no more."""
    found = engine.every

    def every(request, hidden=None):
        hits = found(request, hidden)
        yield next(hits)
        raise SearchUnavailable("gone")

    monkeypatch.setattr("search.engine.every", every)
    monkeypatch.setattr("search.finding.BATCH", 1)


def test_a_table_has_headings_every_result_in_the_order_of_the_page_and_their_number(client, filled):
    rows = table(client)
    assert rows[0][:2] == ["Title", "Type"]
    assert [row[-1] for row in rows[1:-1]] == ["a-3", "a-2", "a-1"]
    assert rows[-1] == ["3 entries in this file"]
    assert {len(row) for row in rows[:-1]} == {12}


def test_it_holds_more_than_a_page_and_in_more_than_one_batch(client, site, django_assert_max_num_queries):
    source = site(*(make_document(f"d-{number}", "council") for number in range(250)))
    assert len(table(client)) == 252
    assert source.card_calls == 3


def test_it_takes_the_parameters_of_the_page_whatever_page_is_open(client, filled):
    assert [row[-1] for row in table(client, q="council", language="fr", page="7")[1:-1]] == ["a-2"]


def test_headings_and_labels_are_in_the_interface_language(client, filled):
    response = client.get("/fr/search/export/", {"format": "csv"})
    assert "français" in body(response).decode()


@pytest.mark.parametrize("name", list(FORMATS))
def test_what_the_reader_may_not_see_is_in_no_file(client, filled, name):
    assert b"Hidden" not in plain(name, fetch(client, name))
    assert b"secret" not in plain(name, fetch(client, name))


def plain(name, content):
    """The text of a file, of a workbook its cells."""
    if name != "xlsx":
        return content
    sheet = load_workbook(io.BytesIO(content)).active
    return repr([[cell.value for cell in row] for row in sheet.rows]).encode()


def test_what_is_hidden_after_the_search_is_left_out_by_the_database(client, filled):
    source = filled
    found = engine.every

    def late(request, hidden=None):
        hits = list(found(request, hidden))
        del source.held["a-2"]
        return iter(hits)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("search.engine.every", late)
        rows = table(client)
    assert [row[-1] for row in rows[1:-1]] == ["a-3", "a-1"]
    assert rows[-1] == ["2 entries in this file"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"])
def test_no_cell_begins_like_a_formula(text):
    assert guarded(text) == f"'{text}"


def test_numbers_and_ordinary_texts_are_not_guarded():
    assert (guarded(-5), guarded("A = B"), guarded("")) == (-5, "A = B", "")


def test_csv_is_guarded_marked_as_utf_8_and_on_one_line_each(client, filled):
    content = fetch(client, "csv").decode()
    assert content.startswith("\ufeffTitle,")
    assert "'=cmd" in content
    assert "Schools and council" in content
    assert content.endswith("\r\n")
    assert "\x07" not in content


def test_a_workbook_holds_texts_numbers_and_no_formula(client, filled):
    sheet = load_workbook(io.BytesIO(fetch(client, "xlsx"))).active
    rows = list(sheet.rows)
    assert rows[3][0].value.startswith("'=cmd")
    assert {cell.data_type for row in rows for cell in row} <= {"s", "inlineStr", "n"}
    assert rows[1][5].value == 2019
    assert not sheet.sheet_view.rightToLeft


def test_an_arabic_workbook_runs_from_right_to_left(client, filled):
    response = client.get("/ar/search/export/", {"format": "xlsx"})
    assert load_workbook(io.BytesIO(body(response))).active.sheet_view.rightToLeft


def test_json_has_the_names_of_the_api_and_says_that_it_is_complete(client, filled):
    found = json.loads(fetch(client, "json", q="council"))
    assert (found["count"], found["complete"], found["error"]) == (3, True, None)
    assert found["search"].endswith("/en/search/?q=council")
    entry = next(each for each in found["entries"] if each["id"] == "a-2")
    assert entry["url"].startswith("http")
    assert entry["url"].endswith("/en/things/a-2/")
    assert entry["cities"] == [{"code": "1", "label": "Exampleville"}]
    assert entry["years"] == [2019, None]


def test_json_without_results_is_json(client, filled):
    assert json.loads(fetch(client, "json", q="zzz"))["entries"] == []


def test_ris_has_records_of_tags_that_each_stand_on_a_line_of_their_own(client, filled):
    lines = fetch(client, "ris").decode().split("\r\n")
    assert lines.pop() == ""
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", each) for each in lines)
    assert (lines.count("TY  - GEN"), lines.count("ER  - ")) == (3, 3)
    assert "TI  - Ponts & 100 % {café}" in lines
    assert "ID  - A2" in lines


def test_bibtex_escapes_commands_and_keeps_letters(client, filled):
    content = fetch(client, "bibtex").decode()
    assert r"title = {{Ponts \& 100 \% \textbraceleft{}café\textbraceright{}}}" in content
    assert content.count("@misc{practice-a-") == 3
    assert content.count("{") == content.count("}")


def test_everything_that_latex_takes_for_a_command_is_escaped():
    assert escaped("\\ $ # _ ~ ^") == r"\textbackslash{} \$ \# \_ \textasciitilde{} \textasciicircum{}"


def test_bibtex_keys_are_stable_and_another_id_has_another_key(client, site):
    site(make_document("x/1", "One"), make_document("x1", "Two"), make_document("x,1", "Three"))
    keys = re.findall(r"@misc\{([^,]+),", fetch(client, "bibtex").decode())
    assert len(set(keys)) == 3
    assert keys == re.findall(r"@misc\{([^,]+),", fetch(client, "bibtex").decode())
    assert all(re.fullmatch(r"[A-Za-z0-9-]+", key) for key in keys)


def test_a_broken_off_table_says_so_in_its_last_line(client, filled, stops_after_one):
    assert BROKEN in table(client)[-1][0]


def test_broken_off_json_is_well_formed_and_says_so(client, filled, stops_after_one):
    found = json.loads(fetch(client, "json"))
    assert (found["complete"], found["count"]) == (False, 1)
    assert BROKEN in found["error"]


@pytest.mark.parametrize("name", ["ris", "bibtex"])
def test_formats_without_remarks_break_the_transfer_and_leave_the_end_open(filled, rf, name, monkeypatch):
    from search.exports import entries, views

    def stopping():
        yield from entries.every(views.Chosen(), ui="en", user=None)
        raise RuntimeError("anything")

    sent = b""
    about = views._about(views.Chosen(), "en")
    with pytest.raises(SearchUnavailable):
        for part in FORMATS[name].write(views._whole_or_said(stopping()), about):
            sent += part
    assert b"@comment" not in sent
    assert sent.count(b"ER  - ") == sent.count(b"TY  - ") - 1 or name == "bibtex"


def test_a_workbook_that_cannot_be_completed_is_not_sent(client, filled, stops_after_one):
    response = client.get(URL, {"format": "xlsx"})
    assert response.status_code == 503
    assert response["Retry-After"]


def test_without_any_engine_there_is_an_answer_and_no_file(client, filled, monkeypatch):
    def away(request, hidden=None):
        raise SearchUnavailable("gone")

    monkeypatch.setattr("search.engine.every", away)
    response = client.get(URL, {"format": "csv"})
    assert response.status_code == 503
    assert "Content-Disposition" not in response


def test_the_file_has_a_name_with_the_date_and_is_not_indexed(client, filled):
    response = client.get(URL, {"format": "bibtex"})
    assert response["Content-Disposition"] == f'attachment; filename="practices-{timezone.localdate()}.bib"'
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" not in response.get("Cache-Control", "")


def test_what_a_signed_in_reader_gets_is_kept_by_nobody(client, filled):
    client.force_login(get_user_model().objects.create_user(email="r@test.example", password="x" * 20))
    assert "no-store" in client.get(URL, {"format": "csv"})["Cache-Control"]


def test_an_unknown_format_does_not_exist(client, filled):
    assert client.get(URL, {"format": "exe"}).status_code == 404


def test_head_answers_without_making_the_file(client, filled):
    response = client.head(URL, {"format": "xlsx"})
    assert response.status_code == 200
    assert filled.card_calls == 0


def test_each_format_is_linked_with_the_parameters_of_the_search():
    from search.exports.views import links
    from search.parameters import Chosen

    found = links(Chosen(q="a b", page=4))
    assert [each["label"] for each in found] == ["CSV", "XLSX", "JSON", "RIS", "BibTeX"]
    assert found[0]["url"].endswith("/search/export/?format=csv&q=a+b")


@pytest.mark.parametrize("name", list(FORMATS))
def test_hostile_questions_and_texts_give_a_file(client, site, name):
    texts = questions()[:40]
    site(*(make_document(f"d{place}", text.encode("utf-8", "replace").decode()[:500].replace("\x00", ""), "council")
           for place, text in enumerate(texts)))
    assert fetch(client, name)
    for text in texts:
        assert client.get(f"{URL}?format={name}&q={encoded(text)[:8_000]}").status_code == 200


def test_no_character_that_xml_forbids_reaches_a_workbook(client, site):
    site(make_document("1", "A\x08\x0b\ufffe\uffff\u2028B"))
    assert load_workbook(io.BytesIO(fetch(client, "xlsx"))).active["A2"].value == "A B"


def test_days_of_publication_and_confirmation_are_days(site):
    from search.contract import Hit
    from search.exports.entries import entry_of

    card = {"title": "T", "url": "/x/", "published": datetime(2026, 5, 1, 12, tzinfo=UTC), "confirmed": None}
    entry = entry_of(Hit("1", "case_study", 1.0, "en"), card, "en", {})
    assert (entry.published.isoformat(), entry.confirmed, entry.cities) == ("2026-05-01", None, ())


def test_texts_of_several_languages_are_named(client, site):
    site(make_document("1", texts=(Text("en", "One"), Text("mk", "Еден"))))
    assert table(client)[1][2] == "English; Macedonian"
