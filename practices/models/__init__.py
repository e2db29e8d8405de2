"""Practices: the language-neutral row, its pages in many languages, its evidence and the messages about it."""
from practices.models.building import BlockPlace
from practices.models.concern import Concern
from practices.models.contact import ContactMessage
from practices.models.curation import (
    BulkChange,
    Collection,
    CollectionItem,
    CollectionText,
    DraftInvitation,
    LanguageWish,
    LinkCheck,
)
from practices.models.evidence import OutcomeEvidence
from practices.models.key import Freshness, Key
from practices.models.pages import (
    CaseStudyPage,
    LessonLearnedPage,
    PracticeFolder,
    PracticeKeyword,
    PracticePage,
    PreventionProgrammePage,
)
from practices.models.practice import LanguageVersion, Practice
from practices.models.review import Appeal, EvidenceReading, NamedEditor, Recommendation, Recusal, Remit
from practices.models.submission import Draft, DraftFile, FieldComment, GuardNote, Screening, Step, Withholding

__all__ = [
    "Appeal", "BlockPlace", "BulkChange", "CaseStudyPage", "Collection", "CollectionItem", "CollectionText", "Concern",
    "ContactMessage", "Draft", "DraftFile", "DraftInvitation", "EvidenceReading", "FieldComment", "Freshness",
    "GuardNote", "Key", "LanguageVersion", "LanguageWish", "LessonLearnedPage", "LinkCheck", "NamedEditor",
    "OutcomeEvidence", "Practice", "PracticeFolder", "PracticeKeyword", "PracticePage", "PreventionProgrammePage",
    "Recommendation", "Recusal", "Remit", "Screening", "Step", "Withholding",
]
