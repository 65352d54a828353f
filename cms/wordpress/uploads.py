"""The files of the media library: what an export calls them, and where they are to be had."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import re
import unicodedata
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import cast
from urllib.parse import quote, unquote

from django.conf import settings

from cms.wordpress import wxr
from cms.wordpress.addresses import RESIZED, UPLOADS, bare_host, join, split
from cms.wordpress.context import Context
from cms.wordpress.fetch import Fetcher, FetchError, FetchRefusedError
from cms.wordpress.outbound import Line
from cms.wordpress.report import ItemKey

IMAGE_SUFFIXES = frozenset({".jpg", ".jpeg", ".jpe", ".png", ".gif", ".webp", ".avif", ".svg"})
MAX_BYTES = 50 * 1024 * 1024
# WordPress's own smaller or turned copy of an upload, which it keeps beside it.
_COPY = re.compile(r"-(?:scaled|rotated)(?=\.\w+$)")
_ORIGINAL = re.compile(r's:14:"original_image";s:\d+:"([^"/\\]+)"')
_PHOTON = re.compile(r"i[0-3]\.wp\.com")
_CREDITS = ("_media_credit", "_navis_media_credit", "credit")
_FOCUS = ("wpsmartcrop_image_focus", "theiaSmartThumbnails_position", "bg_pos_desktop")
_MACHINE_META = frozenset(
    {
        *(
            "_wp_attached_file",
            "_wp_attachment_metadata",
            "_wp_attachment_image_alt",
            "_edit_lock",
            "_edit_last",
        ),
        *("_wp_attachment_backup_sizes", "wpsmartcrop_enabled", *_CREDITS, *_FOCUS),
    }
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
PARENT = "post_parent"  # as WordPress calls what a file was uploaded to
Get = Callable[[], Path]


class MediaError(Exception):
    """A file cannot be taken over; the message goes on where its name ends. ``code`` is that of the report."""

    def __init__(self, message: str, code: str = "media-failed") -> None:
        super().__init__(message)
        self.code = code


@dataclasses.dataclass(frozen=True)
class LibraryFile:
    """A file as the export or an address names it.

    ``ident`` is WordPress's id, or the path of a file that the export does not list; ``paths`` are below
    wp-content/uploads, the best first; ``focus`` is the point that matters, in hundredths from left and top.
    """

    ident: int | str
    paths: tuple[str, ...]
    url: str = ""
    title: str = ""
    alt: str = ""
    caption: str = ""
    credit: str = ""
    focus: tuple[float, float] | None = None
    meta: dict[str, str] = dataclasses.field(default_factory=dict)
    modified: str = ""
    key: ItemKey = dataclasses.field(default_factory=ItemKey)

    @property
    def path(self) -> str:
        """Give the path by which people know the file."""
        return self.paths[-1]

    @property
    def kind(self) -> str:
        return "images" if PurePosixPath(self.path).suffix.lower() in IMAGE_SUFFIXES else "documents"


def of_attachment(
    attachment: wxr.Attachment, description: str, base: str, is_other: Callable[[str, int], bool]
) -> LibraryFile:
    """Give the file of an attachment; ``is_other`` tells whether a path is that of another attachment."""
    url = attachment.url or f"{base.rstrip('/')}{UPLOADS}{quote(attachment.file)}"
    own = list(dict.fromkeys(path for path in (attachment.file, library_path(url)) if path)) or [
        str(attachment.id)
    ]
    original = _ORIGINAL.search(attachment.meta_value("_wp_attachment_metadata"))
    originals = (_beside(path, original[1]) if original else _COPY.sub("", path) for path in own)
    suffix = PurePosixPath(own[0]).suffix.lower()
    better = [
        path
        for path in originals
        if path not in own and path.lower().endswith(suffix) and not is_other(path, attachment.id)
    ]
    meta = {name: value for name, value in attachment.meta if name not in _MACHINE_META}
    if attachment.parent:
        meta[PARENT] = str(attachment.parent)
    return LibraryFile(
        ident=attachment.id,
        paths=(*better, *own[::-1]),
        url=url,
        title=attachment.title,
        alt=attachment.alt,
        caption=attachment.excerpt,
        credit=next(filter(None, map(attachment.meta_value, _CREDITS)), "").strip(),
        focus=_focus(attachment),
        meta=meta | ({"description": description} if description.strip() else {}),
        modified=str(attachment.modified or ""),
        key=attachment.key,
    )


def _beside(path: str, name: str) -> str:
    """Give the path of another file in the same folder; the path itself where the name is none."""
    try:
        return str(PurePosixPath(path).with_name(name))
    except ValueError:
        return path


def of_address(url: str, base: str) -> LibraryFile:
    """Give the file at an address that no attachment has: an original rather than a size that WordPress made of it."""
    path = library_path(url)
    paths = dict.fromkeys((RESIZED.sub("", path), path))
    return LibraryFile(
        ident=path,
        paths=tuple(paths),
        url=join(base, _without_photon(url)),
        title=PurePosixPath(next(iter(paths))).stem,
        key=ItemKey("attachment", title=path[:300], url=url[:1000]),
    )


def library_path(address: str) -> str:
    """Give the path below wp-content/uploads of a URL, or of a path that is so already; query and host dropped."""
    path = unquote(split(_without_photon(address)).path)
    return path.split(UPLOADS, 1)[-1].lstrip("/")


def host_of(url: str) -> str:
    """Give the bare host of an address; that of the site itself where its pictures came by way of wp.com."""
    return bare_host(split(_without_photon(url)).netloc)


def _without_photon(url: str) -> str:
    """Give the address of a picture that WordPress.com served for other sites: their host begins its path."""
    parts = split(url)
    return f"https:/{parts.path}" if _PHOTON.fullmatch(parts.netloc) else url


def _focus(attachment: wxr.Attachment) -> tuple[float, float] | None:
    """Read the point that matters, as WP SmartCrop, Theia Smart Thumbnails and Media Focus Point store it."""
    name = next((name for name in _FOCUS if attachment.meta_value(name)), "")
    value = attachment.meta_value(name)
    if name == "wpsmartcrop_image_focus":
        found = [re.search(rf'"{side}";\w(?::\d+)?:"?([\d.]+)', value) for side in ("left", "top")]
        numbers = [float(match[1]) for match in found if match and _NUMBER.fullmatch(match[1])]
    elif name == "theiaSmartThumbnails_position":  # keys and values in turn, from 0 to 1
        numbers = [float(number) * 100 for number in re.findall(r"[id]:(\d+(?:\.\d+)?);", value)[1::2]]
    else:
        numbers = [float(number) for number in _NUMBER.findall(value)]
    if len(numbers) != 2 or not all(0 <= number <= 100 for number in numbers):
        return None
    return numbers[0], numbers[1]


class Nowhere:
    """No files: they are left out."""

    has_files = False
    is_remote = False

    def refusal(self) -> MediaError:
        """Give the reason why files are left out."""
        return MediaError(
            "was left out: files come over when they are fetched, or taken from a folder (--media).",
            "media-left-out",
        )

    def get(self, _file: LibraryFile) -> Path:
        """Give the place of a file; raises MediaError."""
        raise self.refusal()

    def at_hand(self, file: LibraryFile) -> Path:
        """Give the place of a file that is on this machine already; raises MediaError, and never waits for a server."""
        return self.get(file)

    def state(self, _file: LibraryFile) -> str:
        """Give what changes when the content of a file does; "" where nobody can tell."""
        return ""

    def ahead(
        self, files: Iterable[LibraryFile], is_needed: Callable[[LibraryFile], bool]
    ) -> Generator[tuple[LibraryFile, Get | None]]:
        """Give each file, in order, with the way to get it; None for one that is not needed."""
        for file in files:
            yield file, functools.partial(self.get, file) if is_needed(file) else None

    def done(self, _file: LibraryFile) -> None:
        """Say that nobody needs the copy of a file any more."""


class Folder(Nowhere):
    """A copy of wp-content/uploads."""

    has_files = True

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def get(self, file: LibraryFile) -> Path:
        place = self._find(file)
        if place is None:
            raise MediaError(f"is not in {self.root.name}/.")
        if place.stat().st_size > MAX_BYTES:
            raise MediaError(f"is larger than {MAX_BYTES // 1024**2} MB.")
        return place

    def state(self, file: LibraryFile) -> str:
        place = self._find(file)
        return f"{place.stat().st_size} {place.stat().st_mtime_ns}" if place else ""

    def _find(self, file: LibraryFile) -> Path | None:
        for path in file.paths:
            for spelling in dict.fromkeys(
                (path, *(unicodedata.normalize(form, path) for form in ("NFC", "NFD")))
            ):
                try:
                    place = (self.root / spelling).resolve()
                    if place.is_relative_to(self.root) and place.is_file():
                        return place
                except (OSError, ValueError):  # a name that no file can have
                    continue
        return None


class Fetched(Nowhere):
    """The old site itself, or another server that holds its files."""

    has_files = True
    is_remote = True

    def __init__(self, fetcher: Fetcher) -> None:
        self.fetcher = fetcher

    def at_hand(self, file: LibraryFile) -> Path:
        for url in _addresses(file):
            if (place := self.fetcher.place(url)).is_file():
                return place
        raise MediaError(
            "was not fetched: its address was not recognised in the content. Copy wp-content/uploads and name the"
            " folder (--media)."
        )

    def get(self, file: LibraryFile) -> Path:
        failure = MediaError("has no address.")
        for url in _addresses(file):
            try:
                return self.fetcher.get(url)
            except FetchRefusedError as error:
                failure = MediaError(str(error), "media-refused")
            except FetchError as error:
                failure = MediaError(str(error))
        raise failure

    def ahead(
        self, files: Iterable[LibraryFile], is_needed: Callable[[LibraryFile], bool]
    ) -> Generator[tuple[LibraryFile, Get | None]]:
        jobs = ((file, is_needed(file)) for file in files)
        with closing(self.fetcher.ahead(jobs, lambda job: self.get(job[0]) if job[1] else None)) as works:
            for (file, needed), work in works:
                yield file, cast(Get, work.result) if needed else None

    def done(self, file: LibraryFile) -> None:
        for url in _addresses(file):
            self.fetcher.place(url).unlink(missing_ok=True)


def _addresses(file: LibraryFile) -> list[str]:
    """Give where a file may be, the original first, without the wishes for a size that its address may hold."""
    names = dict.fromkeys(quote(PurePosixPath(path).name) for path in file.paths)
    return list(dict.fromkeys([*(join(file.url, name) for name in names), file.url]))


def source_of(context: Context) -> Nowhere:
    """Give where the files of a run come from: a folder, the network, or nowhere."""
    options = context.options
    if options.media is not None:
        return Folder(options.media)
    if not options.fetch:
        return Nowhere()
    site = hashlib.sha256(context.ledger.source.encode()).hexdigest()[:16]
    line = Line(private=bool(getattr(settings, "WORDPRESS_FETCH_PRIVATE_ADDRESSES", False)))
    folder = Path(settings.WORDPRESS_IMPORT_ROOT) / "media" / site
    return Fetched(Fetcher({*context.hosts, *options.fetch_hosts}, folder, line=line))
