"""A practice as it stands in a list: the card of search results, home, city pages and the API."""
from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cities import geography, names
from core import languages
from practices.choices import Kind
from practices.facts import Facts, facts_of
from practices.models import OutcomeEvidence, Practice
from taxonomy import labels
from taxonomy.schemes import Scheme

SUMMARY_LENGTH = 280


def address(practice: Practice, slug: str = "-") -> str:
    """The stable address of a practice in the interface language of the moment."""
    return reverse("practices:practice", args=[practice.pk, slug or "-"])


def shortened(text: str, length: int = SUMMARY_LENGTH) -> str:
    """The beginning of a text, cut at a word where the script has spaces."""
    if len(text) <= length:
        return text
    cut = text[:length]
    return (cut.rsplit(" ", 1)[0] if " " in cut[length // 2:] else cut).rstrip(" ,;:،؛，、") + "…"


def card(practice: Practice, ui: str, language: str = "") -> dict[str, Any]:
    """What lists show of a practice that was loaded with texts and facts; `language` is the version wanted."""
    facts = facts_of(practice)
    version = practice.version_for(language or ui, ui)
    page = version.page if version else practice.original
    if page is None:
        raise ValueError(f"Practice {practice.pk} has no text in any language.")
    tongue = version.tongue if version else languages.by_public(languages.DEFAULT)
    return {
        "template": "practices/entry.html",
        "id": str(practice.pk),
        "kind": practice.kind,
        "kind_label": labels.label(Scheme.KIND, practice.kind, ui),
        "url": address(practice, page.slug),
        "title": page.title,
        "summary": shortened(page.summary),
        "abstract": page.summary,
        "language": tongue.public,
        "tongue": tongue,
        "foreign": tongue.public != ui,
        "languages": [item.language for item in practice.available_versions()],
        "language_names": [item.tongue.name for item in practice.available_versions()],
        "cities": [{"code": str(city), "label": names.label(city, ui)} for city in facts.cities],
        "country": _country(facts, ui),
        "years": None if facts.start is None else [facts.start, None if facts.open_end else facts.end],
        "open_end": facts.open_end,
        "evidence": facts.best_evidence.quality if facts.best_evidence else None,
        "evidence_sign": evidence_sign(facts, ui),
        "plan": plan_of(practice, facts),
        "invented": practice.invented,
        "published": practice.first_published_at,
        "confirmed": practice.last_confirmed_at,
        "members_only": practice.visibility == "members",
    }


def evidence_sign(facts: Facts, ui: str) -> dict[str, Any]:
    """What the five squares show: how the best-evidenced outcome was measured and what was found, in words too."""
    best = facts.best_evidence
    if best is None or not best.is_measured:
        return {"quality": "", "direction": "", "words": labels.label(Scheme.DIRECTION, "not-measured", ui)}
    return {"quality": best.quality, "direction": best.direction, "words": evidence_words(best, ui)}


def evidence_words(row: OutcomeEvidence, ui: str) -> str:
    """How it was measured and what was found, in one phrase."""
    quality = labels.label(Scheme.EVIDENCE_QUALITY, row.quality, ui)
    direction = labels.label(Scheme.DIRECTION, row.direction, ui)
    return _("%(quality)s; %(direction)s") % {"quality": quality, "direction": lower_first(direction)}


def lower_first(text: str) -> str:
    """A label in the middle of a phrase; scripts without capitals stay as they are."""
    return text[:1].lower() + text[1:]


def plan_of(practice: Practice, facts: Facts) -> dict[str, str]:
    """The seeds of the drawing: streets from the city, mark from the practice, shape from the kind."""
    own = str(practice.pk)
    marks = {Kind.PROGRAMME: "street", Kind.CASE_STUDY: "plot", Kind.LESSON_LEARNED: "crossing"}
    return {
        "streets": str(facts.cities[0]) if facts.cities else own,
        "mark": own,
        "shape": marks[Kind(practice.kind)],
    }


def _country(facts: Facts, ui: str) -> dict[str, str] | None:
    if not facts.countries:
        return None
    code = facts.countries[0]
    return {"code": code, "label": geography.country_name(code, ui)}
