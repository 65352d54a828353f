"""One page of every type, with every block, so that a rule can be held against all of them."""

from home.models import ContentPage, HomePage
from tests import factories
from tests.html import stream


def show_everything(home: HomePage) -> dict[str, str]:
    """Fill the site; give the address of a page of every type, and of the views beside them."""
    image = factories.ImageFactory(size=(1600, 900))
    colour = factories.ColourFactory()
    topic, below = factories.TopicFactory(), factories.TopicFactory()
    author = factories.AuthorFactory(image=image, role="Nurse")
    directory = factories.ProviderIndexPageFactory(parent=home)
    provider = factories.ProviderFactory(
        image=image,
        city="Leeds",
        phone="+44 113 496 0000",
        email="a@example.org",
        description="<p>Works.</p>",
    )
    button = factories.ButtonFactory(page=directory, url="", colour=colour, icon="arrow-right", new_tab=True)
    index = factories.ServiceArticleIndexPageFactory(parent=home)
    other = factories.ServiceArticlePageFactory(
        parent=index, image=image, topics=[topic], tags=["waiting"], authors=[author]
    )
    body = stream(
        ("heading", {"text": "What to bring", "level": "h2", "anchor": ""}),
        ("rich_text", "<p>Bring <b>your results</b>.</p>"),
        ("heading", {"text": "On paper", "level": "h3", "anchor": "paper"}),
        ("list", {"style": "numbers", "items": ["<p>One</p>", "<p>Two</p>"], "start": 3}),
        (
            "quote",
            {"text": "<p>It helped.</p>", "attribution": "A patient", "source": {"url": "/providers/"}},
        ),
        ("table", table()),
        ("image", picture(image, caption="The ward")),
        ("image", picture(image, alt_text="", decorative=True)),
        ("button", {"button": button.pk}),
        ("button", {"text": "Call us", "link": {"phone": "+44 113 496 0000"}, "style": "outline"}),
        ("embed", {"url": "https://video.example.org/1", "title": "Your first visit"}),
        ("divider", None),
        ("imported_source", {"reason": "No block does it", "source": "[countdown to=2030]"}),
        ("heading", {"text": "More", "level": "h2", "anchor": ""}),
        ("service_articles", listing(template="default")),
        ("service_articles", listing(template="teaser")),
        ("service_articles", listing(template="list")),
        ("service_articles", listing(template="single")),
        ("page_list", {"pages": [other.pk], "template": "list"}),
        ("page_list", {"pages": [other.pk], "template": "default"}),
        ("provider", {"provider": provider.pk}),
    )
    article = factories.ServiceArticlePageFactory(
        parent=index,
        image=image,
        topics=[topic, below],
        tags=["waiting", "results"],
        authors=[author],
        body=body,
    )
    content = factories.ContentPageFactory(parent=home, body=body, summary="Who we are.")
    home.summary = "We help."
    home.body = body
    home.save_revision().publish()
    return {
        "home": "/",
        "content": content.get_url(),
        "index": index.get_url(),
        "topic": f"{index.get_url()}topic/{topic.slug}/",
        "tag": f"{index.get_url()}tag/waiting/",
        "article": article.get_url(),
        "directory": directory.get_url(),
        "filtered directory": f"{directory.get_url()}?kind=doctor",
        "provider": provider.get_url(),
        "search": "/search/?q=article",
        "empty search": "/search/",
        "not found": "/no-such-page/",
    }


def table(**changes: object) -> dict[str, object]:
    return {
        "table": {
            "caption": "Opening hours",
            "columns": [{"type": "text", "heading": "Day"}, {"type": "text", "heading": "Hours"}],
            "rows": [
                {"values": ["<p>Monday</p>", "<p>8 to 18</p>"]},
                {"values": ["<p>Friday</p>", "<p>8 to 13</p>"]},
            ],
        },
        "row_headers": True,
        "striped": True,
        **changes,
    }


def picture(
    image, alt_text: str = "Two chairs", decorative: bool = False, **fields: object
) -> dict[str, object]:
    return {"image": {"image": image.pk, "alt_text": alt_text, "decorative": decorative}, **fields}


def listing(**changes: object) -> dict[str, object]:
    return {"topics": [], "authors": [], "articles": [], "count": 3, "exclude_current": True, **changes}


def page_with(home: HomePage, *blocks: tuple[str, object], **fields: object) -> ContentPage:
    """Publish a content page with some blocks."""
    return factories.ContentPageFactory(parent=home, body=stream(*blocks), **fields)
