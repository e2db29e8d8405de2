"""A machine translates only when an editor asks, only what everybody reads, and its text stays labelled."""
import json
import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.urls import reverse
from django.utils import timezone

from practices.choices import State, VersionState
from practices.machine import client
from practices.machine.address import unfit
from practices.models import Practice
from practices.tests.translated import begin, original, state, translated, waiting, write
from practices.translations import sentences

pytestmark = pytest.mark.django_db


class Server(ThreadingHTTPServer):
    """What a translation server does, and what it was asked."""

    daemon_threads = True

    def __init__(self):
        self.asked, self.answer, self.status, self.pause = [], None, 200, 0.0
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(body)
        time.sleep(self.server.pause)
        found = self.server.answer or [f"M {text}" for text in body["q"]]
        data = json.dumps({"translatedText": found}).encode()
        self.send_response(self.server.status)
        if self.server.status == 302:
            self.send_header("Location", self.server.url + "/elsewhere")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args):
        pass


@pytest.fixture
def server(settings):
    found = Server()
    threading.Thread(target=found.serve_forever, daemon=True).start()
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "practices.machine.translator.MachineTranslator",
        "OPTIONS": {"URL": found.url, "API_KEY": "secret", "TIMEOUT": 2, "SECONDS": 3, "CHARACTERS": 10_000}}
    yield found
    found.shutdown()
    found.server_close()


@pytest.fixture
def entry():
    return original()


def press(desk, entry, step="machine", **data):
    url = reverse("translations_admin:translation", args=[entry.practice_id, "fr"])
    return desk.post(url, {"step": step, **data}, follow=True).content.decode()


def test_without_a_server_nothing_is_offered(desk, entry):
    begin(entry)
    url = reverse("translations_admin:translation", args=[entry.practice_id, "fr"])
    assert b"By a machine" not in desk.get(url).content
    assert "No translation server is set up." in press(desk, entry)


def test_what_is_missing_is_written_and_labelled_until_a_person_confirms(
    desk, entry, server, django_capture_on_commit_callbacks
):
    french = begin(entry)
    assert "The machine wrote 5 sentences." in press(desk, entry)
    assert server.asked[0]["q"][0] == "Dialogue"
    assert (server.asked[0]["source"], server.asked[0]["target"]) == ("en", "fr")
    assert server.asked[0]["api_key"] == "secret"
    assert sentences.of(french).machine == 5
    with django_capture_on_commit_callbacks(execute=True):
        french.save_target()
    assert state(entry) == VersionState.MACHINE
    one = sentences.written(french).first()
    assert "1 sentence is confirmed." in press(desk, entry, "confirm", sentence=[one.pk])
    assert state(entry) == VersionState.MACHINE
    assert "4 sentences are confirmed." in press(desk, entry, "confirm", all="yes")
    assert state(entry) == VersionState.HUMAN
    assert Practice.objects.get(pk=entry.practice_id).versions.get(language="fr").confirmed_at


def test_nobody_confirms_what_readers_have_of_an_own_entry(desk, editor, entry, django_capture_on_commit_callbacks):
    translated(entry, django_capture_on_commit_callbacks, kind=sentences.MACHINE)
    Practice.objects.get(pk=entry.practice_id).submitters.add(editor)
    assert "Another editor decides" in press(desk, entry, "confirm", all="yes")
    assert state(entry) == VersionState.MACHINE


@pytest.mark.parametrize("fields", [
    {"city_withheld": True}, {"visibility": "members"}, {"embargo_until": timezone.now() + timedelta(days=1)},
    {"paused_at": timezone.now()}, {"state": State.WITHDRAWN},
])
def test_what_not_everybody_reads_never_leaves_the_site(desk, entry, server, fields):
    french = begin(entry)
    Practice.objects.filter(pk=entry.practice_id).update(**fields)
    assert "Only what everybody can read" in press(desk, entry)
    desk.post(reverse("wagtail_localize:machine_translate", args=[french.pk]))
    desk.post(reverse("wagtail_localize:update_translations", args=[french.source_id]),
              {"use_machine_translation": "on"})
    assert server.asked == []


def test_a_reviewer_sends_nothing(client, entry, server, editors):
    from practices.tests.submission import make_person

    begin(entry)
    person = make_person(role="reviewer")
    person.groups.get().permissions.add(*editors.permissions.all())
    client.force_login(person)
    assert "Only editors translate" in press(client, entry)
    assert server.asked == []


@pytest.mark.parametrize(("change", "said"), [
    ({"status": 500}, "HTTP 500"), ({"status": 302}, "HTTP 302"), ({"answer": ["one"]}, "another number"),
    ({"answer": {"a": 1}}, "another number"), ({"pause": 3.0}, "TimeoutError"),
])
def test_a_server_that_fails_is_told_and_nothing_is_kept(desk, entry, server, change, said):
    french = begin(entry)
    for name, value in change.items():
        setattr(server, name, value)
    assert said in press(desk, entry)
    assert sentences.of(french).done == 0


def test_broken_markup_of_the_machine_is_left_out(desk, entry, server):
    french = begin(entry)
    server.answer = ["Dialogue", "<p>Voisins", "Des tables.", "<script>x</script>", "Un chœur."]
    assert "2 sentences came back with broken markup" in press(desk, entry)
    assert len(waiting(french)) == 2


def test_a_long_text_goes_in_portions_and_within_its_budget(desk, entry, server, settings):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR["OPTIONS"]["CHARACTERS"] = 40
    begin(entry)
    assert "Press again for the rest." in press(desk, entry)
    assert sum(len(text) for body in server.asked for text in body["q"]) <= 40
    assert [len(each) for each in client.chunks(["x" * 3_000] * 3)] == [1, 1, 1]
    assert [len(each) for each in client.chunks(["x"] * 30)] == [25, 5]


def test_a_person_who_wrote_something_is_not_overwritten(desk, entry, server):
    french = begin(entry)
    write(french)
    press(desk, entry)
    assert server.asked == []
    assert sentences.of(french).machine == 0


@pytest.mark.parametrize(("url", "fit"), [
    ("", True), ("https://translate.example.org", True), ("http://libretranslate:5000", True),
    ("http://10.0.0.5:5000", True), ("http://translate.example.org", False), ("ftp://host/", False),
    ("https://user:key@host.example", False), ("https://host.example/?key=1", False), ("translate", False),
    ("http://8.8.8.8", False), ("http://[::1", False),
])
def test_an_unfit_address_is_an_error_of_the_check(settings, url, fit):
    assert (unfit(url) == "") is fit
    settings.MACHINE_TRANSLATOR_URL = url
    if fit:
        call_command("check", tags=["security"])
    else:
        with pytest.raises(SystemCheckError, match="MACHINE_TRANSLATOR_URL"):
            call_command("check", tags=["security"])
