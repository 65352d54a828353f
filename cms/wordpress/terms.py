"""Categories become topics, tags become tags, authors become names for bylines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from taggit.models import Tag

from cms.wordpress import wxr
from cms.wordpress.authors import Bylines, Guest, guest
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
        self._slugs = {(term.taxonomy, term.name): term.slug for term in context.survey.terms}
        self._authors_by_login: dict[str, Author] = {}
        self._author_idents: set[int | str] = set()
        self._defined_slugs = {(term.taxonomy, term.slug) for term in context.survey.terms if term.slug}
        self._begun: set[tuple[str, str]] = set()
        self._defined = {f"{term.taxonomy}:{term.id}" for term in context.survey.terms}
        self._earlier: dict[tuple[str, str, str], str] = {}
        self._earlier_ids: dict[tuple[str, str, str], str] = {}
        self._read_earlier()
        known = [wxr.Author(login=login) for kind, _none, login in self._earlier if kind == "authors"]
        guests = [guest(item) for item in context.survey.guests]
        self.bylines = Bylines([*context.survey.authors, *known], guests)

    def _read_earlier(self) -> None:
        """Read the identities of the terms and authors of earlier exports, by kind, taxonomy, and slug or log-in."""
        for kind, ident, meta in self.context.ledger.other_fields("topics", "tags", "authors"):
            taxonomy, _colon, key = ident.partition(":") if kind != "authors" else ("", "", ident)
            self._earlier[kind, taxonomy, meta.get("slug") or meta.get("login") or key] = ident
            if "id" in meta:
                self._earlier_ids[kind, taxonomy, meta["id"]] = ident

    def run(self) -> None:
        survey = self.context.survey
        for author in survey.authors:
            self._write_author(author)
        for found in self.bylines.guests.values():
            self._write_guest(found)
        for term in _parents_first(survey.terms):
            match self.context.mapping.taxonomies.get(term.taxonomy):
                case "topics":
                    self._write_topic(term)
                case "tags":
                    self._write_tag(term)
        for named in survey.named_terms:
            self._write_named(named)

    def topic(self, taxonomy: str, key: str) -> Topic | None:
        """Find a topic by the term's id or slug; the mapping's ``[terms]`` speak last."""
        found = self._topics_by_id.get((taxonomy, key)) or self._topics_by_slug.get((taxonomy, key))
        found = found or self._by_earlier_id("topics", taxonomy, key)
        if found is None and key in self.context.mapping.terms:
            slug = self.context.mapping.terms[key]
            found = Topic.objects.filter(slug=slug, locale=self.context.locale).first()
        return found

    def topic_by_slug(self, taxonomy: str, slug: str) -> Topic | None:
        """Find a topic by the term's slug, which may look like another one's id."""
        return self._topics_by_slug.get((taxonomy, slug)) or self._of_earlier("topics", taxonomy, slug)

    def tag(self, taxonomy: str, key: str) -> Tag | None:
        """Find a tag by the term's id or slug."""
        found = self._tags_by_id.get((taxonomy, key)) or self._tags_by_slug.get((taxonomy, key))
        return found or self._by_earlier_id("tags", taxonomy, key)

    def tag_by_slug(self, taxonomy: str, slug: str) -> Tag | None:
        return self._tags_by_slug.get((taxonomy, slug)) or self._of_earlier("tags", taxonomy, slug)

    def _of_earlier(self, kind: str, taxonomy: str, key: str) -> Any:
        """Find what an earlier export defined, which this one only names."""
        ident = self._earlier.get((kind, taxonomy, key))
        return self.context.ledger.target(kind, ident) if ident else None

    def _by_earlier_id(self, kind: str, taxonomy: str, key: str) -> Any:
        """Find a term of an earlier export by its id, which another one may have told."""
        ident = self._earlier_ids.get((kind, taxonomy, key), f"{taxonomy}:{key}")
        return self.context.ledger.target(kind, ident)

    def _note_id(self, kind: str, ident: str, term: wxr.Term) -> None:
        """Remember the id of a term that an earlier export named without one."""
        key = (kind, term.taxonomy, str(term.id))
        if term.id and ident != f"{term.taxonomy}:{term.id}" and self._earlier_ids.get(key) != ident:
            self._earlier_ids[key] = ident
            self.context.ledger.update(kind, ident, meta=_names(term))

    def _ident(self, kind: str, term: wxr.Term) -> str:
        """Give the identity of a term: its id, or what an earlier export knew it by that gave no id, or another."""
        by_id = f"{term.taxonomy}:{term.id}"
        if term.id and self.context.ledger.row(kind, by_id) is not None:
            return by_id
        known = self._earlier.get((kind, term.taxonomy, term.slug), "")
        if known and known not in self._defined:
            return known
        return by_id if term.id else f"{term.taxonomy}:{term.slug}"

    def author(self, login: str) -> Author | None:
        return self._authors_by_login.get(login) or self._of_earlier("authors", "", login)

    def author_by_id(self, wordpress_id: int) -> Author | None:
        return self.context.ledger.target("authors", wordpress_id)

    def _write_named(self, term: wxr.ItemTerm) -> None:
        """Make a term that an item names though the export does not define it (as exports of one author do)."""
        target = self.context.mapping.taxonomies.get(term.taxonomy)
        was_defined = (term.taxonomy, term.slug) in self._defined_slugs  # then it was deleted here
        if target and self.of_item(term) is None and not was_defined and (term.slug or term.name):
            slug = term.slug or valid_slug("", term.name, "term")
            defined = wxr.Term(taxonomy=term.taxonomy, slug=slug, name=term.name or slug)
            self._write_topic(defined) if target == "topics" else self._write_tag(defined)

    def of_item(self, term: wxr.ItemTerm) -> Topic | Tag | None:
        """Find what a term of an item became: by its slug, or by its name where the export gives that only."""
        key = (
            term.taxonomy,
            term.slug or self._slugs.get((term.taxonomy, term.name), valid_slug("", term.name, "term")),
        )
        return self.topic_by_slug(*key) or self.tag_by_slug(*key)

    def _write_topic(self, term: wxr.Term) -> None:
        item = ItemKey(term.taxonomy, term.id, term.name)
        self._begun.add((term.taxonomy, term.slug))
        fields = {
            "name": self.context.words(term.name)[:200] or term.slug[:200],
            "slug": valid_slug(term.slug, term.name, f"topic-{term.id}")[:200],
            "description": self.context.words(term.description),
            "parent": self._parent_of(term, item),
        }
        ident = self._ident("topics", term)
        topic = self._store("topics", ident, Topic, fields, item, _names(term))
        if topic is not None:
            self._note_id("topics", ident, term)
            self._topics_by_slug[term.taxonomy, term.slug] = topic
            self._topics_by_id[term.taxonomy, str(term.id)] = topic

    def _parent_of(self, term: wxr.Term, item: ItemKey) -> Topic | None:
        """Find the topic above a term; parents are written first, so one that is still to come is below the term."""
        above = (term.taxonomy, term.parent)
        if above in self._defined_slugs and above not in self._begun:
            self.context.report.note("parent-loop", "Its parents lead back to it; it stands on top.", item)
            return None
        return self.topic_by_slug(*above) if term.parent else None

    def _write_author(self, author: wxr.Author) -> None:
        if author.login in self._authors_by_login:  # each of several files defines them
            return
        name = author.display_name or f"{author.first_name} {author.last_name}".strip() or author.login
        slug = valid_slug(author.login.replace(".", "-"), name, f"author-{author.id}")[:200]
        ident: int | str = author.id or author.login
        if ident in self._author_idents:
            ident = author.login
        self._author_idents.add(ident)
        fields, key = {"name": name[:200], "slug": slug}, ItemKey("author", author.id, name)
        stored = self._store("authors", ident, Author, fields, key, {"login": author.login})
        if stored is not None:
            self._authors_by_login[author.login] = stored

    def _write_guest(self, found: Guest) -> None:
        """Make an author of somebody whom Co-Authors Plus names and who has no account."""
        fields = {
            "name": found.name[:200],
            "slug": valid_slug(found.login.replace(".", "-"), found.name, "author")[:200],
            "biography": found.biography,
        }
        key = ItemKey("author", 0, found.name)
        stored = self._store("authors", found.login, Author, fields, key, {"login": found.login})
        if stored is not None:
            self._authors_by_login[found.login] = stored

    def _write_tag(self, term: wxr.Term) -> None:
        ledger = self.context.ledger
        ident = self._ident("tags", term)
        name = self.context.words(term.name)[:100] or term.slug[:100]
        tag = ledger.target("tags", ident)
        if tag is None and ledger.row("tags", ident) is not None:
            item = ItemKey(term.taxonomy, term.id, term.name)
            self.context.report.note(
                "deleted-here", "Was deleted here since the last import; not made again.", item
            )
            self.context.report.count("tags", "skipped")
            return
        if tag is None:
            tag = Tag.objects.filter(name__iexact=name).first()
            outcome: Outcome = "unchanged" if tag else "created"
            tag = tag or Tag.objects.create(name=name, slug=self._free_tag_slug(term, name))
            ledger.add("tags", ident, tag, meta=_names(term), was_created=outcome == "created")
            self.context.report.count("tags", outcome)
        else:
            self.context.report.count("tags", "unchanged")
        self._note_id("tags", ident, term)
        self._tags_by_slug[term.taxonomy, term.slug] = tag
        self._tags_by_id[term.taxonomy, str(term.id)] = tag

    def _free_tag_slug(self, term: wxr.Term, name: str) -> str:
        wanted = valid_slug(term.slug, name, f"tag-{term.id}")[:90]
        return numbered(wanted, lambda slug: Tag.objects.filter(slug=slug).exists())

    def _store(
        self,
        kind: str,
        ident: int | str,
        model: type[models.Model],
        fields: dict[str, Any],
        item: ItemKey,
        meta: dict[str, str],
    ) -> Any:
        """Create or update a snippet; one with the same slug that an editor made is taken as it is.

        ``meta`` is by what other exports name it.
        """
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
            ledger.add(kind, ident, found, meta=meta, was_created=same is None)
            outcome: Outcome = "unchanged" if same else "created"
            ledger.settle(kind, ident, _hash(fields), _hash(_read(found, fields)), outcome)
            return found
        current = _hash(_read(found, fields))
        overwrite = self.context.options.overwrite
        outcome = ledger.decide(kind, ident, _hash(fields), current, item, overwrite=overwrite)
        if outcome == "updated":
            for name, value in fields.items():
                setattr(found, name, value)
            found.save()
        details = {"meta": meta} if outcome == "updated" else {}
        ledger.settle(kind, ident, _hash(fields), _hash(_read(found, fields)), outcome, **details)
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


def _names(term: wxr.Term) -> dict[str, str]:
    """Give by what items and menus of other exports name a term."""
    return {"slug": term.slug, **({"id": str(term.id)} if term.id else {})}


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
