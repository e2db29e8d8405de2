"""Practice by language: what there is, what is out of date, what is missing, and first what readers asked for."""
from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail_localize.models import Translation, TranslationSource

from cities.models import Hub
from core import languages
from practices import withholding
from practices.admin.staff import StaffView
from practices.choices import Kind, VersionState
from practices.models import LanguageVersion, Practice, PracticePage, Remit
from practices.translations import sentences
from practices.wishes import counting
from search.asked_totals import small

A_PAGE = 50
IN_WORK, MISSING = "in_work", "missing"
FINISHED = (VersionState.ORIGINAL, VersionState.HUMAN)
SIGNS = {VersionState.ORIGINAL: "●", VersionState.HUMAN: "✓", VersionState.MACHINE: "≈", VersionState.OUT_OF_DATE: "!",
         IN_WORK: "…", MISSING: "–"}
INTERFACE = [(each.public, each.name) for each in languages.INTERFACE]
ALL = [(each.public, each.name) for each in languages.ALL]
CONTENT_ONLY = [(each.public, each.name) for each in languages.CONTENT_ONLY]


class MatrixForm(forms.Form):
    """What is looked for; anything that is no answer counts as none."""

    hub = forms.ModelChoiceField(label=gettext_lazy("Regional hub"), queryset=Hub.objects.all(), required=False,
                                 empty_label=gettext_lazy("All"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False,
                             choices=[("", gettext_lazy("All")), *Kind.choices])
    source = forms.ChoiceField(label=gettext_lazy("From"), required=False, choices=[("", gettext_lazy("All")), *ALL])
    target = forms.ChoiceField(label=gettext_lazy("Lacks"), required=False, choices=[("", "—"), *ALL])
    other = forms.ChoiceField(label=gettext_lazy("One more column"), required=False,
                              choices=[("", "—"), *CONTENT_ONLY])
    mine = forms.BooleanField(label=gettext_lazy("Only originals that I read"), required=False)


@dataclass(frozen=True, slots=True)
class Cell:
    """One language of one practice."""

    language: languages.Language
    state: str
    label: str
    wishes: str
    url: str

    @property
    def sign(self) -> str:
        """What stands before the words."""
        return SIGNS[self.state]


@dataclass(frozen=True, slots=True)
class Row:
    """One practice."""

    practice: Practice
    cells: list[Cell]
    wishes: str

    @property
    def page(self) -> PracticePage:
        """The original."""
        assert self.practice.original is not None  # noqa: S101
        return self.practice.original

    @property
    def tongue(self) -> languages.Language:
        """The language of the original."""
        return self.page.language


def asked_first(found: dict[str, Any], mine: Collection[str]) -> QuerySet[Practice]:
    """What was looked for, first what readers ask for most, then the newest."""
    practices = Practice.objects.readable().filter(_condition(found, mine))
    if target := found.get("target"):
        there = LanguageVersion.objects.available().filter(
            practice=OuterRef("pk"), language=target, state__in=FINISHED)
        practices = practices.filter(~Exists(there))
    return counting.with_wishes(practices, found.get("target") or "").order_by("-wished", "-first_published_at", "pk")


def _condition(found: dict[str, Any], mine: Collection[str]) -> Q:
    asked = Q(original__isnull=False)
    if found.get("kind"):
        asked &= Q(kind=found["kind"])
    if found.get("source"):
        asked &= Q(original__locale__language_code=languages.by_public(found["source"]).django)
    if found.get("mine") and mine:
        codes = [languages.by_public(code).django for code in mine if languages.is_public(code)]
        asked &= Q(original__locale__language_code__in=codes)
    if hub := found.get("hub"):
        inside = PracticePage.objects.filter(Q(hub=hub) | Q(cities__country__in=hub.countries))
        told = [page for page, (_regions, hubs) in withholding.told_places().items() if hub.slug in hubs]
        asked &= Q(original__in=inside.values("pk"), city_withheld=False) | Q(original__in=told)
    return asked


class Cells:
    """The states of some practices in some languages, read in a constant number of queries."""

    def __init__(self, practices: Iterable[Practice], columns: list[languages.Language]) -> None:
        self.practices, self.columns = list(practices), columns
        self.wishes = counting.by_language([each.pk for each in self.practices])

    @cached_property
    def sources(self) -> dict[tuple[Any, int], int]:
        """What translations are made from, by key and locale of the original."""
        keys = [each.original.translation_key for each in self.practices if each.original]
        rows = TranslationSource.objects.filter(object_id__in=keys).values_list("object_id", "locale", "pk")
        return {(key, locale): pk for key, locale, pk in rows}

    @cached_property
    def begun(self) -> dict[tuple[int, str], int]:
        """The locale of each translation that somebody has begun, by source and Django's code."""
        rows = Translation.objects.filter(source__in=self.sources.values(), enabled=True).values_list(
            "source", "target_locale__language_code", "target_locale")
        return {(source, code): locale for source, code, locale in rows}

    @cached_property
    def progress(self) -> dict[tuple[int, int], sentences.Progress]:
        """How far they are."""
        return sentences.progress(list(self.sources.values()))

    def row(self, practice: Practice) -> Row:
        """The cells of one practice; how many ask for it counts the languages that it does not have."""
        versions = {each.language: each for each in practice.versions.all() if each.is_available}
        cells = [self._cell(practice, column, versions.get(column.public)) for column in self.columns]
        return Row(practice, cells, small(practice.wished))  # type: ignore[attr-defined]

    def _cell(self, practice: Practice, column: languages.Language, version: LanguageVersion | None) -> Cell:
        assert practice.original is not None  # noqa: S101
        source = self.sources.get((practice.original.translation_key, practice.original.locale_id), 0)
        locale = self.begun.get((source, column.django))
        progress = self.progress.get((source, locale or 0), sentences.Progress())
        state = version.state if version else IN_WORK if locale else MISSING
        wished = 0 if version else self.wishes.get((practice.pk, column.public), 0)
        return Cell(column, state, _label(state, progress), small(wished) if wished else "",
                    reverse("translations_admin:translation", args=[practice.pk, column.public]))


def _label(state: str, progress: sentences.Progress) -> str:
    if state == VersionState.OUT_OF_DATE:
        return _outdated(progress.missing)
    if state == IN_WORK:
        return _("In work: %(done)d of %(total)d") % {"done": progress.done, "total": progress.total}
    return {
        VersionState.ORIGINAL: _("Original"), VersionState.HUMAN: _("Human"), VersionState.MACHINE: _("Machine"),
        MISSING: _("Missing"),
    }[state]


def _outdated(missing: int) -> str:
    if not missing:
        return _("Out of date: to be published")
    return ngettext("Out of date: %(count)d sentence", "Out of date: %(count)d sentences", missing) % {
        "count": missing}


class MatrixView(StaffView):
    """The matrix, a page at a time; each cell leads to the next step."""

    template_name = "practices/admin/matrix.html"
    page_title = gettext_lazy("Translations")
    header_icon = "globe"
    http_method_names = ["get", "head"]

    @cached_property
    def form(self) -> MatrixForm:
        """The filters as they were sent."""
        return MatrixForm(self.request.GET, label_suffix="")

    @cached_property
    def found(self) -> dict[str, Any]:
        """Those of them that are fit for use."""
        self.form.is_valid()
        return self.form.cleaned_data

    @cached_property
    def columns(self) -> list[languages.Language]:
        """The six languages of the interface, and one more where it was asked for."""
        more = self.found.get("other") or (self.found.get("target") or "")
        chosen = languages.by_public(more) if more else None
        return [*languages.INTERFACE, *([chosen] if chosen and not chosen.interface else [])]

    def rows(self) -> Page:
        """One page of it."""
        remit = Remit.objects.filter(user=self.request.user).first() if self.found.get("mine") else None
        practices = asked_first(self.found, remit.languages if remit else ())
        versions = LanguageVersion.objects.select_related("page")
        page = Paginator(practices.select_related("original__locale").prefetch_related(
            Prefetch("versions", queryset=versions)), A_PAGE).get_page(self.request.GET.get("p"))
        cells = Cells(page.object_list, self.columns)
        page.object_list = [cells.row(each) for each in cells.practices]
        return page

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home and this page."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Filters, columns, rows; the rest of the address for the links to other pages."""
        query = self.request.GET.copy()
        query.pop("p", None)
        return {**super().get_context_data(**kwargs), "form": self.form, "columns": self.columns, "pages": self.rows(),
                "query": query.urlencode(),
                "legend": [(key, SIGNS[key], text) for key, text in _legend()]}


def _legend() -> list[tuple[str, str]]:
    return [
        (VersionState.ORIGINAL, _("the language it was written in")), (VersionState.HUMAN, _("translated by a person")),
        (VersionState.MACHINE, _("translated by a machine, to be read by a person")),
        (VersionState.OUT_OF_DATE, _("the original has changed since")), (IN_WORK, _("begun")),
        (MISSING, _("nobody has begun")),
    ]
