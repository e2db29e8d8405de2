"""What is read of the vocabularies."""
from __future__ import annotations

from django.db.models import Count, Q

from core import languages
from core.updates import ToldQuerySet


class ConceptQuerySet(ToldQuerySet):
    """Reads of concepts."""

    def of(self, scheme: str) -> ConceptQuerySet:
        """The concepts of one vocabulary, in its order."""
        return self.filter(scheme=scheme).order_by("order", "code")

    def usable(self) -> ConceptQuerySet:
        """What may be chosen for new work: live or provisional, not merged."""
        return self.exclude(status="retired").filter(merged_into=None)

    def incomplete(self) -> ConceptQuerySet:
        """Concepts that lack a preferred label in one of the interface languages."""
        preferred = Count("labels__language", filter=Q(labels__kind="preferred"), distinct=True)
        return self.alias(preferred=preferred).filter(preferred__lt=len(languages.INTERFACE))

    def unused_codes(self, scheme: str, codes: list[str]) -> list[str]:
        """Those of the given codes that the vocabulary does not know."""
        known = set(self.filter(scheme=scheme, code__in=codes).values_list("code", flat=True))
        return [code for code in codes if code not in known]


class KeywordQuerySet(ToldQuerySet):
    """Reads of free keywords."""

    def accepted(self) -> KeywordQuerySet:
        """What readers see, and what it is called now."""
        return self.filter(accepted=True, merged_into=None, concept=None)

    def waiting(self) -> KeywordQuerySet:
        """What an editor has still to look at."""
        return self.filter(accepted=False, refused=False)
