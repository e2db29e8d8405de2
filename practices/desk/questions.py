"""What each question says: the question itself, what helps to answer it, and how a small town did."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from practices import answers
from practices.choices import Question


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as a page asks it; `more` is shown on request."""

    code: str
    heading: Any
    hint: Any
    example: Any = ""
    more: Any = ""

    @property
    def number(self) -> int:
        """Its place among the ten, 0 for the files."""
        return answers.TEN.index(self.code) + 1 if self.code in answers.TEN else 0

    @property
    def is_section(self) -> bool:
        """Whether it belongs to the full description."""
        return self.code in answers.SECTIONS

    @property
    def label(self) -> str:
        """Its short name in lists."""
        return str(Question(self.code).label)


ALL: dict[str, Asked] = {asked.code: asked for asked in (
    Asked(
        Question.TITLE, _("What would you call it?"),
        _("A few words that say what was done, so that another city understands them without knowing yours. Leave out "
          "names of people and slogans."),
        _("“Neighbours answer rumours before the market opens”"),
    ),
    Asked(
        Question.SUMMARY, _("What was the problem, and what did you do?"),
        _("In plain words, up to 250 of them. Say what happened, not who people are: no group is the problem, and no "
          "person can be recognised."),
        _("“After a fire in the storehouse, rumours blamed the new families. Twelve shopkeepers agreed to ask the fire "
          "service first and to put the answer on their doors by eight in the morning.”"),
        _("This text is what most readers see first, and what is translated first."),
    ),
    Asked(
        Question.CITY, _("Which city is it about?"),
        _("The city that answers for this entry. Its country or area and its region follow from it."),
    ),
    Asked(
        Question.KIND, _("What kind of entry is it?"),
        _("Choose what fits best. Once the entry has been handed in, the kind stays."),
    ),
    Asked(
        Question.TIME, _("When was it, and does it still run?"),
        _("Years are enough. Leave the end empty while the work goes on."),
        _("“Started in 2021 as a pilot on two streets; running.”"),
    ),
    Asked(
        Question.PEOPLE, _("Who took part, and who delivered it?"),
        _("By role or situation in life, never by name."),
        _("“About forty shopkeepers and two school classes took part. The youth office delivered it with the fire "
          "service; a sports club lent its hall.”"),
    ),
    Asked(
        Question.CHANGE, _("What changed, and how do you know?"),
        _("Other cities learn as much from “no change” as from success. Nothing that you answer here ranks your city."),
        _("“We counted calls to the advice line for two years: 31, then 74. It may show trust, or only that more "
          "people knew the number.”"),
        _("Editors place each result on two axes: how it was measured, and what was found. They may ask for a report."),
    ),
    Asked(
        Question.DIFFICULT, _("What was difficult, and what would you do differently?"),
        _("What went wrong is often the most useful part for another city."),
        _("“The first meetings were at noon, and nobody who works came. We would start in the evening and pay for "
          "child care.”"),
    ),
    Asked(
        Question.RIGHTS, _("How did you protect people’s rights, privacy and free choice?"),
        _("Could people say no? What was written down about them, who saw it, for how long? Where could they "
          "complain?"),
        _("“Taking part was free, and leaving needed no reason. Names were on the list for the bus only and were "
          "destroyed after the trip. Complaints went to the ombudsperson, not to us.”"),
        _("Before the first publication an editor without a tie to your city answers six questions about this."),
    ),
    Asked(
        Question.CONTACT, _("Who answers questions, and who may read the entry?"),
        _("Name the unit by its function, so that it still answers when people change."),
        _("“Youth office, prevention desk”"),
    ),
    Asked(
        Question.FILES, _("Pictures and files"),
        _("Optional. You can add up to ten pictures and ten files, now or later."),
    ),
    Asked(
        Question.LESSON, _("What is the lesson, in one sentence?"),
        _("When …, do …, because …. Short enough to be quoted, general enough for another city."),
    ),
    Asked(
        Question.STORY, _("What was done, step by step?"),
        _("From what you found to what you did. A city that has never heard of yours should be able to follow."),
    ),
    Asked(
        Question.WORKING, _("Why should it work?"),
        _("The idea behind it. Others need it to see whether it would hold with them."),
    ),
    Asked(
        Question.PARTNERS, _("Who stood behind it, and what did it take?"),
        _("Partners, mandate and means. What you leave out is shown as not said."),
    ),
    Asked(
        Question.PLACES, _("Where else, and how wide?"),
        _("Other cities that took part, and how large an area it covers."),
    ),
    Asked(
        Question.OUTCOMES, _("What changed, one thing at a time?"),
        _("Each outcome stands by itself, so that each can be checked by itself. “No change” is an outcome."),
    ),
    Asked(
        Question.BLOCKS, _("Which parts could another city take over?"),
        _("A building block is something that works by itself: a form, a meeting, a list, a way of asking."),
    ),
    Asked(
        Question.FIT, _("Where does it fit, and where not?"),
        _("What must be there, and where you would not try it. Readers ask this first."),
    ),
    Asked(
        Question.LASTING, _("What keeps it going, and what did it harm?"),
        _("What must stay, what may change, and what nobody wanted to happen."),
    ),
    Asked(
        Question.SOURCES, _("Where can it be checked, and what can others use?"),
        _("Addresses that anybody can open. Leave out what names a participant."),
    ),
    Asked(
        Question.ADAPTED, _("Was it adapted from another entry?"),
        _("Only where you took it over from somewhere and changed it."),
    ),
)}


def following(code: str) -> str:
    """The question after this one; nothing after the last, and sections of the full description stand by themselves."""
    return next((each for each in all_after(code) if each not in answers.SECTIONS), "")


def all_after(code: str) -> list[str]:
    """Every question after this one, in order."""
    codes = list(ALL)
    return codes[codes.index(code) + 1:]


def preceding(code: str) -> str:
    """The question before this one; nothing before the first."""
    codes = list(ALL)
    place = codes.index(code)
    return codes[place - 1] if place and code not in answers.SECTIONS else ""
