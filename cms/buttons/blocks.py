"""The button block: written in place, or a reusable button chosen."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.buttons import look
from cms.links.blocks import LinkBlock


class ButtonValue(blocks.StructValue):
    """A button's value: the chosen reusable button's own text and look, or what is written here."""

    @property
    def colour_class(self) -> str:
        colour = self.get("colour")
        return colour.css_class if colour else ""

    @property
    def shown(self) -> Any:
        """Give what the template reads text and look from; None for a reusable button that is not live."""
        button = self.get("button")
        if button is None:
            return self
        return button if button.live else None

    def get_href(self, request: HttpRequest | None = None) -> str:
        """Give the address; "" when there is none or the reusable button or the target is not published."""
        shown = self.shown
        if shown is self:
            return self["link"].get_href(request)
        return shown.get_absolute_url() if shown else ""


class ButtonBlock(blocks.StructBlock):
    """A link that asks to be followed, as ``[su_button]`` was."""

    button = SnippetChooserBlock(
        "buttons.Button",
        required=False,
        label=_("Reusable button"),
        help_text=_("One edit changes it on every page, and its clicks are counted. Leave the rest empty."),
    )
    text = blocks.CharBlock(required=False, max_length=120, label=_("Text"))
    link = LinkBlock(required=False)
    description = blocks.CharBlock(required=False, max_length=200, label=_("Second line"))
    colour = SnippetChooserBlock("palette.Colour", required=False, label=_("Colour"))
    style = blocks.ChoiceBlock(choices=look.STYLES, default="solid", label=_("Style"))
    size = blocks.ChoiceBlock(choices=look.SIZES, default="medium", label=_("Size"))
    width = blocks.ChoiceBlock(choices=look.WIDTHS, default="auto", label=_("Width"))
    alignment = blocks.ChoiceBlock(choices=look.ALIGNMENTS, default="start", label=_("Alignment"))
    corners = blocks.ChoiceBlock(choices=look.CORNERS, default="rounded", label=_("Corners"))
    icon = blocks.ChoiceBlock(choices=look.ICONS, required=False, label=_("Icon"))
    new_tab = blocks.BooleanBlock(required=False, label=_("Open in a new tab"))

    class Meta:
        icon = "link"
        label = _("Button")
        label_format = "{text}{button}"
        group = _("Actions")
        description = _("Asks the reader to do one thing, such as to see the list of providers.")
        template = "blocks/button.html"
        value_class = ButtonValue
        preview_value = {
            "text": "See who gives second opinions",
            "link": {"url": "/providers/"},
            "icon": "arrow-right",
            "style": "solid",
        }
        form_layout = blocks.BlockGroup(
            children=["button", "text", "link"],
            settings=[
                "description", "colour", "style", "size", "width", "alignment", "corners", "icon", "new_tab",
            ],
        )  # fmt: skip

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        written = bool(cleaned.get("text")) or cleaned["link"].is_set
        errors = {}
        if cleaned.get("button"):
            if written:
                errors["button"] = ValidationError(
                    _("Choose a reusable button, or write text and link here; not both.")
                )
        else:
            if not cleaned.get("text"):
                errors["text"] = ValidationError(
                    _("Write what the button says, or choose a reusable button.")
                )
            if not cleaned["link"].is_set:
                errors["link"] = ValidationError(
                    _("Choose where the button leads, or choose a reusable button.")
                )
        if errors:
            raise StructBlockValidationError(errors)
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        context["shown"] = value.shown
        context["href"] = value.get_href(context.get("request"))
        return context


class ButtonGroupBlock(blocks.StructBlock):
    """Buttons in a row that wraps, or one below the other."""

    buttons = blocks.ListBlock(ButtonBlock(), min_num=1, label=_("Buttons"))
    alignment = blocks.ChoiceBlock(choices=look.ALIGNMENTS, default="start", label=_("Alignment"))
    stacked = blocks.BooleanBlock(required=False, label=_("One below the other"))

    class Meta:
        icon = "dots-horizontal"
        label = _("Button group")
        group = _("Actions")
        description = _("Two or three buttons that belong together. The first is the one most people need.")
        template = "blocks/button_group.html"
        form_layout = blocks.BlockGroup(children=["buttons"], settings=["alignment", "stacked"])
        preview_value = {
            "buttons": [
                {"text": "Ask for a second opinion", "link": {"url": "/providers/"}},
                {"text": "How it works", "link": {"url": "/about-us/"}, "style": "outline"},
            ]
        }

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        request = context.get("request")
        context["shown"] = [button for button in value.get("buttons") or [] if button.get_href(request)]
        return context
