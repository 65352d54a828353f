"""Menus, breadcrumbs, pages of lists, and the list of pages."""

import pytest
from django.core.paginator import Page as ListPage
from django.db import connection
from django.http import Http404
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import Locale, PageViewRestriction

from cms.pages.blocks import PageListBlock
from cms.pages.navigation import breadcrumbs, menu
from cms.pages.pagination import paginate
from cms.pages.queries import PageListOptions, listed_pages
from home.models import ContentPage
from tests.factories import (
    ContentPageFactory,
    DocumentFactory,
    MenuFactory,
    MenuLinkFactory,
    ProviderFactory,
    ServiceArticlePageFactory,
)
from tests.html import parse, text
from tests.showcase import page_with


def request(path="/"):
    return RequestFactory().get(path)


# Menus


def outline(links):
    return [(link.text, outline(link.children)) if link.children else link.text for link in links]


def fill(*links, location="header", **fields):
    found = MenuFactory(location=location, **fields)
    for entry, level in links:
        values = {"text": entry, "url": f"/{entry}/"} if isinstance(entry, str) else {"page": entry}
        MenuLinkFactory(menu=found, level=level, **values)
    return found


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([], []),
        ([1, 1], ["a", "b"]),
        ([1, 2, 2, 1], [("a", ["b", "c"]), "d"]),
        ([1, 2, 3, 1], [("a", [("b", ["c"])]), "d"]),
        ([1, 2, 3, 3, 2], [("a", [("b", ["c", "d"]), "e"])]),
        ([2, 3, 1], [("a", ["b"]), "c"]),
        ([1, 3, 2], [("a", ["b", "c"])]),
    ],
)
def test_levels_make_a_tree(db, levels, expected):
    fill(*zip("abcde", levels, strict=False))
    assert outline(menu("header", request())) == expected


def test_links_stand_in_the_editors_order_and_place(db):
    fill(("a", 1), ("b", 1))
    fill(("c", 1), location="footer")
    fill(("d", 1), location="")
    assert outline(menu("header", request())) == ["a", "b"]
    assert outline(menu("footer", request())) == ["c"]


def test_a_link_to_a_page_takes_its_title_and_address(home):
    page = ContentPageFactory(parent=home, title="About us", slug="about")
    fill((page, 1))
    (link,) = menu("header", request("/about/"))
    assert (link.text, link.href, link.is_current) == ("About us", "/about/", True)
    assert not menu("header", request("/"))[0].is_current


def test_the_section_that_one_is_in_is_marked_and_the_home_page_is_none(home, client):
    page = ContentPageFactory(parent=home, title="About us", slug="about")
    ContentPageFactory(parent=page, slug="team")
    ContentPageFactory(parent=home, slug="about-you")
    fill((home, 1), (page, 1))
    marked = {"/about/team/": [("true", "/about/")], "/about/": [("page", "/about/")], "/about-you/": []}
    for path, links in marked.items():
        found = parse(client.get(path)).header.select(".site-nav [aria-current]")
        assert [(link["aria-current"], link["href"]) for link in found] == links, path


def test_links_to_what_is_not_published_vanish_and_their_children_do_not(home):
    draft = ContentPageFactory(parent=home, live=False)
    fill(("a", 1), (draft, 1), ("b", 2), ("c", 1))
    assert outline(menu("header", request())) == ["a", "b", "c"], "b does not slip below a"


def test_links_to_deleted_targets_vanish(home, client):
    page, provider, document = ContentPageFactory(parent=home), ProviderFactory(), DocumentFactory()
    found = MenuFactory()
    for target in ({"page": page}, {"provider": provider}, {"document": document}):
        MenuLinkFactory(menu=found, text="x", **target)
    for target in (page, provider, document):
        target.delete()
    assert menu("header", request()) == []
    assert client.get("/").status_code == 200


def test_each_language_has_its_own_menu(db):
    spanish, _created = Locale.objects.get_or_create(language_code="es")
    fill(("a", 1))
    fill(("inicio", 1), locale=spanish)
    assert outline(menu("header", request())) == ["a"]
    with translation.override("es"):
        assert outline(menu("header", request())) == ["inicio"]


def test_the_number_of_queries_does_not_grow_with_the_menu(home, directory):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            links = menu("header", request())
        assert all(link.href for link in links)
        return len(captured), len(links)

    def add():
        MenuLinkFactory(menu=found, page=ContentPageFactory(parent=home))
        MenuLinkFactory(menu=found, text="x", provider=ProviderFactory())
        MenuLinkFactory(menu=found, text="x", document=DocumentFactory())

    found = MenuFactory()
    add()
    queries()  # warms the cache of site addresses
    few, three = queries()
    for _number in range(5):
        add()
    many, eighteen = queries()
    assert (three, eighteen) == (3, 18)
    assert many == few
    assert few <= 3


def test_menus_are_shown_with_the_current_page_marked(home, client):
    page = ContentPageFactory(parent=home, title="About", slug="about")
    below = ContentPageFactory(parent=page, title="Team", slug="team")
    fill((page, 1), (below, 2), ("<b>", 1))
    fill(("imprint", 1), location="footer")
    tree = parse(client.get("/about/team/"))
    header = tree.find("nav", attrs={"aria-label": "Main"})
    assert [link["href"] for link in header.select("[aria-current=page]")] == ["/about/team/"]
    assert "<b>" in header.get_text()
    assert [link["href"] for link in tree.footer.select("nav a")] == ["/imprint/"]


def test_no_menu_leaves_no_empty_navigation(home, client):
    tree = parse(client.get("/"))
    assert [nav for nav in tree.find_all("nav") if not nav.find("a")] == []
    assert tree.find("nav", attrs={"aria-label": "Main"}) is None


# Breadcrumbs


def test_breadcrumbs_lead_from_home_to_the_parent(home):
    page = ContentPageFactory(parent=home, title="About", slug="about")
    below = ContentPageFactory(parent=page, title="Team", slug="team")
    assert [(crumb.text, crumb.href) for crumb in breadcrumbs(below, request())] == [
        ("Home", "/"),
        ("About", "/about/"),
    ]


def test_the_first_step_says_home_whatever_the_home_page_is_called(home):
    home.title = "Welcome"
    home.save()
    page = ContentPageFactory(parent=home)
    assert [crumb.text for crumb in breadcrumbs(page, request())] == ["Home"]
    with translation.override("es"):
        assert [crumb.text for crumb in breadcrumbs(page, request())] == ["Inicio"]


def test_the_home_page_and_unsaved_pages_have_none(home):
    assert breadcrumbs(home, request()) == []
    assert breadcrumbs(None, request()) == []
    assert breadcrumbs(ContentPageFactory.build(title="New"), request()) == []


def test_an_unpublished_ancestor_is_left_out(home):
    page = ContentPageFactory(parent=home, live=False)
    below = ContentPageFactory(parent=page)
    assert [crumb.text for crumb in breadcrumbs(below, request())] == ["Home"]


def test_breadcrumbs_end_with_the_page_itself(home, client):
    page = ContentPageFactory(parent=home, title="A <b> & c", slug="about")
    trail = parse(client.get(page.get_url())).find("nav", attrs={"aria-label": "Breadcrumbs"})
    assert [item.get_text().strip() for item in trail.find_all("li")] == ["Home", "A <b> & c"]
    assert trail.find(attrs={"aria-current": "page"}).get_text().strip() == "A <b> & c"
    assert parse(client.get("/")).find("nav", attrs={"aria-label": "Breadcrumbs"}) is None


def test_provider_pages_have_breadcrumbs_over_the_directory(directory, client):
    provider = ProviderFactory(name="Dr Green")
    trail = parse(client.get(provider.get_url())).find("nav", attrs={"aria-label": "Breadcrumbs"})
    assert [item.get_text().strip() for item in trail.find_all("li")] == ["Home", "Providers", "Dr Green"]


# Pages of lists


@pytest.mark.parametrize("number", ["", "1", "abc", "1.5", "%00", "½", "9" * 5000, "last", "1'"])
def test_what_is_no_number_gives_the_first_page(number):
    found = paginate(RequestFactory().get("/", {"page": number}), list(range(5)), 2)
    assert isinstance(found, ListPage)
    assert (found.number, list(found)) == (1, [0, 1])


def test_pages_follow_one_another():
    assert list(paginate(request("/?page=3"), list(range(5)), 2)) == [4]
    assert list(paginate(request("/?page=2&page=3"), list(range(5)), 2)) == [4]
    assert list(paginate(request(), [], 2)) == []


@pytest.mark.parametrize("number", ["0", "-1", "4", "99999999"])
def test_pages_beyond_the_list_do_not_exist(number):
    with pytest.raises(Http404):
        paginate(request(f"/?page={number}"), list(range(5)), 2)


@pytest.mark.parametrize(
    ("number", "status"), [("abc", 200), ("%00", 200), ("2", 404), ("0", 404), ("-1", 404)]
)
def test_lists_on_the_site_do_the_same(index, directory, client, number, status):
    ServiceArticlePageFactory(parent=index)
    for path in (index.get_url(), directory.get_url(), "/search/"):
        assert client.get(f"{path}?page={number}").status_code == status, path


# The list of pages


@pytest.fixture
def section(home):
    parent = ContentPageFactory(parent=home, title="Section")
    for title in ("Banana", "Apple", "Cherry"):
        ContentPageFactory(parent=parent, title=title)
    return parent


def titles(**options):
    return [page.title for page in listed_pages(PageListOptions(**options))]


def test_nothing_chosen_lists_nothing(section):
    assert titles() == []


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, ["Banana", "Apple", "Cherry"]),
        ({"order_by": "title"}, ["Apple", "Banana", "Cherry"]),
        ({"order_by": "title", "descending": True}, ["Cherry", "Banana", "Apple"]),
        ({"order_by": "no-such-order"}, ["Banana", "Apple", "Cherry"]),
        ({"count": 2}, ["Banana", "Apple"]),
        ({"offset": 1}, ["Apple", "Cherry"]),
        ({"offset": 1, "count": 1}, ["Apple"]),
        ({"offset": 9}, []),
    ],
)
def test_pages_below_a_page_in_the_chosen_order(section, options, expected):
    assert titles(source="children", parent=section, **options) == expected


def test_picked_pages_keep_the_order_of_picking(section):
    pks = {page.title: page.pk for page in section.get_children()}
    picked = (pks["Cherry"], pks["Banana"])
    assert titles(page_ids=picked, order_by="manual") == ["Cherry", "Banana"]
    assert titles(page_ids=picked, order_by="menu") == ["Banana", "Cherry"]
    assert titles(page_ids=picked, parent=section, order_by="manual") == ["Cherry", "Banana"]


def test_drafts_and_private_pages_are_never_listed(section):
    """Abuse case A20."""
    draft = ContentPageFactory(parent=section, title="Draft", live=False)
    private = ContentPageFactory(parent=section, title="Private")
    below = ContentPageFactory(parent=private, title="Below private")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    assert titles(source="children", parent=section) == ["Banana", "Apple", "Cherry"]
    assert titles(source="children", parent=private) == []
    for order in ("menu", "manual"):
        assert titles(page_ids=(draft.pk, private.pk, below.pk), order_by=order) == []


def test_the_number_of_queries_does_not_grow_with_the_list(section, client):
    page = page_with(
        section,
        (
            "page_list",
            {"source": "children", "parent": section.pk, "template": "default", "order_by": "title"},
        ),
    )

    def queries():
        client.get(page.get_url())
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(page.get_url())
        return len(captured), len(parse(answer).select(".w-block-page_list li"))

    few, four = queries()
    for _number in range(20):
        ContentPageFactory(parent=section)
    many, more = queries()
    assert (four, more) == (4, 24)
    assert many == few


def block_html(section, **values):
    block = PageListBlock()
    return parse(block.render(block.to_python(values), {"page": section, "request": request()}))


def test_pages_below_the_page_that_is_read(section):
    links = block_html(section, source="children", template="list").find_all("a")
    assert [link.get_text() for link in links] == ["Banana", "Apple", "Cherry"]
    assert all(link["href"].startswith(section.get_url()) for link in links)


def shown_links(section, **values):
    return [link.get_text() for link in block_html(section, template="list", **values).find_all("a")]


def test_pages_below_another_page(section):
    elsewhere = ContentPageFactory(parent=section.get_parent())
    assert shown_links(elsewhere, source="children", parent=section.pk) == ["Banana", "Apple", "Cherry"]


def test_pages_beside_the_page_that_is_read(section):
    apple = section.get_children().get(title="Apple")
    ContentPageFactory(parent=section, title="Draft", live=False)
    assert shown_links(apple, source="siblings") == ["Banana", "Cherry"]
    assert shown_links(apple, source="siblings", order_by="title", direction="descending") == [
        "Cherry",
        "Banana",
    ]
    assert shown_links(section.get_parent(), source="siblings") == [], "nothing stands beside the home page"
    assert shown_links(ContentPage(title="Not saved yet"), source="siblings") == []


@pytest.fixture
def tree(section):
    """Below Banana: a level, and one more; a draft and a private page with pages below them."""
    banana = section.get_children().get(title="Banana")
    yellow = ContentPageFactory(parent=banana, title="Yellow")
    ContentPageFactory(parent=yellow, title="Ripe")
    draft = ContentPageFactory(parent=banana, title="Draft", live=False)
    ContentPageFactory(parent=draft, title="Below a draft")
    private = ContentPageFactory(parent=banana, title="Private")
    ContentPageFactory(parent=private, title="Below private")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    return section


@pytest.mark.parametrize(
    ("depth", "expected"),
    [
        (1, ["Banana", "Apple", "Cherry"]),
        (2, ["Banana", "Yellow", "Apple", "Cherry"]),
        (3, ["Banana", "Yellow", "Ripe", "Apple", "Cherry"]),
        (5, ["Banana", "Yellow", "Ripe", "Apple", "Cherry"]),
    ],
)
@pytest.mark.parametrize("source", ["children", "picked"])
def test_levels_below(tree, source, depth, expected):
    picked = [page.pk for page in tree.get_children()]
    assert shown_links(tree, source=source, pages=picked, depth=depth) == expected


def test_levels_are_lists_in_lists(tree):
    ripe = block_html(tree, source="children", depth=3, template="list").find("a", string="Ripe")
    assert [item.find("a").get_text() for item in ripe.find_parents("li")] == ["Ripe", "Yellow", "Banana"]


def test_the_number_of_queries_does_not_grow_with_the_levels(tree):
    def queries(depth):
        block_html(tree, source="children", depth=depth, template="list")
        with CaptureQueriesContext(connection) as captured:
            block_html(tree, source="children", depth=depth, template="list")
        return len(captured)

    assert queries(5) == queries(2)


@pytest.fixture
def kept_menu(section):
    menu = MenuFactory(location="")
    apple = section.get_children().get(title="Apple")
    MenuLinkFactory(menu=menu, page=section, text="Fruit")
    MenuLinkFactory(menu=menu, page=apple, level=2)
    MenuLinkFactory(menu=menu, page=ContentPageFactory(parent=section, title="Draft", live=False))
    private = ContentPageFactory(parent=section, title="Private")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    MenuLinkFactory(menu=menu, page=private)
    MenuLinkFactory(menu=menu, text="Elsewhere", url="https://example.org/")
    return menu


def test_a_menu_in_a_text_shows_its_public_links_as_lists_in_lists(section, kept_menu, client):
    main = parse(client.get(page_with(section, ("menu", {"menu": kept_menu.pk})).get_url())).main
    links = main.select(".w-block-menu a")
    assert [link.get_text() for link in links] == ["Fruit", "Apple", "Elsewhere"]
    assert [item.find("a").get_text() for item in links[1].find_parents("li")] == ["Apple", "Fruit"]
    assert links[2]["href"] == "https://example.org/"


def test_a_menu_that_was_deleted_leaves_nothing(section, kept_menu, client):
    page = page_with(section, ("menu", {"menu": kept_menu.pk}))
    kept_menu.delete()
    assert parse(client.get(page.get_url())).main.select(".w-block-menu ul") == []


def test_titles_and_summaries(section):
    child = section.get_children().first().specific
    child.summary = "Yellow <fruit>."
    child.save_revision().publish()
    assert (
        "Yellow <fruit>."
        in block_html(section, source="children", parent=section.pk, template="default").get_text()
    )
    assert (
        "Yellow"
        not in block_html(section, source="children", parent=section.pk, template="teaser").get_text()
    )
    assert (
        "Yellow" not in block_html(section, source="children", parent=section.pk, template="list").get_text()
    )


def test_an_empty_list_says_so_only_if_the_editor_wrote_it(section):
    assert text(str(block_html(section, empty_text="Nothing yet", template="list"))) == "Nothing yet"
    assert text(str(block_html(section, template="list"))) == ""
