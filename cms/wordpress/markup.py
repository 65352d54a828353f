"""HTML as WordPress stores it, read into a small tree that loses no text.

Stored content is a fragment that people and plugins have cut: tags are unbalanced, nested thousands deep, never closed.
A browser's parser repairs it, a C library's drops what it does not like. This one keeps every visible character, in
order, in linear time: unknown end tags are ignored, missing ones implied (https://html.spec.whatwg.org/#optional-tags),
a ``<`` that opens no tag is text, and below ``MAX_DEPTH`` the structure is flattened, not the text.
"""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Iterable, Iterator

MAX_DEPTH = 60

# fmt: off
VOID = frozenset({
    "area", "base", "basefont", "bgsound", "br", "col", "command", "embed", "frame", "hr", "img", "input", "keygen",
    "link", "meta", "param", "source", "track", "wbr",
})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLOCK = HEADINGS | frozenset({
    "address", "article", "aside", "audio", "blockquote", "body", "caption", "center", "col", "colgroup", "dd",
    "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header",
    "hgroup", "hr", "html", "iframe", "legend", "li", "main", "map", "math", "menu", "nav", "object", "ol", "optgroup",
    "option", "p", "pre", "search", "section", "select", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul", "video",
})
RAW = frozenset({"script", "style", "iframe", "noscript", "noembed", "noframes", "template", "xmp"})
# fmt: on
_CLOSES_PARAGRAPH = BLOCK - frozenset(
    {"audio", "iframe", "map", "math", "object", "option", "select", "video"}
)
_PARAGRAPH_SCOPE = frozenset({"table", "td", "th", "caption", "button", "object"})
_IMPLIED_ENDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    # start tag: (open elements that it ends, elements that they cannot be outside of)
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu", "dir"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "td": (frozenset({"td", "th"}), frozenset({"table", "tr"})),
    "th": (frozenset({"td", "th"}), frozenset({"table", "tr"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "thead": (frozenset({"thead", "tbody", "tfoot", "caption"}), frozenset({"table"})),
    "tbody": (frozenset({"thead", "tbody", "tfoot", "caption"}), frozenset({"table"})),
    "tfoot": (frozenset({"thead", "tbody", "tfoot", "caption"}), frozenset({"table"})),
    "option": (frozenset({"option"}), frozenset({"select"})),
    "a": (frozenset({"a"}), frozenset({"table", "td", "th"})),
    "p": (frozenset({"p"}), _PARAGRAPH_SCOPE),
}

_TAG_START = re.compile(r"</?([a-zA-Z][^\s<>/]*+)")
_TAG_REST = re.compile(r"""(?:[^"'<>]++|"[^"]*+"(?=[\s/>])|'[^']*+'(?=[\s/>]))*+>""")
_TAG_REST_MAX = 20_000
_TAG_REST_WITHOUT_QUOTES = re.compile(r"[^<>]*+>")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=][^\s<>/=]*+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]++)))?""")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")


@dataclasses.dataclass(slots=True)
class Element:
    """An element; ``attributes`` have lower-case names and decoded values."""

    name: str
    attributes: dict[str, str] = dataclasses.field(default_factory=dict)
    children: list[Node] = dataclasses.field(default_factory=list)

    def get(self, name: str) -> str:
        """Give an attribute's value, "" when absent."""
        return self.attributes.get(name, "")

    @property
    def classes(self) -> frozenset[str]:
        return frozenset(self.get("class").split())


@dataclasses.dataclass(frozen=True, slots=True)
class Comment:
    """An HTML comment: what stands between the marks."""

    text: str


Node = str | Element | Comment


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    """Give nodes and all that is inside them in document order, leaving out what nobody sees."""
    stack = [iter(nodes)]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
            continue
        yield node
        if isinstance(node, Element) and node.name not in RAW:
            stack.append(iter(node.children))


def text_of(nodes: Iterable[Node]) -> str:
    """Give the visible text of nodes as it stands in the source; a line break is a space."""
    return "".join(
        node if isinstance(node, str) else " "
        for node in walk(nodes)
        if isinstance(node, str) or (isinstance(node, Element) and (node.name == "br" or node.name in BLOCK))
    )


def to_html(nodes: Iterable[Node]) -> str:
    """Write nodes as HTML again, without comments and without what nobody sees."""
    pieces: list[str] = []
    for node in nodes:
        if isinstance(node, str):
            pieces.append(html.escape(node, quote=False))
        elif isinstance(node, Element) and node.name not in RAW:
            attributes = (f' {name}="{html.escape(value)}"' for name, value in node.attributes.items())
            pieces.append(f"<{node.name}{''.join(attributes)}>")
            if node.name not in VOID:
                pieces += to_html(node.children), f"</{node.name}>"
    return "".join(pieces)


def parse(source: str) -> list[Node]:
    """Read HTML into nodes."""
    builder = _Builder()
    for token in _tokens(source):
        builder.add(token)
    return builder.root.children


@dataclasses.dataclass(frozen=True, slots=True)
class _Start:
    name: str
    attributes: dict[str, str]
    empty: bool


@dataclasses.dataclass(frozen=True, slots=True)
class _End:
    name: str


_Token = str | Comment | _Start | _End


def _tokens(source: str) -> Iterator[_Token]:
    """Cut HTML into tokens. A mark that was looked for once and is nowhere is not looked for again."""
    missing: set[str] = set()
    position = text_start = 0
    while (start := source.find("<", position)) >= 0:
        found = _comment(source, start, missing) or _tag(source, start)
        if found is None:
            position = start + 1
            continue
        if start > text_start:
            yield html.unescape(source[text_start:start])
        token, position = found
        yield token
        if isinstance(token, _Start) and token.name in RAW and not token.empty:
            raw, position = _raw_text(source, token.name, position, missing)
            yield raw
            yield _End(token.name)
        text_start = position
    if text_start < len(source):
        yield html.unescape(source[text_start:])


def _comment(source: str, start: int, missing: set[str]) -> tuple[Comment | str, int] | None:
    """Read what is no element. Of a CDATA section, which HTML does not know, the words are kept."""
    for opening, closing in (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<!", ">"), ("<?", ">")):
        if source.startswith(opening, start):
            end = -1 if closing in missing else source.find(closing, start + len(opening))
            if end >= 0:
                inner = source[start + len(opening) : end]
                return inner if opening == "<![CDATA[" else Comment(inner), end + len(closing)
            missing.add(closing)
            return None
    return None


def _tag(source: str, start: int) -> tuple[_Token, int] | None:
    match = _TAG_START.match(source, start)
    if not match:
        return None
    name = match[1].lower()
    rest = _TAG_REST.match(source, match.end(), match.end() + _TAG_REST_MAX)
    rest = rest or _TAG_REST_WITHOUT_QUOTES.match(source, match.end())
    if not rest:
        return None
    if source[start + 1] == "/":
        return _End(name), rest.end()
    inner = rest.group()[:-1]
    attributes: dict[str, str] = {}
    last = 0
    for attribute in _ATTRIBUTE.finditer(inner):
        value = next((group for group in attribute.groups()[1:] if group is not None), "")
        attributes.setdefault(
            attribute[1].lower(), _ENTITY.sub(lambda entity: html.unescape(entity[0]), value)
        )
        last = attribute.end()
    return _Start(name, attributes, name in VOID or "/" in inner[last:]), rest.end()


def _raw_text(source: str, name: str, position: int, missing: set[str]) -> tuple[str, int]:
    """Give what stands up to the end tag. Without one, only scripts and styles take the rest of the document."""
    if name not in missing:
        end = re.compile(rf"</{name}[^<>]*+>", re.IGNORECASE).search(source, position)
        if end:
            return source[position : end.start()], end.end()
        missing.add(name)
    return (source[position:], len(source)) if name in {"script", "style"} else ("", position)


class _Builder:
    """Builds the tree from tokens, with the repairs that matter for text."""

    def __init__(self) -> None:
        self.root = Element("")
        self._open = [self.root]
        self._ended: set[int] = (
            set()
        )  # depths of inline elements that end as soon as the block inside them ends

    def add(self, token: _Token) -> None:
        if isinstance(token, _Start):
            self._start(token)
        elif isinstance(token, _End):
            self._end(token.name)
        else:
            self._open[-1].children.append(token)

    def _start(self, token: _Start) -> None:
        name = token.name
        if name in _CLOSES_PARAGRAPH:
            self._close(frozenset({"p"}), _PARAGRAPH_SCOPE)
        if name in HEADINGS and self._open[-1].name in HEADINGS:
            self._pop_to(len(self._open) - 1)
        if name in _IMPLIED_ENDS:
            self._close(*_IMPLIED_ENDS[name])
        element = Element(name, token.attributes)
        self._open[-1].children.append(element)
        if not token.empty and len(self._open) <= MAX_DEPTH:
            self._open.append(element)

    def _close(self, names: frozenset[str], scope: frozenset[str]) -> None:
        """End the nearest open element of these names, unless one of the scope stands in between."""
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].name in names:
                self._pop_to(depth)
                return
            if self._open[depth].name in scope:
                return

    def _end(self, name: str) -> None:
        if name == "br":
            self._open[-1].children.append(Element("br"))
            return
        crossed_block = False
        for depth in range(len(self._open) - 1, 0, -1):
            open_name = self._open[depth].name
            if open_name == name:
                if crossed_block and name not in BLOCK:
                    self._ended.add(depth)
                else:
                    self._pop_to(depth)
                return
            crossed_block = crossed_block or open_name in BLOCK
        if name in BLOCK:
            self._open[-1].children.append(Element("p"))

    def _pop_to(self, depth: int) -> None:
        while depth - 1 in self._ended:
            depth -= 1
        del self._open[depth:]
        self._ended = {ended for ended in self._ended if ended < depth}


# Addresses

LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
MEDIA_SCHEMES = frozenset({"http", "https"})
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]+")
_BEFORE_COLON = re.compile(r"([^/?#:]*):")


def safe_url(url: str, schemes: frozenset[str] = LINK_SCHEMES) -> str | None:
    """Give an address that leads somewhere and runs nothing, else None.

    What a browser ignores in front of and inside a scheme (control and invisible characters) is taken out before it is
    judged; a relative address has no colon before its first slash.
    """
    url = _INVISIBLE.sub("", url).strip()
    url = url.replace(" ", "" if url.lower().startswith("tel:") else "%20")
    if url.lower().startswith("www."):
        return f"http://{url}"
    scheme = _BEFORE_COLON.match(url)
    if scheme and scheme[1].lower() not in schemes:
        return None
    return url or None
