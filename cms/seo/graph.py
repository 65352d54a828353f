"""What a page tells machines about itself: one graph of schema.org nodes that name each other by ``@id``.

Pure: frozen dataclasses go in, plain data comes out. A node whose required facts are missing is left out, and so is
whatever is empty. Rules: https://schema.org, https://developers.google.com/search/docs/appearance/structured-data.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Sequence
from typing import Any

Node = dict[str, Any]

LONGEST_HEADLINE = 110
# What could end the script element that holds the graph, or start another one; JSON reads them back.
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


@dataclasses.dataclass(frozen=True)
class Picture:
    """An image; ``url`` is absolute, size in pixels."""

    url: str
    width: int = 0
    height: int = 0
    caption: str = ""


@dataclasses.dataclass(frozen=True)
class Organisation:
    """Who publishes the site; ``kind`` is a schema.org type, ``same_as`` its addresses elsewhere."""

    name: str
    url: str
    kind: str = "Organization"
    description: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    logo: Picture | None = None
    same_as: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Website:
    """The site; ``url`` is that of its first page, ``search_url`` ends where the words belong, or is empty."""

    name: str
    url: str
    search_url: str = ""


@dataclasses.dataclass(frozen=True)
class Step:
    """A step of the breadcrumbs; the last one, the page itself, has no address."""

    name: str
    url: str = ""


@dataclasses.dataclass(frozen=True)
class Person:
    name: str
    job_title: str = ""
    credentials: str = ""
    url: str = ""


@dataclasses.dataclass(frozen=True)
class WebPage:
    """The page as such; times are ISO 8601."""

    url: str
    name: str
    description: str = ""
    language: str = ""
    published: str = ""
    modified: str = ""
    image: Picture | None = None
    steps: tuple[Step, ...] = ()


@dataclasses.dataclass(frozen=True)
class Ids:
    """The names by which the nodes of a page's graph refer to each other."""

    site: str
    page: str

    @property
    def organisation(self) -> str:
        return f"{self.site}#organization"

    @property
    def website(self) -> str:
        return f"{self.site}#website"

    def on_page(self, name: str) -> str:
        return f"{self.page}#{name}"


@dataclasses.dataclass(frozen=True)
class Subject:
    """What a page is about; this one is about nothing that machines have a word for."""

    kind: str = "WebPage"

    def of_page(self, page: WebPage, ids: Ids) -> Node:
        """Give what the subject adds to the node of the page."""
        return {}

    def nodes(self, page: WebPage, ids: Ids) -> list[Node]:
        """Give the nodes that stand beside that of the page."""
        return []


@dataclasses.dataclass(frozen=True)
class Listing(Subject):
    """A list of pages, by their absolute addresses in the order shown; ``total`` counts those of further pages, too."""

    kind: str = "CollectionPage"
    urls: tuple[str, ...] = ()
    first: int = 1
    total: int = 0

    def of_page(self, page: WebPage, ids: Ids) -> Node:
        return {"mainEntity": reference(ids.on_page("list"))} if self.urls else {}

    def nodes(self, page: WebPage, ids: Ids) -> list[Node]:
        if not self.urls:
            return []
        items = [
            {"@type": "ListItem", "position": place, "url": url}
            for place, url in enumerate(self.urls, start=self.first)
        ]
        return [
            node(
                "ItemList",
                ids.on_page("list"),
                numberOfItems=self.total or len(items),
                itemListElement=items,
            )
        ]


def describe_list(urls: Sequence[str], results: Any) -> Listing:
    """Say what a page of a list shows; ``results`` is a page of Django's paginator."""
    return Listing(urls=tuple(urls), first=results.start_index(), total=results.paginator.count)


def graph(
    page: WebPage, website: Website, organisation: Organisation, subject: Subject | None = None
) -> Node:
    """Give the whole graph of a page as JSON-LD data."""
    subject = subject or Subject()
    ids = Ids(site=website.url, page=page.url)
    nodes = [
        organisation_node(organisation, ids),
        _website_node(website, ids),
        _page_node(page, subject, ids),
        _breadcrumbs_node(page, ids),
        picture_node(page.image, ids.on_page("image")),
        *subject.nodes(page, ids),
    ]
    return {"@context": "https://schema.org", "@graph": [found for found in nodes if found]}


def as_script(data: Node) -> str:
    """Write a graph so that no text in it can leave the script element around it."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def node(kind: str, name: str = "", /, **properties: Any) -> Node:
    """Make a node of its properties that say something."""
    start: Node = {"@type": kind, **({"@id": name} if name else {})}
    return start | {key: value for key, value in properties.items() if value not in ("", None, [], (), {})}


def reference(name: str) -> Node:
    return {"@id": name}


def picture_node(picture: Picture | None, name: str) -> Node:
    if picture is None:
        return {}
    return node(
        "ImageObject",
        name,
        url=picture.url,
        contentUrl=picture.url,
        width=_pixels(picture.width),
        height=_pixels(picture.height),
        caption=picture.caption,
    )


def _pixels(number: int) -> Node:
    return {"@type": "QuantitativeValue", "value": number, "unitCode": "E37"} if number else {}


def person_node(person: Person, name: str = "") -> Node:
    return node(
        "Person",
        name,
        name=person.name,
        jobTitle=person.job_title,
        honorificSuffix=person.credentials,
        url=person.url,
    )


def people(persons: Iterable[Person]) -> list[Node]:
    return [person_node(person) for person in persons if person.name]


def organisation_node(organisation: Organisation, ids: Ids) -> Node:
    if not organisation.name:
        return {}
    contact = node("ContactPoint", telephone=organisation.phone, email=organisation.email)
    return node(
        organisation.kind,
        ids.organisation,
        name=organisation.name,
        url=organisation.url,
        description=organisation.description,
        logo=picture_node(organisation.logo, f"{ids.site}#logo"),
        image=reference(f"{ids.site}#logo") if organisation.logo else None,
        email=organisation.email,
        telephone=organisation.phone,
        address=" ".join(organisation.address.split()),
        contactPoint={**contact, "contactType": "customer service"} if len(contact) > 1 else None,
        sameAs=list(organisation.same_as),
    )


def _website_node(website: Website, ids: Ids) -> Node:
    if not website.name:
        return {}
    search = website.search_url and {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{website.search_url}{{search_term_string}}"},
        "query-input": "required name=search_term_string",
    }
    return node(
        "WebSite",
        ids.website,
        url=website.url,
        name=website.name,
        publisher=reference(ids.organisation),
        potentialAction=search,
    )


def _page_node(page: WebPage, subject: Subject, ids: Ids) -> Node:
    properties = {
        "url": page.url,
        "name": page.name,
        "description": page.description,
        "inLanguage": page.language,
        "isPartOf": reference(ids.website),
        "about": reference(ids.organisation) if page.url == ids.site else None,
        "datePublished": page.published,
        "dateModified": page.modified,
        "breadcrumb": reference(ids.on_page("breadcrumb")) if page.steps else None,
        "primaryImageOfPage": reference(ids.on_page("image")) if page.image else None,
    }
    return node(subject.kind, ids.on_page("webpage"), **properties | subject.of_page(page, ids))


def _breadcrumbs_node(page: WebPage, ids: Ids) -> Node:
    steps = [
        node("ListItem", position=place, name=step.name, item=step.url)
        for place, step in enumerate(page.steps, start=1)
    ]
    return node("BreadcrumbList", ids.on_page("breadcrumb"), itemListElement=steps) if steps else {}
