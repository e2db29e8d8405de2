"""Words that editors note as meaning the same."""
from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import languages
from core.stamps import StampedTable
from search import groups
from search.normalise import normalise

LANGUAGES = [(language.public, language.name) for language in languages.ALL]
MOST_WORDS = 20
LONGEST = 100
_BETWEEN = re.compile(r"[\n,،、，;؛；]+")

Groups = tuple[tuple[str, tuple[str, ...]], ...]


def split(text: str) -> tuple[str, ...]:
    """The words or phrases of a list with one on each line or commas between, each once."""
    found: dict[str, str] = {}
    for part in _BETWEEN.split(text):
        if word := normalise(part):
            found.setdefault(word.casefold(), word)
    return tuple(found.values())


class Synonyms(models.Model):
    """Words and phrases of one language; whoever asks for one of them also finds the others."""

    language = models.CharField(_("language"), max_length=3, choices=LANGUAGES)
    words = models.TextField(
        _("words"), max_length=2000,
        help_text=_("Two or more words or phrases that mean the same, one on each line or with commas between them."),
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        ordering = ("language", "words", "pk")
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")

    def __str__(self) -> str:
        return gettext(", ").join(split(self.words))

    @property
    def tongue(self) -> languages.Language:
        """Its language, for the direction of its words."""
        return languages.by_public(self.language)

    def clean(self) -> None:
        """Keep one word on a line; a group of one says nothing, a long one everything."""
        words = split(self.words)
        if len(words) < 2:
            raise ValidationError({"words": _("Give at least two different words or phrases.")})
        if len(words) > MOST_WORDS or any(len(word) > LONGEST for word in words):
            raise ValidationError({"words": _("Give at most %(most)d words or phrases of at most %(longest)d "
                                              "characters each.") % {"most": MOST_WORDS, "longest": LONGEST}})
        if name := next(filter(groups.only_names, words), ""):
            raise ValidationError({"words": _("“%(name)s” names a group of people. Such a name is tied to no other "
                                              "word.") % {"name": name}})
        self.words = "\n".join(words)


def _build() -> Groups:
    rows = Synonyms.objects.order_by("pk").values_list("language", "words")
    return tuple((language, words) for language, text in rows if len(words := split(text)) > 1)


TABLE: StampedTable[Groups] = StampedTable("search.synonyms", _build)
TABLE.follow(Synonyms)
