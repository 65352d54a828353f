"""Converts the content of one item to blocks.

Shortcodes are cut out of the raw content before anything looks at its HTML, because WordPress lets them stand anywhere:
in a sentence, in an attribute, half inside a paragraph. A mark takes their place; where the walk over the HTML meets
the mark, the shortcode's handler writes what it becomes. What a shortcode wraps is converted the same way, in place.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Any

from cms.wordpress import markup, shortcodes
from cms.wordpress.handlers import literals, registry, unmapped
from cms.wordpress.handlers.dropped import dropped_attributes
from cms.wordpress.handlers.embeds import with_embeds
from cms.wordpress.handlers.flow import Block, Flow, Paragraph, Part, text_of_parts
from cms.wordpress.handlers.healing import heal, unreadable
from cms.wordpress.mapping import Mapping
from cms.wordpress.markup import Comment, Element, Node
from cms.wordpress.refs import Html
from cms.wordpress.report import ItemKey, Report
from cms.wordpress.shortcodes import Names, Shortcode, Text

# Unicode noncharacters: they cannot stand in content, so they can stand for shortcodes.
_MARK = re.compile("\ufdd0(\\d+)\ufdd1")
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]")
_LINE_END = re.compile(r"\r\n?")
_OLD_SPACES = re.compile(r"[\v\f]")
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
# Where a box begins or ends in plain text; a noncharacter, too.
_EDGE = "\ufdd2"
_EDGES = re.compile(f"{_EDGE}+")
_GLUING_EDGES = re.compile(rf"(?<=\w){_EDGE}+(?=\w)")
_MAX_DEPTH = 50
_SOURCE_SHOWN = 120


def convert(content: str, *, item: ItemKey, mapping: Mapping, report: Report) -> list[dict[str, Any]]:
    """Give the blocks of an item's content, in the vocabulary that the body of a page accepts."""
    content = _UNWANTED.sub("", _OLD_SPACES.sub(" ", _LINE_END.sub("\n", content)))
    converter = Converter(item, mapping, report)
    flow = Flow()
    converter.write_source(content, flow)
    flow.finish()
    converter.write_lost_shortcodes(flow)
    return _as_blocks(with_embeds(flow.finish()))


@functools.lru_cache(maxsize=32)
def shortcode_names(prefixes: tuple[str, ...], aliases: frozenset[str]) -> Names:
    """Give the names that count as shortcodes: core's, aliases, and all that begin with a prefix.

    Without a prefix only the plugin's own names count, so that ``[note]`` in prose of other sites stays prose.
    """
    exact = {*registry.CORE_SHORTCODES, *aliases, *(registry.KNOWN_IDS if "" in prefixes else ())}
    return Names(frozenset(exact), prefixes, odd_spaces=True)


def shortcode_id(name: str, mapping: Mapping) -> tuple[str, bool]:
    """Give the plugin's id for the name of a tag, or the name itself and True for a shortcode of WordPress."""
    if target := mapping.aliases.get(name):
        return target.removeprefix(_prefix(target, (*mapping.prefixes, "su_"))), False
    prefix = _prefix(name, mapping.prefixes)
    is_plugin = prefix or ("" in mapping.prefixes and name in registry.KNOWN_IDS)
    return name.removeprefix(prefix), not is_plugin


def without_shortcodes(text: str, mapping: Mapping) -> str:
    """Give plain text, such as a title, without shortcodes but with what they wrap, if every visitor may see that."""
    names = shortcode_names(mapping.prefixes, frozenset(mapping.aliases))
    pieces: list[str] = []
    pending: list[str | shortcodes.Node] = [text]
    while pending:
        node = pending.pop()
        if isinstance(node, str):
            pending += reversed(list(literals.nodes(node, names)))
        elif isinstance(node, Shortcode):
            tag_id, is_core = shortcode_id(node.name, mapping)
            inner = [node.content or "", _swallowed(node, names)]
            if not is_core and tag_id in unmapped.GATED:
                inner[0] = ""
            edge = Text(*[_EDGE if is_core or tag_id in registry.KNOWN_IDS - unmapped.INLINE else ""] * 2)
            pending += (edge, *reversed(inner), edge)
        else:
            pieces.append(node.text if node.escaped else names.closer.sub("", node.text))
    return _EDGES.sub("", _GLUING_EDGES.sub(" ", "".join(pieces)))


def _swallowed(tag: Shortcode, names: Names) -> str:
    """Give the paragraphs that a tag without its closing bracket has taken for attributes."""
    swallowed = _BLANK_LINE.split(tag.attribute_text, maxsplit=1)[1:]
    return names.any_tag.sub(" ", f"{swallowed[0]}]").removesuffix("]") if swallowed else ""


def _as_blocks(parts: Iterable[Part]) -> list[Block]:
    """Gather neighbouring paragraphs in one rich text block; sources kept for editors follow it."""
    blocks: list[Block] = []
    text: list[str] = []
    sources: list[Block] = []

    def end_text() -> None:
        if text:
            blocks.append({"type": "rich_text", "value": Html("".join(text))})
        blocks.extend(sources)
        text.clear()
        sources.clear()

    for part in parts:
        if isinstance(part, Paragraph):
            text.append(f"<{part.tag}>{part.html}</{part.tag}>")
        elif part["type"] == "imported_source" and text:
            sources.append(part)
        else:
            end_text()
            blocks.append(part)
    end_text()
    return blocks


class Converter:
    """Walks over one item's content; the ``Context`` of the handlers."""

    def __init__(self, item: ItemKey, mapping: Mapping, report: Report) -> None:
        self.item, self.mapping, self.report = item, mapping, report
        self._names = shortcode_names(mapping.prefixes, frozenset(mapping.aliases))
        self._marked: dict[int, Shortcode] = {}
        self._marks = 0
        self._line_breaks = True
        self._depth = 0
        self._source_is_kept = False
        self._reported_blocks: set[str] = set()

    def note(self, code: str, detail: str) -> None:
        self.report.note(code, detail, self.item)

    def loss(self, code: str, detail: str) -> None:
        self.report.loss(code, detail, self.item)

    def parts(self, nodes: Iterable[Node], flow: Flow | None = None) -> list[Part]:
        """Convert nodes apart from the running text; inline elements open in ``flow`` go on inside."""
        inner = flow.inner() if flow else Flow()
        self.write(nodes, inner)
        return inner.finish()

    def source_parts(self, source: str, flow: Flow | None = None) -> list[Part]:
        """Convert what a shortcode wraps."""
        inner = flow.inner() if flow else Flow()
        self.write_source(source, inner)
        return inner.finish()

    def value_parts(self, value: str) -> list[Part]:
        return self.source_parts(self._names.braced.sub(r"[\1]", value))

    def write_source(self, source: str, flow: Flow) -> None:
        """Convert source text into a flow. Line breaks count unless the text was written as blocks."""
        outer, self._line_breaks = self._line_breaks, not markup.has_blocks(source)
        self.write(markup.parse(self._mark(source)), flow)
        self._line_breaks = outer

    def _mark(self, source: str) -> str:
        """Put marks in the place of shortcodes; closing tags that close nothing vanish with a note."""
        pieces: list[str] = []
        for node in literals.nodes(source, self._names):
            if isinstance(node, Shortcode):
                self._marked[self._marks] = self._healed(node)
                pieces.append(f"\ufdd0{self._marks}\ufdd1{self._rescued(node)}")
                self._marks += 1
            else:
                pieces.append(
                    node.text if node.escaped else self._names.closer.sub(self._stray_closer, node.text)
                )
        return "".join(pieces)

    def _rescued(self, tag: Shortcode) -> str:
        swallowed = _swallowed(tag, self._names)
        if not swallowed:
            return ""
        self.loss("unclosed-tag", f"A tag has no closing bracket; the text behind it is kept: {_shown(tag)}")
        return f"\n\n{swallowed}"

    def _stray_closer(self, match: re.Match[str]) -> str:
        self.note("stray-closer", f"{match.group()} closes nothing; it is left out.")
        return ""

    def _healed(self, tag: Shortcode) -> Shortcode:
        healed = tag if isinstance(tag, literals.Literal) else heal(tag)
        if healed is not tag:
            self.note(
                "healed-quotes",
                f"The quotes or spaces of a tag were typographic and were read as plain ones: {_shown(tag)}",
            )
        return healed

    def write(self, nodes: Iterable[Node], flow: Flow) -> None:
        if self._depth >= _MAX_DEPTH:
            self._write_flattened(nodes, flow)
            return
        self._depth += 1
        for node in nodes:
            if isinstance(node, str):
                self._text(node, flow)
            elif isinstance(node, Comment):
                self._comment(node, flow)
            else:
                self._element(node, flow)
        self._depth -= 1

    def _write_flattened(self, nodes: Iterable[Node], flow: Flow) -> None:
        self.loss("too-deep", "Content is nested too deep; below that only its text came over.")
        text = _MARK.sub(
            lambda mark: self._flattened(self._marked.pop(int(mark[1]), None)), markup.text_of(nodes)
        )
        flow.text(text, line_breaks=self._line_breaks)

    def _flattened(self, tag: Shortcode | None) -> str:
        """Give the text that a shortcode wraps, whatever it is wrapped in; nothing if some visitors may not see it."""
        if tag is None or unmapped.holds_gated(tag):
            return ""
        return markup.text_of(markup.parse(self._names.any_tag.sub(" ", tag.content or "")))

    def _text(self, text: str, flow: Flow) -> None:
        for index, piece in enumerate(_MARK.split(text)):
            if index % 2 == 0:
                flow.text(piece, line_breaks=self._line_breaks)
            elif tag := self._marked.pop(int(piece), None):
                self._shortcode(tag, flow)

    def _comment(self, comment: Comment, flow: Flow) -> None:
        block = markup.read_block_comment(comment)
        if block is None:
            return
        flow.end_paragraph()
        if block.closing or block.name in registry.READ_BLOCKS:
            return
        if block.void:
            self.loss(
                "unmapped-block",
                f"The block {block.name} shows what the old site computed; it does not come over.",
            )
            self._keep_source(f"block {block.name}", f"<!--{comment.text}-->", flow)
        elif block.name not in self._reported_blocks:
            self._reported_blocks.add(block.name)
            self.note("unmapped-block", f"The block {block.name} has no counterpart; what is in it is kept.")

    def _element(self, element: Element, flow: Flow) -> None:
        for name, value in element.attributes.items():
            if _MARK.search(value):
                element.attributes[name] = _MARK.sub(self._attribute_text, value)
        by_class = (
            registry.ELEMENTS_BY_CLASS[name] for name in element.classes & registry.ELEMENTS_BY_CLASS.keys()
        )
        handler = next(by_class, None) or registry.ELEMENTS.get(element.name)
        if handler:
            handler(element, flow, self)
        else:
            self.write(element.children, flow)

    def _attribute_text(self, mark: re.Match[str]) -> str:
        """A shortcode in an HTML attribute leaves the text that it wraps."""
        tag = self._marked.pop(int(mark[1]), None)
        if tag is None:
            return ""
        self.loss("shortcode-in-attribute", f"A shortcode inside an HTML tag is not run: {_shown(tag)}")
        return text_of_parts(self.source_parts(tag.content or ""))

    def _shortcode(self, tag: Shortcode, flow: Flow) -> None:
        if isinstance(tag, literals.Literal):
            self._readable("", tag, "literal-shortcode", "stood on the old site as text", flow)
            return
        tag_id, is_core = shortcode_id(tag.name, self.mapping)
        handler = (registry.CORE_SHORTCODES if is_core else registry.SHORTCODES).get(tag_id)
        if not is_core and (pieces := ", ".join(unreadable(tag))):
            self.loss(
                "unreadable-attribute",
                f"The quotes in a tag leave a part of it unreadable: {pieces[:_SOURCE_SHOWN]} in {_shown(tag)}",
            )
        if handler is None:
            self._unmapped(tag_id, tag, flow)
            return
        for attribute, reason in dropped_attributes(tag_id, tag):
            self.note("dropped-attribute", f"[{tag.name} {attribute}]: {reason}.")
        handler(tag, flow, self)
        if tag_id == "posts" and (tag.content or "").strip():
            self.note("swallowed-text", f"WordPress hid the text up to [/{tag.name}]; it is shown here.")
            self.write_source(tag.content or "", flow)

    def _unmapped(self, tag_id: str, tag: Shortcode, flow: Flow) -> None:
        if tag_id in registry.KNOWN_IDS or tag.name in registry.CORE_SHORTCODES:
            self._readable(tag_id, tag, "unmapped-shortcode", "has no counterpart yet", flow)
        else:
            self._readable(tag_id, tag, "unknown-shortcode", "is not known", flow)

    def _readable(self, tag_id: str, tag: Shortcode, code: str, reason: str, flow: Flow) -> None:
        """Write what a tag wraps, and keep the source of the outermost one for editors."""
        self.loss(code, f"[{tag.name}] {reason}: {_shown(tag)}")
        outermost = not self._source_is_kept
        self._source_is_kept = True
        if outermost:
            self._keep_source(f"[{tag.name}] {reason}", tag.source, flow)
        unmapped.write_readable(tag_id, tag, flow, self, known=code == "unmapped-shortcode")
        if outermost:
            self._source_is_kept = False

    def _keep_source(self, reason: str, source: str, flow: Flow) -> None:
        flow.aside("imported_source", {"reason": reason, "source": source})

    def write_lost_shortcodes(self, flow: Flow) -> None:
        """Report shortcodes that stood where nothing is shown: in scripts, styles, comments, inside tags."""
        for tag in self._marked.values():
            self.loss("hidden-shortcode", f"A shortcode stood where nothing is shown: {_shown(tag)}")
            self._keep_source(f"[{tag.name}] stood where nothing is shown", tag.source, flow)


def _prefix(name: str, prefixes: tuple[str, ...]) -> str:
    return max((prefix for prefix in prefixes if name.startswith(prefix)), key=len, default="")


def _shown(tag: Shortcode) -> str:
    source = " ".join(tag.source.split())
    return source if len(source) <= _SOURCE_SHOWN else f"{source[:_SOURCE_SHOWN]}…"
