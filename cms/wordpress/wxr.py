"""Reads a WordPress export (WXR: RSS 2.0 with elements of WordPress's own) as a stream of records.

What WordPress writes: https://github.com/WordPress/WordPress/blob/master/wp-admin/includes/export.php
What it reads back: https://github.com/WordPress/wordpress-importer
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from cms.wordpress.decoding import Repairs
from cms.wordpress.exportfile import Child, children_of_channel, sniff
from cms.wordpress.fields import SPACE, Fields, integer, local_name, published, text_of
from cms.wordpress.records import (
    Attachment,
    Author,
    Comment,
    ExportError,
    Item,
    ItemTerm,
    MenuItem,
    Meta,
    Record,
    Repair,
    Site,
    Term,
)
from cms.wordpress.recovery import recovered_children

__all__ = [
    "Attachment",
    "Author",
    "Comment",
    "ExportError",
    "Item",
    "ItemTerm",
    "MenuItem",
    "Meta",
    "Record",
    "Repair",
    "Site",
    "Term",
    "read",
    "sniff",
    "validate",
]

_VERSION = re.compile(r"\d+\.\d+")
_TERMS = {  # element: taxonomy, then the elements of slug, name, parent and description
    "wp:category": (
        "category",
        "wp:category_nicename",
        "wp:cat_name",
        "wp:category_parent",
        "wp:category_description",
    ),
    "wp:tag": ("post_tag", "wp:tag_slug", "wp:tag_name", "wp:tag_parent", "wp:tag_description"),
    "wp:term": ("", "wp:term_slug", "wp:term_name", "wp:term_parent", "wp:term_description"),
}
_SITE_FIELDS = (
    "title", "link", "wp:base_site_url", "wp:base_blog_url", "description", "language", "wp:wxr_version",
)  # fmt: skip


def read(
    path: str | Path, *, recover: bool = False, on_repair: Callable[[Repair], None] | None = None
) -> Iterator[Record]:
    """Yield the site, then authors, terms and items as they come; raises ``ExportError``.

    Memory stays flat whatever the size of the file, so damage at its end shows only there: see ``validate``.
    ``recover`` brings what is whole out of a file that is no well-formed XML. ``on_repair`` is told of everything
    that was not read as it stands, also without ``recover``: a packed file, another encoding or a stray control
    character is no reason to refuse a file.
    """
    path = Path(path)
    repairs = Repairs(on_repair)
    children = recovered_children(path, repairs) if recover else children_of_channel(path, repairs)
    try:
        yield from _records(path, children)
    finally:
        repairs.finish()


def _records(path: Path, children: Iterator[Child]) -> Iterator[Record]:
    head: dict[str, str] = {}
    site: Site | None = None
    terms = _Terms()
    for number, (element, line) in enumerate(children):
        if not number:
            _check_namespaces(path, element, line)
        name = local_name(element.tag)
        if name in _TERMS:
            terms.add(_term(name, element))
        elif name in ("item", "wp:author"):
            if site is None:
                site = _site(path, head)
                yield site
            if name == "item":
                yield from terms.drain()
            yield _item(element, line) if name == "item" else _author(element)
        elif name in _SITE_FIELDS:
            head.setdefault(name, _site_field(path, name, element, line))
    if site is None:
        yield _site(path, head)
    yield from terms.drain()


def _check_namespaces(path: Path, element: Any, line: int) -> None:
    """Refuse a file of which the parser would find every element, and this reader none."""
    for prefix, address in element.nsmap.items():
        if prefix in ("wp", "content", "excerpt", "dc") and local_name(f"{{{address}}}x") != f"{prefix}:x":
            raise ExportError(
                f"“{path.name}”, line {line}: the namespace of its “{prefix}:” is “{address[:80]}”, which no"
                " WordPress export has."
            )


def validate(path: str | Path, *, recover: bool = False) -> Site:
    """Read the whole file without keeping anything, so that a broken one is refused before anything is written."""
    site = Site()
    for record in read(path, recover=recover):
        if isinstance(record, Site):
            site = record
    return site


def _site(path: Path, head: dict[str, str]) -> Site:
    if "wp:wxr_version" not in head:
        raise ExportError(
            f"“{path.name}” is not a WordPress export: no <wp:wxr_version> stands before its items."
        )
    title, link, base_site_url, base_blog_url, description, language, version = (
        head.get(name, "") for name in _SITE_FIELDS
    )
    return Site(
        title=title,
        link=link,
        base_site_url=base_site_url,
        base_blog_url=base_blog_url,
        description=description,
        language=language,
        version=version,
        guid=base_blog_url or link or base_site_url or title,
    )


def _site_field(path: Path, name: str, element: Any, line: int) -> str:
    text = text_of(element).strip(SPACE)
    if name == "wp:wxr_version" and not _VERSION.fullmatch(text):
        raise ExportError(
            f"“{path.name}”, line {line}: it is no WordPress export:"
            f" its <wp:wxr_version> is “{text[:40]}”, not a number such as 1.2."
        )
    return text


def _author(element: Any) -> Author:
    fields = Fields(element)
    return Author(
        id=fields.number("wp:author_id"),
        login=fields.word("wp:author_login"),
        email=fields.word("wp:author_email"),
        display_name=fields.word("wp:author_display_name"),
        first_name=fields.word("wp:author_first_name"),
        last_name=fields.word("wp:author_last_name"),
    )


class _Terms:
    """Terms that wait until the first item: an export names a category twice, as wp:category and as wp:term."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[str, str], Term] = {}
        self._given: set[tuple[str, str]] = set()

    def add(self, term: Term) -> None:
        key = (term.taxonomy, term.slug or term.name)
        if key not in self._given:
            self._waiting[key] = _merged(self._waiting.get(key, term), term)

    def drain(self) -> Iterator[Term]:
        yield from self._waiting.values()
        self._given.update(self._waiting)
        self._waiting.clear()


def _merged(first: Term, second: Term) -> Term:
    return dataclasses.replace(
        first,
        id=first.id or second.id,
        name=first.name or second.name,
        parent=first.parent or second.parent,
        description=first.description or second.description,
        meta=tuple(dict.fromkeys(first.meta + second.meta)),
    )


def _term(kind: str, element: Any) -> Term:
    fields = Fields(element)
    taxonomy, slug, name, parent, description = _TERMS[kind]
    return Term(
        id=fields.number("wp:term_id"),
        taxonomy=_taxonomy(taxonomy or fields.word("wp:term_taxonomy")),
        slug=fields.word(slug),
        name=fields.word(name),
        parent=fields.word(parent),
        description=fields.text(description),
        meta=fields.meta("wp:termmeta"),
    )


def _taxonomy(name: str) -> str:
    return "post_tag" if name == "tag" else name  # WXR 1.0 says "tag"


def _item(element: Any, line: int) -> Item | MenuItem:
    fields = Fields(element)
    item = Item(
        id=fields.number("wp:post_id"),
        type=fields.word("wp:post_type"),
        status=fields.word("wp:status"),
        title=fields.word("title"),
        slug=fields.word("wp:post_name"),
        link=fields.word("link"),
        guid=fields.word("guid"),
        creator=fields.word("dc:creator"),
        content=fields.text("content:encoded"),
        excerpt=fields.text("excerpt:encoded"),
        date=published(fields),
        modified=fields.date("wp:post_modified"),
        parent=fields.number("wp:post_parent"),
        menu_order=fields.number("wp:menu_order"),
        password=fields.word("wp:post_password"),
        sticky=fields.number("wp:is_sticky") == 1,
        terms=_item_terms(fields),
        meta=fields.meta("wp:postmeta"),
        comments=tuple(map(_comment, fields.all("wp:comment"))),
        line=line,
    )
    if item.type == "nav_menu_item":
        return _menu_item(item)
    if item.type == "attachment":
        return Attachment(
            **{field.name: getattr(item, field.name) for field in dataclasses.fields(item)},
            url=fields.word("wp:attachment_url"),
            alt=item.meta_value("_wp_attachment_image_alt").strip(SPACE),
            file=item.meta_value("_wp_attached_file").strip(SPACE),
        )
    return item


def _item_terms(fields: Fields) -> tuple[ItemTerm, ...]:
    """Give each term once; WXR 1.0 names every term twice, with and without its slug ("nicename")."""
    terms = [
        ItemTerm(
            taxonomy=_taxonomy(element.get("domain") or "category"),
            slug=element.get("nicename", "").strip(SPACE),
            name=text_of(element).strip(SPACE),
        )
        for element in fields.all("category")
    ]
    with_slug = {(term.taxonomy, term.name) for term in terms if term.slug}
    return tuple(
        dict.fromkeys(term for term in terms if term.slug or (term.taxonomy, term.name) not in with_slug)
    )


def _comment(element: Any) -> Comment:
    fields = Fields(element)
    return Comment(
        id=fields.number("wp:comment_id"),
        author=fields.word("wp:comment_author"),
        email=fields.word("wp:comment_author_email"),
        url=fields.word("wp:comment_author_url"),
        ip=fields.word("wp:comment_author_IP"),
        date=fields.date("wp:comment_date"),
        content=fields.text("wp:comment_content"),
        approved=fields.word("wp:comment_approved"),
        type=fields.word("wp:comment_type"),
        parent=fields.number("wp:comment_parent"),
        user_id=fields.number("wp:comment_user_id"),
        meta=fields.meta("wp:commentmeta"),
    )


def _menu_item(item: Item) -> MenuItem:
    menu = next((term for term in item.terms if term.taxonomy == "nav_menu"), ItemTerm())
    meta = {key.removeprefix("_menu_item_"): value.strip(SPACE) for key, value in item.meta}
    return MenuItem(
        id=item.id,
        menu=menu.slug,
        menu_name=menu.name,
        title=item.title,
        order=item.menu_order,
        parent=integer(meta.get("menu_item_parent", "")),
        kind=meta.get("type", ""),
        object=meta.get("object", ""),
        object_id=integer(meta.get("object_id", "")),
        url=meta.get("url", ""),
        target=meta.get("target", ""),
        new_tab=meta.get("target", "") == "_blank",
        status=item.status,
    )
