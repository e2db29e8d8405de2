"""Addresses of places; they stand under the language prefix."""
from __future__ import annotations

from django.urls import path

from cities import views

app_name = "cities"
urlpatterns = [
    path("cities/", views.directory, name="directory"),
    path("cities/<int:id>/", views.city, name="city-short"),
    path("cities/<int:id>/<str:slug>/", views.city, name="city"),
    path("regions/<str:m49>/", views.region, name="region"),
    path("countries/<str:code>/", views.country, name="country"),
    path("hubs/<slug:slug>/", views.hub, name="hub"),
]
