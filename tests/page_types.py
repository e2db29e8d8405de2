"""One address for each type of page, on the demonstration; `{ui}` stands for the interface language."""
from __future__ import annotations

from demo.content_files import NAMESPACE, uuid


def practice_id(entry: str) -> str:
    """The id of an entry of the demonstration, the same at every load."""
    return str(uuid.uuid5(NAMESPACE, entry))


def practice_path(entry: str, query: str = "") -> str:
    return f"/{{ui}}/practices/{practice_id(entry)}/-/{query}"


CASE_STUDY, PROGRAMME, LESSON = "aarhus-infohouse-model", "invented-listening-line", "boston-cve-pilot-trust"
ONLY_MACEDONIAN, ONLY_ALBANIAN = "invented-lost-year", "invented-youth-forum"
IN_SEVERAL = "kumanovo-community-action-team"
TREE = ("about", "about/principles", "join", "privacy", "accessibility", "terms", "reviewing", "api")
PAGES = {
    "home": "/{ui}/",
    "search": "/{ui}/search/",
    "search with results": "/{ui}/search/?q=police&level=primary",
    "search on page 2": "/{ui}/search/?page=2",
    "search without results": "/{ui}/search/?q=zzqqxx&level=tertiary&kind=programme",
    "case study": practice_path(CASE_STUDY),
    "programme": practice_path(PROGRAMME),
    "lesson": practice_path(LESSON),
    "practice in Macedonian": practice_path(ONLY_MACEDONIAN),
    "practice in a chosen version": practice_path(IN_SEVERAL, "?content=sq"),
    "contact": f"/{{ui}}/practices/{practice_id(PROGRAMME)}/contact/",
    "contact sent": f"/{{ui}}/practices/{practice_id(PROGRAMME)}/contact/sent/",
    "concern": f"/{{ui}}/practices/{practice_id(PROGRAMME)}/concern/",
    "concern followed": "/{ui}/concerns/",
    "wish": f"/{{ui}}/practices/{practice_id(ONLY_MACEDONIAN)}/wish/",
    "wish sent": f"/{{ui}}/practices/{practice_id(ONLY_MACEDONIAN)}/wish/sent/",
    "city": "/{ui}/cities/2624652/-/",
    "invented city": "/{ui}/cities/9000000001/-/",
    "country": "/{ui}/countries/DE/",
    "country without practices": "/{ui}/countries/IS/",
    "region": "/{ui}/regions/150/",
    "hub": "/{ui}/hubs/europe/",
    "cities": "/{ui}/cities/",
    "cities searched in vain": "/{ui}/cities/?q=zzqqxx",
    **{name: f"/{{ui}}/{name}/" for name in TREE},
    "sign-in": "/{ui}/account/login/",
    "password reset": "/{ui}/account/password/reset/",
    "password reset sent": "/{ui}/account/password/reset/done/",
    "sign-up": "/{ui}/account/signup/",
}
# What only signed-in people have; each opens it as their own.
SIGNED_IN = {
    "my desk": "/{ui}/desk/",
    "my messages": "/{ui}/desk/messages/",
    "my language": "/{ui}/desk/settings/",
    "my second factor": "/{ui}/account/2fa/",
}
MISSING = "/{ui}/no-such-page/"
