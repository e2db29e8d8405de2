"""The form of each kind of practice in the admin: text, facts, evidence and outcomes, who may read it."""
from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
    TitleFieldPanel,
)

from practices.forms_admin import AUDIENCE_FIELDS, RECORD_FIELDS, SCHEMES, field_name
from practices.widgets import CitySearch, PracticeSearch

WHO = ("organisation", "unit")
STORY = ("took_part", "situation", "objectives", "activities", "mechanism")
DIFFICULT = ("challenges", "harms_seen", "concerns")
WHERE_IT_APPLIES = ("rights", "fit", "enabling", "sustainability")


class TypedText(ObjectList):
    """A tab whose inputs run in the direction of the language they are written in."""

    class BoundPanel(ObjectList.BoundPanel):
        """Says language and direction of the text, for `admin/direction.js`."""

        @property
        def attrs(self) -> dict[str, str]:
            """The panel's own attributes, and those that the script reads."""
            tongue = self.form.tongue
            return {**super().attrs, "data-content-dir": tongue.direction, "data-content-lang": tongue.html}


class EvidenceHelp(HelpPanel):
    """Leads from the outcomes to their evidence, which stands on the practice and not in the text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"template": "practices/admin/evidence_help.html", **kwargs})

    class BoundPanel(HelpPanel.BoundPanel):
        """Shown on an original that has been saved."""

        def is_shown(self) -> bool:
            """A translation has no evidence of its own."""
            return bool(self.instance.pk and self.instance.practice_id and self.instance.is_original)


def case_study() -> TabbedInterface:
    """What one city did."""
    return _tabs([
        "summary", *WHO, "partners", *STORY, "building_blocks", *DIFFICULT, *WHERE_IT_APPLIES, "legal_mandate",
        "adaptation", "pictures",
    ], ["adapted_from"])


def programme() -> TabbedInterface:
    """What is offered again and again; the only kind with staff and funding."""
    return _tabs([
        "summary", *WHO, "partners", *STORY, "building_blocks",
        FieldRowPanel([FieldPanel("staff"), FieldPanel("funding")]), *DIFFICULT, *WHERE_IT_APPLIES, "legal_mandate",
        "adaptation", "pictures",
    ], ["adapted_from"])


def lesson() -> TabbedInterface:
    """What was learned: no building blocks, partners or mandate, but a sentence to quote and advice."""
    sentence = _group(
        _("The lesson in one sentence"), ["lesson_when", "lesson_do", "lesson_because"],
        help_text=_("When …, do …, because …. Short enough to be quoted."),
    )
    advice = _group(_("Advice"), ["advice_do", "advice_avoid", "advice_depends"])
    return _tabs(
        ["summary", sentence, *WHO, *STORY, advice, *DIFFICULT, *WHERE_IT_APPLIES, "adaptation", "pictures"],
        ["drawn_from", "adapted_from"],
    )


def _tabs(text: list[Any], drawn_from: list[str]) -> TabbedInterface:
    facts = [_places(), _time(), _size(), *(FieldPanel(name, widget=PracticeSearch) for name in drawn_from)]
    return TabbedInterface([
        TypedText([TitleFieldPanel("title", help_text=_("What was done, in up to 120 characters.")), *text],
                  heading=_("Text")),
        ObjectList([*facts, _vocabularies(), _keywords()], heading=_("Facts")),
        TypedText([EvidenceHelp(), "outcomes", _studied(), "references", "materials"],
                  heading=_("Evidence & outcomes")),
        ObjectList([_audience(), _record(), _contact()], heading=_("Who may read it")),
        ObjectList([FieldPanel("slug", help_text=_("The readable end of the address. The address works without it.")),
                    CommentPanel()], heading=_("Address")),
    ])


def _group(heading: Any, names: list[Any], **kwargs: Any) -> MultiFieldPanel:
    return MultiFieldPanel([FieldPanel(name) for name in names], heading=heading, **kwargs)


def _places() -> MultiFieldPanel:
    return MultiFieldPanel([
        FieldPanel("cities", widget=CitySearch, help_text=_(
            "Country or area, region, hub and size follow from the city.")),
        FieldPanel("hub", help_text=_("Only where it is not the hub of the city’s country or area.")),
    ], heading=_("Where"))


def _time() -> MultiFieldPanel:
    return MultiFieldPanel([
        FieldRowPanel([FieldPanel("start_year"), FieldPanel("end_year")]),
        FieldRowPanel([FieldPanel("status"), FieldPanel("stop_reason")]),
    ], heading=_("When"), help_text=_("Leave the end empty while the work goes on."))


def _size() -> MultiFieldPanel:
    return MultiFieldPanel([FieldRowPanel([FieldPanel("scope"), FieldPanel("cost_band")])], heading=_("How large"))


def _studied() -> FieldRowPanel:
    return FieldRowPanel([FieldPanel("evaluation"), FieldPanel("results_known"), FieldPanel("extent")])


def _vocabularies() -> MultiFieldPanel:
    return MultiFieldPanel(
        [FieldPanel(field_name(scheme)) for scheme in SCHEMES], heading=_("Vocabulary"),
        help_text=_("Tick what the work itself addresses. Nothing is chosen beforehand: “not sure” is to leave it."),
    )


def _keywords() -> FieldPanel:
    return FieldPanel("keywords", help_text=_("A new keyword is shown to readers once it is accepted."))


def _audience() -> MultiFieldPanel:
    return _group(_("Who may read it"), list(AUDIENCE_FIELDS), help_text=_(
        "This stands on the practice, for every language and version at once."))


def _record() -> MultiFieldPanel:
    return _group(_("Who answers for it"), list(RECORD_FIELDS), help_text=_(
        "This stands on the practice as well, and takes effect when you save."))


def _contact() -> Panel:
    return FieldPanel("contact_languages", help_text=_("Codes separated by commas, such as ar, fr. "
                                                       "Questions are relayed; no address is shown."))
