"""One address for each type of page, on the demonstration; `{ui}` stands for the interface language."""
from __future__ import annotations

from demo.content_files import NAMESPACE, uuid
from demo.texts import block_id


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
    "collections": "/{ui}/collections/",
    "collection": "/{ui}/collections/after-an-attack/",
    "building block": f"/{{ui}}/practices/{practice_id(PROGRAMME)}/blocks/{block_id(PROGRAMME, 'building_blocks', 0)}/",
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
# What `tests/laying_out.py` makes stands in braces. The desk of a city, opened by its own people:
_DRAFT, _OWN = "/{ui}/desk/practices/{draft}/", "/{ui}/desk/practices/{published}/"
SECTIONS = ("story", "working", "partners", "places", "outcomes", "blocks", "fit", "lasting", "sources", "adapted")
DESK = {
    "entry at the desk": _DRAFT,
    **{f"section {name}": f"{_DRAFT}{name}/" for name in SECTIONS},
    "check": f"{_DRAFT}check/",
    "approval": f"{_DRAFT}approval/",
    "city not named": f"{_DRAFT}not-named/",
    "hand over": f"{_DRAFT}hand-over/",
    "propose": f"{_OWN}propose/",
    "evidence at the desk": f"{_OWN}evidence/",
    "history": f"{_OWN}history/",
    "invitation": "/{ui}/desk/invitations/{invitation}/",
}
# For whoever has the link, without an account:
BY_LINK = {
    "preview": "/{ui}/preview/{preview}/",
    "still running": "/{ui}/still-running/{yearly}/",
    "outside review": "/{ui}/outside-review/{outside}/",
}
# For editors; the language is that of their account:
_PRACTICES, _INBOX = "/admin/practices/", "/admin/practices/inbox/"
REPORTS = ("coverage", "stale", "untranslated", "without-evidence", "times", "concerns")
ADMIN = {
    "inbox": _INBOX,
    "triage": f"{_PRACTICES}{{waiting}}/triage/",
    "review": f"{_INBOX}{{waiting}}/",
    "changes": f"{_INBOX}{{waiting}}/changes/",
    "evidence": f"{_INBOX}{{published}}/evidence/",
    "concern in the admin": f"{_INBOX}concerns/{{concern}}/",
    "appeal": f"{_INBOX}appeals/{{appeal}}/",
    "changes of many": f"{_PRACTICES}bulk/changes/",
    "week": f"{_PRACTICES}week/",
    **{f"report {name}": f"{_PRACTICES}reports/{name}/" for name in REPORTS},
    "matrix": "/admin/translations/",
    "translation": "/admin/translations/{published}/fr/",
    "links": f"{_PRACTICES}links/",
    "invitations": f"{_PRACTICES}invitations/",
    "remit": f"{_PRACTICES}remit/",
    "imports": "/admin/interchange/imports/",
    "import": "/admin/interchange/imports/{import}/",
    "vocabularies, incomplete": "/admin/vocabularies/incomplete/",
    "keywords": "/admin/vocabularies/keywords/",
}
# For administrators, beside what Wagtail makes by itself:
KEEPING = {
    "remits": f"{_PRACTICES}remits/",
    "concept": "/admin/vocabularies/concepts/{concept}/",
    "keyword": "/admin/vocabularies/keywords/{keyword}/",
    "cities merged": "/admin/places/cities/{city}/merge/",
}
MISSING = "/{ui}/no-such-page/"
