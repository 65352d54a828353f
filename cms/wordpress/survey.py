"""The first look at an export: what is in it, before anything is written."""

from __future__ import annotations

import dataclasses
import hashlib
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from cms.wordpress import document, wxr
from cms.wordpress.addresses import whole_number
from cms.wordpress.convert import convert
from cms.wordpress.facts import FileFacts, PostFacts, SiteFacts, UserFacts
from cms.wordpress.handlers.depth import walk
from cms.wordpress.mapping import Mapping
from cms.wordpress.records import Repair
from cms.wordpress.refs import as_json
from cms.wordpress.report import ItemKey, Report
from cms.wordpress.shelf import Shelf

# What WordPress and its plugins keep in posts for themselves; no reader ever saw them as pages.
MACHINE_TYPES = frozenset(
    {
        "revision", "nav_menu_item", "custom_css", "customize_changeset", "oembed_cache", "user_request", "wp_block",
        "wp_template", "wp_template_part", "wp_global_styles", "wp_navigation", "wp_font_family", "wp_font_face",
        "acf-field", "acf-field-group", "acf-post-type", "acf-taxonomy", "guest-author",
    }
)  # fmt: skip
# Content that others take in by its id: reusable blocks and the menus of the block editor.
SHARED_TYPES = frozenset({"wp_block", "wp_navigation"})
SKIPPED_STATUSES = frozenset({"trash", "auto-draft", "inherit"})
AnyRecord = TypeVar("AnyRecord", bound=wxr.Record)
OnRepair = Callable[[Repair], None]


@dataclasses.dataclass(frozen=True, slots=True)
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

    @property
    def key(self) -> ItemKey:
        return ItemKey(self.type, self.id, self.title, self.link)


@dataclasses.dataclass
class Survey:
    """What an export holds. What grows with the site lies on disk; ``digest`` is that of what all items share."""

    site: wxr.Site = dataclasses.field(default_factory=wxr.Site)
    authors: list[wxr.Author] = dataclasses.field(default_factory=list)
    terms: list[wxr.Term] = dataclasses.field(default_factory=list)
    named_terms: dict[wxr.ItemTerm, None] = dataclasses.field(default_factory=dict)
    attachments: Shelf[int, wxr.Attachment] = dataclasses.field(default_factory=Shelf)
    menu_items: list[wxr.MenuItem] = dataclasses.field(default_factory=list)
    guests: list[wxr.Item] = dataclasses.field(default_factory=list)
    items: Shelf[int, Known] = dataclasses.field(default_factory=Shelf)
    contents: Shelf[int, wxr.Item] = dataclasses.field(default_factory=Shelf)
    duplicates: list[ItemKey] = dataclasses.field(default_factory=list)
    skipped: dict[str, int] = dataclasses.field(default_factory=lambda: defaultdict(int))
    button_pages: dict[str, set[int]] = dataclasses.field(default_factory=lambda: defaultdict(set))
    facts: SiteFacts = dataclasses.field(default_factory=SiteFacts)
    digest: str = ""


def records(path: Path, *, recover: bool = False, on_repair: OnRepair | None = None) -> Iterator[wxr.Record]:
    """Give the records of an export or of a bare text document; raises ExportError."""
    if document.is_document(path):
        found: Iterable[wxr.Record] = document.read_document(path)
    else:
        found = wxr.read(path, recover=recover, on_repair=on_repair)
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
    written = repr(sorted(as_json(value).items(), key=lambda entry: entry[0]))
    return hashlib.sha256(written.encode()).hexdigest()[:32]


def survey(found: Iterable[wxr.Record], mapping: Mapping) -> Survey:
    """Read records once, of one export or of several of the same site, and put them where each is found again."""
    result = Survey()
    facts = result.facts
    facts.posts, facts.files = Shelf(), Shelf()
    facts.content = lambda number: _content(result, number)
    digest = hashlib.sha256(repr(mapping).encode())
    for record in found:
        match record:
            case wxr.Site():
                result.site = result.site if result.site.guid else record
            case wxr.Author():
                result.authors.append(record)
                _note_user(record, facts)
            case wxr.Term():
                result.terms.append(record)
                _note_term(record, facts)
            case wxr.MenuItem():
                result.menu_items.append(record)
                facts.menus.setdefault(record.menu, record.menu_name)
            case wxr.Attachment():
                result.attachments[record.id] = dataclasses.replace(record, content="", comments=())
                _note_file(record, facts)
            case wxr.Item():
                _survey_item(record, mapping, result)
                if record.type not in SHARED_TYPES:
                    continue
        digest.update(repr(_without_line(record)).encode())
    result.digest = digest.hexdigest()
    return result


def _without_line(record: AnyRecord) -> AnyRecord:
    """Give a record as it is wherever it stands in a file."""
    return dataclasses.replace(record, line=0) if isinstance(record, wxr.Item) else record


def source_digest(item: wxr.Item) -> bytes:
    """Give what is equal for an item that did not change, wherever it stands in a file."""
    return hashlib.sha256(repr(_without_line(item)).encode()).digest()


def _content(result: Survey, number: int) -> str:
    item = result.contents.get(number)
    return item.content if item is not None else ""


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
    if item.id in result.items:
        if result.contents[item.id] != _without_line(item):
            result.duplicates.append(item.key)
        return
    if item.type in SHARED_TYPES:
        if item.status == "publish" and not item.password:  # as WordPress shows it
            result.facts.shared[item.id] = item.content
    elif item.type == "guest-author":
        result.guests.append(item)
    elif item.type not in MACHINE_TYPES:
        _note_post(item, result.facts)
        result.contents[item.id] = _without_line(item)
    if not is_imported(item, mapping):
        result.skipped[f"{item.type} ({item.status})"] += 1
        return
    result.items[item.id] = Known(
        item.id, item.type, item.status, item.title, item.slug, item.link, item.parent, item.menu_order
    )
    result.named_terms.update(dict.fromkeys(item.terms))
    if "button" in item.content:
        _note_buttons(item, mapping, result)


def _note_buttons(item: wxr.Item, mapping: Mapping, result: Survey) -> None:
    """Remember which buttons stand on more than one page."""
    for block in walk(convert(item.content, item=item.key, mapping=mapping, report=Report())):
        values = [block["value"]] if block["type"] == "button" else []
        values += block["value"]["buttons"] if block["type"] == "button_group" else []
        for value in values:
            pages = result.button_pages[button_key(value)]
            if len(pages) < 2:
                pages.add(item.id)
