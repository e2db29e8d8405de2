"""Addresses outside the page tree; `under_language` stands below the language prefix."""
from __future__ import annotations

from django.urls import path

from pages import desk, views

urlpatterns = [
    path("", views.root, name="root"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("admin/login/", views.admin_sign_in),
    path("admin/password_reset/", views.admin_password_reset),
]
under_language = [
    path("account/", views.account, name="account_home"),
    path("desk/", desk.home, name="desk"),
    path("desk/messages/", desk.messages, name="desk-messages"),
    path("desk/messages/<int:id>/", desk.message, name="desk-message"),
    path("desk/settings/", desk.language, name="desk-settings"),
]
