"""Closed lists that the program itself depends on; all other vocabularies live in taxonomy."""
from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """The three content types."""

    CASE_STUDY = "case_study", _("Case study")
    LESSON_LEARNED = "lesson_learned", _("Lesson learned")
    PROGRAMME = "programme", _("Prevention programme")


class State(models.TextChoices):
    """The life of a submission; only actions move it."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    IN_REVIEW = "in_review", _("In review")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    PUBLISHED = "published", _("Published")
    DECLINED = "declined", _("Declined")
    PARKED = "parked", _("Parked")
    UPDATE_PROPOSED = "update_proposed", _("Update proposed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    UNCONFIRMED = "unconfirmed", _("Unconfirmed")
    ARCHIVED = "archived", _("Archived")


WAITING_STATES = (State.SUBMITTED, State.IN_REVIEW, State.UPDATE_PROPOSED)  # somebody waits for an editor
WRITABLE_STATES = (State.DRAFT, State.CHANGES_REQUESTED)  # what the city itself may change
PROPOSABLE_STATES = (State.PUBLISHED, State.UNCONFIRMED)  # what the city may propose changes to
READABLE_STATES = (State.PUBLISHED, State.UPDATE_PROPOSED, State.UNCONFIRMED)


class Visibility(models.TextChoices):
    """Who may read a published practice."""

    PUBLIC = "public", _("Everybody")
    MEMBERS = "members", _("Members of the network")


class Depth(models.TextChoices):
    """How much of the description is there."""

    SNAPSHOT = "snapshot", _("Snapshot")
    FULL = "full", _("Full entry")


class ReviewDepth(models.TextChoices):
    """Who has looked at an entry."""

    SUBMITTED = "submitted", _("Submitted")
    EDITOR_CHECKED = "editor_checked", _("Checked by an editor")
    PEER_REVIEWED = "peer_reviewed", _("Peer-reviewed")


class VersionState(models.TextChoices):
    """How a language version came about."""

    ORIGINAL = "original", _("Original")
    HUMAN = "human", _("Human translation")
    MACHINE = "machine", _("Machine translation")
    OUT_OF_DATE = "out_of_date", _("Translation out of date")


class Direction(models.TextChoices):
    """What was found about an outcome."""

    FAVOURABLE = "favourable", _("Favourable")
    MIXED = "mixed", _("Mixed")
    NO_CHANGE = "no-change", _("No detectable change")
    UNFAVOURABLE = "unfavourable", _("Unfavourable or harmful")
    NOT_MEASURED = "not-measured", _("Not measured")


class Quality(models.TextChoices):
    """How an outcome was measured, from an account to a randomised comparison."""

    ACCOUNT = "account", _("Account only")
    PROCESS = "process", _("Monitoring or process evaluation")
    BEFORE_AFTER = "before_after", _("Before and after, no comparison")
    COMPARISON = "comparison", _("Comparison group or time series")
    RANDOMISED = "randomised", _("Randomised, or several comparisons")


QUALITY_ORDER = tuple(Quality.values)


class Status(models.TextChoices):
    """Where the work itself stands."""

    PLANNED = "planned", _("Planned")
    PILOT = "pilot", _("Pilot")
    RUNNING = "running", _("Running")
    COMPLETED = "completed", _("Completed")
    STOPPED = "stopped", _("Stopped")
    UNKNOWN = "unknown", _("Not known")


class StopReason(models.TextChoices):
    """Why work was stopped."""

    FUNDING = "funding", _("Funding ended")
    MANDATE = "mandate", _("Mandate ended")
    HARM_SEEN = "harm-seen", _("Harm was seen")
    GOAL_REACHED = "goal-reached", _("Goal reached")


class Scope(models.TextChoices):
    """How large an area the work covers."""

    NEIGHBOURHOOD = "neighbourhood", _("Neighbourhood")
    CITY = "city", _("City")
    SEVERAL_CITIES = "several-cities", _("Several cities")
    COUNTY = "county-or-province", _("County or province")
    NATIONAL = "national-with-cities", _("National, with cities")


class CostBand(models.TextChoices):
    """Rough cost a year in US dollars."""

    NONE = "none", _("No extra cost")
    UNDER_10K = "under-10k", _("Under 10,000 US dollars a year")
    UNDER_100K = "10k-100k", _("10,000 to 100,000 US dollars a year")
    UNDER_1M = "100k-1m", _("100,000 to 1 million US dollars a year")
    OVER_1M = "over-1m", _("Over 1 million US dollars a year")


class Evaluation(models.TextChoices):
    """Whether and by whom the work was evaluated."""

    UNKNOWN = "unknown", _("Not known")
    NONE = "none", _("None found")
    SELF = "self", _("By the city itself")
    COMMISSIONED = "commissioned", _("Commissioned by the city")
    INDEPENDENT = "independent", _("Independent")


class Question(models.TextChoices):
    """The ten questions a city answers first, and its files."""

    TITLE = "title", _("Title")
    SUMMARY = "summary", _("The problem and what you did")
    CITY = "city", _("City")
    KIND = "kind", _("Kind of entry")
    TIME = "time", _("When")
    PEOPLE = "people", _("Who took part, who delivered it")
    CHANGE = "change", _("What changed, and how you know")
    DIFFICULT = "difficult", _("What was difficult")
    RIGHTS = "rights", _("Rights, privacy and free choice")
    CONTACT = "contact", _("Questions and readers")
    FILES = "files", _("Pictures and files")
    STORY = "story", _("What was done, step by step")
    WORKING = "working", _("Why it should work")
    PARTNERS = "partners", _("Partners and mandate")
    PLACES = "places", _("Cities and size")
    OUTCOMES = "outcomes", _("Outcomes")
    BLOCKS = "blocks", _("Building blocks")
    FIT = "fit", _("Where it fits, and where not")
    LASTING = "lasting", _("What keeps it going")
    SOURCES = "sources", _("Sources and links")
    LESSON = "lesson", _("The lesson")
    ADAPTED = "adapted", _("What was adapted")


class ResultsKnown(models.TextChoices):
    """What a city can say about change; “too early” and “not measured” are answers."""

    KNOWN = "known", _("Something changed, or did not, and we can say how we know")
    TOO_EARLY = "too-early", _("Too early to say")
    NOT_MEASURED = "not-measured", _("Not measured")


class ConcernCategory(models.TextChoices):
    """What somebody is concerned about."""

    RIGHTS = "rights", _("It violates somebody’s rights")
    DANGER = "danger", _("It puts people in danger")
    PRIVACY = "privacy", _("A person can be recognised")
    CHILDREN = "children", _("It concerns children")
    GROUP = "group", _("It puts a whole group under suspicion")
    WRONG = "wrong", _("Something in it is not true")
    OTHER = "other", _("Something else")


class ConcernState(models.TextChoices):
    """Whether a concern has been answered."""

    RECEIVED = "received", _("Received")
    ANSWERED = "answered", _("Answered")
