"""The first look at an export: what is in it, before anything is written."""

from __future__ import annotations

import dataclasses
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from cms.wordpress import document, wxr
from cms.wordpress.addresses import whole_number
from cms.wordpress.convert import convert
from cms.wordpress.facts import FileFacts, PostFacts, SiteFacts, UserFacts
from cms.wordpress.handlers.depth import walk
from cms.wordpress.mapping import Mapping
from cms.wordpress.refs import as_json
from cms.wordpress.report import ItemKey, Report

# What WordPress and its plugins keep in posts for themselves; no reader ever saw them as pages.
MACHINE_TYPES = frozenset(
    {
        "revision", "nav_menu_item", "custom_css", "customize_changeset", "oembed_cache", "user_request", "wp_block",
        "wp_template", "wp_template_part", "wp_global_styles", "wp_navigation", "wp_font_family", "wp_font_face",
        "acf-field", "acf-field-group",
    }
)  # fmt: skip
# Content that others take in by its id: reusable blocks and the menus of the block editor.
SHARED_TYPES = frozenset({"wp_block", "wp_navigation"})
SKIPPED_STATUSES = frozenset({"trash", "auto-draft", "inherit"})


@dataclasses.dataclass(frozen=True)
class Known:
    """What the importer remembers of an item between its passes: enough to make its page and to link to it."""

    id: int
    type: str
    status: str
    title: str
    slug: str
    link: str
    parent: int
    order: int
    line: int
    key: ItemKey


@dataclasses.dataclass
class Survey:
    """Everything of an export but the contents."""

    site: wxr.Site = dataclasses.field(default_factory=wxr.Site)
    authors: list[wxr.Author] = dataclasses.field(default_factory=list)
    terms: list[wxr.Term] = dataclasses.field(default_factory=list)
    attachments: list[wxr.Attachment] = dataclasses.field(default_factory=list)
    menu_items: list[wxr.MenuItem] = dataclasses.field(default_factory=list)
    items: dict[int, Known] = dataclasses.field(default_factory=dict)
    skipped: dict[str, int] = dataclasses.field(default_factory=lambda: defaultdict(int))
    button_pages: dict[str, set[int]] = dataclasses.field(default_factory=lambda: defaultdict(set))
    facts: SiteFacts = dataclasses.field(default_factory=SiteFacts)


def records(path: Path) -> Iterator[wxr.Record]:
    """Give the records of an export or of a bare text document; raises ExportError."""
    found = document.read_document(path) if document.is_document(path) else wxr.read(path)
    for record in found:
        yield _identified(record) if isinstance(record, wxr.Item) and not record.id else record


def _identified(item: wxr.Item) -> wxr.Item:
    """Give an item without an id, as old exports have them, one that follows from its guid; no ``?p=`` leads there."""
    identity = item.guid or item.link or item.title
    return dataclasses.replace(item, id=-1 - zlib.crc32(identity.encode()))


def check(path: Path) -> None:
    """Read a file through once; raises ExportError before anything was written."""
    if not document.is_document(path):
        wxr.validate(path)


def is_imported(item: wxr.Item, mapping: Mapping) -> bool:
    """Tell whether an item becomes an object here: no machine type, no trash, not skipped by the mapping."""
    if isinstance(item, wxr.Attachment) or item.type in MACHINE_TYPES or item.status in SKIPPED_STATUSES:
        return False
    target = mapping.types.get(item.type)
    return target is None or target.target != "skip"


def button_key(value: dict[str, Any]) -> str:
    """Give what makes two buttons the same: label, target and look."""
    return repr(sorted(as_json(value).items(), key=lambda entry: entry[0]))


def survey(
    found: Iterable[wxr.Record], mapping: Mapping, content: Callable[[int], str] | None = None
) -> Survey:
    """Read an export once and remember all but the contents; ``content`` gives that of one post when asked."""
    result = Survey()
    if content is not None:
        result.facts.content = content
    for record in found:
        match record:
            case wxr.Site():
                result.site = record
            case wxr.Author():
                result.authors.append(record)
                _note_user(record, result.facts)
            case wxr.Term():
                result.terms.append(record)
                _note_term(record, result.facts)
            case wxr.MenuItem():
                result.menu_items.append(record)
                result.facts.menus.setdefault(record.menu, record.menu_name)
            case wxr.Attachment():
                result.attachments.append(dataclasses.replace(record, content="", comments=()))
                _note_file(record, result.facts)
            case wxr.Item():
                _survey_item(record, mapping, result)
    return result


def content_of(path: Path, wordpress_id: int) -> str:
    """Read the content of one item from an export; "" for an unknown one."""
    found = (record for record in records(path) if isinstance(record, wxr.Item) and record.id == wordpress_id)
    return next((item.content for item in found), "")


def _note_user(author: wxr.Author, facts: SiteFacts) -> None:
    facts.users[author.id] = UserFacts(
        author.id, author.login, author.display_name, author.first_name, author.last_name
    )


def _note_term(term: wxr.Term, facts: SiteFacts) -> None:
    if term.taxonomy == "nav_menu":
        facts.menus[term.slug] = term.name
    facts.terms[term.id] = (term.taxonomy, term.slug)


def _note_file(file: wxr.Attachment, facts: SiteFacts) -> None:
    facts.files[file.id] = FileFacts(
        id=file.id,
        url=file.url,
        title=file.title,
        alt=file.alt,
        caption=file.excerpt,
        description=file.content,
        parent=file.parent,
        order=file.menu_order,
        date=file.date,
        meta=dict(file.meta),
    )


def _note_post(item: wxr.Item, facts: SiteFacts) -> None:
    facts.posts[item.id] = PostFacts(
        id=item.id,
        type=item.type,
        status=item.status,
        title=item.title,
        slug=item.slug,
        link=item.link,
        excerpt=item.excerpt,
        creator=item.creator,
        date=item.date,
        modified=item.modified,
        parent=item.parent,
        order=item.menu_order,
        protected=bool(item.password),
        thumbnail=whole_number(item.meta_value("_thumbnail_id")),
        terms=frozenset((term.taxonomy, term.slug) for term in item.terms),
        meta=dict(item.meta),
    )


def _survey_item(item: wxr.Item, mapping: Mapping, result: Survey) -> None:
    if item.type in SHARED_TYPES:
        if item.status == "publish" and not item.password:  # as WordPress shows it
            result.facts.shared[item.id] = item.content
    elif item.type not in MACHINE_TYPES:
        _note_post(item, result.facts)
    if not is_imported(item, mapping):
        result.skipped[f"{item.type} ({item.status})"] += 1
        return
    result.items.setdefault(
        item.id,
        Known(
            id=item.id,
            type=item.type,
            status=item.status,
            title=item.title,
            slug=item.slug,
            link=item.link,
            parent=item.parent,
            order=item.menu_order,
            line=item.line,
            key=item.key,
        ),
    )
    if "button" in item.content:
        for block in walk(convert(item.content, item=item.key, mapping=mapping, report=Report())):
            values = [block["value"]] if block["type"] == "button" else []
            values += block["value"]["buttons"] if block["type"] == "button_group" else []
            for value in values:
                result.button_pages[button_key(value)].add(item.id)
