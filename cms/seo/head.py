"""What the ``head`` of a page says to search engines and to link previews; decided here and nowhere else."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from urllib.parse import urljoin

# The sizes for link previews and of the organisation's logo; made when an image is stored (cms.images.renditions).
SOCIAL_IMAGE = "fill-1200x630|format-jpeg"
LOGO_IMAGE = "format-jpeg|width-400"

TWIN = "index.md"  # what the address of a page as Markdown has behind that of the page

# About what search results show; https://developers.google.com/search/docs/appearance/snippet names no number.
LONGEST_TITLE = 60
LONGEST_DESCRIPTION = 160

VARIABLES = ("title", "sep", "site", "tagline", "summary")
_VARIABLE = re.compile(r"\{([^{}]*)\}")


@dataclasses.dataclass(frozen=True)
class SocialImage:
    """The image of a link preview; ``url`` may be a path of this site, size in pixels."""

    url: str
    width: int
    height: int
    alt: str = ""


@dataclasses.dataclass(frozen=True)
class Preview:
    """What a link preview shows when somebody shares a page; ``url`` is absolute, times are ISO 8601."""

    title: str
    description: str
    url: str
    site_name: str = ""
    kind: str = "website"
    language: str = ""
    image: SocialImage | None = None
    published: str = ""
    modified: str = ""


def unknown_variables(template: str) -> list[str]:
    """Give what a template asks for in braces and nobody can answer."""
    return [name for name in _VARIABLE.findall(template) if name not in VARIABLES]


def fill(template: str, words: Mapping[str, str], separator: str = "–") -> str:
    """Put words in place of a template's ``{variables}``; what says nothing, or the same again, takes its ``{sep}`` along."""
    parts = (
        " ".join(_VARIABLE.sub(lambda found: words.get(found[1], ""), part).split())
        for part in template.split("{sep}")
    )
    return f" {separator} ".join(dict.fromkeys(part for part in parts if part))


def numbered(title: str, page_number: int) -> str:
    """Give the title of a page of a list: a later one carries its number."""
    return f"{title} ({page_number})" if page_number > 1 else title


def shortened(text: str, limit: int = LONGEST_DESCRIPTION) -> str:
    """Cut a text after its last word that fits."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


def robots(
    *, noindex: bool = False, is_preview: bool = False, is_filtered: bool = False, is_empty: bool = False
) -> str:
    """Decide the robots rule of a page: any one reason to stay out of the index is enough.

    Search results and errors ask for it themselves (``noindex``); a filtered list says nothing that the whole one
    does not, an empty one says nothing at all. Later pages of a list are pages like any other.
    """
    stays_out = noindex or is_preview or is_filtered or is_empty
    return "noindex, follow" if stays_out else "index, follow, max-image-preview:large"


def canonical(url: str, page_number: int = 1) -> str:
    """Give the one address of a page: without query, except for the page number of a list."""
    url = url.split("?")[0].split("#")[0]
    return f"{url}?page={page_number}" if page_number > 1 else url


def original(url: str, canonical_url: str) -> str:
    """Give the absolute address of the page that another one is a copy of, which may be written as a path."""
    return urljoin(url, canonical_url.strip())


def open_graph(preview: Preview) -> Iterator[tuple[str, str]]:
    """Give the properties of a link preview that say something, in the order of https://ogp.me."""
    image = preview.image
    properties = {
        "og:title": preview.title,
        "og:type": preview.kind,
        "og:url": preview.url,
        "og:description": preview.description,
        "og:site_name": preview.site_name,
        "og:locale": preview.language.replace("-", "_"),
    }
    if image is not None:
        properties |= {
            "og:image": urljoin(preview.url, image.url),
            "og:image:width": str(image.width),
            "og:image:height": str(image.height),
            "og:image:alt": image.alt,
        }
    if preview.kind == "article":
        properties |= {
            "article:published_time": preview.published,
            "article:modified_time": preview.modified,
        }
    return ((name, content) for name, content in properties.items() if content)


def twitter_card(preview: Preview) -> str:
    """Give the form of the preview on X; its words and image are read from Open Graph."""
    return "summary_large_image" if preview.image else "summary"
