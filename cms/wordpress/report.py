"""What an import did and what it could not do: counts and issues, as text and as JSON.

In the importer errors are values: every finding is an ``Issue`` in a ``Report``, never a print or a log line.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, cast

Severity = Literal["note", "loss", "error"]
Outcome = Literal["created", "updated", "unchanged", "skipped"]

KINDS = (
    "articles", "pages", "providers", "buttons", "images", "documents", "topics", "tags", "authors",
    "menus", "menu_links", "comments", "redirects",
)  # fmt: skip
SHOWN = 10  # lines of one kind in a summary
OUTCOMES: tuple[Outcome, ...] = ("created", "updated", "unchanged", "skipped")


@dataclasses.dataclass(frozen=True)
class ItemKey:
    """Which item of the export something is about; all empty for the export as a whole."""

    type: str = ""
    id: int = 0
    title: str = ""
    url: str = ""


@dataclasses.dataclass(frozen=True)
class Issue:
    """One finding. ``note``: kept, but look at it. ``loss``: something did not come over. ``error``: the item failed."""

    code: str
    severity: Severity
    item: ItemKey
    detail: str


class Report:
    """Counts by kind and outcome, and issues in the order in which they were found; equal issues are kept once."""

    def __init__(self, source: str = "") -> None:
        self.source = source
        self.counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
        self._issues: dict[Issue, None] = {}
        self._told: set[Issue] = set()  # what was taken and is about no item: said once a run

    def __iter__(self) -> Iterator[Issue]:
        yield from self._issues

    @property
    def issues(self) -> list[Issue]:
        return list(self)

    @property
    def has_losses(self) -> bool:
        return any(issue.severity != "note" for issue in self)

    def count(self, kind: str, outcome: Outcome, number: int = 1) -> None:
        """Count objects of a kind; raises KeyError for a kind that is not one of ``KINDS``."""
        self.counts[kind][outcome] += number

    def note(self, code: str, detail: str, item: ItemKey | None = None) -> None:
        self._add(Issue(code, "note", item or ItemKey(), detail))

    def loss(self, code: str, detail: str, item: ItemKey | None = None) -> None:
        self._add(Issue(code, "loss", item or ItemKey(), detail))

    def error(self, code: str, detail: str, item: ItemKey | None = None) -> None:
        self._add(Issue(code, "error", item or ItemKey(), detail))

    def _add(self, issue: Issue) -> None:
        if issue not in self._told:
            self._issues.setdefault(issue)

    def tells(self, code: str) -> bool:
        """Tell whether a kind of issue was found in the export as a whole."""
        return any(issue.code == code for issue in (*self._told, *self._issues))

    def repeat(self, item: ItemKey, said: Iterable[tuple[str, str, str]]) -> None:
        """Say again what an earlier run said of an item that did not change: code, severity, detail."""
        for code, severity, detail in said:
            self._add(Issue(code, cast(Severity, severity), item, detail))

    def mark(self) -> int:
        """Begin an item: ``since`` gives what was found from here on."""
        return len(self._issues)

    def since(self, mark: int) -> list[Issue]:
        return list(itertools.islice(self._issues, mark, None))

    def roll_back(self, mark: int) -> None:
        """Forget what was found since a mark: it is tried again, or came to nothing."""
        for issue in self.since(mark):
            del self._issues[issue]

    def take(self) -> list[Issue]:
        """Give the issues found so far and forget them; for whoever stores them elsewhere."""
        found = list(self._issues)
        self._told.update(issue for issue in found if issue.item == ItemKey())
        self._issues.clear()
        return found

    def as_counts(self) -> dict[str, dict[str, int]]:
        return {kind: {name: counter[name] for name in OUTCOMES} for kind, counter in self.counts.items()}

    def as_dict(self) -> dict[str, Any]:
        """Give ``{"source", "counts": {kind: {outcome: n}}, "issues": [{code, severity, item, detail}]}``."""
        return {
            "source": self.source,
            "counts": self.as_counts(),
            "issues": [dataclasses.asdict(issue) for issue in self],
        }

    def as_text(self) -> str:
        """Give a summary that a person can act on: counts first, then the issues by severity and item.

        What several items share is said once, at the first of them, and of a kind the first ten; the JSON names all.
        """
        lines = [f"Imported {self.source}" if self.source else "Imported"]
        for kind, counter in self.counts.items():
            if any(counter.values()):
                figures = ", ".join(f"{counter[name]} {name}" for name in OUTCOMES if counter[name])
                lines.append(f"  {kind.replace('_', ' '):12} {figures}")
        number: Counter[str] = Counter()
        shared: dict[tuple[Severity, str, str], tuple[ItemKey, int]] = {}
        for issue in self:
            number[issue.severity] += 1
            key = (issue.severity, issue.code, issue.detail)
            first, others = shared.get(key, (issue.item, -1))
            shared[key] = (first, others + 1)
        if not number:
            lines.append("Nothing was lost and nothing needs a look.")
        for severity, title in (("error", "Failed"), ("loss", "Did not come over"), ("note", "Worth a look")):
            if number[severity]:
                lines.append(f"{title} ({number[severity]}):")
                lines += _lines(severity, shared)
        return "\n".join(lines)


def _lines(severity: str, shared: Mapping[tuple[Severity, str, str], tuple[ItemKey, int]]) -> Iterator[str]:
    """Give the issues of a severity kind by kind."""
    by_code: dict[str, list[str]] = {}
    for (found, code, detail), (item, others) in shared.items():
        if found == severity:
            by_code.setdefault(code, []).append(f"  {_where(item, others)}{detail} [{code}]")
    for code, lines in by_code.items():
        yield from lines[:SHOWN]
        if len(lines) > SHOWN:
            yield f"  … and {len(lines) - SHOWN} more of this kind; --report FILE.json names all. [{code}]"


def _where(item: ItemKey, others: int) -> str:
    if not (item.type or item.id or item.title):
        return f"the export and {others} more: " if others else ""
    parts = (item.type or "item", str(item.id or ""), f"“{item.title}”" if item.title else "")
    return " ".join(filter(None, parts)) + (f" and {others} more: " if others else ": ")
