"""A provider within an article."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock


class ProviderBlock(blocks.StructBlock):
    """A provider's card; it follows what the directory says and vanishes when the provider is not published."""

    provider = SnippetChooserBlock("providers.Provider", label=_("Provider"))

    class Meta:
        icon = "user"
        label = _("Provider")
        group = _("Listings")
        description = _("A provider's card from the directory, always up to date.")
        template = "blocks/provider.html"
        form_layout = blocks.BlockGroup(children=["provider"])

    def get_preview_value(self) -> Any:
        from providers.models import Provider

        return self.normalize({"provider": Provider.objects.filter(live=True).first()})

    @property
    def is_previewable(self) -> bool:
        return True

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        provider = value.get("provider")
        context["provider"] = provider if provider and provider.live else None
        if context["provider"]:
            context["provider_url"] = provider.get_url(context.get("request"))
        return context
