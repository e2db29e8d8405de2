"""compose.yaml and Dockerfile agree with the project: commands, settings, ports, versions. No Docker is needed."""
import json
import os
import re
import shlex
import string
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()
SITE_SERVICES = ("prepare", "web", "worker")
GIVEN = {
    "SECRET_KEY": string.ascii_letters,
    "ALLOWED_HOSTS": "repository.example.org",
    "BASE_URL": "https://repository.example.org",
    "DATABASE_PASSWORD": "secret",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "repository@example.org",
    "EDITORS_EMAIL": "editors@example.org",
    "TRUSTED_PROXIES": "172.16.0.0/12",
}
OUTSIDE_DJANGO = {"DJANGO_SETTINGS_MODULE"}


def substituted(value):
    """A value as compose would give it: `${NAME:-default}` and `${NAME:?message}`."""

    def replace(match):
        name, kind, rest = match.group("name", "kind", "rest")
        if name in GIVEN:
            return GIVEN[name]
        assert kind == ":-", f"{name} is required but the documentation's .env does not give it"
        return rest

    return re.sub(r"\$\{(?P<name>\w+)(?P<kind>:[-?])(?P<rest>[^}]*)\}", replace, str(value))


def environment(service):
    return {name: substituted(value) for name, value in COMPOSE["services"][service]["environment"].items()}


def dockerfile_instruction(name):
    return re.findall(rf"^{name} (.+)$", DOCKERFILE, re.MULTILINE)


def management_commands():
    texts = [DOCKERFILE, *(" ".join(service.get("command", [])) for service in COMPOSE["services"].values())]
    return {found for text in texts for found in re.findall(r"manage\.py[\"', ]+(\w+)", text)}


def test_every_command_that_is_started_exists():
    commands = management_commands()
    assert {"migrate", "bootstrap", "worker", "collectstatic"} <= commands
    assert commands <= set(get_commands())


@pytest.mark.parametrize("service", SITE_SERVICES)
def test_every_variable_that_is_given_is_read_by_the_settings(service):
    source = "".join(path.read_text() for path in (ROOT / "kb/settings").glob("*.py"))
    read = set(re.findall(r"env(?:\.\w+)?\(\s*\"(\w+)\"", source))
    assert set(environment(service)) - OUTSIDE_DJANGO <= read


@pytest.mark.parametrize("service", SITE_SERVICES)
def test_the_production_settings_accept_what_is_given(service):
    code = (
        "import json; from django.conf import settings; database = settings.DATABASES['default'];"
        "print(json.dumps([settings.DEBUG, database['HOST'], database['PORT'], database['USER'], database['NAME'],"
        " database['PASSWORD'], settings.ELASTICSEARCH_URL, str(settings.DATA_DIR)]))"
    )
    path = {"PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=path | environment(service), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    debug, host, port, user, name, password, search, data = json.loads(done.stdout)
    database = environment("database")
    assert debug is False
    assert host in COMPOSE["services"]
    assert str(port) == "5432"
    given = (database["POSTGRES_USER"], database["POSTGRES_DB"], database["POSTGRES_PASSWORD"])
    assert (user, name, password) == given
    assert search.startswith("http://search:9200")
    assert f"data:{data}" in COMPOSE["services"][service]["volumes"]


def test_production_refuses_to_start_without_its_secret():
    given = {name: value for name, value in environment("web").items() if name != "SECRET_KEY"}
    done = subprocess.run(
        [sys.executable, "-c", "from django.conf import settings; settings.DEBUG"],
        cwd=ROOT, env={"PATH": os.environ["PATH"]} | given, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode != 0
    assert "SECRET_KEY" in done.stderr


def test_djangos_deployment_check_has_nothing_to_say():
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "DEBUG"],
        cwd=ROOT, env={"PATH": os.environ["PATH"]} | environment("web"), capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


@pytest.mark.parametrize(("given", "starts"), [
    ({}, True),
    ({"DEBUG": "0"}, False),
    ({"DEBUG": "0", "DEMO": "0"}, True),
    ({"ALLOWED_HOSTS": "127.0.0.1,demo.example.org"}, False),
    ({"ALLOWED_HOSTS": "*"}, False),
    ({"BASE_URL": "https://demo.example.org"}, False),
    ({"BASE_URL": "http://[::1]:8001"}, True),
])
def test_the_demonstration_runs_on_ones_own_machine_only(tmp_path, given, starts):
    own = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "kb.settings.dev"}
    done = subprocess.run(
        [sys.executable, "-c", "from django.conf import settings; settings.DEBUG"],
        cwd=ROOT, env=own | given, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode == 0) == starts, done.stderr


def test_the_ports_are_the_same_everywhere():
    command = json.loads(dockerfile_instruction("CMD")[0])
    listening = command[command.index("--port") + 1]
    published = [port.rsplit(":", 2) for port in COMPOSE["services"]["web"]["ports"]]
    checked = re.search(r"^PORT = (\d+)", (ROOT / "scripts/healthcheck").read_text(), re.MULTILINE).group(1)
    assert dockerfile_instruction("EXPOSE") == [listening]
    assert [inner for _host, _outer, inner in published] == [listening]
    assert checked == listening
    assert [host for host, _outer, _inner in published] == ["127.0.0.1"]


def test_the_server_is_pinned_and_starts_the_project():
    command = json.loads(dockerfile_instruction("CMD")[0])
    assert re.search(rf"^{command[0]}==", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    module, _, name = command[-1].partition(":")
    assert re.search(rf"^{name} = ", (ROOT / module.replace(".", "/")).with_suffix(".py").read_text(), re.MULTILINE)


def test_versions_agree_with_the_project():
    python = re.search(r"python:(\d+)\.(\d+)", dockerfile_instruction("FROM")[0])
    lowest = re.search(r">=(\d+)\.(\d+)", (ROOT / "pyproject.toml").read_text())
    assert tuple(map(int, python.groups())) >= tuple(map(int, lowest.groups()))
    client = re.search(r"^elasticsearch==(\d+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE).group(1)
    assert COMPOSE["services"]["search"]["image"].startswith(f"elasticsearch:{client}.")


def test_what_the_image_calls_is_copied_into_it():
    check = json.loads(re.search(r"HEALTHCHECK .*CMD (\[.*\])", DOCKERFILE).group(1))
    ignored = {line.strip("/") for line in (ROOT / ".dockerignore").read_text().splitlines()}
    for name in (check[1], "manage.py", "requirements.txt"):
        assert (ROOT / name).is_file()
        assert name.split("/")[0] not in ignored


def test_search_and_database_are_reached_from_inside_alone():
    for name in ("database", "search"):
        service = COMPOSE["services"][name]
        assert "ports" not in service
        assert service["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_the_site_waits_for_the_database_but_not_for_search():
    for name in SITE_SERVICES:
        assert "search" not in COMPOSE["services"][name]["depends_on"]
    conditions = COMPOSE["services"]["web"]["depends_on"]
    assert conditions == {"prepare": {"condition": "service_completed_successfully"}}


def test_the_operators_guide_names_every_variable():
    guide = (ROOT / "docs/operations.md").read_text()
    for name in set(GIVEN) | set(environment("web")):
        assert f"`{name}`" in guide, name


def test_the_compose_command_is_a_shell_line_that_stops_at_the_first_failure():
    shell, flag, line = COMPOSE["services"]["prepare"]["command"]
    assert (shell, flag) == ("sh", "-c")
    assert shlex.split(line).count("&&") == line.count("manage.py") - 1
