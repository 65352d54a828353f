"""The listing of service articles, as ``[su_posts]`` was, and the vocabulary of article bodies."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Locale
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.blocks.body import BodyBlock
from cms.pages.blocks import MenuBlock, PageListBlock
from providers.blocks import ProviderBlock
from services.queries import ListingOptions, select_articles

OPERATORS = [("any", _("Any of them")), ("all", _("All of them")), ("none", _("None of them"))]


class ServiceArticlesValue(blocks.StructValue):
    @property
    def tag_names(self) -> tuple[str, ...]:
        return tuple(name.strip() for name in (self.get("tags") or "").split(",") if name.strip())

    def options(self, current: Any = None, listed: Iterable[int] = ()) -> ListingOptions:
        """Give what this value asks for; what was chosen and deleted since is asked for as id 0, which nothing has.

        ``listed`` are the ids of what stands in the listings above.
        """
        exclude_ids = set(listed) if self.get("exclude_listed") else set()
        if self.get("exclude_current") and current is not None:
            exclude_ids.add(current.pk)
        return ListingOptions(
            topic_ids=_ids(self.get("topics")),
            topic_operator=self.get("topic_operator") or "any",
            tag_names=self.tag_names,
            tag_operator=self.get("tag_operator") or "any",
            author_ids=_ids(self.get("authors")),
            author_operator="none" if self.get("author_operator") == "none" else "any",
            article_ids=_ids(self.get("articles")),
            pinned_ids=_ids(self.get("pinned")),
            exclude_ids=tuple(exclude_ids - {None}),
            locale_id=getattr(current, "locale_id", None) or Locale.get_active().pk,
            order_by=self.get("order_by") or "date",
            descending=self.get("direction") != "ascending",
            featured_first=bool(self.get("featured_first")),
            offset=self.get("offset") or 0,
            count=1 if self.get("template") == "single" else self.get("count") or 0,
        )


def _ids(objects: Any) -> tuple[int, ...]:
    return tuple(found.pk if found else 0 for found in objects or [])


class ServiceArticlesBlock(blocks.StructBlock):
    """Service articles by topic, tag, author or hand; live and public ones only, whoever looks."""

    topics = blocks.ListBlock(
        SnippetChooserBlock("services.Topic"),
        default=[],
        label=_("Topics"),
        help_text=_("Includes topics below."),
    )
    topic_operator = blocks.ChoiceBlock(choices=OPERATORS, default="any", label=_("With"))
    tags = blocks.CharBlock(
        required=False, max_length=500, label=_("Tags"), help_text=_("Separated by commas.")
    )
    tag_operator = blocks.ChoiceBlock(choices=OPERATORS, default="any", label=_("With"))
    authors = blocks.ListBlock(SnippetChooserBlock("services.Author"), default=[], label=_("Authors"))
    author_operator = blocks.ChoiceBlock(
        choices=[("any", _("By any of them")), ("none", _("By none of them"))],
        default="any",
        label=_("Written"),
    )
    articles = blocks.ListBlock(
        blocks.PageChooserBlock("services.ServiceArticlePage"), default=[], label=_("Only these articles")
    )
    pinned = blocks.ListBlock(
        blocks.PageChooserBlock("services.ServiceArticlePage"),
        default=[],
        label=_("First of all"),
        help_text=_("Picked by hand; the others follow by themselves, up to the number below."),
    )
    exclude_current = blocks.BooleanBlock(required=False, default=True, label=_("Leave out this page"))
    exclude_listed = blocks.BooleanBlock(
        required=False, label=_("Leave out articles of the listings above on this page")
    )
    count = blocks.IntegerBlock(
        required=False,
        min_value=0,
        max_value=1000,
        default=3,
        label=_("How many"),
        help_text=_("0 shows all."),
    )
    offset = blocks.IntegerBlock(required=False, min_value=0, default=0, label=_("Skip the first"))
    order_by = blocks.ChoiceBlock(
        choices=[
            ("date", _("Date")),
            ("modified", _("Last change")),
            ("title", _("Title")),
            ("author", _("Author")),
            ("manual", _("As picked above")),
            ("random", _("Mixed anew each day")),
        ],
        default="date",
        label=_("Order"),
    )
    direction = blocks.ChoiceBlock(
        choices=[("descending", _("Newest or last first")), ("ascending", _("Oldest or first first"))],
        default="descending",
        label=_("Direction"),
    )
    featured_first = blocks.BooleanBlock(required=False, label=_("Articles kept on top come first"))
    template = blocks.ChoiceBlock(
        choices=[
            ("default", _("Title, date and summary")),
            ("teaser", _("Image and title")),
            ("list", _("List of links")),
            ("single", _("One article in full")),
        ],
        default="default",
        label=_("Show as"),
    )
    empty_text = blocks.CharBlock(
        required=False,
        max_length=255,
        label=_("Text when there is none"),
        help_text=_("Nothing is shown if empty."),
    )
    unresolved = blocks.CharBlock(
        required=False,
        max_length=500,
        label=_("Not found by the import"),
        help_text=_("The listing stays empty while this is filled in. Choose topics or tags, then clear it."),
    )

    class Meta:
        icon = "list-ul"
        label = _("Service articles")
        group = _("Listings")
        description = _("Articles by topic, tag or author, kept up to date by itself.")
        template = "blocks/service_articles.html"
        value_class = ServiceArticlesValue
        preview_value = {
            "count": 3,
            "template": "default",
            "empty_text": "Articles of the chosen topics stand here.",
        }
        form_layout = blocks.BlockGroup(
            children=["topics", "tags", "pinned", "count", "template", "unresolved"],
            settings=[
                "topic_operator", "tag_operator", "authors", "author_operator", "articles", "exclude_current",
                "exclude_listed", "offset", "order_by", "direction", "featured_first", "empty_text",
            ],
        )  # fmt: skip

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        unknown = [name for name in cleaned.tag_names if not Tag.objects.filter(name__iexact=name).exists()]
        if unknown and not self.is_deferred_validation:
            message = _("There is no tag “%(names)s”.") % {"names": "”, “".join(unknown)}
            raise StructBlockValidationError({"tags": ValidationError(message)})
        return cleaned

    def get_searchable_content(self, value: Any) -> list[str]:
        """Give nothing: its fields say what to list, and are no words of the page."""
        return []

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Find the articles; a listing within an article shown by a listing shows nothing, or it would never end."""
        context = super().get_context(value, parent_context)
        nested = bool(context.get("within_listing"))
        hidden = nested or bool(value.get("unresolved"))
        shown: set[int] = context.setdefault("listed_ids", set())
        options = value.options(context.get("page"), listed=shown)
        context["listed"] = [] if hidden else list(select_articles(options))
        shown.update(article.pk for article in context["listed"])
        context["hidden"] = hidden
        context["title_level"] = "h2"  # of an article in full, above its body
        context["within_listing"] = True
        return context


class ServiceBodyBlock(BodyBlock):
    """The shared vocabulary, with listings of articles and pages, menus and providers."""

    service_articles = ServiceArticlesBlock()
    page_list = PageListBlock()
    menu = MenuBlock()
    provider = ProviderBlock()
