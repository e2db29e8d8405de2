"""The Wagtail pages of practices: texts per language, facts on the original."""
from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import ItemBase
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cities.models import City, Hub
from core import languages
from core.models import BasePage
from core.richtext import FEATURES
from practices import blocks, panels
from practices.choices import CostBand, Depth, Evaluation, Kind, ResultsKnown, Scope, Status, StopReason
from practices.forms_admin import PracticeCopyForm, PracticePageForm
from practices.models.practice import Practice
from search import changes
from taxonomy.models import Concept, Keyword

TEXT_FIELDS = (
    "summary", "organisation", "unit", "took_part", "situation", "objectives", "activities", "mechanism", "challenges",
    "harms_seen", "concerns", "rights", "fit", "enabling", "sustainability", "legal_mandate", "adaptation",
    "lesson_when", "lesson_do", "lesson_because", "partners", "outcomes", "building_blocks", "pictures",
)
TAKEN_SLUGS = ("contact", "concern", "wish")  # other addresses below a practice's own (practices/urls.py)
LESSON_FIELDS = ("advice_do", "advice_avoid", "advice_depends")


def rich(label: Any, help_text: Any = "") -> RichTextField:
    """An optional rich text field of a practice."""
    return RichTextField(label, features=FEATURES, blank=True, help_text=help_text)


class PracticeFolder(Page):
    """Where the practices of one content language live in the page tree; it has no address of its own."""

    max_count_per_parent = None
    private_page_options: ClassVar[list[str]] = []
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = [
        "practices.CaseStudyPage", "practices.LessonLearnedPage", "practices.PreventionProgrammePage"
    ]

    class Meta:
        verbose_name = _("folder of practices")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Never served."""
        raise Http404

    def permissions_for_user(self, user: Any) -> Any:
        """The group's permissions, without restricting who may see the folder."""
        from practices.permissions import FolderPermissionTester

        return FolderPermissionTester(user, self)


class PracticeKeyword(ItemBase):
    """A free keyword of a practice; readers see it once an editor has accepted the keyword."""

    tag = models.ForeignKey(Keyword, on_delete=models.CASCADE, related_name="practice_items")
    content_object = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="keyword_items")


class PracticePage(BasePage):
    """The text of a practice in one language, and on the original also its facts."""

    kind: ClassVar[str] = ""

    practice = models.ForeignKey(
        Practice, null=True, editable=False, on_delete=models.SET_NULL, related_name="pages"
    )

    # Texts
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("Plain language, up to 250 words: the problem and what was done.")
    )
    organisation = models.CharField(_("lead organisation"), max_length=250, blank=True)
    unit = models.CharField(
        _("unit that answers questions"), max_length=250, blank=True, help_text=_("By function, never by name.")
    )
    partners = StreamField(blocks.stream("partner", blocks.PartnerBlock()), blank=True, verbose_name=_("partners"))
    took_part = rich(_("who took part"), _("By role or life situation, never by name."))
    situation = rich(_("the situation before"))
    objectives = rich(_("objectives"))
    activities = rich(_("what was done"))
    mechanism = rich(_("why it should work"))
    outcomes = StreamField(
        blocks.stream("outcome", blocks.OutcomeBlock()), blank=True, verbose_name=_("outcomes"),
        help_text=_("“Too early” and “not measured” are answers."),
    )
    building_blocks = StreamField(
        blocks.stream("block", blocks.BuildingBlock()), blank=True, verbose_name=_("building blocks")
    )
    challenges = rich(_("what was difficult"), _("Challenges, failures, and what you would do differently."))
    harms_seen = rich(_("harms seen"))
    concerns = rich(
        _("concerns raised"),
        _("What courts, UN bodies, national human-rights institutions and the press say, with sources."),
    )
    rights = rich(_("rights, privacy and free choice"))
    fit = rich(_("where it fits, and where not"))
    enabling = rich(_("enabling factors"))
    sustainability = rich(_("sustainability; what must stay, what may change"))
    legal_mandate = rich(_("legal mandate"))
    adaptation = rich(_("what was changed, and why"), _("Only where it was adapted from another practice."))
    lesson_when = models.TextField(_("when"), blank=True)
    lesson_do = models.TextField(_("do"), blank=True)
    lesson_because = models.TextField(_("because"), blank=True)

    # Facts: read from the original only
    cities = ParentalManyToManyField(City, blank=True, related_name="+", verbose_name=_("cities"))
    hub = models.ForeignKey(
        Hub, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("regional hub")
    )
    concepts = ParentalManyToManyField(Concept, blank=True, related_name="+", verbose_name=_("vocabulary"))
    keywords = ClusterTaggableManager(through=PracticeKeyword, blank=True, verbose_name=_("free keywords"))
    extent = models.CharField(_("description"), max_length=10, choices=Depth.choices, default=Depth.SNAPSHOT)
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.UNKNOWN)
    stop_reason = models.CharField(_("why it stopped"), max_length=15, choices=StopReason.choices, blank=True)
    start_year = models.PositiveSmallIntegerField(_("start year"), null=True, blank=True)
    end_year = models.PositiveSmallIntegerField(_("end year"), null=True, blank=True)
    scope = models.CharField(_("geographical scope"), max_length=25, choices=Scope.choices, blank=True)
    cost_band = models.CharField(_("cost"), max_length=12, choices=CostBand.choices, blank=True)
    evaluation = models.CharField(
        _("evaluation"), max_length=15, choices=Evaluation.choices, default=Evaluation.UNKNOWN
    )
    results_known = models.CharField(
        _("what can be said about results"), max_length=15, choices=ResultsKnown.choices, blank=True
    )
    contact_languages = models.CharField(
        _("languages of the contact"), max_length=60, blank=True, help_text=_("Codes, separated by commas.")
    )
    adapted_from = models.ForeignKey(
        Practice, null=True, blank=True, on_delete=models.SET_NULL, related_name="adaptations",
        verbose_name=_("adapted from"),
    )
    references = StreamField(blocks.stream("reference", blocks.ReferenceBlock()), blank=True,
                             verbose_name=_("sources"))
    materials = StreamField(blocks.stream("material", blocks.MaterialBlock()), blank=True,
                            verbose_name=_("materials"))
    pictures = StreamField(blocks.stream("picture", blocks.PictureBlock()), blank=True,
                           verbose_name=_("pictures"))

    base_form_class = PracticePageForm
    copy_form_class = PracticeCopyForm
    private_page_options: ClassVar[list[str]] = []  # who may read stands on the practice
    parent_page_types: ClassVar[list[str]] = ["practices.PracticeFolder"]
    subpage_types: ClassVar[list[str]] = []
    is_creatable = False
    template = "practices/practice.html"
    translatable_fields: ClassVar[list[Any]] = [
        TranslatableField("title"), *(TranslatableField(name) for name in TEXT_FIELDS),
        SynchronizedField("practice", overridable=False),
    ]

    class Meta:
        verbose_name = _("practice page")

    @property
    def is_original(self) -> bool:
        """Whether this is the page that carries the facts."""
        return self.practice is None or self.practice.original_id in (None, self.pk)

    @cached_property
    def facts(self) -> PracticePage:
        """The original page, from which every language reads cities, concepts, dates and codes."""
        if self.is_original or self.practice is None or self.practice.original is None:
            return self
        return self.practice.original

    def permissions_for_user(self, user: Any) -> Any:
        """The group's permissions, without those that this item's state or this person's city forbids."""
        from practices.permissions import PracticePermissionTester

        return PracticePermissionTester(user, self)

    def is_visible_to(self, user: Any) -> bool:
        """Whether the reader may see the practice that this page belongs to."""
        return Practice.objects.visible_to(user).filter(pk=self.practice_id).exists()

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """The stable address in the interface language of the moment, on the first site."""
        sites = self._get_site_root_paths(request)
        if not sites or self.practice_id is None:
            return None
        return sites[0].site_id, sites[0].root_url, self.address()

    def address(self) -> str:
        """`/{ui}/practices/{id}/{slug}/`; the text's own language is asked for where it is not the interface's."""
        path = reverse("practices:practice", args=[self.practice_id, self.slug or "-"])
        own = self.language.public
        return path if own == languages.current().public else f"{path}?content={own}"

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the draft as readers will see it."""
        from practices.views import preview

        return preview(request, self)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Give every page a slug, in whatever script its title is."""
        if not self.slug:
            self.slug = self._get_autogenerated_slug(slugify(self.title, allow_unicode=True)[:60] or "practice")
        if self.practice is not None and self.practice.city_withheld:
            self._unname_slug()
        if self.slug in TAKEN_SLUGS:
            self.slug = self._get_autogenerated_slug(f"{self.slug}-practice")
        super().full_clean(*args, **kwargs)

    def _unname_slug(self) -> None:
        """Take the name of a city that is not named out of the address, where an earlier title left it."""
        from practices import withholding

        if withholding.slug_names(self):
            self.slug = ""
            self.slug = self._get_autogenerated_slug("practice")

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a new page that is no translation starts a practice of its own, whatever way it came in."""
        if self.alias_of_id:
            raise PermissionDenied(_("A practice has no alias pages: they would multiply it in listings and search."))
        if self._state.adding and not (self._is_translation() or self._is_first()):
            self.practice = Practice.objects.create(kind=self.kind)
        if self.live and not self._state.adding and "update_fields" not in kwargs:
            from practices import permissions

            permissions.check_rewriting(self)
        super().save(*args, **kwargs)
        if self.practice is not None and self.practice.original_id is None:
            self.practice.original = self
            self.practice.save(update_fields=["original"])
        if self.live and self.practice_id and "update_fields" not in kwargs:
            from practices.building.places import documents_of

            changes.changed([str(self.practice_id), *documents_of([self.practice_id])])

    def publish(self, revision: Any, user: Any = None, *args: Any, **kwargs: Any) -> None:
        """Publish a revision, whatever way it came in, only where the person at work may and it was screened."""
        from practices import approving, permissions

        action = kwargs.get("log_action")
        if not permissions.is_unscreened_schedule(self, action) and not approving.is_old_schedule(
                self, revision, scheduled=action == permissions.SCHEDULED):
            permissions.check_publishing(self, user)
            permissions.check_naming(self, revision, user)
            approving.check(self, revision, user)
            super().publish(revision, user, *args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Every saving is a version of its own, Wagtail's automatic one too: a version that was read never changes."""
        return super().save_revision(*args, **{**kwargs, "overwrite_revision": None})

    def unpublish(self, *args: Any, **kwargs: Any) -> None:
        """Take the page back, only where the person at work may."""
        from practices import permissions

        permissions.check_unpublishing(self, kwargs.get("user"))
        super().unpublish(*args, **kwargs)

    def _is_first(self) -> bool:
        return self.practice is not None and self.practice.original_id is None

    def _is_translation(self) -> bool:
        original = self.practice.original if self.practice else None
        return (
            original is not None
            and original.translation_key == self.translation_key
            and original.locale_id != self.locale_id
        )


class CaseStudyPage(PracticePage):
    """What one city did, with its results."""

    kind = Kind.CASE_STUDY
    is_creatable = True
    edit_handler = panels.case_study()

    class Meta:
        verbose_name = _("case study")
        verbose_name_plural = _("case studies")


class PreventionProgrammePage(PracticePage):
    """An ongoing or repeatable programme of prevention or intervention."""

    kind = Kind.PROGRAMME
    is_creatable = True
    edit_handler = panels.programme()
    staff = models.CharField(_("staff"), max_length=250, blank=True)
    funding = models.CharField(_("funding"), max_length=250, blank=True)
    translatable_fields: ClassVar[list[Any]] = [
        *PracticePage.translatable_fields, TranslatableField("staff"), TranslatableField("funding")
    ]

    class Meta:
        verbose_name = _("prevention programme")
        verbose_name_plural = _("prevention programmes")


class LessonLearnedPage(PracticePage):
    """One transferable lesson; failures are welcome."""

    kind = Kind.LESSON_LEARNED
    is_creatable = True
    edit_handler = panels.lesson()
    advice_do = rich(_("what to do"))
    advice_avoid = rich(_("what to avoid"))
    advice_depends = rich(_("what it depends on"))
    drawn_from = models.ForeignKey(
        Practice, null=True, blank=True, on_delete=models.SET_NULL, related_name="lessons",
        verbose_name=_("practice it was drawn from"),
    )
    translatable_fields: ClassVar[list[Any]] = [
        *PracticePage.translatable_fields, *(TranslatableField(name) for name in LESSON_FIELDS)
    ]

    class Meta:
        verbose_name = _("lesson learned")
        verbose_name_plural = _("lessons learned")


PAGE_OF_KIND: dict[str, type[PracticePage]] = {
    page.kind: page for page in (CaseStudyPage, PreventionProgrammePage, LessonLearnedPage)
}
