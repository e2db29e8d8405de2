"""Addresses of practices, under the interface language."""
from django.urls import path

from practices import freshness_views, preview_views, views
from practices.building import views as blocks
from practices.collections import views as collections
from practices.concerns import views as concerns
from practices.desk.urls import urlpatterns as of_the_desk
from practices.outside import views as outside
from practices.wishes import views as wishes

app_name = "practices"
urlpatterns = [
    *of_the_desk,
    path("outside-review/<str:secret>/", outside.review, name="outside-review"),
    path("outside-review/<str:secret>/pictures/<int:id>/", outside.picture, name="outside-review-picture"),
    path("practices/<uuid:id>/contact/", views.contact, name="contact"),
    path("practices/<uuid:id>/contact/sent/", views.contact_sent, name="contact-sent"),
    path("practices/<uuid:id>/concern/", concerns.raise_one, name="concern"),
    path("still-running/<str:secret>/", freshness_views.still_running, name="freshness"),
    path("preview/<str:secret>/", preview_views.preview, name="preview"),
    path("preview/<str:secret>/pictures/<int:id>/", preview_views.picture, name="preview-picture"),
    path("practices/<uuid:id>/wish/", wishes.wish, name="wish"),
    path("practices/<uuid:id>/wish/sent/", wishes.sent, name="wish-sent"),
    path("concerns/", concerns.follow, name="concerns"),
    path("collections/", collections.listing, name="collections"),
    path("collections/<slug:slug>/", collections.collection, name="collection"),
    path("practices/<uuid:id>/blocks/<uuid:block>/", blocks.block, name="block"),
    path("practices/<uuid:id>/<str:slug>/", views.practice, name="practice"),
]
