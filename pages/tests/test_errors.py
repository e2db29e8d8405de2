"""What does not exist answers with the site's own page, also while debugging."""
import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize("path", ["/ru/xyz/", "/nothing", "/en/practices/00000000-0000-4000-8000-000000000000/x/"])
def test_a_missing_page_is_the_sites_own_404(client, settings, debug, path):
    settings.DEBUG = debug
    response = client.get(path)
    assert response.status_code == 404
    assert next(template.name for template in response.templates) == "errors/404.html"


def test_the_404_speaks_the_language_of_the_address(client):
    assert '<html lang="ar" dir="rtl"' in client.get("/ar/xyz/").content.decode()


@pytest.mark.parametrize(("typed", "there"), [("/en/search?q=a", "/en/search/?q=a"), ("/admin", "/admin/")])
def test_a_forgotten_slash_is_added(client, typed, there):
    response = client.get(typed)
    assert response.status_code == 301
    assert response["Location"] == there
