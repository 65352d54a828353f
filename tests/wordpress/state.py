"""What a site holds, told without ids and times of writing: equal for two sites that nobody could tell apart."""

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection

Rows = Callable[[str], Iterable[tuple[Any, ...]]]
SEO = "canonical_url, noindex, social_title, social_description, social_image_id"
# What names an object: by these words others refer to it.
NAMES = {
    "page": "SELECT id, url_path FROM wagtailcore_page",
    "topic": "SELECT id, slug FROM services_topic",
    "author": "SELECT id, slug FROM services_author",
    "tag": "SELECT id, name FROM taggit_tag",
    "image": "SELECT id, file_hash FROM images_customimage",
    "document": "SELECT id, file_hash FROM wagtaildocs_document",
    "provider": "SELECT id, slug FROM providers_provider",
    "menu": "SELECT id, slug FROM pages_menu",
    "button": "SELECT id, slug FROM buttons_button",
    "colour": "SELECT id, name FROM palette_colour",
    "type": "SELECT id, model FROM django_content_type",
}
# Each query names first what its rows are of, by which they are ordered; a column “x_id AS page” is shown by the page's name.
QUERIES = {
    "pages": "SELECT url_path, title, draft_title, live, has_unpublished_changes, seo_title, search_description,"
    " go_live_at, depth, numchild, content_type_id AS type FROM wagtailcore_page WHERE depth > 1",
    "dates": "SELECT url_path, first_published_at, last_published_at FROM wagtailcore_page, wordpress_importeditem"
    " WHERE kind IN ('articles', 'pages') AND wordpress_id IS NOT NULL AND object_id = wagtailcore_page.id",
    "articles": f"SELECT page_ptr_id AS page, summary, teaser, published_at, featured, image_id AS image, {SEO}, body"  # noqa: S608  its own words
    " FROM services_servicearticlepage",
    "content pages": f"SELECT page_ptr_id AS page, summary, {SEO}, body FROM home_contentpage",  # noqa: S608  its own words
    "topics of articles": "SELECT servicearticlepage_id AS page, topic_id AS topic FROM services_servicearticlepage_topics",
    "authors of articles": "SELECT servicearticlepage_id AS page, author_id AS author"
    " FROM services_servicearticlepage_authors",
    "tags of articles": "SELECT content_object_id AS page, tag_id AS tag FROM services_servicearticletag",
    "topics": "SELECT slug, name, description, parent_id AS topic FROM services_topic",
    "tags": "SELECT slug, name FROM taggit_tag",
    "authors": "SELECT slug, name FROM services_author",
    "providers": "SELECT slug, name, live, description, city FROM providers_provider",
    "buttons": "SELECT slug, text, url, page_id AS page, provider_id AS provider FROM buttons_button",
    "menus": "SELECT slug, name, location FROM pages_menu",
    "menu links": "SELECT menu_id AS menu, sort_order, level, text, url, page_id AS page, provider_id AS provider"
    " FROM pages_menulink",
    "redirects": "SELECT old_path, redirect_link, redirect_page_id AS page, redirect_page_route_path, is_permanent"
    " FROM wagtailredirects_redirect",
    "comments": "SELECT page_id AS page, external_id, reply_to, author, website, date, body, kind, status"
    " FROM comments_comment",
    "restrictions": "SELECT page_id AS page, restriction_type, password FROM wagtailcore_pageviewrestriction",
    "images": "SELECT file_hash, title, description, caption, credit, width, height FROM images_customimage",
    "documents": "SELECT file_hash, title FROM wagtaildocs_document",
    "revisions": "SELECT object_id AS page, object_str, approved_go_live_at FROM wagtailcore_revision",
    "found by the search": "SELECT content_type_id AS type, object_id AS object, title, autocomplete, body"
    " FROM wagtailsearch_indexentry",
    "references": "SELECT content_type_id AS type, object_id AS object, to_content_type_id AS type,"
    " to_object_id AS object, model_path FROM wagtailcore_referenceindex",
    "imported items": "SELECT kind, wordpress_id, old_url, content_hash = '' AS is_empty, pending IS NULL, meta"
    " FROM wordpress_importeditem",
}
LISTS = {"topics": "topic", "authors": "author", "pages": "page"}
_LINK = re.compile(r'<(?:a|embed) [^>]*?\bid="(\d+)"[^>]*?\b(?:linktype|embedtype)="(\w+)"[^>]*>')
_LINK_BACKWARDS = re.compile(r'<(?:a|embed) [^>]*?\b(?:linktype|embedtype)="(\w+)"[^>]*?\bid="(\d+)"[^>]*>')


def state_of_site(rows: Rows | None = None) -> dict[str, list[tuple[str, ...]]]:
    """Give all that an import leaves, as sorted rows by what they are of; ``rows`` asks another database."""
    asked = rows or _rows_here
    names = {what: {key: str(name) for key, name in asked(query)} for what, query in NAMES.items()}
    return {what: sorted(_named(query, asked, names)) for what, query in QUERIES.items()}


def differences(one: dict[str, list], other: dict[str, list]) -> dict[str, tuple[list, list]]:
    """Give the rows that only one of two sites has."""
    return {
        what: (
            [row for row in rows if row not in other[what]],
            [row for row in other[what] if row not in rows],
        )
        for what, rows in one.items()
        if rows != other[what]
    }


def _rows_here(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def _named(query: str, rows: Rows, names: dict[str, dict[int, str]]) -> Iterable[tuple[str, ...]]:
    written = re.sub(r"^SELECT|FROM.*", "", query, flags=re.DOTALL).split(",")
    columns = [re.sub(r".*_id AS |social_(?=image)|_id$", "", column.strip()) for column in written]
    for row in rows(query):
        told, model = [], ""
        for column, value in zip(columns, row, strict=True):
            if column == "body" and str(value).startswith("["):
                told.append(
                    json.dumps(_without_ids(_loaded(value), names), sort_keys=True, ensure_ascii=False)
                )
            elif column == "object":
                told.append(_object(model, int(value), names))
            elif (column in names and not isinstance(value, str)) or column == "page":
                told.append(names[column].get(int(value or 0), ""))
                model = told[-1] if column == "type" else model
            else:
                told.append(str(value))
        yield tuple(told)


def _object(model: str, number: int, names: dict[str, dict[int, str]]) -> str:
    kind = "page" if model.endswith("page") else model.removeprefix("custom")
    return names.get(kind, {}).get(number, "?")


def _loaded(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _without_ids(value: Any, names: dict[str, dict[int, str]]) -> Any:
    match value:
        case dict():
            # Wagtail gives the items of lists ids by chance.
            told = {key: inner for key, inner in value.items() if key != "id" or value.get("type") != "item"}
            return {key: _reference(key, inner, names) for key, inner in told.items()}
        case list():
            return [_without_ids(inner, names) for inner in value]
        case str():
            named = _LINK.sub(lambda found: names[found[2]].get(int(found[1]), "?"), value)
            return _LINK_BACKWARDS.sub(lambda found: names[found[1]].get(int(found[2]), "?"), named)
    return value


def _reference(key: str, value: Any, names: dict[str, dict[int, str]]) -> Any:
    if isinstance(value, int) and key in names:
        return names[key].get(value, "?")
    if isinstance(value, list) and key in LISTS:
        return [names[LISTS[key]].get(inner, "?") if isinstance(inner, int) else inner for inner in value]
    return _without_ids(value, names)
