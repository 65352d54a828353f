"""Blocks of health information, after the patterns of the NHS digital service manual.

Each has a heading of its own, at the level that fits where it stands.
"""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.rich_text import RichText, get_text_for_indexing

from cms.blocks.text import ITEM_FEATURES

URGENCY = {
    "non_urgent": _("Non-urgent advice:"),
    "urgent": _("Urgent advice:"),
    "emergency": _("Immediate action required:"),
}
DO_NOT = re.compile(r"(do not|don['’]?t|never)\b", re.IGNORECASE)
BEFORE_TEXT = re.compile(r"\s*(<(p|b|i|strong|em|mark|u)\b[^>]*>\s*)*")
HEADING_HELP = _("Stands above as a heading.")


def item_list(label: Any, **options: Any) -> blocks.ListBlock:
    """Give a list of short rich texts."""
    return blocks.ListBlock(blocks.RichTextBlock(features=ITEM_FEATURES), label=label, **options)


class CareCardBlock(blocks.StructBlock):
    """Where to turn, and how soon."""

    level = blocks.ChoiceBlock(
        choices=[
            ("non_urgent", _("Non-urgent: see or call someone some time")),
            ("urgent", _("Urgent: get help today")),
            ("emergency", _("Emergency: call for help now")),
        ],
        default="non_urgent",
        label=_("How soon"),
    )
    title = blocks.CharBlock(
        max_length=200,
        label=_("Title"),
        help_text=_(
            "What to do and when, such as “Call your care team today if:”. The colour alone says nothing."
        ),
    )
    text = blocks.RichTextBlock(
        features=ITEM_FEATURES,
        label=_("Text"),
        help_text=_("In an emergency card, no links: readers must not leave."),
    )

    class Meta:
        icon = "warning"
        label = _("Care card")
        label_format = "{title}"
        group = _("Health")
        description = _(
            "Tells readers whom to call and how soon: non-urgent, urgent or emergency. One or two a page."
        )
        template = "blocks/care_card.html"
        preview_value = {
            "level": "urgent",
            "title": "Call your care team today if:",
            "text": "<ul><li>your temperature is 38 °C or above</li><li>you cannot keep your medicine down</li></ul>",
        }
        form_layout = blocks.BlockGroup(children=["level", "title", "text"])

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not (cleaned.get("title") or "").strip() and not self.is_deferred_validation:
            message = _("Write a title: without one nobody can tell what the card asks for.")
            raise StructBlockValidationError({"title": ValidationError(message)})
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        context["urgency"] = URGENCY.get(value.get("level"), URGENCY["non_urgent"])
        return context


class DoDontBlock(blocks.StructBlock):
    """What to do and what not to do."""

    do = item_list(_("Do"), default=[], help_text=_("Such as “drink water”, in lower case."))
    dont = item_list(
        _("Do not"),
        default=[],
        help_text=_("Such as “drive yourself”: “do not” is put before each by itself."),
    )

    class Meta:
        icon = "tick-inverse"
        label = _("Do and do not")
        group = _("Health")
        description = _("Two lists: what is good to do, and what to leave. For more than one item each.")
        template = "blocks/do_dont.html"
        preview_value = {
            "do": ["<p>rest on the day</p>", "<p>drink plenty of water</p>"],
            "dont": ["<p>drive yourself home</p>", "<p>take a bath before the wound has closed</p>"],
        }
        form_layout = blocks.BlockGroup(children=["do", "dont"])

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not (cleaned.get("do") or cleaned.get("dont")) and not self.is_deferred_validation:
            raise StructBlockValidationError(
                {"do": ValidationError(_("Write what to do or what not to do."))}
            )
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        context["warnings"] = [with_do_not(item) for item in value.get("dont") or []]
        return context

    def get_searchable_content(self, value: Any) -> list[str]:
        """Give the words with each “do not”: a search result must not advise the opposite."""
        items = [*(value.get("do") or []), *(with_do_not(item) for item in value.get("dont") or [])]
        return [get_text_for_indexing(item.source) for item in items]


def with_do_not(item: RichText) -> RichText:
    """Put “do not” before an item's first word, unless it says so already."""
    do_not = gettext("do not")
    start = match.end() if (match := BEFORE_TEXT.match(item.source)) else 0
    words = get_text_for_indexing(item.source).strip()
    if not words or DO_NOT.match(words) or words.lower().startswith(do_not.lower()):
        return item
    return RichText(f"{item.source[:start]}{escape(do_not)} {item.source[start:]}")


class ChecklistBlock(blocks.StructBlock):
    """Things to have or to do, with boxes to tick on paper; nothing that a reader ticks is stored."""

    title = blocks.CharBlock(max_length=200, label=_("Title"), help_text=HEADING_HELP)
    items = item_list(_("Items"))

    class Meta:
        icon = "clipboard-list"
        label = _("Checklist")
        label_format = "{title}"
        group = _("Health")
        description = _("Things to bring or to do, with empty boxes to tick when the page is printed.")
        template = "blocks/checklist.html"
        preview_value = {
            "title": "Bring these papers",
            "items": [
                "<p>Your test results</p>",
                "<p>A list of your medicines</p>",
                "<p>Your insurance card</p>",
            ],
        }
        form_layout = blocks.BlockGroup(children=["title", "items"])


class KeyPointsBlock(blocks.StructBlock):
    """What to remember of a page."""

    title = blocks.CharBlock(
        max_length=200, default=_("Key points"), label=_("Title"), help_text=HEADING_HELP
    )
    items = item_list(_("Points"), help_text=_("Three to five short sentences."))

    class Meta:
        icon = "key"
        label = _("Key points")
        label_format = "{title}"
        group = _("Health")
        description = _(
            "The few sentences that a reader should remember, in a box; best at the top of the page."
        )
        template = "blocks/key_points.html"
        preview_value = {
            "title": "Key points",
            "items": [
                "<p>You may ask for a second opinion at any time.</p>",
                "<p>Your doctor will not mind.</p>",
            ],
        }
        form_layout = blocks.BlockGroup(children=["title", "items"])


class QuestionListBlock(blocks.StructBlock):
    """Questions to take along to an appointment."""

    title = blocks.CharBlock(
        max_length=200, default=_("Ask your doctor"), label=_("Title"), help_text=HEADING_HELP
    )
    items = item_list(_("Questions"))

    class Meta:
        icon = "help"
        label = _("Question list")
        label_format = "{title}"
        group = _("Health")
        description = _(
            "Questions that a reader can ask at the appointment, in the words one would use there."
        )
        template = "blocks/question_list.html"
        preview_value = {
            "title": "Ask your doctor",
            "items": ["<p>What else could it be?</p>", "<p>What happens if we wait?</p>"],
        }
        form_layout = blocks.BlockGroup(children=["title", "items"])


class SummaryRowBlock(blocks.StructBlock):
    """A term with what there is to say about it."""

    term = blocks.CharBlock(max_length=300, label=_("Term"))
    description = blocks.RichTextBlock(features=ITEM_FEATURES, label=_("Description"))

    class Meta:
        icon = "list-ul"
        label = _("Row")
        label_format = "{term}"
        form_layout = blocks.BlockGroup(children=["term", "description"])


class SummaryListBlock(blocks.StructBlock):
    """Facts in pairs, such as name and address, or term and explanation."""

    rows = blocks.ListBlock(SummaryRowBlock(), label=_("Rows"))

    class Meta:
        icon = "form"
        label = _("Summary list")
        group = _("Health")
        description = _(
            "Facts in pairs: a term, and what it means or amounts to. For glossaries and key facts."
        )
        template = "blocks/summary_list.html"
        preview_value = {
            "rows": [
                {"term": "Takes", "description": "<p>About an hour</p>"},
                {"term": "Costs", "description": "<p>Nothing, with a letter from your doctor</p>"},
            ]
        }
        form_layout = blocks.BlockGroup(children=["rows"])
