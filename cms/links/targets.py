"""What a link leads to, shared by the link block and the link fields of models: six kinds, exactly one of them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageViewRestriction

from cms.links.validators import is_safe_url

TARGETS = ("page", "provider", "document", "url", "email", "phone")


def chosen_targets(values: Any) -> list[str]:
    """Name the targets that are filled in; ``values`` is a mapping from target name to value."""
    return [name for name in TARGETS if values.get(name)]


def validate_one_target(values: Any, required: bool = True) -> None:
    """Raise ValidationError unless exactly one target is filled in (or none, where none is required)."""
    chosen = chosen_targets(values)
    if len(chosen) > 1:
        names = ", ".join(chosen)
        raise ValidationError(
            _("Choose one target only; now chosen: %(names)s.") % {"names": names}, code="several"
        )
    if required and not chosen:
        raise ValidationError(
            _(
                "Choose where this leads: a page, a provider, a document, a web address, an e-mail or a phone number."
            ),
            code="none",
        )


def href(values: Any, request: HttpRequest | None = None) -> str:
    """Give the address for an ``href``; "" when there is no target, or it is not published or not safe."""
    if page := values.get("page"):
        return (page.get_url(request) or "") if page.live else ""
    if provider := values.get("provider"):
        return provider.get_url(request) if provider.live else ""
    if document := values.get("document"):
        return document.url
    if email := values.get("email"):
        return f"mailto:{email}"
    if phone := values.get("phone"):
        return "tel:" + "".join(character for character in phone if character in "+0123456789")
    url = values.get("url") or ""
    return url if is_safe_url(url) else ""


def not_public(path: str) -> Exists:
    """Give a condition for rows with a page: it, or one above it, is restricted. ``path`` names the page's tree path.

    Compares each row with each restriction, so it is for few rows, where ``public`` of cms.pages.visibility would cost a query of its own.
    """
    of_row = ExpressionWrapper(OuterRef(path), output_field=CharField())
    return Exists(PageViewRestriction.objects.alias(of_row=of_row).filter(of_row__startswith=F("page__path")))
