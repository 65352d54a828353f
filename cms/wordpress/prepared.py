"""An item on its way to its page: what the export asks for, and what a run decided."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Any

from django.db import models
from wagtail.models import Page

from cms.wordpress import wxr
from cms.wordpress.ledger import fingerprint
from cms.wordpress.report import Issue, Outcome
from cms.wordpress.resolve import Block


@dataclasses.dataclass(frozen=True)
class Wanted:
    """What the export asks for, resolved; equal hashes mean that there is nothing to write."""

    fields: dict[str, Any]
    relations: dict[str, list[models.Model]]
    body: list[Block]
    status: str
    access: str
    date: datetime | None
    modified: datetime | None

    @property
    def hash(self) -> str:
        relations = {
            name: [getattr(value, "tag_id", value.pk) for value in values]
            for name, values in self.relations.items()
        }
        fields = {name: getattr(value, "pk", value) for name, value in self.fields.items()}
        return fingerprint([fields, relations, self.body, self.status, self.access, self.date, self.modified])


@dataclasses.dataclass(frozen=True)
class Prepared:
    """An item that is ready to be written, and what was found on the way."""

    item: wxr.Item
    kind: str
    page: Page
    wanted: Wanted
    outcome: Outcome
    source_hash: str
    is_complete: bool
    issues: list[Issue]
