"""Writes the comments of an export into the read-only archive (``cms.comments``)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.db import models
from wagtail.models import Page

from cms.comments.models import Comment
from cms.comments.sanitise import harmless
from cms.links.validators import is_safe_url
from cms.wordpress.addresses import split
from cms.wordpress.markup import BLOCK, HEADINGS, RAW, Element, Node, parse, safe_url, to_html
from cms.wordpress.plaintext import plain

if TYPE_CHECKING:
    from cms.wordpress.context import Context
    from cms.wordpress.wxr import Comment as WordPressComment
    from cms.wordpress.wxr import Item

# https://developer.wordpress.org/reference/functions/wp_get_comment_status/; a word of a plugin's is no approval
STATUSES = {"1": Comment.Status.APPROVED, "approve": Comment.Status.APPROVED}
LEFT_OUT = frozenset({"spam", "trash", "post-trashed"})
KINDS = {
    "": Comment.Kind.COMMENT,
    "comment": Comment.Kind.COMMENT,
    "review": Comment.Kind.COMMENT,
    "pingback": Comment.Kind.PINGBACK,
    "trackback": Comment.Kind.TRACKBACK,
}
WRITTEN = ("reply_to", "author", "website", "date", "body", "kind", "status")


class CommentWriter:
    """Collects the comments of items and writes them in bulk; shortcodes in them stay text, as in WordPress."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._waiting: dict[int, dict[int, Comment]] = {}

    def collect(self, item: Item, page: models.Model | None) -> None:
        """Take over the comments of an item; what stood below its page before is replaced. A provider has no page."""
        if not isinstance(page, Page):
            self._left_out_whole(item)
            return
        kept = [comment for comment in item.comments if self._is_kept(comment)]
        if kept:
            self.context.report.note(
                "comments-archived",
                "Comments came over as a read-only archive. E-mail addresses, IP addresses and websites of those who "
                "wrote them, and other fields of comments, are not stored. Settings → Comment archive shows them.",
            )
        try:
            self._waiting[page.pk] = self._rows(item, page.pk, kept)
        except Exception:
            self._waiting.clear()  # the batch is taken back, and tried again item by item
            raise

    def flush(self) -> None:
        """Write what was collected: one query, one statement that inserts and updates, and one more where some are gone.

        Django cuts a large insert into parts where a database takes a limited number of values (SQLite: 99 comments).
        What was erased here stays erased.
        """
        waiting, self._waiting = self._waiting, {}
        if not waiting:
            return
        standing = {
            (comment.page_id, comment.external_id): comment
            for comment in Comment.objects.filter(page_id__in=list(waiting))
        }
        wanted = {(page_id, ident): row for page_id, rows in waiting.items() for ident, row in rows.items()}
        changed = [row for key, row in wanted.items() if self._differs(row, standing.get(key))]
        if changed:
            Comment.objects.bulk_create(
                changed, update_conflicts=True, unique_fields=["page", "external_id"], update_fields=WRITTEN
            )
        gone = [
            comment.pk
            for key, comment in standing.items()
            if key not in wanted and comment.status != Comment.Status.REMOVED
        ]
        if gone:
            Comment.objects.filter(pk__in=gone).delete()

    def _differs(self, row: Comment, standing: Comment | None) -> bool:
        """Tell whether a comment has to be written, and count what becomes of it."""
        outcome = "created" if standing is None else "updated"
        if standing is not None and standing.status == Comment.Status.REMOVED:
            outcome = "skipped"
        elif standing is not None and all(getattr(row, name) == getattr(standing, name) for name in WRITTEN):
            outcome = "unchanged"
        self.context.report.count("comments", outcome)  # type: ignore[arg-type]  # one of its words
        return outcome in ("created", "updated")

    def _is_kept(self, comment: WordPressComment) -> bool:
        report = self.context.report
        if comment.approved in LEFT_OUT:
            report.note(
                "comment-spam",
                "Spam and deleted comments were left out; “skipped” counts them among the others.",
            )
        elif comment.type not in KINDS:
            report.note(
                "comment-type",
                f"Comments of the type “{comment.type[:50]}” are a plugin's and were left out.",
            )
        else:
            return True
        report.count("comments", "skipped")
        return False

    def _left_out_whole(self, item: Item) -> None:
        if item.comments:
            self.context.report.loss(
                "comments-no-page", "Its comments were left out: a provider has no comments.", item.key
            )
            self.context.report.count("comments", "skipped", len(item.comments))

    def _rows(self, item: Item, page_id: int, comments: list[WordPressComment]) -> dict[int, Comment]:
        parents = _parents(comments)
        rows: dict[int, Comment] = {}
        for place, comment in enumerate(comments, start=1):
            # A damaged export may give an id twice or none; these get numbers that WordPress never has.
            ident = comment.id if comment.id > 0 and comment.id not in rows else -place
            rows[ident] = self._row(item, comment, page_id, ident, parents.get(ident))
        return rows

    def _row(
        self, item: Item, comment: WordPressComment, page_id: int, ident: int, reply_to: int | None
    ) -> Comment:
        status = STATUSES.get(comment.approved, Comment.Status.PENDING)
        if status != Comment.Status.APPROVED:
            self.context.report.note(
                "comment-pending", "Comments that nobody had approved came over too; only editors see them."
            )
        kind = KINDS[comment.type]
        address = safe_url(comment.url, frozenset({"http", "https"})) or ""
        return Comment(
            page_id=page_id,
            external_id=ident,
            reply_to=reply_to,
            author=plain(comment.author.replace("\x00", ""))[:255],
            website=address
            if kind != Comment.Kind.COMMENT and len(address) <= 1000 and is_safe_url(address)
            else "",
            date=comment.date,
            body=self._body(item, comment),
            kind=kind,
            status=status,
        )

    def _body(self, item: Item, comment: WordPressComment) -> str:
        """Give the text of a comment as harmless HTML with paragraphs; links into the old site become paths here."""
        nodes = parse(_BREAKS.sub("\n", comment.content.replace("\r\n", "\n").replace("\x00", "")))
        for element in _elements(nodes):
            if element.name == "a" and (address := self._path_here(element.get("href"))):
                element.attributes["href"] = address
            elif element.name == "img":
                self.context.report.note(
                    "comment-image", "Pictures in comments are replaced by what describes them.", item.key
                )
        return harmless(_paragraphs(nodes))

    def _path_here(self, url: str) -> str:
        """Give the path of an address of the old site, which a redirect answers; "" for any other."""
        url = safe_url(url) or ""
        parts = split(url)
        if not parts.netloc or not self.context.is_own(url):
            return ""
        query = f"?{parts.query}" if parts.query else ""
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        return f"/{parts.path.lstrip('/')}{query}{fragment}"


# Threads


def _parents(comments: Iterable[WordPressComment]) -> dict[int, int | None]:
    """Give whom each comment answers: None where that comment is missing, left out, or would close a circle."""
    answered = {comment.id: comment.parent for comment in comments if comment.id > 0}
    parents = {ident: parent if parent in answered else None for ident, parent in answered.items()}
    settled: set[int | None] = {None}
    for ident in parents:
        way: set[int | None] = set()
        at: int | None = ident
        while at is not None and at not in settled:
            way.add(at)
            if parents[at] in way:
                parents[at] = None
            at = parents[at]
        settled |= way
    return parents


# WordPress's paragraphs (https://developer.wordpress.org/reference/functions/wpautop/), for the HTML that comments hold

_BREAKS = re.compile(r"<br\s*/?>\n?", re.IGNORECASE)
_BLANK_LINE = re.compile(r"[ \t]*\n[ \t]*\n\s*")
_LINE_END = re.compile(r"[ \t]*\n[ \t]*")
_STRUCTURE = frozenset({"ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr"})
_CELL = frozenset({"li", "dt", "dd", "td", "th", "caption"})
_KEPT_BLOCK = frozenset({"blockquote", "address"})


def _elements(nodes: Iterable[Node]) -> Iterator[Element]:
    for node in nodes:
        if isinstance(node, Element):
            yield node
            yield from _elements(node.children)


def _paragraphs(nodes: Iterable[Node]) -> str:
    """Write nodes with a paragraph for each run of text: blank lines part paragraphs, single ones are line breaks."""
    pieces: list[str] = []
    running: list[str] = []

    def end() -> None:
        text = "".join(running).strip()
        running.clear()
        text = text.removeprefix("<br>").removesuffix("<br>").strip()
        if text:
            pieces.append(f"<p>{text}</p>")

    for node in nodes:
        if isinstance(node, Element) and node.name in BLOCK:
            end()
            pieces.append(_block(node))
        elif isinstance(node, str):
            for number, part in enumerate(_BLANK_LINE.split(node)):
                if number:
                    end()
                running.append(_inline(part))
        else:
            running.append(_inline(node))
    end()
    return "".join(pieces)


def _block(element: Element) -> str:
    name = element.name
    if name in ("pre", "hr"):
        return to_html([element])
    if name in HEADINGS:  # the headings of the page are the page's own
        inner = "".join(map(_inline, element.children)).strip()
        return f"<p><strong>{inner}</strong></p>" if inner else ""
    if name in _STRUCTURE:
        return f"<{name}{_attributes(element)}>{''.join(map(_part, element.children))}</{name}>"
    if name in _CELL:
        return _part(element)
    inner = "" if name in RAW else _paragraphs(element.children)
    return f"<{name}>{inner}</{name}>" if name in _KEPT_BLOCK else inner


def _part(node: Node) -> str:
    """Write what stands in a list or a table; a cell with one paragraph needs no mark of it."""
    if isinstance(node, str):
        return html.escape(node.strip(), quote=False)
    if not isinstance(node, Element) or node.name not in _CELL:
        return _block(node) if isinstance(node, Element) and node.name in BLOCK else _inline(node)
    inner = _paragraphs(node.children)
    if inner.startswith("<p>") and inner.count("<p>") == 1:
        inner = inner.removeprefix("<p>").replace("</p>", "", 1)
    name = node.name if inner or node.name != "th" else "td"  # an empty corner heads nothing
    return f"<{name}{_attributes(node)}>{inner}</{name}>"


def _inline(node: Node) -> str:
    if isinstance(node, str):
        return _LINE_END.sub("<br>", html.escape(node, quote=False))
    if not isinstance(node, Element) or node.name in RAW:
        return ""
    if node.name == "img":
        return html.escape(node.get("alt"), quote=False)
    inner = "".join(map(_inline, node.children))
    return f"<{node.name}{_attributes(node)}>{inner}</{node.name}>" if inner else ""


def _attributes(element: Element) -> str:
    return "".join(f' {name}="{html.escape(value)}"' for name, value in element.attributes.items())
