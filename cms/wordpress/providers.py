"""Items of a type that the mapping names become providers."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from cms.wordpress import wxr
from cms.wordpress.access import is_protected
from cms.wordpress.addresses import whole_number
from cms.wordpress.context import Context, valid_slug
from cms.wordpress.convert import convert
from cms.wordpress.handlers.depth import taken_apart
from cms.wordpress.ledger import fingerprint, state_of
from cms.wordpress.pending import as_data
from cms.wordpress.redirects import RedirectWriter
from cms.wordpress.refs import MediaRef
from cms.wordpress.report import ItemKey
from cms.wordpress.resolve import Resolver
from cms.wordpress.survey import Known
from providers.models import Provider, Specialty

YES = frozenset({"1", "yes", "true", "on"})
BOOLEANS = frozenset({"remote", "accepting"})
TEXTS = frozenset({"summary", "languages", "address", "city", "country", "phone", "email", "website"})
FIELDS = BOOLEANS | TEXTS | {"kind", "specialties"}


class ProviderWriter:
    """Creates and updates providers, live or as drafts as in the export."""

    def __init__(self, context: Context, resolver: Resolver, redirects: RedirectWriter) -> None:
        self.context = context
        self.resolver = resolver
        self.redirects = redirects

    def create(self, known: Known) -> None:
        """Make an item's provider, not live yet."""
        ledger = self.context.ledger
        if ledger.row("providers", known.id) is not None:
            return
        self.context.provider_index()
        provider = Provider(
            name=self.context.words(known.title)[:200] or f"{known.type} {known.id}",
            slug=self.context.free_snippet_slug(
                Provider, valid_slug(known.slug, known.title, f"{known.type}-{known.id}")[:190]
            ),
            locale=self.context.locale,
            live=False,
        )
        provider.save()
        ledger.add("providers", known.id, provider, known.link)

    def is_unchanged(self, item: wxr.Item) -> bool:
        """Tell whether an item is in the export, and its provider here, as at the last import; then it is counted."""
        entry = self.context.entry_as_exported("providers", item)
        if entry is None:
            return False
        provider = self.context.ledger.target("providers", item.id)
        if provider is None or state_of(provider) != entry.object_hash:
            return False
        self.context.report.repeat(item.key, entry.issues)
        self.context.report.count("providers", "unchanged")
        return True

    def fill(self, item: wxr.Item) -> None:
        """Put what the item says into its provider and publish it where the item was public."""
        ledger, report = self.context.ledger, self.context.report
        provider = ledger.target("providers", item.id)
        if provider is None:
            if not ledger.was_deleted("providers", item.id):
                report.error("not-created", "No provider could be made for it.", item.key)
            else:
                report.note(
                    "deleted-here", "Was deleted here since the last import; not made again.", item.key
                )
                report.count("providers", "skipped")
            return
        self.context.begin_item()
        mark = report.mark()
        fields, specialties = self._fields(item)
        is_public = item.status == "publish" and not item.password
        if is_protected(item):
            self.context.report.loss(
                "protected",
                "Is not public in WordPress; it is kept as a draft, which no visitor sees.",
                item.key,
            )
        if item.status == "future":
            self.context.report.loss(
                "scheduled-provider", "Was to be published later; it is kept as a draft.", item.key
            )
        wanted = fingerprint(
            [{name: getattr(value, "pk", value) for name, value in fields.items()}, specialties, is_public]
        )
        outcome = ledger.decide(
            "providers",
            item.id,
            wanted,
            state_of(provider),
            item.key,
            overwrite=self.context.overwrites(item.id),
        )
        issues = [(issue.code, issue.severity, issue.detail) for issue in report.since(mark)]
        if outcome in ("created", "updated"):
            self._write(provider, fields, specialties, is_public)
        details: dict[str, Any] = {}
        if outcome != "skipped":
            asked, is_complete = self.context.survey.facts.asked, self.context.is_complete
            details = {
                "source_hash": "" if asked else self.context.source_hash(item, is_complete=is_complete),
                "meta": self._other_fields(item),
                "pending": None if is_complete else as_data(item),
                "issues": issues,
            }
        provider.refresh_from_db(fields=["latest_revision", "live"])
        ledger.settle("providers", item.id, wanted, state_of(provider), outcome, **details)
        if provider.live:
            self.redirects.item(item, provider)

    def _write(
        self, provider: Provider, fields: dict[str, Any], specialties: list[str], is_public: bool
    ) -> None:
        for name, value in fields.items():
            setattr(provider, name, value)
        provider.specialties.set([self._specialty(name) for name in specialties])
        provider.save()
        revision = provider.save_revision(log_action=False, clean=False)
        if is_public:
            revision.publish(log_action=False)
        elif provider.live:
            provider.unpublish(log_action=False)

    def _fields(self, item: wxr.Item) -> tuple[dict[str, Any], list[str]]:
        fields: dict[str, Any] = {
            "name": self.context.words(item.title, item.key)[:200] or f"{item.type} {item.id}"
        }
        fields["summary"] = self.context.words(item.excerpt, item.key)[:500]
        fields["description"] = self._description(item)
        number = whole_number(item.meta_value("_thumbnail_id"))
        fields["image"] = self.resolver.media.image(MediaRef(id=number)) if number else None
        if number and fields["image"] is None:
            self.context.missing()
            self.context.report.loss(
                "image-missing", f"The featured image {number} is not in the library.", item.key
            )
        specialties: list[str] = []
        for name, key in self._mapped(item).items():
            value = self.context.words(item.meta_value(key), item.key)
            if name == "specialties":
                specialties = [part.strip()[:100] for part in value.split(",") if part.strip()]
            elif value:
                self._set(fields, name, value, item.key)
        return fields, specialties

    def _mapped(self, item: wxr.Item) -> dict[str, str]:
        mapped = dict(self.context.mapping.types[item.type].fields)
        for name in sorted(set(mapped) - FIELDS):
            self.context.report.loss(
                "unknown-field", f"Providers have no field “{name}”; known are {', '.join(sorted(FIELDS))}."
            )
            del mapped[name]
        return mapped

    def _set(self, fields: dict[str, Any], name: str, value: str, item: ItemKey) -> None:
        if name in BOOLEANS:
            fields[name] = value.lower() in YES
            return
        if name == "kind":
            value = value.lower()
        try:
            Provider._meta.get_field(name).clean(value, None)
        except ValidationError as error:
            self.context.report.loss(
                "field-value", f"{name} “{value[:100]}”: {' '.join(error.messages)}", item
            )
            return
        fields[name] = value

    def _description(self, item: wxr.Item) -> str:
        """Write converted content as the rich text of a provider; other blocks are reported."""
        parts = []
        converted = convert(
            item.content,
            item=item.key,
            mapping=self.context.mapping,
            report=self.context.report,
            facts=self.context.survey.facts,
        )
        for block in taken_apart(converted):
            value = block["value"]
            match block["type"]:
                case "rich_text":
                    parts.append(self.resolver.links.rich_text(value, item.key))
                case "heading":
                    parts.append(f"<h3>{_escape(value['text'])}</h3>")
                case "list":
                    tag = "ol" if value["style"] == "numbers" else "ul"
                    points = "".join(
                        f"<li>{self.resolver.links.rich_text(point, item.key)}</li>"
                        for point in value["items"]
                    )
                    parts.append(f"<{tag}>{points}</{tag}>")
                case "quote":
                    text = self.resolver.links.rich_text(value["text"], item.key)
                    parts.append(text if text.startswith("<p") else f"<p>{text}</p>")
                    if value.get("attribution"):
                        parts.append(f"<p>{_escape(value['attribution'])}</p>")
                case other:
                    self.context.report.loss(
                        "provider-content", f"A provider cannot hold a block “{other}”.", item.key
                    )
        return "".join(parts)

    def _specialty(self, name: str) -> Specialty:
        found, _created = Specialty.objects.get_or_create(
            slug=valid_slug(name, name, "specialty")[:100],
            locale=self.context.locale,
            defaults={"name": name},
        )
        return found

    def _other_fields(self, item: wxr.Item) -> dict[str, list[str]]:
        used = {*self.context.mapping.types[item.type].fields.values(), "_thumbnail_id"}
        other: dict[str, list[str]] = {}
        for name, value in item.meta:
            if name not in used:
                other.setdefault(name, []).append(value)
        return other


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
