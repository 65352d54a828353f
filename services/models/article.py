"""A service article."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.fields import StreamField
from wagtail.search import index

from cms.pages.models import BasePage
from services.blocks import ServiceBodyBlock

TEASER_WORDS = 55  # as many as WordPress puts into an automatic excerpt
PROSE = {"heading": "text", "rich_text": "", "list": "items", "quote": "text"}
OPEN_CONTAINERS = frozenset({"columns", "callout", "accordion", "tabs", "expandable"})  # and never "gated"


def opening_words(body: StreamValue) -> str:
    """Give the first words of a body; "" for an empty one."""
    words = " ".join(_prose(body)).split()
    return " ".join(words[:TEASER_WORDS]) + ("…" if len(words) > TEASER_WORDS else "")


def _prose(body: StreamValue) -> Iterator[str]:
    """Give what everyone reads in the blocks of words: no levels, styles, addresses or notes."""
    for child in body:
        if child.block_type in OPEN_CONTAINERS:
            for nested in _streams(child.value):
                yield from _prose(nested)
        elif child.block_type in PROSE:
            block, value, field = child.block, child.value, PROSE[child.block_type]
            if field:
                block, value = block.child_blocks[field], value.get(field)
            yield from block.get_searchable_content(value) if value else ()


def _streams(value: Any) -> Iterator[StreamValue]:
    """Find the streams within a container's value."""
    if isinstance(value, StreamValue):
        yield value
    elif isinstance(value, StructValue | ListValue):
        for part in value.values() if isinstance(value, StructValue) else value:
            yield from _streams(part)


class ServiceArticleTag(TaggedItemBase):
    content_object = ParentalKey(
        "services.ServiceArticlePage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class ServiceArticlePage(BasePage):
    """An article for patients and families, below a service article index."""

    summary = models.TextField(
        _("summary"),
        max_length=1000,
        blank=True,
        help_text=_("Two or three sentences; shown in lists and on top."),
    )
    teaser = models.TextField(editable=False, blank=True, default="")
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
        MultiFieldPanel(["published_at", "featured"], heading=_("In lists")),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.RelatedFields("tags", [index.SearchField("name")]),
        index.RelatedFields("topics", [index.SearchField("name")]),
        index.FilterField("published_at"),
    ]
    parent_page_types = ["services.ServiceArticleIndexPage"]
    subpage_types: list[str] = []
    page_description = _("An article for patients and families, listed by topic and tag.")

    class Meta:
        verbose_name = _("service article")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep what lists say about the article beside it, so that a list need not read bodies."""
        self.teaser = self.summary or opening_words(self.body)
        super().save(*args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["topics"] = self.topics.all()
        context["tags"] = self.tags.all()
        context["authors"] = self.authors.select_related("image")
        return context
