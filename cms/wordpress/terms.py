"""Categories become topics, tags become tags, authors become names for bylines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from taggit.models import Tag

from cms.wordpress import wxr
from cms.wordpress.context import Context, numbered, valid_slug
from cms.wordpress.ledger import fingerprint
from cms.wordpress.report import ItemKey, Outcome
from services.models import Author, Topic


class TermWriter:
    """Creates the topics, tags and authors of an export and finds them again."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._topics_by_slug: dict[tuple[str, str], Topic] = {}
        self._topics_by_id: dict[tuple[str, str], Topic] = {}
        self._tags_by_slug: dict[tuple[str, str], Tag] = {}
        self._tags_by_id: dict[tuple[str, str], Tag] = {}
        self._authors_by_login: dict[str, Author] = {}
        self._author_idents: set[int | str] = set()

    def run(self) -> None:
        survey = self.context.survey
        for author in survey.authors:
            self._write_author(author)
        for term in _parents_first(survey.terms):
            match self.context.mapping.taxonomies.get(term.taxonomy):
                case "topics":
                    self._write_topic(term)
                case "tags":
                    self._write_tag(term)

    def topic(self, taxonomy: str, key: str) -> Topic | None:
        """Find a topic by the term's id or slug; the mapping's ``[terms]`` speak last."""
        found = self._topics_by_id.get((taxonomy, key)) or self._topics_by_slug.get((taxonomy, key))
        found = found or self.context.ledger.target("topics", f"{taxonomy}:{key}")  # of an earlier export
        if found is None and key in self.context.mapping.terms:
            slug = self.context.mapping.terms[key]
            found = Topic.objects.filter(slug=slug, locale=self.context.locale).first()
        return found

    def topic_by_slug(self, taxonomy: str, slug: str) -> Topic | None:
        """Find a topic by the term's slug, which may look like another one's id."""
        return self._topics_by_slug.get((taxonomy, slug))

    def tag(self, taxonomy: str, key: str) -> Tag | None:
        """Find a tag by the term's id or slug."""
        found = self._tags_by_id.get((taxonomy, key)) or self._tags_by_slug.get((taxonomy, key))
        return found or self.context.ledger.target("tags", f"{taxonomy}:{key}")

    def tag_by_slug(self, taxonomy: str, slug: str) -> Tag | None:
        return self._tags_by_slug.get((taxonomy, slug))

    def author(self, login: str) -> Author | None:
        return self._authors_by_login.get(login)

    def author_by_id(self, wordpress_id: int) -> Author | None:
        return self.context.ledger.target("authors", wordpress_id)

    def ensure_item_term(self, term: wxr.ItemTerm) -> None:
        """Make a term that an item names though the export does not define it (as exports of one author do)."""
        target = self.context.mapping.taxonomies.get(term.taxonomy)
        known = {"topics": self._topics_by_slug, "tags": self._tags_by_slug}.get(target or "", {})
        if target and (term.taxonomy, term.slug) not in known:
            defined = wxr.Term(taxonomy=term.taxonomy, slug=term.slug, name=term.name or term.slug)
            self._write_topic(defined) if target == "topics" else self._write_tag(defined)

    def _write_topic(self, term: wxr.Term) -> None:
        parent = self._topics_by_slug.get((term.taxonomy, term.parent))
        fields = {
            "name": self.context.words(term.name)[:200] or term.slug[:200],
            "slug": valid_slug(term.slug, term.name, f"topic-{term.id}")[:200],
            "description": self.context.words(term.description),
            "parent": parent,
        }
        topic = self._store(
            "topics",
            f"{term.taxonomy}:{term.id or term.slug}",
            Topic,
            fields,
            ItemKey(term.taxonomy, term.id, term.name),
        )
        if topic is not None:
            self._topics_by_slug[term.taxonomy, term.slug] = topic
            self._topics_by_id[term.taxonomy, str(term.id)] = topic

    def _write_author(self, author: wxr.Author) -> None:
        name = author.display_name or f"{author.first_name} {author.last_name}".strip() or author.login
        slug = valid_slug(author.login.replace(".", "-"), name, f"author-{author.id}")[:200]
        ident: int | str = author.id or author.login
        if ident in self._author_idents:
            ident = author.login
        self._author_idents.add(ident)
        stored = self._store(
            "authors", ident, Author, {"name": name[:200], "slug": slug}, ItemKey("author", author.id, name)
        )
        if stored is not None:
            self._authors_by_login[author.login] = stored

    def _write_tag(self, term: wxr.Term) -> None:
        ledger = self.context.ledger
        ident = f"{term.taxonomy}:{term.id or term.slug}"
        name = self.context.words(term.name)[:100] or term.slug[:100]
        tag = ledger.target("tags", ident)
        if tag is None:
            tag = Tag.objects.filter(name__iexact=name).first()
            outcome: Outcome = "unchanged" if tag else "created"
            tag = tag or Tag.objects.create(name=name, slug=self._free_tag_slug(term, name))
            if ledger.row("tags", ident) is None:
                ledger.add("tags", ident, tag)
            self.context.report.count("tags", outcome)
        else:
            self.context.report.count("tags", "unchanged")
        self._tags_by_slug[term.taxonomy, term.slug] = tag
        self._tags_by_id[term.taxonomy, str(term.id)] = tag

    def _free_tag_slug(self, term: wxr.Term, name: str) -> str:
        wanted = valid_slug(term.slug, name, f"tag-{term.id}")[:90]
        return numbered(wanted, lambda slug: Tag.objects.filter(slug=slug).exists())

    def _store(
        self, kind: str, ident: int | str, model: type[models.Model], fields: dict[str, Any], item: ItemKey
    ) -> Any:
        """Create or update a snippet; one with the same slug that an editor made is taken as it is."""
        ledger = self.context.ledger
        if ledger.was_deleted(kind, ident):
            self.context.report.note(
                "deleted-here", "Was deleted here since the last import; not made again.", item
            )
            self.context.report.count(kind, "skipped")
            return None
        found = ledger.target(kind, ident)
        fields = {**fields, "slug": self._own_slug(kind, ident, model, fields["slug"], item)}
        if found is None:
            same = model._default_manager.filter(slug=fields["slug"], locale=self.context.locale).first()
            found = same or model._default_manager.create(**fields, locale=self.context.locale)
            ledger.add(kind, ident, found)
            outcome: Outcome = "unchanged" if same else "created"
            ledger.settle(kind, ident, _hash(fields), _hash(_read(found, fields)), outcome)
            return found
        outcome = ledger.decide(kind, ident, _hash(fields), _hash(_read(found, fields)), item)
        if outcome == "updated":
            for name, value in fields.items():
                setattr(found, name, value)
            found.save()
        ledger.settle(kind, ident, _hash(fields), _hash(_read(found, fields)), outcome)
        return found

    def _own_slug(
        self, kind: str, ident: int | str, model: type[models.Model], wanted: str, item: ItemKey
    ) -> str:
        """Give the slug, with a number where another term or author of this export has it already."""

        def is_taken(slug: str) -> bool:
            found = model._default_manager.filter(slug=slug, locale=self.context.locale).first()
            return found is not None and not self.context.ledger.is_free(found, kind, ident)

        slug = numbered(wanted, is_taken)
        if slug != wanted:
            self.context.report.note(
                "slug-taken", f"Another one is called “{wanted}”; this one got “{slug}”.", item
            )
        return slug


def _read(found: models.Model, fields: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(found, name) for name in fields}


def _hash(fields: dict[str, Any]) -> str:
    return fingerprint({name: getattr(value, "pk", value) for name, value in fields.items()})


def _parents_first(terms: Iterable[wxr.Term]) -> list[wxr.Term]:
    """Put each term after its parent, which may come later in the file; a loop ends where it began."""
    by_slug = {(term.taxonomy, term.slug): term for term in terms}
    ordered: dict[tuple[str, str], wxr.Term] = {}
    for term in terms:
        chain = {(term.taxonomy, term.slug): term}
        parent = by_slug.get((term.taxonomy, term.parent))
        while parent is not None and (parent.taxonomy, parent.slug) not in {**ordered, **chain}:
            chain[parent.taxonomy, parent.slug] = parent
            parent = by_slug.get((parent.taxonomy, parent.parent))
        for key in reversed(chain):
            ordered.setdefault(key, chain[key])
    return list(ordered.values())
