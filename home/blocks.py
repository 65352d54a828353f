"""What the home page opens with."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from cms.buttons.blocks import ButtonBlock


class HeroBlock(blocks.StructBlock):
    """The title of the home page, with a few words, a picture, and where to go next."""

    title = blocks.CharBlock(
        required=False,
        max_length=120,
        label=_("Title"),
        help_text=_("Leave empty to use the title of the page."),
    )
    text = blocks.TextBlock(required=False, max_length=400, label=_("Text"))
    image = ImageChooserBlock(
        required=False,
        label=_("Picture"),
        help_text=_("Sets the mood: it is not read out, so it must not inform."),
    )
    buttons = blocks.ListBlock(ButtonBlock(), default=[], max_num=3, label=_("Buttons"))

    class Meta:
        icon = "home"
        label = _("Opening")
        group = _("Layout")
        description = _("The title of the home page, with a few words, a picture and up to three buttons.")
        template = "blocks/hero.html"
        preview_value = {
            "title": "A second look, before you decide",
            "text": "Doctors who did not treat you read your results and say what they would do.",
            "buttons": [{"text": "See who gives second opinions", "link": {"url": "/providers/"}}],
        }

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        request = context.get("request")
        context["shown"] = [button for button in value.get("buttons") or [] if button.get_href(request)]
        return context
