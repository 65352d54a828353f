"""Keeps one sender from answering for many; nothing of this is stored longer than a few minutes."""

from __future__ import annotations

import hashlib
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac


def is_within_limits(request: HttpRequest, page_id: int) -> bool:
    """Count a post of this sender, for the page and in all; False from one beyond either limit on."""
    sender = _sender(request)
    for_page = _count(f"{sender}:{page_id}")
    in_all = _count(sender)
    return for_page <= settings.FEEDBACK_LIMIT_PER_PAGE and in_all <= settings.FEEDBACK_LIMIT


def is_repeated(request: HttpRequest, page_id: int, what: str) -> bool:
    """Tell whether this sender sent the very same a moment ago: a double click, or the reload of an answer."""
    words = hashlib.sha256(what.encode()).hexdigest()
    return not cache.add(f"{_sender(request)}:{page_id}:{words}", True, settings.FEEDBACK_WINDOW)


def _count(key: str) -> int:
    cache.add(key, 0, settings.FEEDBACK_WINDOW)
    try:
        return cache.incr(key)
    except ValueError:  # the window closed in between
        return 1


def _sender(request: HttpRequest) -> str:
    """Give a key for the sender's address which changes every day and does not lead back to it."""
    day = timezone.localdate().isoformat()
    return "feedback:" + salted_hmac(f"feedback {day}", _network(request), algorithm="sha256").hexdigest()


def _network(request: HttpRequest) -> str:
    """Give the address, of IPv6 the part that one household shares; behind a proxy, the one that the proxy saw."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return parsed.exploded[:19] if isinstance(parsed, IPv6Address) else address
