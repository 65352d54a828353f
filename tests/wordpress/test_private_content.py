"""What WordPress showed to nobody, or to some, appears on no surface of this site (X14, X15, A20).

Every hidden item carries two words that nothing else holds, one in its title and one in its text and meta data. A
visitor looks everywhere; a public article with the same topic, tag, author and place shows that there was something
to see.
"""

import re
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import get_user_model
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.comments.models import CommentSettings
from cms.pages.models import Menu
from cms.wordpress.context import Options
from cms.wordpress.importer import Importer
from cms.wordpress.mapping import Mapping, TypeMapping
from services.models import Author, ServiceArticlePage, Topic
from tests import html
from tests.factories import ContentPageFactory, MenuFactory, MenuLinkFactory
from tests.wordpress.exports import category, comment, item, menu_item, tag, write

pytestmark = pytest.mark.django_db

TITLE, WORD = "Quagga", "okapi"
SECRET = re.compile(f"{TITLE}|{WORD}", re.IGNORECASE)
HIDDEN = {  # WordPress's status, password and date
    "draft": {"status": "draft"},
    "pending": {"status": "pending"},
    "scheduled": {"status": "future", "date": "2099-03-01 10:00:00"},
    "private": {"status": "private"},
    "protected": {"status": "publish", "password": "enter"},
    "trashed": {"status": "trash"},
    "never saved": {"status": "auto-draft"},
}
CLASSIFIED = [("category", "care"), ("post_tag", "pain")]
DOCTORS = Mapping(types={**Mapping().types, "doctor": TypeMapping(target="provider")})


def hidden_items():
    """Give a post, a page, a page below a public one and a provider for every way to be hidden."""
    for row, (name, how) in enumerate(HIDDEN.items()):
        for column, kind in enumerate(("post", "page", "page", "doctor")):
            number = 100 + 10 * row + column
            yield (
                number,
                item(
                    number,
                    f"h-{number}",
                    f"<p>The {WORD} of a {name} {kind}.</p>",
                    kind=kind,
                    title=f"{TITLE} {name} {number}",
                    excerpt=f"An {WORD} summary.",
                    parent=11 if column == 2 else 0,
                    terms=CLASSIFIED if kind == "post" else (),
                    meta=[
                        ("_yoast_wpseo_title", f"{WORD} title"),
                        ("_yoast_wpseo_metadesc", f"{WORD} description"),
                    ],
                    extra=comment(number, f"I met an {WORD}.", author=f"{TITLE} fan"),
                    **how,
                ),
            )


NUMBERS = [number for number, _item in hidden_items()]
PUBLIC = (
    category(4, "care", "Care"),
    tag(5, "pain", "pain"),
    item(10, "open-advice", "<p>Rest and walk.</p>", terms=CLASSIFIED, extra=comment(900, "Thank you.")),
    item(11, "about", "<p>About us.</p>", kind="page"),
    item(12, "dr-open", kind="doctor", title="Dr Open"),
    item(13, "about-below", "<p>More about us.</p>", kind="page", parent=11),
    item(14, "all-posts", '[su_posts posts_per_page="99" tax_term="care" taxonomy="category"]', kind="page"),
    item(15, "all-pages", '[su_subpages p="11"][su_siblings]', kind="page"),
)


def menu_items():
    for number in (10, 11, *NUMBERS):
        yield menu_item(
            2000 + number, "post_type", number, object_type="post" if number % 10 == 0 else "page"
        )


@pytest.fixture
def site_of_secrets(home, tmp_path):
    """Import it all; give the public article."""
    run(tmp_path, *[part for _number, part in hidden_items()])
    return ServiceArticlePage.objects.get(slug="open-advice")


def run(tmp_path, *parts, **options):
    options.setdefault("mapping", DOCTORS)
    report = Importer(
        write(tmp_path / "export.xml", *PUBLIC, *parts, *menu_items()), Options(**options)
    ).run()
    assert [issue for issue in report.issues if issue.severity == "error"] == []
    return report


@pytest.fixture
def listings(site_of_secrets, home):
    """Add what an editor might put on a page: every listing, with the hidden pages picked by hand."""
    CommentSettings.objects.create(site=home.get_site(), show=True, show_mentions=True)
    topic = Topic.objects.get(slug="care").pk
    articles = [*ServiceArticlePage.objects.filter(title__contains=TITLE).values_list("pk", flat=True)]
    pages = [*Page.objects.filter(title__contains=TITLE).values_list("pk", flat=True)]
    about = Page.objects.get(slug="about").pk
    menu = MenuFactory(name="Everything", location="")
    for pk in (site_of_secrets.pk, *pages):
        MenuLinkFactory(menu=menu, page_id=pk, url="")
    single = [{"template": "single", "articles": [pk], "count": 1} for pk in articles]
    blocks = [
        *[
            ("service_articles", {"topics": [topic], "count": 0, "template": shown})
            for shown in ("default", "teaser", "list")
        ],
        ("service_articles", {"tags": "pain", "count": 0}),
        ("service_articles", {"authors": [Author.objects.get().pk], "count": 0}),
        ("service_articles", {"articles": [site_of_secrets.pk, *articles], "order_by": "manual", "count": 0}),
        *[("service_articles", value) for value in single],
        ("page_list", {"pages": [site_of_secrets.pk, *pages], "template": "default"}),
        ("page_list", {"pages": [site_of_secrets.pk, *pages], "template": "list", "order_by": "manual"}),
        ("page_list", {"source": "children", "page": about, "template": "list", "depth": 3}),
        ("page_list", {"source": "siblings", "template": "list", "depth": 3}),
        ("menu", {"menu": menu.pk}),
    ]
    return ContentPageFactory(parent=home, title="Listings", slug="listings", body=html.stream(*blocks))


SURFACES = {  # the address, and what shows that it lists something
    "home page": ("/", ""),
    "search by title": (f"/search/?q={TITLE}", ""),
    "search by word": (f"/search/?q={WORD}", ""),
    "search for all": ("/search/?q=rest", "Open advice"),
    "sitemap": ("/sitemap-articles.xml", "/open-advice/"),
    "sitemap of pages": ("/sitemap-pages.xml", ""),
    "article index": ("/articles/", "Open advice"),
    "topic": ("/articles/topic/care/", "Open advice"),
    "tag": ("/articles/tag/pain/", "Open advice"),
    "directory": ("/providers/", "Dr Open"),
    "imported listing": ("/all-posts/", "Open advice"),
    "imported lists of pages": ("/all-pages/", "About below"),
    "listing blocks": ("/listings/", "Open advice"),
    "robots": ("/robots.txt", "Sitemap"),
}


def test_every_surface_shows_what_is_public_and_nothing_else(client, listings):
    hidden = hidden_paths()
    assert len(hidden) >= 15
    for surface, (address, expected) in SURFACES.items():
        answer = client.get(address)
        assert answer.status_code == 200, surface
        source = answer.content.decode()
        assert expected in source, surface
        assert secrets(answer) == [], surface
        assert [path for path in hidden if f'{path}"' in source or f"{path}<" in source] == [], surface


def secrets(answer) -> list[str]:
    """Find what no visitor may read; what he wrote himself, a search page repeats."""
    source = answer.content.decode(errors="replace")
    if "<html" not in source:
        return SECRET.findall(source)
    tree = html.parse(source)
    for field in tree.find_all("input", attrs={"type": "search"}):
        field["value"] = ""
    for said in tree.select("title, main h1, main .empty, main [role=status]"):
        said.decompose()
    return SECRET.findall(str(tree))


def hidden_paths() -> list[str]:
    return [urlsplit(page.full_url).path for page in Page.objects.filter(title__contains=TITLE)]


def test_no_link_of_the_site_leads_to_a_hidden_page(client, listings):
    """Follow every link that a visitor can find, from every surface."""
    waiting = [address for address, _expected in SURFACES.values()]
    seen: set[str] = set()
    hidden = set(hidden_paths())
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address, follow=True)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        for link in html.parse(answer).find_all("a", href=True):
            target = urlsplit(link["href"])
            assert target.path not in hidden, f"{address} leads to {target.path}"
            assert not SECRET.search(link.get_text()), f"{address} names {link.get_text()}"
            if not target.netloc and target.path.startswith("/"):
                waiting.append(target.path)
    assert "/articles/open-advice/" in seen
    assert "/about/about-below/" in seen


ADDRESSES = [
    "/?p={number}", "/?page_id={number}", "/h-{number}/", "/about/h-{number}/", "/providers/h-{number}/",
]  # fmt: skip
ADDRESSES_OF_POSTS = [
    *ADDRESSES, "/articles/h-{number}/", "/?p={number}&preview=true", "/?attachment_id={number}", "/h-{number}/feed/",
    "/h-{number}/amp/", "/wp-json/wp/v2/posts/{number}", "/wp-json/wp/v2/pages/{number}", "/h-{number}/?preview=true",
    "/?rest_route=/wp/v2/posts/{number}", "/api/v2/pages/{number}/", "/h-{number}/embed/", "/2025/03/01/h-{number}/",
]  # fmt: skip


def test_asking_for_a_hidden_item_gives_nothing_away(client, site_of_secrets):
    for number in NUMBERS:
        for address in ADDRESSES if number % 10 else ADDRESSES_OF_POSTS:
            path = address.format(number=number)
            answer = client.get(path, follow=True)
            assert not SECRET.search(answer.content.decode(errors="replace")), path


def test_nobody_can_open_what_is_not_published(client, site_of_secrets):
    for page in Page.objects.filter(title__contains=TITLE).exclude(title__contains="protected"):
        answer = client.get(urlsplit(page.full_url).path)
        assert answer.status_code in (302, 404), page.title
        assert answer.status_code == 404 or "login" in answer.url


COLLECTIONS = [
    "/feed/", "/feed/atom/", "/comments/feed/", "/?feed=rss2", "/wp-json/wp/v2/posts", "/wp-json/wp/v2/search?search=quagga",
    "/wp-json/wp/v2/comments", "/xmlrpc.php", "/wp-sitemap.xml", "/wp-sitemap-posts-post-1.xml", "/sitemap_index.xml",
    "/?s=quagga", "/category/care/", "/tag/pain/", "/author/nina/", "/2025/03/", "/2025/", "/category/care/feed/",
    "/page/2/", "/?cat=4", "/llms.txt", "/api/v2/pages/", "/?m=202503", "/providers/?q=quagga", "/articles/?page=2",
]  # fmt: skip


def test_the_collections_of_wordpress_give_nothing_away(client, site_of_secrets):
    for path in COLLECTIONS:
        answer = client.get(path, follow=True)
        assert answer.status_code in (200, 404, 410), path
        assert secrets(answer) == [], path


def test_no_redirect_tells_the_name_of_a_hidden_page(client, home, tmp_path):
    """A number is no secret, a title is: ``?p=100`` must not lead to it for somebody who may not read it."""
    named = item(100, "quagga-clinic", f"<p>{WORD}</p>", title=TITLE, status="private")
    draft = item(101, "quagga-draft", f"<p>{WORD}</p>", title=TITLE, status="draft")
    later = item(
        102, "quagga-later", f"<p>{WORD}</p>", title=TITLE, status="future", date="2099-01-01 00:00:00"
    )
    Importer(write(tmp_path / "export.xml", *PUBLIC, named, draft, later), Options(mapping=DOCTORS)).run()
    for number in (100, 101, 102):
        for path in (f"/?p={number}", f"/?page_id={number}"):
            answer = client.get(path)
            assert "quagga" not in answer.get("Location", "").lower(), path


def test_editors_see_what_visitors_do_not(admin_client, site_of_secrets):
    for name in ("draft", "scheduled", "private", "protected"):
        page = Page.objects.filter(title__contains=f"{TITLE} {name}").first()
        answer = admin_client.get(f"/admin/pages/{page.pk}/edit/")
        assert answer.status_code == 200
        assert WORD in answer.content.decode()


def test_a_scheduled_item_goes_live_when_wordpress_would_have_shown_it(site_of_secrets):
    for page in Page.objects.filter(title__contains=f"{TITLE} scheduled"):
        assert not page.live
        assert page.go_live_at.isoformat() == "2099-03-01T10:00:00+00:00"


# Behind a password


@pytest.fixture
def protected(site_of_secrets, home):
    CommentSettings.objects.create(site=home.get_site(), show=True)
    return ServiceArticlePage.objects.get(title__contains=f"{TITLE} protected")


def unlock(client, page, password):
    form = html.parse(client.get(page.get_url())).find("main").find("form")
    data = {field["name"]: field.get("value", "") for field in form.find_all("input")}
    return client.post(form["action"], {**data, "password": password}, follow=True)


def test_the_password_opens_a_protected_item(client, protected):
    asked = client.get(protected.get_url())
    assert asked.status_code == 200
    assert not SECRET.search(asked.content.decode())
    assert not SECRET.search(unlock(client, protected, "guess").content.decode())
    unlock(client, protected, "enter")
    opened = html.parse(client.get(protected.get_url()))
    assert TITLE in opened.h1.get_text()
    assert WORD in opened.main.get_text()
    assert opened.find(id="comments").find("article"), "and what readers wrote below it"


def test_a_protected_item_is_listed_for_nobody(client, protected):
    unlock(client, protected, "enter")
    for surface in ("search by title", "search by word", "sitemap", "article index", "topic", "tag"):
        assert secrets(client.get(SURFACES[surface][0])) == [], surface


def test_one_password_opens_no_other_page(client, protected):
    unlock(client, protected, "enter")
    for page in Page.objects.filter(title__contains=f"{TITLE} private"):
        assert client.get(urlsplit(page.full_url).path).status_code in (302, 404)


def test_the_old_address_of_a_protected_item_asks_for_its_password(client, protected):
    answer = client.get("/h-140/", follow=True)
    assert answer.status_code == 200
    assert html.parse(answer).find("input", type="password")
    assert not SECRET.search(answer.content.decode())


def test_a_private_item_opens_for_the_office(admin_client, site_of_secrets):
    page = ServiceArticlePage.objects.get(title__contains=f"{TITLE} private")
    assert WORD in html.parse(admin_client.get(page.get_url())).main.get_text()


def test_a_login_of_the_site_alone_opens_no_private_item(client, site_of_secrets):
    client.force_login(get_user_model().objects.create_user("patient", password="patient"))
    page = ServiceArticlePage.objects.get(title__contains=f"{TITLE} private")
    answer = client.get(page.get_url(), follow=True)
    assert not SECRET.search(answer.content.decode())


# What changes its mind


@pytest.mark.parametrize("name", ["draft", "private", "protected", "scheduled"])
def test_what_becomes_hidden_in_the_export_disappears_here(client, home, tmp_path, name):
    once = item(500, "h-500", f"<p>{WORD}</p>", title=TITLE, terms=CLASSIFIED)
    run(tmp_path, once)
    assert TITLE in html.text(client.get("/articles/"))
    assert TITLE in html.text(client.get(f"/search/?q={WORD}"))
    run(tmp_path, item(500, "h-500", f"<p>{WORD}</p>", title=TITLE, terms=CLASSIFIED, **HIDDEN[name]))
    for address, _expected in SURFACES.values():
        assert secrets(client.get(address)) == [], address
    assert not SECRET.search(client.get("/articles/h-500/", follow=True).content.decode())


def test_the_theme_test_datas_protected_post(client, home, tmp_path, shared):
    """X14 with the published export; its password is “enter”."""
    Importer(shared / "wordpress/published/themeunittestdata.wordpress.xml", Options()).run()
    CommentSettings.objects.create(site=home.get_site(), show=True)
    page = ServiceArticlePage.objects.get(slug="template-password-protected")
    words = "should not be visible until the password is entered"
    for address in (page.get_url(), "/?p=1168", f"/search/?q={page.title}"):
        assert words not in client.get(address, follow=True).content.decode()
    for address in ("/sitemap-articles.xml", page.get_parent().get_url(), "/search/?q=password"):
        assert f"{page.slug}" not in client.get(address).content.decode(), address
    unlock(client, page, "enter")
    assert words in client.get(page.get_url()).content.decode()


def test_the_redirects_are_those_of_what_can_be_reached(site_of_secrets):
    reachable = {page.pk for page in Page.objects.live()}
    assert [
        redirect.old_path
        for redirect in Redirect.objects.exclude(redirect_page=None)
        if redirect.redirect_page_id not in reachable
    ] == []


def test_no_menu_of_the_export_leads_to_a_hidden_page(client, site_of_secrets):
    menu = Menu.objects.get(slug="main")
    assert menu.location == "header"
    names = [
        link.get_text(strip=True)
        for nav in html.parse(client.get("/")).find_all("nav")
        for link in nav.find_all("a")
    ]
    assert "Open advice" in names
    assert not SECRET.search(" ".join(names))
