"""What the SEO plugins of WordPress say of a page, as the fields that pages have for it here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wagtail.models import Page

from cms.links.validators import is_safe_url
from cms.seo.models import SeoFields
from cms.wordpress import wxr
from cms.wordpress.addresses import join, split
from cms.wordpress.context import Context
from cms.wordpress.refs import MediaRef
from cms.wordpress.report import ItemKey, Report
from cms.wordpress.resolve import Resolver
from cms.wordpress.seo import SeoMeta, is_seo_key, plugins_of, read_meta
from cms.wordpress.seovariables import SeoNames
from providers.models import Provider

LONGEST_ADDRESS = SeoFields._meta.get_field("canonical_url").max_length or 0


def seo_fields(item: wxr.Item, page: Page, context: Context, resolver: Resolver) -> dict[str, Any]:
    """Give the values of every field of ``SeoFields`` and of Wagtail's own two; what does not fit is reported."""
    meta = SeoMeta()
    if any(is_seo_key(key) for key, _value in item.meta):
        meta = read_meta(item, _names(item, context))
    for note in meta.notes:
        context.report.note("seo", note, item.key)
    return {
        "seo_title": meta.title,
        "search_description": meta.description,
        "noindex": meta.noindex,
        "canonical_url": _original(meta.canonical, item, page, context, resolver) if meta.canonical else "",
        "social_title": meta.social_title,
        "social_description": meta.social_description,
        "social_image": _image(meta.social_image, item, context, resolver) if meta.social_image else None,
    }


def report_term_seo(terms: Iterable[wxr.Term], report: Report) -> None:
    """Report the titles and descriptions of topics and tags: their lists make them of name and description."""
    for term in terms:
        if plugins := plugins_of(term.meta):
            report.loss(
                "term-seo",
                f"What {' and '.join(plugins)} says of it to search engines did not come over.",
                ItemKey(term.taxonomy, term.id, term.name),
            )


def _names(item: wxr.Item, context: Context) -> SeoNames:
    survey = context.survey
    parent = survey.facts.posts.get(item.parent)  # asked for without ``post``: its title changes no content
    if parent is not None and not parent.is_public:
        parent = None
    author = next((author for author in survey.authors if author.login == item.creator), None)
    return SeoNames(
        site=survey.site.title,
        tagline=survey.site.description,
        author=author.display_name if author else "",
        parent=parent.title if parent else "",
        terms=survey.facts.terms,
    )


def _original(url: str, item: wxr.Item, page: Page, context: Context, resolver: Resolver) -> str:
    """Give the address of the page that this one is a copy of; "" where it names itself, as most do."""
    url = join(item.link, url)
    if not context.is_own(url):
        if is_safe_url(url) and len(url) <= LONGEST_ADDRESS:
            return url
        context.report.loss("seo", f"Its canonical address “{url[:200]}” cannot be used here.", item.key)
        return ""
    if _place(url) == _place(item.link):
        return ""
    target = _target(url, item, resolver)
    if target is None:
        context.report.loss("seo", f"Its canonical address {url} leads to no page of the export.", item.key)
        return ""
    if isinstance(target, Provider):
        return target.get_url()
    return "" if target.pk == page.pk else target.relative_url(context.site) or ""


def _place(url: str) -> tuple[str, str]:
    parts = split(url)
    return parts.path.strip("/"), parts.query


def _target(url: str, item: wxr.Item, resolver: Resolver) -> Page | Provider | None:
    found = resolver.links.link(url, item.key)
    if "page" in found:
        return Page.objects.filter(pk=found["page"]).first()
    return Provider.objects.filter(pk=found["provider"]).first() if "provider" in found else None


def _image(ref: MediaRef, item: wxr.Item, context: Context, resolver: Resolver) -> Any:
    image = resolver.media.image(ref)
    if image is None:
        context.report.loss(
            "image-missing",
            f"The image for link previews, {ref.url or ref.id}, is not in the library.",
            item.key,
        )
        context.missing()
    return image
