"""Questions that nobody wrote, the same for the same seed: words, noise, operators, hidden words, filters."""
from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote, quote_from_bytes

from core import languages
from demo.content_files import entries
from search import facets
from search.tests.test_hostile import PIECES

RANGES = ((0x20, 0x7F), (0x80, 0x250), (0x370, 0x530), (0x590, 0x6FF), (0x900, 0xE80), (0x1100, 0x1200),
          (0x2000, 0x2100), (0x3000, 0x3100), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xD800, 0xE000), (0x1F300, 0x1FAFF),
          (0, 0x20))
SURFACES = ("api", "api", "page", "suggestions")
UI = [language.public for language in languages.INTERFACE]
LONGEST = 3_000


@dataclass(frozen=True)
class Question:
    """What is asked where: the text, the other parameters, and the surface."""

    text: str
    parameters: tuple[tuple[str, str], ...]
    surface: str
    ui: str

    @property
    def query(self) -> str:
        """The query string, whatever the text holds."""
        q = "q=" + quote_from_bytes(self.text.encode("utf-8", "surrogatepass"))
        return "&".join([q, *(f"{quote(name)}={quote(value)}" for name, value in self.parameters)])

    @property
    def path(self) -> str:
        """The address."""
        if self.surface == "api":
            return f"/api/v1/search?ui={self.ui}&{self.query}"
        return f"/{self.ui}/search/{'' if self.surface == 'page' else 'suggestions/'}?{self.query}"


class Questions:
    """Makes questions out of the demonstration's words and of words that only hidden entries have."""

    def __init__(self, seed: int, secrets: Sequence[str]) -> None:
        self.chance = random.Random(seed)
        self.secrets = list(secrets)
        self.words = _words()
        self.codes = [(facet.name, option.code) for facet in facets.all_facets() for option in facet.options("en")]
        self.makers = (self.spoken, self.spoken, self.noise, self.pieces, self.operators, self.hidden, self.misspelled,
                       self.long, self.beginning, self.empty)

    def take(self, number: int) -> Iterator[Question]:
        """So many questions; how many are asked does not change the ones before."""
        for _ in range(number):
            text = self.chance.choice(self.makers)()
            yield Question(text[:LONGEST], self.parameters(), self.chance.choice(SURFACES), self.chance.choice(UI))

    def spoken(self) -> str:
        """Words of one language, or of several."""
        own = self.words[self.chance.choice(sorted(self.words))]
        other = self.words[self.chance.choice(sorted(self.words))] if self.chance.random() < 0.2 else own
        return " ".join(self.chance.choice(self.chance.choice((own, other))) for _ in range(self.chance.randint(1, 5)))

    def beginning(self) -> str:
        """What somebody has typed of a word."""
        word = self.spoken()
        return word[: self.chance.randint(1, max(len(word), 1))]

    def noise(self) -> str:
        """Signs of any script, halves of pairs among them."""
        low, high = self.chance.choice(RANGES)
        mixed = self.chance.random() < 0.4
        return "".join(chr(self.chance.randrange(*(self.chance.choice(RANGES) if mixed else (low, high))))
                       for _ in range(self.chance.randint(1, 30)))

    def pieces(self) -> str:
        """What breaks query languages."""
        return "".join(self.chance.choices(PIECES, k=self.chance.randint(1, 4)))

    def operators(self) -> str:
        """Phrases, words that must not stand there, chips, whole or broken, around words and secrets."""
        name, code = self.chance.choice(self.codes)
        words = [self.spoken(), self.chance.choice(self.secrets)]
        forms = ('"{}"', '"{}', "-{}", '-"{}"', "- {}", "«{}»", "“{}”", "{}*", "({})", f"{name}:{{}}",
                 f"{name}:{code} {{}}", f"-{name}:{code} {{}}", "{} AND NOT", "{}:", "−{}", "kind:{}", "language:ar {}")
        return " ".join(self.chance.choice(forms).format(self.chance.choice(words))
                        for _ in range(self.chance.randint(1, 3)))

    def hidden(self) -> str:
        """Words of hidden entries, alone, with others, or only their beginning."""
        word = self.chance.choice(self.secrets)
        ways = (word, f"{word} {self.spoken()}", word[: self.chance.randint(3, len(word))], word.upper(),
                f"{word} title", f"{self.chance.choice(self.secrets)} {word}", f"{word}-keyword")
        return self.chance.choice(ways)

    def misspelled(self) -> str:
        """A hidden word, or any, with one letter changed: what could be corrected to it."""
        word = self.chance.choice(self.secrets) if self.chance.random() < 0.7 else self.spoken()
        place = self.chance.randrange(2, max(len(word) - 1, 3))
        return word[:place] + self.chance.choice("xyoq") + word[place + 1 :]

    def long(self) -> str:
        """More than anybody types."""
        return " ".join(self.spoken() for _ in range(self.chance.randint(20, 80)))

    def empty(self) -> str:
        """Nothing, or nothing to see."""
        return self.chance.choice(("", " ", "\u200b", "\t\n", "-", '""', "a"))

    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Filters that exist, and now and then one that does not, an order, a page."""
        if self.chance.random() < 0.5:
            return ()
        found = [self.chance.choice(self.codes) for _ in range(self.chance.randint(0, 3))]
        unusual = [("sort", "newest"), ("sort", "confirmed"), ("page", "2"), ("page", "50"), ("city", "none-such"),
                   ("keyword", f"{self.chance.choice(self.secrets)}-keyword"), ("language", "xx"), ("unknown", "1")]
        return tuple(found + self.chance.sample(unusual, self.chance.choice((0, 0, 1))))


def _words() -> dict[str, list[str]]:
    """The words of every text of the demonstration by language, hidden entries included."""
    found: dict[str, set[str]] = {}
    for entry in entries():
        for language, text in entry.data["texts"].items():
            said = json.dumps(text, ensure_ascii=False).split()
            found.setdefault(language, set()).update(word for word in said if not {'"', "\\"} & set(word))
    return {language: sorted(words) for language, words in found.items() if words}
