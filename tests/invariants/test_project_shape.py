"""The commands of the project exist, its own checks can fail, and nothing in it is bound to one machine."""
import os
import re
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.metadata import metadata
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parents[2]
PROMISED = ("help", "run", "demo", "test", "check", "e2e", "bench", "soak")


def tracked():
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listing.splitlines() if (ROOT / name).is_file()]


def script(name, root=None):
    """A script of the project as a module, working on another tree when one is given."""
    path = str(ROOT / "scripts" / name)
    module = module_from_spec(spec_from_loader(f"script_{name}", SourceFileLoader(f"script_{name}", path)))
    module.__spec__.loader.exec_module(module)
    if root:
        module.ROOT = root
    return module


def run_main(module, *arguments, monkeypatch):
    monkeypatch.setattr(sys, "argv", [module.__file__, *arguments])
    try:
        module.main()
    except SystemExit as end:
        return end.code or 0
    return 0


@pytest.mark.parametrize("target", PROMISED)
def test_every_promised_make_target_exists_and_is_explained(target):
    makefile = (ROOT / "Makefile").read_text()
    assert re.search(rf"^{target}:.*## \S", makefile, re.MULTILINE)


def test_make_alone_gives_help():
    done = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert all(f"make {target}" in done.stdout for target in PROMISED)


def test_the_readme_is_short_and_names_the_commands():
    text = (ROOT / "README.md").read_text()
    assert len(text.splitlines()) < 120
    assert {"make run", "make test", "make check"} <= set(re.findall(r"make \w+", text))


def test_commands_in_the_documents_exist():
    targets = set(re.findall(r"^([a-z][a-z0-9-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for path in (path for path in tracked() if path.suffix == ".md"):
        text = path.read_text()
        mentioned = re.findall(r"(?:^|`)make ([a-z0-9]+)", "\n".join(code_of(text)), re.MULTILINE)
        assert set(mentioned) <= targets, path
        for name in re.findall(r"\bscripts/([a-z_]+)\b", text):
            assert (ROOT / "scripts" / name).exists(), (path, name)


def code_of(text):
    return re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL)


def test_shell_scripts_parse():
    for path in (".ci/run", "scripts/venv", "scripts/check"):
        shell = "bash" if "bash" in (ROOT / path).read_text().splitlines()[0] else "sh"
        subprocess.run([shell, "-n", str(ROOT / path)], check=True)


def test_scripts_can_be_started():
    for path in tracked():
        if path.parent in (ROOT / "scripts", ROOT / ".ci") and not path.suffix:
            assert os.access(path, os.X_OK), path


def test_no_file_knows_a_machine_or_a_registry():
    forbidden = re.compile(
        r"/home/\w+/|/root/|(?<!:)/Users/\w|pypi\.org|files\.pythonhosted|repo1?\.maven|registry\.npmjs"
    )
    for path in tracked():
        if path.suffix in {".mo", ".gz", ".png", ".webp", ".jpg", ".woff2"} or path == Path(__file__):
            continue
        found = forbidden.search(path.read_text(errors="replace"))
        assert not found, f"{path.relative_to(ROOT)}: {found.group()}"


def test_every_requirement_is_pinned_exactly():
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / name).read_text().splitlines():
            if line and not line.startswith(("#", "-r ")):
                assert re.fullmatch(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==[0-9][\w.]*( ?;.*)?", line), line


def test_every_requirement_accepts_the_oldest_python_that_is_promised():
    promised = re.search(r'requires-python = ">=([\d.]+)"', (ROOT / "pyproject.toml").read_text()).group(1)
    for name in ("requirements.txt", "requirements-dev.txt"):
        for package in re.findall(r"^([\w.-]+)(?:\[[a-z,]+\])?==", (ROOT / name).read_text(), re.MULTILINE):
            needed = metadata(package)["Requires-Python"]
            assert not needed or SpecifierSet(needed).contains(f"{promised}.0"), f"{package} needs Python {needed}"


def test_the_locale_folder_does_not_shadow_the_standard_library():
    assert not (ROOT / "locale" / "__init__.py").exists()


TEMPLATES = {
    "<script>x()</script>": "inline script",
    '<p style="color: red">': "style attribute",
    "<style>p {}</style>": "inline style",
    '<a onclick="x()">': "event attribute",
    '<img src="https://example.org/a.png">': "file from another host",
    '{% include "components/card.html" with a=b %}': "`only`",
    "\n" * 151: "151 lines",
}


@pytest.mark.parametrize(("text", "problem"), TEMPLATES.items())
def test_a_template_against_the_rules_is_reported(tmp_path, text, problem):
    path = tmp_path / "page.html"
    path.write_text(text)
    assert any(problem in found for found in script("templates").problems(path))


def test_a_component_without_named_arguments_is_reported(tmp_path):
    (tmp_path / "components").mkdir()
    path = tmp_path / "components/card.html"
    path.write_text("<p>")
    assert list(script("templates").problems(path))
    path.write_text("{# args: title #}\n<p>")
    assert not list(script("templates").problems(path))


def test_data_for_machines_and_loaded_scripts_are_allowed_in_templates(tmp_path):
    path = tmp_path / "page.html"
    path.write_text('<script src="{% static "js/a.js" %}"></script><script type="application/ld+json">{}</script>')
    assert not list(script("templates").problems(path))


@pytest.mark.parametrize("lines", ["x = 1\n" * 401, "def f() -> None:\n" + "    x = 1\n" * 50])
def test_what_is_too_long_fails_the_shape_check(tmp_path, monkeypatch, lines):
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    (tmp_path / "fine.py").write_text("x = 1\n")
    assert run_main(script("shape", tmp_path), monkeypatch=monkeypatch) == 0
    (tmp_path / "long.py").write_text(lines)
    assert run_main(script("shape", tmp_path), monkeypatch=monkeypatch) == 1


@pytest.fixture
def catalogue(tmp_path, monkeypatch):
    """A tree with four strings; a function that updates or checks its catalogues."""
    (tmp_path / "app/templates").mkdir(parents=True)
    (tmp_path / "app/a.py").write_text('a = _("Hello %(name)s")\nb = ngettext("%(n)s city", "%(n)s cities", 2)\n')
    page = "<p>\n  {% translate 'Peace' %}\n   {% translate 'May' context 'm' %}"
    (tmp_path / "app/templates/a.html").write_text(page)
    module = script("messages", tmp_path)
    return tmp_path, lambda *arguments: run_main(module, *arguments, monkeypatch=monkeypatch)


def translate(root):
    for path in root.glob("locale/*/LC_MESSAGES/django.po"):
        text = re.sub(r'(msgid "(.*%\(name\)s)"\n)msgstr ""', r'\1msgstr "x %(name)s"', path.read_text())
        text = re.sub(r'(msgid "[A-Z]\w+"\n)msgstr ""', r'\1msgstr "x"', text)
        path.write_text(re.sub(r'(msgstr\[\d\]) ""', r'\1 "%(n)s x"', text))


def problems_of(run, capsys, *arguments):
    run("--check", *arguments)
    return capsys.readouterr().out


def test_translations_that_are_complete_pass(catalogue):
    root, run = catalogue
    run()
    translate(root)
    run()
    assert run("--check") == 0


def test_a_missing_translation_is_reported(catalogue, capsys):
    _root, run = catalogue
    run()
    assert run("--check") == 1
    out = capsys.readouterr().out
    assert "ar: not translated: 'Peace'" in out
    assert "en: not translated" not in out


def test_a_string_that_came_or_went_is_reported(catalogue, capsys):
    root, run = catalogue
    run()
    (root / "app/a.py").write_text('a = _("Something new")\n')
    out = problems_of(run, capsys)
    assert "fr: stale, not in the catalogue: 'Something new'" in out
    assert "fr: stale, no longer in the source: 'Hello %(name)s'" in out


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("x %(name)s", "x %(nom)s", "placeholders differ"),
        ("%(n)s x", "x", "placeholders differ"),
        ('#: app/a.py\n#, python-format\nmsgid "Hello', '#: app/a.py\n#, fuzzy\nmsgid "Hello', "fuzzy"),
        ('msgstr "x"', 'msgstr "another"', "the compiled catalogue is not that of the .po file"),
    ],
)
def test_a_translation_that_does_not_fit_is_reported(catalogue, capsys, before, after, problem):
    root, run = catalogue
    run()
    translate(root)
    run()
    path = root / "locale/fr/LC_MESSAGES/django.po"
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, after))
    assert f"fr: {problem}" in problems_of(run, capsys)


def test_arabic_plural_forms_are_in_djangos_order(catalogue):
    root, run = catalogue
    run()
    header = (root / "locale/ar/LC_MESSAGES/django.po").read_text().replace('"\n"', "")
    assert "n%100>=11 ? 4 : 5" in header


SKIPPING = """
import pytest

@pytest.mark.elasticsearch
def test_a_server():
    assert True

def test_a_browser():
    pytest.skip("needs Chromium: install it")

def test_a_platform():
    pytest.skip("only on another system")
"""


@pytest.mark.parametrize(
    ("environment", "summary"),
    [
        ({}, "3 skipped"),
        ({"CI": "true"}, "1 failed, 1 skipped, 1 deselected"),
        ({"CI": "true", "CI_SERVICES": "1"}, "1 failed, 1 skipped, 1 error"),
    ],
)
def test_in_ci_nothing_is_skipped_for_want_of_something(tmp_path, environment, summary):
    (tmp_path / "conftest.py").write_text((ROOT / "conftest.py").read_text())
    (tmp_path / "test_it.py").write_text(SKIPPING)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n  elasticsearch\n  postgresql\n  browser\n")
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME"}}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:django"],
        cwd=tmp_path, env=kept | {"PYTHONPATH": str(ROOT)} | environment, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1].startswith(f"{summary} in "), done.stdout
