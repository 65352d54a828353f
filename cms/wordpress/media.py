"""Files of the media library: from a copy of wp-content/uploads into the site's images and documents."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

import segno
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image as PillowImage
from PIL import UnidentifiedImageError
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument

from cms.images.models import CustomImage
from cms.wordpress import wxr
from cms.wordpress.addresses import split
from cms.wordpress.context import Context
from cms.wordpress.ledger import fingerprint
from cms.wordpress.refs import MediaRef, QrRef
from cms.wordpress.report import ItemKey

UPLOADS = "/wp-content/uploads/"
RESIZED = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w+$)|-scaled(?=\.\w+$)")
IMAGE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"})
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
MAX_BYTES = 50 * 1024 * 1024
MAX_PIXELS = 60_000_000


class MediaError(Exception):
    """A file cannot be taken over; the message says why."""


@dataclasses.dataclass(frozen=True)
class LibraryFile:
    """A file as the export or an address names it; ``path`` is below wp-content/uploads."""

    ident: int | str
    path: str
    title: str = ""
    alt: str = ""
    caption: str = ""
    key: ItemKey = dataclasses.field(default_factory=ItemKey)


class MediaWriter:
    """Creates images and documents when something first needs them, each file once."""

    def __init__(self, context: Context, stored: list[str] | None = None) -> None:
        self.context = context
        self.stored: list[str] = [] if stored is None else stored
        self._by_id = {entry.id: entry for entry in context.survey.attachments}
        self._by_path = {
            _library_path(entry.file or entry.url): entry for entry in context.survey.attachments
        }
        self._found: dict[int | str, CustomImage | AbstractDocument | None] = {}

    def run(self) -> None:
        """Take over every attachment of the export."""
        for attachment in self.context.survey.attachments:
            self._take(_from_attachment(attachment))

    def find(self, ref: MediaRef) -> CustomImage | AbstractDocument | None:
        """Give the file that a reference means; None where it is not in the library and could not be read."""
        attachment = self._by_id.get(ref.id) or self._by_address(ref.url)
        if attachment is None and ref.id:  # another export of the same site may have brought it
            for kind in ("images", "documents"):
                if found := self.context.ledger.target(kind, ref.id):
                    return found
        if attachment is not None:
            return self._take(_from_attachment(attachment))
        path = _library_path(ref.url) if UPLOADS in ref.url and self.context.is_own(ref.url) else ""
        return self._take(LibraryFile(ident=path, path=path)) if path else None

    def image(self, ref: MediaRef) -> CustomImage | None:
        found = self.find(ref)
        return found if isinstance(found, CustomImage) else None

    def read(self, url: str) -> bytes:
        """Give the content of a file of the library; raises MediaError where there is none."""
        if self.context.options.media is None:
            raise MediaError("cannot be read without --media DIR.")
        if UPLOADS not in url or not self.context.is_own(url):
            raise MediaError("is not in the media library.")
        return self._read(_library_path(url))

    def qr_code(self, ref: QrRef) -> CustomImage | None:
        """Draw a QR code, once for each text and look; None where the text is too long for one."""
        ident = f"qr:{fingerprint([ref.data, ref.colour, ref.background])[:32]}"
        existing = self.context.ledger.target("images", ident)
        if existing is not None or self.context.ledger.was_deleted("images", ident):
            return existing
        picture = io.BytesIO()
        try:
            segno.make(ref.data, micro=False).save(
                picture, kind="png", scale=8, border=2, dark=ref.colour, light=ref.background
            )
        except ValueError:  # too much text, or no colour
            return None
        file = LibraryFile(ident=ident, path=f"{ident.replace(':', '-')}.png", title=f"QR code: {ref.data}")
        created = self._create("images", file, picture.getvalue())
        self._remember_files(created)
        self.context.ledger.add("images", ident, created)
        self.context.ledger.settle("images", ident, fingerprint(ident), "", "created")
        return created

    def _by_address(self, url: str) -> wxr.Attachment | None:
        if not url or not self.context.is_own(url):
            return None
        path = _library_path(url)
        return self._by_path.get(path) or self._by_path.get(RESIZED.sub("", path))

    def _take(self, file: LibraryFile) -> CustomImage | AbstractDocument | None:
        if file.ident not in self._found:
            self._found[file.ident] = self._write(file)
        return self._found[file.ident]

    def _write(self, file: LibraryFile) -> CustomImage | AbstractDocument | None:
        report, ledger = self.context.report, self.context.ledger
        kind = "images" if PurePosixPath(file.path).suffix.lower() in IMAGE_SUFFIXES else "documents"
        existing = ledger.target(kind, file.ident)
        if existing is not None:
            report.count(kind, "unchanged")
            return existing
        if ledger.was_deleted(kind, file.ident):
            report.note("deleted-here", "Was deleted here since the last import; not made again.", file.key)
            report.count(kind, "skipped")
            return None
        if self.context.options.media is None:
            report.count(kind, "skipped")
            report.loss(
                "media-left-out", f"{file.path}: files are not taken over without --media DIR.", file.key
            )
            return None
        try:
            created = self._create(kind, file, self._read(file.path))
            self._remember_files(created)
        except MediaError as error:
            report.count(kind, "skipped")
            report.loss("media-failed", f"{file.path}: {error}", file.key)
            return None
        ledger.add(kind, file.ident, created)
        ledger.settle(kind, file.ident, fingerprint(file.path), "", "created")
        return created

    def _remember_files(self, created: CustomImage | AbstractDocument) -> None:
        self.stored.append(created.file.name)
        if isinstance(created, CustomImage):
            self.stored += created.renditions.values_list("file", flat=True)

    def _read(self, path: str) -> bytes:
        root = self.context.options.media.resolve()  # type: ignore[union-attr]
        for candidate in _candidates(path):
            place = (root / candidate).resolve()
            if place.is_relative_to(root) and place.is_file():
                if place.stat().st_size > MAX_BYTES:
                    raise MediaError(f"is larger than {MAX_BYTES // 1024**2} MB.")
                return place.read_bytes()
        raise MediaError(f"is not in {root.name}/.")

    def _create(self, kind: str, file: LibraryFile, data: bytes) -> CustomImage | AbstractDocument:
        name = _file_name(file.path, data)
        title = (file.title or PurePosixPath(file.path).stem)[:255]
        if kind == "documents":
            document = get_document_model()(title=title)
            document.file.save(name, ContentFile(data), save=False)
            document.save()
            return document
        _check_image(data)
        try:
            with transaction.atomic():
                return CustomImage.objects.create(
                    title=title,
                    file=ImageFile(ContentFile(data), name=name),
                    description=file.alt[:255],
                    caption=file.caption[:500],
                )
        except Exception as error:  # whatever the image libraries raise costs this image, not the import
            raise MediaError(f"cannot be stored as an image ({error}).") from error


def discard(stored: list[str]) -> None:
    """Delete files whose rows were rolled back: a database undoes its part only."""
    for name in stored:
        default_storage.delete(name)
    stored.clear()


def _from_attachment(attachment: wxr.Attachment) -> LibraryFile:
    return LibraryFile(
        ident=attachment.id,
        path=_library_path(attachment.file or attachment.url),
        title=attachment.title,
        alt=attachment.alt,
        caption=attachment.excerpt,
        key=attachment.key,
    )


def _library_path(address: str) -> str:
    """Give the path below wp-content/uploads of a URL, or of a path that is so already; query and host dropped."""
    path = unquote(split(address).path)
    return path.split(UPLOADS, 1)[-1].lstrip("/")


def _candidates(path: str) -> Iterator[str]:
    """Name the files that may stand for an address: the original before a size that WordPress made of it."""
    original = RESIZED.sub("", path)
    if "\x00" not in path:
        yield from dict.fromkeys((original, path))


def _file_name(path: str, data: bytes) -> str:
    """Make the name from the content's hash and a safe suffix; the old name decides nothing on this server."""
    suffix = re.sub(r"[^a-z0-9.]", "", PurePosixPath(path).suffix.lower())[:8]
    stem = re.sub(r"[^a-z0-9-]+", "-", PurePosixPath(path).stem.lower()).strip("-")[:60] or "file"
    return f"{stem}-{hashlib.sha256(data).hexdigest()[:12]}{suffix}"


def _check_image(data: bytes) -> None:
    try:
        with PillowImage.open(ContentFile(data), formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise MediaError(f"has {image.width} × {image.height} pixels, more than the site takes.")
            image.load()
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        PillowImage.DecompressionBombError,
    ) as error:
        raise MediaError("is not an image that can be read.") from error
