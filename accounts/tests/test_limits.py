"""Signing in tells nobody which accounts exist, and guessing is slowed down in all processes together."""
import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache

from accounts.models import User

pytestmark = pytest.mark.django_db
ADDRESS, PASSWORD = "known@site.example", "a long enough password"


@pytest.fixture
def known():
    return User.objects.create_user(ADDRESS, PASSWORD)


def sign_in(client, address, password="wrong", peer="203.0.113.9"):
    return client.post("/en/account/login/", {"login": address, "password": password}, REMOTE_ADDR=peer)


def test_a_wrong_password_costs_as_much_as_an_unknown_address(client, known, monkeypatch):
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda self, *args, **kwargs: (hashed.append(1), encode(self, *args, **kwargs))[1])
    spent = []
    for address in (ADDRESS, "nobody@site.example"):
        hashed.clear()
        assert sign_in(client, address).status_code == 200
        spent.append(len(hashed))
    assert spent == [1, 1]


def test_after_five_wrong_passwords_the_right_one_has_to_wait_wherever_it_comes_from(client, known):
    for number in range(5):
        sign_in(client, ADDRESS, peer=f"203.0.113.{number}")
    answer = sign_in(client, ADDRESS, PASSWORD, peer="198.51.100.1")
    assert answer.status_code == 200
    assert "Too many failed login attempts" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_limits_are_counted_where_every_process_reads_them():
    backend = caches["default"]
    assert isinstance(backend, DatabaseCache)
    assert backend._max_entries >= 100_000, "counts would be dropped while somebody guesses"
