"""Whether the address of a translation server is fit for use; the settings ask too, so nothing of them is imported."""
from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit


def unfit(url: str) -> str:
    """What is wrong with an address; empty for none or a good one."""
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return "is no address"
    if parts.scheme not in ("http", "https") or not host:
        return "must begin with https:// (or http:// inside one's own network)"
    if parts.username or parts.password or parts.query or parts.fragment:
        return "must be an address alone: the key belongs into MACHINE_TRANSLATOR_API_KEY"
    if parts.scheme == "http" and not _is_inside(host):
        return "would send texts over an open line: use https"
    return ""


def _is_inside(host: str) -> bool:
    """A private or loopback address, or a name without a dot, as container networks give them."""
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".internal", ".local", ".lan"))
