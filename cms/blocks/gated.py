"""Content for some readers or some times only; the server decides with each request."""

import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.blocks import schedule
from cms.blocks.containers import ContainerBlock
from cms.blocks.text import ITEM_FEATURES

AUDIENCES = {
    "everyone": _("Everyone"),
    "members": _("People who are logged in"),
    "guests": _("People who are not logged in"),
    "editors": _("Editors of this website"),
}
NO_LIMITS = schedule.Limits()._asdict()


class MomentBlock(blocks.DateTimeBlock):
    """A moment that, where what is stored cannot be read, is one that hides. In migrations it is Wagtail's own block."""

    unreadable: datetime.datetime

    def to_python(self, value: Any) -> Any:
        try:
            moment = super().to_python(value)
        except (TypeError, ValueError):
            moment = None
        return moment or (self.unreadable if value else None)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return "wagtail.blocks.DateTimeBlock", *super().deconstruct()[1:]


class StartBlock(MomentBlock):
    unreadable = datetime.datetime(9999, 1, 1, tzinfo=datetime.UTC)


class EndBlock(MomentBlock):
    unreadable = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


class GatedValue(blocks.StructValue):
    @property
    def limits(self) -> schedule.Limits:
        return schedule.Limits(**{name: self.get(name) or empty for name, empty in NO_LIMITS.items()})

    @property
    def audience_name(self) -> Any:
        return AUDIENCES.get(self.get("audience"), AUDIENCES["editors"])


class GatedBlock(ContainerBlock):
    """Blocks that only some people see, or only at some times, as ``[su_members]`` and ``[su_scheduler]`` were.

    What cannot be read or is unknown hides the content. Where it stands, the response must not be cached: see
    ``cms.blocks.middleware``.
    """

    audience = blocks.ChoiceBlock(
        choices=list(AUDIENCES.items()),
        default="members",
        label=_("Who sees it"),
    )
    message = blocks.RichTextBlock(
        required=False,
        features=ITEM_FEATURES,
        label=_("What the others see instead"),
        help_text=_("Such as “Log in to read this”, with a link. Nothing is shown if empty."),
    )
    starts = StartBlock(required=False, label=_("From"))
    ends = EndBlock(required=False, label=_("Until"))
    hours = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("Hours"),
        help_text=_("Such as “9-12, 14-17:30”, each day. An hour alone, such as “9”, is that whole hour."),
    )
    weekdays = blocks.MultipleChoiceBlock(
        choices=[(code, WEEKDAYS[number]) for number, code in enumerate(schedule.WEEKDAYS)],
        required=False,
        label=_("Days of the week"),
        help_text=_("All days if you choose none."),
    )
    days = blocks.CharBlock(
        required=False, max_length=200, label=_("Days of the month"), help_text=_("Such as “1-15, 20”.")
    )
    months = blocks.MultipleChoiceBlock(
        choices=[(str(number), name) for number, name in MONTHS.items()],
        required=False,
        label=_("Months"),
        help_text=_("All months if you choose none."),
    )
    years = blocks.CharBlock(
        required=False, max_length=200, label=_("Years"), help_text=_("Such as “2024-2026, 2030”.")
    )
    alternative = blocks.RichTextBlock(
        required=False,
        features=ITEM_FEATURES,
        label=_("What is shown at other times"),
        help_text=_("Nothing is shown if empty."),
    )

    class Meta:
        icon = "lock"
        label = _("For some readers or times only")
        label_format = "{audience}"
        group = _("Access")
        description = _(
            "Content for people who are logged in, for guests or for editors, or for certain times only."
        )
        template = "blocks/gated.html"
        value_class = GatedValue
        form_layout = blocks.BlockGroup(
            children=["audience", "content", "message"], settings=[*NO_LIMITS, "alternative"]
        )
        preview_value = {
            "audience": "members",
            "content": [
                ("rich_text", "<p>The direct line of your care team is on the back of your card.</p>")
            ],
            "message": "<p>Log in to see the direct line of your care team.</p>",
        }

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        errors = {
            name: ValidationError(message) for name, message in unreadable_limits(cleaned.limits).items()
        }
        if errors:
            raise StructBlockValidationError(errors)
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Decide what is shown: ``content``, ``message`` or ``alternative``; editors see all in a preview."""
        context = super().get_context(value, parent_context)
        request = context.get("request")
        if request is not None:
            request.holds_gated_content = True
        context["is_timed"] = value.limits != schedule.Limits()
        context["previewed"] = is_preview = "block_def" in context or getattr(request, "is_preview", False)
        if is_preview:
            context["shown"] = "content"
        elif not is_in_audience(value.get("audience"), request):
            context["shown"] = "message"
        elif not schedule.is_open(value.limits, timezone.localtime()):
            context["shown"] = "alternative"
        else:
            context["shown"] = "content"
        return context

    def get_searchable_content(self, value: Any) -> list[str]:
        """Give nothing, not even the messages: what is found says what is hidden."""
        return []


def is_in_audience(audience: str | None, request: HttpRequest | None) -> bool:
    """Tell whether who asks may see it; nobody asks without a request, and an unknown audience is nobody."""
    if audience == "everyone":
        return True
    user = getattr(request, "user", AnonymousUser())
    is_member = user.is_authenticated
    if audience == "members":
        return is_member
    if audience == "guests":
        return not is_member
    return audience == "editors" and is_member and user.has_perm("wagtailadmin.access_admin")


def unreadable_limits(limits: schedule.Limits) -> dict[str, Any]:
    """Give a message for each limit that an editor must mend, by the name of its field."""
    errors: dict[str, Any] = {}
    if limits.starts and limits.ends and limits.ends <= limits.starts:
        errors["ends"] = _("This is before it starts.")
    if _is_unreadable(limits.hours, schedule.hour_ranges):
        errors["hours"] = _(
            "Write hours such as 9-12, 14-17:30. After midnight a new range begins: 22-24, 0-6."
        )
    if _is_unreadable(limits.days, schedule.days):
        errors["days"] = _("Write days from 1 to 31 such as 1-15, 20.")
    if _is_unreadable(limits.years, schedule.years):
        errors["years"] = _("Write years such as 2024-2026, 2030.")
    return errors


def _is_unreadable(text: str, read: Any) -> bool:
    try:
        return bool(text) and not read(text)
    except ValueError:
        return True
