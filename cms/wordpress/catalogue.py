"""Which file of the old site's media library is meant: by its number, or by one of the many addresses that it has."""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from cms.wordpress import wxr
from cms.wordpress.addresses import UPLOADS, whole_number
from cms.wordpress.context import Context
from cms.wordpress.refs import MediaRef
from cms.wordpress.shelf import Shelf
from cms.wordpress.uploads import LibraryFile, host_of, library_path, of_address, of_attachment

KINDS = ("images", "documents")
# The sizes of a picture that browsers may choose from; here the picture itself has some.
_SIZES = re.compile(r"\bsrcset\s*=\s*(?:\"[^\"]*\"|'[^']*')", re.IGNORECASE)
_ESCAPED = re.compile(r"\\u00([2-7][0-9a-f])", re.IGNORECASE)
_UPLOADS = re.compile(re.escape(UPLOADS))
_ENCODED_UPLOADS = re.compile(UPLOADS.replace("/", "%2F"), re.IGNORECASE)
_BEFORE = re.compile(r"[\s\"'<>()\[\]=,;|]")
_END = {'"': re.compile(r"[\"<>\n]"), "'": re.compile(r"['<>\n]"), "(": re.compile(r"[)\"'<>\n]")}
_BARE_END = re.compile(r"[\s\"'<>\[\]|]")
_LONGEST = 1000


class Catalogue:
    """Knows the files that this export lists, and those that earlier exports of the site did."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.ledger = context.ledger
        self.base = context.survey.site.base_blog_url or context.survey.site.link

    def files(self) -> Iterator[LibraryFile]:
        """Give the files of the attachments of the export."""
        survey = self.context.survey
        for attachment in survey.attachments.values():
            facts = survey.facts.files.get(attachment.id)
            description = facts.description if facts else ""
            yield of_attachment(attachment, description, self.base, self._is_of_another)

    def at(self, url: str) -> LibraryFile:
        """Give the file at an address of the library that no export lists."""
        return of_address(url, self.base)

    def ident(self, ref: MediaRef) -> int | str:
        """Give the id of a file, or the path of one that no export lists; "" for what is no file of the library."""
        if ref.id and (ref.id in self.context.survey.attachments or any(self.kinds(ref.id))):
            return ref.id
        host = host_of(ref.url)
        is_near = self.context.is_own(ref.url) or host in self._hosts
        if not ref.url or not (is_near or host in self._media_hosts):
            return ""
        file = self.at(ref.url)
        for path in (file.path, *file.paths):
            if number := self._by_path.get(path):
                return number
        return file.path if is_near and UPLOADS in ref.url else ""

    def kinds(self, ident: int | str) -> Iterator[str]:
        """Give the kinds that the ledger has a file under."""
        return (kind for kind in KINDS if self.ledger.row(kind, ident) is not None)

    def unlisted(self, items: Iterable[wxr.Item | wxr.MenuItem]) -> Iterator[LibraryFile]:
        """Give the files that items may ask for, that no export lists and that are not here yet; each once."""
        found: set[str] = set()
        for address in (address for item in items for text in _texts(item) for address in addresses_in(text)):
            ident = self.ident(MediaRef(url=address))
            if isinstance(ident, str) and ident and ident not in found and not any(self.kinds(ident)):
                found.add(ident)
                yield self.at(address)

    @functools.cached_property
    def _by_path(self) -> Shelf[str, int]:
        """Map paths to the ids of attachments, those of earlier exports of the site included."""
        found: Shelf[str, int] = Shelf()
        for entry in self.ledger.entries(*KINDS):
            if number := whole_number(str(entry.ident)):
                found[library_path(entry.old_url)] = number
        for attachment in self.context.survey.attachments.values():
            for path in (library_path(attachment.url), attachment.file):
                found[path] = attachment.id
        found.pop("", 0)
        return found

    def _is_of_another(self, path: str, number: int) -> bool:
        return self._by_path.get(path, number) != number

    @functools.cached_property
    def _hosts(self) -> frozenset[str]:
        """Give the hosts on which files of the library are: the site's own and those that somebody named."""
        named = (host_of(host if "//" in host else f"//{host}") for host in self.context.options.fetch_hosts)
        return frozenset({*self.context.hosts, *named})

    @functools.cached_property
    def _media_hosts(self) -> frozenset[str]:
        """Give the hosts that attachments name, whether or not anything is fetched there."""
        urls = {entry.url for entry in self.context.survey.attachments.values()}
        urls |= {entry.old_url for entry in self.ledger.entries(*KINDS)}
        return frozenset(map(host_of, urls)) - {""}


def addresses_in(text: str) -> Iterator[str]:
    """Give the addresses below wp-content/uploads in HTML, shortcodes or JSON, unescaped; some that are none, too."""
    if "wp-content" not in text:
        return
    text = html.unescape(_SIZES.sub("", text)).replace("\\/", "/")
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    for match in _UPLOADS.finditer(text):
        begin = _begin(text, match.start())
        end = _END.get(text[begin - 1 : begin], _BARE_END)
        yield _cut(text, begin, match.start(), end)
    for match in _ENCODED_UPLOADS.finditer(text):
        address = unquote(_cut(text, _begin(text, match.start()), match.start(), _BARE_END))
        yield address[_begin(address, address.find(UPLOADS)) :]


def _begin(text: str, place: int) -> int:
    """Give where the address begins that holds a place."""
    before = _BEFORE.split(text[max(place - _LONGEST, 0) : place])[-1]
    return place - len(before) + max(before.rfind("http://"), before.rfind("https://"), 0)


def _cut(text: str, begin: int, place: int, closing: re.Pattern[str]) -> str:
    """Give an address to its quotation mark, or to the next space where it stands in none."""
    end = closing.search(text, place, place + _LONGEST)
    return text[begin : end.start() if end else place + _LONGEST].strip()


def _texts(item: wxr.Item | wxr.MenuItem) -> Iterator[str]:
    """Give the texts of an item that may hold addresses of files."""
    if isinstance(item, wxr.MenuItem):
        yield item.url
        return
    yield item.content
    yield item.excerpt
    for _name, value in item.meta:
        yield value
