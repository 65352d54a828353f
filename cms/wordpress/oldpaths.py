"""The paths of the old site: what stood at each, and under which ones an item or a term could be found."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from cms.wordpress.addresses import TAXONOMY_BASES, path_key, split
from cms.wordpress.records import Item, Meta, Term
from cms.wordpress.survey import Survey

OLD_SLUG = "_wp_old_slug"


def by_path(survey: Survey) -> dict[str, int]:
    """Give the id of what stood at each path: items, then files, then items under their former slugs."""
    paths: dict[str, int] = {}
    links = itertools.chain(
        ((known.link, known.id) for known in survey.items.values()),
        ((file.link, file.id) for file in survey.attachments.values()),
    )
    for link, number in links:
        if not split(link).query and (key := path_key(split(link).path)):
            paths.setdefault(key, number)
    for post in survey.facts.posts.values():
        if OLD_SLUG in post.meta and post.id in survey.items:
            for path in _with_slugs(post.link, post.slug, [post.meta[OLD_SLUG]]):
                paths.setdefault(path_key(path), post.id)
    return paths


def former_paths(item: Item) -> Iterator[str]:
    """Give the permalinks that an item had before its slug was changed; WordPress keeps the slugs in its meta."""
    return _with_slugs(item.link, item.slug, former_slugs(item.meta))


def former_slugs(meta: Meta) -> list[str]:
    return [value for key, value in meta if key == OLD_SLUG]


def _with_slugs(link: str, slug: str, former: Iterable[str]) -> Iterator[str]:
    parts = split(link)
    above, _slash, last = parts.path.rstrip("/").rpartition("/")
    if not parts.query and last and unquote(last) == unquote(slug):
        yield from (f"{above}/{old}" for old in former if old and "/" not in old and old != slug)


class TermPaths:
    """The archives of the terms that an export defines or that its items name."""

    def __init__(self, survey: Survey, folder: str) -> None:
        self.folder = folder
        self.terms = {(term.taxonomy, term.slug): term for term in survey.terms if term.slug}
        for named in survey.named_terms:
            term = Term(taxonomy=named.taxonomy, slug=named.slug, name=named.name)
            if term.slug:
                self.terms.setdefault((term.taxonomy, term.slug), term)

    def of(self, term: Term) -> Iterator[str]:
        """Give the paths of a term's archive: below its parents, without them, and by its id."""
        base = f"{self.folder}/{TAXONOMY_BASES.get(term.taxonomy, term.taxonomy)}"
        chain = [term.slug]
        above = self.terms.get((term.taxonomy, term.parent))
        while above is not None and above.slug not in chain:
            chain.append(above.slug)
            above = self.terms.get((term.taxonomy, above.parent))
        yield f"{base}/{'/'.join(reversed(chain))}"
        if len(chain) > 1:
            yield f"{base}/{term.slug}"
        if term.taxonomy == "category" and term.id:
            yield f"{self.folder}/?cat={term.id}"
