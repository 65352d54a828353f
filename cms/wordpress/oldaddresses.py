"""Where an old address leads, found out when somebody asks for it: ids, archives, feeds, files and further pages.

What has an address of its own (items, their former slugs, terms, attachments) stands as a ``Redirect`` row that an
editor can change; the rest is worked out here from those rows and the ledger, in at most three queries. Every answer is
the final address, and none names what visitors cannot read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote_plus, unquote

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction, Site

from cms.images.models import CustomRendition
from cms.wordpress.addresses import (
    RESIZED,
    TAXONOMY_BASES,
    UPLOADS,
    feed_form,
    split,
    whole_number,
    without_endings,
    wordpress_id,
)
from cms.wordpress.models import ImportedItem
from providers.models import Provider
from services.models import ServiceArticleIndexPage
from services.queries import articles_below

PAGES = ("articles", "pages")
FILES = ("images", "documents")
# The order in which an id is looked for: a page, the page that a file was uploaded to, the file.
KINDS = (*PAGES, "providers", "redirects", *FILES)
# First parts of addresses that are never WordPress's.
NOT_OLD = ("/admin/", "/documents/", "/media/", "/static/", "/go/", "/search/")
LONGEST = 1000
LISTS = ("/topic/", "/tag/")  # routes of the article index that have feeds
SITEMAPS = ("wp-sitemap.xml", "sitemap_index.xml")  # of WordPress and of its SEO plugins
WORDPRESS_PAGE = 10  # articles on one page of a listing, unless somebody changed it there
_ENDPOINT = re.compile(
    r"/(?:xmlrpc\.php|wp-[a-z-]+\.php|wp-(?:admin|includes|json)|wp-content(?!/uploads/|/blogs\.dir/))(?:/|$)"
)
_QUERY = re.compile(
    r"(?:^|&)(?:p|page_id|attachment_id|cat|tag|category_name|author|author_name|m|s|feed|paged)="
)
_TO_FILE = re.compile(r"/\?attachment_id=(\d{1,15})")
_NUMBERED = re.compile(
    r"/\d{1,3}$", re.ASCII
)  # a further page of an article that was cut with <!--nextpage-->


def is_endpoint(path: str) -> bool:
    """Tell whether an address is one of WordPress's own programs, in a folder too; uploads are not."""
    return ("/wp-" in path or "/xmlrpc" in path) and _ENDPOINT.search(path[:LONGEST]) is not None


def before_routing(request: HttpRequest) -> str:
    """Give where an old address leads that a page here would answer otherwise; "" for any other."""
    path, query = request.path_info, request.META.get("QUERY_STRING", "")
    if UPLOADS in path:
        return _of_upload(request, path)
    if not query or len(query) > LONGEST or not _QUERY.search(query) or path.startswith(NOT_OLD):
        return ""
    folder = path.removesuffix("index.php").rstrip("/")
    address = ""
    if number := wordpress_id(query):
        address = of_item(number, request, folder)
    elif not folder or _is_folder(request, folder):
        address = _of_query(request, folder)
    return "" if address == request.get_full_path() else address


def instead_of_404(request: HttpRequest) -> str:
    """Give where an address leads that nothing answers; "" where it is not an old one either."""
    asked = request.path_info.rstrip("/")
    if not asked or len(asked) > LONGEST or "\0" in asked or asked.startswith(NOT_OLD):
        return ""
    path = asked.removeprefix("/index.php")
    if path.rpartition("/")[2] in SITEMAPS:
        return reverse("sitemap")
    address = _of_path(request, path, asked) if path else _site(request).root_page.get_url(request) or ""
    return "" if split(address).path == request.path else address


def final(request: HttpRequest, address: str) -> str:
    """Give where a stored redirect leads in the end; "" for one that leads to itself or names a page that is not public.

    One that leads to ``/?attachment_id=12`` means a file, wherever that is now.
    """
    if number := file_number(address):
        return of_file(number)
    if address == request.get_full_path():
        return ""
    parts = split(address)
    if parts.netloc or not parts.path.startswith("/"):
        return address
    place = f"{_site(request).root_page.url_path.rstrip('/')}{unquote(parts.path).rstrip('/')}/"
    hidden = Page.objects.filter(Q(live=False) | Exists(restrictions()), url_path=place)
    return "" if hidden.exists() else address


def of_item(number: int, request: HttpRequest, folder: str = "") -> str:
    """Give the address of what a WordPress id became, the latest import first; "" for what is not public.

    Below a folder only items that stood in it are meant: ``?p=12`` may be a query of the page there.
    """
    rows = ImportedItem.objects.filter(wordpress_id=number, kind__in=KINDS).order_by("-pk")
    found = [row for row in rows if not folder or _was_below(folder, row.old_url)]
    for row in sorted(found, key=lambda row: KINDS.index(row.kind))[:2]:
        if address := _of_row(row, request):
            return address
    return ""


def _was_below(folder: str, url: str) -> bool:
    return not url or split(url).path.lower().startswith(f"{folder.lower()}/")


def _of_row(row: ImportedItem, request: HttpRequest) -> str:
    if row.kind in FILES:
        return of_file(row.wordpress_id or 0)
    if row.kind == "providers":
        provider = Provider.objects.filter(pk=row.object_id, live=True).first()
        return provider.get_url() if provider else ""
    if row.kind == "redirects":
        pages = public_pages().filter(
            pk__in=Redirect.objects.filter(pk=row.object_id).values("redirect_page")
        )
    else:
        pages = public_pages().filter(pk=row.object_id)
    page = pages.first()
    return (page.get_url(request) or "") if page else ""


def public_pages() -> QuerySet[Page]:
    """Give the pages whose addresses may be named: live, and behind no log-in.

    A page behind a password is among them: its address was public in WordPress, and it still asks for the password.
    """
    return Page.objects.live().filter(~Exists(restrictions()))


def restrictions() -> QuerySet[PageViewRestriction]:
    """Give, for use below a query of pages, what keeps a page to those who are logged in."""
    own_path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    return (
        PageViewRestriction.objects.exclude(restriction_type=PageViewRestriction.PASSWORD)
        .annotate(own_path=own_path)
        .filter(own_path__startswith=F("page__path"))
    )


# Files


def file_number(address: str) -> int:
    """Give the id of ``/?attachment_id=12``, by which stored redirects name a file; 0 for any other address."""
    match = _TO_FILE.fullmatch(address)
    return int(match[1]) if match else 0


def of_file(number: int) -> str:
    """Give the address of a document, or of the widest rendition of an image that is there; "" for none."""
    rows = ImportedItem.objects.filter(wordpress_id=number).order_by("-pk")
    image = rows.filter(kind="images").values("object_id")[:1]
    renditions = CustomRendition.objects.filter(
        ~_is_private("image__collection"), image_id__in=image, filter_spec__contains="width-"
    )
    rendition = renditions.order_by("-width", "filter_spec").first()
    if rendition is not None:
        return str(rendition.url)
    documents = get_document_model().objects.filter(
        ~_is_private("collection"), pk__in=rows.filter(kind="documents").values("object_id")[:1]
    )
    document = documents.first()
    return str(document.url) if document else ""


def _is_private(collection: str) -> Exists:
    own_path = ExpressionWrapper(OuterRef(f"{collection}__path"), output_field=CharField())
    private = CollectionViewRestriction.objects.annotate(own_path=own_path)
    return Exists(private.filter(own_path__startswith=F("collection__path")))


def _of_upload(request: HttpRequest, path: str) -> str:
    """Give where a file of wp-content/uploads is, whatever size of it was asked for."""
    original = RESIZED.sub("", path)
    stem, dot, suffix = original.rpartition(".")
    candidates = dict.fromkeys((path, original, f"{stem}-scaled{dot}{suffix}"))
    stored = _stored(request, candidates)
    row = next((stored[candidate] for candidate in candidates if candidate in stored), None)
    return _leads_to(row, request)


# Listings


def _is_folder(request: HttpRequest, folder: str) -> bool:
    """Tell whether WordPress stood in a folder: its address leads home."""
    row = _stored(request, [folder]).get(folder)
    return row is not None and row.redirect_page_id == _site(request).root_page_id


def _of_query(request: HttpRequest, folder: str) -> str:
    query = request.GET
    if words := query.get("s", "").replace("\0", "").strip():
        return search_address(words)
    feed = feed_form(query.get("feed", ""))
    if archive := _archive_of(query, folder):
        return _leads_to(_stored(request, [archive]).get(archive), request, feed)
    if any(query.get(name) for name in ("author", "author_name", "m", "feed", "paged")):
        return _index(request, whole_number(query.get("paged", "")[:6]) or 1, feed)
    return ""


def _archive_of(query: QueryDict, folder: str) -> str:
    """Give the path under which the redirect of a term's archive is stored."""
    if number := whole_number(query.get("cat", "")):
        return Redirect.normalise_path(f"{folder}/?cat={number}")
    for name, taxonomy in (("category_name", "category"), ("tag", "post_tag")):
        if slug := query.get(name, "").strip("/"):
            return f"{folder}/{TAXONOMY_BASES[taxonomy]}/{slug}"
    return ""


def _of_path(request: HttpRequest, path: str, asked: str) -> str:
    listed, folder = without_endings(path), "/" + path.split("/")[1]
    below = without_endings(path[len(folder) :])
    candidates = dict.fromkeys((listed.path, listed.path.lower(), _NUMBERED.sub("", listed.path)))
    candidates.pop("", None)
    is_another = list(candidates) != [
        asked
    ]  # stored redirects and pages have been asked for just that already
    if not (is_another or listed.is_archive or below.is_archive):
        return ""
    stored = _stored(request, [*candidates, folder])
    home = stored.get(folder)
    if below.is_archive and home is not None and home.redirect_page_id == _site(request).root_page_id:
        return _index(request, below.page, below.feed)
    for candidate in candidates:
        if address := _leads_to(stored.get(candidate), request, listed.feed):
            return address
    if listed.is_archive:
        return _index(request, listed.page, listed.feed)
    return _page_at(request, candidates) if is_another else ""


def _page_at(request: HttpRequest, paths: Iterable[str]) -> str:
    """Give the address of a page that stands at one of some paths itself."""
    root = _site(request).root_page.url_path
    pages = public_pages().filter(url_path__in=[f"{root}{path.strip('/')}/" for path in paths])
    page = pages.order_by("-depth").first()
    return (page.get_url(request) or "") if page else ""


def _index(request: HttpRequest, number: int = 1, feed: str = "") -> str:
    """Give the address of the article index, on the page where the articles of an old page begin, or of its feed."""
    if not ImportedItem.objects.exists():
        return ""
    indexes = ServiceArticleIndexPage.objects.live().filter(~Exists(restrictions()))
    index = indexes.descendant_of(_site(request).root_page).order_by("path").first()
    if index is None:
        return ""
    address = index.get_url(request) or ""
    if feed:
        return f"{address}feed/{feed}/"
    place = (number - 1) * WORDPRESS_PAGE
    page = place // index.page_size + 1
    return f"{address}?page={page}" if page > 1 and articles_below(index).count() > place else address


def search_address(words: str) -> str:
    """Give the address of a search; "" for no words."""
    try:
        return f"{reverse('search')}?q={quote_plus(words[:200])}" if words else ""
    except NoReverseMatch:  # a site without the search app
        return ""


# Stored redirects


def _site(request: HttpRequest) -> Site:
    return Site.find_for_request(request) or Site.objects.get(is_default_site=True)


def _stored(request: HttpRequest, paths: Iterable[str]) -> dict[str, Redirect]:
    """Give the permanent redirects of some paths, those of this site before those of all; in one query."""
    paths = [path for path in paths if "\0" not in path and 0 < len(path) <= 255]
    public = public_pages().filter(pk=OuterRef("redirect_page"))
    rows = (
        Redirect.get_for_site(_site(request))
        .filter(old_path__in=paths, is_permanent=True)
        .filter(Q(redirect_page=None) | Exists(public))
        .select_related("redirect_page")
    )
    return {row.old_path: row for row in sorted(rows, key=lambda row: row.site_id is not None)}


def _leads_to(row: Redirect | None, request: HttpRequest, feed: str = "") -> str:
    """Give where a stored redirect leads; a feed was asked for below it, where the list that it leads to has one."""
    if row is None:
        return ""
    if row.redirect_page is None:
        number = file_number(row.redirect_link)
        return of_file(number) if number else str(row.redirect_link)
    address = row.redirect_page.get_url(request) or ""
    route = row.redirect_page_route_path
    address = f"{address.rstrip('/')}{route}" if address and route else address
    if feed and address and (not route or route.startswith(LISTS)):
        address += f"feed/{feed}/" if row.redirect_page.specific_class is ServiceArticleIndexPage else ""
    return address
