"""Addresses of the city's side, under `/{ui}/desk/`."""
from django.urls import path

from practices.desk import (
    appealing,
    approval,
    ending,
    handing_over,
    invited,
    keeping,
    not_named,
    similar,
    starting,
    updating,
    uploads,
    views,
)

ENTRY = "desk/practices/<uuid:id>/"
urlpatterns = [
    path("desk/invitations/<uuid:id>/", invited.invitation, name="desk-invitation"),
    path("desk/practices/new/", starting.new, name="desk-new"),
    path(ENTRY, views.entry, name="desk-entry"),
    path(f"{ENTRY}language/", starting.language, name="desk-language"),
    path(f"{ENTRY}files/", uploads.files, name="desk-files"),
    path(f"{ENTRY}similar/", similar.entries, name="desk-similar"),
    path(f"{ENTRY}check/", views.check, name="desk-check"),
    path(f"{ENTRY}submitted/", views.submitted, name="desk-submitted"),
    path(f"{ENTRY}evidence/", appealing.evidence, name="desk-evidence"),
    path(f"{ENTRY}history/", ending.history, name="desk-history"),
    path(f"{ENTRY}delete/", ending.delete, name="desk-delete"),
    path(f"{ENTRY}withdraw/", ending.withdraw, name="desk-withdraw"),
    path(f"{ENTRY}confirm/", keeping.confirm, name="desk-confirm"),
    path(f"{ENTRY}propose/", updating.propose, name="desk-propose"),
    path(f"{ENTRY}proposal/", updating.discard, name="desk-proposal"),
    path(f"{ENTRY}hand-over/", handing_over.hand_over, name="desk-hand-over"),
    path(f"{ENTRY}approval/", approval.approval, name="desk-approval"),
    path(f"{ENTRY}approval/<uuid:key>/take-back/", approval.take_back, name="desk-approval-take-back"),
    path(f"{ENTRY}not-named/", not_named.choose, name="desk-not-named"),
    path(f"{ENTRY}<slug:question>/", views.question, name="desk-question"),
]
