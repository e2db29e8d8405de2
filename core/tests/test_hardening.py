"""Headers that every answer carries, and whose word about a reader's address is believed."""
import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from core.hardening import ResponseHeadersMiddleware, TrustedProxyMiddleware


@pytest.mark.parametrize(("peer", "forwarded", "reader"), [
    ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
    ("10.0.0.1", "6.6.6.6, 203.0.113.9", "203.0.113.9"),
    ("10.0.0.1", "203.0.113.9, 10.0.0.2", "203.0.113.9"),
    ("::ffff:10.0.0.1", "203.0.113.9", "203.0.113.9"),
    ("10.0.0.1", "203.0.113.9:4711", "203.0.113.9"),
    ("10.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"),
    ("10.0.0.1", "2001:db8::1", "2001:db8::1"),
    ("10.0.0.1", "6.6.6.6, unknown", "10.0.0.1"),
    ("10.0.0.1", "", "10.0.0.1"),
    ("203.0.113.5", "6.6.6.6", "203.0.113.5"),
    ("", "6.6.6.6", ""),
])
def test_a_readers_address_comes_from_trusted_proxies_only(settings, peer, forwarded, reader):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    request = RequestFactory().get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": forwarded})
    seen = []
    TrustedProxyMiddleware(lambda each: seen.append(each.META["REMOTE_ADDR"]) or HttpResponse())(request)
    assert seen == [reader]


@pytest.mark.parametrize(("cookies", "own", "told"), [
    ({}, None, "no-cache"),
    ({"sessionid": "x"}, None, "private, no-store"),
    ({"sessionid": "x"}, "public, no-cache", "public, no-cache"),
])
def test_what_a_signed_in_reader_sees_is_kept_by_nobody(cookies, own, told):
    request = RequestFactory().get("/en/")
    request.COOKIES.update(cookies)
    response = HttpResponse(headers={"Cache-Control": own} if own else {})
    assert ResponseHeadersMiddleware(lambda each: response)(request).headers["Cache-Control"] == told
