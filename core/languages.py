"""One table of every language the site knows: interface, direction, analyser, public code."""
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the interface or of content.

    `django` is the code inside Django and Wagtail, `public` the one in addresses, API and index, `html` the
    BCP 47 tag for `lang`; `stemmer` names a Snowball algorithm, or is empty where none is used.
    """

    django: str
    public: str
    html: str
    name: str
    script: str = "latin"
    stemmer: str = ""
    interface: bool = False

    @property
    def direction(self) -> str:
        """`rtl` for scripts written from right to left, else `ltr`."""
        return "rtl" if self.script == "arabic" else "ltr"


INTERFACE = (
    Language("ar", "ar", "ar", "العربية", "arabic", "arabic", True),
    Language("en", "en", "en", "English", "latin", "english", True),
    Language("es", "es", "es", "Español", "latin", "spanish", True),
    Language("fr", "fr", "fr", "Français", "latin", "french", True),
    Language("ru", "ru", "ru", "Русский", "cyrillic", "russian", True),
    Language("zh-hans", "zh", "zh-Hans", "中文", "han", "", True),
)
CONTENT_ONLY = (
    Language("bn", "bn", "bn", "বাংলা", "bengali"),
    Language("bs", "bs", "bs", "Bosanski"),
    Language("de", "de", "de", "Deutsch", stemmer="german"),
    Language("fa", "fa", "fa", "فارسی", "arabic"),
    Language("id", "id", "id", "Bahasa Indonesia", stemmer="indonesian"),
    Language("it", "it", "it", "Italiano", stemmer="italian"),
    Language("ja", "ja", "ja", "日本語", "han"),
    Language("kk", "kk", "kk", "Қазақша", "cyrillic"),
    Language("ky", "ky", "ky", "Кыргызча", "cyrillic"),
    Language("mk", "mk", "mk", "Македонски", "cyrillic"),
    Language("nl", "nl", "nl", "Nederlands", stemmer="dutch"),
    Language("pt", "pt", "pt", "Português", stemmer="portuguese"),
    Language("sq", "sq", "sq", "Shqip"),
    Language("sr", "sr", "sr", "Српски", "cyrillic"),
    Language("sw", "sw", "sw", "Kiswahili"),
    Language("tr", "tr", "tr", "Türkçe", stemmer="turkish"),
    Language("uk", "uk", "uk", "Українська", "cyrillic"),
    Language("ur", "ur", "ur", "اردو", "arabic"),
)
ALL = INTERFACE + CONTENT_ONLY
DEFAULT = "en"

_BY_DJANGO = {language.django: language for language in ALL}
_BY_PUBLIC = {language.public: language for language in ALL}


def by_django(code: str) -> Language:
    """The language with Django's code; KeyError for one the site does not know."""
    return _BY_DJANGO[code]


def by_public(code: str) -> Language:
    """The language with the public code; KeyError for one the site does not know."""
    return _BY_PUBLIC[code]


def is_public(code: str) -> bool:
    """Whether a public code names a language of the site."""
    return code in _BY_PUBLIC


def interface_or_default(django_code: str | None) -> Language:
    """The interface language for Django's active code, English for any other."""
    language = _BY_DJANGO.get(django_code or "")
    return language if language and language.interface else _BY_DJANGO[DEFAULT]


def current() -> Language:
    """The interface language of the request that is being answered."""
    from django.utils.translation import get_language

    return interface_or_default(get_language())
