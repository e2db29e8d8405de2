"""The forms of the full description, one for each section. Everything in them is optional."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from practices import answers
from practices.choices import CostBand, Evaluation, Question, Scope, Status, StopReason
from practices.desk.answering import LONGEST_TEXT, AnswerForm
from practices.desk.fields import Line, Text
from practices.desk.looking import HINT, Cities, Entry
from practices.desk.rows import ADDRESS, LANGUAGE, TEXT, Part, Rows

NOT_SAID: Any = ("", _("Not said"))


def prose(label: Any, help_text: Any = "", example: Any = "", rows: int = 6) -> Text:
    """Some paragraphs."""
    return Text(label=label, most=LONGEST_TEXT, rows=rows, required=False, help_text=help_text, example=example)


def line(label: Any, help_text: Any = "", example: Any = "") -> Line:
    """One line."""
    return Line(label=label, most=250, required=False, help_text=help_text, example=example)


class LessonForm(AnswerForm):
    """The lesson of a lesson learned."""

    lesson_when = prose(_("When"), _("The situation in which it counts."),
                        _("“When a rumour names a street before anybody knows what happened …”"), 2)
    lesson_do = prose(_("do"), _("What you would do, in one sentence."),
                      _("“… say within the hour what is known and what is not, at the place where people meet …”"), 2)
    lesson_because = prose(_("because"), _("Why it helps."),
                           _("“… because silence is filled by whoever shouts first.”"), 2)
    advice_do = prose(_("What to do"), _("The steps, one a line."), _("“Agree in advance who speaks.”"), 4)
    advice_avoid = prose(_("What to avoid"), _("What made it worse, with you or elsewhere."),
                         _("“We corrected rumours by repeating them. They spread further.”"), 4)
    advice_depends = prose(_("What it depends on"), _("What must be there for it to hold."),
                           _("“People trusted the fire service already. Where they do not, ask somebody else.”"), 4)
    drawn_from = Entry(label=_("Entry it was drawn from"), required=False, help_text=HINT)


class StoryForm(AnswerForm):
    """What happened, in order."""

    situation = prose(_("The situation before"), _("What was seen and counted, where, and by whom. Say what happened, "
                                                   "not who people are."),
                      _("“In one winter the youth office counted nine fights at the bus station, up from two.”"))
    objectives = prose(_("Objectives"), _("What should be different afterwards, so that one can see whether it is."),
                       _("“Fewer fights at the station, and more pupils who know whom to call.”"), 4)
    activities = prose(_("What was done"), _("Step by step, so that another city could do the same: who did what, how "
                                             "often, for how long."),
                       _("“First we asked the drivers. Then two social workers waited at the station on Fridays from "
                         "four to eight, for ten months.”"), 9)


class WorkingForm(AnswerForm):
    """The idea behind it."""

    mechanism = prose(_("Why it should work"), _("If we do this, then that happens, because …"),
                      _("“If a known adult is there, most quarrels end early, because nobody loses face by leaving.”"))


class PartnersForm(AnswerForm):
    """Who stood behind it and what it took."""

    partners = Rows(
        Part("name", _("Organisation"), most=200, needed=_("Write which organisation it is.")),
        Part("support", _("What it contributes"), example=_("“Lends its hall on Fridays, without rent”")),
        label=_("Partners"), one=_("Partner %(number)d"), add=_("Add another partner"),
        help_text=_("Organisations by their names, people by their function only."))
    legal_mandate = prose(_("Legal mandate"), _("The law, decision or agreement that it rests on."),
                          _("“Decision of the council of March 2021; an agreement with the school about data.”"), 3)
    staff = line(_("Staff"), _("How many people, for how much of their time."),
                 _("“Two social workers, one day a week each”"))
    funding = line(_("Funding"), _("Who pays, until when."), _("“The town, with a grant of the province until 2026”"))
    cost_band = forms.ChoiceField(label=_("Cost"), choices=[NOT_SAID, *CostBand.choices], required=False,
                                  help_text=_("Roughly, with salaries. A band is enough."))

    def prepare(self) -> None:
        """Only a programme is asked for staff and funding."""
        for name in set(self.fields) - set(answers.fields_of(Question.PARTNERS, self.entry_kind)):
            del self.fields[name]


class PlacesForm(AnswerForm):
    """Where else, and how wide."""

    cities = Cities(label=_("Other cities that took part"), required=False, help_text=HINT)
    scope = forms.ChoiceField(
        label=_("How large an area it covers"), choices=[NOT_SAID, *Scope.choices], required=False,
        help_text=_("The population of a city is known to this site; it need not be written."))


class OutcomesForm(AnswerForm):
    """What changed, one thing at a time."""

    outcomes = Rows(
        Part("title", _("What changed, in one line"), most=answers.LONGEST_LABEL,
             example=_("“Calls to the advice line”"), needed=_("Write in one line what you looked at.")),
        Part("text", _("What changed, and how you know"), TEXT, LONGEST_TEXT,
             needed=_("Write what changed and how you know, or that it was not measured.")),
        Part("indicator", _("What was counted or asked"), example=_("“Calls a year”")),
        Part("baseline", _("Before"), example=_("“31 in 2020”")),
        Part("result", _("After"), example=_("“74 in 2022”")),
        Part("source", _("Source"), help=_("The report or list in which it can be checked."),
             example=_("“Yearly report of the youth office, page 12”")),
        label=_("Outcomes"), one=_("Outcome %(number)d"), add=_("Add another outcome"),
        help_text=_("The first one is your answer to question 7: what you change here changes there."))
    evaluation = forms.ChoiceField(
        label=_("Was it evaluated?"), choices=Evaluation.choices, required=False,
        help_text=_("Add the report under “Sources and links” or “Pictures and files”."))

    def prepare(self) -> None:
        """What question 7 says is the first outcome, also before anything was written here."""
        given = self.draft.answers
        if "outcomes" not in given and (given.get("change") or given.get("how_known")):
            self.initial["outcomes"] = [
                {"id": str(uuid4()), "title": given.get("change") or "", "text": given.get("how_known") or ""}]


class BlocksForm(AnswerForm):
    """Parts that another city could take over by themselves."""

    building_blocks = Rows(
        Part("title", _("Title"), most=160, example=_("“A list of who calls whom”"),
             needed=_("Give this building block a title.")),
        Part("what", _("What it does"), TEXT, LONGEST_TEXT, needed=_("Write what this building block does."),
             example=_("“One page with eight numbers. Whoever hears a rumour calls the next on the list.”")),
        Part("enabling", _("What it needs"), TEXT, LONGEST_TEXT,
             example=_("“Somebody who keeps the numbers up to date, an hour a month.”")),
        Part("lesson", _("What was learned"), TEXT, LONGEST_TEXT,
             example=_("“More than ten names, and nobody feels responsible.”")),
        label=_("Building blocks"), one=_("Building block %(number)d"), add=_("Add another building block"),
        help_text=_("Each one has an address of its own and is found by itself."))


class FitForm(AnswerForm):
    """Where another city might try it."""

    fit = prose(_("Where it fits, and where not"), _("What kind of place is it for? Where would you not try it?"),
                _("“For towns in which people still meet at one market. Not where nobody trusts the town hall.”"))
    enabling = prose(_("Enabling factors"), _("What was there already and made it possible."),
                     _("“The head of the school and the fire service knew each other well.”"), 4)


class LastingForm(AnswerForm):
    """What keeps it going, and what to watch."""

    sustainability = prose(_("What keeps it going; what must stay, what may change"),
                           _("What happens when money or people go? What is the core, and what can be done "
                             "differently elsewhere?"),
                           _("“The evening must stay; the place may change. Since 2023 the hall costs nothing.”"))
    harms_seen = prose(_("Harms seen"), _("What it did to somebody that it should not have done; and if none was seen, "
                                          "where you looked."),
                       _("“Two boys were teased because they came. We moved the entrance.”"), 4)
    stop_reason = forms.ChoiceField(label=_("Why it stopped"), choices=[NOT_SAID, *StopReason.choices], required=False)

    def prepare(self) -> None:
        """Nobody is asked why something stopped that goes on."""
        if self.draft.answers.get("status") != Status.STOPPED and not self.draft.answers.get("stop_reason"):
            del self.fields["stop_reason"]


class SourcesForm(AnswerForm):
    """Where statements can be checked, and what others may use."""

    references = Rows(
        Part("title", _("Title"), example=_("“Yearly report of the youth office 2022”"),
             needed=_("Write what the source is called.")),
        Part("url", _("Address"), ADDRESS, 1000, needed=_("Give the address of the source.")),
        Part("archived_url", _("Archived copy"), ADDRESS, 1000,
             help=_("The address of a copy in a web archive, which stays when the first one is gone.")),
        label=_("Sources"), one=_("Source %(number)d"), add=_("Add another source"),
        help_text=_("Reports, studies, articles: also those that disagree with you."))
    links = Rows(
        Part("title", _("Title"), most=200, example=_("“Leaflet for shopkeepers”"),
             needed=_("Write what the material is called.")),
        Part("url", _("Address"), ADDRESS, 1000, needed=_("Give the address of the material.")),
        Part("language", _("Language"), LANGUAGE),
        label=_("Materials that others may use"), one=_("Material %(number)d"), add=_("Add another material"),
        help_text=_("Handbooks, forms, films by their address. Files are added under “Pictures and files”."))


class AdaptedForm(AnswerForm):
    """What it was made from."""

    adapted_from = Entry(label=_("Adapted from this entry"), required=False, help_text=HINT)
    adaptation = prose(_("What was changed, and why"), _("What you left out, added or did otherwise than there."),
                       _("“There the police invited; with us the library did, because more people go there.”"))


FORMS: Mapping[str, type[AnswerForm]] = {
    Question.LESSON: LessonForm, Question.STORY: StoryForm, Question.WORKING: WorkingForm,
    Question.PARTNERS: PartnersForm, Question.PLACES: PlacesForm, Question.OUTCOMES: OutcomesForm,
    Question.BLOCKS: BlocksForm, Question.FIT: FitForm, Question.LASTING: LastingForm,
    Question.SOURCES: SourcesForm, Question.ADAPTED: AdaptedForm,
}
