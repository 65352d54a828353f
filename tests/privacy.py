"""Pages that only some people may see."""

from django.contrib.auth.models import Group
from wagtail.models import Page, PageViewRestriction

KINDS = ("password", "login", "groups")


def restrict(page: Page, kind: str) -> None:
    """Restrict a page, and so all pages below it, as the admin's privacy dialogue does."""
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="let me in")
    if kind == "groups":
        restriction.groups.add(Group.objects.get_or_create(name="Staff")[0])
