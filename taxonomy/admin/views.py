"""What is incomplete or waits in the vocabularies, and the steps with one concept or keyword."""
from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core import languages
from taxonomy import actions, uses
from taxonomy.admin.forms import ConceptOfKeywordForm, IntoForm, IntoKeywordForm
from taxonomy.models import Concept, Keyword, Label
from taxonomy.schemes import Scheme

A_PAGE = 50


class KeeperView(WagtailAdminTemplateMixin, TemplateView):
    """Read and changed by whoever keeps the vocabularies."""

    what = "concept"
    header_icon = "list-ul"
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For keepers only."""
        if not actions.may_keep(request.user, self.what):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def steps(self) -> dict[str, Callable[[], str]]:
        """What can be done here: each gives the sentence that is said afterwards."""
        return {}

    def back(self) -> str:
        """Where a step leads."""
        return self.request.get_full_path()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take a step, or say why it is refused."""
        step = self.steps.get(request.POST.get("step", ""))
        if step is None:
            raise Http404
        try:
            messages.success(request, step())
        except (actions.Refused, PermissionDenied) as refused:
            messages.error(request, str(refused))
        return redirect(self.back())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home and this page."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class IncompleteView(KeeperView):
    """Concepts that lack a displayed label in some language, with the languages."""

    template_name = "taxonomy/admin/incomplete.html"
    page_title = gettext_lazy("Incomplete terms")

    def rows(self) -> list[dict[str, Any]]:
        """Each concept with what it lacks, by vocabulary."""
        found = list(Concept.objects.incomplete().usable().order_by("scheme", "order", "code"))
        there = set(Label.objects.filter(concept__in=found, kind=Label.PREFERRED).values_list("concept", "language"))
        number = uses.of_concepts([each.pk for each in found])
        return [{
            "concept": each, "scheme": Scheme(each.scheme).label, "label": each.label(), "entries": number[each.pk],
            "missing": [one for one in languages.INTERFACE if (each.pk, one.public) not in there],
            "edit": reverse(Concept.snippet_viewset.get_url_name("edit"), args=[each.pk]),
        } for each in found]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list."""
        return {**super().get_context_data(**kwargs), "rows": self.rows()}


class ConceptView(KeeperView):
    """Merge a concept into another one, retire it, and take either back."""

    template_name = "taxonomy/admin/concept.html"
    page_title = gettext_lazy("Merge or retire")

    @cached_property
    def concept(self) -> Concept:
        """The concept of the address."""
        return get_object_or_404(Concept.objects.select_related("merged_into"), pk=self.kwargs["pk"])

    @property
    def steps(self) -> dict[str, Callable[[], str]]:
        """Merge, split, retire, restore."""
        return {"merge": self._merge, "split": self._split, "retire": self._retire, "restore": self._restore}

    def _merge(self) -> str:
        form = IntoForm(self.request.POST, concept=self.concept)
        if not form.is_valid():
            raise actions.Refused(_("Choose another concept of the same vocabulary."))
        actions.merge(self.concept, form.cleaned_data["into"], by=self.request.user)
        return _("The concept is merged. Its code stays valid.")

    def _split(self) -> str:
        actions.split(self.concept, by=self.request.user)
        return _("The merging is taken back.")

    def _retire(self) -> str:
        actions.retire(self.concept, by=self.request.user)
        return _("The concept is offered no longer. Entries keep it.")

    def _restore(self) -> str:
        actions.restore(self.concept, by=self.request.user)
        return _("The concept is offered again.")

    def get_page_subtitle(self) -> str:
        """Which concept."""
        return str(self.concept)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Its state and the form."""
        concept = self.concept
        return {
            **super().get_context_data(**kwargs), "concept": concept, "form": IntoForm(concept=concept),
            "own_label": Label.objects.filter(concept=concept, kind=Label.PREFERRED).order_by("pk").first(),
            "entries": uses.of_concepts([concept.pk])[concept.pk], "retired": concept.status == Concept.RETIRED,
            "fixed": concept.scheme in actions.CODED,
        }


class KeywordsView(KeeperView):
    """The keywords that wait for an editor, each with the number of its entries; or those that were settled."""

    what = "keyword"
    template_name = "taxonomy/admin/keywords.html"
    page_title = gettext_lazy("Keywords that wait")
    header_icon = "tag"
    KINDS = {
        "waiting": gettext_lazy("Waiting"), "accepted": gettext_lazy("Accepted"), "refused": gettext_lazy("Refused"),
        "merged": gettext_lazy("Merged"), "concepts": gettext_lazy("Became concepts"),
    }

    @cached_property
    def kind(self) -> str:
        """Which ones."""
        asked = self.request.GET.get("kind", "")
        return asked if asked in self.KINDS else "waiting"

    def rows(self) -> Page:
        """One page of them."""
        known = Keyword.objects.select_related("merged_into", "concept")
        found = {
            "waiting": known.waiting(), "accepted": known.accepted(), "refused": known.filter(refused=True),
            "merged": known.exclude(merged_into=None), "concepts": known.exclude(concept=None),
        }[self.kind]
        page = Paginator(found.order_by("name", "pk"), A_PAGE).get_page(self.request.GET.get("p"))
        shown = list(page.object_list)
        number = uses.of_keywords([each.pk for each in shown])
        page.object_list = [{"keyword": each, "entries": number[each.pk]} for each in shown]
        return page

    @property
    def steps(self) -> dict[str, Callable[[], str]]:
        """Accept, refuse, let wait again."""
        return {"accept": self._accept, "refuse": self._refuse, "reopen": self._reopen}

    def _one(self) -> Keyword:
        key = self.request.POST.get("keyword", "")
        return get_object_or_404(Keyword, pk=key if key.isdecimal() and len(key) < 16 else 0)

    def _accept(self) -> str:
        actions.accept(self._one(), by=self.request.user)
        return _("Readers see the keyword.")

    def _refuse(self) -> str:
        actions.refuse(self._one(), by=self.request.user)
        return _("The keyword is refused. Nobody sees it.")

    def _reopen(self) -> str:
        actions.reopen(self._one(), by=self.request.user)
        return _("The keyword waits again.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list and the other lists."""
        return {**super().get_context_data(**kwargs), "pages": self.rows(), "kind": self.kind,
                "kinds": list(self.KINDS.items())}


class KeywordView(KeeperView):
    """Merge a keyword into another one, or make a provisional concept of it."""

    what = "keyword"
    template_name = "taxonomy/admin/keyword.html"
    page_title = gettext_lazy("Keyword")
    header_icon = "tag"

    @cached_property
    def keyword(self) -> Keyword:
        """The keyword of the address."""
        return get_object_or_404(Keyword.objects.select_related("merged_into", "concept"), pk=self.kwargs["pk"])

    @cached_property
    def concept_form(self) -> ConceptOfKeywordForm:
        """The form for a new concept, with what was typed."""
        typed = self.request.POST if self.request.POST.get("step") == "concept" else None
        return ConceptOfKeywordForm(typed, keyword=self.keyword)

    @property
    def steps(self) -> dict[str, Callable[[], str]]:
        """Merge; the other one keeps what was typed where it is refused."""
        return {"merge": self._merge}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take a step; a concept that is refused is shown again with what was typed."""
        if request.POST.get("step") != "concept":
            return super().post(request, *args, **kwargs)
        form = self.concept_form
        if form.is_valid():
            data = form.cleaned_data
            try:
                concept = actions.become_concept(self.keyword, scheme=data["scheme"], code=data["code"],
                                                 labels=form.labels, by=request.user)
            except (actions.Refused, PermissionDenied) as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("The concept is made. Add the missing labels when you have them."))
                return redirect(reverse(Concept.snippet_viewset.get_url_name("edit"), args=[concept.pk]))
        return self.render_to_response(self.get_context_data(), status=422)

    def _merge(self) -> str:
        form = IntoKeywordForm(self.request.POST, keyword=self.keyword)
        if not form.is_valid():
            raise actions.Refused(_("Choose another keyword that readers see."))
        actions.merge_keyword(self.keyword, form.cleaned_data["into"], by=self.request.user)
        return _("The keyword is merged. Its address stays valid.")

    def get_page_subtitle(self) -> str:
        """Which one."""
        return self.keyword.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list, this page."""
        return [*self.breadcrumbs_items, {"url": reverse("taxonomy_admin:keywords"), "label": _("Keywords that wait")},
                {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Its state and both forms."""
        keyword = self.keyword
        return {
            **super().get_context_data(**kwargs), "keyword": keyword, "into_form": IntoKeywordForm(keyword=keyword),
            "concept_form": self.concept_form, "entries": uses.of_keywords([keyword.pk])[keyword.pk],
            "settled": bool(keyword.merged_into_id or keyword.concept_id),
            "may_make": actions.may_keep(self.request.user),
        }
