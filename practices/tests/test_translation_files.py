"""PO out and in: what comes back is kept as a person's work; one wrong line refuses the file, nothing is changed."""
import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail_localize.models import StringTranslation

from practices.tests.translated import FIRST, SECOND, begin, original, paragraphs, read, translated, write
from practices.translations import po, sentences

pytestmark = pytest.mark.django_db
LINKED = 'See <a href="https://site.example/a">the report</a>.'


@pytest.fixture
def entry():
    return original()


@pytest.fixture
def french(entry):
    return begin(entry)


def here(entry, language="fr"):
    return reverse("translations_admin:translation", args=[entry.practice_id, language])


def send(desk, entry, data, name="fr.po"):
    data = data if isinstance(data, bytes) else data.encode()
    return desk.post(here(entry), {"step": "po", "file": SimpleUploadedFile(name, data)}, follow=True)


def filled(translation, **texts):
    """The file as a translator sends it back: `texts` by the first word of the original."""
    file = polib.pofile(po.export(translation))
    for entry in file:
        if not entry.obsolete:
            entry.msgstr = texts.get(entry.msgid.split()[0].strip("."), f"FR {entry.msgid}")
            entry.flags = []
    return file


def test_a_file_goes_out_and_comes_back_translated(desk, entry, french):
    answer = desk.get(reverse("translations_admin:po", args=[entry.practice_id, "fr"]))
    assert answer["Content-Disposition"] == f'attachment; filename="{entry.translation_key}-en-fr.po"'
    assert [each.msgid for each in polib.pofile(answer.content.decode())][:2] == ["Dialogue", "Neighbours talked."]
    said = send(desk, entry, str(filled(french))).content.decode()
    assert "5 sentences were taken over." in said
    assert sentences.of(french) == sentences.Progress(5, 5, 0)


def test_what_a_file_brings_is_read_by_nobody_before_it_is_published(desk, entry, run_now):
    french = translated(entry, run_now)
    send(desk, entry, str(filled(french, Tables="Des tables.")))
    assert "Des tables." not in read(french).activities
    assert StringTranslation.objects.filter(data="Des tables.").exists()


@pytest.fixture
def run_now(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


@pytest.mark.parametrize(("text", "said"), [
    ("<script>alert(1)</script>Bonjour", "tag is not allowed"),
    ('<b onclick="x()">Bonjour</b>', "attributes"),
    ('<a id="a1">Bonjour</a>', "The link a1 is not in the original."),
    ("&lt;b&gt;Bonjour&lt;/b&gt;", "shown as text"),
    ("<!-- nothing -->", "The translation is empty."),
])
def test_a_line_that_cannot_be_used_refuses_the_whole_file_and_is_named(desk, entry, french, text, said):
    file = filled(french, Tea=text)
    lines = str(file).split("\n")
    number = next(place for place, line in enumerate(lines, 1) if SECOND in line)
    shown = send(desk, entry, str(file)).content.decode()
    assert "Nothing was taken over." in shown
    assert said in shown
    assert any(f"Line {each}:" in shown for each in (number - 1, number, number + 1))
    assert not StringTranslation.objects.exists()


def test_a_link_of_the_original_has_to_stay(desk):
    entry = original(activities=paragraphs(LINKED))
    french = begin(entry)
    assert "The link a1" in send(desk, entry, str(filled(french, See="Voir le rapport."))).content.decode()
    send(desk, entry, str(filled(french, See='Voir <a id="a1">le rapport</a>.')))
    assert sentences.of(french).complete


@pytest.mark.parametrize("data", [b"\xff\xfe\x00msgid", b"no file at all", b"msgid \"a\"\nmsgstr nonsense\n",
                                  b"/etc/passwd", b"", b"x" * 2_100_000])
def test_what_is_no_such_file_is_refused_with_a_sentence(desk, entry, french, data):
    shown = send(desk, entry, data)
    assert "Nothing was taken over." in shown.content.decode() or "Choose a PO file first." in shown.content.decode()
    assert not StringTranslation.objects.exists()


def test_a_file_of_another_entry_or_language_is_refused(desk, entry, french):
    spanish = begin(entry, "es")
    shown = send(desk, entry, str(filled(spanish))).content.decode()
    assert "made for another entry or another language" in shown
    assert not StringTranslation.objects.exists()


def test_fuzzy_and_lost_sentences_are_left_out_and_told(desk, entry, french):
    file = filled(french)
    file[1].flags = ["fuzzy"]
    file.append(polib.POEntry(msgid="Gone.", msgctxt="activities", msgstr="Parti."))
    shown = send(desk, entry, str(file)).content.decode()
    assert "4 sentences were taken over." in shown
    assert "marked “fuzzy”" in shown
    assert "no longer in the original" in shown


def test_comments_and_control_characters_are_taken_out(desk, entry, french):
    send(desk, entry, str(filled(french, Tables="Des<!-- x --> tables\u0008.")))
    assert StringTranslation.objects.filter(data="Des tables.").exists()


def test_what_a_machine_wrote_goes_out_fuzzy_and_is_confirmed_by_taking_that_away(desk, entry, french):
    write(french, kind=sentences.MACHINE)
    assert all("fuzzy" in each.flags for each in polib.pofile(po.export(french)))
    send(desk, entry, po.export(french))
    assert sentences.of(french).machine == 5
    send(desk, entry, str(filled(french)))
    assert sentences.of(french).machine == 0


def test_the_way_of_wagtail_localize_is_checked_the_same(desk, entry, french):
    data = str(filled(french, Tables=f"<script>{FIRST}</script>")).encode()
    url = reverse("wagtail_localize:upload_pofile", args=[french.pk])
    desk.post(url, {"file": SimpleUploadedFile("fr.po", data)})
    assert desk.post(url).status_code == 302
    assert not StringTranslation.objects.exists()
