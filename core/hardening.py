"""Headers and proxy rules that hold for every answer."""
from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Next = Callable[[HttpRequest], HttpResponse]
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
ADMIN_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'self'; "
    "form-action 'self'; base-uri 'none'; object-src 'none'"
)


NOT_SIGNED_IN = "no-cache"  # may be kept, but is asked about each time: a withdrawal takes effect at once
SIGNED_IN = "private, no-store"  # members and editors see more on any page


class ResponseHeadersMiddleware:
    """Permissions-Policy and caching everywhere; the admin's own content security policy; no index in demo mode."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the headers added."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
        response.headers.setdefault("Cache-Control", SIGNED_IN if signed_in else NOT_SIGNED_IN)
        if request.path_info.startswith("/admin/"):
            response.headers.setdefault("Content-Security-Policy", ADMIN_POLICY)
        if settings.DEMO:
            response.headers.setdefault("X-Robots-Tag", "noindex")
        return response


class TrustedProxyMiddleware:
    """REMOTE_ADDR becomes the reader's address only when a proxy named in TRUSTED_PROXIES says so."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.proxies = [ip_network(proxy, strict=False) for proxy in settings.TRUSTED_PROXIES]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the address established."""
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        if forwarded and self._trusted(request.META.get("REMOTE_ADDR", "")):
            for hop in reversed(forwarded.split(",")):
                address = _address(hop)
                if address is None:
                    break  # no address: the proxy that wrote it is the last that is known
                request.META["REMOTE_ADDR"] = str(address)
                if not self._trusted(str(address)):
                    break
        return self.get_response(request)

    def _trusted(self, text: str) -> bool:
        address = _address(text)
        return address is not None and any(address in proxy for proxy in self.proxies)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """An address as a peer or a proxy writes it: perhaps IPv4 inside IPv6, perhaps with a port."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
