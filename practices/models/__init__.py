"""Practices: the language-neutral row, its pages in many languages, its evidence and the messages about it."""
from practices.models.concern import Concern
from practices.models.contact import ContactMessage
from practices.models.evidence import OutcomeEvidence
from practices.models.pages import (
    CaseStudyPage,
    LessonLearnedPage,
    PracticeFolder,
    PracticeKeyword,
    PracticePage,
    PreventionProgrammePage,
)
from practices.models.practice import LanguageVersion, Practice
from practices.models.submission import Draft, DraftFile, FieldComment, Screening, Step

__all__ = [
    "CaseStudyPage", "Concern", "ContactMessage", "Draft", "DraftFile", "FieldComment", "LanguageVersion",
    "LessonLearnedPage", "OutcomeEvidence", "Practice", "PracticeFolder", "PracticeKeyword", "PracticePage",
    "PreventionProgrammePage", "Screening", "Step",
]
