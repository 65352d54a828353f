"""Fields and settings for search engines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.contrib.settings.models import register_setting

from cms.links.validators import validate_link_url, validate_phone
from cms.seo.graph import Subject
from cms.seo.head import original, unknown_variables
from cms.seo.site_files import SiteFiles
from cms.site_settings import SiteSetting


class SeoFields(models.Model):
    """What a page says about itself beyond Wagtail's own title and description."""

    noindex = models.BooleanField(
        _("hide from search engines"),
        default=False,
        help_text=_("Search engines are asked to leave this page out, and the sitemap omits it."),
    )

    canonical_url = models.CharField(
        _("is a copy of"),
        max_length=1000,
        blank=True,
        validators=[validate_link_url],
        help_text=_(
            "Where the same text stands first: https://… on another website, or a path of this one such as /about/. "
            "Search engines then show that page, and the sitemap omits this one. Leave empty otherwise."
        ),
    )
    social_title = models.CharField(
        _("title when shared"),
        max_length=255,
        blank=True,
        help_text=_("Up to about 60 characters are shown. Leave empty to use the title above."),
    )
    social_description = models.CharField(
        _("description when shared"),
        max_length=500,
        blank=True,
        help_text=_("Up to about 150 characters are shown. Leave empty to use the description above."),
    )
    social_image = models.ForeignKey(
        "images.CustomImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("image when shared"),
        help_text=_(
            "At least 1200 × 630 pixels; cropped around its focal point. A page with an image of its own shows that "
            "unless you choose one."
        ),
    )

    open_graph_type = "website"
    title_kind = "page"  # whose templates of SearchAppearance it follows
    sitemap_section = "pages"
    seo_panels = [
        MultiFieldPanel(["noindex", "canonical_url"], heading=_("Search engines")),
        MultiFieldPanel(
            ["social_title", "social_description", "social_image"],
            heading=_("When somebody shares this page"),
        ),
    ]

    class Meta:
        abstract = True

    @property
    def default_description(self) -> str:
        """Give what describes the page to search engines while its editor wrote nothing for them."""
        return str(getattr(self, "summary", ""))

    def describe(self, context: Mapping[str, Any]) -> Subject:
        """Say what the page is about, in the words of schema.org; ``context`` is that of its template."""
        return Subject()

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Name the page unless it asks to be left out, or says that the original stands elsewhere."""
        own: list[dict[str, Any]] = super().get_sitemap_urls(request)  # type: ignore[misc]  # of Page, which it is mixed into
        for url in own:
            # Wagtail falls back to the date of a draft, which readers have not seen.
            url["lastmod"] = getattr(self, "updated_at", None) or self.last_published_at  # type: ignore[attr-defined]  # of Page
        return [url for url in own if self.may_be_listed(url["location"])]

    def original_of(self, address: str) -> str:
        """Give the address that search engines should show in place of one of the page's.

        A copy that waits for its translation says what its original says.
        """
        if self.canonical_url:
            return original(address, self.canonical_url)
        copied: Any = getattr(self, "alias_of", None)
        return (copied.get_full_url() or address) if copied is not None and copied.live else address

    def may_be_listed(self, address: str) -> bool:
        """Tell whether search engines may list the page by an address of its own."""
        return not self.noindex and self.original_of(address) == address


def validate_addresses(text: str) -> None:
    """Accept addresses of other websites, one a line; raises ValidationError that names the first other line."""
    for line in text.splitlines():
        if line.strip() and not line.strip().startswith(("https://", "http://")):
            raise ValidationError(
                _(
                    "“%(line)s” is not the address of a website. Write one on each line, such as https://example.org/us."
                )
                % {"line": line.strip()}
            )


@register_setting(icon="home")
class Organisation(SiteFiles, SiteSetting):
    """Who publishes this site; shown in the header and footer of every page, and told to search engines."""

    KINDS = [
        ("Organization", _("Organisation")),
        ("MedicalOrganization", _("Medical organisation")),
        ("Hospital", _("Hospital")),
        ("MedicalClinic", _("Clinic")),
        ("NGO", _("Charity")),
        ("GovernmentOrganization", _("Public body")),
    ]  # of schema.org

    name = models.CharField(_("name"), max_length=120, blank=True)
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone number"), max_length=40, blank=True, validators=[validate_phone])
    address = models.TextField(_("postal address"), blank=True)
    kind = models.CharField(_("kind"), max_length=30, choices=KINDS, default="MedicalOrganization")
    logo = models.ForeignKey(
        "images.CustomImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("logo"),
        help_text=_("Search engines may show it beside results; no drawing (SVG)."),
    )
    same_as = models.TextField(
        _("addresses elsewhere"),
        blank=True,
        validators=[validate_addresses],
        help_text=_(
            "Pages about the organisation on other websites, one a line: a register, an encyclopaedia, social media."
        ),
    )

    select_related = ["logo"]
    panels = [
        FieldPanel("name"),
        FieldPanel("tagline"),
        MultiFieldPanel(["email", "phone", "address"], _("Contact")),
        MultiFieldPanel(["kind", "logo", "same_as"], _("For search engines")),
        *SiteFiles.site_files_panels,
    ]

    class Meta:
        verbose_name = _("organisation")

    def __str__(self) -> str:
        return self.name or str(self.site)

    @property
    def display_name(self) -> str:
        return self.name or (self.site and self.site.site_name) or settings.WAGTAIL_SITE_NAME


def validate_template(template: str) -> None:
    """Accept words and known variables; raises ValidationError that names the first other one."""
    if unknown := unknown_variables(template):
        raise ValidationError(
            _("There is no variable {%(name)s}. Use {title}, {sep}, {site}, {tagline} or {summary}.")
            % {"name": unknown[0]}
        )


def _title_template(what: Any) -> models.CharField:
    return models.CharField(
        what, max_length=200, default="{title} {sep} {site}", validators=[validate_template]
    )


def _description_template(what: Any) -> models.CharField:
    return models.CharField(what, max_length=300, default="{summary}", validators=[validate_template])


@register_setting(icon="search")
class SearchAppearance(SiteSetting):
    """How the pages of a site appear in search results, and who may read them for other ends."""

    SEPARATORS = [("–", "–"), ("|", "|"), ("·", "·"), ("•", "•"), (":", ":")]

    separator = models.CharField(_("separator {sep}"), max_length=3, choices=SEPARATORS, default="–")
    page_title = _title_template(_("title of pages"))
    page_description = _description_template(_("description of pages"))
    article_title = _title_template(_("title of articles"))
    article_description = _description_template(_("description of articles"))
    list_title = _title_template(_("title of lists, by topic, by tag and of providers"))
    list_description = _description_template(_("description of lists"))
    provider_title = _title_template(_("title of providers"))
    provider_description = _description_template(_("description of providers"))
    allow_ai_answers = models.BooleanField(
        _("AI search may read the site"),
        default=True,
        help_text=_(
            "Assistants that answer questions and name their sources; without, they cannot lead people here."
        ),
    )
    allow_ai_training = models.BooleanField(
        _("AI models may be trained with the site"),
        default=True,
        help_text=_(
            "Crawlers that collect texts for training. Those that obey robots.txt keep to it, others do not."
        ),
    )
    offers_markdown = models.BooleanField(
        _("offer pages as plain text"),
        default=True,
        help_text=_(
            "Each public page can be read as Markdown (…/index.md), and /llms.txt lists them for assistants."
        ),
    )

    panels = [
        HelpPanel(
            _(
                "Titles and descriptions are made of words and variables: {title} is the page’s title for search "
                "engines or else its title, {sep} the separator, {site} and {tagline} the organisation’s, {summary} the "
                "summary or the first words. A description that an editor wrote for a page is used as it is."
            )
        ),
        FieldPanel("separator"),
        MultiFieldPanel(["page_title", "page_description"], _("Pages")),
        MultiFieldPanel(["article_title", "article_description"], _("Articles")),
        MultiFieldPanel(["list_title", "list_description"], _("Lists")),
        MultiFieldPanel(["provider_title", "provider_description"], _("Providers")),
        MultiFieldPanel(
            ["allow_ai_answers", "allow_ai_training", "offers_markdown"], _("Artificial intelligence")
        ),
    ]

    class Meta:
        verbose_name = _("search appearance")

    def __str__(self) -> str:
        return str(self.site)

    def templates(self, kind: str) -> tuple[str, str]:
        """Give the templates of title and description of a kind of page: page, article, list or provider."""
        return getattr(self, f"{kind}_title"), getattr(self, f"{kind}_description")
