"""Objects for tests."""

import io
from datetime import UTC, datetime

import factory
import wagtail_factories
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image as PillowImage
from wagtail.documents.models import Document
from wagtail.models import Locale

from cms.buttons.models import Button
from cms.comments.models import Comment
from cms.images.models import CustomImage
from cms.pages.models import Banner, HelpAndDisclaimer, Menu, MenuLink
from cms.palette.models import Colour
from home.models import ContentPage
from providers.models import Provider, ProviderIndexPage, Specialty
from services.models import Author, Review, ServiceArticleIndexPage, ServiceArticlePage, Topic


def image_file(
    name: str = "picture.png", size: tuple[int, int] = (30, 20), colour: str = "#4a7c8c"
) -> ImageFile:
    """Draw a small picture."""
    buffer = io.BytesIO()
    PillowImage.new("RGB", size, colour).save(buffer, "PNG")
    buffer.seek(0)
    return ImageFile(buffer, name=name)


class ImageFactory(factory.django.DjangoModelFactory):
    title = factory.Sequence("Picture {}".format)
    description = "Two chairs beside a window"
    file = factory.LazyAttribute(lambda image: image_file(size=image.size))

    class Meta:
        model = CustomImage
        exclude = ["size"]

    size = (30, 20)


class DocumentFactory(factory.django.DjangoModelFactory):
    title = factory.Sequence("Leaflet {}".format)
    file = factory.LazyFunction(lambda: ContentFile(b"Questions to ask", name="leaflet.txt"))

    class Meta:
        model = Document


class LocaleFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    locale = factory.LazyFunction(Locale.get_default)


class ContentPageFactory(wagtail_factories.PageFactory):
    title = factory.Sequence("A page about {}".format)

    class Meta:
        model = ContentPage


class ServiceArticleIndexPageFactory(wagtail_factories.PageFactory):
    title = "Articles"
    slug = "articles"

    class Meta:
        model = ServiceArticleIndexPage


class ServiceArticlePageFactory(wagtail_factories.PageFactory):
    title = factory.Sequence("Article number {}".format)
    summary = "What this article is about, in one sentence."

    class Meta:
        model = ServiceArticlePage
        skip_postgeneration_save = True

    @factory.post_generation
    def topics(self, create, extracted, **kwargs):
        if extracted:
            self.topics.set(extracted)
            self.save()

    @factory.post_generation
    def tags(self, create, extracted, **kwargs):
        if extracted:
            self.tags.set(extracted)
            self.save()

    @factory.post_generation
    def authors(self, create, extracted, **kwargs):
        if extracted:
            self.authors.set(extracted)
            self.save()


class TopicFactory(LocaleFactory):
    name = factory.Sequence("Topic {}".format)
    slug = factory.Sequence("topic-{}".format)

    class Meta:
        model = Topic


class AuthorFactory(LocaleFactory):
    name = factory.Sequence("Writer {}".format)
    slug = factory.Sequence("writer-{}".format)

    class Meta:
        model = Author


class ReviewFactory(factory.django.DjangoModelFactory):
    reviewer = factory.SubFactory(AuthorFactory, credentials="MD")
    evidence = "The national guideline of this year."
    reviewed_on = datetime(2026, 3, 4, tzinfo=UTC).date()
    next_review_on = datetime(2199, 3, 4, tzinfo=UTC).date()

    class Meta:
        model = Review


class SpecialtyFactory(LocaleFactory):
    name = factory.Sequence("Specialty {}".format)
    slug = factory.Sequence("specialty-{}".format)

    class Meta:
        model = Specialty


class ProviderIndexPageFactory(wagtail_factories.PageFactory):
    title = "Providers"
    slug = "providers"

    class Meta:
        model = ProviderIndexPage


class ProviderFactory(LocaleFactory):
    name = factory.Sequence("Dr Example {}".format)
    slug = factory.Sequence("dr-example-{}".format)
    summary = "Gives opinions on heart disease."

    class Meta:
        model = Provider


class ColourFactory(factory.django.DjangoModelFactory):
    name = factory.Sequence("Colour {}".format)
    background = "#9f0102"

    class Meta:
        model = Colour


class MenuFactory(LocaleFactory):
    name = factory.Sequence("Menu {}".format)
    slug = factory.Sequence("menu-{}".format)
    location = "header"

    class Meta:
        model = Menu


class MenuLinkFactory(factory.django.DjangoModelFactory):
    sort_order = factory.Sequence(int)

    class Meta:
        model = MenuLink


class BannerFactory(LocaleFactory):
    title = factory.Sequence("Notice {}".format)

    class Meta:
        model = Banner


class HelpAndDisclaimerFactory(LocaleFactory):
    class Meta:
        model = HelpAndDisclaimer


class ButtonFactory(LocaleFactory):
    text = "See who can help"
    slug = factory.Sequence("button-{}".format)
    url = "https://example.org/help"

    class Meta:
        model = Button


class CommentFactory(factory.django.DjangoModelFactory):
    external_id = factory.Sequence(lambda number: number + 1)
    author = factory.Sequence("Reader {}".format)
    body = "<p>Thank you, this helped.</p>"
    date = datetime(2024, 5, 1, 9, 30, tzinfo=UTC)
    status = Comment.Status.APPROVED

    class Meta:
        model = Comment
