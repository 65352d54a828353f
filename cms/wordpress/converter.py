"""Walks over the content of one item and writes what its shortcodes, blocks and elements become.

Shortcodes are cut out of the raw content before anything looks at its HTML, because WordPress lets them stand anywhere:
in a sentence, in an attribute, half inside a paragraph. A mark takes their place; where the walk over the HTML meets
the mark, the shortcode's handler writes what it becomes. What a shortcode wraps is converted the same way, in place.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable

from cms.wordpress import delimiters, markup, tags
from cms.wordpress.facts import SiteFacts
from cms.wordpress.handlers import anchors, foreign, gates, literals, registry, unmapped
from cms.wordpress.handlers.context import Sharing
from cms.wordpress.handlers.dropped import dropped_attributes
from cms.wordpress.handlers.embeds import with_embeds
from cms.wordpress.handlers.flow import Block, Flow, Part, as_blocks, link_of_parts, text_of_parts
from cms.wordpress.handlers.healing import heal, unreadable
from cms.wordpress.handlers.loose_columns import in_rows
from cms.wordpress.handlers.nesting import as_html
from cms.wordpress.mapping import Mapping
from cms.wordpress.markup import Comment, Element, Node
from cms.wordpress.report import ItemKey, Report
from cms.wordpress.shortcodes import Shortcode

# Unicode noncharacters: they cannot stand in content, so they can stand for shortcodes.
_MARK = re.compile("\ufdd0(\\d+)\ufdd1")
_MAX_DEPTH = 50
_SOURCE_SHOWN = 120


class Converter:
    """Walks over one item's content; the ``Context`` of the handlers."""

    def __init__(self, item: ItemKey, mapping: Mapping, report: Report, facts: SiteFacts) -> None:
        self.item, self.mapping, self.report, self.facts = item, mapping, report, facts
        self.triggers: dict[str, str] = {}
        self.targets: frozenset[str] = frozenset()
        self.sharing = Sharing()
        self._foreign: frozenset[str] = frozenset()
        self._names = tags.shortcode_names(mapping.prefixes, frozenset(mapping.aliases))
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

    def write_value(self, value: str, flow: Flow) -> None:
        self.write_source(self._names.braced.sub(r"[\1]", value), flow)

    def blocks(self, nodes: Iterable[Node], flow: Flow | None = None) -> list[Block]:
        """Convert nodes to the content of a container."""
        return as_blocks(with_embeds(self.parts(nodes, flow)))

    def source_blocks(self, source: str, flow: Flow | None = None) -> list[Block]:
        """Convert what a shortcode wraps to the content of a container."""
        return as_blocks(with_embeds(self.source_parts(source, flow)))

    def children(self, source: str, *ids: str) -> list[Shortcode | str]:
        """Split what a shortcode wraps into its own child shortcodes and the source between them."""
        pieces: list[Shortcode | str] = []
        between: list[str] = []
        for node in literals.nodes(source, self._names):
            if isinstance(node, Shortcode) and not isinstance(node, literals.Literal):
                tag_id, is_core = tags.shortcode_id(node.name, self.mapping)
                if tag_id in ids and not is_core:
                    pieces += ["".join(between), self._read(tag_id, self._healed(node))]
                    between.clear()
                    continue
            between.append(node.source)
        return [piece for piece in [*pieces, "".join(between)] if not isinstance(piece, str) or piece.strip()]

    def html(self, nodes: Iterable[Node]) -> tuple[str, list[Block]]:
        """Give nodes as the HTML that they are, not sanitised, and the blocks in their shortcodes that cannot stand in it."""
        left: list[Block] = []

        def written(mark: re.Match[str]) -> str:
            if (tag := self._marked.pop(int(mark[1]), None)) is None:
                return ""
            flow = Flow()
            self._shortcode(tag, flow)
            text, blocks = as_html(flow.finish(), self, "HTML that was kept as it is")
            left.extend(blocks)
            return text

        nodes = list(nodes)
        for node in markup.walk(nodes):
            if isinstance(node, Element):
                self._read_attributes(node)
        return _MARK.sub(written, markup.to_html(nodes)), left

    def write_source(self, source: str, flow: Flow) -> None:
        """Convert source text into a flow. Line breaks count unless the text was written as blocks."""
        self._learn_names(source)
        outer, self._line_breaks = self._line_breaks, not delimiters.has_blocks(source)
        self.write(markup.parse(self._mark(source)), flow)
        self._line_breaks = outer

    def _learn_names(self, source: str) -> None:
        if found := foreign.foreign_names(source, self.mapping.prefixes) - self._foreign:
            self._foreign |= frozenset(sorted(found)[: foreign.MOST - len(self._foreign)])
            self._names = tags.shortcode_names(
                self.mapping.prefixes, frozenset(self.mapping.aliases) | self._foreign
            )

    def _mark(self, source: str) -> str:
        """Put marks in the place of shortcodes; closing tags that close nothing vanish with a note."""
        pieces: list[str] = []
        for node in in_rows(literals.nodes(source, self._names), self._is_column):
            if isinstance(node, Shortcode):
                tag, rescued = self._healed(node), self._rescued(node)
                if rescued and self._is_gate(node):
                    tag, rescued = dataclasses.replace(tag, content=f"{rescued}\n\n{tag.content or ''}"), ""
                self._marked[self._marks] = tag
                pieces.append(f"\ufdd0{self._marks}\ufdd1{rescued}")
                self._marks += 1
            else:
                pieces.append(
                    node.text
                    if node.escaped
                    else tags.without_closers(node.text, self._names, self._stray_closer)
                )
        return "".join(pieces)

    def _is_column(self, tag: Shortcode) -> bool:
        return tags.shortcode_id(tag.name, self.mapping) == ("column", False)

    def _rescued(self, tag: Shortcode) -> str:
        swallowed = tags.swallowed(tag, self._names)
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
        pending = list(nodes)
        ends = delimiters.block_ends(pending)
        position = 0
        while position < len(pending):
            node = pending[position]
            if isinstance(node, str):
                self._text(node, flow)
            elif isinstance(node, Comment):
                end = ends.get(position, position)
                if self._block(node, pending[position + 1 : end], flow):
                    position = end
            else:
                self._element(node, flow)
            position += 1
        self._depth -= 1

    def _write_flattened(self, nodes: Iterable[Node], flow: Flow) -> None:
        self.loss("too-deep", "Content is nested too deep; below that only its text came over.")
        text = _MARK.sub(
            lambda mark: self._flattened(self._marked.pop(int(mark[1]), None)), markup.text_of(nodes)
        )
        flow.text(text, line_breaks=self._line_breaks)

    def _flattened(self, tag: Shortcode | None) -> str:
        """Give the text that a shortcode wraps, whatever it is wrapped in; nothing if some visitors may not see it."""
        if tag is None or gates.holds_gated(tag.source, self.mapping):
            return ""
        return markup.text_of(markup.parse(self._names.any_tag.sub(" ", tag.content or "")))

    def _text(self, text: str, flow: Flow) -> None:
        for index, piece in enumerate(_MARK.split(text)):
            if index % 2 == 0:
                flow.text(piece, line_breaks=self._line_breaks)
            elif tag := self._marked.pop(int(piece), None):
                self._shortcode(tag, flow)

    def _block(self, comment: Comment, inner: list[Node], flow: Flow) -> bool:
        """Convert what a comment begins if it is the delimiter of a block; True where that includes its content."""
        block = delimiters.read_block_comment(comment)
        if block is None:
            return False
        flow.end_paragraph()
        handler = None if block.closing else registry.BLOCKS.get(block.name)
        if handler:
            handler(block, inner, flow, self)
            return True
        if block.closing or block.name in registry.READ_BLOCKS:
            return False
        if block.void:
            self.loss("unknown-block", f"The block {block.name} is not known and holds nothing to show.")
            self._keep_source(f"block {block.name}", f"<!--{comment.text}-->", flow)
        elif block.name not in self._reported_blocks:
            self._reported_blocks.add(block.name)
            self.note("unknown-block", f"The block {block.name} is not known; what is in it is kept.")
        return False

    def _read_attributes(self, element: Element) -> None:
        for name, value in element.attributes.items():
            if _MARK.search(value):
                element.attributes[name] = _MARK.sub(self._attribute_text, value)

    def _element(self, element: Element, flow: Flow) -> None:
        self._read_attributes(element)
        anchors.write_anchor(element, flow, self)
        by_class = (
            registry.ELEMENTS_BY_CLASS[name] for name in element.classes & registry.ELEMENTS_BY_CLASS.keys()
        )
        handler = next(by_class, None) or registry.ELEMENTS.get(element.name)
        if handler:
            handler(element, flow, self)
        else:
            self.write(element.children, flow)

    def _attribute_text(self, mark: re.Match[str]) -> str:
        """Give what a shortcode says inside an HTML tag: an address, a fact of the site, or the text that it wraps."""
        tag = self._marked.pop(int(mark[1]), None)
        if tag is None:
            return ""
        tag_id, is_core = tags.shortcode_id(tag.name, self.mapping)
        if tag_id in registry.FACTS and not is_core:
            said = Flow()
            self._shortcode(tag, said)
            parts = said.finish()
            return link_of_parts(parts) if tag_id == "permalink" else text_of_parts(parts)
        self.loss("shortcode-in-attribute", f"A shortcode inside an HTML tag is not run: {_shown(tag)}")
        return "" if self._is_gate(tag) else text_of_parts(self.source_parts(tag.content or ""))

    def _is_gate(self, tag: Shortcode) -> bool:
        return tags.is_gate(tag.name, self.mapping)

    def _shortcode(self, tag: Shortcode, flow: Flow) -> None:
        if isinstance(tag, literals.Literal):
            self._readable("", tag, "literal-shortcode", "stood on the old site as text", flow)
            return
        tag_id, is_core = tags.shortcode_id(tag.name, self.mapping)
        if is_core:
            handler = registry.CORE_SHORTCODES.get(tag_id)
        else:
            handler = registry.SHORTCODES.get(tag_id)
            tag = self._read(tag_id, tag)
        if handler is None and self._is_gate(tag) and (tag.content or "").strip():
            gates.unknown(tag, flow, self)
            return
        if handler is None:
            self._readable(tag_id, tag, "unknown-shortcode", "is not known", flow)
            return
        handler(tag, flow, self)
        if tag_id in registry.SINGLE and not is_core and (tag.content or "").strip():
            self.note("swallowed-text", f"WordPress hid the text up to [/{tag.name}]; it is shown here.")
            self.write_source(tag.content or "", flow)

    def _read(self, tag_id: str, tag: Shortcode) -> Shortcode:
        """Give a tag of the plugin as it is; what of it does not come over is reported."""
        if pieces := ", ".join(unreadable(tag)):
            self.loss(
                "unreadable-attribute",
                f"The quotes in a tag leave a part of it unreadable: {pieces[:_SOURCE_SHOWN]} in {_shown(tag)}",
            )
        if tag_id in registry.SHORTCODES:
            for attribute, reason in dropped_attributes(tag_id, tag):
                self.note("dropped-attribute", f"[{tag.name} {attribute}]: {reason}.")
        return tag

    def _readable(self, tag_id: str, tag: Shortcode, code: str, reason: str, flow: Flow) -> None:
        """Write what a tag wraps, and keep the source of the outermost one for editors."""
        if tag.name in self._foreign:
            self.loss(
                code, f"[{tag.name}] is of another plugin; what it made is missing, what it wraps is kept."
            )
        else:
            self.loss(code, f"[{tag.name}] {reason}: {_shown(tag)}")
        outermost = not self._source_is_kept
        self._source_is_kept = True
        if outermost:
            self._keep_source(f"[{tag.name}] {reason}", tag.source, flow)
        unmapped.write_readable(tag_id, tag, flow, self)
        if outermost:
            self._source_is_kept = False

    def _keep_source(self, reason: str, source: str, flow: Flow) -> None:
        flow.aside("imported_source", {"reason": reason, "source": source})

    def write_lost_shortcodes(self, flow: Flow) -> None:
        """Report shortcodes that stood where nothing is shown: in scripts, styles, comments, inside tags."""
        for tag in self._marked.values():
            self.loss("hidden-shortcode", f"A shortcode stood where nothing is shown: {_shown(tag)}")
            self._keep_source(f"[{tag.name}] stood where nothing is shown", tag.source, flow)


def _shown(tag: Shortcode) -> str:
    source = " ".join(tag.source.split())
    return source if len(source) <= _SOURCE_SHOWN else f"{source[:_SOURCE_SHOWN]}…"
