"""Every address that the site answers at, with its parameters filled in."""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.admindocs.views import simplify_regex
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RoutePattern

PARAMETER = re.compile(r"<(?:[^:<>]+:)?(\w+)>")


def routes(resolver: Any = None, prefix: str = "/") -> Iterator[str]:
    """The routes of the project, parameters as `<name>`, the interface in English."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + _text(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, route)
        elif isinstance(entry, URLPattern):
            yield PARAMETER.sub(r"<\1>", route)


def _text(pattern: Any) -> str:
    if isinstance(pattern, LocalePrefixPattern):
        return "en/"
    if isinstance(pattern, RoutePattern):
        return str(pattern)
    return simplify_regex(str(pattern)).lstrip("/").replace("?", "")


def filled(route: str, values: Mapping[str, Any], default: Any) -> str:
    """The route with a value for each parameter."""
    return re.sub(r"<(\w+)>", lambda found: str(values.get(found[1], default)), route)
