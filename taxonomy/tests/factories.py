"""Concepts for tests."""
from taxonomy.models import Concept, Label


def make_concept(code, scheme="approach", status=Concept.LIVE, broader=None, merged_into=None, order=0, **labels):
    """A concept with a preferred label per keyword, such as `en="Dialogue"`."""
    concept = Concept.objects.create(
        scheme=scheme, code=code, status=status, broader=broader, merged_into=merged_into, order=order
    )
    for language, text in labels.items():
        Label.objects.create(concept=concept, language=language, kind=Label.PREFERRED, text=text)
    return concept
