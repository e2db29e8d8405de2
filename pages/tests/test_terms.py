"""The table of terms opens with the reader's own language."""
import pytest
from django.utils import translation

from pages import vocabulary

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("django", "public"), [("ar", "ar"), ("zh-hans", "zh"), ("en", "en")])
def test_the_readers_own_language_stands_first_and_none_is_lost(django, public):
    with translation.override(django):
        codes = [language.public for language in vocabulary.columns()]
    assert codes[0] == public
    assert sorted(codes) == ["ar", "en", "es", "fr", "ru", "zh"]


@pytest.mark.parametrize(("ui", "words"), [("fr", "Choisissez un nouveau mot de passe"), ("zh", "设置新密码")])
@pytest.mark.parametrize("known", [True, False])
def test_password_mails_speak_the_readers_language_and_name_the_site(client, mailoutbox, ui, words, known):
    from accounts.models import User

    if known:
        User.objects.create_user("a@b.example", "a-long-password-indeed")
    client.post(f"/{ui}/account/password/reset/", {"email": "a@b.example"})
    mail, = mailoutbox
    assert (mail.subject == words) is known
    assert ("/account/password/reset/key/" in mail.body) is known
    assert "testserver" not in mail.subject
    assert "example.com" not in mail.body
