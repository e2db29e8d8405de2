"""Documents and a source for tests; nothing here knows a content app."""
from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.template import Template

from search.contract import Document, Text
from search.sources import Kind

START = datetime(2020, 1, 1, tzinfo=UTC)
CASE, LESSON, NEWS = "case_study", "lesson_learned", "news"


def make_document(id, title="", body="", language="en", *, summary="", kind=CASE, day=0, texts=(), **more):
    """A public document with one text, or with the texts given."""
    return Document(
        id=id,
        kind=kind,
        version=more.pop("version", 1),
        texts=tuple(texts) or (Text(language, title, summary, body),),
        newest=START + timedelta(days=day),
        original=more.pop("original", texts[0].language if texts else language),
        **more,
    )


class MemorySource:
    """A source that keeps its documents in memory and shows each reader what its tokens allow."""

    kinds = (Kind(CASE, "Case study"), Kind(LESSON, "Lesson learned"), Kind(NEWS, "News", default=False))

    def __init__(self, documents=()):
        self.held = {document.id: document for document in documents}
        self.card_calls = 0

    def document(self, id):
        return self.held.get(id)

    def documents(self):
        yield from sorted(self.held.values(), key=lambda document: document.id)

    def count(self):
        return len(self.held)

    def visible(self, ids, user):
        from core.visibility import tokens_of

        tokens = tokens_of(user)
        return {id for id in ids if id in self.held and tokens & self.held[id].audience}

    def cards(self, hits, ui, user):
        self.card_calls += 1
        shown = self.visible([hit.id for hit in hits], user)
        return {hit.id: self._card(hit) for hit in hits if hit.id in shown}

    def _card(self, hit):
        text = next(text for text in self.held[hit.id].texts if text.language == hit.language)
        return {
            "template": Template(
                '<article class="entry"><h3><a href="{{ card.url }}">{{ card.title }}</a></h3>'
                "<p>{{ passage }}</p>{% for each in why %}<p class=why>{{ each.label }}</p>{% endfor %}</article>"
            ),
            "url": f"/en/things/{hit.id}/",
            "title": text.title,
            "language": hit.language,
            "languages": [text.language for text in self.held[hit.id].texts],
            "summary": text.summary,
            "cities": [{"code": "1", "label": "Exampleville"}],
            "country": {"code": "DK", "label": "Denmark"},
            "years": [2019, None],
            "evidence": "process",
        }
