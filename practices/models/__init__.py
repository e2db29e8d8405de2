"""Practices: the language-neutral row, its pages in many languages, its evidence and the messages about it."""
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

__all__ = [
    "CaseStudyPage", "ContactMessage", "LanguageVersion", "LessonLearnedPage", "OutcomeEvidence", "Practice",
    "PracticeFolder", "PracticeKeyword", "PracticePage", "PreventionProgrammePage",
]
