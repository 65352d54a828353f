"""One page of every type, with every block, so that a rule can be held against all of them."""

from django.core.files.base import ContentFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, Site

from cms.comments.models import CommentSettings
from cms.pages.models import Banner
from home.models import ContentPage, HomePage
from services.blocks import ServiceBodyBlock
from tests import factories
from tests.html import stream


def show_everything(home: HomePage) -> dict[str, str]:
    """Fill the site; give the address of a page of every type, and of the views beside them."""
    image = factories.ImageFactory(size=(640, 360))
    colour = factories.ColourFactory()
    topic = factories.TopicFactory(description="All about it.", introduction="<p>Read <b>this</b> first.</p>")
    below, beside = factories.TopicFactory(parent=topic), factories.TopicFactory()
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
    menu = factories.MenuFactory(location="")
    factories.MenuLinkFactory(menu=menu, page=directory)
    factories.MenuLinkFactory(menu=menu, page=index, level=2)
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
        *words_and_media(image),
        *containers_and_groups(image, other),
        ("divider", {"top_link": "Back to top"}),
        ("imported_source", {"reason": "No block does it", "source": "[countdown to=2030]"}),
        ("rich_text", "<h2>Afterwards</h2><p>Rest.</p>"),
        ("heading", {"text": "More", "level": "h2", "anchor": ""}),
        ("service_articles", listing(template="default")),
        ("service_articles", listing(template="teaser")),
        ("service_articles", listing(template="list")),
        ("service_articles", listing(template="single")),
        ("page_list", {"pages": [other.pk], "template": "list"}),
        ("page_list", {"pages": [other.pk], "template": "default"}),
        ("page_list", {"source": "siblings", "template": "list", "depth": 2}),
        ("menu", {"menu": menu.pk}),
        ("provider", {"provider": provider.pk}),
    )
    article = factories.ServiceArticlePageFactory(
        parent=index,
        image=image,
        topics=[topic, below, beside],
        tags=["waiting", "results"],
        authors=[author],
        body=body,
        sources=stream(("source", {"title": "A guideline", "year": 2024, "address": "10.1000/182"})),
        related=stream(("article", other.pk)),
    )
    part = factories.ServiceArticlePageFactory(parent=article, body=body)
    factories.ReviewFactory(article=article)
    content = factories.ContentPageFactory(parent=home, body=body, summary="Who we are.")
    show_comments(home, article, content)
    show_notices_and_languages(home, content)
    Redirect.add_redirect("/gone/")
    home.summary = "We help."
    home.hero = stream(
        ("hero", {"title": "", "text": "We help.", "image": image.pk, "buttons": [{"button": button.pk}]})
    )
    home.body = body
    home.save_revision().publish()
    return {
        "home": "/",
        "content": content.get_url(),
        "index": index.get_url(),
        "topic": f"{index.get_url()}topic/{topic.slug}/",
        "topic below": f"{index.get_url()}topic/{below.slug}/",
        "tag": f"{index.get_url()}tag/waiting/",
        "a-z": f"{index.get_url()}a-z/",
        "article": article.get_url(),
        "part of a guide": part.get_url(),
        "right to left": "/ar/",
        "feedback": f"/feedback/{article.pk}/no/",
        "directory": directory.get_url(),
        "filtered directory": f"{directory.get_url()}?kind=doctor",
        "provider": provider.get_url(),
        "search": "/search/?q=article",
        "empty search": "/search/",
        "nothing found": "/search/?q=unfindable",
        "not found": "/no-such-page/",
        "gone": "/gone/",
    }


def words_and_media(image) -> list[tuple[str, object]]:
    recording = factories.DocumentFactory(title="A talk", file=ContentFile(b"sound", name="talk.mp3"))
    film = factories.DocumentFactory(title="A film", file=ContentFile(b"film", name="film.mp4"))
    advice = "<p>Call <mark>now</mark>.</p>"
    return [
        (
            "rich_text",
            "<p>A biopsy<small class='explanation'>a sample</small> <span class='label'>New</span></p>",
        ),
        ("rich_text", "<p class='centre'>In the middle</p><p class='end'>At the end, <u>under</u></p>"),
        ("list", {"style": "icon", "icon": "heart", "items": ["<p>One</p>"]}),
        ("list", {"style": "plain", "items": ["<p>One</p>"]}),
        ("quote", {"text": "<p>A pull quote.</p>", "style": "pull"}),
        ("media", {"url": "https://youtu.be/abcdefghijk", "title": "Your first visit", "poster": image.pk}),
        ("media", {"url": "https://maps.google.com/maps?q=1+High+Street", "title": ""}),
        ("media", {"url": "https://video.example.org/1", "title": "Elsewhere"}),
        ("media", {"document": recording.pk, "title": "A talk", "transcript": "<p>Good morning.</p>"}),
        ("media", {"document": film.pk, "title": "A film", "poster": image.pk}),
        ("code", {"code": "<p>Hello</p>", "language": "HTML"}),
        ("anchor", {"anchor": "a-place"}),
        ("imported_html", {"html": "<dl><dt>Term</dt><dd id='term'>Meaning</dd></dl>"}),
        ("care_card", {"level": "emergency", "title": "Call now if:", "text": advice}),
        ("do_dont", {"do": ["<p>rest</p>"], "dont": ["<p>drive</p>"]}),
        ("checklist", {"title": "Bring along", "items": ["<p>Results</p>"]}),
        ("key_points", {"title": "Key points", "items": ["<p>You may ask.</p>"]}),
        ("question_list", {"title": "Ask your doctor", "items": ["<p>What else?</p>"]}),
        ("summary_list", {"rows": [{"term": "Takes", "description": "<p>An hour</p>"}]}),
        ("gated", gated("members", "Only for members")),
        ("gated", gated("guests", "Only for guests")),
        ("footnotes", {"notes": [{"anchor": "note-1", "text": "<p>A source.</p>"}]}),
    ]


def containers_and_groups(image, article) -> list[tuple[str, object]]:
    """Give each container with something in it, some of them nested, and pictures, cards and buttons in groups."""

    def content(*blocks: tuple[str, object]) -> list[dict[str, object]]:
        return [{"type": name, "value": value} for name, value in blocks]

    words = ("rich_text", "<p>Some words.</p>")
    heading = ("heading", {"text": "More", "level": "h4", "anchor": ""})
    teasers = ("service_articles", listing(articles=[article.pk], template="default"))
    note = ("callout", {"style": "warning", "title": "More", "content": content(words, teasers)})
    pictures = [picture(image, caption="The ward"), picture(image, link={"url": "/search/"})]
    tabs = [{"title": "More", "content": content(note)}, {"title": "Search", "link": {"url": "/search/"}}]
    sections = [{"title": "More", "open": True, "content": content(words, heading)}, {"title": "Rest"}]
    return [
        (
            "columns",
            {"columns": [{"content": content(note)}, {"width": "third", "content": content(heading)}]},
        ),
        (
            "accordion",
            {"items": [*sections, {"title": "Tabs", "content": content(("tabs", {"tabs": tabs}))}]},
        ),
        ("tabs", {"tabs": tabs, "layout": "vertical"}),
        ("expandable", {"summary": "More", "presentation": "dialog", "content": content(words)}),
        ("gallery", {"items": pictures, "enlarge": True}),
        ("gallery", {"items": pictures, "layout": "slider"}),
        ("cards", {"items": [{"title": "Call", "icon": "phone", "image": pictures[0]["image"]}]}),
        ("button_group", {"buttons": [{"text": "Ask", "link": {"url": "/search/"}}]}),
    ]


def gated(audience: str, words: str, **limits: object) -> dict[str, object]:
    content = [{"type": "rich_text", "value": f"<p>{words}</p>"}]
    return {"audience": audience, "content": content, "message": "", "alternative": "", **limits}


def show_previews() -> None:
    """Publish a page for every block, with its preview, and for each of its other shapes: ``/preview-<name>/``."""
    home = Site.objects.get(is_default_site=True).root_page.specific
    shown = {
        name: (name, block.get_preview_value()) for name, block in ServiceBodyBlock().child_blocks.items()
    }
    for name, (kind, changes) in OTHER_SHAPES.items():
        shown[name] = (kind, {**shown[kind][1], **changes})
    colour = factories.ColourFactory(background="#7a1f5c", text="")
    button = {"type": "button", "value": {"text": "Ask us", "link": {"url": "/providers/"}, "style": "solid"}}
    words = {"type": "rich_text", "value": '<p>Words with <a href="/providers/">a link</a>.</p>'}
    note = {"style": "note", "title": "A note", "colour": colour.pk, "content": [words, button]}
    shown["coloured_note"] = ("callout", ServiceBodyBlock().child_blocks["callout"].to_python(note))
    for name, block in shown.items():
        slug = f"preview-{name.replace('_', '-')}"
        factories.ContentPageFactory(parent=home, title=f"Preview of {name}", slug=slug, body=[block])
    show_many_comments(factories.ContentPageFactory(parent=home, title="Comments", slug="preview-comments"))
    Redirect.add_redirect("/gone/")


# The pages that need nothing, not even a database.
OUTAGES = ("400.html", "403.html", "403_csrf.html", "500.html", "503.html")

OTHER_SHAPES = {
    "exclusive": ("accordion", {"exclusive": True}),
    "dialog": ("expandable", {"presentation": "dialog", "open": False}),
    "vertical_tabs": ("tabs", {"layout": "vertical", "active": 2}),
    "carousel": ("gallery", {"layout": "carousel", "columns": 2, "crop": "square"}),
    "slider": ("gallery", {"layout": "slider", "enlarge": False}),
    "warning": ("callout", {"style": "warning"}),
    "success": ("callout", {"style": "success", "title": ""}),
}


def show_comments(home: HomePage, *pages: Page) -> None:
    """Switch the archive on, and write a thread and a mention below pages."""
    CommentSettings.objects.create(
        site=home.get_site(), show=True, show_mentions=True, explanation="From our previous website."
    )
    for page in pages:
        first = factories.CommentFactory(page=page, body="<p>See <a href='https://a.example/'>this</a>.</p>")
        factories.CommentFactory(page=page, reply_to=first.external_id)
        factories.CommentFactory(page=page, kind="pingback", website="https://b.example/", author="A site")


def show_notices_and_languages(home: HomePage, page: Page) -> None:
    """Write a banner of each level, help and disclaimer, and the home page in Arabic."""
    for level, name in Banner.LEVELS:
        factories.BannerFactory(
            level=level, title=str(name), text="Read on.", page=page, link_text="More about it"
        )
    factories.HelpAndDisclaimerFactory(phone="+44 113 496 0000", hours="Always", disclaimer="No examination.")
    arabic, _created = Locale.objects.get_or_create(language_code="ar")
    home.copy_for_translation(arabic).save_revision().publish()


def show_many_comments(page: Page) -> None:
    """Write a discussion twelve deep, words that fit nowhere, and more threads than one page shows."""
    show_comments(page.get_parent(), page)
    for depth in range(12):
        factories.CommentFactory(page=page, external_id=1000 + depth, reply_to=999 + depth if depth else None)
    row = f"<tr>{'<td>Wednesday</td>' * 9}</tr>"
    body = f"<p>{'Wheelchair' * 30}</p><pre>{'lift ' * 60}</pre><table>{row * 2}</table><ul><li>One</li></ul>"
    factories.CommentFactory(page=page, external_id=2000, reply_to=1011, author="X" * 200, body=body)
    for number in range(3000, 3060):
        factories.CommentFactory(page=page, external_id=number)


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
