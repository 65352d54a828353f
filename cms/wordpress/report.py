"""What an import did and what it could not do: counts and issues, as text and as JSON.

In the importer errors are values: every finding is an ``Issue`` in a ``Report``, never a print or a log line.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import Any, Literal

Severity = Literal["note", "loss", "error"]
Outcome = Literal["created", "updated", "unchanged", "skipped"]

KINDS = (
    "articles", "pages", "providers", "buttons", "images", "documents", "topics", "tags", "authors",
    "menus", "menu_links", "comments", "redirects",
)  # fmt: skip
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

    @property
    def issues(self) -> list[Issue]:
        return list(self._issues)

    @property
    def has_losses(self) -> bool:
        return any(issue.severity != "note" for issue in self._issues)

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
        self._issues.setdefault(issue)

    def as_dict(self) -> dict[str, Any]:
        """Give ``{"source", "counts": {kind: {outcome: n}}, "issues": [{code, severity, item, detail}]}``."""
        return {
            "source": self.source,
            "counts": {
                kind: {name: counter[name] for name in OUTCOMES} for kind, counter in self.counts.items()
            },
            "issues": [dataclasses.asdict(issue) for issue in self._issues],
        }

    def as_text(self) -> str:
        """Give a summary that a person can act on: counts first, then the issues by severity and item.

        What several items share is said once, at the first of them; the JSON names all.
        """
        lines = [f"Imported {self.source}" if self.source else "Imported"]
        for kind, counter in self.counts.items():
            if any(counter.values()):
                figures = ", ".join(f"{counter[name]} {name}" for name in OUTCOMES if counter[name])
                lines.append(f"  {kind.replace('_', ' '):12} {figures}")
        if not self._issues:
            lines.append("Nothing was lost and nothing needs a look.")
        for severity, title in (("error", "Failed"), ("loss", "Did not come over"), ("note", "Worth a look")):
            found = [issue for issue in self._issues if issue.severity == severity]
            if found:
                lines.append(f"{title} ({len(found)}):")
                shared = Counter((issue.code, issue.detail) for issue in found)
                for issue in found:
                    if number := shared.pop((issue.code, issue.detail), 0):
                        lines.append(f"  {_where(issue.item, number - 1)}{issue.detail} [{issue.code}]")
        return "\n".join(lines)


def _where(item: ItemKey, others: int) -> str:
    if not (item.type or item.id or item.title):
        return f"the export and {others} more: " if others else ""
    parts = (item.type or "item", str(item.id or ""), f"“{item.title}”" if item.title else "")
    return " ".join(filter(None, parts)) + (f" and {others} more: " if others else ": ")
