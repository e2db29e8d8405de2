"""Tags and filters that every template may use without loading them."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core import addresses, cldr, languages, plans, record_plan, richtext, signs

register = template.Library()


def _request(context: template.Context) -> HttpRequest | None:
    """The request, also inside a component that was included with `only`."""
    return getattr(context, "request", None) or context.get("request")


# ---------- Languages and addresses ----------
@register.simple_tag(takes_context=True)
def in_language(context: template.Context, code: str) -> str:
    """The address of this page in another interface language, with query, filters and page number."""
    translations = context.get("translations") or {}
    request = _request(context)
    return translations.get(code) or (addresses.in_language(request, code) if request else f"/{code}/")


@register.simple_tag(takes_context=True)
def language_links(context: template.Context) -> list[addresses.Alternative]:
    """This page in the six interface languages, for the switch; a view overrides with `translations`."""
    request = _request(context)
    return addresses.alternatives(request, context.get("translations")) if request else []


@register.simple_tag(takes_context=True)
def hreflang_links(context: template.Context) -> list[addresses.Alternative]:
    """The same without the query, for machines."""
    request = _request(context)
    own = {code: address.partition("?")[0] for code, address in (context.get("translations") or {}).items()}
    return addresses.alternatives(request, own, query=False) if request else []


@register.simple_tag
def site_path(path: str = "") -> str:
    """An address below the prefix of the present interface language: `{% site_path "search/" %}`."""
    return f"/{languages.current().public}/{path}"


@register.simple_tag(takes_context=True)
def nav_link(context: template.Context, path: str, label: str) -> SafeString:
    """A line of the navigation, marked where the reader is at or below that address."""
    request, address = _request(context), site_path(path)
    here = request is not None and request.path.startswith(address)
    current = mark_safe(' aria-current="page"') if here else ""
    return format_html('<li><a href="{}"{}>{}</a></li>', address, current, label)


@register.simple_tag
def url_if_any(name: str, *args: Any) -> str:
    """The address of a view that may not be installed, else nothing."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@register.simple_tag
def address_in(code: str, name: str, *args: Any) -> str:
    """The address of a view in another interface language (public code)."""
    with translation.override(languages.by_public(code).django):
        return reverse(name, args=args)


@register.filter
def absolute(path: str) -> str:
    """A path with scheme and host."""
    return addresses.absolute(path)


@register.filter
def tongue_name(code: str) -> str:
    """A language (public code) by its name in the reader's language; i18n's `language_name` knows no public codes."""
    return cldr.language_name(code)


@register.filter
def tongue(code: str) -> languages.Language:
    """The record of a language by its public code: name, tag, direction."""
    return languages.by_public(code)


@register.simple_tag
def said_in(code: str) -> SafeString:
    """`lang` and `dir` for a text in another language than the page's; nothing in the page's own."""
    if not code or code == languages.current().public:
        return mark_safe("")
    language = languages.by_public(code)
    return format_html(' lang="{}" dir="{}"', language.html, language.direction)


@register.filter
def rich(source: Any) -> SafeString:
    """Rich text of an editor, cleaned again before it is shown."""
    return richtext.shown(str(getattr(source, "source", source) or ""))


# ---------- Numbers and dates ----------
@register.filter
def number(value: int | float) -> str:
    """A number with the separators of the reader's language."""
    return cldr.number(value)


@register.filter
def long_date(value: date | None) -> str:
    """A day with its month written out, in the reader's language."""
    return cldr.long_date(value) if value else ""


# ---------- What a record draws of itself ----------
@register.simple_tag
def plan(seeds: Mapping[str, str], size: str = "list") -> SafeString:
    """The plan of a record: `seeds` holds `streets`, `mark` and `shape`; size is list, card or strip."""
    return mark_safe(plans.drawing(seeds["streets"], seeds.get("mark", ""), seeds.get("shape", ""), size))


@register.simple_tag
def city_plan(city: int | str) -> SafeString:
    """The plan of a city without a mark, as a strip."""
    return mark_safe(plans.drawing(str(city), "", "", "strip"))


@register.simple_tag(name="record_plan")
def whole_record(districts: Any) -> SafeString:
    """The plan of the whole record from its districts."""
    return mark_safe(record_plan.drawing(tuple(districts)))


@register.simple_tag
def evidence_sign(quality: str, direction: str, words: str) -> SafeString:
    """The five squares with the words that say the same."""
    return format_html(
        '<span class="ev">{} <span>{}</span></span>', mark_safe(signs.squares(quality, direction)), words
    )
