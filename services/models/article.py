"""A service article."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import PageChooserBlock
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.pages.models import BasePage
from services.blocks import ServiceBodyBlock
from services.forms import ServiceArticleForm
from services.guides import guide_of
from services.models.index import ServiceArticleIndexPage
from services.models.review import Reviewable
from services.queries import related_articles
from services.sources import SourceBlock
from services.structured_data import Article, describe_article
from services.words import minutes_to_read, teaser_of


class ServiceArticleTag(TaggedItemBase):
    content_object = ParentalKey(
        "services.ServiceArticlePage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class ServiceArticlePage(Reviewable, BasePage):
    """An article for patients and families, below a service article index."""

    summary = models.TextField(
        _("summary"),
        max_length=1000,
        blank=True,
        help_text=_("Two or three sentences; shown in lists and on top."),
    )
    teaser = models.TextField(editable=False, blank=True, default="")
    reading_minutes = models.PositiveSmallIntegerField(editable=False, default=0)
    published_at = models.DateTimeField(
        _("date"), default=timezone.now, help_text=_("Lists are ordered by it.")
    )
    image = models.ForeignKey(
        "images.CustomImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("image"),
    )
    topics = ParentalManyToManyField(
        "services.Topic", blank=True, related_name="articles", verbose_name=_("topics")
    )
    tags = ClusterTaggableManager(through=ServiceArticleTag, blank=True)
    authors = ParentalManyToManyField(
        "services.Author", blank=True, related_name="articles", verbose_name=_("authors")
    )
    featured = models.BooleanField(
        _("keep on top of lists"), default=False, help_text=_("Lists that allow it show this article first.")
    )
    body = StreamField(ServiceBodyBlock(), blank=True, verbose_name=_("content"))
    sources = StreamField([("source", SourceBlock())], blank=True, verbose_name=_("sources"))
    related = StreamField(
        [("article", PageChooserBlock("services.ServiceArticlePage"))],
        blank=True,
        max_num=6,
        verbose_name=_("related articles"),
        help_text=_("Shown first below the article; articles of the same topics fill the rest."),
    )
    minor_change = models.BooleanField(
        _("minor change"),
        default=False,
        help_text=_(
            "Such as a spelling mistake: readers go on seeing the date of the last change before it."
        ),
    )
    unchanged_since = models.DateTimeField(null=True, editable=False)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("image"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
                "tags",
                FieldPanel("authors", widget=forms.CheckboxSelectMultiple),
            ],
            heading=_("About this article"),
        ),
        FieldPanel("sources"),
        FieldPanel("related"),
        MultiFieldPanel(["published_at", "minor_change", "featured"], heading=_("Dates and lists")),
        *Reviewable.review_panels,
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.RelatedFields("tags", [index.SearchField("name")]),
        index.RelatedFields("topics", [index.SearchField("name")]),
        index.FilterField("published_at"),
    ]
    parent_page_types = ["services.ServiceArticleIndexPage", "services.ServiceArticlePage"]
    subpage_types = ["services.ServiceArticlePage"]
    base_form_class = ServiceArticleForm
    open_graph_type = "article"
    title_kind = "article"
    sitemap_section = "articles"
    page_description = _("An article for patients and families, listed by topic and tag.")

    class Meta:
        verbose_name = _("service article")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.refresh_teaser()
        if not self.minor_change:
            self.unchanged_since = None
        super().save(*args, **kwargs)

    def with_content_json(self, content: Any) -> Any:
        """Give a version of the article; should it be published as a minor change, the date stays that of the present one."""
        version = super().with_content_json(content)
        version.unchanged_since = self.updated_at
        return version

    @property
    def updated_at(self) -> datetime:
        """Give when readers last got something new."""
        return self.unchanged_since or self.last_published_at or self.published_at

    @property
    def was_updated(self) -> bool:
        """Tell whether that was on a later day than the article's own date."""
        return timezone.localdate(self.updated_at) > timezone.localdate(self.published_at)

    @classmethod
    def can_exist_under(cls, parent: Page) -> bool:
        """Allow an article below an article, which makes a guide of that; but no guides within guides."""
        within_guide = issubclass(parent.specific_class, cls) and issubclass(
            parent.get_parent().specific_class, cls
        )
        return super().can_exist_under(parent) and not within_guide

    def can_move_to(self, parent: Page) -> bool:
        guide_into_guide = self.numchild > 0 and issubclass(parent.specific_class, type(self))
        return super().can_move_to(parent) and not guide_into_guide

    @cached_property
    def index_page(self) -> Page | None:
        """Give the index that the article, or the guide it is part of, stands in."""
        above = reversed(self.ancestors)
        return next(
            (page for page in above if issubclass(page.specific_class, ServiceArticleIndexPage)), None
        )

    @property
    def guide_path(self) -> str:
        """Give the tree path of the guide that the article is part of, or else of the article itself."""
        above = len(self.index_page.path) if self.index_page else len(self.path) - self.steplen
        return self.path[: above + self.steplen]

    @property
    def related_ids(self) -> list[int]:
        """Give what an editor picked to read next, without reading those pages."""
        return [block["value"] for block in self.related.raw_data if block["value"]]

    def refresh_teaser(self) -> None:
        """Keep what lists say about the article beside it, so that a list need not read bodies."""
        self.teaser = self.summary or teaser_of(self.body)
        self.reading_minutes = minutes_to_read(self.body)

    @property
    def default_description(self) -> str:
        return self.teaser

    def describe(self, context: Mapping[str, Any]) -> Article:
        """Say what the article is about, who wrote and who reviewed it."""
        return describe_article(self, context)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["topics"] = topics = list(self.topics.all())
        context["tags"] = self.tags.all()
        context["authors"] = self.authors.select_related("image")
        context["index"] = self.index_page
        context["guide"] = guide_of(self)
        # Asked for below the body, whose listings have then named what they show.
        listed: set[int] = set()
        context["listed_ids"] = listed
        context["related"] = lambda: related_articles(self, topics, listed)
        context["review"] = self.latest_review
        return context
