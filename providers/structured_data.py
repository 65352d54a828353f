"""What machines are told of a provider: Physician, Hospital or MedicalClinic of schema.org."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from cms.seo.graph import Ids, Node, Subject, WebPage, node, reference

if TYPE_CHECKING:
    from providers.models import Provider

KINDS = {
    "doctor": "Physician",
    "hospital": "Hospital",
    "clinic": "MedicalClinic",
    "remote": "MedicalOrganization",
}


@dataclasses.dataclass(frozen=True)
class ProviderSubject(Subject):
    """A provider; ``type`` is a schema.org type, of which only a remote service may lack a place."""

    type: str = "MedicalOrganization"
    name: str = ""
    street: str = ""
    city: str = ""
    country: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    specialties: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    accepting: bool = False

    @property
    def is_told(self) -> bool:
        """Tell whether all is known that a place must say of itself."""
        return bool(self.name and (self.street or self.city or self.type == "MedicalOrganization"))

    def of_page(self, page: WebPage, ids: Ids) -> Node:
        return {"mainEntity": reference(ids.on_page("provider"))} if self.is_told else {}

    def nodes(self, page: WebPage, ids: Ids) -> list[Node]:
        if not self.is_told:
            return []
        return [self._place(page, ids), *([self._doctor(page, ids)] if self.type == "Physician" else [])]

    def _place(self, page: WebPage, ids: Ids) -> Node:
        address = node(
            "PostalAddress",
            streetAddress=" ".join(self.street.split()),
            addressLocality=self.city,
            addressCountry=self.country,
        )
        return node(
            self.type,
            ids.on_page("provider"),
            name=self.name,
            url=page.url,
            mainEntityOfPage=reference(ids.on_page("webpage")),
            description=page.description,
            address=address if len(address) > 1 else None,
            telephone=self.phone,
            email=self.email,
            sameAs=self.website,
            image=reference(ids.on_page("image")) if page.image else None,
            isAcceptingNewPatients=self.accepting,
            **self._offers(),
        )

    def _offers(self) -> Node:
        """Give specialties and languages; schema.org knows specialties by its own list only, so they are topics."""
        languages = list(self.languages) if self.type != "Physician" else None
        return {"knowsAbout": list(self.specialties), "knowsLanguage": languages}

    def _doctor(self, page: WebPage, ids: Ids) -> Node:
        """Give the person: for schema.org, a Physician is the practice."""
        return node(
            "Person",
            ids.on_page("doctor"),
            name=self.name,
            knowsLanguage=list(self.languages),
            worksFor=reference(ids.on_page("provider")),
            image=reference(ids.on_page("image")) if page.image else None,
        )


def describe_provider(provider: Provider) -> ProviderSubject:
    return ProviderSubject(
        kind="ProfilePage" if provider.kind == "doctor" else "WebPage",
        type=KINDS[provider.kind],
        name=provider.name,
        street=provider.address,
        city=provider.city,
        country=provider.country,
        phone=provider.phone,
        email=provider.email,
        website=provider.website,
        specialties=tuple(specialty.name for specialty in provider.specialties.all()),
        languages=tuple(part.strip() for part in provider.languages.split(",") if part.strip()),
        accepting=provider.accepting,
    )
