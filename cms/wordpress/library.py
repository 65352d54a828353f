"""The site's library: images and documents made of files, and told apart by what they hold."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import io
import re
from pathlib import Path, PurePosixPath
from typing import Any, TypeAlias

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image as PillowImage
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument

from cms.images.models import CustomImage, CustomRendition
from cms.images.svg import SvgError, sanitise
from cms.wordpress.addresses import whole_number
from cms.wordpress.context import Context
from cms.wordpress.facts import FileFacts
from cms.wordpress.ledger import fingerprint
from cms.wordpress.uploads import PARENT, LibraryFile, MediaError

LibraryObject: TypeAlias = CustomImage | AbstractDocument
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
MAX_PIXELS = 60_000_000
AT_ONCE = 500
RENDITIONS = "images"  # the folder in which Wagtail keeps them
ROOM = {"title": 255, "alt": 255, "caption": 500, "credit": 255}
_STATE = ("file_hash", "title", "description", "caption", "credit", "focal_point_x", "focal_point_y")


class UnfitError(MediaError):
    """A file is there, but the site cannot show it."""


@dataclasses.dataclass(frozen=True)
class Content:
    """What a file holds, checked; ``removed`` names what was taken out of a drawing."""

    data: bytes
    removed: tuple[str, ...] = ()

    @functools.cached_property
    def sha1(self) -> str:
        """Give the hash by which Wagtail knows a file."""
        return hashlib.sha1(self.data, usedforsecurity=False).hexdigest()


def refusal(file: LibraryFile) -> MediaError | None:
    """Give the reason why the site takes no files of a type, the same as for an editor's upload; None if it does."""
    suffix = PurePosixPath(file.path).suffix.lower()
    accepted = getattr(settings, "WAGTAILDOCS_EXTENSIONS", None)
    if file.kind == "images" or accepted is None or suffix.removeprefix(".") in accepted:
        return None
    said = f"the site takes no files of the type “{suffix}”" if suffix else "its name does not tell its type"
    return MediaError(
        f"was left out: {said}. WAGTAILDOCS_EXTENSIONS in the settings names the types that it takes.",
        "media-type",
    )


def read(file: LibraryFile, place: Path) -> Content:
    """Read a file; raises UnfitError for a picture that the site cannot show, MediaError for a type that it refuses."""
    if refused := refusal(file):
        raise refused
    data = place.read_bytes()
    if file.kind == "documents":
        return Content(data)
    if not file.path.lower().endswith(".svg"):
        _check_picture(data)
        return Content(data)
    try:
        clean, removed = sanitise(data)
    except SvgError as error:
        raise UnfitError(str(error)) from error
    return Content(clean, tuple(removed))


def model_of(kind: str) -> Any:
    return CustomImage if kind == "images" else get_document_model()


def create(file: LibraryFile, content: Content, stored: list[str]) -> LibraryObject:
    """Make an object, and add the files that it stored to a list; raises MediaError for a type that the site refuses."""
    if refused := refusal(file):
        raise refused
    target: LibraryObject = model_of(file.kind)()
    write(file, target, content, stored)
    return target


def write(file: LibraryFile, target: LibraryObject, content: Content | None, stored: list[str]) -> None:
    """Store the texts of a file and, unless it stays the same, its content in an object.

    Whatever storage, database or image library raise goes through: who calls this rolls back, and discards the files.
    """
    for name, value in words(file).items():
        setattr(target, name, value)
    if content is not None:
        _replace(file, target, content, stored)
    if isinstance(target, CustomImage) and file.focus is not None:
        _set_focus(target, *file.focus)
    target.save()
    if content is not None and isinstance(target, CustomImage):
        stored += target.renditions.values_list("file", flat=True)


def restore(target: LibraryObject) -> None:
    """Make an object again what the database holds: what was set on it could not be stored."""
    target.__dict__.pop("file", None)  # else Django measures the picture anew, and it may be gone
    target.refresh_from_db()


def add_words(file: LibraryFile, target: LibraryObject) -> bool:
    """Put the texts of a file where an object that holds the same has none; True where others stand there already."""
    new = {name: text for name, text in words(file).items() if text}
    title = new.pop("title")
    missing = {name: text for name, text in new.items() if not getattr(target, name)}
    if target.title == PurePosixPath(file.path).stem != title:  # found by its address, before it was listed
        missing["title"] = title
    for name, text in missing.items():
        setattr(target, name, text)
    if missing:
        target.save(update_fields=[*missing])
    return any(getattr(target, name) != text for name, text in new.items())


def discard(stored: list[str], kept: int = 0) -> None:
    """Delete files whose rows were rolled back, but the first ones: a database undoes its part only."""
    for name in stored[kept:]:
        default_storage.delete(name)
    del stored[kept:]


def words(file: LibraryFile) -> dict[str, str]:
    """Give the texts of an object, by field."""
    title = (file.title or PurePosixPath(file.path).stem)[: ROOM["title"]]
    if file.kind == "documents":
        return {"title": title}
    texts = {"description": file.alt, "caption": file.caption, "credit": file.credit}
    return {"title": title, **{name: text[: ROOM.get(name, 255)] for name, text in texts.items()}}


def other_fields(file: LibraryFile) -> dict[str, str]:
    """Give what is kept with the item: other fields, and texts that have no room here."""
    room = ROOM if file.kind == "images" else {}
    texts = {"alt": file.alt, "caption": file.caption, "credit": file.credit}
    return file.meta | {name: text for name, text in texts.items() if len(text) > room.get(name, 0)}


def wanted(file: LibraryFile, sha1: str) -> str:
    """Give the hash of what the export asks for."""
    return fingerprint([sha1, words(file), file.focus if file.kind == "images" else None])


def state(target: LibraryObject) -> str:
    """Give what changes when somebody changes an object here."""
    return fingerprint([getattr(target, name, "") for name in _STATE])


def _replace(file: LibraryFile, target: LibraryObject, content: Content, stored: list[str]) -> None:
    """Put a file in the place of another, which goes when the transaction has ended well."""
    old, storage, field = target.file.name, target.file.storage, target._meta.get_field("file")
    wanted_name = field.generate_filename(target, _file_name(file, content))
    name = storage.get_available_name(wanted_name, field.max_length)
    stored.append(name)  # before anything is written: a full disk leaves half a file
    target.file = storage.save(name, ContentFile(content.data), field.max_length)
    if target.file.name != name:
        stored.append(target.file.name)
    target.file_size, target.file_hash = len(content.data), content.sha1
    if isinstance(target, CustomImage):
        CustomImage._meta.get_field("file").update_dimension_fields(target, force=True)
    if old:
        transaction.on_commit(functools.partial(default_storage.delete, old))
        if isinstance(target, CustomImage):
            target.renditions.all().delete()


def _set_focus(image: CustomImage, left: float, top: float) -> None:
    image.focal_point_x, image.focal_point_y = (
        round(image.width * left / 100),
        round(image.height * top / 100),
    )
    image.focal_point_width = image.focal_point_height = max(round(min(image.width, image.height) / 10), 1)


def _file_name(file: LibraryFile, content: Content) -> str:
    """Make the name from the content's hash and a safe suffix; the old name decides nothing on this server.

    Renditions cut the names of images at the end, so the hash, which tells them apart, stands in front there.
    """
    suffix = re.sub(r"[^a-z0-9.]", "", PurePosixPath(file.path).suffix.lower())[:8]
    stem = re.sub(r"[^a-z0-9-]+", "-", PurePosixPath(file.path).stem.lower()).strip("-")[:60] or "file"
    key = content.sha1[:12]
    return f"{key}-{stem}{suffix}" if file.kind == "images" else f"{stem}-{key}{suffix}"


def clear_away(file: LibraryFile, content: Content) -> None:
    """Delete what a killed run left of a file: its name follows from the content, and the next try needs the same.

    Only for whoever holds the lock of imports: another run's file has no row yet either.
    """
    model, name = model_of(file.kind), _file_name(file, content)
    name = model._meta.get_field("file").generate_filename(model(), name)
    if not default_storage.exists(name) or model._default_manager.filter(file=name).exists():
        return
    default_storage.delete(name)
    if file.kind == "images":
        for found in default_storage.listdir(RENDITIONS)[1] if default_storage.exists(RENDITIONS) else ():
            rendition = f"{RENDITIONS}/{found}"
            is_left = found.startswith(f"{content.sha1[:12]}-")
            if is_left and not CustomRendition.objects.filter(file=rendition).exists():
                default_storage.delete(rendition)


def _check_picture(data: bytes) -> None:
    """Refuse what is no picture, is cut off, or has too many pixels; raises UnfitError."""
    try:
        with PillowImage.open(io.BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise UnfitError(f"has {image.width} × {image.height} pixels, more than the site takes.")
            image.load()
    except (OSError, SyntaxError, ValueError, PillowImage.DecompressionBombError) as error:
        raise UnfitError("is not an image that can be read.") from error


def recall_files(context: Context) -> None:
    """Add the files of earlier exports to what content may ask for: this export may hold the posts that show them."""
    files = context.survey.facts.files
    for kind in ("images", "documents"):
        missing: dict[int, tuple[int, str, int]] = {}
        for _kind, ident, meta in context.ledger.other_fields(kind):
            number, entry = whole_number(ident), context.ledger.row(kind, ident)
            if number and entry is not None and number not in files:
                missing[entry.object_id] = (number, entry.old_url, whole_number(meta.get(PARENT, "")))
        ids = list(missing)
        for start in range(0, len(ids), AT_ONCE):
            for found in model_of(kind).objects.filter(pk__in=ids[start : start + AT_ONCE]):
                number, url, parent = missing[found.pk]
                alt, caption = getattr(found, "description", ""), getattr(found, "caption", "")
                files[number] = FileFacts(number, url, found.title, alt, caption, parent=parent)
