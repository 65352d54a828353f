"""Short ways to write what the demo adds."""

import json
from typing import Any

from wagtail.models import Locale, Page

from cms.pages.models import Banner, HelpAndDisclaimer
from services.models import ServiceArticlePage

PHONE = "+44 20 7946 0123"  # of a range set aside for fiction
BANNER = "6f6a1c0e-7f57-4a4e-9a53-1d2f6d4f5b10"  # the same notice in each language


def stream(*blocks: tuple[str, Any]) -> str:
    """Write blocks as a StreamField stores them."""
    return json.dumps([{"type": name, "value": value} for name, value in blocks])


def paragraphs(*texts: str) -> tuple[str, str]:
    return "rich_text", "".join(f"<p>{text}</p>" for text in texts)


def heading(text: str) -> tuple[str, dict[str, str]]:
    return "heading", {"text": text, "level": "h2"}


def publish(page: Page) -> None:
    page.save_revision().publish()


def article(slug: str) -> ServiceArticlePage:
    """Give an imported article."""
    return ServiceArticlePage.objects.get(slug=slug, locale=Locale.get_default())


def add_notices(locale: Locale, words: dict[str, dict[str, str]]) -> None:
    """Write a banner, and the help and disclaimer of a language."""
    Banner.objects.create(locale=locale, level="information", translation_key=BANNER, **words["banner"])
    HelpAndDisclaimer.objects.create(locale=locale, phone=PHONE, **words["help"])
