"""The rules for addresses that editors, imports and APIs may put behind a link.

Only http, https and addresses within the site; e-mail and phone have fields of their own. Whatever a browser would
read as another scheme is refused, however it is disguised (ASVS 5.0 1.2.2; abuse cases A10 to A13).
"""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

SAFE_SCHEMES = ("http", "https")
# Browsers drop tabs and newlines inside a scheme and skip leading spaces and control characters.
UNSEEN = re.compile(r"[\x00-\x20\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff\\]")

validate_phone = RegexValidator(
    r"^\+?[0-9][0-9 ()/.-]{1,30}\Z",
    _("Write a phone number with digits, spaces and a leading + only, such as +44 20 7946 0018."),
)
validate_anchor = RegexValidator(
    r"^[\w.:-]+\Z", _("Write the anchor without # and without spaces, such as how-to-ask.")
)


def validate_link_url(value: str) -> None:
    """Accept http(s) URLs with a host, and paths within the site; raises ValidationError with what to do."""
    if UNSEEN.search(value):
        raise ValidationError(
            _("Remove spaces, backslashes and invisible characters from the address."), code="unsafe"
        )
    if value.startswith("/") and not value.startswith("//"):
        return
    try:
        parts = urlsplit(value)
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise ValidationError(_("This is not a valid web address."), code="invalid") from error
    if parts.scheme.lower() not in SAFE_SCHEMES:
        raise ValidationError(
            _("Begin the address with https://, http:// or, for a page of this site, with /."), code="unsafe"
        )
    if not host:
        raise ValidationError(_("The address names no website."), code="invalid")
    if parts.username is not None or parts.password is not None:
        raise ValidationError(
            _("An address with a user name or password in it is not safe to publish."), code="unsafe"
        )


def is_safe_url(value: str) -> bool:
    """Tell whether ``validate_link_url`` accepts an address."""
    try:
        validate_link_url(value)
    except ValidationError:
        return False
    return True
