"""Who wrote an item: its creator, or the several authors of Co-Authors Plus, some of whom have no account.

The plugin (https://github.com/Automattic/Co-Authors-Plus) names the authors of a post by terms of the taxonomy
“author”: the slug is ``cap-`` and the short name, the name is the log-in. Who has no account is a post of the type
“guest-author”, whose meta begin with ``cap-``.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable

from cms.wordpress.addresses import whole_number
from cms.wordpress.plaintext import plain
from cms.wordpress.records import Author, Item, ItemTerm

TAXONOMY = "author"
GUEST_TYPE = "guest-author"


@dataclasses.dataclass(frozen=True)
class Guest:
    """A guest author. ``account`` is the log-in of a user who is the same person; ``image`` the id of a portrait."""

    login: str
    name: str
    biography: str = ""
    account: str = ""
    image: int = 0


@dataclasses.dataclass(frozen=True)
class Byline:
    """The log-ins of those who wrote an item, in order, and the names that nobody in the export has."""

    logins: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def guest(item: Item) -> Guest:
    """Read a post of the type “guest-author”."""
    meta = {key.removeprefix("cap-"): value.strip() for key, value in item.meta if key.startswith("cap-")}
    login = meta.get("user_login") or item.slug.removeprefix("cap-")
    full = f"{meta.get('first_name', '')} {meta.get('last_name', '')}".strip()
    return Guest(
        login=login,
        name=plain(meta.get("display_name") or full or item.title or login),
        biography=plain(meta.get("description", "")),
        account=meta.get("linked_account", ""),
        image=whole_number(item.meta_value("_thumbnail_id")),
    )


class Bylines:
    """The authors and guest authors of an export, to be found by whatever an item calls them."""

    def __init__(self, authors: Iterable[Author], guests: Iterable[Guest] = ()) -> None:
        self._accounts: dict[str, str] = {}
        self._similar: dict[str, set[str]] = {}
        self.guests: dict[str, Guest] = {}
        for author in authors:
            self._enter(author.login, author.login, author.display_name)
        for person in guests:
            login = person.account if person.account in self._accounts else person.login
            if login == person.login and login not in self._accounts:
                self.guests[login] = person
            self._enter(login, person.login, person.name)

    def _enter(self, login: str, *names: str) -> None:
        for name in names:
            self._accounts.setdefault(name, login)
            self._similar.setdefault(_simple(name), set()).add(login)

    def of(self, item: Item) -> Byline:
        """Give who wrote an item: its author terms, its creator first among them; without any, its creator."""
        terms = [term for term in item.terms if term.taxonomy == TAXONOMY]
        found: dict[str, None] = {}
        unknown: dict[str, None] = {}
        for names in [_names(term) for term in terms] or [(item.creator,)]:
            login = self._find(names)
            if login:
                found[login] = None
            elif any(names):
                unknown[names[0]] = None
        creator = self._find((item.creator,))
        logins = sorted(found, key=lambda login: login != creator)  # the export sorts the others by name
        return Byline(tuple(logins), tuple(unknown))

    def _find(self, names: Iterable[str]) -> str:
        """Find an author by log-in or name; a log-in with a slip (“nina>”) is that of the only one so called."""
        names = [name for name in names if name]
        for name in names:
            if name in self._accounts:
                return self._accounts[name]
        for name in names:
            similar = self._similar.get(_simple(name), set())
            if len(similar) == 1 and _simple(name):
                return next(iter(similar))
        return ""


def _names(term: ItemTerm) -> tuple[str, ...]:
    return tuple(name for name in (term.name, term.slug.removeprefix("cap-"), term.slug) if name) or ("",)


def _simple(name: str) -> str:
    """Give the letters and digits of a name, which survive slips and the change from log-in to short name."""
    return re.sub(r"[\W_]+", "", name.casefold())
