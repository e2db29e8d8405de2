"""A person at the site: one browser profile in one interface language, with or without JavaScript."""
from __future__ import annotations

import json
import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.utils import translation
from django.utils.translation import gettext

from core import languages

# What a browser says of an answer that is meant to be an error (a form sent back, a page that is not there), and htmx
# of a request that a newer one replaced.
_EXPECTED = re.compile(r"Failed to load resource: the server responded with a status of 4(00|03|04|09|22)|"
                       r"htmx:(afterRequest|sendAbort), ")
PATIENCE = 12_000  # milliseconds
NARROW = 960  # below it menu, languages and filters are panels that a link opens


class Reader:
    """Opens pages and does what a person does; `troubles` gathers errors of the console and requests elsewhere."""

    def __init__(self, context, site, ui, scripts=True):
        self.context, self.site, self.ui, self.scripts = context, site, ui, scripts
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.troubles = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.troubles.append(f"{self.page.url}: {error}"))
        self.page.on("request", self._watch)
        self.page.on("dialog", self._refuse)

    def _hear(self, message):
        if message.type == "error" and not _EXPECTED.match(message.text):
            self.troubles.append(f"{self.page.url}: {message.text}")

    def _refuse(self, dialog):
        self.troubles.append(f"{self.page.url}: a window said {dialog.message}")
        dialog.dismiss()

    def _watch(self, request):
        if not request.url.startswith((f"{self.site}/", "data:", "blob:")):
            self.troubles.append(f"{self.page.url} asked for {request.url}")

    def open(self, path):
        """Go to a path, `{ui}` standing for the reader's language."""
        return self.page.goto(self.site + path.replace("{ui}", self.ui))

    def one(self, selector):
        return self.page.locator(selector)

    def api(self, **parameters):
        """What the API answers to this reader."""
        return json.loads(self.context.request.get(
            f"{self.site}/api/v1/search?{urlencode({'ui': self.ui, **parameters}, doseq=True)}").text())

    def said(self, text):
        """A string of the site in the reader's language."""
        with translation.override(languages.by_public(self.ui).django):
            return gettext(text)

    @property
    def query(self):
        """Name and value of the parameters of the present address, sorted."""
        return sorted(parse_qsl(urlsplit(self.page.url).query))

    @property
    def path(self):
        return urlsplit(self.page.url).path

    @property
    def narrow(self):
        return self.page.viewport_size["width"] < NARROW

    def open_panel(self, name):
        """On a phone a link opens the panel; else it is open already."""
        if self.narrow:
            self.one(f'a[href="#{name}"]:visible').click()
            assert self.one(f"#{name}").is_visible()

    def switch_to(self, ui):
        """Choose another interface language in the header."""
        self.open_panel("languages")
        self.one(f'#languages a[data-language="{ui}"]').click()
        self.page.wait_for_url(f"{self.site}/{ui}/**")
        self.ui = ui

    def sign_in(self, email, password):
        self.open("/{ui}/account/login/")
        self.one('input[name="login"]').fill(email)
        self.one('input[name="password"]').fill(password)
        self.one('main button[type="submit"]').click()
