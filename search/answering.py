"""What the search page answers: what was asked, or in plain words something else where that found nothing."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from search import engine, finding, spelling
from search.parameters import Chosen


@dataclass(frozen=True, slots=True)
class Answer:
    """The results for what was chosen; `meant` is the question with its slips mended, empty where there are none.

    `instead`: nothing was found for what was chosen, the results are those of `meant`.
    """

    chosen: Chosen
    found: finding.Found
    meant: str = ""
    instead: bool = False

    @property
    def asked(self) -> Chosen:
        """What the results answer."""
        return replace(self.chosen, q=self.meant) if self.instead else self.chosen

    @property
    def is_outage(self) -> bool:
        """Whether no engine answers."""
        return self.found.results.engine == engine.NONE


def answer(chosen: Chosen, *, ui: str, user: Any, counted: Iterable[str], literally: bool = False) -> Answer:
    """Search, and where nothing is found search once more for what was probably meant, unless the reader insists."""
    names = tuple(counted)
    first = Answer(chosen, _find(chosen, ui, user, names))
    if first.is_outage or not (meant := spelling.corrected(chosen, ui, user)):
        return _on_its_page(first)
    if not first.found.total and not literally:
        second = _find(replace(chosen, q=meant), ui, user, names)
        if second.total:
            return _on_its_page(Answer(chosen, second, meant, instead=True))
    return _on_its_page(replace(first, meant=meant))


def address_of(meant: Chosen, *, ui: str, user: Any, path: str) -> str:
    """Where a mended question leads: with the filters if they leave something of it."""
    if meant.filters and not finding.total(meant, ui=ui, user=user):
        meant = replace(meant, filters={})
    return replace(meant, page=1).address(path)


def _find(chosen: Chosen, ui: str, user: Any, counted: tuple[str, ...]) -> finding.Found:
    found = finding.find(chosen, ui=ui, user=user, counted=counted)
    last = max(found.pages, 1)
    return found if found.page <= last else finding.find(replace(chosen, page=last), ui=ui, user=user, counted=counted)


def _on_its_page(answer: Answer) -> Answer:
    """The same with the number of the page that there really is."""
    return replace(answer, chosen=replace(answer.chosen, page=answer.found.page))
