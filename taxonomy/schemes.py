"""The controlled vocabularies of the repository, by code."""
from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scheme(models.TextChoices):
    """One vocabulary each; the first eleven classify what a practice is about, the others its coded facts."""

    FORM = "form", _("Form of violent extremism addressed")
    LEVEL = "level", _("Prevention level")
    APPROACH = "approach", _("Approach")
    SETTING = "setting", _("Setting")
    PARTICIPANTS = "participants", _("Intended participants")
    AGE = "age", _("Age band")
    THEME = "theme", _("Theme of the UN Plan of Action")
    HARMED = "harmed", _("Who is harmed")
    HARM = "harm", _("Related harm")
    DRIVER = "driver", _("Driver addressed")
    SECTOR = "sector", _("Sector or agency")
    KIND = "kind", _("Kind of practice")
    STATUS = "status", _("Status of the work")
    STOP_REASON = "stop-reason", _("Why it stopped")
    SCOPE = "scope", _("Geographical scope")
    COST = "cost", _("Cost band")
    EVALUATION = "evaluation", _("Evaluation")
    EVIDENCE_QUALITY = "evidence-quality", _("How it was measured")
    DIRECTION = "direction", _("What was found")


CODED = frozenset({  # the program itself knows these codes
    Scheme.KIND, Scheme.STATUS, Scheme.STOP_REASON, Scheme.SCOPE, Scheme.COST, Scheme.EVALUATION,
    Scheme.EVIDENCE_QUALITY, Scheme.DIRECTION,
})
