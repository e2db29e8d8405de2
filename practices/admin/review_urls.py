"""Addresses of reviewing; below the inbox, so that the menu shows where one is."""
from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from practices.admin.appeal import AppealView
from practices.admin.changes import ChangesView
from practices.admin.concern import ConcernView
from practices.admin.evidence import EvidenceView
from practices.admin.remit import RemitsView, RemitView
from practices.admin.review import ReviewView

urlpatterns = [
    path("inbox/<uuid:id>/", ReviewView.as_view(), name="review"),
    path("inbox/<uuid:id>/changes/", ChangesView.as_view(), name="changes"),
    path("inbox/<uuid:id>/evidence/", EvidenceView.as_view(), name="evidence"),
    path("inbox/concerns/<uuid:id>/", ConcernView.as_view(), name="concern"),
    path("inbox/appeals/<uuid:id>/", AppealView.as_view(), name="appeal"),
    path("remit/", RemitView.as_view(), name="my-remit"),
    path("remits/", RemitsView.as_view(), name="remits"),
    path("remits/<int:user>/", RemitView.as_view(), name="remit"),
    # Where reviews and concerns stood before: messages that were sent lead there.
    path("<uuid:id>/review/", RedirectView.as_view(pattern_name="practices_admin:review"), name="review-before"),
    path("concerns/<uuid:id>/", RedirectView.as_view(pattern_name="practices_admin:concern"), name="concern-before"),
]
